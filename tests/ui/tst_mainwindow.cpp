// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeactivity.h"
#include "fakedoctor.h"
#include "fakeports.h"
#include "fakeprofiles.h"
#include "lookup.h"
#include "support/registry.h"
#include "ui/accounts/accountsidebar.h"
#include "ui/common/notice.h"
#include "ui/doctor/doctordialog.h"
#include "ui/mainwindow/accountpane.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/passworddialog.h"
#include "ui/mainwindow/renamedialog.h"
#include "ui/mainwindow/signoutdialog.h"
#include "ui/profiles/clientdialog.h"
#include "ui/profiles/profilesdialog.h"
#include "ui/signin/formfield.h"
#include "ui/signin/pickpage.h"
#include "ui/signin/signindialog.h"
#include "ui/signin/unlockdialog.h"

#include <QAccessible>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QRadioButton>
#include <QScopeGuard>
#include <QStackedWidget>
#include <QTest>

namespace keyturn::ui::tests {

using keyturn::accounts::SignOutOutcome;
using keyturn::accounts::SignOutScope;
using mainwindow::MainWindow;
using mainwindow::SignOutDialog;
using model::AccountId;

class TstMainWindow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void withoutAccountsItInvites();
    void anAddedAccountTakesThePlaceOfTheInvitation();
    void everyControlHasAName();
    void everyPageOfTheSignInHasNames();
    void theKeyboardSwitchesAccounts();
    void tabGoesThroughSearchListAndButtonInTurn();
    void mirroredTheAccountsStandRight();
    void addAccountOpensTheDialogOnce();
    void theComputerIsCheckedByF1();
    void theProfilesAreReachedFromTheWindowAndFromTheSignIn();
    void aProviderWithoutAClientIdAsksForOneAndGoesOn();
    void aClientIdThatIsGoneIsAskedForWhenSigningInAgain();
    void signInAgainIsOfferedWhereItIsNeeded();
    void lifeOfTheTokenRunsDown();
    void aFailedRenewalIsSaid();
    void signingOutSaysWhatItDoesAndDoesIt();
    void signingOutOfflineSaysWhatStays();
    void aSignOutThatFailsKeepsTheAccount();
    void aNewNameIsKept();
    void longAndHostileNamesDoNotWidenTheWindow();

private:
    [[nodiscard]] static QString nameless(const QWidget &root);
    template <class T> [[nodiscard]] static QPushButton *button(T &in, const QString &text);
    [[nodiscard]] bool shows(const QString &text) const;

    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<FakeAccounts> m_accounts;
    std::unique_ptr<FakeSessions> m_sessions;
    std::unique_ptr<FakeSignIn> m_signIn;
    std::unique_ptr<FakeDoctor> m_doctor = std::make_unique<FakeDoctor>();
    std::unique_ptr<FakeProfiles> m_profiles = std::make_unique<FakeProfiles>();
    std::unique_ptr<FakeActivity> m_activity;
    std::unique_ptr<MainWindow> m_window;
};

