// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/signincoordinator.h"
#include "accounts/storingflow.h"
#include "oauth/handoffflow.h"

#include <memory>

namespace keyturn::accounts {

/// Sign-in that the profile's backend runs at a provider itself and hands over. What comes of it is an account of the backend's own, as after a
/// password sign-in: the same person is the same account. Steps: Preparing → WaitingForBrowser → ExchangingCode → Storing.
class HandoffSignIn final : public StoringFlow
{
    Q_OBJECT
public:
    HandoffSignIn(oauth::FlowServices services, oauth::BrowserOpener &browser, backendapi::BackendClient &backend,
                  const storage::ProfileStore &profiles, const AccountKeeping &keeping, BrowserSignInRequest request);

    [[nodiscard]] QUrl authorizationUrl() const override;
    void openBrowserAgain() override;
    [[nodiscard]] core::Result<void> takeAddress(const QString &pasted) override;

protected:
    void obtain() override;
    void stopObtaining() override;

private:
    void begin(const model::BackendProfile &profile, const model::IdentityProvider &provider, const QUrl &start);
    [[nodiscard]] core::Async<oauth::AuthorizationOutcome> exchange(const model::BackendProfile &profile, const model::Handoff &handoff,
                                                                    const oauth::HandoffAnswer &answer, std::stop_token stop);

    oauth::FlowServices m_services;
    oauth::BrowserOpener &m_browser;
    backendapi::BackendClient &m_backend;
    const storage::ProfileStore &m_profiles;
    BrowserSignInRequest m_request;
    std::unique_ptr<oauth::HandoffFlow> m_flow;
};

} // namespace keyturn::accounts
