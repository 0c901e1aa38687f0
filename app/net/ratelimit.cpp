// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/ratelimit.h"

#include <QHash>

#include <algorithm>

namespace keyturn::net {

namespace {

constexpr qsizetype maxFieldBytes = 1024;
constexpr qint64 earliestEpoch = 1'000'000'000; // as a duration it would be 31 years
constexpr qint64 earliestEpochInMs = 1'000 * earliestEpoch;

/// Digits alone; a number too long for 64 bits is the largest one.
std::optional<qint64> numberFrom(const QByteArray &text)
{
    if (text.isEmpty() || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    bool fits = false;
    const qint64 number = text.toLongLong(&fits);
    return fits ? number : std::numeric_limits<qint64>::max();
}

std::chrono::seconds clamped(qint64 seconds)
{
    return std::chrono::seconds(std::clamp<qint64>(seconds, 0, longestPause.count()));
}

/// The parts of @p text between @p separator, none of them inside quotes (RFC 8941 §3.3.3).
QList<QByteArray> split(const QByteArray &text, char separator)
{
    QList<QByteArray> parts{{}};
    bool quoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text.at(i);
        if (quoted && c == '\\' && i + 1 < text.size()) {
            parts.last().append(c).append(text.at(++i));
            continue;
        }
        if (c == '"')
            quoted = !quoted;
        if (c == separator && !quoted)
            parts.append(QByteArray());
        else
            parts.last().append(c);
    }
    return parts;
}

using Parameters = QHash<QByteArray, QByteArray>;

void take(Parameters &into, const QByteArray &part)
{
    const qsizetype equals = part.indexOf('=');
    if (equals > 0)
        into.insert(part.first(equals).trimmed().toLower(), part.sliced(equals + 1).trimmed());
}

std::optional<std::chrono::seconds> exhausted(const QByteArray &remaining, const QByteArray &reset)
{
    const std::optional<qint64> left = numberFrom(remaining.trimmed());
    const std::optional<qint64> seconds = numberFrom(reset.trimmed());
    if (!left || *left > 0 || !seconds)
        return std::nullopt;
    return clamped(*seconds);
}

std::optional<std::chrono::seconds> later(std::optional<std::chrono::seconds> a, std::optional<std::chrono::seconds> b)
{
    return a && b ? std::max(a, b) : (a ? a : b);
}

/// `RateLimit`: a list of policies, or the members of one.
std::optional<std::chrono::seconds> fromField(const QByteArray &field)
{
    std::optional<std::chrono::seconds> longest;
    Parameters members;
    for (const QByteArray &member : split(field, ',')) {
        Parameters own;
        const QList<QByteArray> parts = split(member, ';');
        take(members, parts.first());
        for (qsizetype i = 1; i < parts.size(); ++i)
            take(own, parts.at(i));
        longest = later(longest, exhausted(own.value("r"), own.value("t")));
    }
    return later(longest, exhausted(members.value("remaining"), members.value("reset")));
}

/// A duration, or the time itself.
QByteArray secondsUntil(const QByteArray &reset, const QDateTime &now)
{
    const std::optional<qint64> number = numberFrom(reset.trimmed());
    if (!number || *number < earliestEpoch)
        return reset;
    if (!now.isValid() || *number == std::numeric_limits<qint64>::max())
        return {};
    const qint64 epoch = *number >= earliestEpochInMs ? *number / 1'000 : *number;
    return QByteArray::number(std::max<qint64>(0, epoch - now.toSecsSinceEpoch()));
}

} // namespace

std::optional<std::chrono::seconds> exhaustedFor(const HttpResponse &response, const QDateTime &now)
{
    QByteArray field;
    for (const Header &header : response.headers) {
        if (header.name.compare("RateLimit", Qt::CaseInsensitive) == 0)
            field += (field.isEmpty() ? QByteArray() : QByteArray(",")) + header.value;
    }
    std::optional<std::chrono::seconds> longest;
    if (field.size() <= maxFieldBytes)
        longest = fromField(field);
    longest = later(longest, exhausted(response.header("RateLimit-Remaining"), response.header("RateLimit-Reset")));
    return later(longest, exhausted(response.header("X-RateLimit-Remaining"), secondsUntil(response.header("X-RateLimit-Reset"), now)));
}

} // namespace keyturn::net
