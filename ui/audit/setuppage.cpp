// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/audit/setuppage.h"

#include "ui/common/columnscroll.h"
#include "ui/common/textlabel.h"
#include "ui/signin/formfield.h"
#include "ui/signin/passwordfield.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::audit {

using common::grid;

SetupPage::SetupPage(QWidget *parent)
    : QWidget(parent),
      m_title(new common::TextLabel({}, this)),
      m_attack(new QCheckBox(tr("Atta&ck it, with a test account"), this)),
      m_password(new signin::PasswordField),
      m_start(new QPushButton(tr("Be&gin the audit"), this))
{
    m_title->wrapping()->withSize(common::TextSize::Large);
    auto *text =
        new common::TextLabel(tr("An audit looks for what is wrong with an auth backend: cookies, headers, tokens, sessions, sign-in. As it stands "
                                 "here it only looks at what anybody gets who asks."),
                              this);
    text->wrapping()->withTone(common::Tone::Muted);
    m_form = buildForm();
    m_start->setDefault(true);
    auto *inner = new QWidget;
    inner->setAutoFillBackground(false);
    auto *column = new QVBoxLayout(inner);
    column->setContentsMargins(3 * grid, 2 * grid, 3 * grid, 2 * grid);
    column->setSpacing(grid + grid / 2);
    column->addWidget(m_title);
    column->addWidget(text);
    column->addWidget(m_attack);
    column->addWidget(m_form);
    column->addWidget(m_start, 0, Qt::AlignLeft);
    column->addStretch();
    common::fillScrolling(this, inner);
    connect(m_start, &QPushButton::clicked, this, &SetupPage::start);
    for (QCheckBox *box : {m_attack, m_register, m_stress, m_mine})
        connect(box, &QCheckBox::toggled, this, &SetupPage::showWhatIsPossible);
    for (QLineEdit *line : {&m_user->line(), static_cast<QLineEdit *>(m_password)})
        connect(line, &QLineEdit::textChanged, this, &SetupPage::showWhatIsPossible);
}

QWidget *SetupPage::buildForm()
{
    auto *form = new QWidget(this);
    m_user = new signin::FormField(tr("&E-mail of your own test account"), new QLineEdit, form);
    m_passwordField = new signin::FormField(tr("&Password"), m_password, form);
    m_register = new QCheckBox(tr("Register test accounts &where more are needed"), form);
    m_stress = new QCheckBox(tr("Try limits and broken &input too: others may notice"), form);
    m_mine = new QCheckBox(form);
    auto *column = new QVBoxLayout(form);
    column->setContentsMargins(3 * grid, 0, 0, 0);
    column->setSpacing(grid);
    for (QWidget *each : std::initializer_list<QWidget *>{m_user, m_passwordField, m_register, m_stress, m_mine})
        column->addWidget(each);
    return form;
}

void SetupPage::setSubject(const Subject &subject)
{
    if (subject == m_subject)
        return;
    m_subject = subject;
    m_title->setText(tr("Audit %1").arg(subject.backend));
    m_attack->setChecked(false);
    m_mine->setChecked(false);
    m_register->setChecked(false);
    m_stress->setChecked(false);
    m_mine->setText(tr("%1 is &mine to attack").arg(subject.host));
    (void)m_password->take();
    m_user->line().clear();
    showWhatIsPossible();
}

void SetupPage::showWhatIsPossible()
{
    m_attack->setVisible(m_subject.signsIn);
    m_form->setVisible(m_subject.signsIn && m_attack->isChecked());
    m_register->setVisible(m_subject.registers);
    m_mine->setVisible(!m_subject.isHere);
    const bool hasAccount = !m_user->line().text().trimmed().isEmpty() && !m_password->text().isEmpty();
    const bool isReady = (hasAccount || m_register->isChecked()) && (m_subject.isHere || m_mine->isChecked());
    m_start->setEnabled(!m_attack->isChecked() || isReady);
}

void SetupPage::start()
{
    Wish wish;
    if (m_attack->isChecked()) {
        wish.user = m_user->line().text().trimmed();
        wish.password = m_password->take();
        wish.mayRegister = m_register->isChecked();
        wish.mayStress = m_stress->isChecked();
    }
    Q_EMIT startRequested(wish);
}

} // namespace keyturn::ui::audit
