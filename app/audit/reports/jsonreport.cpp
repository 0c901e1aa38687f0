// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/reports/reports.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace keyturn::audit {

namespace {

QJsonArray headersOf(const QList<std::pair<QByteArray, QByteArray>> &headers)
{
    QJsonArray array;
    for (const auto &[name, value] : headers)
        array.append(QJsonObject{{QStringLiteral("name"), QString::fromLatin1(name)}, {QStringLiteral("value"), QString::fromLatin1(value)}});
    return array;
}

QJsonObject exchangeOf(const net::Exchange &exchange)
{
    QJsonObject object{{QStringLiteral("method"), QString::fromLatin1(exchange.method)},
                       {QStringLiteral("url"), exchange.url.toString(QUrl::FullyEncoded)},
                       {QStringLiteral("startedAt"), exchange.startedAt.toString(Qt::ISODateWithMs)},
                       {QStringLiteral("milliseconds"), static_cast<qint64>(exchange.duration.count())},
                       {QStringLiteral("requestHeaders"), headersOf(exchange.requestHeaders)}};
    if (!exchange.requestBody.isEmpty())
        object.insert(QStringLiteral("requestBody"), QString::fromUtf8(exchange.requestBody));
    if (exchange.status == 0) {
        object.insert(QStringLiteral("failure"), exchange.failure);
        return object;
    }
    object.insert(QStringLiteral("status"), exchange.status);
    object.insert(QStringLiteral("responseHeaders"), headersOf(exchange.responseHeaders));
    if (!exchange.responseBody.isEmpty())
        object.insert(QStringLiteral("responseBody"), QString::fromUtf8(exchange.responseBody));
    return object;
}

QJsonObject resultOf(const CheckResult &result)
{
    const Check &check = result.check;
    QJsonArray references;
    QStringList names;
    for (const Reference &each : check.references) {
        names.append(each.name);
        QJsonObject reference{{QStringLiteral("name"), each.name}};
        if (!each.url.isEmpty())
            reference.insert(QStringLiteral("url"), each.url.toString(QUrl::FullyEncoded));
        references.append(reference);
    }
    QJsonArray exchanges;
    for (const net::Exchange &exchange : result.exchanges)
        exchanges.append(exchangeOf(exchange));
    QJsonObject object{{QStringLiteral("number"), check.number},
                       {QStringLiteral("id"), check.id},
                       {QStringLiteral("title"), check.title},
                       {QStringLiteral("severity"), wordOf(check.severity)},
                       {QStringLiteral("mode"), wordOf(check.mode)},
                       {QStringLiteral("outcome"), wordOf(result.outcome)},
                       {QStringLiteral("evidence"), result.evidence},
                       {QStringLiteral("exchanges"), exchanges},
                       {QStringLiteral("reference"), names.join(QStringLiteral("; "))},
                       {QStringLiteral("references"), references},
                       {QStringLiteral("remedy"), check.remedy}};
    if (result.isKnown)
        object.insert(QStringLiteral("known"), true);
    return object;
}

} // namespace

QByteArray jsonReport(const Report &report)
{
    QJsonArray results;
    for (const CheckResult &result : report.results)
        results.append(resultOf(result));
    QJsonObject root{{QStringLiteral("target"), report.target.toString(QUrl::FullyEncoded)},
                     {QStringLiteral("profile"), report.profile},
                     {QStringLiteral("startedAt"), report.startedAt.toString(Qt::ISODateWithMs)},
                     {QStringLiteral("milliseconds"), static_cast<qint64>(report.duration.count())},
                     {QStringLiteral("requests"), report.requests},
                     {QStringLiteral("registered"), report.registered},
                     {QStringLiteral("results"), results}};
    if (!report.stopped.isEmpty())
        root.insert(QStringLiteral("stopped"), report.stopped);
    return QJsonDocument(root).toJson();
}

} // namespace keyturn::audit
