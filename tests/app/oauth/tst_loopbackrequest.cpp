// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/loopbackrequest.h"

#include "support/registry.h"

#include <QTest>

namespace keyturn::oauth {

namespace {

const QByteArray authority = "127.0.0.1:4711";

QByteArray get(const QByteArray &target, const QByteArray &headers = {})
{
    return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:4711\r\n" + headers + "\r\n";
}

int statusOf(const HeadReading &reading)
{
    const auto *refused = std::get_if<HeadRefused>(&reading);
    return refused ? refused->status : 0;
}

} // namespace

class TstLoopbackRequest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pathAndQueryComeAsTheyAre();
    void fault5EveryPrefixIsIncomplete();
    void fault7HeadsAreLimitedToEightKilobytes_data();
    void fault7HeadsAreLimitedToEightKilobytes();
    void whatIsNoPlainGetIsRefused_data();
    void whatIsNoPlainGetIsRefused();
    void fault11HostMustBeOurs_data();
    void fault11HostMustBeOurs();
    void fault16OnlyNavigationsCount_data();
    void fault16OnlyNavigationsCount();
};

void TstLoopbackRequest::pathAndQueryComeAsTheyAre()
{
    const HeadReading reading = readRequestHead(get("/cb/%2e%2E//x?a=%41&b=?/+", "Accept: */*\r\nX-Odd: \xff\r\n"), authority);
    QVERIFY(std::holds_alternative<LoopbackRequest>(reading));
    const auto request = std::get<LoopbackRequest>(reading);
    QCOMPARE(request.path, QByteArray("/cb/%2e%2E//x"));
    QCOMPARE(request.query, QByteArray("a=%41&b=?/+"));
    QVERIFY(request.navigation);
}

void TstLoopbackRequest::fault5EveryPrefixIsIncomplete()
{
    const QByteArray whole = get("/cb?code=1", "Accept: */*\r\n");
    for (qsizetype length = 0; length < whole.size(); ++length)
        QVERIFY2(std::holds_alternative<HeadIncomplete>(readRequestHead(whole.first(length), authority)), whole.first(length).constData());
    QVERIFY(std::holds_alternative<LoopbackRequest>(readRequestHead(whole, authority)));
}

void TstLoopbackRequest::fault7HeadsAreLimitedToEightKilobytes_data()
{
    QTest::addColumn<QByteArray>("received");
    QTest::addColumn<int>("status");
    const auto ofSize = [](qsizetype size) { return get("/cb", "X: " + QByteArray(size - get("/cb", "X: \r\n").size(), 'x') + "\r\n"); };
    QTest::newRow("exactly as long as allowed") << ofSize(8192) << 0;
    QTest::newRow("one byte more") << ofSize(8193) << 431;
    QTest::newRow("an endless address") << QByteArray("GET /" + QByteArray(8193, 'x')) << 414;
    QTest::newRow("a long address that ends") << get('/' + QByteArray(8192, 'x')) << 414;
    QTest::newRow("endless headers") << QByteArray("GET / HTTP/1.1\r\n" + QByteArray("X: y\r\n").repeated(2000)) << 431;
}

void TstLoopbackRequest::fault7HeadsAreLimitedToEightKilobytes()
{
    QFETCH(QByteArray, received);
    QTEST(statusOf(readRequestHead(received, authority)), "status");
}

