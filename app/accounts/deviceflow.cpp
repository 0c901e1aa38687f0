// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/deviceflow.h"

#include "accounts/providerchoice.h"
#include "accounts/tokenorigins.h"

namespace keyturn::accounts {

DeviceFlow::DeviceFlow(oauth::FlowServices services, const storage::ProfileStore &profiles, const AccountKeeping &keeping,
                       DeviceSignInRequest request)
    : StoringFlow(keeping), m_services(services), m_profiles(profiles), m_request(std::move(request))
{ }

void DeviceFlow::obtain()
{
    const core::Result<ProviderChoice> choice = chooseProvider(m_profiles, m_request.profile, m_request.provider);
    if (!choice.ok())
        return fail(choice.error());
    if (choice->provider.handoff)
        return fail({core::ErrorKind::Configuration, QStringLiteral("method_unsupported"), QStringLiteral("a hand-off goes through the browser")});
    m_request.provider = choice->provider.id;
    m_flow = std::make_unique<oauth::DeviceCodeFlow>(m_services, choice->provider);
    connect(m_flow.get(), &oauth::DeviceCodeFlow::stepChanged, this, &DeviceFlow::forwardStep);
    connect(m_flow.get(), &oauth::DeviceCodeFlow::userCode, this, &SignInFlow::userCode);
    NewSignIn signIn{m_request.profile, m_request.provider, model::SignInMethod::Device, m_request.label, m_request.expected, {}, {},
                     choice->embedded};
    signIn.identity.issuer = choice->provider.issuer;
    signIn.origins = tokenOrigins(choice->provider);
    signIn.loginHint = m_request.loginHint;
    connect(m_flow.get(), &oauth::DeviceCodeFlow::unkept, this, [this, signIn](const model::TokenSet &tokens) { notKept(with(signIn, tokens)); });
    connect(m_flow.get(), &oauth::DeviceCodeFlow::failed, this, &DeviceFlow::fail);
    connect(m_flow.get(), &oauth::DeviceCodeFlow::completed, this,
            [this, signIn, provider = choice->provider](const oauth::AuthorizationOutcome &outcome) { obtained(with(signIn, provider, outcome)); });
    m_flow->start();
}

void DeviceFlow::stopObtaining()
{
    if (m_flow) {
        m_flow->cancel(); // which tells at once what came and is not kept
        m_flow->disconnect(this);
    }
}

void DeviceFlow::forwardStep(oauth::DeviceCodeFlow::Step oauthStep)
{
    if (oauthStep == oauth::DeviceCodeFlow::Step::WaitingForPerson)
        step(Step::WaitingForDevice);
    else if (oauthStep == oauth::DeviceCodeFlow::Step::VerifyingIdentity)
        step(Step::VerifyingIdentity);
}

} // namespace keyturn::accounts
