// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "model/account.h"
#include "model/tokenset.h"

#include <QUrl>

namespace keyturn::accounts {

/// Tells a backend or provider that tokens are done with.
class Revoker
{
public:
    virtual ~Revoker() = default;
    [[nodiscard]] virtual core::Async<void> revoke(const model::Account &account, const model::TokenSet &tokens) = 0;
    /// Ends every other session of the account; Configuration `sessions_unsupported` where the backend offers no such thing.
    [[nodiscard]] virtual core::Async<void> revokeOthers(const model::Account &account, const model::TokenSet &tokens) = 0;
    /// Keeps what could not be told now; false where it cannot be kept either.
    [[nodiscard]] virtual core::Async<bool> revokeLater(const model::Account &, const model::TokenSet &) { return core::ready<bool>(false); }
    /// Where the browser ends the person's sign-in at the provider itself; empty where there is no such page.
    [[nodiscard]] virtual core::Async<QUrl> endSessionUrl(const model::Account &) { return core::ready<QUrl>(QUrl()); }
    /// Tells what was kept, as far as it can be told now.
    [[nodiscard]] virtual core::Async<void> retryPending() { return core::ready<void>({}); }
};

/// Whether another attempt may reach whom this one did not.
[[nodiscard]] inline bool mayBeToldLater(const core::Error &error)
{
    return error.kind == core::ErrorKind::Offline || error.kind == core::ErrorKind::RateLimited || error.code == QLatin1String("backend_not_started");
}

} // namespace keyturn::accounts
