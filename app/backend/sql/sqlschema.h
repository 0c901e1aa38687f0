// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/sql/sqlconnection.h"
#include "core/result.h"

namespace keyturn::backend {

enum class SqlDialect { Sqlite, PostgreSql };

/// Brings the schema from @p version to ours, inside the caller's transaction; the version it has then, which the caller notes. Storage
/// `database_newer` for a database of a newer program. Throws SqlFailure.
[[nodiscard]] core::Result<std::size_t> migrate(SqlConnection &sql, SqlDialect dialect, std::size_t version);

} // namespace keyturn::backend
