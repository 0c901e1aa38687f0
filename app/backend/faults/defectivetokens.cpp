// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/defectivetokens.h"

#include "backend/credentials.h"
#include "backend/faults/defectivestore.h"
#include "backend/formdata.h"
#include "backend/opaquetoken.h"

#include <QJsonDocument>

namespace keyturn::backend {

namespace {

constexpr auto type = "at+jwt";
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
            setHeader(request.headers, "Authorization", "Bearer " + soundToken(withTheirRights(*claims, request)));
    }
    return std::nullopt;
}

/// As an administrator where everybody may do what only one of them should (AUDIT 37).
AccessClaims DefectiveTokens::withTheirRights(const AccessClaims &claims, Request &request) const
{
    const bool deletes = m_defects.has(Defect::UsersDeleteOthers) && request.method == "DELETE" && request.path.startsWith("/api/users/");
    const QString role = text(QJsonDocument::fromJson(request.body).object(), "role");
    const bool promotes = m_defects.has(Defect::RoleChangeable) && request.method == "PATCH" && request.path == "/api/profile" && isRole(role);
    if (promotes) {
        request.path = "/api/users/" + claims.userId.toLatin1();
        request.body = QJsonDocument(QJsonObject{{QStringLiteral("role"), role}}).toJson(QJsonDocument::Compact);
    }
    return deletes || promotes ? AccessClaims{claims.userId, DefectiveStore::asAdmin(claims.sessionId)} : claims;
}

void DefectiveTokens::takeAccessForRefresh(Request &request)
{
    QJsonObject body = QJsonDocument::fromJson(request.body).object();
    const bool inBody = body.contains(refreshMember);
    const QByteArray brought = inBody ? text(body, "refreshToken").toLatin1() : request.cookie("refreshToken").value_or(QByteArray());
    const auto claims = m_parts.tokens.read(brought);
    if (!claims)
        return;
    const std::lock_guard lock(m_mutex);
    const QByteArray sound = m_refreshTokens.value(claims->sessionId).reveal().toByteArray();
    if (!inBody)
        return setHeader(request.headers, "Cookie", "refreshToken=" + sound);
    body.insert(refreshMember, QString::fromLatin1(sound));
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
    const QJsonValue begins = parts->claims.value(QStringLiteral("nbf"));
    const bool begun = begins.isUndefined() || begins.toDouble() <= static_cast<double>(numericDate(instantOf(m_parts.clock)));
    const bool timely = (inTime || m_defects.has(Defect::ExpiredAccepted)) && (begun || m_defects.has(Defect::NotYetValidAccepted));
    if (!timely || !m_signatures.accept(token, *parts) || !isMeantForUs(parts->claims))
        return std::nullopt;
    return known ? known : AccessClaims{text(parts->claims, "sub"), text(parts->claims, "sid")};
}

bool DefectiveTokens::isMeantForUs(const QJsonObject &claims) const
{
    const auto own = jwtParts(soundToken({}));
    const auto same = [&](const char *name) { return own && text(claims, name) == text(own->claims, name); };
    return (same("iss") || m_defects.has(Defect::IssuerIgnored) || m_defects.has(Defect::NoIssuer))
        && (same("aud") || m_defects.has(Defect::AudienceIgnored) || m_defects.has(Defect::NoAudience));
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
    if (m_defects.has(Defect::NoIssuer))
        claims.remove(QStringLiteral("iss"));
    if (m_defects.has(Defect::NoAudience))
        claims.remove(QStringLiteral("aud"));
    if (m_defects.has(Defect::LongLivedAccess))
        claims.insert(QStringLiteral("exp"), claims.value(QStringLiteral("iat")).toInteger() + thirtyDays);
    if (m_defects.has(Defect::PersonalClaims)) {
        for (const char *name : {"email", "name"})
            claims.insert(QLatin1String(name), user.value(QLatin1String(name)));
    }
    const QByteArray key = carelessKey(m_defects);
    if (claims == sound.claims && key.isEmpty())
        return {};
    QJsonObject header = sound.header;
    header.remove(QStringLiteral("kid"));
    const auto resigned = key.isEmpty() ? m_parts.keys.keys()->current().sign(type, claims) : core::Result<QByteArray>(hmacJwt(header, claims, key));
    if (!resigned.ok())
        return {};
    if (m_defects.has(Defect::NoTokenId)) {
        const std::lock_guard lock(m_mutex);
        m_claimsOf.insert(hashOf(core::Secret(*resigned)), {text(sound.claims, "sub"), text(sound.claims, "sid")});
    }
    return *resigned;
}

} // namespace keyturn::backend
