// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/stepup.h"
#include "ui/signin/carepage.h"
#include "ui/signin/signinport.h"
#include "ui/signin/signinway.h"

#include <QDialog>

#include <functional>
#include <stop_token>

class QStackedWidget;

namespace keyturn::ui::signin {

class BrowserPage;
class CodePage;
class ConfirmPage;
class CredentialPage;
class DevicePage;
class KeychainPage;
class Page;
class PasswordPage;
class PastePage;
class PickPage;
class RegisterPage;
class ResultPage;

/// One dialog, one page per moment: pick → password, registration, browser or code → result; the keychain page comes between where there is none.
/// What goes wrong is said on the page that it belongs to.
class SignInDialog final : public QDialog
{
    Q_OBJECT
public:
    /// @p port must outlive it.
    explicit SignInDialog(SignInPort &port, QWidget *parent = nullptr);
    ~SignInDialog() override;

    /// A new account; @p preferred stands on top.
    void startNew(const model::ProfileId &preferred);
    /// The same person again, for an account that is there; @p stepUp: so that the backend is satisfied with the proof (RFC 9470).
    void startAgain(const model::Account &account, const std::optional<keyturn::accounts::StepUp> &stepUp = std::nullopt);

    [[nodiscard]] QWidget *currentPage() const;
    void reject() override;
    /// While the pick page is open, what can be picked may have changed.
    void readProfilesAgain();
    /// The client id that clientRequested() asked for is there now.
    void goOnWithClient();

Q_SIGNALS:
    void profilesRequested(); ///< None of what can be picked is what the person wants.
    void clientRequested(const keyturn::model::ProfileId &profile, const keyturn::model::ProviderId &provider);
    void signedIn(const keyturn::model::AccountId &id);

private:
    void connectPages();
    void connectBrowserPages();
    void connectCodePage();
    void connectConfirmPage();
    /// The flow asks whether who signed in is to be kept.
    void askWho(const keyturn::accounts::UnexpectedIdentity &who);
    void connectCarePage();
    void beginCare(CarePage::Verb verb, const QString &email, bool inHand = false);
    void endCare(const QString &news);
    void care(const CarePage::Typed &typed);
    void awaitCare(const core::Async<void> &answer, std::function<void()> next);
    [[nodiscard]] std::stop_token newStop();
    /// Whatever of it is still in a field.
    void wipeSecrets();
    /// From a page of a sign-in that runs: back to where it was picked, or out where nothing was.
    void leave();
    void go(Page *page);
    void pick(const SignInWay &way);
    void openWay();
    /// The profile can be reached and secrets can be kept; then @p next, or @p failed.
    void getReady(std::function<void()> next, std::function<void(const core::Error &)> failed);
    void startBrowser();
    void startDevice();
    /// From now on by a code, or in the browser.
    void changeTo(bool byCode);
    void openIn(const QString &browser);
    /// What there is to know of the way before anything goes wrong on it.
    void sayOfBrowser();
    void takeAddress(const core::Secret &address);
    void follow(keyturn::accounts::SignInFlow::Step step);
    /// Whom it is to be, where an account is signed in to again.
    [[nodiscard]] QString whom() const;
    void run(std::unique_ptr<keyturn::accounts::SignInFlow> flow);
    void stopFlow();
    void dropFlow();
    void succeed(const model::AccountId &id);
    void fail(const core::Error &error);
    void sayOnPage(const core::Error &error);
    void askForPlace();
    void choosePlace(SecretPlace place, const core::Secret &passphrase);

    SignInPort &m_port;
    SignInWay m_way;
    model::AccountId m_expected; ///< Empty: a new account.
    std::optional<keyturn::accounts::BrowserSignInRequest> m_proof; ///< Of who the person is, for a step-up.
    QString m_expectedTitle;
    QString m_email;
    std::unique_ptr<keyturn::accounts::SignInFlow> m_flow;
    QString m_browserCommand; ///< Empty: the usual one.
    bool m_browserChosen = false; ///< By the person, in this dialog: to be remembered.
    QDateTime m_startedAt; ///< UTC; of the flow. An account that was added earlier was there already.
    bool m_declined = false; ///< The person said that who signed in is not them.
    quint64 m_attempt = 0; ///< Rises when the person goes elsewhere: late answers are dropped.
    std::stop_source m_careStop;
    bool m_secretsWork = false;
    QStackedWidget *m_stack;
    PickPage *m_pick;
    PasswordPage *m_password;
    RegisterPage *m_register;
    CodePage *m_code;
    CarePage *m_care;
    ConfirmPage *m_confirm;
    BrowserPage *m_browser;
    DevicePage *m_device;
    PastePage *m_paste;
    KeychainPage *m_keychain;
    ResultPage *m_result;
};

} // namespace keyturn::ui::signin
