// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/handoff/handoffroutes.h"

#include "backend/answers.h"
#include "backend/credentials.h"
#include "backend/handoff/handoffpage.h"
#include "backend/handoff/handoffrequest.h"
#include "backend/opaquetoken.h"
#include "backend/providers/codeexchange.h"
#include "backend/providers/redirecturi.h"

#include <QMessageAuthenticationCode>

namespace keyturn::backend {

namespace {

constexpr std::chrono::minutes attemptLife(10);
constexpr std::chrono::seconds codeLife(60);
constexpr qsizetype maxCookie = 64;
constexpr qsizetype maxName = 100;

QString startPath(const QString &provider)
{
    return QLatin1String("/api/auth/") + provider;
}

/// One for each attempt, so that two tabs do not take each other's place.
QByteArray cookieName(const core::Secret &state)
{
    return "keyturn_handoff_" + state.reveal().toByteArray().left(8);
}

/// Nonce and code verifier are made of the browser's cookie: who has no such cookie can redeem nothing, and nothing of it is kept here.
QByteArray derived(const core::Secret &browser, const char *purpose)
{
    return QMessageAuthenticationCode::hash(purpose, browser.reveal().toByteArray(), QCryptographicHash::Sha256)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

core::Error invalidGrant()
{
    return {core::ErrorKind::Rejected, QStringLiteral("invalid_grant"), {}};
}

Response errorResponse(const core::Error &error)
{
    if (error.code == QLatin1String("invalid_grant"))
        return errorAnswer(400, "invalid_grant", QStringLiteral("The code is unknown, expired, used, or not for this program."));
    return failureAnswer(error);
}

/// The texts that an exchange must bring.
QList<core::FieldError> problemsOf(const QJsonObject &members)
{
    QList<core::FieldError> problems;
    for (const char *name : {"code", "codeVerifier", "redirectUri"}) {
        const QString value = members.value(QLatin1String(name)).toString();
        if (value.isEmpty() || value.size() > 2048)
            problems.append({QString::fromLatin1(name), QStringLiteral("This is required, as text.")});
    }
    return problems;
}

} // namespace

HandoffRoutes::HandoffRoutes(const Services &services, QString baseUrl, bool secureCookies, QStringList webRedirects)
    : m_services(services), m_baseUrl(std::move(baseUrl)), m_secureCookies(secureCookies), m_webRedirects(std::move(webRedirects))
{ }

QString HandoffRoutes::callbackAddress(const QString &baseUrl, const QString &provider)
{
    return baseUrl + startPath(provider) + QLatin1String("/callback");
}

void HandoffRoutes::addTo(Router &router, const Upstream &upstream)
{
    const QByteArray path = startPath(upstream.id).toLatin1();
    UpstreamClient &client = *m_clients.emplace_back(std::make_unique<UpstreamClient>(m_services.clock, m_services.outgoing, upstream));
    router.add("GET", path, [this, &client](const Call &call, const Replier &reply) { start(client, call, reply); });
    router.add("GET", path + "/callback", [this, &client](const Call &call, const Replier &reply) { comeBack(client, call, reply); });
}

void HandoffRoutes::addExchangeTo(Router &router)
{
    router.add("POST", "/api/auth/handoff", [this](const Call &call, const Replier &reply) { exchange(call, reply); });
}

HttpHeader HandoffRoutes::cookie(const QString &provider, const QByteArray &name, QByteArrayView value, std::chrono::seconds life) const
{
    // Lax: the browser comes back by a redirect from the provider, which is another site.
    return {"Set-Cookie",
            name + '=' + value.toByteArray() + "; Path=" + startPath(provider).toLatin1()
                + "; HttpOnly; SameSite=Lax; Max-Age=" + QByteArray::number(qint64(life.count())) + (m_secureCookies ? "; Secure" : "")};
}

Response HandoffRoutes::back(const QString &redirectUri, const QString &state, FormData parameters) const
{
    if (!state.isEmpty()) { // an app's; a web app's page began nothing that it could compare
        parameters.set(QStringLiteral("state"), state);
        parameters.set(QStringLiteral("iss"), m_baseUrl); // RFC 9207
    }
    return {303, {{"Location", withParameters(redirectUri, parameters.toEncoded())}}, {}};
}

Response HandoffRoutes::backWithError(const QString &redirectUri, const QString &state, const char *error, const QString &description) const
{
    FormData parameters;
    parameters.set(QStringLiteral("error"), QString::fromLatin1(error));
    parameters.set(QStringLiteral("error_description"), description);
    return back(redirectUri, state, parameters);
}

void HandoffRoutes::start(UpstreamClient &client, const Call &call, const Replier &reply)
{
    const ParsedHandoffRequest parsed = parseHandoffRequest(call.request.query, m_webRedirects);
    const HandoffRequest &request = parsed.request;
    if (request.redirectUri.isEmpty())
        return reply(handoffPage(400, parsed.problem));
    if (!parsed.problem.isEmpty())
        return reply(backWithError(request.redirectUri, request.state, "invalid_request", parsed.problem));
    const core::Secret state = newOpaqueToken(m_services.random);
    const core::Secret browser = newOpaqueToken(m_services.random);
    const QString provider = client.upstream().id;
    const Instant now = instantOf(m_services.clock);
    const auto added = m_services.store.addAttempt(
        {hashOf(state), hashOf(browser), provider, request.redirectUri, request.state, request.challenge, request.device, now + attemptLife}, now);
    if (!added.ok())
        return reply(failureAnswer(added.error()));
    const UpstreamClient::Request upstream{callbackAddress(m_baseUrl, provider),
                                           QString::fromLatin1(state.reveal()),
                                           QString::fromLatin1(derived(browser, "nonce")),
                                           core::Secret(derived(browser, "code_verifier")),
                                           request.loginHint,
                                           request.prompt,
                                           request.acrValues,
                                           request.maxAge};
    client.authorizationUrl(upstream, [this, request, state, browser, provider, reply](const core::Result<QByteArray> &url) {
        if (!url.ok())
            return reply(backWithError(request.redirectUri, request.state, "temporarily_unavailable",
                                       QStringLiteral("The identity provider cannot be reached.")));
        reply({303, {{"Location", *url}, cookie(provider, cookieName(state), browser.reveal(), attemptLife)}, {}});
    });
}

void HandoffRoutes::comeBack(UpstreamClient &client, const Call &call, const Replier &reply)
{
    const auto query = FormData::parse(call.request.query);
    const core::Secret state = core::Secret::fromText(query ? query->value(QStringLiteral("state")) : QString());
    const auto attempt = m_services.store.takeAttempt(hashOf(state), instantOf(m_services.clock));
    if (!attempt.ok())
        return reply(failureAnswer(attempt.error()));
    const core::Secret browser(call.request.cookie(cookieName(state)).value_or(QByteArray()).left(maxCookie));
    const QString provider = client.upstream().id;
    // Where this browser did not begin it, somebody else's sign-in may be meant to be finished here (RFC 9700 §4.7).
    if (!*attempt || (*attempt)->provider != provider || (*attempt)->browserHash != hashOf(browser))
        return reply(handoffPage(400, QStringLiteral("This sign-in was not begun in this browser, or more than ten minutes ago.")));
    const auto finish = [this, provider, state, reply](Response response) {
        response.headers.append(cookie(provider, cookieName(state), {}, std::chrono::seconds(0)));
        reply(std::move(response));
    };
    const QString code = query->value(QStringLiteral("code"));
    if (query->has(QStringLiteral("error")) || code.isEmpty()) {
        const bool denied = query->value(QStringLiteral("error")) == QLatin1String("access_denied");
        return finish(
            backWithError((*attempt)->redirectUri, (*attempt)->appState, denied ? "access_denied" : "server_error",
                          denied ? QStringLiteral("The person did not allow it.") : QStringLiteral("The identity provider answered with an error.")));
    }
    client.identify({code, query->value(QStringLiteral("iss")), callbackAddress(m_baseUrl, provider), QString::fromLatin1(derived(browser, "nonce")),
                     core::Secret(derived(browser, "code_verifier"))},
                    [this, attempt = **attempt, finish, from = AuthRoutes::clientOf(call.request)](const core::Result<UpstreamIdentity> &identity) {
                        finish(handOff(attempt, identity, from));
                    });
}

/// From a person to a code for the app, or a session of the web app's.
Response HandoffRoutes::handOff(const HandoffAttempt &attempt, const core::Result<UpstreamIdentity> &identity, const Client &browser)
{
    const auto refuse = [&](const char *error, const QString &description) {
        return backWithError(attempt.redirectUri, attempt.appState, error, description);
    };
    if (!identity.ok())
        return identity.error().kind == core::ErrorKind::Offline
            ? refuse("temporarily_unavailable", QStringLiteral("The identity provider cannot be reached."))
            : refuse("server_error", QStringLiteral("The identity provider’s answer cannot be believed."));
    UpstreamIdentity person = *identity;
    person.email = normalisedEmail(person.email);
    person.name = limitedText(person.name, maxName);
    if (person.name.isEmpty())
        person.name = displayName(person.email);
    const Instant now = instantOf(m_services.clock);
    const auto user = m_services.store.userOf(person, newId(m_services.random), now);
    if (!user.ok())
        return refuse("temporarily_unavailable", QStringLiteral("The backend cannot reach its data."));
    if (!*user)
        return refuse("email_unverified", QStringLiteral("The identity provider has not verified the e-mail address."));
    return attempt.isForWeb() ? cookieFor(attempt, **user, browser) : codeFor(attempt, **user);
}

Response HandoffRoutes::codeFor(const HandoffAttempt &attempt, const User &user)
{
    const core::Secret code = newOpaqueToken(m_services.random);
    const Instant expiresAt = instantOf(m_services.clock) + codeLife;
    const auto added = m_services.store.addCode({hashOf(code), user.id, attempt.redirectUri, attempt.challenge, attempt.device, expiresAt});
    if (!added.ok())
        return backWithError(attempt.redirectUri, attempt.appState, "temporarily_unavailable", QStringLiteral("The backend cannot reach its data."));
    FormData parameters;
    parameters.set(QStringLiteral("code"), QString::fromLatin1(code.reveal()));
    return back(attempt.redirectUri, attempt.appState, parameters);
}

/// The refresh cookie, by which the app's page gets its access tokens; nothing secret stands in the address.
Response HandoffRoutes::cookieFor(const HandoffAttempt &attempt, const User &user, const Client &browser)
{
    const auto grant = m_services.auth.signInAs(user, browser);
    if (!grant.ok())
        return backWithError(attempt.redirectUri, {}, "temporarily_unavailable", QStringLiteral("The backend cannot reach its data."));
    return {303, {{"Location", attempt.redirectUri.toLatin1()}, m_services.answers.refreshCookie(*grant)}, {}};
}

void HandoffRoutes::exchange(const Call &call, const Replier &reply)
{
    const JsonBody body = jsonBody(call.request);
    if (body.refusal)
        return reply(*body.refusal);
    if (const QList<core::FieldError> problems = problemsOf(body.members); !problems.isEmpty())
        return reply(errorAnswer(422, "validation_failed", QStringLiteral("Some fields cannot be accepted as they are."), problems));
    const AuthRoutes::Delivery delivery = m_services.answers.deliveryOf(body.members);
    const auto grant = redeem(body.members, AuthRoutes::clientOf(call.request), m_services.answers.holdingOf(call.request, delivery));
    reply(grant.ok() ? m_services.answers.grantAnswer(200, *grant, delivery) : errorResponse(grant.error()));
}

/// The code is spent by the attempt, whatever comes of it.
core::Result<Grant> HandoffRoutes::redeem(const QJsonObject &members, const Client &client, const Holding &holding)
{
    const auto text = [&members](const char *name) { return members.value(QLatin1String(name)).toString(); };
    const QByteArray hash = hashOf(core::Secret::fromText(text("code")));
    const auto redeemed = m_services.store.redeem(hash, instantOf(m_services.clock));
    if (!redeemed.ok())
        return redeemed.error();
    if (!*redeemed)
        return invalidGrant();
    const HandoffCode &code = (*redeemed)->code;
    const bool sameDevice = code.device.isEmpty() || plainDeviceName(client.device) == code.device;
    if (text("redirectUri") != code.redirectUri || !sameDevice || !verifies(text("codeVerifier"), code.challenge))
        return invalidGrant();
    auto grant = m_services.auth.signInAs((*redeemed)->user, client, holding);
    if (!grant.ok())
        return grant;
    const auto alone = m_services.store.noteSession(hash, grant->sessionId, instantOf(m_services.clock));
    if (!alone.ok())
        return alone.error();
    return *alone ? grant : core::Result<Grant>(invalidGrant());
}

} // namespace keyturn::backend
