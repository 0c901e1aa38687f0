// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/tokens/proofbar.h"

#include "ui/common/plaintext.h"
#include "ui/common/tone.h"
#include "ui/signin/passwordfield.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>

namespace keyturn::ui::tokens {

using common::grid;

ProofBar::ProofBar(QWidget *parent)
    : QWidget(parent),
      m_way(new QComboBox(this)),
      m_fields(new QStackedWidget(this)),
      m_address(new QLineEdit(this)),
      m_secret(new signin::PasswordField(this)),
      m_check(new QPushButton(tr("&Check"), this))
{
    m_way->addItems({tr("Signature not checked"), QString(), tr("By keys at an address"), tr("By a key in a file…"), tr("By a shared secret")});
    m_way->setAccessibleName(tr("What the signature is checked with"));
    m_way->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding); // as high as its neighbours
    setBackend({});
    m_address->setPlaceholderText(tr("https://…/jwks.json"));
    m_address->setAccessibleName(tr("Address of the keys"));
    m_secret->setPlaceholderText(tr("Secret"));
    m_secret->setAccessibleName(tr("Shared secret"));
    m_secret->setWords(tr("Show the secret"), tr("Hide the secret"));
    m_fields->addWidget(m_address);
    m_fields->addWidget(m_secret);
    m_fields->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_check->setAutoDefault(false);
    m_way->setMinimumHeight(m_check->sizeHint().height()); // also where it stands alone
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(grid);
    layout->addWidget(m_way);
    layout->addWidget(m_fields, 1);
    layout->addWidget(m_check);
    layout->addStretch();
    choose(Nothing);
    connect(m_way, &QComboBox::activated, this, [this](int way) {
        choose(way);
        if (way == Nothing)
            Q_EMIT nothingWanted();
        else if (way == Backend)
            Q_EMIT keysOfBackendWanted();
        else if (way == File)
            askForFile();
    });
    connect(m_address, &QLineEdit::returnPressed, this, &ProofBar::check);
    connect(m_secret, &QLineEdit::returnPressed, this, &ProofBar::check);
    connect(m_check, &QPushButton::clicked, this, &ProofBar::check);
}

void ProofBar::setBackend(const QString &name)
{
    m_way->setItemText(Backend, name.isEmpty() ? tr("By the backend's keys") : tr("By the keys of %1").arg(common::oneLine(name, 24)));
}

void ProofBar::reset()
{
    m_address->clear();
    (void)m_secret->take();
    m_way->setCurrentIndex(Nothing);
    choose(Nothing);
}

void ProofBar::setBusy(bool busy)
{
    m_way->setEnabled(!busy);
    m_check->setEnabled(!busy);
}

void ProofBar::choose(int way)
{
    const bool isTyped = way == Address || way == Shared;
    m_fields->setVisible(isTyped);
    m_check->setVisible(isTyped || way == File);
    m_check->setText(way == File ? tr("&Choose…") : tr("&Check"));
    m_fields->setCurrentWidget(way == Shared ? static_cast<QWidget *>(m_secret) : m_address);
    if (isTyped && isVisible())
        m_fields->currentWidget()->setFocus(Qt::OtherFocusReason);
}

void ProofBar::check()
{
    if (m_way->currentIndex() == File)
        return askForFile();
    if (m_way->currentIndex() == Shared) {
        const core::Secret secret = m_secret->lend(); // for the next token too
        m_secret->giveBack();
        if (!secret.isEmpty())
            Q_EMIT secretGiven(secret);
        return;
    }
    if (!m_address->text().trimmed().isEmpty())
        Q_EMIT addressGiven(QUrl(m_address->text().trimmed(), QUrl::StrictMode));
}

void ProofBar::askForFile()
{
    auto *dialog = new QFileDialog(this, tr("Choose a key, a certificate or a key set"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &ProofBar::fileGiven);
    dialog->open();
}

} // namespace keyturn::ui::tokens
