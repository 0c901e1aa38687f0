// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/handoff/handoffstore.h"
#include "backend/sql/sqldatabase.h"

namespace keyturn::backend {

class SqlHandoffStore final : public HandoffStore
{
public:
    /// @p database must outlive it.
    explicit SqlHandoffStore(SqlDatabase &database) : m_database(database) { }

    core::Result<void> addAttempt(const HandoffAttempt &attempt, Instant now) override;
    core::Result<std::optional<HandoffAttempt>> takeAttempt(const QByteArray &stateHash, Instant now) override;
    core::Result<std::optional<User>> userOf(const UpstreamIdentity &identity, const QString &offeredId, Instant now) override;
    core::Result<void> addCode(const HandoffCode &code) override;
    core::Result<std::optional<RedeemedHandoff>> redeem(const QByteArray &hash, Instant now) override;
    core::Result<bool> noteSession(const QByteArray &hash, const QString &sessionId, Instant now) override;
    core::Result<void> purge(Instant before) override;

private:
    SqlDatabase &m_database;
};

} // namespace keyturn::backend
