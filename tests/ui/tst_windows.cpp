// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "lookup.h"
#include "support/registry.h"
#include "ui/accounts/accountsidebar.h"
#include "ui/mainwindow/dialogs.h"
#include "ui/sessions/sessionspage.h"
#include "ui/signin/signindialog.h"
#include "windowbench.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTest>

namespace keyturn::ui::tests {

using application::Place;
using application::Showing;
using application::Windows;
using mainwindow::Leaf;
using mainwindow::MainWindow;
using model::AccountId;

class TstWindows : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void oneIsOpenedWhereNoneWas();
    void eachComesBackWithItsAccountAndLeaf();
    void aNewOneShowsWhatTheActiveOneDoes();
    void anAccountOpensInOneOfItsOwn();
    void whatChangesIsToldOnceItIsAtRest();
    void theActiveOneIsTheOneUsedLast();
    void closingOneKeepsTheOthers();
    void theLastOneStaysToBeRemembered();
    void theLastOneIsHiddenWhereTheProgramGoesOn();
    void eachHasDialogsOfItsOwn();
    void nothingIsLeftOffTheScreen_data();
    void nothingIsLeftOffTheScreen();
    void newOnesAreSetOffFromEachOther();
    void noPlaceIsTakenTwice_data();
    void noPlaceIsTakenTwice();
    void anAccountThatIsGoneIsNoReasonNotToOpen();
    void whatWasBegunInAClosedOneGoesOn();
    void quittingWaitsForWhatWasBegun();

private:
    std::unique_ptr<WindowBench> m_bench;
    std::unique_ptr<Windows> m_windows;
};

void TstWindows::init()
{
    m_bench = std::make_unique<WindowBench>();
    m_windows = m_bench->windows();
}

void TstWindows::cleanup()
{
    m_windows.reset();
}

void TstWindows::oneIsOpenedWhereNoneWas()
{
    m_windows->restore({}, Showing::Normal);
    QCOMPARE(m_windows->all().size(), 1);
    QVERIFY(m_windows->active().isVisible());
}

void TstWindows::eachComesBackWithItsAccountAndLeaf()
{
    m_windows->restore({}, Showing::Normal);
    m_windows->active().showAccount(AccountId(QStringLiteral("b")), Leaf::Activity);
    m_windows->active().resize(700, 500);
    m_windows->openNew(AccountId(QStringLiteral("a")), Leaf::Sessions);
    const QList<Place> places = m_windows->places();
    QCOMPARE(places.size(), 2);
    m_windows = m_bench->windows();
    m_windows->restore(places, Showing::Normal);
    const QList<MainWindow *> all = m_windows->all();
    QCOMPARE(all.size(), 2);
    QCOMPARE(all.first()->account(), AccountId(QStringLiteral("b")));
    QCOMPARE(all.first()->leaf(), Leaf::Activity);
    QCOMPARE(all.first()->size(), QSize(700, 500));
    QCOMPARE(all.last()->account(), AccountId(QStringLiteral("a")));
    QCOMPARE(all.last()->leaf(), Leaf::Sessions);
}

void TstWindows::aNewOneShowsWhatTheActiveOneDoes()
{
    m_windows->restore({}, Showing::Normal);
    MainWindow &first = m_windows->active();
    first.showAccount(AccountId(QStringLiteral("b")), Leaf::Activity);
    first.move(10, 10);
    first.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&first));
    QTest::keyClick(&first, Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(m_windows->all().size(), 2);
    MainWindow &second = m_windows->active();
    QVERIFY(&second != &first);
    QCOMPARE(second.account(), AccountId(QStringLiteral("b")));
    QCOMPARE(second.leaf(), Leaf::Activity);
    QVERIFY(second.pos() != first.pos()); // it does not hide the other one
    second.showAccount(AccountId(QStringLiteral("a")), Leaf::Overview);
    QCOMPARE(first.account(), AccountId(QStringLiteral("b")));
}

void TstWindows::anAccountOpensInOneOfItsOwn()
{
    m_windows->restore({}, Showing::Normal);
    auto *sidebar = m_windows->active().findChild<accounts::AccountSidebar *>();
    Q_EMIT sidebar->windowRequested(AccountId(QStringLiteral("b")));
    QCOMPARE(m_windows->all().size(), 2);
    QCOMPARE(m_windows->active().account(), AccountId(QStringLiteral("b")));
    QCOMPARE(m_windows->active().windowTitle(), QStringLiteral("Grace – Keyturn")); // which tells them apart
    QCOMPARE(m_windows->all().first()->windowTitle(), QStringLiteral("Ada – Keyturn"));
    m_bench->accounts.remove(AccountId(QStringLiteral("a")));
    m_bench->accounts.remove(AccountId(QStringLiteral("b")));
    QCOMPARE(m_windows->active().windowTitle(), QStringLiteral("Keyturn"));
}

