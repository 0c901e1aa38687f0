// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"
#include "tokenworld.h"

#include <QTest>

using namespace keyturn;
using namespace std::chrono_literals;
using tests::accessOf;
using tests::answerOf;
using tests::TokenWorld;

using Operation = tests::FakeSecretStore::Operation;

/// A backend gives a session another id in the midst of things. Whatever happens beside it, the newest refresh token is never written over, and an
/// account that went does not come back (FAULTS 49, 56, 66).
class TstReplacedAccess : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void theNewOneServesAtOnceAndIsStored();
    void oneAfterAnotherTheLastIsKept();
    void whatIsNotTheNewestAnyMoreIsNotReplaced();
    void aRefreshThatRunsHasTheLastWord();
    void anotherProcesssRefreshIsNotUndone();
    void fault56AnAccountThatAnotherProcessSignedOutDoesNotComeBack();
    void fault66WhatTheKeychainDoesNotTakeServesAndIsStoredLater();
    void aLockedKeychainIsAskedLater();
    void theRecordKeepsWhatChangedInIt();
    void aLookIntoTheStoreThatEndsLateDoesNotServeWhatWasSignedOut();

private:
    void replace(const char *old, const char *fresh) { m_process->manager.replaceAccess(m_world->id, core::Secret(old), core::Secret(fresh)); }
    [[nodiscard]] QByteArray current() const { return accessOf(m_process->manager.current(m_world->id)); }
    [[nodiscard]] QByteArray ofANewProcess() { return accessOf(answerOf(m_world->start()->manager.tokens(m_world->id))); }

    std::unique_ptr<TokenWorld> m_world;
    std::unique_ptr<TokenWorld::Process> m_process;
};

void TstReplacedAccess::init()
{
    m_world = std::make_unique<TokenWorld>();
    m_process = m_world->start();
    QVERIFY(m_world->signIn(*m_process).ok());
    m_process->told.clear();
}

void TstReplacedAccess::cleanup()
{
    m_process.reset();
    m_world.reset();
}

void TstReplacedAccess::theNewOneServesAtOnceAndIsStored()
{
    replace("access-1", "moved");
    QCOMPARE(current(), "moved");
    m_world->pass(100ms);
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/2")});
    QCOMPARE(ofANewProcess(), "moved");
    QCOMPARE(accessOf(answerOf(m_process->manager.refresh(m_world->id))), "access-2");
    QCOMPARE(m_world->refresher.spent, QByteArrayList{"refresh-1"});
}

void TstReplacedAccess::oneAfterAnotherTheLastIsKept()
{
    replace("access-1", "second");
    replace("second", "third");
    QCoreApplication::processEvents();
    replace("third", "fourth");
    QCOMPARE(current(), "fourth");
    m_world->pass(200ms);
    m_world->pass(200ms);
    QCOMPARE(ofANewProcess(), "fourth");
    QCOMPARE(m_world->stored().size(), 1);
}

void TstReplacedAccess::whatIsNotTheNewestAnyMoreIsNotReplaced()
{
    replace("access-0", "moved");
    m_world->pass(100ms);
    QCOMPARE(current(), "access-1");
    QCOMPARE(ofANewProcess(), "access-1");
}

void TstReplacedAccess::aRefreshThatRunsHasTheLastWord()
{
    m_world->refresher.holdBack();
    const core::Async<model::TokenSet> asked = m_process->manager.refresh(m_world->id);
    m_world->turn();
    replace("access-1", "moved");
    m_world->turn();
    m_world->refresher.release();
    QCOMPARE(accessOf(answerOf(asked)), "access-2");
    m_world->pass(5s); // nor is it stopped for the sake of a cookie
    QCOMPARE(current(), "access-2");
    QCOMPARE(ofANewProcess(), "access-2");
    QVERIFY(m_world->isSignedIn());
}

