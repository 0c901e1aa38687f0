// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QString>

#include <chrono>

namespace keyturn::cli {

/// "in 14 min", "3 days ago", "just now", to the nearest unit; empty for an invalid time.
[[nodiscard]] QString relativeTime(const QDateTime &time, const QDateTime &now);
/// "15 min", to the nearest unit; "1 s" at the least.
[[nodiscard]] QString spanOfTime(std::chrono::seconds span);
/// ISO 8601 in UTC with seconds; empty for an invalid time.
[[nodiscard]] QString isoTime(const QDateTime &time);

} // namespace keyturn::cli
