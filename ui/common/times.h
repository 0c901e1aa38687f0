// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCoreApplication>
#include <QDateTime>

#include <chrono>

namespace keyturn::ui::common {

/// How times are said: relative in the rows, exact on hover. Invalid times are said with an empty string.
class Times
{
    Q_DECLARE_TR_FUNCTIONS(keyturn::ui::common::Times)
public:
    /// "just now", "5 min ago", "yesterday", "in 6 days"; a date where it is farther than a month.
    [[nodiscard]] static QString relative(const QDateTime &time, const QDateTime &now);
    /// The same of something that has happened. What a backend's clock says of it may lie ahead of this computer's: that is said, and not "in 3
    /// days".
    [[nodiscard]] static QString past(const QDateTime &time, const QDateTime &now);
    /// In the person's zone and locale, to the second.
    [[nodiscard]] static QString exact(const QDateTime &time);
    /// "14 min", "45 s": for a count that runs down; never negative.
    [[nodiscard]] static QString left(std::chrono::milliseconds duration);
};

} // namespace keyturn::ui::common
