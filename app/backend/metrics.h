// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include <array>
#include <chrono>
#include <map>
#include <mutex>
#include <vector>

namespace keyturn::backend {

/// Counters for `/metrics`, as Prometheus reads them. Safe from any thread.
class Metrics
{
public:
    Metrics();

    /// rotated, grace, reused, refused
    void countRefresh(const QByteArray &outcome);
    /// registered, succeeded, refused, failed
    void countSignIn(const QByteArray &outcome);
    /// A token answer of a simulated provider; @p type is the grant type.
    void countProviderGrant(const QByteArray &provider, const QByteArray &type);
    /// @p path is the route's pattern, never the path itself: a series per id would grow without bound.
    void countRequest(const QByteArray &path, int status, std::chrono::microseconds took);

    /// A request that was one too many for the limit of that name, or, `unreachable`, could not be counted; @p path as above.
    void countLimited(const QByteArray &path, const QByteArray &limit);

    /// What is counted elsewhere, at the moment.
    struct Gauges {
        int openConnections = 0;
        int hashingWaiting = 0;
    };
    /// The exposition text, version 0.0.4.
    [[nodiscard]] QByteArray text(const Gauges &gauges) const;

private:
    struct Family {
        QByteArray name;
        QByteArray help;
        std::map<QByteArray, quint64> series; ///< by label text
    };
    /// Durations below each of `durationBuckets`, not summed up.
    struct Durations {
        std::array<quint64, 13> counts{};
        std::chrono::microseconds sum{};
    };
    [[nodiscard]] QByteArray durationText() const;
    void add(std::size_t family, const QByteArray &labels);

    mutable std::mutex m_mutex;
    std::vector<Family> m_families;
    std::map<QByteArray, Durations> m_durations; ///< by path
};

} // namespace keyturn::backend
