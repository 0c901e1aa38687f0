// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "history/database.h"
#include "history/knownsession.h"

/// What the file of the sessions is asked and told. All throw DatabaseFault; times are milliseconds since 1970.
namespace keyturn::history {

/// All that a backend lists of an account.
struct Listing {
    model::AccountId account;
    QList<model::Session> sessions;
    qint64 now = 0;
};

struct Kept {
    KnownSessions known;
    bool cameOrWent = false; ///< A session came, ended, or came back.
};

/// Holds @p listing against what is remembered and writes what has changed, in one transaction; with @p prunes also removes what is too old of every
/// account.
[[nodiscard]] Kept keep(Database &database, const Listing &listing, bool prunes);

/// Of @p account, as it was listed last; nothing is written. Empty, without `listedAt`, where it never was.
[[nodiscard]] KnownSessions remembered(Database &database, const model::AccountId &account, qint64 now);

/// False where no such session is remembered.
[[nodiscard]] bool keepLabel(Database &database, const model::AccountId &account, const QByteArray &key, const QString &label);
void keepVisit(Database &database, const model::AccountId &account, qint64 now);
[[nodiscard]] QList<QByteArray> takeNews(Database &database, const model::AccountId &account, const QList<QByteArray> &keys);
/// These are being ended from here: those of @p keys, or the account's current one, or all others.
void noteEnding(Database &database, const model::AccountId &account, const QList<QByteArray> &keys, qint64 now);
void noteEnding(Database &database, const model::AccountId &account, bool current, qint64 now);
/// Answers whether anything is remembered of others.
[[nodiscard]] bool removeAccount(Database &database, const model::AccountId &account);
/// Of whom anything is remembered.
[[nodiscard]] QList<model::AccountId> rememberedAccounts(Database &database);

} // namespace keyturn::history
