// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "model/backendprofile.h"
#include "model/tokenset.h"
#include "net/httpclient.h"
#include "net/origin.h"

#include <QList>

namespace keyturn::core {
class Clock;
}
namespace keyturn::net {
class ExchangeLog;
class Pauses;
} // namespace keyturn::net

namespace keyturn::tokens {

/// What a backend asks of a request that changes something, beside the token: a CSRF token, for instance. accounts/ plugs in what the profile says.
class RequestGuard
{
public:
    struct Pass {
        QList<net::Header> headers;
        QList<std::pair<QByteArray, core::Secret>> cookies;
    };

    virtual ~RequestGuard() = default;
    /// Asked anew before each such request, with the tokens that it goes out with.
    [[nodiscard]] virtual core::Async<Pass> pass(const model::TokenSet &tokens) = 0;
};

/// Shows that whoever sends an access token holds the key that it is bound to (RFC 9449). accounts/ plugs it in.
class TokenProver
{
public:
    virtual ~TokenProver() = default;
    /// The value of the `DPoP` header for one sending of one request.
    [[nodiscard]] virtual core::Result<QByteArray> prove(const core::Secret &proofKey, const QByteArray &method, const QUrl &url,
                                                         const core::Secret &accessToken) = 0;
    /// What the server at @p url wants to find in the next proof; false where @p nonce is none.
    virtual bool noteNonce(const QUrl &url, const QByteArray &nonce) = 0;
};

/// How one account's requests are signed.
struct Signing {
    QList<net::Origin> origins; ///< Where the token may go.
    model::AccessUse use;
    QList<net::Header> headers; ///< Sent to the same origins, where the caller has not set them.
    RequestGuard *guard = nullptr; ///< Not owned; must outlive the manager. Null: nothing is asked.
    TokenProver *prover = nullptr; ///< Not owned; must outlive the manager. Null: a token that is bound to a key is not sent.
    net::Pauses *pauses = nullptr; ///< Not owned; must outlive the manager. Null: no pause is heeded or noted.
    core::Clock *clock = nullptr; ///< Not owned; must outlive the log. Null only where there is no log.
    net::ExchangeLog *log = nullptr; ///< Not owned. Null: what callers send by the manager itself stands nowhere.
};

} // namespace keyturn::tokens
