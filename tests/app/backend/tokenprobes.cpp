// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "defectprobes.h"

namespace keyturn::backend {

namespace {

QByteArray accessToken(DefectSite &site)
{
    return text(site.tokens(), "accessToken").toLatin1();
}

qint64 lifeOf(const QJsonObject &claims)
{
    return claims.value(QStringLiteral("exp")).toInteger() - claims.value(QStringLiteral("iat")).toInteger();
}

bool expiredAccepted(DefectSite &site)
{
    const QByteArray token = accessToken(site);
    site.passTime(std::chrono::hours(1));
    const int status = site.profile(token);
    site.resetTime();
    return status == 200;
}

bool longLivedAccess(DefectSite &site)
{
    const QByteArray token = accessToken(site);
    site.passTime(std::chrono::hours(24));
    const int status = site.profile(token);
    site.resetTime();
    return lifeOf(jwtParts(token)->claims) == 30 * 24 * 3600 && status == 200;
}

/// A dozen refreshes take no dozen seconds: some two of them fall into one.
bool noTokenId(DefectSite &site)
{
    QJsonObject tokens = site.tokens();
    for (int i = 0; i < 12; ++i) {
        const QJsonObject next = site.refresh(tokens.value(QStringLiteral("refreshToken"))).json();
        if (text(next, "accessToken") == text(tokens, "accessToken"))
            return site.profile(next) == 200;
        tokens = next;
    }
    return false;
}

bool passwordInUrl(DefectSite &site)
{
    const QJsonObject person = site.somebody();
    if (site.http().postJson("/api/auth/register", person).status != 201)
        return false;
    Parameters query;
    for (const char *name : {"email", "password", "tokenDelivery"})
        query.insert(QLatin1String(name), text(person, name));
    return site.profile(site.http().get(withQuery("/api/auth/login", query)).json()) == 200;
}

} // namespace

Probes tokenProbes()
{
    const QString refreshToken = QStringLiteral("refreshToken");
    const auto lacks = [](const char *claim) {
        return [name = QLatin1String(claim)](DefectSite &site) {
            const QByteArray token = accessToken(site);
            return !jwtParts(token)->claims.contains(name) && site.profile(token) == 200;
        };
    };
    return {
        {QStringLiteral("expired-accepted"), expiredAccepted},
        {QStringLiteral("no-issuer"), lacks("iss")},
        {QStringLiteral("no-audience"), lacks("aud")},
        {QStringLiteral("refresh-as-access"),
         [refreshToken](DefectSite &site) { return site.profile(site.tokens().value(refreshToken).toString().toLatin1()) == 200; }},
        {QStringLiteral("access-as-refresh"),
         [](DefectSite &site) { return site.refresh(site.tokens().value(QStringLiteral("accessToken"))).status == 200; }},
        {QStringLiteral("long-lived-access"), longLivedAccess},
        {QStringLiteral("personal-claims"),
         [](DefectSite &site) {
             const QByteArray token = accessToken(site);
             return text(jwtParts(token)->claims, "email").startsWith(QLatin1String("person")) && site.profile(token) == 200;
         }},
        {QStringLiteral("no-token-id"), noTokenId},
        {QStringLiteral("token-in-url"),
         [](DefectSite &site) { return site.http().get("/api/profile?access_token=" + accessToken(site)).status == 200; }},
        {QStringLiteral("password-in-url"), passwordInUrl},
    };
}

} // namespace keyturn::backend
