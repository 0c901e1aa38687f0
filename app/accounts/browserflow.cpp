// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/browserflow.h"

#include "accounts/providerchoice.h"
#include "accounts/tokenorigins.h"

namespace keyturn::accounts {

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
    m_flow = std::make_unique<oauth::AuthorizationCodeFlow>(m_services, m_browser,
                                                            oauth::AuthorizationRequest{choice->provider, m_request.loginHint, m_request.prompt,
                                                                                        m_request.openBrowser, m_request.patience,
                                                                                        m_request.acrValues, m_request.maxAge});
    connect(m_flow.get(), &oauth::AuthorizationCodeFlow::stepChanged, this, &BrowserFlow::forwardStep);
    connect(m_flow.get(), &oauth::AuthorizationCodeFlow::authorizationUrlReady, this, &SignInFlow::authorizationUrlReady);
    connect(m_flow.get(), &oauth::AuthorizationCodeFlow::browserFailed, this, &SignInFlow::browserFailed);
    NewSignIn signIn{m_request.profile, m_request.provider, model::SignInMethod::Browser, m_request.label, m_request.expected, {}, {},
                     choice->embedded};
    signIn.identity.issuer = choice->provider.issuer;
    signIn.origins = tokenOrigins(choice->provider);
    signIn.loginHint = m_request.loginHint;
    connect(m_flow.get(), &oauth::AuthorizationCodeFlow::unkept, this,
            [this, signIn](const model::TokenSet &tokens) { notKept(with(signIn, tokens)); });
    connect(m_flow.get(), &oauth::AuthorizationCodeFlow::failed, this, &BrowserFlow::fail);
    connect(m_flow.get(), &oauth::AuthorizationCodeFlow::completed, this,
            [this, signIn, provider = choice->provider](const oauth::AuthorizationOutcome &outcome) { obtained(with(signIn, provider, outcome)); });
    m_flow->start();
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
