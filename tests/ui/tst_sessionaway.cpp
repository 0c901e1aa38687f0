// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "lookup.h"
#include "sessionbench.h"
#include "support/registry.h"
#include "ui/sessions/sessionlistmodel.h"
#include "ui/sessions/sessionrows.h"
#include "ui/sessions/sessionwords.h"

#include <QPushButton>
#include <QTest>

namespace keyturn::ui::tests {

using model::AccountId;
using model::SessionId;
using sessions::RowState;
using sessions::SessionEndings;
using sessions::SessionListModel;
using sessions::SessionWords;

/// A backend that is away, and one that is back; and what can be said truly of what happened meanwhile.
class TstSessionAway : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void whileItIsAwayTheLastLookIsShown();
    void whatIsOnlyRememberedCannotBeEnded();
    void aLookThatComesLateDoesNotCoverTheList();
    void aFailureDoesNotSayThatItIsAwayWhenItIsBack_data();
    void aFailureDoesNotSayThatItIsAwayWhenItIsBack();
    void noticesDoNotLoseEachOther();
    void anEndThatWasOnlyNoticedIsNotSaidToBeNow_data();
    void anEndThatWasOnlyNoticedIsNotSaidToBeNow();
    void aClockThatIsAheadIsSaid();

private:
    [[nodiscard]] QString failureOf(const char *id) const;
    [[nodiscard]] static core::Error away() { return {core::ErrorKind::Offline, QStringLiteral("connection_refused"), {}}; }
    /// Account "b", whose backend is away, and of which the book has two.
    void showAway();

    std::unique_ptr<SessionBench> m_bench;
};

void TstSessionAway::init()
{
    m_bench = std::make_unique<SessionBench>();
}

QString TstSessionAway::failureOf(const char *id) const
{
    const SessionListModel &model = m_bench->page.sessionModel();
    for (int row = 0; row < model.rowCount(); ++row) {
        if (model.index(row).data(SessionListModel::IdRole).toString() == QLatin1String(id))
            return model.index(row).data(SessionListModel::FailureRole).toString();
    }
    return {};
}

void TstSessionAway::showAway()
{
    core::Result<history::KnownSessions> book = known(QList<model::Session>{session(QStringLiteral("b1"), true, m_bench->clock.now().addSecs(-7200)),
                                                                            session(QStringLiteral("b2"), false, m_bench->clock.now().addSecs(-9000)),
                                                                            session(QStringLiteral("b3"), false, m_bench->clock.now().addDays(-3))});
    book.value().listedAt = m_bench->clock.now().addSecs(-7200);
    for (history::KnownSession &one : book.value().sessions)
        one.session.id = {};
    book.value().sessions.last().session.endedAt = m_bench->clock.now().addDays(-2);
    m_bench->port.book = book;
    m_bench->page.setAccount(AccountId(QStringLiteral("b")));
    m_bench->answer(away());
    QCoreApplication::processEvents(); // the book's answer
}

void TstSessionAway::whileItIsAwayTheLastLookIsShown()
{
    showAway();
    QCOMPARE(m_bench->page.rows().sessionCount(), 3);
    QVERIFY(says(m_bench->page, QStringLiteral("As it was 2 h ago")));
    QVERIFY(m_bench->notices().contains(QLatin1String("Acme does not answer")));
    const QModelIndex own = m_bench->page.rows().index(1, 0);
    QCOMPARE(own.data(SessionListModel::UsedRole).toString(), QStringLiteral("Used 2 h ago")); // nobody knows that it is active now
    m_bench->page.hide();
    QVERIFY(!m_bench->port.calls.contains(QStringLiteral("visited b"))); // of what has come since nobody has seen anything
    m_bench->page.show();
    m_bench->answer(m_bench->seven);
    QVERIFY(says(m_bench->page, QStringLiteral("Signed in at 7 places")));
    QCOMPARE(m_bench->notices(), QString());
}

void TstSessionAway::whatIsOnlyRememberedCannotBeEnded()
{
    showAway();
    const sessions::SessionRows &rows = m_bench->page.rows();
    QVERIFY(rows.rowCount() > 0);
    for (int row = 0; row < rows.rowCount(); ++row)
        QCOMPARE(rows.index(row, 0).data(SessionListModel::ActionRole).toString(), QString());
    m_bench->view()->selectAll();
    QTest::keyClick(m_bench->view(), Qt::Key_Delete);
    QVERIFY(!buttonOf(m_bench->page, QStringLiteral("Sign out all others…"))->isEnabled());
    m_bench->clock.advance(SessionEndings::thinkingTime);
    QCOMPARE(m_bench->revocations(), QStringList());
}

void TstSessionAway::aLookThatComesLateDoesNotCoverTheList()
{
    showAway();
    m_bench->page.setAccount(AccountId(QStringLiteral("a")));
    m_bench->answer(m_bench->seven);
    m_bench->page.refresh();
    m_bench->answer(away());
    QCoreApplication::processEvents();
    QCOMPARE(m_bench->page.rows().sessionCount(), 7); // what is there is newer than the book
    QVERIFY(says(m_bench->page, QStringLiteral("Signed in at 7 places")));
}

