// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "sessionbench.h"
#include "support/registry.h"
#include "ui/sessions/sessionrows.h"

#include <QTest>

namespace keyturn::ui::tests {

using model::AccountId;
using model::SessionId;
using sessions::RowState;
using sessions::SessionEndings;
using sessions::SessionListModel;
using sessions::SessionsPage;

/// Thinking better of it, and ending many.
class TstSessionEndings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void fiveSecondsGoByBeforeAnythingIsSent();
    void theRowsOwnVerbUndoesIt();
    void undoTakesAllBackThatWait();
    void oneKeptOfAllOthersMeansAskingForEach();
    void oneThatWaitedBeforeAllOthersIsKeptToo();
    void anAnswerAboutOneAccountEndsNothingOfAnother();
    void aSecondChoiceHasItsOwnFiveSeconds();
    void theNoticeCountsTheSecondsAndGoes();
    void severalAreEndedAFewAtATimeAndProvedOnce();
    void oneFailureOfSeveralStaysOnItsRow();
    void aChallengeIsNotAskedForAgainForEachOfTheRest();
    void whatIsEndedGoesOnWhileAnotherAccountIsShown();
    void whoLeavesHasMadeUpTheirMind();
    void aSessionThatGoesMeanwhileIsNotAskedFor();
    void retryDoesNotWaitAgain();
    void controlAAndDeleteEndAllButThisDevice();
    void endedOnesAndThisDeviceAreNotEndedByDelete();

private:
    void answer(const core::Result<QList<model::Session>> &result) { m_bench->answer(result); }
    void revoked(std::size_t which, const core::Result<void> &result = {});
    [[nodiscard]] RowState stateOf(const char *id) const { return m_bench->page.sessionModel().stateOf(SessionId(QLatin1String(id))); }
    [[nodiscard]] sessions::SessionView *view() const { return m_bench->view(); }
    [[nodiscard]] QStringList revocations() const { return m_bench->revocations(); }
    [[nodiscard]] QString notices() const { return m_bench->notices(); }

    std::unique_ptr<SessionBench> m_bench;
};

void TstSessionEndings::init()
{
    m_bench = std::make_unique<SessionBench>();
}

void TstSessionEndings::revoked(std::size_t which, const core::Result<void> &result)
{
    m_bench->port.revocations.at(which).finish(result);
    QCoreApplication::processEvents();
}

void TstSessionEndings::fiveSecondsGoByBeforeAnythingIsSent()
{
    m_bench->page.signOut({SessionId(QStringLiteral("s0"))});
    QCOMPARE(stateOf("s0"), RowState::Waiting);
    m_bench->clock.advance(std::chrono::milliseconds(4999));
    QCOMPARE(revocations(), QStringList());
    m_bench->clock.advance(std::chrono::milliseconds(1));
    QCOMPARE(revocations(), QStringList{QStringLiteral("revoke a/s0")});
    QCOMPARE(stateOf("s0"), RowState::Ending);
}

void TstSessionEndings::theRowsOwnVerbUndoesIt()
{
    m_bench->page.signOut({SessionId(QStringLiteral("s0")), SessionId(QStringLiteral("s1"))});
    const QModelIndex row = m_bench->page.rows().index(3, 0);
    QCOMPARE(row.data(SessionListModel::ActionRole).toString(), QStringLiteral("Undo"));
    view()->setCurrentIndex(row);
    QTest::keyClick(view(), Qt::Key_Return);
    QCOMPARE(stateOf("s0"), RowState::Idle);
    m_bench->clock.advance(SessionEndings::thinkingTime);
    QCOMPARE(revocations(), QStringList{QStringLiteral("revoke a/s1")});
}

void TstSessionEndings::undoTakesAllBackThatWait()
{
    m_bench->page.signOut({SessionId(QStringLiteral("s0"))});
    m_bench->page.signOut({SessionId(QStringLiteral("s1"))});
    m_bench->page.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&m_bench->page)); // it is the window's key
    QTest::keySequence(view(), QKeySequence(QKeySequence::Undo));
    m_bench->clock.advance(std::chrono::seconds(20));
    QCOMPARE(revocations(), QStringList());
    QCOMPARE(stateOf("s0"), RowState::Idle);
    QCOMPARE(notices(), QString());
}

void TstSessionEndings::oneKeptOfAllOthersMeansAskingForEach()
{
    m_bench->seven = m_bench->seven.first(4);
    m_bench->page.refresh();
    answer(m_bench->seven);
    m_bench->page.signOutOthers(model::AccountId(QStringLiteral("a")));
    view()->setCurrentIndex(m_bench->page.rows().index(3, 0)); // s0
    QTest::keyClick(view(), Qt::Key_Return);
    m_bench->clock.advance(SessionEndings::thinkingTime);
    QCOMPARE(revocations(), (QStringList{QStringLiteral("revoke a/s1"), QStringLiteral("revoke a/s2")}));
}

