// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/sqlstore.h"

#include "backend/userrow.h"

#include <algorithm>

namespace keyturn::backend {

namespace {

using Kind = RotationOutcome::Kind;

#define KEYTURN_SESSION_COLUMNS "s.id, s.user_id, s.device, s.user_agent, s.ip, s.created_at, s.last_used_at, s.expires_at, s.chain_ends_at"

Session sessionFrom(const SqlStatement &row, int first)
{
    return {row.text(first),        row.text(first + 1),    {row.text(first + 2), row.text(first + 3), row.text(first + 4)},
            row.instant(first + 5), row.instant(first + 6), row.instant(first + 7),
            row.instant(first + 8)};
}

/// A refresh token with the state of its session.
struct TokenRow {
    QString sessionId;
    Instant expiresAt;
    std::optional<Instant> spentAt;
    QByteArray successor;
    QByteArray sealedSuccessor;
    bool sessionEnded = false;
    Instant chainEndsAt;
    User user;
};

std::optional<TokenRow> findToken(SqlConnection &sql, const QByteArray &hash)
{
    const char *query = "SELECT t.session_id, t.expires_at, t.spent_at, t.successor, t.sealed_successor, s.ended_at IS NOT NULL, s.chain_ends_at,"
                        " " KEYTURN_USER_COLUMNS " FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id JOIN users u ON u.id = s.user_id"
                        " WHERE t.hash = ?";
    SqlStatement row = sql.run(query, hash);
    if (!row.next())
        return std::nullopt;
    return TokenRow{row.text(0),    row.instant(1),  row.isNull(2) ? std::nullopt : std::optional(row.instant(2)),
                    row.bytes(3),   row.bytes(4),    row.flag(5),
                    row.instant(6), userFrom(row, 7)};
}

/// Rejected `account_disabled` where its user is kept out.
core::Result<void> insertSession(SqlConnection &sql, const Session &session)
{
    // Changes nothing, but takes the row's lock where a database locks by row: nobody is disabled between this and the session.
    if (sql.change("UPDATE users SET disabled_at = NULL WHERE id = ? AND disabled_at IS NULL", session.userId) == 0)
        return core::Error{core::ErrorKind::Rejected, QStringLiteral("account_disabled"), {}};
    sql.change("INSERT INTO sessions (id, user_id, device, user_agent, ip, created_at, last_used_at, expires_at, chain_ends_at)"
               " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
               session.id, session.userId, session.client.device, session.client.userAgent, session.client.ip, session.createdAt, session.lastUsedAt,
               session.expiresAt, session.chainEndsAt);
    return {};
}

int end(SqlConnection &sql, const QString &sessionId, const char *cause, Instant now)
{
    return sql.change("UPDATE sessions SET ended_at = ?, end_cause = ? WHERE id = ? AND ended_at IS NULL", now, cause, sessionId);
}

/// A spent token came back: a moment after its use it is a retry, later it is a theft, of the old token or of the new one (RFC 9700 §4.14.2).
/// Grace holds only while the successor itself is unspent: once the client went on, nobody honest holds the old token.
RotationOutcome presentedAgain(SqlConnection &sql, const TokenRow &token, const Rotation &rotation)
{
    const std::optional<TokenRow> successor = findToken(sql, token.successor);
    const bool inGrace = rotation.grace.count() > 0 && rotation.now < *token.spentAt + rotation.grace;
    if (inGrace && successor && !successor->spentAt && rotation.now < successor->expiresAt)
        return {Kind::Grace, token.sessionId, token.user, successor->expiresAt, token.sealedSuccessor};
    end(sql, token.sessionId, endcause::reuseDetected, rotation.now);
    return {Kind::Reused, token.sessionId};
}

RotationOutcome spend(SqlConnection &sql, const TokenRow &token, const Rotation &rotation)
{
    const Instant expiresAt = std::min(Instant(rotation.now + rotation.life), token.chainEndsAt);
    sql.change("INSERT INTO refresh_tokens (hash, session_id, expires_at) VALUES (?, ?, ?)", rotation.successor, token.sessionId, expiresAt);
    sql.change("UPDATE refresh_tokens SET spent_at = ?, successor = ?, sealed_successor = ? WHERE hash = ?", rotation.now, rotation.successor,
               rotation.sealedSuccessor, rotation.spent);
    sql.change("UPDATE sessions SET last_used_at = ?, expires_at = ? WHERE id = ?", rotation.now, expiresAt, token.sessionId);
    return {Kind::Rotated, token.sessionId, token.user, expiresAt};
}

} // namespace

core::Result<void> SqlStore::addUser(const User &user, const QByteArray &passwordHash)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<void> {
        const int added = sql.change("INSERT INTO users (id, email, name, role, password_hash, created_at) VALUES (?, ?, ?, ?, ?, ?)"
                                     " ON CONFLICT (email) DO NOTHING",
                                     user.id, user.email, user.name, user.role, passwordHash, user.createdAt);
        if (added == 0)
            return core::Error{core::ErrorKind::Rejected, QStringLiteral("email_taken"), {}};
        return {};
    });
}

