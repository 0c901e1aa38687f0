// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jose/jwt.h"
#include "signer.h"
#include "support/registry.h"

#include <QTest>

#include <cmath>
#include <limits>

namespace keyturn::jose {

class TstJwt : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aTokenIsTakenApart();
    void fault89OneSpellingOnlyIsRead_data();
    void fault89OneSpellingOnlyIsRead();
    void fault94OnlyThreePartsAreRead_data();
    void fault94OnlyThreePartsAreRead();
    void partsThatAreNoObjectsAreRefused_data();
    void partsThatAreNoObjectsAreRefused();
    void theSizeIsLookedAtFirst();
    void fault93ADateIsANumberWithinReason_data();
    void fault93ADateIsANumberWithinReason();
    void fault93TheExpiryIsReadOrNot_data();
    void fault93TheExpiryIsReadOrNot();
};

void TstJwt::aTokenIsTakenApart()
{
    const core::Secret token = compact(R"({"alg":"RS256"})", R"({"sub":"a"})", "signature");
    const core::Result<Jwt> jwt = readJwt(token);
    QVERIFY(jwt.ok());
    QCOMPARE(jwt->header.value(QStringLiteral("alg")).toString(), QStringLiteral("RS256"));
    QCOMPARE(jwt->claims.value(QStringLiteral("sub")).toString(), QStringLiteral("a"));
    QCOMPARE(jwt->compact, token);
}

void TstJwt::fault89OneSpellingOnlyIsRead_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<bool>("fine");
    const auto row = [](const char *tag, const QByteArray &token, bool fine) { QTest::newRow(tag) << token << fine; };
    // e30 is {}, c2ln is sig.
    row("as it should be", "e30.e30.c2ln", true);
    row("no signature", "e30.e30.", true);
    row("padding in the header", "e30=.e30.c2ln", false);
    row("padding in the claims", "e30.e30=.c2ln", false);
    row("padding in the signature", "e30.e30.YQ==", false);
    row("lone A in the signature", "e30.e30.A", false);
    row("lone A after whole groups", "e30.e30.c2lnA", false);
    row("unused bits in the header", "e31.e30.c2ln", false);
    row("unused bits in the signature", "e30.e30.YR", false);
    row("the other alphabet, plus", "e30.e30.+-+-", false);
    row("the other alphabet, slash", "e30.e30.//__", false);
    row("line break", "e30.e30.c2\nln", false);
    row("line break at the end", "e30.e30.c2ln\n", false);
    row("space before", " e30.e30.c2ln", false);
    row("NUL at the end", QByteArray("e30.e30.c2ln\0", 13), false);
    row("percent encoded", "e30.e30%2ec2ln", false);
    row("beyond ASCII", "e30.e30.c2l\xc3\xb1", false);
}

void TstJwt::fault89OneSpellingOnlyIsRead()
{
    QFETCH(const QByteArray, token);
    QFETCH(const bool, fine);
    const core::Result<Jwt> jwt = readJwt(core::Secret(token));
    QCOMPARE(jwt.ok(), fine);
    if (!fine)
        QCOMPARE(jwt.error().code, QStringLiteral("jwt_malformed"));
}

void TstJwt::fault94OnlyThreePartsAreRead_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<QString>("code");
    QTest::newRow("nothing") << QByteArray() << QStringLiteral("jwt_malformed");
    QTest::newRow("one part") << QByteArray("e30") << QStringLiteral("jwt_malformed");
    QTest::newRow("two parts") << QByteArray("e30.e30") << QStringLiteral("jwt_malformed");
    QTest::newRow("four parts") << QByteArray("e30.e30.c2ln.c2ln") << QStringLiteral("jwt_malformed");
    QTest::newRow("encrypted, five parts") << QByteArray("eyJhbGciOiJkaXIifQ.e30.c2ln.c2ln.c2ln") << QStringLiteral("jwt_encrypted");
    QTest::newRow("six parts") << QByteArray("e30.e30.c2ln.c2ln.c2ln.c2ln") << QStringLiteral("jwt_malformed");
    QTest::newRow("dots alone") << QByteArray("..") << QStringLiteral("jwt_malformed");
    QTest::newRow("JSON in place of compact form") << QByteArray(R"({"payload":"e30","signature":"c2ln"})") << QStringLiteral("jwt_malformed");
}

void TstJwt::fault94OnlyThreePartsAreRead()
{
    QFETCH(const QByteArray, token);
    const core::Result<Jwt> jwt = readJwt(core::Secret(token));
    QVERIFY(!jwt.ok());
    QTEST(jwt.error().code, "code");
    QCOMPARE(jwt.error().kind, core::ErrorKind::BadReply);
}

