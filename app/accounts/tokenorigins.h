// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/account.h"
#include "model/backendprofile.h"
#include "net/origin.h"
#include "storage/accountstore.h"
#include "storage/profilestore.h"

#include <QList>

/// Where an account's tokens go. A profile says it, and is a file that may be another one by tomorrow: what it said at sign-in is kept with the
/// account.
namespace keyturn::accounts {

/// To the backend at all of its addresses.
[[nodiscard]] QStringList tokenOrigins(const model::BackendProfile &profile);
/// To the provider as the profile has it and, by RFC 8707, to whom the tokens are for.
[[nodiscard]] QStringList tokenOrigins(const model::IdentityProvider &provider);
/// The same, with @p found, the endpoints that a provider told itself in its metadata.
[[nodiscard]] QStringList tokenOrigins(const model::IdentityProvider &provider, const model::OAuthEndpoints &found);
/// The one of the two that counts for @p account; empty where the profile does not have its provider.
[[nodiscard]] QStringList tokenOrigins(const model::BackendProfile &profile, const model::Account &account);

/// Where the access token goes with requests of anybody's: to the backend that issued it, or to the provider's own interfaces and those whom its
/// tokens are for, never to both. Nowhere for a profile that does not fit (profilefit.h).
[[nodiscard]] QList<net::Origin> accessOrigins(const model::BackendProfile &profile, const model::Account &account);

/// Fills in what records of before do not have, from the profiles of today.
void rememberOrigins(storage::AccountStore &accounts, const storage::ProfileStore &profiles);

} // namespace keyturn::accounts
