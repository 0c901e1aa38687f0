// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <QByteArrayView>
#include <QJsonObject>

namespace keyturn::jose {

/// Longest file with a key that is read, in bytes.
inline constexpr qsizetype maxKeyBytes = 64 * 1024;

/// A public key or an X.509 certificate in PEM (RFC 7468 §5, §13) as a public JWK (RFC 7517; RFC 8037 for Ed25519): RSA, EC on P-256, P-384 or P-521,
/// Ed25519. Errors are Configuration: `key_unreadable`, `key_private` (the private half; nobody who only checks needs it), `key_kind_unknown`.
[[nodiscard]] core::Result<QJsonObject> readPublicKey(QByteArrayView pem);

/// Verifies a compact JWS whose algorithm is EdDSA with an Ed25519 key (RFC 8037 §3.1).
[[nodiscard]] bool edwardsSignatureHolds(const core::Secret &compact, const QJsonObject &key);

/// Bits of an RSA key's modulus; 0 for any other key, and one that cannot be read.
[[nodiscard]] int rsaBits(const QJsonObject &key);

} // namespace keyturn::jose
