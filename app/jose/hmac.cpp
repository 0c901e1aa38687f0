// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jose/hmac.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>

namespace keyturn::jose {

namespace {

constexpr auto base64url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

std::optional<QCryptographicHash::Algorithm> hashOf(const QString &algorithm)
{
    if (algorithm == QLatin1String("HS256"))
        return QCryptographicHash::Sha256;
    if (algorithm == QLatin1String("HS384"))
        return QCryptographicHash::Sha384;
    if (algorithm == QLatin1String("HS512"))
        return QCryptographicHash::Sha512;
    return std::nullopt;
}

/// A compact JWS with an HMAC, taken apart.
struct Sealed {
    QCryptographicHash::Algorithm hash;
    QByteArray input;
    QByteArray code;
};

std::optional<Sealed> sealed(const core::Secret &compact)
{
    const QByteArray text = compact.reveal().toByteArray();
    const QByteArrayList parts = text.split('.');
    if (parts.size() != 3)
        return std::nullopt;
    const QJsonObject header = QJsonDocument::fromJson(QByteArray::fromBase64(parts.at(0), base64url)).object();
    const std::optional<QCryptographicHash::Algorithm> hash = hashOf(header.value(QStringLiteral("alg")).toString());
    if (!hash)
        return std::nullopt;
    return Sealed{*hash, text.left(text.lastIndexOf('.')), QByteArray::fromBase64(parts.at(2), base64url)};
}

bool opens(const Sealed &sealed, const QByteArray &secret)
{
    const QByteArray code = QMessageAuthenticationCode::hash(sealed.input, secret, sealed.hash);
    return core::Secret(code) == core::Secret(sealed.code); // in constant time
}

} // namespace

int leastSecretBits(const QString &algorithm)
{
    const std::optional<QCryptographicHash::Algorithm> hash = hashOf(algorithm);
    return hash ? QCryptographicHash::hashLength(*hash) * 8 : 0;
}

bool hmacHolds(const core::Secret &compact, const core::Secret &secret)
{
    const std::optional<Sealed> parts = sealed(compact);
    if (!parts)
        return false;
    QByteArray key = secret.reveal().toByteArray();
    const bool holds = opens(*parts, key);
    core::wipe(key);
    return holds;
}

} // namespace keyturn::jose
