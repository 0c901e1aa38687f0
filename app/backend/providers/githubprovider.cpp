// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/providers/githubprovider.h"

#include "backend/answers.h"
#include "backend/opaquetoken.h"
#include "backend/providers/clientauthentication.h"
#include "backend/providers/codeexchange.h"
#include "backend/providers/deviceauthorization.h"

#include <QJsonArray>
#include <QtEndian>

namespace keyturn::backend {

namespace {

constexpr auto name = "github";
constexpr std::chrono::hours oauthAppTokenLife(100 * 365 * 24); // until it is revoked, that is

ProviderDescription describe(const QList<ProviderClient> &clients)
{
    return {QString::fromLatin1(name),
            QStringLiteral("GitHub"),
            QStringLiteral("/github"),
            QStringLiteral("/github/login/oauth/authorize"),
            {},
            {{QStringLiteral("read:user"), QStringLiteral("Read your profile")},
             {QStringLiteral("user:email"), QStringLiteral("See your e-mail addresses")}},
            true,
            clients,
            false,
            false,
            QStringLiteral("/github/login/device")};
}

/// A number, as GitHub's user ids are.
QString newSubject(core::Random &random)
{
    return QString::number(10'000'000 + qFromLittleEndian<quint32>(random.bytes(4).constData()) % 190'000'000);
}

bool isCount(const QString &field)
{
    return field.endsWith(QLatin1String("expires_in")) || field == QLatin1String("interval");
}

Response answer(const FormData &fields, const QStringList &names, bool json)
{
    if (!json)
        return {200, {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}}, fields.toEncoded()};
    QJsonObject object;
    for (const QString &field : names) {
        if (!fields.has(field))
            continue;
        bool number = false;
        const qint64 value = fields.value(field).toLongLong(&number);
        object.insert(field, number && isCount(field) ? QJsonValue(value) : QJsonValue(fields.value(field)));
    }
    return jsonAnswer(200, object);
}

/// Errors come with status 200: a client that looks at the status alone takes them for tokens.
Response oauthError(const char *error, const QString &description, bool json, std::optional<std::chrono::seconds> interval = {})
{
    FormData fields;
    QString anchor = QString::fromLatin1(error);
    anchor.replace(u'_', u'-');
    fields.set(QStringLiteral("error"), QString::fromLatin1(error));
    fields.set(QStringLiteral("error_description"), description);
    fields.set(QStringLiteral("error_uri"),
               QLatin1String("https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/#") + anchor);
    if (interval) // what `slow_down` has made of it
        fields.set(QStringLiteral("interval"), QString::number(interval->count()));
    return answer(fields, {QStringLiteral("error"), QStringLiteral("error_description"), QStringLiteral("error_uri"), QStringLiteral("interval")},
                  json);
}

Response message(int status, const QString &text)
{
    return jsonAnswer(status, QJsonObject{{QStringLiteral("message"), text}});
}

bool wantsJson(const Request &request)
{
    return request.header("accept").toLower().contains("application/json");
}

std::optional<FormData> formOf(const Request &request)
{
    return request.mediaType() == "application/x-www-form-urlencoded" ? FormData::parse(request.body) : std::nullopt;
}

/// A user name out of an e-mail address: letters, digits and single hyphens.
QString loginName(const QString &email)
{
    QString login;
    for (const QChar c : email.section(u'@', 0, 0)) {
        const bool plain = c.unicode() < 128 && c.isLetterOrNumber();
        if (plain || (!login.isEmpty() && !login.endsWith(u'-')))
            login += plain ? c : QChar(u'-');
    }
    return login.isEmpty() ? QStringLiteral("person") : login;
}

} // namespace

GithubProvider::GithubProvider(const ProviderContext &context)
    : m_context(context),
      m_authorize(
          context, describe(context.clients), [&random = context.random] { return newOpaqueToken(random); },
          [&random = context.random] { return newSubject(random); }),
      m_device(m_context, m_authorize.description(), m_authorize.logins())
{ }

QString GithubProvider::url() const
{
    return m_context.baseUrl + QLatin1String("/github");
}

