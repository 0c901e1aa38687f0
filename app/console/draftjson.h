// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "console/requeststore.h"

#include <QJsonObject>

namespace keyturn::console {

/// A draft as it lies on disk, without secrets or with: that is the caller's to see to.
[[nodiscard]] QJsonObject toJson(const Draft &draft);
/// What is not understood is left out.
[[nodiscard]] Draft draftFromJson(const QJsonObject &json);

} // namespace keyturn::console
