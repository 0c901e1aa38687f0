// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeports.h"
#include "support/registry.h"
#include "ui/tray/trayicon.h"

#include <QSignalSpy>
#include <QTest>

namespace keyturn::ui::tests {

using keyturn::accounts::AccountState;
using model::AccountId;
using tray::TrayIcon;

class TstTrayIcon : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachAccountIsThereWithItsState();
    void whoNeedsThePersonIsSaid();
    void namesMakeNoMnemonics();
    void ofManyTheFirstTwentyAreThere();

private:
    [[nodiscard]] static QAction *entry(const QMenu &menu, const QString &text);
    FakeClock m_clock;
};

QAction *TstTrayIcon::entry(const QMenu &menu, const QString &text)
{
    for (QAction *action : menu.actions()) {
        if (QString(action->text()).remove(u'&') == text)
            return action;
    }
    return nullptr;
}

void TstTrayIcon::eachAccountIsThereWithItsState()
{
    FakeAccounts accounts(m_clock);
    accounts.list = {account(QStringLiteral("a"), QStringLiteral("Ada")), account(QStringLiteral("b"), QStringLiteral("Grace"))};
    TrayIcon tray(accounts);
    QSignalSpy chosen(&tray, &TrayIcon::accountRequested);
    QVERIFY(entry(tray.menu(), QStringLiteral("Ada · Ready")));
    entry(tray.menu(), QStringLiteral("Grace · Ready"))->trigger();
    QCOMPARE(chosen.value(0).value(0).value<AccountId>(), AccountId(QStringLiteral("b")));
    QCOMPARE(tray.toolTip(), QStringLiteral("Keyturn"));
    QSignalSpy added(&tray, &TrayIcon::addRequested);
    QSignalSpy preferences(&tray, &TrayIcon::preferencesRequested);
    QSignalSpy quit(&tray, &TrayIcon::quitRequested);
    QSignalSpy window(&tray, &TrayIcon::windowRequested);
    for (const char *text : {"Add account…", "Preferences…", "Quit", "Open Keyturn"})
        entry(tray.menu(), QString::fromUtf8(text))->trigger();
    QCOMPARE(added.size() + preferences.size() + quit.size() + window.size(), 4);
    accounts.remove(AccountId(QStringLiteral("a")));
    QTRY_VERIFY(!entry(tray.menu(), QStringLiteral("Ada · Ready")));
}

void TstTrayIcon::whoNeedsThePersonIsSaid()
{
    FakeAccounts accounts(m_clock);
    accounts.list = {account(QStringLiteral("a"), QStringLiteral("Ada")), account(QStringLiteral("b"), QStringLiteral("Grace"))};
    TrayIcon tray(accounts);
    accounts.states.insert(AccountId(QStringLiteral("a")), AccountState::SignInAgain);
    Q_EMIT accounts.changed(AccountId(QStringLiteral("a")));
    QTRY_COMPARE(tray.toolTip(), QStringLiteral("Keyturn: one account needs you"));
    QAction *ada = entry(tray.menu(), QStringLiteral("Ada · Sign in again"));
    QVERIFY(ada && ada->menu());
    QSignalSpy again(&tray, &TrayIcon::signInRequested);
    entry(*ada->menu(), QStringLiteral("Sign in again…"))->trigger();
    QCOMPARE(again.value(0).value(0).value<AccountId>(), AccountId(QStringLiteral("a")));
    accounts.states.insert(AccountId(QStringLiteral("b")), AccountState::KeychainLocked);
    Q_EMIT accounts.changed(AccountId(QStringLiteral("b")));
    QTRY_COMPARE(tray.toolTip(), QStringLiteral("Keyturn: 2 accounts need you"));
    accounts.states.clear();
    Q_EMIT accounts.reset();
    QTRY_COMPARE(tray.toolTip(), QStringLiteral("Keyturn"));
}

void TstTrayIcon::namesMakeNoMnemonics()
{
    FakeAccounts accounts(m_clock);
    accounts.list = {account(QStringLiteral("a"), QStringLiteral("Ada & Co\n%2"))};
    const TrayIcon tray(accounts);
    const auto actions = tray.menu().actions();
    QVERIFY(std::any_of(actions.begin(), actions.end(), [](const QAction *one) { return one->text() == QStringLiteral("Ada && Co %2 · Ready"); }));
}

void TstTrayIcon::ofManyTheFirstTwentyAreThere()
{
    FakeAccounts accounts(m_clock);
    for (int i = 0; i < 25; ++i)
        accounts.list += account(QStringLiteral("x%1").arg(i), QStringLiteral("Person %1").arg(i));
    const TrayIcon tray(accounts);
    QVERIFY(entry(tray.menu(), QStringLiteral("Person 19 · Ready")));
    QVERIFY(!entry(tray.menu(), QStringLiteral("Person 20 · Ready")));
    QVERIFY(entry(tray.menu(), QStringLiteral("All accounts…")));
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstTrayIcon;
KEYTURN_TEST(TstTrayIcon)
#include "tst_trayicon.moc"
