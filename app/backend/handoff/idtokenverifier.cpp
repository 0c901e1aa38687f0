// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/handoff/idtokenverifier.h"

#include "core/json.h"
#include "core/secret.h"

#include <QJsonDocument>

#include <jansson.h>
#include <memory>

extern "C" { // José's headers do not say so themselves
#include <jose/jws.h>
}

namespace keyturn::backend {

namespace {

constexpr qsizetype maxTokenBytes = 16 * 1024;
constexpr qint64 leeway = 60; // seconds
constexpr auto base64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals | QByteArray::AbortOnBase64DecodingErrors;

struct Release {
    void operator()(json_t *value) const { json_decref(value); }
};
using Json = std::unique_ptr<json_t, Release>;

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

std::optional<QJsonObject> decoded(const QByteArray &part)
{
    const auto bytes = QByteArray::fromBase64Encoding(part, base64Url);
    const auto object = bytes ? core::parseJsonObject(*bytes, maxTokenBytes) : core::Result<QJsonObject>(core::Error{});
    return object.ok() ? std::optional(object.value()) : std::nullopt;
}

QList<QByteArray> partsOf(const QByteArray &token)
{
    const QList<QByteArray> parts = token.size() <= maxTokenBytes ? token.split('.') : QList<QByteArray>();
    return parts.size() == 3 ? parts : QList<QByteArray>();
}

/// Whether @p key is one for @p algorithm: what a token says of its algorithm must not choose how a key is used (RFC 8725 §3.1).
bool isFor(const QJsonObject &key, const QString &algorithm)
{
    const QString type = algorithm == QLatin1String("RS256") ? QStringLiteral("RSA") : QStringLiteral("EC");
    const QString use = text(key, "use");
    const QString own = text(key, "alg");
    return text(key, "kty") == type && (use.isEmpty() || use == QLatin1String("sig")) && (own.isEmpty() || own == algorithm);
}

bool signedBy(const QList<QByteArray> &parts, const QJsonObject &key)
{
    const QByteArray jwk = QJsonDocument(key).toJson(QJsonDocument::Compact);
    const Json value(json_loadb(jwk.constData(), static_cast<std::size_t>(jwk.size()), 0, nullptr));
    const Json jws(json_pack("{s:s,s:s,s:s}", "protected", parts[0].constData(), "payload", parts[1].constData(), "signature", parts[2].constData()));
    return value && jws && jose_jws_ver(nullptr, jws.get(), nullptr, value.get(), false);
}

bool isMeantFor(const QJsonObject &claims, const QString &audience)
{
    const QJsonValue named = claims.value(QStringLiteral("aud"));
    const bool one = named.isString() && named.toString() == audience;
    const bool among = named.isArray() && named.toArray().contains(audience) && text(claims, "azp") == audience;
    return (one || among) && (!claims.contains(QStringLiteral("azp")) || text(claims, "azp") == audience);
}

bool isInTime(const QJsonObject &claims, Instant now)
{
    const QJsonValue expires = claims.value(QStringLiteral("exp"));
    const QJsonValue issued = claims.value(QStringLiteral("iat"));
    const double seconds = static_cast<double>(numericDate(now));
    return expires.isDouble() && issued.isDouble() && expires.toDouble() > seconds - leeway && issued.toDouble() < seconds + leeway;
}

} // namespace

QString keyIdOf(const QByteArray &token)
{
    const QList<QByteArray> parts = partsOf(token);
    const auto header = parts.isEmpty() ? std::nullopt : decoded(parts[0]);
    return header ? text(*header, "kid") : QString();
}

std::optional<QJsonObject> verifiedIdToken(const QByteArray &token, const QJsonArray &keys, const IdTokenExpectation &expected)
{
    const QList<QByteArray> parts = partsOf(token);
    const auto header = parts.isEmpty() ? std::nullopt : decoded(parts[0]);
    const auto claims = parts.isEmpty() ? std::nullopt : decoded(parts[1]);
    if (!header || !claims || header->contains(QStringLiteral("crit")))
        return std::nullopt;
    const QString algorithm = text(*header, "alg");
    if (algorithm != QLatin1String("RS256") && algorithm != QLatin1String("ES256"))
        return std::nullopt;
    bool isSigned = false;
    for (const QJsonValue &value : keys) {
        const QJsonObject key = value.toObject();
        const bool named = !header->contains(QStringLiteral("kid")) || text(key, "kid") == text(*header, "kid");
        isSigned = isSigned || (named && isFor(key, algorithm) && signedBy(parts, key));
    }
    const QString subject = text(*claims, "sub");
    const bool fits = isSigned && text(*claims, "iss") == expected.issuer && isMeantFor(*claims, expected.audience) && isInTime(*claims, expected.now)
        && core::Secret::fromText(text(*claims, "nonce")) == core::Secret::fromText(expected.nonce) && !subject.isEmpty() && subject.size() <= 255;
    return fits ? claims : std::nullopt;
}

} // namespace keyturn::backend
