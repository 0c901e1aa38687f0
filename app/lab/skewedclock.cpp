// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "lab/skewedclock.h"

#include <algorithm>
#include <utility>

namespace keyturn::lab {

void SkewedClock::setAhead(std::chrono::seconds ahead)
{
    m_ahead = std::clamp(ahead, -most, most);
}

QDateTime SkewedClock::now() const
{
    return m_right.now().addSecs(m_ahead.count());
}

std::chrono::milliseconds SkewedClock::monotonic() const
{
    return m_right.monotonic();
}

void SkewedClock::callAfter(std::chrono::milliseconds delay, QObject *context, std::function<void()> action)
{
    m_right.callAfter(delay, context, std::move(action));
}

} // namespace keyturn::lab
