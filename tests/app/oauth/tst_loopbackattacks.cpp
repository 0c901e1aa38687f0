// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "waiting.h"

#include "support/registry.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QFile>
#include <QProcess>
#include <QTest>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace keyturn::oauth {

using namespace std::chrono_literals;

/// The loopback listener against requests that no browser of the person's would send.
class TstLoopbackAttacks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fault7HugeRequestsAreRefused_data();
    void fault7HugeRequestsAreRefused();
    void fault8SixteenConnectionsAtOnce();
    void fault9HalfARequestThenGone();
    void fault10OtherMethodsAreRefused_data();
    void fault10OtherMethodsAreRefused();
    void fault11AnotherHostIsRefused();
    void fault12OnlyTheExactPathIsServed_data();
    void fault12OnlyTheExactPathIsServed();
    void fault15APeerOfAnotherUserIsDropped();
    void fault15AProcessOfAnotherUserIsDropped();
    void fault15TheKernelsTableTellsTheUser_data();
    void fault15TheKernelsTableTellsTheUser();
    void fault15ThisProcessIsTheSameUser_data();
    void fault15ThisProcessIsTheSameUser();
    void fault16PagesCannotScanForIt_data();
    void fault16PagesCannotScanForIt();
    void fault17PagesAreSelfContainedAndNotStored_data();
    void fault17PagesAreSelfContainedAndNotStored();
};

void TstLoopbackAttacks::fault7HugeRequestsAreRefused_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<int>("status");
    const QByteArray megabyte(1024 * 1024, 'x');
    QTest::newRow("1 MB address") << QByteArray(path.toLatin1() + '?' + megabyte) << QByteArray() << 414;
    QTest::newRow("1 MB header") << path.toLatin1() << QByteArray("X: " + megabyte + "\r\n") << 431;
    QTest::newRow("many headers") << path.toLatin1() << QByteArray("X: y\r\n").repeated(100'000) << 431;
}

void TstLoopbackAttacks::fault7HugeRequestsAreRefused()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, headers);
    Waiting waiting;
    RawConnection connection(waiting.address.host(), waiting.port());
    connection.send(waiting.get(target, headers));
    QTRY_VERIFY(connection.received().contains("\r\n\r\n")); // though not all that we send has been read
    waiting.clock.advance(1s);
    QTEST(statusOf(connection.waitForAll()), "status");
    QVERIFY(waiting.judged.isEmpty());
    QVERIFY(waiting.stillTakesTheAnswer());
}

void TstLoopbackAttacks::fault8SixteenConnectionsAtOnce()
{
    Waiting waiting;
    std::vector<std::unique_ptr<RawConnection>> crowd;
    for (int i = 0; i < 500; ++i)
        crowd.push_back(std::make_unique<RawConnection>(waiting.address.host(), waiting.port()));
    const auto open = [&crowd] { return std::count_if(crowd.begin(), crowd.end(), [](const auto &connection) { return connection->isOpen(); }); };
    QTRY_COMPARE(open(), 16);
    crowd.clear();
    QTRY_VERIFY(waiting.exchange(waiting.get("/")).startsWith("HTTP/1.1 404 "));
    QVERIFY(waiting.stillTakesTheAnswer());
}

void TstLoopbackAttacks::fault9HalfARequestThenGone()
{
    Waiting waiting;
    const QByteArray whole = waiting.callback("code=1&state=right");
    for (int i = 0; i < 40; ++i) { // more than the places that there are
        RawConnection connection(waiting.address.host(), waiting.port());
        QVERIFY(connection.waitUntilConnected());
        connection.send(whole.first(whole.size() / 2));
        QCoreApplication::processEvents();
        connection.drop();
        QCoreApplication::processEvents();
    }
    QVERIFY(waiting.judged.isEmpty());
    QTRY_VERIFY(statusOf(waiting.exchange(waiting.get("/"))) == 404);
    QVERIFY(waiting.stillTakesTheAnswer());
}

void TstLoopbackAttacks::fault10OtherMethodsAreRefused_data()
{
    QTest::addColumn<QByteArray>("method");
    for (const char *method : {"POST", "HEAD", "OPTIONS"})
        QTest::newRow(method) << QByteArray(method);
}

void TstLoopbackAttacks::fault10OtherMethodsAreRefused()
{
    QFETCH(QByteArray, method);
    Waiting waiting;
    RawConnection connection(waiting.address.host(), waiting.port());
    connection.send(waiting.callback("code=1&state=right").replace("GET", method));
    QTRY_VERIFY(waiting.clock.pendingCalls() > 1);
    waiting.clock.advance(1s);
    const QByteArray reply = connection.waitForAll();
    QCOMPARE(statusOf(reply), 405);
    QVERIFY(reply.contains("\r\nAllow: GET\r\n"));
    QVERIFY(!reply.contains("Access-Control")); // no preflight is ever granted
    QVERIFY(waiting.judged.isEmpty());
    QVERIFY(waiting.stillTakesTheAnswer());
}

