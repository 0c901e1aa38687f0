// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/answers.h"
#include "backend/httpserver.h"
#include "httpclient.h"
#include "support/registry.h"

#include <QElapsedTimer>
#include <QTcpSocket>
#include <QTest>

#include <future>
#include <thread>

namespace keyturn::backend {

using namespace std::chrono_literals;

namespace {

/// A server in this process whose deadlines are short enough to be waited for.
class EchoServer
{
public:
    explicit EchoServer(const HttpLimits &limits) : m_server(limits, 2)
    {
        m_port = *m_server.listen(QStringLiteral("127.0.0.1"), 0);
        m_server.start([this](const Request &request, const Replier &reply) { answer(request, reply); });
    }
    [[nodiscard]] HttpClient http() const { return HttpClient(m_port); }
    HttpServer &server() { return m_server; }

private:
    void answer(const Request &request, const Replier &reply)
    {
        if (request.path == "/later") {
            std::thread([reply] { reply({200, {}, "later"}); }).detach();
        } else if (request.path == "/nothing") {
            reply(emptyAnswer());
        } else if (request.path == "/twice") {
            reply({200, {}, "first"});
            reply({200, {}, "second"});
        } else if (request.path == "/throw") {
            throw std::runtime_error("on purpose");
        } else if (request.path == "/split") {
            reply({200, {{"X-Ours", "a\r\nX-Theirs: b"}}, {}});
        } else if (request.path != "/silent") {
            reply({200, {}, request.method + ' ' + request.path + '?' + request.query + ' ' + QByteArray::number(request.body.size())});
        }
    }

    HttpServer m_server;
    quint16 m_port = 0;
};

HttpLimits shortLimits()
{
    HttpLimits limits;
    limits.headerTime = 300ms;
    limits.bodyTime = 300ms;
    limits.idleTime = 300ms;
    limits.connections = 8;
    return limits;
}

QByteArray request(const QByteArray &line, const QByteArray &headers = {}, const QByteArray &body = {})
{
    return line + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n" + body;
}

} // namespace

class TstHttpServer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void requestsAreHandedOverWhole()
    {
        const Answer answer = m_echo.http().send("POST", "/path?a=b&c", {}, QByteArray(100'000, 'x'));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, QByteArray("POST /path?a=b&c 100000"));
        QVERIFY(!answer.header("date").isEmpty());
        QCOMPARE(answer.header("cache-control"), QByteArray("no-store"));
    }

    void answersMayComeLaterFromAnotherThread() { QCOMPARE(m_echo.http().get("/later").body, QByteArray("later")); }
    void theFirstAnswerWins() { QCOMPARE(m_echo.http().get("/twice").body, QByteArray("first")); }
    void aHandlerThatThrowsIsA500() { QCOMPARE(m_echo.http().get("/throw").status, 500); }
    void aHandlerThatGivesUpIsA500() { QCOMPARE(m_echo.http().get("/silent").status, 500); }

    void noHeaderIsSplit()
    {
        const Answer answer = m_echo.http().get("/split");
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.header("x-theirs").isEmpty());
    }

    void pipelinedRequestsAreAnsweredInOrder()
    {
        const QByteArray bytes = request("GET /one") + request("POST /two", "Content-Length: 3\r\n", "abc") + request("GET /later")
            + request("GET /four", "Connection: close\r\n");
        const QList<Answer> answers = answersIn(m_echo.http().raw(bytes));
        QCOMPARE(answers.size(), 4);
        QCOMPARE(answers[0].body, QByteArray("GET /one? 0"));
        QCOMPARE(answers[1].body, QByteArray("POST /two? 3"));
        QCOMPARE(answers[2].body, QByteArray("later"));
        QCOMPARE(answers[3].body, QByteArray("GET /four? 0"));
    }

