// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/exchange.h"

#include "core/logging.h"
#include "net/hardenedaccessmanager.h"
#include "net/programname.h"
#include "net/replyfailure.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>

#include <algorithm>

namespace keyturn::net {

namespace {

/// Qt accepts headers of any size; no honest answer has more (FAULTS 47).
constexpr qsizetype maxHeaderBytes = 64 * 1024;

QNetworkRequest requestFor(const HttpRequest &request)
{
    QNetworkRequest network(request.url);
    network.setRawHeader("User-Agent", userAgent());
    // No compression: a bomb then has no fuse (FAULTS 37), and what is counted is what arrives.
    network.setRawHeader("Accept-Encoding", "identity");
    for (const Header &header : request.headers)
        network.setRawHeader(header.name, header.value);
    network.setAttribute(HardenedAccessManager::PurposeAttribute, request.purpose);
    return network;
}

} // namespace

RunningExchange::RunningExchange(core::Clock &clock, ExchangeLog &log, QString account, HttpRequest request, QObject *parent)
    : QObject(parent), m_clock(clock), m_log(log), m_account(std::move(account)), m_request(std::move(request))
{ }

RunningExchange::~RunningExchange()
{
    m_onStop.reset();
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
        m_reply->deleteLater();
    }
    QByteArray contents = m_body.buffer();
    m_body.close();
    m_body.setData(QByteArray());
    core::wipe(contents);
    core::wipe(m_received);
}

core::Async<HttpResponse> RunningExchange::start(QNetworkAccessManager &manager)
{
    m_startedAt = m_clock.now();
    QIODevice *body = nullptr;
    if (!m_request.body.isEmpty()) {
        m_body.setData(m_request.body.reveal().toByteArray());
        m_body.open(QIODevice::ReadOnly);
        body = &m_body;
    }
    m_reply = manager.sendCustomRequest(requestFor(m_request), m_request.method, body);
    m_moments.emplace(m_clock, *m_reply, this);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &RunningExchange::onHead);
    connect(m_reply, &QNetworkReply::readyRead, this, &RunningExchange::onData);
    connect(m_reply, &QNetworkReply::finished, this, &RunningExchange::onFinished);
    m_clock.callAfter(m_request.deadline, this, [this] { fail(core::ErrorKind::Offline, "timeout"); });
    // A stop may be asked for in any thread; the reply belongs to this one.
    m_onStop.emplace(m_request.stop, [this] {
        QMetaObject::invokeMethod(
            this, [this] { fail(core::ErrorKind::Cancelled, "stopped"); }, Qt::QueuedConnection);
    });
    return m_promise.future();
}

void RunningExchange::onHead()
{
    if (m_ended)
        return;
    if (const std::optional<core::Error> error = brokenLimit())
        end(*error);
}

void RunningExchange::onData()
{
    if (m_ended)
        return;
    receive();
    if (const std::optional<core::Error> error = brokenLimit())
        end(*error);
}

void RunningExchange::onFinished()
{
    if (m_ended)
        return;
    receive();
    end(outcome());
}

void RunningExchange::receive()
{
    m_received += m_reply->read(m_request.maxBodyBytes + 1 - m_received.size());
}

std::optional<core::Error> RunningExchange::brokenLimit() const
{
    const auto tooLarge = [](const char *what, qsizetype limit) {
        return core::Error{core::ErrorKind::BadReply, QStringLiteral("response_too_large"),
                           QStringLiteral("%1 of more than %2 bytes").arg(QLatin1String(what)).arg(limit)};
    };
    const QList<QNetworkReply::RawHeaderPair> headers = m_reply->rawHeaderPairs();
    qsizetype bytes = 0;
    for (const QNetworkReply::RawHeaderPair &header : headers)
        bytes += header.first.size() + header.second.size() + 4;
    if (bytes > maxHeaderBytes)
        return tooLarge("headers", maxHeaderBytes);
    // Where there are more headers than Qt itself reads, it drops all of them, Content-Length too, and goes on with a body that has no end (FAULTS
    // 47).
    if (headers.isEmpty() && m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() != 0)
        return core::Error{core::ErrorKind::BadReply, QStringLiteral("headers_missing"), QStringLiteral("no headers, or more than can be read")};
    const qint64 announced = m_request.method == "HEAD" ? 0 : m_reply->rawHeader("Content-Length").toLongLong();
    if (std::max<qint64>(announced, m_received.size()) > m_request.maxBodyBytes)
        return tooLarge("a body", m_request.maxBodyBytes);
    return std::nullopt;
}

core::Result<HttpResponse> RunningExchange::outcome()
{
    if (const std::optional<core::Error> error = brokenLimit())
        return *error;
    HttpResponse response;
    response.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (response.status == 0)
        return failureOf(*m_reply);
    response.url = m_request.url;
    for (const QNetworkReply::RawHeaderPair &header : m_reply->rawHeaderPairs()) {
        // Qt joins repeated headers: Set-Cookie by line breaks, others by commas.
        for (const QByteArray &line : header.second.split('\n'))
            response.headers.append({header.first, line});
    }
    response.body = core::Secret::take(std::move(m_received));
    if (isTruncated(response))
        return core::Error{core::ErrorKind::BadReply, QStringLiteral("truncated"), {}};
    return response;
}

/// Qt reports a body that ended early as a success (FAULTS 35): what the server announced is compared with what came.
bool RunningExchange::isTruncated(const HttpResponse &response) const
{
    const QNetworkReply::NetworkError error = m_reply->error();
    if (error == QNetworkReply::RemoteHostClosedError || error == QNetworkReply::UnknownNetworkError)
        return true;
    bool isNumber = false;
    const qint64 announced = response.header("Content-Length").toLongLong(&isNumber);
    const bool bodiless = m_request.method == "HEAD" || response.status == 204 || response.status == 304;
    return isNumber && !bodiless && announced != response.body.size();
}

void RunningExchange::fail(core::ErrorKind kind, const char *code, const QString &detail)
{
    if (!m_ended)
        end(core::Error{kind, QString::fromLatin1(code), detail});
}

void RunningExchange::end(core::Result<HttpResponse> result)
{
    m_ended = true;
    const Circumstances how{m_account, m_moments->moments(), sentHeadersOf(*m_reply)};
    recordLost(*m_moments, m_log, m_request, m_startedAt, how);
    const QDateTime began = m_startedAt.addMSecs(m_moments->begin().count());
    const auto duration = m_moments->sinceStart() - m_moments->begin();
    if (result.ok())
        m_log.record(m_request, *result, began, duration, how);
    else
        m_log.recordFailure(m_request, result.error().code, began, duration, how);
    qCDebug(core::lcNet) << m_request.purpose << m_request.method << (result.ok() ? QString::number(result->status) : result.error().code);
    m_reply->disconnect(this);
    m_reply->abort();
    deleteLater();
    const core::Promise<HttpResponse> promise = m_promise; // outlives this object where the answer ends it
    if (result.ok())
        return promise.finish(std::move(result));
    core::Error error = result.error();
    error.step = m_request.purpose;
    promise.finish(error);
}

} // namespace keyturn::net