void TstLoopbackAttacks::fault11AnotherHostIsRefused()
{
    Waiting waiting;
    RawConnection connection(waiting.address.host(), waiting.port());
    connection.send(waiting.callback("code=1&state=right").replace(waiting.address.authority().toLatin1(), "evil.example"));
    QTRY_VERIFY(waiting.clock.pendingCalls() > 1);
    waiting.clock.advance(1s);
    QCOMPARE(statusOf(connection.waitForAll()), 400);
    QVERIFY(waiting.judged.isEmpty());
}

void TstLoopbackAttacks::fault12OnlyTheExactPathIsServed_data()
{
    QTest::addColumn<QByteArray>("target");
    const QByteArray exact = path.toLatin1();
    QTest::newRow("a prefix of it") << exact.chopped(1);
    QTest::newRow("without the random part") << QByteArray("/callback");
    QTest::newRow("a suffix behind it") << QByteArray(exact + 'x');
    QTest::newRow("a slash behind it") << QByteArray(exact + '/');
    QTest::newRow("the last page, too early") << QByteArray(exact + "/done");
    QTest::newRow("a double slash") << QByteArray("/callback//r4nd0m");
    QTest::newRow("a double slash first") << QByteArray('/' + exact);
    QTest::newRow("a dot") << QByteArray("/callback/./r4nd0m");
    QTest::newRow("%2e") << QByteArray("/callback/%2e/r4nd0m");
    QTest::newRow("encoded letters") << QByteArray("/%63allback/r4nd0m");
    QTest::newRow("an encoded slash") << QByteArray("/callback%2fr4nd0m");
    QTest::newRow("other case") << exact.toUpper();
    QTest::newRow("a semicolon") << QByteArray(exact + ";x");
}

void TstLoopbackAttacks::fault12OnlyTheExactPathIsServed()
{
    QFETCH(QByteArray, target);
    Waiting waiting;
    QCOMPARE(statusOf(waiting.exchange(waiting.get(target + "?code=1&state=right"))), 404);
    QVERIFY(waiting.judged.isEmpty());
    QVERIFY(waiting.stillTakesTheAnswer());
}

void TstLoopbackAttacks::fault15APeerOfAnotherUserIsDropped()
{
    QList<TcpConnection> seen;
    bool hears = false;
    LoopbackRules rules;
    rules.hears = [&](const TcpConnection &connection) {
        seen.append(connection);
        return hears;
    };
    Waiting waiting(rules);
    QCOMPARE(waiting.exchange(waiting.callback("code=1&state=right")), QByteArray());
    QVERIFY(waiting.judged.isEmpty());
    QCOMPARE(seen.size(), 1);
    QCOMPARE(seen.at(0).localPort, waiting.port());
    hears = true;
    QVERIFY(waiting.stillTakesTheAnswer());
}

void TstLoopbackAttacks::fault15AProcessOfAnotherUserIsDropped()
{
#ifdef Q_OS_LINUX
    if (geteuid() != 0)
        QSKIP("only root can start a process as another user; the table's reading is tested without");
    Waiting waiting;
    QProcess stranger;
    stranger.setChildProcessModifier([] {
        if (setuid(65534) != 0)
            _exit(99);
    });
    const QString script = QStringLiteral("exec 3<>/dev/tcp/127.0.0.1/%1 && printf '%2' >&3 && cat <&3")
                               .arg(waiting.port())
                               .arg(QString::fromLatin1(waiting.callback("code=1&state=right").replace("\r\n", "\\r\\n")));
    stranger.start(QStringLiteral("bash"), {QStringLiteral("-c"), script});
    QTRY_COMPARE(stranger.state(), QProcess::NotRunning);
    QVERIFY(stranger.exitCode() != 99);
    QCOMPARE(stranger.readAllStandardOutput(), QByteArray());
    QVERIFY(waiting.judged.isEmpty());
    stranger.setChildProcessModifier({}); // the same, as ourselves
    stranger.start(QStringLiteral("bash"), {QStringLiteral("-c"), script});
    QTRY_COMPARE(stranger.state(), QProcess::NotRunning);
    QCOMPARE(statusOf(stranger.readAllStandardOutput()), 303);
#endif
}

void TstLoopbackAttacks::fault15TheKernelsTableTellsTheUser_data()
{
    QTest::addColumn<QByteArray>("table");
    QTest::addColumn<int>("user");
    // Our end is 127.0.0.1:4711 (1267), the peer's 127.0.0.1:57166 (DF4E).
    const QByteArray title = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
    const QByteArray ours = "   3: 0100007F:1267 0100007F:DF4E 01 00000000:00000000 00:00000000 00000000  1000        0 0 1 0 21 0 0 10 -1\n";
    const QByteArray peers = "   2: 0100007F:DF4E 0100007F:1267 01 00000000:00000000 00:00000000 00000000  1001        0 58413 2 0 21 0 0 10 -1\n";
    QTest::newRow("the peer's end counts, not ours") << title + ours + peers << 1001;
    QTest::newRow("only ours") << title + ours << -1;
    QTest::newRow("another port of the peer") << title + QByteArray(peers).replace("DF4E", "DF4F") << -1;
    QTest::newRow("another address of the peer") << title + QByteArray(peers).replace("0100007F:DF4E", "0200007F:DF4E") << -1;
    QTest::newRow("dual stack") << title + QByteArray(peers).replace("0100007F", "0000000000000000FFFF00000100007F") << 1001;
    QTest::newRow("empty") << QByteArray() << -1;
    QTest::newRow("cut off") << peers.first(60) << -1;
    QTest::newRow("nonsense") << QByteArray("\n\n a b c d e f g h i\n") << -1;
}