void GithubProvider::addTo(Router &router)
{
    m_authorize.addTo(router);
    m_device.addTo(router);
    router.add("POST", "/github/login/device/code", [this](const Call &call, const Replier &reply) { reply(deviceCode(call.request)); });
    router.add("POST", "/github/login/oauth/access_token", [this](const Call &call, const Replier &reply) { reply(accessToken(call.request)); });
    for (const char *api : {"/github", "/github/api/v3"}) {
        router.add("GET", QByteArray(api) + "/user", [this](const Call &call, const Replier &reply) { reply(user(call.request)); });
        router.add("GET", QByteArray(api) + "/user/emails", [this](const Call &call, const Replier &reply) { reply(emails(call.request)); });
    }
    router.add("DELETE", QByteArray("/github/applications/") + desktopClientId + "/token",
               [this](const Call &call, const Replier &reply) { reply(revoke(call.request)); });
}

Response GithubProvider::accessToken(const Request &request)
{
    const bool json = wantsJson(request);
    auto form = formOf(request);
    if (!form)
        return oauthError("bad_verification_code", QStringLiteral("The body must be a form in which no parameter stands twice."), json);
    // The real one wants a client secret as well; a program on people's machines can keep none (RFC 8252 §8.5), so PKCE stands for it here.
    const ProviderClient *client = authenticate(m_context.clients, request, *form).client;
    if (!client)
        return oauthError("incorrect_client_credentials", QStringLiteral("The client_id or client_secret is incorrect."), json);
    form->set(QStringLiteral("client_id"), client->id);
    const QString type = form->value(QStringLiteral("grant_type"));
    if (type == QLatin1String("refresh_token"))
        return tokenForRefreshToken(*form, json);
    if (type.isEmpty() || type == QLatin1String("authorization_code"))
        return tokenForCode(*form, json);
    if (type == QLatin1String(deviceCodeGrant))
        return tokenForDeviceCode(*form, json);
    return oauthError("unsupported_grant_type", QStringLiteral("Codes, device codes and refresh tokens are taken, nothing else."), json);
}

Response GithubProvider::tokenForCode(const FormData &form, bool json)
{
    const auto exchange = exchangeCode(m_context.store, QLatin1String(name), form, instantOf(m_context.clock));
    if (!exchange.ok())
        return failureAnswer(exchange.error());
    if (exchange->problem == CodeExchange::Problem::RedirectMismatch)
        return oauthError("redirect_uri_mismatch", QStringLiteral("The redirect_uri is not the one that the code was made for."), json);
    if (!exchange->redeemed)
        return oauthError("bad_verification_code", QStringLiteral("The code passed is incorrect or expired."), json);
    const ProviderGrant &grant = exchange->redeemed->grant;
    Pair pair = grant.scope.isEmpty() ? newPair() : newToken();
    if (const auto added = m_context.store.addTokens(grant.id, pair.kept); !added.ok())
        return failureAnswer(added.error());
    return granted(std::move(pair), grant, "authorization_code", json);
}

Response GithubProvider::tokenForRefreshToken(const FormData &form, bool json)
{
    Pair pair = newPair();
    const QByteArray hash = hashOf(core::Secret::fromText(form.value(QStringLiteral("refresh_token"))));
    const Instant now = instantOf(m_context.clock);
    // RFC 6749 §6: the token serves the client that it was given to; another one's attempt does not spend it.
    const auto owner = m_context.store.grantOf(QLatin1String(name), ProviderToken::Kind::Refresh, hash, now);
    if (!owner.ok())
        return failureAnswer(owner.error());
    const bool isTheirs = *owner && (*owner)->clientId == form.value(QStringLiteral("client_id"));
    const auto grant =
        isTheirs ? m_context.store.rotate(QLatin1String(name), hash, pair.kept, now) : core::Result<std::optional<ProviderGrant>>(std::nullopt);
    if (!grant.ok())
        return failureAnswer(grant.error());
    if (!*grant)
        return oauthError("bad_refresh_token", QStringLiteral("The refresh token passed is incorrect or expired."), json);
    return granted(std::move(pair), **grant, "refresh_token", json);
}

