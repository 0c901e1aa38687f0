// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/keychainpage.h"

#include "ui/common/notice.h"
#include "ui/common/sentences.h"
#include "ui/common/spinner.h"
#include "ui/common/textlabel.h"
#include "ui/signin/formfield.h"
#include "ui/signin/passwordfield.h"

#include <QButtonGroup>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace keyturn::ui::signin {

using common::grid;

namespace {
constexpr qsizetype shortestPassphrase = 8;

/// In line with the words of the choice above it. By spacing, which turns round with the layout, as margins do not.
QHBoxLayout *indented()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    row->addSpacing(3 * grid);
    return row;
}

QHBoxLayout *under(const QString &words, QWidget *parent)
{
    QHBoxLayout *row = indented();
    row->addWidget((new common::TextLabel(words, parent))->withTone(common::Tone::Muted)->wrapping(), 1);
    return row;
}
} // namespace

KeychainPage::KeychainPage(QWidget *parent)
    : Page(parent),
      m_file(new QRadioButton(tr("In an encrypted &file"), this)),
      m_session(new QRadioButton(tr("For this &session only"), this)),
      m_passphrase(new PasswordField),
      m_repeat(new PasswordField),
      m_passphraseField(new FormField(tr("&Passphrase"), m_passphrase, this)),
      m_repeatField(new FormField(tr("&Repeat it"), m_repeat, this))
{
    setTitle(tr("There is no keychain here"), tr("A keychain keeps sign-ins safe, and none answers on this computer. Where shall yours be kept?"));
    auto *group = new QButtonGroup(this);
    group->addButton(m_file);
    group->addButton(m_session);
    QHBoxLayout *pair = indented();
    for (FormField *field : {m_passphraseField, m_repeatField}) // only one of them has words below it
        pair->addWidget(field, 1, Qt::AlignTop);
    pair->insertSpacing(2, grid);
    content().addWidget(m_file);
    content().addLayout(under(tr("Under a passphrase that you give each time Keyturn starts."), this));
    content().addLayout(pair);
    content().addSpacing(grid);
    content().addWidget(m_session);
    content().addLayout(under(tr("Your sign-in is written nowhere. You sign in again each time Keyturn starts."), this));
    content().addStretch();
    auto *cancel = addAside(tr("&Cancel"));
    m_use = addButton(tr("&Use this"));
    setDefaultButton(m_use);
    connect(cancel, &QPushButton::clicked, this, &KeychainPage::cancelled);
    connect(m_use, &QPushButton::clicked, this, &KeychainPage::submit);
    connect(group, &QButtonGroup::buttonToggled, this, &KeychainPage::showChoice);
    for (PasswordField *field : {m_passphrase, m_repeat})
        connect(field, &QLineEdit::textChanged, this, &KeychainPage::showChoice);
    order({m_file, m_passphrase, m_repeat, m_session, m_use, cancel});
    begin();
}

void KeychainPage::begin()
{
    (void)m_passphrase->take();
    (void)m_repeat->take();
    notice().clear();
    setBusy(false);
}

void KeychainPage::enter()
{
    m_file->setFocus(Qt::OtherFocusReason);
}

void KeychainPage::setBusy(bool busy)
{
    m_busy = busy;
    if (busy)
        spinner().start();
    else
        spinner().stop();
    showChoice();
}

void KeychainPage::showError(const core::Error &error)
{
    setBusy(false);
    notice().say(common::sentenceFor(error, {}));
}

void KeychainPage::showChoice()
{
    const bool file = m_file->isChecked();
    m_passphraseField->setEnabled(file && !m_busy);
    m_repeatField->setEnabled(file && !m_busy);
    const QString passphrase = m_passphrase->text();
    const bool differs = !m_repeat->text().isEmpty() && passphrase != m_repeat->text();
    m_passphraseField->setHint(file && passphrase.size() < shortestPassphrase ? tr("At least %1 characters.").arg(shortestPassphrase) : QString());
    m_repeatField->setHint(file && differs ? tr("Not the same yet.") : QString());
    const bool good = passphrase.size() >= shortestPassphrase && passphrase == m_repeat->text();
    m_use->setEnabled(!m_busy && (m_session->isChecked() || (file && good)));
}

void KeychainPage::submit()
{
    const SecretPlace place = m_file->isChecked() ? SecretPlace::EncryptedFile : SecretPlace::SessionOnly;
    const core::Secret passphrase = place == SecretPlace::EncryptedFile ? m_passphrase->take() : core::Secret();
    begin();
    setBusy(true);
    Q_EMIT chosen(place, passphrase);
}

} // namespace keyturn::ui::signin
