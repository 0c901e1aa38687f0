// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"
#include "tokenworld.h"

#include <QFile>
#include <QTest>

using namespace keyturn;
using namespace std::chrono_literals;
using tests::accessOf;
using tests::answerOf;
using tests::TokenWorld;

/// The backend, the network and the clock misbehave (FAULTS 54, 55, 59): tokens are kept, and nobody is asked more often than is decent.
class TstRefreshTrouble : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void fault54ABackendThatRefusesWhatItGivesIsNotStormed();
    void fault54EachTroubleKeepsTheToken_data();
    void fault54EachTroubleKeepsTheToken();
    void fault54ATokenThatServesIsServedThroughTheTrouble();
    void retriesAheadOfTimeBackOff();
    void aSuccessForgetsTheBackoff();
    void retryAfterIsWaitedFor();
    void retryAfterIsHeededByTheRenewalToo();
    void whatCameForAnotherIsNotAskedForAgain_data();
    void whatCameForAnotherIsNotAskedForAgain();
    void renewalRunsAheadOfTheEnd();
    void fault55AJumpAheadCostsOneRefresh();
    void fault55AJumpBackCostsNothing();
    void fault55AJumpInFlightIsNoLoop_data();
    void fault55AJumpInFlightIsNoLoop();
    void fault55ARestartAfterAJumpBackCostsOneRefresh();
    void fault55WhatFellDueInSleepIsDoneOnWaking();
    void fault55ATokenWithoutRefreshOutlivesAWrongClock();
    void fault59EightDaysOfflineLoseNothing();

private:
    [[nodiscard]] core::Result<model::TokenSet> ask() { return answerOf(m_process->manager.tokens(m_world->id)); }
    [[nodiscard]] core::Result<model::TokenSet> refuse(const char *access)
    {
        return answerOf(m_process->manager.refresh(m_world->id, core::Secret(QByteArrayView(access))));
    }
    [[nodiscard]] qsizetype posts() const { return m_world->refresher.spent.size(); }

    std::unique_ptr<TokenWorld> m_world;
    std::unique_ptr<TokenWorld::Process> m_process;
};

void TstRefreshTrouble::init()
{
    m_world = std::make_unique<TokenWorld>();
    m_process = m_world->start();
    QVERIFY(m_world->signIn(*m_process).ok());
    m_process->told.clear();
}

void TstRefreshTrouble::cleanup()
{
    m_process.reset();
    m_world.reset();
}

void TstRefreshTrouble::fault54ABackendThatRefusesWhatItGivesIsNotStormed()
{
    QCOMPARE(accessOf(refuse("access-1")), "access-2");
    for (int i = 0; i < 100; ++i) {
        const core::Result<model::TokenSet> answer = refuse("access-2");
        QCOMPARE(accessOf(answer), "fresh_token_refused");
        QCOMPARE(answer.error().kind, core::ErrorKind::Rejected);
    }
    QCOMPARE(posts(), 1);
    m_world->pass(30s); // the backend recovers; or it does not, and one more refresh may be what it needs
    QCOMPARE(accessOf(ask()), "access-2");
    QCOMPARE(accessOf(refuse("access-2")), "access-3");
    QCOMPARE(accessOf(refuse("access-3")), "fresh_token_refused");
    QCOMPARE(posts(), 2);
    QVERIFY(m_world->isSignedIn());
}

void TstRefreshTrouble::fault54EachTroubleKeepsTheToken_data()
{
    QTest::addColumn<core::ErrorKind>("kind");
    QTest::addColumn<QString>("code");
    QTest::newRow("no network") << core::ErrorKind::Offline << QStringLiteral("connection_refused");
    QTest::newRow("no answer in time") << core::ErrorKind::Offline << QStringLiteral("timeout");
    QTest::newRow("5xx") << core::ErrorKind::Offline << QStringLiteral("server_error");
    QTest::newRow("nonsense") << core::ErrorKind::BadReply << QStringLiteral("not_json");
    QTest::newRow("too often") << core::ErrorKind::RateLimited << QStringLiteral("rate_limited");
    QTest::newRow("no, for another reason") << core::ErrorKind::Rejected << QStringLiteral("invalid_client");
    QTest::newRow("a broken profile") << core::ErrorKind::Configuration << QStringLiteral("pointer_missing");
}

void TstRefreshTrouble::fault54EachTroubleKeepsTheToken()
{
    QFETCH(const core::ErrorKind, kind);
    QFETCH(const QString, code);
    m_world->pass(15min);
    m_world->refresher.failNext({kind, code, {}}, 3);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(accessOf(ask()), code.toLatin1());
    QVERIFY(m_world->isSignedIn());
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/1")});
    QVERIFY(!QFile::exists(m_world->journal()));
    QCOMPARE(m_process->told.count(QStringLiteral("failed ") + code), 1); // said once, not each time
    QCOMPARE(accessOf(ask()), "access-2");
    QCOMPARE(m_process->told.last(), QStringLiteral("refreshed"));
}

