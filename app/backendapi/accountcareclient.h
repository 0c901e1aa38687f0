// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backendapi/csrfclient.h"
#include "backendapi/replyreader.h"
#include "core/async.h"
#include "core/clock.h"
#include "model/backendprofile.h"
#include "model/tokenset.h"
#include "net/httpclient.h"

#include <QObject>

namespace keyturn::backendapi {

/// A changed password: what came in place of the tokens so far, if anything.
struct PasswordChangeAnswer {
    std::optional<model::TokenSet> tokens;
    /// The password is changed, but the new tokens that the profile speaks of could not be read: BadReply.
    std::optional<core::Error> unread;
};

/// The verbs around a password that bring nobody in: change, reset by a code, confirmation of an e-mail. Errors as BackendClient's; Rejected
/// `invalid_code`, `code_expired`; Configuration `verb_unsupported` where the profile has no such verb, with the address of the page that has it as
/// detail, if there is one. An answer that is a page of HTML says nothing of what was asked: BadReply `reply_not_json`.
class AccountCareClient : public QObject
{
    Q_OBJECT
public:
    /// @p clock and @p http must outlive it.
    AccountCareClient(core::Clock &clock, net::HttpClient &http, ExpiryReader expiryOf, QObject *parent = nullptr);

    struct NewPassword {
        core::Secret present;
        core::Secret fresh;
    };
    /// As the one whose tokens are @p current. A 401 is the word for a wrong password here, unless WWW-Authenticate blames the token (RFC 6750 §3):
    /// SignInAgain `invalid_token`. What the answer does not renew of the tokens goes on.
    [[nodiscard]] core::Async<PasswordChangeAnswer> changePassword(const model::BackendProfile &profile, const model::TokenSet &current,
                                                                   const NewPassword &password, std::stop_token stop = {});
    /// Done means that the backend took the request; whether it knows @p user is not told.
    [[nodiscard]] core::Async<void> requestReset(const model::BackendProfile &profile, const QString &user, std::stop_token stop = {});
    [[nodiscard]] core::Async<void> confirmReset(const model::BackendProfile &profile, const QString &user, const core::Secret &code,
                                                 const core::Secret &fresh, std::stop_token stop = {});
    [[nodiscard]] core::Async<void> resendVerification(const model::BackendProfile &profile, const QString &user, std::stop_token stop = {});
    [[nodiscard]] core::Async<void> confirmVerification(const model::BackendProfile &profile, const QString &user, const core::Secret &code,
                                                        std::stop_token stop = {});

private:
    [[nodiscard]] core::Async<net::HttpResponse> send(const model::BackendProfile &profile, net::HttpRequest request, const model::TokenSet &tokens);
    struct Question;
    [[nodiscard]] core::Async<void> ask(const model::BackendProfile &profile, const Question &question, std::stop_token stop);
    [[nodiscard]] PasswordChangeAnswer readChange(const model::BackendProfile &profile, const net::HttpResponse &response,
                                                  const model::TokenSet &current) const;

    core::Clock &m_clock;
    net::HttpClient &m_http;
    ExpiryReader m_expiryOf;
    CsrfClient m_csrf;
};

} // namespace keyturn::backendapi
