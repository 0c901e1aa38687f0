// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"
#include "net/httpclient.h"

#include <QDateTime>

#include <optional>

namespace keyturn::net {

/// One cookie as Set-Cookie gave it (RFC 6265 §4.1); only those that a profile names are ever looked at.
struct ReceivedCookie {
    core::Secret value; ///< Empty: the backend took the cookie back.
    QDateTime expiresAt; ///< UTC, from Max-Age before Expires; invalid: a session cookie.
    bool secure = false;
    bool httpOnly = false;
    QByteArray sameSite;
    QByteArray path; ///< Begins with `/`; empty: that of the request (RFC 6265 §5.1.4).
};

/// The last Set-Cookie of @p name in @p response (names compare exactly); nullopt where it sets none. `__Host-` and `__Secure-` names are
/// refused (nullopt) where their conditions do not hold (RFC 6265bis §4.1.3); those of another site's Domain (RFC 6265 §5.3) and
/// lines with control characters (RFC 6265bis §5.6) are passed over.
[[nodiscard]] std::optional<ReceivedCookie> receivedCookie(const HttpResponse &response, const QByteArray &name, const QDateTime &now);

} // namespace keyturn::net
