// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "waiting.h"

#include "support/registry.h"

#include <QNetworkInterface>
#include <QTcpServer>
#include <QTest>

namespace keyturn::oauth {

using namespace std::chrono_literals;

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
    void fault3AWantedPortIsTakenOrRefused();
    void fault3NobodyMaySitAtTheOtherAddressOfLocalhost();
    void localhostIsBothAddresses();
    void aRegisteredAddressMayHaveNoPath_data();
    void aRegisteredAddressMayHaveNoPath();
    void fault4FaviconAndPreconnectComeFirst();
    void fault5TheRequestMayComeInPieces();
    void fault6ASlowRequestIsDroppedAfterTenSeconds();
    void fault13AnEarlierPortIsDead();
    void fault14ItIsGoneOnceTheLastPageIsRead();
    void fault14ItIsGoneASecondAfterABrowserThatDoesNotFollow();
    void fault14ItIsGoneAtOnceWhenClosed();
    void fault14ItIsGoneWithItsOwner();
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
    LoopbackListener listener(clock, {path}, nullptr, {{QHostAddress(QStringLiteral("203.0.113.1"))}});
    const auto listening = listener.listen();
    QVERIFY(!listening.ok());
    QCOMPARE(listening.error().kind, core::ErrorKind::Configuration);
    QCOMPARE(listening.error().code, QStringLiteral("loopback_unavailable"));
    QVERIFY(listening.error().detail.contains(QStringLiteral("203.0.113.1")));
}

void TstLoopbackListener::fault3AWantedPortIsTakenOrRefused()
{
    Waiting first; // the system's choice is a port that is free, and no longer is
    Waiting second({}, {path, first.port(), QStringLiteral("127.0.0.1")});
    QVERIFY(second.address.isEmpty());
    const core::Result<QUrl> listening = second.listener.listen();
    QCOMPARE(listening.error().code, QStringLiteral("callback_port_taken"));
    QCOMPARE(listening.error().detail, QString::number(first.port()));
    first.listener.close();
    const core::Result<QUrl> again = second.listener.listen();
    QVERIFY2(again.ok(), qPrintable(again.ok() ? QString() : again.error().detail));
    QCOMPARE(again->port(), static_cast<int>(first.port()));
}

void TstLoopbackListener::fault3NobodyMaySitAtTheOtherAddressOfLocalhost()
{
    if (!QNetworkInterface::allAddresses().contains(QHostAddress(QHostAddress::LocalHostIPv6)))
        QSKIP("this host has no IPv6 loopback address");
    QTcpServer neighbour;
    QVERIFY(neighbour.listen(QHostAddress(QHostAddress::LocalHostIPv6)));
    const Waiting waiting({}, {path, neighbour.serverPort(), QStringLiteral("localhost")});
    QVERIFY(waiting.address.isEmpty());
    RawConnection left(QStringLiteral("127.0.0.1"), neighbour.serverPort());
    QVERIFY(!left.waitUntilConnected()); // nothing of it stays
}

void TstLoopbackListener::localhostIsBothAddresses()
{
    Waiting waiting({}, {path, 0, QStringLiteral("localhost")});
    QCOMPARE(waiting.address.host(), QStringLiteral("localhost"));
    QStringList hosts{QStringLiteral("127.0.0.1")};
    if (QNetworkInterface::allAddresses().contains(QHostAddress(QHostAddress::LocalHostIPv6)))
        hosts.append(QStringLiteral("::1"));
    for (const QString &host : std::as_const(hosts)) {
        RawConnection connection(host, waiting.port());
        connection.send(waiting.callback("code=1&state=wrong"));
        QCOMPARE(statusOf(connection.waitForAll()), 400);
    }
    const auto before = waiting.clock.pendingCalls();
    RawConnection literal(QStringLiteral("127.0.0.1"), waiting.port());
    literal.send("GET " + path.toLatin1() + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(waiting.port()) + "\r\n\r\n");
    QTRY_VERIFY(waiting.clock.pendingCalls() >= before + 2); // its deadline, and the answer: refusals are slow
    waiting.clock.advance(1s);
    QCOMPARE(statusOf(literal.waitForAll()), 400); // FAULTS 11: not the name that was registered
    QCOMPARE(waiting.judged.size(), hosts.size());
}

void TstLoopbackListener::aRegisteredAddressMayHaveNoPath_data()
{
    QTest::addColumn<QString>("target");
    QTest::newRow("nothing") << QString();
    QTest::newRow("a slash") << QStringLiteral("/");
}

void TstLoopbackListener::aRegisteredAddressMayHaveNoPath()
{
    QFETCH(QString, target);
    Waiting waiting({}, {target});
    QCOMPARE(waiting.address.path(), target);
    const QByteArray reply = waiting.exchange(waiting.get("/?code=1&state=right"));
    QCOMPARE(statusOf(reply), 303);
    QVERIFY2(reply.contains("Location: /done\r\n"), reply);
    QCOMPARE(statusOf(waiting.exchange(waiting.get("/done"))), 200);
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
    auto listener = std::make_unique<LoopbackListener>(clock, LoopbackTarget{path});
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
