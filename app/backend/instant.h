// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"

#include <QByteArray>
#include <QString>

#include <chrono>

namespace keyturn::backend {

/// A point in time, UTC, milliseconds: what the stores keep and what lifetimes are counted in.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

[[nodiscard]] Instant instantOf(const core::Clock &clock);
/// ISO 8601 in UTC with milliseconds, as the API writes times.
[[nodiscard]] QString isoText(Instant instant);
/// As HTTP's headers write times, in whole seconds (RFC 9110 §5.6.7).
[[nodiscard]] QByteArray httpDate(Instant instant);
/// Whole seconds since the epoch, rounded down: a JWT's NumericDate (RFC 7519 §2).
[[nodiscard]] qint64 numericDate(Instant instant);
/// From @p now to @p then in whole seconds, never negative.
[[nodiscard]] std::chrono::seconds remaining(Instant now, Instant then);

} // namespace keyturn::backend
