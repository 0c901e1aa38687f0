// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeports.h"
#include "support/registry.h"
#include "ui/common/notice.h"
#include "ui/sessions/sessionrows.h"
#include "ui/sessions/sessionspage.h"
#include "ui/sessions/sessionview.h"

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
    void answer(const core::Result<QList<model::Session>> &result);
    void revoked(std::size_t which, const core::Result<void> &result = {});
    [[nodiscard]] RowState stateOf(const char *id) const { return m_page->sessionModel().stateOf(SessionId(QLatin1String(id))); }
    [[nodiscard]] sessions::SessionView *view() const { return m_page->findChild<sessions::SessionView *>(); }
    [[nodiscard]] QStringList revocations() const { return m_port->calls.filter(QStringLiteral("revoke")); }
    [[nodiscard]] QString notices() const;

    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<FakeSessions> m_port;
    std::unique_ptr<SessionsPage> m_page;
    QList<model::Session> m_seven; ///< "own", and s0 … s5.
};

void TstSessionEndings::init()
{
    m_page.reset();
    m_clock = std::make_unique<FakeClock>();
    m_port = std::make_unique<FakeSessions>(*m_clock);
    m_seven = {session(QStringLiteral("own"), true, m_clock->now())};
    for (int i = 0; i < 6; ++i)
        m_seven += session(QStringLiteral("s%1").arg(i), false, m_clock->now().addSecs(-60 * i));
    m_page = std::make_unique<SessionsPage>(*m_port);
    m_page->resize(500, 400);
    m_page->setAccount(AccountId(QStringLiteral("a")));
    m_page->show();
    answer(m_seven);
}

void TstSessionEndings::answer(const core::Result<QList<model::Session>> &result)
{
    m_port->lists.back().finish(known(result));
    QCoreApplication::processEvents();
}

void TstSessionEndings::revoked(std::size_t which, const core::Result<void> &result)
{
    m_port->revocations.at(which).finish(result);
    QCoreApplication::processEvents();
}

QString TstSessionEndings::notices() const
{
    QStringList said;
    for (const common::Notice *notice : m_page->findChildren<common::Notice *>())
        said += notice->sentence();
    return said.join(u'\n');
}

void TstSessionEndings::fiveSecondsGoByBeforeAnythingIsSent()
{
    m_page->signOut({SessionId(QStringLiteral("s0"))});
    QCOMPARE(stateOf("s0"), RowState::Waiting);
    m_clock->advance(std::chrono::milliseconds(4999));
    QCOMPARE(revocations(), QStringList());
    m_clock->advance(std::chrono::milliseconds(1));
    QCOMPARE(revocations(), QStringList{QStringLiteral("revoke a/s0")});
    QCOMPARE(stateOf("s0"), RowState::Ending);
}

void TstSessionEndings::theRowsOwnVerbUndoesIt()
{
    m_page->signOut({SessionId(QStringLiteral("s0")), SessionId(QStringLiteral("s1"))});
    const QModelIndex row = m_page->rows().index(3, 0);
    QCOMPARE(row.data(SessionListModel::ActionRole).toString(), QStringLiteral("Undo"));
    view()->setCurrentIndex(row);
    QTest::keyClick(view(), Qt::Key_Return);
    QCOMPARE(stateOf("s0"), RowState::Idle);
    m_clock->advance(SessionEndings::thinkingTime);
    QCOMPARE(revocations(), QStringList{QStringLiteral("revoke a/s1")});
}

void TstSessionEndings::undoTakesAllBackThatWait()
{
    m_page->signOut({SessionId(QStringLiteral("s0"))});
    m_page->signOut({SessionId(QStringLiteral("s1"))});
    QTest::keySequence(view(), QKeySequence(QKeySequence::Undo));
    m_clock->advance(std::chrono::seconds(20));
    QCOMPARE(revocations(), QStringList());
    QCOMPARE(stateOf("s0"), RowState::Idle);
    QCOMPARE(notices(), QStringLiteral("\n"));
}

