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

/// Asks, refreshes and rotations of one account in one process (FAULTS 49–53).
class TstTokenManager : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void aTokenThatServesCostsNothing();
    void aTokenThatServesNotLongEnoughIsRenewed();
    void whatIsAboutToEndIsRenewedByANewProcessToo();
    void aShortLifeThatEndsEarlyIsNoFreshTokenRefused();
    void aRefreshMovesToTheNextSlotAndLeavesNothingElse();
    void fault49AThousandAsksAtExpiryAreOneRefresh();
    void fault49AThousandRefusalsAreOneRefresh();
    void fault49AsksThatComeDuringTheRefreshJoinIt();
    void fault50TheOldRefreshTokenIsKeptWhereNoNewOneComes();
    void fault51AnIdenticalTokenIsStoredAndNotRemoved_data();
    void fault51AnIdenticalTokenIsStoredAndNotRemoved();
    void fault51AnIdenticalTokenThatIsRefusedEndsInOneError();
    void fault52ALostAnswerWithGraceIsAskedForAgain();
    void fault52ALostAnswerWithoutGraceIsOneSignInAgain();
    void fault53AnEndedSessionIsOneSignInAgain();
    void fault53SigningInAgainMendsIt();
    void aTokenThatCannotBeRenewedServesToItsEnd();
    void anUnknownAccountIsSaid();

private:
    std::unique_ptr<TokenWorld> m_world;
    std::unique_ptr<TokenWorld::Process> m_process;
};

void TstTokenManager::init()
{
    m_world = std::make_unique<TokenWorld>();
    m_process = m_world->start();
}

void TstTokenManager::cleanup()
{
    m_process.reset();
    m_world.reset();
}

void TstTokenManager::aTokenThatServesCostsNothing()
{
    QVERIFY(m_world->signIn(*m_process).ok());
    QCOMPARE(accessOf(m_process->manager.current(m_world->id)), "access-1");
    QCOMPARE(accessOf(answerOf(m_process->manager.tokens(m_world->id))), "access-1");
    const auto restarted = m_world->start();
    QCOMPARE(accessOf(restarted->manager.current(m_world->id)), "none");
    QCOMPARE(accessOf(answerOf(restarted->manager.tokens(m_world->id))), "access-1");
    QCOMPARE(accessOf(restarted->manager.current(m_world->id)), "access-1");
    QVERIFY(m_world->refresher.spent.isEmpty());
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/1")});
}

void TstTokenManager::aTokenThatServesNotLongEnoughIsRenewed()
{
    QVERIFY(m_world->signIn(*m_process).ok());
    m_world->pass(6min);
    QCOMPARE(accessOf(answerOf(m_process->manager.tokens(m_world->id, 8min))), "access-1");
    QCOMPARE(accessOf(answerOf(m_process->manager.tokens(m_world->id, 10min))), "access-2");
    // No backend gives this much: it is asked once, and then what there is serves.
    QCOMPARE(accessOf(answerOf(m_process->manager.tokens(m_world->id, 1h))), "access-3");
    QCOMPARE(m_world->refresher.spent.size(), 2);
}

/// A request that starts with a token's last moment ends in a refusal: a tenth of the life, 5 s at most, is kept in hand.
void TstTokenManager::whatIsAboutToEndIsRenewedByANewProcessToo()
{
    m_world->refresher.lifetime = 20s;
    QVERIFY(m_world->signIn(*m_process).ok());
    m_world->pass(17s);
    QCOMPARE(accessOf(answerOf(m_world->start()->manager.tokens(m_world->id))), "access-1");
    m_world->pass(2s);
    QCOMPARE(accessOf(answerOf(m_world->start()->manager.tokens(m_world->id))), "access-2");
    m_world->pass(19s);
    QCOMPARE(accessOf(answerOf(m_process->manager.tokens(m_world->id))), "access-3");
}

