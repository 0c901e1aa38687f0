// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/checks/allchecks.h"
#include "audit/keyset.h"
#include "audit/lure.h"
#include "audit/tokentrial.h"
#include "jose/rsakey.h"
#include "jose/tokensigner.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace keyturn::audit::checks {

namespace {

constexpr auto keySetPath = "/keys.json";
constexpr auto certificatePath = "/certificate.pem";
const QString keyId = QStringLiteral("keyturn-audit");

/// The token's header for another key, with what leads to that.
QJsonObject headerFor(const TokenTrial &trial, const char *algorithm, const char *name, const QJsonValue &value)
{
    QJsonObject header = trial.header();
    for (const char *leading : {"kid", "jwk", "jku", "x5u", "x5c", "x5t"})
        header.remove(QLatin1String(leading));
    header.insert(QStringLiteral("alg"), QLatin1String(algorithm));
    header.insert(QLatin1String(name), value);
    return header;
}

/// A backend that verifies by HMAC and never by RSA still may take what it fetches for a secret.
void tryOwnKey(TokenTrial &trial, const jose::RsaKey &key, const QJsonObject &header, const QString &what)
{
    if (const core::Result<core::Secret> token = jose::signJwt(key.privateJwk, header, trial.claims()); token.ok())
        trial.expectRefusal(*token, what);
    else
        trial.verdict().addGap(token.error().detail);
}

void tryEmbedded(TokenTrial &trial, const jose::RsaKey &key)
{
    tryOwnKey(trial, key, headerFor(trial, "RS256", "jwk", key.publicJwk), QStringLiteral("An access token that brings its own RSA key along (jwk)"));
    QByteArray der;
    for (const QByteArray &line : key.certificate.split('\n'))
        der += line.startsWith('-') ? QByteArray() : line;
    tryOwnKey(trial, key, headerFor(trial, "RS256", "x5c", QJsonArray{QString::fromLatin1(der)}),
              QStringLiteral("An access token that brings its own certificate along (x5c)"));
    const core::Secret secret(QByteArrayView("a key that this audit has made up, long enough for HS256"));
    const QString encoded =
        QString::fromLatin1(secret.reveal().toByteArray().toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
    const QJsonObject jwk{{QStringLiteral("kty"), QStringLiteral("oct")}, {QStringLiteral("k"), encoded}};
    trial.expectRefusal(jose::hmacJwt(headerFor(trial, "HS256", "jwk", jwk), trial.claims(), secret),
                        QStringLiteral("An access token that brings its own secret along (jwk)"));
}

void tryFetched(TokenTrial &trial, const jose::RsaKey &key, bool isReachable)
{
    QJsonObject named = key.publicJwk;
    named.insert(QStringLiteral("kid"), keyId);
    const QByteArray set = QJsonDocument(QJsonObject{{QStringLiteral("keys"), QJsonArray{named}}}).toJson(QJsonDocument::Compact);
    const Lure lure({{keySetPath, set}, {certificatePath, key.certificate}});
    QJsonObject header = headerFor(trial, "RS256", "jku", lure.url(keySetPath).toString());
    header.insert(QStringLiteral("kid"), keyId);
    tryOwnKey(trial, key, header, QStringLiteral("An access token that names the address of its own key (jku)"));
    tryOwnKey(trial, key, headerFor(trial, "RS256", "x5u", lure.url(certificatePath).toString()),
              QStringLiteral("An access token that names the address of its own certificate (x5u)"));
    if (lure.visits() > 0)
        trial.verdict().addFailure(QStringLiteral("The backend asks the address that a token names, before it knows whose the token is."));
    else if (!isReachable)
        trial.verdict().addGap(
            QStringLiteral("Whether the backend asks addresses that tokens name can be seen only where it runs on this computer."));
}

void tryKeyIds(TokenTrial &trial)
{
    struct Trick {
        const char *kid;
        const char *key;
        const char *what;
    };
    static constexpr Trick tricks[]{
        {"../../../../../../../../dev/null", "", "An access token whose kid is the path of an empty file"},
        {"/dev/null", "", "An access token whose kid is the path of an empty file"},
        {"keyturn' UNION SELECT 'keyturn-audit' -- ", "keyturn-audit", "An access token whose kid is a piece of SQL that tells the key"},
    };
    for (const Trick &trick : tricks)
        trial.expectRefusal(
            jose::hmacJwt(headerFor(trial, "HS256", "kid", QLatin1String(trick.kid)), trial.claims(), core::Secret(QByteArrayView(trick.key))),
            QLatin1String(trick.what));
}

/// RFC 8725 §2.1: the public key, which everybody has, as the secret of an HMAC, in the forms in which libraries are given it.
void tryConfusion(TokenTrial &trial, Site &site)
{
    if (trial.algorithm().startsWith(QLatin1String("HS")))
        return;
    const QList<QJsonObject> keys = publishedKeys(site);
    bool hasTried = false;
    for (const QJsonObject &jwk : keys) {
        const QByteArray pem = jose::publicKeyPem(jwk);
        if (pem.isEmpty())
            continue;
        hasTried = true;
        QJsonObject header = trial.header();
        header.insert(QStringLiteral("alg"), QStringLiteral("HS256"));
        for (const QByteArray &key : {pem, pem.trimmed()})
            trial.expectRefusal(jose::hmacJwt(header, trial.claims(), core::Secret(key)),
                                QStringLiteral("An access token that is signed by HMAC with the backend's public key"));
    }
    if (!hasTried)
        trial.verdict().addGap(
            QStringLiteral("Whether the public key serves as an HMAC secret was not tried: the backend publishes none that was found."));
}

Verdict look(Site &site)
{
    core::Result<TokenTrial> begun = TokenTrial::begin(site);
    if (!begun.ok())
        return Verdict::without(begun.error());
    TokenTrial &trial = begun.value();
    if (const core::Result<jose::RsaKey> key = jose::makeRsaKey(); key.ok()) {
        tryEmbedded(trial, *key);
        tryFetched(trial, *key, site.isLoopback());
    } else {
        trial.verdict().addGap(key.error().detail);
    }
    tryKeyIds(trial);
    tryConfusion(trial, site);
    return trial.ended(QStringLiteral("Tokens that bring, name or confuse their key are refused (%1 ways).").arg(trial.refusals()));
}

} // namespace

Check keyInjection()
{
    return {
        12,
        QStringLiteral("key-injection"),
        QStringLiteral("A token cannot choose the key that it is verified by"),
        Severity::Critical,
        Mode::Active,
        {reference(QStringLiteral("RFC 8725 §3.10"))},
        QStringLiteral("Choose the key and its algorithm on the server. Believe no jwk, jku, x5u or x5c of a token, and look kid up among the keys "
                       "that you have, never in files, a database or the network by its text.\n\nconst key = keys.get(header.kid); if (!key) throw "
                       "unauthorized();\njwt.verify(token, key.public, { algorithms: [key.alg] });"),
        &look};
}

} // namespace keyturn::audit::checks
