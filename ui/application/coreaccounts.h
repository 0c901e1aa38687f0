// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/accounts/accountsport.h"
#include "ui/application/corehost.h"
#include "ui/application/wakequeue.h"

#include <memory>

namespace keyturn::ui::application {

/// AccountsPort over the object graph. Each account's tokens are brought into memory once and kept fresh from then on.
class CoreAccounts final : public accounts::AccountsPort
{
    Q_OBJECT
public:
    /// @p host must outlive it and have built.
    explicit CoreAccounts(CoreHost &host, QObject *parent = nullptr);

    [[nodiscard]] core::Clock &clock() override { return m_host.clock(); }
    [[nodiscard]] QList<model::Account> accounts() const override;
    [[nodiscard]] std::optional<model::Account> account(const model::AccountId &id) const override;
    [[nodiscard]] core::Async<QByteArray> picture(const model::AccountId &id) override;
    [[nodiscard]] keyturn::accounts::AccountState state(const model::AccountId &id) const override;
    [[nodiscard]] std::optional<core::Error> lastError(const model::AccountId &id) const override;
    [[nodiscard]] QString backendName(const model::Account &account) const override;
    [[nodiscard]] std::optional<accounts::TokenLife> tokenLife(const model::AccountId &id) const override;
    [[nodiscard]] core::Result<void> setLabel(const model::AccountId &id, const QString &label) override;
    [[nodiscard]] core::Result<void> setHue(const model::AccountId &id, std::optional<int> hue) override;
    [[nodiscard]] core::Result<void> move(const model::AccountId &id, const model::AccountId &before) override;
    [[nodiscard]] bool offersPasswordChange(const model::AccountId &id) const override;
    [[nodiscard]] core::Async<keyturn::accounts::PasswordChangeOutcome> changePassword(const model::AccountId &id, const core::Secret &present,
                                                                                       const core::Secret &fresh) override;
    [[nodiscard]] core::Async<void> renew(const model::AccountId &id) override;
    [[nodiscard]] core::Async<keyturn::accounts::SignOutOutcome> signOut(const model::AccountId &id, keyturn::accounts::SignOutScope scope) override;
    [[nodiscard]] accounts::SignOutFacts signOutFacts(const model::AccountId &id) const override;
    [[nodiscard]] core::Async<QUrl> endSessionUrl(const model::AccountId &id) override;
    [[nodiscard]] core::Result<void> openPage(const QUrl &url, const model::AccountId &id) override;

    /// Why the list could not be read, where it could not.
    [[nodiscard]] std::optional<core::Error> readError() const { return m_readError; }
    /// Brings all accounts' tokens into memory, a few at a time. Waits with the tokens of accounts at the embedded backend until it runs.
    void wakeAll();

private:
    void adoptCore();
    [[nodiscard]] core::Async<void> wake(const model::AccountId &id);
    void woken(const model::AccountId &id, const std::optional<core::Error> &error);
    void forgetWakeError(const model::AccountId &id);
    void recordChanged(const model::AccountId &id);
    void tellPending(quint64 graph);

    CoreHost &m_host;
    quint64 m_graph = 0; ///< Rises with each one.
    std::unique_ptr<WakeQueue> m_queue; ///< Of the present graph.
    std::optional<core::Error> m_readError;
    QHash<model::AccountId, core::Error> m_wakeErrors; ///< Failures of reading that nobody else keeps.
};

/// What opens addresses for an account; empty: the usual one.
[[nodiscard]] QString browserOf(CoreHost &host, const model::AccountId &id);

/// The name of the profile or provider that an account came through.
[[nodiscard]] QString backendNameOf(composition::Keyturn &core, const model::Account &account);

} // namespace keyturn::ui::application
