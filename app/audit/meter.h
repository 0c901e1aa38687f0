// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/target.h"
#include "core/clock.h"
#include "core/error.h"

#include <atomic>

namespace keyturn::audit {

/// What an audit has spent of what it may. Read and written in both of its threads.
class Meter
{
public:
    /// @p clock must outlive it.
    Meter(const core::Clock &clock, const Limits &limits) : m_clock(clock), m_limits(limits), m_begun(clock.monotonic()) { }

    /// Why no further request goes out: RateLimited `budget_spent`, `time_spent`, with a sentence.
    [[nodiscard]] std::optional<core::Error> spent() const;
    int countRequest() { return ++m_requests; }
    void countAnswer(bool arrived);
    void countRegistration() { ++m_registrations; }
    void setStressing(bool stressing) { m_stressing = stressing; } ///< The larger budget counts from now on.

    [[nodiscard]] int requests() const { return m_requests; }
    [[nodiscard]] int registrations() const { return m_registrations; }
    /// Nobody answered the first request, or several in a row: each of them costs a whole deadline.
    [[nodiscard]] bool isGone() const { return m_unanswered >= mostUnanswered || (m_unanswered > 0 && !m_answered); }

private:
    static constexpr int mostUnanswered = 5;

    const core::Clock &m_clock;
    Limits m_limits;
    std::chrono::milliseconds m_begun;
    std::atomic<bool> m_stressing = false;
    std::atomic<int> m_requests = 0;
    std::atomic<int> m_registrations = 0;
    std::atomic<int> m_unanswered = 0;
    std::atomic<bool> m_answered = false; ///< Once.
};

} // namespace keyturn::audit
