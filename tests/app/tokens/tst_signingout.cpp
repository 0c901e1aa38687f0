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

/// Sign-out and a change of accounts while a refresh runs (FAULTS 56, 57).
class TstSigningOut : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void signingOutLeavesNothing();
    void fault56ARefreshUnderWayBringsTheTokensToRevoke();
    void fault56ARefreshThatDoesNotEndIsStoppedAndItsLateAnswerDiscarded();
    void fault56ARefreshOfAnotherProcessBringsTheTokensToRevoke();
    void fault56ALateAnswerInAnotherProcessDoesNotBringTheAccountBack();
    void fault56AskingWhileItIsForgottenIsAnswered();
    void signingOutTwiceAtOnceIsAnsweredTwice();
    void aLockedKeychainKeepsTheAccount();
    void aKeychainThatFailsHalfWayLeavesTheTokens();
    void theGoodSlotGoesLast();
    void tokensThatWereNeverStoredAreRevoked();
    void fault57TheAnswerBelongsToTheAccountThatAsked();
    void fault57SigningInAsAnotherDuringARefreshMixesNothing();
    void signingInAgainDuringARefreshWins();

private:
    void expectNothingLeft() const;

    std::unique_ptr<TokenWorld> m_world;
    std::unique_ptr<TokenWorld::Process> m_process;
};

void TstSigningOut::init()
{
    m_world = std::make_unique<TokenWorld>();
    m_process = m_world->start();
    QVERIFY(m_world->signIn(*m_process).ok());
}

void TstSigningOut::cleanup()
{
    m_process.reset();
    m_world.reset();
}

void TstSigningOut::expectNothingLeft() const
{
    QCOMPARE(m_world->stored(), QStringList());
    QVERIFY(m_world->record().id.isEmpty());
    QVERIFY(!QFile::exists(m_world->journal()));
}

void TstSigningOut::signingOutLeavesNothing()
{
    QCOMPARE(accessOf(answerOf(m_process->manager.forget(m_world->id))), "access-1");
    expectNothingLeft();
    QCOMPARE(accessOf(m_process->manager.current(m_world->id)), "none");
    QCOMPARE(accessOf(answerOf(m_process->manager.tokens(m_world->id))), "account_unknown");
    QCOMPARE(accessOf(answerOf(m_process->manager.forget(m_world->id))), "account_unknown");
    QVERIFY(m_world->refresher.spent.isEmpty());
}

void TstSigningOut::fault56ARefreshUnderWayBringsTheTokensToRevoke()
{
    m_world->refresher.holdBack();
    const core::Async<model::TokenSet> asked = m_process->manager.refresh(m_world->id);
    m_world->turn();
    const core::Async<model::TokenSet> forgotten = m_process->manager.forget(m_world->id);
    m_world->pass(4s);
    QVERIFY(!forgotten.isFinished());
    m_world->refresher.release();
    QCOMPARE(accessOf(answerOf(forgotten)), "access-2");
    QVERIFY(asked.isFinished());
    expectNothingLeft();
}

void TstSigningOut::fault56ARefreshThatDoesNotEndIsStoppedAndItsLateAnswerDiscarded()
{
    m_world->refresher.holdBack();
    const core::Async<model::TokenSet> asked = m_process->manager.refresh(m_world->id);
    m_world->turn();
    const core::Async<model::TokenSet> forgotten = m_process->manager.forget(m_world->id);
    m_world->pass(5s);
    QCOMPARE(accessOf(answerOf(forgotten)), "access-1");
    QCOMPARE(accessOf(answerOf(asked)), "stopped");
    expectNothingLeft();
    m_world->refresher.release();
    m_world->pass(1h);
    expectNothingLeft();
}

void TstSigningOut::fault56ARefreshOfAnotherProcessBringsTheTokensToRevoke()
{
    const auto other = m_world->start();
    m_world->refresher.holdBack();
    const core::Async<model::TokenSet> asked = other->manager.refresh(m_world->id);
    m_world->turn();
    QCOMPARE(m_world->refresher.waiting(), 1U);
    const core::Async<model::TokenSet> forgotten = m_process->manager.forget(m_world->id);
    m_world->pass(30s);
    QVERIFY(!forgotten.isFinished());
    m_world->refresher.release();
    QCOMPARE(accessOf(answerOf(asked)), "access-2");
    m_world->pass(1s);
    QCOMPARE(accessOf(answerOf(forgotten)), "access-2");
    expectNothingLeft();
}

