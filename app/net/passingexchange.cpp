// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/passingexchange.h"

#include "core/clock.h"
#include "net/replyfailure.h"

#include <algorithm>

namespace keyturn::net {

namespace {

constexpr qsizetype mostKept = 64 * 1024; // as the log has it

core::Secret beginningOf(QIODevice *body)
{
    if (!body || body->isSequential() || !body->isReadable() || body->size() - body->pos() > mostKept)
        return {};
    return core::Secret::take(body->peek(mostKept));
}

qint64 sizeOf(const QIODevice *body, const QNetworkRequest &request)
{
    if (!body)
        return 0;
    return body->isSequential() ? request.rawHeader("Content-Length").toLongLong() : body->size() - body->pos();
}

} // namespace

PassingExchange::PassingExchange(core::Clock &clock, ExchangeLog *log, const Request &request, QNetworkReply &reply, QObject *parent)
    : QObject(parent),
      m_clock(clock),
      m_log(log),
      m_reply(&reply),
      m_account(request.account),
      m_startedAt(clock.now()),
      m_moments(clock, reply, this),
      m_over(!log)
{
    m_request.method = request.method;
    m_request.url = reply.url();
    m_request.purpose = request.purpose;
    m_request.secrets = request.secrets;
    for (const auto &[name, value] : sentHeadersOf(reply))
        m_request.headers.append(Header{name, value});
    m_request.body = beginningOf(request.body);
    m_requestBytes = sizeOf(request.body, reply.request());
    connect(&reply, &QNetworkReply::downloadProgress, this, [this](qint64 received, qint64) { m_received = std::max(m_received, received); });
    connect(&reply, &QNetworkReply::finished, this, [this] { m_end = m_moments.sinceStart(); });
}

PassingExchange::~PassingExchange()
{
    if (!std::exchange(m_over, true) && m_log)
        recordFailure(QStringLiteral("stopped"), m_moments.sinceStart());
    core::wipe(m_kept);
}

bool PassingExchange::mayKeepMore() const
{
    return m_kept.size() == m_passed && m_kept.size() <= mostKept;
}

void PassingExchange::pass(QByteArrayView bytes)
{
    if (!m_over && mayKeepMore())
        m_kept.append(bytes.first(std::min(bytes.size(), mostKept + 1 - m_kept.size())));
    m_passed += bytes.size();
}

HttpResponse PassingExchange::response()
{
    HttpResponse response;
    response.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    for (const QNetworkReply::RawHeaderPair &header : m_reply->rawHeaderPairs()) {
        for (const QByteArray &line : header.second.split('\n')) // Qt joins several Set-Cookie so
            response.headers.append({header.first, line});
    }
    const qint64 unread = m_reply->isOpen() ? m_reply->bytesAvailable() : 0;
    if (unread > 0 && mayKeepMore())
        m_kept.append(m_reply->peek(mostKept + 1 - m_kept.size()));
    m_passed = std::max(m_received, m_passed + unread);
    if (m_kept.size() == m_passed)
        response.body = core::Secret::take(std::move(m_kept));
    return response;
}

Circumstances PassingExchange::circumstances(qint64 responseBytes) const
{
    return {m_account, m_moments.moments(), {}, m_requestBytes, responseBytes};
}

void PassingExchange::record()
{
    if (std::exchange(m_over, true) || !m_log || !m_reply)
        return;
    const std::chrono::milliseconds end = m_end.count() >= 0 ? m_end : m_moments.sinceStart();
    const HttpResponse answer = response();
    if (answer.status == 0) {
        recordFailure(failureOf(*m_reply).code, end);
        return;
    }
    const Circumstances how = circumstances(m_passed);
    recordLost(m_moments, *m_log, m_request, m_startedAt, how);
    m_log->record(m_request, answer, began(), end - m_moments.begin(), how);
}

void PassingExchange::recordFailure(const QString &code, std::chrono::milliseconds end)
{
    const Circumstances how = circumstances(-1);
    recordLost(m_moments, *m_log, m_request, m_startedAt, how);
    m_log->recordFailure(m_request, code, began(), end - m_moments.begin(), how);
}

QDateTime PassingExchange::began() const
{
    return m_startedAt.addMSecs(m_moments.begin().count());
}

} // namespace keyturn::net
