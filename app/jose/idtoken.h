// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jose/jwks.h"
#include "jose/jwt.h"

#include <QDateTime>

namespace keyturn::jose {

/// What an ID token must say (OpenID Connect Core 1.0 §3.1.3.7).
struct IdTokenExpectation {
    QString issuer; ///< Compared exactly.
    QString clientId; ///< Must be in `aud`; with several audiences `azp` must be it.
    QString nonce; ///< Must be equal; empty only after a refresh, where none is expected.
    core::Secret accessToken; ///< Compared with `at_hash` where that is present.
    QString subject; ///< Where not empty, must be equal (a refresh, Core §12.2).
    QDateTime now; ///< UTC.
    /// `auth_time` must be there and not before it, for a request with `max_age` (Core §3.1.2.1); invalid: any. With the tolerance for clocks; and by
    /// the provider's clock alone, from `auth_time` to `iat`, no longer ago than it is from here to `now`, but for 5 s.
    QDateTime authenticatedSince = {};
    QStringList acrValues = {}; ///< `acr` must be one of them; empty: any.
    /// What may stand in `aud` beside the client: the resources that the tokens were asked for, and whom the
    /// profile trusts besides. Any other name there is refused.
    QStringList trustedAudiences = {};
};

/// Verifies the signature with the matching key of @p keys (RS256, PS256, ES256 and their 384/512 kin; never `none`, never an HMAC with a public key)
/// and the claims, with 60 s of tolerance for clocks. Answers the claims. Errors are BadReply with a code that names the claim: `id_token_signature`,
/// `id_token_alg`, `id_token_issuer`, `id_token_audience`, `id_token_azp`, `id_token_nonce`, `id_token_expired`, `id_token_not_yet_valid`,
/// `id_token_at_hash`, `id_token_subject`, `id_token_key_unknown`, `id_token_crit`, `id_token_auth_time`,
/// `id_token_acr`.
[[nodiscard]] core::Result<QJsonObject> verifyIdToken(const core::Secret &idToken, const Jwks &keys, const IdTokenExpectation &expected);

} // namespace keyturn::jose
