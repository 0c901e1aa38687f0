// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"

#include <QObject>

namespace keyturn::ui::signin {

/// Counts whole seconds down by the injected clock's monotonic time.
class Countdown final : public QObject
{
    Q_OBJECT
public:
    /// @p clock must outlive it.
    explicit Countdown(core::Clock &clock, QObject *parent = nullptr) : QObject(parent), m_clock(clock) { }

    void start(std::chrono::seconds duration);
    void stop();
    [[nodiscard]] bool isRunning() const { return m_running; }

Q_SIGNALS:
    void left(std::chrono::seconds seconds);
    void over();

private:
    void tick(quint64 run);

    core::Clock &m_clock;
    std::chrono::milliseconds m_end{0};
    quint64 m_run = 0;
    bool m_running = false;
};

} // namespace keyturn::ui::signin
