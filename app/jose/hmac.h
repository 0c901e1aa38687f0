// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"

namespace keyturn::jose {

/// Bits that @p algorithm (HS256, HS384, HS512) wants of its secret at least: as many as its hash has (RFC 7518 §3.2). 0: it is no HMAC.
[[nodiscard]] int leastSecretBits(const QString &algorithm);

/// Whether @p secret made the HMAC of a compact JWS (RFC 7515 §5.2). For who has the secret, or looks for it; never with a key that is public.
[[nodiscard]] bool hmacHolds(const core::Secret &compact, const core::Secret &secret);

} // namespace keyturn::jose