void TstRefreshTrouble::fault54ATokenThatServesIsServedThroughTheTrouble()
{
    m_world->refresher.failNext(tests::offline(), 2);
    m_world->pass(10min);
    m_world->refresher.holdBack();
    const core::Async<model::TokenSet> renewal = m_process->manager.refresh(m_world->id);
    const core::Async<model::TokenSet> asked = m_process->manager.tokens(m_world->id);
    QCOMPARE(accessOf(answerOf(renewal)), "connection_refused");
    QCOMPARE(accessOf(answerOf(asked)), "access-1");
    QCOMPARE(accessOf(m_process->manager.current(m_world->id)), "access-1");
}

void TstRefreshTrouble::retriesAheadOfTimeBackOff()
{
    m_process->manager.keepFresh(m_world->id);
    m_world->refresher.failNext(tests::offline(), 12);
    m_world->pass(12min); // a fifth before the end
    QList<qint64> waits;
    for (int i = 0; i < 11; ++i) {
        const qsizetype before = posts();
        qint64 waited = 0;
        while (posts() == before && waited < 400) {
            m_world->clock.advance(1s);
            m_world->turn();
            ++waited;
        }
        waits.append(waited);
    }
    // No jitter here but for the rounding of one half.
    const QList<qint64> expected{1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300};
    for (qsizetype i = 0; i < expected.size(); ++i)
        QVERIFY2(std::abs(waits.at(i) - expected.at(i)) <= 1 + expected.at(i) / 50, qPrintable(QStringLiteral("%1: %2").arg(i).arg(waits.at(i))));
    QCOMPARE(m_process->told.count(QStringLiteral("failed connection_refused")), 1);
    m_world->pass(301s);
    QCOMPARE(accessOf(m_process->manager.current(m_world->id)), "access-2");
}

void TstRefreshTrouble::aSuccessForgetsTheBackoff()
{
    m_process->manager.keepFresh(m_world->id);
    m_world->refresher.failNext(tests::offline(), 4);
    m_world->pass(12min + 20s);
    QCOMPARE(accessOf(m_process->manager.current(m_world->id)), "access-2");
    const qsizetype before = posts();
    m_world->refresher.failNext(tests::offline(), 1);
    m_world->pass(12min + 2s);
    QCOMPARE(posts(), before + 2);
    QCOMPARE(accessOf(m_process->manager.current(m_world->id)), "access-3");
    QCOMPARE(m_process->told.count(QStringLiteral("failed connection_refused")), 2); // news again after the success between
}

void TstRefreshTrouble::retryAfterIsWaitedFor()
{
    m_world->pass(15min);
    m_world->refresher.failNext({core::ErrorKind::RateLimited, QStringLiteral("rate_limited"), {}, 120s});
    QCOMPARE(accessOf(ask()), "rate_limited");
    m_world->pass(60s);
    for (int i = 0; i < 10; ++i) {
        const core::Result<model::TokenSet> answer = i % 2 ? ask() : answerOf(m_process->manager.refresh(m_world->id));
        QCOMPARE(accessOf(answer), "rate_limited");
        QCOMPARE(answer.error().retryAfter, std::optional<std::chrono::seconds>(60s));
    }
    QCOMPARE(posts(), 1);
    m_world->pass(60s);
    QCOMPARE(accessOf(ask()), "access-2");
    QCOMPARE(posts(), 2);
}

void TstRefreshTrouble::retryAfterIsHeededByTheRenewalToo()
{
    m_process->manager.keepFresh(m_world->id);
    m_world->refresher.failNext({core::ErrorKind::Offline, QStringLiteral("server_error"), {}, 600s});
    m_world->pass(12min);
    QCOMPARE(posts(), 1);
    m_world->pass(599s);
    QCOMPARE(posts(), 1);
    m_world->pass(1s);
    QCOMPARE(posts(), 2);
}

void TstRefreshTrouble::whatCameForAnotherIsNotAskedForAgain_data()
{
    QTest::addColumn<QString>("code");
    QTest::newRow("another person's ID token") << QStringLiteral("id_token_subject");
    QTest::newRow("a token that is bound no more") << QStringLiteral("token_not_bound");
}

/// The refresh token is spent by then, and to send it again would look like theft to a server that rotates.
void TstRefreshTrouble::whatCameForAnotherIsNotAskedForAgain()
{
    QFETCH(const QString, code);
    m_world->pass(15min);
    m_world->refresher.failNext({core::ErrorKind::SignInAgain, code, {}}); // a second one would be answered with tokens
    for (int i = 0; i < 3; ++i) {
        const core::Result<model::TokenSet> answer = ask();
        QVERIFY(!answer.ok());
        QCOMPARE(answer.error().kind, core::ErrorKind::SignInAgain);
    }
    m_world->pass(10min);
    QVERIFY(!ask().ok());
    QVERIFY(!m_world->isSignedIn());
}

