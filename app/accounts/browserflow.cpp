// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/browserflow.h"

namespace keyturn::accounts {

namespace {

core::Error configuration(const char *code, const QString &detail)
{
    return {core::ErrorKind::Configuration, QString::fromLatin1(code), detail};
}

/// The named provider, or the only one there is.
core::Result<model::IdentityProvider> choose(const model::BackendProfile &profile, const model::ProviderId &wanted)
{
    if (profile.providers.isEmpty())
        return configuration("method_unsupported", QStringLiteral("the profile has no identity provider"));
    if (wanted.isEmpty() && profile.providers.size() == 1)
        return profile.providers.first();
    const model::IdentityProvider *found = profile.provider(wanted);
    if (found)
        return *found;
    QStringList names;
    for (const model::IdentityProvider &provider : profile.providers)
        names += provider.id.toString();
    return configuration("provider_unknown", names.join(QLatin1String(", ")));
}

} // namespace

BrowserFlow::BrowserFlow(oauth::FlowServices services, oauth::BrowserOpener &browser, const storage::ProfileStore &profiles,
                         const AccountKeeping &keeping, BrowserSignInRequest request)
    : StoringFlow(keeping), m_services(services), m_browser(browser), m_profiles(profiles), m_request(std::move(request))
{ }

void BrowserFlow::obtain()
{
    const core::Result<model::BackendProfile> profile = m_profiles.find(m_request.profile);
    if (!profile.ok())
        return fail(profile.error());
    if (profile->embedded && profile->baseUrl.isEmpty())
        return fail(configuration("backend_not_started", {}));
    const core::Result<model::IdentityProvider> provider = choose(*profile, m_request.provider);
    if (!provider.ok())
        return fail(provider.error());
    m_request.provider = provider->id;
    m_flow = std::make_unique<oauth::AuthorizationCodeFlow>(
        m_services, m_browser, oauth::AuthorizationRequest{*provider, m_request.loginHint, {}, m_request.openBrowser, m_request.patience});
    connect(m_flow.get(), &oauth::AuthorizationCodeFlow::stepChanged, this, &BrowserFlow::forwardStep);
    connect(m_flow.get(), &oauth::AuthorizationCodeFlow::authorizationUrlReady, this, &SignInFlow::authorizationUrlReady);
    connect(m_flow.get(), &oauth::AuthorizationCodeFlow::browserFailed, this, &SignInFlow::browserFailed);
    connect(m_flow.get(), &oauth::AuthorizationCodeFlow::failed, this, &BrowserFlow::fail);
    connect(m_flow.get(), &oauth::AuthorizationCodeFlow::completed, this,
            [this, embedded = profile->embedded](const oauth::AuthorizationOutcome &outcome) {
                obtained({m_request.profile, m_request.provider, model::SignInMethod::Browser, m_request.label, m_request.expected, outcome.identity,
                          outcome.tokens, embedded});
            });
    m_flow->start();
}

void BrowserFlow::stopObtaining()
{
    if (m_flow) {
        m_flow->disconnect(this);
        m_flow->cancel();
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

} // namespace keyturn::accounts
