// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/authservice.h"

#include "backend/eventlog.h"
#include "backend/opaquetoken.h"
#include "backend/session/csrftoken.h"

namespace keyturn::backend {

namespace {

using Kind = RotationOutcome::Kind;

core::Error rejected(const char *code)
{
    return {core::ErrorKind::Rejected, QString::fromLatin1(code), {}};
}

core::Error invalidGrant(const char *reason)
{
    return {core::ErrorKind::SignInAgain, QStringLiteral("invalid_grant"), QString::fromLatin1(reason)};
}

const char *reasonOf(Kind kind)
{
    switch (kind) {
    case Kind::Reused:
        return "reuse_detected";
    case Kind::Expired:
        return "expired";
    case Kind::Revoked:
        return "revoked";
    case Kind::Rotated:
    case Kind::Grace:
    case Kind::Unknown:
        break;
    }
    return "unknown";
}

const char *metricOf(Kind kind)
{
    switch (kind) {
    case Kind::Rotated:
        return "rotated";
    case Kind::Grace:
        return "grace";
    case Kind::Reused:
        return "reused";
    case Kind::Expired:
    case Kind::Revoked:
    case Kind::Unknown:
        break;
    }
    return "refused";
}

} // namespace

AuthService::AuthService(const core::Clock &clock, core::Random &random, Store &store, PasswordHasher &hasher, const AccessTokens &tokens,
                         Metrics &metrics, SessionPolicy policy)
    : m_clock(clock), m_random(random), m_store(store), m_hasher(hasher), m_tokens(tokens), m_metrics(metrics), m_policy(policy)
{ }

void AuthService::registerUser(const Credentials &credentials, Known done)
{
    m_hasher.hash(credentials.password, [this, credentials, done = std::move(done)](core::Result<QByteArray> hashed) {
        if (!hashed.ok()) {
            m_metrics.countSignIn("failed");
            done(hashed.error());
            return;
        }
        const User user{newId(m_random), credentials.email, credentials.name, QStringLiteral("user"), instantOf(m_clock)};
        if (const auto added = m_store.addUser(user, *hashed); !added.ok()) {
            if (added.error().kind != core::ErrorKind::Rejected)
                m_metrics.countSignIn("failed");
            done(added.error());
            return;
        }
        done(user);
    });
}

void AuthService::checkPassword(const Credentials &credentials, Known done)
{
    const auto record = m_store.passwordOf(credentials.email);
    if (!record.ok()) {
        m_metrics.countSignIn("failed");
        done(record.error());
        return;
    }
    // No such user costs the same hash, so that the time does not tell who has an account.
    const QByteArray hash = *record ? (*record)->hash : QByteArray();
    m_hasher.verify(credentials.password, hash,
                    [this, record = *record, password = credentials.password, done = std::move(done)](core::Result<bool> same) {
                        if (!same.ok() || !*same) {
                            m_metrics.countSignIn(same.ok() ? "refused" : "failed");
                            done(same.ok() ? rejected("invalid_credentials") : same.error());
                            return;
                        }
                        if (record->disabled) {
                            m_metrics.countSignIn("refused");
                            done(rejected("account_disabled"));
                            return;
                        }
                        done(record->user);
                        if (m_hasher.isWeak(record->hash))
                            strengthen(*record, password);
                    });
}

/// The password is at hand at a sign-in alone. A change of it meanwhile wins; where anything fails, the next sign-in tries again.
void AuthService::strengthen(const Store::PasswordRecord &record, const core::Secret &password)
{
    m_hasher.hashLater(password, [this, id = record.user.id, old = record.hash](core::Result<QByteArray> hashed) {
        const auto replaced = hashed.ok() ? m_store.replacePasswordHash(id, old, *hashed) : core::Result<void>(hashed.error());
        if (!replaced.ok())
            logEvent(LogLevel::Warning, "rehash_failed", {{QStringLiteral("detail"), replaced.error().detail}});
    });
}

core::Result<Grant> AuthService::signInNew(const User &user, const Client &client, const Holding &holding)
{
    auto grant = openSession(user, client, holding);
    m_metrics.countSignIn(grant.ok() ? "registered" : "failed");
    return grant;
}

core::Result<Grant> AuthService::signInAs(const User &user, const Client &client, const Holding &holding)
{
    auto grant = openSession(user, client, holding);
    m_metrics.countSignIn(grant.ok() ? "succeeded" : "failed");
    return grant;
}

core::Result<Grant> AuthService::openCookieSession(const User &user, const Client &client, const Holding &holding)
{
    const Instant now = instantOf(m_clock);
    const Instant endsAt = now + m_policy.sessionTtl;
    const Session session{newId(m_random), user.id, client, now, now, std::min(Instant(now + m_policy.sessionIdle), endsAt), endsAt};
    const core::Secret cookie = newOpaqueToken(m_random);
    if (const auto added = m_store.addCookieSession(session, hashOf(cookie), hashOf(holding.sentCookie)); !added.ok())
        return added.error();
    Grant grant{user, session.id};
    grant.cookie = cookie;
    grant.csrfToken = csrfToken(cookie);
    grant.cookieLife = m_policy.sessionTtl; // browsers count the absolute end, the idle one is ours to watch
    grant.expiresAt = session.expiresAt;
    grant.endsAt = endsAt;
    return grant;
}

core::Result<Grant> AuthService::openSession(const User &user, const Client &client, const Holding &holding)
{
    if (holding.cookie)
        return openCookieSession(user, client, holding);
    const Instant now = instantOf(m_clock);
    const Instant chainEndsAt = now + m_policy.chainTtl;
    const Session session{newId(m_random), user.id, client, now, now, std::min(Instant(now + m_policy.refreshTtl), chainEndsAt), chainEndsAt};
    const core::Secret refreshToken = newOpaqueToken(m_random);
    if (const auto added = m_store.addSession(session, hashOf(refreshToken)); !added.ok())
        return added.error();
    const auto access = m_tokens.issue({user.id, session.id});
    if (!access.ok())
        return access.error();
    return Grant{user, session.id, *access, refreshToken, remaining(now, session.expiresAt)};
}

core::Result<Grant> AuthService::refresh(const core::Secret &refreshToken)
{
    const Instant now = instantOf(m_clock);
    const core::Secret successor = newOpaqueToken(m_random);
    const auto outcome = m_store.rotate(
        {hashOf(refreshToken), hashOf(successor), sealSuccessor(refreshToken, successor), now, m_policy.refreshTtl, m_policy.refreshGrace});
    if (!outcome.ok())
        return outcome.error();
    m_metrics.countRefresh(metricOf(outcome->kind));
    switch (outcome->kind) {
    case Kind::Rotated:
        return grantOf(*outcome, successor, now);
    case Kind::Grace:
        return grantOf(*outcome, openSuccessor(refreshToken, outcome->sealedSuccessor), now);
    case Kind::Reused:
    case Kind::Expired:
    case Kind::Revoked:
    case Kind::Unknown:
        break;
    }
    return invalidGrant(reasonOf(outcome->kind));
}

core::Result<Grant> AuthService::grantOf(const RotationOutcome &outcome, core::Secret refreshToken, Instant now)
{
    const auto access = m_tokens.issue({outcome.user->id, outcome.sessionId});
    if (!access.ok())
        return access.error();
    return Grant{*outcome.user, outcome.sessionId, *access, std::move(refreshToken), remaining(now, outcome.expiresAt)};
}

core::Result<void> AuthService::signOut(const core::Secret &refreshToken)
{
    return m_store.endSessionOfToken(hashOf(refreshToken), endcause::signedOut, instantOf(m_clock));
}

core::Result<std::optional<LiveSession>> AuthService::authenticate(const QByteArray &accessToken)
{
    const auto claims = m_tokens.read(accessToken);
    if (!claims)
        return std::optional<LiveSession>();
    return m_store.useSession(claims->sessionId, instantOf(m_clock));
}

core::Result<std::optional<LiveSession>> AuthService::authenticateCookie(const core::Secret &cookie)
{
    return m_store.useCookie(hashOf(cookie), instantOf(m_clock), m_policy.sessionIdle);
}

QByteArray AuthService::csrfToken(const core::Secret &cookie)
{
    return newCsrfToken(m_random, cookie);
}

core::Result<Paged<Session>> AuthService::sessions(const QString &userId, const Page &page)
{
    return m_store.sessionsOf(userId, instantOf(m_clock), page);
}

core::Result<bool> AuthService::endSession(const QString &userId, const QString &sessionId, const char *cause)
{
    return m_store.endSession(userId, sessionId, cause, instantOf(m_clock));
}

core::Result<int> AuthService::endSessions(const QString &userId, const QString &exceptSessionId, const char *cause)
{
    return m_store.endSessions(userId, exceptSessionId, cause, instantOf(m_clock));
}

} // namespace keyturn::backend
