// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"
#include "tokenworld.h"

#include <QTest>

using namespace keyturn;
using namespace std::chrono_literals;
using tests::answerOf;
using tests::TokenWorld;

/// Tokens are renewed ahead of time, or only when somebody wants them.
class TstRenewsAhead : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void switchedOffNothingIsRenewedByItself();
    void switchedOffWhoAsksGetsNewOnes();
    void switchedOnItGoesOnFromThere();
    void theLockIsOneForAll();

private:
    [[nodiscard]] int renewals() const { return int(m_process->told.count(QStringLiteral("refreshed"))); }
    std::unique_ptr<TokenWorld> m_world;
    std::unique_ptr<TokenWorld::Process> m_process;
};

void TstRenewsAhead::init()
{
    m_world = std::make_unique<TokenWorld>();
    m_process = m_world->start();
    QVERIFY(m_world->signIn(*m_process).ok());
    m_process->told.clear();
}

void TstRenewsAhead::cleanup()
{
    m_process.reset();
    m_world.reset();
}

void TstRenewsAhead::switchedOffNothingIsRenewedByItself()
{
    m_process->manager.keepFresh(m_world->id);
    m_world->pass(13min);
    QCOMPARE(renewals(), 1); // as long as it is on
    m_process->manager.setRenewsAhead(false);
    m_world->pass(24h);
    QCOMPARE(renewals(), 1);
    m_process->manager.keepFresh(m_world->id);
    m_world->pass(24h);
    QCOMPARE(renewals(), 1);
}

void TstRenewsAhead::switchedOffWhoAsksGetsNewOnes()
{
    m_process->manager.setRenewsAhead(false);
    m_process->manager.keepFresh(m_world->id);
    m_world->pass(16min);
    QCOMPARE(renewals(), 0);
    QVERIFY(answerOf(m_process->manager.tokens(m_world->id)).ok());
    QCOMPARE(renewals(), 1);
    m_world->pass(24h);
    QCOMPARE(renewals(), 1);
}

void TstRenewsAhead::switchedOnItGoesOnFromThere()
{
    m_process->manager.setRenewsAhead(false);
    m_process->manager.keepFresh(m_world->id);
    m_world->pass(16min);
    m_process->manager.setRenewsAhead(true);
    m_world->pass(1min);
    QCOMPARE(renewals(), 1);
}

void TstRenewsAhead::theLockIsOneForAll()
{
    {
        const auto held = answerOf(m_process->manager.lock(m_world->id, 1s));
        QVERIFY(held.ok());
        const core::Async<model::TokenSet> renewal = m_process->manager.refresh(m_world->id);
        m_world->pass(1s);
        QVERIFY(!renewal.isFinished());
        QCOMPARE(renewals(), 0);
    }
    m_world->pass(1s);
    QCOMPARE(renewals(), 1);
}

KEYTURN_TEST(TstRenewsAhead)
#include "tst_renewsahead.moc"
