// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"
#include "model/ids.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QStringList>
#include <QUrl>

#include <optional>

/// What a backend profile says (DESIGN decision 8), read from JSON by model/profilereader.h; resources/profiles/README.md is its guide. Pointers are
/// RFC 6901 JSON Pointers into an answer's body; an empty optional or string means "the backend has none".
namespace keyturn::model {

enum class BodyType { None, Json, Form };

/// One request of the backend. `path`, the headers and the strings in `body` may hold `{name}` placeholders: {user} {password} {name} {refreshToken}
/// {accessToken} {sessionId} {code} {codeVerifier} {redirectUri} {challenge} {newPassword} {cursor} {device}. A string of a JSON body that is nothing
/// but `{name:number}` becomes a number; `{{name}}` is the text `{name}` itself.
struct Endpoint {
    QByteArray method = "GET";
    QString base; ///< A name among the profile's `baseUrls`; empty: `baseUrl`.
    QString path; ///< Below the base URL, percent-encoded; may carry a query.
    BodyType bodyType = BodyType::None;
    QJsonObject body;
    QMap<QString, QString> headers;
    bool bearsRefreshToken = false; ///< The refresh token goes out as `Authorization: Bearer`.
    bool bearsChallenge = false; ///< The second factor's challenge does.
    bool bearsCredentials = false; ///< User and password go out as `Authorization: Basic` (RFC 7617).
    /// A form page of a website: what it takes it answers by a redirect to elsewhere, what it refuses by its page once more.
    bool redirects = false;
    QJsonValue otherBody{QJsonValue::Undefined}; ///< Json: a list or a text that is sent in place of `body`.

    /// Whether path, headers or body hold the placeholder @p name.
    [[nodiscard]] bool uses(const QString &name) const;
    bool operator==(const Endpoint &) const = default;
};

/// Where one value comes in an answer.
struct ValuePlace {
    enum class Kind { None, Body, Header, Cookie };
    Kind kind = Kind::None;
    QString name; ///< Body: a pointer, empty for the whole body. Header, Cookie: its name.

    [[nodiscard]] static ValuePlace body(const QString &pointer) { return {Kind::Body, pointer}; }
    [[nodiscard]] static ValuePlace header(const QString &name) { return {Kind::Header, name}; }
    [[nodiscard]] static ValuePlace cookie(const QString &name) { return {Kind::Cookie, name}; }
    [[nodiscard]] bool isCookie() const { return kind == Kind::Cookie; }
    [[nodiscard]] bool isNone() const { return kind == Kind::None; }
    bool operator==(const ValuePlace &) const = default;
};

enum class LifetimeUnit { Seconds, Milliseconds, IsoDate, EpochSeconds, JwtExp };

/// How the life of an access token is told.
struct Lifetime {
    LifetimeUnit unit = LifetimeUnit::JwtExp;
    QString pointer; ///< Unused for JwtExp.
    bool operator==(const Lifetime &) const = default;
};

/// Where the tokens lie in an answer of sign-in, registration or refresh. A backend without tokens keeps the person signed in by a session cookie:
/// its id is the access token then.
struct TokenMapping {
    ValuePlace accessToken;
    Lifetime lifetime;
    ValuePlace refreshToken; ///< None where there is none.
    std::optional<Lifetime> refreshLifetime; ///< Absent: a cookie's Max-Age or Expires counts.
    bool operator==(const TokenMapping &) const = default;
};

/// How a request proves who sends it: `Authorization: Bearer …` (RFC 6750 §2.1) unless the profile says otherwise.
struct AccessUse {
    QByteArray header = "Authorization"; ///< Unused with a cookie.
    QByteArray scheme = "Bearer"; ///< Before the token in the header, with a space; may be empty.
    QByteArray cookie; ///< The session cookie's name; empty: the token goes in the header.
    /// Further cookies that make the session together with `cookie`, its signature for instance. All of them are one secret then: `a=1;b=2`.
    QByteArrayList furtherCookies = {};

