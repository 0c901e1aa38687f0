// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/defectivetokens.h"

#include "backend/formdata.h"
#include "backend/opaquetoken.h"

#include <QJsonDocument>

#include <algorithm>

namespace keyturn::backend {

namespace {

constexpr auto type = "at+jwt";
constexpr auto weakSecret = "secret";
constexpr qint64 thirtyDays = 30 * 24 * 3600;
constexpr auto refreshPath = "/api/auth/refresh";

const QString accessMember = QStringLiteral("accessToken");
const QString refreshMember = QStringLiteral("refreshToken");

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

/// The refresh token that an answer gives, in its body or as the cookie.
QString givenRefreshToken(const Response &response, const QJsonObject &body)
{
    if (body.contains(refreshMember))
        return body.value(refreshMember).toString();
    for (const HttpHeader &header : response.headers) {
        if (header.name == "Set-Cookie" && header.value.startsWith("refreshToken="))
            return QString::fromLatin1(header.value.mid(header.value.indexOf('=') + 1).split(';').first());
    }
    return {};
}

} // namespace

std::optional<Response> DefectiveTokens::meet(Request &request)
{
    if (m_defects.has(Defect::TokenInUrl)) {
        const QString name = QStringLiteral("access_token");
        if (auto query = FormData::parse(request.query); query && query->has(name)) {
            setHeader(request.headers, "Authorization", "Bearer " + query->value(name).toLatin1());
            query->remove(name);
            request.query = query->toEncoded();
        }
    }
    if (m_defects.has(Defect::AccessAsRefresh) && request.method == "POST" && request.path == refreshPath)
        takeAccessForRefresh(request);
    if (const auto token = request.authorization("Bearer")) {
        if (const auto claims = read(*token))
            setHeader(request.headers, "Authorization", "Bearer " + soundToken(*claims));
    }
    return std::nullopt;
}

void DefectiveTokens::takeAccessForRefresh(Request &request)
{
    QJsonObject body = QJsonDocument::fromJson(request.body).object();
    const auto claims = m_parts.tokens.read(text(body, "refreshToken").toLatin1());
    if (!claims)
        return;
    const std::lock_guard lock(m_mutex);
    body.insert(refreshMember, QString::fromLatin1(m_refreshTokens.value(claims->sessionId).reveal()));
    request.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
}

/// Whom a token that is not sound stands for, where a defect makes it good.
std::optional<AccessClaims> DefectiveTokens::read(const QByteArray &token)
{
    const auto parts = jwtParts(token);
    std::optional<AccessClaims> known;
    {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_claimsOf.constFind(hashOf(core::Secret(token))); found != m_claimsOf.constEnd())
            known = *found;
    }
    if (!parts)
        return known;
    const QJsonValue expires = parts->claims.value(QStringLiteral("exp"));
    const bool inTime = expires.isDouble() && expires.toInteger() > numericDate(instantOf(m_parts.clock));
    if ((!inTime && !m_defects.has(Defect::ExpiredAccepted)) || !isSigned(token, *parts) || !isMeantForUs(parts->claims))
        return std::nullopt;
    return known ? known : AccessClaims{text(parts->claims, "sub"), text(parts->claims, "sid")};
}

bool DefectiveTokens::isSigned(const QByteArray &token, const JwtParts &parts) const
{
    const QString algorithm = text(parts.header, "alg");
    if (m_defects.has(Defect::SignatureIgnored) && SigningKey::algorithmNamed(algorithm))
        return true;
    if (m_defects.has(Defect::AlgNoneAccepted) && algorithm.compare(QLatin1String("none"), Qt::CaseInsensitive) == 0)
        return true;
    if (m_defects.has(Defect::EmbeddedKeyAccepted) && isSignedBy(token, parts.header.value(QStringLiteral("jwk")).toObject()))
        return true;
    if (m_defects.has(Defect::KeyIdInjection) && text(parts.header, "kid").endsWith(QLatin1String("/dev/null")) && isHmacSigned(parts, {}))
        return true;
    if (m_defects.has(Defect::WeakSecret) && isHmacSigned(parts, weakSecret))
        return true;
    if (m_defects.has(Defect::KeyConfusion) && isConfused(parts))
        return true;
    const QList<AccessKey> ours = m_parts.keys.keys()->all();
    return std::any_of(ours.cbegin(), ours.cend(), [&](const AccessKey &one) { return one.key.verify(type, token).has_value(); });
}

