// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/mainwindow/signoutdialog.h"

#include "ui/accounts/accountsport.h"
#include "ui/common/notice.h"
#include "ui/common/sentences.h"
#include "ui/common/spinner.h"
#include "ui/common/textlabel.h"

#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace keyturn::ui::mainwindow {

using common::grid;
using common::TextLabel;
using keyturn::accounts::SignOutOutcome;
using keyturn::accounts::SignOutScope;

SignOutDialog::SignOutDialog(accounts::AccountsPort &port, const model::Account &account, QWidget *parent)
    : QDialog(parent),
      m_port(port),
      m_id(account.id),
      m_backend(port.backendName(account)),
      m_here(new QRadioButton(tr("On &this computer"), this)),
      m_everywhere(new QRadioButton(tr("&Everywhere"), this)),
      m_notice(new common::Notice(this)),
      m_spinner(new common::Spinner(18, this)),
      m_cancel(new QPushButton(tr("&Cancel"), this)),
      m_go(new QPushButton(tr("Sign &out"), this))
{
    const auto under = [this](const QString &words) {
        auto *label = (new TextLabel(words, this))->withTone(common::Tone::Muted)->wrapping();
        label->setContentsMargins(3 * grid, 0, 0, grid);
        return label;
    };
    setWindowTitle(tr("Sign out"));
    setModal(true);
    setMinimumWidth(420);
    m_here->setChecked(true);
    m_cancel->setAutoDefault(false);
    m_go->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(grid);
    buttons->addStretch();
    buttons->addWidget(m_spinner);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_go);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * grid, 3 * grid, 3 * grid, 2 * grid);
    layout->setSpacing(grid);
    layout->addWidget((new TextLabel(tr("Sign out %1?").arg(accounts::titleOf(account)), this))->withSize(common::TextSize::Large)->wrapping());
    layout->addSpacing(grid);
    layout->addWidget(m_here);
    layout->addWidget(under(tr("%1 ends this session, and Keyturn forgets the account and its keys.").arg(m_backend)));
    layout->addWidget(m_everywhere);
    layout->addWidget(under(tr("Ends every session of this account at %1, also on your other devices.").arg(m_backend)));
    // A provider's account has no session list of ours to end.
    m_everywhere->setVisible(account.provider.isEmpty());
    layout->itemAt(layout->count() - 1)->widget()->setVisible(account.provider.isEmpty());
    layout->addWidget((new TextLabel(tr("Where %1 cannot be reached, this computer forgets the account all the same, and the session there ends "
                                        "by itself when it expires.")
                                         .arg(m_backend),
                                     this))
                          ->withTone(common::Tone::Muted)
                          ->wrapping());
    layout->addWidget(m_notice);
    layout->addSpacing(grid);
    layout->addStretch(1);
    layout->addLayout(buttons);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_go, &QPushButton::clicked, this, &SignOutDialog::signOut);
}

void SignOutDialog::signOut()
{
    for (QWidget *widget : std::initializer_list<QWidget *>{m_here, m_everywhere, m_go})
        widget->setEnabled(false);
    m_notice->clear();
    m_spinner->start();
    const SignOutScope scope = m_everywhere->isChecked() ? SignOutScope::Everywhere : SignOutScope::ThisDevice;
    core::whenDone(m_port.signOut(m_id, scope), this, [this](const core::Result<SignOutOutcome> &result) { signedOut(result); });
}

void SignOutDialog::signedOut(const core::Result<SignOutOutcome> &result)
{
    m_spinner->stop();
    if (!result.ok()) {
        for (QWidget *widget : std::initializer_list<QWidget *>{m_here, m_everywhere, m_go})
            widget->setEnabled(true);
        m_notice->say(common::sentenceFor(result.error(), m_backend));
        m_go->setFocus(Qt::OtherFocusReason);
        makeRoom();
        return;
    }
    if (result->backendTold) {
        accept();
        return;
    }
    // Done here, but the session there lives on: that is worth a sentence before the dialog goes.
    m_notice->say(tr("This computer has forgotten the account. %1 could not be told, so the session there ends when it expires, or when you end it "
                     "from another device.")
                      .arg(m_backend));
    m_go->hide();
    m_cancel->setText(tr("&Close"));
    m_cancel->setDefault(true);
    m_cancel->setFocus(Qt::OtherFocusReason);
    disconnect(m_cancel, nullptr, this, nullptr);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::accept);
    makeRoom();
}

/// The sentence came after the dialog had its size.
void SignOutDialog::makeRoom()
{
    const int needed = layout()->totalHeightForWidth(width());
    if (needed > height())
        resize(width(), needed);
}

} // namespace keyturn::ui::mainwindow
