// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/browserpage.h"

#include "ui/common/hairline.h"
#include "ui/common/icon.h"
#include "ui/common/linkbutton.h"
#include "ui/common/notice.h"
#include "ui/common/plaintext.h"
#include "ui/common/sentences.h"
#include "ui/common/spinner.h"
#include "ui/common/textlabel.h"
#include "ui/signin/pacedbutton.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::signin {

using Step = keyturn::accounts::SignInFlow::Step;

BrowserPage::BrowserPage(core::Clock &clock, QWidget *parent)
    : Page(parent),
      m_pace(clock),
      m_waiting(new common::Spinner(40, this)),
      m_words(new common::TextLabel({}, this)),
      m_link(new QLineEdit(this)),
      m_waysAround(new QWidget(this)),
      m_browsers(new QMenu(this))
{
    m_words->wrapping()->setAlignment(Qt::AlignCenter);
    m_link->setReadOnly(true);
    m_link->setTextMargins(common::grid / 2, 0, common::grid / 2, 0);
    m_link->setAccessibleName(tr("The link to sign in with"));
    content().addStretch();
    content().addWidget(m_waiting, 0, Qt::AlignHCenter);
    content().addSpacing(common::grid);
    content().addWidget(m_words);
    content().addWidget(m_link);
    content().addStretch();
    buildWaysAround();
    content().addWidget(m_waysAround);
    m_open = addAside(tr("&Open again"));
    m_open->setIcon(common::icon(QStringLiteral("external-link")));
    m_copy = addAside(tr("Copy &link"));
    m_copy->setIcon(common::icon(QStringLiteral("copy")));
    auto *again = addButton(tr("&Start again"));
    m_again = new PacedButton(again);
    m_again->setVerb(again->text(), tr("Start again in %1"), m_pace);
    m_cancel = addButton(tr("&Cancel"));
    connect(m_open, &QPushButton::clicked, this, &BrowserPage::openAgainRequested);
    connect(m_copy, &QPushButton::clicked, this, &BrowserPage::copyLink);
    connect(again, &QPushButton::clicked, this, &BrowserPage::startAgainRequested);
    connect(m_cancel, &QPushButton::clicked, this, &BrowserPage::cancelRequested);
    connect(m_browsers, &QMenu::aboutToShow, this, &BrowserPage::browsersWanted);
    connect(m_browsers, &QMenu::triggered, this, [this](QAction *action) { Q_EMIT browserChosen(action->data().toString()); });
    connect(m_code, &QPushButton::clicked, this, &BrowserPage::codeRequested);
    connect(m_paste, &QPushButton::clicked, this, &BrowserPage::pasteRequested);
    connect(m_phone, &QPushButton::clicked, this, &BrowserPage::phoneRequested);
    order({m_link, m_other, m_code, m_phone, m_paste, m_open, m_copy, again, m_cancel});
}

void BrowserPage::buildWaysAround()
{
    auto *layout = new QVBoxLayout(m_waysAround);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new common::Hairline(Qt::Horizontal, m_waysAround));
    layout->addSpacing(common::grid);
    layout->addWidget((new common::TextLabel(tr("If the browser does not cooperate"), m_waysAround))->withTone(common::Tone::Muted));
    layout->addSpacing(common::grid / 2);
    m_other = addWayAround(QStringLiteral("globe"), tr("Another &browser"));
    m_other->setMenu(m_browsers);
    m_code = addWayAround(QStringLiteral("key-round"), tr("&Use a code instead"));
    m_phone = addWayAround(QStringLiteral("smartphone"), tr("Sign in on a &phone"));
    m_paste = addWayAround(QStringLiteral("pencil"), tr("Paste the &address you ended on"));
}

common::LinkButton *BrowserPage::addWayAround(const QString &icon, const QString &text)
{
    auto *button = new common::LinkButton(common::icon(icon), text, m_waysAround);
    m_waysAround->layout()->addWidget(button);
    return button;
}

