// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "labrig.h"
#include "support/registry.h"

#include <QFile>
#include <QTest>

using namespace keyturn;
using lab::Experiment;
using tests::accessOf;
using tests::answerOf;
using tests::LabRig;
using tests::TokenWorld;

/// A refresh token is used twice: every way that a backend may take it, and the newest tokens are never lost meanwhile.
class TstReuse : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_rig = std::make_unique<LabRig>(); }
    void cleanup() { m_rig.reset(); }
    void reuseDetectionEndsTheSession();
    void aBackendMayRefuseTheSpentTokenAlone();
    void otherTokensForTheSpentOneAreKept();
    void theSameTokensAgainAreAGracePeriod();
    void tokensThatAreRefusedLaterAreNoGain();
    void withoutRotationNothingIsSpent();
    void anAccessTokenAloneDoesNotTakeTheNewestsPlace();
    void aCrashAfterTheFirstRefreshLosesNothing();
    void aSecondThatNobodyAnswersIsNoVerdict();
    void theRefusalOfTheSpentTokenIsNotTheAccounts();

private:
    std::unique_ptr<LabRig> m_rig;
};

namespace {

/// In the place of LabRig's: what the spent token is answered, by the test.
class Answering final : public tokens::TokenRefresher
{
public:
    Answering(tests::FakeRefresher &direct, std::function<core::Result<model::TokenSet>(const model::TokenSet &)> second)
        : m_direct(direct), m_second(std::move(second))
    { }
    [[nodiscard]] core::Async<model::TokenSet> refresh(const model::Account &account, const model::TokenSet &current, std::stop_token stop) override
    {
        if (++calls == 2)
            return core::ready<model::TokenSet>(m_second(current));
        return m_direct.refresh(account, current, std::move(stop));
    }
    int calls = 0;

private:
    tests::FakeRefresher &m_direct;
    std::function<core::Result<model::TokenSet>(const model::TokenSet &)> m_second;
};

/// The rig's rooms over another refresher.
struct OtherLab {
    OtherLab(LabRig &rig, tokens::TokenRefresher &answering)
        : refresher(answering),
          tokens(rig.skewed, rig.world.random, rig.world.secrets, rig.records, refresher, rig.world.state()),
          sessions(rig.world.clock, rig.log, rig.pauses, rig.records, rig.profiles, tokens, rig.proofs),
          lab({rig.world.clock, rig.skewed, rig.log, rig.records, tokens, refresher, rig.revoker, sessions}, rig.http, rig.profiles)
    { }
    lab::InterruptibleRefresher refresher;
    tokens::TokenManager tokens;
    accounts::SessionManager sessions;
    lab::Lab lab;
};

QString verdictOf(const core::Result<lab::Report> &report)
{
    return report.ok() ? lab::wordOf(report->verdict) : report.error().code;
}

} // namespace

void TstReuse::reuseDetectionEndsTheSession()
{
    const lab::Report report = m_rig->run(Experiment::Twice);
    QCOMPARE(report.verdict, lab::Verdict::ReuseEndedSession);
    QVERIFY(report.signInNeeded);
    QCOMPARE(m_rig->world.refresher.spent, (QByteArrayList{"refresh-1", "refresh-1", "refresh-2"}));
    QCOMPARE(m_rig->world.cause(), QStringLiteral("invalid_grant"));
}

void TstReuse::aBackendMayRefuseTheSpentTokenAlone()
{
    Answering answering(m_rig->world.refresher, [](const model::TokenSet &) { return core::Result<model::TokenSet>(tests::invalidGrant()); });
    OtherLab other(*m_rig, answering);
    QCOMPARE(verdictOf(answerOf(other.lab.run(m_rig->world.id, Experiment::Twice))), QStringLiteral("reuse_refused"));
    QVERIFY(m_rig->world.isSignedIn());
    QCOMPARE(m_rig->ofANewProcess(), "access-3");
}

void TstReuse::otherTokensForTheSpentOneAreKept()
{
    Answering answering(m_rig->world.refresher, [this](const model::TokenSet &) { return m_rig->world.refresher.grant(); });
    OtherLab other(*m_rig, answering);
    QCOMPARE(verdictOf(answerOf(other.lab.run(m_rig->world.id, Experiment::Twice))), QStringLiteral("reuse_accepted"));
    QCOMPARE(m_rig->world.refresher.spent.last(), "refresh-3"); // what came last, not what came first
    QCOMPARE(m_rig->ofANewProcess(), "access-4");
}

