// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/secret.h"
#include "model/backendprofile.h"

namespace keyturn::oauth {

/// The ID token to keep after a refresh that brought @p fresh, which may be none, where @p old was held (OpenID Connect Core 1.0 §12.2): the new one,
/// if it is about the same sign-in: `iss`, `sub`, `azp` and a `nonce` as in the old one, `aud` with all that was in it and nobody new but
/// @p provider's resources, an `auth_time` that is no earlier. SignInAgain `id_token_subject` where it is about another, or cannot be read; one that
/// is encrypted, which nobody here reads, is left. It came from the token endpoint over TLS, which may stand for its signature (§3.1.3.7, point 6),
/// and nobody is identified by it.
[[nodiscard]] core::Result<core::Secret> idTokenAfterRefresh(const core::Secret &old, const core::Secret &fresh,
                                                             const model::IdentityProvider &provider);

} // namespace keyturn::oauth
