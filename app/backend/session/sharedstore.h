// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/session/sharedsessions.h"

namespace keyturn::backend {

/// A store whose live sessions are looked up in what all instances share, so that a request of somebody who was here within the last minute asks the
/// database nothing. What is not there, or cannot be asked there, is asked of the store behind it; all that ends sessions is done there, and told.
class SharedStore final : public Store
{
public:
    /// Both must outlive it.
    SharedStore(Store &store, SharedSessions &sessions) : m_store(store), m_sessions(sessions) { }

    core::Result<void> addUser(const User &user, const QByteArray &passwordHash) override { return m_store.addUser(user, passwordHash); }
    core::Result<std::optional<PasswordRecord>> passwordOf(const QString &email) override { return m_store.passwordOf(email); }
    core::Result<void> replacePasswordHash(const QString &userId, const QByteArray &from, const QByteArray &to) override
    {
        return m_store.replacePasswordHash(userId, from, to);
    }
    core::Result<void> addSession(const Session &session, const QByteArray &refreshTokenHash) override
    {
        return m_store.addSession(session, refreshTokenHash);
    }
    core::Result<RotationOutcome> rotate(const Rotation &rotation) override;
    core::Result<std::optional<LiveSession>> useSession(const QString &sessionId, Instant now) override;
    core::Result<void> endSessionOfToken(const QByteArray &refreshTokenHash, const char *cause, Instant now) override;
    core::Result<Paged<Session>> sessionsOf(const QString &userId, Instant now, const Page &page) override
    {
        return m_store.sessionsOf(userId, now, page);
    }
    core::Result<bool> endSession(const QString &userId, const QString &sessionId, const char *cause, Instant now) override;
    core::Result<int> endSessions(const QString &userId, const QString &exceptSessionId, const char *cause, Instant now) override;
    core::Result<void> purge(Instant before) override { return m_store.purge(before); }
    core::Result<void> addCookieSession(const Session &session, const QByteArray &cookieHash, const QByteArray &replacedHash) override;
    core::Result<std::optional<LiveSession>> useCookie(const QByteArray &cookieHash, Instant now, std::chrono::seconds idle) override;
    core::Result<void> ping() override { return m_store.ping(); }
    core::Result<QString> sessionOfToken(const QByteArray &refreshTokenHash) override { return m_store.sessionOfToken(refreshTokenHash); }

private:
    Store &m_store;
    SharedSessions &m_sessions;
};

} // namespace keyturn::backend
