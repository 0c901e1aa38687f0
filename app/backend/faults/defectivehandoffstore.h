// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/faults/defect.h"
#include "backend/handoff/handoffstore.h"

#include <QHash>

#include <mutex>

namespace keyturn::backend {

/// A hand-off that believes unverified addresses, and takes codes late or twice, by the defects that are on.
class DefectiveHandoffStore final : public HandoffStore
{
public:
    /// @p store must outlive it.
    DefectiveHandoffStore(HandoffStore &store, const Defects &defects) : m_store(store), m_defects(defects) { }

    [[nodiscard]] core::Result<void> addAttempt(const HandoffAttempt &attempt, Instant now) override { return m_store.addAttempt(attempt, now); }
    [[nodiscard]] core::Result<std::optional<HandoffAttempt>> takeAttempt(const QByteArray &stateHash, Instant now) override
    {
        return m_store.takeAttempt(stateHash, now);
    }
    [[nodiscard]] core::Result<std::optional<User>> userOf(const UpstreamIdentity &identity, const QString &offeredId, Instant now) override;
    [[nodiscard]] core::Result<void> addCode(const HandoffCode &code) override;
    [[nodiscard]] core::Result<std::optional<RedeemedHandoff>> redeem(const QByteArray &hash, Instant now) override;
    [[nodiscard]] core::Result<bool> noteSession(const QByteArray &hash, const QString &sessionId, Instant now) override
    {
        return m_store.noteSession(hash, sessionId, now);
    }
    [[nodiscard]] core::Result<void> purge(Instant before) override { return m_store.purge(before); }

    /// Whom a code that was given stands for (TokenInRedirect).
    [[nodiscard]] std::optional<User> userOfCode(const QByteArray &hash);

private:
    HandoffStore &m_store;
    Defects m_defects;
    std::mutex m_mutex;
    QHash<QString, User> m_users; ///< By id, those who signed in.
    QHash<QByteArray, QString> m_codes; ///< The id of each code's user, by the code's hash.
    QHash<QByteArray, RedeemedHandoff> m_redeemed; ///< By the code's hash, for CodeReusable.
};

} // namespace keyturn::backend
