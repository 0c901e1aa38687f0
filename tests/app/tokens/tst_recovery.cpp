// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"
#include "tokenworld.h"

#include <QDir>
#include <QFile>
#include <QLockFile>
#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

using namespace keyturn;
using namespace std::chrono_literals;
using tests::accessOf;
using tests::answerOf;
using tests::TokenWorld;

namespace {

/// Where in the crash-safe order the first process was killed.
enum class Arrow {
    LockJournal,
    JournalPost,
    PostWrite,
    WriteTorn,
    WriteCommit,
    CommitRemove,
    RemoveJournal,
};

/// The lock file of a process that is gone.
void leaveLock(const QString &path)
{
    QDir().mkpath(QFileInfo(path).path());
    const pid_t child = ::fork();
    if (child == 0) {
        QLockFile lock(path);
        ::_exit(lock.tryLock(0) ? 0 : 1);
    }
    int status = 0;
    if (::waitpid(child, &status, 0) != child || status != 0 || !QFile::exists(path))
        qFatal("no lock was left");
}

} // namespace

/// A process is killed at each arrow of the crash-safe order; the next one restores what there is, or asks the backend once, and never loops.
class TstRecovery : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void fault99To104TheNextProcessRestoresOrAsksOnce_data();
    void fault99To104TheNextProcessRestoresOrAsksOnce();
    void fault99To104ARefusedTokenIsReplacedByTheRestoredOne_data();
    void fault99To104ARefusedTokenIsReplacedByTheRestoredOne();
    void fault99To104AProcessKilledAtAnyKeychainOperation_data();
    void fault99To104AProcessKilledAtAnyKeychainOperation();
    void fault102AProcessKilledWhileItMends_data();
    void fault102AProcessKilledWhileItMends();
    void fault102ALockedKeychainDecidesNothing();
    void fault102SigningInAgainFindsTheRestoredTokensFirst();
    void fault102SigningOutAnswersTheNewestTokens();
    void aSignInThatWasKilledLeavesNothing_data();
    void aSignInThatWasKilledLeavesNothing();
    void aSignInThatRunsElsewhereIsNoOrphan();
    void aLostJournalIsNoLoop();
    void fault96TheLockOfAKilledProcessIsFreeAtOnce();

private:
    /// The first process rotates and is killed at @p arrow.
    void crashAt(Arrow arrow);
    /// A new process; what the one before did is forgotten.
    void restart();
    /// The process is killed at keychain operation @p operation of what it does, when that has taken effect or before.
    void killAt(int operation, bool tookEffect);
    /// From here on life goes on: one refresh for each access token that runs out, or none where the session is over.
    void goesOn();

    std::unique_ptr<TokenWorld> m_world;
    std::unique_ptr<TokenWorld::Process> m_process;
    model::TokenSet m_first;
};

void TstRecovery::init()
{
    m_world = std::make_unique<TokenWorld>();
    m_process = m_world->start();
    m_first = m_world->refresher.grant();
    QVERIFY(m_world->signIn(*m_process, m_first).ok());
}

void TstRecovery::cleanup()
{
    m_process.reset();
    m_world.reset();
}

void TstRecovery::restart()
{
    m_process.reset();
    m_world->secrets.dropAll();
    m_world->refresher.dropAll();
    m_world->refresher.spent.clear();
    m_process = m_world->start();
}

void TstRecovery::crashAt(Arrow arrow)
{
    m_process.reset();
    leaveLock(m_world->lock());
    if (arrow == Arrow::LockJournal)
        return;
    m_world->plantJournal(2);
    if (arrow == Arrow::JournalPost)
        return;
    const core::Result<model::TokenSet> answer = answerOf(m_world->refresher.refresh(m_world->account(), m_first, {}));
    QCOMPARE(accessOf(answer), "access-2");
    if (arrow == Arrow::WriteTorn)
        m_world->secrets.entries.insert(QStringLiteral("ada/2"), core::Secret(QByteArrayView("{\"version\":1,\"acc")));
    if (arrow == Arrow::PostWrite || arrow == Arrow::WriteTorn)
        return;
    m_world->plantSlot(2, *answer);
    if (arrow == Arrow::WriteCommit)
        return;
    storage::AccountStore accounts(m_world->directory.filePath(QStringLiteral("data")));
    QVERIFY(accounts.update(m_world->id, [](model::Account &record) { record.generation = 2; }).ok());
    if (arrow == Arrow::RemoveJournal)
        m_world->secrets.entries.remove(QStringLiteral("ada/1"));
}

void TstRecovery::killAt(int operation, bool tookEffect)
{
    m_world->turn();
    for (int i = 0; i < operation; ++i) {
        QCOMPARE(m_world->secrets.waiting(), 1U);
        m_world->secrets.releaseOne();
        m_world->turn();
    }
    QCOMPARE(m_world->secrets.waiting(), 1U);
    if (tookEffect)
        m_world->secrets.releaseOne();
    m_process.reset();
}

