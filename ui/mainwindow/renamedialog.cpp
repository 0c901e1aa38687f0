// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/mainwindow/renamedialog.h"

#include "ui/accounts/accountsport.h"
#include "ui/common/notice.h"
#include "ui/common/plaintext.h"
#include "ui/common/sentences.h"
#include "ui/common/textlabel.h"

#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::mainwindow {

using common::grid;

RenameDialog::RenameDialog(accounts::AccountsPort &port, const model::Account &account, QWidget *parent)
    : common::FittingDialog(parent),
      m_port(port),
      m_id(account.id),
      m_backend(port.backendName(account)),
      m_label(new QLineEdit(this)),
      m_notice(new common::Notice(this))
{
    setWindowTitle(tr("Rename"));
    setModal(true);
    setMinimumWidth(380);
    model::Account unnamed = account;
    unnamed.label.clear();
    m_label->setText(common::oneLine(account.label));
    m_label->setPlaceholderText(accounts::titleOf(unnamed));
    m_label->setMaxLength(80);
    m_label->setTextMargins(grid / 2, 0, grid / 2, 0);
    m_label->setAccessibleName(tr("Your name for this account"));
    auto *label = new common::TextLabel(tr("Your &name for this account"), this);
    label->setBuddy(m_label);
    auto *cancel = new QPushButton(tr("&Cancel"), this);
    auto *save = new QPushButton(tr("&Rename"), this);
    save->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(grid);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(save);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * grid, 3 * grid, 3 * grid, 2 * grid);
    layout->setSpacing(grid);
    layout->addWidget(label);
    layout->addWidget(m_label);
    layout->addWidget((new common::TextLabel(tr("Only you see it. Leave it empty to use the name that %1 tells.").arg(m_backend), this))
                          ->withTone(common::Tone::Muted)
                          ->wrapping());
    layout->addWidget(m_notice);
    layout->addSpacing(grid);
    layout->addStretch(1);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(save, &QPushButton::clicked, this, &RenameDialog::save);
    m_label->selectAll();
    m_label->setFocus(Qt::OtherFocusReason);
}

void RenameDialog::save()
{
    const core::Result<void> saved = m_port.setLabel(m_id, common::oneLine(m_label->text()));
    if (saved.ok())
        accept();
    else
        m_notice->say(common::sentenceFor(saved.error(), m_backend));
}

} // namespace keyturn::ui::mainwindow
