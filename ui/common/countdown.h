// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "core/error.h"

#include <QObject>

#include <optional>

namespace keyturn::ui::common {

/// Counts whole seconds down by the injected clock's monotonic time.
class Countdown final : public QObject
{
    Q_OBJECT
public:
    /// @p clock must outlive it.
    explicit Countdown(core::Clock &clock, QObject *parent = nullptr) : QObject(parent), m_clock(clock) { }

    void start(std::chrono::seconds duration);
    /// Without a word.
    void stop();
    [[nodiscard]] bool isRunning() const { return m_running; }
    [[nodiscard]] std::chrono::seconds rest() const;

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

/// For how long @p error asks to leave the backend alone; nullopt: it does not.
[[nodiscard]] std::optional<std::chrono::seconds> waitAskedBy(const core::Error &error);

} // namespace keyturn::ui::common
