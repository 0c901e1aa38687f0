// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jose/jwks.h"
#include "signer.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace keyturn::jose {

namespace {

QByteArray set(const QJsonArray &keys)
{
    return QJsonDocument(QJsonObject{{QStringLiteral("keys"), keys}}).toJson(QJsonDocument::Compact);
}

} // namespace

class TstJwks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void publicKeysAreRead();
    void whatIsNoPublicKeyIsLeftOut();
    void aPublishedPrivateKeyIsRefused();
    void brokenSetsAreRefused_data();
    void brokenSetsAreRefused();
};

void TstJwks::publicKeysAreRead()
{
    const QJsonObject rsa =
        provider().publicKey({{QStringLiteral("kid"), QStringLiteral("a")}, {QStringLiteral("x5t"), QStringLiteral("unknown to us")}});
    const QJsonObject ec = Signer::ec(QStringLiteral("ES256")).publicKey();
    const core::Result<Jwks> keys = readJwks(set({rsa, ec}));
    QVERIFY(keys.ok());
    QCOMPARE(keys->keys, (QList<QJsonObject>{rsa, ec}));
    QVERIFY(readJwks(R"({"keys":[]})").ok()); // a provider between two keys
}

void TstJwks::whatIsNoPublicKeyIsLeftOut()
{
    const QJsonObject rsa = provider().publicKey();
    const core::Result<Jwks> keys =
        readJwks(set({QJsonObject{{QStringLiteral("kty"), QStringLiteral("OKP")}, {QStringLiteral("crv"), QStringLiteral("Ed25519")}},
                      QJsonObject{{QStringLiteral("kty"), QStringLiteral("oct")}, {QStringLiteral("k"), QStringLiteral("c2VjcmV0")}}, rsa,
                      QJsonObject(), 5, QStringLiteral("x"), QJsonValue(), QJsonObject{{QStringLiteral("kty"), 7}}}));
    QVERIFY(keys.ok());
    QCOMPARE(keys->keys, QList<QJsonObject>{rsa});
}

void TstJwks::aPublishedPrivateKeyIsRefused()
{
    const core::Result<Jwks> keys = readJwks(set({provider().publicKey(), Signer::ec(QStringLiteral("ES256")).privateKey()}));
    QVERIFY(!keys.ok());
    QCOMPARE(keys.error().code, QStringLiteral("jwks_invalid"));
}

void TstJwks::brokenSetsAreRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    QJsonArray many;
    for (int i = 0; i < 101; ++i)
        many.append(QJsonObject{{QStringLiteral("kty"), QStringLiteral("RSA")}});
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("HTML") << QByteArray("<html>");
    QTest::newRow("array") << QByteArray("[]");
    QTest::newRow("no keys") << QByteArray("{}");
    QTest::newRow("keys are an object") << QByteArray(R"({"keys":{}})");
    QTest::newRow("keys twice") << QByteArray(R"({"keys":[],"keys":[]})");
    QTest::newRow("cut off") << QByteArray(R"({"keys":[{"kty":"RSA")");
    QTest::newRow("101 keys") << set(many);
    QTest::newRow("300 kB") << R"({"keys":[],"x":")" + QByteArray(300 * 1024, 'x') + "\"}";
}

void TstJwks::brokenSetsAreRefused()
{
    QFETCH(const QByteArray, json);
    const core::Result<Jwks> keys = readJwks(json);
    QVERIFY(!keys.ok());
    QCOMPARE(keys.error().code, QStringLiteral("jwks_invalid"));
    QCOMPARE(keys.error().kind, core::ErrorKind::BadReply);
}

} // namespace keyturn::jose

using keyturn::jose::TstJwks;
KEYTURN_TEST(TstJwks)
#include "tst_jwks.moc"
