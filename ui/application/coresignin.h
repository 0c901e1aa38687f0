// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/browsers/chosenbrowser.h"
#include "ui/application/corehost.h"
#include "ui/signin/signinport.h"

namespace keyturn::ui::application {

/// SignInPort over the object graph.
class CoreSignIn final : public signin::SignInPort
{
    Q_OBJECT
public:
    /// @p host must outlive it and have built.
    explicit CoreSignIn(CoreHost &host, QObject *parent = nullptr);

    [[nodiscard]] core::Clock &clock() override { return m_host.clock(); }
    [[nodiscard]] QList<model::BackendProfile> profiles() const override;
    [[nodiscard]] core::Async<void> prepare(const model::ProfileId &profile) override;
    [[nodiscard]] core::Async<void> probeSecrets() override;
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
    [[nodiscard]] QList<composition::browsers::InstalledBrowser> browsers() const override;
    void chooseBrowser(const QString &command) override { m_browser.choose(command); }
    [[nodiscard]] QString browserOf(const model::AccountId &id) const override;
    void rememberBrowser(const model::AccountId &id, const QString &command) override;
    [[nodiscard]] QString lastUser(const model::ProfileId &profile) const override;
    [[nodiscard]] core::Result<void> openPage(const QUrl &url) override;
    [[nodiscard]] std::optional<model::Account> account(const model::AccountId &id) const override;

    /// Starts the embedded backend unless it runs, and puts its address into the profiles.
    [[nodiscard]] core::Async<void> startBackend();

private:
    /// A flow of one window must outlive what another one does to the graph.
    [[nodiscard]] std::unique_ptr<keyturn::accounts::SignInFlow> holding(std::unique_ptr<keyturn::accounts::SignInFlow> flow) const;

    CoreHost &m_host;
    QHash<model::ProfileId, QString> m_lastUsers; ///< Of this run: no file tells who signed in.
    composition::browsers::ChosenBrowser m_browser;
};

} // namespace keyturn::ui::application
