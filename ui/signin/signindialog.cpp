// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/signindialog.h"

#include "ui/common/notice.h"
#include "ui/common/plaintext.h"
#include "ui/common/sentences.h"
#include "ui/signin/browserpage.h"
#include "ui/signin/codepage.h"
#include "ui/signin/confirmpage.h"
#include "ui/signin/devicepage.h"
#include "ui/signin/keychainpage.h"
#include "ui/signin/passwordpage.h"
#include "ui/signin/pastepage.h"
#include "ui/signin/pickpage.h"
#include "ui/signin/registerpage.h"
#include "ui/signin/resultpage.h"

#include <QStackedWidget>
#include <QVBoxLayout>

namespace keyturn::ui::signin {

using keyturn::accounts::SignInFlow;

SignInDialog::SignInDialog(SignInPort &port, QWidget *parent)
    : QDialog(parent),
      m_port(port),
      m_stack(new QStackedWidget(this)),
      m_pick(new PickPage),
      m_password(new PasswordPage(port.clock())),
      m_register(new RegisterPage(port.clock())),
      m_code(new CodePage(port.clock())),
      m_care(new CarePage(port.clock())),
      m_confirm(new ConfirmPage),
      m_browser(new BrowserPage(port.clock())),
      m_device(new DevicePage(port.clock())),
      m_paste(new PastePage),
      m_keychain(new KeychainPage),
      m_result(new ResultPage)
{
    setWindowTitle(tr("Sign in"));
    setModal(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    for (Page *page :
         std::initializer_list<Page *>{m_pick, m_password, m_register, m_code, m_care, m_confirm, m_browser, m_device, m_paste, m_keychain, m_result})
        m_stack->addWidget(page);
    setMinimumSize(480, 400);
    resize(520, 440);
    connectPages();
    connectCodePage();
    connectCarePage();
    connectConfirmPage();
    connectBrowserPages();
}

SignInDialog::~SignInDialog()
{
    // Its pages are children: no late signal of the flow may reach them.
    if (m_flow)
        m_flow->disconnect(this);
}

void SignInDialog::connectPages()
{
    connect(m_pick, &PickPage::picked, this, &SignInDialog::pick);
    connect(m_pick, &PickPage::cancelled, this, &SignInDialog::reject);
    connect(m_pick, &PickPage::profilesRequested, this, &SignInDialog::profilesRequested);
    connect(m_password, &PasswordPage::submitted, this, [this](const QString &email, const core::Secret &password) {
        m_email = email;
        run(m_port.withPassword({m_way.profile, email, password, {}, m_expected}));
    });
    connect(m_password, &PasswordPage::registrationRequested, this, [this] {
        m_register->begin(m_way, m_password->email());
        go(m_register);
    });
    connect(m_register, &RegisterPage::submitted, this, [this](const QString &email, const QString &name, const core::Secret &password) {
        m_email = email;
        run(m_port.withRegistration({m_way.profile, email, name, password, {}}));
    });
    connect(m_register, &CredentialPage::backRequested, this, [this] {
        m_password->begin(m_way, m_register->email());
        go(m_password);
    });
    connect(m_password, &CredentialPage::backRequested, this, [this] {
        if (m_expected.isEmpty())
            go(m_pick);
        else
            reject();
    });
    for (CredentialPage *page : std::initializer_list<CredentialPage *>{m_password, m_register}) {
        connect(page, &CredentialPage::cancelRequested, this, [this, page] {
            stopFlow();
            page->resume();
        });
    }
    connect(m_keychain, &KeychainPage::chosen, this, &SignInDialog::choosePlace);
    connect(m_keychain, &KeychainPage::cancelled, this, &SignInDialog::reject);
    connect(m_result, &ResultPage::done, this, &QDialog::accept);
}

void SignInDialog::leave()
{
    stopFlow();
    if (m_expected.isEmpty())
        go(m_pick);
    else
        reject();
}

void SignInDialog::connectCodePage()
{
    connect(m_code, &CodePage::submitted, this, [this](const core::Secret &code, model::SecondFactorMethod method) {
        if (!m_flow)
            return;
        if (const core::Result<void> taken = m_flow->takeCode(code, method); !taken.ok())
            m_code->showRefusal(taken.error());
    });
    connect(m_code, &CodePage::backRequested, this, [this] {
        stopFlow();
        m_code->wipe();
        go(m_password);
        m_password->resume();
    });
}

void SignInDialog::wipeSecrets()
{
    m_password->wipePassword();
    m_register->wipePassword();
    m_code->wipe();
    m_care->wipe();
    m_paste->wipe();
}

QWidget *SignInDialog::currentPage() const
{
    return m_stack->currentWidget();
}

void SignInDialog::go(Page *page)
{
    m_stack->setCurrentWidget(page);
    setAccessibleName(page->accessibleName());
    page->claimDefault();
    page->enter();
}

void SignInDialog::startNew(const model::ProfileId &preferred)
{
    setWindowTitle(tr("Add an account"));
    m_port.chooseBrowser({});
    m_pick->setProfiles(m_port.profiles(), preferred);
    go(m_pick);
}

void SignInDialog::startAgain(const model::Account &account, const std::optional<keyturn::accounts::StepUp> &stepUp)
{
    setWindowTitle(stepUp ? tr("Confirm that it is you") : tr("Sign in again"));
    if (stepUp)
        m_proof = keyturn::accounts::stepUpRequest(account, *stepUp);
    m_expected = account.id;
    m_browserCommand = m_port.browserOf(account.id);
    m_port.chooseBrowser(m_browserCommand);
    m_email = account.identity.email;
    m_expectedTitle = common::oneLine(account.label.isEmpty() ? (account.identity.name.isEmpty() ? m_email : account.identity.name) : account.label);
    for (const model::BackendProfile &profile : m_port.profiles()) {
        for (const SignInWay &way : waysOf(profile)) {
            if (way.profile == account.profile && way.provider == account.wayIn())
                m_way = way;
        }
    }
    m_way.profile = account.profile;
    // What was typed at the first sign-in is not kept; this is nearest to it.
    if (m_email.isEmpty() && m_way.byPassword())
        m_email = account.identity.name;
    // By code nothing can be asked of the provider but that somebody signs in.
    m_way.byCode = m_way.codeOnly || (account.method == model::SignInMethod::Device && !stepUp);
    openWay();
    // The browser page has just done this by itself; here the person types meanwhile.
    if (m_way.byPassword())
        getReady([] {}, [this](const core::Error &error) { fail(error); });
}

void SignInDialog::readProfilesAgain()
{
    if (currentPage() == m_pick)
        m_pick->setProfiles(m_port.profiles(), m_way.profile);
}

void SignInDialog::goOnWithClient()
{
    readProfilesAgain();
    if (currentPage() == m_browser)
        startBrowser();
    if (currentPage() != m_pick)
        return;
    SignInWay way = m_way;
    way.lacksClient = false;
    pick(way);
}

void SignInDialog::pick(const SignInWay &way)
{
    m_way = way;
    if (way.lacksClient) {
        Q_EMIT clientRequested(way.profile, way.provider);
        return;
    }
    m_pick->setBusy(way.embedded ? tr("Starting %1 …").arg(way.backend) : tr("Asking the keychain …"));
    getReady(
        [this] {
            m_pick->setBusy({});
            openWay();
        },
        [this](const core::Error &error) {
            m_pick->setBusy({});
            fail(error);
        });
}

void SignInDialog::openWay()
{
    if (!m_way.byPassword()) {
        if (m_way.byCode)
            startDevice();
        else
            startBrowser();
        return;
    }
    const bool isNew = m_expected.isEmpty();
    m_password->begin(m_way, isNew && m_email.isEmpty() ? m_port.lastUser(m_way.profile) : m_email, isNew ? QString() : m_expectedTitle,
                      m_proof.has_value());
    go(m_password);
}

void SignInDialog::getReady(std::function<void()> next, std::function<void(const core::Error &)> failed)
{
    const quint64 attempt = ++m_attempt;
    const auto whenReady = [this, attempt, next = std::move(next), failed](const core::Result<void> &result) {
        if (attempt != m_attempt)
            return;
        if (!result.ok()) {
            failed(result.error());
            return;
        }
        m_secretsWork = true;
        next();
    };
    core::whenDone(core::chain(m_port.prepare(m_way.profile), this, [this] { return m_secretsWork ? core::ready<void>({}) : m_port.probeSecrets(); }),
                   this, whenReady);
}

void SignInDialog::run(std::unique_ptr<SignInFlow> flow)
{
    ++m_attempt;
    dropFlow();
    m_flow = std::move(flow);
    m_startedAt = m_port.clock().now();
    connect(m_flow.get(), &SignInFlow::stepChanged, this, &SignInDialog::follow);
    connect(m_flow.get(), &SignInFlow::authorizationUrlReady, m_browser, &BrowserPage::setAddress);
    connect(m_flow.get(), &SignInFlow::browserFailed, m_browser, &BrowserPage::showBrowserFailure);
    connect(m_flow.get(), &SignInFlow::consentNeeded, m_browser, &BrowserPage::askOnceMore);
    connect(m_flow.get(), &SignInFlow::secondFactorWanted, this, [this](const QList<model::SecondFactorMethod> &methods, int digits) {
        m_code->begin(m_way.backend, methods, digits);
        go(m_code);
    });
    connect(m_flow.get(), &SignInFlow::secondFactorRefused, this, [this](const core::Error &error) { m_code->showRefusal(error); });
    // A proof is wanted of one person alone: unasked, the flow refuses everybody else.
    if (!m_proof)
        connect(m_flow.get(), &SignInFlow::unexpectedIdentity, this, &SignInDialog::askWho);
    connect(m_flow.get(), &SignInFlow::userCode, m_device, &DevicePage::setCode);
    connect(m_flow.get(), &SignInFlow::signedIn, this, &SignInDialog::succeed);
    connect(m_flow.get(), &SignInFlow::failed, this, &SignInDialog::fail);
    if (auto *page = qobject_cast<CredentialPage *>(currentPage()))
        page->setBusy(true);
    m_flow->start();
}

void SignInDialog::stopFlow()
{
    ++m_attempt;
    if (!m_flow)
        return;
    m_flow->disconnect(this);
    m_flow->cancel();
    dropFlow();
}

/// Not deleted in place: this may run inside one of its signals.
void SignInDialog::dropFlow()
{
    if (!m_flow)
        return;
    m_flow->disconnect(this);
    m_flow->disconnect(m_browser);
    m_flow->disconnect(m_device);
    m_flow.release()->deleteLater();
}

void SignInDialog::succeed(const model::AccountId &id)
{
    dropFlow();
    wipeSecrets();
    if (m_browserChosen && !m_way.byPassword() && !m_way.byCode)
        m_port.rememberBrowser(id, m_browserCommand);
    if (const std::optional<model::Account> account = m_port.account(id))
        m_result->tell(*account, m_way.name.isEmpty() ? m_way.backend : m_way.name, id != m_expected && account->addedAt < m_startedAt);
    go(m_result);
    Q_EMIT signedIn(id);
}

void SignInDialog::fail(const core::Error &error)
{
    dropFlow();
    if (currentPage() == m_code) { // the code was for a challenge that is gone
        m_code->wipe();
        go(m_password);
    }
    if (currentPage() == m_paste) {
        m_paste->wipe();
        go(m_browser);
    }
    if (currentPage() == m_confirm)
        go(m_way.byPassword() ? static_cast<Page *>(m_password) : m_way.byCode ? static_cast<Page *>(m_device) : m_browser);
    // Only its metadata tell that an OpenID provider has nothing but a code.
    const bool browserUnknown = currentPage() == m_browser && error.code == QLatin1String("method_unsupported");
    if (error.code == QLatin1String("email_not_verified") && m_way.confirmsEmail)
        return beginCare(CarePage::Verb::ConfirmEmail, m_email);
    if (error.code == QLatin1String("keychain_absent")) {
        askForPlace();
    } else if (browserUnknown && !m_way.codeOnly) {
        m_way.codeOnly = true;
        changeTo(true);
    } else {
        sayOnPage(error);
    }
    if (error.code == QLatin1String("client_id_missing"))
        Q_EMIT clientRequested(m_way.profile, m_way.provider);
}

void SignInDialog::sayOnPage(const core::Error &error)
{
    if (auto *credentials = qobject_cast<CredentialPage *>(currentPage()))
        credentials->showError(error);
    else if (currentPage() == m_browser)
        m_browser->showError(error);
    else if (currentPage() == m_device)
        m_device->showError(error);
    else if (currentPage() == m_pick)
        m_pick->notice().say(common::sentenceFor(error, m_way.backend));
    // The sentence for who came instead of another is not for who was shown to the person already.
    if (std::exchange(m_declined, false) && error.code == QLatin1String("other_identity"))
        static_cast<Page *>(m_stack->currentWidget())
            ->notice()
            .say(tr("You said that this was not you, so nothing was kept, and what came was given back."), common::Tone::Accent);
}

void SignInDialog::askForPlace()
{
    m_secretsWork = false;
    m_keychain->begin();
    go(m_keychain);
}

void SignInDialog::choosePlace(SecretPlace place, const core::Secret &passphrase)
{
    dropFlow(); // The graph that it stands on is about to go.
    const quint64 attempt = ++m_attempt;
    core::whenDone(m_port.chooseSecretPlace(place, passphrase), this, [this, attempt](const core::Result<void> &result) {
        if (attempt != m_attempt)
            return;
        if (!result.ok()) {
            m_keychain->showError(result.error());
            return;
        }
        m_secretsWork = true;
        m_keychain->setBusy(false);
        openWay();
    });
}

void SignInDialog::reject()
{
    stopFlow();
    m_careStop.request_stop();
    wipeSecrets();
    QDialog::reject();
}

} // namespace keyturn::ui::signin
