// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/sentrequest.h"

#include "core/clock.h"

namespace keyturn::net {

QList<std::pair<QByteArray, QByteArray>> sentHeadersOf(const QNetworkReply &reply)
{
    const auto *const sent = dynamic_cast<const SentRequest *>(&reply);
    const QNetworkRequest request = sent ? sent->sentRequest() : reply.request();
    QList<std::pair<QByteArray, QByteArray>> headers;
    for (const QByteArray &name : request.rawHeaderList())
        headers.append({name, request.rawHeader(name)});
    return headers;
}

MomentWatch::MomentWatch(core::Clock &clock, const QNetworkReply &reply, QObject *context)
    : m_clock(clock), m_sender(dynamic_cast<const SentRequest *>(&reply)), m_start(clock.monotonic())
{
    const auto on = [this, &reply, context](auto signal, std::chrono::milliseconds Moments::*moment) {
        QObject::connect(&reply, signal, context, [this, moment] { note(moment); });
    };
    on(&QNetworkReply::socketStartedConnecting, &Moments::connecting);
    on(&QNetworkReply::encrypted, &Moments::encrypted);
    on(&QNetworkReply::requestSent, &Moments::sent);
    on(&QNetworkReply::metaDataChanged, &Moments::firstByte);
}

std::chrono::milliseconds MomentWatch::sinceStart() const
{
    return m_clock.monotonic() - m_start;
}

void MomentWatch::note(std::chrono::milliseconds Moments::*moment)
{
    const std::chrono::milliseconds now = sinceStart();
    if (moment == &Moments::sent) {
        const int sendings = m_sender ? m_sender->sendings() : 1;
        // That it connects again is not always told; that the request is out is.
        if (std::exchange(m_sendings, sendings) != sendings) {
            m_lost.clear();
        } else {
            m_lost.append({m_begin, now, m_moments});
            m_begin = now;
            m_moments = {};
        }
    }
    m_moments.*moment = now - m_begin;
}

void recordLost(const MomentWatch &watch, ExchangeLog &log, const HttpRequest &request, const QDateTime &startedAt, Circumstances how)
{
    how.responseBytes = -1;
    for (const MomentWatch::Lost &lost : watch.lost()) {
        how.moments = lost.moments;
        log.recordFailure(request, QStringLiteral("connection_closed"), startedAt.addMSecs(lost.begin.count()), lost.end - lost.begin, how);
    }
}

} // namespace keyturn::net
