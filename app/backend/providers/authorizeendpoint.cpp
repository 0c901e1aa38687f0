// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/providers/authorizeendpoint.h"

#include "backend/answers.h"
#include "backend/credentials.h"
#include "backend/opaquetoken.h"
#include "backend/providers/pages.h"
#include "backend/providers/redirecturi.h"

#include <QMessageAuthenticationCode>

namespace keyturn::backend {

namespace {

constexpr std::chrono::hours loginLife(12);
constexpr std::chrono::seconds codeLife(60);
constexpr qsizetype maxCookie = 64;

QByteArray csrfOf(const core::Secret &browser)
{
    return QMessageAuthenticationCode::hash("csrf", browser.reveal().toByteArray(), QCryptographicHash::Sha256)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

/// 303: whatever the method was, the next one is GET and carries no form (RFC 9700 §4.12).
Response redirect(const QByteArray &location)
{
    return {303, {{"Location", location}}, {}};
}

bool isPlausible(const QString &email)
{
    return email.size() <= 254 && email.indexOf(u'@') > 0 && !email.endsWith(u'@') && limitedText(email, 254) == email && !email.contains(u' ');
}

} // namespace

AuthorizeEndpoint::AuthorizeEndpoint(const core::Clock &clock, core::Random &random, ProviderStore &store, ProviderDescription description,
                                     std::function<core::Secret()> newCode, std::function<QString()> newSubject)
    : m_clock(clock),
      m_random(random),
      m_store(store),
      m_description(std::move(description)),
      m_newCode(std::move(newCode)),
      m_newSubject(std::move(newSubject))
{ }

void AuthorizeEndpoint::addTo(Router &router)
{
    const QByteArray base = m_description.basePath.toLatin1();
    router.add("GET", m_description.authorizePath.toLatin1(), [this](const Call &call, const Replier &reply) { reply(show(call.request)); });
    router.add("POST", base + "/sign-in", [this](const Call &call, const Replier &reply) { reply(signIn(call.request)); });
    router.add("POST", base + "/consent", [this](const Call &call, const Replier &reply) { reply(consent(call.request)); });
}

core::Secret AuthorizeEndpoint::browserOf(const Request &request) const
{
    const QByteArray value = request.cookie("keyturn_" + m_description.name.toLatin1()).value_or(QByteArray());
    return value.size() <= maxCookie ? core::Secret(value) : core::Secret();
}

HttpHeader AuthorizeEndpoint::cookie(const core::Secret &browser) const
{
    // Lax, not Strict: the person may come here by a link from another page.
    return {"Set-Cookie",
            "keyturn_" + m_description.name.toLatin1() + '=' + browser.reveal().toByteArray() + "; Path=" + m_description.basePath.toLatin1()
                + "; HttpOnly; SameSite=Lax"};
}

Response AuthorizeEndpoint::show(const Request &request)
{
    const ParsedAuthorizationRequest parsed = parseAuthorizationRequest(m_description, request.query);
    if (!parsed.unusable.isEmpty())
        return errorPage(m_description, 400, parsed.unusable);
    if (parsed.refusal)
        return backWithError(*parsed.refusal);
    const core::Secret known = browserOf(request);
    const core::Secret browser = known.isEmpty() ? newOpaqueToken(m_random) : known;
    Response response = showTo(*parsed.request, browser);
    if (known.isEmpty())
        response.headers.append(cookie(browser));
    return response;
}

Response AuthorizeEndpoint::showTo(const AuthorizationRequest &authorization, const core::Secret &browser)
{
    const Instant now = instantOf(m_clock);
    const auto login = m_store.login(m_description.name, hashOf(browser), now);
    if (!login.ok())
        return failureAnswer(login.error());
    const QStringList &prompts = authorization.prompts;
    const bool tooOld = *login && authorization.maxAge && now - (*login)->signedInAt > *authorization.maxAge;
    const bool signInAgain = prompts.contains(QLatin1String("login")) || prompts.contains(QLatin1String("select_account")) || tooOld;
    const bool silent = prompts.contains(QLatin1String("none"));
    if (silent) // OpenID Connect Core §3.1.2.6: say what a page would have asked for
        return backWithError({authorization.redirectUri, authorization.state,
                              *login && !tooOld ? QStringLiteral("consent_required") : QStringLiteral("login_required"),
                              QStringLiteral("This needs the person.")});
    if (!*login || signInAgain)
        return signInPage(m_description, authorization, csrfOf(browser), authorization.loginHint, {});
    return consentPage(m_description, authorization, csrfOf(browser), (*login)->person.email);
}

AuthorizeEndpoint::Posted AuthorizeEndpoint::posted(const Request &request) const
{
    const auto form = request.mediaType() == "application/x-www-form-urlencoded" ? FormData::parse(request.body) : std::nullopt;
    const core::Secret browser = browserOf(request);
    if (!form)
        return {{}, std::nullopt, errorPage(m_description, 400, QStringLiteral("The form came in damaged."))};
    if (browser.isEmpty() || core::Secret::fromText(form->value(QStringLiteral("csrf"))) != core::Secret(csrfOf(browser)))
        return {
            {}, std::nullopt, errorPage(m_description, 403, QStringLiteral("This form does not belong to this browser, or its cookie was lost."))};
    const ParsedAuthorizationRequest parsed = parseAuthorizationRequest(m_description, form->value(QStringLiteral("request")).toUtf8());
    if (!parsed.request)
        return {{}, std::nullopt, errorPage(m_description, 400, QStringLiteral("The form came in damaged."))};
    return {*form, parsed.request, std::nullopt};
}

Response AuthorizeEndpoint::signIn(const Request &request)
{
    const Posted sent = posted(request);
    if (sent.refusal)
        return *sent.refusal;
    const QByteArray csrf = csrfOf(browserOf(request));
    const QString email = normalisedEmail(sent.form.value(QStringLiteral("email")));
    if (!isPlausible(email))
        return signInPage(m_description, *sent.authorization, csrf, email, QStringLiteral("Please type an e-mail address."));
    if (core::Secret::fromText(sent.form.value(QStringLiteral("password"))) != core::Secret(demoPassword))
        return signInPage(m_description, *sent.authorization, csrf, email,
                          QStringLiteral("That password is wrong. The password of everybody here is %1.").arg(QLatin1String(demoPassword)));
    const auto person = m_store.person(m_description.name, email, m_newSubject());
    if (!person.ok())
        return failureAnswer(person.error());
    // A new cookie at sign-in, so that one planted before is worth nothing (session fixation).
    const core::Secret browser = newOpaqueToken(m_random);
    const Instant now = instantOf(m_clock);
    if (const auto added = m_store.addLogin(m_description.name, hashOf(browser), {*person, now, now + loginLife}); !added.ok())
        return failureAnswer(added.error());
    FormData again = sent.authorization->parameters;
    again.remove(QStringLiteral("prompt")); // it has been done, but for consent
    if (sent.authorization->prompts.contains(QLatin1String("consent")))
        again.set(QStringLiteral("prompt"), QStringLiteral("consent"));
    Response response = redirect(m_description.authorizePath.toLatin1() + '?' + again.toEncoded());
    response.headers.append(cookie(browser));
    return response;
}

Response AuthorizeEndpoint::consent(const Request &request)
{
    const Posted sent = posted(request);
    if (sent.refusal)
        return *sent.refusal;
    const auto login = m_store.login(m_description.name, hashOf(browserOf(request)), instantOf(m_clock));
    if (!login.ok())
        return failureAnswer(login.error());
    if (!*login)
        return errorPage(m_description, 403, QStringLiteral("The sign-in here has expired."));
    const QString decision = sent.form.value(QStringLiteral("decision"));
    if (decision == QLatin1String("allow"))
        return allow(*sent.authorization, **login);
    if (decision == QLatin1String("deny"))
        return backWithError({sent.authorization->redirectUri, sent.authorization->state, QStringLiteral("access_denied"),
                              QStringLiteral("The person did not allow it.")});
    return errorPage(m_description, 400, QStringLiteral("The form came in damaged."));
}

/// Google gives a refresh token with the first consent alone, or where it is asked to have the person consent again.
core::Result<bool> AuthorizeEndpoint::isOffline(const AuthorizationRequest &authorization, const Person &person)
{
    if (!authorization.offline || !m_description.offlineOnce || authorization.prompts.contains(QLatin1String("consent")))
        return authorization.offline;
    const core::Result<bool> consented = m_store.hasConsented(m_description.name, person, authorization.client.id);
    return consented.ok() ? core::Result<bool>(!*consented) : consented;
}

Response AuthorizeEndpoint::allow(const AuthorizationRequest &authorization, const ProviderLogin &login)
{
    const Instant now = instantOf(m_clock);
    const core::Secret code = m_newCode();
    const auto offline = isOffline(authorization, login.person);
    if (!offline.ok())
        return failureAnswer(offline.error());
    const ProviderGrant grant{newId(m_random), login.person, authorization.scopes.join(u' '), login.signedInAt, authorization.client.id};
    const auto added =
        m_store.addCode(m_description.name, grant,
                        {hashOf(code), authorization.redirectUri, authorization.challenge, authorization.nonce, *offline, now + codeLife}, now);
    if (!added.ok())
        return failureAnswer(added.error());
    FormData parameters;
    parameters.set(QStringLiteral("code"), QString::fromLatin1(code.reveal()));
    return backToClient(authorization.redirectUri, authorization.state, parameters);
}

Response AuthorizeEndpoint::backWithError(const ParsedAuthorizationRequest::Refusal &refusal) const
{
    FormData parameters;
    parameters.set(QStringLiteral("error"), refusal.error);
    parameters.set(QStringLiteral("error_description"), refusal.description);
    return backToClient(refusal.redirectUri, refusal.state, parameters);
}

Response AuthorizeEndpoint::backToClient(const QString &redirectUri, const QString &state, FormData parameters) const
{
    if (!state.isEmpty())
        parameters.set(QStringLiteral("state"), state);
    if (m_description.isOpenIdConnect())
        parameters.set(QStringLiteral("iss"), m_description.issuer); // RFC 9207
    return redirect(withParameters(redirectUri, parameters.toEncoded()));
}

} // namespace keyturn::backend
