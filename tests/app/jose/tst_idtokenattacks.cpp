// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "idtokens.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>
#include <QTest>

namespace keyturn::jose {

namespace {

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// Signed with an HMAC under @p key, as somebody can who knows nothing but what is published.
core::Secret hmacSigned(const QByteArray &header, const QByteArray &key)
{
    const QByteArray text = base64url(header) + '.' + base64url(json(soundClaims()));
    return core::Secret(text + '.' + base64url(QMessageAuthenticationCode::hash(text, key, QCryptographicHash::Sha256)));
}

Jwks keys(const QList<QJsonObject> &list)
{
    return {list};
}

QJsonObject named(const Signer &signer, const char *id, const QJsonObject &more = {})
{
    QJsonObject key = signer.publicKey(more);
    key.insert(QStringLiteral("kid"), QString::fromLatin1(id));
    return key;
}

} // namespace

/// Tokens that say sound things and are not the provider's.
class TstIdTokenAttacks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fault86WithoutASignatureNothingHolds_data();
    void fault86WithoutASignatureNothingHolds();
    void fault87AnHmacUnderAPublicKeyDoesNotHold_data();
    void fault87AnHmacUnderAPublicKeyDoesNotHold();
    void fault88AHeaderCannotBringItsOwnKey_data();
    void fault88AHeaderCannotBringItsOwnKey();
    void fault88ACriticalExtensionIsRefused_data();
    void fault88ACriticalExtensionIsRefused();
    void fault88AKeyIdIsOnlyCompared_data();
    void fault88AKeyIdIsOnlyCompared();
    void theKeyIsChosenByIdAndFit_data();
    void theKeyIsChosenByIdAndFit();
    void changedClaimsDoNotHold();
    void everyAlgorithmOfOursHolds_data();
    void everyAlgorithmOfOursHolds();
    void fault94WhatIsNoSignedTokenIsRefused_data();
    void fault94WhatIsNoSignedTokenIsRefused();
};

void TstIdTokenAttacks::fault86WithoutASignatureNothingHolds_data()
{
    QTest::addColumn<QByteArray>("header");
    for (const char *algorithm : {"none", "None", "NONE", "nOnE", " none", "none\\u0000", ""})
        QTest::addRow("alg '%s'", algorithm) << R"({"kid":"k1","alg":")" + QByteArray(algorithm) + "\"}";
    QTest::newRow("alg missing") << QByteArray(R"({"kid":"k1"})");
    QTest::newRow("alg null") << QByteArray(R"({"kid":"k1","alg":null})");
    QTest::newRow("alg a number") << QByteArray(R"({"kid":"k1","alg":256})");
    QTest::newRow("alg in an array") << QByteArray(R"({"kid":"k1","alg":["RS256"]})");
    QTest::newRow("no kid either") << QByteArray(R"({"alg":"none"})");
}

void TstIdTokenAttacks::fault86WithoutASignatureNothingHolds()
{
    QFETCH(const QByteArray, header);
    for (const QByteArray &signature : {QByteArray(), QByteArray("x")})
        QCOMPARE(verdict(verifyIdToken(compact(header, json(soundClaims()), signature), published(), expectation())), QStringLiteral("id_token_alg"));
    // RS256 in the header and nothing behind the second dot
    QCOMPARE(verdict(verifyIdToken(compact(R"({"kid":"k1","alg":"RS256"})", json(soundClaims()), {}), published(), expectation())),
             QStringLiteral("id_token_signature"));
}

void TstIdTokenAttacks::fault87AnHmacUnderAPublicKeyDoesNotHold_data()
{
    QTest::addColumn<QByteArray>("key");
    const QJsonObject key = published().keys.first();
    const QByteArray modulus = key.value(QStringLiteral("n")).toString().toLatin1();
    QTest::newRow("the JWK") << json(key);
    QTest::newRow("the modulus") << QByteArray::fromBase64(modulus, QByteArray::Base64UrlEncoding);
    QTest::newRow("the modulus in base64url") << modulus;
    QTest::newRow("nothing") << QByteArray();
}

