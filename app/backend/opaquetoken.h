// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/random.h"
#include "core/secret.h"

#include <QByteArray>

namespace keyturn::backend {

/// 256 random bits as base64url: refresh tokens, codes, cookies. What is kept of one is its SHA-256; with 256 bits of randomness a slow hash
/// would add nothing. @p prefix stands before it, as some providers' tokens have one.
[[nodiscard]] core::Secret newOpaqueToken(core::Random &random, QByteArrayView prefix = {});
[[nodiscard]] QByteArray hashOf(const core::Secret &token);

/// A successor that only the holder of its predecessor can read: successor XOR HMAC-SHA256(predecessor, "successor"). So the grace period can
/// give the same successor again although no token stands readable at rest. Both are tokens of newOpaqueToken().
[[nodiscard]] QByteArray sealSuccessor(const core::Secret &predecessor, const core::Secret &successor);
/// Empty where @p sealed was not made by sealSuccessor().
[[nodiscard]] core::Secret openSuccessor(const core::Secret &predecessor, const QByteArray &sealed);

/// 128 random bits in hexadecimal: ids that a shell, a URL and a person can handle.
[[nodiscard]] QString newId(core::Random &random);

} // namespace keyturn::backend
