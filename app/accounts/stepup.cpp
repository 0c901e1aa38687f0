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
    // A provider where the person is signed in still would answer without asking anybody. Through a hand-off the rest may not reach it.
    if ((stepUp.acrValues.isEmpty() && !stepUp.maxAge) || !account.handoff.isEmpty())
        request.prompt = QStringLiteral("login");
    return request;
}

} // namespace keyturn::accounts
