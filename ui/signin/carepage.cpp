// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/carepage.h"

#include "ui/common/notice.h"
#include "ui/common/sentences.h"
#include "ui/signin/formfield.h"
#include "ui/signin/pacedbutton.h"
#include "ui/signin/passwordfield.h"
#include "ui/signin/rulelist.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::signin {

namespace {

constexpr int longestCode = 512; // some backends mail a token

} // namespace

CarePage::CarePage(core::Clock &clock, QWidget *parent)
    : CredentialPage(clock, parent),
      m_presentLine(new PasswordField),
      m_present(new FormField(tr("Your &present password"), m_presentLine, this)),
      m_code(new FormField(tr("&Code from the message"), new QLineEdit, this)),
      m_rules(new RuleList(this))
{
    passwordField().setName(tr("&New password"));
    m_presentLine->setMaxLength(1024);
    m_code->line().setMaxLength(longestCode);
    m_code->line().setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    for (FormField *field : {&emailField(), m_present, m_code, &passwordField()})
        content().addWidget(field);
    content().addWidget(m_rules);
    content().addWidget(&notice());
    content().addStretch();
    auto *back = addAside(tr("&Back"));
    auto *again = addAside(tr("Send it &again"));
    again->setFlat(true);
    m_again = new PacedButton(again);
    m_haveCode = addAside(tr("I &have a code"));
    m_haveCode->setFlat(true);
    m_submit = addButton(tr("&Send the code"));
    setBack(back, back->text());
    setSubmit(m_submit);
    for (common::Countdown *&pace : m_paces)
        pace = new common::Countdown(clock, this);
    connect(m_submit, &QPushButton::clicked, this, &CarePage::submit);
    connect(again, &QPushButton::clicked, this, &CarePage::sendAgain);
    connect(m_haveCode, &QPushButton::clicked, this, &CarePage::codeInHand);
    connect(&emailField().line(), &QLineEdit::textChanged, this, &CarePage::allowAsides);
    for (FormField *field : fields()) {
        connect(&field->line(), &QLineEdit::textEdited, this, [this, field] {
            field->setError({});
            m_rules->check(password().text());
        });
        connect(&field->line(), &QLineEdit::textChanged, this, &CarePage::updateSubmit);
    }
    order({&emailField().line(), m_presentLine, &m_code->line(), &password(), m_submit, m_haveCode, again, back});
}

void CarePage::begin(Verb verb, const SignInWay &way, const QString &email, bool inHand)
{
    m_verb = verb;
    m_inHand = inHand;
    m_sendingAgain = false;
    for (common::Countdown *pace : m_paces) {
        if (way != this->way())
            pace->stop();
    }
    setWay(way);
    wipe();
    setEmail(email);
    m_rules->setRules(way.rules);
    m_rules->check({});
    showFields();
    say();
    dressButtons();
    m_again->button().setVisible(verb == Verb::Reset || (verb == Verb::ConfirmEmail && way.sendsEmailAgain));
    m_haveCode->setVisible(verb == Verb::AskForReset);
    allowAsides();
}

void CarePage::say()
{
    const QString backend = way().backend;
    const QString came = tr("Enter the code that %1 has mailed you.").arg(backend);
    switch (m_verb) {
    case Verb::AskForReset:
        setTitle(tr("Forgot your password?"), tr("%1 mails you a code by which you set a new one.").arg(backend));
        break;
    case Verb::Reset:
        // Whether somebody has this address is nobody's business but theirs.
        setTitle(tr("Set a new password"), m_inHand ? came : tr("If %1 knows %2, a message with a code is on its way there.").arg(backend, email()));
        break;
    case Verb::ConfirmEmail:
        setTitle(tr("Confirm your e-mail"),
                 m_inHand ? came : tr("%1 has mailed a code to %2. Nobody signs in before it is entered.").arg(backend, email()));
        break;
    case Verb::Change:
        setTitle(tr("Change your password"), tr("%1, at %2").arg(email(), backend));
        break;
    }
}

CarePage::Request CarePage::request() const
{
    switch (m_verb) {
    case Verb::AskForReset:
        return MailCode;
    case Verb::Reset:
        return SetPassword;
    case Verb::ConfirmEmail:
        return ConfirmAddress;
    case Verb::Change:
        break;
    }
    return ChangePassword;
}

CarePage::Request CarePage::againRequest() const
{
    return m_verb == Verb::Reset ? MailCode : MailConfirmation;
}

void CarePage::dressButtons()
{
    QString verb;
    switch (m_verb) {
    case Verb::AskForReset:
        verb = tr("&Send the code");
        break;
    case Verb::Reset:
        verb = tr("&Set the password");
        break;
    case Verb::ConfirmEmail:
        verb = tr("C&onfirm");
        break;
    case Verb::Change:
        verb = tr("C&hange it");
        break;
    }
    setVerb(verb, *m_paces[request()]);
    m_again->setVerb(tr("Send it &again"), tr("Again in %1"), *m_paces[againRequest()]);
}

