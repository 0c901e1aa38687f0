// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/users/userstore.h"

#include <QJsonObject>

namespace keyturn::backend {

/// `id email name role createdAt`: what people see of themselves.
[[nodiscard]] QJsonObject toJson(const User &user);
/// With `emailVerified` and, where there is one, `disabledAt`: what administrators see.
[[nodiscard]] QJsonObject toJson(const UserRecord &record);

} // namespace keyturn::backend
