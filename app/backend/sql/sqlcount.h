// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/sql/sqlconnection.h"

namespace keyturn::backend {

/// The number that a SELECT COUNT(*) gives; 0 where there is no row.
[[nodiscard]] inline int countIn(SqlStatement row)
{
    return row.next() ? row.text(0).toInt() : 0;
}

} // namespace keyturn::backend
