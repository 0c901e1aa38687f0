// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/sql/sqlconnection.h"
#include "backend/store.h"

namespace keyturn::backend {

/// The columns of a User in the table `users u`: a macro, for statements are string literals, whose address is their key.
#define KEYTURN_USER_COLUMNS "u.id, u.email, u.name, u.role, u.created_at"

/// The User whose columns begin at @p first.
[[nodiscard]] inline User userFrom(const SqlStatement &row, int first = 0)
{
    return {row.text(first), row.text(first + 1), row.text(first + 2), row.text(first + 3), row.instant(first + 4)};
}

} // namespace keyturn::backend
