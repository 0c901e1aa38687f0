// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/jwtparts.h"
#include "backendprocess.h"
#include "support/registry.h"
#include "tlsfiles.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QLocale>
#include <QTcpSocket>
#include <QTest>

#include <arpa/inet.h>
#include <cerrno>
#include <memory>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace keyturn::backend {

namespace {

const QString refreshToken = QStringLiteral("refreshToken");
const QString accessToken = QStringLiteral("accessToken");

SentHeaders fault(const QByteArray &text)
{
    return {{"X-Keyturn-Fault", text}};
}

SentHeaders bearer(const QJsonObject &tokens)
{
    return {{"Authorization", "Bearer " + tokens.value(accessToken).toString().toLatin1()}};
}

QByteArray requestText(const QByteArray &path, const QByteArray &faults)
{
    return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nX-Keyturn-Fault: " + faults + "\r\n\r\n";
}

/// What reading ends with: 0 for an ordinary end, else errno.
int endOf(int socket)
{
    char buffer[4096];
    pollfd waiting{socket, POLLIN, 0};
    ssize_t count = 0;
    do
        count = ::poll(&waiting, 1, 10'000) == 1 ? ::recv(socket, buffer, sizeof buffer, 0) : 0;
    while (count > 0);
    return count < 0 ? errno : 0;
}

/// What reading ended with after @p text was sent: 0 for an ordinary end, else errno. Below QTcpSocket, for which a reset is an end as well.
int endOf(quint16 port, const QByteArray &text)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0
        || ::send(socket, text.constData(), static_cast<std::size_t>(text.size()), MSG_NOSIGNAL) != text.size())
        qFatal("no connection");
    const int problem = endOf(socket);
    ::close(socket);
    return problem;
}

} // namespace