core::Result<std::optional<Store::PasswordRecord>> SqlStore::passwordOf(const QString &email)
{
    return m_database.read([&](SqlConnection &sql) -> core::Result<std::optional<PasswordRecord>> {
        SqlStatement row =
            sql.run("SELECT " KEYTURN_USER_COLUMNS ", u.password_hash, u.disabled_at IS NOT NULL FROM users u WHERE u.email = ?", email);
        if (!row.next())
            return std::optional<PasswordRecord>();
        return std::optional(PasswordRecord{userFrom(row), row.bytes(5), row.flag(6)});
    });
}

core::Result<void> SqlStore::replacePasswordHash(const QString &userId, const QByteArray &from, const QByteArray &to)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<void> {
        sql.change("UPDATE users SET password_hash = ? WHERE id = ? AND password_hash = ?", to, userId, from);
        return {};
    });
}

core::Result<void> SqlStore::addSession(const Session &session, const QByteArray &refreshTokenHash)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<void> {
        if (const auto allowed = insertSession(sql, session); !allowed.ok())
            return allowed;
        sql.change("INSERT INTO refresh_tokens (hash, session_id, expires_at) VALUES (?, ?, ?)", refreshTokenHash, session.id, session.expiresAt);
        return {};
    });
}

core::Result<RotationOutcome> SqlStore::rotate(const Rotation &rotation)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<RotationOutcome> {
        const std::optional<TokenRow> token = findToken(sql, rotation.spent);
        if (!token)
            return RotationOutcome{Kind::Unknown, {}};
        if (token->sessionEnded)
            return RotationOutcome{Kind::Revoked, token->sessionId};
        if (token->spentAt)
            return presentedAgain(sql, *token, rotation);
        if (rotation.now >= token->expiresAt || rotation.now >= token->chainEndsAt)
            return RotationOutcome{Kind::Expired, token->sessionId};
        return spend(sql, *token, rotation);
    });
}

core::Result<std::optional<LiveSession>> SqlStore::useSession(const QString &sessionId, Instant now)
{
    auto found = m_database.read([&](SqlConnection &sql) -> core::Result<std::optional<LiveSession>> {
        SqlStatement row = sql.run("SELECT " KEYTURN_USER_COLUMNS ", " KEYTURN_SESSION_COLUMNS
                                   " FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = ? AND s.ended_at IS NULL AND s.chain_ends_at > ?",
                                   sessionId, now);
        if (!row.next())
            return std::optional<LiveSession>();
        return std::optional(LiveSession{userFrom(row), sessionFrom(row, 5)});
    });
    if (!found.ok() || !*found || now < (*found)->session.lastUsedAt + useResolution)
        return found;
    const auto noted = m_database.write([&](SqlConnection &sql) -> core::Result<void> {
        sql.change("UPDATE sessions SET last_used_at = ? WHERE id = ? AND last_used_at < ?", now, sessionId, now);
        return {};
    });
    if (!noted.ok())
        return noted.error();
    LiveSession live = **found;
    live.session.lastUsedAt = now;
    return std::optional(std::move(live));
}

core::Result<void> SqlStore::endSessionOfToken(const QByteArray &refreshTokenHash, const char *cause, Instant now)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<void> {
        sql.change("UPDATE sessions SET ended_at = ?, end_cause = ? WHERE ended_at IS NULL"
                   " AND id = (SELECT session_id FROM refresh_tokens WHERE hash = ?)",
                   now, cause, refreshTokenHash);
        return {};
    });
}

core::Result<QString> SqlStore::sessionOfToken(const QByteArray &refreshTokenHash)
{
    return m_database.read([&](SqlConnection &sql) -> core::Result<QString> {
        SqlStatement row = sql.run("SELECT t.session_id FROM refresh_tokens t WHERE t.hash = ?", refreshTokenHash);
        return row.next() ? row.text(0) : QString();
    });
}

