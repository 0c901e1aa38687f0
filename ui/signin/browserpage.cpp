// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/browserpage.h"

#include "ui/common/icon.h"
#include "ui/common/notice.h"
#include "ui/common/sentences.h"
#include "ui/common/spinner.h"
#include "ui/common/textlabel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace keyturn::ui::signin {

using Step = keyturn::accounts::SignInFlow::Step;

BrowserPage::BrowserPage(QWidget *parent)
    : Page(parent), m_waiting(new common::Spinner(40, this)), m_words(new common::TextLabel({}, this)), m_link(new QLineEdit(this))
{
    m_words->wrapping()->setAlignment(Qt::AlignCenter);
    m_link->setReadOnly(true);
    m_link->setAccessibleName(tr("The link to sign in with"));
    content().addStretch();
    content().addWidget(m_waiting, 0, Qt::AlignHCenter);
    content().addSpacing(common::grid);
    content().addWidget(m_words);
    content().addWidget(m_link);
    content().addStretch();
    m_open = addAside(tr("&Open again"));
    m_open->setIcon(common::icon(QStringLiteral("external-link")));
    m_copy = addAside(tr("Copy &link"));
    m_copy->setIcon(common::icon(QStringLiteral("copy")));
    m_again = addButton(tr("&Start again"));
    m_cancel = addButton(tr("&Cancel"));
    connect(m_open, &QPushButton::clicked, this, &BrowserPage::openAgainRequested);
    connect(m_copy, &QPushButton::clicked, this, &BrowserPage::copyLink);
    connect(m_again, &QPushButton::clicked, this, &BrowserPage::startAgainRequested);
    connect(m_cancel, &QPushButton::clicked, this, &BrowserPage::cancelRequested);
    order({m_link, m_open, m_copy, m_again, m_cancel});
}

void BrowserPage::begin(const QString &provider)
{
    m_provider = provider;
    setTitle(tr("Sign in with %1").arg(provider));
    notice().clear();
    m_address = {};
    m_link->hide();
    m_again->hide();
    m_open->setEnabled(false);
    m_copy->setEnabled(false);
    m_waiting->show();
    m_waiting->startNow();
    setStep(Step::Preparing);
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
        say(tr("Waiting for you to sign in in the browser.\nThis goes on by itself when you are done there."));
        break;
    case Step::ExchangingCode:
        say(tr("You are back. Asking %1 for access …").arg(m_provider));
        break;
    case Step::VerifyingIdentity:
        say(tr("Checking who signed in …"));
        break;
    case Step::Storing:
        say(tr("Keeping the sign-in safe …"));
        break;
    }
    const bool inBrowser = step == Step::WaitingForBrowser;
    m_open->setEnabled(inBrowser && !m_address.isEmpty());
    m_copy->setEnabled(inBrowser && !m_address.isEmpty());
}

void BrowserPage::setAddress(const QUrl &url)
{
    m_address = url;
    m_link->setText(url.toString(QUrl::FullyEncoded));
    m_link->setCursorPosition(0);
    m_open->setEnabled(!url.isEmpty());
    m_copy->setEnabled(!url.isEmpty());
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
    m_open->setEnabled(false);
    m_copy->setEnabled(false);
    m_words->setText(tr("Nobody was signed in."));
    if (error.kind != core::ErrorKind::Cancelled)
        notice().say(common::sentenceFor(error, m_provider));
    m_again->show();
    m_again->setFocus(Qt::OtherFocusReason);
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
