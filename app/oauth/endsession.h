// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/account.h"
#include "oauth/discovery.h"

namespace keyturn::oauth {

/// Where the browser ends the person's sign-in at the provider itself (OpenID Connect RP-Initiated Logout 1.0 §2); empty where the provider has no
/// such page. The person is named by `logout_hint`, not by the ID token: an address is seen by whatever opens it, and stays in the browser's history.
/// There the provider asks the person, which for a sign-in that other programs share is right.
[[nodiscard]] QUrl endSessionUrl(const ProviderMetadata &metadata, const model::IdentityProvider &provider, const model::Identity &identity);

} // namespace keyturn::oauth
