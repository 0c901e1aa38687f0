// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"
#include "tokenworld.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>

using namespace keyturn;
using namespace std::chrono_literals;
using tests::accessOf;
using tests::answerOf;
using tests::TokenWorld;

using Operation = tests::FakeSecretStore::Operation;

/// The keychain is locked, loses writes, or holds what does not belong there (FAULTS 60, 64, 66, 71, 72).
class TstKeychainTrouble : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void fault60ALockedKeychainIsAskedOnceForEachAsk();
    void fault64ASecretThatIsNotFoundIsNoSignOut();
    void fault66TokensThatCouldNotBeStoredServeAndAreStoredLater();
    void fault66TheNextRefreshSpendsTheTokenThatWasNotStored();
    void fault66AProgramThatEndsStoresThemFirst();
    void fault66AProgramThatEndsSaysWhatItCouldNotStore();
    void fault65AProgramThatEndsWaitsForTheAnswerOfWhatItSpent();
    void fault66NobodyElseRefreshesMeanwhile();
    void fault66WhatWasNeverStoredIsOneSignInAgainForTheNextProcess();
    void fault71AnotherAccountsEntryIsNotUsed();
    void fault71AnotherAccountsEntryIsNotRevokedAtSignOut();
    void fault71AnOlderOrForeignEntryIsNotUsed_data();
    void fault71AnOlderOrForeignEntryIsNotUsed();
    void fault72WithoutRoomForTheJournalNothingIsSpent();
    void aSignInThatCannotBeStoredLeavesNothing();
    void aSignInAgainThatFailedIsNeverTakenForARotation();
    void aSlotThatCannotBeRemovedGoesWithTheNextRotation();

private:
    [[nodiscard]] core::Result<model::TokenSet> ask() { return answerOf(m_process->manager.tokens(m_world->id)); }

    std::unique_ptr<TokenWorld> m_world;
    std::unique_ptr<TokenWorld::Process> m_process;
};

void TstKeychainTrouble::init()
{
    m_world = std::make_unique<TokenWorld>();
    m_process = m_world->start();
    QVERIFY(m_world->signIn(*m_process).ok());
    m_process->told.clear();
}

void TstKeychainTrouble::cleanup()
{
    m_process.reset();
    m_world.reset();
}

void TstKeychainTrouble::fault60ALockedKeychainIsAskedOnceForEachAsk()
{
    m_process = m_world->start();
    m_world->secrets.broken = QStringLiteral("keychain_locked");
    const int before = m_world->secrets.count(Operation::Read);
    QList<core::Async<model::TokenSet>> answers;
    for (int i = 0; i < 100; ++i)
        answers.append(m_process->manager.tokens(m_world->id));
    for (const auto &answer : std::as_const(answers))
        QCOMPARE(accessOf(answerOf(answer)), "keychain_locked");
    QCOMPARE(m_world->secrets.count(Operation::Read), before + 1); // each may show a prompt
    QVERIFY(m_world->isSignedIn());
    QCOMPARE(m_process->told, QStringList{QStringLiteral("failed keychain_locked")});
    m_world->secrets.broken.clear();
    QCOMPARE(accessOf(ask()), "access-1");
    QCOMPARE(m_process->told.last(), QStringLiteral("refreshed")); // whoever showed the trouble learns that it is over
    QVERIFY(m_world->refresher.spent.isEmpty());
}

void TstKeychainTrouble::fault64ASecretThatIsNotFoundIsNoSignOut()
{
    m_process = m_world->start();
    const QMap<QString, core::Secret> hidden = std::exchange(m_world->secrets.entries, {});
    QCOMPARE(accessOf(ask()), "secret_missing");
    QVERIFY(m_world->isSignedIn());
    m_world->secrets.entries = hidden;
    QCOMPARE(accessOf(ask()), "access-1");
    QVERIFY(m_world->refresher.spent.isEmpty());
}

