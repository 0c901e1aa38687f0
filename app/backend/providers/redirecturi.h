// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace keyturn::backend {

/// Whether @p uri is an http address of a loopback IP literal, 127.0.0.1 or [::1], at any port (RFC 8252 §7.3) and, with @p callbackPathOnly, at
/// /callback or below. Not `localhost`: that name may resolve elsewhere (§8.3). No fragment, no user, no dot segments.
[[nodiscard]] bool isLoopbackRedirect(const QString &uri, bool callbackPathOnly);

/// Whether @p uri is the address that was registered: the text is compared, whole (RFC 9700 §2.1), but for the port of a loopback literal that was
/// registered without one (RFC 8252 §7.3).
[[nodiscard]] bool isRegisteredRedirect(const QString &uri, const QString &registered);

/// scheme://host:port of such an address.
[[nodiscard]] QString originOf(const QString &redirectUri);

/// @p redirectUri with @p parameters (encoded already) after its own query.
[[nodiscard]] QByteArray withParameters(const QString &redirectUri, const QByteArray &parameters);

} // namespace keyturn::backend