void TstMainWindow::init()
{
    m_clock = std::make_unique<FakeClock>();
    m_accounts = std::make_unique<FakeAccounts>(*m_clock);
    m_accounts->list = {account(QStringLiteral("a"), QStringLiteral("Ada"), QStringLiteral("ada@example.com")),
                        account(QStringLiteral("b"), QStringLiteral("Grace"))};
    m_sessions = std::make_unique<FakeSessions>(*m_clock);
    m_signIn = std::make_unique<FakeSignIn>(*m_clock);
    m_activity = std::make_unique<FakeActivity>(*m_clock);
    m_window = std::make_unique<MainWindow>(mainwindow::Ports{*m_accounts, *m_sessions, *m_signIn, *m_doctor, *m_profiles, *m_activity});
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TstMainWindow::cleanup()
{
    m_window.reset();
}

template <class T> QPushButton *TstMainWindow::button(T &in, const QString &text)
{
    for (QPushButton *one : in.template findChildren<QPushButton *>()) {
        if (one->text().remove(u'&').startsWith(text) && one->isVisible())
            return one;
    }
    return nullptr;
}

bool TstMainWindow::shows(const QString &text) const
{
    const QList<QLabel *> labels = m_window->findChildren<QLabel *>();
    return std::any_of(labels.begin(), labels.end(), [&text](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
}

/// The first control that the keyboard can reach and a screen reader could not name; empty: none.
QString TstMainWindow::nameless(const QWidget &root)
{
    for (QWidget *widget : root.findChildren<QWidget *>()) {
        if (widget->isHidden() || widget->focusPolicy() == Qt::NoFocus || widget->focusProxy()
            || widget->objectName().startsWith(QLatin1String("qt_")))
            continue;
        QAccessibleInterface *seen = QAccessible::queryAccessibleInterface(widget);
        if (!seen || seen->text(QAccessible::Name).isEmpty())
            return QStringLiteral("%1 in %2")
                .arg(QLatin1String(widget->metaObject()->className()), QLatin1String(widget->parentWidget()->metaObject()->className()));
    }
    return {};
}

void TstMainWindow::withoutAccountsItInvites()
{
    m_accounts->remove(AccountId(QStringLiteral("a")));
    m_accounts->remove(AccountId(QStringLiteral("b")));
    QVERIFY(shows(QStringLiteral("Add your first account")));
    QVERIFY(button(*m_window, QStringLiteral("Try the demo")));
}

void TstMainWindow::anAddedAccountTakesThePlaceOfTheInvitation()
{
    withoutAccountsItInvites();
    m_accounts->add(account(QStringLiteral("c"), QStringLiteral("Edsger")));
    QVERIFY(!shows(QStringLiteral("Add your first account")));
    QVERIFY(shows(QStringLiteral("Edsger")));
}

void TstMainWindow::everyControlHasAName()
{
    QCOMPARE(nameless(*m_window), QString());
    signin::SignInDialog dialog(*m_signIn);
    dialog.startNew({});
    QCOMPARE(nameless(dialog), QString());
    SignOutDialog signOut(*m_accounts, m_accounts->list.first());
    QCOMPARE(nameless(signOut), QString());
    mainwindow::RenameDialog rename(*m_accounts, m_accounts->list.first());
    QCOMPARE(nameless(rename), QString());
    mainwindow::PasswordDialog password(*m_accounts, *m_signIn, m_accounts->list.first());
    QCOMPARE(nameless(password), QString());
    signin::UnlockDialog unlock;
    QCOMPARE(nameless(unlock), QString());
}

void TstMainWindow::everyPageOfTheSignInHasNames()
{
    signin::SignInDialog dialog(*m_signIn);
    dialog.startNew({});
    auto *stack = dialog.findChild<QStackedWidget *>();
    QVERIFY(stack && stack->count() >= 6);
    for (int page = 0; page < stack->count(); ++page) {
        stack->setCurrentIndex(page);
        QCOMPARE(nameless(*stack->currentWidget()), QString());
    }
}

void TstMainWindow::theKeyboardSwitchesAccounts()
{
    auto *sidebar = m_window->findChild<accounts::AccountSidebar *>();
    QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(sidebar->current(), AccountId(QStringLiteral("b")));
    QVERIFY(shows(QStringLiteral("Grace")));
    QTest::keyClick(m_window.get(), Qt::Key_Tab, Qt::ControlModifier);
    QCOMPARE(sidebar->current(), AccountId(QStringLiteral("a")));
}

void TstMainWindow::tabGoesThroughSearchListAndButtonInTurn()
{
    auto *sidebar = m_window->findChild<accounts::AccountSidebar *>();
    QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
    QCOMPARE(QApplication::focusWidget(), sidebar->findChild<QLineEdit *>());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), sidebar->findChild<QListView *>());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), sidebar->findChild<QPushButton *>());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), sidebar->findChildren<QPushButton *>().value(1));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QVERIFY(QApplication::focusWidget() && !sidebar->isAncestorOf(QApplication::focusWidget()));
}

void TstMainWindow::mirroredTheAccountsStandRight()
{
    const auto *sidebar = m_window->findChild<accounts::AccountSidebar *>();
    const auto *pane = m_window->findChild<mainwindow::AccountPane *>();
    QVERIFY(sidebar->mapTo(m_window.get(), QPoint()).x() < pane->mapTo(m_window.get(), QPoint()).x());
    QApplication::setLayoutDirection(Qt::RightToLeft);
    const auto back = qScopeGuard([] { QApplication::setLayoutDirection(Qt::LeftToRight); });
    QTRY_VERIFY(sidebar->mapTo(m_window.get(), QPoint()).x() > pane->mapTo(m_window.get(), QPoint()).x());
    // Qt's splitter stands one pixel off when mirrored.
    QVERIFY(sidebar->mapTo(m_window.get(), QPoint(sidebar->width(), 0)).x() <= m_window->width() + 1);
}

