// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/route.h"
#include "netrig.h"
#include "support/registry.h"
#include "support/scriptedserver.h"

#include <QFile>
#include <QNetworkReply>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

namespace keyturn::net {

using tests::ScriptedServer;
using tests::Turn;

namespace {
// Made once for this test; their keys were thrown away. Valid for a hundred years.
// clang-format off
constexpr char authority[] = "-----BEGIN CERTIFICATE-----\n"
                        "MIIBhDCCASugAwIBAgIUSALGxlXaooP64V5T1ZXHPUzsPv4wCgYIKoZIzj0EAwIw\n"
                        "FzEVMBMGA1UEAwwMQWNtZSBSb290IENBMCAXDTI2MTEzMDEyNDUyOFoYDzIxMjYx\n"
                        "MTA2MTI0NTI4WjAXMRUwEwYDVQQDDAxBY21lIFJvb3QgQ0EwWTATBgcqhkjOPQIB\n"
                        "BggqhkjOPQMBBwNCAAS5RIoxI9UoPIosSlD/nYRA9RzaxHhQHqXRWilQg1KFecMg\n"
                        "BZlp5R/5S21TYCpB+vMKA/iOAw+F4f1168TjtTgWo1MwUTAdBgNVHQ4EFgQUVdW4\n"
                        "8R7L43QmROkSRjmBdQnl8mMwHwYDVR0jBBgwFoAUVdW48R7L43QmROkSRjmBdQnl\n"
                        "8mMwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiBBzWYDd50nwoPC\n"
                        "mfs7Y5YKt2dexzdzgZmHaDFJT8IpswIgWwgXU/2LomMKKDgrl4mnc79RSBbiq2YZ\n"
                        "k4HKc3uLgUA=\n"
                        "-----END CERTIFICATE-----\n";
constexpr char leaf[] = "-----BEGIN CERTIFICATE-----\n"
                        "MIIBhjCCASygAwIBAgIUJqD1zJXFfddpo9cpTGrjWkfVubIwCgYIKoZIzj0EAwIw\n"
                        "GTEXMBUGA1UEAwwOc2VydmVyLmV4YW1wbGUwIBcNMjYxMTMwMTI0NTI4WhgPMjEy\n"
                        "NjExMDYxMjQ1MjhaMBkxFzAVBgNVBAMMDnNlcnZlci5leGFtcGxlMFkwEwYHKoZI\n"
                        "zj0CAQYIKoZIzj0DAQcDQgAEAQWt8OxlpQ5K+KYNm3+AKYK+/cROwxAlyxjuqu3N\n"
                        "SMijrpHGophPm2F76BqgF+u2cTMwYzCxlLbZcbeV9dfQxqNQME4wHQYDVR0OBBYE\n"
                        "FLQt2ewY/FTLvW5HhKZ1OnRevYGMMB8GA1UdIwQYMBaAFLQt2ewY/FTLvW5HhKZ1\n"
                        "OnRevYGMMAwGA1UdEwEB/wQCMAAwCgYIKoZIzj0EAwIDSAAwRQIhAORhVVwPYUHP\n"
                        "ae5jy3NZ20yWxTkmtxEFAy7/M0mmka7nAiB6aasAGCOiUfRM6fcoFKU5QxrHB7Qe\n"
                        "vRg6kKbv6BroUw==\n"
                        "-----END CERTIFICATE-----\n";
// clang-format on
} // namespace

class TstRoute : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aProxyIsReadOrRefused_data();
    void aProxyIsReadOrRefused();
    void theProxyThatIsSetIsUsed();
    void noneGoesStraight();
    void loopbackGoesStraightWhateverIsSet();
    void whatIsUnderWayEndsAsItBegan();
    void whatHoldsNoAuthorityIsRefused_data();
    void whatHoldsNoAuthorityIsRefused();
    void anAuthorityIsRead();
};

void TstRoute::aProxyIsReadOrRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("read"); // empty: refused
    QTest::newRow("system") << QStringLiteral("system") << QStringLiteral("system");
    QTest::newRow("nothing") << QString() << QStringLiteral("system");
    QTest::newRow("none") << QStringLiteral("none") << QStringLiteral("none");
    QTest::newRow("http") << QStringLiteral("http://proxy.example:3128") << QStringLiteral("http proxy.example 3128");
    QTest::newRow("a slash more") << QStringLiteral("http://proxy.example:3128/") << QStringLiteral("http proxy.example 3128");
    QTest::newRow("socks") << QStringLiteral("socks5://[::1]:1080") << QStringLiteral("socks ::1 1080");
    QTest::newRow("no port") << QStringLiteral("http://proxy.example") << QString();
    QTest::newRow("no scheme") << QStringLiteral("proxy.example:3128") << QString();
    QTest::newRow("another scheme") << QStringLiteral("ftp://proxy.example:21") << QString();
    QTest::newRow("a password") << QStringLiteral("http://ada:secret@proxy.example:3128") << QString();
    QTest::newRow("a path") << QStringLiteral("http://proxy.example:3128/x") << QString();
    QTest::newRow("port 0") << QStringLiteral("http://proxy.example:0") << QString();
    QTest::newRow("port 70000") << QStringLiteral("http://proxy.example:70000") << QString();
    QTest::newRow("rubbish") << QStringLiteral("http://a b:1") << QString();
}

