// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/accountkeeping.h"
#include "accounts/revoker.h"
#include "accounts/signinflow.h"
#include "backendapi/backendclient.h"
#include "oauth/authorizationcodeflow.h"
#include "storage/profilestore.h"
#include "tokens/tokenmanager.h"

#include <memory>
#include <optional>

namespace keyturn::accounts {

struct PasswordSignInRequest {
    model::ProfileId profile;
    QString user;
    core::Secret password;
    QString label;
    model::AccountId expected; ///< Signing in again: must turn out to be this account; empty: any.
};

struct RegistrationRequest {
    model::ProfileId profile;
    QString user;
    QString name;
    core::Secret password;
    QString label;
};

struct BrowserSignInRequest {
    model::ProfileId profile;
    model::ProviderId provider; ///< Empty: the profile's only one.
    QString loginHint;
    QString label;
    bool openBrowser = true;
    std::chrono::milliseconds patience{std::chrono::minutes(5)};
    model::AccountId expected;
    QString prompt = {}; ///< These three put over what the profile's provider says; empty: they do not.
    QStringList acrValues = {};
    std::optional<int> maxAge = {}; ///< Seconds.
};

struct DeviceSignInRequest {
    model::ProfileId profile;
    model::ProviderId provider; ///< Empty: the profile's only one.
    QString label;
    model::AccountId expected;
    QString loginHint = {}; ///< Who is expected; not sent, since RFC 8628 §3.1 has no place for it and the person chooses on the other device.
};

/// Makes sign-in flows. An account is profile + issuer + subject: the same person twice is one account, which keeps its id, label and history.
/// Issuers that differ by a slash at the end are the same. Two profiles of one issuer are two accounts, also of one person: what was given to one
/// client serves no other (RFC 6749 §6), and each profile says itself where its tokens may go. Where an account was expected and another person
/// signed in, the flow fails with Rejected `other_identity`, the new tokens are revoked, and nothing is replaced (FAULTS 28).
class SignInCoordinator : public QObject
{
    Q_OBJECT
public:
    /// All must outlive it and its flows.
    SignInCoordinator(oauth::FlowServices services, oauth::BrowserOpener &browser, backendapi::BackendClient &backend,
                      const storage::ProfileStore &profiles, storage::AccountStore &accounts, storage::SecretStore &secrets,
                      tokens::TokenManager &tokens, Revoker &revoker, QObject *parent = nullptr);

    /// Whether a sign-in at @p profile could be kept and has somewhere to go; to be asked before the person types or is sent to the browser. Errors:
    /// Configuration `profile_unknown`, `backend_not_started`; Storage.
    [[nodiscard]] core::Async<void> ready(const model::ProfileId &profile);

    /// Errors at start come through failed(): Configuration `profile_unknown`, `method_unsupported`, `provider_unknown`.
    [[nodiscard]] std::unique_ptr<SignInFlow> withPassword(PasswordSignInRequest request);
    [[nodiscard]] std::unique_ptr<SignInFlow> withRegistration(RegistrationRequest request);
    [[nodiscard]] std::unique_ptr<SignInFlow> withBrowser(BrowserSignInRequest request, oauth::BrowserOpener *browser = nullptr);
    [[nodiscard]] std::unique_ptr<SignInFlow> withDevice(DeviceSignInRequest request);

Q_SIGNALS:
    /// Of any flow made here, when its work begins.
    void signInStarted(const keyturn::model::ProfileId &profile);
    /// Of any flow made here, with its own failed(). @p expected is the account that was to be signed in again; empty: none.
    void signInFailed(const keyturn::model::ProfileId &profile, const keyturn::model::ProviderId &provider, const keyturn::model::AccountId &expected,
                      const keyturn::core::Error &error);

private:
    template <class Request> [[nodiscard]] std::unique_ptr<SignInFlow> watched(std::unique_ptr<SignInFlow> flow, const Request &request);
    oauth::FlowServices m_services;
    oauth::BrowserOpener &m_browser;
    backendapi::BackendClient &m_backend;
    const storage::ProfileStore &m_profiles;
    AccountKeeping m_keeping;
};

} // namespace keyturn::accounts
