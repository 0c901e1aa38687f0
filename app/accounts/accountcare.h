// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backendapi/accountcareclient.h"
#include "model/account.h"
#include "storage/accountstore.h"
#include "storage/profilestore.h"
#include "tokens/tokenmanager.h"

#include <QObject>

#include <stop_token>

namespace keyturn::accounts {

/// What a change of password did to the sign-in on this computer. The password is changed in any case.
enum class PasswordChangeOutcome {
    SignedIn, ///< It goes on, with new tokens where the backend gave some.
    SignInAgain, ///< The backend ended it; the account says so.
    TokensUnread, ///< The backend's answer should have held new tokens and did not. Those so far are kept, and may be refused from now on.
};

/// The verbs around a password that bring nobody in, for both faces: change, reset by a code, confirmation of an e-mail. Errors are
/// backendapi::AccountCareClient's; Configuration `profile_unknown`, `backend_not_started`.
class AccountCare : public QObject
{
    Q_OBJECT
public:
    /// All must outlive it.
    AccountCare(core::Clock &clock, net::HttpClient &http, backendapi::ExpiryReader expiryOf, const storage::ProfileStore &profiles,
                storage::AccountStore &records, tokens::TokenManager &tokens, QObject *parent = nullptr);

    /// Of a signed-in account, with its tokens; new ones take their place as after a refresh. Further errors: those of TokenManager::tokens() and
    /// exchange(); Configuration `verb_unsupported` for a provider's account, `profile_changed`.
    [[nodiscard]] core::Async<PasswordChangeOutcome> changePassword(const model::AccountId &id, const core::Secret &present,
                                                                    const core::Secret &fresh);
    /// For who cannot sign in. Done means that the backend took the request: whether it knows @p user is not told.
    [[nodiscard]] core::Async<void> requestReset(const model::ProfileId &profile, const QString &user, std::stop_token stop = {});
    [[nodiscard]] core::Async<void> confirmReset(const model::ProfileId &profile, const QString &user, const core::Secret &code,
                                                 const core::Secret &fresh, std::stop_token stop = {});
    [[nodiscard]] core::Async<void> resendVerification(const model::ProfileId &profile, const QString &user, std::stop_token stop = {});
    [[nodiscard]] core::Async<void> confirmVerification(const model::ProfileId &profile, const QString &user, const core::Secret &code,
                                                        std::stop_token stop = {});

private:
    struct Change;
    [[nodiscard]] core::Async<PasswordChangeOutcome> change(const Change &change);
    [[nodiscard]] core::Async<std::optional<model::TokenSet>> spend(const Change &change, const model::TokenSet &newest,
                                                                    const std::shared_ptr<PasswordChangeOutcome> &outcome);
    [[nodiscard]] core::Result<model::BackendProfile> profileOf(const model::ProfileId &id) const;

    backendapi::AccountCareClient m_client;
    core::Clock &m_clock;
    const storage::ProfileStore &m_profiles;
    storage::AccountStore &m_records;
    tokens::TokenManager &m_tokens;
};

} // namespace keyturn::accounts
