// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "tokens/tokenlife.h"

#include <algorithm>
#include <cmath>

namespace keyturn::tokens {

namespace {

using std::chrono::milliseconds;

milliseconds jittered(milliseconds time, core::Random &random)
{
    const double factor = 0.9 + 0.2 * core::randomFraction(random);
    return milliseconds(static_cast<qint64>(std::llround(static_cast<double>(time.count()) * factor)));
}

} // namespace

TokenLife::TokenLife(const model::TokenSet &tokens, const core::Clock &clock)
{
    if (!tokens.accessExpiresAt.isValid())
        return;
    // Over before it was issued: our clock and the backend's are far apart (a JWT's own `exp`), and the token's end cannot be told.
    if (tokens.issuedAt.isValid() && tokens.issuedAt >= tokens.accessExpiresAt)
        return;
    m_known = true;
    m_end = tokens.accessExpiresAt;
    const QDateTime now = clock.now();
    milliseconds remaining(now.msecsTo(m_end));
    m_lifetime = remaining;
    if (tokens.issuedAt.isValid()) {
        m_lifetime = milliseconds(tokens.issuedAt.msecsTo(m_end));
        // Issued in the future: the wall clock was set back since, and what is left of the life cannot be told.
        constexpr milliseconds allowance = std::chrono::minutes(1);
        if (now.msecsTo(tokens.issuedAt) > allowance.count())
            remaining = milliseconds(0);
        remaining = std::min(remaining, m_lifetime);
    }
    m_monotonicEnd = clock.monotonic() + remaining;
}

milliseconds TokenLife::left(const core::Clock &clock) const
{
    return std::min(milliseconds(clock.now().msecsTo(m_end)), m_monotonicEnd - clock.monotonic());
}

bool TokenLife::isValid(const core::Clock &clock, milliseconds minValidity) const
{
    return !m_known || left(clock) > minValidity;
}

bool TokenLife::serves(const core::Clock &clock, milliseconds minValidity) const
{
    const milliseconds inHand = std::clamp(m_lifetime / 10, milliseconds(0), milliseconds(std::chrono::seconds(5)));
    return isValid(clock, std::max(minValidity, inHand));
}

std::optional<milliseconds> TokenLife::untilRenewal(const core::Clock &clock, core::Random &random) const
{
    if (!m_known)
        return std::nullopt;
    const milliseconds ahead = std::min(milliseconds(std::chrono::minutes(5)), m_lifetime / 5);
    return std::max(milliseconds(0), left(clock) - jittered(ahead, random));
}

milliseconds backoff(const core::Error &why, int failures, core::Random &random)
{
    constexpr int steps = 9; // 2^8 s is the last below the cap
    const int step = failures - 1 + (why.code == QLatin1String("keychain_locked") ? 5 : 0);
    const milliseconds base = std::min(std::chrono::seconds(300), std::chrono::seconds(1 << std::clamp(step, 0, steps)));
    return std::max(jittered(base, random), milliseconds(why.retryAfter.value_or(std::chrono::seconds(0))));
}

} // namespace keyturn::tokens
