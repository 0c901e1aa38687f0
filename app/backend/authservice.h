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
};

/// What a client holds after a sign-in or a refresh.
struct Grant {
    User user;
    QString sessionId;
    AccessToken access;
    core::Secret refreshToken;
    std::chrono::seconds refreshLife{};
};

/// Passwords, sessions and rotating refresh tokens, without HTTP. Safe from any thread. Errors: Rejected with the API's code (`invalid_credentials`,
/// `email_taken`), SignInAgain `invalid_grant` with the reason in the detail (reuse_detected, expired, revoked, unknown), RateLimited
/// `busy`, Storage for a fault of ours.
class AuthService
{
public:
    AuthService(const core::Clock &clock, core::Random &random, Store &store, PasswordHasher &hasher, const AccessTokens &tokens, Metrics &metrics,
                SessionPolicy policy);

    /// Called once, on a hashing thread, or at once where too many wait.
    using Known = std::function<void(core::Result<User>)>;

    /// Makes the user; no session yet.
    void registerUser(const Credentials &credentials, Known done);
    /// Whose the e-mail and password are; no session yet.
    void checkPassword(const Credentials &credentials, Known done);
    /// The first session of somebody who has just registered.
    [[nodiscard]] core::Result<Grant> signInNew(const User &user, const Client &client);
    /// A session for somebody whose identity was proved otherwise.
    [[nodiscard]] core::Result<Grant> signInAs(const User &user, const Client &client);

    [[nodiscard]] core::Result<Grant> refresh(const core::Secret &refreshToken);
    /// Ends the session that the refresh token belongs to; an unknown token is no error, there is nothing to end.
    [[nodiscard]] core::Result<void> signOut(const core::Secret &refreshToken);
    /// The live session of an access token, or nothing.
    [[nodiscard]] core::Result<std::optional<LiveSession>> authenticate(const QByteArray &accessToken);

    [[nodiscard]] core::Result<QList<Session>> sessions(const QString &userId);
    [[nodiscard]] core::Result<bool> endSession(const QString &userId, const QString &sessionId, const char *cause);
    [[nodiscard]] core::Result<int> endSessions(const QString &userId, const QString &exceptSessionId, const char *cause = endcause::revoked);

private:
    [[nodiscard]] core::Result<Grant> openSession(const User &user, const Client &client);
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