/// https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps#device-flow
Response GithubProvider::deviceCode(const Request &request)
{
    const bool json = wantsJson(request);
    const auto form = formOf(request);
    const ProviderClient *client = form ? findClient(m_context.clients, form->value(QStringLiteral("client_id"))) : nullptr;
    if (!client) // by its id alone: "client_secret is not needed for the device flow"
        return oauthError("incorrect_client_credentials", QStringLiteral("The client_id passed is incorrect."), json);
    const auto scope = deviceScope(m_authorize.description(), form->value(QStringLiteral("scope")));
    if (!scope)
        return oauthError("invalid_scope", QStringLiteral("A scope is not known here."), json);
    const auto device = authorizeDevice(m_context, m_authorize.description(), client->id, *scope, {});
    if (!device.ok())
        return failureAnswer(device.error());
    FormData fields;
    fields.set(QStringLiteral("device_code"), QString::fromLatin1(device->deviceCode.reveal()));
    fields.set(QStringLiteral("user_code"), device->userCode);
    fields.set(QStringLiteral("verification_uri"), device->verificationUri);
    fields.set(QStringLiteral("expires_in"), QString::number(device->life.count()));
    fields.set(QStringLiteral("interval"), QString::number(device->interval.count()));
    return answer(fields,
                  {QStringLiteral("device_code"), QStringLiteral("user_code"), QStringLiteral("verification_uri"), QStringLiteral("expires_in"),
                   QStringLiteral("interval")},
                  json);
}

Response GithubProvider::tokenForDeviceCode(const FormData &form, bool json)
{
    const auto poll = m_context.requests.pollDevice(QLatin1String(name), hashOf(core::Secret::fromText(form.value(QStringLiteral("device_code")))),
                                                    form.value(QStringLiteral("client_id")), instantOf(m_context.clock));
    if (!poll.ok())
        return failureAnswer(poll.error());
    switch (poll->kind) {
    case DevicePoll::Kind::Unknown:
        return oauthError("incorrect_device_code", QStringLiteral("The device_code provided is not valid."), json);
    case DevicePoll::Kind::Pending:
        return oauthError("authorization_pending", QStringLiteral("The authorization request is still pending."), json);
    case DevicePoll::Kind::TooFast:
        return oauthError("slow_down", QStringLiteral("Too many requests have been made in the same timeframe."), json, poll->interval);
    case DevicePoll::Kind::Denied:
        return oauthError("access_denied", QStringLiteral("The authorization request was denied."), json);
    case DevicePoll::Kind::Expired:
        return oauthError("expired_token", QStringLiteral("This device_code has expired."), json);
    case DevicePoll::Kind::Allowed:
        break;
    }
    Pair pair = poll->grant->scope.isEmpty() ? newPair() : newToken();
    if (const auto added = m_context.store.addTokens(poll->grant->id, pair.kept); !added.ok())
        return failureAnswer(added.error());
    return granted(std::move(pair), *poll->grant, "device_code", json);
}

/// Whoever asks for scopes is an OAuth app, whose token has them and serves until it is revoked
/// (https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps#response).
GithubProvider::Pair GithubProvider::newToken() const
{
    const core::Secret access = newOpaqueToken(m_context.random, "gho_");
    FormData answer;
    answer.set(QStringLiteral("access_token"), QString::fromLatin1(access.reveal()));
    answer.set(QStringLiteral("token_type"), QStringLiteral("bearer"));
    return {{{ProviderToken::Kind::Access, hashOf(access), instantOf(m_context.clock) + oauthAppTokenLife}}, answer};
}