/// Backends count lives in whole seconds, so that one of 2 s may be over after 1: each such refusal is worth a refresh.
void TstTokenManager::aShortLifeThatEndsEarlyIsNoFreshTokenRefused()
{
    m_world->refresher.lifetime = 2s;
    QVERIFY(m_world->signIn(*m_process).ok());
    QCOMPARE(accessOf(answerOf(m_process->manager.refresh(m_world->id, core::Secret(QByteArrayView("access-1"))))), "access-2");
    QCOMPARE(accessOf(answerOf(m_process->manager.refresh(m_world->id, core::Secret(QByteArrayView("access-2"))))), "fresh_token_refused");
    m_world->pass(1500ms);
    QCOMPARE(accessOf(answerOf(m_process->manager.refresh(m_world->id, core::Secret(QByteArrayView("access-2"))))), "access-3");
}

void TstTokenManager::aRefreshMovesToTheNextSlotAndLeavesNothingElse()
{
    QVERIFY(m_world->signIn(*m_process).ok());
    m_process->told.clear();
    m_world->pass(15min);
    QCOMPARE(accessOf(m_process->manager.current(m_world->id)), "none");
    QCOMPARE(accessOf(answerOf(m_process->manager.tokens(m_world->id))), "access-2");
    QCOMPARE(m_process->told, QStringList({QStringLiteral("refreshed")}));
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/2")});
    QCOMPARE(m_world->record().generation, 2U);
    QCOMPARE(m_world->record().accessExpiresAt, m_world->clock.now().addSecs(15 * 60));
    QVERIFY(!QFile::exists(m_world->journal()));
    QVERIFY(m_world->isSignedIn());
}

void TstTokenManager::fault49AThousandAsksAtExpiryAreOneRefresh()
{
    QVERIFY(m_world->signIn(*m_process).ok());
    m_process->told.clear();
    m_world->pass(15min);
    QList<core::Async<model::TokenSet>> answers;
    for (int i = 0; i < 1000; ++i)
        answers.append(m_process->manager.tokens(m_world->id));
    for (const auto &answer : std::as_const(answers))
        QCOMPARE(accessOf(answerOf(answer)), "access-2");
    QCOMPARE(m_world->refresher.spent, QByteArrayList{"refresh-1"});
    QCOMPARE(m_process->told, QStringList({QStringLiteral("refreshed")}));
}

void TstTokenManager::fault49AThousandRefusalsAreOneRefresh()
{
    QVERIFY(m_world->signIn(*m_process).ok());
    const core::Secret refused(QByteArrayView("access-1"));
    QList<core::Async<model::TokenSet>> answers;
    for (int i = 0; i < 1000; ++i)
        answers.append(m_process->manager.refresh(m_world->id, refused));
    for (const auto &answer : std::as_const(answers))
        QCOMPARE(accessOf(answerOf(answer)), "access-2");
    // The last of them learns of its 401 only now: its token is not the newest any more.
    QCOMPARE(accessOf(answerOf(m_process->manager.refresh(m_world->id, refused))), "access-2");
    QCOMPARE(m_world->refresher.spent, QByteArrayList{"refresh-1"});
}

void TstTokenManager::fault49AsksThatComeDuringTheRefreshJoinIt()
{
    QVERIFY(m_world->signIn(*m_process).ok());
    m_world->pass(15min);
    m_world->refresher.holdBack();
    const core::Async<model::TokenSet> first = m_process->manager.tokens(m_world->id);
    m_world->turn();
    QCOMPARE(m_world->refresher.waiting(), 1U);
    const core::Async<model::TokenSet> second = m_process->manager.tokens(m_world->id);
    const core::Async<model::TokenSet> third = m_process->manager.refresh(m_world->id);
    const core::Async<model::TokenSet> fourth = m_process->manager.refresh(m_world->id, core::Secret(QByteArrayView("access-1")));
    m_world->turn();
    QVERIFY(!first.isFinished() && !second.isFinished() && !third.isFinished() && !fourth.isFinished());
    m_world->refresher.release();
    for (const auto &answer : {first, second, third, fourth})
        QCOMPARE(accessOf(answerOf(answer)), "access-2");
    QCOMPARE(m_world->refresher.spent, QByteArrayList{"refresh-1"});
}

