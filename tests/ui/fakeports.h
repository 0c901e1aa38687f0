// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/fakeclock.h"
#include "ui/accounts/accountsport.h"
#include "ui/sessions/sessionsport.h"
#include "ui/signin/signinport.h"

#include <QPointer>

#include <map>

namespace keyturn::ui::tests {

using keyturn::tests::FakeClock;

[[nodiscard]] model::Account account(const QString &id, const QString &name, const QString &email = {});
[[nodiscard]] model::Session session(const QString &id, bool current, const QDateTime &lastUsedAt);
/// As a computer knows them that never listed them before.
[[nodiscard]] history::KnownSession known(const model::Session &session);
[[nodiscard]] core::Result<history::KnownSessions> known(const core::Result<QList<model::Session>> &listed);
[[nodiscard]] model::BackendProfile demoProfile();

/// Accounts that the test puts there.
class FakeAccounts final : public accounts::AccountsPort
{
    Q_OBJECT
public:
    explicit FakeAccounts(FakeClock &clock) : m_clock(clock) { }

    [[nodiscard]] core::Clock &clock() override { return m_clock; }
    [[nodiscard]] QList<model::Account> accounts() const override
    {
        ++calls[QStringLiteral("accounts")];
        return list;
    }
    [[nodiscard]] std::optional<model::Account> account(const model::AccountId &id) const override;
    [[nodiscard]] core::Async<QByteArray> picture(const model::AccountId &id) override;
    [[nodiscard]] keyturn::accounts::AccountState state(const model::AccountId &id) const override;
    [[nodiscard]] std::optional<core::Error> lastError(const model::AccountId &id) const override;
    [[nodiscard]] QString backendName(const model::Account &) const override
    {
        ++calls[QStringLiteral("backendName")];
        return name;
    }
    [[nodiscard]] std::optional<accounts::TokenLife> tokenLife(const model::AccountId &) const override { return life; }
    [[nodiscard]] core::Result<void> setLabel(const model::AccountId &id, const QString &label) override;
    [[nodiscard]] core::Result<void> setHue(const model::AccountId &id, std::optional<int> hue) override;
    [[nodiscard]] core::Result<void> move(const model::AccountId &id, const model::AccountId &before) override;
    [[nodiscard]] bool offersPasswordChange(const model::AccountId &) const override { return changesPassword; }
    [[nodiscard]] core::Async<keyturn::accounts::PasswordChangeOutcome> changePassword(const model::AccountId &, const core::Secret &present,
                                                                                       const core::Secret &fresh) override
    {
        passwords = {present, fresh};
        passwordChange = core::Promise<keyturn::accounts::PasswordChangeOutcome>();
        return passwordChange.future();
    }
    [[nodiscard]] core::Async<void> renew(const model::AccountId &) override { return renewal.future(); }
    [[nodiscard]] core::Async<keyturn::accounts::SignOutOutcome> signOut(const model::AccountId &id, keyturn::accounts::SignOutScope scope) override;

    [[nodiscard]] accounts::SignOutFacts signOutFacts(const model::AccountId &) const override { return facts; }
    [[nodiscard]] core::Async<QUrl> endSessionUrl(const model::AccountId &) override { return endSession.future(); }
    [[nodiscard]] core::Result<void> openPage(const QUrl &url, const model::AccountId &id) override
    {
        opened += id.toString() + u' ' + url.toString();
        return opens;
    }

    void add(const model::Account &account);
    void remove(const model::AccountId &id);

