// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/options.h"
#include "backend/sql/sqldatabase.h"

#include <memory>

namespace keyturn::backend {

/// The database that @p options name, on the engine that they name, with its schema up to date. Storage `database_unusable` with a sentence.
[[nodiscard]] core::Result<std::unique_ptr<SqlDatabase>> openDatabase(const Options &options);

} // namespace keyturn::backend