void TstTokenManager::fault50TheOldRefreshTokenIsKeptWhereNoNewOneComes()
{
    m_world->refresher.rotates = false;
    QVERIFY(m_world->signIn(*m_process).ok());
    for (const char *access : {"access-2", "access-3"}) {
        m_world->pass(15min);
        QCOMPARE(accessOf(answerOf(m_process->manager.tokens(m_world->id))), access);
    }
    const auto restarted = m_world->start();
    m_world->pass(15min);
    QCOMPARE(accessOf(answerOf(restarted->manager.tokens(m_world->id))), "access-4");
    QCOMPARE(m_world->refresher.spent, QByteArrayList({"refresh-1", "refresh-1", "refresh-1"}));
}

void TstTokenManager::fault51AnIdenticalTokenIsStoredAndNotRemoved_data()
{
    QTest::addColumn<bool>("rotates");
    QTest::newRow("the access token alone") << true;
    QTest::newRow("both") << false;
}

void TstTokenManager::fault51AnIdenticalTokenIsStoredAndNotRemoved()
{
    QFETCH(const bool, rotates);
    m_world->refresher.sameAccessToken = true;
    m_world->refresher.rotates = rotates;
    QVERIFY(m_world->signIn(*m_process).ok());
    QCOMPARE(accessOf(answerOf(m_process->manager.refresh(m_world->id))), "access-1");
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/2")});
    const auto restarted = m_world->start();
    QCOMPARE(accessOf(answerOf(restarted->manager.tokens(m_world->id))), "access-1");
    m_world->pass(15min);
    QCOMPARE(accessOf(answerOf(restarted->manager.tokens(m_world->id))), "access-1");
    QCOMPARE(m_world->refresher.spent.size(), 2);
    QVERIFY(m_world->isSignedIn());
}

void TstTokenManager::fault51AnIdenticalTokenThatIsRefusedEndsInOneError()
{
    m_world->refresher.sameAccessToken = true;
    QVERIFY(m_world->signIn(*m_process).ok());
    const core::Secret refused(QByteArrayView("access-1"));
    QCOMPARE(accessOf(answerOf(m_process->manager.refresh(m_world->id, refused))), "access-1");
    QCOMPARE(accessOf(answerOf(m_process->manager.refresh(m_world->id, refused))), "fresh_token_refused");
    QCOMPARE(m_world->refresher.spent.size(), 1);
    m_world->pass(30s);
    QCOMPARE(accessOf(answerOf(m_process->manager.refresh(m_world->id, refused))), "access-1");
    QCOMPARE(m_world->refresher.spent.size(), 2);
    QVERIFY(m_world->isSignedIn());
}

void TstTokenManager::fault52ALostAnswerWithGraceIsAskedForAgain()
{
    m_world->refresher.hasGrace = true;
    QVERIFY(m_world->signIn(*m_process).ok());
    m_world->pass(15min);
    m_world->refresher.loseNextAnswer();
    QCOMPARE(accessOf(answerOf(m_process->manager.tokens(m_world->id))), "connection_closed");
    QVERIFY(m_world->isSignedIn());
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/1")});
    QCOMPARE(accessOf(answerOf(m_process->manager.tokens(m_world->id))), "access-3");
    QCOMPARE(m_world->refresher.spent, QByteArrayList({"refresh-1", "refresh-1"}));
    QVERIFY(m_world->isSignedIn());
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/2")});
}

