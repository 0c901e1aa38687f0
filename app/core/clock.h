// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QObject>

#include <chrono>
#include <functional>

namespace keyturn::core {

/// The only source of time. Wall and monotonic time are both offered because a wall clock can jump and a
/// monotonic one may stand still in suspend: an expiry is looked at with both.
class Clock
{
public:
    virtual ~Clock() = default;
    /// UTC, milliseconds.
    [[nodiscard]] virtual QDateTime now() const = 0;
    /// Since an arbitrary point; never goes back.
    [[nodiscard]] virtual std::chrono::milliseconds monotonic() const = 0;
    /// Runs @p action once in @p context's thread after @p delay; never once @p context is destroyed.
    virtual void callAfter(std::chrono::milliseconds delay, QObject *context, std::function<void()> action) = 0;
};

class SystemClock final : public Clock
{
public:
    [[nodiscard]] QDateTime now() const override;
    [[nodiscard]] std::chrono::milliseconds monotonic() const override;
    void callAfter(std::chrono::milliseconds delay, QObject *context, std::function<void()> action) override;
};

} // namespace keyturn::core
