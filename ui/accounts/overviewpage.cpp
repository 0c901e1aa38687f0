// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/accounts/overviewpage.h"

#include "ui/accounts/accountsport.h"
#include "ui/accounts/lifebar.h"
#include "ui/common/icon.h"
#include "ui/common/notice.h"
#include "ui/common/plaintext.h"
#include "ui/common/sentences.h"
#include "ui/common/spinner.h"
#include "ui/common/textlabel.h"
#include "ui/common/times.h"

#include <QGridLayout>
#include <QPushButton>
#include <QScrollArea>

namespace keyturn::ui::accounts {

using common::grid;
using common::TextLabel;
using common::Times;

OverviewPage::OverviewPage(AccountsPort &port, QWidget *parent)
    : QWidget(parent),
      m_port(port),
      m_facts(new QGridLayout),
      m_notice(new common::Notice(this)),
      m_bar(new LifeBar(this)),
      m_spinner(new common::Spinner(18, this)),
      m_renew(new QPushButton(common::icon(QStringLiteral("refresh-cw")), tr("&Renew now"), this)),
      m_signOut(new QPushButton(common::icon(QStringLiteral("log-out")), tr("Sign &out…"), this))
{
    buildFacts();
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(grid);
    buttons->addWidget(m_signOut);
    buttons->addWidget(m_renew);
    buttons->addWidget(m_spinner);
    buttons->addStretch();
    m_renew->setFlat(true);
    m_renew->setToolTip(tr("Gets a fresh access token. Keyturn does this by itself before the old one expires."));

    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(3 * grid, 2 * grid, 3 * grid, 3 * grid);
    column->setSpacing(2 * grid);
    column->addWidget(m_notice);
    column->addLayout(m_facts);
    column->addLayout(buttons);
    column->addStretch();
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setAccessibleName(tr("Overview"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    setTabOrder(m_signOut, m_renew);

    connect(m_renew, &QPushButton::clicked, this, &OverviewPage::renew);
    connect(m_signOut, &QPushButton::clicked, this, [this] { Q_EMIT signOutRequested(m_id); });
    connect(m_notice, &common::Notice::actionTriggered, this, &OverviewPage::actOnNotice);
    connect(&port, &AccountsPort::changed, this, [this](const model::AccountId &id) {
        if (id == m_id)
            refresh();
    });
    connect(&port, &AccountsPort::reset, this, &OverviewPage::refresh);
}

TextLabel *OverviewPage::addFact(const QString &name)
{
    const int row = m_facts->rowCount();
    auto *value = (new TextLabel({}, this))->wrapping();
    auto *key = (new TextLabel(name, this))->withTone(common::Tone::Muted);
    key->setBuddy(value);
    m_facts->addWidget(key, row, 0, Qt::AlignTop);
    m_facts->addWidget(value, row, 1);
    return value;
}

void OverviewPage::buildFacts()
{
    m_facts->setHorizontalSpacing(3 * grid);
    m_facts->setVerticalSpacing(grid + grid / 2);
    m_facts->setColumnStretch(1, 1);
    m_name = addFact(tr("Name"));
    m_email = addFact(tr("E-mail"));
    m_where = addFact(tr("Signed in at"));
    m_how = addFact(tr("How"));
    m_scopes = addFact(tr("Allowed to"));
    m_withheld = addFact(tr("Not allowed"));
    m_withheldRow = m_facts->rowCount() - 1;
    m_added = addFact(tr("Added"));
    m_used = addFact(tr("Last activity"));
    m_life = addFact(tr("Access"));
    // In a row of its own with a spring: its greatest width must not become the column's.
    auto *bar = new QHBoxLayout;
    bar->addWidget(m_bar, 1);
    bar->addStretch(0);
    m_facts->addLayout(bar, m_facts->rowCount(), 1);
    m_bar->setMaximumWidth(320);
}

void OverviewPage::setAccount(const model::AccountId &id)
{
    if (std::exchange(m_id, id) != id) {
        ++m_renewal;
        m_renewing = false;
        m_spinner->stop();
        m_renew->setEnabled(true);
    }
    refresh();
}

void OverviewPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void OverviewPage::refresh()
{
    const std::optional<model::Account> account = m_port.account(m_id);
    if (!account)
        return;
    const QDateTime now = m_port.clock().now();
    const auto fill = [](TextLabel *label, const QString &text, const QString &otherwise) { label->setText(text.isEmpty() ? otherwise : text); };
    fill(m_name, common::oneLine(account->identity.name), tr("Not told"));
    fill(m_email, common::oneLine(account->identity.email), tr("Not told"));
    m_where->setText(common::oneLine(m_port.backendName(*account)));
    m_where->setToolTip(common::oneLine(account->identity.issuer));
    m_how->setText(account->method == model::SignInMethod::Password     ? tr("E-mail and password")
                       : account->method == model::SignInMethod::Device ? tr("With a code on another device")
                                                                        : tr("In the browser"));
    fill(m_scopes, common::oneLine(account->scopes.join(QStringLiteral(", ")), 500), tr("Everything this account may do"));
    showWithheld(*account);
    m_added->setText(Times::relative(account->addedAt, now));
    m_added->setToolTip(Times::exact(account->addedAt));
    fill(m_used, Times::relative(account->lastUsedAt, now), tr("Not yet"));
    m_used->setToolTip(Times::exact(account->lastUsedAt));
    showStanding(*account);
    showLife();
    keepTicking();
}

/// Only where the provider granted less than was asked for: a row that says "nothing" would only raise questions.
void OverviewPage::showWithheld(const model::Account &account)
{
    const bool some = !account.withheldScopes.isEmpty();
    m_withheld->setText(some ? common::oneLine(account.withheldScopes.join(QStringLiteral(", ")), 500) : QString());
    m_withheld->setToolTip(some ? tr("Asked for at sign-in and not granted. Sign in again to allow it.") : QString());
    m_withheld->setAccessibleDescription(m_withheld->toolTip());
    for (int column = 0; column < 2; ++column)
        m_facts->itemAtPosition(m_withheldRow, column)->widget()->setVisible(some);
}

void OverviewPage::showStanding(const model::Account &account)
{
    const QString backend = m_port.backendName(account);
    const auto *needed = std::get_if<model::SignInNeeded>(&account.standing);
    m_renew->setVisible(!needed);
    std::optional<core::Error> error = m_port.lastError(m_id);
    if (error)
        error->retryAfter.reset(); // of an attempt that may be long past; the next one comes by itself
    if (!needed && !error) {
        m_notice->clear();
        return;
    }
    // Where the tokens are out of reach for good, signing in again finds them a new place; everything else may pass.
    const bool outOfReach = error && (error->code == QLatin1String("keychain_absent") || error->code == QLatin1String("secret_missing"));
    m_noticeSignsIn = needed || outOfReach || error->kind == core::ErrorKind::SignInAgain;
    const QString sentence = needed ? common::signInAgainSentence(needed->cause, backend) : common::sentenceFor(*error, backend);
    m_notice->sayWithAction(sentence, m_noticeSignsIn ? tr("Sign &in again…") : tr("&Try again"));
}

void OverviewPage::showLife()
{
    const std::optional<TokenLife> life = m_port.tokenLife(m_id);
    const QDateTime now = m_port.clock().now();
    const bool known = life && life->expiresAt.isValid() && life->issuedAt.isValid() && life->expiresAt > life->issuedAt;
    m_bar->setVisible(known && life->expiresAt > now);
    if (!known) {
        m_life->setText(life ? tr("Fresh; %1 does not say for how long").arg(m_where->text()) : tr("Renewed when it is next needed"));
        return;
    }
    const std::chrono::milliseconds left(now.msecsTo(life->expiresAt));
    m_bar->setShare(double(left.count()) / double(life->issuedAt.msecsTo(life->expiresAt)));
    m_life->setText(left.count() > 0 ? tr("Good for another %1, then renewed by itself").arg(Times::left(left))
                                     : tr("Renewed when it is next needed"));
    m_life->setToolTip(Times::exact(life->expiresAt));
}

/// Once a second while it is seen, not at all otherwise.
void OverviewPage::keepTicking()
{
    if (m_ticking || !isVisible())
        return;
    m_ticking = true;
    m_port.clock().callAfter(std::chrono::seconds(1), this, [this] {
        m_ticking = false;
        if (!isVisible() || m_id.isEmpty())
            return;
        showLife();
        keepTicking();
    });
}

void OverviewPage::actOnNotice()
{
    if (m_noticeSignsIn)
        Q_EMIT signInAgainRequested(m_id);
    else if (!m_renewing)
        renew();
}

void OverviewPage::renew()
{
    m_renewing = true;
    m_renew->setEnabled(false);
    m_spinner->start();
    core::whenDone(m_port.renew(m_id), this, [this, renewal = ++m_renewal](const core::Result<void> &result) {
        if (renewal == m_renewal)
            renewed(result.ok() ? std::nullopt : std::optional(result.error()));
    });
}

void OverviewPage::renewed(const std::optional<core::Error> &error)
{
    m_renewing = false;
    m_renew->setEnabled(true);
    m_spinner->stop();
    refresh();
    if (error && m_notice->sentence().isEmpty())
        m_notice->say(common::sentenceFor(*error, m_where->text()));
}

} // namespace keyturn::ui::accounts
