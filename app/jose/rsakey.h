// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <QJsonObject>

/// Keys in the forms in which attackers bring and use them (RFC 8725 §2.1, §3.10).
namespace keyturn::jose {

/// An RSA key of 2048 bits, in the forms in which a token may bring it along.
struct RsaKey {
    core::Secret privateJwk;
    QJsonObject publicJwk;
    QByteArray certificate; ///< PEM: signed by itself, for a day.
};

/// Takes a moment. Errors: Configuration `key_unavailable`.
[[nodiscard]] core::Result<RsaKey> makeRsaKey();

/// A public RSA or EC key as SubjectPublicKeyInfo in PEM (RFC 7468 §13), with the end of its last line; empty where @p jwk is none.
[[nodiscard]] QByteArray publicKeyPem(const QJsonObject &jwk);

} // namespace keyturn::jose
