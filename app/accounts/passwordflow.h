// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/signincoordinator.h"
#include "accounts/storingflow.h"

#include <optional>

namespace keyturn::accounts {

/// Sign-in by password, or registration where a name is given. Steps: Preparing → AskingBackend → Storing; where the backend wants a second factor,
/// AskingBackend → WaitingForCode → AskingBackend come in between, as often as a code is tried.
class PasswordFlow final : public StoringFlow
{
    Q_OBJECT
public:
    struct Request {
        model::ProfileId profile;
        backendapi::Credentials credentials;
        std::optional<QString> registerAs; ///< The person's name.
        QString label;
        model::AccountId expected;
    };

    PasswordFlow(backendapi::BackendClient &backend, const storage::ProfileStore &profiles, const AccountKeeping &keeping, Request request);

    [[nodiscard]] core::Result<void> takeCode(const core::Secret &code, model::SecondFactorMethod method) override;

protected:
    void obtain() override;

private:
    void answered(const core::Result<backendapi::SignInAnswer> &answer);
    void codeAnswered(const core::Result<backendapi::SignInOutcome> &outcome);
    void signedInAs(const backendapi::SignInOutcome &outcome);
    void waitForCode();

    backendapi::BackendClient &m_backend;
    const storage::ProfileStore &m_profiles;
    Request m_request;
    model::BackendProfile m_profile;
    std::optional<backendapi::SecondFactorChallenge> m_challenge; ///< From the good password on.
    bool m_waitingForCode = false;
};

} // namespace keyturn::accounts
