// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/loopbacklistener.h"

#include "support/fakebrowser.h"
#include "support/fakeclock.h"
#include "support/registry.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QNetworkInterface>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace keyturn::oauth {

using namespace std::chrono_literals;
using tests::BrowserPage;
using tests::FakeBrowser;
using tests::FakeClock;
using tests::RawConnection;
using Verdict = LoopbackListener::Verdict;

namespace {

const QString path = QStringLiteral("/callback/r4nd0m");

/// A listener that waits for `state=right`; `state=right&error=…` is a refusal.
struct Waiting {
    explicit Waiting(LoopbackRules rules = {}) : listener(clock, path, nullptr, std::move(rules)), closed(&listener, &LoopbackListener::closed)
    {
        listener.setJudge([this](const QString &query) {
            judged.append(query);
            if (!query.contains(QStringLiteral("state=right")))
                return Verdict::NotOurs;
            return query.contains(QStringLiteral("error=")) ? Verdict::Refused : Verdict::Accepted;
        });
        const auto listening = listener.listen();
        if (listening.ok())
            address = *listening;
    }

    [[nodiscard]] quint16 port() const { return static_cast<quint16>(address.port()); }
    [[nodiscard]] QByteArray get(const QByteArray &target, const QByteArray &headers = {}) const
    {
        return "GET " + target + " HTTP/1.1\r\nHost: " + address.authority().toLatin1() + "\r\n" + headers + "\r\n";
    }
    [[nodiscard]] QByteArray callback(const QByteArray &query) const { return get(path.toLatin1() + '?' + query); }
    /// The answer to @p bytes on a fresh connection.
    [[nodiscard]] QByteArray exchange(const QByteArray &bytes) const
    {
        RawConnection connection(address.host(), port());
        connection.send(bytes);
        return connection.waitForAll();
    }
    [[nodiscard]] bool stillTakesTheAnswer() const { return exchange(callback("code=1&state=right")).startsWith("HTTP/1.1 303 "); }
    [[nodiscard]] bool isGone() const
    {
        RawConnection connection(address.host(), port());
        return connection.waitForAll().isEmpty() && connection.wasRefused();
    }

    FakeClock clock;
    LoopbackListener listener;
    QSignalSpy closed;
    QUrl address;
    QStringList judged;
};

int statusOf(const QByteArray &reply)
{
    return reply.startsWith("HTTP/1.1 ") ? reply.mid(9, 3).toInt() : 0;
}

} // namespace

class TstLoopbackListener : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theAnswerIsTakenAndTheLastPageShown();
    void aRefusalIsSaid();
    void fault1OnlyLoopbackReachesIt();
    void fault2AHostWithIpv6OnlyServes();
    void fault3EachListenerHasAPortOfItsOwn();
    void fault3NoAddressAtAllIsAnError();
    void fault4FaviconAndPreconnectComeFirst();
    void fault5TheRequestMayComeInPieces();
    void fault6ASlowRequestIsDroppedAfterTenSeconds();
    void fault7HugeRequestsAreRefused_data();
    void fault7HugeRequestsAreRefused();
    void fault8SixteenConnectionsAtOnce();
    void fault9HalfARequestThenGone();
    void fault10OtherMethodsAreRefused_data();
    void fault10OtherMethodsAreRefused();
    void fault11AnotherHostIsRefused();
    void fault12OnlyTheExactPathIsServed_data();
    void fault12OnlyTheExactPathIsServed();
    void fault13AnEarlierPortIsDead();
    void fault14ItIsGoneOnceTheLastPageIsRead();
    void fault14ItIsGoneASecondAfterABrowserThatDoesNotFollow();
    void fault14ItIsGoneAtOnceWhenClosed();
    void fault14ItIsGoneWithItsOwner();
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
    void fault21AForeignAnswerDoesNotEndIt();
    void fault29TheSecondAnswerGetsNothing();
    void theJudgeMayCloseIt();
};

void TstLoopbackListener::theAnswerIsTakenAndTheLastPageShown()
{
    Waiting waiting;
    FakeBrowser browser;
    browser.visit(QUrl(waiting.address.toString() + QStringLiteral("?code=a%2Bb&state=right")));
    QTRY_COMPARE(browser.pages().size(), 2);
    QCOMPARE(waiting.judged, QStringList{QStringLiteral("code=a%2Bb&state=right")});
    QCOMPARE(browser.pages().at(0).status, 303);
    QCOMPARE(browser.pages().at(1).status, 200);
    QVERIFY(browser.pages().at(1).body.contains("You can close this tab"));
}

