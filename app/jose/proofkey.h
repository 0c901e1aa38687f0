// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <QDateTime>
#include <QJsonObject>
#include <QUrl>

/// Keys that tokens are bound to, and what shows that their holder sends a request (RFC 9449, DPoP): ECDSA on P-256 with SHA-256 (ES256).
namespace keyturn::jose {

/// A new key pair as a private JWK (RFC 7517). Errors are Configuration `proof_key_unavailable`.
[[nodiscard]] core::Result<core::Secret> makeProofKey();

/// The public half of @p privateJwk, `kty`, `crv`, `x` and `y` alone. Errors are Storage `proof_key_broken`.
[[nodiscard]] core::Result<QJsonObject> publicHalf(const core::Secret &privateJwk);

/// The SHA-256 thumbprint of a public EC or RSA key in base64url (RFC 7638 §3); empty where a member that it is made of is missing.
[[nodiscard]] QByteArray thumbprint(const QJsonObject &publicJwk);

/// What one proof is about (RFC 9449 §4.2).
struct ProofContent {
    QByteArray method;
    QUrl url; ///< Query and fragment do not go into it.
    QDateTime issuedAt;
    QByteArray id; ///< `jti`: another one each time.
    core::Secret accessToken = {}; ///< Empty: none goes along.
    QByteArray nonce = {}; ///< The server's; empty: it gave none.
};

/// A proof as it stands in the `DPoP` header: a compact JWS. Errors are Storage `proof_key_broken`.
[[nodiscard]] core::Result<QByteArray> signProof(const core::Secret &privateJwk, const ProofContent &content);

} // namespace keyturn::jose
