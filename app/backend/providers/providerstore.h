// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/instant.h"
#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace keyturn::backend {

/// A person at a simulated provider. The subject stays the same for an e-mail address, for good.
struct Person {
    QString email;
    QString subject;
    bool operator==(const Person &) const = default;
};

/// A browser in which a person is signed in at a provider.
struct ProviderLogin {
    Person person;
    Instant signedInAt;
    Instant expiresAt;
};

/// What a person allowed the client: a code and the tokens that follow hang on it and end with it.
struct ProviderGrant {
    QString id;
    Person person;
    QString scope; ///< Space-separated.
    Instant signedInAt;
    QString clientId;
};

struct AuthorizationCode {
    QByteArray hash; ///< SHA-256.
    QString redirectUri;
    QString challenge;
    QString nonce;
    bool offline = false;
    Instant expiresAt;
};

struct ProviderToken {
    enum class Kind { Access, Refresh };
    Kind kind = Kind::Access;
    QByteArray hash; ///< SHA-256.
    Instant expiresAt;
};

struct LiveToken {
    ProviderToken token;
    ProviderGrant grant;
};

struct RedeemedCode {
    ProviderGrant grant;
    AuthorizationCode code;
};

/// What the simulated providers remember, each under its own name. Every verb is one transaction; safe from any thread. Errors are Storage.
class ProviderStore
{
public:
    virtual ~ProviderStore() = default;

    /// The person with that address; a new one gets @p offeredSubject.
    [[nodiscard]] virtual core::Result<Person> person(const QString &provider, const QString &email, const QString &offeredSubject) = 0;

    [[nodiscard]] virtual core::Result<void> addLogin(const QString &provider, const QByteArray &cookieHash, const ProviderLogin &login) = 0;
    [[nodiscard]] virtual core::Result<std::optional<ProviderLogin>> login(const QString &provider, const QByteArray &cookieHash, Instant now) = 0;

    [[nodiscard]] virtual core::Result<void> addCode(const QString &provider, const ProviderGrant &grant, const AuthorizationCode &code,
                                                     Instant now) = 0;
    /// Nothing where the code is unknown, expired or used. A second use revokes what the first one gave (RFC 6749 §4.1.2).
    [[nodiscard]] virtual core::Result<std::optional<RedeemedCode>> redeemCode(const QString &provider, const QByteArray &hash, Instant now) = 0;

    [[nodiscard]] virtual core::Result<void> addTokens(const QString &grantId, const QList<ProviderToken> &tokens) = 0;
    /// The grant behind a token that is alive.
    [[nodiscard]] virtual core::Result<std::optional<ProviderGrant>> grantOf(const QString &provider, ProviderToken::Kind kind,
                                                                             const QByteArray &hash, Instant now) = 0;
    /// A token of either kind that is alive, with its grant.
    [[nodiscard]] virtual core::Result<std::optional<LiveToken>> tokenOf(const QString &provider, const QByteArray &hash, Instant now) = 0;
    /// Spends a live refresh token with all its grant's tokens and puts @p successors in their place.
    [[nodiscard]] virtual core::Result<std::optional<ProviderGrant>> rotate(const QString &provider, const QByteArray &hash,
                                                                            const QList<ProviderToken> &successors, Instant now) = 0;
    /// Whether @p person has allowed the client before, and nothing has ended that.
    [[nodiscard]] virtual core::Result<bool> hasConsented(const QString &provider, const Person &person, const QString &clientId) = 0;
    /// Revokes all that the person behind a token of either kind allowed its client; whether there was anything.
    [[nodiscard]] virtual core::Result<bool> revokeConsent(const QString &provider, const QByteArray &hash, Instant now) = 0;
    /// Revokes the grant of a token of either kind; whether there was one.
    [[nodiscard]] virtual core::Result<bool> revoke(const QString &provider, const QByteArray &hash, Instant now) = 0;
    /// Forgets logins and grants that ended before @p before.
    [[nodiscard]] virtual core::Result<void> purge(Instant before) = 0;
};

} // namespace keyturn::backend
