// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/accesstokens.h"
#include "backend/credentials.h"
#include "backend/metrics.h"
#include "backend/passwordhasher.h"
#include "backend/store.h"

#include <functional>

namespace keyturn::backend {

/// The lifetimes that a session is promised.
struct SessionPolicy {
    std::chrono::seconds refreshTtl{};
    std::chrono::seconds refreshGrace{};
    std::chrono::seconds chainTtl{};
    std::chrono::seconds sessionIdle{}; ///< Of a session behind a cookie.
    std::chrono::seconds sessionTtl{};
    bool secureCookies = false; ///< The session's cookie is one that browsers send over TLS alone.
};

/// How a client is to hold its session.
struct Holding {
    bool cookie = false; ///< Behind a cookie; else by tokens.
    core::Secret sentCookie; ///< The session cookie that the client has so far. It never lives on, whoever made it (session fixation).
};

/// What a client holds after a sign-in or a refresh: tokens, or a session cookie.
struct Grant {
    User user;
    QString sessionId;
    AccessToken access = {};
    core::Secret refreshToken = {};
    std::chrono::seconds refreshLife{};
    core::Secret cookie = {}; ///< Empty: there are tokens.
    QByteArray csrfToken = {};
    std::chrono::seconds cookieLife{};
    Instant expiresAt = {}; ///< Of a session behind a cookie, if it is not used.
    Instant endsAt = {}; ///< And in any case.
};

/// Passwords, sessions and rotating refresh tokens, without HTTP. Safe from any thread. Errors: Rejected with the API's code (`invalid_credentials`,
/// `email_taken`, `account_disabled`), SignInAgain `invalid_grant` with the reason in the detail (reuse_detected, expired, revoked, unknown),
/// RateLimited `busy`, Storage for a fault of ours.
class AuthService
{
public:
    AuthService(const core::Clock &clock, core::Random &random, Store &store, PasswordHasher &hasher, const AccessTokens &tokens, Metrics &metrics,
                SessionPolicy policy);

    /// Called once, on a hashing thread, or at once where too many wait.
    using Known = std::function<void(core::Result<User>)>;

    /// Makes the user; no session yet. That somebody has the address is not counted: /metrics is open, and must not tell more than the answer does.
    void registerUser(const Credentials &credentials, Known done);
    /// Whose the e-mail and password are; no session yet. That an account is disabled is told to whoever knows its password alone.
    void checkPassword(const Credentials &credentials, Known done);
    /// A registration or sign-in was refused, and whoever tried was told why.
    void countRefusal() { m_metrics.countSignIn("refused"); }
    /// The first session of somebody who has just registered.
    [[nodiscard]] core::Result<Grant> signInNew(const User &user, const Client &client, const Holding &holding = {});
    /// A session for somebody whose identity was proved otherwise.
    [[nodiscard]] core::Result<Grant> signInAs(const User &user, const Client &client, const Holding &holding = {});

    [[nodiscard]] core::Result<Grant> refresh(const core::Secret &refreshToken);
    /// Ends the session that the refresh token belongs to; an unknown token is no error, there is nothing to end.
    [[nodiscard]] core::Result<void> signOut(const core::Secret &refreshToken);
    /// The live session of an access token, or nothing.
    [[nodiscard]] core::Result<std::optional<LiveSession>> authenticate(const QByteArray &accessToken);
    /// The live session of a session cookie, or nothing.
    [[nodiscard]] core::Result<std::optional<LiveSession>> authenticateCookie(const core::Secret &cookie);
    /// For pages that hold @p cookie.
    [[nodiscard]] QByteArray csrfToken(const core::Secret &cookie);
    [[nodiscard]] bool secureCookies() const { return m_policy.secureCookies; }

    [[nodiscard]] core::Result<Paged<Session>> sessions(const QString &userId, const Page &page);
    [[nodiscard]] core::Result<bool> endSession(const QString &userId, const QString &sessionId, const char *cause);
    [[nodiscard]] core::Result<int> endSessions(const QString &userId, const QString &exceptSessionId, const char *cause = endcause::revoked);

private:
    void strengthen(const Store::PasswordRecord &record, const core::Secret &password);
    [[nodiscard]] core::Result<Grant> openSession(const User &user, const Client &client, const Holding &holding);
    [[nodiscard]] core::Result<Grant> openCookieSession(const User &user, const Client &client, const Holding &holding);
    [[nodiscard]] core::Result<Grant> grantOf(const RotationOutcome &outcome, core::Secret refreshToken, Instant now);

    const core::Clock &m_clock;
    core::Random &m_random;
    Store &m_store;
    PasswordHasher &m_hasher;
    const AccessTokens &m_tokens;
    Metrics &m_metrics;
    SessionPolicy m_policy;
};

} // namespace keyturn::backend
