// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"

#include <QPointer>

#include <vector>

namespace keyturn::tests {

/// Time that moves when the test says so. advance() runs what falls due, in order, and lets the event loop turn in between.
class FakeClock final : public core::Clock
{
public:
    [[nodiscard]] QDateTime now() const override { return m_now; }
    [[nodiscard]] std::chrono::milliseconds monotonic() const override { return m_monotonic; }
    void callAfter(std::chrono::milliseconds delay, QObject *context, std::function<void()> action) override;

    /// Both clocks go forward together.
    void advance(std::chrono::milliseconds by);
    /// The wall clock alone jumps (a person or NTP set it).
    void jumpWall(std::chrono::milliseconds by) { m_now = m_now.addMSecs(by.count()); }
    [[nodiscard]] std::size_t pendingCalls() const { return m_calls.size(); }

private:
    struct Call {
        std::chrono::milliseconds due;
        QPointer<QObject> context;
        std::function<void()> action;
    };
    QDateTime m_now = QDateTime::fromString(QStringLiteral("2026-01-02T03:04:05.000Z"), Qt::ISODateWithMs);
    std::chrono::milliseconds m_monotonic{1'000'000};
    std::vector<Call> m_calls;
};

} // namespace keyturn::tests
