// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "trace/filter.h"

#include <algorithm>

namespace keyturn::trace {

namespace {

bool holds(const net::Exchange &exchange, const QString &text)
{
    const auto has = [&text](const QString &place) { return place.contains(text, Qt::CaseInsensitive); };
    const auto anyHas = [&has](const QList<std::pair<QByteArray, QByteArray>> &headers) {
        return std::any_of(headers.begin(), headers.end(), [&has](const std::pair<QByteArray, QByteArray> &header) {
            return has(QString::fromUtf8(header.first + ": " + header.second));
        });
    };
    return has(exchange.url.toDisplayString(QUrl::FullyDecoded)) || has(exchange.url.toString(QUrl::FullyEncoded)) || has(exchange.purpose)
        || has(QString::fromLatin1(exchange.method)) || has(exchange.failure) || has(QString::number(exchange.status))
        || has(QString::fromUtf8(exchange.requestBody)) || has(QString::fromUtf8(exchange.responseBody)) || anyHas(exchange.requestHeaders)
        || anyHas(exchange.responseHeaders);
}

bool isOf(const net::Exchange &exchange, const Filter &filter)
{
    if (filter.account.isEmpty() || exchange.account == filter.account)
        return true;
    return exchange.account.isEmpty() && filter.origins.contains(net::Origin::of(exchange.url));
}

} // namespace

bool fits(const net::Exchange &exchange, const Filter &filter)
{
    return isOf(exchange, filter) && (filter.purposes.isEmpty() || filter.purposes.contains(exchange.purpose))
        && (!filter.onlyFailures || isFailure(exchange)) && (!filter.statusClass || exchange.status / 100 == *filter.statusClass)
        && (!filter.from.isValid() || exchange.startedAt >= filter.from) && (filter.text.isEmpty() || holds(exchange, filter.text));
}

QList<net::Exchange> filtered(const QList<net::Exchange> &entries, const Filter &filter)
{
    QList<net::Exchange> found;
    std::copy_if(entries.begin(), entries.end(), std::back_inserter(found), [&filter](const net::Exchange &entry) { return fits(entry, filter); });
    return found;
}

} // namespace keyturn::trace
