// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/meter.h"

namespace keyturn::audit {

void Meter::countAnswer(bool arrived)
{
    m_unanswered = arrived ? 0 : m_unanswered + 1;
    m_answered = m_answered || arrived;
}

std::optional<core::Error> Meter::spent() const
{
    const int most = m_stressing ? m_limits.stressRequests : m_limits.requests;
    if (m_requests >= most)
        return core::Error{core::ErrorKind::RateLimited, QStringLiteral("budget_spent"),
                           QStringLiteral("The audit's budget of %1 requests is spent (--budget).").arg(most)};
    if (m_clock.monotonic() - m_begun >= m_limits.total)
        return core::Error{core::ErrorKind::RateLimited, QStringLiteral("time_spent"),
                           QStringLiteral("The audit's time of %1 minutes is over.").arg(m_limits.total.count())};
    return std::nullopt;
}

} // namespace keyturn::audit