void TstSessionEndings::oneThatWaitedBeforeAllOthersIsKeptToo()
{
    m_bench->seven = m_bench->seven.first(4);
    m_bench->page.refresh();
    answer(m_bench->seven);
    m_bench->page.signOut({SessionId(QStringLiteral("s0"))});
    m_bench->page.signOutOthers(AccountId(QStringLiteral("a")));
    view()->setCurrentIndex(m_bench->page.rows().index(3, 0)); // s0
    QTest::keyClick(view(), Qt::Key_Return);
    QCOMPARE(stateOf("s0"), RowState::Idle);
    m_bench->clock.advance(SessionEndings::thinkingTime);
    QCOMPARE(revocations(), (QStringList{QStringLiteral("revoke a/s1"), QStringLiteral("revoke a/s2")}));
}

void TstSessionEndings::anAnswerAboutOneAccountEndsNothingOfAnother()
{
    m_bench->page.setAccount(AccountId(QStringLiteral("b"))); // behind an open question about a
    answer(QList{session(QStringLiteral("b1"), true, m_bench->clock.now()), session(QStringLiteral("b2"), false, m_bench->clock.now())});
    m_bench->page.signOutOthers(AccountId(QStringLiteral("a")));
    m_bench->page.resume(AccountId(QStringLiteral("a")));
    m_bench->clock.advance(SessionEndings::thinkingTime);
    QCOMPARE(revocations(), QStringList());
}

void TstSessionEndings::aSecondChoiceHasItsOwnFiveSeconds()
{
    m_bench->page.signOut({SessionId(QStringLiteral("s0"))});
    m_bench->clock.advance(std::chrono::seconds(3));
    m_bench->page.signOut({SessionId(QStringLiteral("s1"))});
    m_bench->clock.advance(std::chrono::seconds(2));
    QCOMPARE(revocations(), QStringList{QStringLiteral("revoke a/s0")});
    m_bench->clock.advance(std::chrono::seconds(3));
    QCOMPARE(revocations().size(), 2);
}

void TstSessionEndings::theNoticeCountsTheSecondsAndGoes()
{
    m_bench->page.signOut({SessionId(QStringLiteral("s0")), SessionId(QStringLiteral("s1"))});
    QVERIFY2(notices().contains(QLatin1String("2 session(s) will be signed out in 5 s.")), qPrintable(notices()));
    m_bench->clock.advance(std::chrono::seconds(3));
    QVERIFY2(notices().contains(QLatin1String("in 2 s.")), qPrintable(notices()));
    m_bench->clock.advance(std::chrono::seconds(2));
    QCOMPARE(notices(), QString());
}

void TstSessionEndings::severalAreEndedAFewAtATimeAndProvedOnce()
{
    const auto reads = [this] { return m_bench->port.calls.count(QStringLiteral("list a")); };
    const qsizetype before = reads();
    m_bench->page.signOut(m_bench->page.sessionModel().others());
    m_bench->clock.advance(SessionEndings::thinkingTime);
    QCOMPARE(revocations().size(), SessionEndings::atOnce);
    for (std::size_t i = 0; i < 6; ++i)
        revoked(i);
    QCOMPARE(revocations().size(), 6);
    QCOMPARE(reads(), before + 1);
    answer(QList{m_bench->seven.first()});
    QCOMPARE(m_bench->page.rows().sessionCount(), 1);
}

void TstSessionEndings::oneFailureOfSeveralStaysOnItsRow()
{
    m_bench->page.signOut({SessionId(QStringLiteral("s0")), SessionId(QStringLiteral("s1"))});
    m_bench->clock.advance(SessionEndings::thinkingTime);
    revoked(0);
    revoked(1, core::Error{core::ErrorKind::Offline, QStringLiteral("timeout"), {}});
    m_bench->seven.removeAt(1);
    answer(m_bench->seven);
    QCOMPARE(stateOf("s1"), RowState::Failed);
    QCOMPARE(stateOf("s0"), RowState::Idle);
    QVERIFY(!m_bench->page.sessionModel().contains(SessionId(QStringLiteral("s0"))));
}

