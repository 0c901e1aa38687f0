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

/// Several processes over one keychain, one folder and one backend (FAULTS 95, 97).
class TstProcesses : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void fault95TwoThatAskAtOnceAreOneRefresh();
    void fault95TenThatRenewAheadAreOneRefresh();
    void fault95TheOtherWaitsForTheLockAndTakesWhatItFinds();
    void fault95ARefusedTokenIsReplacedByWhatAnotherProcessFetched();
    void fault95ALockThatIsNotFreedInTimeIsSaid();
    void fault97WithoutAWorkingLockTheLoserTakesTheWinnersTokens();
    void aRotationElsewhereIsTakenOver();
    void aSignInElsewhereIsTakenOver();
    void aSignInElsewhereIsNoticedByWhoAsksForNothing();
    void aSignOutElsewhereIsTakenOver();
    void anEndElsewhereIsToldOnce();

private:
    std::unique_ptr<TokenWorld> m_world;
    std::unique_ptr<TokenWorld::Process> m_one;
    std::unique_ptr<TokenWorld::Process> m_two;
};

void TstProcesses::init()
{
    m_world = std::make_unique<TokenWorld>();
    m_one = m_world->start();
    QVERIFY(m_world->signIn(*m_one).ok());
    m_two = m_world->start();
    QCOMPARE(accessOf(answerOf(m_two->manager.tokens(m_world->id))), "access-1");
    m_one->told.clear();
    m_two->told.clear();
}

void TstProcesses::cleanup()
{
    m_one.reset();
    m_two.reset();
    m_world.reset();
}

void TstProcesses::fault95TwoThatAskAtOnceAreOneRefresh()
{
    m_world->pass(15min);
    const core::Async<model::TokenSet> one = m_one->manager.tokens(m_world->id);
    const core::Async<model::TokenSet> two = m_two->manager.tokens(m_world->id);
    m_world->pass(1s);
    QCOMPARE(accessOf(answerOf(one)), "access-2");
    QCOMPARE(accessOf(answerOf(two)), "access-2");
    QCOMPARE(m_world->refresher.spent, QByteArrayList{"refresh-1"});
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/2")});
    m_world->pass(15min); // and on from there
    QCOMPARE(accessOf(answerOf(m_two->manager.tokens(m_world->id))), "access-3");
    QCOMPARE(accessOf(answerOf(m_one->manager.tokens(m_world->id))), "access-3");
    QCOMPARE(m_world->refresher.spent, QByteArrayList({"refresh-1", "refresh-2"}));
}

void TstProcesses::fault95TenThatRenewAheadAreOneRefresh()
{
    std::vector<std::unique_ptr<TokenWorld::Process>> processes;
    for (int i = 0; i < 10; ++i) {
        processes.push_back(m_world->start());
        processes.back()->manager.keepFresh(m_world->id);
    }
    m_world->turn();
    m_world->pass(12min);
    m_world->pass(1s);
    for (const auto &process : processes)
        QCOMPARE(accessOf(process->manager.current(m_world->id)), "access-2");
    QCOMPARE(m_world->refresher.spent, QByteArrayList{"refresh-1"});
}

void TstProcesses::fault95TheOtherWaitsForTheLockAndTakesWhatItFinds()
{
    m_world->pass(15min);
    m_world->refresher.holdBack();
    const core::Async<model::TokenSet> one = m_one->manager.tokens(m_world->id);
    m_world->turn();
    const core::Async<model::TokenSet> two = m_two->manager.tokens(m_world->id);
    m_world->pass(30s);
    QVERIFY(!one.isFinished() && !two.isFinished());
    m_world->refresher.release();
    m_world->pass(1s);
    QCOMPARE(accessOf(answerOf(one)), "access-2");
    QCOMPARE(accessOf(answerOf(two)), "access-2");
    QCOMPARE(m_world->refresher.spent.size(), 1);
    QCOMPARE(m_two->told, QStringList({QStringLiteral("refreshed")}));
}

void TstProcesses::fault95ARefusedTokenIsReplacedByWhatAnotherProcessFetched()
{
    QCOMPARE(accessOf(answerOf(m_one->manager.refresh(m_world->id))), "access-2");
    QCOMPARE(accessOf(answerOf(m_two->manager.refresh(m_world->id, core::Secret(QByteArrayView("access-1"))))), "access-2");
    QCOMPARE(m_world->refresher.spent.size(), 1);
}

void TstProcesses::fault95ALockThatIsNotFreedInTimeIsSaid()
{
    m_world->pass(15min);
    m_world->refresher.holdBack();
    const core::Async<model::TokenSet> one = m_one->manager.tokens(m_world->id);
    m_world->turn();
    const core::Async<model::TokenSet> two = m_two->manager.tokens(m_world->id);
    m_world->pass(76s);
    QCOMPARE(accessOf(answerOf(two)), "lock_timeout");
    QVERIFY(!one.isFinished());
    QVERIFY(m_world->isSignedIn());
    m_world->refresher.release();
    m_world->pass(1s);
    QCOMPARE(accessOf(answerOf(m_two->manager.tokens(m_world->id))), "access-2");
}