void TstMainWindow::theComputerIsCheckedByF1()
{
    const auto dialogs = [this] { return m_window->findChildren<doctor::DoctorDialog *>(); };
    QTest::keyClick(m_window.get(), Qt::Key_F1);
    QTRY_COMPARE(dialogs().size(), 1);
    QCOMPARE(m_doctor->looks, 1);
    dialogs().first()->reject();
    QTRY_COMPARE(dialogs().size(), 0);
}

void TstMainWindow::addAccountOpensTheDialogOnce()
{
    QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
    m_window->addAccount();
    QCOMPARE(m_window->findChildren<signin::SignInDialog *>().size(), 1);
}

void TstMainWindow::theProfilesAreReachedFromTheWindowAndFromTheSignIn()
{
    QTest::keyClick(m_window.get(), Qt::Key_B, Qt::ControlModifier);
    auto *dialog = m_window->findChild<profiles::ProfilesDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    delete dialog;
    m_window->addAccount();
    auto *signIn = m_window->findChild<signin::SignInDialog *>();
    buttonOf(*signIn, QStringLiteral("Another backend…"))->click();
    dialog = signIn->findChild<profiles::ProfilesDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    const auto *ways = signIn->findChild<signin::PickPage *>()->findChild<QListView *>();
    const int before = ways->model()->rowCount();
    m_signIn->list += m_profiles->profiles().first().stored.profile;
    Q_EMIT dialog->changed();
    QVERIFY(ways->model()->rowCount() > before);
    delete signIn;
}

void TstMainWindow::aProviderWithoutAClientIdAsksForOneAndGoesOn()
{
    m_signIn->list = {m_profiles->profiles().first().stored.profile};
    m_window->addAccount();
    auto *signIn = m_window->findChild<signin::SignInDialog *>();
    QTest::keyClick(signIn, Qt::Key_Return);
    auto *dialog = signIn->findChild<profiles::ClientDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    QVERIFY(!m_signIn->browser);
    fieldOf(*dialog, QStringLiteral("Client id"))->line().setText(QStringLiteral("desktop"));
    buttonOf(*dialog, QStringLiteral("Save"))->click();
    m_signIn->list = {m_profiles->profiles().first().stored.profile};
    QTRY_VERIFY(m_signIn->browser.has_value());
    QCOMPARE(m_signIn->browser->profile.toString(), QStringLiteral("acme"));
    delete signIn;
}

void TstMainWindow::aClientIdThatIsGoneIsAskedForWhenSigningInAgain()
{
    m_signIn->list = {m_profiles->profiles().first().stored.profile};
    m_accounts->list.first().profile = model::ProfileId(QStringLiteral("acme"));
    m_accounts->list.first().provider = model::ProviderId(QStringLiteral("acme"));
    auto *sidebar = m_window->findChild<accounts::AccountSidebar *>();
    Q_EMIT sidebar->signInAgainRequested(m_accounts->list.first().id);
    auto *signIn = m_window->findChild<signin::SignInDialog *>();
    QTRY_VERIFY(m_signIn->flow);
    const QPointer<FakeFlow> first = m_signIn->flow;
    Q_EMIT first->failed({core::ErrorKind::Configuration, QStringLiteral("client_id_missing"), QStringLiteral("acme")});
    auto *dialog = signIn->findChild<profiles::ClientDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    fieldOf(*dialog, QStringLiteral("Client id"))->line().setText(QStringLiteral("desktop"));
    buttonOf(*dialog, QStringLiteral("Save"))->click();
    QTRY_VERIFY(m_signIn->flow && m_signIn->flow != first);
    delete signIn;
}

void TstMainWindow::signInAgainIsOfferedWhereItIsNeeded()
{
    m_accounts->list[0].standing = model::SignInNeeded{QStringLiteral("reuse_detected"), m_clock->now()};
    Q_EMIT m_accounts->changed(AccountId(QStringLiteral("a")));
    QVERIFY(shows(QStringLiteral("used twice")));
    QVERIFY(!button(*m_window, QStringLiteral("Renew now")));
    button(*m_window, QStringLiteral("Sign in again"))->click();
    QCOMPARE(m_window->findChildren<signin::SignInDialog *>().size(), 1);
}

