// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "acmeprofile.h"
#include "composition/profiles/profiletext.h"
#include "model/profilereader.h"
#include "support/registry.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>

namespace keyturn::composition {

/// A profile's text as an editor sees it.
class TstProfileText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aCertificateMustBeOne_data();
    void aCertificateMustBeOne();
    void aGoodTextIsAProfile();
    void aProblemIsMarkedWhereItStands_data();
    void aProblemIsMarkedWhereItStands();
    void everyPlaceIsTold();
    void textThatIsNoJsonHasAPlace_data();
    void textThatIsNoJsonHasAPlace();
    void hostileTextEnds_data();
    void hostileTextEnds();
    void oneTextIsExchangedAndTheRestStays();
    void whatIsNoTextIsNotExchanged();
};

namespace {

QString profile(const QString &member = QStringLiteral("\"id\": \"acme\""))
{
    return QStringLiteral("{\n    \"name\": \"Ä € 😀\",\n    %1,\n    \"providers\": [\n        {\"id\": \"p\", \"name\": \"P\", \"kind\": "
                          "\"openIdConnect\", \"issuer\": \"https://p.example\", \"clientId\": \"c\"}\n    ]\n}\n")
        .arg(member);
}

} // namespace

void TstProfileText::aGoodTextIsAProfile()
{
    const ProfileReading reading = readProfileText(profile());
    QVERIFY(reading.problems.isEmpty());
    QVERIFY(reading.profile.has_value());
    QCOMPARE(reading.profile->id.toString(), QStringLiteral("acme"));
}

void TstProfileText::aProblemIsMarkedWhereItStands_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("marked");
    QTest::addColumn<int>("line");
    QTest::newRow("a value, behind characters of two units") << profile(QStringLiteral("\"id\": \"No Id!\"")) << "/id"
                                                             << "\"No Id!\"" << 3;
    QTest::newRow("a missing member marks what it is missing from") << profile(QStringLiteral("\"description\": \"x\"")) << "/id"
                                                                    << "{" << 1;
    QTest::newRow("an unknown member") << profile(QStringLiteral("\"id\": \"acme\", \"idd\": 1")) << "/idd"
                                       << "1" << 3;
    QTest::newRow("an object of the wrong kind") << profile(QStringLiteral("\"id\": {\"a\": 1}")) << "/id"
                                                 << "\"id\"" << 3;
    QTest::newRow("further in") << profile().replace(QStringLiteral("https://p.example"), QStringLiteral("ftp://p.example")) << "/providers/0/issuer"
                                << "\"ftp://p.example\"" << 5;
}

void TstProfileText::aProblemIsMarkedWhereItStands()
{
    QFETCH(const QString, text);
    QFETCH(const QString, pointer);
    QFETCH(const QString, marked);
    QFETCH(const int, line);
    const ProfileReading reading = readProfileText(text);
    QVERIFY(!reading.profile.has_value());
    const ProfileProblem &problem = reading.problems.first();
    QCOMPARE(problem.pointer, pointer);
    QVERIFY(problem.kind == ProfileProblem::Kind::Profile);
    QVERIFY(!problem.expected.isEmpty());
    QCOMPARE(text.mid(problem.span.start, problem.span.length), marked);
    QCOMPARE(problem.line, line);
}

void TstProfileText::everyPlaceIsTold()
{
    const ProfileReading reading = readProfileText(profile(QStringLiteral("\"id\": \"No Id!\", \"more\": 1")));
    QVERIFY(reading.problems.size() >= 2);
    for (const ProfileProblem &problem : reading.problems) {
        if (problem.pointer.startsWith(u'/'))
            QCOMPARE(problem.line, 3);
    }
    QVERIFY(std::any_of(reading.problems.begin(), reading.problems.end(), [](const ProfileProblem &one) { return one.pointer == u"/more"; }));
}

void TstProfileText::textThatIsNoJsonHasAPlace_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("line");
    QTest::newRow("a comma is missing") << "{\n  \"id\": \"a\"\n  \"name\": \"b\"\n}" << 3;
    QTest::newRow("a comma too much") << "{\n  \"id\": \"a\",\n}" << 3;
    QTest::newRow("a name twice") << "{\n  \"id\": \"a\",\n  \"id\": \"b\"\n}" << 3;
    QTest::newRow("a word without quotes") << "{\n  \"id\": acme\n}" << 2;
    QTest::newRow("HTML") << "<!DOCTYPE html>\n<p>" << 1;
    QTest::newRow("nothing") << "" << 1;
}

void TstProfileText::textThatIsNoJsonHasAPlace()
{
    QFETCH(const QString, text);
    QFETCH(const int, line);
    const ProfileReading reading = readProfileText(text);
    QCOMPARE(reading.problems.size(), 1);
    const ProfileProblem &problem = reading.problems.first();
    QVERIFY(problem.kind == ProfileProblem::Kind::Syntax);
    QCOMPARE(problem.line, line);
    QVERIFY(problem.column >= 1);
    QVERIFY(!problem.expected.isEmpty() && !problem.expected.contains(QStringLiteral("byte")));
}

