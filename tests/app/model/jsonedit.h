// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>

namespace keyturn::tests {

/// The built-in demo profile as it stands in the resources.
[[nodiscard]] QJsonObject demoProfile();
/// The JSON Schema of profiles.
[[nodiscard]] QJsonObject profileSchema();
/// A copy of @p root in which @p pointer (RFC 6901, through lists as well) holds @p value, or nothing where @p value is Undefined.
[[nodiscard]] QJsonObject edited(const QJsonObject &root, const QString &pointer, const QJsonValue &value);
[[nodiscard]] QByteArray text(const QJsonObject &object);

} // namespace keyturn::tests