    /// The cookies that @p token is sent as; none where it goes in a header.
    [[nodiscard]] QList<std::pair<QByteArray, core::Secret>> cookiesOf(const core::Secret &token) const;
    /// The secret that @p cookies make, in the order of their names here.
    [[nodiscard]] core::Secret joined(const QList<std::pair<QByteArray, core::Secret>> &cookies) const;
    [[nodiscard]] QByteArrayList cookieNames() const;
    bool operator==(const AccessUse &) const = default;
};

/// A second value that requests with a session cookie must carry (OWASP: synchronizer token, or double submit where it has a cookie of its own).
/// It is sent with every POST, PUT, PATCH and DELETE to the backend.
struct CsrfProtection {
    std::optional<Endpoint> fetch; ///< Absent: it comes along with the tokens, and what has no session yet goes without.
    ValuePlace token; ///< In the answer of `fetch`, or in that of sign-in and whatever else brings tokens.
    QByteArray header = "X-CSRF-Token"; ///< What it is sent in.
    QByteArrayList cookies; ///< That `fetch` sets and that are sent along, beside the session cookie.
    bool operator==(const CsrfProtection &) const = default;
};

/// What tells the backend which program asks; public, like a client id.
struct ApiKey {
    QByteArray header; ///< Exactly one of the two names is set.
    QString query;
    QString value;
    bool operator==(const ApiKey &) const = default;
};

/// Where the person is told in an answer. An empty `subject` pointer: the answer does not tell.
struct IdentityMapping {
    QString subject;
    QString name;
    QString email;
    QString picture = {}; ///< Of the address of one.
    bool operator==(const IdentityMapping &) const = default;
};

/// An answer with a good status that is a refusal all the same: the value at `pointer` equals `equals`, or is another than `notEquals`; without
/// either, it is there and neither null, false nor empty.
struct FailureSign {
    QString pointer; ///< Empty: the whole body.
    QJsonValue equals{QJsonValue::Undefined};
    QJsonValue notEquals{QJsonValue::Undefined};
    bool operator==(const FailureSign &) const = default;
};

enum class CharacterKind { Lower, Upper, Digit, Symbol };

/// What a new password, and the name beside it, must be like, so that it can be said while the person types. 0 and nothing: the backend does not say.
/// Lengths are in characters, which are Unicode code points.
struct PasswordRules {
    int minimumLength = 8;
    int maximumLength = 0;
    int maximumBytes = 0; ///< As UTF-8: bcrypt reads no more than 72.
    QList<CharacterKind> wants; ///< At least one of each.
    int nameMinimumLength = 0;
    int nameMaximumLength = 0;
    bool operator==(const PasswordRules &) const = default;
};

enum class SecondFactorMethod {
    Totp, ///< A code of the authenticator app (RFC 6238).
    RecoveryCode, ///< One of those that were written down.
};

/// A second step of sign-in: the answer to the password is a challenge, and a code of the person's is sent back with it.
struct SecondFactor {
    int status = 0; ///< Of the answer that wants it; 0: whichever.
    FailureSign wantedWhen; ///< In the answer's body; an empty pointer: the status alone tells.
    ValuePlace challenge; ///< What the code is sent back with; a cookie goes back as that cookie.
    QList<SecondFactorMethod> methods{SecondFactorMethod::Totp};
    int digits = 6; ///< Of a TOTP code.
    Endpoint endpoint; ///< {challenge} {code}.
    std::optional<Endpoint> recovery; ///< Where a recovery code goes; absent: to `endpoint`.
    std::optional<TokenMapping> tokens; ///< Absent: that of sign-in.
    bool operator==(const SecondFactor &) const = default;
};

/// How the backend makes sure that an e-mail is the person's. A registration that brings no tokens is then one that waits for it.
struct EmailVerification {
    std::optional<Endpoint> resend; ///< {user}.
    std::optional<Endpoint> confirm; ///< {code}, and {user} where wanted.
    QUrl page; ///< A web page that does what is absent above; may be empty.
    bool operator==(const EmailVerification &) const = default;
};

struct PasswordChange {
    std::optional<Endpoint> endpoint; ///< {password} {newPassword}, with the access token.
    std::optional<TokenMapping> tokens; ///< What the answer brings in place of the tokens so far; absent: nothing.
    bool endsSession = false; ///< This session too: the person signs in anew.
    QUrl page;
    bool operator==(const PasswordChange &) const = default;
};

/// For who has forgotten it: a code comes by e-mail.
struct PasswordReset {
    std::optional<Endpoint> request; ///< {user}.
    std::optional<Endpoint> confirm; ///< {code} {newPassword}, and {user} where wanted.
    QUrl page;
    bool operator==(const PasswordReset &) const = default;
};

struct PasswordSignIn {
    Endpoint signIn;
    std::optional<Endpoint> registration;
    TokenMapping tokens;
    IdentityMapping identity;
    PasswordRules rules;
    std::optional<SecondFactor> secondFactor;
    std::optional<EmailVerification> emailVerification;
    std::optional<PasswordChange> change;
    std::optional<PasswordReset> reset;
    bool operator==(const PasswordSignIn &) const = default;
};

struct RefreshGrant {
    /// The token is sent by the {refreshToken} placeholder or as bearer where the endpoint says so; else one that came as a cookie, as that cookie.
    Endpoint endpoint;
    TokenMapping tokens;
    QList<int> refusedStatuses; ///< Statuses that say by themselves that the refresh token is refused for good.
    bool operator==(const RefreshGrant &) const = default;
};

struct SessionFields {
    /// Pointers within one item. An empty `id`: the item is the id itself, or the name that it goes by in an object. `agent` is a User-Agent, from
    /// which app and system are told where the backend does not name them.
    QString id, current, device, agent, app, appVersion, system, ip, place, createdAt, lastUsedAt, expiresAt, endedAt, cause;
    bool operator==(const SessionFields &) const = default;
};

/// How a long list goes on.
struct Paging {
    enum class Kind {
        Cursor, ///< `pointer` tells the next page's cursor, sent as `parameter` or {cursor}; null, empty or absent at the end.
        Page, ///< `parameter` counts from `first`; a page without items is the end.
        Link, ///< The answer's Link header with rel="next" (RFC 8288), or the address at `pointer`; within the backend's own origin.
        Offset, ///< `parameter` tells how many items came so far; a page without items is the end.
    };
    Kind kind = Kind::Link;
    QString pointer;
    QString parameter;
    int first = 1;
    bool operator==(const Paging &) const = default;
};

struct SessionsInterface {
    Endpoint list;
    QString items; ///< Pointer to the array; or to an object whose members are the sessions, where `fields.id` is empty.
    SessionFields fields;
    QString currentId; ///< Pointer, from the answer's root, to the id of the session that asked.
    std::optional<Paging> paging;
    std::optional<Endpoint> revoke; ///< {sessionId}.
    std::optional<Endpoint> revokeOthers; ///< Absent: one by one.
    bool operator==(const SessionsInterface &) const = default;
};

/// Where a refusal tells why. Defaults fit `{"error":{"code","message","fields":[{"field","message"}]}}`. A pointer that hits nothing falls back to
/// the common shapes: a bare text, `/message`, `/error` as a text, and lists and objects of fields as express-validator, Zod, FastAPI, JSON:API and
/// Django write them.
struct ErrorMapping {
    QString code = QStringLiteral("/error/code");
    QString reason = QStringLiteral("/error/reason");
    QString message = QStringLiteral("/error/message");
    QString fields = QStringLiteral("/error/fields"); ///< Empty: the whole body.
    QList<FailureSign> failedWhen;
    bool emptyBodyFails = false; ///< A 2xx whose body is empty or null is a refusal.
    QMap<QString, QString> codes; ///< The backend's code, or message where it has no codes → the code that Keyturn knows.
    QString fieldName; ///< Within one of `fields`, pointers; empty: where it is commonly found.
    QString fieldMessage;
    bool operator==(const ErrorMapping &) const = default;
};

enum class ProviderKind {
    OpenIdConnect, ///< Endpoints from `issuer`'s discovery document, the person from the ID token.
    OAuth2, ///< Endpoints written in the profile or, with `discovery`, from the issuer's metadata (RFC 8414); the person from `userinfo`.
    Backend, ///< The profile's backend signs people in there itself and hands over its own tokens: `handoff`.
};

/// All but `token` and `userinfo` may be empty; `authorization` only where `deviceAuthorization` is not.
struct OAuthEndpoints {
    QUrl authorization;
    QUrl token;
    QUrl revocation; ///< RFC 7009; its path may hold {clientId}, percent-encoded: GitHub's names the app.
    QUrl userinfo;
    QUrl deviceAuthorization = {}; ///< RFC 8628.
    QUrl pushedAuthorization = {}; ///< RFC 9126.
    QUrl endSession = {}; ///< OpenID Connect RP-Initiated Logout 1.0.
    bool operator==(const OAuthEndpoints &) const = default;
};

/// Whether tokens are bound to a key of this computer's (RFC 9449, DPoP), so that a stolen one alone is worth nothing.
enum class KeyBinding {
    Auto, ///< Where the provider's metadata offers it; it may still give a token that is not.
    Always, ///< A token that is not bound is refused.
    Never,
};

/// How the backend gives to this program what a sign-in in the browser came to (resources/profiles/HANDOFF.md). Exactly one of `exchange` and
/// `tokenParameter` is set.
struct Handoff {
    QString start; ///< Path below the base URL that is opened in the browser; may carry a query and hold {device}.
    std::optional<Endpoint> exchange; ///< Where the one-time code is posted: {code} {codeVerifier} {redirectUri}.
    TokenMapping tokens; ///< In the answer of `exchange`; those of `password` where the profile says none.
    IdentityMapping identity; ///< Likewise; where it tells of nobody, the profile's `identity` is asked.
    /// The query parameter of the redirect that holds the access token itself. Unsafe: the address stands in the browser's history and may be read by
    /// others on its way, anybody can send the browser to it with a token of theirs, and no refresh token comes along.
    QString tokenParameter;