void TstIdTokenAttacks::fault87AnHmacUnderAPublicKeyDoesNotHold()
{
    QFETCH(const QByteArray, key);
    QCOMPARE(verdict(verifyIdToken(hmacSigned(R"({"alg":"HS256","kid":"k1"})", key), published(), expectation())), QStringLiteral("id_token_alg"));
    QCOMPARE(verdict(verifyIdToken(hmacSigned(R"({"alg":"RS256","kid":"k1"})", key), published(), expectation())),
             QStringLiteral("id_token_signature"));
    // A key that says itself that it is for an HMAC, in a set that somebody put there
    const QJsonObject symmetric{{QStringLiteral("kty"), QStringLiteral("oct")},
                                {QStringLiteral("kid"), QStringLiteral("k1")},
                                {QStringLiteral("k"), QString::fromLatin1(base64url(key))}};
    QVERIFY(!verifyIdToken(hmacSigned(R"({"alg":"HS256","kid":"k1"})", key), keys({symmetric}), expectation()).ok());
}

void TstIdTokenAttacks::fault88AHeaderCannotBringItsOwnKey_data()
{
    QTest::addColumn<QJsonObject>("more");
    QTest::addColumn<QString>("verdict");
    const QString evil = QStringLiteral("https://evil.example/jwks");
    QTest::newRow("jku") << QJsonObject{{QStringLiteral("jku"), evil}} << QStringLiteral("id_token_signature");
    QTest::newRow("x5u") << QJsonObject{{QStringLiteral("x5u"), evil}} << QStringLiteral("id_token_signature");
    QTest::newRow("x5c") << QJsonObject{{QStringLiteral("x5c"), QJsonArray{QStringLiteral("MIIB")}}} << QStringLiteral("id_token_signature");
    QTest::newRow("jwk") << QJsonObject{{QStringLiteral("jwk"), Signer::ec(QStringLiteral("ES256")).publicKey()}}
                         << QStringLiteral("id_token_signature");
    QTest::newRow("nothing but another key") << QJsonObject() << QStringLiteral("id_token_signature");
}

void TstIdTokenAttacks::fault88AHeaderCannotBringItsOwnKey()
{
    QFETCH(const QJsonObject, more);
    static const Signer attacker = Signer::rsa();
    QJsonObject head = header("RS256");
    for (auto it = more.begin(); it != more.end(); ++it)
        head.insert(it.key(), it.key() == QLatin1String("jwk") ? QJsonValue(attacker.publicKey()) : it.value());
    QTEST(verdict(verifyIdToken(attacker.sign(head, soundClaims()), published(), expectation())), "verdict");
    // The provider's own signature holds, whatever else its header says.
    QCOMPARE(verdict(verifyIdToken(provider().sign(head, soundClaims()), published(), expectation())), QStringLiteral("ok"));
}

void TstIdTokenAttacks::fault88ACriticalExtensionIsRefused_data()
{
    QTest::addColumn<QJsonArray>("critical");
    QTest::newRow("one") << QJsonArray{QStringLiteral("exp")};
    QTest::newRow("b64") << QJsonArray{QStringLiteral("b64")};
    QTest::newRow("an empty list") << QJsonArray();
}

void TstIdTokenAttacks::fault88ACriticalExtensionIsRefused()
{
    QFETCH(const QJsonArray, critical);
    QJsonObject head = header("RS256");
    head.insert(QStringLiteral("crit"), critical);
    QCOMPARE(verdict(verifyIdToken(provider().sign(head, soundClaims()), published(), expectation())), QStringLiteral("id_token_crit"));
}

