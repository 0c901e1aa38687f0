// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "netrig.h"
#include "support/registry.h"
#include "support/scriptedserver.h"

#include <QTcpServer>

#include <thread>

namespace keyturn::net {

using tests::ScriptedServer;
using tests::Turn;

/// Answers that are too long, too slow, cut off, or never come.
class TstLimits : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fault36AnAnswerOverTheLimitIsRefused_data();
    void fault36AnAnswerOverTheLimitIsRefused();
    void fault36TheLimitThatIsUsedIsAQuarterOfAMegabyte();
    void fault37ACompressedAnswerIsNotUnpacked_data();
    void fault37ACompressedAnswerIsNotUnpacked();
    void fault47HeadersOverTheLimitAreRefused_data();
    void fault47HeadersOverTheLimitAreRefused();
    void fault47OfTwentyMegabytesOfHeadersTheDeadlineIsTheLimit_data();
    void fault47OfTwentyMegabytesOfHeadersTheDeadlineIsTheLimit();
    void fault46ADripIsCutOffAtTheDeadline_data();
    void fault46ADripIsCutOffAtTheDeadline();
    void fault35ATruncatedAnswerIsRefused_data();
    void fault35ATruncatedAnswerIsRefused();
    void fault35WhatCannotBeToldFromACutOneIsNotProvenWhole_data();
    void fault35WhatCannotBeToldFromACutOneIsNotProvenWhole();
    void aSoundAnswerOfEachFramingIsRead_data();
    void aSoundAnswerOfEachFramingIsRead();
    void anAnswerToHeadHasNoBodyToWaitFor();
    void aRefusedConnectionIsOffline();
    void anUnknownHostIsOffline();
    void aStopFromAnotherThreadCancels();
    void aStopInTheMiddleOfALargeBodyCancels();
    void aRequestThatIsStoppedAlreadyIsNotSent();
    void theEndOfTheClientCancelsWhatIsUnderWay();
    void theClientMayEndWithinAnAnswer();
};

void TstLimits::fault36AnAnswerOverTheLimitIsRefused_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("outcome");
    const QByteArray much(8'000'000, 'x');
    QTest::newRow("at the limit") << ScriptedServer::answer(200, QByteArray(1000, 'x')) << QStringLiteral("200");
    QTest::newRow("one byte over") << ScriptedServer::answer(200, QByteArray(1001, 'x')) << QStringLiteral("response_too_large");
    QTest::newRow("8 MB announced") << ScriptedServer::answer(200, much) << QStringLiteral("response_too_large");
    QTest::newRow("8 MB announced, none sent") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 8000000\r\n\r\n")
                                               << QStringLiteral("response_too_large");
    QTest::newRow("8 MB not announced") << "HTTP/1.1 200 OK\r\nServer: x\r\n\r\n" + much << QStringLiteral("response_too_large");
    QTest::newRow("8 MB in chunks") << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7a1200\r\n" + much + "\r\n0\r\n\r\n"
                                    << QStringLiteral("response_too_large");
    QTest::newRow("8 MB as an error page") << ScriptedServer::answer(502, much) << QStringLiteral("response_too_large");
}

void TstLimits::fault36AnAnswerOverTheLimitIsRefused()
{
    QFETCH(const QByteArray, answer);
    QFETCH(const QString, outcome);
    ScriptedServer server({Turn{answer}});
    NetRig rig;
    HttpRequest request;
    request.url = server.url();
    request.maxBodyBytes = 1000;
    const core::Result<HttpResponse> result = rig.answerTo(request);
    QCOMPARE(NetRig::outcome(result), outcome);
    if (!result.ok())
        QCOMPARE(result.error().kind, core::ErrorKind::BadReply);
}

void TstLimits::fault36TheLimitThatIsUsedIsAQuarterOfAMegabyte()
{
    for (const qsizetype size : {256 * 1024, 256 * 1024 + 1, 8'000'000}) {
        ScriptedServer server({Turn{ScriptedServer::answer(200, QByteArray(size, 'x'))}});
        NetRig rig;
        QCOMPARE(NetRig::outcome(rig.get(server.url())), size == 256 * 1024 ? QStringLiteral("200") : QStringLiteral("response_too_large"));
    }
}

