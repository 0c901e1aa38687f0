// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/account.h"
#include "ui/common/namedialog.h"

namespace keyturn::ui::accounts {
class AccountsPort;
}

namespace keyturn::ui::mainwindow {

/// The person's own name for an account; empty: the one that the backend told.
class RenameDialog final : public common::NameDialog
{
    Q_OBJECT
public:
    /// @p port must outlive it.
    RenameDialog(accounts::AccountsPort &port, const model::Account &account, QWidget *parent = nullptr);
};

} // namespace keyturn::ui::mainwindow
