// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/accesstokens.h"
#include "backend/limits/ratelimits.h"
#include "backend/store.h"

namespace keyturn::backend {

/// Which routes are limited, and how: whatever guesses at a password, a token or a code, makes accounts or sends mail. Precondition: @p router has
/// them all. Everything must outlive @p router.
///
/// A sign-in counts against its address whether it succeeds or not, so that signing in to an account of one's own buys no more tries; against the
/// account count failures alone, so that nobody is kept out by signing in often. A refresh counts against its session; against the address count the
/// refused ones alone, for a whole office may be behind it.
void addRateLimits(RateLimits &limits, Router &router, Store &store, const AccessTokens &tokens, bool secureCookies);

} // namespace keyturn::backend
