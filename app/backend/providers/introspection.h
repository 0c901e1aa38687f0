// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/httpmessage.h"
#include "backend/providers/providercontext.h"
#include "backend/providers/providerdescription.h"

namespace keyturn::backend {

/// POST of a token by a client that has a secret, as a resource server is one: what it is good for (RFC 7662). `{"active":false}` and nothing more
/// for whatever is unknown, expired, spent, revoked, or another provider's (§2.2).
[[nodiscard]] Response introspect(const ProviderContext &context, const ProviderDescription &provider, const Request &request);

} // namespace keyturn::backend
