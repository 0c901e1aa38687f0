// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/codepage.h"

#include "ui/common/notice.h"
#include "ui/common/sentences.h"
#include "ui/common/spinner.h"
#include "ui/common/textlabel.h"
#include "ui/signin/formfield.h"
#include "ui/signin/pacedbutton.h"
#include "ui/signin/passwordfield.h"

#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace keyturn::ui::signin {

using model::SecondFactorMethod;

namespace {

constexpr int longestTotp = 32; // with the gaps that it may be pasted with
constexpr int longestRecovery = 256;

} // namespace

CodePage::CodePage(core::Clock &clock, QWidget *parent)
    : Page(parent),
      m_pace(clock),
      m_totp(new FormField(tr("&Code of your authenticator app"), new QLineEdit, this)),
      m_recoveryLine(new PasswordField),
      m_recovery(new FormField(tr("&Recovery code"), m_recoveryLine, this))
{
    m_totp->line().setMaxLength(longestTotp);
    m_totp->line().setInputMethodHints(Qt::ImhDigitsOnly | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    m_recoveryLine->setMaxLength(longestRecovery);
    m_recoveryLine->setWords(tr("Show the code"), tr("Hide the code"));
    m_recovery->setHint(tr("One of those that you wrote down. Each serves once."));
    content().addWidget(m_totp);
    content().addWidget(m_recovery);
    content().addWidget(&notice());
    content().addStretch();
    m_back = addAside(tr("&Back"));
    m_other = addAside(tr("Use a &recovery code"));
    m_other->setFlat(true);
    auto *submit = addButton(tr("&Sign in"));
    setDefaultButton(submit);
    m_submit = new PacedButton(submit);
    m_submit->setVerb(submit->text(), tr("Try again in %1"), m_pace);
    for (FormField *one : {m_totp, m_recovery}) {
        connect(&one->line(), &QLineEdit::textChanged, this, &CodePage::updateSubmit);
        connect(&one->line(), &QLineEdit::textEdited, one, [one] { one->setError({}); });
    }
    connect(submit, &QPushButton::clicked, this, &CodePage::submit);
    connect(m_back, &QPushButton::clicked, this, &CodePage::backRequested);
    connect(m_other, &QPushButton::clicked, this, [this] {
        use(m_method == SecondFactorMethod::Totp ? SecondFactorMethod::RecoveryCode : SecondFactorMethod::Totp);
        enter();
    });
    order({&m_totp->line(), m_recoveryLine, submit, m_other, m_back});
}

void CodePage::begin(const QString &backend, const QList<SecondFactorMethod> &methods, int digits)
{
    m_backend = backend;
    m_digits = digits;
    m_pace.stop();
    wipe();
    setTitle(tr("One more step"), tr("Your password is right. %1 wants a code as well.").arg(backend));
    m_other->setVisible(methods.size() > 1);
    use(methods.contains(SecondFactorMethod::Totp) ? SecondFactorMethod::Totp : SecondFactorMethod::RecoveryCode);
    setBusy(false);
}

void CodePage::use(SecondFactorMethod method)
{
    m_method = method;
    const bool totp = method == SecondFactorMethod::Totp;
    notice().clear();
    wipe();
    m_totp->setVisible(totp);
    m_recovery->setVisible(!totp);
    m_other->setText(totp ? tr("Use a &recovery code") : tr("Use the authenticator &app"));
    updateSubmit();
}

FormField &CodePage::field() const
{
    return m_method == SecondFactorMethod::Totp ? *m_totp : *m_recovery;
}

bool CodePage::isComplete() const
{
    const QString text = field().line().text();
    if (m_method == SecondFactorMethod::RecoveryCode)
        return !text.trimmed().isEmpty();
    return std::count_if(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; }) == m_digits;
}

void CodePage::submit()
{
    if (!isComplete() || m_busy || m_submit->isWaiting())
        return;
    notice().clear();
    field().setError({});
    Q_EMIT submitted(core::Secret::fromText(field().line().text()), m_method);
}

void CodePage::setBusy(bool busy)
{
    m_busy = busy;
    m_totp->setEnabled(!busy);
    m_recovery->setEnabled(!busy);
    m_other->setEnabled(!busy);
    if (busy) {
        spinner().start();
        m_back->setFocus(Qt::OtherFocusReason);
    } else {
        spinner().stop();
    }
    updateSubmit();
}

void CodePage::updateSubmit()
{
    m_submit->allow(!m_busy && isComplete());
}

void CodePage::showRefusal(const core::Error &error)
{
    setBusy(false);
    if (error.kind == core::ErrorKind::Rejected)
        field().setError(common::sentenceFor(error, m_backend));
    else
        sayFailure(error, m_backend, m_pace);
    enter();
}

void CodePage::wipe()
{
    (void)m_recoveryLine->take();
    for (FormField *one : {m_totp, m_recovery}) {
        one->setError({});
        one->line().setText({}); // which also forgets what could be taken back
    }
}

void CodePage::enter()
{
    field().line().setFocus(Qt::OtherFocusReason);
    field().line().selectAll();
}

} // namespace keyturn::ui::signin