void TstSessionEndings::oneKeptOfAllOthersMeansAskingForEach()
{
    m_seven = m_seven.first(4);
    m_page->refresh();
    answer(m_seven);
    m_page->signOutOthers(model::AccountId(QStringLiteral("a")));
    view()->setCurrentIndex(m_page->rows().index(3, 0)); // s0
    QTest::keyClick(view(), Qt::Key_Return);
    m_clock->advance(SessionEndings::thinkingTime);
    QCOMPARE(revocations(), (QStringList{QStringLiteral("revoke a/s1"), QStringLiteral("revoke a/s2")}));
}

void TstSessionEndings::oneThatWaitedBeforeAllOthersIsKeptToo()
{
    m_seven = m_seven.first(4);
    m_page->refresh();
    answer(m_seven);
    m_page->signOut({SessionId(QStringLiteral("s0"))});
    m_page->signOutOthers(AccountId(QStringLiteral("a")));
    view()->setCurrentIndex(m_page->rows().index(3, 0)); // s0
    QTest::keyClick(view(), Qt::Key_Return);
    QCOMPARE(stateOf("s0"), RowState::Idle);
    m_clock->advance(SessionEndings::thinkingTime);
    QCOMPARE(revocations(), (QStringList{QStringLiteral("revoke a/s1"), QStringLiteral("revoke a/s2")}));
}

void TstSessionEndings::anAnswerAboutOneAccountEndsNothingOfAnother()
{
    m_page->setAccount(AccountId(QStringLiteral("b"))); // behind an open question about a
    answer(QList{session(QStringLiteral("b1"), true, m_clock->now()), session(QStringLiteral("b2"), false, m_clock->now())});
    m_page->signOutOthers(AccountId(QStringLiteral("a")));
    m_page->resume(AccountId(QStringLiteral("a")));
    m_clock->advance(SessionEndings::thinkingTime);
    QCOMPARE(revocations(), QStringList());
}

void TstSessionEndings::aSecondChoiceHasItsOwnFiveSeconds()
{
    m_page->signOut({SessionId(QStringLiteral("s0"))});
    m_clock->advance(std::chrono::seconds(3));
    m_page->signOut({SessionId(QStringLiteral("s1"))});
    m_clock->advance(std::chrono::seconds(2));
    QCOMPARE(revocations(), QStringList{QStringLiteral("revoke a/s0")});
    m_clock->advance(std::chrono::seconds(3));
    QCOMPARE(revocations().size(), 2);
}

void TstSessionEndings::theNoticeCountsTheSecondsAndGoes()
{
    m_page->signOut({SessionId(QStringLiteral("s0")), SessionId(QStringLiteral("s1"))});
    QVERIFY2(notices().contains(QLatin1String("2 session(s) will be signed out in 5 s.")), qPrintable(notices()));
    m_clock->advance(std::chrono::seconds(3));
    QVERIFY2(notices().contains(QLatin1String("in 2 s.")), qPrintable(notices()));
    m_clock->advance(std::chrono::seconds(2));
    QCOMPARE(notices(), QStringLiteral("\n"));
}

void TstSessionEndings::severalAreEndedAFewAtATimeAndProvedOnce()
{
    const auto reads = [this] { return m_port->calls.count(QStringLiteral("list a")); };
    const qsizetype before = reads();
    m_page->signOut(m_page->sessionModel().others());
    m_clock->advance(SessionEndings::thinkingTime);
    QCOMPARE(revocations().size(), SessionEndings::atOnce);
    for (std::size_t i = 0; i < 6; ++i)
        revoked(i);
    QCOMPARE(revocations().size(), 6);
    QCOMPARE(reads(), before + 1);
    answer(QList{m_seven.first()});
    QCOMPARE(m_page->rows().sessionCount(), 1);
}

void TstSessionEndings::oneFailureOfSeveralStaysOnItsRow()
{
    m_page->signOut({SessionId(QStringLiteral("s0")), SessionId(QStringLiteral("s1"))});
    m_clock->advance(SessionEndings::thinkingTime);
    revoked(0);
    revoked(1, core::Error{core::ErrorKind::Offline, QStringLiteral("timeout"), {}});
    m_seven.removeAt(1);
    answer(m_seven);
    QCOMPARE(stateOf("s1"), RowState::Failed);
    QCOMPARE(stateOf("s0"), RowState::Idle);
    QVERIFY(!m_page->sessionModel().contains(SessionId(QStringLiteral("s0"))));
}

