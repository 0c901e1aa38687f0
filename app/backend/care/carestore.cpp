// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/care/carestore.h"

#include "backend/sql/sqlcount.h"
#include "backend/userrow.h"

namespace keyturn::backend {

namespace {

constexpr int mostCodesOut = 5; ///< Of one purpose, to one person.
constexpr int mostTries = 5; ///< For one challenge.
constexpr int mostFailures = 15; ///< For one person, within the time below: six digits are few.
constexpr std::chrono::minutes failureMemory(15);

void setPasswordOf(SqlConnection &sql, const QString &userId, const QByteArray &hash)
{
    sql.change("UPDATE users SET password_hash = ? WHERE id = ?", hash, userId);
    sql.change("DELETE FROM mailed_codes WHERE user_id = ? AND purpose = ?", userId, mailpurpose::resetPassword);
    sql.change("UPDATE email_changes SET closed = 1 WHERE user_id = ?", userId);
    sql.change("DELETE FROM login_challenges WHERE user_id = ? AND tries = 0", userId); // those that were tried count on
    sql.change("UPDATE login_challenges SET passed = 1 WHERE user_id = ?", userId);
}

std::optional<QString> ownerIn(SqlConnection &sql, const QByteArray &hash, const char *purpose, Instant now)
{
    SqlStatement row = sql.run("SELECT user_id FROM mailed_codes WHERE hash = ? AND purpose = ? AND expires_at > ?", hash, purpose, now);
    return row.next() ? std::optional(row.text(0)) : std::nullopt;
}

} // namespace

core::Result<std::optional<User>> CareStore::userOf(const QString &email)
{
    return m_database.read([&](SqlConnection &sql) -> core::Result<std::optional<User>> {
        SqlStatement row = sql.run("SELECT " KEYTURN_USER_COLUMNS " FROM users u WHERE u.email = ?", email);
        return row.next() ? std::optional(userFrom(row)) : std::optional<User>();
    });
}

core::Result<QByteArray> CareStore::passwordHash(const QString &userId)
{
    return m_database.read([&](SqlConnection &sql) -> core::Result<QByteArray> {
        SqlStatement row = sql.run("SELECT password_hash FROM users WHERE id = ?", userId);
        return row.next() ? row.bytes(0) : QByteArray();
    });
}

core::Result<void> CareStore::setPassword(const QString &userId, const QByteArray &passwordHash)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<void> {
        setPasswordOf(sql, userId, passwordHash);
        return {};
    });
}

core::Result<bool> CareStore::addMailedCode(const QByteArray &hash, const QString &userId, const char *purpose, Instant now, Instant expiresAt)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<bool> {
        const int out =
            countIn(sql.run("SELECT COUNT(*) FROM mailed_codes WHERE user_id = ? AND purpose = ? AND expires_at > ?", userId, purpose, now));
        if (out >= mostCodesOut)
            return false;
        sql.change("INSERT INTO mailed_codes (hash, user_id, purpose, expires_at) VALUES (?, ?, ?, ?)", hash, userId, purpose, expiresAt);
        return true;
    });
}

core::Result<std::optional<User>> CareStore::ownerOfCode(const QByteArray &hash, const char *purpose, Instant now)
{
    return m_database.read([&](SqlConnection &sql) -> core::Result<std::optional<User>> {
        SqlStatement row = sql.run("SELECT " KEYTURN_USER_COLUMNS " FROM mailed_codes c JOIN users u ON u.id = c.user_id"
                                   " WHERE c.hash = ? AND c.purpose = ? AND c.expires_at > ?",
                                   hash, purpose, now);
        return row.next() ? std::optional(userFrom(row)) : std::optional<User>();
    });
}

core::Result<std::optional<QString>> CareStore::spendCode(const QByteArray &hash, const char *purpose, Instant now)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<std::optional<QString>> {
        const std::optional<QString> owner = ownerIn(sql, hash, purpose, now);
        sql.change("DELETE FROM mailed_codes WHERE hash = ?", hash);
        return owner;
    });
}

core::Result<std::optional<QString>> CareStore::resetPassword(const QByteArray &codeHash, const QByteArray &passwordHash, Instant now)
{
    std::optional<QString> owner; // known also where what became of the transaction is not
    const auto reset = m_database.write([&](SqlConnection &sql) -> core::Result<std::optional<QString>> {
        owner = ownerIn(sql, codeHash, mailpurpose::resetPassword, now);
        if (!owner)
            return owner;
        setPasswordOf(sql, *owner, passwordHash);
        // Whoever knew the old password may sit in any of them.
        sql.change("UPDATE sessions SET ended_at = ?, end_cause = ? WHERE user_id = ? AND ended_at IS NULL", now, endcause::revoked, *owner);
        return owner;
    });
    if (owner && m_changes)
        m_changes->userChanged(*owner);
    return reset;
}

core::Result<bool> CareStore::isVerified(const QString &userId)
{
    return m_database.read([&](SqlConnection &sql) -> core::Result<bool> {
        return countIn(sql.run("SELECT COUNT(*) FROM verified_emails WHERE user_id = ?", userId)) > 0;
    });
}

