// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "history/database.h"
#include "history/event.h"

/// What changes the file. All throw DatabaseFault.
namespace keyturn::history {

/// In one transaction. What repeats the newest of its account is counted there (repeatOf()), or not recorded again.
void record(Database &database, const QList<Event> &events);

/// Removes some of what is older than @p before, in one short transaction; true: there may be more. Nothing where all that is newer happened within a
/// day of @p newest: the clock may have jumped.
[[nodiscard]] bool prune(Database &database, const QDateTime &before, const QDateTime &newest);

/// Removes everything about @p account, its names too; nullopt: all there is. Nothing of it can be read from the file afterwards.
void clear(Database &database, const std::optional<model::AccountId> &account);

} // namespace keyturn::history
