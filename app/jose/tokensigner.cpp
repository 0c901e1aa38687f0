// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jose/tokensigner.h"

#include "jose/cjosehandles.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>

#include <memory>

namespace keyturn::jose {

namespace {

constexpr auto base64url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QByteArray encoded(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toBase64(base64url);
}

QCryptographicHash::Algorithm hashOf(const QString &algorithm)
{
    if (algorithm == QLatin1String("HS384"))
        return QCryptographicHash::Sha384;
    return algorithm == QLatin1String("HS512") ? QCryptographicHash::Sha512 : QCryptographicHash::Sha256;
}

QByteArray hmac(const QByteArray &text, const QString &algorithm, const core::Secret &key)
{
    return QMessageAuthenticationCode::hash(text, key.reveal().toByteArray(), hashOf(algorithm)).toBase64(base64url);
}

core::Error unfit()
{
    return {core::ErrorKind::Configuration, QStringLiteral("signing_key_unfit"),
            QStringLiteral("The signing key cannot be read, or is not one for the tokens' algorithm.")};
}

/// cjose takes texts, and documents as they are written.
bool setMember(cjose_header_t *header, const QString &name, const QJsonValue &value)
{
    cjose_err error = {};
    const QByteArray key = name.toUtf8();
    if (value.isString())
        return cjose_header_set(header, key.constData(), value.toString().toUtf8().constData(), &error);
    const QJsonDocument document = value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    const bool isDocument = value.isArray() || value.isObject();
    return isDocument && cjose_header_set_raw(header, key.constData(), document.toJson(QJsonDocument::Compact).constData(), &error);
}

} // namespace

core::Secret unsignedJwt(const QJsonObject &header, const QJsonObject &claims)
{
    return core::Secret(encoded(header) + '.' + encoded(claims) + '.');
}

core::Secret hmacJwt(const QJsonObject &header, const QJsonObject &claims, const core::Secret &key)
{
    const QByteArray text = encoded(header) + '.' + encoded(claims);
    return core::Secret(text + '.' + hmac(text, header.value(QStringLiteral("alg")).toString(), key));
}

core::Result<core::Secret> signJwt(const core::Secret &key, const QJsonObject &header, const QJsonObject &claims)
{
    const QJsonObject jwk = QJsonDocument::fromJson(key.reveal().toByteArray()).object();
    if (jwk.value(QStringLiteral("kty")) == QLatin1String("oct")) {
        const QByteArray bytes = QByteArray::fromBase64(jwk.value(QStringLiteral("k")).toString().toLatin1(), base64url);
        const bool isHmac = header.value(QStringLiteral("alg")).toString().startsWith(QLatin1String("HS"));
        return isHmac && !bytes.isEmpty() ? core::Result<core::Secret>(hmacJwt(header, claims, core::Secret(bytes))) : unfit();
    }
    cjose_err error = {};
    const QByteArray json = key.reveal().toByteArray();
    const Jwk signer(json.isEmpty() ? nullptr : cjose_jwk_import(json.constData(), static_cast<std::size_t>(json.size()), &error));
    const Header head(cjose_header_new(&error));
    bool isSet = signer && head;
    for (auto it = header.begin(); isSet && it != header.end(); ++it)
        isSet = setMember(head.get(), it.key(), it.value());
    const QByteArray payload = QJsonDocument(claims).toJson(QJsonDocument::Compact);
    const Jws jws(isSet ? cjose_jws_sign(signer.get(), head.get(), reinterpret_cast<const uint8_t *>(payload.constData()),
                                         static_cast<std::size_t>(payload.size()), &error)
                        : nullptr);
    const char *text = nullptr;
    if (!jws || !cjose_jws_export(jws.get(), &text, &error))
        return unfit();
    return core::Secret(QByteArrayView(text));
}

} // namespace keyturn::jose
