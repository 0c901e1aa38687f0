// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"

#include <functional>
#include <memory>

namespace keyturn::tokens {

/// Calls once after a delay, by whichever clock gets there first. It looks every minute at the longest: in suspend the timers of the event loop stand
/// still and the wall clock does not, so that what fell due in sleep is done within a minute of waking (FAULTS 55).
class RenewalTimer
{
public:
    /// @p clock must outlive it; @p action is called from the event loop, never after stop() or the end of this object.
    RenewalTimer(core::Clock &clock, std::function<void()> action);

    void start(std::chrono::milliseconds delay);
    void stop() { m_context.reset(); }
    [[nodiscard]] bool isActive() const { return m_context != nullptr; }

private:
    void look();

    core::Clock &m_clock;
    std::function<void()> m_action;
    std::unique_ptr<QObject> m_context; ///< Its end cancels the call.
    QDateTime m_wallDue;
    std::chrono::milliseconds m_monotonicDue{0};
};

} // namespace keyturn::tokens