void TstTokenManager::fault52ALostAnswerWithoutGraceIsOneSignInAgain()
{
    QVERIFY(m_world->signIn(*m_process).ok());
    m_process->told.clear();
    m_world->pass(15min);
    m_world->refresher.loseNextAnswer();
    QCOMPARE(accessOf(answerOf(m_process->manager.tokens(m_world->id))), "connection_closed");
    for (int i = 0; i < 3; ++i) {
        const core::Result<model::TokenSet> answer = answerOf(m_process->manager.tokens(m_world->id));
        QCOMPARE(accessOf(answer), "invalid_grant");
        QCOMPARE(answer.error().kind, core::ErrorKind::SignInAgain);
    }
    QCOMPARE(m_world->refresher.spent, QByteArrayList({"refresh-1", "refresh-1"}));
    QCOMPARE(m_world->cause(), QStringLiteral("invalid_grant"));
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/1")}); // set aside, not erased
    QCOMPARE(m_process->told, QStringList({QStringLiteral("failed connection_closed"), QStringLiteral("ended invalid_grant")}));
}

void TstTokenManager::fault53AnEndedSessionIsOneSignInAgain()
{
    QVERIFY(m_world->signIn(*m_process).ok());
    m_process->manager.keepFresh(m_world->id);
    m_process->told.clear();
    m_world->refresher.revoke();
    QList<core::Async<model::TokenSet>> answers;
    m_world->clock.jumpWall(15min);
    for (int i = 0; i < 100; ++i)
        answers.append(m_process->manager.tokens(m_world->id));
    for (const auto &answer : std::as_const(answers))
        QCOMPARE(accessOf(answerOf(answer)), "invalid_grant");
    m_world->pass(24h);
    const auto restarted = m_world->start();
    restarted->manager.keepFresh(m_world->id);
    m_world->pass(24h);
    QCOMPARE(accessOf(answerOf(restarted->manager.tokens(m_world->id))), "invalid_grant");
    QCOMPARE(m_world->refresher.spent, QByteArrayList{"refresh-1"});
    QCOMPARE(m_process->told, QStringList({QStringLiteral("ended invalid_grant")}));
    QCOMPARE(m_world->cause(), QStringLiteral("invalid_grant"));
    QVERIFY(!QFile::exists(m_world->journal()));
}

void TstTokenManager::fault53SigningInAgainMendsIt()
{
    QVERIFY(m_world->signIn(*m_process).ok());
    m_world->refresher.revoke();
    QCOMPARE(accessOf(answerOf(m_process->manager.refresh(m_world->id))), "invalid_grant");
    QVERIFY(m_world->signIn(*m_process).ok());
    QVERIFY(m_world->isSignedIn());
    QCOMPARE(accessOf(m_process->manager.current(m_world->id)), "access-2");
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/2")});
    m_world->pass(15min);
    QCOMPARE(accessOf(answerOf(m_process->manager.tokens(m_world->id))), "access-3");
}

void TstTokenManager::aTokenThatCannotBeRenewedServesToItsEnd()
{
    model::TokenSet tokens = m_world->refresher.grant();
    tokens.refreshToken = {};
    QVERIFY(m_world->signIn(*m_process, tokens).ok());
    m_process->manager.keepFresh(m_world->id);
    QCOMPARE(accessOf(answerOf(m_process->manager.refresh(m_world->id))), "not_renewable");
    QCOMPARE(accessOf(answerOf(m_process->manager.tokens(m_world->id))), "access-1");
    m_world->pass(15min);
    const core::Result<model::TokenSet> over = answerOf(m_process->manager.tokens(m_world->id));
    QCOMPARE(accessOf(over), "no_refresh_token");
    QCOMPARE(over.error().kind, core::ErrorKind::SignInAgain);
    QVERIFY(m_world->refresher.spent.isEmpty());
}

void TstTokenManager::anUnknownAccountIsSaid()
{
    QCOMPARE(accessOf(answerOf(m_process->manager.tokens(m_world->id))), "account_unknown");
    QCOMPARE(accessOf(answerOf(m_process->manager.refresh(m_world->id))), "account_unknown");
    QVERIFY(m_world->refresher.spent.isEmpty());
}

KEYTURN_TEST(TstTokenManager)
#include "tst_tokenmanager.moc"
