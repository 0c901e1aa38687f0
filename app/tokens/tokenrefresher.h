// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "model/account.h"
#include "model/tokenset.h"

#include <stop_token>

namespace keyturn::tokens {

/// The refresh call as TokenManager sees it; accounts/ plugs in what the account's profile says. Spends @p current's refresh token once. The answer
/// is whole: where the backend sent no new refresh token, the old one is in it (RFC 6749 §6). A definite refusal is SignInAgain with the protocol's
/// code; everything else keeps the token.
class TokenRefresher
{
public:
    virtual ~TokenRefresher() = default;
    [[nodiscard]] virtual core::Async<model::TokenSet> refresh(const model::Account &account, const model::TokenSet &current,
                                                               std::stop_token stop) = 0;
};

} // namespace keyturn::tokens
