// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/httpserver.h"
#include "backendprocess.h"
#include "support/certificates.h"
#include "support/registry.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSslCertificate>
#include <QSslCipher>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTest>

#include <csignal>

namespace keyturn::backend {

using namespace std::chrono_literals;
using tests::Authority;

namespace {

constexpr auto onlyOwner = QFile::ReadOwner | QFile::WriteOwner;

void writeFile(const QString &path, const QByteArray &content, QFile::Permissions permissions = onlyOwner)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(content), content.size());
    QVERIFY(file.setPermissions(permissions));
}

/// A throw-away certificate and key as the files of a server.
struct Pair {
    QString certificate;
    QString key;
    QByteArray fingerprint;

    [[nodiscard]] QStringList options() const { return {QStringLiteral("--tls-cert"), certificate, QStringLiteral("--tls-key"), key}; }
};

Pair writePair(const QString &folder, const Authority &authority, QFile::Permissions keyPermissions = onlyOwner)
{
    const QSslConfiguration made = authority.serverWith({});
    const Pair pair{folder + QStringLiteral("/cert.pem"), folder + QStringLiteral("/key.pem"),
                    made.localCertificate().digest(QCryptographicHash::Sha256)};
    writeFile(pair.certificate, made.localCertificate().toPem());
    writeFile(pair.key, made.privateKey().toPem(), keyPermissions);
    return pair;
}

/// A client that trusts one authority.
struct Client {
    explicit Client(const Authority &authority, QSsl::SslProtocol protocol = QSsl::TlsV1_2OrLater)
    {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setCaCertificates({authority.certificate()});
        configuration.setProtocol(protocol);
        socket.setSslConfiguration(configuration);
    }
    bool connectTo(quint16 port)
    {
        socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), port);
        return socket.waitForEncrypted(10'000);
    }
    QByteArray readToEnd()
    {
        QByteArray received;
        while (socket.state() == QAbstractSocket::ConnectedState && socket.waitForReadyRead(10'000))
            received += socket.readAll();
        return received + socket.readAll();
    }
    Answer ask(const QByteArray &bytes)
    {
        socket.write(bytes);
        return answersIn(readToEnd()).value(0);
    }
    QSslSocket socket;
};

QByteArray request(const QByteArray &line, const QByteArray &headers = {}, const QByteArray &body = {})
{
    return line + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + headers + "\r\n" + body;
}

} // namespace

