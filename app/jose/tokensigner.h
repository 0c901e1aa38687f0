// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <QJsonObject>

/// Tokens that a backend is tried with. What Keyturn itself sends and believes is signed and verified elsewhere.
namespace keyturn::jose {

/// A compact JWS of @p header and @p claims with nothing behind its last dot (RFC 7515 §A.5).
[[nodiscard]] core::Secret unsignedJwt(const QJsonObject &header, const QJsonObject &claims);

/// A compact JWS by HMAC (RFC 7518 §3.2). `alg` in @p header says which: HS256, HS384, HS512; anything else counts as HS256. @p key may be empty.
[[nodiscard]] core::Secret hmacJwt(const QJsonObject &header, const QJsonObject &claims, const core::Secret &key);

/// A compact JWS by the private JWK @p key (RFC 7517), as `alg` in @p header says; members of @p header are texts, lists or objects. Errors:
/// Configuration `signing_key_unfit` where the key cannot be read, or does not sign so.
[[nodiscard]] core::Result<core::Secret> signJwt(const core::Secret &key, const QJsonObject &header, const QJsonObject &claims);

} // namespace keyturn::jose
