// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/exchangelog.h"
#include "net/httpclient.h"

namespace keyturn::tests {

/// An exchange of Keyturn's, the @p second after noon.
[[nodiscard]] inline net::Exchange exchangeFor(const QString &purpose, int second = 0, int status = 200)
{
    net::Exchange exchange;
    exchange.number = quint64(second) + 1;
    exchange.purpose = purpose;
    exchange.startedAt = QDateTime(QDate(2026, 11, 30), QTime(12, 0), Qt::UTC).addSecs(second);
    exchange.duration = std::chrono::milliseconds(100);
    exchange.method = "GET";
    exchange.url = QUrl(QStringLiteral("https://a.example/x"));
    exchange.status = status;
    exchange.httpVersion = "HTTP/1.1";
    return exchange;
}

[[nodiscard]] inline net::Exchange stepOfKind(net::EntryKind kind, const QString &purpose, int second = 0)
{
    net::Exchange entry = exchangeFor(purpose, second, 0);
    entry.kind = kind;
    entry.duration = std::chrono::milliseconds(0);
    return entry;
}

} // namespace keyturn::tests