void TstSigningOut::fault56ALateAnswerInAnotherProcessDoesNotBringTheAccountBack()
{
    const auto other = m_world->start();
    m_world->refresher.holdBack();
    const core::Async<model::TokenSet> asked = other->manager.refresh(m_world->id);
    m_world->turn();
    const core::Async<model::TokenSet> forgotten = m_process->manager.forget(m_world->id);
    m_world->pass(36s);
    QCOMPARE(accessOf(answerOf(forgotten)), "access-1");
    expectNothingLeft();
    QByteArrayList orphans;
    QObject::connect(&other->manager, &tokens::TokenManager::orphaned, &other->manager,
                     [&orphans](const model::Account &, const model::TokenSet &late) { orphans += late.accessToken.reveal().toByteArray(); });
    m_world->secrets.failNext(tests::FakeSecretStore::Operation::Remove);
    m_world->refresher.release();
    QCOMPARE(accessOf(answerOf(asked)), "account_unknown");
    QCOMPARE(orphans, QByteArrayList{"access-2"}); // to be revoked
    m_world->pass(1h);
    QVERIFY2(QFile::exists(m_world->journal()), "or nobody would ever find the slot that could not be removed");
    const auto next = m_world->start();
    m_world->turn();
    expectNothingLeft();
}

void TstSigningOut::fault56AskingWhileItIsForgottenIsAnswered()
{
    m_world->secrets.holdBack();
    const core::Async<model::TokenSet> forgotten = m_process->manager.forget(m_world->id);
    m_world->turn();
    const core::Async<model::TokenSet> asked = m_process->manager.refresh(m_world->id);
    m_world->turn();
    QVERIFY(!asked.isFinished());
    m_world->secrets.releaseAll();
    QCOMPARE(accessOf(answerOf(forgotten)), "access-1");
    const core::Result<model::TokenSet> answer = answerOf(asked);
    QVERIFY2(!answer.ok() && answer.error().code != QLatin1String("not_answered"), accessOf(answer).constData());
    QVERIFY(m_world->refresher.spent.isEmpty());
    expectNothingLeft();
}

void TstSigningOut::signingOutTwiceAtOnceIsAnsweredTwice()
{
    const core::Async<model::TokenSet> first = m_process->manager.forget(m_world->id);
    const core::Async<model::TokenSet> second = m_process->manager.forget(m_world->id);
    QCOMPARE(accessOf(answerOf(first)), "access-1");
    const core::Result<model::TokenSet> answer = answerOf(second);
    QVERIFY2(!answer.ok() && answer.error().code != QLatin1String("not_answered"), accessOf(answer).constData());
    expectNothingLeft();
}

void TstSigningOut::aLockedKeychainKeepsTheAccount()
{
    m_world->secrets.broken = QStringLiteral("keychain_locked");
    QCOMPARE(accessOf(answerOf(m_process->manager.forget(m_world->id))), "keychain_locked");
    QVERIFY(m_world->isSignedIn());
    m_world->secrets.broken.clear();
    QCOMPARE(accessOf(answerOf(m_process->manager.tokens(m_world->id))), "access-1");
    QCOMPARE(accessOf(answerOf(m_process->manager.forget(m_world->id))), "access-1");
    expectNothingLeft();
}

void TstSigningOut::aKeychainThatFailsHalfWayLeavesTheTokens()
{
    // A spent slot that could not be removed lies beside the good one.
    m_world->secrets.failNext(tests::FakeSecretStore::Operation::Remove);
    QCOMPARE(accessOf(answerOf(m_process->manager.refresh(m_world->id))), "access-2");
    m_world->secrets.failNext(tests::FakeSecretStore::Operation::Remove, 1, QStringLiteral("keychain_locked"));
    QCOMPARE(accessOf(answerOf(m_process->manager.forget(m_world->id))), "keychain_locked");
    QVERIFY(m_world->isSignedIn());
    const auto next = m_world->start(); // which has nothing in memory
    QCOMPARE(accessOf(answerOf(next->manager.forget(m_world->id))), "access-2");
    expectNothingLeft();
}