/// Whoever asks for none is a GitHub App: its tokens run out, and what they may do stands in the app's settings
/// (https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app).
GithubProvider::Pair GithubProvider::newPair() const
{
    const Instant now = instantOf(m_context.clock);
    const core::Secret access = newOpaqueToken(m_context.random, "ghu_");
    const core::Secret refresh = newOpaqueToken(m_context.random, "ghr_");
    FormData answer;
    answer.set(QStringLiteral("access_token"), QString::fromLatin1(access.reveal()));
    answer.set(QStringLiteral("expires_in"), QString::number(m_context.accessTtl.count()));
    answer.set(QStringLiteral("refresh_token"), QString::fromLatin1(refresh.reveal()));
    answer.set(QStringLiteral("refresh_token_expires_in"), QString::number(std::chrono::seconds(providerRefreshLife).count()));
    answer.set(QStringLiteral("token_type"), QStringLiteral("bearer"));
    return {{{ProviderToken::Kind::Access, hashOf(access), now + m_context.accessTtl},
             {ProviderToken::Kind::Refresh, hashOf(refresh), now + providerRefreshLife}},
            answer};
}

Response GithubProvider::granted(Pair pair, const ProviderGrant &grant, const QByteArray &grantType, bool json)
{
    m_context.metrics.countProviderGrant(name, grantType);
    QString scope = grant.scope;
    pair.answer.set(QStringLiteral("scope"), scope.replace(u' ', u','));
    return answer(pair.answer,
                  {QStringLiteral("access_token"), QStringLiteral("expires_in"), QStringLiteral("refresh_token"),
                   QStringLiteral("refresh_token_expires_in"), QStringLiteral("scope"), QStringLiteral("token_type")},
                  json);
}

GithubProvider::Authorized GithubProvider::authorized(const Request &request)
{
    auto token = request.authorization("Bearer");
    if (!token)
        token = request.authorization("token"); // GitHub's older spelling
    const auto grant = m_context.store.grantOf(QLatin1String(name), ProviderToken::Kind::Access, hashOf(core::Secret(token.value_or(QByteArray()))),
                                               instantOf(m_context.clock));
    if (!grant.ok())
        return {std::nullopt, failureAnswer(grant.error())};
    if (!*grant)
        return {std::nullopt, message(401, token ? QStringLiteral("Bad credentials") : QStringLiteral("Requires authentication"))};
    return {*grant, std::nullopt};
}

Response GithubProvider::user(const Request &request)
{
    const Authorized who = authorized(request);
    if (!who.grant)
        return *who.refusal;
    const Person &person = who.grant->person;
    return jsonAnswer(200,
                      QJsonObject{{QStringLiteral("login"), loginName(person.email)},
                                  {QStringLiteral("id"), person.subject.toLongLong()},
                                  {QStringLiteral("type"), QStringLiteral("User")},
                                  {QStringLiteral("name"), displayName(person.email)},
                                  {QStringLiteral("email"), person.email}});
}

Response GithubProvider::emails(const Request &request)
{
    const Authorized who = authorized(request);
    if (!who.grant)
        return *who.refusal;
    const bool isApp = who.grant->scope.isEmpty(); // this one may read them by its settings
    if (!isApp && !who.grant->scope.split(u' ').contains(QLatin1String("user:email")))
        return message(404, QStringLiteral("Not Found"));
    return jsonAnswer(200,
                      QJsonArray{QJsonObject{{QStringLiteral("email"), who.grant->person.email},
                                             {QStringLiteral("primary"), true},
                                             {QStringLiteral("verified"), isVerified(who.grant->person.email)},
                                             {QStringLiteral("visibility"), QStringLiteral("public")}}});
}

/// The real one wants the app's id and secret as Basic credentials and ends that one token (…/grant ends all). A public client has no
/// secret: here the token itself is the credential, and its whole grant ends, so that a sign-out leaves nothing behind.
Response GithubProvider::revoke(const Request &request)
{
    const Authorized who = authorized(request);
    if (!who.grant)
        return *who.refusal;
    const JsonBody body = jsonBody(request);
    if (body.refusal)
        return *body.refusal;
    const QString named = body.members.value(QStringLiteral("access_token")).toString();
    if (core::Secret::fromText(named) != core::Secret(request.authorization("Bearer").value_or(QByteArray())))
        return message(422, QStringLiteral("Validation Failed"));
    const auto revoked = m_context.store.revoke(QLatin1String(name), hashOf(core::Secret::fromText(named)), instantOf(m_context.clock));
    return revoked.ok() ? emptyAnswer() : failureAnswer(revoked.error());
}

} // namespace keyturn::backend