void TstSessionAway::aFailureDoesNotSayThatItIsAwayWhenItIsBack_data()
{
    QTest::addColumn<bool>("backAtOnce");
    QTest::newRow("at once") << true;
    QTest::newRow("later") << false;
}

void TstSessionAway::aFailureDoesNotSayThatItIsAwayWhenItIsBack()
{
    QFETCH(const bool, backAtOnce);
    m_bench->page.signOut({SessionId(QStringLiteral("s0"))});
    m_bench->clock.advance(SessionEndings::thinkingTime);
    m_bench->port.revocations.back().finish(away());
    QCoreApplication::processEvents();
    if (!backAtOnce) {
        m_bench->answer(away());
        QVERIFY2(failureOf("s0").contains(QLatin1String("does not answer")), qPrintable(failureOf("s0")));
        m_bench->page.refresh();
    }
    m_bench->answer(m_bench->seven);
    QVERIFY2(failureOf("s0").contains(QLatin1String("answers again now")), qPrintable(failureOf("s0")));
    QVERIFY(!failureOf("s0").contains(QLatin1String("does not answer")));
    QCOMPARE(m_bench->page.sessionModel().stateOf(SessionId(QStringLiteral("s0"))), RowState::Failed); // it did not happen
}

void TstSessionAway::noticesDoNotLoseEachOther()
{
    m_bench->page.refresh();
    m_bench->answer(core::Error{core::ErrorKind::SignInAgain, QStringLiteral("insufficient_user_authentication"),
                                QStringLiteral("Bearer error=\"insufficient_user_authentication\"")});
    m_bench->page.exportTo(QStringLiteral("/x.csv"));
    QCoreApplication::processEvents();
    m_bench->page.refresh();
    m_bench->answer(away());
    for (const char *words : {"prove again", "written to /x.csv", "does not answer"})
        QVERIFY2(m_bench->notices().contains(QLatin1String(words)), words);
    m_bench->page.refresh();
    m_bench->answer(m_bench->seven);
    QVERIFY(m_bench->notices().contains(QLatin1String("written to /x.csv")));
    QVERIFY(!m_bench->notices().contains(QLatin1String("does not answer")));
    for (auto *button : m_bench->page.findChildren<QPushButton *>()) {
        if (button->isVisible() && button->accessibleName() == QLatin1String("Dismiss"))
            button->click();
    }
    QVERIFY(!m_bench->notices().contains(QLatin1String("written to /x.csv")));
    QVERIFY(m_bench->notices().contains(QLatin1String("prove again")));
}

void TstSessionAway::anEndThatWasOnlyNoticedIsNotSaidToBeNow_data()
{
    QTest::addColumn<int>("seen"); // minutes before it was noticed; -1: the end itself is known
    QTest::addColumn<int>("noticed"); // minutes ago
    QTest::addColumn<QString>("words");
    QTest::newRow("told by the backend") << -1 << 0 << QStringLiteral("Ended just now");
    QTest::newRow("looked all the time") << 10 << 0 << QStringLiteral("Ended just now");
    QTest::newRow("noticed now, seen yesterday") << 60 * 26 << 0 << QStringLiteral("Ended within the last 26 h");
    QTest::newRow("noticed lately") << 60 * 26 << 60 * 3 << QStringLiteral("Ended between yesterday and 3 h ago");
    QTest::newRow("noticed long ago") << 60 * 3 << 60 * 24 * 5 << QStringLiteral("Ended 5 days ago");
}

void TstSessionAway::anEndThatWasOnlyNoticedIsNotSaidToBeNow()
{
    QFETCH(const int, seen);
    QFETCH(const int, noticed);
    const QDateTime now = m_bench->clock.now();
    history::KnownSession gone = known(session(QStringLiteral("gone"), false, now.addDays(-2)));
    gone.session.endedAt = now.addSecs(-60 * noticed);
    if (seen >= 0)
        gone.lastSeenAt = gone.session.endedAt.addSecs(-60 * seen);
    QTEST(SessionWords::ended(gone, now), "words");
    QCOMPARE(SessionWords::exactTimes(gone).contains(QLatin1String("Found ended")), seen >= 0);
}

void TstSessionAway::aClockThatIsAheadIsSaid()
{
    const QDateTime now = m_bench->clock.now();
    model::Session odd = session(QStringLiteral("odd"), false, now.addDays(3));
    QCOMPARE(SessionWords::used(odd, now), QStringLiteral("Used lately, by a clock ahead of this computer's"));
    odd.lastUsedAt = now.addSecs(60);
    QCOMPARE(SessionWords::used(odd, now), QStringLiteral("Used just now"));
    odd.expiresAt = now.addDays(-2);
    QCOMPARE(SessionWords::until(odd, now), QStringLiteral("Expired 2 days ago"));
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstSessionAway;
KEYTURN_TEST(TstSessionAway)
#include "tst_sessionaway.moc"
