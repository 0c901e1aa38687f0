// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/mainwindow/passworddialog.h"

#include "ui/accounts/accountsport.h"
#include "ui/common/notice.h"
#include "ui/common/sentences.h"
#include "ui/signin/signinport.h"

#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace keyturn::ui::mainwindow {

using keyturn::accounts::PasswordChangeOutcome;

namespace {

/// A sentence and one button.
class TellingPage final : public signin::Page
{
public:
    TellingPage(const QString &title, const QString &below, const QString &verb, const std::function<void()> &act)
    {
        setTitle(title, below);
        content().addStretch();
        m_button = addButton(verb);
        setDefaultButton(m_button);
        QObject::connect(m_button, &QPushButton::clicked, this, act);
    }
    void enter() override { m_button->setFocus(Qt::OtherFocusReason); }

private:
    QPushButton *m_button;
};

signin::SignInWay wayOf(const signin::SignInPort &port, const model::Account &account)
{
    for (const model::BackendProfile &profile : port.profiles()) {
        if (profile.id != account.profile)
            continue;
        for (const signin::SignInWay &way : signin::waysOf(profile)) {
            if (way.byPassword())
                return way;
        }
    }
    return {};
}

} // namespace

PasswordDialog::PasswordDialog(accounts::AccountsPort &accounts, signin::SignInPort &signIn, const model::Account &account, QWidget *parent)
    : QDialog(parent),
      m_accounts(accounts),
      m_signIn(signIn),
      m_id(account.id),
      m_way(wayOf(signIn, account)),
      m_stack(new QStackedWidget(this)),
      m_page(new signin::CarePage(accounts.clock()))
{
    setWindowTitle(tr("Change your password"));
    setModal(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    m_stack->addWidget(m_page);
    setMinimumSize(480, 400);
    connect(m_page, &signin::CarePage::submitted, this, &PasswordDialog::change);
    connect(m_page, &signin::CredentialPage::backRequested, this, &QDialog::reject);
    connect(m_page, &signin::CredentialPage::cancelRequested, this, &QDialog::reject);
    m_page->begin(signin::CarePage::Verb::Change, m_way, accounts::titleOf(account));
    if (!m_way.changesPassword) {
        auto *page =
            new TellingPage(tr("Change your password"), tr("%1 does this on a page of its own.").arg(m_way.backend), tr("&Open the page"), [this] {
                if (const core::Result<void> opened = m_signIn.openPage(m_way.changePage); opened.ok())
                    accept();
                else
                    static_cast<signin::Page *>(m_stack->currentWidget())->sayUnopened(m_way.changePage, opened.error(), m_way.backend);
            });
        m_stack->addWidget(page);
        m_stack->setCurrentWidget(page);
    }
    auto *page = static_cast<signin::Page *>(m_stack->currentWidget());
    page->claimDefault();
    page->enter();
}

void PasswordDialog::change(const signin::CarePage::Typed &typed)
{
    m_page->setBusy(true);
    core::whenDone(m_accounts.changePassword(m_id, typed.present, typed.fresh), this, [this](const core::Result<PasswordChangeOutcome> &changed) {
        m_page->setBusy(false);
        if (changed.ok())
            tell(*changed);
        else
            refused(changed.error());
    });
}

void PasswordDialog::refused(const core::Error &error)
{
    const std::optional<keyturn::accounts::StepUp> wanted = keyturn::accounts::stepUpAskedBy(error);
    const bool proved = std::exchange(m_proved, false);
    m_page->showRefusal(wanted && proved ? common::unmetStepUp() : error);
    if (wanted && !proved)
        m_page->offer(common::sentenceFor(error, m_way.backend), tr("&Confirm that it is you"),
                      [this, stepUp = *wanted] { Q_EMIT stepUpRequested(stepUp); });
}

void PasswordDialog::resume()
{
    m_proved = true;
    m_page->submit();
}

void PasswordDialog::tell(PasswordChangeOutcome outcome)
{
    QString below;
    switch (outcome) {
    case PasswordChangeOutcome::SignedIn:
        below = tr("You stay signed in here. “Sessions” shows where else you are.");
        break;
    case PasswordChangeOutcome::SignInAgain:
        below = tr("%1 has ended this sign-in with it. Sign in again to go on.").arg(m_way.backend);
        break;
    case PasswordChangeOutcome::TokensUnread:
        below = tr("What %1 answered could not be read whole. Should it no longer take this sign-in, sign in again.").arg(m_way.backend);
        break;
    }
    m_page->wipe();
    auto *page = new TellingPage(tr("Your password is new"), below, tr("&Done"), [this] { accept(); });
    m_stack->addWidget(page);
    m_stack->setCurrentWidget(page);
    page->claimDefault();
    page->enter();
}

void PasswordDialog::reject()
{
    if (m_page->isBusy()) {
        m_page->notice().say(tr("%1 is changing it, which cannot be stopped any more. This stays open until its answer is there.").arg(m_way.backend),
                             common::Tone::Muted);
        return;
    }
    m_page->wipe();
    QDialog::reject();
}

} // namespace keyturn::ui::mainwindow