void TstKeychainTrouble::fault66TokensThatCouldNotBeStoredServeAndAreStoredLater()
{
    m_world->pass(15min);
    m_world->secrets.failNext(Operation::Write, 3, QStringLiteral("keychain_write_lost"));
    QCOMPARE(accessOf(ask()), "access-2");
    QCOMPARE(m_process->told, QStringList({QStringLiteral("refreshed"), QStringLiteral("unsaved keychain_write_lost")}));
    QCOMPARE(m_world->record().generation, 1U);
    QVERIFY2(QFile::exists(m_world->journal()), "should we die now, it is looked for");
    m_world->pass(1s + 2s + 100ms);
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/1")});
    m_world->pass(4s);
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/2")});
    QCOMPARE(m_world->record().generation, 2U);
    QVERIFY(!QFile::exists(m_world->journal()));
    QCOMPARE(accessOf(m_process->manager.current(m_world->id)), "access-2");
    const auto restarted = m_world->start();
    QCOMPARE(accessOf(answerOf(restarted->manager.tokens(m_world->id))), "access-2");
    QCOMPARE(m_world->refresher.spent, QByteArrayList{"refresh-1"});
}

void TstKeychainTrouble::fault66TheNextRefreshSpendsTheTokenThatWasNotStored()
{
    m_world->secrets.failNext(Operation::Write, 1000);
    for (const char *access : {"access-2", "access-3", "access-4"}) {
        m_world->pass(15min);
        QCOMPARE(accessOf(ask()), access);
    }
    QCOMPARE(m_world->refresher.spent, QByteArrayList({"refresh-1", "refresh-2", "refresh-3"}));
    m_world->secrets.failNext(Operation::Write, 0);
    m_world->pass(5min + 30s);
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/2")});
    const auto restarted = m_world->start();
    QCOMPARE(accessOf(answerOf(restarted->manager.tokens(m_world->id))), "access-4");
}

void TstKeychainTrouble::fault66AProgramThatEndsStoresThemFirst()
{
    m_world->secrets.failNext(Operation::Write, 2);
    QCOMPARE(accessOf(answerOf(m_process->manager.refresh(m_world->id))), "access-2");
    const core::Async<void> settled = m_process->manager.settle(10s); // the second attempt fails as well
    m_world->turn();
    QVERIFY(!settled.isFinished());
    m_world->pass(1100ms);
    QVERIFY(settled.isFinished() && settled.result().ok());
    m_process.reset();
    m_process = m_world->start();
    QCOMPARE(accessOf(ask()), "access-2");
    QCOMPARE(m_world->refresher.spent.size(), 1);
}

void TstKeychainTrouble::fault66AProgramThatEndsSaysWhatItCouldNotStore()
{
    m_world->secrets.failNext(Operation::Write, 100, QStringLiteral("keychain_locked"));
    QCOMPARE(accessOf(answerOf(m_process->manager.refresh(m_world->id))), "access-2");
    const core::Async<void> settled = m_process->manager.settle(10s);
    m_world->pass(9s);
    QVERIFY(!settled.isFinished());
    m_world->pass(2s);
    QVERIFY(settled.isFinished());
    QCOMPARE(settled.result().error().code, QStringLiteral("keychain_locked"));
}

void TstKeychainTrouble::fault65AProgramThatEndsWaitsForTheAnswerOfWhatItSpent()
{
    m_world->refresher.holdBack();
    const core::Async<model::TokenSet> asked = m_process->manager.refresh(m_world->id);
    m_world->turn();
    const core::Async<void> settled = m_process->manager.settle(1s);
    m_world->pass(20s); // patience is for what could not be stored
    QVERIFY(!settled.isFinished());
    m_world->refresher.release();
    m_world->pass(100ms);
    QVERIFY(asked.isFinished() && settled.isFinished() && settled.result().ok());
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/2")});
    QVERIFY(answerOf(m_process->manager.settle(0s)).ok());
}