void TstRoute::aProxyIsReadOrRefused()
{
    QFETCH(const QString, text);
    QFETCH(const QString, read);
    const auto proxy = readProxy(text);
    if (read.isEmpty()) {
        QVERIFY(!proxy.ok());
        QCOMPARE(proxy.error().code, QStringLiteral("proxy_invalid"));
        QVERIFY(!proxy.error().detail.contains(QStringLiteral("secret")));
        return;
    }
    QVERIFY2(proxy.ok(), qPrintable(text));
    QString got = QStringLiteral("system");
    if (*proxy && (*proxy)->type() == QNetworkProxy::NoProxy)
        got = QStringLiteral("none");
    else if (*proxy)
        got = QStringLiteral("%1 %2 %3")
                  .arg((*proxy)->type() == QNetworkProxy::Socks5Proxy ? QStringLiteral("socks") : QStringLiteral("http"), (*proxy)->hostName())
                  .arg((*proxy)->port());
    QCOMPARE(got, read);
}

void TstRoute::theProxyThatIsSetIsUsed()
{
    ScriptedServer proxy({Turn{ScriptedServer::answer(200, "from the proxy")}});
    NetRig rig;
    rig.manager.setRoute({readProxy(QStringLiteral("http://127.0.0.1:%1").arg(proxy.url().port())).value(), {}});
    const core::Result<HttpResponse> far = rig.get(QUrl(QStringLiteral("http://far.invalid/")));
    QCOMPARE(NetRig::outcome(far), QStringLiteral("200"));
    QCOMPARE(far->body, core::Secret(QByteArrayView("from the proxy")));
}

void TstRoute::noneGoesStraight()
{
    ScriptedServer proxy({Turn{ScriptedServer::answer(200, "from the proxy")}});
    qputenv("http_proxy", proxy.url().toEncoded());
    NetRig rig;
    rig.manager.setRoute({QNetworkProxy(QNetworkProxy::NoProxy), {}});
    const core::Result<HttpResponse> far = rig.get(QUrl(QStringLiteral("http://far.invalid/")));
    qunsetenv("http_proxy");
    QCOMPARE(NetRig::outcome(far), QStringLiteral("host_not_found"));
    QCOMPARE(proxy.connections(), 0);
}

void TstRoute::loopbackGoesStraightWhateverIsSet()
{
    ScriptedServer proxy({Turn{ScriptedServer::answer(200, "from the proxy")}});
    ScriptedServer server({Turn{ScriptedServer::answer(200, "from the server")}});
    NetRig rig;
    rig.manager.setRoute({readProxy(QStringLiteral("http://127.0.0.1:%1").arg(proxy.url().port())).value(), {}});
    const core::Result<HttpResponse> near = rig.get(server.url());
    QCOMPARE(near->body, core::Secret(QByteArrayView("from the server")));
    QCOMPARE(proxy.connections(), 0);
}

/// Its token is spent, whether anybody reads the answer or not.
void TstRoute::whatIsUnderWayEndsAsItBegan()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    HardenedAccessManager manager;
    const QUrl url(QStringLiteral("http://127.0.0.1:%1/").arg(server.serverPort()));
    const std::unique_ptr<QNetworkReply> reply(manager.post(QNetworkRequest(url), QByteArray("refresh_token=one-use-only")));
    QTRY_VERIFY(server.hasPendingConnections());
    QTcpSocket *socket = server.nextPendingConnection();
    QByteArray sent;
    QTRY_VERIFY((sent += socket->readAll()).endsWith("one-use-only"));
    manager.setRoute({readProxy(QStringLiteral("http://127.0.0.1:9")).value(), {}});
    socket->write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nnew token");
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(reply->readAll(), QByteArray("new token"));
    // And then the old way is left.
    QTRY_VERIFY(socket->state() == QAbstractSocket::UnconnectedState);
}

void TstRoute::whatHoldsNoAuthorityIsRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("code");
    QTest::newRow("nothing there") << QByteArray() << QStringLiteral("ca_file_missing");
    QTest::newRow("no certificate") << QByteArray("hello") << QStringLiteral("ca_file_invalid");
    QTest::newRow("a broken one") << QByteArray("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
                                  << QStringLiteral("ca_file_invalid");
    QTest::newRow("too large") << QByteArray(2 * 1024 * 1024, 'x') << QStringLiteral("ca_file_invalid");
}

void TstRoute::whatHoldsNoAuthorityIsRefused()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, code);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("ca.pem"));
    if (!text.isEmpty()) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    const auto read = readAuthorities(path);
    QVERIFY(!read.ok());
    QCOMPARE(read.error().code, code);
    QVERIFY(readAuthorities(QString()).ok());
}

void TstRoute::anAuthorityIsRead()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("ca.pem"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(authority);
    file.close();
    const auto read = readAuthorities(path);
    QVERIFY2(read.ok(), read.ok() ? "" : qPrintable(read.error().detail));
    QCOMPARE(read->first().subjectDisplayName(), QStringLiteral("Acme Root CA"));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(leaf);
    file.close();
    QCOMPARE(readAuthorities(path).error().code, QStringLiteral("ca_file_invalid")); // a server's, which may sign nothing
}

} // namespace keyturn::net

using keyturn::net::TstRoute;
KEYTURN_TEST(TstRoute)
#include "tst_route.moc"
