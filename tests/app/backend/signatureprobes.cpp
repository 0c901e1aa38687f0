// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/keyfile.h"
#include "defectprobes.h"
#include "staticserver.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>

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

/// The status of somebody's token with one claim changed, signed by the backend's own key: by that key alone it is not wrong.
int signedWith(DefectSite &site, const char *name, const QJsonValue &value)
{
    const auto keys = readKeys(site.journey().backend().file(QStringLiteral("data/keys.json")));
    if (!keys.ok())
        qFatal("no keys");
    QJsonObject claims = somebodysToken(site).claims;
    if (site.profile(*keys->access.current().sign("at+jwt", claims)) != 200)
        qFatal("the token is not like the backend's own");
    claims.insert(QLatin1String(name), value);
    return site.profile(*keys->access.current().sign("at+jwt", claims));
}

bool algNoneMisspelt(DefectSite &site)
{
    const QByteArray spelt = unsignedJwt({{typ, accessType}}, somebodysToken(site).claims);
    const QByteArray rest = spelt.mid(spelt.indexOf('.'));
    return site.profile(spelt) == 401 && site.profile(base64UrlOf("{\"alg\":\"nOnE\",\"typ\":\"at+jwt\"}") + rest) == 200
        && site.profile(base64UrlOf("{\"alg\":\"NONE\",\"typ\":\"at+jwt\"}") + rest) == 200;
}

QByteArray altered(QByteArray token)
{
    const qsizetype first = token.lastIndexOf('.') + 1;
    token[first] = token[first] == 'A' ? 'B' : 'A';
    return token;
}

bool missingSignatureAccepted(DefectSite &site)
{
    const QByteArray token = accessToken(site);
    return site.profile(token.left(token.lastIndexOf('.') + 1)) == 200 && site.profile(altered(token)) == 401;
}

bool embeddedKeyAccepted(DefectSite &site)
{
    const QByteArray key = "a key that the attacker has made up, long enough for HS256";
    const QJsonObject jwk{{QStringLiteral("kty"), QStringLiteral("oct")}, {QStringLiteral("k"), QString::fromLatin1(base64UrlOf(key))}};
    return site.profile(hmacJwt({{typ, accessType}, {QStringLiteral("jwk"), jwk}}, somebodysToken(site).claims, key)) == 200;
}

/// RFC 8725 §3.10: the attacker's own keys, at the attacker's own address.
bool keyAddressBelieved(DefectSite &site)
{
    const QByteArray key = "a key that the attacker has made up, long enough for HS256";
    const QJsonObject jwk{{QStringLiteral("kty"), QStringLiteral("oct")}, {QStringLiteral("k"), QString::fromLatin1(base64UrlOf(key))}};
    const StaticServer server(QJsonDocument(QJsonObject{{QStringLiteral("keys"), QJsonArray{jwk}}}).toJson());
    const QJsonObject header{{typ, accessType}, {QStringLiteral("jku"), server.url()}};
    const QJsonObject claims = somebodysToken(site).claims;
    return site.profile(hmacJwt(header, claims, key)) == 200 && site.profile(hmacJwt(header, claims, "another key")) == 401;
}

QByteArray openssl(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral("openssl"), arguments);
    if (!process.waitForFinished() || process.exitCode() != 0)
        qFatal("openssl: %s", process.readAllStandardError().constData());
    return process.readAllStandardOutput();
}

/// @p text signed by RS256 with the key in the file.
QByteArray signedText(const QByteArray &text, const QTemporaryDir &folder)
{
    QFile file(folder.filePath(QStringLiteral("text")));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("no text to sign");
    file.close();
    return text + '.'
        + base64UrlOf(openssl({QStringLiteral("dgst"), QStringLiteral("-sha256"), QStringLiteral("-sign"), folder.filePath(QStringLiteral("key.pem")),
                               file.fileName()}));
}

bool certificateAddressBelieved(DefectSite &site)
{
    const QTemporaryDir folder;
    const QByteArray certificate =
        openssl({QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QStringLiteral("rsa:2048"), QStringLiteral("-nodes"),
                 QStringLiteral("-subj"), QStringLiteral("/CN=attacker"), QStringLiteral("-keyout"), folder.filePath(QStringLiteral("key.pem"))});
    const StaticServer server(certificate);
    const QJsonObject header{{QStringLiteral("alg"), QStringLiteral("RS256")}, {typ, accessType}, {QStringLiteral("x5u"), server.url()}};
    const auto encoded = [](const QJsonObject &object) { return base64UrlOf(QJsonDocument(object).toJson(QJsonDocument::Compact)); };
    const QByteArray token = signedText(encoded(header) + '.' + encoded(somebodysToken(site).claims), folder);
    return site.profile(token) == 200 && site.profile(altered(token)) == 401;
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

/// Tokens are signed with it, and whoever knows it signs others.
Probe signedByTheKey(const QByteArray &key)
{
    return [key](DefectSite &site) {
        const QByteArray token = accessToken(site);
        const auto parts = jwtParts(token);
        return parts && isHmacSigned(*parts, key) && site.profile(token) == 200
            && site.profile(hmacJwt(parts->header, somebodysToken(site).claims, key)) == 200;
    };
}

bool notYetValidAccepted(DefectSite &site)
{
    constexpr qint64 anHour = 3600;
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    return signedWith(site, "nbf", now - anHour) == 200 && signedWith(site, "nbf", now + anHour) == 200;
}

} // namespace

Probes signatureProbes()
{
    return {
        {QStringLiteral("alg-none-accepted"),
         [](DefectSite &site) {
             const QByteArray spelt = unsignedJwt({{typ, accessType}}, somebodysToken(site).claims);
             return site.profile(spelt) == 200
                 && site.profile(base64UrlOf("{\"alg\":\"nOnE\",\"typ\":\"at+jwt\"}") + spelt.mid(spelt.indexOf('.'))) == 200;
         }},
        {QStringLiteral("alg-none-misspelt"), algNoneMisspelt},
        {QStringLiteral("signature-ignored"), [](DefectSite &site) { return site.profile(altered(accessToken(site))) == 200; }},
        {QStringLiteral("missing-signature-accepted"), missingSignatureAccepted},
        {QStringLiteral("embedded-key-accepted"), embeddedKeyAccepted},
        {QStringLiteral("key-address-believed"), keyAddressBelieved},
        {QStringLiteral("certificate-address-believed"), certificateAddressBelieved},
        {QStringLiteral("key-id-injection"), keyIdInjection},
        {QStringLiteral("key-confusion"), keyConfusion},
        {QStringLiteral("weak-secret"), signedByTheKey("secret")},
        {QStringLiteral("short-key"), signedByTheKey("keyturn-16-bytes")},
        {QStringLiteral("not-yet-valid-accepted"), notYetValidAccepted},
        {QStringLiteral("issuer-ignored"), [](DefectSite &site) { return signedWith(site, "iss", QStringLiteral("https://other.example")) == 200; }},
        {QStringLiteral("audience-ignored"),
         [](DefectSite &site) { return signedWith(site, "aud", QStringLiteral("https://other.example/api")) == 200; }},
    };
}

} // namespace keyturn::backend
