// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/accountcare.h"
#include "accounts/stepup.h"
#include "ui/signin/carepage.h"

#include <QDialog>

class QStackedWidget;

namespace keyturn::ui::accounts {
class AccountsPort;
}
namespace keyturn::ui::signin {
class SignInPort;
}

namespace keyturn::ui::mainwindow {

/// A new password for an account that is signed in; or the backend's own page for it, where it takes none from programs.
class PasswordDialog final : public QDialog
{
    Q_OBJECT
public:
    /// Both ports must outlive it.
    PasswordDialog(accounts::AccountsPort &accounts, signin::SignInPort &signIn, const model::Account &account, QWidget *parent = nullptr);
    /// Not while the backend is changing it: what came of it must be told.
    void reject() override;
    /// The person has proved who they are: what was refused until then is asked for once more.
    void resume();

Q_SIGNALS:
    /// The backend wants the person to prove again who they are: the window lets them, then calls resume().
    void stepUpRequested(const keyturn::accounts::StepUp &stepUp);

private:
    void refused(const core::Error &error);
    void change(const signin::CarePage::Typed &typed);
    void tell(keyturn::accounts::PasswordChangeOutcome outcome);

    accounts::AccountsPort &m_accounts;
    signin::SignInPort &m_signIn;
    model::AccountId m_id;
    signin::SignInWay m_way;
    QStackedWidget *m_stack;
    signin::CarePage *m_page;
    bool m_proved = false; ///< For the change that runs.
};

} // namespace keyturn::ui::mainwindow