/// HTTPS with a certificate that the test makes, against the built program; deadlines against a server in this process.
class TstServingTls : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_pair = writePair(m_folder.path(), m_authority);
        QVERIFY2(m_backend.start(m_pair.options()), m_backend.log().constData());
        QVERIFY(m_backend.url().startsWith(QLatin1String("https://127.0.0.1:")));
    }

    void answersComeEncrypted_data()
    {
        QTest::addColumn<int>("protocol");
        QTest::newRow("TLS 1.2") << int(QSsl::TlsV1_2);
        QTest::newRow("TLS 1.3") << int(QSsl::TlsV1_3);
    }

    void answersComeEncrypted() // AUDIT 1
    {
        QFETCH(const int, protocol);
        Client client(m_authority, QSsl::SslProtocol(protocol));
        QVERIFY2(client.connectTo(port()), qPrintable(client.socket.errorString()));
        QCOMPARE(int(client.socket.sessionProtocol()), protocol);
        const QSslCipher cipher = client.socket.sessionCipher();
        QVERIFY2(cipher.name().contains(QLatin1String("GCM")) || cipher.name().contains(QLatin1String("CHACHA20")), qPrintable(cipher.name()));
        QCOMPARE(client.ask(request("GET /healthz")).status, 200);
    }

    void oldProtocolsAndWeakCiphersAreRefused_data()
    {
        QTest::addColumn<QStringList>("options");
        for (const char *options : {"-tls1_1 -cipher DEFAULT@SECLEVEL=0", "-tls1 -cipher DEFAULT@SECLEVEL=0",
                                    "-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA", "-tls1_2 -cipher AES128-GCM-SHA256"})
            QTest::addRow("%s", options) << QString::fromLatin1(options).split(u' ');
    }

    void oldProtocolsAndWeakCiphersAreRefused()
    {
        QFETCH(const QStringList, options);
        QProcess client;
        client.start(QStringLiteral("openssl"),
                     QStringList{QStringLiteral("s_client"), QStringLiteral("-connect"), QStringLiteral("127.0.0.1:%1").arg(port())} + options);
        QVERIFY(client.waitForStarted());
        client.closeWriteChannel();
        QVERIFY(client.waitForFinished());
        QVERIFY(client.exitCode() != 0);
        QVERIFY(!client.readAllStandardOutput().contains("-----BEGIN CERTIFICATE-----")); // not even the first step was taken
    }

    void requestsAreServedAsWithoutTls()
    {
        Client client(m_authority);
        QVERIFY(client.connectTo(port()));
        const QByteArray one = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        client.socket.write(one + one + request("POST /api/auth/login", "Content-Type: application/json\r\nContent-Length: 2\r\n", "{}"));
        const QList<Answer> answers = answersIn(client.readToEnd());
        QCOMPARE(answers.size(), 3);
        QCOMPARE(answers[0].status, 200);
        QCOMPARE(answers[2].status, 422);
    }

    void aBodyThatIsTooLongStillGetsItsAnswer()
    {
        Client client(m_authority);
        QVERIFY(client.connectTo(port()));
        QCOMPARE(client.ask(request("POST /", "Content-Length: 1048577\r\n", QByteArray(1'048'577, 'x'))).status, 413);
    }

    void cookiesAreForTlsAloneAndBrowsersComeBackByIt() // AUDIT 2, 3, 4
    {
        const QByteArray person = R"({"email":"ada@example.com","password":"correct horse battery","name":"Ada","tokenDelivery":"%1"})";
        const auto ask = [&](const char *path, const char *delivery) {
            Client client(m_authority);
            if (!client.connectTo(port()))
                return Answer();
            const QByteArray body = QByteArray(person).replace("%1", delivery);
            return client.ask(request(QByteArray("POST ") + path,
                                      "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n", body));
        };
        const Answer session = ask("/api/auth/register", "session");
        QCOMPARE(session.status, 201);
        const QByteArray cookie = session.header("set-cookie");
        QVERIFY(cookie.startsWith("__Host-sid="));
        QVERIFY(cookie.endsWith("; Secure") && cookie.contains("; Path=/;") && !cookie.contains("Domain"));
        QCOMPARE(session.header("strict-transport-security"), QByteArray("max-age=31536000; includeSubDomains"));
        QVERIFY(ask("/api/auth/login", "cookie").header("set-cookie").endsWith("; Secure"));
        // The plain name is one that a neighbour could have planted.
        const QByteArray value = session.cookie("__Host-sid");
        for (const auto &[name, status] : {std::pair(QByteArray("__Host-sid"), 200), std::pair(QByteArray("sid"), 401)}) {
            Client client(m_authority);
            QVERIFY(client.connectTo(port()));
            QCOMPARE(client.ask(request("GET /api/profile", "Cookie: " + name + '=' + value + "\r\n")).status, status);
        }
    }

    void localhostIsNotPinned()
    {
        Client client(m_authority);
        QVERIFY(client.connectTo(port()));
        const Answer answer = client.ask("GET /healthz HTTP/1.1\r\nHost: LOCALHOST:8789\r\nConnection: close\r\n\r\n");
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.header("strict-transport-security").isEmpty());
    }

    void errorsOfTheHttpLayerPinAsWell()
    {
        Client client(m_authority);
        QVERIFY(client.connectTo(port()));
        const Answer answer = client.ask("hello\r\n\r\n");
        QCOMPARE(answer.status, 400);
        QVERIFY(answer.header("strict-transport-security").contains("includeSubDomains"));
    }

    void plainHttpIsTurnedAway()
    {
        const QList<Answer> answers = answersIn(m_backend.http().raw(request("GET /api/profile", "Cookie: __Host-sid=AAAA\r\n")));
        QCOMPARE(answers.size(), 1);
        QCOMPARE(answers.first().status, 400);
        QCOMPARE(answers.first().code(), QStringLiteral("https_required"));
    }

    void nonsenseIsCutOff() { QVERIFY(!m_backend.http().raw(QByteArray(200, 'x')).contains("HTTP/1.1 200")); }

    void slowHandshakesAreCutOff_data()
    {
        QTest::addColumn<QByteArray>("start");
        QTest::newRow("nothing at all") << QByteArray();
        QTest::newRow("half a greeting") << QByteArray::fromHex("16030100a5010000a10303");
    }

    /// One byte each 20 ms, as in tst_httpserver: the deadline is absolute.
    void slowHandshakesAreCutOff()
    {
        QFETCH(const QByteArray, start);
        HttpLimits limits;
        limits.handshakeTime = 300ms;
        HttpServer server(limits, 1);
        const quint16 slowPort = *server.listen(QStringLiteral("127.0.0.1"), 0);
        const auto context = loadTlsContext(m_pair.certificate, m_pair.key);
        QVERIFY(context.ok());
        server.useTls(*context);
        server.start([](const Request &, const Replier &reply) { reply({}); });
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), slowPort);
        QVERIFY(socket.waitForConnected());
        socket.write(start);
        QElapsedTimer timer;
        timer.start();
        while (socket.state() == QAbstractSocket::ConnectedState && timer.elapsed() < 5000) {
            if (!start.isEmpty())
                socket.write("x");
            socket.waitForReadyRead(20);
        }
        QVERIFY2(timer.elapsed() < 2000, "still connected");
        QTRY_COMPARE(server.openConnections(), 0);
    }

    void clientsThatVanishLeaveNothingBehind()
    {
        HttpServer server(HttpLimits(), 2);
        const quint16 ownPort = *server.listen(QStringLiteral("127.0.0.1"), 0);
        server.useTls(*loadTlsContext(m_pair.certificate, m_pair.key));
        server.start([](const Request &, const Replier &reply) { reply({}); });
        for (const QByteArray &bytes : {QByteArray(), QByteArray("GET / HT"), request("GET /")}) {
            Client client(m_authority);
            QVERIFY(client.connectTo(ownPort));
            client.socket.write(bytes);
            client.socket.flush();
            client.socket.abort();
        }
        QTRY_COMPARE(server.openConnections(), 0);
    }

    void aHangUpRenewsTheCertificate()
    {
        QTemporaryDir folder;
        const Pair first = writePair(folder.path(), m_authority);
        BackendProcess backend;
        QVERIFY(backend.start(first.options()));
        const auto pid = static_cast<pid_t>(backend.readyLine().value(QStringLiteral("pid")).toInteger());
        const auto served = [&] {
            Client client(m_authority);
            return client.connectTo(backend.http().port()) ? client.socket.peerCertificate().digest(QCryptographicHash::Sha256) : QByteArray();
        };
        QCOMPARE(served(), first.fingerprint);
        const Pair second = writePair(folder.path(), m_authority);
        ::kill(pid, SIGHUP);
        QTRY_VERIFY(backend.log().contains("certificate_reloaded"));
        QCOMPARE(served(), second.fingerprint);
        writeFile(second.certificate, "no certificate");
        ::kill(pid, SIGHUP);
        QTRY_VERIFY(backend.log().contains("certificate_kept"));
        QCOMPARE(served(), second.fingerprint);
        QCOMPARE(backend.stop(), 0);
    }

    void aKeyThatOthersMayReadIsRefused_data()
    {
        QTest::addColumn<QFile::Permissions>("permissions");
        QTest::addColumn<bool>("taken");
        QTest::newRow("its owner alone") << onlyOwner << true;
        QTest::newRow("its group, as packages install keys") << (onlyOwner | QFile::ReadGroup) << true;
        QTest::newRow("its group may write") << (onlyOwner | QFile::ReadGroup | QFile::WriteGroup) << false;
        QTest::newRow("everybody") << (onlyOwner | QFile::ReadOther) << false;
    }

    void aKeyThatOthersMayReadIsRefused()
    {
        QFETCH(const QFile::Permissions, permissions);
        QFETCH(const bool, taken);
        QTemporaryDir folder;
        const Pair pair = writePair(folder.path(), m_authority, permissions);
        const auto loaded = loadTlsContext(pair.certificate, pair.key);
        QCOMPARE(loaded.ok(), taken);
        if (!taken)
            QVERIFY2(loaded.error().detail.contains(QLatin1String("chmod 640 ") + pair.key), qPrintable(loaded.error().detail));
    }

    void aKeyThatOthersMayReadByNowDoesNotReplaceTheOneInUse()
    {
        QTemporaryDir folder;
        const Pair pair = writePair(folder.path(), m_authority);
        BackendProcess backend;
        QVERIFY(backend.start(pair.options()));
        QVERIFY(QFile::setPermissions(pair.key, onlyOwner | QFile::ReadOther));
        ::kill(static_cast<pid_t>(backend.readyLine().value(QStringLiteral("pid")).toInteger()), SIGHUP);
        QTRY_VERIFY(backend.log().contains("certificate_kept"));
        QVERIFY(backend.log().contains("chmod 640"));
        Client client(m_authority);
        QVERIFY(client.connectTo(backend.http().port()));
        BackendProcess another;
        QCOMPARE(another.runToEnd(QStringList{QStringLiteral("--data"), another.file(QStringLiteral("data"))} + pair.options()), 5);
    }

    void filesThatCannotBeUsedEndTheStart_data()
    {
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<QString>("key");
        QTest::addColumn<int>("status");
        QTemporaryDir &folder = m_folder;
        QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("other")));
        const Pair other = writePair(folder.filePath(QStringLiteral("other")), m_authority);
        writeFile(folder.filePath(QStringLiteral("nonsense")), "nonsense");
        QTest::newRow("no certificate") << folder.filePath(QStringLiteral("nowhere")) << m_pair.key << 5;
        QTest::newRow("no key") << m_pair.certificate << folder.filePath(QStringLiteral("nowhere")) << 5;
        QTest::newRow("a certificate that is none") << folder.filePath(QStringLiteral("nonsense")) << m_pair.key << 5;
        QTest::newRow("a key that is none") << m_pair.certificate << folder.filePath(QStringLiteral("nonsense")) << 5;
        QTest::newRow("another's key") << m_pair.certificate << other.key << 5;
        QTest::newRow("a certificate alone") << m_pair.certificate << QString() << 2;
        QTest::newRow("a key alone") << QString() << m_pair.key << 2;
    }

    void filesThatCannotBeUsedEndTheStart()
    {
        QFETCH(const QString, certificate);
        QFETCH(const QString, key);
        QFETCH(const int, status);
        BackendProcess backend;
        QStringList arguments{QStringLiteral("--data"), backend.file(QStringLiteral("data")), QStringLiteral("--port"), QStringLiteral("0")};
        if (!certificate.isEmpty())
            arguments += {QStringLiteral("--tls-cert"), certificate};
        if (!key.isEmpty())
            arguments += {QStringLiteral("--tls-key"), key};
        QCOMPARE(backend.runToEnd(arguments), status);
        QCOMPARE(backend.log().count('\n'), 1);
    }

private:
    [[nodiscard]] quint16 port() const { return m_backend.http().port(); }

    QTemporaryDir m_folder;
    Authority m_authority;
    Pair m_pair;
    BackendProcess m_backend;
};

} // namespace keyturn::backend

using keyturn::backend::TstServingTls;
KEYTURN_TEST(TstServingTls)
#include "tst_servingtls.moc"
