// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/metrics.h"

namespace keyturn::backend {

namespace {

enum Index : std::size_t { Refreshes, SignIns, ProviderGrants, Requests, Limited };

QByteArray label(const QByteArray &name, const QByteArray &value)
{
    return name + "=\"" + value + '"';
}

} // namespace

Metrics::Metrics()
    : m_families{
        {"keyturn_backend_refresh_total", "Uses of refresh tokens by outcome.", {}},
        {"keyturn_backend_sign_ins_total", "Password sign-ins and registrations by outcome.", {}},
        {"keyturn_backend_provider_grants_total", "Token answers of the simulated providers.", {}},
        {"keyturn_backend_requests_total", "Requests by route and status.", {}},
        {"keyturn_backend_rate_limited_total", "Requests turned away by rate limits, by route and limit.", {}},
    }
{
    // A counter that is there from the start reads as 0, not as "no such series".
    for (const char *outcome : {"rotated", "grace", "reused", "refused"})
        m_families[Refreshes].series[label("outcome", outcome)] = 0;
    for (const char *outcome : {"registered", "succeeded", "refused", "failed"})
        m_families[SignIns].series[label("outcome", outcome)] = 0;
}

void Metrics::add(std::size_t family, const QByteArray &labels)
{
    const std::lock_guard lock(m_mutex);
    ++m_families[family].series[labels];
}

void Metrics::countRefresh(const QByteArray &outcome)
{
    add(Refreshes, label("outcome", outcome));
}

void Metrics::countSignIn(const QByteArray &outcome)
{
    add(SignIns, label("outcome", outcome));
}

void Metrics::countProviderGrant(const QByteArray &provider, const QByteArray &type)
{
    add(ProviderGrants, label("provider", provider) + ',' + label("type", type));
}

void Metrics::countRequest(const QByteArray &path, int status)
{
    add(Requests, label("path", path) + ',' + label("status", QByteArray::number(status)));
}

void Metrics::countLimited(const QByteArray &path, const QByteArray &limit)
{
    add(Limited, label("path", path) + ',' + label("limit", limit));
}

QByteArray Metrics::text(int openConnections) const
{
    QByteArray text;
    const std::lock_guard lock(m_mutex);
    for (const Family &family : m_families) {
        text += "# HELP " + family.name + ' ' + family.help + "\n# TYPE " + family.name + " counter\n";
        for (const auto &[labels, value] : family.series)
            text += family.name + '{' + labels + "} " + QByteArray::number(value) + '\n';
    }
    text += "# HELP keyturn_backend_connections_open Client connections open now.\n# TYPE keyturn_backend_connections_open gauge\n";
    text += "keyturn_backend_connections_open " + QByteArray::number(openConnections) + '\n';
    return text;
}

} // namespace keyturn::backend