    QList<model::Account> list;
    QString name = QStringLiteral("Acme"); ///< Of the backend.
    QHash<model::AccountId, keyturn::accounts::AccountState> states;
    QHash<model::AccountId, core::Error> errors;
    std::optional<accounts::TokenLife> life;
    core::Promise<void> renewal;
    bool changesPassword = false;
    QList<core::Secret> passwords; ///< Of the last change: the present one and the new one.
    core::Promise<keyturn::accounts::PasswordChangeOutcome> passwordChange; ///< The newest.
    core::Result<keyturn::accounts::SignOutOutcome> outcome = keyturn::accounts::SignOutOutcome{true, {}};
    QList<keyturn::accounts::SignOutScope> signOuts;
    accounts::SignOutFacts facts{true, true, {}};
    core::Promise<QUrl> endSession;
    core::Result<void> opens;
    QStringList opened; ///< "a https://…": whose browser, and what.
    QHash<model::AccountId, core::Result<QByteArray>> pictures; ///< Those of the others wait for ever.
    QStringList picturesAsked; ///< Ids.
    mutable QHash<QString, int> calls; ///< How often `accounts`, `backendName` and `state` were asked for.

private:
    FakeClock &m_clock;
    core::Promise<QByteArray> m_unanswered;
};

/// Answers when the test says so.
class FakeSessions final : public sessions::SessionsPort
{
    Q_OBJECT
public:
    explicit FakeSessions(FakeClock &clock) : m_clock(clock) { }

    [[nodiscard]] core::Clock &clock() override { return m_clock; }
    [[nodiscard]] QString backendName(const model::AccountId &) const override { return QStringLiteral("Acme"); }
    [[nodiscard]] QString accountName(const model::AccountId &id) const override { return QStringLiteral("Account %1").arg(id.toString()); }
    [[nodiscard]] sessions::Support support(const model::AccountId &) const override { return supported; }
    [[nodiscard]] core::Async<history::KnownSessions> list(const model::AccountId &id) override;
    [[nodiscard]] core::Async<history::KnownSessions> remembered(const model::AccountId &) override
    {
        return core::ready<history::KnownSessions>(book);
    }
    [[nodiscard]] core::Async<void> revoke(const model::AccountId &id, const model::SessionId &session) override;
    [[nodiscard]] core::Async<void> revokeOthers(const model::AccountId &id) override;
    [[nodiscard]] core::Async<void> setLabel(const model::AccountId &id, const QByteArray &key, const QString &label) override;
    void markVisited(const model::AccountId &id) override { calls += QStringLiteral("visited %1").arg(id.toString()); }
    [[nodiscard]] core::Async<void> exportTo(const QList<history::KnownSession> &sessions, history::ExportFormat format,
                                             const QString &path) override;
    [[nodiscard]] core::Result<void> openPage(const QUrl &url) override;

    sessions::Support supported{true, {}};
    std::vector<core::Promise<history::KnownSessions>> lists; ///< One a call, oldest first.
    core::Result<history::KnownSessions> book = history::KnownSessions(); ///< What remembered() answers.
    core::Result<void> kept; ///< What setLabel() and exportTo() answer.
    QList<history::KnownSession> exported; ///< The newest.
    std::vector<core::Promise<void>> revocations;
    QStringList calls; ///< "list a", "revoke a/2", "revoke others a", "label a/2 Name", "visited a", "export /x.csv 0", "open …".

private:
    FakeClock &m_clock;
};

class FakeFlow final : public keyturn::accounts::SignInFlow
{
    Q_OBJECT
public:
    void start() override { started = true; }
    void cancel() override { cancelled = true; }
    void openBrowserAgain() override { ++openedAgain; }
    [[nodiscard]] core::Result<void> takeAddress(const QString &address) override;
    [[nodiscard]] bool offersDeviceCode() const override { return offersCode; }
    void accept() override { ++accepts; }
    void decline() override { ++declines; }
    [[nodiscard]] core::Result<void> takeCode(const core::Secret &code, model::SecondFactorMethod method) override
    {
        codes += code;
        codeMethod = method;
        return {};
    }

    bool started = false;
    bool cancelled = false;
    int openedAgain = 0;
    bool offersCode = false;
    int accepts = 0;
    int declines = 0;
    QList<core::Secret> codes;
    model::SecondFactorMethod codeMethod{};
    QStringList pasted; ///< Those that begin with "http://127.0.0.1" are taken.
};

/// Keeps what was asked, and hands out flows that the test ends.
class FakeSignIn final : public signin::SignInPort
{
    Q_OBJECT
public:
    explicit FakeSignIn(FakeClock &clock) : m_clock(clock) { }

