// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"
#include "model/ids.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QStringList>
#include <QUrl>

#include <optional>

/// What a backend profile says (DESIGN decision 8), read from JSON by model/profilereader.h. Pointers are RFC 6901 JSON Pointers into an
/// answer's body; an empty optional or string means "the backend has none".
namespace keyturn::model {

enum class BodyType { None, Json, Form };

/// One request of the backend. `path` and the strings in `body` may hold `{name}` placeholders: {user} {password} {name} {refreshToken} {sessionId}.
struct Endpoint {
    QByteArray method = "GET";
    QString path; ///< Below the base URL, percent-encoded; may carry a query.
    BodyType bodyType = BodyType::None;
    QJsonObject body;
    QMap<QString, QString> headers;
    bool operator==(const Endpoint &) const = default;
};

enum class LifetimeUnit { Seconds, Milliseconds, IsoDate, EpochSeconds, JwtExp };

/// How the life of an access token is told.
struct Lifetime {
    LifetimeUnit unit = LifetimeUnit::JwtExp;
    QString pointer; ///< Unused for JwtExp.
    bool operator==(const Lifetime &) const = default;
};

/// Where the refresh token comes in an answer: exactly one of the two is set, or neither where there is none.
struct RefreshTokenPlace {
    QByteArray cookie; ///< The cookie's name.
    QString pointer;
    bool operator==(const RefreshTokenPlace &) const = default;
};

/// Where the tokens lie in an answer of sign-in, registration or refresh.
struct TokenMapping {
    QString accessToken; ///< Pointer.
    Lifetime lifetime;
    RefreshTokenPlace refreshToken;
    QString refreshLifetime; ///< Pointer to seconds; a cookie's Max-Age or Expires counts where it is empty.
    bool operator==(const TokenMapping &) const = default;
};

/// Where the person is told in an answer. An empty `subject` pointer: the answer does not tell.
struct IdentityMapping {
    QString subject;
    QString name;
    QString email;
    bool operator==(const IdentityMapping &) const = default;
};

struct PasswordSignIn {
    Endpoint signIn;
    std::optional<Endpoint> registration;
    TokenMapping tokens;
    IdentityMapping identity;
    int minimumPasswordLength = 8; ///< In characters.
    bool operator==(const PasswordSignIn &) const = default;
};

struct RefreshGrant {
    Endpoint endpoint; ///< A cookie token is sent as cookie, a body token by the {refreshToken} placeholder.
    TokenMapping tokens;
    bool operator==(const RefreshGrant &) const = default;
};

struct SessionFields {
    QString id, current, device, app, appVersion, system, ip, place, createdAt, lastUsedAt, expiresAt, endedAt, cause; ///< Pointers within one item.
    bool operator==(const SessionFields &) const = default;
};

struct SessionsInterface {
    Endpoint list;
    QString items; ///< Pointer to the array.
    SessionFields fields;
    std::optional<Endpoint> revoke; ///< {sessionId}.
    std::optional<Endpoint> revokeOthers; ///< Absent: one by one.
    bool operator==(const SessionsInterface &) const = default;
};

/// Where a refusal tells why. Defaults fit `{"error":{"code","message","fields":[{"field","message"}]}}`.
struct ErrorMapping {
    QString code = QStringLiteral("/error/code");
    QString reason = QStringLiteral("/error/reason");
    QString message = QStringLiteral("/error/message");
    QString fields = QStringLiteral("/error/fields");
    bool operator==(const ErrorMapping &) const = default;
};

enum class ProviderKind {
    OpenIdConnect, ///< Endpoints from `issuer`'s discovery document, the person from the ID token.
    OAuth2, ///< Endpoints written in the profile, the person from `userinfo`.
};

/// All but `token` and `userinfo` may be empty; `authorization` only where `deviceAuthorization` is not.
struct OAuthEndpoints {
    QUrl authorization;
    QUrl token;
    QUrl revocation; ///< RFC 7009.
    QUrl userinfo;
    QUrl deviceAuthorization = {}; ///< RFC 8628.
    QUrl pushedAuthorization = {}; ///< RFC 9126.
    QUrl endSession = {}; ///< OpenID Connect RP-Initiated Logout 1.0.
    bool operator==(const OAuthEndpoints &) const = default;
};

/// An identity provider that Keyturn signs in to through the browser, as a public native client (RFC 8252).
struct IdentityProvider {
    ProviderId id;
    QString name;
    ProviderKind kind = ProviderKind::OpenIdConnect;
    QString issuer; ///< OpenID Connect: compared exactly. OAuth2: a name for the identity, e.g. `https://github.com`.
    OAuthEndpoints endpoints; ///< OAuth2 only.
    QString clientId;
    /// Empty: none. A native app's is no secret (RFC 8252 §8.5): whoever has the program has it. It is hidden all the same, for what looks like a
    /// secret in a trace frightens people. Sent as `client_secret` in the body of a token request (RFC 6749 §2.3.1).
    core::Secret clientSecret;
    QString callbackPath = QStringLiteral("/callback"); ///< The loopback path starts so; a random part follows.
    QStringList scopes;
    QMap<QString, QString> authorizationParameters; ///< Extra, e.g. access_type=offline.
    QStringList resources; ///< RFC 8707: whom the tokens are for, as absolute URIs.
    QString prompt; ///< Words of OpenID Connect Core §3.1.2.1, separated by spaces; empty: the provider decides.
    QStringList acrValues; ///< How the person is to prove who they are, best first.
    std::optional<int> maxAge; ///< Seconds since the person proved it at most.
    IdentityMapping identity; ///< Into the userinfo answer.
    QUrl emailsEndpoint; ///< GitHub's /user/emails; may be empty.
    QUrl sessionsPage; ///< Where the provider itself shows sessions; may be empty.
    bool operator==(const IdentityProvider &) const = default;
};

struct BackendProfile {
    ProfileId id;
    QString name;
    QString description;
    QUrl baseUrl; ///< Empty where the profile has only providers.
    bool embedded = false; ///< Served by keyturn-backend as a child of ours; baseUrl is filled in when its address is known.
    std::optional<PasswordSignIn> password;
    std::optional<RefreshGrant> refresh;
    std::optional<Endpoint> signOut;
    std::optional<Endpoint> identity; ///< "Who am I", with the access token.
    IdentityMapping identityMapping;
    std::optional<SessionsInterface> sessions;
    ErrorMapping errors;
    QList<IdentityProvider> providers;

    /// Null where there is no such provider. Points into this profile.
    [[nodiscard]] const IdentityProvider *provider(const ProviderId &providerId) const;
    bool operator==(const BackendProfile &) const = default;
};

} // namespace keyturn::model
