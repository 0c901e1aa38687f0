// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/json.h"
#include "independentverifier.h"
#include "jose/proofmaker.h"
#include "signer.h"
#include "support/fakeclock.h"
#include "support/registry.h"

#include <QJsonDocument>
#include <QSet>
#include <QTest>

namespace keyturn::jose {

namespace {

QJsonObject object(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

QJsonObject part(const QByteArray &compact, int index)
{
    return object(QByteArray::fromBase64(compact.split('.').value(index), QByteArray::Base64UrlEncoding));
}

/// RFC 9449's own key, public half.
QJsonObject exampleKey()
{
    return object(
        R"({"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"})");
}

ProofContent content(const char *url = "https://server.example.com/token")
{
    return {"POST", QUrl(QString::fromLatin1(url)), QDateTime::fromSecsSinceEpoch(1562262616).toUTC(), "-BwC3ESc6acc2lTc"};
}

struct Maker {
    tests::FakeClock clock;
    core::SystemRandom random;
    ProofMaker maker{clock, random};
    core::Secret key = makeProofKey().value();
    [[nodiscard]] QJsonObject claims(const char *url) const { return part(*maker.prove(key, {"GET", QUrl(QString::fromLatin1(url))}), 1); }
};

} // namespace

class TstProofKey : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theThumbprintsAreThoseOfTheRfcs_data();
    void theThumbprintsAreThoseOfTheRfcs();
    void theVerifierOfTheseTestsTakesTheRfcsOwnProof();
    void aProofHoldsForItsOwnKeyAlone();
    void aProofSaysWhatTheRfcsExampleSays();
    void theAccessTokenIsHashedAsInTheRfc();
    void theTargetIsTheAddressWithoutQueryAndFragment_data();
    void theTargetIsTheAddressWithoutQueryAndFragment();
    void onlyThePublicHalfIsShown();
    void twoKeysAreNotTheSame();
    void aKeyThatIsNoneSignsNothing_data();
    void aKeyThatIsNoneSignsNothing();
    void everyProofHasAnIdOfItsOwnAndTheTimeOfOurClock();
    void aServersNonceGoesIntoTheNextProofForItAlone();
    void aNonceThatIsNoneIsLeft_data();
    void aNonceThatIsNoneIsLeft();
};

void TstProofKey::theThumbprintsAreThoseOfTheRfcs_data()
{
    QTest::addColumn<QJsonObject>("key");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("RFC 9449 section 6.1") << exampleKey() << QByteArray("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
    QTest::newRow("RFC 7638 section 3.1") << object(
        R"({"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMs)"
        R"(tn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD0)"
        R"(8qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"})")
                                          << QByteArray("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    QTest::newRow("a key without its half") << object(R"({"kty":"EC","crv":"P-256","x":"AA"})") << QByteArray();
}

void TstProofKey::theThumbprintsAreThoseOfTheRfcs()
{
    QFETCH(QJsonObject, key);
    QFETCH(QByteArray, expected);
    QCOMPARE(thumbprint(key), expected);
}

/// RFC 9449 section 4.1, figure 2: a proof that neither side of this test made.
void TstProofKey::theVerifierOfTheseTestsTakesTheRfcsOwnProof()
{
    const QByteArray proof =
        "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5Ijoi"
        "OVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19"
        ".eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ"
        ".2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg";
    QVERIFY(tests::holdsForJose(proof, exampleKey()));
    QVERIFY(!tests::holdsForJose(proof, *publicHalf(*makeProofKey())));
}

void TstProofKey::aProofHoldsForItsOwnKeyAlone()
{
    const core::Secret key = makeProofKey().value();
    const core::Result<QByteArray> proof = signProof(key, content());
    QVERIFY(proof.ok());
    QVERIFY(tests::holdsForJose(*proof, *publicHalf(key)));
    QVERIFY(tests::holdsForJose(*proof, part(*proof, 0).value(QStringLiteral("jwk")).toObject()));
    QVERIFY(!tests::holdsForJose(*proof, *publicHalf(*makeProofKey())));
    QVERIFY(!proof->contains('='));
}

void TstProofKey::aProofSaysWhatTheRfcsExampleSays()
{
    const core::Secret key = makeProofKey().value();
    const core::Result<QByteArray> proof = signProof(key, content());
    QVERIFY(proof.ok());
    const QJsonObject header = part(*proof, 0);
    QCOMPARE(header.keys(), (QStringList{QStringLiteral("alg"), QStringLiteral("jwk"), QStringLiteral("typ")}));
    QCOMPARE(header.value(QStringLiteral("typ")).toString(), QStringLiteral("dpop+jwt"));
    QCOMPARE(header.value(QStringLiteral("alg")).toString(), QStringLiteral("ES256"));
    QCOMPARE(header.value(QStringLiteral("jwk")).toObject(), *publicHalf(key));
    const QByteArray claims = R"({"jti":"-BwC3ESc6acc2lTc","htm":"POST","htu":"https://server.example.com/token","iat":1562262616})";
    QCOMPARE(part(*proof, 1), object(claims));
}

/// Section 7.1, figure 13.
void TstProofKey::theAccessTokenIsHashedAsInTheRfc()
{
    ProofContent about = content("https://resource.example.org/protectedresource");
    about.accessToken = core::Secret("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU");
    about.nonce = "eyJ7S_zG.eyJH0-Z.HX4w-7v";
    const core::Result<QByteArray> proof = signProof(makeProofKey().value(), about);
    QVERIFY(proof.ok());
    const QJsonObject claims = part(*proof, 1);
    QCOMPARE(claims.value(QStringLiteral("ath")).toString(), QStringLiteral("fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"));
    QCOMPARE(claims.value(QStringLiteral("nonce")).toString(), QStringLiteral("eyJ7S_zG.eyJH0-Z.HX4w-7v"));
}

void TstProofKey::theTargetIsTheAddressWithoutQueryAndFragment_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QString>("target");
    QTest::newRow("query and fragment") << QByteArray("https://a.example/x?y=1&z#w") << QStringLiteral("https://a.example/x");
    QTest::newRow("the port that goes without saying") << QByteArray("https://a.example:443/x") << QStringLiteral("https://a.example/x");
    QTest::newRow("another port") << QByteArray("http://127.0.0.1:8080/x") << QStringLiteral("http://127.0.0.1:8080/x");
    QTest::newRow("no path") << QByteArray("https://a.example") << QStringLiteral("https://a.example/");
    QTest::newRow("escapes stay") << QByteArray("https://a.example/a%2Fb%20c") << QStringLiteral("https://a.example/a%2Fb%20c");
    QTest::newRow("IPv6") << QByteArray("http://[::1]:9/x") << QStringLiteral("http://[::1]:9/x");
}

