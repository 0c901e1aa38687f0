// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/handoff/sqlhandoffstore.h"

#include "backend/userrow.h"

namespace keyturn::backend {

namespace {

std::optional<User> linkedUser(SqlConnection &sql, const UpstreamIdentity &identity)
{
    SqlStatement row = sql.run("SELECT " KEYTURN_USER_COLUMNS " FROM user_identities i JOIN users u ON u.id = i.user_id"
                               " WHERE i.issuer = ? AND i.subject = ?",
                               identity.issuer, identity.subject);
    return row.next() ? std::optional(userFrom(row)) : std::nullopt;
}

/// The user who has the address; a new one, who has no password yet, where nobody has.
User userOfEmail(SqlConnection &sql, const UpstreamIdentity &identity, const QString &offeredId, Instant now)
{
    sql.change("INSERT INTO users (id, email, name, role, password_hash, created_at) VALUES (?, ?, ?, 'user', ?, ?) ON CONFLICT (email) DO NOTHING",
               offeredId, identity.email, identity.name, QByteArray(""), now);
    SqlStatement row = sql.run("SELECT " KEYTURN_USER_COLUMNS " FROM users u WHERE u.email = ?", identity.email);
    if (!row.next())
        throw SqlFailure{QStringLiteral("a user just written is not there")};
    return userFrom(row);
}

/// Whoever registered an address and never confirmed it may have done so in advance, to share the account with whom it belongs to. What they had
/// ends; the provider's word confirms it from now on.
void claim(SqlConnection &sql, const User &user, Instant now)
{
    const int unproved = sql.change("UPDATE users SET password_hash = ? WHERE id = ? AND length(password_hash) > 0"
                                    " AND NOT EXISTS (SELECT 1 FROM verified_emails v WHERE v.user_id = users.id)",
                                    QByteArray(""), user.id);
    if (unproved > 0) {
        sql.change("UPDATE sessions SET ended_at = ?, end_cause = ? WHERE user_id = ? AND ended_at IS NULL", now, endcause::claimed, user.id);
        sql.change("DELETE FROM second_factors WHERE user_id = ?", user.id);
        sql.change("DELETE FROM recovery_codes WHERE user_id = ?", user.id);
        sql.change("DELETE FROM login_challenges WHERE user_id = ?", user.id);
    }
    sql.change("INSERT INTO verified_emails (user_id, verified_at) VALUES (?, ?) ON CONFLICT (user_id) DO NOTHING", user.id, now);
}

void endSession(SqlConnection &sql, const QString &sessionId, Instant now)
{
    sql.change("UPDATE sessions SET ended_at = ?, end_cause = ? WHERE id = ? AND ended_at IS NULL", now, endcause::reuseDetected, sessionId);
}

} // namespace

core::Result<void> SqlHandoffStore::addAttempt(const HandoffAttempt &attempt, Instant now)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<void> {
        sql.change("DELETE FROM handoff_attempts WHERE expires_at <= ?", now);
        sql.change("INSERT INTO handoff_attempts (state_hash, browser_hash, provider, redirect_uri, app_state, challenge, device, expires_at)"
                   " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                   attempt.stateHash, attempt.browserHash, attempt.provider, attempt.redirectUri, attempt.appState, attempt.challenge, attempt.device,
                   attempt.expiresAt);
        return {};
    });
}

core::Result<std::optional<HandoffAttempt>> SqlHandoffStore::takeAttempt(const QByteArray &stateHash, Instant now)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<std::optional<HandoffAttempt>> {
        std::optional<HandoffAttempt> found;
        {
            SqlStatement row = sql.run("SELECT browser_hash, provider, redirect_uri, app_state, challenge, device, expires_at FROM handoff_attempts"
                                       " WHERE state_hash = ? AND expires_at > ?",
                                       stateHash, now);
            if (!row.next())
                return found;
            found = HandoffAttempt{stateHash, row.bytes(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.instant(6)};
        }
        sql.change("DELETE FROM handoff_attempts WHERE state_hash = ?", stateHash);
        return found;
    });
}

