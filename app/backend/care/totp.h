// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/instant.h"
#include "core/random.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace keyturn::backend::totp {

/// 160 random bits, the length of SHA-1's output (RFC 4226 §4 R6).
[[nodiscard]] QByteArray newSecret(core::Random &random);

/// The step that @p code is of, by RFC 6238 with SHA-1, six digits and 30 seconds, one step early or late at the most (§5.2); nullopt: none.
[[nodiscard]] std::optional<qint64> stepOf(const QByteArray &secret, const QString &code, Instant now);

/// Whether @p text could be a code of the app: six digits.
[[nodiscard]] bool isCode(const QString &text);

/// What an authenticator app reads, from a QR code say (the Key Uri Format of Google Authenticator).
[[nodiscard]] QString otpauthAddress(const QByteArray &secret, const QString &email);

} // namespace keyturn::backend::totp
