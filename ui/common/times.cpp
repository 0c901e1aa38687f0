// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/times.h"

#include <QLocale>

namespace keyturn::ui::common {

namespace {
constexpr qint64 minute = 60;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;
/// As far ahead another clock may be without a word.
constexpr qint64 clocksDiffer = 5 * minute;

/// What was made for 7 days ends in 7 days, though a second of them has gone.
qint64 nearest(qint64 seconds, qint64 unit)
{
    return qMax<qint64>(1, (seconds + unit / 2) / unit);
}
} // namespace

QString Times::relative(const QDateTime &time, const QDateTime &now)
{
    if (!time.isValid())
        return {};
    const qint64 ahead = now.secsTo(time);
    const qint64 distance = qAbs(ahead);
    if (distance > 30 * day)
        return QLocale().toString(time.toLocalTime().date(), QLocale::ShortFormat);
    const bool future = ahead > 0;
    if (distance < 45)
        return future ? tr("in a moment") : tr("just now");
    if (const qint64 minutes = nearest(distance, minute); minutes < 60)
        return future ? tr("in %1 min").arg(minutes) : tr("%1 min ago").arg(minutes);
    if (const qint64 hours = nearest(distance, hour); hours < 24)
        return future ? tr("in %1 h").arg(hours) : tr("%1 h ago").arg(hours);
    const qint64 days = nearest(distance, day);
    if (days < 2)
        return future ? tr("tomorrow") : tr("yesterday");
    return future ? tr("in %1 days").arg(days) : tr("%1 days ago").arg(days);
}

QString Times::past(const QDateTime &time, const QDateTime &now)
{
    const qint64 ahead = time.isValid() ? now.secsTo(time) : 0;
    if (ahead > clocksDiffer)
        return tr("lately, by a clock ahead of this computer's");
    return relative(ahead > 0 ? now : time, now);
}

QString Times::exact(const QDateTime &time)
{
    return time.isValid() ? QLocale().toString(time.toLocalTime(), QLocale::LongFormat) : QString();
}

QString Times::left(std::chrono::milliseconds duration)
{
    const qint64 seconds = qMax<qint64>(0, (duration.count() + 999) / 1000);
    if (seconds < 90)
        return tr("%1 s").arg(seconds);
    if (seconds < 2 * hour)
        return tr("%1 min").arg((seconds + 30) / minute);
    if (seconds < 2 * day)
        return tr("%1 h").arg(nearest(seconds, hour));
    return tr("%1 days").arg(nearest(seconds, day));
}

} // namespace keyturn::ui::common
