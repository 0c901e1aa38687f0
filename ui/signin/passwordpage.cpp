// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/passwordpage.h"

#include "ui/common/notice.h"
#include "ui/signin/formfield.h"
#include "ui/signin/passwordfield.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::signin {

PasswordPage::PasswordPage(core::Clock &clock, QWidget *parent) : CredentialPage(clock, parent)
{
    content().addWidget(&emailField());
    content().addWidget(&passwordField());
    m_forgotten = new QPushButton(tr("&Forgot your password?"), this);
    m_forgotten->setFlat(true);
    m_forgotten->setCursor(Qt::PointingHandCursor);
    content().addWidget(m_forgotten, 0, Qt::AlignLeading);
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
    order({&emailField().line(), &password(), submit, m_forgotten, m_register, back});
}

void PasswordPage::begin(const SignInWay &way, const QString &email, const QString &again)
{
    setWay(way);
    wipePassword();
    setEmail(email);
    const bool fixed = !again.isEmpty() && !email.isEmpty();
    emailField().line().setReadOnly(fixed);
    m_register->setVisible(way.registration && again.isEmpty());
    m_forgotten->setVisible(way.resetsPassword || !way.resetPage.isEmpty());
    if (again.isEmpty())
        setTitle(tr("Sign in to %1").arg(way.backend));
    else
        setTitle(tr("Sign in again"), tr("%1, at %2").arg(again, way.backend));
}

void PasswordPage::enter()
{
    QLineEdit &first = email().isEmpty() ? emailField().line() : password();
    first.setFocus(Qt::OtherFocusReason);
}

} // namespace keyturn::ui::signin
