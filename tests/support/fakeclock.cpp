// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/fakeclock.h"

#include <QCoreApplication>

#include <algorithm>

namespace keyturn::tests {

namespace {

/// Each step of a chain of answers is an event of its own, and its last may be a call that falls due soon.
void settle()
{
    for (int i = 0; i < 20; ++i)
        QCoreApplication::processEvents();
}

} // namespace

void FakeClock::callAfter(std::chrono::milliseconds delay, QObject *context, std::function<void()> action)
{
    m_calls.push_back({m_monotonic + delay, context, std::move(action)});
}

void FakeClock::advance(std::chrono::milliseconds by)
{
    const std::chrono::milliseconds target = m_monotonic + by;
    for (;;) {
        settle();
        const auto next = std::min_element(m_calls.begin(), m_calls.end(), [](const Call &a, const Call &b) { return a.due < b.due; });
        if (next == m_calls.end() || next->due > target)
            break;
        const Call call = std::move(*next);
        m_calls.erase(next);
        if (call.due > m_monotonic) {
            m_now = m_now.addMSecs((call.due - m_monotonic).count());
            m_monotonic = call.due;
        }
        if (call.context)
            call.action();
    }
    m_now = m_now.addMSecs((target - m_monotonic).count());
    m_monotonic = target;
    settle();
}

} // namespace keyturn::tests
