// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/passwordpage.h"

#include "ui/common/linkbutton.h"
#include "ui/common/notice.h"
#include "ui/common/tone.h"
#include "ui/signin/formfield.h"
#include "ui/signin/passwordfield.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::signin {

PasswordPage::PasswordPage(core::Clock &clock, QWidget *parent) : CredentialPage(clock, parent)
{
    content().addWidget(&emailField());
    content().addWidget(&passwordField());
    m_forgotten = new common::LinkButton(tr("&Forgot your password?"), this);
    m_confirm = new common::LinkButton(tr("&Confirm an e-mail…"), this);
    auto *ways = new QHBoxLayout;
    ways->setSpacing(3 * common::grid);
    ways->addWidget(m_forgotten);
    ways->addWidget(m_confirm);
    ways->addStretch();
    content().addLayout(ways);
    content().addWidget(&notice());
    content().addStretch();
    auto *back = addAside(tr("&Back"));
    m_register = addAside(tr("Create an &account…"));
    m_register->setFlat(true);
    auto *submit = addButton(tr("&Sign in"));
    setBack(back, back->text());
    setSubmit(submit);
    connect(submit, &QPushButton::clicked, this, [this] {
        clearErrors();
        const core::Secret secret = password().lend();
        Q_EMIT submitted(email(), secret);
    });
    connect(m_register, &QPushButton::clicked, this, &PasswordPage::registrationRequested);
    connect(m_forgotten, &QPushButton::clicked, this, &PasswordPage::passwordForgotten);
    connect(m_confirm, &QPushButton::clicked, this, &PasswordPage::confirmationRequested);
    order({&emailField().line(), &password(), submit, m_forgotten, m_confirm, m_register, back});
}

void PasswordPage::begin(const SignInWay &way, const QString &email, const QString &again, bool proof)
{
    setWay(way);
    wipePassword();
    setEmail(email);
    const bool byName = !again.isEmpty() && !email.isEmpty() && !email.contains(u'@');
    emailField().setName(byName ? tr("&User name") : tr("&E-mail"));
    m_confirm->setVisible(way.confirmsEmail && again.isEmpty());
    m_register->setVisible(way.registration && again.isEmpty());
    m_forgotten->setVisible(way.resetsPassword || !way.resetPage.isEmpty());
    if (again.isEmpty())
        setTitle(tr("Sign in to %1").arg(way.backend));
    else
        setTitle(proof ? tr("Confirm that it is you") : tr("Sign in again"), tr("%1, at %2").arg(again, way.backend));
}

/// What leads elsewhere rests with the fields: the answer would find another page open.
void PasswordPage::setBusy(bool busy)
{
    CredentialPage::setBusy(busy);
    for (QPushButton *button : {m_register, m_forgotten, m_confirm})
        button->setEnabled(!busy);
}

void PasswordPage::enter()
{
    QLineEdit &first = email().isEmpty() ? emailField().line() : password();
    first.setFocus(Qt::OtherFocusReason);
}

} // namespace keyturn::ui::signin
