// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/instant.h"

#include <algorithm>

namespace keyturn::backend {

using namespace std::chrono;

namespace {

/// @p number in @p count digits, with zeros before it.
void write(char *place, unsigned number, int count)
{
    for (char *digit = place + count; digit > place; number /= 10)
        *--digit = static_cast<char>('0' + number % 10);
}

/// Of the Gregorian calendar, UTC. QDateTime goes by way of local time, and the C library then looks at /etc/localtime each time.
struct CivilTime {
    explicit CivilTime(Instant instant)
    {
        const sys_days date = floor<std::chrono::days>(instant);
        const year_month_day ymd(date);
        const hh_mm_ss<std::chrono::milliseconds> time(instant - date);
        year = static_cast<unsigned>(std::clamp(static_cast<int>(ymd.year()), 0, 9999)); // what neither format can write is cut
        month = static_cast<unsigned>(ymd.month());
        day = static_cast<unsigned>(ymd.day());
        weekday = std::chrono::weekday(date).c_encoding();
        hour = static_cast<unsigned>(time.hours().count());
        minute = static_cast<unsigned>(time.minutes().count());
        second = static_cast<unsigned>(time.seconds().count());
        milliseconds = static_cast<unsigned>(time.subseconds().count());
    }
    /// "hh:mm:ss"
    void writeClock(char *place) const
    {
        write(place, hour, 2);
        write(place + 3, minute, 2);
        write(place + 6, second, 2);
    }

    unsigned year, month, day, weekday, hour, minute, second, milliseconds;
};

} // namespace

Instant instantOf(const core::Clock &clock)
{
    return Instant(milliseconds(clock.now().toMSecsSinceEpoch()));
}

QString isoText(Instant instant)
{
    const CivilTime at(instant);
    char text[] = "yyyy-MM-ddThh:mm:ss.zzzZ";
    write(text, at.year, 4);
    write(text + 5, at.month, 2);
    write(text + 8, at.day, 2);
    at.writeClock(text + 11);
    write(text + 20, at.milliseconds, 3);
    return QString::fromLatin1(text, sizeof text - 1);
}

QByteArray httpDate(Instant instant)
{
    static constexpr const char *days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char *months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const CivilTime at(instant);
    char text[] = "ddd, dd MMM yyyy hh:mm:ss GMT";
    std::copy_n(days[at.weekday], 3, text);
    write(text + 5, at.day, 2);
    std::copy_n(months[at.month - 1], 3, text + 8);
    write(text + 12, at.year, 4);
    at.writeClock(text + 17);
    return QByteArray(text, sizeof text - 1);
}

qint64 numericDate(Instant instant)
{
    return floor<seconds>(instant).time_since_epoch().count();
}

seconds remaining(Instant now, Instant then)
{
    return std::max(seconds(0), floor<seconds>(then - now));
}

} // namespace keyturn::backend