void TstJwt::partsThatAreNoObjectsAreRefused_data()
{
    QTest::addColumn<QByteArray>("part");
    QTest::newRow("array") << QByteArray("[]");
    QTest::newRow("text") << QByteArray("\"s3cr3t\"");
    QTest::newRow("null") << QByteArray("null");
    QTest::newRow("cut off") << QByteArray(R"({"sub":"s3cr3t")");
    QTest::newRow("a member twice") << QByteArray(R"({"alg":"RS256","alg":"s3cr3t"})");
    QTest::newRow("a member twice, once escaped") << QByteArray(R"({"alg":"RS256","\u0061lg":"s3cr3t"})");
    QTest::newRow("something after") << QByteArray(R"({} {"alg":"s3cr3t"})");
    QTest::newRow("broken UTF-8") << QByteArray("{\"sub\":\"\xff s3cr3t\"}");
    QTest::newRow("too deep") << QByteArray(R"({"a":)") + QByteArray(100, '[') + QByteArray(100, ']') + '}';
}

void TstJwt::partsThatAreNoObjectsAreRefused()
{
    QFETCH(const QByteArray, part);
    for (const core::Secret &token : {compact(part, "{}", "sig"), compact("{}", part, "sig")}) {
        const core::Result<Jwt> jwt = readJwt(token);
        QVERIFY(!jwt.ok());
        QCOMPARE(jwt.error().code, QStringLiteral("jwt_malformed"));
        QVERIFY(!jwt.error().detail.contains(QStringLiteral("s3cr3t")));
    }
}

void TstJwt::theSizeIsLookedAtFirst()
{
    const core::Result<Jwt> over = readJwt(core::Secret(QByteArray(maxTokenBytes + 1, '.')));
    QVERIFY(!over.ok());
    QCOMPARE(over.error().code, QStringLiteral("jwt_too_large"));
    // 16 kB to the byte: e30. e30. and a signature of whole groups
    const core::Result<Jwt> at = readJwt(core::Secret("e30.e30." + QByteArray(maxTokenBytes - 8, 'A')));
    QVERIFY2(at.ok(), at.ok() ? "" : qPrintable(at.error().detail));
}

void TstJwt::fault93ADateIsANumberWithinReason_data()
{
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<qint64>("seconds"); // -1: none
    const auto row = [](const char *tag, const QJsonValue &value, qint64 seconds) { QTest::newRow(tag) << value << seconds; };
    row("whole", 1795455600, 1795455600);
    row("fraction", 1795455600.9, 1795455600);
    row("exponent", 1.7954556e9, 1795455600);
    row("zero", 0, 0);
    row("negative", -1, -1);
    row("a little negative", -0.5, -1);
    row("end of year 9999", 253402300799.0, 253402300799);
    row("year 10000", 253402300800.0, -1);
    row("milliseconds", 1795455600000.0, -1);
    row("2 to the 63", std::ldexp(1.0, 63), -1);
    row("largest number", std::numeric_limits<double>::max(), -1);
    row("text", QStringLiteral("1795455600"), -1);
    row("true", true, -1);
    row("null", QJsonValue(QJsonValue::Null), -1);
    row("missing", QJsonValue(QJsonValue::Undefined), -1);
}

void TstJwt::fault93ADateIsANumberWithinReason()
{
    QFETCH(const QJsonValue, value);
    QTEST(numericDate(value).value_or(-1), "seconds");
}

void TstJwt::fault93TheExpiryIsReadOrNot_data()
{
    QTest::addColumn<core::Secret>("token");
    QTest::addColumn<QDateTime>("expiry");
    const QDateTime time = QDateTime::fromString(QStringLiteral("2026-11-23T17:40:00Z"), Qt::ISODate);
    const auto claims = [](const QByteArray &text) { return compact(R"({"alg":"RS256"})", text, "sig"); };
    QTest::newRow("number") << claims(R"({"exp":1795455600})") << time;
    QTest::newRow("fraction") << claims(R"({"exp":1795455600.75})") << time;
    QTest::newRow("text") << claims(R"({"exp":"1795455600"})") << QDateTime();
    QTest::newRow("2 to the 63") << claims(R"({"exp":9223372036854775808})") << QDateTime();
    QTest::newRow("beyond a double") << claims(R"({"exp":1e999})") << QDateTime();
    QTest::newRow("missing") << claims("{}") << QDateTime();
    QTest::newRow("an opaque token") << core::Secret(QByteArrayView("gho_16C7e42F292c6912E7710c838347Ae178B4a")) << QDateTime();
    QTest::newRow("nothing") << core::Secret() << QDateTime();
}

void TstJwt::fault93TheExpiryIsReadOrNot()
{
    QFETCH(const core::Secret, token);
    QTEST(expiryOf(token), "expiry");
}

} // namespace keyturn::jose

using keyturn::jose::TstJwt;
KEYTURN_TEST(TstJwt)
#include "tst_jwt.moc"
