// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
//
// The part of SignInDialog for who cannot sign in: the password is forgotten, or the e-mail is not confirmed yet.
#include "ui/signin/signindialog.h"

#include "ui/common/notice.h"
#include "ui/signin/carepage.h"
#include "ui/signin/passwordpage.h"

namespace keyturn::ui::signin {

using Verb = CarePage::Verb;

void SignInDialog::connectCarePage()
{
    connect(m_password, &PasswordPage::passwordForgotten, this, [this] {
        if (m_way.resetsPassword)
            return beginCare(Verb::AskForReset, m_password->email());
        if (const core::Result<void> opened = m_port.openPage(m_way.resetPage); !opened.ok())
            m_password->sayUnopened(m_way.resetPage, opened.error(), m_way.backend);
    });
    connect(m_password, &PasswordPage::confirmationRequested, this, [this] { beginCare(Verb::ConfirmEmail, m_password->email(), true); });
    connect(m_care, &CarePage::codeInHand, this, [this] { beginCare(Verb::Reset, m_care->email(), true); });
    connect(m_care, &CarePage::submitted, this, &SignInDialog::care);
    connect(m_care, &CarePage::sendAgainRequested, this, [this] {
        m_email = m_care->email();
        const auto again = m_care->verb() == Verb::Reset ? &SignInPort::requestReset : &SignInPort::resendVerification;
        awaitCare((m_port.*again)(m_way.profile, m_email, newStop()),
                  [this] { m_care->notice().say(tr("Another message is on its way."), common::Tone::Accent); });
    });
    connect(m_care, &CredentialPage::backRequested, this, [this] { endCare({}); });
    connect(m_care, &CredentialPage::cancelRequested, this, [this] {
        m_careStop.request_stop();
        ++m_attempt;
        m_care->resume();
    });
}

void SignInDialog::beginCare(Verb verb, const QString &email, bool inHand)
{
    if (!email.isEmpty())
        m_email = email;
    m_care->begin(verb, m_way, email, inHand);
    go(m_care);
}

/// Back to where one signs in, with @p news of what was done.
void SignInDialog::endCare(const QString &news)
{
    m_careStop.request_stop();
    ++m_attempt;
    m_care->wipe();
    m_password->begin(m_way, m_email, m_expected.isEmpty() ? QString() : m_expectedTitle, m_proof.has_value());
    go(m_password);
    if (!news.isEmpty())
        m_password->notice().say(news, common::Tone::Accent);
}

std::stop_token SignInDialog::newStop()
{
    m_careStop.request_stop();
    m_careStop = std::stop_source();
    return m_careStop.get_token();
}

void SignInDialog::awaitCare(const core::Async<void> &answer, std::function<void()> next)
{
    m_care->setBusy(true);
    const quint64 attempt = ++m_attempt;
    core::whenDone(answer, this, [this, attempt, next = std::move(next)](const core::Result<void> &done) {
        if (attempt != m_attempt)
            return;
        m_care->setBusy(false);
        if (!done.ok())
            m_care->showRefusal(done.error());
        else
            next();
    });
}

void SignInDialog::care(const CarePage::Typed &typed)
{
    if (m_care->verb() != Verb::AskForReset) // which tells only with its answer whose code it is
        m_email = typed.email;
    switch (m_care->verb()) {
    case Verb::AskForReset:
        awaitCare(m_port.requestReset(m_way.profile, typed.email, newStop()), [this, email = typed.email] { beginCare(Verb::Reset, email); });
        break;
    case Verb::Reset:
        awaitCare(m_port.confirmReset(m_way.profile, m_email, typed.code, typed.fresh, newStop()),
                  [this] { endCare(tr("Your password is new. Sign in with it.")); });
        break;
    case Verb::ConfirmEmail:
        awaitCare(m_port.confirmVerification(m_way.profile, m_email, typed.code, newStop()),
                  [this] { endCare(tr("Your e-mail is confirmed. Sign in now.")); });
        break;
    case Verb::Change: // has a dialog of its own, for who is signed in
        break;
    }
}

} // namespace keyturn::ui::signin
