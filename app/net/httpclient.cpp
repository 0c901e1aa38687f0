// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/httpclient.h"

#include "net/ratelimit.h"

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

QByteArray HttpResponse::mediaType() const
{
    return header("Content-Type").split(';').first().trimmed().toLower();
}

bool HttpResponse::isJson() const
{
    const QByteArray type = mediaType();
    return type == "application/json" || (type.contains('/') && type.endsWith("+json"));
}

bool HttpResponse::isProvenWhole() const
{
    bool isNumber = false;
    const qint64 announced = header("Content-Length").toLongLong(&isNumber);
    return isNumber && announced == body.size();
}

QDateTime HttpResponse::date() const
{
    return httpDate(header("Date").trimmed());
}

bool HttpResponse::isRateLimited() const
{
    const QDateTime anyTime = QDateTime::fromSecsSinceEpoch(0, QTimeZone::utc()); // until when does not matter here
    return status == 429 || (status == 403 && retryAfter(anyTime));
}

std::optional<std::chrono::seconds> HttpResponse::retryAfter(const QDateTime &now) const
{
    const QByteArray text = header("Retry-After").trimmed();
    const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!text.isEmpty() && digits) {
        bool fits = false;
        const qint64 number = text.toLongLong(&fits);
        return fits ? std::min(std::chrono::seconds(number), longestPause) : longestPause;
    }
    const QDateTime date = httpDate(text);
    if (!date.isValid() || !now.isValid()) // without a time of ours a date tells nothing
        return exhaustedFor(*this, now);
    return std::chrono::seconds(std::clamp<qint64>(now.secsTo(date), 0, longestPause.count()));
}

} // namespace keyturn::net
