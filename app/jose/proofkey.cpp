// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jose/proofkey.h"

#include "jose/cjosehandles.h"

#include <QCryptographicHash>
#include <QJsonDocument>

#include <cstdlib>
#include <cstring>
#include <memory>

namespace keyturn::jose {

namespace {

core::Error broken(const QString &detail)
{
    return {core::ErrorKind::Storage, QStringLiteral("proof_key_broken"), detail};
}

QByteArray base64url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray sha256(QByteArrayView bytes)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(bytes.toByteArray());
    return hash.result();
}

/// The key as JSON; what cjose hands out is wiped.
core::Secret written(const cjose_jwk_t *key, bool withPrivate)
{
    cjose_err error = {};
    char *json = cjose_jwk_to_json(key, withPrivate, &error);
    if (!json)
        return {};
    const std::size_t size = std::strlen(json);
    core::Secret text(QByteArrayView(json, static_cast<qsizetype>(size)));
    core::wipe(json, static_cast<qsizetype>(size));
    std::free(json);
    return text;
}

Jwk readKey(const core::Secret &privateJwk)
{
    const QByteArrayView json = privateJwk.reveal();
    cjose_err error = {};
    return Jwk(json.isEmpty() ? nullptr : cjose_jwk_import(json.data(), static_cast<std::size_t>(json.size()), &error));
}

core::Result<QJsonObject> publicHalfOf(const cjose_jwk_t *key)
{
    const QJsonObject all = QJsonDocument::fromJson(written(key, false).reveal().toByteArray()).object();
    QJsonObject half;
    for (const char *name : {"kty", "crv", "x", "y"})
        half.insert(QLatin1String(name), all.value(QLatin1String(name)).toString());
    if (half.value(QStringLiteral("kty")) != QLatin1String("EC") || half.value(QStringLiteral("crv")) != QLatin1String("P-256"))
        return broken(QStringLiteral("the key is not one for ES256"));
    return half;
}

/// RFC 9449 §4.2: neither query nor fragment; a port that goes without saying is not said (§4.3, point 9).
QString targetOf(QUrl url)
{
    const bool implied = (url.scheme() == QLatin1String("https") && url.port() == 443) || (url.scheme() == QLatin1String("http") && url.port() == 80);
    if (implied)
        url.setPort(-1);
    if (url.path().isEmpty())
        url.setPath(QStringLiteral("/"));
    return url.toString(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo | QUrl::FullyEncoded);
}

QByteArray claimsOf(const ProofContent &content)
{
    QJsonObject claims{{QStringLiteral("jti"), QString::fromLatin1(content.id)},
                       {QStringLiteral("htm"), QString::fromLatin1(content.method)},
                       {QStringLiteral("htu"), targetOf(content.url)},
                       {QStringLiteral("iat"), content.issuedAt.toSecsSinceEpoch()}};
    if (!content.accessToken.isEmpty())
        claims.insert(QStringLiteral("ath"), QString::fromLatin1(base64url(sha256(content.accessToken.reveal()))));
    if (!content.nonce.isEmpty())
        claims.insert(QStringLiteral("nonce"), QString::fromLatin1(content.nonce));
    return QJsonDocument(claims).toJson(QJsonDocument::Compact);
}

} // namespace

core::Result<core::Secret> makeProofKey()
{
    cjose_err error = {};
    const Jwk key(cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, &error));
    core::Secret jwk = key ? written(key.get(), true) : core::Secret();
    if (jwk.isEmpty())
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("proof_key_unavailable"), QStringLiteral("no P-256 key could be made")};
    return jwk;
}

core::Result<QJsonObject> publicHalf(const core::Secret &privateJwk)
{
    const Jwk key = readKey(privateJwk);
    return key ? publicHalfOf(key.get()) : broken(QStringLiteral("the key cannot be read"));
}

QByteArray thumbprint(const QJsonObject &publicJwk)
{
    const bool isEc = publicJwk.value(QStringLiteral("kty")) == QLatin1String("EC");
    const QStringList names = isEc ? QStringList{QStringLiteral("crv"), QStringLiteral("kty"), QStringLiteral("x"), QStringLiteral("y")}
                                   : QStringList{QStringLiteral("e"), QStringLiteral("kty"), QStringLiteral("n")};
    QJsonObject required; // which writes its members in the order of their names, as §3.3 has it
    for (const QString &name : names) {
        const QString value = publicJwk.value(name).toString();
        if (value.isEmpty())
            return {};
        required.insert(name, value);
    }
    return base64url(sha256(QJsonDocument(required).toJson(QJsonDocument::Compact)));
}

core::Result<QByteArray> signProof(const core::Secret &privateJwk, const ProofContent &content)
{
    const Jwk key = readKey(privateJwk);
    if (!key)
        return broken(QStringLiteral("the key cannot be read"));
    const core::Result<QJsonObject> half = publicHalfOf(key.get());
    if (!half.ok())
        return half.error();
    cjose_err error = {};
    const Header header(cjose_header_new(&error));
    const QByteArray jwk = QJsonDocument(*half).toJson(QJsonDocument::Compact);
    const bool isSet = header && cjose_header_set(header.get(), "typ", "dpop+jwt", &error) && cjose_header_set(header.get(), "alg", "ES256", &error)
        && cjose_header_set_raw(header.get(), "jwk", jwk.constData(), &error);
    const QByteArray claims = claimsOf(content);
    const Jws jws(isSet ? cjose_jws_sign(key.get(), header.get(), reinterpret_cast<const uint8_t *>(claims.constData()),
                                         static_cast<std::size_t>(claims.size()), &error)
                        : nullptr);
    const char *text = nullptr;
    if (!jws || !cjose_jws_export(jws.get(), &text, &error))
        return broken(QStringLiteral("the key does not sign"));
    return QByteArray(text);
}

} // namespace keyturn::jose
