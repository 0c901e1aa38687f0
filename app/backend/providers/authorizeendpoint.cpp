// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/providers/authorizeendpoint.h"

#include "backend/answers.h"
#include "backend/opaquetoken.h"
#include "backend/providers/pages.h"
#include "backend/providers/pushedrequestendpoint.h"
#include "backend/providers/redirecturi.h"

namespace keyturn::backend {

namespace {

constexpr std::chrono::seconds codeLife(60);

/// 303: whatever the method was, the next one is GET and carries no form (RFC 9700 §4.12).
Response redirect(const QByteArray &location)
{
    return {303, {{"Location", location}}, {}};
}

} // namespace

AuthorizeEndpoint::AuthorizeEndpoint(const ProviderContext &context, ProviderDescription description, std::function<core::Secret()> newCode,
                                     std::function<QString()> newSubject)
    : m_context(context),
      m_description(std::move(description)),
      m_logins(context, m_description, std::move(newSubject)),
      m_newCode(std::move(newCode))
{ }

void AuthorizeEndpoint::addTo(Router &router)
{
    const QByteArray base = m_description.basePath.toLatin1();
    router.add("GET", m_description.authorizePath.toLatin1(), [this](const Call &call, const Replier &reply) { reply(show(call.request)); });
    router.add("POST", base + "/sign-in", [this](const Call &call, const Replier &reply) { reply(signIn(call.request)); });
    router.add("POST", base + "/consent", [this](const Call &call, const Replier &reply) { reply(consent(call.request)); });
}

/// RFC 9126 §4: the parameters are those that were pushed and no others; what cannot be found is told to the person, for nothing says where to
/// redirect to.
core::Result<ParsedAuthorizationRequest> AuthorizeEndpoint::pushed(const FormData &query) const
{
    const auto parameters = takePushedRequest(m_context, m_description, query);
    if (!parameters.ok())
        return parameters.error();
    if (*parameters)
        return parseAuthorizationRequest(m_description, **parameters);
    ParsedAuthorizationRequest parsed;
    parsed.unusable = QStringLiteral("The program’s request is unknown, expired or used (request_uri).");
    return parsed;
}

Response AuthorizeEndpoint::show(const Request &request)
{
    const auto query = FormData::parse(request.query);
    const bool wasPushed = m_description.takesPushedRequests && query && query->has(QStringLiteral("request_uri"));
    const auto found = wasPushed ? pushed(*query) : parseAuthorizationRequest(m_description, request.query);
    if (!found.ok())
        return failureAnswer(found.error());
    const ParsedAuthorizationRequest &parsed = *found;
    if (!parsed.unusable.isEmpty())
        return errorPage(m_description, 400, parsed.unusable);
    if (parsed.refusal)
        return backWithError(*parsed.refusal);
    const core::Secret known = m_logins.browserOf(request);
    const core::Secret browser = known.isEmpty() ? newOpaqueToken(m_context.random) : known;
    Response response = showTo(*parsed.request, browser);
    if (known.isEmpty())
        response.headers.append(m_logins.cookie(browser));
    return response;
}

Response AuthorizeEndpoint::showTo(const AuthorizationRequest &authorization, const core::Secret &browser)
{
    const Instant now = instantOf(m_context.clock);
    const auto login = m_logins.login(browser);
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
        return signInPage(m_description, authorization, BrowserLogins::csrfOf(browser), authorization.loginHint, {});
    return consentPage(m_description, authorization, BrowserLogins::csrfOf(browser), (*login)->person.email);
}

AuthorizeEndpoint::Posted AuthorizeEndpoint::posted(const Request &request) const
{
    const BrowserLogins::Posted sent = m_logins.posted(request);
    if (sent.problemStatus != 0)
        return {{}, std::nullopt, errorPage(m_description, sent.problemStatus, sent.problem)};
    const ParsedAuthorizationRequest parsed = parseAuthorizationRequest(m_description, sent.form.value(QStringLiteral("request")).toUtf8());
    if (!parsed.request)
        return {{}, std::nullopt, errorPage(m_description, 400, QStringLiteral("The form came in damaged."))};
    return {sent.form, parsed.request, std::nullopt};
}

Response AuthorizeEndpoint::signIn(const Request &request)
{
    const Posted sent = posted(request);
    if (sent.refusal)
        return *sent.refusal;
    const auto signedIn = m_logins.signIn(sent.form);
    if (!signedIn.ok())
        return failureAnswer(signedIn.error());
    if (!signedIn->browser)
        return signInPage(m_description, *sent.authorization, BrowserLogins::csrfOf(m_logins.browserOf(request)), signedIn->email, signedIn->problem);
    FormData again = sent.authorization->parameters;
    again.remove(QStringLiteral("prompt")); // it has been done, but for consent
    if (sent.authorization->prompts.contains(QLatin1String("consent")))
        again.set(QStringLiteral("prompt"), QStringLiteral("consent"));
    Response response = redirect(m_description.authorizePath.toLatin1() + '?' + again.toEncoded());
    response.headers.append(m_logins.cookie(*signedIn->browser));
    return response;
}

Response AuthorizeEndpoint::consent(const Request &request)
{
    const Posted sent = posted(request);
    if (sent.refusal)
        return *sent.refusal;
    const auto login = m_logins.login(m_logins.browserOf(request));
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
    const core::Result<bool> consented = m_context.store.hasConsented(m_description.name, person, authorization.client.id);
    return consented.ok() ? core::Result<bool>(!*consented) : consented;
}

Response AuthorizeEndpoint::allow(const AuthorizationRequest &authorization, const ProviderLogin &login)
{
    const Instant now = instantOf(m_context.clock);
    const core::Secret code = m_newCode();
    const auto offline = isOffline(authorization, login.person);
    if (!offline.ok())
        return failureAnswer(offline.error());
    const ProviderGrant grant{newId(m_context.random), login.person, authorization.scopes.join(u' '), login.signedInAt, authorization.client.id};
    const auto added = m_context.store.addCode(
        m_description.name, grant, {hashOf(code), authorization.redirectUri, authorization.challenge, authorization.nonce, *offline, now + codeLife},
        now);
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