void TstLimits::fault37ACompressedAnswerIsNotUnpacked_data()
{
    QTest::addColumn<QByteArray>("encoding");
    QTest::addColumn<QByteArray>("bomb");
    // 20 MB of zeros in 20 kB. qCompress: a length of four bytes, then zlib (RFC 1950); gzip has another head and tail around the same (RFC 1952).
    const QByteArray zlib = qCompress(QByteArray(20'000'000, '\0')).mid(4);
    const QByteArray head("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
    QTest::newRow("deflate") << QByteArray("deflate") << zlib;
    QTest::newRow("gzip") << QByteArray("gzip") << head + zlib.mid(2, zlib.size() - 6) + QByteArray(8, '\0');
    QTest::newRow("gzip in capitals") << QByteArray("GZIP") << head + zlib.mid(2, zlib.size() - 6) + QByteArray(8, '\0');
}

void TstLimits::fault37ACompressedAnswerIsNotUnpacked()
{
    QFETCH(const QByteArray, encoding);
    QFETCH(const QByteArray, bomb);
    ScriptedServer server({Turn{ScriptedServer::answer(200, bomb, "Content-Encoding: " + encoding + "\r\n")}});
    NetRig rig;
    const core::Result<HttpResponse> result = rig.get(server.url());
    QCOMPARE(NetRig::outcome(result), QStringLiteral("200"));
    QCOMPARE(result->body, core::Secret(bomb));
}

void TstLimits::fault47HeadersOverTheLimitAreRefused_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<bool>("fine");
    QByteArray many;
    for (int i = 0; i < 2000; ++i)
        many += "X-" + QByteArray::number(i) + ": " + QByteArray(40, 'y') + "\r\n";
    QTest::newRow("60 kB in one") << "X-One: " + QByteArray(60'000, 'y') + "\r\n" << true;
    QTest::newRow("70 kB in one") << "X-One: " + QByteArray(70'000, 'y') + "\r\n" << false;
    QTest::newRow("2000 of them") << many << false;
    QTest::newRow("400 kB in one") << "X-One: " + QByteArray(400'000, 'y') + "\r\n" << false;
}

void TstLimits::fault47HeadersOverTheLimitAreRefused()
{
    QFETCH(const QByteArray, headers);
    QFETCH(const bool, fine);
    ScriptedServer server({Turn{ScriptedServer::answer(200, "{}", headers)}});
    NetRig rig;
    const core::Result<HttpResponse> result = rig.get(server.url());
    QCOMPARE(result.ok(), fine);
    if (!fine)
        QCOMPARE(result.error().kind, core::ErrorKind::BadReply);
}

void TstLimits::fault47OfTwentyMegabytesOfHeadersTheDeadlineIsTheLimit_data()
{
    QTest::addColumn<QByteArray>("headers");
    QByteArray many;
    for (int i = 0; i < 10'000; ++i)
        many += "X-" + QByteArray::number(i) + ": " + QByteArray(2000, 'y') + "\r\n";
    QTest::newRow("10,000 of them") << many;
    QTest::newRow("all in one") << "X-One: " + QByteArray(20'000'000, 'y') + "\r\n";
}

/// Qt gives out no header before it has read the last one, for which it takes its time: what ends it is the deadline, or the limit if that is first.
void TstLimits::fault47OfTwentyMegabytesOfHeadersTheDeadlineIsTheLimit()
{
    QFETCH(const QByteArray, headers);
    ScriptedServer server({Turn{ScriptedServer::answer(200, "{}", headers)}});
    NetRig rig;
    const HttpRequest request = NetRig::post(server.url(), "refresh_token=one-use-only");
    const core::Async<HttpResponse> answer = rig.http.send(request);
    QTRY_COMPARE(server.requests().size(), 1);
    rig.clock.advance(request.deadline);
    QVERIFY(answer.isFinished());
    QVERIFY(!answer.result().ok());
    const QString code = answer.result().error().code;
    QVERIFY2(code == QLatin1String("timeout") || code == QLatin1String("headers_missing") || code == QLatin1String("response_too_large"),
             qPrintable(code));
    QCOMPARE(server.deliveriesOf("one-use-only"), 1);
}

void TstLimits::fault46ADripIsCutOffAtTheDeadline_data()
{
    QTest::addColumn<Turn>("turn");
    Turn silence;
    Turn head{"HTTP/1.1 200 OK\r\nX-Slow: yyyyyy"};
    head.drips = true;
    head.dripFrom = head.bytes.size() - 1;
    // Qt gives out no header before it has read the last one: of 20 MB of them it is time that bounds how many come (FAULTS 47).
    Turn body{"HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\nx"};
    body.drips = true;
    body.dripFrom = body.bytes.size() - 1;
    // Of a 401 Qt gives out nothing before its body's end, which somebody could have signed in after.
    const QByteArray challenge = "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nTransfer-Encoding: chunked\r\n\r\n";
    const QByteArray chunk = "40\r\n" + QByteArray(64, 'x') + "\r\n";
    Turn refusal{challenge + chunk};
    refusal.drips = true;
    refusal.dripFrom = challenge.size();
    QTest::newRow("a 401 whose chunks do not end") << refusal;
    QTest::newRow("a 401 that stands still in its body") << Turn{challenge + chunk};
    QTest::newRow("silence") << silence;
    QTest::newRow("headers, byte by byte") << head;
    QTest::newRow("a body, byte by byte") << body;
}

void TstLimits::fault46ADripIsCutOffAtTheDeadline()
{
    QFETCH(const Turn, turn);
    ScriptedServer server({turn});
    NetRig rig;
    HttpRequest request = NetRig::post(server.url(), "refresh_token=one-use-only");
    request.deadline = std::chrono::seconds(7);
    const core::Async<HttpResponse> answer = rig.http.send(request);
    QTRY_COMPARE(server.requests().size(), 1);
    QTest::qWait(30); // some bytes drip
    rig.clock.advance(std::chrono::milliseconds(6'999));
    QVERIFY(!answer.isFinished());
    rig.clock.advance(std::chrono::milliseconds(1));
    QVERIFY(answer.isFinished());
    QCOMPARE(answer.result().error().kind, core::ErrorKind::Offline);
    QCOMPARE(answer.result().error().code, QStringLiteral("timeout"));
    QCOMPARE(rig.log.exchanges().size(), 1);
    QCOMPARE(rig.log.exchanges().first().duration, std::chrono::milliseconds(7'000));
    QTest::qWait(50);
    QCOMPARE(server.deliveriesOf("one-use-only"), 1);
}

void TstLimits::fault35ATruncatedAnswerIsRefused_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("shorter than announced") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"access_");
    QTest::newRow("nothing of what was announced") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n");
    QTest::newRow("an error page, cut off") << QByteArray("HTTP/1.1 500 Oh\r\nContent-Length: 20\r\n\r\n<html>");
}

void TstLimits::fault35ATruncatedAnswerIsRefused()
{
    QFETCH(const QByteArray, answer);
    ScriptedServer server({Turn{answer, Turn::Then::Close}});
    NetRig rig;
    const core::Result<HttpResponse> result = rig.answerTo(NetRig::post(server.url(), "a=b"));
    QCOMPARE(NetRig::outcome(result), QStringLiteral("truncated"));
    QCOMPARE(result.error().kind, core::ErrorKind::BadReply);
}

void TstLimits::fault35WhatCannotBeToldFromACutOneIsNotProvenWhole_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("proven");
    const QByteArray chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    QTest::newRow("Content-Length, whole") << ScriptedServer::answer(200, "access_token=gho_16") << true;
    QTest::newRow("chunked, cut within a chunk") << chunked + "13\r\naccess_token=gho" << false;
    QTest::newRow("chunked, cut between two") << chunked + "13\r\naccess_token=gho_16\r\n" << false;
    QTest::newRow("chunked, cut before the last line") << chunked + "13\r\naccess_token=gho_16\r\n0\r\n" << false;
    QTest::newRow("chunked, whole") << chunked + "13\r\naccess_token=gho_16\r\n0\r\n\r\n" << false;
    QTest::newRow("to the connection's end") << QByteArray("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\naccess_token=gho") << false;
    QTest::newRow("HTTP/1.0") << QByteArray("HTTP/1.0 200 OK\r\nServer: x\r\n\r\naccess_token=gho") << false;
    QTest::newRow("two lengths") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 19\r\n\r\naccess_token=gho") << false;
}

void TstLimits::fault35WhatCannotBeToldFromACutOneIsNotProvenWhole()
{
    QFETCH(const QByteArray, answer);
    QFETCH(const bool, proven);
    ScriptedServer server({Turn{answer, Turn::Then::Close}});
    NetRig rig;
    const core::Result<HttpResponse> result = rig.answerTo(NetRig::post(server.url(), "a=b"));
    // Qt says that all is well with each of them; where it does notice, so much the better.
    QCOMPARE(result.ok() && result->isProvenWhole(), proven);
}

void TstLimits::aSoundAnswerOfEachFramingIsRead_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("Content-Length") << ScriptedServer::answer(200, "whole");
    QTest::newRow("chunked") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nwh\r\n3;x=y\r\nole\r\n0\r\n\r\n");
    QTest::newRow("to the end") << QByteArray("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nwhole");
    QTest::newRow("HTTP/1.0") << QByteArray("HTTP/1.0 200 OK\r\nServer: x\r\n\r\nwhole");
    QTest::newRow("after a 100") << "HTTP/1.1 100 Continue\r\n\r\n" + ScriptedServer::answer(200, "whole");
}

void TstLimits::aSoundAnswerOfEachFramingIsRead()
{
    QFETCH(const QByteArray, answer);
    ScriptedServer server({Turn{answer, Turn::Then::Close}});
    NetRig rig;
    const core::Result<HttpResponse> result = rig.answerTo(NetRig::post(server.url(), "a=b"));
    QCOMPARE(NetRig::outcome(result), QStringLiteral("200"));
    QCOMPARE(result->body, core::Secret(QByteArrayView("whole")));
}

void TstLimits::anAnswerToHeadHasNoBodyToWaitFor()
{
    ScriptedServer server({Turn{"HTTP/1.1 404 Not Found\r\nContent-Length: 76\r\nDate: Mon, 23 Nov 2026 17:40:00 GMT\r\n\r\n"}});
    NetRig rig;
    HttpRequest request;
    request.method = "HEAD";
    request.url = server.url();
    const core::Result<HttpResponse> answer = rig.answerTo(std::move(request));
    QCOMPARE(NetRig::outcome(answer), QStringLiteral("404"));
    QVERIFY(answer->date().isValid());
    QVERIFY(server.requests().first().startsWith("HEAD / "));
}

void TstLimits::aRefusedConnectionIsOffline()
{
    QUrl url;
    {
        const ScriptedServer gone({Turn{}});
        url = gone.url();
    }
    NetRig rig;
    const core::Result<HttpResponse> result = rig.get(url);
    QCOMPARE(NetRig::outcome(result), QStringLiteral("connection_refused"));
    QCOMPARE(result.error().kind, core::ErrorKind::Offline);
    QCOMPARE(rig.log.exchanges().first().failure, QStringLiteral("connection_refused"));
}

void TstLimits::anUnknownHostIsOffline()
{
    NetRig rig;
    const core::Result<HttpResponse> result = rig.get(QUrl(QStringLiteral("http://nowhere.invalid/"))); // RFC 6761 §6.4
    QCOMPARE(NetRig::outcome(result), QStringLiteral("host_not_found"));
    QCOMPARE(result.error().kind, core::ErrorKind::Offline);
}

void TstLimits::aStopFromAnotherThreadCancels()
{
    ScriptedServer server({Turn{}});
    NetRig rig;
    std::stop_source source;
    HttpRequest request;
    request.url = server.url();
    request.stop = source.get_token();
    const core::Async<HttpResponse> answer = rig.http.send(request);
    QTRY_COMPARE(server.requests().size(), 1);
    std::thread([&source] { source.request_stop(); }).join();
    const core::Result<HttpResponse> result = NetRig::resultOf(answer);
    QCOMPARE(NetRig::outcome(result), QStringLiteral("stopped"));
    QCOMPARE(result.error().kind, core::ErrorKind::Cancelled);
}

void TstLimits::aStopInTheMiddleOfALargeBodyCancels()
{
    // The server does not read, so that Qt still holds the body when it goes.
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    server.pauseAccepting();
    NetRig rig;
    std::stop_source source;
    HttpRequest request = NetRig::post(QUrl(QStringLiteral("http://127.0.0.1:%1/").arg(server.serverPort())), QByteArray(30'000'000, 'x'));
    request.stop = source.get_token();
    const core::Async<HttpResponse> answer = rig.http.send(request);
    QTest::qWait(50);
    source.request_stop();
    QCOMPARE(NetRig::outcome(NetRig::resultOf(answer)), QStringLiteral("stopped"));
    QTest::qWait(20); // what Qt's thread still asks for must find no freed body
}

void TstLimits::aRequestThatIsStoppedAlreadyIsNotSent()
{
    ScriptedServer server({Turn{}});
    NetRig rig;
    std::stop_source source;
    source.request_stop();
    HttpRequest request;
    request.url = server.url();
    request.stop = source.get_token();
    QCOMPARE(NetRig::outcome(rig.answerTo(request)), QStringLiteral("stopped"));
    QTest::qWait(20);
    QCOMPARE(server.connections(), 0);
}

void TstLimits::theEndOfTheClientCancelsWhatIsUnderWay()
{
    ScriptedServer server({Turn{}});
    core::Async<HttpResponse> answer;
    {
        NetRig rig;
        answer = rig.http.send(NetRig::post(server.url(), "a=b"));
        QTRY_COMPARE(server.requests().size(), 1);
    }
    QVERIFY(answer.isFinished());
    QCOMPARE(answer.result().error().kind, core::ErrorKind::Cancelled);
}

void TstLimits::theClientMayEndWithinAnAnswer()
{
    ScriptedServer server({Turn{ScriptedServer::answer(200, "{}")}});
    tests::FakeClock clock;
    ExchangeLog log;
    HardenedAccessManager manager;
    auto http = std::make_unique<QtHttpClient>(clock, log, manager);
    bool told = false;
    HttpRequest request;
    request.url = server.url();
    // A continuation without a context runs where the answer is written.
    const auto end = http->send(request).then([&http, &told](const core::Result<HttpResponse> &) {
        told = true;
        http.reset();
    });
    QTRY_VERIFY(told);
    QTest::qWait(20);
}

} // namespace keyturn::net

using keyturn::net::TstLimits;
KEYTURN_TEST(TstLimits)
#include "tst_limits.moc"