/// Faults on demand, as who tries a client asks for them.
class TstFaults : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_backend.start({QStringLiteral("--faults")}), m_backend.log().constData());
        m_http.emplace(m_backend.http());
    }

    void init() { m_email = QStringLiteral("person%1@example.com").arg(++m_people); }
    void cleanup() { QCOMPARE(m_http->send("DELETE", "/__faults").status, 204); }

    void withoutTheOptionThereAreNone()
    {
        BackendProcess plain;
        QVERIFY(plain.start());
        QVERIFY(!plain.readyLine().contains(QStringLiteral("faults")));
        QCOMPARE(plain.http().get("/healthz", fault("unavailable")).status, 200);
        QCOMPARE(plain.http().get("/healthz", fault("no such fault")).status, 200);
        QCOMPARE(plain.http().get("/__faults").status, 404);
        QCOMPARE(plain.http().postJson("/__faults", {{QStringLiteral("fault"), QStringLiteral("latency")}}).status, 404);
        QCOMPARE(plain.http().send("DELETE", "/__faults/1").status, 404);
    }

    void theyAreForLoopbackAlone()
    {
        BackendProcess backend;
        QCOMPARE(backend.runToEnd({QStringLiteral("--faults"), QStringLiteral("--listen"), QStringLiteral("0.0.0.0")}), 2);
        QVERIFY(backend.log().contains("--faults"));
        QVERIFY(backend.log().contains("loopback"));
    }

    void latencyComesBeforeTheAnswer()
    {
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(m_http->get("/healthz", fault("latency=300")).status, 200);
        QVERIFY(timer.elapsed() >= 300);
    }

    void latencyHoldsNoThread()
    {
        std::vector<std::unique_ptr<QTcpSocket>> waiting;
        for (int i = 0; i < 12; ++i) { // more than there are serving threads
            QTcpSocket &socket = *waiting.emplace_back(std::make_unique<QTcpSocket>());
            socket.connectToHost(QStringLiteral("127.0.0.1"), m_http->port());
            QVERIFY(socket.waitForConnected());
            socket.write(requestText("/healthz", "latency=60000"));
            QVERIFY(socket.waitForBytesWritten());
        }
        QCOMPARE(m_http->get("/healthz").status, 200);
        for (const auto &socket : waiting)
            QCOMPARE(socket->bytesAvailable(), 0);
    }

    void aDropBeforeLeavesNothingDone()
    {
        QCOMPARE(registerPerson(fault("drop-before")).status, 0);
        QCOMPARE(signIn().status, 401);
    }

    void aDropAfterLeavesItDone()
    {
        QCOMPARE(registerPerson(fault("drop-after")).status, 0);
        QCOMPARE(signIn().status, 200);
    }

    void aResetIsOne()
    {
        QCOMPARE(endOf(m_http->port(), requestText("/healthz", "reset-before")), ECONNRESET);
        QCOMPARE(endOf(m_http->port(), requestText("/healthz", "reset-after")), ECONNRESET);
        QCOMPARE(endOf(m_http->port(), requestText("/healthz", "drop-after")), 0);
        QCOMPARE(registerPerson(fault("reset-before")).status, 0);
        QCOMPARE(signIn().status, 401);
        QCOMPARE(registerPerson(fault("reset-after")).status, 0);
        QCOMPARE(signIn().status, 200);
    }

    void aTruncatedAnswerPromisesMoreThanComes()
    {
        const QByteArray whole = m_http->get("/healthz").body;
        const Answer half = m_http->get("/healthz", fault("truncate"));
        QCOMPARE(half.header("content-length").toInt(), whole.size());
        QCOMPARE(half.body, whole.left(whole.size() / 2));
        QCOMPARE(m_http->get("/healthz", fault("truncate=3")).body, whole.left(3));
        QCOMPARE(m_http->get("/healthz", fault("truncate=1000")).body, whole.chopped(1));
    }

    void aSlowBodyComesWholeInTheEnd()
    {
        const QByteArray whole = m_http->get("/healthz").body;
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(m_http->get("/healthz", fault("slow-body=10")).body, whole);
        QVERIFY(timer.elapsed() >= 10 * (whole.size() - 1));
    }

    void brokenJsonIsFramedWell()
    {
        const Answer answer = m_http->get("/healthz", fault("broken-json"));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("content-type"), QByteArray("application/json"));
        QCOMPARE(answer.header("content-length").toInt(), answer.body.size());
        QVERIFY(answer.body.startsWith('{'));
        QVERIFY(answer.json().isEmpty());
    }

    void theyAreTheSameOverTls()
    {
        QTemporaryDir folder;
        const TlsFiles files(folder.path());
        BackendProcess encrypted;
        QVERIFY(encrypted.start(QStringList{QStringLiteral("--faults")} + files.options()));
        const auto begun = [&](const QByteArray &faults) {
            auto socket = files.connectTo(encrypted.http().port());
            if (!socket)
                qFatal("no TLS");
            socket->write(requestText("/healthz", faults));
            socket->waitForBytesWritten();
            return socket;
        };
        const auto bodyWith = [&](const QByteArray &faults) {
            const auto socket = begun(faults);
            QByteArray all;
            while (socket->waitForReadyRead(10'000))
                all += socket->readAll();
            return all.mid(all.indexOf("\r\n\r\n") + 4);
        };
        const QByteArray whole = bodyWith({});
        QVERIFY(whole.startsWith('{'));
        QCOMPARE(bodyWith("latency=1"), whole);
        QCOMPARE(bodyWith("slow-body=1"), whole);
        QCOMPARE(bodyWith("truncate=3"), whole.left(3));
        QVERIFY(!begun("drop-after")->waitForReadyRead(10'000));
        QCOMPARE(endOf(static_cast<int>(begun("drop-after")->socketDescriptor())), 0);
        QCOMPARE(endOf(static_cast<int>(begun("reset-after")->socketDescriptor())), ECONNRESET);
    }

    void refusalsComeInPlaceOfTheHandler_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("retryAfter");
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("a proxy's page") << QByteArray("bad-gateway") << 502 << QByteArray() << QByteArray("text/html; charset=utf-8");
        QTest::newRow("too many requests") << QByteArray("rate-limited=7") << 429 << QByteArray("7") << QByteArray("application/json");
        QTest::newRow("not available") << QByteArray("unavailable=0") << 503 << QByteArray("0") << QByteArray("application/json");
        QTest::newRow("not available, for as long as usual") << QByteArray("unavailable") << 503 << QByteArray("5") << QByteArray("application/json");
    }

    void refusalsComeInPlaceOfTheHandler()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, retryAfter);
        QFETCH(QByteArray, type);
        const Answer answer = registerPerson(fault(text));
        QTEST(answer.status, "status");
        QCOMPARE(answer.header("retry-after"), retryAfter);
        QCOMPARE(answer.header("content-type"), type);
        QCOMPARE(signIn().status, 401);
    }

    void aSkewedClockIsSkewedForAllUntilCleared()
    {
        const auto drift = [this] {
            const QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(m_http->get("/healthz").header("date")),
                                                           QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
            return QDateTime::currentDateTimeUtc().secsTo(QDateTime(date.date(), date.time(), Qt::UTC));
        };
        const qint64 now = QDateTime::currentSecsSinceEpoch();
        QVERIFY(qAbs(drift()) < 60);
        const Answer armed = arm({{QStringLiteral("fault"), QStringLiteral("clock-skew=7200")}});
        QCOMPARE(armed.status, 201);
        QVERIFY(qAbs(drift() - 7200) < 60);
        const QJsonObject claims = jwtParts(registerPerson().json().value(accessToken).toString().toLatin1())->claims;
        QVERIFY(qAbs(claims.value(QStringLiteral("iat")).toInteger() - now - 7200) < 60);
        QVERIFY(qAbs(claims.value(QStringLiteral("exp")).toInteger() - now - 7200 - 900) < 60);
        QCOMPARE(m_http->send("DELETE", "/__faults/" + armed.json().value(QStringLiteral("id")).toString().toLatin1()).status, 204);
        QVERIFY(qAbs(drift()) < 60);
    }

    void tokensCanBeBad_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("expired") << QByteArray("expired-token");
        QTest::newRow("unsigned") << QByteArray("unsigned-token");
        QTest::newRow("signed by another") << QByteArray("foreign-token");
    }

    void tokensCanBeBad()
    {
        QFETCH(QByteArray, text);
        const QJsonObject good = registerPerson().json();
        const QJsonObject bad = signIn(fault(text)).json();
        QCOMPARE(m_http->get("/api/profile", bearer(good)).status, 200);
        QCOMPARE(m_http->get("/api/profile", bearer(bad)).status, 401);
        const auto sound = jwtParts(good.value(accessToken).toString().toLatin1());
        const auto spoiled = jwtParts(bad.value(accessToken).toString().toLatin1());
        QVERIFY(sound && spoiled);
        QCOMPARE(spoiled->claims.value(QStringLiteral("sub")), sound->claims.value(QStringLiteral("sub")));
        const bool expired = spoiled->claims.value(QStringLiteral("exp")).toInteger() < QDateTime::currentSecsSinceEpoch();
        QCOMPARE(expired, text == "expired-token");
        QCOMPARE(spoiled->header.value(QStringLiteral("alg")).toString(),
                 text == "unsigned-token" ? QStringLiteral("none") : QStringLiteral("HS256"));
        const QString kid = QStringLiteral("kid");
        QCOMPARE(spoiled->header.value(kid) == sound->header.value(kid), text != "foreign-token");
        // What was spoiled is the access token: the session is a real one.
        QCOMPARE(refresh(bad).status, 200);
    }

    void aLostRotationLeavesTheClientWithTheOldToken()
    {
        const QJsonObject tokens = registerPerson().json();
        QCOMPARE(refresh(tokens, fault("lost-rotation")).status, 0);
        QCOMPARE(m_backend.metric("keyturn_backend_refresh_total{outcome=\"grace\"}"), 0);
        QCOMPARE(refresh(tokens).status, 200);
        QCOMPARE(m_backend.metric("keyturn_backend_refresh_total{outcome=\"grace\"}"), 1);
        // Where there is no rotation there is nothing to lose.
        QCOMPARE(m_http->get("/healthz", fault("lost-rotation")).status, 200);
    }

    void anOldRefreshTokenInTheBody()
    {
        const QJsonObject tokens = registerPerson().json();
        const Answer answer = refresh(tokens, fault("old-refresh-token"));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.json().value(refreshToken), tokens.value(refreshToken));
        QCOMPARE(m_http->get("/api/profile", bearer(answer.json())).status, 200);
    }

    void anOldRefreshTokenInTheCookie()
    {
        QJsonObject person = credentials();
        person.remove(QStringLiteral("tokenDelivery"));
        const QByteArray old = m_http->postJson("/api/auth/register", person).cookie("refreshToken");
        const auto refreshed = [&](const SentHeaders &more) {
            return m_http->send("POST", "/api/auth/refresh", SentHeaders{{"Cookie", "refreshToken=" + old}} + more);
        };
        const Answer spoiled = refreshed(fault("old-refresh-token"));
        QCOMPARE(spoiled.cookie("refreshToken"), old);
        QVERIFY(spoiled.header("set-cookie").endsWith("; Max-Age=604800"));
        QVERIFY(refreshed({}).cookie("refreshToken") != old);
    }

    void aRevokedFamily()
    {
        const QJsonObject tokens = registerPerson().json();
        const Answer refused = refresh(tokens, fault("revoked-family"));
        QCOMPARE(refused.status, 401);
        QCOMPARE(refused.json().value(QStringLiteral("error")).toObject().value(QStringLiteral("reason")).toString(), QStringLiteral("revoked"));
        QCOMPARE(m_http->get("/api/profile", bearer(tokens)).status, 401);
        const QJsonObject others = signIn().json();
        QCOMPARE(m_http->get("/api/profile", bearer(others) + fault("revoked-family")).status, 401);
        QCOMPARE(refresh(others).status, 401);
    }

