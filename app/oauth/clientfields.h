// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/backendprofile.h"
#include "oauth/form.h"

namespace keyturn::oauth {

/// How a client says who it is in the body of a request: `client_id`, and `client_secret` where it was given one (RFC 6749 §2.3.1).
[[nodiscard]] QList<FormField> clientFields(const model::IdentityProvider &provider);

/// Whom the tokens are to be for: one `resource` each (RFC 8707 §2).
[[nodiscard]] QList<FormField> resourceFields(const model::IdentityProvider &provider);

/// The profile's scopes, and `openid` where without it there would be no ID token (OpenID Connect Core §3.1.2.1).
[[nodiscard]] QStringList requestedScopes(const model::IdentityProvider &provider);

} // namespace keyturn::oauth
