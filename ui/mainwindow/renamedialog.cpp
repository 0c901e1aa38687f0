// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/mainwindow/renamedialog.h"

#include "ui/accounts/accountsport.h"
#include "ui/common/sentences.h"

namespace keyturn::ui::mainwindow {

namespace {

common::NameDialog::Words wordsFor(accounts::AccountsPort &port, const model::Account &account)
{
    model::Account unnamed = account;
    unnamed.label.clear();
    return {RenameDialog::tr("Your &name for this account"),
            RenameDialog::tr("Your name for this account"),
            account.label,
            accounts::titleOf(unnamed),
            RenameDialog::tr("Only you see it. Leave it empty to use the name that %1 tells.").arg(port.backendName(account)),
            accounts::titleOf(account)};
}

} // namespace

RenameDialog::RenameDialog(accounts::AccountsPort &port, const model::Account &account, QWidget *parent)
    : common::NameDialog(wordsFor(port, account), parent)
{
    connect(this, &NameDialog::nameGiven, this, [this, &port, account](const QString &name) {
        if (const core::Result<void> saved = port.setLabel(account.id, name); saved.ok())
            accept();
        else
            fail(common::sentenceFor(saved.error(), port.backendName(account)));
    });
}

} // namespace keyturn::ui::mainwindow
