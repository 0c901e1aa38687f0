// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/accesskeys.h"
#include "backend/router.h"

namespace keyturn::backend {

/// GET /.well-known/jwks.json: the public keys that verify access tokens which live for @p life (RFC 7517 §5); an empty list while they are signed
/// with HS256. @p clock and @p keys must outlive @p router.
void addJwksRoute(Router &router, const core::Clock &clock, const KeyRing &keys, std::chrono::seconds life);

} // namespace keyturn::backend
