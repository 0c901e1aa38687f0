// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/accountmanager.h"

#include <QDialog>

class QPushButton;
class QRadioButton;

namespace keyturn::ui::accounts {
class AccountsPort;
}
namespace keyturn::ui::common {
class Notice;
class Spinner;
} // namespace keyturn::ui::common

namespace keyturn::ui::mainwindow {

/// Says what a sign-out does before it does it, how far it goes, and afterwards what could not be done.
class SignOutDialog final : public QDialog
{
    Q_OBJECT
public:
    /// @p port must outlive it.
    SignOutDialog(accounts::AccountsPort &port, const model::Account &account, QWidget *parent = nullptr);

private:
    void signOut();
    void makeRoom();
    void signedOut(const core::Result<keyturn::accounts::SignOutOutcome> &result);

    accounts::AccountsPort &m_port;
    model::AccountId m_id;
    QString m_backend;
    QRadioButton *m_here;
    QRadioButton *m_everywhere;
    common::Notice *m_notice;
    common::Spinner *m_spinner;
    QPushButton *m_cancel;
    QPushButton *m_go;
};

} // namespace keyturn::ui::mainwindow
