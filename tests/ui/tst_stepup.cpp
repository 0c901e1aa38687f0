// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeactivity.h"
#include "fakedoctor.h"
#include "fakeports.h"
#include "fakeprofiles.h"
#include "lookup.h"
#include "support/registry.h"
#include "ui/accounts/accountsidebar.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/passworddialog.h"
#include "ui/mainwindow/signoutdialog.h"
#include "ui/signin/formfield.h"
#include "ui/signin/signindialog.h"

#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>

namespace keyturn::ui::tests {

using mainwindow::MainWindow;
using mainwindow::PasswordDialog;
using mainwindow::SignOutDialog;
using model::AccountId;

/// A backend wants a proof of the person (RFC 9470): it is given over what asked for it, which then goes on by itself.
class TstStepUp : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_window.reset(); }
    void signingOutEverywhereGoesOnAfterwards();
    void aNewPasswordGoesOnAfterwards();
    void whoGivesUpComesBackToWhatAsked();

private:
    [[nodiscard]] static core::Error challenged() { return {core::ErrorKind::SignInAgain, QStringLiteral("insufficient_user_authentication"), {}}; }
    void signOutEverywhere();
    void prove(QDialog &over);
    [[nodiscard]] static signin::SignInDialog *signInOver(const QDialog &dialog) { return dialog.findChild<signin::SignInDialog *>(); }

    FakeClock m_clock;
    std::unique_ptr<FakeAccounts> m_accounts;
    std::unique_ptr<FakeSessions> m_sessions;
    std::unique_ptr<FakeSignIn> m_signIn;
    FakeDoctor m_doctor;
    FakeProfiles m_profiles;
    FakeActivity m_activity{m_clock};
    std::unique_ptr<MainWindow> m_window;
};

void TstStepUp::init()
{
    m_accounts = std::make_unique<FakeAccounts>(m_clock);
    m_accounts->list = {account(QStringLiteral("a"), QStringLiteral("Ada"), QStringLiteral("ada@example.com"))};
    m_sessions = std::make_unique<FakeSessions>(m_clock);
    m_signIn = std::make_unique<FakeSignIn>(m_clock);
    m_signIn->list.first().password->change = model::PasswordChange{model::Endpoint{}, {}, false, {}};
    m_window = std::make_unique<MainWindow>(mainwindow::Ports{*m_accounts, *m_sessions, *m_signIn, m_doctor, m_profiles, m_activity});
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

/// In the dialog that the button opens.
void TstStepUp::prove(QDialog &over)
{
    buttonOf(over, QStringLiteral("Confirm that it is you"))->click();
    signin::SignInDialog *dialog = signInOver(over);
    QVERIFY(dialog && dialog->isVisible());
    QCOMPARE(dialog->windowTitle(), QStringLiteral("Confirm that it is you"));
    for (signin::FormField *field : dialog->currentPage()->findChildren<signin::FormField *>()) {
        if (field->line().accessibleName() == QLatin1String("Password"))
            field->line().setText(QStringLiteral("correct horse"));
    }
    buttonOf(*dialog->currentPage(), QStringLiteral("Sign in"))->click();
    QVERIFY(m_signIn->flow);
    Q_EMIT m_signIn->flow->signedIn(AccountId(QStringLiteral("a")));
    QVERIFY(!dialog->isVisible()); // nobody has to be told that they are signed in
}

void TstStepUp::signOutEverywhere()
{
    m_accounts->outcome = challenged();
    buttonOf(*m_window, QStringLiteral("Sign out…"))->click();
    auto *dialog = m_window->findChild<SignOutDialog *>();
    dialog->findChildren<QRadioButton *>().last()->setChecked(true);
    buttonOf(*dialog, QStringLiteral("Sign out"))->click();
    QCoreApplication::processEvents();
}

void TstStepUp::signingOutEverywhereGoesOnAfterwards()
{
    signOutEverywhere();
    auto *dialog = m_window->findChild<SignOutDialog *>();
    m_accounts->outcome = keyturn::accounts::SignOutOutcome{true, {}};
    prove(*dialog);
    QCoreApplication::processEvents();
    QCOMPARE(m_accounts->signOuts.size(), 2);
    QVERIFY(m_accounts->list.isEmpty());
    QVERIFY(!dialog->isVisible());
}

void TstStepUp::aNewPasswordGoesOnAfterwards()
{
    m_accounts->changesPassword = true;
    Q_EMIT m_window->findChild<accounts::AccountSidebar *>()->passwordChangeRequested(AccountId(QStringLiteral("a")));
    auto *dialog = m_window->findChild<PasswordDialog *>();
    fieldOf(*dialog, QStringLiteral("Your present password"))->line().setText(QStringLiteral("correct horse"));
    fieldOf(*dialog, QStringLiteral("New password"))->line().setText(QStringLiteral("another horse"));
    buttonOf(*dialog, QStringLiteral("Change it"))->click();
    m_accounts->passwordChange.finish(challenged());
    QCoreApplication::processEvents();
    m_accounts->passwords.clear();
    prove(*dialog);
    QCOMPARE(m_accounts->passwords.size(), 2);
    m_accounts->passwordChange.finish(keyturn::accounts::PasswordChangeOutcome::SignedIn);
    QCoreApplication::processEvents();
    QVERIFY(says(*dialog, QStringLiteral("Your password is new")));
}

void TstStepUp::whoGivesUpComesBackToWhatAsked()
{
    signOutEverywhere();
    auto *dialog = m_window->findChild<SignOutDialog *>();
    buttonOf(*dialog, QStringLiteral("Confirm that it is you"))->click();
    signInOver(*dialog)->reject();
    QVERIFY(dialog->isVisible());
    QCOMPARE(m_accounts->signOuts.size(), 1);
    QVERIFY(buttonOf(*dialog, QStringLiteral("Confirm that it is you"))->isVisible());
    QVERIFY(buttonOf(*dialog, QStringLiteral("Sign out"))->isEnabled());
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstStepUp;
KEYTURN_TEST(TstStepUp)
#include "tst_stepup.moc"
