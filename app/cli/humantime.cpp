// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/humantime.h"

#include <QCoreApplication>

#include <iterator>

namespace keyturn::cli {

namespace {

struct Unit {
    qint64 seconds;
    const char *name;
};

/// From the largest down; the first that fits at least once is used.
constexpr Unit units[] = {
    {31'536'000, QT_TRANSLATE_N_NOOP("HumanTime", "%n year(s)")},
    {2'592'000, QT_TRANSLATE_N_NOOP("HumanTime", "%n month(s)")},
    {86'400, QT_TRANSLATE_N_NOOP("HumanTime", "%n day(s)")},
    {3'600, QT_TRANSLATE_N_NOOP("HumanTime", "%n h")},
    {60, QT_TRANSLATE_N_NOOP("HumanTime", "%n min")},
    {1, QT_TRANSLATE_N_NOOP("HumanTime", "%n s")},
};

QString amount(qint64 seconds)
{
    for (std::size_t i = 0; i < std::size(units); ++i) {
        const Unit &unit = units[i];
        // To the nearest: what was made for 7 days ends in 7 days, though a second of them has gone.
        const qint64 half = i + 1 < std::size(units) ? units[i + 1].seconds / 2 : 0;
        if (seconds < unit.seconds - half)
            continue;
        const int count = static_cast<int>((seconds + unit.seconds / 2) / unit.seconds);
        return QCoreApplication::translate("HumanTime", unit.name, nullptr, count);
    }
    return {};
}

} // namespace

QString relativeTime(const QDateTime &time, const QDateTime &now)
{
    if (!time.isValid())
        return {};
    const qint64 seconds = now.secsTo(time);
    if (seconds > -5 && seconds < 1)
        return QCoreApplication::translate("HumanTime", "just now");
    return seconds > 0 ? QCoreApplication::translate("HumanTime", "in %1").arg(amount(seconds))
                       : QCoreApplication::translate("HumanTime", "%1 ago").arg(amount(-seconds));
}

QString spanOfTime(std::chrono::seconds span)
{
    return amount(qMax<qint64>(1, span.count()));
}

QString isoTime(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(Qt::ISODate) : QString();
}

} // namespace keyturn::cli
