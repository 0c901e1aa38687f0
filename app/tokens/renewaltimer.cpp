// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "tokens/renewaltimer.h"

#include <algorithm>

namespace keyturn::tokens {

using std::chrono::milliseconds;

RenewalTimer::RenewalTimer(core::Clock &clock, std::function<void()> action) : m_clock(clock), m_action(std::move(action)) { }

void RenewalTimer::start(milliseconds delay)
{
    m_context = std::make_unique<QObject>();
    m_wallDue = m_clock.now().addMSecs(delay.count());
    m_monotonicDue = m_clock.monotonic() + delay;
    m_clock.callAfter(std::min(delay, milliseconds(std::chrono::minutes(1))), m_context.get(), [this] { look(); });
}

void RenewalTimer::look()
{
    const milliseconds left = std::min(milliseconds(m_clock.now().msecsTo(m_wallDue)), m_monotonicDue - m_clock.monotonic());
    if (left > milliseconds(0)) {
        m_clock.callAfter(std::min(left, milliseconds(std::chrono::minutes(1))), m_context.get(), [this] { look(); });
        return;
    }
    // The context is whom we are called for: it goes once the call is over.
    m_context.release()->deleteLater();
    m_action();
}

} // namespace keyturn::tokens