    [[nodiscard]] bool isSafe() const { return exchange.has_value(); }
    bool operator==(const Handoff &) const = default;
};

/// Where git takes the access token, as the password of HTTP Basic or as bearer (gitcredentials(7)).
struct GitUse {
    /// A path counts as a prefix of whole segments. Empty: the addresses that the token goes to anyway.
    QList<QUrl> addresses;
    QString username; ///< What is sent beside the token; empty: the person's own.
    bool operator==(const GitUse &) const = default;
};

/// An identity provider that Keyturn signs in to through the browser, as a public native client (RFC 8252).
struct IdentityProvider {
    ProviderId id;
    QString name;
    ProviderKind kind = ProviderKind::OpenIdConnect;
    /// OpenID Connect, and OAuth2 with `discovery`: compared exactly. OAuth2: a name for the identity, e.g. `https://github.com`. Backend: the `iss`
    /// of its redirect; empty: its base URL.
    QString issuer;
    std::optional<Handoff> handoff = {}; ///< Backend, and then nothing below but the two places of the callback counts.
    bool discovery = false; ///< OAuth2: the issuer is asked at each sign-in, and what `endpoints` tells wins over its answer.
    OAuthEndpoints endpoints; ///< OAuth2 only.
    QString clientId;
    /// Empty: none. A native app's is no secret (RFC 8252 §8.5): whoever has the program has it. It is hidden all the same, for what looks like a
    /// secret in a trace frightens people. Sent as `client_secret` in the body of a token request (RFC 6749 §2.3.1).
    core::Secret clientSecret;
    QString callbackPath = QStringLiteral("/callback"); ///< The loopback path starts so; a random part follows. Unused with `redirectUri`.
    /// The whole address as it is registered, for providers that compare all of it (RFC 6749 §3.1.2.3): http to 127.0.0.1, [::1] or localhost.
    /// Without a port any one is taken (RFC 8252 §7.3). Empty: `callbackPath`.
    QUrl redirectUri;
    QStringList scopes;
    QMap<QString, QString> authorizationParameters; ///< Extra, e.g. access_type=offline.
    QStringList resources; ///< RFC 8707: whom the tokens are for, as absolute URIs.
    /// Who else an ID token may be meant for, beside the client and `resources` (OpenID Connect Core §3.1.3.7, point 3): a project's other clients,
    /// say.
    QStringList trustedAudiences = {};
    QString prompt; ///< Words of OpenID Connect Core §3.1.2.1, separated by spaces; empty: the provider decides.
    QStringList acrValues; ///< How the person is to prove who they are, best first.
    std::optional<int> maxAge; ///< Seconds since the person proved it at most.
    KeyBinding dpop = KeyBinding::Auto;
    /// Whether its device authorization endpoint takes this client: Google's metadata has one, which refuses desktop clients.
    bool deviceCode = true;
    IdentityMapping identity; ///< Into the userinfo answer.
    QUrl emailsEndpoint; ///< GitHub's /user/emails; may be empty.
    QUrl sessionsPage; ///< Where the provider itself shows sessions; may be empty.
    GitUse git = {}; ///< Of the tokens that the provider gives.

