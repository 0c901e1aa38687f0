// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/strongid.h"

namespace keyturn::model {

struct AccountIdTag;
struct ProfileIdTag;
struct ProviderIdTag;
struct SessionIdTag;

using AccountId = core::StrongId<AccountIdTag>; ///< Ours, random, never reused.
using ProfileId = core::StrongId<ProfileIdTag>; ///< The `id` of a backend profile.
using ProviderId = core::StrongId<ProviderIdTag>; ///< The `id` of an identity provider within its profile; empty: the backend itself.
using SessionId = core::StrongId<SessionIdTag>; ///< The backend's own.

} // namespace keyturn::model