void TstProofKey::theTargetIsTheAddressWithoutQueryAndFragment()
{
    QFETCH(QByteArray, url);
    QFETCH(QString, target);
    const core::Result<QByteArray> proof = signProof(makeProofKey().value(), content(url.constData()));
    QVERIFY(proof.ok());
    QCOMPARE(part(*proof, 1).value(QStringLiteral("htu")).toString(), target);
}

void TstProofKey::onlyThePublicHalfIsShown()
{
    const core::Secret key = makeProofKey().value();
    const QJsonObject whole = object(key.reveal().toByteArray());
    QVERIFY(!whole.value(QStringLiteral("d")).toString().isEmpty());
    const core::Result<QJsonObject> half = publicHalf(key);
    QVERIFY(half.ok());
    QCOMPARE(half->keys(), (QStringList{QStringLiteral("crv"), QStringLiteral("kty"), QStringLiteral("x"), QStringLiteral("y")}));
    QCOMPARE(half->value(QStringLiteral("x")), whole.value(QStringLiteral("x")));
}

void TstProofKey::twoKeysAreNotTheSame()
{
    QVERIFY(!(makeProofKey().value() == makeProofKey().value()));
}

void TstProofKey::aKeyThatIsNoneSignsNothing_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("{");
    QTest::newRow("a public key") << QJsonDocument(exampleKey()).toJson();
    QTest::newRow("an RSA key") << QJsonDocument(provider().privateKey()).toJson();
    QTest::newRow("another curve") << QJsonDocument(Signer::ec(QStringLiteral("ES384")).privateKey()).toJson();
}

void TstProofKey::aKeyThatIsNoneSignsNothing()
{
    QFETCH(QByteArray, key);
    const core::Result<QByteArray> proof = signProof(core::Secret(key), content());
    QVERIFY(!proof.ok());
    QCOMPARE(proof.error().kind, core::ErrorKind::Storage);
    QCOMPARE(proof.error().code, QStringLiteral("proof_key_broken"));
}

void TstProofKey::everyProofHasAnIdOfItsOwnAndTheTimeOfOurClock()
{
    Maker rig;
    QSet<QString> ids;
    for (int i = 0; i < 20; ++i) {
        const QJsonObject claims = rig.claims("https://a.example/x");
        const QString id = claims.value(QStringLiteral("jti")).toString();
        QCOMPARE(QByteArray::fromBase64(id.toLatin1(), QByteArray::Base64UrlEncoding).size(), 16);
        QCOMPARE(claims.value(QStringLiteral("iat")).toInteger(), rig.clock.now().toSecsSinceEpoch());
        QVERIFY(!claims.contains(QStringLiteral("ath")) && !claims.contains(QStringLiteral("nonce")));
        ids.insert(id);
    }
    QCOMPARE(ids.size(), 20);
}

void TstProofKey::aServersNonceGoesIntoTheNextProofForItAlone()
{
    Maker rig;
    const QString name = QStringLiteral("nonce");
    QVERIFY(rig.maker.noteNonce(QUrl(QStringLiteral("https://a.example/token")), "n-1"));
    QCOMPARE(rig.claims("https://a.example:443/userinfo").value(name).toString(), QStringLiteral("n-1"));
    QVERIFY(!rig.claims("https://b.example/token").contains(name));
    QVERIFY(!rig.claims("https://a.example:444/token").contains(name));
    QVERIFY(rig.maker.noteNonce(QUrl(QStringLiteral("https://a.example/")), "n-2"));
    QCOMPARE(rig.claims("https://a.example/token").value(name).toString(), QStringLiteral("n-2"));
}

void TstProofKey::aNonceThatIsNoneIsLeft_data()
{
    QTest::addColumn<QByteArray>("nonce");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("with a space") << QByteArray("a b");
    QTest::newRow("with a quote") << QByteArray("a\"b");
    QTest::newRow("with a line break") << QByteArray("a\r\nb");
    QTest::newRow("beyond ASCII") << QByteArray("\xc3\xa9");
    QTest::newRow("without end") << QByteArray(2049, 'n');
}

void TstProofKey::aNonceThatIsNoneIsLeft()
{
    QFETCH(QByteArray, nonce);
    Maker rig;
    const QUrl url(QStringLiteral("https://a.example/"));
    QVERIFY(rig.maker.noteNonce(url, "good"));
    QVERIFY(!rig.maker.noteNonce(url, nonce));
    QCOMPARE(rig.claims("https://a.example/").value(QStringLiteral("nonce")).toString(), QStringLiteral("good"));
}

} // namespace keyturn::jose

using keyturn::jose::TstProofKey;
KEYTURN_TEST(TstProofKey)
#include "tst_proofkey.moc"
