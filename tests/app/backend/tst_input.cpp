// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/credentials.h"
#include "backend/formdata.h"
#include "backend/options.h"
#include "backend/providers/redirecturi.h"
#include "backend/useragent.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::backend {

namespace {

QJsonObject registration(const QJsonValue &email, const QJsonValue &password, const QJsonValue &name)
{
    return {{QStringLiteral("email"), email}, {QStringLiteral("password"), password}, {QStringLiteral("name"), name}};
}

} // namespace

/// Everything that reads what others wrote: fields, forms, addresses, the command line.
class TstInput : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void addressesAreNormalisedOneWay()
    {
        QCOMPARE(normalisedEmail(QStringLiteral("  Ada@Example.COM\t")), QStringLiteral("ada@example.com"));
        QCOMPARE(normalisedEmail(QStringLiteral("ju\u0308rgen@example.com")), QStringLiteral("j\u00fcrgen@example.com"));
    }

    void registrationsAreChecked_data()
    {
        QTest::addColumn<QJsonObject>("members");
        QTest::addColumn<QStringList>("fields");
        const QString email = QStringLiteral("ada@example.com");
        const QString password = QStringLiteral("correct horse");
        const QString name = QStringLiteral("Ada");
        QTest::newRow("good") << registration(email, password, name) << QStringList();
        QTest::newRow("nothing") << QJsonObject() << QStringList({QStringLiteral("email"), QStringLiteral("password"), QStringLiteral("name")});
        QTest::newRow("numbers") << registration(1, 2, 3)
                                 << QStringList({QStringLiteral("email"), QStringLiteral("password"), QStringLiteral("name")});
        QTest::newRow("null password") << registration(email, QJsonValue::Null, name) << QStringList(QStringLiteral("password"));
        for (const char *bad : {"", "ada", "@example.com", "ada@", "a@b@c", "a b@example.com", "a<b>@example.com"})
            QTest::addRow("e-mail '%s'", bad) << registration(QString::fromLatin1(bad), password, name) << QStringList(QStringLiteral("email"));
        QTest::newRow("e-mail too long") << registration(QString(60, u'a') + u'@' + QString(250, u'b'), password, name)
                                         << QStringList(QStringLiteral("email"));
        QTest::newRow("7 characters") << registration(email, QStringLiteral("1234567"), name) << QStringList(QStringLiteral("password"));
        QTest::newRow("8 characters") << registration(email, QStringLiteral("q7d9k2xm"), name) << QStringList();
        QTest::newRow("72 bytes") << registration(email, QString(72, u'x'), name) << QStringList();
        QTest::newRow("73 bytes") << registration(email, QString(73, u'x'), name) << QStringList(QStringLiteral("password"));
        QTest::newRow("37 characters, 74 bytes") << registration(email, QString(37, QChar(0xfc)), name) << QStringList(QStringLiteral("password"));
        QTest::newRow("a NUL inside") << registration(email, QStringLiteral("correct") + QChar(0) + QStringLiteral("horse"), name)
                                      << QStringList(QStringLiteral("password"));
        QTest::newRow("half a surrogate") << registration(email, password + QChar(0xd800), name) << QStringList(QStringLiteral("password"));
        const QStringList refused{QStringLiteral("password")};
        QTest::newRow("a common password") << registration(email, QStringLiteral("password123"), name) << refused;
        QTest::newRow("a common password in another case") << registration(email, QStringLiteral("PassWord123"), name) << refused;
        QTest::newRow("more than a common password") << registration(email, QStringLiteral("password123 and more"), name) << QStringList();
        QTest::newRow("the address") << registration(email, QStringLiteral("ADA@example.com"), name) << refused;
        QTest::newRow("the address's first part") << registration(QStringLiteral("ada.lovelace@example.com"), QStringLiteral("Ada.Lovelace"), name)
                                                  << refused;
        QTest::newRow("a line of the list that is none") << registration(email, QStringLiteral("# The 10,000"), name) << QStringList();
        QTest::newRow("blank name") << registration(email, password, QStringLiteral("  ")) << QStringList(QStringLiteral("name"));
        QTest::newRow("name with a line break") << registration(email, password, QStringLiteral("A\nB")) << QStringList(QStringLiteral("name"));
        QTest::newRow("name of 101") << registration(email, password, QString(101, u'n')) << QStringList(QStringLiteral("name"));
    }

    void registrationsAreChecked()
    {
        QFETCH(QJsonObject, members);
        QFETCH(QStringList, fields);
        QStringList complained;
        for (const core::FieldError &problem : checkRegistration(members).problems)
            complained.append(problem.field);
        QCOMPARE(complained, fields);
    }

    void aSignInIsNotToldThePasswordRules()
    {
        QVERIFY(checkSignIn(registration(QStringLiteral("nobody"), QStringLiteral("x"), {})).problems.isEmpty());
        QCOMPARE(checkSignIn({}).problems.size(), 2);
    }

    void whatAClientSaysOfItselfIsLimited()
    {
        QCOMPARE(limitedText(QStringLiteral(" a\r\nb\u202e ") + QString(100, u'c'), 10), QStringLiteral("ab ccccccc"));
    }

    void userAgentsAreParsed_data()
    {
        QTest::addColumn<QString>("header");
        QTest::addColumn<QStringList>("parts");
        const auto row = [](const char *name, const char *header, const QStringList &parts) {
            QTest::newRow(name) << QString::fromLatin1(header) << parts;
        };
        row("Keyturn", "Keyturn/0.1.0 (Linux; Debian GNU/Linux 12)",
            {QStringLiteral("Keyturn"), QStringLiteral("0.1.0"), QStringLiteral("Debian GNU/Linux 12")});
        row("curl", "curl/7.88.1", {QStringLiteral("curl"), QStringLiteral("7.88.1"), {}});
        row("Firefox", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            {QStringLiteral("Firefox"), QStringLiteral("128.0"), QStringLiteral("Linux")});
        row("Chrome", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
            {QStringLiteral("Chrome"), QStringLiteral("126.0.0.0"), QStringLiteral("Windows")});
        row("Edge", "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.1",
            {QStringLiteral("Edge"), QStringLiteral("126.0.1"), QStringLiteral("Windows")});
        row("Safari", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
            {QStringLiteral("Safari"), QStringLiteral("17.5"), QStringLiteral("macOS")});
        row("nothing", "", {{}, {}, {}});
        row("only brackets", "()", {{}, {}, {}});
        row("unclosed", "x/1 (Linux", {QStringLiteral("x"), QStringLiteral("1"), {}});
    }

    void userAgentsAreParsed()
    {
        QFETCH(QString, header);
        QFETCH(QStringList, parts);
        const UserAgent agent = parseUserAgent(header);
        QCOMPARE(QStringList({agent.app, agent.version, agent.system}), parts);
    }

    void formsAreDecoded()
    {
        const auto form = FormData::parse("a=1+2&b=%C3%BC%2B&c&&d=");
        QVERIFY(form);
        QCOMPARE(form->value(QStringLiteral("a")), QStringLiteral("1 2"));
        QCOMPARE(form->value(QStringLiteral("b")), QStringLiteral("\u00fc+"));
        QVERIFY(form->has(QStringLiteral("c")));
        QCOMPARE(FormData::parse(form->toEncoded())->value(QStringLiteral("b")), QStringLiteral("\u00fc+"));
    }

    void brokenFormsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("a parameter twice") << QByteArray("a=1&a=1");
        QTest::newRow("twice by another spelling") << QByteArray("a=1&%61=1");
        QTest::newRow("half an escape") << QByteArray("a=%4");
        QTest::newRow("no hexadecimal") << QByteArray("a=%zz");
        QTest::newRow("NUL") << QByteArray("a=%00");
        QTest::newRow("invalid UTF-8") << QByteArray("a=%ff");
        QTest::newRow("too many") << QByteArray("a&").repeated(65);
    }

    void brokenFormsAreRefused()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!FormData::parse(text));
    }

    void redirectAddressesAreLoopbackLiterals_data() // AUDIT 40
    {
        QTest::addColumn<QString>("uri");
        QTest::addColumn<bool>("anyPath");
        QTest::addColumn<bool>("callbackPath");
        const auto row = [](const char *uri, bool any, bool callback) { QTest::newRow(uri) << QString::fromLatin1(uri) << any << callback; };
        row("http://127.0.0.1:1/callback", true, true);
        row("http://127.0.0.1:65535/callback/x", true, true);
        row("http://[::1]:5/callback?a=b", true, true);
        row("http://127.0.0.1/callback", true, true);
        row("http://127.0.0.1:1/other", true, false);
        row("http://127.0.0.1:1", true, false);
        row("http://127.0.0.1:1/callbackx", true, false);
        row("http://127.0.0.1:1/callback/../x", false, false);
        row("http://127.0.0.1:1/callback/%2e%2e/x", false, false);
        row("http://127.0.0.1:1//callback", false, false);
        row("http://localhost:1/callback", false, false);
        row("https://127.0.0.1:1/callback", false, false);
        row("http://127.0.0.2:1/callback", false, false);
        row("http://127.1:1/callback", false, false);
        row("http://127.0.0.1.evil.example:1/callback", false, false);
        row("http://127.0.0.1@evil.example/callback", false, false);
        row("http://user@127.0.0.1:1/callback", false, false);
        row("http://127.0.0.1:1/callback#x", false, false);
        row("http://127.0.0.1:1/call%lack", false, false); // RFC 3986 §2.1; the fuzzer's find
        row("http://127.0.0.1:1/callback?a=%4", false, false);
        row("http://127.0.0.1:1/callback/%C3%BC?a=%20", true, true);
        row("http://127.0.0.1:0/callback", false, false);
        row("http://127.0.0.1:65536/callback", false, false);
        QTest::newRow("a line break") << QStringLiteral("http://127.0.0.1:1/callback\r\nX: y") << false << false;
        row("http://127.0.0.1:1/callback\\x", false, false);
        row("keyturn://callback", false, false);
        row("", false, false);
    }

    void redirectAddressesAreLoopbackLiterals()
    {
        QFETCH(QString, uri);
        QTEST(isLoopbackRedirect(uri, false), "anyPath");
        QTEST(isLoopbackRedirect(uri, true), "callbackPath");
    }

    void defaultsStandWhereNothingIsSaid()
    {
        const auto parsed = parseCommandLine({QStringLiteral("keyturn-backend")}, QStringLiteral("/data"), {});
        QVERIFY(parsed.ok());
        QCOMPARE(parsed->options.port, 8789);
        QCOMPARE(parsed->options.listen, QStringLiteral("127.0.0.1"));
        QCOMPARE(parsed->options.bcryptCost, 12);
        QCOMPARE(parsed->options.accessTtl, std::chrono::seconds(900));
        QCOMPARE(parsed->options.refreshTtl, std::chrono::seconds(604800));
        QCOMPARE(parsed->options.databasePath, QStringLiteral("/data/backend.sqlite"));
    }

    void wrongArgumentsAreNamed_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("named");
        const auto row = [](const char *name, const QStringList &arguments, const char *named) {
            QTest::newRow(name) << arguments << QString::fromLatin1(named);
        };
        row("unknown option", {QStringLiteral("--prot"), QStringLiteral("1")}, "prot");
        row("a word", {QStringLiteral("start")}, "words");
        row("port too large", {QStringLiteral("--port"), QStringLiteral("65536")}, "--port");
        row("port no number", {QStringLiteral("--port"), QStringLiteral("x")}, "--port");
        row("cost below 10", {QStringLiteral("--bcrypt-cost"), QStringLiteral("9")}, "--bcrypt-cost");
        row("life zero", {QStringLiteral("--access-ttl"), QStringLiteral("0")}, "--access-ttl");
        row("negative grace", {QStringLiteral("--refresh-grace=-1")}, "--refresh-grace");
        row("unknown provider", {QStringLiteral("--providers"), QStringLiteral("google,gitlab")}, "--providers");
        row("another database", {QStringLiteral("--database"), QStringLiteral("mysql:x")}, "--database");
        row("another log", {QStringLiteral("--log"), QStringLiteral("xml")}, "--log");
    }

    void wrongArgumentsAreNamed()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, named);
        const auto parsed = parseCommandLine(QStringList(QStringLiteral("keyturn-backend")) + arguments, QStringLiteral("/data"), {});
        QVERIFY(!parsed.ok());
        QCOMPARE(parsed.error().code, QStringLiteral("usage"));
        QVERIFY2(parsed.error().detail.contains(named), qPrintable(parsed.error().detail));
    }
};

} // namespace keyturn::backend

using keyturn::backend::TstInput;
KEYTURN_TEST(TstInput)
#include "tst_input.moc"
