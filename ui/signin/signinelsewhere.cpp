// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
//
// The part of SignInDialog that happens outside of it: in the browser, or on another device.
#include "ui/signin/signindialog.h"

#include "ui/common/notice.h"
#include "ui/common/sentences.h"
#include "ui/signin/browserpage.h"
#include "ui/signin/codepage.h"
#include "ui/signin/confirmpage.h"
#include "ui/signin/devicepage.h"
#include "ui/signin/pastepage.h"
#include "words/unsafeway.h"

namespace keyturn::ui::signin {

using keyturn::accounts::BrowserSignInRequest;
using keyturn::accounts::SignInFlow;

void SignInDialog::connectBrowserPages()
{
    connect(m_browser, &BrowserPage::openAgainRequested, this, [this] {
        if (m_flow)
            m_flow->openBrowserAgain();
    });
    connect(m_browser, &BrowserPage::browsersWanted, this, [this] { m_browser->setBrowsers(m_port.browsers(), m_browserCommand); });
    connect(m_browser, &BrowserPage::browserChosen, this, &SignInDialog::openIn);
    connect(m_browser, &BrowserPage::startAgainRequested, this, &SignInDialog::startBrowser);
    connect(m_browser, &BrowserPage::cancelRequested, this, &SignInDialog::leave);
    connect(m_browser, &BrowserPage::codeRequested, this, [this] { changeTo(true); });
    connect(m_browser, &BrowserPage::pasteRequested, this, [this] {
        m_paste->beginHere(m_browser->address());
        go(m_paste);
    });
    connect(m_browser, &BrowserPage::phoneRequested, this, [this] {
        m_paste->beginOnPhone(m_browser->address());
        go(m_paste);
    });
    connect(m_paste, &PastePage::backRequested, this, [this] {
        m_paste->wipe();
        go(m_browser);
    });
    connect(m_paste, &PastePage::pasted, this, &SignInDialog::takeAddress);
    connect(m_device, &DevicePage::openRequested, this, [this](const QUrl &address) {
        if (const core::Result<void> opened = m_port.openPage(address); !opened.ok())
            m_device->notice().say(common::sentenceFor(opened.error(), m_way.name));
    });
    connect(m_device, &DevicePage::newCodeRequested, this, [this] { changeTo(true); });
    connect(m_device, &DevicePage::browserRequested, this, [this] { changeTo(false); });
    connect(m_device, &DevicePage::cancelRequested, this, &SignInDialog::leave);
}

void SignInDialog::connectConfirmPage()
{
    connect(m_confirm, &ConfirmPage::accepted, this, [this] {
        if (m_flow)
            m_flow->accept();
    });
    connect(m_confirm, &ConfirmPage::declined, this, [this] {
        m_declined = true;
        if (m_flow)
            m_flow->decline();
    });
}

void SignInDialog::askWho(const keyturn::accounts::UnexpectedIdentity &who)
{
    m_declined = false;
    m_confirm->ask(who, m_way.name.isEmpty() ? m_way.backend : m_way.name);
    go(m_confirm);
}

void SignInDialog::startBrowser()
{
    m_browser->begin(m_way.name, whom());
    sayOfBrowser();
    go(m_browser);
    getReady(
        [this] {
            // What was typed for another way of signing in is nothing that this provider should know, or that its answer is measured by.
            const QString hint = m_expected.isEmpty() ? QString() : m_email;
            run(m_port.withBrowser(
                m_proof ? *m_proof : BrowserSignInRequest{m_way.profile, m_way.provider, hint, {}, true, std::chrono::minutes(5), m_expected}));
        },
        [this](const core::Error &error) { fail(error); });
}

void SignInDialog::sayOfBrowser()
{
    if (m_way.unsafe)
        m_browser->notice().say(words::unsafeWay());
    else
        m_browser->notice().clear();
}

void SignInDialog::startDevice()
{
    m_device->begin(m_way.name, whom(), !m_way.codeOnly);
    // RFC 8628 §3.1 has no place for what RFC 9470 asks for.
    if (m_proof)
        m_device->notice().say(
            tr("%1 signs in by code alone, and with a code nothing more can be asked for. It may want more of you afterwards.").arg(m_way.name));
    go(m_device);
    getReady([this] { run(m_port.withDevice({m_way.profile, m_way.provider, {}, m_expected})); }, [this](const core::Error &error) { fail(error); });
}

void SignInDialog::changeTo(bool byCode)
{
    stopFlow();
    m_way.byCode = byCode;
    openWay();
}

void SignInDialog::openIn(const QString &browser)
{
    m_browserCommand = browser;
    m_browserChosen = true;
    m_port.chooseBrowser(browser);
    sayOfBrowser(); // what else stood there may be about the one before
    if (m_flow)
        m_flow->openBrowserAgain();
}

void SignInDialog::takeAddress(const core::Secret &address)
{
    if (!m_flow)
        return go(m_browser);
    if (const core::Result<void> taken = m_flow->takeAddress(QString::fromUtf8(address.reveal())); !taken.ok())
        m_paste->showError(taken.error(), m_way.name);
    else
        go(m_browser);
}

void SignInDialog::follow(SignInFlow::Step step)
{
    m_browser->setStep(step);
    m_device->setStep(step);
    if (step == SignInFlow::Step::AskingBackend || step == SignInFlow::Step::Storing)
        m_code->setBusy(true);
    if (step == SignInFlow::Step::WaitingForBrowser)
        m_browser->offerCode(m_flow && m_flow->offersDeviceCode() && !m_proof); // which a code could not ask for
    else if (currentPage() == m_paste) // the browser has found its way back after all
        go(m_browser);
}

QString SignInDialog::whom() const
{
    return m_expectedTitle.isEmpty() ? QString() : tr("Again as %1.").arg(m_expectedTitle);
}

} // namespace keyturn::ui::signin
