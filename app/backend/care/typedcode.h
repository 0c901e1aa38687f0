// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/random.h"
#include "core/secret.h"

#include <QByteArray>

namespace keyturn::backend {

/// 80 random bits that a person can type: base32 in four groups, `ABCD-EFGH-JKLM-NPQR`. For mails and as recovery codes.
[[nodiscard]] core::Secret newTypedCode(core::Random &random);

/// SHA-256 of a code as it may have been typed: whatever the case, the spaces and the hyphens. Nobody guesses 80 bits in half an hour, nor finds them
/// by trying hashes, so that a slow hash would add nothing.
[[nodiscard]] QByteArray hashOfTyped(const QString &typed);

/// Base32 (RFC 4648 §6) without padding.
[[nodiscard]] QByteArray base32(QByteArrayView bytes);

} // namespace keyturn::backend