void CarePage::setBusy(bool busy)
{
    CredentialPage::setBusy(busy);
    allowAsides();
}

void CarePage::allowAsides()
{
    m_again->allow(!isBusy() && !email().isEmpty());
    m_haveCode->setEnabled(!isBusy());
}

bool CarePage::wants(const FormField *field) const
{
    if (field == &const_cast<CarePage *>(this)->emailField())
        return m_verb == Verb::AskForReset || m_inHand;
    switch (m_verb) {
    case Verb::AskForReset:
        return false;
    case Verb::Reset:
        return field == m_code || field == &const_cast<CarePage *>(this)->passwordField();
    case Verb::ConfirmEmail:
        return field == m_code;
    case Verb::Change:
        return field == m_present || field == &const_cast<CarePage *>(this)->passwordField();
    }
    return false;
}

void CarePage::showFields()
{
    for (FormField *field : fields())
        field->setVisible(wants(field));
    m_rules->setVisible(wants(&passwordField()));
}

QList<FormField *> CarePage::fields()
{
    return {&emailField(), m_present, m_code, &passwordField()};
}

bool CarePage::isComplete() const
{
    auto *self = const_cast<CarePage *>(this);
    for (FormField *field : self->fields()) {
        if (wants(field) && field->line().text().trimmed().isEmpty())
            return false;
    }
    return !wants(&self->passwordField()) || model::brokenRules(way().rules, self->password().text()).isEmpty();
}

void CarePage::submit()
{
    if (!isComplete() || isBusy())
        return;
    clearErrors();
    m_sendingAgain = false;
    Typed typed;
    typed.email = email();
    typed.code = core::Secret::fromText(m_code->line().text().trimmed());
    typed.present = m_presentLine->lend();
    typed.fresh = password().lend();
    m_rules->check({});
    Q_EMIT submitted(typed);
}

void CarePage::sendAgain()
{
    m_sendingAgain = true;
    Q_EMIT sendAgainRequested();
}

FormField *CarePage::fieldNamed(const QString &name)
{
    const QString last = name.section(u'/', -1).section(u'.', -1).toLower().remove(u'_').remove(u'-');
    if (last == QLatin1String("code") || last == QLatin1String("token"))
        return wants(m_code) ? m_code : nullptr;
    if (last == QLatin1String("newpassword"))
        return &passwordField();
    if (last == QLatin1String("password") || last == QLatin1String("currentpassword") || last == QLatin1String("oldpassword"))
        return wants(m_present) ? m_present : &passwordField();
    FormField *field = CredentialPage::fieldNamed(name);
    return wants(field) ? field : nullptr;
}

/// The one field that a refusal without any can be about.
FormField *CarePage::culpritOf(const core::Error &error)
{
    if (m_sendingAgain || error.kind != core::ErrorKind::Rejected || !error.fields.isEmpty())
        return nullptr;
    if (m_verb == Verb::Change)
        return error.code == QLatin1String("invalid_credentials") ? m_present : nullptr;
    const bool aboutCode = error.code == QLatin1String("invalid_code") || error.code == QLatin1String("code_expired");
    return aboutCode && wants(m_code) ? m_code : nullptr;
}

bool CarePage::doubts(const core::Error &error, const FormField &field)
{
    if (m_sendingAgain)
        return false; // nothing of the fields was sent
    const FormField *culprit = culpritOf(error);
    return culprit ? culprit == &field : CredentialPage::doubts(error, field);
}

void CarePage::showRefusal(const core::Error &error)
{
    showError(error, *m_paces[m_sendingAgain ? againRequest() : request()]);
    m_rules->check(password().text());
    FormField *first = culpritOf(error);
    if (first) {
        notice().clear();
        first->setError(first == m_present ? tr("This is not your present password.")
                            : error.code == QLatin1String("invalid_code")
                            ? tr("%1 does not take this code. It may have run out or been used already; "
                                 "have a new one sent.")
                                  .arg(way().backend)
                            : common::sentenceFor(error, way().backend));
    }
    for (FormField *field : fields()) {
        if (!first && wants(field) && !field->error().isEmpty())
            first = field;
    }
    if (!first)
        return enter();
    first->line().setFocus(Qt::OtherFocusReason);
    first->line().selectAll();
}

void CarePage::wipe()
{
    wipePassword();
    (void)m_presentLine->take();
    m_code->line().setText({}); // which also forgets what could be taken back
}

void CarePage::enter()
{
    for (FormField *field : fields()) {
        if (!wants(field) || !field->line().text().isEmpty())
            continue;
        field->line().setFocus(Qt::OtherFocusReason);
        return;
    }
    m_submit->setFocus(Qt::OtherFocusReason);
}

} // namespace keyturn::ui::signin