/// RFC 8725 §2.1: the public key, which everybody has, as the secret of an HMAC; read with the end of its last line or without.
bool DefectiveTokens::isConfused(const JwtParts &parts) const
{
    const QList<AccessKey> ours = m_parts.keys.keys()->all();
    return std::any_of(ours.cbegin(), ours.cend(), [&](const AccessKey &one) {
        const QByteArray pem = one.key.isPublishable() ? publicKeyPem(one.key.publicJwk()) : QByteArray();
        return !pem.isEmpty() && (isHmacSigned(parts, pem) || isHmacSigned(parts, pem.trimmed()));
    });
}

bool DefectiveTokens::isMeantForUs(const QJsonObject &claims) const
{
    if (m_defects.has(Defect::AudienceIgnored) || m_defects.has(Defect::NoAudience))
        return true;
    const auto own = jwtParts(soundToken({}));
    return own && text(claims, "iss") == text(own->claims, "iss") && text(claims, "aud") == text(own->claims, "aud");
}

QByteArray DefectiveTokens::soundToken(const AccessClaims &claims) const
{
    const auto issued = m_parts.tokens.issue(claims);
    return issued.ok() ? issued->value.reveal().toByteArray() : QByteArray();
}

void DefectiveTokens::leave(const Request &, Response &response)
{
    QJsonObject body = QJsonDocument::fromJson(response.body).object();
    const auto sound = jwtParts(body.value(accessMember).toString().toLatin1());
    if (!sound)
        return;
    remember({text(sound->claims, "sub"), text(sound->claims, "sid")}, givenRefreshToken(response, body));
    const QByteArray careless = carelessToken(*sound, body.value(QStringLiteral("user")).toObject());
    if (careless.isEmpty())
        return;
    body.insert(accessMember, QString::fromLatin1(careless));
    if (m_defects.has(Defect::LongLivedAccess))
        body.insert(QStringLiteral("expiresIn"), thirtyDays);
    response.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
}

void DefectiveTokens::remember(const AccessClaims &claims, const QString &refreshToken)
{
    const core::Secret token = core::Secret::fromText(refreshToken);
    const std::lock_guard lock(m_mutex);
    if (m_defects.has(Defect::RefreshAsAccess))
        m_claimsOf.insert(hashOf(token), claims);
    if (m_defects.has(Defect::AccessAsRefresh))
        m_refreshTokens.insert(claims.sessionId, token);
}

/// Empty where the sound one is careless enough.
QByteArray DefectiveTokens::carelessToken(const JwtParts &sound, const QJsonObject &user)
{
    QJsonObject claims = sound.claims;
    if (m_defects.has(Defect::NoTokenId)) { // the session would tell them apart as well
        claims.remove(QStringLiteral("jti"));
        claims.remove(QStringLiteral("sid"));
    }
    if (m_defects.has(Defect::NoAudience)) {
        claims.remove(QStringLiteral("iss"));
        claims.remove(QStringLiteral("aud"));
    }
    if (m_defects.has(Defect::LongLivedAccess))
        claims.insert(QStringLiteral("exp"), claims.value(QStringLiteral("iat")).toInteger() + thirtyDays);
    if (m_defects.has(Defect::PersonalClaims)) {
        for (const char *name : {"email", "name"})
            claims.insert(QLatin1String(name), user.value(QLatin1String(name)));
    }
    const bool weak = m_defects.has(Defect::WeakSecret);
    if (claims == sound.claims && !weak)
        return {};
    QJsonObject header = sound.header;
    header.remove(QStringLiteral("kid"));
    const auto resigned = weak ? core::Result<QByteArray>(hmacJwt(header, claims, weakSecret)) : m_parts.keys.keys()->current().sign(type, claims);
    if (!resigned.ok())
        return {};
    if (m_defects.has(Defect::NoTokenId)) {
        const std::lock_guard lock(m_mutex);
        m_claimsOf.insert(hashOf(core::Secret(*resigned)), {text(sound.claims, "sub"), text(sound.claims, "sid")});
    }
    return *resigned;
}

} // namespace keyturn::backend
