// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/faults/faultplan.h"
#include "core/clock.h"

#include <QTimer>

namespace keyturn::backend {

/// A clock that is as wrong as the plan says.
class SkewedClock final : public core::Clock
{
public:
    /// Both must outlive it.
    SkewedClock(const core::Clock &clock, const FaultPlan &plan) : m_clock(clock), m_plan(plan) { }

    [[nodiscard]] QDateTime now() const override { return m_clock.now().addSecs(m_plan.skew().count()); }
    [[nodiscard]] std::chrono::milliseconds monotonic() const override { return m_clock.monotonic(); }
    void callAfter(std::chrono::milliseconds delay, QObject *context, std::function<void()> action) override
    {
        QTimer::singleShot(delay, context, std::move(action)); // a wait is as long as ever, whatever the time of day is
    }

private:
    const core::Clock &m_clock;
    const FaultPlan &m_plan;
};

} // namespace keyturn::backend
