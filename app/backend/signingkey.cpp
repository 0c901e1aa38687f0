// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/signingkey.h"

#include "backend/digest.h"
#include "core/json.h"
#include "core/secret.h"

#include <QJsonDocument>

#include <cstdlib>
#include <jansson.h>

extern "C" { // José's headers do not say so themselves
#include <jose/jwk.h>
#include <jose/jws.h>
}

namespace keyturn::backend {

namespace {

constexpr qsizetype maxTokenBytes = 8 * 1024;
constexpr auto base64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals | QByteArray::AbortOnBase64DecodingErrors;

struct Release {
    void operator()(json_t *value) const { json_decref(value); }
};
using Json = std::unique_ptr<json_t, Release>;

Json toJansson(const QJsonObject &object)
{
    const QByteArray text = QJsonDocument(object).toJson(QJsonDocument::Compact);
    return Json(json_loadb(text.constData(), static_cast<std::size_t>(text.size()), 0, nullptr));
}

QJsonObject fromJansson(const json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT);
    const QJsonObject object = text ? QJsonDocument::fromJson(QByteArray(text)).object() : QJsonObject();
    std::free(text);
    return object;
}

QByteArray member(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? QByteArray(text) : QByteArray();
}

core::Error failure(const char *code, const char *detail)
{
    return {core::ErrorKind::Storage, QString::fromLatin1(code), QString::fromLatin1(detail)};
}

} // namespace

struct SigningKey::Key {
    Json jwk;
    QByteArray algorithm;
    QByteArray id;
    core::Secret secret; ///< Of an HS256 key alone.
};

std::optional<SigningKey::Algorithm> SigningKey::algorithmNamed(const QString &name)
{
    if (name == QLatin1String("HS256"))
        return Algorithm::Hs256;
    if (name == QLatin1String("RS256"))
        return Algorithm::Rs256;
    return name == QLatin1String("ES256") ? std::optional(Algorithm::Es256) : std::nullopt;
}

core::Result<SigningKey> SigningKey::generate(Algorithm algorithm)
{
    Json jwk(algorithm == Algorithm::Hs256       ? json_pack("{s:s,s:s,s:i}", "kty", "oct", "alg", "HS256", "bytes", 32)
                 : algorithm == Algorithm::Rs256 ? json_pack("{s:s,s:s,s:i}", "kty", "RSA", "alg", "RS256", "bits", 2048)
                                                 : json_pack("{s:s,s:s,s:s}", "kty", "EC", "alg", "ES256", "crv", "P-256"));
    if (!jwk || !jose_jwk_gen(nullptr, jwk.get()))
        return failure("key_not_generated", "José could not generate a key.");
    return fromJwk(fromJansson(jwk.get()));
}

core::Result<SigningKey> SigningKey::fromJwk(const QJsonObject &jwk)
{
    Json value = toJansson(jwk);
    const QByteArray type = member(value.get(), "kty");
    const QByteArray algorithm = member(value.get(), "alg");
    const bool isPrivate = !member(value.get(), "d").isEmpty();
    const bool symmetric = type == "oct" && algorithm == "HS256";
    const bool rsa = type == "RSA" && algorithm == "RS256" && isPrivate;
    const bool curve = type == "EC" && algorithm == "ES256" && member(value.get(), "crv") == "P-256" && isPrivate;
    if (!symmetric && !rsa && !curve)
        return failure("key_invalid", "A key is neither HS256 nor a private RS256 or ES256 key.");
    if (symmetric && QByteArray::fromBase64(member(value.get(), "k"), base64Url).size() < 32)
        return failure("key_invalid", "An HS256 key is shorter than 256 bits."); // RFC 7518 §3.2
    if (rsa && QByteArray::fromBase64(member(value.get(), "n"), base64Url).size() < 256)
        return failure("key_invalid", "An RS256 key is shorter than 2,048 bits."); // RFC 7518 §3.3
    json_object_del(value.get(), "key_ops"); // generation writes it; use is fixed by what we do with the key
    const Json thumbprint(jose_jwk_thp(nullptr, value.get(), "S256"));
    if (!thumbprint)
        return failure("key_invalid", "A key is incomplete.");
    auto key = std::make_shared<Key>();
    key->id = QByteArray(json_string_value(thumbprint.get()));
    key->algorithm = algorithm;
    if (symmetric)
        key->secret = core::Secret::take(QByteArray::fromBase64(member(value.get(), "k"), base64Url));
    key->jwk = std::move(value);
    return SigningKey(std::move(key));
}