void TstWindows::whatChangesIsToldOnceItIsAtRest()
{
    m_windows->restore({}, Showing::Normal);
    m_bench->clock.advance(std::chrono::seconds(5));
    QSignalSpy told(m_windows.get(), &Windows::placesChanged);
    m_windows->active().showAccount(AccountId(QStringLiteral("b")), Leaf::Overview);
    m_bench->clock.advance(std::chrono::milliseconds(600));
    m_windows->active().showAccount(AccountId(QStringLiteral("b")), Leaf::Sessions);
    m_bench->clock.advance(std::chrono::milliseconds(600));
    QCOMPARE(told.size(), 0);
    m_bench->clock.advance(std::chrono::milliseconds(600));
    QCOMPARE(told.size(), 1);
}

void TstWindows::theActiveOneIsTheOneUsedLast()
{
    m_windows->restore({}, Showing::Normal);
    MainWindow &first = m_windows->active();
    MainWindow &second = m_windows->openNew({}, Leaf::Overview);
    QVERIFY(QTest::qWaitForWindowActive(&second));
    QCOMPARE(&m_windows->active(), &second);
    first.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&first));
    QCOMPARE(&m_windows->active(), &first);
    m_windows->raiseOn(AccountId(QStringLiteral("b")), Leaf::Sessions);
    QCOMPARE(first.account(), AccountId(QStringLiteral("b")));
    QCOMPARE(second.account(), AccountId(QStringLiteral("a")));
}

void TstWindows::closingOneKeepsTheOthers()
{
    m_windows->restore({}, Showing::Normal);
    MainWindow &first = m_windows->active();
    QPointer<MainWindow> second = &m_windows->openNew({}, Leaf::Overview);
    second->close();
    QCOMPARE(m_windows->all(), QList<MainWindow *>{&first});
    QTRY_VERIFY(!second);
    QVERIFY(first.isVisible());
    QCOMPARE(m_windows->places().size(), 1);
}

void TstWindows::theLastOneStaysToBeRemembered()
{
    m_windows->restore({}, Showing::Normal);
    m_windows->active().showAccount(AccountId(QStringLiteral("b")), Leaf::Sessions);
    m_windows->active().close();
    QCOMPARE(m_windows->places().size(), 1);
    QCOMPARE(m_windows->places().first().account, AccountId(QStringLiteral("b")));
}

void TstWindows::theLastOneIsHiddenWhereTheProgramGoesOn()
{
    bool goesOn = true;
    m_windows->setGoesOn([&goesOn] { return goesOn; });
    QSignalSpy hidden(m_windows.get(), &Windows::lastHidden);
    m_windows->restore({}, Showing::Normal);
    m_windows->openNew({}, Leaf::Overview).close();
    QCOMPARE(hidden.size(), 0); // the other one is still there
    m_windows->active().close();
    QCOMPARE(hidden.size(), 1);
    QVERIFY(!m_windows->active().isVisible());
    m_windows->raise();
    QVERIFY(m_windows->active().isVisible());
    goesOn = false;
    m_windows->active().close();
    QCOMPARE(hidden.size(), 1);
}

void TstWindows::eachHasDialogsOfItsOwn()
{
    m_windows->restore({}, Showing::Normal);
    MainWindow &first = m_windows->active();
    MainWindow &second = m_windows->openNew({}, Leaf::Overview);
    first.addAccount();
    QVERIFY(first.dialogs().isAsking() && !second.dialogs().isAsking());
    second.addAccount(); // which a dialog of another window is no reason against
    QCOMPARE(second.findChildren<signin::SignInDialog *>().size(), 1);
    second.addAccount();
    QCOMPARE(second.findChildren<signin::SignInDialog *>().size(), 1);
}

void TstWindows::nothingIsLeftOffTheScreen_data()
{
    QTest::addColumn<QList<QRect>>("screens");
    QTest::addColumn<QRect>("wanted");
    QTest::addColumn<QRect>("got");
    const QRect left(0, 0, 1000, 800);
    const QRect right(1000, 0, 1000, 800);
    QTest::newRow("where it fits it stays") << QList{left} << QRect(100, 100, 500, 400) << QRect(100, 100, 500, 400);
    QTest::newRow("the second screen is gone") << QList{left} << QRect(1200, 100, 500, 400) << QRect(500, 100, 500, 400);
    QTest::newRow("the second screen is there") << QList{left, right} << QRect(1200, 100, 500, 400) << QRect(1200, 100, 500, 400);
    QTest::newRow("half out") << QList{left} << QRect(-200, -50, 500, 400) << QRect(0, 0, 500, 400);
    QTest::newRow("on the screen that holds most") << QList{left, right} << QRect(900, 100, 500, 400) << QRect(1000, 100, 500, 400);
    QTest::newRow("too large") << QList{left} << QRect(0, 0, 3000, 2000) << left;
    QTest::newRow("no screen at all") << QList<QRect>() << QRect(5, 5, 10, 10) << QRect(5, 5, 10, 10);
}

void TstWindows::nothingIsLeftOffTheScreen()
{
    QFETCH(const QList<QRect>, screens);
    QFETCH(const QRect, wanted);
    QFETCH(const QRect, got);
    QCOMPARE(application::broughtOnto(screens, wanted), got);
}

