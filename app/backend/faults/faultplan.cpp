// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/faults/faultplan.h"

namespace keyturn::backend {

namespace {

bool fits(const QByteArray &route, const QByteArray &path)
{
    if (route.isEmpty())
        return true;
    const QList<QByteArray> wanted = route.split('/');
    const QList<QByteArray> given = path.split('/');
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        if (wanted[i] == "*" && i + 1 == wanted.size())
            return given.size() >= wanted.size();
        if (i >= given.size() || (wanted[i].startsWith(':') ? given[i].isEmpty() : wanted[i] != given[i]))
            return false;
    }
    return wanted.size() == given.size();
}

} // namespace

ArmedFault FaultPlan::arm(ArmedFault fault)
{
    const std::lock_guard lock(m_mutex);
    fault.id = ++m_lastId;
    m_armed.append(fault);
    noteSkew();
    return fault;
}

QList<Fault> FaultPlan::take(const Request &request)
{
    const std::lock_guard lock(m_mutex);
    QList<Fault> faults;
    for (ArmedFault &armed : m_armed) {
        if (armed.fault.kind == Fault::Kind::ClockSkew || (!armed.method.isEmpty() && armed.method != request.method)
            || !fits(armed.route, request.path))
            continue;
        faults.append(armed.fault);
        if (armed.left)
            --*armed.left;
    }
    m_armed.removeIf([](const ArmedFault &armed) { return armed.left && *armed.left <= 0; });
    return faults;
}

QList<ArmedFault> FaultPlan::armed() const
{
    const std::lock_guard lock(m_mutex);
    return m_armed;
}

bool FaultPlan::clear(qint64 id)
{
    const std::lock_guard lock(m_mutex);
    const bool found = m_armed.removeIf([id](const ArmedFault &armed) { return armed.id == id; }) > 0;
    noteSkew();
    return found;
}

void FaultPlan::clearAll()
{
    const std::lock_guard lock(m_mutex);
    m_armed.clear();
    noteSkew();
}

/// With the mutex held.
void FaultPlan::noteSkew()
{
    qint64 skew = 0;
    for (const ArmedFault &armed : std::as_const(m_armed)) {
        if (armed.fault.kind == Fault::Kind::ClockSkew)
            skew = armed.fault.value;
    }
    m_skew = skew;
}

} // namespace keyturn::backend
