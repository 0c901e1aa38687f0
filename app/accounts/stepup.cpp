// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/stepup.h"

namespace keyturn::accounts {

std::optional<StepUp> stepUpAskedBy(const core::Error &error)
{
    if (error.code != QLatin1String("insufficient_user_authentication"))
        return std::nullopt;
    return net::readStepUpChallenge(error.detail.toLatin1()).value_or(StepUp{});
}

BrowserSignInRequest stepUpRequest(const model::Account &account, const StepUp &stepUp)
{
    BrowserSignInRequest request;
    request.profile = account.profile;
    request.provider = account.wayIn();
    request.loginHint = account.identity.email;
    request.expected = account.id;
    request.acrValues = stepUp.acrValues;
    request.maxAge = stepUp.maxAge;
    return request;
}

} // namespace keyturn::accounts
