// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakenotifier.h"
#include "fakepreferences.h"
#include "support/registry.h"
#include "ui/application/presence.h"
#include "ui/signin/signindialog.h"
#include "windowbench.h"

#include <QApplication>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTest>

namespace keyturn::ui::tests {

using application::Presence;
using application::Showing;
using application::Windows;
using keyturn::accounts::AccountState;
using mainwindow::Leaf;
using model::AccountId;

/// The program where no window is looked at.
class TstPresence : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void closingTheLastWindowGoesOnAndSaysSoOnce();
    void whoDoesNotWantItQuits();
    void withoutATrayClosingQuits();
    void whoTurnsItOffGetsTheWindowBack();
    void aNotificationLeadsToTheRightLeaf();
    void whatThePersonLooksAtIsNotTold();
    void whatThePersonDoesNotWantIsNotTold();

private:
    void begin(bool keepInTray, bool tray = true);
    void signOut();

    std::unique_ptr<WindowBench> m_bench;
    std::unique_ptr<FakePreferences> m_preferences;
    std::unique_ptr<Windows> m_windows;
    std::unique_ptr<Presence> m_presence;
    FakeNotifier *m_notifier = nullptr;
};

void TstPresence::init()
{
    m_bench = std::make_unique<WindowBench>();
    m_preferences = std::make_unique<FakePreferences>();
    m_windows = m_bench->windows();
    m_windows->restore({}, Showing::Normal);
    QVERIFY(QTest::qWaitForWindowActive(&m_windows->active()));
}

void TstPresence::begin(bool keepInTray, bool tray)
{
    m_preferences->stored.keepInTray = keepInTray;
    m_preferences->tray = tray;
    auto notifier = std::make_unique<FakeNotifier>();
    m_notifier = notifier.get();
    m_presence = std::make_unique<Presence>(m_bench->accounts, *m_preferences, *m_windows, std::move(notifier));
}

void TstPresence::cleanup()
{
    m_presence.reset();
    m_windows.reset();
    QApplication::setQuitOnLastWindowClosed(true);
}

void TstPresence::signOut()
{
    const AccountId id(QStringLiteral("b"));
    m_bench->accounts.list[1].standing = model::SignInNeeded{QStringLiteral("invalid_grant"), m_bench->clock.now()};
    m_bench->accounts.states.insert(id, AccountState::SignInAgain);
    Q_EMIT m_bench->accounts.changed(id);
    m_bench->clock.advance(std::chrono::seconds(3));
}

void TstPresence::closingTheLastWindowGoesOnAndSaysSoOnce()
{
    begin(true);
    QVERIFY(!QApplication::quitOnLastWindowClosed());
    m_windows->active().close();
    QVERIFY(!m_windows->active().isVisible());
    QCOMPARE(m_notifier->count, 1);
    QCOMPARE(m_notifier->shown.first().title, QStringLiteral("Keyturn keeps running"));
    m_windows->raise();
    m_windows->active().close();
    QCOMPARE(m_notifier->count, 1);
}

void TstPresence::whoDoesNotWantItQuits()
{
    begin(false);
    QVERIFY(QApplication::quitOnLastWindowClosed());
    QVERIFY(!m_presence->staysInTray());
}

void TstPresence::withoutATrayClosingQuits()
{
    begin(true, false);
    QVERIFY(QApplication::quitOnLastWindowClosed());
    QVERIFY(!m_presence->staysInTray());
    m_preferences->tray = true; // the panel has come up
    m_windows->active().close();
    QVERIFY(!QApplication::quitOnLastWindowClosed());
    QCOMPARE(m_notifier->count, 1);
}

void TstPresence::whoTurnsItOffGetsTheWindowBack()
{
    begin(true);
    m_windows->active().close();
    QVERIFY(m_preferences->change([](preferences::Choices &choices) { choices.keepInTray = false; }).ok());
    QVERIFY(m_windows->active().isVisible());
    QVERIFY(QApplication::quitOnLastWindowClosed());
}

void TstPresence::aNotificationLeadsToTheRightLeaf()
{
    begin(true);
    m_windows->active().close();
    signOut();
    const QString key = m_notifier->shown.last().key;
    m_notifier->press(key, QStringLiteral("why"));
    QVERIFY(m_windows->active().isVisible());
    QCOMPARE(m_windows->active().account(), AccountId(QStringLiteral("b")));
    QCOMPARE(m_windows->active().leaf(), Leaf::Activity);
    m_presence->notifyNewSessions(AccountId(QStringLiteral("a")), 1, {});
    m_notifier->press(QStringLiteral("sessions/a"), QStringLiteral("sessions"));
    QCOMPARE(m_windows->active().account(), AccountId(QStringLiteral("a")));
    QCOMPARE(m_windows->active().leaf(), Leaf::Sessions);
    m_notifier->press(key, QStringLiteral("sign-in"));
    QCOMPARE(m_windows->active().account(), AccountId(QStringLiteral("b")));
    QCOMPARE(m_windows->active().findChildren<signin::SignInDialog *>().size(), 1);
}

void TstPresence::whatThePersonLooksAtIsNotTold()
{
    begin(false);
    m_windows->active().showAccount(AccountId(QStringLiteral("a")), Leaf::Sessions);
    m_presence->notifyNewSessions(AccountId(QStringLiteral("a")), 1, {});
    QCOMPARE(m_notifier->count, 0);
    m_windows->active().showAccount(AccountId(QStringLiteral("a")), Leaf::Overview);
    m_presence->notifyNewSessions(AccountId(QStringLiteral("a")), 1, {});
    QCOMPARE(m_notifier->count, 1);
    m_windows->active().showAccount(AccountId(QStringLiteral("b")), Leaf::Overview);
    signOut(); // before the person's eyes
    QCOMPARE(m_notifier->count, 1);
}

void TstPresence::whatThePersonDoesNotWantIsNotTold()
{
    begin(true);
    m_preferences->stored.notifyNewSessions = false;
    m_preferences->stored.notifySignInNeeded = false;
    m_presence->notifyNewSessions(AccountId(QStringLiteral("b")), 1, {});
    signOut();
    QCOMPARE(m_notifier->count, 0);
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstPresence;
KEYTURN_TEST(TstPresence)
#include "tst_presence.moc"
