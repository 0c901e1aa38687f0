// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeactivity.h"
#include "lookup.h"
#include "support/registry.h"
#include "ui/activity/activitylistmodel.h"
#include "ui/activity/activitypage.h"
#include "ui/activity/allactivitydialog.h"
#include "ui/activity/eventdialog.h"
#include "ui/common/notice.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTest>

namespace keyturn::ui::tests {

using activity::ActivityListModel;
using activity::ActivityPage;
using history::Event;
using history::EventKind;
using history::Page;
using model::AccountId;

/// "Why was I signed out?" in the window.
class TstActivityPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void nothingIsAskedForBeforeItIsSeen();
    void whatHappenedIsToldInPlainWords();
    void eachDayHasItsHeading();
    void theNextPageIsReadWhenItIsWanted();
    void aSearchThatFoundNothingYetGoesOnByItself();
    void aChoiceAsksAnew();
    void aSearchWaitsForTheLastLetter();
    void whatIsNewComesOnTop();
    void aRepeatChangesItsRow();
    void moreThanAPageOfNewsBeginsAnew();
    void anAnswerForAnotherAccountIsDropped();
    void anEmptyListSaysWhy();
    void aHistoryThatCannotBeReadIsSaid();
    void whatIsNotRecordedIsSaid();
    void whatIsShownIsExported();
    void clearingAsksFirst();
    void anEventOpensItsTrace();
    void allAccountsAreToldByName();
    void noSentenceIsCutOff();
    void everyControlHasAName();

private:
    [[nodiscard]] Event eventOf(qint64 id, EventKind kind, const QDateTime &at, const QString &cause = {}) const;
    void answer(const core::Result<Page> &page);
    [[nodiscard]] QStringList column(int role) const;
    [[nodiscard]] QAction *menuItem(const QString &text) const;
    [[nodiscard]] QString notice() const { return m_page->findChild<common::Notice *>()->sentence(); }
    [[nodiscard]] ActivityListModel &model() const { return m_page->activityModel(); }

    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<FakeActivity> m_port;
    std::unique_ptr<ActivityPage> m_page;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TstActivityPage::init()
{
    m_tester.reset();
    m_page.reset();
    m_clock = std::make_unique<FakeClock>();
    m_port = std::make_unique<FakeActivity>(*m_clock);
    m_page = std::make_unique<ActivityPage>(*m_port);
    // It reads nothing by itself, so that each question below is the page's own.
    m_tester = std::make_unique<QAbstractItemModelTester>(&model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    m_page->resize(600, 400);
    m_page->setAccount(AccountId(QStringLiteral("a")));
    if (QByteArray(QTest::currentTestFunction()) == "nothingIsAskedForBeforeItIsSeen")
        return;
    m_page->show();
    QCOMPARE(m_port->questions.size(), std::size_t(1));
}

Event TstActivityPage::eventOf(qint64 id, EventKind kind, const QDateTime &at, const QString &cause) const
{
    Event event;
    event.id = id;
    event.subject = {AccountId(QStringLiteral("a")), QStringLiteral("Ada"), QStringLiteral("Acme")};
    event.kind = kind;
    event.cause = cause;
    event.at = event.lastAt = at;
    return event;
}

void TstActivityPage::answer(const core::Result<Page> &page)
{
    m_port->questions.back().answer.finish(page);
    QCoreApplication::processEvents();
}

QStringList TstActivityPage::column(int role) const
{
    QStringList texts;
    for (int row = 0; row < model().rowCount(); ++row)
        texts += model().index(row).data(role).toString();
    return texts;
}

QAction *TstActivityPage::menuItem(const QString &text) const
{
    for (QAction *action : buttonOf(*m_page, QStringLiteral("More"))->menu()->actions()) {
        if (action->text() == text)
            return action;
    }
    return nullptr;
}

void TstActivityPage::nothingIsAskedForBeforeItIsSeen()
{
    QCOMPARE(m_port->questions.size(), std::size_t(0));
    m_page->show();
    QCOMPARE(m_port->questions.size(), std::size_t(1));
    QCOMPARE(m_port->questions.front().filter.accounts, QList<AccountId>{AccountId(QStringLiteral("a"))});
}

void TstActivityPage::whatHappenedIsToldInPlainWords()
{
    const QDateTime now = m_clock->now();
    answer(Page{
        {eventOf(2, EventKind::SignInNeeded, now, QStringLiteral("revoked")), eventOf(1, EventKind::SignedIn, now, QStringLiteral("password"))}, {}});
    QCOMPARE(column(Qt::DisplayRole),
             (QStringList{QStringLiteral("Signed out by Acme: the session was ended from another place. Sign in again."),
                          QStringLiteral("Signed in to Acme by password.")}));
}

void TstActivityPage::eachDayHasItsHeading()
{
    const QDateTime now = m_clock->now();
    answer(Page{{eventOf(4, EventKind::Renewed, now), eventOf(3, EventKind::Renewed, now.addSecs(-1)),
                 eventOf(2, EventKind::Renewed, now.addDays(-1)), eventOf(1, EventKind::SignedIn, now.addDays(-9))},
                {}});
    const QStringList headings = column(ActivityListModel::HeadingRole);
    QCOMPARE(headings.mid(0, 3), (QStringList{QStringLiteral("Today"), QString(), QStringLiteral("Yesterday")}));
    QVERIFY(headings.at(3).contains(QStringLiteral("2025")));
}

void TstActivityPage::theNextPageIsReadWhenItIsWanted()
{
    const QDateTime now = m_clock->now();
    answer(Page{{eventOf(9, EventKind::Renewed, now)}, history::PageKey{5, 9}});
    QCOMPARE(m_port->questions.size(), std::size_t(2)); // the list has room for more
    QVERIFY(m_port->questions.back().after == (history::PageKey{5, 9}));
    QVERIFY(!model().canFetchMore({})); // one page at a time
    answer(Page{{eventOf(8, EventKind::Rotated, now)}, {}});
    QCOMPARE(model().rowCount(), 2);
    QVERIFY(!model().canFetchMore({}));
}

void TstActivityPage::aSearchThatFoundNothingYetGoesOnByItself()
{
    answer(Page{{}, history::PageKey{5, 9}});
    QCOMPARE(m_port->questions.size(), std::size_t(2));
    answer(Page{{eventOf(8, EventKind::Rotated, m_clock->now())}, {}});
    QCOMPARE(model().rowCount(), 1);
}

void TstActivityPage::aChoiceAsksAnew()
{
    answer(Page{{eventOf(1, EventKind::Renewed, m_clock->now())}, {}});
    m_page->findChild<QComboBox *>()->setCurrentIndex(3);
    QCOMPARE(m_port->questions.size(), std::size_t(2));
    const QList<EventKind> kinds = m_port->questions.back().filter.kinds;
    QVERIFY(kinds.contains(EventKind::KeychainFailed) && kinds.contains(EventKind::SignInNeeded) && !kinds.contains(EventKind::Renewed));
    QCOMPARE(model().rowCount(), 0);
}

void TstActivityPage::aSearchWaitsForTheLastLetter()
{
    answer(Page{{eventOf(1, EventKind::Renewed, m_clock->now())}, {}});
    QTest::keyClicks(m_page->findChild<QLineEdit *>(), QStringLiteral("locked"));
    QCOMPARE(m_port->questions.size(), std::size_t(1));
    m_clock->advance(ActivityPage::typingPause);
    QCOMPARE(m_port->questions.size(), std::size_t(2));
    QCOMPARE(m_port->questions.back().filter.text, QStringLiteral("locked"));
    QVERIFY(m_port->questions.back()
                .filter.sentence(eventOf(1, EventKind::KeychainFailed, m_clock->now(), QStringLiteral("keychain_locked")))
                .contains(QStringLiteral("locked")));
}

void TstActivityPage::whatIsNewComesOnTop()
{
    const QDateTime now = m_clock->now();
    answer(Page{{eventOf(2, EventKind::Renewed, now), eventOf(1, EventKind::SignedIn, now)}, {}});
    Q_EMIT m_port->recorded();
    QVERIFY(!m_port->questions.back().after);
    answer(Page{{eventOf(3, EventKind::SignedOut, now, QStringLiteral("this_device")), eventOf(2, EventKind::Renewed, now),
                 eventOf(1, EventKind::SignedIn, now)},
                {}});
    QCOMPARE(model().rowCount(), 3);
    QCOMPARE(column(Qt::DisplayRole).first(), QStringLiteral("You signed out here, and Acme ended the session."));
}

void TstActivityPage::aRepeatChangesItsRow()
{
    Event offline = eventOf(1, EventKind::Unreachable, m_clock->now(), QStringLiteral("timeout"));
    answer(Page{{offline}, {}});
    QCOMPARE(column(ActivityListModel::RepeatsRole), QStringList{QString()});
    offline.times = 3;
    Q_EMIT m_port->recorded();
    answer(Page{{offline}, {}});
    QCOMPARE(model().rowCount(), 1);
    QVERIFY(column(ActivityListModel::RepeatsRole).first().startsWith(QStringLiteral("3 times")));
}

void TstActivityPage::moreThanAPageOfNewsBeginsAnew()
{
    const QDateTime now = m_clock->now();
    answer(Page{{eventOf(1, EventKind::SignedIn, now)}, {}});
    Q_EMIT m_port->recorded();
    answer(Page{{eventOf(300, EventKind::Renewed, now), eventOf(299, EventKind::Renewed, now)}, history::PageKey{1, 299}});
    QCOMPARE(column(Qt::DisplayRole), QStringList(2, QStringLiteral("Renewed by Acme.")));
}

void TstActivityPage::anAnswerForAnotherAccountIsDropped()
{
    m_page->setAccount(AccountId(QStringLiteral("b")));
    QCOMPARE(m_port->questions.size(), std::size_t(2));
    m_port->questions.front().answer.finish(Page{{eventOf(1, EventKind::SignedIn, m_clock->now())}, {}}); // FAULTS 57
    QCoreApplication::processEvents();
    QCOMPARE(model().rowCount(), 0);
}

void TstActivityPage::anEmptyListSaysWhy()
{
    answer(Page{{}, {}});
    QVERIFY(says(*m_page, QStringLiteral("Nothing has happened yet")));
    m_page->findChild<QComboBox *>()->setCurrentIndex(1);
    answer(Page{{}, {}});
    QVERIFY(says(*m_page, QStringLiteral("Nothing like that has happened")));
}

void TstActivityPage::aHistoryThatCannotBeReadIsSaid()
{
    answer(core::Error{core::ErrorKind::Storage, QStringLiteral("history_newer"), {}});
    QVERIFY(notice().contains(QStringLiteral("newer Keyturn")));
}

void TstActivityPage::whatIsNotRecordedIsSaid()
{
    answer(Page{{eventOf(1, EventKind::SignedIn, m_clock->now())},
                {},
                core::Error{core::ErrorKind::Storage, QStringLiteral("history_failed"), QStringLiteral("disk full")}});
    QCOMPARE(model().rowCount(), 1);
    QVERIFY(notice().contains(QStringLiteral("disk full")));
}

void TstActivityPage::whatIsShownIsExported()
{
    m_page->findChild<QComboBox *>()->setCurrentIndex(2);
    m_page->exportTo(QStringLiteral("/tmp/a.json"));
    QCoreApplication::processEvents();
    QCOMPARE(m_port->calls, QStringList{QStringLiteral("json /tmp/a.json")});
    QVERIFY(m_port->exported.kinds.contains(EventKind::Renewed));
    QVERIFY(notice().contains(QStringLiteral("/tmp/a.json")) && notice().contains(QStringLiteral("7")));
    m_port->exportResult = core::Error{core::ErrorKind::Storage, QStringLiteral("export_failed"), QStringLiteral("no room")};
    m_page->exportTo(QStringLiteral("/tmp/a.csv"));
    QCoreApplication::processEvents();
    QVERIFY(notice().contains(QStringLiteral("no room")));
}

void TstActivityPage::clearingAsksFirst()
{
    answer(Page{{eventOf(1, EventKind::SignedIn, m_clock->now())}, {}});
    menuItem(QStringLiteral("&Clear…"))->trigger();
    QVERIFY(m_port->calls.isEmpty());
    QDialog *question = questionOver(*m_page);
    QVERIFY(question);
    question->accept();
    QCoreApplication::processEvents();
    QCOMPARE(m_port->calls, QStringList{QStringLiteral("clear a")});
    QCOMPARE(m_port->questions.size(), std::size_t(2)); // and looks again
}

void TstActivityPage::anEventOpensItsTrace()
{
    Event refused = eventOf(1, EventKind::SignInNeeded, m_clock->now(), QStringLiteral("reuse_detected"));
    refused.trace.requests = {QStringLiteral("POST https://a.example/refresh → 400, 12 ms")};
    answer(Page{{refused}, {}});
    auto *list = m_page->findChild<QListView *>();
    list->setCurrentIndex(model().index(0));
    QTest::keyClick(list, Qt::Key_Return);
    auto *dialog = m_page->findChild<activity::EventDialog *>();
    QVERIFY(dialog);
    const QString facts = dialog->findChild<QPlainTextEdit *>()->toPlainText();
    QVERIFY2(facts.contains(QStringLiteral("reuse_detected")) && facts.contains(QStringLiteral("→ 400")), qPrintable(facts));
    QCOMPARE(namelessIn(*dialog), QString());
}

void TstActivityPage::allAccountsAreToldByName()
{
    activity::AllActivityDialog dialog(*m_port);
    dialog.show();
    QVERIFY(m_port->questions.back().filter.accounts.isEmpty());
    Event gone = eventOf(2, EventKind::SignedOut, m_clock->now());
    gone.subject = {AccountId(QStringLiteral("gone")), QStringLiteral("Grace\n<b>"), QStringLiteral("Acme")};
    Event clock = eventOf(1, EventKind::ClockOff, m_clock->now());
    clock.subject = {};
    answer(Page{{gone, clock}, {}});
    const auto *list = dialog.findChild<QListView *>();
    QCOMPARE(list->model()->index(0, 0).data(ActivityListModel::RepeatsRole).toString(), QStringLiteral("Grace <b> · Acme"));
    QCOMPARE(list->model()->index(1, 0).data(ActivityListModel::RepeatsRole).toString(), QStringLiteral("This computer"));
    QCOMPARE(namelessIn(dialog), QString());
}

/// The scroll bar takes room from rows that were measured without it.
void TstActivityPage::noSentenceIsCutOff()
{
    QList<Event> events;
    for (int id = 40; id > 0; --id)
        events += eventOf(id, EventKind::SignInNeeded, m_clock->now(), QStringLiteral("reuse_detected"));
    auto *list = m_page->findChild<QListView *>();
    for (int width = 400; width < 480; ++width) {
        m_page->resize(width, 300);
        model().setFilter({});
        const std::size_t asked = m_port->questions.size();
        answer(Page{{events.last()}, history::PageKey{5, 9}});
        QTRY_VERIFY(!list->verticalScrollBar()->isVisible());
        QTRY_COMPARE(m_port->questions.size(), asked + 1); // there is room for more
        answer(Page{events, {}});
        QTRY_VERIFY(list->verticalScrollBar()->isVisible());
        const auto room = [this, list] { return list->visualRect(model().index(2)).top() - list->visualRect(model().index(1)).top(); };
        const int before = room();
        list->doItemsLayout(); // now that the scroll bar is there
        QCOMPARE(before, room());
    }
}

void TstActivityPage::everyControlHasAName()
{
    answer(Page{{eventOf(1, EventKind::SignedIn, m_clock->now())}, {}});
    QCOMPARE(namelessIn(*m_page), QString());
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstActivityPage;
KEYTURN_TEST(TstActivityPage)
#include "tst_activitypage.moc"
