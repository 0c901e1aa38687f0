// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "lab/spoiledtoken.h"
#include "labrig.h"
#include "support/registry.h"

#include <QTest>

using namespace keyturn;
using namespace std::chrono_literals;
using lab::Act;
using lab::Experiment;
using tests::accessOf;
using tests::answerOf;
using tests::LabRig;
using tests::TokenWorld;

/// Each experiment but the one with reuse, by what it says and by what it leaves behind.
class TstExperiments : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_rig = std::make_unique<LabRig>(); }
    void cleanup() { m_rig.reset(); }
    void anExpiredTokenIsRenewedAtItsNextUseInEveryProcess();
    void anExpiredTokenIsOneAlsoByAClockThatIsBehind();
    void aSpoiledTokenIsStoredWithItsExpiry();
    void spoiltIsOneCharacterOfTheSignature_data();
    void spoiltIsOneCharacterOfTheSignature();
    void aRefreshSaysWhetherItRotates();
    void aLostReplyIsForgivenByAGracePeriod();
    void aLostReplyCostsTheSessionWithoutOne();
    void aLostReplyCostsNothingWithoutRotation();
    void aReplyIsLostOnce();
    void aReplyThatBroughtNothingLeavesNothingArmed();
    void revokedTokensAreRefusedAtTheNextRefresh();
    void revocationThatDoesNothingIsSeen();
    void revocationThatIsNotOfferedChangesNothing();
    void whatHasNoRefreshTokenIsLeftAlone_data();
    void whatHasNoRefreshTokenIsLeftAlone();
    void oneAtATime();
    void anUnreachableBackendIsNoVerdict();
    void wordsAreFoundAgain();

private:
    std::unique_ptr<LabRig> m_rig;
};

void TstExperiments::anExpiredTokenIsRenewedAtItsNextUseInEveryProcess()
{
    const auto other = m_rig->world.start();
    QCOMPARE(accessOf(answerOf(other->manager.tokens(m_rig->world.id))), "access-1");
    QCOMPARE(m_rig->verdict(Experiment::Expire), QStringLiteral("expired"));
    QVERIFY(m_rig->world.refresher.spent.isEmpty());
    QVERIFY(m_rig->world.record().accessExpiresAt < m_rig->world.clock.now());
    QCOMPARE(m_rig->ofANewProcess(), "access-2");
    QCOMPARE(accessOf(answerOf(m_rig->tokens.tokens(m_rig->world.id))), "access-2");
    QCOMPARE(m_rig->world.refresher.spent, QByteArrayList{"refresh-1"});
}

void TstExperiments::anExpiredTokenIsOneAlsoByAClockThatIsBehind()
{
    QVERIFY(answerOf(m_rig->lab.setAhead(-30s)).ok()); // less than what counts as a token of the future
    QCOMPARE(m_rig->verdict(Experiment::Expire), QStringLiteral("expired"));
    QCOMPARE(accessOf(answerOf(m_rig->tokens.tokens(m_rig->world.id))), "access-2");
}

void TstExperiments::aSpoiledTokenIsStoredWithItsExpiry()
{
    const QDateTime before = m_rig->world.record().accessExpiresAt;
    QCOMPARE(m_rig->verdict(Experiment::Spoil), QStringLiteral("spoiled")); // no sessions to ask for
    const QByteArray stored = m_rig->ofANewProcess();
    QCOMPARE(stored.size(), qsizetype(8));
    QVERIFY(stored != "access-1");
    QCOMPARE(m_rig->world.record().accessExpiresAt, before);
    QVERIFY(answerOf(m_rig->tokens.refresh(m_rig->world.id, core::Secret(stored))).ok()); // as a 401 does
    QCOMPARE(m_rig->world.refresher.spent, QByteArrayList{"refresh-1"});
}

void TstExperiments::spoiltIsOneCharacterOfTheSignature_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<QByteArray>("spoilt");
    QTest::newRow("signed") << QByteArray("aaa.bbb.ccc") << QByteArray("aaa.bbb.Acc");
    QTest::newRow("signed with that character") << QByteArray("aaa.bbb.Acc") << QByteArray("aaa.bbb.Bcc");
    QTest::newRow("opaque") << QByteArray("gho_0123") << QByteArray("gho_A123");
    QTest::newRow("unsigned") << QByteArray("aaaa.bb.") << QByteArray("aaaaAbb.");
    QTest::newRow("none") << QByteArray() << QByteArray();
}

void TstExperiments::spoiltIsOneCharacterOfTheSignature()
{
    QFETCH(const QByteArray, token);
    QFETCH(const QByteArray, spoilt);
    QCOMPARE(lab::spoiled(core::Secret(token)).reveal().toByteArray(), spoilt);
}

void TstExperiments::aRefreshSaysWhetherItRotates()
{
    const lab::Report rotated = m_rig->run(Experiment::Refresh);
    QCOMPARE(rotated.verdict, lab::Verdict::Rotated);
    QCOMPARE(rotated.steps.size(), 1);
    QCOMPARE(rotated.steps.first().newAccessToken, std::optional(true));
    QCOMPARE(rotated.steps.first().accessExpiresAt, m_rig->world.record().accessExpiresAt);
    m_rig->world.refresher.rotates = false;
    QCOMPARE(m_rig->verdict(Experiment::Refresh), QStringLiteral("renewed"));
    QCOMPARE(m_rig->finished.size(), 2);
}