void TstKeychainTrouble::fault66NobodyElseRefreshesMeanwhile()
{
    m_world->pass(15min);
    m_world->secrets.failNext(Operation::Write, 1);
    QCOMPARE(accessOf(ask()), "access-2");
    const auto other = m_world->start();
    const core::Async<model::TokenSet> asked = other->manager.tokens(m_world->id);
    m_world->pass(500ms);
    QVERIFY(!asked.isFinished());
    m_world->pass(1s); // the first process could store them
    m_world->pass(1s);
    QCOMPARE(accessOf(answerOf(asked)), "access-2");
    QCOMPARE(m_world->refresher.spent, QByteArrayList{"refresh-1"});
}

void TstKeychainTrouble::fault66WhatWasNeverStoredIsOneSignInAgainForTheNextProcess()
{
    m_world->pass(15min);
    m_world->secrets.failNext(Operation::Write, 1);
    QCOMPARE(accessOf(ask()), "access-2");
    m_process = m_world->start();
    for (int i = 0; i < 3; ++i)
        QCOMPARE(accessOf(ask()), "invalid_grant");
    QCOMPARE(m_world->refresher.spent, QByteArrayList({"refresh-1", "refresh-1"}));
}

void TstKeychainTrouble::fault71AnotherAccountsEntryIsNotUsed()
{
    const model::Account grace = m_world->account(QStringLiteral("grace"));
    QVERIFY(answerOf(m_process->manager.adopt(grace, m_world->refresher.grant())).ok());
    QMap<QString, core::Secret> &entries = m_world->secrets.entries;
    entries.insert(QStringLiteral("grace/1"), entries.value(QStringLiteral("ada/1")));
    m_process = m_world->start();
    QCOMPARE(accessOf(answerOf(m_process->manager.tokens(grace.id))), "secret_misplaced");
    QCOMPARE(accessOf(answerOf(m_process->manager.refresh(grace.id))), "secret_misplaced");
    QVERIFY(m_world->refresher.spent.isEmpty());
    QCOMPARE(accessOf(ask()), "access-1");
}

void TstKeychainTrouble::fault71AnotherAccountsEntryIsNotRevokedAtSignOut()
{
    const model::Account grace = m_world->account(QStringLiteral("grace"));
    QVERIFY(answerOf(m_process->manager.adopt(grace, m_world->refresher.grant())).ok());
    QMap<QString, core::Secret> &entries = m_world->secrets.entries;
    entries.insert(QStringLiteral("grace/1"), entries.value(QStringLiteral("ada/1")));
    m_process = m_world->start();
    const core::Result<model::TokenSet> last = answerOf(m_process->manager.forget(grace.id));
    QVERIFY(last.ok());
    QVERIFY(last->accessToken.isEmpty() && last->refreshToken.isEmpty());
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/1")});
}

void TstKeychainTrouble::fault71AnOlderOrForeignEntryIsNotUsed_data()
{
    QTest::addColumn<QByteArray>("was");
    QTest::addColumn<QByteArray>("is");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("an older generation's") << QByteArray("\"generation\":1") << QByteArray("\"generation\":0") << QByteArray("secret_misplaced");
    QTest::newRow("a later generation's") << QByteArray("\"generation\":1") << QByteArray("\"generation\":2") << QByteArray("secret_misplaced");
    QTest::newRow("another issuer's") << QByteArray("auth.example") << QByteArray("evil.example") << QByteArray("secret_misplaced");
    QTest::newRow("another account's") << QByteArray("\"ada\"") << QByteArray("\"Ada\"") << QByteArray("secret_misplaced");
    QTest::newRow("a newer version's") << QByteArray("\"version\":1") << QByteArray("\"version\":2") << QByteArray("secret_broken");
    QTest::newRow("without an access token") << QByteArray("\"accessToken\"") << QByteArray("\"other\"") << QByteArray("secret_broken");
    QTest::newRow("cut off") << QByteArray("}") << QByteArray() << QByteArray("secret_broken");
}

