// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jose/signature.h"
#include "signer.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace keyturn::jose {

namespace {

QJsonObject object(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

} // namespace

class TstSignature : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theExampleOfRfc7515Holds();
    void aSignatureHoldsForItsOwnTextAlone_data();
    void aSignatureHoldsForItsOwnTextAlone();
    void aKeyThatIsNoneHoldsNothing_data();
    void aKeyThatIsNoneHoldsNothing();
    void aKeyFitsItsAlgorithms_data();
    void aKeyFitsItsAlgorithms();
    void aKeyFitsWhatItSaysItIsFor_data();
    void aKeyFitsWhatItSaysItIsFor();
    void aShortRsaKeyFitsNothing();
};

/// Appendix A.3: a signature that other software made.
void TstSignature::theExampleOfRfc7515Holds()
{
    const QJsonObject key =
        object(R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})");
    const QByteArray token = "eyJhbGciOiJFUzI1NiJ9."
                             "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
                             "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    QVERIFY(signatureHolds(core::Secret(token), key));
    QByteArray other = token;
    other[30] = other.at(30) == 'a' ? 'b' : 'a';
    QVERIFY(!signatureHolds(core::Secret(other), key));
}

void TstSignature::aSignatureHoldsForItsOwnTextAlone_data()
{
    QTest::addColumn<QString>("algorithm");
    for (const char *algorithm : {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"})
        QTest::newRow(algorithm) << QString::fromLatin1(algorithm);
}

void TstSignature::aSignatureHoldsForItsOwnTextAlone()
{
    QFETCH(const QString, algorithm);
    const Signer signer = algorithm.startsWith(u'E') ? Signer::ec(algorithm) : provider();
    const Signer other = Signer::ec(algorithm.startsWith(u'E') ? algorithm : QStringLiteral("ES256"));
    const QByteArray token = signer.sign({{QStringLiteral("alg"), algorithm}}, {{QStringLiteral("sub"), QStringLiteral("a")}}).reveal().toByteArray();
    QVERIFY(signatureHolds(core::Secret(token), signer.publicKey()));
    QVERIFY(!signatureHolds(core::Secret(token), other.publicKey()));
    const QByteArrayList parts = token.split('.');
    const QByteArray claims = base64url(R"({"sub":"b"})");
    const QByteArray noSignature = parts.at(0) + '.' + parts.at(1) + '.';
    QVERIFY(!signatureHolds(core::Secret(parts.at(0) + '.' + claims + '.' + parts.at(2)), signer.publicKey()));
    QVERIFY(!signatureHolds(core::Secret(base64url(R"({"alg":"none"})") + '.' + parts.at(1) + '.' + parts.at(2)), signer.publicKey()));
    QVERIFY(!signatureHolds(core::Secret(noSignature), signer.publicKey()));
    QVERIFY(!signatureHolds(core::Secret(noSignature + parts.at(2).left(40)), signer.publicKey()));
    QVERIFY(!signatureHolds(core::Secret(noSignature + base64url(QByteArray(64, '\0'))), signer.publicKey())); // r = s = 0 (CVE-2022-21449)
}

void TstSignature::aKeyThatIsNoneHoldsNothing_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::newRow("empty") << QByteArray("{}");
    QTest::newRow("no modulus") << QByteArray(R"({"kty":"RSA","e":"AQAB"})");
    QTest::newRow("numbers for text") << QByteArray(R"({"kty":"RSA","e":3,"n":5})");
    QTest::newRow("a point off the curve") << QByteArray(R"({"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"})");
    QTest::newRow("unknown kind") << QByteArray(R"({"kty":"OKP","crv":"Ed25519","x":"AAAA"})");
}

void TstSignature::aKeyThatIsNoneHoldsNothing()
{
    QFETCH(const QByteArray, key);
    const core::Secret token = provider().sign({{QStringLiteral("alg"), QStringLiteral("RS256")}}, {});
    QVERIFY(!signatureHolds(token, object(key)));
}

void TstSignature::aKeyFitsItsAlgorithms_data()
{
    QTest::addColumn<QJsonObject>("key");
    QTest::addColumn<QStringList>("fitting");
    const auto list = [](const char *text) { return QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts); };
    QTest::newRow("RSA") << provider().publicKey() << list("RS256 RS384 RS512 PS256 PS384 PS512");
    QTest::newRow("P-256") << Signer::ec(QStringLiteral("ES256")).publicKey() << list("ES256");
    QTest::newRow("P-384") << Signer::ec(QStringLiteral("ES384")).publicKey() << list("ES384");
    QTest::newRow("P-521") << Signer::ec(QStringLiteral("ES512")).publicKey() << list("ES512");
    QTest::newRow("symmetric") << object(R"({"kty":"oct","k":"c2VjcmV0"})") << QStringList();
    QTest::newRow("no kind") << QJsonObject() << QStringList();
}

void TstSignature::aKeyFitsItsAlgorithms()
{
    QFETCH(const QJsonObject, key);
    QFETCH(const QStringList, fitting);
    for (const char *name : {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",    "HS256",
                             "HS384", "HS512", "none",  "None",  "NONE",  "",      "rs256", "EdDSA", "RSA-OAEP", "dir"}) {
        const QString algorithm = QString::fromLatin1(name);
        QVERIFY2(keyFits(key, algorithm) == fitting.contains(algorithm), name);
    }
}

void TstSignature::aKeyFitsWhatItSaysItIsFor_data()
{
    QTest::addColumn<QByteArray>("says");
    QTest::addColumn<bool>("fits");
    QTest::newRow("nothing") << QByteArray("{}") << true;
    QTest::newRow("signatures") << QByteArray(R"({"use":"sig"})") << true;
    QTest::newRow("encryption") << QByteArray(R"({"use":"enc"})") << false;
    QTest::newRow("this algorithm") << QByteArray(R"({"alg":"RS256"})") << true;
    QTest::newRow("another algorithm") << QByteArray(R"({"alg":"PS256"})") << false;
    QTest::newRow("to verify") << QByteArray(R"({"key_ops":["verify"]})") << true;
    QTest::newRow("to encrypt") << QByteArray(R"({"key_ops":["encrypt"]})") << false;
    QTest::newRow("to do nothing") << QByteArray(R"({"key_ops":[]})") << false;
}

void TstSignature::aKeyFitsWhatItSaysItIsFor()
{
    QFETCH(const QByteArray, says);
    QFETCH(const bool, fits);
    QCOMPARE(keyFits(provider().publicKey(object(says)), QStringLiteral("RS256")), fits);
}

void TstSignature::aShortRsaKeyFitsNothing()
{
    // RFC 7518 §3.3: 2048 bits or more. Shorter ones are factored.
    QVERIFY(!keyFits(Signer::rsa(1024).publicKey(), QStringLiteral("RS256")));
    QVERIFY(!keyFits(Signer::rsa(2040).publicKey(), QStringLiteral("RS256")));
    QVERIFY(keyFits(Signer::rsa(2048).publicKey(), QStringLiteral("RS256")));
    QJsonObject padded = Signer::rsa(1024).publicKey();
    const QByteArray modulus = QByteArray::fromBase64(padded.value(QStringLiteral("n")).toString().toLatin1(), QByteArray::Base64UrlEncoding);
    padded.insert(QStringLiteral("n"), QString::fromLatin1(base64url(QByteArray(128, '\0') + modulus)));
    QVERIFY(!keyFits(padded, QStringLiteral("RS256"))); // zeros in front do not make it longer
}

} // namespace keyturn::jose

using keyturn::jose::TstSignature;
KEYTURN_TEST(TstSignature)
#include "tst_signature.moc"
