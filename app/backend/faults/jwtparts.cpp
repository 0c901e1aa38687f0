// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/jwtparts.h"

#include "core/json.h"

#include <QJsonDocument>
#include <QMessageAuthenticationCode>

#include <jansson.h>
#include <memory>

extern "C" { // José's headers do not say so themselves
#include <jose/jws.h>
}

namespace keyturn::backend {

namespace {

constexpr qsizetype maxTokenBytes = 8 * 1024;

QByteArray hmac(const QByteArray &text, const QByteArray &key)
{
    return QMessageAuthenticationCode::hash(text, key, QCryptographicHash::Sha256);
}

/// A value in DER (X.690 §8.1), shorter than 64 kB.
QByteArray derValue(char tag, const QByteArray &content)
{
    const qsizetype size = content.size();
    QByteArray value(1, tag);
    if (size >= 0x100)
        value += QByteArray(1, '\x82') + static_cast<char>(size >> 8);
    else if (size >= 0x80)
        value += '\x81';
    return value + static_cast<char>(size & 0xff) + content;
}

QByteArray encoded(const QJsonObject &object)
{
    return base64UrlOf(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

} // namespace

QByteArray base64UrlOf(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

std::optional<JwtParts> jwtParts(const QByteArray &token)
{
    const QList<QByteArray> parts = token.size() <= maxTokenBytes ? token.split('.') : QList<QByteArray>();
    if (parts.size() != 3)
        return std::nullopt;
    constexpr auto options = QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors;
    const auto header = core::parseJsonObject(QByteArray::fromBase64(parts[0], options), maxTokenBytes);
    const auto claims = core::parseJsonObject(QByteArray::fromBase64(parts[1], options), maxTokenBytes);
    if (!header.ok() || !claims.ok())
        return std::nullopt;
    return JwtParts{*header, *claims, QByteArray::fromBase64(parts[2], options), parts[0] + '.' + parts[1]};
}

QByteArray unsignedJwt(QJsonObject header, const QJsonObject &claims)
{
    header.insert(QStringLiteral("alg"), QStringLiteral("none"));
    return encoded(header) + '.' + encoded(claims) + '.';
}

QByteArray hmacJwt(QJsonObject header, const QJsonObject &claims, const QByteArray &key)
{
    header.insert(QStringLiteral("alg"), QStringLiteral("HS256"));
    const QByteArray text = encoded(header) + '.' + encoded(claims);
    return text + '.' + base64UrlOf(hmac(text, key));
}

bool isSignedBy(const QByteArray &token, const QJsonObject &jwk)
{
    struct Release {
        void operator()(json_t *value) const { json_decref(value); }
    };
    using Json = std::unique_ptr<json_t, Release>;
    const QList<QByteArray> parts = token.split('.');
    const QByteArray text = QJsonDocument(jwk).toJson(QJsonDocument::Compact);
    if (parts.size() != 3 || jwk.isEmpty())
        return false;
    const Json key(json_loadb(text.constData(), static_cast<std::size_t>(text.size()), 0, nullptr));
    const Json jws(json_pack("{s:s,s:s,s:s}", "protected", parts[0].constData(), "payload", parts[1].constData(), "signature", parts[2].constData()));
    return key && jws && jose_jws_ver(nullptr, jws.get(), nullptr, key.get(), false);
}

QByteArray publicKeyPem(const QJsonObject &jwk)
{
    const auto number = [&jwk](const char *name) {
        const QByteArray bytes = QByteArray::fromBase64(jwk.value(QLatin1String(name)).toString().toLatin1(), QByteArray::Base64UrlEncoding);
        const bool looksNegative = !bytes.isEmpty() && (bytes[0] & 0x80) != 0;
        return derValue(0x02, (looksNegative ? QByteArray(1, '\0') : QByteArray()) + bytes);
    };
    if (jwk.value(QStringLiteral("kty")) != QLatin1String("RSA"))
        return {};
    // RFC 8017 §A.1.1 in RFC 5280 §4.1.2.7: rsaEncryption with no parameters.
    static const QByteArray algorithm = QByteArray::fromHex("300d06092a864886f70d0101010500");
    const QByteArray key = derValue(0x30, number("n") + number("e"));
    const QByteArray base64 = derValue(0x30, algorithm + derValue(0x03, QByteArray(1, '\0') + key)).toBase64();
    constexpr qsizetype lineLength = 64;
    QByteArray pem = "-----BEGIN PUBLIC KEY-----\n";
    for (qsizetype at = 0; at < base64.size(); at += lineLength)
        pem += base64.mid(at, lineLength) + '\n';
    return pem + "-----END PUBLIC KEY-----\n";
}

bool isHmacSigned(const JwtParts &token, const QByteArray &key)
{
    return token.header.value(QStringLiteral("alg")) == QLatin1String("HS256") && token.signature == hmac(token.signedPart, key);
}

} // namespace keyturn::backend