void TstKeychainTrouble::fault71AnOlderOrForeignEntryIsNotUsed()
{
    QFETCH(const QByteArray, was);
    QFETCH(const QByteArray, is);
    const QByteArray entry = m_world->secrets.entries.value(QStringLiteral("ada/1")).reveal().toByteArray();
    QVERIFY(entry.contains(was));
    m_world->secrets.entries.insert(QStringLiteral("ada/1"), core::Secret(QByteArray(entry).replace(was, is)));
    m_process = m_world->start();
    QTEST(accessOf(ask()), "code");
    QVERIFY(m_world->refresher.spent.isEmpty());
    QVERIFY(m_world->isSignedIn());
    m_world->secrets.entries.insert(QStringLiteral("ada/1"), core::Secret(entry));
    QCOMPARE(accessOf(ask()), "access-1");
}

void TstKeychainTrouble::fault72WithoutRoomForTheJournalNothingIsSpent()
{
    const QString folder = QFileInfo(m_world->journal()).path();
    QVERIFY(QDir(folder).removeRecursively());
    QFile blocker(folder);
    QVERIFY(blocker.open(QIODevice::WriteOnly));
    const core::Result<model::TokenSet> answer = answerOf(m_process->manager.refresh(m_world->id));
    QCOMPARE(answer.error().kind, core::ErrorKind::Storage);
    QVERIFY(m_world->refresher.spent.isEmpty());
    QCOMPARE(accessOf(ask()), "access-1");
    QVERIFY(blocker.remove());
    QCOMPARE(accessOf(answerOf(m_process->manager.refresh(m_world->id))), "access-2");
}

void TstKeychainTrouble::aSignInThatCannotBeStoredLeavesNothing()
{
    const model::Account grace = m_world->account(QStringLiteral("grace"));
    m_world->secrets.failNext(Operation::Write);
    const core::Result<model::Account> adopted = answerOf(m_process->manager.adopt(grace, m_world->refresher.grant()));
    QCOMPARE(adopted.error().code, QStringLiteral("keychain_failed"));
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/1")});
    QCOMPARE(accessOf(answerOf(m_process->manager.tokens(grace.id))), "account_unknown");
    QVERIFY(answerOf(m_process->manager.adopt(grace, m_world->refresher.grant())).ok());
    QVERIFY(answerOf(m_process->manager.tokens(grace.id)).ok());
}

void TstKeychainTrouble::aSignInAgainThatFailedIsNeverTakenForARotation()
{
    // The slot is written, the record is not, and the slot cannot be removed: its tokens are given back to the backend.
    const QString record = m_world->directory.filePath(QStringLiteral("data/accounts.json"));
    m_world->secrets.holdBack();
    const core::Async<model::Account> adopted = m_process->manager.adopt(m_world->account(), m_world->refresher.grant());
    m_world->turn();
    QVERIFY(QFile::rename(record, record + QLatin1String(".aside")) && QDir().mkpath(record));
    m_world->secrets.failNext(Operation::Remove);
    m_world->secrets.releaseAll();
    QVERIFY(!answerOf(adopted).ok());
    QVERIFY(QDir().rmdir(record) && QFile::rename(record + QLatin1String(".aside"), record));
    QCOMPARE(m_world->stored(), QStringList({QStringLiteral("ada/1"), QStringLiteral("ada/2")}));
    const auto next = m_world->start();
    QCOMPARE(accessOf(answerOf(next->manager.refresh(m_world->id))), "access-3"); // out of slot 1
    QCOMPARE(m_world->refresher.spent.last(), QByteArray("refresh-1"));
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/2")});
}

void TstKeychainTrouble::aSlotThatCannotBeRemovedGoesWithTheNextRotation()
{
    m_world->secrets.failNext(Operation::Remove);
    QCOMPARE(accessOf(answerOf(m_process->manager.refresh(m_world->id))), "access-2");
    QCOMPARE(m_world->stored(), QStringList({QStringLiteral("ada/1"), QStringLiteral("ada/2")}));
    QCOMPARE(accessOf(answerOf(m_process->manager.refresh(m_world->id))), "access-3");
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/3")});
    QVERIFY(!QFile::exists(m_world->journal()));
}

KEYTURN_TEST(TstKeychainTrouble)
#include "tst_keychaintrouble.moc"
