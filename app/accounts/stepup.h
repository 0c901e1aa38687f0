// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/signincoordinator.h"
#include "net/stepupchallenge.h"

namespace keyturn::accounts {

/// What a backend wants to have proved before it does something (RFC 9470).
using StepUp = net::StepUpChallenge;

/// Whether @p error is such a wish; nullopt for any other.
[[nodiscard]] std::optional<StepUp> stepUpAskedBy(const core::Error &error);

/// The sign-in that meets @p stepUp: of the same person, into the same account. For an account that is signed in by password it is the password typed
/// again, for which nothing of @p stepUp can be asked: a PasswordSignInRequest with `expected` set.
[[nodiscard]] BrowserSignInRequest stepUpRequest(const model::Account &account, const StepUp &stepUp);

} // namespace keyturn::accounts
