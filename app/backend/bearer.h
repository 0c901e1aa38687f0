// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/guard.h"

namespace keyturn::backend {

/// By the bearer token in the Authorization header (RFC 6750 §2.1), or else by the session cookie. Where both come, the token counts alone: it was
/// put there on purpose, a cookie comes by itself. What would change something wants a CSRF token beside the cookie.
class RequestAuthenticator final : public Authenticator
{
public:
    /// @p auth must outlive it.
    explicit RequestAuthenticator(AuthService &auth) : m_auth(auth) { }
    [[nodiscard]] Identified identify(const Request &request) override;

private:
    AuthService &m_auth;
};

/// 401 with WWW-Authenticate (RFC 6750 §3): with `error="invalid_token"` where a token came, without any error where none did.
[[nodiscard]] Response bearerRefusal(bool tokenSent);

/// 401 that asks for a sign-in not older than @p maxAge (RFC 9470 §3).
[[nodiscard]] Response stepUpChallenge(std::chrono::seconds maxAge);

} // namespace keyturn::backend
