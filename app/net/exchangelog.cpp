// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/exchangelog.h"

#include "core/json.h"
#include "net/httpclient.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

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

/// Of a body that is not all there nothing can be told but its size.
QByteArray bodyOf(const Redaction &redaction, const QByteArray &type, const core::Secret &body, qint64 bytes)
{
    return body.size() == bytes ? redaction.body(type, body.reveal()) : Redaction::sizeAlone(type, bytes);
}

QByteArray headerOf(const Redaction &redaction, const SecretParts &secrets, const QByteArray &name, const QByteArray &value)
{
    const bool isSecret = std::any_of(secrets.headers.cbegin(), secrets.headers.cend(),
                                      [&name](const QByteArray &one) { return one.compare(name, Qt::CaseInsensitive) == 0; });
    return isSecret ? redaction.credentials(value) : redaction.header(name, value);
}

/// What lies in the body of @p response where the request knows that secrets do.
QList<core::Secret> secretsIn(const HttpResponse &response, const QStringList &pointers)
{
    QList<core::Secret> secrets;
    const core::Result<QJsonDocument> document =
        pointers.isEmpty() || !response.isJson() ? core::Error{} : core::parseJson(response.body.reveal(), Redaction::mostRedacted);
    if (!document.ok())
        return secrets;
    const QJsonValue root = document->isArray() ? QJsonValue(document->array()) : QJsonValue(document->object());
    for (const QString &pointer : pointers)
        secrets.append(core::Secret::fromText(core::atPointer(root, pointer).toVariant().toString()));
    return secrets;
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
    const Redaction redaction = m_redaction.knowing(request.secrets.values, request.secrets.tokens);
    exchange.url = redaction.url(request.url);
    QList<std::pair<QByteArray, QByteArray>> sent = how.sentHeaders;
    for (const Header &header : how.sentHeaders.isEmpty() ? request.headers : QList<Header>())
        sent.append({header.name, header.value});
    for (const auto &[name, value] : std::as_const(sent))
        exchange.requestHeaders.append({name, headerOf(redaction, request.secrets, name, value)});
    exchange.requestBytes = how.requestBytes >= 0 ? how.requestBytes : request.body.size();
    exchange.requestBody = bodyOf(redaction, contentType(request.headers), request.body, exchange.requestBytes);
    exchange.account = how.account;
    exchange.moments = how.moments;
    exchange.httpVersion = "HTTP/1.1"; // the transport speaks no other
    return exchange;
}

void ExchangeLog::record(const HttpRequest &request, const HttpResponse &response, const QDateTime &startedAt, std::chrono::milliseconds duration,
                         const Circumstances &how)
{
    Exchange exchange = begin(request, startedAt, duration, how);
    exchange.status = response.status;
    const Redaction redaction = m_redaction.knowing(request.secrets.values, request.secrets.tokens + secretsIn(response, request.secrets.pointers));
    for (const Header &header : response.headers)
        exchange.responseHeaders.append({header.name, headerOf(redaction, request.secrets, header.name, header.value)});
    exchange.responseBytes = how.responseBytes >= 0 ? how.responseBytes : response.body.size();
    exchange.responseBody = bodyOf(redaction, contentType(response.headers), response.body, exchange.responseBytes);
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
