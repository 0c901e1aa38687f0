// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/paging.h"
#include "backend/session/sessionchanges.h"
#include "backend/sql/sqldatabase.h"
#include "backend/store.h"

namespace keyturn::backend {

/// Somebody as an administrator sees them.
struct UserRecord {
    User user;
    std::optional<Instant> disabledAt;
    bool emailVerified = false;
    bool operator==(const UserRecord &) const = default;
};

/// What is to be changed; the rest stays.
struct UserEdit {
    std::optional<QString> name;
    std::optional<QString> role;
    std::optional<bool> disabled; ///< true ends every session at once.
};

enum class UserChange {
    Done,
    NoSuchUser,
    LastAdmin, ///< Nothing changed: nobody would be left who may administer.
};

/// The people as administrators keep them: over HTTP and by the program's commands. Every verb is one transaction; safe from any thread and beside
/// other processes. Errors are Storage.
class UserStore
{
public:
    /// Both must outlive it. @p changes: nothing where nobody but the database knows sessions.
    explicit UserStore(SqlDatabase &database, SessionChanges *changes = nullptr) : m_database(database), m_changes(changes) { }

    [[nodiscard]] core::Result<std::optional<UserRecord>> find(const QString &userId);
    /// @p email is normalised.
    [[nodiscard]] core::Result<std::optional<UserRecord>> findByEmail(const QString &email);
    /// In the order in which they came.
    [[nodiscard]] core::Result<Paged<UserRecord>> list(const Page &page);
    [[nodiscard]] core::Result<UserChange> edit(const QString &userId, const UserEdit &edit, Instant now);
    /// With everything that hangs on the user; tokens and sessions are worth nothing from then on.
    [[nodiscard]] core::Result<UserChange> remove(const QString &userId);

private:
    void tellOf(const QString &userId) const;

    SqlDatabase &m_database;
    SessionChanges *m_changes;
};

} // namespace keyturn::backend
