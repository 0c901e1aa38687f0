// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "history/database.h"
#include "history/knownsession.h"

#include <QHash>

/// A session as it stands in the file.
namespace keyturn::history {

/// What of a remembered session a listing is held against.
struct SessionRow {
    qint64 id = 0;
    qint64 print = 0;
    qint64 firstSeenAt = 0;
    qint64 visit = 0;
    QString label;
    std::optional<qint64> endingAt;
    std::optional<qint64> endedAt;
    bool isListed = false;
};

/// Of all that people see of @p session: two that are remembered alike have the same. Equal in every process and run.
[[nodiscard]] qint64 printOf(const model::Session &session);

/// All rows of the account @p key, by digest.
[[nodiscard]] QHash<QByteArray, SessionRow> readRows(Database &database, qint64 key);
/// Those that ended after @p since, newest end first; without ids.
[[nodiscard]] QList<KnownSession> readEnded(Database &database, qint64 key, qint64 since, qint64 visits);
/// Those that were alive when they were listed last, in the order in which they came; without ids.
[[nodiscard]] QList<KnownSession> readLiving(Database &database, qint64 key, qint64 visits);

/// Texts are cut to what is worth keeping.
void insertRow(Database &database, qint64 account, const QByteArray &digest, const model::Session &session, const SessionRow &row);
/// @p row is what stood there, but for `print`.
void updateRow(Database &database, const model::Session &session, const SessionRow &row);
/// It is no longer listed. @p lastSeenAt is when it was listed last.
void endRow(Database &database, const SessionRow &row, std::optional<qint64> lastSeenAt, qint64 now);

} // namespace keyturn::history
