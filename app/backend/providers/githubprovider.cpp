// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/providers/githubprovider.h"

#include "backend/answers.h"
#include "backend/opaquetoken.h"
#include "backend/providers/codeexchange.h"

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
            clients};
}

/// A number, as GitHub's user ids are.
QString newSubject(core::Random &random)
{
    return QString::number(10'000'000 + qFromLittleEndian<quint32>(random.bytes(4).constData()) % 190'000'000);
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
        object.insert(field, number && field.endsWith(QLatin1String("expires_in")) ? QJsonValue(value) : QJsonValue(fields.value(field)));
    }
    return jsonAnswer(200, object);
}

/// Errors come with status 200: a client that looks at the status alone takes them for tokens.
Response oauthError(const char *error, const QString &description, bool json)
{
    FormData fields;
    QString anchor = QString::fromLatin1(error);
    anchor.replace(u'_', u'-');
    fields.set(QStringLiteral("error"), QString::fromLatin1(error));
    fields.set(QStringLiteral("error_description"), description);
    fields.set(QStringLiteral("error_uri"),
               QLatin1String("https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/#") + anchor);
    return answer(fields, {QStringLiteral("error"), QStringLiteral("error_description"), QStringLiteral("error_uri")}, json);
}

Response message(int status, const QString &text)
{
    return jsonAnswer(status, QJsonObject{{QStringLiteral("message"), text}});
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
          context.clock, context.random, context.store, describe(context.clients), [&random = context.random] { return newOpaqueToken(random); },
          [&random = context.random] { return newSubject(random); })
{ }

QString GithubProvider::url() const
{
    return m_context.baseUrl + QLatin1String("/github");
}

void GithubProvider::addTo(Router &router)
{
    m_authorize.addTo(router);
    router.add("POST", "/github/login/oauth/access_token", [this](const Call &call, const Replier &reply) { reply(accessToken(call.request)); });
    router.add("GET", "/github/user", [this](const Call &call, const Replier &reply) { reply(user(call.request)); });
    router.add("GET", "/github/user/emails", [this](const Call &call, const Replier &reply) { reply(emails(call.request)); });
    router.add("DELETE", QByteArray("/github/applications/") + desktopClientId + "/token",
               [this](const Call &call, const Replier &reply) { reply(revoke(call.request)); });
}

Response GithubProvider::accessToken(const Request &request)
{
    const bool json = request.header("accept").toLower().contains("application/json");
    const auto form = request.mediaType() == "application/x-www-form-urlencoded" ? FormData::parse(request.body) : std::nullopt;
    if (!form)
        return oauthError("bad_verification_code", QStringLiteral("The body must be a form in which no parameter stands twice."), json);
    // The real one wants a client secret as well; a program on people's machines can keep none (RFC 8252 §8.5), so PKCE stands for it here.
    if (!authenticatedClient(m_context.clients, *form))
        return oauthError("incorrect_client_credentials", QStringLiteral("The client_id or client_secret is incorrect."), json);
    const QString type = form->value(QStringLiteral("grant_type"));
    if (type == QLatin1String("refresh_token"))
        return tokenForRefreshToken(*form, json);
    if (type.isEmpty() || type == QLatin1String("authorization_code"))
        return tokenForCode(*form, json);
    return oauthError("unsupported_grant_type", QStringLiteral("Codes and refresh tokens are taken, nothing else."), json);
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
    const auto grant = m_context.store.rotate(QLatin1String(name), hashOf(core::Secret::fromText(form.value(QStringLiteral("refresh_token")))),
                                              pair.kept, instantOf(m_context.clock));
    if (!grant.ok())
        return failureAnswer(grant.error());
    if (!*grant)
        return oauthError("bad_refresh_token", QStringLiteral("The refresh token passed is incorrect or expired."), json);
    return granted(std::move(pair), **grant, "refresh_token", json);
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
