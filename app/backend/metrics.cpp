// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/metrics.h"

#include <algorithm>

namespace keyturn::backend {

namespace {

enum Index : std::size_t { Refreshes, SignIns, ProviderGrants, Requests, Limited };

/// Upper ends; what is longer stands in a bucket behind them. From what a lookup takes to what a hash under load does.
constexpr std::array<std::chrono::microseconds, 12> durationBuckets{
    std::chrono::microseconds(500),     std::chrono::microseconds(1'000),     std::chrono::microseconds(2'500),
    std::chrono::microseconds(5'000),   std::chrono::microseconds(10'000),    std::chrono::microseconds(25'000),
    std::chrono::microseconds(50'000),  std::chrono::microseconds(100'000),   std::chrono::microseconds(250'000),
    std::chrono::microseconds(500'000), std::chrono::microseconds(1'000'000), std::chrono::microseconds(2'500'000)};

QByteArray seconds(std::chrono::microseconds duration)
{
    return QByteArray::number(static_cast<double>(duration.count()) / 1e6, 'g', 15);
}

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

void Metrics::countRequest(const QByteArray &path, int status, std::chrono::microseconds took)
{
    add(Requests, label("path", path) + ',' + label("status", QByteArray::number(status)));
    const auto bucket = std::lower_bound(durationBuckets.begin(), durationBuckets.end(), took) - durationBuckets.begin();
    const std::lock_guard lock(m_mutex);
    Durations &durations = m_durations[path];
    ++durations.counts.at(static_cast<std::size_t>(bucket));
    durations.sum += took;
}

void Metrics::countLimited(const QByteArray &path, const QByteArray &limit)
{
    add(Limited, label("path", path) + ',' + label("limit", limit));
}

/// The caller holds the lock.
QByteArray Metrics::durationText() const
{
    const QByteArray name("keyturn_backend_request_duration_seconds");
    QByteArray text = "# HELP " + name + " From a request read whole to its answer, by route.\n# TYPE " + name + " histogram\n";
    for (const auto &[path, durations] : m_durations) {
        quint64 sofar = 0; // a bucket of the format holds what is in the smaller ones, too
        for (std::size_t i = 0; i < durations.counts.size(); ++i) {
            sofar += durations.counts.at(i);
            const QByteArray end = i < durationBuckets.size() ? seconds(durationBuckets.at(i)) : QByteArray("+Inf");
            text += name + "_bucket{" + label("path", path) + ',' + label("le", end) + "} " + QByteArray::number(sofar) + '\n';
        }
        text += name + "_sum{" + label("path", path) + "} " + seconds(durations.sum) + '\n';
        text += name + "_count{" + label("path", path) + "} " + QByteArray::number(sofar) + '\n';
    }
    return text;
}

QByteArray Metrics::text(const Gauges &gauges) const
{
    QByteArray text;
    const std::lock_guard lock(m_mutex);
    for (const Family &family : m_families) {
        text += "# HELP " + family.name + ' ' + family.help + "\n# TYPE " + family.name + " counter\n";
        for (const auto &[labels, value] : family.series)
            text += family.name + '{' + labels + "} " + QByteArray::number(value) + '\n';
    }
    text += "# HELP keyturn_backend_connections_open Client connections open now.\n# TYPE keyturn_backend_connections_open gauge\n";
    text += "keyturn_backend_connections_open " + QByteArray::number(gauges.openConnections) + '\n';
    text += "# HELP keyturn_backend_hashing_waiting Passwords that wait to be hashed.\n# TYPE keyturn_backend_hashing_waiting gauge\n";
    text += "keyturn_backend_hashing_waiting " + QByteArray::number(gauges.hashingWaiting) + '\n';
    return text + durationText();
}

} // namespace keyturn::backend
