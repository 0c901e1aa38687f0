// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/care/emailchangestore.h"

#include "backend/sql/sqlcount.h"
#include "backend/userrow.h"

namespace keyturn::backend {

namespace {

using Confirmed = EmailChangeStore::Confirmed;

constexpr int mostAsked = 5; ///< By one person, and for one address, as long as a code lives.
constexpr int mostTries = 5; ///< Of codes, for one change.

void close(SqlConnection &sql, const QString &userId)
{
    sql.change("UPDATE email_changes SET closed = 1 WHERE user_id = ?", userId);
}

std::optional<QString> addressBehind(SqlConnection &sql, const QString &userId, const QByteArray &codeHash)
{
    SqlStatement row = sql.run("SELECT c.email FROM email_changes c WHERE c.hash = ? AND c.user_id = ? AND c.closed = 0", codeHash, userId);
    return row.next() ? std::optional(row.text(0)) : std::nullopt;
}

std::optional<User> userIn(SqlConnection &sql, const QString &userId)
{
    SqlStatement row = sql.run("SELECT " KEYTURN_USER_COLUMNS " FROM users u WHERE u.id = ?", userId);
    return row.next() ? std::optional(userFrom(row)) : std::nullopt;
}

Confirmed changeTo(SqlConnection &sql, User user, const QString &email, Instant now)
{
    close(sql, user.id);
    if (sql.change("UPDATE users SET email = ? WHERE id = ? AND NOT EXISTS (SELECT 1 FROM users o WHERE o.email = ? AND o.id <> ?)", email, user.id,
                   email, user.id)
        == 0)
        return {Confirmed::Kind::Taken};
    // Whoever reads the old mailbox must not get in by what went there.
    sql.change("DELETE FROM mailed_codes WHERE user_id = ?", user.id);
    sql.change("INSERT INTO verified_emails (user_id, verified_at) VALUES (?, ?)"
               " ON CONFLICT (user_id) DO UPDATE SET verified_at = excluded.verified_at",
               user.id, now);
    const QString before = std::exchange(user.email, email);
    return {Confirmed::Kind::Changed, user, before};
}

} // namespace

core::Result<EmailChangeStore::Begun> EmailChangeStore::begin(const Change &change, Instant now)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<Begun> {
        if (countIn(sql.run("SELECT COUNT(*) FROM email_changes WHERE user_id = ? AND expires_at > ?", change.userId, now)) >= mostAsked)
            return Begun::TooMany;
        const int wanted = countIn(sql.run("SELECT COUNT(*) FROM email_changes WHERE email = ? AND expires_at > ?", change.email, now));
        close(sql, change.userId);
        sql.change("INSERT INTO email_changes (hash, user_id, email, expires_at) VALUES (?, ?, ?, ?)", change.codeHash, change.userId, change.email,
                   change.expiresAt);
        return wanted < mostAsked ? Begun::Waits : Begun::WaitsUnmailed;
    });
}

core::Result<void> EmailChangeStore::cancel(const QString &userId)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<void> {
        close(sql, userId);
        return {};
    });
}

core::Result<Confirmed> EmailChangeStore::confirm(const QString &userId, const QByteArray &codeHash, Instant now)
{
    const auto confirmed = m_database.write([&](SqlConnection &sql) -> core::Result<Confirmed> {
        if (sql.change("UPDATE email_changes SET tries = tries + 1 WHERE user_id = ? AND closed = 0 AND expires_at > ? AND tries < ?", userId, now,
                       mostTries)
            == 0)
            return Confirmed();
        const std::optional<QString> email = addressBehind(sql, userId, codeHash);
        const std::optional<User> user = userIn(sql, userId);
        return email && user ? changeTo(sql, *user, *email, now) : Confirmed();
    });
    // Of one whose end is not known, too: it may have been kept.
    if (m_changes && (!confirmed.ok() || confirmed->kind == Confirmed::Kind::Changed))
        m_changes->userChanged(userId);
    return confirmed;
}

core::Result<void> EmailChangeStore::purge(Instant before)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<void> {
        sql.change("DELETE FROM email_changes WHERE expires_at < ?", before);
        return {};
    });
}

} // namespace keyturn::backend
