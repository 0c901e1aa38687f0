// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <QDateTime>
#include <QJsonObject>

#include <optional>

namespace keyturn::jose {

/// A JWS in compact form (RFC 7515 §7.1), taken apart, nothing verified.
struct Jwt {
    QJsonObject header;
    QJsonObject claims;
    core::Secret compact;
};

/// Longest token that is read, in bytes.
inline constexpr qsizetype maxTokenBytes = 16 * 1024;

/// Errors are BadReply: `jwt_malformed` (not three parts, padding, non-canonical base64url, not JSON objects), `jwt_too_large`, `jwt_encrypted` (five
/// parts).
[[nodiscard]] core::Result<Jwt> readJwt(const core::Secret &compact);

/// A NumericDate (RFC 7519 §2) in whole seconds, fractions rounded down; nullopt for text, negative numbers and times past the year 9999.
[[nodiscard]] std::optional<qint64> numericDate(const QJsonValue &value);

/// `exp` of a token that may be a JWT (RFC 7519 §4.1.4; fractions allowed, rounded down); invalid where it is none or tells none.
[[nodiscard]] QDateTime expiryOf(const core::Secret &token);

} // namespace keyturn::jose