    [[nodiscard]] core::Clock &clock() override { return m_clock; }
    [[nodiscard]] QList<model::BackendProfile> profiles() const override { return list; }
    [[nodiscard]] core::Async<void> prepare(const model::ProfileId &) override { return core::ready<void>(prepared); }
    [[nodiscard]] core::Async<void> probeSecrets() override { return core::ready<void>(probed); }
    [[nodiscard]] core::Async<void> chooseSecretPlace(signin::SecretPlace place, core::Secret passphrase) override;
    [[nodiscard]] std::unique_ptr<keyturn::accounts::SignInFlow> withPassword(keyturn::accounts::PasswordSignInRequest request) override;
    [[nodiscard]] std::unique_ptr<keyturn::accounts::SignInFlow> withRegistration(keyturn::accounts::RegistrationRequest request) override;
    [[nodiscard]] std::unique_ptr<keyturn::accounts::SignInFlow> withBrowser(keyturn::accounts::BrowserSignInRequest request) override;
    [[nodiscard]] std::unique_ptr<keyturn::accounts::SignInFlow> withDevice(keyturn::accounts::DeviceSignInRequest request) override;
    [[nodiscard]] core::Async<void> requestReset(const model::ProfileId &profile, const QString &user, std::stop_token stop) override;
    [[nodiscard]] core::Async<void> confirmReset(const model::ProfileId &profile, const QString &user, const core::Secret &code,
                                                 const core::Secret &fresh, std::stop_token stop) override;
    [[nodiscard]] core::Async<void> resendVerification(const model::ProfileId &profile, const QString &user, std::stop_token stop) override;
    [[nodiscard]] core::Async<void> confirmVerification(const model::ProfileId &profile, const QString &user, const core::Secret &code,
                                                        std::stop_token stop) override;
    [[nodiscard]] QList<composition::browsers::InstalledBrowser> browsers() const override { return installed; }
    void chooseBrowser(const QString &command) override { chosenBrowsers += command; }
    [[nodiscard]] QString browserOf(const model::AccountId &id) const override { return browserOfAccount.value(id); }
    [[nodiscard]] QString lastUser(const model::ProfileId &profile) const override { return lastUsers.value(profile); }
    void rememberBrowser(const model::AccountId &id, const QString &command) override { browserOfAccount.insert(id, command); }
    [[nodiscard]] core::Result<void> openPage(const QUrl &url) override;
    [[nodiscard]] std::optional<model::Account> account(const model::AccountId &id) const override;

    QList<model::BackendProfile> list{demoProfile()};
    core::Result<void> prepared;
    core::Result<void> probed;
    QPointer<FakeFlow> flow; ///< The newest.
    std::optional<keyturn::accounts::PasswordSignInRequest> password;
    std::optional<keyturn::accounts::RegistrationRequest> registration;
    std::optional<keyturn::accounts::BrowserSignInRequest> browser;
    std::optional<keyturn::accounts::DeviceSignInRequest> device;
    QStringList cares; ///< "reset demo ada@…", "set demo ada@… CODE PASSWORD", "send …", "confirm … CODE".
    core::Promise<void> care; ///< The newest.
    std::stop_token careStop;
    QList<QUrl> opened;
    core::Result<void> opens; ///< What openPage() answers.
    QList<composition::browsers::InstalledBrowser> installed;
    QStringList chosenBrowsers;
    QHash<model::AccountId, QString> browserOfAccount;
    QHash<model::ProfileId, QString> lastUsers;
    std::optional<model::Account> stored; ///< What account() tells; without it, somebody added now.
    QList<signin::SecretPlace> places;
    core::Secret passphrase;

private:
    std::unique_ptr<FakeFlow> newFlow();
    core::Async<void> newCare(const QStringList &words, const std::stop_token &stop);
    FakeClock &m_clock;
};

} // namespace keyturn::ui::tests
