// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/providers/sqlproviderstore.h"

namespace keyturn::backend {

namespace {

const char *nameOf(ProviderToken::Kind kind)
{
    return kind == ProviderToken::Kind::Access ? "access" : "refresh";
}

/// The columns of ProviderGrant in every query below: g.id, g.email, g.subject, g.scope, g.signed_in_at, g.client_id.
ProviderGrant grantFrom(const SqlStatement &row, int first)
{
    return {row.text(first), {row.text(first + 1), row.text(first + 2)}, row.text(first + 3), row.instant(first + 4), row.text(first + 5)};
}

std::optional<ProviderGrant> findGrant(SqlConnection &sql, const QString &provider, ProviderToken::Kind kind, const QByteArray &hash, Instant now)
{
    SqlStatement row = sql.run("SELECT g.id, g.email, g.subject, g.scope, g.signed_in_at, g.client_id FROM provider_tokens t"
                               " JOIN provider_grants g ON g.id = t.grant_id WHERE t.hash = ? AND t.kind = ? AND g.provider = ?"
                               " AND t.spent_at IS NULL AND t.expires_at > ? AND g.revoked_at IS NULL",
                               hash, nameOf(kind), provider, now);
    return row.next() ? std::optional(grantFrom(row, 0)) : std::nullopt;
}

int revokeGrant(SqlConnection &sql, const QString &grantId, Instant now)
{
    return sql.change("UPDATE provider_grants SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", now, grantId);
}

void insertTokens(SqlConnection &sql, const QString &grantId, const QList<ProviderToken> &tokens)
{
    for (const ProviderToken &token : tokens)
        sql.change("INSERT INTO provider_tokens (hash, grant_id, kind, expires_at) VALUES (?, ?, ?, ?)", token.hash, grantId, nameOf(token.kind),
                   token.expiresAt);
}

} // namespace

core::Result<Person> SqlProviderStore::person(const QString &provider, const QString &email, const QString &offeredSubject)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<Person> {
        sql.change("INSERT INTO provider_people (provider, email, subject) VALUES (?, ?, ?) ON CONFLICT (provider, email) DO NOTHING", provider,
                   email, offeredSubject);
        SqlStatement row = sql.run("SELECT subject FROM provider_people WHERE provider = ? AND email = ?", provider, email);
        if (!row.next())
            throw SqlFailure{QStringLiteral("a person just written is not there")};
        return Person{email, row.text(0)};
    });
}

core::Result<void> SqlProviderStore::addLogin(const QString &provider, const QByteArray &cookieHash, const ProviderLogin &login)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<void> {
        sql.change("INSERT INTO provider_logins (hash, provider, email, subject, signed_in_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)", cookieHash,
                   provider, login.person.email, login.person.subject, login.signedInAt, login.expiresAt);
        return {};
    });
}

core::Result<std::optional<ProviderLogin>> SqlProviderStore::login(const QString &provider, const QByteArray &cookieHash, Instant now)
{
    return m_database.read([&](SqlConnection &sql) -> core::Result<std::optional<ProviderLogin>> {
        SqlStatement row = sql.run("SELECT email, subject, signed_in_at, expires_at FROM provider_logins WHERE hash = ? AND provider = ?"
                                   " AND expires_at > ?",
                                   cookieHash, provider, now);
        if (!row.next())
            return std::optional<ProviderLogin>();
        return std::optional(ProviderLogin{{row.text(0), row.text(1)}, row.instant(2), row.instant(3)});
    });
}

core::Result<void> SqlProviderStore::addCode(const QString &provider, const ProviderGrant &grant, const AuthorizationCode &code, Instant now)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<void> {
        sql.change("INSERT INTO provider_grants (id, provider, client_id, email, subject, scope, signed_in_at, created_at)"
                   " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                   grant.id, provider, grant.clientId, grant.person.email, grant.person.subject, grant.scope, grant.signedInAt, now);
        sql.change("INSERT INTO provider_codes (hash, grant_id, redirect_uri, challenge, nonce, offline, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                   code.hash, grant.id, code.redirectUri, code.challenge, code.nonce, code.offline, code.expiresAt);
        return {};
    });
}

core::Result<std::optional<RedeemedCode>> SqlProviderStore::redeemCode(const QString &provider, const QByteArray &hash, Instant now)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<std::optional<RedeemedCode>> {
        std::optional<RedeemedCode> found;
        bool used = false;
        {
            SqlStatement row =
                sql.run("SELECT g.id, g.email, g.subject, g.scope, g.signed_in_at, g.client_id, c.redirect_uri, c.challenge, c.nonce, c.offline,"
                        " c.expires_at, c.used_at IS NOT NULL FROM provider_codes c JOIN provider_grants g ON g.id = c.grant_id"
                        " WHERE c.hash = ? AND g.provider = ? AND g.revoked_at IS NULL",
                        hash, provider);
            if (!row.next())
                return found;
            found = RedeemedCode{grantFrom(row, 0), {hash, row.text(6), row.text(7), row.text(8), row.flag(9), row.instant(10)}};
            used = row.flag(11);
        }
        if (used)
            revokeGrant(sql, found->grant.id, now);
        if (used || now >= found->code.expiresAt)
            return std::optional<RedeemedCode>();
        sql.change("UPDATE provider_codes SET used_at = ? WHERE hash = ?", now, hash);
        return found;
    });
}