void BrowserPage::setBrowsers(const QList<composition::browsers::InstalledBrowser> &browsers, const QString &chosen)
{
    m_browsers->clear();
    const auto add = [this, &chosen](const QString &name, const QString &command) {
        QAction *action = m_browsers->addAction(common::oneLine(name, 80).replace(u'&', QStringLiteral("&&")));
        action->setData(command);
        action->setCheckable(true);
        action->setChecked(command == chosen);
    };
    add(tr("The usual browser"), {});
    m_browsers->addSeparator();
    for (const composition::browsers::InstalledBrowser &one : browsers)
        add(one.profile.isEmpty() ? one.name : tr("%1, profile “%2”").arg(one.name, one.profile), one.command);
    if (browsers.isEmpty())
        m_browsers->addAction(tr("No other browser was found"))->setEnabled(false);
}

void BrowserPage::offerCode(bool offered)
{
    m_code->setVisible(offered);
}

void BrowserPage::begin(const QString &provider, const QString &below)
{
    m_provider = provider;
    setTitle(tr("Sign in with %1").arg(provider), below);
    notice().clear();
    m_address = {};
    m_onceMore = false;
    m_link->hide();
    for (QPushButton *button : {m_open, m_copy})
        button->show();
    m_pace.stop();
    m_again->button().hide();
    m_copy->setText(tr("Copy &link"));
    offerCode(false);
    m_waiting->show();
    m_waiting->startNow();
    setStep(Step::Preparing);
}

void BrowserPage::askOnceMore()
{
    m_onceMore = true;
    m_address = {}; // of the first time, which serves no more
    setStep(Step::WaitingForBrowser);
}

void BrowserPage::setStep(Step step)
{
    const auto say = [this](const QString &words) {
        m_words->setText(words);
        m_waiting->setAccessibleName(words);
    };
    switch (step) {
    case Step::Preparing:
    case Step::AskingBackend:
        say(tr("Getting ready …"));
        break;
    case Step::WaitingForCode: // other pages'
    case Step::WaitingForDevice:
    case Step::WaitingForBrowser:
        say(m_onceMore ? tr("%1 knows Keyturn already, and gave nothing to stay signed in with.\n"
                            "So the browser opens a second time: allow it there once more.")
                             .arg(m_provider)
                       : tr("Waiting for you to sign in in the browser.\nThis goes on by itself when you are done there."));
        break;
    case Step::ExchangingCode:
        say(tr("You are back. Asking %1 for access …").arg(m_provider));
        break;
    case Step::VerifyingIdentity:
    case Step::Confirming: // another page's question
        say(tr("Checking who signed in …"));
        break;
    case Step::Storing:
        say(tr("Keeping the sign-in safe …"));
        break;
    }
    const bool inBrowser = step == Step::WaitingForBrowser;
    setInBrowser(inBrowser && !m_address.isEmpty());
}

void BrowserPage::setInBrowser(bool inBrowser)
{
    m_open->setEnabled(inBrowser);
    m_copy->setEnabled(inBrowser);
    m_waysAround->setVisible(inBrowser);
}

void BrowserPage::setAddress(const QUrl &url)
{
    m_address = url;
    m_link->setText(url.toString(QUrl::FullyEncoded));
    m_link->setCursorPosition(0);
    setInBrowser(!url.isEmpty());
}

void BrowserPage::showBrowserFailure(const core::Error &error)
{
    m_link->show();
    notice().say(common::sentenceFor(error, m_provider));
    m_copy->setFocus(Qt::OtherFocusReason);
}

void BrowserPage::showError(const core::Error &error)
{
    m_waiting->stop();
    m_waiting->hide();
    m_link->hide();
    setInBrowser(false);
    for (QPushButton *button : {m_open, m_copy}) // of a link that serves no more, and the other words want the room
        button->hide();
    m_words->setText(tr("Nobody was signed in."));
    if (!common::wasStopped(error))
        sayFailure(error, m_provider, m_pace);
    m_again->allow(true);
    m_again->button().show();
    QPushButton *first = m_again->isWaiting() ? m_cancel : &m_again->button();
    first->setFocus(Qt::OtherFocusReason);
}

void BrowserPage::enter()
{
    m_cancel->setFocus(Qt::OtherFocusReason);
}

void BrowserPage::copyLink()
{
    QGuiApplication::clipboard()->setText(m_address.toString(QUrl::FullyEncoded));
    m_copy->setText(tr("Copied"));
}

} // namespace keyturn::ui::signin
