// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/exchangelog.h"

#include "net/httpclient.h"

namespace keyturn::net {

namespace {

QByteArray contentType(const QList<Header> &headers)
{
    for (const Header &header : headers) {
        if (header.name.compare("Content-Type", Qt::CaseInsensitive) == 0)
            return header.value;
    }
    return {};
}

} // namespace

ExchangeLog::ExchangeLog(qsizetype capacity, QObject *parent) : QObject(parent), m_capacity(capacity) { }

Exchange ExchangeLog::begin(const HttpRequest &request, const QDateTime &startedAt, std::chrono::milliseconds duration)
{
    Exchange exchange;
    exchange.number = m_next++;
    exchange.purpose = request.purpose;
    exchange.startedAt = startedAt;
    exchange.duration = duration;
    exchange.method = request.method;
    exchange.url = m_redaction.url(request.url);
    for (const Header &header : request.headers)
        exchange.requestHeaders.append({header.name, m_redaction.header(header.name, header.value)});
    exchange.requestBody = m_redaction.body(contentType(request.headers), request.body.reveal());
    return exchange;
}

void ExchangeLog::record(const HttpRequest &request, const HttpResponse &response, const QDateTime &startedAt, std::chrono::milliseconds duration)
{
    Exchange exchange = begin(request, startedAt, duration);
    exchange.status = response.status;
    for (const Header &header : response.headers)
        exchange.responseHeaders.append({header.name, m_redaction.header(header.name, header.value)});
    exchange.responseBody = m_redaction.body(contentType(response.headers), response.body.reveal());
    append(std::move(exchange));
}

void ExchangeLog::recordFailure(const HttpRequest &request, const QString &code, const QDateTime &startedAt, std::chrono::milliseconds duration)
{
    Exchange exchange = begin(request, startedAt, duration);
    exchange.failure = code;
    append(std::move(exchange));
}

void ExchangeLog::append(Exchange exchange)
{
    if (m_exchanges.size() >= m_capacity)
        m_exchanges.removeFirst();
    m_exchanges.append(std::move(exchange));
    Q_EMIT recorded(m_exchanges.last());
}

} // namespace keyturn::net
