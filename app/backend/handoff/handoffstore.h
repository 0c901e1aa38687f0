// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/handoff/upstream.h"
#include "backend/store.h"

namespace keyturn::backend {

/// A browser that was sent to a provider and has not come back yet.
struct HandoffAttempt {
    QByteArray stateHash; ///< SHA-256 of the state that the provider gives back.
    QByteArray browserHash; ///< SHA-256 of the cookie that the browser must bring along.
    QString provider;
    QString redirectUri; ///< The app's.
    QString appState; ///< The app's own, given back as it came.
    QString challenge; ///< S256; empty for a web app, which gets a cookie and no code.
    QString device; ///< What the app calls the computer; may be empty.
    Instant expiresAt;
    [[nodiscard]] bool isForWeb() const { return challenge.isEmpty(); }
};

/// A one-time code for an app, and whom and what it is bound to.
struct HandoffCode {
    QByteArray hash; ///< SHA-256.
    QString userId;
    QString redirectUri;
    QString challenge;
    QString device;
    Instant expiresAt;
};

/// A code that may be judged: it was live until now, and is spent.
struct RedeemedHandoff {
    HandoffCode code;
    User user;
};

/// What the hand-off remembers. Every verb is one transaction; safe from any thread. Errors are Storage.
class HandoffStore
{
public:
    virtual ~HandoffStore() = default;

    /// Forgets those that are over, too.
    [[nodiscard]] virtual core::Result<void> addAttempt(const HandoffAttempt &attempt, Instant now) = 0;
    /// Gives it once.
    [[nodiscard]] virtual core::Result<std::optional<HandoffAttempt>> takeAttempt(const QByteArray &stateHash, Instant now) = 0;

    /// The user of an identity: the one it is linked to; else, where the provider verified the e-mail address, the one who has that address, linked
    /// from now on, or a new one with @p offeredId. A password and sessions of a user whose address was never proved end with the first such link.
    /// Nothing where the identity is new and its address was not verified: whoever may write any address at a provider must not get into another
    /// one's account.
    [[nodiscard]] virtual core::Result<std::optional<User>> userOf(const UpstreamIdentity &identity, const QString &offeredId, Instant now) = 0;

    [[nodiscard]] virtual core::Result<void> addCode(const HandoffCode &code) = 0;
    /// Spends a live code. Nothing where it is unknown, expired or spent; a second use ends the session that the first one gave (RFC 6749 §4.1.2).
    [[nodiscard]] virtual core::Result<std::optional<RedeemedHandoff>> redeem(const QByteArray &hash, Instant now) = 0;
    /// Notes the session that a spent code gave. False where the code was used again meanwhile: the session is ended then.
    [[nodiscard]] virtual core::Result<bool> noteSession(const QByteArray &hash, const QString &sessionId, Instant now) = 0;
    /// Forgets attempts and codes that ended before @p before.
    [[nodiscard]] virtual core::Result<void> purge(Instant before) = 0;
};

} // namespace keyturn::backend
