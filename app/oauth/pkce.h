// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/random.h"
#include "core/secret.h"

namespace keyturn::oauth {

/// Proof Key for Code Exchange, method S256 only (RFC 7636 §4).
struct Pkce {
    core::Secret verifier; ///< 43 characters from 32 random bytes.
    QByteArray challenge; ///< base64url(SHA-256(verifier)).
};

[[nodiscard]] Pkce makePkce(core::Random &random);

} // namespace keyturn::oauth