void TstSigningOut::theGoodSlotGoesLast()
{
    m_world->secrets.holdBack();
    const core::Async<model::TokenSet> forgotten = m_process->manager.forget(m_world->id);
    m_world->turn();
    for (int i = 0; i < 2; ++i) { // reads the newest, removes the next
        m_world->secrets.releaseOne();
        m_world->turn();
    }
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/1")});
    m_world->secrets.releaseAll();
    QCOMPARE(accessOf(answerOf(forgotten)), "access-1");
    expectNothingLeft();
}

void TstSigningOut::tokensThatWereNeverStoredAreRevoked()
{
    m_world->secrets.failNext(tests::FakeSecretStore::Operation::Write);
    QCOMPARE(accessOf(answerOf(m_process->manager.refresh(m_world->id))), "access-2");
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/1")});
    QCOMPARE(accessOf(answerOf(m_process->manager.forget(m_world->id))), "access-2");
    m_world->pass(1h);
    expectNothingLeft();
}

void TstSigningOut::fault57TheAnswerBelongsToTheAccountThatAsked()
{
    const model::Account grace = m_world->account(QStringLiteral("grace"));
    QVERIFY(answerOf(m_process->manager.adopt(grace, m_world->refresher.grant())).ok());
    m_world->refresher.holdBack();
    const core::Async<model::TokenSet> adas = m_process->manager.refresh(m_world->id);
    const core::Async<model::TokenSet> graces = m_process->manager.refresh(grace.id);
    m_world->turn();
    QCOMPARE(m_world->refresher.accounts, QList<model::AccountId>({m_world->id, grace.id}));
    QCOMPARE(m_world->refresher.spent, QByteArrayList({"refresh-1", "refresh-2"}));
    m_world->refresher.release();
    QCOMPARE(accessOf(answerOf(adas)), "access-3");
    QCOMPARE(accessOf(answerOf(graces)), "access-4");
    const auto restarted = m_world->start();
    QCOMPARE(accessOf(answerOf(restarted->manager.tokens(m_world->id))), "access-3");
    QCOMPARE(accessOf(answerOf(restarted->manager.tokens(grace.id))), "access-4");
}

void TstSigningOut::fault57SigningInAsAnotherDuringARefreshMixesNothing()
{
    m_world->refresher.holdBack();
    const core::Async<model::TokenSet> adas = m_process->manager.refresh(m_world->id);
    m_world->turn();
    const model::Account grace = m_world->account(QStringLiteral("grace"));
    QVERIFY(answerOf(m_process->manager.adopt(grace, m_world->refresher.grant())).ok());
    QCOMPARE(accessOf(m_process->manager.current(grace.id)), "access-3");
    m_world->refresher.release();
    QCOMPARE(accessOf(answerOf(adas)), "access-2");
    QCOMPARE(accessOf(m_process->manager.current(m_world->id)), "access-2");
    QCOMPARE(accessOf(m_process->manager.current(grace.id)), "access-3");
    QCOMPARE(m_world->stored(), QStringList({QStringLiteral("ada/2"), QStringLiteral("grace/1")}));
}

void TstSigningOut::signingInAgainDuringARefreshWins()
{
    m_world->refresher.holdBack();
    const core::Async<model::TokenSet> asked = m_process->manager.refresh(m_world->id);
    m_world->turn();
    const model::TokenSet tokens = m_world->refresher.grant();
    const core::Async<model::Account> adopted = m_process->manager.adopt(m_world->account(), tokens);
    m_world->pass(1s);
    m_world->refresher.release();
    QVERIFY(answerOf(adopted).ok());
    QVERIFY(asked.isFinished());
    QCOMPARE(accessOf(m_process->manager.current(m_world->id)), tokens.accessToken.reveal().toByteArray());
    const auto restarted = m_world->start();
    QCOMPARE(accessOf(answerOf(restarted->manager.tokens(m_world->id))), tokens.accessToken.reveal().toByteArray());
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/3")});
}

KEYTURN_TEST(TstSigningOut)
#include "tst_signingout.moc"
