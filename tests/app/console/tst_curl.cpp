// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/curl.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::console {

namespace {

QString sent(const Draft &draft)
{
    QString text = QString::fromUtf8(draft.method) + u' ' + draft.address;
    for (const net::Header &header : draft.headers)
        text += u'\n' + QString::fromUtf8(header.name) + u'=' + QString::fromUtf8(header.value);
    if (draft.kind == BodyKind::Text)
        text += QLatin1String("\ntext:") + QString::fromUtf8(draft.contentType) + u':' + QString::fromUtf8(draft.text);
    if (draft.kind == BodyKind::File)
        text += QLatin1String("\nfile:") + QString::fromUtf8(draft.contentType) + u':' + draft.file;
    for (const FormField &field : draft.fields)
        text += (draft.kind == BodyKind::Form ? QLatin1String("\nform:") : QLatin1String("\npart:")) + field.name + u'='
            + (field.isFile ? QLatin1String("@") : QLatin1String()) + field.value;
    return text;
}

struct Case {
    const char *name;
    const char *command;
    const char *sent;
};

constexpr Case cases[] = {
    {"address alone", "curl http://x.example/a", "GET http://x.example/a"},
    {"no scheme", "curl x.example", "GET http://x.example"},
    {"program by its path", "/usr/bin/curl https://x.example", "GET https://x.example"},
    {"prompt", "$ curl https://x.example", "GET https://x.example"},
    {"lines that go on", "curl \\\n  https://x.example \\\r\n -X PUT", "PUT https://x.example"},
    {"options run together", "curl -sSXPOST https://x.example", "POST https://x.example"},
    {"value behind an equals sign", "curl --request=DELETE --url=https://x.example", "DELETE https://x.example"},
    {"single quotes", "curl 'https://x.example/?a=it'\\''s&b=$c'", "GET https://x.example/?a=it's&b=$c"},
    {"double quotes", "curl \"https://x.example/?a=\\\"\\$\\\\n\"", "GET https://x.example/?a=%22$%5Cn"},
    {"quotes within a word", "curl https://x'.exa'mple\"/b\"", "GET https://x.example/b"},
    {"header", "curl x.example -H 'Accept: a/b' -H 'X-Empty;'", "GET http://x.example\nAccept=a/b\nX-Empty="},
    {"data", "curl x.example -d 'a=1' --data b=2", "POST http://x.example\nform:a=1\nform:b=2"},
    {"data that is no form", "curl x.example -d '{\"a\":1}'", "POST http://x.example\ntext:application/x-www-form-urlencoded:{\"a\":1}"},
    {"data of a type", "curl x.example -H 'Content-Type: application/json' --data-raw '@1'",
     "POST http://x.example\nContent-Type=application/json\ntext:application/json:@1"},
    {"JSON", "curl x.example --json '{}'", "POST http://x.example\nContent-Type=application/json\nAccept=application/json\ntext:application/json:{}"},
    {"data of a file", "curl x.example -d @a.json", "POST http://x.example\nfile:application/x-www-form-urlencoded:a.json"},
    {"encoded data", "curl x.example --data-urlencode 'a=b c&d'", "POST http://x.example\ntext:application/x-www-form-urlencoded:a=b%20c%26d"},
    {"data in the query", "curl -G 'x.example/?z=0' -d a=1 -d b=2", "GET http://x.example/?z=0&a=1&b=2"},
    {"form with a file", "curl x.example -F a=1 -F 'f=@p.png;type=image/png' --form-string g=@h",
     "POST http://x.example\npart:a=1\npart:f=@p.png\npart:g=@h"},
    {"upload", "curl -T a.txt x.example", "PUT http://x.example\nfile::a.txt"},
    {"head", "curl -I x.example", "HEAD http://x.example"},
    {"agent and referer", "curl x.example -A me -e https://y.example", "GET http://x.example\nUser-Agent=me\nReferer=https://y.example"},
    {"quotes of bash", "curl x.example --data-raw $'a\\nb\\x41\\101\\u00e9\\'\\t'",
     "POST http://x.example\ntext:application/x-www-form-urlencoded:a\nbAA\303\251'\t"},
    {"output", "curl -o a.json x.example -w '%{http_code}'", "GET http://x.example"},
    {"another command behind it", "curl x.example | jq .", "GET http://x.example"},
    {"of Windows", "curl ^\"https://x.example/?a=1^&b=2^\" ^\r\n  -H ^\"Accept: a^\" ^\n  --data-raw ^\"^{^\\^\"a^\\^\":1^}^\"",
     "POST https://x.example/?a=1&b=2\nAccept=a\ntext:application/x-www-form-urlencoded:{\"a\":1}"},
    {"end of options", "curl -- x.example", "GET http://x.example"},
    {"comment", "curl x.example # -X POST", "GET http://x.example"},
    {"variable in what is left out", "curl x.example -H \"Authorization: Bearer $TOKEN\"", "GET http://x.example"},
    {"user in the address", "curl http://ada:CANARY@x.example/", "GET http://x.example/"},
};

} // namespace