core::Result<void> SqlProviderStore::addTokens(const QString &grantId, const QList<ProviderToken> &tokens)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<void> {
        insertTokens(sql, grantId, tokens);
        return {};
    });
}

core::Result<std::optional<ProviderGrant>> SqlProviderStore::grantOf(const QString &provider, ProviderToken::Kind kind, const QByteArray &hash,
                                                                     Instant now)
{
    return m_database.read(
        [&](SqlConnection &sql) -> core::Result<std::optional<ProviderGrant>> { return findGrant(sql, provider, kind, hash, now); });
}

core::Result<std::optional<LiveToken>> SqlProviderStore::tokenOf(const QString &provider, const QByteArray &hash, Instant now)
{
    return m_database.read([&](SqlConnection &sql) -> core::Result<std::optional<LiveToken>> {
        SqlStatement row =
            sql.run("SELECT g.id, g.email, g.subject, g.scope, g.signed_in_at, g.client_id, t.kind, t.expires_at FROM provider_tokens t"
                    " JOIN provider_grants g ON g.id = t.grant_id WHERE t.hash = ? AND g.provider = ?"
                    " AND t.spent_at IS NULL AND t.expires_at > ? AND g.revoked_at IS NULL",
                    hash, provider, now);
        if (!row.next())
            return std::optional<LiveToken>();
        const bool isAccess = row.text(6) == QLatin1String(nameOf(ProviderToken::Kind::Access));
        return std::optional(
            LiveToken{{isAccess ? ProviderToken::Kind::Access : ProviderToken::Kind::Refresh, hash, row.instant(7)}, grantFrom(row, 0)});
    });
}

core::Result<std::optional<ProviderGrant>> SqlProviderStore::rotate(const QString &provider, const QByteArray &hash,
                                                                    const QList<ProviderToken> &successors, Instant now)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<std::optional<ProviderGrant>> {
        const auto grant = findGrant(sql, provider, ProviderToken::Kind::Refresh, hash, now);
        if (grant) {
            sql.change("UPDATE provider_tokens SET spent_at = ? WHERE grant_id = ? AND spent_at IS NULL", now, grant->id);
            insertTokens(sql, grant->id, successors);
        }
        return grant;
    });
}

core::Result<bool> SqlProviderStore::hasConsented(const QString &provider, const Person &person, const QString &clientId)
{
    return m_database.read([&](SqlConnection &sql) -> core::Result<bool> {
        SqlStatement row = sql.run("SELECT 1 FROM provider_grants WHERE provider = ? AND subject = ? AND client_id = ? AND revoked_at IS NULL",
                                   provider, person.subject, clientId);
        return row.next();
    });
}

core::Result<bool> SqlProviderStore::revokeConsent(const QString &provider, const QByteArray &hash, Instant now)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<bool> {
        const int revoked = sql.change("UPDATE provider_grants SET revoked_at = ? WHERE provider = ? AND revoked_at IS NULL"
                                       " AND (subject, client_id) = (SELECT g.subject, g.client_id FROM provider_tokens t"
                                       " JOIN provider_grants g ON g.id = t.grant_id WHERE t.hash = ? AND g.provider = ? AND g.revoked_at IS NULL)",
                                       now, provider, hash, provider);
        return revoked > 0;
    });
}

core::Result<bool> SqlProviderStore::revoke(const QString &provider, const QByteArray &hash, Instant now)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<bool> {
        const int revoked = sql.change("UPDATE provider_grants SET revoked_at = ? WHERE provider = ? AND revoked_at IS NULL"
                                       " AND id = (SELECT grant_id FROM provider_tokens WHERE hash = ?)",
                                       now, provider, hash);
        return revoked > 0;
    });
}

core::Result<void> SqlProviderStore::purge(Instant before)
{
    return m_database.write([&](SqlConnection &sql) -> core::Result<void> {
        sql.change("DELETE FROM provider_logins WHERE expires_at < ?", before);
        sql.change("DELETE FROM provider_grants WHERE created_at < ? AND NOT EXISTS (SELECT 1 FROM provider_tokens t WHERE"
                   " t.grant_id = provider_grants.id AND t.expires_at >= ? AND provider_grants.revoked_at IS NULL)",
                   before, before);
        // Access tokens come often and live short: a grant that is refreshed for months must not drag them along.
        sql.change("DELETE FROM provider_tokens WHERE expires_at < ? OR spent_at < ?", before, before);
        return {};
    });
}

} // namespace keyturn::backend
