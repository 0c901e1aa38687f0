// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "history/database.h"
#include "history/filter.h"

/// What reads the file. All throw DatabaseFault.
namespace keyturn::history {

/// At most @p limit events that @p filter lets through, from @p after on, older and older. However many events there are, one page costs about as
/// much as another: each question to the file goes along an index and ends at @p limit, or at a bound where none of the indices fits.
[[nodiscard]] Page readPage(Database &database, const Filter &filter, const std::optional<PageKey> &after, int limit);

/// What readPage() asks the file of one account, of one happening, of one of both, or of all: one statement for each way, so that each has its index.
/// Values: those two where they are asked for; at most, at least (milliseconds); the time again, and an id below which; how many.
[[nodiscard]] const char *pageStatement(bool bySubject, bool byHappening);

/// Whom there is something about: each account once, by its newest names.
[[nodiscard]] QList<Subject> readSubjects(Database &database);

} // namespace keyturn::history
