// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>
#include <QNetworkAccessManager>
#include <QNetworkRequest>

namespace keyturn::tokens {

/// As it goes out.
[[nodiscard]] QByteArray methodOf(QNetworkAccessManager::Operation operation, const QNetworkRequest &request);

/// Whether @p body is none, or one that can be read again from where it began.
[[nodiscard]] bool canBeReadAgain(const QIODevice *body);

/// Whether @p request may be sent a second time after a 401: its method is idempotent (RFC 9110 §9.2.2) and its body can be read again. POST and
/// PATCH never (FAULTS 58).
[[nodiscard]] bool isReplayable(QNetworkAccessManager::Operation operation, const QNetworkRequest &request, const QIODevice *body);

/// Whether @p request changes something (RFC 9110 §9.2.1), so that a backend with sessions protects it against forgery.
[[nodiscard]] bool isUnsafe(QNetworkAccessManager::Operation operation, const QNetworkRequest &request);

/// Whether another access token may help after a 401 with this `WWW-Authenticate`: where it names a Bearer or DPoP error, it must be
/// `invalid_token` (RFC 6750 §3.1, RFC 9449 §7.1); where it names none, the token is the likeliest cause.
[[nodiscard]] bool isTokenRefusal(QByteArrayView wwwAuthenticate);

/// Whether nothing but the server's nonce was missing in the proof (RFC 9449 §9). A request that was refused for that was not looked at further, so
/// that any method may be sent again.
[[nodiscard]] bool asksForNonce(QByteArrayView wwwAuthenticate);

} // namespace keyturn::tokens
