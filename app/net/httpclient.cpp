// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/httpclient.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>

namespace keyturn::net {

namespace {

/// IMF-fixdate (RFC 9110 §5.6.7), the one form that is still sent.
QDateTime httpDate(const QByteArray &text)
{
    const QString form = QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'");
    QDateTime time = QLocale::c().toDateTime(QString::fromLatin1(text), form);
    if (!time.isValid())
        return {};
    return QDateTime(time.date(), time.time(), QTimeZone::utc()).toUTC();
}

} // namespace

QByteArray HttpResponse::header(QByteArrayView name) const
{
    for (const Header &header : headers) {
        if (QByteArrayView(header.name).compare(name, Qt::CaseInsensitive) == 0)
            return header.value;
    }
    return {};
}

QDateTime HttpResponse::date() const
{
    return httpDate(header("Date").trimmed());
}

std::optional<std::chrono::seconds> HttpResponse::retryAfter(const QDateTime &now) const
{
    constexpr qint64 longest = 3600;
    const QByteArray text = header("Retry-After").trimmed();
    if (text.isEmpty())
        return std::nullopt;
    if (std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
        // Nobody waits longer than an hour because of one header, however many digits it has.
        bool fits = false;
        const qint64 number = text.toLongLong(&fits);
        const qint64 seconds = fits ? number : longest;
        return std::chrono::seconds(std::min(seconds, longest));
    }
    const QDateTime date = httpDate(text);
    if (!date.isValid())
        return std::nullopt;
    return std::chrono::seconds(std::clamp(now.secsTo(date), qint64(0), longest));
}

} // namespace keyturn::net
