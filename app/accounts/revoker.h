// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "model/account.h"
#include "model/tokenset.h"

namespace keyturn::accounts {

/// Tells a backend or provider that tokens are done with.
class Revoker
{
public:
    virtual ~Revoker() = default;
    [[nodiscard]] virtual core::Async<void> revoke(const model::Account &account, const model::TokenSet &tokens) = 0;
    /// Ends every other session of the account; Configuration `sessions_unsupported` where the backend offers no such thing.
    [[nodiscard]] virtual core::Async<void> revokeOthers(const model::Account &account, const model::TokenSet &tokens) = 0;
};

} // namespace keyturn::accounts
