// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "lookup.h"
#include "support/registry.h"
#include "ui/sessions/sessionspage.h"
#include "ui/sessions/sessionview.h"
#include "windowbench.h"

#include <QLineEdit>
#include <QListView>
#include <QTabBar>
#include <QTest>

namespace keyturn::ui::tests {

using mainwindow::Leaf;
using mainwindow::MainWindow;
using model::AccountId;

/// From leaf to leaf and from account to account: where the keyboard goes, and what stays in sight.
class TstLeaves : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void theLetterOfALeafLeadsIntoIt();
    void aClickOnALeafLeadsIntoItToo();
    void arrowsStayInTheBar();
    void findSearchesWhatIsShown();
    void whatCanBeUndoneIsSeenEverywhere();

private:
    void list();
    [[nodiscard]] QWidget *focused() const { return m_window->focusWidget(); }
    [[nodiscard]] QString focusedName() const { return focused() ? focused()->accessibleName() : QString(); }

    std::unique_ptr<WindowBench> m_bench;
    std::unique_ptr<MainWindow> m_window;
};

void TstLeaves::init()
{
    m_window.reset();
    m_bench = std::make_unique<WindowBench>();
    m_window = std::make_unique<MainWindow>(m_bench->ports());
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TstLeaves::list()
{
    m_bench->sessions.lists.back().finish(known(QList<model::Session>{session(QStringLiteral("own"), true, m_bench->clock.now()),
                                                                      session(QStringLiteral("old"), false, m_bench->clock.now())}));
    QCoreApplication::processEvents();
}

void TstLeaves::theLetterOfALeafLeadsIntoIt()
{
    QTest::keyClick(m_window.get(), Qt::Key_S, Qt::AltModifier);
    list();
    QTRY_COMPARE(focusedName(), QStringLiteral("Sessions"));
    QTest::keyClick(focused(), Qt::Key_T, Qt::AltModifier);
    QCOMPARE(m_window->leaf(), Leaf::Activity);
    QCoreApplication::processEvents();
    QWidget *inActivity = focused();
    QVERIFY(inActivity && !qobject_cast<QTabBar *>(inActivity));
    QVERIFY(inActivity->isVisible());
    QTest::keyClick(focused(), Qt::Key_S, Qt::AltModifier);
    QTRY_COMPARE(focusedName(), QStringLiteral("Sessions"));
    m_window->findChild<QTabBar *>()->setFocus();
    QTest::keyClick(focused(), Qt::Key_S, Qt::AltModifier); // where it is open already
    QTRY_COMPARE(focusedName(), QStringLiteral("Sessions"));
}

void TstLeaves::aClickOnALeafLeadsIntoItToo()
{
    auto *bar = m_window->findChild<QTabBar *>();
    QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(int(Leaf::Sessions)).center());
    QTRY_COMPARE(focusedName(), QStringLiteral("Sessions"));
}

void TstLeaves::arrowsStayInTheBar()
{
    auto *bar = m_window->findChild<QTabBar *>();
    bar->setFocus(Qt::TabFocusReason);
    QTest::keyClick(bar, Qt::Key_Right);
    QCoreApplication::processEvents();
    QCOMPARE(m_window->leaf(), Leaf::Sessions);
    QCOMPARE(focused(), bar);
}

void TstLeaves::findSearchesWhatIsShown()
{
    const QKeySequence find(QKeySequence::Find);
    QTest::keySequence(m_window.get(), find);
    QCOMPARE(focusedName(), QStringLiteral("Search accounts")); // an overview has nothing to search
    m_window->showAccount(AccountId(QStringLiteral("a")), Leaf::Sessions);
    list();
    QTest::keySequence(m_window.get(), find);
    QCOMPARE(focusedName(), QStringLiteral("Search sessions"));
    QTest::keySequence(m_window.get(), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F));
    QCOMPARE(focusedName(), QStringLiteral("Search accounts"));
}

void TstLeaves::whatCanBeUndoneIsSeenEverywhere()
{
    m_window->showAccount(AccountId(QStringLiteral("a")), Leaf::Sessions);
    list();
    auto *page = m_window->findChild<sessions::SessionsPage *>();
    page->signOut({model::SessionId(QStringLiteral("old"))});
    QVERIFY(says(*m_window, QStringLiteral("1 session(s) will be signed out in 5 s.")));
    m_window->showAccount(AccountId(QStringLiteral("a")), Leaf::Activity);
    QVERIFY(says(*m_window, QStringLiteral("1 session(s) will be signed out in 5 s.")));
    m_window->showAccount(AccountId(QStringLiteral("b")), Leaf::Overview);
    QVERIFY(says(*m_window, QStringLiteral("1 session(s) of Account a will be signed out in 5 s.")));
    for (auto *list : m_window->findChildren<QListView *>()) {
        if (list->accessibleName() == QLatin1String("Accounts"))
            list->setFocus();
    }
    QTest::keySequence(focused(), QKeySequence(QKeySequence::Undo));
    QVERIFY(!says(*m_window, QStringLiteral("will be signed out")));
    m_bench->clock.advance(sessions::SessionEndings::thinkingTime);
    QVERIFY(m_bench->sessions.revocations.empty());
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstLeaves;
KEYTURN_TEST(TstLeaves)
#include "tst_leaves.moc"
