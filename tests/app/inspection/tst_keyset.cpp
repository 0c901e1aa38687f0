// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "inspecting.h"
#include "inspection/keyset.h"
#include "support/fakehttpclient.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::inspection {

namespace {

// Made by openssl for this test, and used nowhere else.
constexpr const char *rsaPem = "-----BEGIN PUBLIC KEY-----\n"
                               "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtIDvOq/V1kIITsyqYE3H\n"
                               "a0nQVbO1XRDDrB7/q8QWXdhERcwoFEGgTFKbCQFeqHetVZlKS3ARCPOuCBf5CbX9\n"
                               "AXaU4u6bjP+LqBo313Rs41PpkxbVheDz8fB2xNs79ansy6ZTJY3CccS9woyY/4sP\n"
                               "S/AfD+1BMmccahC/pTOTC/QN85OBRuoRYkeuQztgKquUTaTy0laZlk9/UBY7EpYD\n"
                               "mqjpBc1v/IKXUzP9q6X8PTu24bmdKgauNzEVeoHFo044PBFJoRjClfflThTwZNE0\n"
                               "Z/L81DoWKB0PTsCp90ia+brxMpfNmG+OH7UzxkuO6M41ksXXcqdtdcNir//jNqQM\n"
                               "nwIDAQAB\n"
                               "-----END PUBLIC KEY-----\n";
constexpr const char *ecPem = "-----BEGIN PUBLIC KEY-----\n"
                              "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAElwkhEubxtgg+vOjz3rKNEOm4ki35\n"
                              "u8VEzenwLphb3A8gpUTThIXFNhopMk9cx3h0usYsrfIFvLDSn/3T/8BZaA==\n"
                              "-----END PUBLIC KEY-----\n";
constexpr const char *edwardsPem = "-----BEGIN PUBLIC KEY-----\n"
                                   "MCowBQYDK2VwAyEAXnkMlVk80TKEB+rvsEnfGl/geE4RciSxPkzlxOcLwDc=\n"
                                   "-----END PUBLIC KEY-----\n";
constexpr const char *koblitzPem = "-----BEGIN PUBLIC KEY-----\n"
                                   "MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEIKPAqxouE6mIhaulDar3AnaPgRI6dk4B\n"
                                   "AkvT1srOxIs1YgY0zOm6SrJxn54fPtnIwbIf5uQQxi4J9a9BnhNLVQ==\n"
                                   "-----END PUBLIC KEY-----\n";
constexpr const char *certificatePem = "-----BEGIN CERTIFICATE-----\n"
                                       "MIIBdDCCARugAwIBAgIUY4UgA1BJDFQ/keN31SqK4Kg45zEwCgYIKoZIzj0EAwIw\n"
                                       "DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMzAyMzA5MjFaGA8yMTI2MTEwNjIzMDky\n"
                                       "MVowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJcJ\n"
                                       "IRLm8bYIPrzo896yjRDpuJIt+bvFRM3p8C6YW9wPIKVE04SFxTYaKTJPXMd4dLrG\n"
                                       "LK3yBbyw0p/90//AWWijUzBRMB0GA1UdDgQWBBSdchFWXMlWhtYflYvi4AELg9AL\n"
                                       "RjAfBgNVHSMEGDAWgBSdchFWXMlWhtYflYvi4AELg9ALRjAPBgNVHRMBAf8EBTAD\n"
                                       "AQH/MAoGCCqGSM49BAMCA0cAMEQCIDG/3usdNMgztpWhIwYEjjuxFP5XodqgLU6u\n"
                                       "peon+n4DAiACY+dm6+VuPCsEmcR67YXm1O7nB5bkQ+eBt6BIpBiGKQ==\n"
                                       "-----END CERTIFICATE-----\n";
constexpr const char *rsaToken = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0.eyJzdWIiOiJhIn0.mQ_2OxCSU1S1hMxfSPxDQCyojy6J58voQrUqJZj1xECNNYysIdwJ-5bHZCqNBw-"
                                 "elRJIgw6mw-fyE8VuJG954gxOoAk35_G3kVGK8opuYz4ULxivRXo7pmpsFsYpxfqXxgflC5UYkbB-7F61szCfCCw7bJPguMpX5jfrtM1x1QgC8xL0-"
                                 "63ed54_RuaV1d7W5ox65AgNBHhAuvKuSVEJTJf8UOzD3TTyLr8aSxJea_tEY5_jksPtwyxHmcVRA70mH2iu8AS73YVwZqQhQVUV9Rt-0k6uzX0FpxV-"
                                 "6hDGqNZvdGQLm-MG2XLODhIXda0X0A_MNgk1eeVwcc-OnG4NIQ";
constexpr const char *edwardsToken =
    "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhIn0.0GC7FOp-RTrbeV-6SkWn0ZIgpTfHRO3X5Zskqe0RwPSFsEufIL258sVvUDnN4qecE_NrzzA_0S7gvWFjgkPgDQ";

QByteArray manyKeys(int count)
{
    QByteArray keys;
    for (int i = 0; i < count; ++i)
        keys += (i ? "," : "") + QByteArray(R"({"kty":"EC","kid":")") + QByteArray::number(i) + R"("})";
    return R"({"keys":[)" + keys + "]}";
}

} // namespace

/// Keys from whatever somebody has them in.
class TstKeySet : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keysAreReadFromPem_data();
    void keysAreReadFromPem();
    void setsHaveDefinedEnds_data();
    void setsHaveDefinedEnds();
    void whatIsSecretIsLeftBehind();
    void anAddressIsAsked();
    void anAddressHasDefinedEnds_data();
    void anAddressHasDefinedEnds();
};

