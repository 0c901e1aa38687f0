// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/fakeclock.h"

#include <QCoreApplication>

#include <algorithm>

namespace keyturn::tests {

void FakeClock::callAfter(std::chrono::milliseconds delay, QObject *context, std::function<void()> action)
{
    m_calls.push_back({m_monotonic + delay, context, std::move(action)});
}

void FakeClock::advance(std::chrono::milliseconds by)
{
    const std::chrono::milliseconds target = m_monotonic + by;
    for (;;) {
        QCoreApplication::processEvents();
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
    QCoreApplication::processEvents();
}

} // namespace keyturn::tests
