// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/signincoordinator.h"

#include "accounts/browserflow.h"
#include "accounts/deviceflow.h"
#include "accounts/handoffsignin.h"
#include "accounts/passwordflow.h"
#include "accounts/providerchoice.h"

namespace keyturn::accounts {

SignInCoordinator::SignInCoordinator(oauth::FlowServices services, oauth::BrowserOpener &browser, backendapi::BackendClient &backend,
                                     const storage::ProfileStore &profiles, storage::AccountStore &accounts, storage::SecretStore &secrets,
                                     tokens::TokenManager &tokens, Revoker &revoker, QObject *parent)
    : QObject(parent), m_services(services), m_browser(browser), m_backend(backend), m_profiles(profiles), m_keeping{services.clock, services.random,
                                                                                                                     accounts,       secrets,
                                                                                                                     tokens,         revoker}
{ }

core::Async<void> SignInCoordinator::ready(const model::ProfileId &profile)
{
    const core::Result<model::BackendProfile> found = m_profiles.find(profile);
    if (!found.ok())
        return core::ready<void>(found.error());
    if (found->embedded && found->baseUrl.isEmpty())
        return core::ready<void>(core::Error{core::ErrorKind::Configuration, QStringLiteral("backend_not_started"), {}});
    return m_keeping.ready(this);
}

template <class Request> std::unique_ptr<SignInFlow> SignInCoordinator::watched(std::unique_ptr<SignInFlow> flow, const Request &request)
{
    model::ProviderId provider;
    model::AccountId expected;
    if constexpr (requires { request.provider; })
        provider = request.provider;
    if constexpr (requires { request.expected; })
        expected = request.expected;
    connect(flow.get(), &SignInFlow::failed, this, [this, profile = request.profile, provider, expected](const core::Error &error) {
        Q_EMIT signInFailed(profile, provider, expected, error);
    });
    connect(flow.get(), &SignInFlow::stepChanged, this, [this, profile = request.profile](SignInFlow::Step step) {
        if (step == SignInFlow::Step::Preparing)
            Q_EMIT signInStarted(profile);
    });
    return flow;
}

std::unique_ptr<SignInFlow> SignInCoordinator::withPassword(PasswordSignInRequest request)
{
    return watched(std::make_unique<PasswordFlow>(
                       m_backend, m_profiles, m_keeping,
                       PasswordFlow::Request{request.profile, {request.user, request.password}, std::nullopt, request.label, request.expected}),
                   request);
}

std::unique_ptr<SignInFlow> SignInCoordinator::withRegistration(RegistrationRequest request)
{
    return watched(
        std::make_unique<PasswordFlow>(m_backend, m_profiles, m_keeping,
                                       PasswordFlow::Request{request.profile, {request.user, request.password}, request.name, request.label, {}}),
        request);
}

std::unique_ptr<SignInFlow> SignInCoordinator::withBrowser(BrowserSignInRequest request, oauth::BrowserOpener *browser)
{
    oauth::BrowserOpener &opener = browser ? *browser : m_browser;
    if (isHandoff(m_profiles, request.profile, request.provider))
        return watched(std::make_unique<HandoffSignIn>(m_services, opener, m_backend, m_profiles, m_keeping, request), request);
    return watched(std::make_unique<BrowserFlow>(m_services, opener, m_profiles, m_keeping, request), request);
}

std::unique_ptr<SignInFlow> SignInCoordinator::withDevice(DeviceSignInRequest request)
{
    return watched(std::make_unique<DeviceFlow>(m_services, m_profiles, m_keeping, request), request);
}

} // namespace keyturn::accounts