void TstExperiments::aLostReplyIsForgivenByAGracePeriod()
{
    m_rig->world.refresher.hasGrace = true;
    const lab::Report report = m_rig->run(Experiment::DropReply);
    QCOMPARE(report.verdict, lab::Verdict::ReplyForgiven);
    QCOMPARE(report.steps.first().act, Act::LoseReply);
    QCOMPARE(report.steps.first().error->code, QStringLiteral("reply_dropped"));
    QVERIFY(!report.signInNeeded);
    QCOMPARE(m_rig->world.refresher.spent, (QByteArrayList{"refresh-1", "refresh-1"}));
    QCOMPARE(m_rig->ofANewProcess(), "access-3");
}

void TstExperiments::aLostReplyCostsTheSessionWithoutOne()
{
    const lab::Report report = m_rig->run(Experiment::DropReply);
    QCOMPARE(report.verdict, lab::Verdict::ReplyCostSession);
    QVERIFY(report.signInNeeded);
    QCOMPARE(m_rig->world.cause(), QStringLiteral("invalid_grant"));
}

void TstExperiments::aLostReplyCostsNothingWithoutRotation()
{
    m_rig->world.refresher.rotates = false;
    QCOMPARE(m_rig->verdict(Experiment::DropReply), QStringLiteral("reply_cost_nothing"));
}

void TstExperiments::aReplyIsLostOnce()
{
    m_rig->world.refresher.rotates = false;
    QCOMPARE(m_rig->verdict(Experiment::DropReply), QStringLiteral("reply_cost_nothing"));
    QVERIFY(answerOf(m_rig->tokens.refresh(m_rig->world.id)).ok());
    QCOMPARE(m_rig->world.refresher.spent.size(), 3);
}

void TstExperiments::aReplyThatBroughtNothingLeavesNothingArmed()
{
    m_rig->world.refresher.failNext(tests::offline());
    QCOMPARE(m_rig->verdict(Experiment::DropReply), QStringLiteral("inconclusive"));
    QVERIFY(answerOf(m_rig->tokens.refresh(m_rig->world.id)).ok());
    QVERIFY(m_rig->world.isSignedIn());
}

void TstExperiments::revokedTokensAreRefusedAtTheNextRefresh()
{
    const lab::Report report = m_rig->run(Experiment::Revoke);
    QCOMPARE(m_rig->revoker.told, QByteArrayList{"refresh-1"});
    QCOMPARE(report.verdict, lab::Verdict::RevokedAndRefused);
    QVERIFY(report.signInNeeded);
    QCOMPARE(m_rig->world.stored(), QStringList{QStringLiteral("ada/1")}); // the account stays
}

void TstExperiments::revocationThatDoesNothingIsSeen()
{
    m_rig->revoker.means = false;
    QCOMPARE(m_rig->verdict(Experiment::Revoke), QStringLiteral("revoked_and_renewed"));
}

void TstExperiments::revocationThatIsNotOfferedChangesNothing()
{
    m_rig->revoker.error = core::Error{core::ErrorKind::Rejected, QStringLiteral("revocation_unsupported"), {}};
    QCOMPARE(m_rig->verdict(Experiment::Revoke), QStringLiteral("revocation_not_offered"));
    QVERIFY(m_rig->world.refresher.spent.isEmpty());
}

void TstExperiments::whatHasNoRefreshTokenIsLeftAlone_data()
{
    QTest::addColumn<Experiment>("experiment");
    for (const Experiment one : {Experiment::Expire, Experiment::Spoil, Experiment::Refresh, Experiment::Twice, Experiment::DropReply})
        QTest::newRow(qPrintable(lab::wordOf(one))) << one;
}

void TstExperiments::whatHasNoRefreshTokenIsLeftAlone()
{
    QFETCH(const Experiment, experiment);
    model::TokenSet tokens = m_rig->world.refresher.grant();
    tokens.refreshToken = {};
    model::Account account = m_rig->world.record();
    account.id = model::AccountId(QStringLiteral("cookie"));
    QVERIFY(answerOf(m_rig->tokens.adopt(account, tokens)).ok());
    QCOMPARE(answerOf(m_rig->lab.run(account.id, experiment)).error().code, QStringLiteral("lab_needs_refresh_token"));
    QCOMPARE(accessOf(answerOf(m_rig->tokens.tokens(account.id))), tokens.accessToken.reveal().toByteArray());
    QVERIFY(m_rig->finished.isEmpty());
}

void TstExperiments::oneAtATime()
{
    m_rig->world.refresher.holdBack();
    const core::Async<lab::Report> first = m_rig->lab.run(m_rig->world.id, Experiment::Refresh);
    TokenWorld::turn();
    QCOMPARE(answerOf(m_rig->lab.run(m_rig->world.id, Experiment::Expire)).error().code, QStringLiteral("lab_busy"));
    m_rig->world.refresher.release();
    QVERIFY(answerOf(first).ok());
    QCOMPARE(m_rig->verdict(Experiment::Expire), QStringLiteral("expired"));
}

void TstExperiments::anUnreachableBackendIsNoVerdict()
{
    m_rig->world.refresher.failNext(tests::offline());
    const lab::Report report = m_rig->run(Experiment::Refresh);
    QCOMPARE(report.verdict, lab::Verdict::Inconclusive);
    QCOMPARE(report.trouble(), std::optional(tests::offline()));
}

void TstExperiments::wordsAreFoundAgain()
{
    for (int i = 0; i < lab::experimentCount; ++i)
        QCOMPARE(lab::experimentOf(lab::wordOf(Experiment(i))), std::optional(Experiment(i)));
    for (int i = 0; i < lab::verdictCount; ++i)
        QCOMPARE(lab::verdictOf(lab::wordOf(lab::Verdict(i))), std::optional(lab::Verdict(i)));
    QCOMPARE(lab::experimentOf(QStringLiteral("fly")), std::nullopt);
}

KEYTURN_TEST(TstExperiments)
#include "tst_experiments.moc"
