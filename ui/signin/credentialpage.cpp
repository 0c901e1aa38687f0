// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/credentialpage.h"

#include "ui/common/notice.h"
#include "ui/common/plaintext.h"
#include "ui/common/sentences.h"
#include "ui/common/spinner.h"
#include "ui/signin/formfield.h"
#include "ui/signin/pacedbutton.h"
#include "ui/signin/passwordfield.h"

#include <QPushButton>

namespace keyturn::ui::signin {

CredentialPage::CredentialPage(core::Clock &clock, QWidget *parent)
    : Page(parent),
      m_email(new FormField(tr("&E-mail"), new QLineEdit, this)),
      m_password(new PasswordField),
      m_passwordField(new FormField(tr("&Password"), m_password, this)),
      m_ownPace(clock)
{
    m_email->line().setInputMethodHints(Qt::ImhEmailCharactersOnly | Qt::ImhNoAutoUppercase);
    m_email->line().setMaxLength(254); // RFC 5321 §4.5.3.1.3: a path of 256 with its brackets
    m_password->setMaxLength(1024);
    connect(m_password, &PasswordField::capsLockSeen, this,
            [this](bool on) { m_passwordField->setHint(on ? tr("Caps lock seems to be on.") : QString()); });
    connect(&m_email->line(), &QLineEdit::textChanged, this, &CredentialPage::updateSubmit);
    connect(m_password, &QLineEdit::textChanged, this, &CredentialPage::updateSubmit);
}

QString CredentialPage::email() const
{
    return m_email->line().text().trimmed();
}

void CredentialPage::setEmail(const QString &email)
{
    m_email->line().setText(email);
}

void CredentialPage::setWay(const SignInWay &way)
{
    if (m_way != way)
        m_ownPace.stop();
    m_way = way;
    clearErrors();
    setBusy(false);
}

void CredentialPage::setSubmit(QPushButton *submit)
{
    m_submit = new PacedButton(submit);
    setDefaultButton(submit);
    setVerb(submit->text(), m_ownPace);
}

void CredentialPage::setVerb(const QString &verb, common::Countdown &pace)
{
    m_pace = &pace;
    m_submit->setVerb(verb, tr("Try again in %1"), pace);
    updateSubmit();
}

void CredentialPage::setBack(QPushButton *back, const QString &word)
{
    m_back = back;
    m_backWord = word;
    connect(back, &QPushButton::clicked, this, [this] {
        if (m_busy)
            Q_EMIT cancelRequested();
        else
            Q_EMIT backRequested();
    });
}

void CredentialPage::setBusy(bool busy)
{
    m_busy = busy;
    for (FormField *field : fields())
        field->setEnabled(!busy);
    if (busy)
        spinner().start();
    else
        spinner().stop();
    if (m_back) {
        m_back->setText(busy && canStop() ? tr("&Cancel") : m_backWord);
        m_back->setEnabled(!busy || canStop());
        if (busy)
            m_back->setFocus(Qt::OtherFocusReason);
    }
    updateSubmit();
}

bool CredentialPage::isComplete() const
{
    return !email().isEmpty() && !m_password->text().isEmpty();
}

void CredentialPage::updateSubmit()
{
    if (m_submit)
        m_submit->allow(!m_busy && isComplete());
}

void CredentialPage::clearErrors()
{
    notice().clear();
    for (FormField *field : fields())
        field->setError({});
}

void CredentialPage::wipePassword()
{
    (void)m_password->take();
}

void CredentialPage::resume()
{
    setBusy(false);
    for (FormField *field : secretFields())
        static_cast<PasswordField &>(field->line()).giveBack();
    enter();
}

bool CredentialPage::doubts(const core::Error &error, const FormField &field)
{
    static const QStringList aboutOthers{QStringLiteral("email_taken"), QStringLiteral("challenge_expired"), QStringLiteral("step_up_refused")};
    if (error.kind != core::ErrorKind::Rejected)
        return false;
    return error.fields.isEmpty() ? !aboutOthers.contains(error.code) : !field.error().isEmpty();
}

FormField *CredentialPage::fieldNamed(const QString &name)
{
    const QString last = name.section(u'/', -1).section(u'.', -1).toLower();
    if (last == QLatin1String("email") || last == QLatin1String("user") || last == QLatin1String("username"))
        return m_email;
    return last == QLatin1String("password") ? m_passwordField : nullptr;
}

void CredentialPage::showError(const core::Error &error)
{
    showError(error, *m_pace);
}

void CredentialPage::showError(const core::Error &error, common::Countdown &pace)
{
    setBusy(false);
    clearErrors();
    m_password->setFocus(Qt::OtherFocusReason);
    if (!error.fields.isEmpty())
        showFieldErrors(error.fields);
    // Who could not be asked has said nothing against what was typed.
    for (FormField *field : secretFields()) {
        auto &line = static_cast<PasswordField &>(field->line());
        if (doubts(error, *field))
            (void)line.take();
        else
            line.giveBack();
    }
    if (common::wasStopped(error))
        return;
    if (error.code == QLatin1String("email_taken"))
        m_email->line().setFocus(Qt::OtherFocusReason);
    if (error.fields.isEmpty() || notice().sentence().isEmpty())
        sayFailure(error, m_way.backend, pace);
}

void CredentialPage::showFieldErrors(const QList<core::FieldError> &errors)
{
    QStringList homeless;
    FormField *first = nullptr;
    for (const core::FieldError &error : errors) {
        const QString message = common::oneLine(error.message, 300);
        FormField *field = fieldNamed(error.field);
        if (!field) {
            homeless += tr("%1: %2").arg(common::oneLine(error.field, 60), message);
            continue;
        }
        field->setError(field->error().isEmpty() ? message : field->error() + u' ' + message);
        first = first ? first : field;
    }
    if (first)
        first->line().setFocus(Qt::OtherFocusReason);
    if (!homeless.isEmpty())
        notice().say(homeless.join(u' '));
}

} // namespace keyturn::ui::signin
