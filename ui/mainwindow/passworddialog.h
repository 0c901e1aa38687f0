// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/accountcare.h"
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
    void reject() override;

private:
    void change(const signin::CarePage::Typed &typed);
    void tell(keyturn::accounts::PasswordChangeOutcome outcome);

    accounts::AccountsPort &m_accounts;
    signin::SignInPort &m_signIn;
    model::AccountId m_id;
    signin::SignInWay m_way;
    QStackedWidget *m_stack;
    signin::CarePage *m_page;
};

} // namespace keyturn::ui::mainwindow
