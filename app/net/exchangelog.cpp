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

Exchange ExchangeLog::begin(const HttpRequest &request, const QDateTime &startedAt, std::chrono::milliseconds duration, const Circumstances &how)
{
    Exchange exchange;
    exchange.number = m_next++;
    exchange.purpose = request.purpose;
    exchange.startedAt = startedAt;
    exchange.duration = duration;
    exchange.method = request.method;
    exchange.url = m_redaction.url(request.url);
    QList<std::pair<QByteArray, QByteArray>> sent = how.sentHeaders;
    for (const Header &header : how.sentHeaders.isEmpty() ? request.headers : QList<Header>())
        sent.append({header.name, header.value});
    for (const auto &[name, value] : std::as_const(sent))
        exchange.requestHeaders.append({name, m_redaction.header(name, value)});
    exchange.requestBytes = how.requestBytes >= 0 ? how.requestBytes : request.body.size();
    exchange.requestBody = bodyOf(contentType(request.headers), request.body, exchange.requestBytes);
    exchange.account = how.account;
    exchange.moments = how.moments;
    exchange.httpVersion = "HTTP/1.1"; // the transport speaks no other
    return exchange;
}

/// Of a body that is not all there nothing can be told but its size.
QByteArray ExchangeLog::bodyOf(const QByteArray &type, const core::Secret &body, qint64 bytes) const
{
    return body.size() == bytes ? m_redaction.body(type, body.reveal()) : Redaction::sizeAlone(type, bytes);
}

void ExchangeLog::record(const HttpRequest &request, const HttpResponse &response, const QDateTime &startedAt, std::chrono::milliseconds duration,
                         const Circumstances &how)
{
    Exchange exchange = begin(request, startedAt, duration, how);
    exchange.status = response.status;
    for (const Header &header : response.headers)
        exchange.responseHeaders.append({header.name, m_redaction.header(header.name, header.value)});
    exchange.responseBytes = how.responseBytes >= 0 ? how.responseBytes : response.body.size();
    exchange.responseBody = bodyOf(contentType(response.headers), response.body, exchange.responseBytes);
    append(std::move(exchange));
}

void ExchangeLog::recordFailure(const HttpRequest &request, const QString &code, const QDateTime &startedAt, std::chrono::milliseconds duration,
                                const Circumstances &how)
{
    Exchange exchange = begin(request, startedAt, duration, how);
    exchange.failure = code;
    append(std::move(exchange));
}

void ExchangeLog::note(const Note &note, const QDateTime &at)
{
    Exchange exchange;
    exchange.number = m_next++;
    exchange.kind = note.kind;
    exchange.purpose = note.purpose;
    exchange.startedAt = at;
    exchange.method = note.method;
    exchange.url = m_redaction.url(note.url);
    exchange.status = note.status;
    exchange.failure = note.failure;
    append(std::move(exchange));
}

void ExchangeLog::attribute(const QString &account, quint64 after, const std::function<bool(const Exchange &)> &fits)
{
    QList<quint64> numbers;
    for (auto exchange = m_exchanges.rbegin(); exchange != m_exchanges.rend() && exchange->number > after; ++exchange) {
        if (!exchange->account.isEmpty() || !fits(*exchange))
            continue;
        exchange->account = account;
        numbers.prepend(exchange->number);
    }
    if (!numbers.isEmpty())
        Q_EMIT attributed(account, numbers);
}

void ExchangeLog::append(Exchange exchange)
{
    if (m_exchanges.size() >= m_capacity)
        m_exchanges.removeFirst();
    m_exchanges.append(std::move(exchange));
    Q_EMIT recorded(m_exchanges.last());
}

} // namespace keyturn::net
