// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/providers/googleprovider.h"

#include "backend/answers.h"
#include "backend/opaquetoken.h"
#include "backend/providers/clientauthentication.h"
#include "backend/providers/codeexchange.h"
#include "backend/providers/deviceauthorization.h"
#include "backend/providers/introspection.h"
#include "backend/providers/pushedrequestendpoint.h"

#include <QCryptographicHash>
#include <QJsonArray>

namespace keyturn::backend {

namespace {

constexpr auto name = "google";
constexpr std::chrono::seconds idTokenLife(3600);

ProviderDescription describe(const QString &baseUrl, const QList<ProviderClient> &clients)
{
    return {QString::fromLatin1(name),
            QStringLiteral("Google"),
            QStringLiteral("/google"),
            QStringLiteral("/google/authorize"),
            baseUrl + QLatin1String("/google"),
            {{QStringLiteral("openid"), QStringLiteral("Know who you are")},
             {QStringLiteral("email"), QStringLiteral("See your e-mail address")},
             {QStringLiteral("profile"), QStringLiteral("See your name")},
             {QStringLiteral("offline_access"), QStringLiteral("Stay signed in")}},
            false,
            clients,
            true,
            true,
            QStringLiteral("/google/device")};
}

/// 21 digits, as Google's subjects have.
QString newSubject(core::Random &random)
{
    QString digits = QStringLiteral("1");
    for (const char byte : random.bytes(20))
        digits += QChar(u'0' + (static_cast<unsigned char>(byte) % 10));
    return digits;
}

std::optional<FormData> formOf(const Request &request)
{
    return request.mediaType() == "application/x-www-form-urlencoded" ? FormData::parse(request.body) : std::nullopt;
}

bool hasScope(const ProviderGrant &grant, const char *scope)
{
    return grant.scope.split(u' ').contains(QLatin1String(scope));
}

/// The claims about the person that the scopes open (OpenID Connect Core §5.4).
QJsonObject personClaims(const ProviderGrant &grant)
{
    QJsonObject claims{{QStringLiteral("sub"), grant.person.subject}};
    if (hasScope(grant, "email")) {
        claims.insert(QStringLiteral("email"), grant.person.email);
        claims.insert(QStringLiteral("email_verified"), isVerified(grant.person.email));
    }
    if (hasScope(grant, "profile"))
        claims.insert(QStringLiteral("name"), displayName(grant.person.email));
    return claims;
}

} // namespace

/// Codes and tokens are prefixed as Google's are, two of them with slashes: clients that encode badly are found out.
GoogleProvider::GoogleProvider(const ProviderContext &context, SigningKey key)
    : m_context(context),
      m_key(std::move(key)),
      m_authorize(
          context, describe(context.baseUrl, context.clients), [&random = context.random] { return newOpaqueToken(random, "4/0A"); },
          [&random = context.random] { return newSubject(random); }),
      m_device(m_context, m_authorize.description(), m_authorize.logins())
{ }

QString GoogleProvider::issuer() const
{
    return m_context.baseUrl + QLatin1String("/google");
}

void GoogleProvider::addTo(Router &router)
{
    m_authorize.addTo(router);
    m_device.addTo(router);
    router.add("POST", "/google/device/code", [this](const Call &call, const Replier &reply) { reply(deviceCode(call.request)); });
    router.add("POST", "/google/par",
               [this](const Call &call, const Replier &reply) { reply(pushRequest(m_context, m_authorize.description(), call.request)); });
    router.add("POST", "/google/introspect",
               [this](const Call &call, const Replier &reply) { reply(introspect(m_context, m_authorize.description(), call.request)); });
    router.add("GET", "/google/.well-known/openid-configuration", [this](const Call &, const Replier &reply) { reply(discovery()); });
    router.add("GET", "/google/jwks", [this](const Call &, const Replier &reply) {
        reply(jsonAnswer(200, QJsonObject{{QStringLiteral("keys"), QJsonArray{m_key.publicJwk()}}}));
    });
    router.add("POST", "/google/token", [this](const Call &call, const Replier &reply) { reply(token(call.request)); });
    router.add("GET", "/google/userinfo", [this](const Call &call, const Replier &reply) { reply(userinfo(call.request)); });
    router.add("POST", "/google/userinfo", [this](const Call &call, const Replier &reply) { reply(userinfo(call.request)); });
    router.add("POST", "/google/revoke", [this](const Call &call, const Replier &reply) { reply(revoke(call.request)); });
}

Response GoogleProvider::discovery() const
{
    const auto list = [](std::initializer_list<const char *> words) {
        QJsonArray array;
        for (const char *word : words)
            array.append(QLatin1String(word));
        return array;
    };
    return jsonAnswer(200,
                      QJsonObject{
                          {QStringLiteral("issuer"), issuer()},
                          {QStringLiteral("authorization_endpoint"), issuer() + QLatin1String("/authorize")},
                          {QStringLiteral("token_endpoint"), issuer() + QLatin1String("/token")},
                          {QStringLiteral("userinfo_endpoint"), issuer() + QLatin1String("/userinfo")},
                          {QStringLiteral("jwks_uri"), issuer() + QLatin1String("/jwks")},
                          {QStringLiteral("revocation_endpoint"), issuer() + QLatin1String("/revoke")},
                          {QStringLiteral("introspection_endpoint"), issuer() + QLatin1String("/introspect")},
                          {QStringLiteral("device_authorization_endpoint"), issuer() + QLatin1String("/device/code")},
                          {QStringLiteral("pushed_authorization_request_endpoint"), issuer() + QLatin1String("/par")},
                          {QStringLiteral("require_pushed_authorization_requests"), false},
                          {QStringLiteral("response_types_supported"), list({"code"})},
                          {QStringLiteral("response_modes_supported"), list({"query"})},
                          {QStringLiteral("grant_types_supported"), list({"authorization_code", "refresh_token", deviceCodeGrant})},
                          {QStringLiteral("subject_types_supported"), list({"public"})},
                          {QStringLiteral("id_token_signing_alg_values_supported"), list({"RS256"})},
                          {QStringLiteral("scopes_supported"), list({"openid", "email", "profile", "offline_access"})},
                          {QStringLiteral("claims_supported"),
                           list({"iss", "sub", "aud", "azp", "exp", "iat", "nonce", "at_hash", "auth_time", "email", "email_verified", "name"})},
                          {QStringLiteral("token_endpoint_auth_methods_supported"), list({"none", "client_secret_post", "client_secret_basic"})},
                          {QStringLiteral("introspection_endpoint_auth_methods_supported"), list({"client_secret_post", "client_secret_basic"})},
                          {QStringLiteral("revocation_endpoint_auth_methods_supported"), list({"none"})},
                          {QStringLiteral("code_challenge_methods_supported"), list({"S256"})},
                          {QStringLiteral("prompt_values_supported"), list({"none", "login", "consent", "select_account"})},
                          {QStringLiteral("authorization_response_iss_parameter_supported"), true},
                          {QStringLiteral("request_parameter_supported"), false},
                          {QStringLiteral("request_uri_parameter_supported"), false},
                      });
}

Response GoogleProvider::token(const Request &request)
{
    const ClientRequest sent = clientRequest(m_context.clients, request);
    if (sent.refusal)
        return *sent.refusal;
    const QString type = sent.form.value(QStringLiteral("grant_type"));
    if (type == QLatin1String("authorization_code"))
        return tokenForCode(sent.form);
    if (type == QLatin1String("refresh_token"))
        return tokenForRefreshToken(sent.form);
    if (type == QLatin1String(deviceCodeGrant))
        return tokenForDeviceCode(sent.form);
    if (type.isEmpty())
        return oauthRefusal("invalid_request", QStringLiteral("grant_type is missing."));
    return oauthRefusal("unsupported_grant_type", QStringLiteral("Codes, device codes and refresh tokens are taken, nothing else."));
}

Response GoogleProvider::tokenForCode(const FormData &form)
{
    for (const char *needed : {"code", "redirect_uri", "code_verifier"}) {
        if (form.value(QLatin1String(needed)).isEmpty())
            return oauthRefusal("invalid_request", QStringLiteral("%1 is missing.").arg(QLatin1String(needed)));
    }
    const auto exchange = exchangeCode(m_context.store, QLatin1String(name), form, instantOf(m_context.clock));
    if (!exchange.ok())
        return failureAnswer(exchange.error());
    switch (exchange->problem) {
    case CodeExchange::Problem::None:
        break;
    case CodeExchange::Problem::BadCode:
        return oauthRefusal("invalid_grant", QStringLiteral("The code is unknown, expired or used."));
    case CodeExchange::Problem::RedirectMismatch:
        return oauthRefusal("invalid_grant", QStringLiteral("redirect_uri is not the one that the code was made for."));
    case CodeExchange::Problem::BadVerifier:
        return oauthRefusal("invalid_grant", QStringLiteral("code_verifier does not fit the code_challenge."));
    }
    return issue({exchange->redeemed->grant, exchange->redeemed->code.nonce, exchange->redeemed->code.offline, "authorization_code"});
}

Response GoogleProvider::tokenForRefreshToken(const FormData &form)
{
    const QString token = form.value(QStringLiteral("refresh_token"));
    if (token.isEmpty())
        return oauthRefusal("invalid_request", QStringLiteral("refresh_token is missing."));
    const auto grant =
        m_context.store.grantOf(QLatin1String(name), ProviderToken::Kind::Refresh, hashOf(core::Secret::fromText(token)), instantOf(m_context.clock));
    if (!grant.ok())
        return failureAnswer(grant.error());
    if (!*grant || (*grant)->clientId != form.value(QStringLiteral("client_id")))
        return oauthRefusal("invalid_grant", QStringLiteral("The refresh token is unknown, expired or revoked."));
    return issue({**grant, {}, false, "refresh_token"});
}

/// https://developers.google.com/identity/protocols/oauth2/limited-input-device: `verification_url` beside the RFC's name, and statuses of its own.
Response GoogleProvider::deviceCode(const Request &request)
{
    const ClientRequest sent = clientRequest(m_context.clients, request);
    if (sent.refusal)
        return *sent.refusal;
    const auto scope = deviceScope(m_authorize.description(), sent.form.value(QStringLiteral("scope")));
    if (!scope)
        return oauthRefusal("invalid_scope", QStringLiteral("scope is missing, or one is not known here."));
    const auto device = authorizeDevice(m_context, m_authorize.description(), sent.clientId(), *scope, "AH-1");
    if (!device.ok())
        return failureAnswer(device.error());
    return jsonAnswer(200,
                      QJsonObject{{QStringLiteral("device_code"), QString::fromLatin1(device->deviceCode.reveal())},
                                  {QStringLiteral("user_code"), device->userCode},
                                  {QStringLiteral("verification_url"), device->verificationUri},
                                  {QStringLiteral("verification_uri"), device->verificationUri},
                                  {QStringLiteral("verification_uri_complete"), device->verificationUriComplete},
                                  {QStringLiteral("expires_in"), qint64(device->life.count())},
                                  {QStringLiteral("interval"), qint64(device->interval.count())}});
}

Response GoogleProvider::tokenForDeviceCode(const FormData &form)
{
    const core::Secret code = core::Secret::fromText(form.value(QStringLiteral("device_code")));
    if (code.isEmpty())
        return oauthRefusal("invalid_request", QStringLiteral("device_code is missing."));
    const auto poll =
        m_context.requests.pollDevice(QLatin1String(name), hashOf(code), form.value(QStringLiteral("client_id")), instantOf(m_context.clock));
    if (!poll.ok())
        return failureAnswer(poll.error());
    switch (poll->kind) {
    case DevicePoll::Kind::Unknown:
        return oauthRefusal("invalid_grant", QStringLiteral("The device code is unknown or used."));
    case DevicePoll::Kind::Pending:
        return oauthRefusal("authorization_pending", QStringLiteral("The person has not decided yet."), 428);
    case DevicePoll::Kind::TooFast:
        return oauthRefusal("slow_down", QStringLiteral("Please ask less often: every %1 seconds.").arg(poll->interval.count()), 403);
    case DevicePoll::Kind::Denied:
        return oauthRefusal("access_denied", QStringLiteral("The person did not allow it."), 403);
    case DevicePoll::Kind::Expired:
        return oauthRefusal("expired_token", QStringLiteral("The device code has expired."));
    case DevicePoll::Kind::Allowed:
        break;
    }
    return issue({*poll->grant, {}, true, "device_code"}); // a device always gets a refresh token
}

Response GoogleProvider::issue(const Issue &what)
{
    const Instant now = instantOf(m_context.clock);
    const core::Secret access = newOpaqueToken(m_context.random, "ya29.");
    QList<ProviderToken> tokens{{ProviderToken::Kind::Access, hashOf(access), now + m_context.accessTtl}};
    QJsonObject answer{{QStringLiteral("access_token"), QString::fromLatin1(access.reveal())},
                       {QStringLiteral("token_type"), QStringLiteral("Bearer")},
                       {QStringLiteral("expires_in"), qint64(m_context.accessTtl.count())},
                       {QStringLiteral("scope"), what.grant.scope}};
    if (what.refreshToken) {
        const core::Secret refresh = newOpaqueToken(m_context.random, "1//0");
        tokens.append({ProviderToken::Kind::Refresh, hashOf(refresh), now + providerRefreshLife});
        answer.insert(QStringLiteral("refresh_token"), QString::fromLatin1(refresh.reveal()));
    }
    if (hasScope(what.grant, "openid")) {
        const auto signedToken = idToken(what, access);
        if (!signedToken.ok())
            return failureAnswer(signedToken.error());
        answer.insert(QStringLiteral("id_token"), QString::fromLatin1(*signedToken));
    }
    if (const auto added = m_context.store.addTokens(what.grant.id, tokens); !added.ok())
        return failureAnswer(added.error());
    m_context.metrics.countProviderGrant(name, what.grantType);
    return jsonAnswer(200, answer);
}

core::Result<QByteArray> GoogleProvider::idToken(const Issue &what, const core::Secret &accessToken) const
{
    const qint64 now = numericDate(instantOf(m_context.clock));
    const QByteArray half = hashOf(accessToken).first(16); // OpenID Connect Core §3.1.3.6
    QJsonObject claims = personClaims(what.grant);
    claims.insert(QStringLiteral("iss"), issuer());
    claims.insert(QStringLiteral("aud"), what.grant.clientId);
    claims.insert(QStringLiteral("azp"), what.grant.clientId);
    claims.insert(QStringLiteral("iat"), now);
    claims.insert(QStringLiteral("exp"), now + idTokenLife.count());
    claims.insert(QStringLiteral("auth_time"), numericDate(what.grant.signedInAt));
    claims.insert(QStringLiteral("at_hash"), QString::fromLatin1(half.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)));
    if (!what.nonce.isEmpty())
        claims.insert(QStringLiteral("nonce"), what.nonce);
    return m_key.sign("JWT", claims);
}