void TstLoopbackListener::aRefusalIsSaid()
{
    Waiting waiting;
    FakeBrowser browser;
    browser.visit(QUrl(waiting.address.toString() + QStringLiteral("?error=access_denied&state=right")));
    QTRY_COMPARE(browser.pages().size(), 2);
    QVERIFY(browser.pages().at(1).body.contains("Sign-in was not completed"));
    QVERIFY(browser.pages().at(1).body.contains("Nothing was stored"));
    QVERIFY(!browser.pages().at(1).url.hasQuery());
    QTRY_COMPARE(waiting.closed.size(), 1);
}

void TstLoopbackListener::fault1OnlyLoopbackReachesIt()
{
    Waiting waiting;
    QCOMPARE(waiting.address.host(), QStringLiteral("127.0.0.1"));
    QList<QHostAddress> others = QNetworkInterface::allAddresses();
    others.append(QHostAddress(QStringLiteral("127.0.0.2")));
    for (const QHostAddress &other : others) {
        if (other == QHostAddress(QHostAddress::LocalHost) || other.isLinkLocal())
            continue;
        RawConnection connection(other.toString(), waiting.port());
        QVERIFY2(!connection.waitUntilConnected(), qPrintable(other.toString()));
    }
    QVERIFY(waiting.stillTakesTheAnswer());
}

void TstLoopbackListener::fault2AHostWithIpv6OnlyServes()
{
    // 203.0.113.1 is nobody's (RFC 5737), so it stands for an IPv4 loopback that is not there.
    Waiting waiting({{QHostAddress(QStringLiteral("203.0.113.1")), QHostAddress(QHostAddress::LocalHostIPv6)}});
    if (!QNetworkInterface::allAddresses().contains(QHostAddress(QHostAddress::LocalHostIPv6)))
        QSKIP("this host has no IPv6 loopback address");
    QCOMPARE(waiting.address.authority(), QStringLiteral("[::1]:%1").arg(waiting.port()));
    FakeBrowser browser;
    browser.visit(QUrl(waiting.address.toString() + QStringLiteral("?code=1&state=right")));
    QTRY_COMPARE(browser.pages().size(), 2);
    QCOMPARE(browser.pages().at(1).status, 200);
}

void TstLoopbackListener::fault3EachListenerHasAPortOfItsOwn()
{
    Waiting one;
    Waiting other;
    QVERIFY(one.port() != 0);
    QVERIFY(one.port() != other.port());
    QVERIFY(one.stillTakesTheAnswer());
    QVERIFY(other.stillTakesTheAnswer());
}

void TstLoopbackListener::fault3NoAddressAtAllIsAnError()
{
    FakeClock clock;
    LoopbackListener listener(clock, path, nullptr, {{QHostAddress(QStringLiteral("203.0.113.1"))}});
    const auto listening = listener.listen();
    QVERIFY(!listening.ok());
    QCOMPARE(listening.error().kind, core::ErrorKind::Configuration);
    QCOMPARE(listening.error().code, QStringLiteral("loopback_unavailable"));
    QVERIFY(listening.error().detail.contains(QStringLiteral("203.0.113.1")));
}

void TstLoopbackListener::fault4FaviconAndPreconnectComeFirst()
{
    Waiting waiting;
    RawConnection preconnect(waiting.address.host(), waiting.port());
    QVERIFY(preconnect.waitUntilConnected());
    QCOMPARE(statusOf(waiting.exchange(waiting.get("/favicon.ico", "Sec-Fetch-Mode: no-cors\r\n"))), 404);
    QCOMPARE(statusOf(waiting.exchange(waiting.get("/"))), 404);
    QVERIFY(waiting.judged.isEmpty());
    QVERIFY(waiting.closed.isEmpty());
    preconnect.send(waiting.callback("code=1&state=right")); // browsers do use the connection that they made beforehand
    QCOMPARE(statusOf(preconnect.waitForAll()), 303);
}

void TstLoopbackListener::fault5TheRequestMayComeInPieces()
{
    Waiting waiting;
    const QByteArray whole = waiting.callback("code=1&state=wrong");
    for (qsizetype cut = 1; cut < whole.size(); ++cut) {
        RawConnection connection(waiting.address.host(), waiting.port());
        QVERIFY(connection.waitUntilConnected());
        connection.send(whole.first(cut));
        QCoreApplication::processEvents();
        connection.send(whole.sliced(cut));
        QCOMPARE(statusOf(connection.waitForAll()), 400);
    }
    QCOMPARE(waiting.judged.size(), whole.size() - 1);
    RawConnection byteByByte(waiting.address.host(), waiting.port());
    QVERIFY(byteByByte.waitUntilConnected());
    for (const char c : waiting.callback("code=1&state=right")) {
        byteByByte.send(QByteArray(1, c));
        QCoreApplication::processEvents();
    }
    QCOMPARE(statusOf(byteByByte.waitForAll()), 303);
}

