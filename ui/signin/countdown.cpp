// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/signin/countdown.h"

namespace keyturn::ui::signin {

void Countdown::start(std::chrono::seconds duration)
{
    m_end = m_clock.monotonic() + duration;
    m_running = true;
    tick(++m_run);
}

void Countdown::stop()
{
    m_running = false;
    ++m_run;
}

void Countdown::tick(quint64 run)
{
    if (run != m_run)
        return;
    const std::chrono::milliseconds rest = m_end - m_clock.monotonic();
    if (rest.count() <= 0) {
        m_running = false;
        Q_EMIT over();
        return;
    }
    Q_EMIT left(std::chrono::ceil<std::chrono::seconds>(rest));
    m_clock.callAfter(std::min(rest, std::chrono::milliseconds(1000)), this, [this, run] { tick(run); });
}

} // namespace keyturn::ui::signin
