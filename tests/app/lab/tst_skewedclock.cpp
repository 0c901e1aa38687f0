// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "labrig.h"
#include "support/registry.h"

#include <QTest>

using namespace keyturn;
using namespace std::chrono_literals;
using tests::accessOf;
using tests::answerOf;
using tests::LabRig;

/// A clock that is wrong by choice, and what judges tokens by it.
class TstSkewedClock : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_rig = std::make_unique<LabRig>(); }
    void cleanup() { m_rig.reset(); }
    void theWallClockAloneIsWrong();
    void thereIsAnEndToIt_data();
    void thereIsAnEndToIt();
    void aheadTheTokenHasRunOut();
    void aLittleAheadItServes();
    void behindATokenOfTheFutureIsRenewed();
    void itIsSetRightAgainAndTold();
    void whatWasStoredMeanwhileGetsItsTimesCorrected();
    void withoutAnAccountTheClockIsSetAllTheSame();

private:
    [[nodiscard]] QString skew(std::chrono::seconds ahead)
    {
        const core::Result<lab::Report> report = answerOf(m_rig->lab.skew(m_rig->world.id, ahead));
        return report.ok() ? lab::wordOf(report->verdict) : report.error().code;
    }
    std::unique_ptr<LabRig> m_rig;
};

void TstSkewedClock::theWallClockAloneIsWrong()
{
    m_rig->skewed.setAhead(600s);
    QCOMPARE(m_rig->skewed.now(), m_rig->world.clock.now().addSecs(600));
    QCOMPARE(m_rig->skewed.monotonic(), m_rig->world.clock.monotonic());
    QObject context;
    bool called = false;
    m_rig->skewed.callAfter(1s, &context, [&called] { called = true; });
    m_rig->world.pass(999ms);
    QVERIFY(!called);
    m_rig->world.pass(1ms);
    QVERIFY(called);
}

void TstSkewedClock::thereIsAnEndToIt_data()
{
    QTest::addColumn<qint64>("wanted");
    QTest::addColumn<qint64>("got");
    QTest::newRow("a day") << qint64(86'400) << qint64(86'400);
    QTest::newRow("more") << qint64(86'401) << qint64(86'400);
    QTest::newRow("a day behind") << qint64(-86'400) << qint64(-86'400);
    QTest::newRow("more behind") << qint64(-1'000'000'000'000) << qint64(-86'400);
}

void TstSkewedClock::thereIsAnEndToIt()
{
    QFETCH(const qint64, wanted);
    m_rig->skewed.setAhead(std::chrono::seconds(wanted));
    QTEST(qint64(m_rig->skewed.ahead().count()), "got");
}

void TstSkewedClock::aheadTheTokenHasRunOut()
{
    QCOMPARE(skew(1h), QStringLiteral("clock_renewed"));
    QCOMPARE(m_rig->finished.first().ahead, std::chrono::seconds(1h));
    QCOMPARE(m_rig->finished.first().startedAt, m_rig->world.clock.now()); // by the right clock
}

void TstSkewedClock::aLittleAheadItServes()
{
    QCOMPARE(skew(5min), QStringLiteral("clock_unnoticed"));
}

void TstSkewedClock::behindATokenOfTheFutureIsRenewed()
{
    lab::SkewedClock skewed(m_rig->world.clock);
    tokens::TokenManager later(skewed, m_rig->world.random, m_rig->world.secrets, m_rig->records, m_rig->refresher, m_rig->world.state());
    lab::Lab other({m_rig->world.clock, skewed, m_rig->log, m_rig->records, later, m_rig->refresher, m_rig->revoker, m_rig->sessions}, m_rig->http,
                   m_rig->profiles);
    const core::Result<lab::Report> report = answerOf(other.skew(m_rig->world.id, -1h));
    QVERIFY(report.ok());
    QCOMPARE(report->verdict, lab::Verdict::ClockRenewed);
}

void TstSkewedClock::itIsSetRightAgainAndTold()
{
    QList<qint64> told;
    QObject::connect(&m_rig->lab, &lab::Lab::clockSet, &m_rig->lab, [&told](std::chrono::seconds ahead) { told += ahead.count(); });
    for (const std::chrono::seconds ahead : {600s, 600s, 0s})
        QVERIFY(answerOf(m_rig->lab.setAhead(ahead)).ok());
    QCOMPARE(told, (QList<qint64>{600, 0}));
    QCOMPARE(m_rig->skewed.now(), m_rig->world.clock.now());
}

/// Its times are by the wrong clock, which no other process has.
void TstSkewedClock::whatWasStoredMeanwhileGetsItsTimesCorrected()
{
    QCOMPARE(skew(2h), QStringLiteral("clock_renewed"));
    const core::Result<model::TokenSet> stored = answerOf(m_rig->tokens.held(m_rig->world.id));
    QVERIFY(answerOf(m_rig->lab.setAhead(0s)).ok());
    const core::Result<model::TokenSet> held = answerOf(m_rig->tokens.held(m_rig->world.id));
    QVERIFY(stored.ok() && held.ok());
    QCOMPARE(accessOf(held), accessOf(stored));
    QCOMPARE(held->accessExpiresAt, stored->accessExpiresAt.addSecs(-7200));
    QCOMPARE(held->issuedAt, stored->issuedAt.addSecs(-7200));
    QVERIFY(answerOf(m_rig->lab.setAhead(0s)).ok());
    QCOMPARE(answerOf(m_rig->tokens.held(m_rig->world.id))->issuedAt, held->issuedAt); // once
}

void TstSkewedClock::withoutAnAccountTheClockIsSetAllTheSame()
{
    QCOMPARE(answerOf(m_rig->lab.skew(model::AccountId(QStringLiteral("nobody")), 600s)).error().code, QStringLiteral("account_unknown"));
    QCOMPARE(m_rig->lab.ahead(), 600s);
}

KEYTURN_TEST(TstSkewedClock)
#include "tst_skewedclock.moc"