void TstLoopbackListener::fault6ASlowRequestIsDroppedAfterTenSeconds()
{
    Waiting waiting;
    RawConnection slow(waiting.address.host(), waiting.port());
    QVERIFY(slow.waitUntilConnected());
    slow.send("GET /");
    QTRY_VERIFY(waiting.clock.pendingCalls() > 0); // it has been accepted
    for (int second = 0; second < 9; ++second) {
        waiting.clock.advance(1s);
        slow.send("x");
    }
    QVERIFY(slow.isOpen());
    waiting.clock.advance(1s);
    QCOMPARE(slow.waitForAll(), QByteArray());
    QVERIFY(waiting.stillTakesTheAnswer());
}

void TstLoopbackListener::fault7HugeRequestsAreRefused_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<int>("status");
    const QByteArray megabyte(1024 * 1024, 'x');
    QTest::newRow("1 MB address") << QByteArray(path.toLatin1() + '?' + megabyte) << QByteArray() << 414;
    QTest::newRow("1 MB header") << path.toLatin1() << QByteArray("X: " + megabyte + "\r\n") << 431;
    QTest::newRow("many headers") << path.toLatin1() << QByteArray("X: y\r\n").repeated(100'000) << 431;
}

void TstLoopbackListener::fault7HugeRequestsAreRefused()
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

void TstLoopbackListener::fault8SixteenConnectionsAtOnce()
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

void TstLoopbackListener::fault9HalfARequestThenGone()
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

void TstLoopbackListener::fault10OtherMethodsAreRefused_data()
{
    QTest::addColumn<QByteArray>("method");
    for (const char *method : {"POST", "HEAD", "OPTIONS"})
        QTest::newRow(method) << QByteArray(method);
}

void TstLoopbackListener::fault10OtherMethodsAreRefused()
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

void TstLoopbackListener::fault11AnotherHostIsRefused()
{
    Waiting waiting;
    RawConnection connection(waiting.address.host(), waiting.port());
    connection.send(waiting.callback("code=1&state=right").replace(waiting.address.authority().toLatin1(), "evil.example"));
    QTRY_VERIFY(waiting.clock.pendingCalls() > 1);
    waiting.clock.advance(1s);
    QCOMPARE(statusOf(connection.waitForAll()), 400);
    QVERIFY(waiting.judged.isEmpty());
}

void TstLoopbackListener::fault12OnlyTheExactPathIsServed_data()
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

void TstLoopbackListener::fault12OnlyTheExactPathIsServed()
{
    QFETCH(QByteArray, target);
    Waiting waiting;
    QCOMPARE(statusOf(waiting.exchange(waiting.get(target + "?code=1&state=right"))), 404);
    QVERIFY(waiting.judged.isEmpty());
    QVERIFY(waiting.stillTakesTheAnswer());
}

void TstLoopbackListener::fault13AnEarlierPortIsDead()
{
    Waiting earlier;
    earlier.listener.close();
    Waiting now;
    QVERIFY(earlier.isGone());
    QVERIFY(now.judged.isEmpty());
    QVERIFY(now.stillTakesTheAnswer());
}

void TstLoopbackListener::fault14ItIsGoneOnceTheLastPageIsRead()
{
    Waiting waiting;
    RawConnection idle(waiting.address.host(), waiting.port());
    QVERIFY(idle.waitUntilConnected());
    FakeBrowser browser;
    browser.visit(QUrl(waiting.address.toString() + QStringLiteral("?code=1&state=right")));
    QTRY_COMPARE(browser.pages().size(), 2);
    QTRY_COMPARE(waiting.closed.size(), 1); // the clock has not moved: this took no time at all
    QVERIFY(waiting.listener.isClosed());
    QVERIFY(waiting.isGone());
    QCOMPARE(idle.waitForAll(), QByteArray());
}

void TstLoopbackListener::fault14ItIsGoneASecondAfterABrowserThatDoesNotFollow()
{
    Waiting waiting;
    FakeBrowser browser;
    browser.followsRedirects = false;
    browser.visit(QUrl(waiting.address.toString() + QStringLiteral("?code=1&state=right")));
    QTRY_COMPARE(browser.pages().size(), 1);
    waiting.clock.advance(999ms);
    QVERIFY(!waiting.listener.isClosed());
    waiting.clock.advance(1ms);
    QCOMPARE(waiting.closed.size(), 1);
    QVERIFY(waiting.isGone());
}

void TstLoopbackListener::fault14ItIsGoneAtOnceWhenClosed()
{
    Waiting waiting;
    RawConnection open(waiting.address.host(), waiting.port());
    QVERIFY(open.waitUntilConnected());
    QTRY_VERIFY(waiting.clock.pendingCalls() > 0);
    waiting.listener.close();
    waiting.listener.close();
    QCOMPARE(open.waitForAll(), QByteArray());
    QVERIFY(waiting.isGone());
    QCOMPARE(waiting.closed.size(), 1);
}

