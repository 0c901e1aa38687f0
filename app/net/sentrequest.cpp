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

MomentWatch::MomentWatch(core::Clock &clock, const QNetworkReply &reply, QObject *context) : m_clock(clock), m_start(clock.monotonic())
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

/// A reply that is sent twice says all of it twice: the last time counts, as in what was sent.
void MomentWatch::note(std::chrono::milliseconds Moments::*moment)
{
    m_moments.*moment = sinceStart();
}

} // namespace keyturn::net
