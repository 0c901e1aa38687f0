// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "core/error.h"
#include "core/random.h"
#include "model/tokenset.h"

#include <chrono>
#include <optional>

namespace keyturn::tokens {

/// When an access token is over, seen by both clocks: whichever says so first is believed. A wall clock that was set back does not bring a token to
/// life again, one that jumps forward costs a refresh and nothing else (FAULTS 55).
class TokenLife
{
public:
    TokenLife() = default;
    TokenLife(const model::TokenSet &tokens, const core::Clock &clock);

    /// For at least @p minValidity from now. A token whose end nobody told is valid until it is refused.
    [[nodiscard]] bool isValid(const core::Clock &clock, std::chrono::milliseconds minValidity) const;
    /// Whether a request may start with it that asks for @p minValidity. A token that ends while the request is on its way is refused there: a little
    /// is kept in hand, a tenth of its life, 5 s at most.
    [[nodiscard]] bool serves(const core::Clock &clock, std::chrono::milliseconds minValidity) const;
    /// Time to the renewal ahead of expiry: min(5 min, 20 % of the lifetime) before the end, ±10 % jitter; nullopt where no end is told.
    [[nodiscard]] std::optional<std::chrono::milliseconds> untilRenewal(const core::Clock &clock, core::Random &random) const;

private:
    [[nodiscard]] std::chrono::milliseconds left(const core::Clock &clock) const;

    bool m_known = false;
    QDateTime m_end;
    std::chrono::milliseconds m_monotonicEnd{0};
    std::chrono::milliseconds m_lifetime{0};
};

/// 1, 2, 4 … 300 s after the first, second, third … failure, ±10 % jitter; never less than what @p why asks for. A locked keychain is asked seldom:
/// each time may show the person a prompt.
[[nodiscard]] std::chrono::milliseconds backoff(const core::Error &why, int failures, core::Random &random);

} // namespace keyturn::tokens