class TstCurl : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void commandIsRead_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("expected");
        for (const Case &one : cases)
            QTest::newRow(one.name) << QString::fromUtf8(one.command) << QString::fromUtf8(one.sent);
    }
    void commandIsRead()
    {
        QFETCH(QString, command);
        QFETCH(QString, expected);
        const core::Result<Imported> read = readCurl(command);
        QVERIFY2(read.ok(), read.ok() ? "" : qPrintable(read.error().code + u' ' + read.error().detail));
        QCOMPARE(sent(read->draft), expected);
    }

    void whatIsLeftOutIsSaid()
    {
        const core::Result<Imported> read = readCurl(QStringLiteral("curl x.example y.example -k -L -u ada:CANARY -b 'sid=CANARY' -H 'Authorization: "
                                                                    "Bearer CANARY' -H 'Host: z' --compressed --proxy p --moon"));
        QVERIFY(read.ok());
        using K = CurlNote::Kind;
        const QList<CurlNote> expected{{K::FurtherAddressLeftOut, {}},
                                       {K::CertificatesAreChecked, QStringLiteral("-k")},
                                       {K::RedirectsAreNotFollowed, QStringLiteral("-L")},
                                       {K::CredentialsLeftOut, QStringLiteral("-u")},
                                       {K::CredentialsLeftOut, QStringLiteral("-b")},
                                       {K::CredentialsLeftOut, QStringLiteral("Authorization")},
                                       {K::FramingLeftOut, QStringLiteral("Host")},
                                       {K::OptionLeftOut, QStringLiteral("--proxy")},
                                       {K::OptionUnknown, QStringLiteral("--moon")}};
        QCOMPARE(read->notes, expected);
        QVERIFY(!sent(read->draft).contains(QLatin1String("CANARY")));
    }

    void brokenCommandIsRefused_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, const QString &command, const char *code) {
            QTest::newRow(name) << command << QString::fromLatin1(code);
        };
        row("nothing", {}, "curl_absent");
        row("blanks", QStringLiteral(" \n "), "curl_absent");
        row("another program", QStringLiteral("wget x.example"), "curl_absent");
        row("no address", QStringLiteral("curl -X POST"), "curl_url_missing");
        row("single quote open", QStringLiteral("curl 'x.example"), "curl_quote_open");
        row("double quote open", QStringLiteral("curl \"x.example\\\""), "curl_quote_open");
        row("quote of bash open", QStringLiteral("curl $'x\\"), "curl_quote_open");
        row("option without value", QStringLiteral("curl x.example -H"), "curl_option_incomplete");
        row("variable in the address", QStringLiteral("curl $HOST/a"), "curl_expansion");
        row("command in the body", QStringLiteral("curl x.example -d \"$(cat a)\""), "curl_expansion");
        row("backticks", QStringLiteral("curl x.example -d `cat a`"), "curl_expansion");
        row("variable in a header", QStringLiteral("curl x.example -H \"X-A: $A\""), "curl_expansion");
        row("two kinds of body", QStringLiteral("curl x.example -d a -F b=c"), "curl_mixed_body");
        row("two files", QStringLiteral("curl x.example -d @a -d @b"), "curl_mixed_body");
        row("standard input", QStringLiteral("curl x.example -d @-"), "curl_invalid");
        row("no header", QStringLiteral("curl x.example -H nonsense"), "curl_invalid");
        row("header of two lines", QStringLiteral("curl x.example -H $'X: a\\r\\nY: b'"), "curl_invalid");
        row("agent of two lines", QStringLiteral("curl x.example -A $'a\\r\\nY: b'"), "curl_invalid");
        row("referer of two lines", QStringLiteral("curl x.example -e $'a\\nY: b'"), "curl_invalid");
        row("too many words", QStringLiteral("curl x.example ") + QStringLiteral("-s ").repeated(10'000), "curl_too_large");
        row("file address", QStringLiteral("curl file:///etc/passwd"), "curl_invalid");
        row("zero byte", QString(QLatin1String("curl x.example\0 -d a", 20)), "curl_invalid");
        row("over 1 MB", QStringLiteral("curl x.example -d ") + QString(mostCurlBytes, u'a'), "curl_too_large");
        row("1 MB of quotes", QStringLiteral("curl ") + QString(mostCurlBytes - 10, u'\''), "curl_invalid");
        row("bytes", QString(QChar(0xd800)) + QStringLiteral("\x01\x02"), "curl_absent");
    }
    void brokenCommandIsRefused()
    {
        QFETCH(QString, command);
        QFETCH(QString, code);
        const core::Result<Imported> read = readCurl(command);
        QVERIFY(!read.ok());
        QCOMPARE(read.error().code, code);
        QVERIFY(!read.error().detail.isEmpty());
    }

    void everyBeginningIsReadOrRefused()
    {
        for (const Case &one : cases) {
            const QByteArray command(one.command);
            for (qsizetype size = 0; size < command.size(); ++size) {
                const core::Result<Imported> read = readCurl(QString::fromUtf8(command.left(size)));
                QVERIFY(read.ok() || !read.error().code.isEmpty());
            }
        }
    }

    void switchingOffIsReadOnce()
    {
        const core::Result<Imported> read =
            readCurl(QStringLiteral("curl x.example --no-silent --") + QStringLiteral("no-").repeated(300'000) + u's');
        QVERIFY(read.ok());
        QCOMPARE(read->notes.size(), 1);
        QCOMPARE(read->notes.first().kind, CurlNote::Kind::OptionUnknown);
    }

    void notesAreBounded()
    {
        QString command = QStringLiteral("curl x.example");
        for (int i = 0; i < 500; ++i)
            command += QStringLiteral(" --moon%1").arg(i);
        const core::Result<Imported> read = readCurl(command);
        QVERIFY(read.ok());
        QCOMPARE(read->notes.size(), 50);
        QCOMPARE(read->notes.last().what, QStringLiteral("…"));
    }

    void largestCommandIsRead()
    {
        const core::Result<Imported> read = readCurl(QStringLiteral("curl x.example -d ") + QString(mostCurlBytes - 100, u'a'));
        QVERIFY(read.ok());
        QCOMPARE(read->draft.text.size(), mostCurlBytes - 100);
    }
};

KEYTURN_TEST(TstCurl)

} // namespace keyturn::console

#include "tst_curl.moc"
