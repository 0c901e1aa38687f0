// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "signer.h"

#include "jose/cjosehandles.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <cstdlib>

namespace keyturn::jose {

namespace {

QJsonObject toObject(cjose_jwk_t *key, bool withPrivate)
{
    cjose_err error = {};
    char *json = cjose_jwk_to_json(key, withPrivate, &error);
    const QJsonObject object = QJsonDocument::fromJson(QByteArray(json)).object();
    std::free(json);
    return object;
}

} // namespace

Signer::Signer(void *key) : m_key(key, [](void *held) { cjose_jwk_release(static_cast<cjose_jwk_t *>(held)); })
{
    if (!key)
        qFatal("no key");
}

Signer Signer::rsa(int bits)
{
    const uint8_t exponent[] = {1, 0, 1};
    cjose_err error = {};
    return Signer(cjose_jwk_create_RSA_random(static_cast<std::size_t>(bits), exponent, sizeof exponent, &error));
}

Signer Signer::ec(const QString &algorithm)
{
    const cjose_jwk_ec_curve curve = algorithm == QLatin1String("ES256") ? CJOSE_JWK_EC_P_256
        : algorithm == QLatin1String("ES384")                            ? CJOSE_JWK_EC_P_384
                                                                         : CJOSE_JWK_EC_P_521;
    cjose_err error = {};
    return Signer(cjose_jwk_create_EC_random(curve, &error));
}

QJsonObject Signer::publicKey(const QJsonObject &more) const
{
    QJsonObject key = toObject(static_cast<cjose_jwk_t *>(m_key.get()), false);
    for (auto it = more.begin(); it != more.end(); ++it)
        key.insert(it.key(), it.value());
    return key;
}

QJsonObject Signer::privateKey() const
{
    return toObject(static_cast<cjose_jwk_t *>(m_key.get()), true);
}

core::Secret Signer::sign(const QJsonObject &header, const QJsonObject &claims) const
{
    cjose_err error = {};
    const Header head(cjose_header_new(&error));
    for (auto it = header.begin(); it != header.end(); ++it) {
        const QByteArray name = it.key().toUtf8();
        if (it->isString()) {
            cjose_header_set(head.get(), name.constData(), it->toString().toUtf8().constData(), &error);
        } else {
            const QJsonDocument value = it->isArray() ? QJsonDocument(it->toArray()) : QJsonDocument(it->toObject());
            cjose_header_set_raw(head.get(), name.constData(), value.toJson(QJsonDocument::Compact).constData(), &error);
        }
    }
    const QByteArray payload = QJsonDocument(claims).toJson(QJsonDocument::Compact);
    const Jws jws(cjose_jws_sign(static_cast<cjose_jwk_t *>(m_key.get()), head.get(), reinterpret_cast<const uint8_t *>(payload.constData()),
                                 static_cast<std::size_t>(payload.size()), &error));
    const char *text = nullptr;
    if (!jws || !cjose_jws_export(jws.get(), &text, &error))
        qFatal("not signed: %s", error.message);
    return core::Secret(QByteArrayView(text));
}

const Signer &provider()
{
    static const Signer signer = Signer::rsa();
    return signer;
}

QByteArray base64url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

core::Secret compact(const QByteArray &header, const QByteArray &claims, const QByteArray &signature)
{
    return core::Secret(base64url(header) + '.' + base64url(claims) + '.' + base64url(signature));
}

} // namespace keyturn::jose
