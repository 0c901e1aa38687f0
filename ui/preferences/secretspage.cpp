// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/preferences/secretspage.h"

#include "ui/common/notice.h"
#include "ui/common/questiondialog.h"
#include "ui/common/spinner.h"
#include "ui/common/tone.h"
#include "ui/signin/formfield.h"
#include "ui/signin/passwordfield.h"

#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace keyturn::ui::preferences {

using common::grid;

namespace {
constexpr qsizetype shortestPassphrase = 8;
}

SecretsPage::SecretsPage(PreferencesPort &port, QWidget *parent)
    : PreferencesPage(port, tr("Keychain"), parent),
      m_passphrase(new signin::PasswordField),
      m_repeat(new signin::PasswordField),
      m_fields(new QWidget(this)),
      m_move(new QPushButton(tr("&Move all sign-ins there"), this)),
      m_spinner(new common::Spinner(18, this))
{
    addWords(tr("What keeps you signed in is secret, and is kept in one place for all accounts."));
    m_keychain = addOption(tr("In this computer's &keychain"), tr("It opens when you log in, and nobody else reads it."));
    m_file = addOption(tr("In an encrypted &file"), tr("Under a passphrase that you give each time Keyturn starts."));
    buildPassphrase();
    m_session = addOption(tr("For this &session only"), tr("Written nowhere. You sign in again each time Keyturn starts."));
    auto *row = new QHBoxLayout;
    row->setSpacing(grid);
    row->addWidget(m_move);
    row->addWidget(m_spinner);
    row->addStretch();
    content().addLayout(row);
    m_move->setAutoDefault(false);
    for (QRadioButton *option : {m_keychain, m_file, m_session})
        connect(option, &QRadioButton::clicked, this, &SecretsPage::showState);
    for (signin::PasswordField *field : {m_passphrase, m_repeat})
        connect(field, &QLineEdit::textChanged, this, &SecretsPage::showState);
    connect(m_move, &QPushButton::clicked, this, &SecretsPage::begin);
    QWidget *before = m_keychain;
    for (QWidget *widget : std::initializer_list<QWidget *>{m_file, m_passphrase, m_repeat, m_session, m_move}) {
        setTabOrder(before, widget);
        before = widget;
    }
    reload();
}

void SecretsPage::buildPassphrase()
{
    m_passphraseField = new signin::FormField(tr("&Passphrase"), m_passphrase, m_fields);
    m_repeatField = new signin::FormField(tr("&Repeat it"), m_repeat, m_fields);
    auto *pair = new QHBoxLayout(m_fields);
    pair->setContentsMargins(0, 0, 0, grid);
    pair->setSpacing(grid);
    pair->addWidget(m_passphraseField, 1, Qt::AlignTop);
    pair->addWidget(m_repeatField, 1, Qt::AlignTop);
    addIndented()->addWidget(m_fields, 1);
}

SecretPlace SecretsPage::chosen() const
{
    return m_file->isChecked() ? SecretPlace::EncryptedFile : m_session->isChecked() ? SecretPlace::SessionOnly : SecretPlace::Keychain;
}

void SecretsPage::showChoices(const Choices &)
{
    const core::Result<SecretFacts> facts = port().secretFacts();
    if (!facts.ok())
        return say(facts.error());
    m_facts = *facts;
    m_keychain->setChecked(m_facts.place == SecretPlace::Keychain);
    m_file->setChecked(m_facts.place == SecretPlace::EncryptedFile);
    m_session->setChecked(m_facts.place == SecretPlace::SessionOnly);
    if (m_facts.isForThisStart)
        notice().say(tr("Keyturn was started with another place than the one that is set. Moving makes the new place the one that is set."),
                     common::Tone::Muted);
    showState();
}

void SecretsPage::showState()
{
    const bool another = chosen() != m_facts.place;
    const bool file = m_file->isChecked() && another;
    m_fields->setVisible(file);
    const QString passphrase = m_passphrase->text();
    const bool differs = !m_repeat->text().isEmpty() && passphrase != m_repeat->text();
    m_passphraseField->setHint(file && passphrase.size() < shortestPassphrase ? tr("At least %1 characters.").arg(shortestPassphrase) : QString());
    m_repeatField->setHint(file && differs ? tr("Not the same yet.") : QString());
    const bool good = !file || (passphrase.size() >= shortestPassphrase && passphrase == m_repeat->text());
    for (QWidget *widget : std::initializer_list<QWidget *>{m_keychain, m_file, m_session, m_passphrase, m_repeat})
        widget->setEnabled(!m_busy);
    m_move->setEnabled(!m_busy && another && good);
}

void SecretsPage::setBusy(bool busy)
{
    m_busy = busy;
    if (busy)
        m_spinner->start();
    else
        m_spinner->stop();
    showState();
}

void SecretsPage::begin()
{
    if (chosen() != SecretPlace::SessionOnly || m_facts.accounts == 0)
        return move();
    auto *question = new common::QuestionDialog(
        tr("Keep sign-ins for this session only?"),
        m_facts.accounts == 1
            ? tr("They are removed from where they are now. When Keyturn ends, your account has to be signed in again.")
            : tr("They are removed from where they are now. When Keyturn ends, your %1 accounts have to be signed in again.").arg(m_facts.accounts),
        tr("&Keep for this session"), this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QDialog::accepted, this, &SecretsPage::move);
    question->open();
}

void SecretsPage::move()
{
    const SecretPlace place = chosen();
    core::Secret passphrase = place == SecretPlace::EncryptedFile ? m_passphrase->take() : core::Secret();
    (void)m_repeat->take();
    notice().clear();
    setBusy(true);
    core::whenDone(port().moveSecrets(place, std::move(passphrase)), this, [this](const core::Result<MoveOutcome> &moved) {
        setBusy(false);
        reload();
        if (!moved.ok())
            return say(moved.error());
        QStringList said{tr("Moved. All sign-ins are kept there now.")};
        if (moved->without > 0)
            said += tr("Accounts without anything to move, which have to be signed in again: %1").arg(moved->without);
        if (moved->leftBehind)
            said += tr("Copies at the old place could not be removed.");
        notice().say(said.join(u' '), moved->leftBehind ? common::Tone::Warning : common::Tone::Muted);
    });
}

} // namespace keyturn::ui::preferences
