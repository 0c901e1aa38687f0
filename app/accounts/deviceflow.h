// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/signincoordinator.h"
#include "accounts/storingflow.h"
#include "oauth/devicecodeflow.h"

#include <memory>

namespace keyturn::accounts {

/// Sign-in at an identity provider on another device. Steps: Preparing → WaitingForDevice → VerifyingIdentity → Storing.
class DeviceFlow final : public StoringFlow
{
    Q_OBJECT
public:
    DeviceFlow(oauth::FlowServices services, const storage::ProfileStore &profiles, const AccountKeeping &keeping, DeviceSignInRequest request);

protected:
    void obtain() override;
    void stopObtaining() override;

private:
    void forwardStep(oauth::DeviceCodeFlow::Step oauthStep);

    oauth::FlowServices m_services;
    const storage::ProfileStore &m_profiles;
    DeviceSignInRequest m_request;
    std::unique_ptr<oauth::DeviceCodeFlow> m_flow;
};

} // namespace keyturn::accounts
