// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "trace/entryjson.h"
#include "trace/har.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrlQuery>

#include <algorithm>

namespace keyturn::trace {

namespace {

using Headers = QList<std::pair<QByteArray, QByteArray>>;

QString valueOf(const Headers &headers, const char *name)
{
    for (const auto &[known, value] : headers) {
        if (known.compare(name, Qt::CaseInsensitive) == 0)
            return QString::fromUtf8(value);
    }
    return {};
}

QJsonObject pairOf(const QString &name, const QString &value)
{
    return {{QStringLiteral("name"), name}, {QStringLiteral("value"), value}};
}

QJsonArray listOf(const Headers &headers)
{
    QJsonArray list;
    for (const auto &[name, value] : headers)
        list += pairOf(QString::fromUtf8(name), QString::fromUtf8(value));
    return list;
}

QJsonArray cookiesOf(const Headers &headers, const char *header)
{
    QJsonArray list;
    for (const auto &[name, value] : headers) {
        if (name.compare(header, Qt::CaseInsensitive) != 0)
            continue;
        const QByteArrayList pairs = value.split(';');
        // Of Set-Cookie the first pair is the cookie, what follows says how it is kept.
        for (qsizetype i = 0; i < (qstricmp(header, "Set-Cookie") == 0 ? 1 : pairs.size()); ++i) {
            const QByteArray pair = pairs[i].trimmed();
            const qsizetype equals = pair.indexOf('=');
            if (equals > 0)
                list += pairOf(QString::fromUtf8(pair.left(equals)), QString::fromUtf8(pair.mid(equals + 1)));
        }
    }
    return list;
}

QJsonObject requestOf(const net::Exchange &exchange)
{
    QJsonArray query;
    for (const auto &[name, value] : QUrlQuery(exchange.url).queryItems(QUrl::FullyDecoded))
        query += pairOf(name, value);
    const QString method = exchange.method.isEmpty() ? QStringLiteral("GET") : QString::fromLatin1(exchange.method);
    QJsonObject request{{QStringLiteral("method"), method},
                        {QStringLiteral("url"), exchange.url.isEmpty() ? QStringLiteral("about:blank") : exchange.url.toString(QUrl::FullyEncoded)},
                        {QStringLiteral("httpVersion"), QString::fromLatin1(exchange.httpVersion)},
                        {QStringLiteral("cookies"), cookiesOf(exchange.requestHeaders, "Cookie")},
                        {QStringLiteral("headers"), listOf(exchange.requestHeaders)},
                        {QStringLiteral("queryString"), query},
                        {QStringLiteral("headersSize"), -1},
                        {QStringLiteral("bodySize"), exchange.requestBytes}};
    if (!exchange.requestBody.isEmpty())
        request.insert(QStringLiteral("postData"),
                       QJsonObject{{QStringLiteral("mimeType"), valueOf(exchange.requestHeaders, "Content-Type")},
                                   {QStringLiteral("text"), QString::fromUtf8(exchange.requestBody)}});
    return request;
}

QJsonObject responseOf(const net::Exchange &exchange)
{
    const QJsonObject content{{QStringLiteral("size"), std::max<qint64>(exchange.responseBytes, 0)},
                              {QStringLiteral("mimeType"), valueOf(exchange.responseHeaders, "Content-Type")},
                              {QStringLiteral("text"), QString::fromUtf8(exchange.responseBody)}};
    return {{QStringLiteral("status"), exchange.status},
            {QStringLiteral("statusText"), QString()},
            {QStringLiteral("httpVersion"), QString::fromLatin1(exchange.httpVersion)},
            {QStringLiteral("cookies"), cookiesOf(exchange.responseHeaders, "Set-Cookie")},
            {QStringLiteral("headers"), listOf(exchange.responseHeaders)},
            {QStringLiteral("content"), content},
            {QStringLiteral("redirectURL"), valueOf(exchange.responseHeaders, "Location")},
            {QStringLiteral("headersSize"), -1},
            {QStringLiteral("bodySize"), exchange.responseBytes}};
}

QJsonObject own(const net::Exchange &exchange)
{
    QJsonObject json{{QStringLiteral("kind"), wordOf(exchange.kind)}, {QStringLiteral("number"), qint64(exchange.number)}};
    const std::pair<const char *, QString> texts[] = {{"purpose", exchange.purpose}, {"account", exchange.account}, {"failure", exchange.failure}};
    for (const auto &[name, text] : texts) {
        if (!text.isEmpty())
            json.insert(QLatin1String(name), text);
    }
    return json;
}

QJsonObject entryOf(const net::Exchange &exchange)
{
    const Timings timings = timingsOf(exchange);
    QJsonObject entry{{QStringLiteral("startedDateTime"), exchange.startedAt.toUTC().toString(Qt::ISODateWithMs)},
                      {QStringLiteral("time"), qint64(exchange.duration.count())},
                      {QStringLiteral("request"), requestOf(exchange)},
                      {QStringLiteral("response"), responseOf(exchange)},
                      {QStringLiteral("cache"), QJsonObject()},
                      {QStringLiteral("timings"),
                       QJsonObject{{QStringLiteral("blocked"), timings.blocked},
                                   {QStringLiteral("dns"), -1}, // Qt does not tell when a name was found
                                   {QStringLiteral("connect"), timings.connect},
                                   {QStringLiteral("ssl"), -1},
                                   {QStringLiteral("send"), timings.send},
                                   {QStringLiteral("wait"), timings.wait},
                                   {QStringLiteral("receive"), timings.receive}}},
                      {QStringLiteral("_keyturn"), own(exchange)}};
    if (!exchange.failure.isEmpty())
        entry.insert(QStringLiteral("_error"), exchange.failure); // as Chrome has it
    return entry;
}

} // namespace

Timings timingsOf(const net::Exchange &exchange)
{
    const qint64 whole = exchange.duration.count();
    // Each no earlier than the one before: what is not known took no time that could be told apart.
    const auto at = [whole](std::chrono::milliseconds moment, qint64 before) {
        return moment.count() < 0 ? before : std::clamp<qint64>(moment.count(), before, std::max(whole, before));
    };
    Timings timings;
    qint64 now = 0;
    if (exchange.moments.connecting.count() >= 0) {
        now = at(exchange.moments.connecting, 0);
        timings.blocked = now;
        const bool isTls = exchange.moments.encrypted.count() >= 0;
        const qint64 connected = at(isTls ? exchange.moments.encrypted : exchange.moments.sent, now); // without TLS both come at once
        timings.connect = connected - now;
        now = connected;
    }
    const qint64 sent = at(exchange.moments.sent, now);
    const qint64 firstByte = exchange.moments.firstByte.count() < 0 ? whole : at(exchange.moments.firstByte, sent);
    timings.send = sent - now;
    timings.wait = firstByte - sent;
    timings.receive = whole - firstByte;
    return timings;
}

QByteArray toHar(const QList<net::Exchange> &entries, const QString &version)
{
    QJsonArray list;
    for (const net::Exchange &entry : entries)
        list += entryOf(entry);
    const QJsonObject creator{{QStringLiteral("name"), QStringLiteral("Keyturn")}, {QStringLiteral("version"), version}};
    const QJsonObject log{
        {QStringLiteral("version"), QStringLiteral("1.2")}, {QStringLiteral("creator"), creator}, {QStringLiteral("entries"), list}};
    return QJsonDocument(QJsonObject{{QStringLiteral("log"), log}}).toJson();
}

} // namespace keyturn::trace