void TstLoopbackListener::fault14ItIsGoneWithItsOwner()
{
    FakeClock clock;
    auto listener = std::make_unique<LoopbackListener>(clock, path);
    const QUrl address = *listener->listen();
    RawConnection open(address.host(), static_cast<quint16>(address.port()));
    QVERIFY(open.waitUntilConnected());
    QTRY_VERIFY(clock.pendingCalls() > 0);
    listener.reset();
    QCOMPARE(open.waitForAll(), QByteArray());
    RawConnection late(address.host(), static_cast<quint16>(address.port()));
    QVERIFY(!late.waitUntilConnected());
    clock.advance(1min); // nothing of it is left to be called
}

void TstLoopbackListener::fault15APeerOfAnotherUserIsDropped()
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

void TstLoopbackListener::fault15AProcessOfAnotherUserIsDropped()
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

void TstLoopbackListener::fault15TheKernelsTableTellsTheUser_data()
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

void TstLoopbackListener::fault15TheKernelsTableTellsTheUser()
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

void TstLoopbackListener::fault15ThisProcessIsTheSameUser_data()
{
    QTest::addColumn<QString>("host");
    QTest::newRow("IPv4") << "127.0.0.1";
    QTest::newRow("IPv4 by a dual-stack socket") << "::ffff:127.0.0.1";
}

void TstLoopbackListener::fault15ThisProcessIsTheSameUser()
{
    QFETCH(QString, host);
    Waiting waiting;
    RawConnection connection(host, waiting.port());
    connection.send(waiting.callback("code=1&state=right"));
    QCOMPARE(statusOf(connection.waitForAll()), 303);
    const QHostAddress loopback(QHostAddress::LocalHost);
    QCOMPARE(isSameUser({loopback, waiting.port(), loopback, 1}), !QFile::exists(QStringLiteral("/proc/net/tcp"))); // nobody is there
}

void TstLoopbackListener::fault16PagesCannotScanForIt_data()
{
    QTest::addColumn<QByteArray>("mode");
    for (const char *mode : {"no-cors", "cors", "same-origin", "websocket"})
        QTest::newRow(mode) << QByteArray(mode);
}

void TstLoopbackListener::fault16PagesCannotScanForIt()
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

void TstLoopbackListener::fault17PagesAreSelfContainedAndNotStored_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("pages");
    QTest::newRow("accepted") << "code=c0de&state=right&x=%3Cscript%3E" << 2;
    QTest::newRow("refused") << "error=%3Cscript%3E&error_description=%3Cscript%3E&state=right" << 2;
    QTest::newRow("unexpected") << "code=c0de&state=%3Cscript%3E" << 1;
}

void TstLoopbackListener::fault17PagesAreSelfContainedAndNotStored()
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

void TstLoopbackListener::fault21AForeignAnswerDoesNotEndIt()
{
    Waiting waiting;
    FakeBrowser browser;
    browser.visit(QUrl(waiting.address.toString() + QStringLiteral("?error=access_denied&state=wrong")));
    QTRY_COMPARE(browser.pages().size(), 1);
    QCOMPARE(browser.pages().at(0).status, 400);
    browser.visit(waiting.address); // no query at all
    QTRY_COMPARE(browser.pages().size(), 2);
    QCOMPARE(browser.pages().at(1).status, 400);
    QVERIFY(waiting.closed.isEmpty());
    QVERIFY(waiting.stillTakesTheAnswer());
}

void TstLoopbackListener::fault29TheSecondAnswerGetsNothing()
{
    Waiting waiting;
    QCOMPARE(statusOf(waiting.exchange(waiting.callback("code=1&state=right"))), 303);
    QCOMPARE(statusOf(waiting.exchange(waiting.callback("code=1&state=right"))), 404);
    QCOMPARE(statusOf(waiting.exchange(waiting.callback("code=2&state=right"))), 404);
    QCOMPARE(waiting.judged.size(), 1);
}

void TstLoopbackListener::theJudgeMayCloseIt()
{
    Waiting waiting;
    waiting.listener.setJudge([&waiting](const QString &) {
        waiting.listener.close();
        return Verdict::Accepted;
    });
    QCOMPARE(waiting.exchange(waiting.callback("code=1&state=right")), QByteArray());
    waiting.clock.advance(5s);
    QCOMPARE(waiting.closed.size(), 1);
}

} // namespace keyturn::oauth

using keyturn::oauth::TstLoopbackListener;
KEYTURN_TEST(TstLoopbackListener)
#include "tst_loopbacklistener.moc"