void TstKeySet::keysAreReadFromPem_data()
{
    QTest::addColumn<QByteArray>("pem");
    QTest::addColumn<QByteArray>("token"); ///< Signed by the other half; empty: the key is looked at.
    QTest::addColumn<QString>("x");
    QTest::newRow("RSA") << QByteArray(rsaPem) << QByteArray(rsaToken) << QString();
    QTest::newRow("Ed25519") << QByteArray(edwardsPem) << QByteArray(edwardsToken) << QString();
    QTest::newRow("P-256") << QByteArray(ecPem) << QByteArray() << QStringLiteral("lwkhEubxtgg-vOjz3rKNEOm4ki35u8VEzenwLphb3A8");
    QTest::newRow("a certificate") << QByteArray(certificatePem) << QByteArray() << QStringLiteral("lwkhEubxtgg-vOjz3rKNEOm4ki35u8VEzenwLphb3A8");
}

void TstKeySet::keysAreReadFromPem()
{
    QFETCH(const QByteArray, pem);
    QFETCH(const QByteArray, token);
    const core::Result<KeySet> set = readKeySet(pem);
    QVERIFY2(set.ok(), set.ok() ? "" : qPrintable(set.error().code));
    QCOMPARE(set->keys.size(), 1);
    if (token.isEmpty()) {
        QTEST(set->keys.first().value(QStringLiteral("x")).toString(), "x");
        return;
    }
    const core::Result<Token> read = readToken(core::Secret(token));
    QVERIFY(std::holds_alternative<Verified>(verify(*read, *set)));
    QByteArray other = token;
    other[token.lastIndexOf('.') + 5] = other.at(token.lastIndexOf('.') + 5) == 'A' ? 'B' : 'A';
    QVERIFY(std::holds_alternative<SignatureWrong>(verify(*readToken(core::Secret(other)), *set)));
}

