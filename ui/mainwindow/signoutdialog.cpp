// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/mainwindow/signoutdialog.h"

#include "ui/common/icon.h"
#include "ui/common/notice.h"
#include "ui/common/plaintext.h"
#include "ui/common/sentences.h"
#include "ui/common/spinner.h"
#include "ui/common/textlabel.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace keyturn::ui::mainwindow {

using common::grid;
using common::TextLabel;
using keyturn::accounts::SignOutOutcome;
using keyturn::accounts::SignOutScope;

namespace {

/// In a button, whose mnemonic a name must not make.
QString escaped(const QString &name)
{
    return common::oneLine(name, 60).replace(u'&', QStringLiteral("&&"));
}

} // namespace

SignOutDialog::SignOutDialog(accounts::AccountsPort &port, const model::Account &account, QWidget *parent)
    : common::FittingDialog(parent),
      m_port(port),
      m_id(account.id),
      m_backend(port.backendName(account)),
      m_facts(port.signOutFacts(account.id)),
      m_browserToo(new QCheckBox(tr("Also sign out of %1 in the &browser").arg(escaped(m_backend)), this)),
      m_notice(new common::Notice(this)),
      m_spinner(new common::Spinner(18, this)),
      m_page(new QPushButton(common::icon(QStringLiteral("external-link")), tr("Open %1's &page").arg(escaped(m_backend)), this)),
      m_cancel(new QPushButton(tr("&Cancel"), this)),
      m_go(new QPushButton(tr("Sign &out"), this))
{
    const std::optional<accounts::TokenLife> life = port.tokenLife(account.id);
    m_endless = !account.provider.isEmpty() && life && !life->expiresAt.isValid();
    setWindowTitle(tr("Sign out"));
    setModal(true);
    setMinimumWidth(480);
    m_page->setVisible(!m_facts.endsThere && !m_facts.page.isEmpty());
    m_page->setToolTip(m_facts.page.toDisplayString());
    m_page->setAutoDefault(false);
    m_cancel->setAutoDefault(false);
    m_go->setDefault(true);
    m_browserToo->hide();
    m_browserToo->setToolTip(tr("Opens its page for that. Whatever else uses that sign-in may want a new one too."));
    buildLayout(account);
    connect(m_page, &QPushButton::clicked, this, [this] { (void)openPage(m_facts.page); });
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_go, &QPushButton::clicked, this, &SignOutDialog::signOut);
    connect(m_notice, &common::Notice::actionTriggered, this, &SignOutDialog::actOnNotice);
    m_go->setFocus(Qt::OtherFocusReason);
    core::whenDone(port.endSessionUrl(account.id), this, [this](const core::Result<QUrl> &page) {
        if (page.ok() && !page->isEmpty())
            offerBrowser(*page);
    });
}

void SignOutDialog::buildLayout(const model::Account &account)
{
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(grid);
    buttons->addWidget(m_page);
    buttons->addStretch();
    buttons->addWidget(m_spinner);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_go);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * grid, 3 * grid, 3 * grid, 2 * grid);
    layout->setSpacing(grid);
    layout->addWidget((new TextLabel(tr("Sign out %1?").arg(accounts::titleOf(account)), this))->withSize(common::TextSize::Large)->wrapping());
    layout->addSpacing(grid);
    const QString here = m_facts.endsThere
        ? tr("%1 ends this session, and Keyturn forgets the account and its keys.").arg(m_backend)
        : tr("Keyturn forgets the account and its keys. %1 has no way for a program to end the sign-in there; you can, on its page.").arg(m_backend);
    if (m_facts.everywhere)
        buildChoice(*layout, here);
    else
        layout->addWidget((new TextLabel(here, this))->wrapping());
    layout->addWidget(m_browserToo);
    layout->addWidget((new TextLabel(tr("Its activity stays recorded on this computer; “Preferences”, “Privacy” clears that."), this))
                          ->withTone(common::Tone::Muted)
                          ->wrapping());
    if (m_facts.endsThere)
        layout->addWidget((new TextLabel(tr("Where %1 cannot be reached, this computer forgets the account all the same.").arg(m_backend), this))
                              ->withTone(common::Tone::Muted)
                              ->wrapping());
    layout->addWidget(m_notice);
    layout->addSpacing(grid);
    layout->addStretch(1);
    layout->addLayout(buttons);
    QWidget *before = m_here;
    for (QWidget *widget : std::initializer_list<QWidget *>{m_everywhere, m_browserToo, m_go, m_cancel, m_page}) {
        if (before && widget)
            setTabOrder(before, widget);
        before = widget;
    }
}

void SignOutDialog::buildChoice(QVBoxLayout &layout, const QString &here)
{
    const auto under = [this](const QString &words) {
        auto *label = (new TextLabel(words, this))->withTone(common::Tone::Muted)->wrapping();
        label->setContentsMargins(0, 0, 0, grid);
        auto *row = new QHBoxLayout; // whose spacing turns round with the layout, as margins do not
        row->setSpacing(0);
        row->addSpacing(3 * grid);
        row->addWidget(label, 1);
        return row;
    };
    m_here = new QRadioButton(tr("On &this computer"), this);
    m_everywhere = new QRadioButton(tr("&Everywhere"), this);
    m_here->setChecked(true);
    layout.addWidget(m_here);
    layout.addLayout(under(here));
    layout.addWidget(m_everywhere);
    layout.addLayout(under(tr("Ends every session of this account at %1, also on your other devices.").arg(m_backend)));
}

