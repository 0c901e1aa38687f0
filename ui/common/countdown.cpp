// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/countdown.h"

namespace keyturn::ui::common {

namespace {
/// Where a backend says "not so often" without saying until when.
constexpr std::chrono::seconds patience{30};
} // namespace

std::optional<std::chrono::seconds> waitAskedBy(const core::Error &error)
{
    if (error.kind == core::ErrorKind::RateLimited)
        return std::max(error.retryAfter.value_or(patience), std::chrono::seconds(1));
    const bool asked = error.kind == core::ErrorKind::Offline && error.retryAfter && *error.retryAfter > std::chrono::seconds(0);
    return asked ? error.retryAfter : std::nullopt;
}

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

std::chrono::seconds Countdown::rest() const
{
    return m_running ? std::chrono::ceil<std::chrono::seconds>(m_end - m_clock.monotonic()) : std::chrono::seconds(0);
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

} // namespace keyturn::ui::common