void TstLoopbackRequest::whatIsNoPlainGetIsRefused_data()
{
    QTest::addColumn<QByteArray>("received");
    QTest::addColumn<int>("status");
    const QByteArray host = "Host: 127.0.0.1:4711\r\n";
    for (const char *method : {"POST", "HEAD", "OPTIONS", "PUT", "DELETE", "get", "CONNECT", "PRI"})
        QTest::addRow("fault 10: %s", method) << QByteArray(method + QByteArray(" /cb HTTP/1.1\r\n") + host + "\r\n") << 405;
    QTest::newRow("HTTP/2 by prior knowledge") << QByteArray("PRI * HTTP/2.0\r\n\r\n") << 400;
    QTest::newRow("another version") << QByteArray("GET /cb HTTP/3.0\r\n" + host + "\r\n") << 505;
    QTest::newRow("no version") << QByteArray("GET /cb\r\n" + host + "\r\n") << 400;
    QTest::newRow("two blanks") << QByteArray("GET  /cb HTTP/1.1\r\n" + host + "\r\n") << 400;
    QTest::newRow("a blank in the address") << get("/cb x") << 400;
    QTest::newRow("absolute form") << get("http://127.0.0.1:4711/cb") << 400;
    QTest::newRow("a fragment") << get("/cb#x") << 400;
    QTest::newRow("NUL in the address") << get(QByteArray("/cb\0x", 5)) << 400;
    QTest::newRow("bytes above ASCII in the address") << get("/cb\xc3\xa4") << 400;
    QTest::newRow("NUL in a header") << get("/cb", QByteArray("X: a\0b\r\n", 8)) << 400;
    QTest::newRow("a folded header") << get("/cb", "X: a\r\n b\r\n") << 400;
    QTest::newRow("a blank before the colon") << get("/cb", "X : a\r\n") << 400;
    QTest::newRow("a header without a colon") << get("/cb", "X\r\n") << 400;
    QTest::newRow("a bare line feed") << get("/cb", "X: a\nY: b\r\n") << 400;
    QTest::newRow("a body") << get("/cb", "Content-Length: 3\r\n") << 400;
    QTest::newRow("a chunked body") << get("/cb", "Transfer-Encoding: chunked\r\n") << 400;
    QTest::newRow("an empty line first") << QByteArray("\r\n" + get("/cb")) << 400;
}

void TstLoopbackRequest::whatIsNoPlainGetIsRefused()
{
    QFETCH(QByteArray, received);
    QTEST(statusOf(readRequestHead(received, authority)), "status");
}

void TstLoopbackRequest::fault11HostMustBeOurs_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<bool>("ours");
    QTest::newRow("the literal") << QByteArray("Host: 127.0.0.1:4711\r\n") << true;
    QTest::newRow("spelt otherwise") << QByteArray("hOST:127.0.0.1:4711 \r\n") << true;
    QTest::newRow("evil.example (rebinding)") << QByteArray("Host: evil.example\r\n") << false;
    QTest::newRow("evil.example with our port") << QByteArray("Host: evil.example:4711\r\n") << false;
    QTest::newRow("localhost") << QByteArray("Host: localhost:4711\r\n") << false;
    QTest::newRow("another port") << QByteArray("Host: 127.0.0.1:4712\r\n") << false;
    QTest::newRow("no port") << QByteArray("Host: 127.0.0.1\r\n") << false;
    QTest::newRow("empty") << QByteArray("Host:\r\n") << false;
    QTest::newRow("none") << QByteArray() << false;
    QTest::newRow("two") << QByteArray("Host: 127.0.0.1:4711\r\nHost: evil.example\r\n") << false;
    QTest::newRow("the same twice") << QByteArray("Host: 127.0.0.1:4711\r\nHost: 127.0.0.1:4711\r\n") << false;
    QTest::newRow("another notation of it") << QByteArray("Host: 127.1:4711\r\n") << false;
}

void TstLoopbackRequest::fault11HostMustBeOurs()
{
    QFETCH(QByteArray, headers);
    QFETCH(bool, ours);
    QCOMPARE(statusOf(readRequestHead("GET /cb HTTP/1.1\r\n" + headers + "\r\n", authority)), ours ? 0 : 400);
}

void TstLoopbackRequest::fault16OnlyNavigationsCount_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<bool>("navigation");
    QTest::newRow("an old browser says nothing") << QByteArray() << true;
    QTest::newRow("navigate") << QByteArray("Sec-Fetch-Mode: navigate\r\n") << true;
    QTest::newRow("an image") << QByteArray("Sec-Fetch-Mode: no-cors\r\n") << false;
    QTest::newRow("a fetch") << QByteArray("Sec-Fetch-Mode: cors\r\n") << false;
    QTest::newRow("a web socket") << QByteArray("Sec-Fetch-Mode: websocket\r\n") << false;
    QTest::newRow("both") << QByteArray("Sec-Fetch-Mode: navigate\r\nsec-fetch-mode: cors\r\n") << false;
}

void TstLoopbackRequest::fault16OnlyNavigationsCount()
{
    QFETCH(QByteArray, headers);
    const HeadReading reading = readRequestHead(get("/cb", headers), authority);
    QVERIFY(std::holds_alternative<LoopbackRequest>(reading));
    QTEST(std::get<LoopbackRequest>(reading).navigation, "navigation");
}

} // namespace keyturn::oauth

using keyturn::oauth::TstLoopbackRequest;
KEYTURN_TEST(TstLoopbackRequest)
#include "tst_loopbackrequest.moc"
