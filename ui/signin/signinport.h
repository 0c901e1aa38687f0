// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/signincoordinator.h"
#include "composition/browsers/installedbrowsers.h"
#include "core/async.h"
#include "core/clock.h"
#include "model/account.h"
#include "model/backendprofile.h"

#include <QList>
#include <QObject>

#include <memory>

namespace keyturn::ui::signin {

/// Where the person wants secrets to be kept, where there is no keychain.
enum class SecretPlace { EncryptedFile, SessionOnly };

/// Signing in as the dialog sees it. application/ answers it from composition::Keyturn, and rebuilds the graph when the place of secrets changes.
class SignInPort : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] virtual core::Clock &clock() = 0;
    [[nodiscard]] virtual QList<model::BackendProfile> profiles() const = 0;
    /// Makes the profile usable: for the embedded backend, that it runs and its address is in the profile. Ready at once for others.
    [[nodiscard]] virtual core::Async<void> prepare(const model::ProfileId &profile) = 0;
    /// Whether secrets can be kept. Storage errors as storage::SecretStore::probe().
    [[nodiscard]] virtual core::Async<void> probeSecrets() = 0;
    /// The person's choice, kept in the settings; takes effect before the answer. No flow may run.
    [[nodiscard]] virtual core::Async<void> chooseSecretPlace(SecretPlace place, core::Secret passphrase) = 0;

    [[nodiscard]] virtual std::unique_ptr<keyturn::accounts::SignInFlow> withPassword(keyturn::accounts::PasswordSignInRequest request) = 0;
    [[nodiscard]] virtual std::unique_ptr<keyturn::accounts::SignInFlow> withRegistration(keyturn::accounts::RegistrationRequest request) = 0;
    [[nodiscard]] virtual std::unique_ptr<keyturn::accounts::SignInFlow> withBrowser(keyturn::accounts::BrowserSignInRequest request) = 0;
    [[nodiscard]] virtual std::unique_ptr<keyturn::accounts::SignInFlow> withDevice(keyturn::accounts::DeviceSignInRequest request) = 0;
    /// As accounts::AccountCare.
    [[nodiscard]] virtual core::Async<void> requestReset(const model::ProfileId &profile, const QString &user, std::stop_token stop) = 0;
    [[nodiscard]] virtual core::Async<void> confirmReset(const model::ProfileId &profile, const QString &user, const core::Secret &code,
                                                         const core::Secret &fresh, std::stop_token stop) = 0;
    [[nodiscard]] virtual core::Async<void> resendVerification(const model::ProfileId &profile, const QString &user, std::stop_token stop) = 0;
    [[nodiscard]] virtual core::Async<void> confirmVerification(const model::ProfileId &profile, const QString &user, const core::Secret &code,
                                                                std::stop_token stop) = 0;
    /// That an address could be opened with on this computer.
    [[nodiscard]] virtual QList<composition::browsers::InstalledBrowser> browsers() const = 0;
    /// What withBrowser() opens its addresses with from now on, the flow that runs too; empty: the usual one.
    virtual void chooseBrowser(const QString &command) = 0;
    /// Remembered for an account; empty: none.
    [[nodiscard]] virtual QString browserOf(const model::AccountId &id) const = 0;
    virtual void rememberBrowser(const model::AccountId &id, const QString &command) = 0;
    /// Whom the person signed in as last by password at @p profile, for them not to type it again; empty: nobody knows.
    [[nodiscard]] virtual QString lastUser(const model::ProfileId &profile) const = 0;
    /// In the person's browser. Errors as oauth::BrowserOpener.
    [[nodiscard]] virtual core::Result<void> openPage(const QUrl &url) = 0;
    /// As stored by a flow that has just ended with signedIn().
    [[nodiscard]] virtual std::optional<model::Account> account(const model::AccountId &id) const = 0;
};

} // namespace keyturn::ui::signin