/// Its metadata has told that the provider has such a page.
void SignOutDialog::offerBrowser(const QUrl &endSession)
{
    m_endSession = endSession;
    if (m_go->isHidden() || !m_go->isEnabled())
        return; // too late for the question
    m_browserToo->show();
}

void SignOutDialog::setBusy(bool busy)
{
    allowChoice(!busy);
    m_go->setEnabled(!busy);
    if (busy)
        m_spinner->start();
    else
        m_spinner->stop();
}

void SignOutDialog::chooseEverywhere()
{
    if (!m_everywhere)
        return;
    m_everywhere->setChecked(true);
    // It takes more than a key pressed twice.
    m_go->setDefault(false);
    m_go->setAutoDefault(false);
    m_cancel->setDefault(true);
    m_cancel->setFocus(Qt::OtherFocusReason);
}

void SignOutDialog::allowChoice(bool allowed)
{
    for (QWidget *widget : std::initializer_list<QWidget *>{m_here, m_everywhere, m_browserToo}) {
        if (widget)
            widget->setEnabled(allowed);
    }
}

void SignOutDialog::signOut()
{
    setBusy(true);
    m_notice->clear();
    m_stepUp.reset();
    const SignOutScope scope = m_everywhere && m_everywhere->isChecked() ? SignOutScope::Everywhere : SignOutScope::ThisDevice;
    core::whenDone(m_port.signOut(m_id, scope), this, [this](const core::Result<SignOutOutcome> &result) { signedOut(result); });
}

/// What the backend was not told, and what that means there.
QString SignOutDialog::notTold(const SignOutOutcome &outcome) const
{
    if (outcome.toldLater)
        return tr("This computer has forgotten the account. %1 will be told when it can be reached, within a week.").arg(m_backend);
    const QString code = outcome.backendError ? outcome.backendError->code : QString();
    QString sentence;
    if (code == QLatin1String("revocation_unsupported"))
        sentence = m_endless
            ? tr("This computer has forgotten the account. %1 has no way for a program to end a sign-in, and tells no end of this one: it "
                 "may serve on until you take it back there yourself.")
            : tr("This computer has forgotten the account. %1 has no way for a program to end a sign-in, so this one ends there when it "
                 "expires, or when you end it yourself.");
    else if (code == QLatin1String("revocation_refused"))
        sentence = m_endless
            ? tr("This computer has forgotten the account. %1 does not let this program end a sign-in, and tells no end of this one: it "
                 "may serve on until you take it back there yourself.")
            : tr("This computer has forgotten the account. %1 does not let this program end a sign-in, so this one ends there when it "
                 "expires, or when you end it yourself.");
    else
        sentence = m_endless
            ? tr("This computer has forgotten the account. %1 could not be told, and tells no end of this sign-in: it may serve on until "
                 "you take it back there yourself.")
            : tr("This computer has forgotten the account. %1 could not be told, so the session there ends when it expires, or when "
                 "you end it from another device.");
    return sentence.arg(m_backend);
}

void SignOutDialog::refused(const core::Error &error)
{
    const std::optional<keyturn::accounts::StepUp> wanted = keyturn::accounts::stepUpAskedBy(error);
    const bool proved = std::exchange(m_proved, false);
    if (wanted && !proved) {
        m_stepUp = wanted;
        m_notice->sayWithAction(common::sentenceFor(error, m_backend), tr("Confirm that it is &you"));
    } else {
        m_notice->say(common::sentenceFor(wanted ? common::unmetStepUp() : error, m_backend));
    }
    m_go->setFocus(Qt::OtherFocusReason);
}

void SignOutDialog::resume()
{
    m_proved = true;
    signOut();
}

void SignOutDialog::actOnNotice()
{
    if (m_stepUp)
        Q_EMIT stepUpRequested(*m_stepUp);
    else
        QGuiApplication::clipboard()->setText(m_unopened.toString(QUrl::FullyEncoded));
}

void SignOutDialog::signedOut(const core::Result<SignOutOutcome> &result)
{
    setBusy(false);
    if (!result.ok())
        return refused(result.error());
    // Done here, but the session there lives on: that is worth a sentence before the dialog goes.
    const QString untold = result->backendTold ? QString() : notTold(*result);
    if (!untold.isEmpty())
        m_notice->say(untold, result->toldLater ? common::Tone::Muted : common::Tone::Warning);
    const bool opened = m_browserToo->isHidden() || !m_browserToo->isChecked() || openPage(m_endSession);
    if (untold.isEmpty() && opened) {
        accept();
        return;
    }
    allowChoice(false);
    m_page->setVisible(!m_facts.page.isEmpty() && !untold.isEmpty() && !result->toldLater);
    m_go->hide();
    m_cancel->setText(tr("&Close"));
    m_cancel->setDefault(true);
    m_cancel->setFocus(Qt::OtherFocusReason);
    disconnect(m_cancel, nullptr, this, nullptr);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::accept);
}

/// Where no browser can be started, the address is there to be copied; what the notice said before stays in it.
bool SignOutDialog::openPage(const QUrl &page)
{
    const core::Result<void> opened = m_port.openPage(page, m_id);
    if (opened.ok())
        return true;
    m_unopened = page;
    QStringList said{m_notice->sentence(), common::sentenceFor(opened.error(), m_backend), common::oneLine(page.toString(QUrl::FullyEncoded), 200)};
    said.removeAll(QString());
    said.removeDuplicates();
    m_notice->sayWithAction(said.join(u'\n'), tr("Copy &link"));
    return false;
}

} // namespace keyturn::ui::mainwindow
