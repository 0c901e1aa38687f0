// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "history/clockwatch.h"

#include "history/recorder.h"
#include "net/clockskew.h"

namespace keyturn::history {

ClockWatch::ClockWatch(const net::ExchangeLog &log, Recorder &recorder, QObject *parent) : QObject(parent), m_recorder(recorder)
{
    connect(&log, &net::ExchangeLog::recorded, this, &ClockWatch::look);
}

void ClockWatch::look(const net::Exchange &exchange)
{
    net::HttpResponse answer;
    for (const auto &[name, value] : exchange.responseHeaders)
        answer.headers.append({name, value});
    const std::optional<std::chrono::milliseconds> ahead =
        net::clockAhead(answer, exchange.startedAt, exchange.startedAt.addMSecs(exchange.duration.count()));
    if (ahead)
        m_recorder.clockSeen(exchange.url.host(), std::chrono::duration_cast<std::chrono::seconds>(*ahead));
}

} // namespace keyturn::history
