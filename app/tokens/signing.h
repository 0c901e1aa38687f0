// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "model/backendprofile.h"
#include "net/httpclient.h"
#include "net/origin.h"

#include <QList>

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
    /// Asked anew before each such request.
    [[nodiscard]] virtual core::Async<Pass> pass() = 0;
};

/// How one account's requests are signed.
struct Signing {
    QList<net::Origin> origins; ///< Where the token may go.
    model::AccessUse use;
    QList<net::Header> headers; ///< Sent to the same origins, where the caller has not set them.
    RequestGuard *guard = nullptr; ///< Not owned; must outlive the manager. Null: nothing is asked.
};

} // namespace keyturn::tokens
