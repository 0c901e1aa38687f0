// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backendapi/csrfclient.h"
#include "backendapi/replyreader.h"
#include "core/async.h"
#include "core/clock.h"
#include "model/account.h"
#include "model/backendprofile.h"
#include "model/tokenset.h"
#include "net/httpclient.h"

#include <QObject>

#include <variant>

namespace keyturn::backendapi {

struct Credentials {
    QString user;
    core::Secret password;
};

/// A one-time code of a hand-off (resources/profiles/HANDOFF.md), with what it is bound to.
struct HandoffGrant {
    core::Secret code;
    core::Secret codeVerifier;
    QString redirectUri;
};

struct SignInOutcome {
    model::TokenSet tokens;
    model::Identity identity;
};

/// The password was right, and the backend wants a code as well. `token` goes back with it.
struct SecondFactorChallenge {
    core::Secret token;
};

using SignInAnswer = std::variant<SignInOutcome, SecondFactorChallenge>;

/// What a BackendProfile means on the wire, for the verbs that need no access token of an account's. Errors: Rejected with the backend's own code and
/// field errors, `invalid_credentials` for 401 without one; RateLimited; SignInAgain for a refused refresh token; Offline for 5xx (`server_error`)
/// and no answer; BadReply `step_refused` where tokens that were given a moment ago are refused when asked who signed in, `token_missing`,
/// `reply_not_json` …; Configuration `verb_unsupported` where the profile has no such verb. An error tells its step: the purpose of the request that
/// it came of.
class BackendClient : public QObject
{
    Q_OBJECT
public:
    /// @p clock and @p http must outlive it. @p expiryOf reads the `exp` of an access token that is a JWT.
    BackendClient(core::Clock &clock, net::HttpClient &http, ExpiryReader expiryOf, QObject *parent = nullptr);

    [[nodiscard]] core::Async<SignInAnswer> beginSignIn(const model::BackendProfile &profile, const Credentials &credentials,
                                                        std::stop_token stop = {});
    /// With the code for @p challenge. Further errors: Rejected `invalid_code` and `challenge_expired` (the password is to be given again).
    [[nodiscard]] core::Async<SignInOutcome> confirmSignIn(const model::BackendProfile &profile, const SecondFactorChallenge &challenge,
                                                           model::SecondFactorMethod method, const core::Secret &code, std::stop_token stop = {});
    /// For who has no code to give: Rejected `second_factor_required` where one is wanted.
    [[nodiscard]] core::Async<SignInOutcome> signIn(const model::BackendProfile &profile, const Credentials &credentials, std::stop_token stop = {});
    /// Rejected `email_not_verified` where the new account has to be confirmed before anybody signs in to it.
    [[nodiscard]] core::Async<SignInOutcome> registerUser(const model::BackendProfile &profile, const Credentials &credentials, const QString &name,
                                                          std::stop_token stop = {});
    /// Posts the code of @p handoff, which must have an exchange; the code is spent by it, whatever comes of it.
    [[nodiscard]] core::Async<SignInOutcome> redeemHandoff(const model::BackendProfile &profile, const model::Handoff &handoff,
                                                           const HandoffGrant &grant, std::stop_token stop = {});
    /// Asks whose an access token is that came by itself: there is no refresh token, and its life is what it says of itself.
    [[nodiscard]] core::Async<SignInOutcome> adoptToken(const model::BackendProfile &profile, const core::Secret &accessToken,
                                                        std::stop_token stop = {});
    /// Spends the refresh token once; the old one is kept where the answer brings none.
    [[nodiscard]] core::Async<model::TokenSet> refresh(const model::BackendProfile &profile, const model::TokenSet &current,
                                                       std::stop_token stop = {});
    [[nodiscard]] core::Async<void> signOut(const model::BackendProfile &profile, const model::TokenSet &tokens);

private:
    /// With what the backend asks of requests that change something.
    [[nodiscard]] core::Async<net::HttpResponse> send(const model::BackendProfile &profile, const net::HttpRequest &request,
                                                      const model::TokenSet &tokens);
    struct Reading {
        model::TokenMapping mapping;
        Asked asked;
        core::Secret session; ///< Goes on where the answer brings no other; empty: there is none yet.
    };
    [[nodiscard]] core::Result<model::TokenSet> readRefresh(const model::BackendProfile &profile, const net::HttpResponse &response,
                                                            const model::TokenSet &current) const;
    [[nodiscard]] core::Async<SignInOutcome> read(const model::BackendProfile &profile, const net::HttpResponse &response, const Reading &how,
                                                  std::stop_token stop);
    /// Asks "who am I" where the sign-in answer did not tell. Whoever cannot be told is not signed in: the session is ended.
    [[nodiscard]] core::Async<SignInOutcome> withIdentity(const model::BackendProfile &profile, const SignInOutcome &outcome, std::stop_token stop);
    [[nodiscard]] core::Async<SignInOutcome> askIdentity(const model::BackendProfile &profile, const SignInOutcome &outcome, std::stop_token stop);
    [[nodiscard]] core::Async<SignInOutcome> keptOrEnded(const model::BackendProfile &profile, const model::TokenSet &tokens,
                                                         const core::Async<SignInOutcome> &outcome);

    core::Clock &m_clock;
    net::HttpClient &m_http;
    ExpiryReader m_expiryOf;
    CsrfClient m_csrf;
};

/// The address at which the browser begins @p handoff. Errors: Configuration `backend_not_started`.
[[nodiscard]] core::Result<QUrl> handoffStart(const model::BackendProfile &profile, const model::Handoff &handoff);

} // namespace keyturn::backendapi
