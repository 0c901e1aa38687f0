// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/signincoordinator.h"
#include "accounts/storingflow.h"

#include <optional>

namespace keyturn::accounts {

/// Sign-in by password, or registration where a name is given. Steps: Preparing → AskingBackend → Storing.
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

protected:
    void obtain() override;

private:
    backendapi::BackendClient &m_backend;
    const storage::ProfileStore &m_profiles;
    Request m_request;
};

} // namespace keyturn::accounts
