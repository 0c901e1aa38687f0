// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

namespace keyturn::core {

/// The only source of randomness.
class Random
{
public:
    virtual ~Random() = default;
    /// @p count unpredictable bytes; count >= 0.
    [[nodiscard]] virtual QByteArray bytes(qsizetype count) = 0;
};

/// The operating system's generator (`QRandomGenerator::system()`): fit for keys, `state` and code verifiers.
class SystemRandom final : public Random
{
public:
    [[nodiscard]] QByteArray bytes(qsizetype count) override;
};

/// @p byteCount random bytes as base64url without padding (RFC 4648 §5): fit for URLs, `state`, verifiers, ids.
[[nodiscard]] QByteArray randomToken(Random &random, qsizetype byteCount);

/// A number in [0, 1), for jitter.
[[nodiscard]] double randomFraction(Random &random);

} // namespace keyturn::core
