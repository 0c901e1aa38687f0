// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/sql/sqlschema.h"

#include <QRegularExpression>

#include <vector>

namespace keyturn::backend {

namespace {

/// Times are milliseconds since the epoch, tokens and cookies stand as SHA-256 alone. A step is never changed once it was released: add another.
/// Of types TEXT, BLOB and INTEGER alone, for both engines; what number a schema has follows from how many steps made it.
const std::vector<const char *> step1 = {
    "CREATE TABLE users (id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL, password_hash BLOB NOT NULL,"
    " created_at INTEGER NOT NULL)",
    "CREATE TABLE sessions (id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE, device TEXT NOT NULL,"
    " user_agent TEXT NOT NULL, ip TEXT NOT NULL, created_at INTEGER NOT NULL, last_used_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,"
    " chain_ends_at INTEGER NOT NULL, ended_at INTEGER, end_cause TEXT)",
    "CREATE INDEX sessions_by_user ON sessions(user_id)",
    "CREATE TABLE refresh_tokens (hash BLOB PRIMARY KEY, session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,"
    " expires_at INTEGER NOT NULL, spent_at INTEGER, successor BLOB, sealed_successor BLOB)",
    "CREATE INDEX refresh_tokens_by_session ON refresh_tokens(session_id)",

    "CREATE TABLE provider_people (provider TEXT NOT NULL, email TEXT NOT NULL, subject TEXT NOT NULL, PRIMARY KEY (provider, email),"
    " UNIQUE (provider, subject))",
    "CREATE TABLE provider_logins (hash BLOB PRIMARY KEY, provider TEXT NOT NULL, email TEXT NOT NULL, subject TEXT NOT NULL,"
    " signed_in_at INTEGER NOT NULL, expires_at INTEGER NOT NULL)",
    "CREATE TABLE provider_grants (id TEXT PRIMARY KEY, provider TEXT NOT NULL, client_id TEXT NOT NULL, email TEXT NOT NULL,"
    " subject TEXT NOT NULL, scope TEXT NOT NULL, signed_in_at INTEGER NOT NULL, created_at INTEGER NOT NULL, revoked_at INTEGER)",
    "CREATE TABLE provider_codes (hash BLOB PRIMARY KEY, grant_id TEXT NOT NULL REFERENCES provider_grants(id) ON DELETE CASCADE,"
    " redirect_uri TEXT NOT NULL, challenge TEXT NOT NULL, nonce TEXT NOT NULL, offline INTEGER NOT NULL, expires_at INTEGER NOT NULL,"
    " used_at INTEGER)",
    "CREATE TABLE provider_tokens (hash BLOB PRIMARY KEY, grant_id TEXT NOT NULL REFERENCES provider_grants(id) ON DELETE CASCADE,"
    " kind TEXT NOT NULL, expires_at INTEGER NOT NULL, spent_at INTEGER)",
    "CREATE INDEX provider_tokens_by_grant ON provider_tokens(grant_id)",
};

/// Sign-in that the backend runs at a provider itself: who is whom there, browsers under way, and codes for apps.
const std::vector<const char *> step2 = {
    "CREATE TABLE user_identities (issuer TEXT NOT NULL, subject TEXT NOT NULL, user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE,"
    " linked_at INTEGER NOT NULL, PRIMARY KEY (issuer, subject))",
    "CREATE INDEX user_identities_by_user ON user_identities(user_id)",
    "CREATE TABLE handoff_attempts (state_hash BLOB PRIMARY KEY, browser_hash BLOB NOT NULL, provider TEXT NOT NULL, redirect_uri TEXT NOT NULL,"
    " app_state TEXT NOT NULL, challenge TEXT NOT NULL, device TEXT NOT NULL, expires_at INTEGER NOT NULL)",
    "CREATE TABLE handoff_codes (hash BLOB PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE, redirect_uri TEXT NOT NULL,"
    " challenge TEXT NOT NULL, device TEXT NOT NULL, expires_at INTEGER NOT NULL, used_at INTEGER, session_id TEXT,"
    " reused INTEGER NOT NULL DEFAULT 0)",
};

/// What cares for an account: codes that were mailed, the second factor, and passwords that wait for it.
const std::vector<const char *> step3 = {
    "CREATE TABLE verified_emails (user_id TEXT PRIMARY KEY REFERENCES users(id) ON DELETE CASCADE, verified_at INTEGER NOT NULL)",
    "CREATE TABLE mailed_codes (hash BLOB PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE, purpose TEXT NOT NULL,"
    " expires_at INTEGER NOT NULL)",
    "CREATE INDEX mailed_codes_by_user ON mailed_codes(user_id)",
    "CREATE TABLE second_factors (user_id TEXT PRIMARY KEY REFERENCES users(id) ON DELETE CASCADE, secret BLOB NOT NULL, confirmed_at INTEGER,"
    " last_step INTEGER NOT NULL DEFAULT 0)",
    "CREATE TABLE recovery_codes (hash BLOB PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE)",
    "CREATE INDEX recovery_codes_by_user ON recovery_codes(user_id)",
    "CREATE TABLE login_challenges (hash BLOB PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE,"
    " created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0, passed INTEGER NOT NULL DEFAULT 0)",
    "CREATE INDEX login_challenges_by_user ON login_challenges(user_id)",
};

/// Sessions behind a cookie, of which this is the hash.
const std::vector<const char *> step4 = {
    "CREATE TABLE session_cookies (hash BLOB PRIMARY KEY, session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE)",
    "CREATE INDEX session_cookies_by_session ON session_cookies(session_id)",
};

/// People who are kept out, and lists of everybody.
const std::vector<const char *> step5 = {
    "ALTER TABLE users ADD COLUMN disabled_at INTEGER",
    "CREATE INDEX users_by_creation ON users(created_at, id)",
};

/// What clients asked the simulated providers for, ahead of the person (RFC 9126) or on a device without a browser (RFC 8628).
const std::vector<const char *> step6 = {
    "CREATE TABLE provider_pushed_requests (hash BLOB PRIMARY KEY, provider TEXT NOT NULL, client_id TEXT NOT NULL, parameters TEXT NOT NULL,"
    " expires_at INTEGER NOT NULL)",
    "CREATE TABLE provider_devices (hash BLOB PRIMARY KEY, provider TEXT NOT NULL, user_code_hash BLOB NOT NULL, client_id TEXT NOT NULL,"
    " scope TEXT NOT NULL, poll_interval INTEGER NOT NULL, polled_at INTEGER, decision TEXT NOT NULL,"
    " grant_id TEXT REFERENCES provider_grants(id) ON DELETE CASCADE, redeemed_at INTEGER, expires_at INTEGER NOT NULL,"
    " UNIQUE (provider, user_code_hash))",
};

/// Addresses that people want in place of their present ones, until the code that went there is entered.
const std::vector<const char *> step7 = {
    "CREATE TABLE email_changes (hash BLOB PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id) ON DELETE CASCADE, email TEXT NOT NULL,"
    " expires_at INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0, closed INTEGER NOT NULL DEFAULT 0)",
    "CREATE INDEX email_changes_by_user ON email_changes(user_id)",
    "CREATE INDEX email_changes_by_email ON email_changes(email)",
};

const std::vector<std::vector<const char *>> steps = {step1, step2, step3, step4, step5, step6, step7};

QString translated(const char *statement, SqlDialect dialect)
{
    QString sql = QString::fromLatin1(statement);
    if (dialect == SqlDialect::PostgreSql) {
        static const QRegularExpression blob(QStringLiteral("\\bBLOB\\b"));
        static const QRegularExpression integer(QStringLiteral("\\bINTEGER\\b")); // of SQLite it has up to 64 bits, as milliseconds need
        sql.replace(blob, QStringLiteral("BYTEA")).replace(integer, QStringLiteral("BIGINT"));
    }
    return sql;
}

} // namespace

core::Result<std::size_t> migrate(SqlConnection &sql, SqlDialect dialect, std::size_t version)
{
    if (version > steps.size())
        return core::Error{core::ErrorKind::Storage, QStringLiteral("database_newer"), QStringLiteral("it was made by a newer version")};
    for (std::size_t step = version; step < steps.size(); ++step) {
        for (const char *statement : steps[step])
            sql.command(translated(statement, dialect));
    }
    return steps.size();
}

} // namespace keyturn::backend