void TstRecovery::goesOn()
{
    m_world->refresher.spent.clear();
    const bool signedIn = m_world->isSignedIn();
    const qsizetype rounds = 3;
    for (int i = 0; i < rounds; ++i) {
        m_world->pass(15min);
        QCOMPARE(answerOf(m_process->manager.tokens(m_world->id)).ok(), signedIn);
    }
    QCOMPARE(m_world->refresher.spent.size(), signedIn ? rounds : 0);
    QVERIFY(!QFile::exists(m_world->journal()));
    if (signedIn)
        QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/%1").arg(m_world->record().generation)});
}

void TstRecovery::fault99To104TheNextProcessRestoresOrAsksOnce_data()
{
    QTest::addColumn<Arrow>("arrow");
    QTest::addColumn<bool>("grace");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("posts");
    const auto row = [](const char *name, Arrow arrow, bool grace, const char *answer, int posts) {
        QTest::newRow(name) << arrow << grace << QByteArray(answer) << posts;
    };
    row("99: lock | journal", Arrow::LockJournal, false, "access-2", 1);
    row("100: journal | POST", Arrow::JournalPost, false, "access-2", 1);
    row("101: POST | write, without grace", Arrow::PostWrite, false, "invalid_grant", 1);
    row("101: POST | write, with grace", Arrow::PostWrite, true, "access-3", 1);
    row("102: write torn, without grace", Arrow::WriteTorn, false, "invalid_grant", 1);
    row("102: write torn, with grace", Arrow::WriteTorn, true, "access-3", 1);
    row("102: write | commit", Arrow::WriteCommit, false, "access-2", 0);
    row("103: commit | remove", Arrow::CommitRemove, false, "access-2", 0);
    row("104: remove | journal away", Arrow::RemoveJournal, false, "access-2", 0);
}

void TstRecovery::fault99To104TheNextProcessRestoresOrAsksOnce()
{
    QFETCH(const Arrow, arrow);
    QFETCH(const bool, grace);
    m_world->refresher.hasGrace = grace;
    m_world->clock.advance(m_world->refresher.lifetime);
    crashAt(arrow);
    restart();
    QTEST(accessOf(answerOf(m_process->manager.tokens(m_world->id))), "answer");
    QTEST(int(m_world->refresher.spent.size()), "posts");
    goesOn();
}

void TstRecovery::fault99To104ARefusedTokenIsReplacedByTheRestoredOne_data()
{
    fault99To104TheNextProcessRestoresOrAsksOnce_data();
}

/// The backend may have ended the old access token with the rotation, long before its time.
void TstRecovery::fault99To104ARefusedTokenIsReplacedByTheRestoredOne()
{
    QFETCH(const Arrow, arrow);
    QFETCH(const bool, grace);
    m_world->refresher.hasGrace = grace;
    crashAt(arrow);
    restart();
    QVERIFY(answerOf(m_process->manager.tokens(m_world->id)).ok());
    QVERIFY(m_world->refresher.spent.isEmpty());
    QTEST(accessOf(answerOf(m_process->manager.refresh(m_world->id, m_first.accessToken))), "answer");
    QTEST(int(m_world->refresher.spent.size()), "posts");
    goesOn();
}

void TstRecovery::fault99To104AProcessKilledAtAnyKeychainOperation_data()
{
    QTest::addColumn<int>("operation");
    QTest::addColumn<bool>("tookEffect");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("posts");
    QTest::newRow("before the read") << 0 << false << QByteArray("access-2") << 1;
    QTest::newRow("after the read") << 0 << true << QByteArray("access-2") << 1;
    QTest::newRow("before the write") << 1 << false << QByteArray("invalid_grant") << 1;
    QTest::newRow("after the write") << 1 << true << QByteArray("access-2") << 0;
    QTest::newRow("before the removal") << 2 << false << QByteArray("access-2") << 0;
    QTest::newRow("after the removal") << 2 << true << QByteArray("access-2") << 0;
}

void TstRecovery::fault99To104AProcessKilledAtAnyKeychainOperation()
{
    QFETCH(const int, operation);
    QFETCH(const bool, tookEffect);
    m_world->clock.advance(m_world->refresher.lifetime);
    m_world->secrets.holdBack();
    const core::Async<model::TokenSet> asked = m_process->manager.tokens(m_world->id);
    killAt(operation, tookEffect);
    restart();
    QTEST(accessOf(answerOf(m_process->manager.tokens(m_world->id))), "answer");
    QTEST(int(m_world->refresher.spent.size()), "posts");
    goesOn();
    QVERIFY(asked.isFinished()); // whoever asked is told
}

void TstRecovery::fault102AProcessKilledWhileItMends_data()
{
    QTest::addColumn<int>("operation");
    QTest::addColumn<bool>("tookEffect");
    for (const int operation : {0, 1, 2}) {
        QTest::addRow("before operation %d", operation) << operation << false;
        QTest::addRow("after operation %d", operation) << operation << true;
    }
}

