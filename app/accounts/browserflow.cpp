// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/browserflow.h"

#include "accounts/providerchoice.h"
#include "accounts/tokenorigins.h"

namespace keyturn::accounts {

namespace {

/// Google's word for it (https://developers.google.com/identity/protocols/oauth2/web-server#offline).
bool asksForOfflineAccess(const model::IdentityProvider &provider)
{
    return provider.authorizationParameters.value(QStringLiteral("access_type")) == QLatin1String("offline");
}

QString withConsent(const QString &prompt)
{
    QStringList words = prompt.split(u' ', Qt::SkipEmptyParts);
    if (!words.contains(QLatin1String("consent")))
        words += QStringLiteral("consent");
    return words.join(u' ');
}

} // namespace

BrowserFlow::BrowserFlow(oauth::FlowServices services, oauth::BrowserOpener &browser, const storage::ProfileStore &profiles,
                         const AccountKeeping &keeping, BrowserSignInRequest request)
    : StoringFlow(keeping), m_services(services), m_browser(browser), m_profiles(profiles), m_request(std::move(request))
{ }

void BrowserFlow::obtain()
{
    const core::Result<ProviderChoice> choice = chooseProvider(m_profiles, m_request.profile, m_request.provider);
    if (!choice.ok())
        return fail(choice.error());
    m_request.provider = choice->provider.id;
    m_provider = choice->provider;
    m_embedded = choice->embedded;
    ask(m_request.prompt);
}

void BrowserFlow::ask(const QString &prompt)
{
    const QString hint = m_request.loginHint.isEmpty() && m_first ? m_first->identity.email : m_request.loginHint;
    m_flow = std::make_unique<oauth::AuthorizationCodeFlow>(
        m_services, m_browser,
        oauth::AuthorizationRequest{m_provider, hint, prompt, m_request.openBrowser, m_request.patience, m_request.acrValues, m_request.maxAge});
    connect(m_flow.get(), &oauth::AuthorizationCodeFlow::stepChanged, this, &BrowserFlow::forwardStep);
    connect(m_flow.get(), &oauth::AuthorizationCodeFlow::authorizationUrlReady, this, &SignInFlow::authorizationUrlReady);
    connect(m_flow.get(), &oauth::AuthorizationCodeFlow::browserFailed, this, &SignInFlow::browserFailed);
    connect(m_flow.get(), &oauth::AuthorizationCodeFlow::unkept, this,
            [this](const model::TokenSet &tokens) { notKept(with(whatIsAsked(), tokens)); });
    connect(m_flow.get(), &oauth::AuthorizationCodeFlow::failed, this, &BrowserFlow::failedAt);
    connect(m_flow.get(), &oauth::AuthorizationCodeFlow::completed, this, &BrowserFlow::completed);
    m_flow->start();
}

void BrowserFlow::completed(const oauth::AuthorizationOutcome &outcome)
{
    if (m_first || outcome.tokens.canRefresh() || !asksForOfflineAccess(m_provider) || holds(m_request.profile, m_request.provider, outcome.identity))
        return keep(outcome);
    m_first = outcome;
    Q_EMIT consentNeeded();
    ask(withConsent(m_request.prompt.isEmpty() ? m_provider.prompt : m_request.prompt));
}

void BrowserFlow::failedAt(const core::Error &error)
{
    if (m_first)
        return keep(*m_first);
    fail(error);
}

void BrowserFlow::keep(const oauth::AuthorizationOutcome &outcome)
{
    obtained(with(whatIsAsked(), m_provider, outcome));
}

NewSignIn BrowserFlow::whatIsAsked() const
{
    NewSignIn signIn{m_request.profile, m_request.provider, model::SignInMethod::Browser, m_request.label, m_request.expected, {}, {}, m_embedded};
    signIn.identity.issuer = m_provider.issuer;
    signIn.origins = tokenOrigins(m_provider);
    signIn.loginHint = m_request.loginHint;
    return signIn;
}

void BrowserFlow::stopObtaining()
{
    if (m_flow) {
        m_flow->cancel(); // which tells at once what came and is not kept
        m_flow->disconnect(this);
    }
}

void BrowserFlow::forwardStep(oauth::AuthorizationCodeFlow::Step oauthStep)
{
    switch (oauthStep) {
    case oauth::AuthorizationCodeFlow::Step::Discovering:
        return;
    case oauth::AuthorizationCodeFlow::Step::WaitingForBrowser:
        return step(Step::WaitingForBrowser);
    case oauth::AuthorizationCodeFlow::Step::ExchangingCode:
        return step(Step::ExchangingCode);
    case oauth::AuthorizationCodeFlow::Step::VerifyingIdentity:
        return step(Step::VerifyingIdentity);
    }
}

QUrl BrowserFlow::authorizationUrl() const
{
    return m_flow ? m_flow->authorizationUrl() : QUrl();
}

void BrowserFlow::openBrowserAgain()
{
    if (!m_flow)
        return;
    if (const core::Result<void> opened = m_flow->openBrowserAgain(); !opened.ok())
        Q_EMIT browserFailed(opened.error());
}

core::Result<void> BrowserFlow::takeAddress(const QString &pasted)
{
    return m_flow ? m_flow->takeAddress(pasted) : SignInFlow::takeAddress(pasted);
}

bool BrowserFlow::offersDeviceCode() const
{
    return m_flow && m_flow->offersDeviceCode();
}

} // namespace keyturn::accounts
