// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/handoffsignin.h"

#include "accounts/providerchoice.h"
#include "accounts/tokenorigins.h"

namespace keyturn::accounts {

namespace {

/// What the redirect must name: the profile's word, or else the backend's own address.
QString issuerOf(const model::BackendProfile &profile, const model::IdentityProvider &provider)
{
    return provider.issuer.isEmpty() ? profile.baseUrl.toString(QUrl::FullyEncoded | QUrl::StripTrailingSlash) : provider.issuer;
}

} // namespace

HandoffSignIn::HandoffSignIn(oauth::FlowServices services, oauth::BrowserOpener &browser, backendapi::BackendClient &backend,
                             const storage::ProfileStore &profiles, const AccountKeeping &keeping, BrowserSignInRequest request)
    : StoringFlow(keeping), m_services(services), m_browser(browser), m_backend(backend), m_profiles(profiles), m_request(std::move(request))
{ }

void HandoffSignIn::obtain()
{
    const core::Result<ProviderChoice> choice = chooseProvider(m_profiles, m_request.profile, m_request.provider);
    if (!choice.ok())
        return fail(choice.error());
    const core::Result<model::BackendProfile> profile = m_profiles.find(m_request.profile);
    if (!profile.ok())
        return fail(profile.error());
    if (!choice->provider.handoff)
        return fail({core::ErrorKind::Configuration, QStringLiteral("method_unsupported"), QStringLiteral("the profile has no such hand-off")});
    const core::Result<QUrl> start = backendapi::handoffStart(*profile, *choice->provider.handoff);
    if (!start.ok())
        return fail(start.error());
    m_request.provider = choice->provider.id;
    begin(*profile, choice->provider, *start);
}

void HandoffSignIn::begin(const model::BackendProfile &profile, const model::IdentityProvider &provider, const QUrl &start)
{
    m_flow = std::make_unique<oauth::HandoffFlow>(
        m_services.clock, m_services.random, m_browser,
        oauth::HandoffRequest{provider, start, issuerOf(profile, provider), m_request.loginHint, m_request.prompt, m_request.acrValues,
                              m_request.maxAge, m_request.openBrowser, m_request.patience, m_services.log},
        [this, profile, handoff = *provider.handoff](const oauth::HandoffAnswer &answer, std::stop_token stop) {
            return exchange(profile, handoff, answer, std::move(stop));
        });
    connect(m_flow.get(), &oauth::HandoffFlow::stepChanged, this, [this](oauth::HandoffFlow::Step flowStep) {
        step(flowStep == oauth::HandoffFlow::Step::WaitingForBrowser ? Step::WaitingForBrowser : Step::ExchangingCode);
    });
    connect(m_flow.get(), &oauth::HandoffFlow::authorizationUrlReady, this, &SignInFlow::authorizationUrlReady);
    connect(m_flow.get(), &oauth::HandoffFlow::browserFailed, this, &SignInFlow::browserFailed);
    // No provider: the tokens are the backend's own, and it alone renews and ends them.
    NewSignIn signIn{m_request.profile, {}, model::SignInMethod::Browser, m_request.label, m_request.expected, {}, {}, profile.embedded};
    signIn.identity.issuer = profile.issuer();
    signIn.handoff = m_request.provider;
    signIn.origins = tokenOrigins(profile);
    signIn.loginHint = m_request.loginHint;
    connect(m_flow.get(), &oauth::HandoffFlow::unkept, this, [this, signIn](const model::TokenSet &tokens) { notKept(with(signIn, tokens)); });
    connect(m_flow.get(), &oauth::HandoffFlow::failed, this, &HandoffSignIn::fail);
    connect(m_flow.get(), &oauth::HandoffFlow::completed, this, [this, signIn](const oauth::AuthorizationOutcome &outcome) {
        NewSignIn whole = with(signIn, outcome.tokens);
        whole.identity = outcome.identity;
        obtained(whole);
    });
    m_flow->start();
}

core::Async<oauth::AuthorizationOutcome> HandoffSignIn::exchange(const model::BackendProfile &profile, const model::Handoff &handoff,
                                                                 const oauth::HandoffAnswer &answer, std::stop_token stop)
{
    const auto *code = std::get_if<oauth::HandoffCode>(&answer);
    const core::Async<backendapi::SignInOutcome> signedIn = code
        ? m_backend.redeemHandoff(profile, handoff, {code->code, code->codeVerifier, code->redirectUri}, std::move(stop))
        : m_backend.adoptToken(profile, std::get<core::Secret>(answer), std::move(stop));
    return core::chain(signedIn, this, [](const backendapi::SignInOutcome &outcome) -> core::Result<oauth::AuthorizationOutcome> {
        return oauth::AuthorizationOutcome{outcome.tokens, outcome.identity};
    });
}

void HandoffSignIn::stopObtaining()
{
    if (m_flow) {
        m_flow->cancel(); // which tells at once what came and is not kept
        m_flow->disconnect(this);
    }
}

QUrl HandoffSignIn::authorizationUrl() const
{
    return m_flow ? m_flow->authorizationUrl() : QUrl();
}

void HandoffSignIn::openBrowserAgain()
{
    if (!m_flow)
        return;
    if (const core::Result<void> opened = m_flow->openBrowserAgain(); !opened.ok())
        Q_EMIT browserFailed(opened.error());
}

core::Result<void> HandoffSignIn::takeAddress(const QString &pasted)
{
    return m_flow ? m_flow->takeAddress(pasted) : SignInFlow::takeAddress(pasted);
}

} // namespace keyturn::accounts