core::Result<Paged<Session>> SqlStore::sessionsOf(const QString &userId, Instant now, const Page &page)
{
    const PagePosition after = page.after.value_or(PagePosition{Instant::max(), {}});
    return m_database.read([&](SqlConnection &sql) -> core::Result<Paged<Session>> {
        QList<Session> sessions;
        SqlStatement row =
            sql.run("SELECT " KEYTURN_SESSION_COLUMNS " FROM sessions s WHERE s.user_id = ? AND s.ended_at IS NULL AND s.expires_at > ?"
                    " AND (s.created_at < ? OR (s.created_at = ? AND s.id > ?)) ORDER BY s.created_at DESC, s.id LIMIT ?",
                    userId, now, after.at, after.at, after.id, page.limit + 1);
        while (row.next())
            sessions.append(sessionFrom(row, 0));
        return Paged<Session>::of(std::move(sessions), page.limit, [](const Session &session) {
            return PagePosition{session.createdAt, session.id};
        });
    });
}

core::Result<bool> SqlStore::endSession(const QString &userId, const QString &sessionId, const char *cause, Instant now)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<bool> {
        const int ended = sql.change("UPDATE sessions SET ended_at = ?, end_cause = ? WHERE id = ? AND user_id = ? AND ended_at IS NULL", now, cause,
                                     sessionId, userId);
        return ended > 0;
    });
}

core::Result<int> SqlStore::endSessions(const QString &userId, const QString &exceptSessionId, const char *cause, Instant now)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<int> {
        return sql.change("UPDATE sessions SET ended_at = ?, end_cause = ? WHERE user_id = ? AND id <> ? AND ended_at IS NULL AND expires_at > ?",
                          now, cause, userId, exceptSessionId, now);
    });
}

core::Result<void> SqlStore::purge(Instant before)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<void> {
        sql.change("DELETE FROM sessions WHERE ended_at < ? OR expires_at < ?", before, before);
        return {};
    });
}

core::Result<void> SqlStore::addCookieSession(const Session &session, const QByteArray &cookieHash, const QByteArray &replacedHash)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<void> {
        sql.change("UPDATE sessions SET ended_at = ?, end_cause = ? WHERE ended_at IS NULL"
                   " AND id = (SELECT session_id FROM session_cookies WHERE hash = ?)",
                   session.createdAt, endcause::replaced, replacedHash);
        if (const auto allowed = insertSession(sql, session); !allowed.ok())
            return allowed;
        sql.change("INSERT INTO session_cookies (hash, session_id) VALUES (?, ?)", cookieHash, session.id);
        return {};
    });
}

core::Result<std::optional<LiveSession>> SqlStore::useCookie(const QByteArray &cookieHash, Instant now, std::chrono::seconds idle)
{
    auto found = m_database.read([&](SqlConnection &sql) -> core::Result<std::optional<LiveSession>> {
        SqlStatement row = sql.run("SELECT " KEYTURN_USER_COLUMNS ", " KEYTURN_SESSION_COLUMNS
                                   " FROM session_cookies c JOIN sessions s ON s.id = c.session_id JOIN users u ON u.id = s.user_id"
                                   " WHERE c.hash = ? AND s.ended_at IS NULL AND s.expires_at > ?",
                                   cookieHash, now);
        if (!row.next())
            return std::optional<LiveSession>();
        return std::optional(LiveSession{userFrom(row), sessionFrom(row, 5)});
    });
    const Instant::duration resolution = std::min<Instant::duration>(useResolution, idle / 2); // a short life must slide as well
    if (!found.ok() || !*found || now < (*found)->session.lastUsedAt + resolution)
        return found;
    LiveSession live = **found;
    live.session.lastUsedAt = now;
    live.session.expiresAt = std::min(Instant(now + idle), live.session.chainEndsAt);
    const auto noted = m_database.write([&](SqlConnection &sql) -> core::Result<void> {
        sql.change("UPDATE sessions SET last_used_at = ?, expires_at = ? WHERE id = ? AND last_used_at < ?", now, live.session.expiresAt,
                   live.session.id, now);
        return {};
    });
    if (!noted.ok())
        return noted.error();
    return std::optional(std::move(live));
}

core::Result<void> SqlStore::ping()
{
    return m_database.read([](SqlConnection &sql) -> core::Result<void> {
        sql.change("SELECT 1 FROM users WHERE id = ''"); // by the index: it is asked often
        return {};
    });
}

} // namespace keyturn::backend
