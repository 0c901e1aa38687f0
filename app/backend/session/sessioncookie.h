// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/httpmessage.h"
#include "core/secret.h"

#include <chrono>

namespace keyturn::backend {

/// The cookie of a session: `sid`, and `__Host-sid` where cookies are for TLS alone. Then no page of a neighbouring host, and nobody on the way, can
/// plant one (RFC 6265bis §4.1.3.2). Lax: a person who comes by a link is signed in; what changes something is guarded by origin and token.
[[nodiscard]] HttpHeader sessionCookie(const core::Secret &value, std::chrono::seconds life, bool secure);
/// Takes it away from the browser.
[[nodiscard]] HttpHeader noSessionCookie(bool secure);
/// The one that came; empty where there is none.
[[nodiscard]] core::Secret sentSessionCookie(const Request &request, bool secure);

} // namespace keyturn::backend