void TstLoopbackAttacks::fault15TheKernelsTableTellsTheUser()
{
#if Q_BYTE_ORDER == Q_LITTLE_ENDIAN
    QFETCH(QByteArray, table);
    QFETCH(int, user);
    QBuffer buffer(&table);
    QVERIFY(buffer.open(QIODevice::ReadOnly));
    const QHostAddress loopback(QHostAddress::LocalHost);
    const std::optional<quint32> found = peerUserIn(buffer, {loopback, 4711, loopback, 57166});
    QCOMPARE(found ? static_cast<int>(*found) : -1, user);
#endif
}

void TstLoopbackAttacks::fault15ThisProcessIsTheSameUser_data()
{
    QTest::addColumn<QString>("host");
    QTest::newRow("IPv4") << "127.0.0.1";
    QTest::newRow("IPv4 by a dual-stack socket") << "::ffff:127.0.0.1";
}

void TstLoopbackAttacks::fault15ThisProcessIsTheSameUser()
{
    QFETCH(QString, host);
    Waiting waiting;
    RawConnection connection(host, waiting.port());
    connection.send(waiting.callback("code=1&state=right"));
    QCOMPARE(statusOf(connection.waitForAll()), 303);
    const QHostAddress loopback(QHostAddress::LocalHost);
    QCOMPARE(isSameUser({loopback, waiting.port(), loopback, 1}), !QFile::exists(QStringLiteral("/proc/net/tcp"))); // nobody is there
}

void TstLoopbackAttacks::fault16PagesCannotScanForIt_data()
{
    QTest::addColumn<QByteArray>("mode");
    for (const char *mode : {"no-cors", "cors", "same-origin", "websocket"})
        QTest::newRow(mode) << QByteArray(mode);
}

void TstLoopbackAttacks::fault16PagesCannotScanForIt()
{
    QFETCH(QByteArray, mode);
    Waiting waiting;
    const QByteArray header = "Sec-Fetch-Mode: " + mode + "\r\nSec-Fetch-Site: cross-site\r\n";
    const QByteArray reply = waiting.exchange(waiting.get(path.toLatin1() + "?code=1&state=right", header));
    QCOMPARE(statusOf(reply), 403);
    QVERIFY(!reply.contains("Access-Control"));
    QVERIFY(waiting.judged.isEmpty());
    QVERIFY(waiting.stillTakesTheAnswer());
}

void TstLoopbackAttacks::fault17PagesAreSelfContainedAndNotStored_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("pages");
    QTest::newRow("accepted") << "code=c0de&state=right&x=%3Cscript%3E" << 2;
    QTest::newRow("refused") << "error=%3Cscript%3E&error_description=%3Cscript%3E&state=right" << 2;
    QTest::newRow("unexpected") << "code=c0de&state=%3Cscript%3E" << 1;
}

void TstLoopbackAttacks::fault17PagesAreSelfContainedAndNotStored()
{
    QFETCH(QString, query);
    QFETCH(int, pages);
    Waiting waiting;
    FakeBrowser browser;
    browser.visit(QUrl(waiting.address.toString() + u'?' + query));
    QTRY_COMPARE(browser.pages().size(), pages);
    for (const BrowserPage &page : browser.pages()) {
        QCOMPARE(page.header("Cache-Control"), QByteArray("no-store"));
        QCOMPARE(page.header("Referrer-Policy"), QByteArray("no-referrer"));
        QCOMPARE(page.header("X-Content-Type-Options"), QByteArray("nosniff"));
        QVERIFY(!page.headers.contains("c0de"));
        QVERIFY(!page.headers.toLower().contains("script"));
        QVERIFY(!page.body.contains("<script") && !page.body.contains("c0de"));
    }
    const BrowserPage last = browser.pages().constLast();
    const QByteArray policy = last.header("Content-Security-Policy");
    QVERIFY2(policy.startsWith("default-src 'none'; style-src 'sha256-"), policy.constData());
    const qsizetype start = last.body.indexOf("<style>") + 7;
    const QByteArray style = last.body.mid(start, last.body.indexOf("</style>") - start);
    QVERIFY(style.contains("prefers-color-scheme: dark"));
    QVERIFY(policy.contains(QCryptographicHash::hash(style, QCryptographicHash::Sha256).toBase64()));
    for (const char *outside : {"http:", "https:", "src=", "href=", "url(", " style=", "@import"})
        QVERIFY2(!last.body.contains(outside), outside);
    QVERIFY(pages == 1 || !last.url.hasQuery());
}

} // namespace keyturn::oauth

using keyturn::oauth::TstLoopbackAttacks;
KEYTURN_TEST(TstLoopbackAttacks)
#include "tst_loopbackattacks.moc"
