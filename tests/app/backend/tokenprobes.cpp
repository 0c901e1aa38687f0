// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "defectprobes.h"

#include "backend/keyfile.h"

#include <QJsonArray>

namespace keyturn::backend {

namespace {

const QString typ = QStringLiteral("typ");
const QString accessType = QStringLiteral("at+jwt");

QByteArray accessToken(DefectSite &site)
{
    return text(site.tokens(), "accessToken").toLatin1();
}

JwtParts somebodysToken(DefectSite &site)
{
    return jwtParts(accessToken(site)).value_or(JwtParts());
}

qint64 lifeOf(const QJsonObject &claims)
{
    return claims.value(QStringLiteral("exp")).toInteger() - claims.value(QStringLiteral("iat")).toInteger();
}

bool signatureIgnored(DefectSite &site)
{
    QByteArray token = accessToken(site);
    const qsizetype first = token.lastIndexOf('.') + 1;
    token[first] = token[first] == 'A' ? 'B' : 'A';
    return site.profile(token) == 200;
}

bool embeddedKeyAccepted(DefectSite &site)
{
    const QByteArray key = "a key that the attacker has made up, long enough for HS256";
    const QJsonObject jwk{{QStringLiteral("kty"), QStringLiteral("oct")}, {QStringLiteral("k"), QString::fromLatin1(base64UrlOf(key))}};
    return site.profile(hmacJwt({{typ, accessType}, {QStringLiteral("jwk"), jwk}}, somebodysToken(site).claims, key)) == 200;
}

bool keyIdInjection(DefectSite &site)
{
    const QJsonObject header{{typ, accessType}, {QStringLiteral("kid"), QStringLiteral("../../../../dev/null")}};
    return site.profile(hmacJwt(header, somebodysToken(site).claims, {})) == 200;
}

/// The public key is everybody's; whoever makes an HMAC by it must not be believed (RFC 8725 §2.1).
bool keyConfusion(DefectSite &site)
{
    const auto publishing = site.with({QStringLiteral("--signing"), QStringLiteral("RS256")});
    const QJsonArray keys = publishing->http().get("/.well-known/jwks.json").json().value(QStringLiteral("keys")).toArray();
    const QJsonObject jwk = keys.first().toObject();
    const QJsonObject header{{typ, accessType}, {QStringLiteral("kid"), jwk.value(QStringLiteral("kid"))}};
    return publishing->profile(hmacJwt(header, somebodysToken(*publishing).claims, publicKeyPem(jwk))) == 200;
}

bool weakSecret(DefectSite &site)
{
    const QByteArray token = accessToken(site);
    const auto parts = jwtParts(token);
    return parts && isHmacSigned(*parts, "secret") && site.profile(token) == 200
        && site.profile(hmacJwt(parts->header, somebodysToken(site).claims, "secret")) == 200;
}

/// Signed by the backend's own key, for somebody else.
bool audienceIgnored(DefectSite &site)
{
    const auto keys = readKeys(site.journey().backend().file(QStringLiteral("data/keys.json")));
    if (!keys.ok())
        qFatal("no keys");
    QJsonObject claims = somebodysToken(site).claims;
    claims.insert(QStringLiteral("aud"), QStringLiteral("https://other.example/api"));
    return site.profile(*keys->access.current().sign("at+jwt", claims)) == 200;
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

} // namespace

Probes tokenProbes()
{
    const QString refreshToken = QStringLiteral("refreshToken");
    const auto works = [](DefectSite &site, const std::function<bool(const QJsonObject &)> &areCareless) {
        const QByteArray token = accessToken(site);
        return areCareless(jwtParts(token)->claims) && site.profile(token) == 200;
    };
    return {
        {QStringLiteral("alg-none-accepted"),
         [](DefectSite &site) {
             const QByteArray rest = unsignedJwt({}, somebodysToken(site).claims);
             return site.profile(base64UrlOf("{\"alg\":\"nOnE\",\"typ\":\"at+jwt\"}") + rest.mid(rest.indexOf('.'))) == 200;
         }},
        {QStringLiteral("signature-ignored"), signatureIgnored},
        {QStringLiteral("embedded-key-accepted"), embeddedKeyAccepted},
        {QStringLiteral("key-id-injection"), keyIdInjection},
        {QStringLiteral("key-confusion"), keyConfusion},
        {QStringLiteral("weak-secret"), weakSecret},
        {QStringLiteral("expired-accepted"), expiredAccepted},
        {QStringLiteral("no-audience"),
         [works](DefectSite &site) {
             return works(
                 site, [](const QJsonObject &claims) { return !claims.contains(QStringLiteral("aud")) && !claims.contains(QStringLiteral("iss")); });
         }},
        {QStringLiteral("audience-ignored"), audienceIgnored},
        {QStringLiteral("refresh-as-access"),
         [refreshToken](DefectSite &site) { return site.profile(site.tokens().value(refreshToken).toString().toLatin1()) == 200; }},
        {QStringLiteral("access-as-refresh"),
         [](DefectSite &site) { return site.refresh(site.tokens().value(QStringLiteral("accessToken"))).status == 200; }},
        {QStringLiteral("long-lived-access"), longLivedAccess},
        {QStringLiteral("personal-claims"),
         [works](DefectSite &site) {
             return works(site, [](const QJsonObject &claims) { return text(claims, "email").startsWith(QLatin1String("person")); });
         }},
        {QStringLiteral("no-token-id"), noTokenId},
        {QStringLiteral("token-in-url"),
         [](DefectSite &site) { return site.http().get("/api/profile?access_token=" + accessToken(site)).status == 200; }},
    };
}

} // namespace keyturn::backend
