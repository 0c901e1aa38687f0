// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jose/hmac.h"
#include "jose/jwt.h"
#include "jose/proofkey.h"
#include "jose/rsakey.h"
#include "jose/signature.h"
#include "jose/tokensigner.h"
#include "support/registry.h"

#include <QJsonDocument>
#include <QSslCertificate>
#include <QSslKey>
#include <QTest>

namespace keyturn::jose {

namespace {

const QJsonObject claims{{QStringLiteral("sub"), QStringLiteral("ada")}, {QStringLiteral("exp"), qint64(4102444800)}};

QJsonObject headerOf(const char *algorithm)
{
    return {{QStringLiteral("alg"), QLatin1String(algorithm)}, {QStringLiteral("typ"), QStringLiteral("at+jwt")}};
}

} // namespace

class TstTokenSigner : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anRsaKeySignsAsItsPublicHalfVerifies();
    void anEcKeySignsToo();
    void anHmacIsOfItsKeyAlone_data();
    void anHmacIsOfItsKeyAlone();
    void anUnsignedTokenEndsWithItsDot();
    void aKeyOfAnotherKindDoesNotSign_data();
    void aKeyOfAnotherKindDoesNotSign();
    void theCertificateAndThePemHoldTheKey();
    void anEcKeyHasAPemToo();
    void whatIsNoKeyHasNoPem();
};

void TstTokenSigner::anRsaKeySignsAsItsPublicHalfVerifies()
{
    const auto key = makeRsaKey();
    QVERIFY(key.ok());
    QJsonObject header = headerOf("RS256");
    header.insert(QStringLiteral("jwk"), key->publicJwk); // an object in the header
    const auto token = signJwt(key->privateJwk, header, claims);
    QVERIFY(token.ok());
    QVERIFY(signatureHolds(*token, key->publicJwk));
    const auto read = readJwt(*token);
    QVERIFY(read.ok());
    QCOMPARE(read->header, header);
    QCOMPARE(read->claims, claims);
}

void TstTokenSigner::anEcKeySignsToo()
{
    const auto key = makeProofKey();
    QVERIFY(key.ok());
    const auto token = signJwt(*key, headerOf("ES256"), claims);
    QVERIFY(token.ok());
    QVERIFY(signatureHolds(*token, *publicHalf(*key)));
}

void TstTokenSigner::anHmacIsOfItsKeyAlone_data()
{
    QTest::addColumn<QByteArray>("algorithm");
    for (const char *algorithm : {"HS256", "HS384", "HS512"})
        QTest::newRow(algorithm) << QByteArray(algorithm);
}

void TstTokenSigner::anHmacIsOfItsKeyAlone()
{
    QFETCH(QByteArray, algorithm);
    const QString name = QString::fromLatin1(algorithm);
    const core::Secret key(QByteArrayView("a key"));
    const core::Secret token = hmacJwt(headerOf(algorithm.constData()), claims, key);
    QVERIFY(hmacHolds(token, key));
    QVERIFY(!hmacHolds(token, core::Secret(QByteArrayView("another"))));
    const auto bySet = signJwt(core::Secret(QByteArrayView("{\"kty\":\"oct\",\"k\":\"YSBrZXk\"}")), headerOf(algorithm.constData()), claims);
    QVERIFY(bySet.ok());
    QVERIFY(*bySet == token);
}

void TstTokenSigner::anUnsignedTokenEndsWithItsDot()
{
    const auto token = readJwt(unsignedJwt(headerOf("none"), claims));
    QVERIFY(token.ok());
    QCOMPARE(token->claims, claims);
    QVERIFY(token->compact.reveal().endsWith('.'));
}

void TstTokenSigner::aKeyOfAnotherKindDoesNotSign_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("algorithm");
    QTest::newRow("a secret for RS256") << QByteArray("{\"kty\":\"oct\",\"k\":\"YSBrZXk\"}") << QByteArray("RS256");
    QTest::newRow("an EC key for HS256") << makeProofKey()->reveal().toByteArray() << QByteArray("HS256");
    QTest::newRow("nothing") << QByteArray() << QByteArray("RS256");
    QTest::newRow("no JSON") << QByteArray("-----BEGIN") << QByteArray("RS256");
}

void TstTokenSigner::aKeyOfAnotherKindDoesNotSign()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, algorithm);
    const auto token = signJwt(core::Secret(key), headerOf(algorithm.constData()), claims);
    QVERIFY(!token.ok());
    QCOMPARE(token.error().code, QStringLiteral("signing_key_unfit"));
}

void TstTokenSigner::theCertificateAndThePemHoldTheKey()
{
    const auto key = makeRsaKey();
    const QSslCertificate certificate(key->certificate);
    QVERIFY(!certificate.isNull());
    QCOMPARE(certificate.publicKey().toPem(), publicKeyPem(key->publicJwk));
    QVERIFY(certificate.isSelfSigned());
}

void TstTokenSigner::anEcKeyHasAPemToo()
{
    const QSslKey key(publicKeyPem(*publicHalf(*makeProofKey())), QSsl::Ec, QSsl::Pem, QSsl::PublicKey);
    QVERIFY(!key.isNull());
}

void TstTokenSigner::whatIsNoKeyHasNoPem()
{
    QVERIFY(publicKeyPem({}).isEmpty());
    QVERIFY(publicKeyPem({{QStringLiteral("kty"), QStringLiteral("RSA")}}).isEmpty());
    QVERIFY(publicKeyPem({{QStringLiteral("kty"), QStringLiteral("EC")}, {QStringLiteral("crv"), QStringLiteral("P-256")}}).isEmpty());
}

} // namespace keyturn::jose

using keyturn::jose::TstTokenSigner;
KEYTURN_TEST(TstTokenSigner)
#include "tst_tokensigner.moc"
