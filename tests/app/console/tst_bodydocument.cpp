// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/bodydocument.h"
#include "support/registry.h"

#include <QJsonDocument>
#include <QTest>

namespace keyturn::console {

namespace {

using Kind = BodyDocument::Kind;
using Secrets = BodyDocument::Secrets;

template <class T> core::Result<T> wait(core::Async<T> answer)
{
    if (!QTest::qWaitFor([&answer] { return answer.isFinished(); }, 120'000))
        return core::Error{core::ErrorKind::Offline, QStringLiteral("never_answered"), {}};
    return answer.result();
}

BodyDocument made(const QByteArray &body, const QByteArray &type, Secrets secrets = Secrets::Redacted)
{
    const auto document = wait(BodyDocument::make(core::Secret(body), type, secrets));
    return document.ok() ? *document : BodyDocument();
}

QString shown(const BodyDocument &document)
{
    QStringList lines;
    for (qsizetype i = 0; i < document.lineCount(); ++i)
        lines += document.line(i);
    return lines.join(u'|');
}

QByteArray manyObjects(qsizetype bytes)
{
    QByteArray json = "[";
    for (int i = 0; json.size() < bytes; ++i)
        json += (i > 0 ? "," : "") + QByteArray("{\"id\":") + QByteArray::number(i)
            + ",\"name\":\"somebody\",\"address\":\"https://x.example/people\",\"access_token\":\"CANARY\"}";
    return json + ']';
}

} // namespace

class TstBodyDocument : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void bodyIsShown_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("lines");
        const auto row = [](const char *name, const QByteArray &body, const char *type, Kind kind, const char *lines) {
            QTest::newRow(name) << body << QByteArray(type) << int(kind) << QString::fromUtf8(lines);
        };
        row("nothing", "", "application/json", Kind::Empty, "");
        row("JSON", " {\"b\":[1.50,-2e+3,{}, [] ],\"a\":{\"c\":null,\"d\":\"\\u00e9\\n\"} } ", "application/json; charset=utf-8", Kind::Json,
            "{|  \"b\": [|    1.50,|    -2e+3,|    {},|    []|  ],|  \"a\": {|    \"c\": null,|    \"d\": \"\\u00e9\\n\"|  }|}");
        row("members that come twice", "{\"a\":1,\"a\":2}", "application/json", Kind::Json, "{|  \"a\": 1,|  \"a\": 2|}");
        row("JSON of another type", "[true]", "text/plain", Kind::Json, "[|  true|]");
        row("one value", "-0.5", "application/problem+json", Kind::Json, "-0.5");
        row("byte order mark", "\xef\xbb\xbf[]", "application/json", Kind::Json, "[]");
        row("truncated", "{\"a\": [1,", "application/json", Kind::BrokenJson, "{\"a\": [1,");
        row("text that begins like JSON", "[note] hello", "text/plain", Kind::Text, "[note] hello");
        row("lines", "a\r\nb\n\nc\n", "text/plain", Kind::Text, "a|b||c");
        row("UTF-8", "\xc3\xa9", "text/plain", Kind::Text, "\xc3\xa9");
        row("Latin-1", "\xe9", "text/plain; charset=\"ISO-8859-1\"", Kind::Text, "\xc3\xa9");
        row("UTF-16", QByteArray("\xff\xfe\x61\x00", 4), "text/plain; charset=utf-16", Kind::Text, "a");
        row("text of a charset that is not said", "\xe9", "text/html", Kind::Text, "\xc3\xa9");
        row("bytes",
            QByteArray("\x00\x01"
                       "AB\xff\x7f 0123456789x",
                       18),
            "application/octet-stream", Kind::Binary,
            "00000000  00 01 41 42 ff 7f 20 30  31 32 33 34 35 36 37 38  ..AB.. 012345678|00000010  39 78                                            "
            " 9x");
    }
    void bodyIsShown()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, type);
        QFETCH(int, kind);
        QFETCH(QString, lines);
        const BodyDocument document = made(body, type);
        QCOMPARE(document.kind(), Kind(kind));
        QCOMPARE(shown(document), lines);
    }

    void placeOfTheBreakIsSaid_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<qsizetype>("at");
        const auto row = [](const char *body, qsizetype at) { QTest::newRow(body) << QByteArray(body) << at; };
        row("{\"a\":1,}", 7);
        row("[1 2]", 3);
        row("[01]", 2);
        row("[1.]", 3);
        row("[1e]", 3);
        row("[tru]", 4);
        row("[\"\\x\"]", 3);
        row("[\"\\u12g4\"]", 6);
        row("[\"\n\"]", 2);
        row("{\"a\" 1}", 5);
        row("{a:1}", 1);
        row("[] []", 3);
        row("[}", 1);
        row("[", 1);
        row("\"abc", 4);
        row("-", 1);
        row(" ", 1);
    }
    void placeOfTheBreakIsSaid()
    {
        QFETCH(QByteArray, body);
        QFETCH(qsizetype, at);
        const BodyDocument document = made(body, "application/json");
        QCOMPARE(document.kind(), Kind::BrokenJson);
        QCOMPARE(document.brokenAt().value_or(-1), at);
    }

    void deepNestingIsNotFollowed()
    {
        QCOMPARE(made(QByteArray(1024 * 1024, '['), "application/json").kind(), Kind::BrokenJson);
        QCOMPARE(made(QByteArray(400, '[') + QByteArray(400, ']'), "application/json").kind(), Kind::Json);
        // What lies deep and is short would be nothing but indentation.
        const QByteArray wide = QByteArray(400, '[') + QByteArray("1,").repeated(1'000'000) + '1' + QByteArray(400, ']');
        QCOMPARE(made(wide, "application/json").kind(), Kind::Text);
    }

    void secretsAreTakenOut_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("type");
        const QByteArray longString = "{\"a\":\"" + QByteArray("it=is ").repeated(10'000) + "token=CANARY&\\u0041=1\"}";
        const QByteArray longInner = "{\"a\":\"{\\\"b\\\":\\\"" + QByteArray("long ").repeated(20'000) + "\\\",\\\"password\\\":\\\"CANARY\\\"}\"}";
        const auto row = [](const char *name, const QByteArray &body, const char *type) { QTest::newRow(name) << body << QByteArray(type); };
        row("member", "{\"access_token\":\"CANARY\",\"a\":1}", "application/json");
        row("below a secret's name", "{\"tokens\":{\"x\":[\"CANARY\",{\"y\":\"CANARY\"}]}}", "application/json");
        row("with an escape in its name", "{\"pass\\u0077ord\":\"CANARY\"}", "application/json");
        row("in an address", "{\"next\":\"https://x.example/?access_token=CANARY\"}", "application/json");
        row("in JSON within JSON", "{\"a\":\"{\\\"password\\\":\\\"CANARY\\\"}\"}", "application/json");
        row("by its look", "{\"a\":\"eyJhbGciOiJub25lIn0.eyJzdWIiOiJDQU5BUlkifQ.CANARY\"}", "application/json");
        row("in a record", "{\"session\":{\"token\":\"CANARY\"}}", "application/json");
        row("in JSON that breaks off", "{\"access_token\":\"CANARY\",\"refresh_token\":\"CANAR", "application/json");
        row("in JSON that breaks off, after it", "{\"password\" : \"CANARY\" x", "application/json");
        row("that looks like an error", "{\"password\":\"canary_CANARY\"}", "application/json");
        row("code that is none of an error", "{\"code\":\"canary_CANARY\",\"a\":{\"message\":1}}", "application/json");
        row("list in JSON that breaks off", "{\"passwords\":[\"CANARY\",\"CANARY\"", "application/json");
        row("object in JSON that breaks off", "{\"credentials\":{\"x\":\"CANARY\",\"y\":[\"CANARY\"", "application/json");
        row("with a bracket too many", "{\"credentials\":{\"x\":1]],\"y\":\"CANARY\"}}", "application/json");
        row("without quotes", "{\"password\": CANARY, \"a\":1}", "application/json");
        row("in text that begins like JSON", "[note] https://x.example/?access_token=CANARY", "text/plain");
        row("in a long string", longString, "application/json");
        row("in long JSON within JSON", longInner, "application/json");
        row("form", "grant=1&refresh_token=CANARY", "application/x-www-form-urlencoded");
        row("text", "see https://x.example/?token=CANARY now", "text/plain");
        row("page", "<a href=\"/x?access_token=CANARY\">", "text/html");
    }
    void secretsAreTakenOut()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, type);
        const BodyDocument document = made(body, type);
        QVERIFY2(!shown(document).contains(QLatin1String("CANAR")), qPrintable(shown(document)));
        QVERIFY(shown(document).contains(QLatin1String("secret")));
        QVERIFY(document.redactedCount() > 0);
        QVERIFY(shown(made(body, type, Secrets::Shown)).contains(QLatin1String("CANAR")));
    }

    void whatIsNoSecretStays()
    {
        const QByteArray body = "{\"error\":{\"code\":\"invalid_grant\",\"message\":\"no\"},\"token_type\":\"Bearer\",\"expires_in\":3600,"
                                "\"session\":{\"id\":\"1\",\"current\":true},\"tokens\":[]}";
        const BodyDocument document = made(body, "application/json");
        QVERIFY(!shown(document).contains(QLatin1String("<secret")));
        QCOMPARE(document.redactedCount(), 0);
    }

    void errorsCodeStays_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("before the message") << QByteArray("{\"code\":\"invalid_grant\",\"a\":[{}],\"message\":\"no\"}");
        QTest::newRow("behind the error") << QByteArray("{\"error\":1,\"code\":\"invalid_grant\"}");
        QTest::newRow("in JSON that breaks off") << QByteArray("{\"code\":\"invalid_grant\",\"message\":\"no");
    }
    void errorsCodeStays()
    {
        QFETCH(QByteArray, body);
        QVERIFY(shown(made(body, "application/json")).contains(QLatin1String("invalid_grant")));
    }

    void bytesThatMayHoldSecretsAreWithheld_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("said to be JSON") << QByteArray("{\"a\":\"CANARY\x01\"}") << QByteArray("application/json");
        QTest::newRow("said to be a form") << QByteArray("a=CANARY\x01") << QByteArray("application/x-www-form-urlencoded");
        QTest::newRow("called as one") << QByteArray("\x0apassword\x12\x06"
                                                     "CANARY",
                                                     17)
                                       << QByteArray("application/x-protobuf");
        QTest::newRow("looks like one") << QByteArray("\x01 eyJhbGciOiJub25lIn0.eyJzdWIiOiJDQU5BUlkifQ.CANARY") << QByteArray();
        QTest::newRow("UTF-16") << QByteArray("t\0o\0k\0e\0n\0=\0"
                                              "CANARY\0",
                                              19)
                                << QByteArray();
    }
    void bytesThatMayHoldSecretsAreWithheld()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, type);
        const BodyDocument document = made(body, type);
        QCOMPARE(document.kind(), Kind::Binary);
        QVERIFY(document.isWithheld());
        QCOMPARE(document.lineCount(), 0);
        QVERIFY(document.text().isEmpty());
        const BodyDocument whole = made(body, type, Secrets::Shown);
        QVERIFY(!whole.isWithheld());
        QVERIFY(whole.lineCount() > 0);
    }

    void worstJsonEnds_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("depth") << QByteArray(20'000'000, '[');
        QTest::newRow("codes") << "[{" + QByteArray("\"code\":\"a_b\",").repeated(100'000);
    }
    void worstJsonEnds()
    {
        QFETCH(QByteArray, body);
        QVERIFY(wait(BodyDocument::make(core::Secret(body), "application/json")).ok());
    }

    void longLineIsWrapped()
    {
        const QString line = QString(5000, u'a') + QString::fromUtf8("\xf0\x9f\x94\x91").repeated(3000) + u'b';
        const BodyDocument document = made(line.toUtf8() + "\nc", "text/plain");
        QCOMPARE(document.lineCount(), 4);
        QString joined;
        for (qsizetype i = 0; i < 3; ++i) {
            QVERIFY(document.line(i).size() <= BodyDocument::longestLine);
            QCOMPARE(document.isContinuation(i), i > 0);
            joined += document.line(i);
        }
        QCOMPARE(joined, line);
        QVERIFY(!document.isContinuation(3));
    }

    void textIsFound()
    {
        const BodyDocument document = made("One one\nnone ONE\n" + QByteArray("x ").repeated(2047) + "one" + QByteArray(10, 'y'), "text/plain");
        const auto found = [&document](const char *text, Qt::CaseSensitivity sensitive) {
            return *wait(document.search(QString::fromLatin1(text), sensitive));
        };
        QCOMPARE(found("one", Qt::CaseSensitive), (QList<Match>{{0, 4, 3}, {1, 1, 3}, {2, 4094, 3}})); // the last across two pieces
        QCOMPARE(found("one", Qt::CaseInsensitive).size(), 5);
        QVERIFY(found("", Qt::CaseSensitive).isEmpty());
        QVERIFY(found("two", Qt::CaseInsensitive).isEmpty());
        QCOMPARE(wait(made(QByteArray("\x00 abc", 5), {}).search(QStringLiteral("61 62"), Qt::CaseSensitive))->size(), 1);
    }

    void matchesAreBounded()
    {
        const BodyDocument document = made(QByteArray(1024 * 1024, 'a'), "text/plain", Secrets::Shown);
        QCOMPARE(wait(document.search(QStringLiteral("a"), Qt::CaseSensitive))->size(), BodyDocument::mostMatches);
    }

    void stopEndsIt()
    {
        std::stop_source stop;
        stop.request_stop();
        const core::Secret body(manyObjects(100'000));
        const QByteArray string = '"' + QByteArray("a=b ").repeated(10'000'000) + '"';
        std::stop_source later;
        const auto begun = BodyDocument::make(core::Secret(string), "application/json", Secrets::Redacted, later.get_token());
        later.request_stop();
        QCOMPARE(wait(begun).error().kind, core::ErrorKind::Cancelled);
        QCOMPARE(wait(BodyDocument::make(body, "application/json", Secrets::Redacted, stop.get_token())).error().kind, core::ErrorKind::Cancelled);
        const BodyDocument document = made(body.reveal().toByteArray(), "application/json");
        QCOMPARE(wait(document.search(QStringLiteral("x"), Qt::CaseSensitive, stop.get_token())).error().kind, core::ErrorKind::Cancelled);
    }

    /// The event loop turns meanwhile: whoever asks is not held up.
    void largestBodyIsMadeInItsOwnThread()
    {
        const QByteArray body = manyObjects(50 * 1024 * 1024 - 200);
        const auto answer = BodyDocument::make(core::Secret(body), "application/json");
        QVERIFY(!answer.isFinished());
        const auto document = wait(answer);
        QVERIFY(document.ok());
        QCOMPARE(document->kind(), Kind::Json);
        QCOMPARE(document->line(2), QStringLiteral("    \"id\": 0,"));
        QVERIFY(document->redactedCount() > 100'000);
        QVERIFY(wait(document->search(QStringLiteral("canary"), Qt::CaseInsensitive))->isEmpty());
    }

    void printedJsonIsTheSameJson()
    {
        const QByteArray body = manyObjects(100'000);
        const BodyDocument document = made(body, "application/json", Secrets::Shown);
        QCOMPARE(QJsonDocument::fromJson(document.text().reveal().toByteArray()), QJsonDocument::fromJson(body));
    }
};

KEYTURN_TEST(TstBodyDocument)

} // namespace keyturn::console

#include "tst_bodydocument.moc"