void TstIdTokenAttacks::fault88AKeyIdIsOnlyCompared_data()
{
    QTest::addColumn<QString>("id");
    for (const char *id :
         {"../../../../dev/null", "/proc/self/environ", "k1' UNION SELECT 'x", "K1", "k1 ", "k", "", "http://evil.example/k1", "%6b1"})
        QTest::addRow("'%s'", id) << QString::fromLatin1(id);
    QTest::newRow("10 kB") << QString(10'000, u'k');
}

void TstIdTokenAttacks::fault88AKeyIdIsOnlyCompared()
{
    QFETCH(const QString, id);
    const core::Secret token = provider().sign(header("RS256", id.toLatin1().constData()), soundClaims());
    QCOMPARE(verdict(verifyIdToken(token, published(), expectation())), QStringLiteral("id_token_key_unknown"));
}

void TstIdTokenAttacks::theKeyIsChosenByIdAndFit_data()
{
    QTest::addColumn<QJsonObject>("head");
    QTest::addColumn<Jwks>("set");
    QTest::addColumn<QString>("verdict");
    static const Signer other = Signer::rsa();
    const Signer curve = Signer::ec(QStringLiteral("ES256"));
    const QJsonObject anonymous{{QStringLiteral("alg"), QStringLiteral("RS256")}};
    const QJsonObject ours = named(provider(), "k1");
    const auto row = [](const char *tag, const QJsonObject &head, const Jwks &set, const char *verdict) {
        QTest::newRow(tag) << head << set << QString::fromLatin1(verdict);
    };
    row("by id among several", header("RS256"), keys({named(other, "k0"), ours, named(curve, "k2")}), "ok");
    row("id of another's key", header("RS256", "k0"), keys({named(other, "k0"), ours}), "id_token_signature");
    row("no key", header("RS256"), keys({}), "id_token_key_unknown");
    row("two keys of one id", header("RS256"), keys({named(other, "k1"), ours}), "id_token_key_unknown");
    row("two keys of one id, one fits", header("RS256"), keys({named(curve, "k1"), ours}), "ok");
    row("without an id, one key", anonymous, keys({ours}), "ok");
    row("without an id, one fits", anonymous, keys({named(curve, "k2"), ours}), "ok");
    row("without an id, two fit", anonymous, keys({named(other, "k0"), ours}), "id_token_key_unknown");
    row("id in the token alone", header("RS256"), keys({provider().publicKey()}), "id_token_key_unknown");
    row("a key to encrypt", header("RS256"), keys({named(provider(), "k1", {{QStringLiteral("use"), QStringLiteral("enc")}})}), "id_token_alg");
    row("a key for another algorithm", header("RS256"), keys({named(provider(), "k1", {{QStringLiteral("alg"), QStringLiteral("RS512")}})}),
        "id_token_alg");
}

void TstIdTokenAttacks::theKeyIsChosenByIdAndFit()
{
    QFETCH(const QJsonObject, head);
    QFETCH(const Jwks, set);
    QTEST(verdict(verifyIdToken(provider().sign(head, soundClaims()), set, expectation())), "verdict");
}

void TstIdTokenAttacks::changedClaimsDoNotHold()
{
    const QByteArrayList parts = provider().sign(header("RS256"), soundClaims()).reveal().toByteArray().split('.');
    QJsonObject claims = soundClaims();
    claims.insert(QStringLiteral("sub"), QStringLiteral("admin"));
    const core::Secret changed(parts.at(0) + '.' + base64url(json(claims)) + '.' + parts.at(2));
    QCOMPARE(verdict(verifyIdToken(changed, published(), expectation())), QStringLiteral("id_token_signature"));
}

void TstIdTokenAttacks::everyAlgorithmOfOursHolds_data()
{
    QTest::addColumn<QString>("algorithm");
    for (const char *algorithm : {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"})
        QTest::newRow(algorithm) << QString::fromLatin1(algorithm);
}

void TstIdTokenAttacks::everyAlgorithmOfOursHolds()
{
    QFETCH(const QString, algorithm);
    const Signer signer = algorithm.startsWith(u'E') ? Signer::ec(algorithm) : provider();
    const core::Secret token = signer.sign(header(algorithm.toLatin1().constData()), soundClaims());
    QCOMPARE(verdict(verifyIdToken(token, keys({named(signer, "k1")}), expectation())), QStringLiteral("ok"));
}

void TstIdTokenAttacks::fault94WhatIsNoSignedTokenIsRefused_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<QString>("verdict");
    const QByteArray sound = provider().sign(header("RS256"), soundClaims()).reveal().toByteArray();
    QTest::newRow("encrypted") << sound + ".c2ln.c2ln" << QStringLiteral("jwt_encrypted");
    QTest::newRow("four parts") << sound + ".c2ln" << QStringLiteral("jwt_malformed");
    QTest::newRow("padding") << sound + "==" << QStringLiteral("jwt_malformed");
    QTest::newRow("empty") << QByteArray() << QStringLiteral("jwt_malformed");
    QTest::newRow("17 kB") << sound + QByteArray(17 * 1024, 'A') << QStringLiteral("jwt_too_large");
}

void TstIdTokenAttacks::fault94WhatIsNoSignedTokenIsRefused()
{
    QFETCH(const QByteArray, token);
    QTEST(verdict(verifyIdToken(core::Secret(token), published(), expectation())), "verdict");
}

} // namespace keyturn::jose

using keyturn::jose::TstIdTokenAttacks;
KEYTURN_TEST(TstIdTokenAttacks)
#include "tst_idtokenattacks.moc"
