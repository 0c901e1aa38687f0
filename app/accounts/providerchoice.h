// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/profilestore.h"

namespace keyturn::accounts {

/// Where a sign-in at an identity provider goes.
struct ProviderChoice {
    model::IdentityProvider provider;
    bool embedded = false; ///< It is served by our own child.
};

/// The named provider of @p profile, or its only one where @p wanted is empty. Errors: those of ProfileStore::find(); Configuration
/// `backend_not_started`, `method_unsupported` (no provider), `provider_unknown` (the detail lists those there are).
[[nodiscard]] core::Result<ProviderChoice> chooseProvider(const storage::ProfileStore &profiles, const model::ProfileId &profile,
                                                          const model::ProviderId &wanted);

/// Whether that provider is one which the backend signs people in at itself; false where there is none.
[[nodiscard]] bool isHandoff(const storage::ProfileStore &profiles, const model::ProfileId &profile, const model::ProviderId &wanted);

} // namespace keyturn::accounts