void TstReuse::theSameTokensAgainAreAGracePeriod()
{
    LabRig &rig = *m_rig;
    Answering answering(rig.world.refresher, [&rig](const model::TokenSet &) -> core::Result<model::TokenSet> {
        return answerOf(rig.world.start()->manager.held(rig.world.id));
    });
    OtherLab other(rig, answering);
    QCOMPARE(verdictOf(answerOf(other.lab.run(rig.world.id, Experiment::Twice))), QStringLiteral("reuse_forgiven"));
    QVERIFY(rig.world.isSignedIn());
}

void TstReuse::tokensThatAreRefusedLaterAreNoGain()
{
    Answering answering(m_rig->world.refresher, [this](const model::TokenSet &) {
        const model::TokenSet tokens = m_rig->world.refresher.grant();
        m_rig->world.refresher.revoke();
        return tokens;
    });
    OtherLab other(*m_rig, answering);
    QCOMPARE(verdictOf(answerOf(other.lab.run(m_rig->world.id, Experiment::Twice))), QStringLiteral("reuse_ended_later"));
    QVERIFY(!m_rig->world.isSignedIn());
}

void TstReuse::withoutRotationNothingIsSpent()
{
    m_rig->world.refresher.rotates = false;
    QCOMPARE(m_rig->verdict(Experiment::Twice), QStringLiteral("not_rotated"));
    QVERIFY(m_rig->world.isSignedIn());
}

void TstReuse::anAccessTokenAloneDoesNotTakeTheNewestsPlace()
{
    Answering answering(m_rig->world.refresher, [](const model::TokenSet &spent) {
        model::TokenSet tokens = spent; // its refresh token filled in, as the answer brought none (RFC 6749 §6)
        tokens.accessToken = core::Secret("access-stray");
        return tokens;
    });
    OtherLab other(*m_rig, answering);
    QCOMPARE(verdictOf(answerOf(other.lab.run(m_rig->world.id, Experiment::Twice))), QStringLiteral("reuse_accepted"));
    QCOMPARE(m_rig->world.refresher.spent, (QByteArrayList{"refresh-1", "refresh-2"}));
    QVERIFY(m_rig->world.isSignedIn());
}

void TstReuse::aCrashAfterTheFirstRefreshLosesNothing()
{
    QByteArray stored;
    Answering answering(m_rig->world.refresher, [&](const model::TokenSet &) {
        stored = m_rig->world.stored().join(u',').toLatin1(); // when the spent token goes out
        return core::Result<model::TokenSet>(tests::offline());
    });
    OtherLab other(*m_rig, answering);
    QVERIFY(answerOf(other.lab.run(m_rig->world.id, Experiment::Twice)).ok());
    QCOMPARE(stored, "ada/2");
}

void TstReuse::aSecondThatNobodyAnswersIsNoVerdict()
{
    Answering answering(m_rig->world.refresher, [](const model::TokenSet &) { return core::Result<model::TokenSet>(tests::offline()); });
    OtherLab other(*m_rig, answering);
    QCOMPARE(verdictOf(answerOf(other.lab.run(m_rig->world.id, Experiment::Twice))), QStringLiteral("inconclusive"));
    QVERIFY(m_rig->world.isSignedIn());
    QCOMPARE(m_rig->ofANewProcess(), "access-3");
}

void TstReuse::theRefusalOfTheSpentTokenIsNotTheAccounts()
{
    bool wasSignedIn = false;
    Answering answering(m_rig->world.refresher, [](const model::TokenSet &) { return core::Result<model::TokenSet>(tests::invalidGrant()); });
    OtherLab other(*m_rig, answering);
    QObject::connect(&other.tokens, &tokens::TokenManager::refreshStarted, &other.lab, [&] { wasSignedIn = m_rig->world.isSignedIn(); });
    QVERIFY(answerOf(other.lab.run(m_rig->world.id, Experiment::Twice)).ok());
    QVERIFY(wasSignedIn);
    QVERIFY(!QFile::exists(m_rig->world.journal()));
}

KEYTURN_TEST(TstReuse)
#include "tst_reuse.moc"