private:
    [[nodiscard]] QJsonObject credentials() const
    {
        return {{QStringLiteral("email"), m_email},
                {QStringLiteral("password"), QStringLiteral("correct horse battery")},
                {QStringLiteral("name"), QStringLiteral("Ada")},
                {QStringLiteral("tokenDelivery"), QStringLiteral("body")}};
    }
    [[nodiscard]] Answer registerPerson(const SentHeaders &headers = {}) const
    {
        return m_http->postJson("/api/auth/register", credentials(), headers);
    }
    [[nodiscard]] Answer signIn(const SentHeaders &headers = {}) const { return m_http->postJson("/api/auth/login", credentials(), headers); }
    [[nodiscard]] Answer refresh(const QJsonObject &tokens, const SentHeaders &headers = {}) const
    {
        return m_http->postJson("/api/auth/refresh", {{refreshToken, tokens.value(refreshToken)}}, headers);
    }
    [[nodiscard]] Answer arm(const QJsonObject &body) const { return m_http->postJson("/__faults", body); }

    BackendProcess m_backend;
    std::optional<HttpClient> m_http;
    QString m_email;
    int m_people = 0;
};

} // namespace keyturn::backend

using keyturn::backend::TstFaults;
KEYTURN_TEST(TstFaults)
#include "tst_faults.moc"
