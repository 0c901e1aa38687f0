// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"

#include <QJsonObject>

#include <memory>

namespace keyturn::jose {

/// A key pair of the test's own: the provider's side of what app/jose verifies.
class Signer
{
public:
    /// RSA with @p bits.
    [[nodiscard]] static Signer rsa(int bits = 2048);
    /// On the curve that goes with @p algorithm (ES256, ES384, ES512).
    [[nodiscard]] static Signer ec(const QString &algorithm);

    /// The public half as a JWK (RFC 7517), with @p more members.
    [[nodiscard]] QJsonObject publicKey(const QJsonObject &more = {}) const;
    [[nodiscard]] QJsonObject privateKey() const;
    /// A compact JWS (RFC 7515 §7.1); `alg` stands in @p header.
    [[nodiscard]] core::Secret sign(const QJsonObject &header, const QJsonObject &claims) const;

private:
    explicit Signer(void *key);
    std::shared_ptr<void> m_key;
};

/// RSA keys take long to make: one for all tests.
[[nodiscard]] const Signer &provider();

[[nodiscard]] QByteArray base64url(const QByteArray &bytes);
/// A compact JWS with a signature that is just said.
[[nodiscard]] core::Secret compact(const QByteArray &header, const QByteArray &claims, const QByteArray &signature);

} // namespace keyturn::jose
