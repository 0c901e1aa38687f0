// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QJsonObject>

namespace keyturn::tests {

/// Whether @p compact (a JWS) holds by @p publicKey in the eyes of José, which app/jose has nothing to do with.
[[nodiscard]] bool holdsForJose(const QByteArray &compact, const QJsonObject &publicKey);

} // namespace keyturn::tests