void TstWindows::newOnesAreSetOffFromEachOther()
{
    m_windows->restore({}, Showing::Normal);
    MainWindow &first = m_windows->active();
    first.setGeometry(10, 10, 640, 420);
    const QPoint second = m_windows->openNew({}, Leaf::Overview).pos();
    first.activateWindow();
    QTRY_VERIFY(&m_windows->active() == &first);
    const QPoint third = m_windows->openNew({}, Leaf::Overview).pos(); // beside the same one again
    QVERIFY(third != second);
    QVERIFY(second != first.pos() && third != first.pos());
}

void TstWindows::noPlaceIsTakenTwice_data()
{
    QTest::addColumn<QRect>("base");
    QTest::addColumn<int>("others");
    QTest::addColumn<QPoint>("place");
    QTest::newRow("beside the only one") << QRect(100, 100, 640, 420) << 0 << QPoint(132, 132);
    QTest::newRow("beside the third") << QRect(100, 100, 640, 420) << 2 << QPoint(196, 196);
    QTest::newRow("where the screen ends") << QRect(360, 380, 640, 420) << 0 << QPoint(0, 0);
    QTest::newRow("on from there") << QRect(360, 380, 640, 420) << 1 << QPoint(32, 32);
    QTest::newRow("as high as the screen") << QRect(0, 0, 640, 800) << 0 << QPoint(32, 0);
    QTest::newRow("as large as the screen") << QRect(0, 0, 1000, 800) << 1 << QPoint(0, 0);
}

void TstWindows::noPlaceIsTakenTwice()
{
    QFETCH(const QRect, base);
    QFETCH(const int, others);
    QFETCH(const QPoint, place);
    const QList<QRect> screens{QRect(0, 0, 1000, 800)};
    QList<QRect> taken{base};
    for (int i = 0; i < others; ++i)
        taken += application::besideOthers(screens, base, taken);
    const QRect next = application::besideOthers(screens, base, taken);
    QCOMPARE(next, QRect(place, base.size()));
    QVERIFY(screens.first().contains(next));
}

void TstWindows::anAccountThatIsGoneIsNoReasonNotToOpen()
{
    m_windows->restore({{QByteArray("nonsense"), AccountId(QStringLiteral("gone")), Leaf::Sessions}}, Showing::Normal);
    QVERIFY(m_windows->active().isVisible());
    QCOMPARE(m_windows->active().account(), AccountId(QStringLiteral("a")));
    QCOMPARE(m_windows->active().leaf(), Leaf::Overview);
}

void TstWindows::whatWasBegunInAClosedOneGoesOn()
{
    m_windows->restore({}, Showing::Normal);
    QPointer<MainWindow> second = &m_windows->openNew(AccountId(QStringLiteral("a")), Leaf::Sessions);
    QCoreApplication::processEvents();
    FakeSessions &sessions = m_bench->sessions;
    const QList<model::Session> two{session(QStringLiteral("own"), true, m_bench->clock.now()),
                                    session(QStringLiteral("old"), false, m_bench->clock.now())};
    for (const auto &list : sessions.lists)
        list.finish(known(two));
    QCoreApplication::processEvents();
    second->findChild<sessions::SessionsPage *>()->signOut({model::SessionId(QStringLiteral("old"))});
    QVERIFY(sessions.revocations.empty()); // there would be five seconds
    second->close();
    QCoreApplication::processEvents();
    QCOMPARE(sessions.revocations.size(), std::size_t(1));
    QVERIFY(second && !second->isVisible());
    QCOMPARE(m_windows->all().size(), 1);
    sessions.revocations.front().finish({});
    QCoreApplication::processEvents();
    sessions.lists.back().finish(known(two.first(1)));
    QTRY_VERIFY(!second);
}

void TstWindows::quittingWaitsForWhatWasBegun()
{
    m_windows->restore({{{}, AccountId(QStringLiteral("a")), Leaf::Sessions}}, Showing::Normal);
    QCoreApplication::processEvents();
    FakeSessions &sessions = m_bench->sessions;
    sessions.lists.back().finish(known(QList<model::Session>{session(QStringLiteral("old"), false, m_bench->clock.now())}));
    QCoreApplication::processEvents();
    m_windows->active().findChild<sessions::SessionsPage *>()->signOut({model::SessionId(QStringLiteral("old"))});
    const core::Async<void> settled = m_windows->settle();
    QCoreApplication::processEvents();
    QCOMPARE(sessions.revocations.size(), std::size_t(1));
    QVERIFY(!settled.isFinished());
    m_bench->clock.advance(std::chrono::seconds(29)); // a backend that does not answer
    QVERIFY(!settled.isFinished());
    m_bench->clock.advance(std::chrono::seconds(1));
    QVERIFY(settled.isFinished());
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstWindows;
KEYTURN_TEST(TstWindows)
#include "tst_windows.moc"