core::Result<std::optional<User>> SqlHandoffStore::userOf(const UpstreamIdentity &identity, const QString &offeredId, Instant now)
{
    QString claimed; // known also where what became of the transaction is not
    const auto found = m_database.write([&](SqlConnection &sql) -> core::Result<std::optional<User>> {
        claimed.clear();
        if (const std::optional<User> known = linkedUser(sql, identity))
            return known;
        if (!identity.emailVerified || identity.email.isEmpty())
            return std::optional<User>();
        const User user = userOfEmail(sql, identity, offeredId, now);
        claim(sql, user, now);
        claimed = user.id;
        sql.change("INSERT INTO user_identities (issuer, subject, user_id, linked_at) VALUES (?, ?, ?, ?)", identity.issuer, identity.subject,
                   user.id, now);
        return std::optional(user);
    });
    if (!claimed.isEmpty() && m_changes)
        m_changes->userChanged(claimed);
    return found;
}

core::Result<void> SqlHandoffStore::addCode(const HandoffCode &code)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<void> {
        sql.change("INSERT INTO handoff_codes (hash, user_id, redirect_uri, challenge, device, expires_at) VALUES (?, ?, ?, ?, ?, ?)", code.hash,
                   code.userId, code.redirectUri, code.challenge, code.device, code.expiresAt);
        return {};
    });
}

core::Result<std::optional<RedeemedHandoff>> SqlHandoffStore::redeem(const QByteArray &hash, Instant now)
{
    QString sessionId; // that a first use gave
    const auto redeemed = m_database.write([&](SqlConnection &sql) -> core::Result<std::optional<RedeemedHandoff>> {
        std::optional<RedeemedHandoff> found;
        bool used = false;
        sessionId.clear();
        {
            SqlStatement row = sql.run("SELECT c.user_id, c.redirect_uri, c.challenge, c.device, c.expires_at, c.used_at IS NOT NULL, c.session_id,"
                                       " " KEYTURN_USER_COLUMNS " FROM handoff_codes c JOIN users u ON u.id = c.user_id WHERE c.hash = ?",
                                       hash);
            if (!row.next())
                return found;
            found = RedeemedHandoff{{hash, row.text(0), row.text(1), row.text(2), row.text(3), row.instant(4)}, userFrom(row, 7)};
            used = row.flag(5);
            sessionId = row.text(6);
        }
        if (used) {
            sql.change("UPDATE handoff_codes SET reused = 1 WHERE hash = ?", hash);
            endSession(sql, sessionId, now);
        }
        if (used || now >= found->code.expiresAt)
            return std::optional<RedeemedHandoff>();
        sql.change("UPDATE handoff_codes SET used_at = ? WHERE hash = ?", now, hash);
        return found;
    });
    tellOfSession(sessionId);
    return redeemed;
}

core::Result<bool> SqlHandoffStore::noteSession(const QByteArray &hash, const QString &sessionId, Instant now)
{
    const auto noted = m_database.write([&](SqlConnection &sql) -> core::Result<bool> {
        const bool alone = sql.change("UPDATE handoff_codes SET session_id = ? WHERE hash = ? AND reused = 0", sessionId, hash) > 0;
        if (!alone)
            endSession(sql, sessionId, now);
        return alone;
    });
    if (!noted.ok() || !*noted)
        tellOfSession(sessionId);
    return noted;
}

void SqlHandoffStore::tellOfSession(const QString &sessionId) const
{
    if (m_changes && !sessionId.isEmpty())
        m_changes->sessionChanged(sessionId);
}

core::Result<void> SqlHandoffStore::purge(Instant before)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<void> {
        sql.change("DELETE FROM handoff_attempts WHERE expires_at < ?", before);
        sql.change("DELETE FROM handoff_codes WHERE expires_at < ?", before);
        return {};
    });
}

} // namespace keyturn::backend
