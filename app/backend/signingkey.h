// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QJsonObject>

#include <memory>
#include <optional>

namespace keyturn::backend {

/// One JWK and what it signs. José does the cryptography; this is the only place that knows it. Immutable, so safe from any thread.
class SigningKey
{
public:
    enum class Algorithm {
        Hs256, ///< 256 random bits (RFC 7518 §3.2: at least the hash's length).
        Rs256, ///< RSA, 2,048 bits.
        Es256, ///< ECDSA on P-256.
    };
    /// `HS256`, `RS256` or `ES256`; nothing for any other text.
    [[nodiscard]] static std::optional<Algorithm> algorithmNamed(const QString &name);

    [[nodiscard]] static core::Result<SigningKey> generate(Algorithm algorithm);
    /// A JWK as privateJwk() gave it; Storage `key_invalid` for anything else.
    [[nodiscard]] static core::Result<SigningKey> fromJwk(const QJsonObject &jwk);

    /// JWS compact serialization (RFC 7515 §7.1) with `alg`, `typ` and `kid` in its header.
    [[nodiscard]] core::Result<QByteArray> sign(const QByteArray &type, const QJsonObject &claims) const;
    /// The claims where the signature is ours. The header must say this key's id, its algorithm and @p type, and nothing critical (RFC 8725 §3.1,
    /// §3.11): the algorithm is ours to choose, not the token's.
    [[nodiscard]] std::optional<QJsonObject> verify(const QByteArray &type, const QByteArray &token) const;

    [[nodiscard]] Algorithm algorithm() const;
    [[nodiscard]] QString algorithmName() const;
    /// Whether others can verify by it: an HMAC key is for us alone.
    [[nodiscard]] bool isPublishable() const { return algorithm() != Algorithm::Hs256; }
    /// The JWK's thumbprint (RFC 7638).
    [[nodiscard]] QString id() const;
    /// For the key file alone.
    [[nodiscard]] QJsonObject privateJwk() const;
    /// For a JWKS: no private member, with `alg use kid`. Precondition: isPublishable().
    [[nodiscard]] QJsonObject publicJwk() const;

private:
    struct Key;
    explicit SigningKey(std::shared_ptr<const Key> key) : m_key(std::move(key)) { }
    std::shared_ptr<const Key> m_key;
};

} // namespace keyturn::backend