void TstRecovery::fault102AProcessKilledWhileItMends()
{
    QFETCH(const int, operation);
    QFETCH(const bool, tookEffect);
    m_world->clock.advance(m_world->refresher.lifetime);
    crashAt(Arrow::WriteCommit);
    restart();
    m_world->secrets.holdBack();
    const core::Async<model::TokenSet> asked = m_process->manager.tokens(m_world->id);
    killAt(operation, tookEffect);
    restart();
    QCOMPARE(accessOf(answerOf(m_process->manager.tokens(m_world->id))), "access-2");
    QVERIFY(m_world->refresher.spent.isEmpty());
    goesOn();
    QVERIFY(asked.isFinished());
}

void TstRecovery::fault102ALockedKeychainDecidesNothing()
{
    m_world->clock.advance(m_world->refresher.lifetime);
    crashAt(Arrow::WriteCommit);
    restart();
    m_world->secrets.holdBack();
    const core::Async<model::TokenSet> asked = m_process->manager.tokens(m_world->id);
    m_world->turn();
    m_world->secrets.releaseOne(); // slot 1 could be read
    m_world->turn();
    m_world->secrets.failNext(tests::FakeSecretStore::Operation::Read, 1, QStringLiteral("keychain_locked")); // slot 2 could not
    m_world->secrets.releaseAll();
    QCOMPARE(accessOf(answerOf(asked)), "keychain_locked");
    QVERIFY(m_world->refresher.spent.isEmpty());
    QCOMPARE(accessOf(answerOf(m_process->manager.tokens(m_world->id))), "access-2");
    QVERIFY(m_world->refresher.spent.isEmpty());
    goesOn();
}

void TstRecovery::fault102SigningInAgainFindsTheRestoredTokensFirst()
{
    crashAt(Arrow::WriteCommit);
    restart();
    m_world->turn();
    m_world->secrets.failNext(tests::FakeSecretStore::Operation::Write);
    QVERIFY(!m_world->signIn(*m_process).ok());
    QCOMPARE(accessOf(answerOf(m_process->manager.tokens(m_world->id))), "access-2");
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/2")});
    const core::Result<model::Account> signedIn = m_world->signIn(*m_process);
    QVERIFY(signedIn.ok());
    QCOMPARE(signedIn->generation, 3U);
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/3")});
    QVERIFY(m_world->refresher.spent.isEmpty());
    goesOn();
}

void TstRecovery::fault102SigningOutAnswersTheNewestTokens()
{
    crashAt(Arrow::WriteCommit);
    restart();
    QCOMPARE(accessOf(answerOf(m_process->manager.forget(m_world->id))), "access-2");
    QVERIFY(m_world->stored().isEmpty());
    QVERIFY(!QFile::exists(m_world->journal()));
}

void TstRecovery::aSignInThatWasKilledLeavesNothing_data()
{
    QTest::addColumn<bool>("tookEffect");
    QTest::newRow("before the write") << false;
    QTest::newRow("after the write") << true;
}

void TstRecovery::aSignInThatWasKilledLeavesNothing()
{
    QFETCH(const bool, tookEffect);
    QVERIFY(answerOf(m_process->manager.forget(m_world->id)).ok());
    m_world->secrets.holdBack();
    const core::Async<model::Account> asked = m_process->manager.adopt(m_world->account(), m_world->refresher.grant());
    killAt(0, tookEffect);
    QVERIFY(QFile::exists(m_world->journal()));
    restart();
    QCOMPARE(accessOf(answerOf(m_process->manager.tokens(m_world->id))), "account_unknown");
    QVERIFY(m_world->stored().isEmpty());
    QVERIFY(!QFile::exists(m_world->journal()));
    QVERIFY(m_world->signIn(*m_process).ok());
    QVERIFY(asked.isFinished());
    goesOn();
}

void TstRecovery::aSignInThatRunsElsewhereIsNoOrphan()
{
    QVERIFY(answerOf(m_process->manager.forget(m_world->id)).ok());
    m_world->secrets.holdBack();
    const core::Async<model::Account> asked = m_process->manager.adopt(m_world->account(), m_world->refresher.grant());
    m_world->turn();
    const auto other = m_world->start();
    m_world->pass(1s);
    QVERIFY(QFile::exists(m_world->journal()));
    m_world->secrets.releaseAll();
    QVERIFY(answerOf(asked).ok());
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/1")});
    QVERIFY(answerOf(other->manager.tokens(m_world->id)).ok());
}

/// Nobody knows of slot 2 any more: the backend is asked, once.
void TstRecovery::aLostJournalIsNoLoop()
{
    m_world->clock.advance(m_world->refresher.lifetime);
    crashAt(Arrow::WriteCommit);
    QVERIFY(QFile::remove(m_world->journal()));
    restart();
    QCOMPARE(accessOf(answerOf(m_process->manager.tokens(m_world->id))), "invalid_grant");
    QCOMPARE(m_world->refresher.spent, QByteArrayList{"refresh-1"});
    goesOn();
    QVERIFY(m_world->signIn(*m_process).ok());
    goesOn();
}

void TstRecovery::fault96TheLockOfAKilledProcessIsFreeAtOnce()
{
    m_process.reset();
    leaveLock(m_world->lock());
    restart();
    QCOMPARE(accessOf(answerOf(m_process->manager.refresh(m_world->id))), "access-2");
}

KEYTURN_TEST(TstRecovery)
#include "tst_recovery.moc"
