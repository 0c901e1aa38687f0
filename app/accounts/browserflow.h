// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/signincoordinator.h"
#include "accounts/storingflow.h"

#include <memory>

namespace keyturn::accounts {

/// Sign-in at an identity provider through the browser. Steps: Preparing → WaitingForBrowser → ExchangingCode → VerifyingIdentity → Storing.
class BrowserFlow final : public StoringFlow
{
    Q_OBJECT
public:
    BrowserFlow(oauth::FlowServices services, oauth::BrowserOpener &browser, const storage::ProfileStore &profiles, const AccountKeeping &keeping,
                BrowserSignInRequest request);

    [[nodiscard]] QUrl authorizationUrl() const override;
    void openBrowserAgain() override;
    [[nodiscard]] core::Result<void> takeAddress(const QString &pasted) override;
    [[nodiscard]] bool offersDeviceCode() const override;

protected:
    void obtain() override;
    void stopObtaining() override;

private:
    void forwardStep(oauth::AuthorizationCodeFlow::Step oauthStep);

    oauth::FlowServices m_services;
    oauth::BrowserOpener &m_browser;
    const storage::ProfileStore &m_profiles;
    BrowserSignInRequest m_request;
    std::unique_ptr<oauth::AuthorizationCodeFlow> m_flow;
};

} // namespace keyturn::accounts
