// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jose/idtoken.h"

#include "jose/signature.h"

#include <QCryptographicHash>
#include <QJsonArray>

namespace keyturn::jose {

namespace {

constexpr qint64 tolerance = 60; // seconds that two clocks may differ
constexpr qint64 roundingTolerance = 5; // seconds that two times of one clock may differ: whole seconds, and a server of several machines

using Check = std::optional<core::Error>;

core::Error refused(const char *code, const QString &detail = {})
{
    return {core::ErrorKind::BadReply, QString::fromLatin1(code), detail};
}

/// The one key that the header points at; without `kid` the only one that fits (OpenID Connect Core §10.1).
core::Result<QJsonObject> keyFor(const Jwt &token, const Jwks &keys)
{
    const QString algorithm = token.header.value(QStringLiteral("alg")).toString();
    const QJsonValue keyId = token.header.value(QStringLiteral("kid"));
    QList<QJsonObject> fitting;
    bool idSeen = false;
    for (const QJsonObject &key : keys.keys) {
        const bool sameId = keyId.isUndefined() || key.value(QStringLiteral("kid")) == keyId;
        idSeen = idSeen || sameId;
        if (sameId && keyFits(key, algorithm))
            fitting.append(key);
    }
    if (fitting.isEmpty())
        return idSeen && !keys.keys.isEmpty() ? refused("id_token_alg", algorithm.left(20)) : refused("id_token_key_unknown");
    if (fitting.size() > 1)
        return refused("id_token_key_unknown", QStringLiteral("%1 keys fit").arg(fitting.size()));
    return fitting.first();
}

Check checkIssuerAndAudience(const QJsonObject &claims, const IdTokenExpectation &expected)
{
    if (claims.value(QStringLiteral("iss")).toString() != expected.issuer || expected.issuer.isEmpty())
        return refused("id_token_issuer");
    const QJsonValue audience = claims.value(QStringLiteral("aud"));
    const QJsonArray audiences = audience.isArray() ? audience.toArray() : QJsonArray{audience};
    if (!audiences.contains(expected.clientId))
        return refused("id_token_audience");
    // Point 3: an audience that we know nothing of may be anybody, who then holds a token that says our name as well (FAULTS 90).
    for (const QJsonValue &one : audiences) {
        if (one != expected.clientId && !expected.trustedAudiences.contains(one.toString()))
            return refused("id_token_audience", QStringLiteral("it is meant for others too; the profile's trustedAudiences can name them"));
    }
    const QJsonValue party = claims.value(QStringLiteral("azp"));
    if ((audiences.size() > 1 || !party.isUndefined()) && party.toString() != expected.clientId)
        return refused("id_token_azp");
    return std::nullopt;
}

Check checkTimes(const QJsonObject &claims, const QDateTime &now)
{
    const qint64 seconds = now.toSecsSinceEpoch();
    const std::optional<qint64> expires = numericDate(claims.value(QStringLiteral("exp")));
    if (!expires || *expires + tolerance <= seconds)
        return refused("id_token_expired");
    for (const QString &name : {QStringLiteral("nbf"), QStringLiteral("iat")}) {
        const QJsonValue value = claims.value(name);
        const std::optional<qint64> from = numericDate(value);
        const bool required = name == QLatin1String("iat");
        if ((value.isUndefined() && required) || (!value.isUndefined() && (!from || *from - tolerance > seconds)))
            return refused("id_token_not_yet_valid", name);
    }
    return std::nullopt;
}

/// The left half of the hash that goes with the signature's (OpenID Connect Core §3.1.3.6).
QString halfHash(const core::Secret &token, const QString &algorithm)
{
    const auto method = algorithm.endsWith(QLatin1String("512")) ? QCryptographicHash::Sha512
        : algorithm.endsWith(QLatin1String("384"))               ? QCryptographicHash::Sha384
                                                                 : QCryptographicHash::Sha256;
    const QByteArray hash = QCryptographicHash::hash(token.reveal().toByteArray(), method);
    return QString::fromLatin1(hash.left(hash.size() / 2).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

Check checkBindings(const Jwt &token, const IdTokenExpectation &expected)
{
    const QJsonValue nonce = token.claims.value(QStringLiteral("nonce"));
    if (!expected.nonce.isEmpty() && nonce.toString() != expected.nonce)
        return refused("id_token_nonce");
    const QJsonValue accessHash = token.claims.value(QStringLiteral("at_hash"));
    const QString algorithm = token.header.value(QStringLiteral("alg")).toString();
    if (!accessHash.isUndefined() && accessHash.toString() != halfHash(expected.accessToken, algorithm))
        return refused("id_token_at_hash");
    const QString subject = token.claims.value(QStringLiteral("sub")).toString();
    if (subject.isEmpty() || subject.size() > 255 || (!expected.subject.isEmpty() && subject != expected.subject))
        return refused("id_token_subject");
    return std::nullopt;
}

/// Points 12 and 13: whoever asked for a fresh or a stronger proof of the person does not take the old one.
Check checkAuthentication(const QJsonObject &claims, const IdTokenExpectation &expected)
{
    if (expected.authenticatedSince.isValid()) {
        const std::optional<qint64> at = numericDate(claims.value(QStringLiteral("auth_time")));
        const std::optional<qint64> issued = numericDate(claims.value(QStringLiteral("iat")));
        if (!at || !issued || *at + tolerance < expected.authenticatedSince.toSecsSinceEpoch())
            return refused("id_token_auth_time");
        // And once more by the provider's clock alone, where nothing need be allowed for ours: with `max_age=0` a minute would let a sign-in of just
        // before pass for a new one.
        if (*issued - *at > expected.authenticatedSince.secsTo(expected.now) + roundingTolerance)
            return refused("id_token_auth_time");
    }
    if (!expected.acrValues.isEmpty() && !expected.acrValues.contains(claims.value(QStringLiteral("acr")).toString()))
        return refused("id_token_acr");
    return std::nullopt;
}

} // namespace

core::Result<QJsonObject> verifyIdToken(const core::Secret &idToken, const Jwks &keys, const IdTokenExpectation &expected)
{
    const core::Result<Jwt> token = readJwt(idToken);
    if (!token.ok())
        return token.error();
    if (token->header.contains(QStringLiteral("crit")))
        return refused("id_token_crit"); // we understand no extension, so none may be critical (RFC 7515 §4.1.11)
    const core::Result<QJsonObject> key = keyFor(*token, keys);
    if (!key.ok())
        return key.error();
    if (!signatureHolds(token->compact, *key))
        return refused("id_token_signature");
    for (const Check &check : {checkIssuerAndAudience(token->claims, expected), checkTimes(token->claims, expected.now),
                               checkBindings(*token, expected), checkAuthentication(token->claims, expected)}) {
        if (check)
            return *check;
    }
    return token->claims;
}

} // namespace keyturn::jose
