// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/session/sessionchanges.h"
#include "backend/sql/sqldatabase.h"
#include "backend/store.h"

namespace keyturn::backend {

/// E-mail addresses that people asked for in place of their present ones, until the code that went there is entered. Each person has one that waits,
/// at most. Every verb is one transaction; safe from any thread. Errors are Storage. Codes stand as SHA-256 alone.
class EmailChangeStore
{
public:
    /// Both must outlive it. @p changes: nothing where nobody but the database knows sessions.
    explicit EmailChangeStore(SqlDatabase &database, SessionChanges *changes = nullptr) : m_database(database), m_changes(changes) { }

    struct Change {
        QByteArray codeHash;
        QString userId;
        QString email; ///< Normalised. Whether somebody has it is no business of this: the answer would tell.
        Instant expiresAt;
    };
    enum class Begun {
        Waits, ///< In place of what waited so far.
        WaitsUnmailed, ///< The same, but too many mails went to that address of late, whoever asked for them.
        TooMany, ///< This person asked too often of late; what waited so far does so on.
    };
    [[nodiscard]] core::Result<Begun> begin(const Change &change, Instant now);
    /// Nothing waits any more.
    [[nodiscard]] core::Result<void> cancel(const QString &userId);

    struct Confirmed {
        enum class Kind {
            Changed,
            WrongCode, ///< Or nothing waits (any more): five wrong codes end it.
            Taken, ///< Somebody else got the address meanwhile. Nothing waits any more.
        };
        Kind kind = Kind::WrongCode;
        User user = {}; ///< As it is now; for Changed.
        QString before = {}; ///< The address until now; for Changed.
    };
    /// Takes one try. Where the code is right the address changes and counts as confirmed, and no code that was mailed to the old one serves any
    /// more.
    [[nodiscard]] core::Result<Confirmed> confirm(const QString &userId, const QByteArray &codeHash, Instant now);

    /// Forgets what ran out before @p before.
    [[nodiscard]] core::Result<void> purge(Instant before);

private:
    SqlDatabase &m_database;
    SessionChanges *m_changes;
};

} // namespace keyturn::backend
