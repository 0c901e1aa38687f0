// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/faults/defect.h"
#include "backend/store.h"

#include <QHash>
#include <QSet>

#include <mutex>

namespace keyturn::backend {

/// A store that forgets to be careful: sessions and refresh tokens by the defects that are on, all else by the store behind it. What it remembers of
/// tokens, by their SHA-256, goes with the process.
class DefectiveStore final : public Store
{
public:
    /// @p store must outlive it.
    DefectiveStore(Store &store, const Defects &defects) : m_store(store), m_defects(defects) { }

    /// For the next one who registers with @p email (RoleSettable).
    void giveRole(const QString &email, const QString &role);

    /// The id that useSession() takes for the session of that id with an administrator's rights (RoleChangeable, UsersDeleteOthers). No token that
    /// the backend gives away has it.
    [[nodiscard]] static QString asAdmin(const QString &sessionId);

    [[nodiscard]] core::Result<void> addUser(const User &user, const QByteArray &passwordHash) override;
    [[nodiscard]] core::Result<std::optional<PasswordRecord>> passwordOf(const QString &email) override { return m_store.passwordOf(email); }
    [[nodiscard]] core::Result<void> replacePasswordHash(const QString &userId, const QByteArray &from, const QByteArray &to) override
    {
        return m_store.replacePasswordHash(userId, from, to);
    }
    [[nodiscard]] core::Result<void> addSession(const Session &session, const QByteArray &refreshTokenHash) override;
    [[nodiscard]] core::Result<RotationOutcome> rotate(const Rotation &rotation) override;
    [[nodiscard]] core::Result<std::optional<LiveSession>> useSession(const QString &sessionId, Instant now) override;
    [[nodiscard]] core::Result<void> endSessionOfToken(const QByteArray &refreshTokenHash, const char *cause, Instant now) override;
    [[nodiscard]] core::Result<Paged<Session>> sessionsOf(const QString &userId, Instant now, const Page &page) override
    {
        return m_store.sessionsOf(userId, now, page);
    }
    [[nodiscard]] core::Result<bool> endSession(const QString &userId, const QString &sessionId, const char *cause, Instant now) override;
    [[nodiscard]] core::Result<int> endSessions(const QString &userId, const QString &exceptSessionId, const char *cause, Instant now) override;
    [[nodiscard]] core::Result<void> purge(Instant before) override { return m_store.purge(before); }
    [[nodiscard]] core::Result<void> addCookieSession(const Session &session, const QByteArray &cookieHash, const QByteArray &replacedHash) override
    {
        return m_store.addCookieSession(session, cookieHash, replacedHash);
    }
    [[nodiscard]] core::Result<std::optional<LiveSession>> useCookie(const QByteArray &cookieHash, Instant now, std::chrono::seconds idle) override
    {
        return m_store.useCookie(cookieHash, now, idle);
    }
    [[nodiscard]] core::Result<QString> sessionOfToken(const QByteArray &refreshTokenHash) override
    {
        return m_store.sessionOfToken(refreshTokenHash);
    }
    [[nodiscard]] core::Result<void> ping() override { return m_store.ping(); }

private:
    [[nodiscard]] bool ignores(const char *cause) const;
    void keepForAccess(const QString &sessionId, const char *cause, Instant now);
    [[nodiscard]] QByteArray newestAfter(QByteArray token) const;

    Store &m_store;
    Defects m_defects;
    std::mutex m_mutex;
    QHash<QString, QString> m_roles; ///< By e-mail.
    QHash<QString, LiveSession> m_outlived; ///< By the id of the session that was signed out of (AccessOutlivesSignOut).
    QSet<QByteArray> m_first; ///< Refresh tokens that sign-ins gave.
    QHash<QByteArray, QByteArray> m_successors; ///< By the token that was spent.
    QHash<QByteArray, Instant> m_presented; ///< When a client first brought it.
};

} // namespace keyturn::backend