void TstSessionEndings::aChallengeIsNotAskedForAgainForEachOfTheRest()
{
    m_bench->page.signOut(m_bench->page.sessionModel().others());
    m_bench->clock.advance(SessionEndings::thinkingTime);
    const core::Error challenge{core::ErrorKind::SignInAgain, QStringLiteral("insufficient_user_authentication"),
                                QStringLiteral("Bearer error=\"insufficient_user_authentication\", max_age=\"60\"")};
    for (std::size_t i = 0; i < SessionEndings::atOnce; ++i)
        revoked(i, challenge);
    QCOMPARE(revocations().size(), SessionEndings::atOnce); // the other two would be refused as well
    answer(m_bench->seven);
    QCOMPARE(stateOf("s5"), RowState::Failed);
    m_bench->page.resume(model::AccountId(QStringLiteral("a")));
    QCOMPARE(revocations().size(), 2 * SessionEndings::atOnce);
    for (std::size_t i = SessionEndings::atOnce; i < SessionEndings::atOnce + 6; ++i)
        revoked(i);
    QCOMPARE(revocations().size(), SessionEndings::atOnce + 6);
}

void TstSessionEndings::whatIsEndedGoesOnWhileAnotherAccountIsShown()
{
    m_bench->page.signOut({SessionId(QStringLiteral("s0"))});
    m_bench->page.setAccount(AccountId(QStringLiteral("b")));
    answer(QList{session(QStringLiteral("b1"), true, m_bench->clock.now())});
    QCOMPARE(notices(), QStringLiteral("1 session(s) of Account a will be signed out in 5 s."));
    m_bench->clock.advance(SessionEndings::thinkingTime);
    QCOMPARE(notices(), QString());
    QCOMPARE(revocations(), QStringList{QStringLiteral("revoke a/s0")});
    revoked(0, core::Error{core::ErrorKind::Offline, QStringLiteral("timeout"), {}});
    QCOMPARE(m_bench->port.calls.last(), QStringLiteral("list a"));
    answer(m_bench->seven);
    QCOMPARE(m_bench->page.rows().sessionCount(), 1); // of the account that is shown
    m_bench->page.setAccount(AccountId(QStringLiteral("a")));
    answer(m_bench->seven);
    QCOMPARE(stateOf("s0"), RowState::Failed); // and is not swallowed
}

void TstSessionEndings::whoLeavesHasMadeUpTheirMind()
{
    m_bench->page.signOut({SessionId(QStringLiteral("s0"))});
    const core::Async<void> settled = m_bench->page.settle();
    QCOMPARE(revocations(), QStringList{QStringLiteral("revoke a/s0")});
    QVERIFY(!settled.isFinished());
    revoked(0);
    answer(m_bench->seven);
    QVERIFY(settled.isFinished());
    QVERIFY(m_bench->page.settle().isFinished());
}

void TstSessionEndings::aSessionThatGoesMeanwhileIsNotAskedFor()
{
    m_bench->page.signOut({SessionId(QStringLiteral("s0"))});
    m_bench->page.refresh();
    m_bench->seven.removeAt(1);
    answer(m_bench->seven);
    m_bench->clock.advance(SessionEndings::thinkingTime);
    QCOMPARE(revocations(), QStringList());
    QCOMPARE(notices(), QString());
}

void TstSessionEndings::retryDoesNotWaitAgain()
{
    m_bench->page.signOut({SessionId(QStringLiteral("s0"))});
    m_bench->clock.advance(SessionEndings::thinkingTime);
    revoked(0, core::Error{core::ErrorKind::Offline, QStringLiteral("timeout"), {}});
    answer(m_bench->seven);
    Q_EMIT view()->actionRequested(m_bench->page.rows().index(3, 0)); // its button
    QCOMPARE(revocations().size(), 2);
}

void TstSessionEndings::controlAAndDeleteEndAllButThisDevice()
{
    view()->setFocus();
    QTest::keySequence(view(), QKeySequence(QKeySequence::SelectAll));
    QTest::keyClick(view(), Qt::Key_Delete);
    QCOMPARE(stateOf("own"), RowState::Idle);
    for (const char *id : {"s0", "s1", "s2", "s3", "s4", "s5"})
        QCOMPARE(stateOf(id), RowState::Waiting);
}

void TstSessionEndings::endedOnesAndThisDeviceAreNotEndedByDelete()
{
    model::Session gone = session(QStringLiteral("gone"), false, m_bench->clock.now());
    gone.endedAt = m_bench->clock.now();
    m_bench->page.refresh();
    answer(QList{m_bench->seven.first(), gone});
    QTest::keySequence(view(), QKeySequence(QKeySequence::SelectAll));
    QTest::keyClick(view(), Qt::Key_Delete);
    m_bench->clock.advance(SessionEndings::thinkingTime);
    QCOMPARE(revocations(), QStringList());
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstSessionEndings;
KEYTURN_TEST(TstSessionEndings)
#include "tst_sessionendings.moc"