void TstRefreshTrouble::renewalRunsAheadOfTheEnd()
{
    m_process->manager.keepFresh(m_world->id);
    for (int i = 2; i < 50; ++i) {
        m_world->pass(12min);
        QCOMPARE(accessOf(m_process->manager.current(m_world->id)), "access-" + QByteArray::number(i));
    }
    QCOMPARE(posts(), 48);
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/49")});
}

void TstRefreshTrouble::fault55AJumpAheadCostsOneRefresh()
{
    m_world->clock.jumpWall(24h);
    QCOMPARE(accessOf(m_process->manager.current(m_world->id)), "none");
    QCOMPARE(accessOf(ask()), "access-2");
    m_world->clock.jumpWall(-24h); // and set right again
    QCOMPARE(accessOf(ask()), "access-2");
    m_world->pass(14min);
    QCOMPARE(accessOf(ask()), "access-2");
    m_world->pass(1min);
    QCOMPARE(accessOf(ask()), "access-3");
    QCOMPARE(posts(), 2);
}

void TstRefreshTrouble::fault55AJumpBackCostsNothing()
{
    m_world->clock.jumpWall(-24h);
    m_world->pass(14min);
    QCOMPARE(accessOf(ask()), "access-1");
    m_world->pass(1min);
    QCOMPARE(accessOf(ask()), "access-2");
    QCOMPARE(posts(), 1);
}

void TstRefreshTrouble::fault55AJumpInFlightIsNoLoop_data()
{
    QTest::addColumn<std::chrono::milliseconds>("jump");
    QTest::newRow("a day ahead") << std::chrono::milliseconds(24h);
    QTest::newRow("a day back") << std::chrono::milliseconds(-24h);
}

void TstRefreshTrouble::fault55AJumpInFlightIsNoLoop()
{
    QFETCH(const std::chrono::milliseconds, jump);
    m_process->manager.keepFresh(m_world->id);
    m_world->refresher.holdBack();
    m_world->pass(15min);
    const core::Async<model::TokenSet> asked = m_process->manager.tokens(m_world->id);
    m_world->turn();
    QCOMPARE(m_world->refresher.waiting(), 1U);
    m_world->clock.jumpWall(jump);
    m_world->refresher.release();
    QCOMPARE(accessOf(answerOf(asked)), "access-2");
    m_world->pass(2min);
    // Its times were told by the clock of before: one more refresh sets them right.
    QVERIFY(ask().ok());
    QCOMPARE(posts(), 2);
    m_world->pass(8min);
    QVERIFY(ask().ok());
    QCOMPARE(posts(), 2);
    QVERIFY(m_world->isSignedIn());
}

void TstRefreshTrouble::fault55ARestartAfterAJumpBackCostsOneRefresh()
{
    m_process.reset();
    m_world->clock.jumpWall(-24h);
    m_process = m_world->start();
    QCOMPARE(accessOf(ask()), "access-2");
    QCOMPARE(accessOf(ask()), "access-2");
    QCOMPARE(posts(), 1);
}

void TstRefreshTrouble::fault55WhatFellDueInSleepIsDoneOnWaking()
{
    m_process->manager.keepFresh(m_world->id);
    m_world->pass(1min);
    m_world->clock.jumpWall(8h); // the lid was closed: the monotonic clock and the timers stood still
    QCOMPARE(accessOf(m_process->manager.current(m_world->id)), "none");
    m_world->pass(1min);
    QCOMPARE(accessOf(m_process->manager.current(m_world->id)), "access-2");
    QCOMPARE(posts(), 1);
}

void TstRefreshTrouble::fault55ATokenWithoutRefreshOutlivesAWrongClock()
{
    model::TokenSet tokens = m_world->refresher.grant();
    tokens.refreshToken = {};
    QVERIFY(m_world->signIn(*m_process, tokens).ok());
    m_world->clock.jumpWall(24h);
    QCOMPARE(accessOf(ask()), "no_refresh_token");
    m_world->clock.jumpWall(-24h);
    QCOMPARE(accessOf(ask()), "access-2");
    QVERIFY(m_world->isSignedIn());
}

void TstRefreshTrouble::fault59EightDaysOfflineLoseNothing()
{
    m_process->manager.keepFresh(m_world->id);
    m_world->refresher.failNext(tests::offline(), 1'000'000);
    m_world->pass(24h * 8);
    QVERIFY2(posts() > 2000 && posts() < 2700, qPrintable(QString::number(posts()))); // every five minutes
    QCOMPARE(m_process->told.count(QStringLiteral("failed connection_refused")), 1);
    QVERIFY(!m_process->told.contains(QStringLiteral("refreshed")));
    QVERIFY(m_world->isSignedIn());
    const core::Result<model::TokenSet> answer = ask();
    QCOMPARE(answer.error().kind, core::ErrorKind::Offline);
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/1")});
    m_world->refresher.failNext(tests::offline(), 0);
    m_world->pass(5min + 30s);
    QCOMPARE(accessOf(m_process->manager.current(m_world->id)), "access-2");
}

KEYTURN_TEST(TstRefreshTrouble)
#include "tst_refreshtrouble.moc"