void TstProfileText::hostileTextEnds_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("kind");
    QTest::newRow("ten megabytes") << QString(10'000'000, u'x') << int(ProfileProblem::Kind::TooLarge);
    QTest::newRow("a hundred thousand brackets") << QString(100'000, u'[') << int(ProfileProblem::Kind::Syntax);
    QTest::newRow("half a surrogate") << QString(QChar(0xd83d)) << int(ProfileProblem::Kind::Syntax);
    QTest::newRow("null characters") << QString(20, QChar(u'\0')) << int(ProfileProblem::Kind::Syntax);
}

void TstProfileText::hostileTextEnds()
{
    QFETCH(const QString, text);
    QFETCH(const int, kind);
    const ProfileReading reading = readProfileText(text);
    QCOMPARE(reading.problems.size(), 1);
    const ProfileProblem &problem = reading.problems.first();
    QCOMPARE(int(problem.kind), kind);
    QVERIFY(problem.span.start >= 0 && problem.span.start + problem.span.length <= text.size());
}

void TstProfileText::oneTextIsExchangedAndTheRestStays()
{
    const QString text = profile();
    QCOMPARE(textAt(text, QStringLiteral("/name")), std::optional(QStringLiteral("Ä € 😀")));
    const QString changed = withText(text, QStringLiteral("/providers/0/clientId"), QStringLiteral("a \"b\"\\\n"));
    QCOMPARE(textAt(changed, QStringLiteral("/providers/0/clientId")), std::optional(QStringLiteral("a \"b\"\\\n")));
    QCOMPARE(withText(changed, QStringLiteral("/providers/0/clientId"), QStringLiteral("c")), text);
}

void TstProfileText::whatIsNoTextIsNotExchanged()
{
    QCOMPARE(withText(profile(), QStringLiteral("/providers"), QStringLiteral("x")), profile());
    QCOMPARE(withText(profile(), QStringLiteral("/nowhere"), QStringLiteral("x")), profile());
    QCOMPARE(withText(QStringLiteral("no JSON"), QStringLiteral("/id"), QStringLiteral("x")), QStringLiteral("no JSON"));
    QVERIFY(!spanOf(QStringLiteral("{\"a\":"), QStringLiteral("/a")));
}

void TstProfileText::aCertificateMustBeOne_data()
{
    QTest::addColumn<QByteArray>("pem");
    QTest::addColumn<bool>("good");
    const QByteArray good = "-----BEGIN CERTIFICATE-----\n"
                            "MIIBkjCCATmgAwIBAgIUFPb+jkDp5O1hkTAhJ/xVzcsn2howCgYIKoZIzj0EAwIw\n"
                            "HjEcMBoGA1UEAwwTQWNtZSB0ZXN0IGF1dGhvcml0eTAgFw0yNjExMzAwNTM0MzRa\n"
                            "GA8yMTI2MTEwNjA1MzQzNFowHjEcMBoGA1UEAwwTQWNtZSB0ZXN0IGF1dGhvcml0\n"
                            "eTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABIkOMNzW8ZreZUA+uaTuSvLD/dKO\n"
                            "5H9aZB4j2knO3/UF3xKT5viwH3996yCNujKZl2gyNo+3Fpfg14j/jA3c6e2jUzBR\n"
                            "MB0GA1UdDgQWBBTFBM+nrLnEhI9oN7OA47PQkDeymDAfBgNVHSMEGDAWgBTFBM+n\n"
                            "rLnEhI9oN7OA47PQkDeymDAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cA\n"
                            "MEQCIBjF5EVE3EdBHFje6oQe0TiXqPS6sdMVeSZXWOp1EdoSAiAJU4dUk3anU5GE\n"
                            "ryU4LM8W7FHma9HlKtW9rvT1B4Brbg==\n"
                            "-----END CERTIFICATE-----\n";
    const QByteArray junk = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    QTest::newRow("a certificate") << good << true;
    QTest::newRow("two") << good + good << true;
    QTest::newRow("what only looks like one") << junk << false;
    QTest::newRow("the same beside a good one") << good + junk << false;
}

void TstProfileText::aCertificateMustBeOne()
{
    QFETCH(const QByteArray, pem);
    QFETCH(const bool, good);
    QJsonObject profile = QJsonDocument::fromJson(tests::acmeProfile()).object();
    profile.insert(QStringLiteral("caCertificates"), QString::fromLatin1(pem));
    const ProfileReading reading = readProfileText(QString::fromUtf8(QJsonDocument(profile).toJson()));
    QCOMPARE(reading.profile.has_value(), good);
    if (!good)
        QCOMPARE(reading.problems.value(0).pointer, QStringLiteral("/caCertificates"));
}

} // namespace keyturn::composition

using keyturn::composition::TstProfileText;
KEYTURN_TEST(TstProfileText)
#include "tst_profiletext.moc"