void TstSessionEndings::aChallengeIsNotAskedForAgainForEachOfTheRest()
{
    m_page->signOut(m_page->sessionModel().others());
    m_clock->advance(SessionEndings::thinkingTime);
    const core::Error challenge{core::ErrorKind::SignInAgain, QStringLiteral("insufficient_user_authentication"),
                                QStringLiteral("Bearer error=\"insufficient_user_authentication\", max_age=\"60\"")};
    for (std::size_t i = 0; i < SessionEndings::atOnce; ++i)
        revoked(i, challenge);
    QCOMPARE(revocations().size(), SessionEndings::atOnce); // the other two would be refused as well
    answer(m_seven);
    QCOMPARE(stateOf("s5"), RowState::Failed);
    m_page->resume(model::AccountId(QStringLiteral("a")));
    QCOMPARE(revocations().size(), 2 * SessionEndings::atOnce);
    for (std::size_t i = SessionEndings::atOnce; i < SessionEndings::atOnce + 6; ++i)
        revoked(i);
    QCOMPARE(revocations().size(), SessionEndings::atOnce + 6);
}

void TstSessionEndings::whatIsEndedGoesOnWhileAnotherAccountIsShown()
{
    m_page->signOut({SessionId(QStringLiteral("s0"))});
    m_page->setAccount(AccountId(QStringLiteral("b")));
    answer(QList{session(QStringLiteral("b1"), true, m_clock->now())});
    QCOMPARE(notices(), QStringLiteral("\n"));
    m_clock->advance(SessionEndings::thinkingTime);
    QCOMPARE(revocations(), QStringList{QStringLiteral("revoke a/s0")});
    revoked(0, core::Error{core::ErrorKind::Offline, QStringLiteral("timeout"), {}});
    QCOMPARE(m_port->calls.last(), QStringLiteral("list a"));
    answer(m_seven);
    QCOMPARE(m_page->rows().sessionCount(), 1); // of the account that is shown
    m_page->setAccount(AccountId(QStringLiteral("a")));
    answer(m_seven);
    QCOMPARE(stateOf("s0"), RowState::Failed); // and is not swallowed
}

void TstSessionEndings::whoLeavesHasMadeUpTheirMind()
{
    m_page->signOut({SessionId(QStringLiteral("s0"))});
    const core::Async<void> settled = m_page->settle();
    QCOMPARE(revocations(), QStringList{QStringLiteral("revoke a/s0")});
    QVERIFY(!settled.isFinished());
    revoked(0);
    answer(m_seven);
    QVERIFY(settled.isFinished());
    QVERIFY(m_page->settle().isFinished());
}

void TstSessionEndings::aSessionThatGoesMeanwhileIsNotAskedFor()
{
    m_page->signOut({SessionId(QStringLiteral("s0"))});
    m_page->refresh();
    m_seven.removeAt(1);
    answer(m_seven);
    m_clock->advance(SessionEndings::thinkingTime);
    QCOMPARE(revocations(), QStringList());
    QCOMPARE(notices(), QStringLiteral("\n"));
}

void TstSessionEndings::retryDoesNotWaitAgain()
{
    m_page->signOut({SessionId(QStringLiteral("s0"))});
    m_clock->advance(SessionEndings::thinkingTime);
    revoked(0, core::Error{core::ErrorKind::Offline, QStringLiteral("timeout"), {}});
    answer(m_seven);
    view()->setCurrentIndex(m_page->rows().index(3, 0));
    QTest::keyClick(view(), Qt::Key_Return);
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
    model::Session gone = session(QStringLiteral("gone"), false, m_clock->now());
    gone.endedAt = m_clock->now();
    m_page->refresh();
    answer(QList{m_seven.first(), gone});
    QTest::keySequence(view(), QKeySequence(QKeySequence::SelectAll));
    QTest::keyClick(view(), Qt::Key_Delete);
    m_clock->advance(SessionEndings::thinkingTime);
    QCOMPARE(revocations(), QStringList());
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstSessionEndings;
KEYTURN_TEST(TstSessionEndings)
#include "tst_sessionendings.moc"
