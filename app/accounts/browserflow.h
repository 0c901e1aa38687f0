// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/signincoordinator.h"
#include "accounts/storingflow.h"

#include <memory>

namespace keyturn::accounts {

/// Sign-in at an identity provider through the browser. Steps: Preparing → WaitingForBrowser → ExchangingCode → VerifyingIdentity → Storing. Where
/// offline access was asked for and no refresh token came for somebody who has none here, as Google does after the first consent, the browser is sent
/// out once more with prompt=consent; should that come to nothing, what came first is kept.
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
    void ask(const QString &prompt);
    void completed(const oauth::AuthorizationOutcome &outcome);
    void failedAt(const core::Error &error);
    void keep(const oauth::AuthorizationOutcome &outcome);
    [[nodiscard]] NewSignIn whatIsAsked() const;
    void forwardStep(oauth::AuthorizationCodeFlow::Step oauthStep);

    oauth::FlowServices m_services;
    oauth::BrowserOpener &m_browser;
    const storage::ProfileStore &m_profiles;
    BrowserSignInRequest m_request;
    model::IdentityProvider m_provider;
    bool m_embedded = false;
    std::optional<oauth::AuthorizationOutcome> m_first; ///< That was not renewable.
    std::unique_ptr<oauth::AuthorizationCodeFlow> m_flow;
};

} // namespace keyturn::accounts