/// On a network disk a lock may not hold: then both spend the token, and the backend takes it from one.
void TstProcesses::fault97WithoutAWorkingLockTheLoserTakesTheWinnersTokens()
{
    m_world->pass(15min);
    m_world->refresher.holdBack();
    const core::Async<model::TokenSet> winner = m_one->manager.tokens(m_world->id);
    m_world->turn();
    QVERIFY(QFile::remove(m_world->lock()));
    const core::Async<model::TokenSet> loser = m_two->manager.tokens(m_world->id);
    m_world->turn();
    QCOMPARE(m_world->refresher.spent, QByteArrayList({"refresh-1", "refresh-1"}));
    m_world->refresher.releaseOne();
    QCOMPARE(accessOf(answerOf(winner)), "access-2");
    QVERIFY(!loser.isFinished());
    m_world->refresher.releaseOne();
    QCOMPARE(accessOf(answerOf(loser)), "access-2");
    QVERIFY(m_world->isSignedIn());
    QCOMPARE(m_two->told, QStringList({QStringLiteral("refreshed")}));
    QCOMPARE(m_world->record().generation, 2U);
}

void TstProcesses::aRotationElsewhereIsTakenOver()
{
    QCOMPARE(accessOf(answerOf(m_one->manager.refresh(m_world->id))), "access-2");
    Q_EMIT m_two->accounts.changed(); // as the watch on the file does
    QCOMPARE(accessOf(m_two->manager.current(m_world->id)), "none");
    QCOMPARE(m_two->told, QStringList{QStringLiteral("refreshed")});
    QCOMPARE(accessOf(answerOf(m_two->manager.tokens(m_world->id))), "access-2");
    QCOMPARE(m_world->refresher.spent.size(), 1);
}

void TstProcesses::aSignInElsewhereIsTakenOver()
{
    m_world->refresher.revoke();
    QCOMPARE(accessOf(answerOf(m_two->manager.refresh(m_world->id))), "invalid_grant");
    QVERIFY(m_world->signIn(*m_one).ok());
    QCOMPARE(accessOf(answerOf(m_two->manager.tokens(m_world->id))), "access-2");
    QCOMPARE(m_two->told, QStringList({QStringLiteral("ended invalid_grant"), QStringLiteral("refreshed")}));
}

/// The window, say, in which the account stands as one to be signed in again.
void TstProcesses::aSignInElsewhereIsNoticedByWhoAsksForNothing()
{
    m_two->manager.keepFresh(m_world->id);
    m_world->refresher.revoke();
    QCOMPARE(accessOf(answerOf(m_two->manager.refresh(m_world->id))), "invalid_grant");
    Q_EMIT m_two->accounts.changed(); // something else in the file
    QCOMPARE(m_two->told, QStringList{QStringLiteral("ended invalid_grant")});
    QVERIFY(m_world->signIn(*m_one).ok());
    Q_EMIT m_two->accounts.changed();
    QCOMPARE(m_two->told, QStringList({QStringLiteral("ended invalid_grant"), QStringLiteral("refreshed")}));
    Q_EMIT m_two->accounts.changed();
    QCOMPARE(m_two->told.size(), 2); // once
    m_world->pass(1s);
    QCOMPARE(accessOf(m_two->manager.current(m_world->id)), "access-2");
}

void TstProcesses::aSignOutElsewhereIsTakenOver()
{
    m_two->manager.keepFresh(m_world->id);
    QVERIFY(answerOf(m_one->manager.forget(m_world->id)).ok());
    Q_EMIT m_two->accounts.changed();
    QCOMPARE(accessOf(m_two->manager.current(m_world->id)), "none");
    QCOMPARE(accessOf(answerOf(m_two->manager.tokens(m_world->id))), "account_unknown");
    m_world->pass(24h);
    QVERIFY(m_world->refresher.spent.isEmpty());
    QVERIFY(m_world->stored().isEmpty());
}

void TstProcesses::anEndElsewhereIsToldOnce()
{
    m_world->refresher.revoke();
    QCOMPARE(accessOf(answerOf(m_one->manager.refresh(m_world->id))), "invalid_grant");
    Q_EMIT m_two->accounts.changed();
    Q_EMIT m_two->accounts.changed();
    QCOMPARE(m_two->told, QStringList{QStringLiteral("ended invalid_grant")});
    QCOMPARE(accessOf(answerOf(m_two->manager.tokens(m_world->id))), "invalid_grant");
    QCOMPARE(m_world->refresher.spent.size(), 1);
}

KEYTURN_TEST(TstProcesses)
#include "tst_processes.moc"
