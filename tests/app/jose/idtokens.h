// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jose/idtoken.h"
#include "signer.h"

namespace keyturn::jose {

inline const QDateTime now = QDateTime::fromString(QStringLiteral("2026-11-23T17:40:00Z"), Qt::ISODate);

/// What a sound provider says to us.
inline QJsonObject soundClaims()
{
    const qint64 seconds = now.toSecsSinceEpoch();
    return {{QStringLiteral("iss"), QStringLiteral("https://id.example")},
            {QStringLiteral("aud"), QStringLiteral("keyturn")},
            {QStringLiteral("sub"), QStringLiteral("user-1")},
            {QStringLiteral("nonce"), QStringLiteral("n-0S6")},
            {QStringLiteral("iat"), seconds - 5},
            {QStringLiteral("exp"), seconds + 300}};
}

inline IdTokenExpectation expectation()
{
    IdTokenExpectation expected;
    expected.issuer = QStringLiteral("https://id.example");
    expected.clientId = QStringLiteral("keyturn");
    expected.nonce = QStringLiteral("n-0S6");
    expected.accessToken = core::Secret(QByteArrayView("access"));
    expected.now = now;
    return expected;
}

inline QJsonObject header(const char *algorithm, const char *keyId = "k1")
{
    return {{QStringLiteral("alg"), QString::fromLatin1(algorithm)}, {QStringLiteral("kid"), QString::fromLatin1(keyId)}};
}

/// The provider's one key, called k1.
inline Jwks published()
{
    return {{provider().publicKey({{QStringLiteral("kid"), QStringLiteral("k1")}})}};
}

/// `ok`, or the error's code.
inline QString verdict(const core::Result<QJsonObject> &result)
{
    return result.ok() ? QStringLiteral("ok") : result.error().code;
}

} // namespace keyturn::jose