    /// The endpoints come from the issuer's metadata, and `iss` of its answers can be compared.
    [[nodiscard]] bool isDiscovered() const { return kind == ProviderKind::OpenIdConnect || (kind == ProviderKind::OAuth2 && discovery); }
    /// NAME where `clientId` is still the placeholder `{client:NAME}`, which whoever runs this program has to say; else empty.
    [[nodiscard]] QString missingClient() const;
    /// GitHub's case: in the browser it wants a secret that this client has not, and a code on another device needs none
    /// (https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps).
    [[nodiscard]] bool takesCodeAlone() const;
    /// The access token comes in an address of the browser's.
    [[nodiscard]] bool isUnsafe() const { return handoff && !handoff->isSafe(); }
    bool operator==(const IdentityProvider &) const = default;
};

struct BackendProfile {
    ProfileId id;
    QString name;
    QString description;
    QUrl baseUrl; ///< Empty where the profile has only providers.
    QMap<QString, QUrl> baseUrls; ///< Further ones, by name. The access token goes to all of them.
    QMap<QString, QString> headers; ///< Sent with every request to the backend, an Origin for instance.
    std::optional<ApiKey> apiKey;
    QByteArray caCertificates; ///< PEM; trusted for this profile's own addresses, beside the system's.
    AccessUse access;
    std::optional<CsrfProtection> csrf;
    bool embedded = false; ///< Served by keyturn-backend as a child of ours; baseUrl is filled in when its address is known.
    std::optional<PasswordSignIn> password;
    std::optional<RefreshGrant> refresh;
    std::optional<Endpoint> signOut;
    std::optional<Endpoint> identity; ///< "Who am I", with the access token.
    IdentityMapping identityMapping;
    std::optional<SessionsInterface> sessions;
    ErrorMapping errors;
    GitUse git; ///< Of the tokens that the backend itself gives.
    QList<IdentityProvider> providers;

    /// Null where there is no such provider. Points into this profile.
    [[nodiscard]] const IdentityProvider *provider(const ProviderId &providerId) const;
    /// `baseUrl` for an empty name; empty where there is no such base.
    [[nodiscard]] QUrl base(const QString &baseName) const { return baseName.isEmpty() ? baseUrl : baseUrls.value(baseName); }
    /// Who vouches for the accounts that the backend itself signs in: `baseUrl` without a slash at its end.
    [[nodiscard]] QString issuer() const { return baseUrl.toString(QUrl::StripTrailingSlash); }
    bool operator==(const BackendProfile &) const = default;
};

} // namespace keyturn::model
