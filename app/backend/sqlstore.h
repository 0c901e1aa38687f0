// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/sql/sqldatabase.h"
#include "backend/store.h"

namespace keyturn::backend {

class SqlStore final : public Store
{
public:
    explicit SqlStore(SqlDatabase &database) : m_database(database) { }

    core::Result<void> addUser(const User &user, const QByteArray &passwordHash) override;
    core::Result<std::optional<PasswordRecord>> passwordOf(const QString &email) override;
    core::Result<void> replacePasswordHash(const QString &userId, const QByteArray &from, const QByteArray &to) override;
    core::Result<void> addSession(const Session &session, const QByteArray &refreshTokenHash) override;
    core::Result<RotationOutcome> rotate(const Rotation &rotation) override;
    core::Result<std::optional<LiveSession>> useSession(const QString &sessionId, Instant now) override;
    core::Result<void> endSessionOfToken(const QByteArray &refreshTokenHash, const char *cause, Instant now) override;
    core::Result<Paged<Session>> sessionsOf(const QString &userId, Instant now, const Page &page) override;
    core::Result<bool> endSession(const QString &userId, const QString &sessionId, const char *cause, Instant now) override;
    core::Result<int> endSessions(const QString &userId, const QString &exceptSessionId, const char *cause, Instant now) override;
    core::Result<void> purge(Instant before) override;
    core::Result<void> addCookieSession(const Session &session, const QByteArray &cookieHash, const QByteArray &replacedHash) override;
    core::Result<std::optional<LiveSession>> useCookie(const QByteArray &cookieHash, Instant now, std::chrono::seconds idle) override;
    core::Result<void> ping() override;
    core::Result<QString> sessionOfToken(const QByteArray &refreshTokenHash) override;

private:
    SqlDatabase &m_database;
};

} // namespace keyturn::backend
