// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "trace/entryjson.h"

#include <QJsonArray>

#include <algorithm>
#include <iterator>

namespace keyturn::trace {

namespace {

using Headers = QList<std::pair<QByteArray, QByteArray>>;

struct KindWord {
    net::EntryKind kind;
    const char *word;
};
constexpr KindWord kinds[] = {{net::EntryKind::Exchange, "exchange"}, {net::EntryKind::BrowserOpened, "browser"},
                              {net::EntryKind::Callback, "callback"}, {net::EntryKind::Checked, "check"},
                              {net::EntryKind::LastPage, "page"},     {net::EntryKind::Foreign, "foreign"}};

struct NamedMoment {
    const char *name;
    std::chrono::milliseconds net::Moments::*member;
};
constexpr NamedMoment moments[] = {{"connectingMs", &net::Moments::connecting},
                                   {"encryptedMs", &net::Moments::encrypted},
                                   {"sentMs", &net::Moments::sent},
                                   {"firstByteMs", &net::Moments::firstByte}};

QJsonArray write(const Headers &headers)
{
    QJsonArray list;
    for (const auto &[name, value] : headers)
        list += QJsonObject{{QStringLiteral("name"), QString::fromUtf8(name)}, {QStringLiteral("value"), QString::fromUtf8(value)}};
    return list;
}

Headers readHeaders(const QJsonValue &json)
{
    Headers headers;
    for (const QJsonValue &header : json.toArray())
        headers.append({header[QLatin1String("name")].toString().toUtf8(), header[QLatin1String("value")].toString().toUtf8()});
    return headers;
}

void put(QJsonObject &json, const char *name, const QString &text)
{
    if (!text.isEmpty())
        json.insert(QLatin1String(name), text);
}

void put(QJsonObject &json, const char *name, qint64 number)
{
    if (number >= 0)
        json.insert(QLatin1String(name), number);
}

} // namespace

QString wordOf(net::EntryKind kind)
{
    const auto *const row = std::find_if(std::begin(kinds), std::end(kinds), [kind](const KindWord &one) { return one.kind == kind; });
    return QLatin1String(row->word);
}

std::optional<net::EntryKind> kindOf(const QString &word)
{
    const auto *const row =
        std::find_if(std::begin(kinds), std::end(kinds), [&word](const KindWord &one) { return word == QLatin1String(one.word); });
    return row == std::end(kinds) ? std::nullopt : std::optional(row->kind);
}

QJsonObject toJson(const net::Exchange &exchange)
{
    QJsonObject json{{QStringLiteral("number"), qint64(exchange.number)},
                     {QStringLiteral("kind"), wordOf(exchange.kind)},
                     {QStringLiteral("startedAt"), exchange.startedAt.toUTC().toString(Qt::ISODateWithMs)},
                     {QStringLiteral("durationMs"), qint64(exchange.duration.count())}};
    put(json, "purpose", exchange.purpose);
    put(json, "account", exchange.account);
    put(json, "method", QString::fromLatin1(exchange.method));
    put(json, "url", exchange.url.toString(QUrl::FullyEncoded));
    put(json, "status", exchange.status > 0 ? exchange.status : -1);
    put(json, "failure", exchange.failure);
    put(json, "httpVersion", QString::fromLatin1(exchange.httpVersion));
    put(json, "requestBytes", exchange.requestBytes);
    put(json, "responseBytes", exchange.responseBytes);
    put(json, "requestBody", QString::fromUtf8(exchange.requestBody));
    put(json, "responseBody", QString::fromUtf8(exchange.responseBody));
    for (const auto &[name, member] : moments)
        put(json, name, qint64((exchange.moments.*member).count()));
    if (!exchange.requestHeaders.isEmpty())
        json.insert(QLatin1String("requestHeaders"), write(exchange.requestHeaders));
    if (!exchange.responseHeaders.isEmpty())
        json.insert(QLatin1String("responseHeaders"), write(exchange.responseHeaders));
    return json;
}

std::optional<net::Exchange> fromJson(const QJsonObject &json)
{
    const auto text = [&json](const char *name) { return json.value(QLatin1String(name)).toString(); };
    const std::optional<net::EntryKind> kind = kindOf(text("kind"));
    net::Exchange exchange;
    exchange.startedAt = QDateTime::fromString(text("startedAt"), Qt::ISODateWithMs);
    if (!kind || !exchange.startedAt.isValid())
        return std::nullopt;
    exchange.kind = *kind;
    exchange.number = quint64(json.value(QLatin1String("number")).toInteger());
    exchange.purpose = text("purpose");
    exchange.account = text("account");
    exchange.duration = std::chrono::milliseconds(json.value(QLatin1String("durationMs")).toInteger());
    exchange.method = text("method").toLatin1();
    exchange.url = QUrl::fromEncoded(text("url").toUtf8());
    exchange.status = json.value(QLatin1String("status")).toInt();
    exchange.failure = text("failure");
    exchange.httpVersion = text("httpVersion").toLatin1();
    exchange.requestBytes = json.value(QLatin1String("requestBytes")).toInteger(-1);
    exchange.responseBytes = json.value(QLatin1String("responseBytes")).toInteger(-1);
    exchange.requestBody = text("requestBody").toUtf8();
    exchange.responseBody = text("responseBody").toUtf8();
    for (const auto &[name, member] : moments)
        exchange.moments.*member = std::chrono::milliseconds(json.value(QLatin1String(name)).toInteger(-1));
    exchange.requestHeaders = readHeaders(json.value(QLatin1String("requestHeaders")));
    exchange.responseHeaders = readHeaders(json.value(QLatin1String("responseHeaders")));
    return exchange;
}

} // namespace keyturn::trace