Response GoogleProvider::userinfo(const Request &request)
{
    const auto token = request.authorization("Bearer");
    const auto grant = m_context.store.grantOf(QLatin1String(name), ProviderToken::Kind::Access, hashOf(core::Secret(token.value_or(QByteArray()))),
                                               instantOf(m_context.clock));
    if (!grant.ok())
        return failureAnswer(grant.error());
    if (*grant)
        return jsonAnswer(200, personClaims(**grant));
    Response refusal = jsonAnswer(401,
                                  QJsonObject{{QStringLiteral("error"), QStringLiteral("invalid_token")},
                                              {QStringLiteral("error_description"), QStringLiteral("The access token is missing or not valid.")}});
    refusal.headers.append(HttpHeader{"WWW-Authenticate", token ? "Bearer error=\"invalid_token\"" : "Bearer"});
    return refusal;
}

Response GoogleProvider::revoke(const Request &request)
{
    const auto form = formOf(request);
    if (!form || form->value(QStringLiteral("token")).isEmpty())
        return oauthRefusal("invalid_request", QStringLiteral("The body must be a form with a token."));
    // Either token ends all that the person allowed the client, on every device; the next consent is a first one again.
    const auto revoked = m_context.store.revokeConsent(QLatin1String(name), hashOf(core::Secret::fromText(form->value(QStringLiteral("token")))),
                                                       instantOf(m_context.clock));
    if (!revoked.ok())
        return failureAnswer(revoked.error());
    // RFC 7009 §2.2 would have 200 here too; Google says what it is.
    return *revoked ? jsonAnswer(200, QJsonObject()) : oauthRefusal("invalid_token", QStringLiteral("Token expired or revoked"));
}

} // namespace keyturn::backend
