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

std::unique_ptr<SignInFlow> SignInCoordinator::withPassword(PasswordSignInRequest request)
{
    return std::make_unique<PasswordFlow>(
        m_backend, m_profiles, m_keeping,
        PasswordFlow::Request{request.profile, {request.user, request.password}, std::nullopt, request.label, request.expected});
}

std::unique_ptr<SignInFlow> SignInCoordinator::withRegistration(RegistrationRequest request)
{
    return std::make_unique<PasswordFlow>(m_backend, m_profiles, m_keeping,
                                          PasswordFlow::Request{request.profile, {request.user, request.password}, request.name, request.label, {}});
}

std::unique_ptr<SignInFlow> SignInCoordinator::withBrowser(BrowserSignInRequest request, oauth::BrowserOpener *browser)
{
    if (isHandoff(m_profiles, request.profile, request.provider))
        return std::make_unique<HandoffSignIn>(m_services, browser ? *browser : m_browser, m_backend, m_profiles, m_keeping, std::move(request));
    return std::make_unique<BrowserFlow>(m_services, browser ? *browser : m_browser, m_profiles, m_keeping, std::move(request));
}

std::unique_ptr<SignInFlow> SignInCoordinator::withDevice(DeviceSignInRequest request)
{
    return std::make_unique<DeviceFlow>(m_services, m_profiles, m_keeping, std::move(request));
}

} // namespace keyturn::accounts
