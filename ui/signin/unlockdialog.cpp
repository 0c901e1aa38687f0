// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/unlockdialog.h"

#include "ui/common/icon.h"
#include "ui/common/notice.h"
#include "ui/common/sentences.h"
#include "ui/common/spinner.h"
#include "ui/common/textlabel.h"
#include "ui/signin/formfield.h"
#include "ui/signin/passwordfield.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::signin {

using common::grid;
using common::TextLabel;

UnlockDialog::UnlockDialog(QWidget *parent)
    : common::FittingDialog(parent),
      m_passphrase(new PasswordField),
      m_field(new FormField(tr("&Passphrase"), m_passphrase, this)),
      m_notice(new common::Notice(this)),
      m_spinner(new common::Spinner(18, this)),
      m_unlock(new QPushButton(tr("&Unlock"), this))
{
    setWindowTitle(tr("Unlock Keyturn"));
    setWindowIcon(common::applicationIcon());
    setMinimumWidth(400);
    auto *quit = new QPushButton(tr("&Quit"), this);
    quit->setAutoDefault(false);
    m_unlock->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(grid);
    buttons->addStretch();
    buttons->addWidget(m_spinner);
    buttons->addWidget(quit);
    buttons->addWidget(m_unlock);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * grid, 3 * grid, 3 * grid, 2 * grid);
    layout->setSpacing(grid);
    layout->addWidget((new TextLabel(tr("Unlock your sign-ins"), this))->withSize(common::TextSize::Large));
    layout->addWidget((new TextLabel(tr("They are kept in a file under your passphrase."), this))->withTone(common::Tone::Muted)->wrapping());
    layout->addSpacing(grid);
    layout->addWidget(m_field);
    layout->addWidget(m_notice);
    layout->addSpacing(grid);
    layout->addStretch(1);
    layout->addLayout(buttons);
    connect(quit, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_passphrase, &PasswordField::capsLockSeen, this,
            [this](bool on) { m_field->setHint(on ? tr("Caps lock seems to be on.") : QString()); });
    connect(m_passphrase, &QLineEdit::textChanged, this, [this] { m_unlock->setEnabled(!m_busy && !m_passphrase->text().isEmpty()); });
    connect(m_unlock, &QPushButton::clicked, this, [this] {
        const core::Secret passphrase = m_passphrase->take();
        m_notice->clear();
        setBusy(true);
        Q_EMIT passphraseGiven(passphrase);
    });
    setBusy(false);
    m_passphrase->setFocus(Qt::OtherFocusReason);
}

void UnlockDialog::showError(const core::Error &error)
{
    setBusy(false);
    m_notice->say(common::sentenceFor(error, {}));
    m_passphrase->setFocus(Qt::OtherFocusReason);
}

void UnlockDialog::setBusy(bool busy)
{
    m_busy = busy;
    m_field->setEnabled(!busy);
    m_unlock->setEnabled(!busy && !m_passphrase->text().isEmpty());
    if (busy)
        m_spinner->start();
    else
        m_spinner->stop();
}

} // namespace keyturn::ui::signin