void TstReplacedAccess::anotherProcesssRefreshIsNotUndone()
{
    const auto other = m_world->start();
    m_world->refresher.holdBack();
    const core::Async<model::TokenSet> asked = other->manager.refresh(m_world->id);
    m_world->turn();
    replace("access-1", "moved");
    m_world->pass(1s);
    m_world->refresher.release();
    QCOMPARE(accessOf(answerOf(asked)), "access-2");
    m_world->pass(1s);
    m_world->pass(1s);
    QCOMPARE(current(), "access-2");
    QCOMPARE(m_world->stored(), QStringList{QStringLiteral("ada/2")});
    QCOMPARE(accessOf(answerOf(m_process->manager.refresh(m_world->id))), "access-3"); // the newest refresh token is there to be spent
}

void TstReplacedAccess::fault56AnAccountThatAnotherProcessSignedOutDoesNotComeBack()
{
    const auto other = m_world->start();
    m_world->secrets.holdBack();
    const core::Async<model::TokenSet> last = other->manager.forget(m_world->id);
    m_world->turn(); // it has the lock, and its keychain takes its time
    replace("access-1", "moved");
    m_world->turn();
    m_world->secrets.releaseAll();
    QCOMPARE(accessOf(answerOf(last)), "access-1");
    m_world->pass(1s);
    m_world->pass(1s);
    QVERIFY(m_world->stored().isEmpty());
    QCOMPARE(m_world->record().generation, 0U);
}

void TstReplacedAccess::fault66WhatTheKeychainDoesNotTakeServesAndIsStoredLater()
{
    m_world->secrets.failNext(Operation::Write, 2, QStringLiteral("keychain_write_lost"));
    replace("access-1", "moved");
    m_world->turn();
    QCOMPARE(current(), "moved");
    QVERIFY(m_process->told.contains(QStringLiteral("unsaved keychain_write_lost")));
    replace("moved", "moved again");
    m_world->pass(1100ms);
    m_world->pass(2200ms);
    QCOMPARE(ofANewProcess(), "moved again");
    QVERIFY(answerOf(m_process->manager.settle(0s)).ok());
}

void TstReplacedAccess::aLockedKeychainIsAskedLater()
{
    m_world->secrets.broken = QStringLiteral("keychain_locked");
    replace("access-1", "moved");
    m_world->turn();
    QCOMPARE(m_process->told.count(QStringLiteral("unsaved keychain_locked")), 1);
    m_world->pass(40s);
    QCOMPARE(m_process->told.count(QStringLiteral("unsaved keychain_locked")), 1);
    QCOMPARE(current(), "moved");
    m_world->secrets.broken.clear();
    m_world->pass(5min);
    QCOMPARE(ofANewProcess(), "moved");
}

void TstReplacedAccess::theRecordKeepsWhatChangedInIt()
{
    storage::AccountStore beside(m_world->directory.filePath(QStringLiteral("data")));
    QVERIFY(beside.update(m_world->id, [](model::Account &record) { record.label = QStringLiteral("work"); }).ok());
    replace("access-1", "moved");
    m_world->pass(100ms);
    QCOMPARE(m_world->record().label, QStringLiteral("work"));
    QCOMPARE(ofANewProcess(), "moved");
}

void TstReplacedAccess::aLookIntoTheStoreThatEndsLateDoesNotServeWhatWasSignedOut()
{
    m_process = m_world->start();
    m_world->secrets.holdBack(); // the keychain asks the person for its password
    const core::Async<model::TokenSet> asked = m_process->manager.tokens(m_world->id);
    m_world->turn();
    storage::AccountStore beside(m_world->directory.filePath(QStringLiteral("data")));
    QVERIFY(beside.remove(m_world->id).ok());
    m_world->secrets.releaseAll();
    QCOMPARE(accessOf(answerOf(asked)), "account_unknown");
    QCOMPARE(current(), "none");
}

KEYTURN_TEST(TstReplacedAccess)
#include "tst_replacedaccess.moc"
