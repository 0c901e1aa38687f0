// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/account.h"
#include "ui/common/fittingdialog.h"

class QLineEdit;

namespace keyturn::ui::accounts {
class AccountsPort;
}
namespace keyturn::ui::common {
class Notice;
}

namespace keyturn::ui::mainwindow {

/// The person's own name for an account; empty: the one that the backend told.
class RenameDialog final : public common::FittingDialog
{
    Q_OBJECT
public:
    /// @p port must outlive it.
    RenameDialog(accounts::AccountsPort &port, const model::Account &account, QWidget *parent = nullptr);

private:
    void save();

    accounts::AccountsPort &m_port;
    model::AccountId m_id;
    QString m_backend;
    QLineEdit *m_label;
    common::Notice *m_notice;
};

} // namespace keyturn::ui::mainwindow