void TstKeySet::setsHaveDefinedEnds_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("keys");
    QTest::newRow("none") << QByteArray(R"({"keys":[]})") << QString() << 0;
    QTest::newRow("one alone") << QByteArray(R"({"kty":"EC","crv":"P-256"})") << QString() << 1;
    QTest::newRow("hundreds") << manyKeys(maxKeys) << QString() << int(maxKeys);
    QTest::newRow("too many") << manyKeys(maxKeys + 1) << QStringLiteral("keys_too_many") << 0;
    QTest::newRow("too large") << QByteArray(300 * 1024, ' ') << QStringLiteral("keys_invalid") << 0;
    QTest::newRow("what is no key") << QByteArray(R"({"keys":[1,"a",null,{}]})") << QString() << 0;
    QTest::newRow("no set") << QByteArray(R"({"issuer":"https://id.example"})") << QStringLiteral("keys_invalid") << 0;
    QTest::newRow("a page") << QByteArray("<!DOCTYPE html>") << QStringLiteral("keys_invalid") << 0;
    QTest::newRow("nothing") << QByteArray() << QStringLiteral("keys_invalid") << 0;
    QTest::newRow("a private key") << QByteArray("-----BEGIN PRIVATE KEY-----\nMC4C\n-----END PRIVATE KEY-----\n") << QStringLiteral("key_private")
                                   << 0;
    QTest::newRow("PEM that is cut") << QByteArray(rsaPem).left(100) << QStringLiteral("key_unreadable") << 0;
    QTest::newRow("a curve of another kind") << QByteArray(koblitzPem) << QStringLiteral("key_kind_unknown") << 0;
}

void TstKeySet::setsHaveDefinedEnds()
{
    QFETCH(const QByteArray, text);
    QFETCH(const int, keys);
    const core::Result<KeySet> set = readKeySet(text);
    QTEST(set.ok() ? QString() : set.error().code, "code");
    QCOMPARE(set.ok() ? int(set->keys.size()) : 0, keys);
}

void TstKeySet::whatIsSecretIsLeftBehind()
{
    const core::Result<KeySet> set = readKeySet(R"({"keys":[{"kty":"oct","k":"c2VjcmV0"},{"kty":"RSA","n":"AQAB","e":"AQAB","d":"AQAB","p":"AQ"}]})");
    QVERIFY(set.ok());
    QVERIFY(set->holdsPrivate);
    for (const QJsonObject &key : set->keys)
        QVERIFY(!key.contains(QStringLiteral("k")) && !key.contains(QStringLiteral("d")) && !key.contains(QStringLiteral("p")));
}

void TstKeySet::anAddressIsAsked()
{
    keyturn::tests::FakeHttpClient http;
    http.answer("GET /keys", 200, manyKeys(3));
    const core::Async<KeySet> keys = fetchKeySet(http, QUrl(QStringLiteral("https://id.example/keys")), noon(), this);
    QTRY_VERIFY(keys.isFinished());
    QVERIFY(keys.result().ok());
    QCOMPARE(keys.result()->keys.size(), 3);
    QCOMPARE(http.requests().first().purpose, QStringLiteral("jwks"));
}

void TstKeySet::anAddressHasDefinedEnds_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("code");
    const QString https = QStringLiteral("https://id.example/keys");
    QTest::newRow("plain HTTP") << QStringLiteral("http://id.example/keys") << 200 << manyKeys(1) << QStringLiteral("keys_insecure");
    QTest::newRow("plain HTTP on this computer") << QStringLiteral("http://127.0.0.1:8080/keys") << 200 << manyKeys(1) << QString();
    QTest::newRow("no address") << QStringLiteral("https://") << 200 << manyKeys(1) << QStringLiteral("url_invalid");
    QTest::newRow("not there") << https << 404 << QByteArray() << QStringLiteral("keys_invalid");
    QTest::newRow("elsewhere") << https << 302 << QByteArray() << QStringLiteral("keys_invalid");
    QTest::newRow("broken") << https << 503 << QByteArray() << QStringLiteral("keys_invalid");
    QTest::newRow("not so often") << https << 429 << QByteArray() << QStringLiteral("rate_limited");
    QTest::newRow("a page") << https << 200 << QByteArray("<html>") << QStringLiteral("keys_invalid");
}

void TstKeySet::anAddressHasDefinedEnds()
{
    QFETCH(const QString, url);
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    keyturn::tests::FakeHttpClient http;
    http.answer("GET /keys", status, body);
    const core::Async<KeySet> keys = fetchKeySet(http, QUrl(url), noon(), this);
    QTRY_VERIFY(keys.isFinished());
    QTEST(keys.result().ok() ? QString() : keys.result().error().code, "code");
    if (status == 503)
        QCOMPARE(keys.result().error().kind, core::ErrorKind::Offline);
}

} // namespace keyturn::inspection

using keyturn::inspection::TstKeySet;
KEYTURN_TEST(TstKeySet)
#include "tst_keyset.moc"
