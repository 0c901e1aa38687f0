// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"

#include <QDateTime>
#include <QStringList>

#include <optional>

namespace keyturn::model {

/// What a token endpoint answered (RFC 6749 §5.1), with times made absolute. Absent times are invalid QDateTimes: "does not say".
struct TokenSet {
    core::Secret accessToken;
    QDateTime accessExpiresAt; ///< UTC; invalid: the backend does not say.
    core::Secret refreshToken; ///< Empty: there is none.
    QDateTime refreshExpiresAt; ///< UTC; invalid: the backend does not say.
    core::Secret idToken; ///< Empty: no OpenID Connect.
    QStringList scopes; ///< Granted.
    QDateTime issuedAt; ///< UTC, by our clock: the lifetime is accessExpiresAt - issuedAt.
    /// The private key that the tokens are bound to (RFC 9449), as a JWK; empty: none. It goes where they go, and nowhere else.
    core::Secret proofKey = {};
    /// The access token is bound: it serves only as `DPoP`, with a proof. A server may bind the refresh token alone (RFC 9449 §5).
    bool bound = false;
    /// The CSRF token that came with the session, where the profile says that it does; empty: none.
    core::Secret csrfToken = {};

    [[nodiscard]] bool canRefresh() const { return !refreshToken.isEmpty(); }
    bool operator==(const TokenSet &) const = default;
};

} // namespace keyturn::model