void TstMainWindow::lifeOfTheTokenRunsDown()
{
    m_accounts->life = accounts::TokenLife{m_clock->now(), m_clock->now().addSecs(900)};
    Q_EMIT m_accounts->changed(AccountId(QStringLiteral("a")));
    QVERIFY(shows(QStringLiteral("Good for another 15 min")));
    m_clock->advance(std::chrono::minutes(14));
    QVERIFY(shows(QStringLiteral("Good for another 60 s")));
    m_clock->advance(std::chrono::minutes(2));
    QVERIFY(shows(QStringLiteral("Renewed when it is next needed")));
}

void TstMainWindow::aFailedRenewalIsSaid()
{
    QPushButton *renew = button(*m_window, QStringLiteral("Renew now"));
    renew->click();
    QVERIFY(!renew->isEnabled());
    m_accounts->renewal.finish(core::Error{core::ErrorKind::Offline, QStringLiteral("connection_refused"), {}});
    QCoreApplication::processEvents();
    QVERIFY(renew->isEnabled());
    QVERIFY(shows(QStringLiteral("Acme does not answer")));
}

void TstMainWindow::signingOutSaysWhatItDoesAndDoesIt()
{
    button(*m_window, QStringLiteral("Sign out…"))->click();
    auto *dialog = m_window->findChild<SignOutDialog *>();
    QVERIFY(shows(QStringLiteral("cannot be reached")));
    dialog->findChildren<QRadioButton *>().last()->setChecked(true);
    button(*dialog, QStringLiteral("Sign out"))->click();
    QCoreApplication::processEvents();
    QCOMPARE(m_accounts->signOuts, QList{SignOutScope::Everywhere});
    QVERIFY(!dialog->isVisible());
    QVERIFY(shows(QStringLiteral("Grace")));
}

void TstMainWindow::signingOutOfflineSaysWhatStays()
{
    m_accounts->outcome = SignOutOutcome{false, core::Error{core::ErrorKind::Offline, QStringLiteral("timeout"), {}}};
    button(*m_window, QStringLiteral("Sign out…"))->click();
    auto *dialog = m_window->findChild<SignOutDialog *>();
    button(*dialog, QStringLiteral("Sign out"))->click();
    QCoreApplication::processEvents();
    QVERIFY(dialog->isVisible());
    QVERIFY(shows(QStringLiteral("Acme could not be told")));
    button(*dialog, QStringLiteral("Close"))->click();
    QVERIFY(!dialog->isVisible());
}

void TstMainWindow::aSignOutThatFailsKeepsTheAccount()
{
    m_accounts->outcome = core::Error{core::ErrorKind::Storage, QStringLiteral("keychain_locked"), {}};
    button(*m_window, QStringLiteral("Sign out…"))->click();
    auto *dialog = m_window->findChild<SignOutDialog *>();
    button(*dialog, QStringLiteral("Sign out"))->click();
    QCoreApplication::processEvents();
    QVERIFY(shows(QStringLiteral("The keychain is locked")));
    QVERIFY(button(*dialog, QStringLiteral("Sign out"))->isEnabled());
    QCOMPARE(m_accounts->list.size(), 2);
    // The whole sentence is seen, and Enter tries again.
    const auto *notice = dialog->findChild<common::Notice *>();
    QTRY_VERIFY(notice->height() >= notice->heightForWidth(notice->width()));
    QVERIFY(button(*dialog, QStringLiteral("Sign out"))->hasFocus());
}

void TstMainWindow::aNewNameIsKept()
{
    mainwindow::RenameDialog dialog(*m_accounts, m_accounts->list.first());
    dialog.show();
    dialog.findChild<QLineEdit *>()->setText(QStringLiteral("Work"));
    button(dialog, QStringLiteral("Rename"))->click();
    QCOMPARE(m_accounts->list.first().label, QStringLiteral("Work"));
    QVERIFY(shows(QStringLiteral("Work")));
}

void TstMainWindow::longAndHostileNamesDoNotWidenTheWindow()
{
    m_accounts->list[0].identity.name = QStringLiteral("<img src=x>\u202E") + QString(10'000, u'W');
    Q_EMIT m_accounts->changed(AccountId(QStringLiteral("a")));
    m_window->resize(720, 480);
    QCoreApplication::processEvents();
    QCOMPARE(m_window->size(), QSize(720, 480));
    for (const QLabel *label : m_window->findChildren<QLabel *>())
        QVERIFY(label->textFormat() == Qt::PlainText || label->text().isEmpty());
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstMainWindow;
KEYTURN_TEST(TstMainWindow)
#include "tst_mainwindow.moc"
