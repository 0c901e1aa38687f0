// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/handoff/handoffstore.h"
#include "backend/session/sessionchanges.h"
#include "backend/sql/sqldatabase.h"

namespace keyturn::backend {

class SqlHandoffStore final : public HandoffStore
{
public:
    /// Both must outlive it. @p changes: nothing where nobody but the database knows sessions.
    explicit SqlHandoffStore(SqlDatabase &database, SessionChanges *changes = nullptr) : m_database(database), m_changes(changes) { }

    core::Result<void> addAttempt(const HandoffAttempt &attempt, Instant now) override;
    core::Result<std::optional<HandoffAttempt>> takeAttempt(const QByteArray &stateHash, Instant now) override;
    core::Result<std::optional<User>> userOf(const UpstreamIdentity &identity, const QString &offeredId, Instant now) override;
    core::Result<void> addCode(const HandoffCode &code) override;
    core::Result<std::optional<RedeemedHandoff>> redeem(const QByteArray &hash, Instant now) override;
    core::Result<bool> noteSession(const QByteArray &hash, const QString &sessionId, Instant now) override;
    core::Result<void> purge(Instant before) override;

private:
    void tellOfSession(const QString &sessionId) const;

    SqlDatabase &m_database;
    SessionChanges *m_changes;
};

} // namespace keyturn::backend