    void requestsMayComeInPieces()
    {
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), m_echo.http().port());
        QVERIFY(socket.waitForConnected());
        for (const char byte : request("POST /pieces", "Content-Length: 2\r\nConnection: close\r\n", "ab")) {
            socket.write(&byte, 1);
            socket.flush();
        }
        QByteArray received;
        while (socket.waitForReadyRead(5000))
            received += socket.readAll();
        QCOMPARE(answersIn(received).value(0).body, QByteArray("POST /pieces? 2"));
    }

    void chunkedBodiesAreRead()
    {
        const QByteArray bytes = request("POST /chunked", "Transfer-Encoding: chunked\r\nConnection: close\r\n", "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
        QCOMPARE(answersIn(m_echo.http().raw(bytes)).value(0).body, QByteArray("POST /chunked? 5"));
    }

    void expectContinueIsMet()
    {
        const QByteArray received = m_echo.http().raw(request("POST /c", "Expect: 100-continue\r\nContent-Length: 1\r\nConnection: close\r\n", "x"));
        QVERIFY(received.startsWith("HTTP/1.1 100 Continue\r\n\r\n"));
        QCOMPARE(answersIn(received).size(), 2);
    }

    void expectIsNothingInAnOlderVersion() // RFC 9110 §10.1.1
    {
        const QByteArray received = m_echo.http().raw("POST /c HTTP/1.0\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx");
        QVERIFY(received.startsWith("HTTP/1.1 200 "));
    }

    void anAnswerWithoutContentHasNoLength() // RFC 9110 §8.6
    {
        const Answer answer = m_echo.http().get("/nothing");
        QCOMPARE(answer.status, 204);
        QVERIFY(answer.header("content-length").isEmpty());
    }

    void headHasNoBody()
    {
        const QByteArray received = m_echo.http().raw(request("HEAD /x", "Connection: close\r\n"));
        QVERIFY(received.contains("Content-Length: 10\r\n"));
        QVERIFY(received.endsWith("\r\n\r\n"));
    }

    void malformedRequestsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::newRow("no HTTP") << QByteArray("hello\r\n\r\n") << 400;
        QTest::newRow("TLS") << QByteArray::fromHex("16030100a5010000a10303") + QByteArray(200, 'x') << 400;
        QTest::newRow("no Host") << QByteArray("GET / HTTP/1.1\r\n\r\n") << 400;
        QTest::newRow("two Hosts") << request("GET /", "Host: evil.example\r\n") << 400;
        QTest::newRow("a proxy's target") << request("GET http://evil.example/") << 400;
        QTest::newRow("no target") << request("GET evil") << 400;
        QTest::newRow("HTTP/2") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") << 505;
        QTest::newRow("space before the colon") << request("GET /", "X : y\r\n") << 400;
        QTest::newRow("folded header") << request("GET /", "X: a\r\n\x01: b\r\n") << 400;
        QTest::newRow("length negative") << request("POST /", "Content-Length: -1\r\n") << 400;
        QTest::newRow("length no number") << request("POST /", "Content-Length: 1x\r\n", "a") << 400;
        QTest::newRow("two lengths") << request("POST /", "Content-Length: 1\r\nContent-Length: 2\r\n", "ab") << 400;
        QTest::newRow("length and chunks") << request("POST /", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n") << 400;
        QTest::newRow("chunks, then more") << request("POST /", "Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n") << 501;
        QTest::newRow("chunked by another name") << request("POST /", "Transfer-Encoding: xchunked\r\n", "GET /smuggled HTTP/1.1\r\n\r\n") << 501;
        QTest::newRow("encoded twice") << request("POST /", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n") << 400;
        QTest::newRow("chunks in HTTP/1.0") << QByteArray("POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") << 400;
        QTest::newRow("an unknown expectation") << request("POST /", "Expect: more\r\nContent-Length: 1\r\n", "x") << 417;
        QTest::newRow("101 header fields") << request("GET /", QByteArray("a: b\r\n").repeated(100)) << 431;
        QTest::newRow("bad chunk") << request("POST /", "Transfer-Encoding: chunked\r\n", "zz\r\n") << 400;
        QTest::newRow("9 kB of header") << request("GET /", "X: " + QByteArray(9000, 'x') + "\r\n") << 431;
        QTest::newRow("9 kB of target") << request("GET /" + QByteArray(9000, 'x')) << 431;
        QTest::newRow("1 MB of header") << request("GET /", "X: " + QByteArray(1'000'000, 'x') + "\r\n") << 431;
        QTest::newRow("many headers") << request("GET /", QByteArray("a: b\r\n").repeated(3000)) << 431;
        QTest::newRow("a body that is too long, announced") << request("POST /", "Content-Length: 1048577\r\n", QByteArray(1'048'577, 'x')) << 413;
        QTest::newRow("a body that is too long, in chunks")
            << request("POST /", "Transfer-Encoding: chunked\r\n", ("10000\r\n" + QByteArray(65'536, 'x') + "\r\n").repeated(20)) << 413;
        QTest::newRow("a length beyond 64 bits") << request("POST /", "Content-Length: 99999999999999999999999\r\n") << 400;
    }

    void malformedRequestsAreRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        const QList<Answer> answers = answersIn(m_echo.http().raw(bytes));
        QCOMPARE(answers.size(), 1); // and closed: nothing behind it is taken for a request
        QCOMPARE(answers.first().status, status);
        QVERIFY(!answers.first().code().isEmpty());
    }

    void aBodyOfExactlyTheLimitIsTaken()
    {
        QCOMPARE(m_echo.http().send("POST", "/", {}, QByteArray(1'048'576, 'x')).body, QByteArray("POST /? 1048576"));
    }

    void slowClientsAreCutOff_data()
    {
        QTest::addColumn<QByteArray>("start");
        QTest::newRow("nothing at all") << QByteArray();
        QTest::newRow("half a header (FAULTS 6)") << QByteArray("GET / HTTP/1.1\r\nHost: x\r\n");
        QTest::newRow("half a body") << request("POST /", "Content-Length: 1000\r\n", "x");
        QTest::newRow("idle after an answer") << request("GET /");
    }

    /// One byte each 20 ms: an idle timer would never fire, an absolute deadline does.
    void slowClientsAreCutOff()
    {
        QFETCH(QByteArray, start);
        EchoServer echo(shortLimits());
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), echo.http().port());
        QVERIFY(socket.waitForConnected());
        socket.write(start);
        QElapsedTimer timer;
        timer.start();
        const bool drips = !start.isEmpty() && !start.endsWith("\r\n\r\n");
        while (socket.state() == QAbstractSocket::ConnectedState && timer.elapsed() < 5000) {
            if (drips)
                socket.write("x");
            socket.waitForReadyRead(20);
            socket.readAll();
        }
        QVERIFY2(timer.elapsed() < 2000, "still connected");
        QVERIFY(timer.elapsed() >= 250);
    }

    void tooManyConnectionsAreTurnedAway()
    {
        HttpLimits limits = shortLimits();
        limits.headerTime = 20s;
        EchoServer echo(limits);
        std::vector<std::unique_ptr<QTcpSocket>> held;
        for (int i = 0; i < limits.connections; ++i) {
            held.push_back(std::make_unique<QTcpSocket>());
            held.back()->connectToHost(QStringLiteral("127.0.0.1"), echo.http().port());
            QVERIFY(held.back()->waitForConnected());
        }
        QTRY_COMPARE(echo.server().openConnections(), limits.connections);
        QVERIFY(echo.http().raw({}).startsWith("HTTP/1.1 503 "));
        held.clear();
        QTRY_COMPARE(echo.server().openConnections(), 0);
        QCOMPARE(echo.http().get("/again").status, 200);
    }

    void aThousandIdleConnectionsLeaveRoomForWork()
    {
        std::vector<std::unique_ptr<QTcpSocket>> held;
        for (int i = 0; i < 1000; ++i) {
            held.push_back(std::make_unique<QTcpSocket>());
            held.back()->connectToHost(QStringLiteral("127.0.0.1"), m_echo.http().port());
        }
        for (const auto &socket : held)
            QVERIFY(socket->waitForConnected());
        QTRY_VERIFY(m_echo.server().openConnections() >= 1000);
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(m_echo.http().get("/still").status, 200);
        QVERIFY(timer.elapsed() < 1000);
    }

    void clientsThatVanishLeaveNothingBehind()
    {
        EchoServer echo(shortLimits());
        for (const QByteArray &bytes :
             {QByteArray(), QByteArray("GET / HT"), request("POST /", "Content-Length: 10\r\n", "x"), request("GET /later")}) {
            QTcpSocket socket;
            socket.connectToHost(QStringLiteral("127.0.0.1"), echo.http().port());
            QVERIFY(socket.waitForConnected());
            socket.write(bytes);
            socket.flush();
            socket.abort(); // a reset (FAULTS 9)
        }
        QTRY_COMPARE(echo.server().openConnections(), 0);
        QCOMPARE(echo.http().get("/again").status, 200);
    }

    void stoppingAnswersWhatRuns()
    {
        HttpServer server(HttpLimits(), 2);
        const quint16 port = *server.listen(QStringLiteral("127.0.0.1"), 0);
        std::promise<Replier> arrived;
        server.start([&arrived](const Request &, const Replier &reply) { arrived.set_value(reply); });
        auto answer = std::async(std::launch::async, [port] { return HttpClient(port).get("/"); });
        const Replier reply = arrived.get_future().get();
        auto stopped = std::async(std::launch::async, [&server] { server.stop(); });
        QTRY_COMPARE(HttpClient(port).get("/").status, 0);
        for (int i = 0; i < 50; ++i) // for a while nobody gets in any more, and the running request is not given up
            QCOMPARE(HttpClient(port).get("/").status, 0);
        reply({200, {}, "done"});
        QCOMPARE(answer.get().body, QByteArray("done"));
        stopped.get();
    }

    void aPortInUseIsSaid()
    {
        HttpServer other(HttpLimits(), 1);
        const auto port = other.listen(QStringLiteral("127.0.0.1"), m_echo.http().port());
        QVERIFY(!port.ok());
        QCOMPARE(port.error().code, QStringLiteral("port_in_use"));
        QCOMPARE(HttpServer(HttpLimits(), 1).listen(QStringLiteral("no address"), 0).error().code, QStringLiteral("address_invalid"));
    }

private:
    EchoServer m_echo{HttpLimits()};
};

} // namespace keyturn::backend

using keyturn::backend::TstHttpServer;
KEYTURN_TEST(TstHttpServer)
#include "tst_httpserver.moc"