core::Result<void> CareStore::setVerified(const QString &userId, Instant now)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<void> {
        sql.change("INSERT INTO verified_emails (user_id, verified_at) VALUES (?, ?) ON CONFLICT (user_id) DO NOTHING", userId, now);
        return {};
    });
}

core::Result<std::optional<CareStore::SecondFactor>> CareStore::secondFactor(const QString &userId)
{
    return m_database.read([&](SqlConnection &sql) -> core::Result<std::optional<SecondFactor>> {
        std::optional<SecondFactor> found;
        {
            SqlStatement row = sql.run("SELECT secret, confirmed_at IS NOT NULL FROM second_factors WHERE user_id = ?", userId);
            if (row.next())
                found = SecondFactor{row.bytes(0), row.flag(1), 0};
        }
        if (found)
            found->recoveryCodes = countIn(sql.run("SELECT COUNT(*) FROM recovery_codes WHERE user_id = ?", userId));
        return found;
    });
}

core::Result<bool> CareStore::setUp(const QString &userId, const QByteArray &secret)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<bool> {
        return sql.change("INSERT INTO second_factors (user_id, secret) VALUES (?, ?)"
                          " ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, last_step = 0 WHERE second_factors.confirmed_at IS NULL",
                          userId, secret)
            > 0;
    });
}

core::Result<bool> CareStore::confirm(const QString &userId, qint64 step, const QList<QByteArray> &recoveryHashes, Instant now)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<bool> {
        const int confirmed =
            sql.change("UPDATE second_factors SET confirmed_at = ?, last_step = ? WHERE user_id = ? AND confirmed_at IS NULL", now, step, userId);
        if (confirmed == 0)
            return false;
        for (const QByteArray &hash : recoveryHashes)
            sql.change("INSERT INTO recovery_codes (hash, user_id) VALUES (?, ?)", hash, userId);
        return true;
    });
}

core::Result<void> CareStore::removeSecondFactor(const QString &userId)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<void> {
        sql.change("DELETE FROM second_factors WHERE user_id = ?", userId);
        sql.change("DELETE FROM recovery_codes WHERE user_id = ?", userId);
        return {};
    });
}

core::Result<bool> CareStore::spendStep(const QString &userId, qint64 step)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<bool> {
        return sql.change("UPDATE second_factors SET last_step = ? WHERE user_id = ? AND confirmed_at IS NOT NULL AND last_step < ?", step, userId,
                          step)
            > 0;
    });
}

core::Result<bool> CareStore::spendRecoveryCode(const QString &userId, const QByteArray &hash)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<bool> {
        return sql.change("DELETE FROM recovery_codes WHERE hash = ? AND user_id = ?", hash, userId) > 0;
    });
}

core::Result<std::optional<std::chrono::seconds>> CareStore::addChallenge(const QByteArray &hash, const QString &userId, Instant now,
                                                                          Instant expiresAt)
{
    using Wait = std::optional<std::chrono::seconds>;
    return m_database.write([&](SqlConnection &sql) -> core::Result<Wait> {
        const Instant since = now - failureMemory;
        {
            SqlStatement row =
                sql.run("SELECT SUM(tries), MIN(created_at) FROM login_challenges WHERE user_id = ? AND created_at > ? AND tries > 0", userId, since);
            if (row.next() && row.text(0).toInt() >= mostFailures)
                return Wait(remaining(now, row.instant(1) + failureMemory) + std::chrono::seconds(1));
        }
        sql.change("INSERT INTO login_challenges (hash, user_id, created_at, expires_at) VALUES (?, ?, ?, ?)", hash, userId, now, expiresAt);
        return Wait();
    });
}

core::Result<std::optional<User>> CareStore::tryChallenge(const QByteArray &hash, Instant now)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<std::optional<User>> {
        if (sql.change("UPDATE login_challenges SET tries = tries + 1 WHERE hash = ? AND expires_at > ? AND passed = 0 AND tries < ?", hash, now,
                       mostTries)
            == 0)
            return std::optional<User>();
        SqlStatement row = sql.run("SELECT " KEYTURN_USER_COLUMNS " FROM login_challenges c JOIN users u ON u.id = c.user_id WHERE c.hash = ?", hash);
        return row.next() ? std::optional(userFrom(row)) : std::optional<User>();
    });
}

core::Result<bool> CareStore::passChallenge(const QByteArray &hash)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<bool> {
        // The try that was right is no failure.
        return sql.change("UPDATE login_challenges SET passed = 1, tries = tries - 1 WHERE hash = ? AND passed = 0", hash) > 0;
    });
}

core::Result<void> CareStore::purge(Instant before)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<void> {
        sql.change("DELETE FROM mailed_codes WHERE expires_at < ?", before);
        sql.change("DELETE FROM login_challenges WHERE expires_at < ?", before);
        return {};
    });
}

} // namespace keyturn::backend