core::Result<QByteArray> SigningKey::sign(const QByteArray &type, const QJsonObject &claims) const
{
    const QByteArray payload = QJsonDocument(claims).toJson(QJsonDocument::Compact).toBase64(base64Url);
    if (!m_key->secret.isEmpty()) { // every refresh makes one, and the way through José's objects costs many times what the code does
        const QByteArray header = R"({"alg":"HS256","typ":")" + type + R"(","kid":")" + m_key->id + R"("})"; // a thumbprint, in base64url
        const QByteArray signedPart = header.toBase64(base64Url) + '.' + payload;
        return QByteArray(signedPart + '.' + hmacSha256(m_key->secret.reveal(), signedPart).toBase64(base64Url));
    }
    const Json jws(json_pack("{s:s}", "payload", payload.constData()));
    const Json header(
        json_pack("{s:{s:s,s:s,s:s}}", "protected", "alg", m_key->algorithm.constData(), "typ", type.constData(), "kid", m_key->id.constData()));
    if (!jws || !header || !jose_jws_sig(nullptr, jws.get(), header.get(), m_key->jwk.get()))
        return failure("not_signed", "José could not sign.");
    return QByteArray(member(jws.get(), "protected") + '.' + member(jws.get(), "payload") + '.' + member(jws.get(), "signature"));
}

std::optional<QJsonObject> SigningKey::verify(const QByteArray &type, const QByteArray &token) const
{
    if (token.size() > maxTokenBytes)
        return std::nullopt;
    const QList<QByteArray> parts = token.split('.');
    if (parts.size() != 3)
        return std::nullopt;
    const auto headerBytes = QByteArray::fromBase64Encoding(parts[0], base64Url);
    const auto payloadBytes = QByteArray::fromBase64Encoding(parts[1], base64Url);
    if (!headerBytes || !payloadBytes)
        return std::nullopt;
    const auto header = core::parseJsonObject(*headerBytes, maxTokenBytes);
    if (!header.ok() || header->value(QStringLiteral("alg")).toString().toUtf8() != m_key->algorithm
        || header->value(QStringLiteral("kid")).toString().toUtf8() != m_key->id || header->value(QStringLiteral("typ")).toString().toUtf8() != type
        || header->contains(QStringLiteral("crit")))
        return std::nullopt;
    const Json jws(json_pack("{s:s,s:s,s:s}", "protected", parts[0].constData(), "payload", parts[1].constData(), "signature", parts[2].constData()));
    if (!jws || !jose_jws_ver(nullptr, jws.get(), nullptr, m_key->jwk.get(), false))
        return std::nullopt;
    const auto claims = core::parseJsonObject(*payloadBytes, maxTokenBytes);
    return claims.ok() ? std::optional(claims.value()) : std::nullopt;
}

SigningKey::Algorithm SigningKey::algorithm() const
{
    return *algorithmNamed(algorithmName()); // fromJwk() let no other one in
}

QString SigningKey::algorithmName() const
{
    return QString::fromLatin1(m_key->algorithm);
}

QString SigningKey::id() const
{
    return QString::fromLatin1(m_key->id);
}

QJsonObject SigningKey::privateJwk() const
{
    return fromJansson(m_key->jwk.get());
}

QJsonObject SigningKey::publicJwk() const
{
    const Json copy(json_deep_copy(m_key->jwk.get()));
    jose_jwk_pub(nullptr, copy.get()); // takes every private member out
    QJsonObject jwk = fromJansson(copy.get());
    jwk.insert(QStringLiteral("use"), QStringLiteral("sig"));
    jwk.insert(QStringLiteral("kid"), id());
    return jwk;
}

} // namespace keyturn::backend
