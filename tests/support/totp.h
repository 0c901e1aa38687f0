// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

namespace keyturn::tests {

/// The six digits that an authenticator app shows (RFC 6238: SHA-1, 30 s) for @p secret in base32, @p steps from now. Written here anew, so that it
/// judges what the servers' libraries do.
[[nodiscard]] QByteArray totp(const QByteArray &secret, int steps = 0);

} // namespace keyturn::tests
