// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/sqlitedatabase.h"

namespace keyturn::backend {

/// Brings the schema from whatever version the file has to ours, inside the caller's transaction. Storage `database_newer` for a file from a newer
/// program. Throws SqlFailure.
[[nodiscard]] core::Result<void> migrate(SqlConnection &sql);

} // namespace keyturn::backend
