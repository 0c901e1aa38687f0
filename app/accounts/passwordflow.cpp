// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/passwordflow.h"

namespace keyturn::accounts {

PasswordFlow::PasswordFlow(backendapi::BackendClient &backend, const storage::ProfileStore &profiles, const AccountKeeping &keeping, Request request)
    : StoringFlow(keeping), m_backend(backend), m_profiles(profiles), m_request(std::move(request))
{ }

void PasswordFlow::obtain()
{
    const core::Result<model::BackendProfile> profile = m_profiles.find(m_request.profile);
    if (!profile.ok())
        return fail(profile.error());
    step(Step::AskingBackend);
    const core::Async<backendapi::SignInOutcome> answer = m_request.registerAs
        ? m_backend.registerUser(*profile, m_request.credentials, *m_request.registerAs, stopToken())
        : m_backend.signIn(*profile, m_request.credentials, stopToken());
    m_request.credentials.password = {}; // asked once; nothing here needs it any more
    core::whenDone(answer, this, [this, embedded = profile->embedded](const core::Result<backendapi::SignInOutcome> &outcome) {
        if (!outcome.ok())
            return fail(outcome.error());
        obtained({m_request.profile,
                  {},
                  model::SignInMethod::Password,
                  m_request.label,
                  m_request.expected,
                  outcome->identity,
                  outcome->tokens,
                  embedded});
    });
}

} // namespace keyturn::accounts
