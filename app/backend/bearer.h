// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/authservice.h"
#include "backend/router.h"

namespace keyturn::backend {

/// The live session that a request's bearer token stands for, or else its session cookie, or the answer to send instead. Where both come, the token
/// counts alone: it was put there on purpose, a cookie comes by itself. What would change something wants a CSRF token beside the cookie.
struct Bearer {
    std::optional<LiveSession> live;
    std::optional<Response> refusal;
};
[[nodiscard]] Bearer authenticateBearer(AuthService &auth, const Request &request);

/// 401 with WWW-Authenticate (RFC 6750 §3): with `error="invalid_token"` where a token came, without any error where none did.
[[nodiscard]] Response bearerRefusal(bool tokenSent);

/// 401 that asks for a sign-in not older than @p maxAge (RFC 9470 §3).
[[nodiscard]] Response stepUpChallenge(std::chrono::seconds maxAge);

} // namespace keyturn::backend
