// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/hardenedaccessmanager.h"
#include "tokens/signing.h"
#include "tokens/tokenmanager.h"

namespace keyturn::tokens {

/// An ordinary QNetworkAccessManager to its callers, which signs their requests as one account. The token, or session cookie, goes only to the
/// signing's origins over https or loopback; a request to any other origin leaves without it. A caller's own Authorization and Cookie are taken out
/// of every request: what it holds may be this account's, and goes nowhere else (FAULTS 78, 80). Waits for a refresh that runs; on 401 refreshes, and
/// replays once where that is safe (GET, HEAD, OPTIONS, PUT, DELETE without a sequential body); never follows a redirect; delivers a POST once. A
/// request that the backend goes on refusing ends as the 401 that it is. A token that is bound to a key (RFC 9449) goes out as `DPoP` with a proof of
/// its own for each sending; a server that wants a nonce in it gets the request once more, where that is safe, without a refresh. Where a host asked
/// any account's requests for a pause, nothing goes out until that is over: the reply ends with the error of net::Pauses::standing().
class AuthenticatedNetworkAccessManager : public net::HardenedAccessManager
{
    Q_OBJECT
public:
    /// @p tokens must outlive it.
    AuthenticatedNetworkAccessManager(TokenManager &tokens, model::AccountId account, Signing signing, QObject *parent = nullptr);

    [[nodiscard]] const model::AccountId &account() const { return m_account; }

    /// QNetworkRequest attribute on a reply, a QString: why no token could be had (core::Error::code), where error() is AuthenticationRequiredError
    /// or another.
    static constexpr auto ErrorCodeAttribute = static_cast<QNetworkRequest::Attribute>(QNetworkRequest::User + 7001);

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request, QIODevice *body) override;

private:
    [[nodiscard]] QNetworkReply *watched(QNetworkReply *reply, const QByteArray &method, QIODevice *body) const;

    TokenManager &m_tokens;
    model::AccountId m_account;
    Signing m_signing;
};

} // namespace keyturn::tokens
