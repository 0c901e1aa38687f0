// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/replay/replayer.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace keyturn::backend {

namespace {

const QByteArray madeHere = "http://127.0.0.1:7";

QJsonObject entry(const char *method, const char *url, int status, const QByteArray &body = {}, const QByteArray &sent = {},
                  const QJsonArray &headers = {})
{
    return {{QStringLiteral("request"),
             QJsonObject{{QStringLiteral("method"), QLatin1String(method)},
                         {QStringLiteral("url"), QLatin1String(url)},
                         {QStringLiteral("postData"), QJsonObject{{QStringLiteral("text"), QString::fromUtf8(sent)}}}}},
            {QStringLiteral("response"),
             QJsonObject{{QStringLiteral("status"), status},
                         {QStringLiteral("headers"), headers},
                         {QStringLiteral("content"), QJsonObject{{QStringLiteral("text"), QString::fromUtf8(body)}}}}}};
}

QByteArray harOf(const QJsonArray &entries)
{
    return QJsonDocument(QJsonObject{{QStringLiteral("log"), QJsonObject{{QStringLiteral("entries"), entries}}}}).toJson();
}

QJsonObject header(const char *name, const char *value)
{
    return {{QStringLiteral("name"), QLatin1String(name)}, {QStringLiteral("value"), QLatin1String(value)}};
}

/// The mock of a recording with @p entries.
struct Mock {
    explicit Mock(const QJsonArray &entries) : replayer(*readRecording(harOf(entries)), madeHere, Instant(std::chrono::seconds(1'800'000'000))) { }
    Response ask(const char *method, const char *path, const QByteArray &query = {}, const QByteArray &body = {})
    {
        Request request;
        request.method = method;
        request.path = path;
        request.query = query;
        request.body = body;
        return replayer.answer(request);
    }
    Replayer replayer;
};

} // namespace

class TstReplay : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatIsNoRecordingIsRefused_data();
    void whatIsNoRecordingIsRefused();
    void stepsWithoutAnAnswerAreLeftOut();
    void answersComeInTheirOrderAndTheLastStays();
    void theQueryTellsApartAndThenTheBody();
    void whatWasRedactedFitsAnything_data();
    void whatWasRedactedFitsAnything();
    void whatWasNotRecordedIsSaid();
    void headersOfTheWayAreLeftOut();
    void madeUpValuesAreTheSameEverywhere();
    void anAccessTokenIsAJwt();
    void addressesComeBackToTheMock();
};

void TstReplay::whatIsNoRecordingIsRefused_data()
{
    QTest::addColumn<QByteArray>("har");
    QTest::addColumn<QString>("why");
    QTest::newRow("nothing") << QByteArray() << "no HTTP Archive";
    QTest::newRow("binary") << QByteArray("\x7f\x45LF\0\1", 6) << "no HTTP Archive";
    QTest::newRow("other JSON") << QByteArray("{\"log\":{}}") << "no /log/entries";
    QTest::newRow("cut") << harOf({entry("GET", "https://a.example/", 200)}).chopped(20) << "no HTTP Archive";
    QTest::newRow("empty") << harOf({}) << "no answered exchange";
    QTest::newRow("only failures") << harOf({entry("GET", "https://a.example/", 0)}) << "no answered exchange";
    QTest::newRow("too large") << QByteArray(maxRecordingBytes + 1, ' ') << "64 MB";
    QTest::newRow("too many values") << QByteArray("{\"a\":[" + QByteArray("1,").repeated(3'000'001) + "1]}") << "3000000 values";
    QTest::newRow("too deep") << QByteArray(QByteArray("{\"a\":").repeated(100) + "1" + QByteArray(100, '}')) << "nesting deeper";
}

void TstReplay::whatIsNoRecordingIsRefused()
{
    QFETCH(const QByteArray, har);
    QFETCH(const QString, why);
    const auto read = readRecording(har);
    QVERIFY(!read.ok());
    QCOMPARE(read.error().code, QStringLiteral("usage"));
    QVERIFY2(read.error().detail.contains(why), qPrintable(read.error().detail));
}

void TstReplay::stepsWithoutAnAnswerAreLeftOut()
{
    QJsonObject callback = entry("GET", "http://127.0.0.1:9/cb?code=x", 303);
    callback.insert(QStringLiteral("_keyturn"), QJsonObject{{QStringLiteral("kind"), QStringLiteral("callback")}});
    const auto read = readRecording(harOf({callback, entry("GET", "https://a.example/x", 200), entry("GET", "data:,x", 200)}));
    QVERIFY(read.ok());
    QCOMPARE(read->size(), 1);
    QCOMPARE(read->first().path, QByteArray("/x"));
}

void TstReplay::answersComeInTheirOrderAndTheLastStays()
{
    Mock mock({entry("GET", "https://a.example/x", 401), entry("GET", "https://a.example/x", 200, "one"), entry("POST", "https://a.example/x", 204)});
    QCOMPARE(mock.ask("GET", "/x").status, 401);
    QCOMPARE(mock.ask("POST", "/x").status, 204);
    QCOMPARE(mock.ask("GET", "/x").body, QByteArray("one"));
    QCOMPARE(mock.ask("GET", "/x").body, QByteArray("one"));
}

void TstReplay::theQueryTellsApartAndThenTheBody()
{
    Mock mock({entry("POST", "https://a.example/x?page=1", 200, "first"), entry("POST", "https://a.example/x?page=2", 200, "json", R"({"a":1})"),
               entry("POST", "https://a.example/x?page=2", 200, "form", "a=2&b=3")});
    QCOMPARE(mock.ask("POST", "/x", "page=2", "b=3&a=2").body, QByteArray("form"));
    QCOMPARE(mock.ask("POST", "/x", "page=2", R"({ "a": 1 })").body, QByteArray("json"));
    QCOMPARE(mock.ask("POST", "/x", "page=1", "whatever").body, QByteArray("first"));
    QCOMPARE(mock.ask("POST", "/x", "page=9", R"({"a":1})").body, QByteArray("json")); // of another page, but the same thing
}

void TstReplay::whatWasRedactedFitsAnything_data()
{
    QTest::addColumn<QByteArray>("recorded");
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<bool>("fits");
    const auto row = [](const char *name, const char *recorded, const char *given, bool fits) {
        QTest::newRow(name) << QByteArray(recorded) << QByteArray(given) << fits;
    };
    row("JSON secret", R"({"p":"<secret #1a2b3c4d>","u":"a"})", R"({"u":"a","p":"s"})", true);
    row("JSON of another", R"({"p":"<secret #1a2b3c4d>","u":"a"})", R"({"u":"b","p":"s"})", false);
    row("JSON with more", R"({"u":"a"})", R"({"u":"a","x":1})", false);
    row("JSON within a list", R"([{"t":"<secret #1a2b3c4d>"}])", R"([{"t":"x"}])", true);
    row("form secret", "grant_type=refresh_token&refresh_token=<secret #1a2b3c4d>", "refresh_token=x&grant_type=refresh_token", true);
    row("form of another", "grant_type=refresh_token&refresh_token=<secret #1a2b3c4d>", "refresh_token=x&grant_type=password", false);
    row("of that size", "<5 bytes of text/plain>", "12345", true);
    row("of another size", "<5 bytes of text/plain>", "1234567", false);
    row("nothing", "", "", true);
}

void TstReplay::whatWasRedactedFitsAnything()
{
    QFETCH(const QByteArray, recorded);
    QFETCH(const QByteArray, given);
    QFETCH(const bool, fits);
    QCOMPARE(bodyFits(recorded, given), fits);
}

void TstReplay::whatWasNotRecordedIsSaid()
{
    Mock mock({entry("GET", "https://a.example/x", 200), entry("GET", "https://a.example/x", 200), entry("POST", "https://a.example/y", 200)});
    const Response response = mock.ask("DELETE", "/x");
    QCOMPARE(response.status, 404);
    const QJsonObject error = QJsonDocument::fromJson(response.body).object().value(QStringLiteral("error")).toObject();
    QCOMPARE(error.value(QStringLiteral("code")).toString(), QStringLiteral("not_recorded"));
    QCOMPARE(error.value(QStringLiteral("recorded")).toArray(), (QJsonArray{QStringLiteral("GET /x"), QStringLiteral("POST /y")}));
}

void TstReplay::headersOfTheWayAreLeftOut()
{
    Mock mock({entry("GET", "https://a.example/x", 200, "x", {},
                     {header("Date", "Mon, 30 Nov 2026 12:00:00 GMT"), header("content-length", "99"), header("Transfer-Encoding", "chunked"),
                      header(":status", "200"), header("X-Odd", "a\r\nSet-Cookie: planted=1"), header("ETag", "\"1\"")})});
    const Response response = mock.ask("GET", "/x");
    QStringList names;
    for (const HttpHeader &one : response.headers) {
        names += QString::fromLatin1(one.name);
        QVERIFY(!one.value.contains('\n') && !one.value.contains('\r'));
    }
    QVERIFY2(names.contains(QLatin1String("ETag")) && !names.contains(QLatin1String("Date")), qPrintable(names.join(u' ')));
    QVERIFY(!names.contains(QLatin1String("content-length")) && !names.contains(QLatin1String("Transfer-Encoding")));
    QVERIFY(!names.contains(QLatin1String(":status")) && !names.contains(QLatin1String("Set-Cookie")));
}

void TstReplay::madeUpValuesAreTheSameEverywhere()
{
    Mock mock({entry("POST", "https://a.example/in", 200, R"({"refresh":"<secret #1a2b3c4d>","other":"<secret #00000001>"})", {},
                     {header("Set-Cookie", "sid=<secret #1a2b3c4d>; HttpOnly"), header("Location", "/cb?code=%3Csecret%20%231a2b3c4d%3E")})});
    const Response response = mock.ask("POST", "/in");
    const QJsonObject body = QJsonDocument::fromJson(response.body).object();
    const QByteArray value = body.value(QStringLiteral("refresh")).toString().toLatin1();
    QCOMPARE(value.size(), 43);
    QVERIFY(body.value(QStringLiteral("other")).toString().toLatin1() != value);
    QCOMPARE(response.headers.at(0).value, "sid=" + value + "; HttpOnly");
    QCOMPARE(response.headers.at(1).value, "/cb?code=" + value);
}

void TstReplay::anAccessTokenIsAJwt()
{
    Mock mock({entry("POST", "https://a.example/in", 200, R"({"accessToken":"<secret #1a2b3c4d>"})"),
               entry("GET", "https://a.example/cookie", 200, {}, {}, {header("Set-Cookie", "at=<secret #1a2b3c4d>")})});
    const QByteArray token =
        QJsonDocument::fromJson(mock.ask("POST", "/in").body).object().value(QStringLiteral("accessToken")).toString().toLatin1();
    const QByteArrayList parts = token.split('.');
    QCOMPARE(parts.size(), 3);
    const QJsonObject claims = QJsonDocument::fromJson(QByteArray::fromBase64(parts.at(1), QByteArray::Base64UrlEncoding)).object();
    QCOMPARE(claims.value(QStringLiteral("exp")).toInteger(), qint64(1'800'003'600));
    QCOMPARE(mock.ask("GET", "/cookie").headers.at(0).value, "at=" + token);
}

void TstReplay::addressesComeBackToTheMock()
{
    Mock mock({entry("GET", "https://a.example/meta", 200, R"({"token_endpoint":"https://a.example/token","keys":"https://b.example:8443/k"})"),
               entry("GET", "https://b.example:8443/k", 200)});
    QCOMPARE(mock.ask("GET", "/meta").body, QByteArray(R"({"token_endpoint":")" + madeHere + R"(/token","keys":")" + madeHere + "/k\"}"));
}

} // namespace keyturn::backend

using keyturn::backend::TstReplay;
KEYTURN_TEST(TstReplay)
#include "tst_replay.moc"
