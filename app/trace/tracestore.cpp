// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "trace/tracestore.h"

#include "trace/tracearchive.h"

namespace keyturn::trace {

TraceStore::TraceStore(core::Clock &clock, QString path, QString run, QObject *parent)
    : QObject(parent), m_clock(clock), m_path(std::move(path)), m_run(std::move(run))
{ }

TraceStore::~TraceStore()
{
    m_thread.end();
}

history::DiskThread<TraceArchive> &TraceStore::thread()
{
    if (!m_thread.worker())
        m_thread.start(new TraceArchive(m_path));
    return m_thread;
}

void TraceStore::follow(const net::ExchangeLog &log)
{
    connect(&log, &net::ExchangeLog::recorded, this, [this](const net::Exchange &exchange) {
        if (m_keeping)
            thread().tell([exchange, run = m_run, now = m_clock.now()](TraceArchive &archive) { archive.keep(exchange, run, now); });
    });
    connect(&log, &net::ExchangeLog::attributed, this, [this](const QString &account, const QList<quint64> &numbers) {
        if (m_keeping)
            thread().tell([account, numbers, run = m_run](TraceArchive &archive) { archive.attribute(account, run, numbers); });
    });
}

core::Async<QList<Kept>> TraceStore::entries(const Filter &filter, qsizetype limit, qint64 after)
{
    Filter wanted = filter;
    const QDateTime oldest = m_clock.now().addSecs(-std::chrono::seconds(keptFor).count()); // what is too old and not removed yet
    if (!wanted.from.isValid() || wanted.from < oldest)
        wanted.from = oldest;
    return thread().ask<QList<Kept>>([wanted, limit, after](TraceArchive &archive) { return archive.entries(wanted, limit, after); });
}

core::Async<void> TraceStore::clear(const QString &account, const QList<net::Origin> &origins)
{
    return thread().ask<void>([whose = Filter{account, origins}](TraceArchive &archive) { return archive.clear(whose); });
}

} // namespace keyturn::trace
