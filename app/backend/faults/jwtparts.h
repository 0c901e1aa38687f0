// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QJsonObject>

#include <optional>

namespace keyturn::backend {

/// A JWS in compact serialization, read without any check: what attacks and tests are made of.
struct JwtParts {
    QJsonObject header;
    QJsonObject claims;
    QByteArray signature; ///< Decoded.
    QByteArray signedPart; ///< What the signature is about, as it came.
};

/// Nothing where it is no such token.
[[nodiscard]] std::optional<JwtParts> jwtParts(const QByteArray &token);
[[nodiscard]] QByteArray base64UrlOf(const QByteArray &bytes);
/// A token with that header, but for `alg: none`, and no signature.
[[nodiscard]] QByteArray unsignedJwt(QJsonObject header, const QJsonObject &claims);
/// HS256 (RFC 7518 §3.2) with any key, however short.
[[nodiscard]] QByteArray hmacJwt(QJsonObject header, const QJsonObject &claims, const QByteArray &key);
/// Whether @p jwk, of any type that José knows, made the signature.
[[nodiscard]] bool isSignedBy(const QByteArray &token, const QJsonObject &jwk);
/// An RSA key as SubjectPublicKeyInfo in PEM (RFC 7468 §13), as it is read from a file; empty where @p jwk is no such key.
[[nodiscard]] QByteArray publicKeyPem(const QJsonObject &jwk);
[[nodiscard]] bool isHmacSigned(const JwtParts &token, const QByteArray &key);

} // namespace keyturn::backend
