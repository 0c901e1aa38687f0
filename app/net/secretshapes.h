// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>
#include <QString>

/// How a secret is known from what is none: by what it is called, and by what it looks like.
namespace keyturn::net {

/// Whether a header's, member's or parameter's value is a secret, by its name. `refresh_token`, `refreshToken` and `X-Refresh-Token` are one name.
[[nodiscard]] bool isSecretName(QByteArrayView name);

/// Whether what has this name is a token that a server has drawn by lot, and nothing that a person has chosen.
[[nodiscard]] bool isTokenName(QByteArrayView name);

/// A private key in PEM (RFC 7468 §10), anywhere in it.
[[nodiscard]] bool holdsPrivateKey(const QString &text);

/// A JWT, or a long run of base64url: opaque tokens stand under the oddest names.
[[nodiscard]] bool looksLikeToken(const QString &text);

/// A signed token, or so many characters of such kinds that a machine must have drawn them by lot: unlike a password, nobody finds it by trying.
[[nodiscard]] bool isTooLongToGuess(const QString &text);

/// An id as UUID (RFC 9562 §4), which is as long as a token.
[[nodiscard]] bool looksLikeUuid(const QString &text);

} // namespace keyturn::net
