// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"

namespace keyturn::lab {

/// Another clock whose wall time is wrong by choice, for whatever judges tokens. What counts time by itself, the monotonic time and callAfter(), goes
/// on as it was: a computer's clock that is set wrong changes neither.
class SkewedClock final : public core::Clock
{
public:
    static constexpr std::chrono::seconds most = std::chrono::hours(24); ///< Either way.

    /// @p right must outlive it.
    explicit SkewedClock(core::Clock &right) : m_right(right) { }

    /// How far it is ahead; negative: behind. Brought into what there may be.
    void setAhead(std::chrono::seconds ahead);
    [[nodiscard]] std::chrono::seconds ahead() const { return m_ahead; }

    [[nodiscard]] QDateTime now() const override;
    [[nodiscard]] std::chrono::milliseconds monotonic() const override;
    void callAfter(std::chrono::milliseconds delay, QObject *context, std::function<void()> action) override;

private:
    core::Clock &m_right;
    std::chrono::seconds m_ahead{0};
};

} // namespace keyturn::lab
