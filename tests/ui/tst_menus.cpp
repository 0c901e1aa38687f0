// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "lookup.h"
#include "sessionbench.h"
#include "support/registry.h"
#include "ui/sessions/sessionrows.h"
#include "windowbench.h"

#include <QListView>
#include <QMenu>
#include <QPointer>
#include <QTest>

namespace keyturn::ui::tests {

using sessions::SessionEndings;

/// Every entry of every menu has a letter of its own.
class TstMenus : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aSessionsMenuHasItsLetters_data();
    void aSessionsMenuHasItsLetters();
    void theMenusOfTheWindowHaveTheirLetters();
    void theWalkFindsWhatIsWrong();
};

void TstMenus::aSessionsMenuHasItsLetters_data()
{
    QTest::addColumn<QString>("device");
    QTest::addColumn<QStringList>("entries");
    const QString details = QStringLiteral("Details…");
    const QString rename = QStringLiteral("Rename…");
    QTest::newRow("this device") << QStringLiteral("Device own")
                                 << QStringList{details, rename, QStringLiteral("Sign out everywhere, this device too…")};
    QTest::newRow("another") << QStringLiteral("Device s2") << QStringList{details, rename, QStringLiteral("Sign out")};
    QTest::newRow("one that waits") << QStringLiteral("Device s0") << QStringList{details, rename, QStringLiteral("Undo")};
    QTest::newRow("one that failed") << QStringLiteral("Device s1") << QStringList{details, rename, QStringLiteral("Retry")};
}

void TstMenus::aSessionsMenuHasItsLetters()
{
    QFETCH(const QString, device);
    SessionBench bench;
    bench.page.signOut({model::SessionId(QStringLiteral("s1"))});
    bench.clock.advance(SessionEndings::thinkingTime);
    bench.port.revocations.front().finish(core::Error{core::ErrorKind::Offline, QStringLiteral("timeout"), {}});
    QCoreApplication::processEvents();
    bench.answer(bench.seven);
    bench.page.signOut({model::SessionId(QStringLiteral("s0"))});
    for (int row = 0; row < bench.page.rows().rowCount(); ++row) {
        if (bench.page.rows().index(row, 0).data().toString() == device)
            bench.view()->setCurrentIndex(bench.page.rows().index(row, 0));
    }
    QTest::keyClick(bench.view(), Qt::Key_F10, Qt::ShiftModifier);
    const QPointer<QMenu> menu = bench.page.findChild<QMenu *>(QString(), Qt::FindDirectChildrenOnly);
    QVERIFY(menu);
    QCOMPARE(mnemonicFaultIn(*menu), QString());
    QStringList entries;
    for (const QAction *action : menu->actions())
        entries += action->text().remove(u'&');
    QTEST(entries, "entries");
}

void TstMenus::theMenusOfTheWindowHaveTheirLetters()
{
    WindowBench bench;
    bench.accounts.changesPassword = true;
    mainwindow::MainWindow window(bench.ports());
    window.show();
    for (auto *list : window.findChildren<QListView *>()) {
        if (list->accessibleName() == QLatin1String("Accounts"))
            QTest::keyClick(list, Qt::Key_F10, Qt::ShiftModifier);
    }
    const auto menus = window.findChildren<QMenu *>();
    QVERIFY(menus.size() >= 4); // of the window, the sessions, the activity, the account
    for (const QMenu *menu : menus) {
        if (!menu->actions().isEmpty())
            QCOMPARE(mnemonicFaultIn(*menu), QString());
    }
}

void TstMenus::theWalkFindsWhatIsWrong()
{
    QMenu menu;
    menu.addAction(QStringLiteral("&One"));
    QCOMPARE(mnemonicFaultIn(menu), QString());
    menu.addMenu(QStringLiteral("&Two"))->addAction(QStringLiteral("Three && four"));
    QCOMPARE(mnemonicFaultIn(menu), QStringLiteral("no letter: Three && four"));
    QMenu other;
    other.addAction(QStringLiteral("&One"));
    other.addAction(QStringLiteral("N&o"));
    QCOMPARE(mnemonicFaultIn(other), QStringLiteral("&One / N&o"));
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstMenus;
KEYTURN_TEST(TstMenus)
#include "tst_menus.moc"
