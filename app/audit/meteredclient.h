// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/answer.h"
#include "audit/meter.h"
#include "audit/target.h"
#include "core/clock.h"
#include "net/exchangelog.h"
#include "net/httpclient.h"

#include <QObject>

namespace keyturn::audit {

/// The one way on which an audit's requests go out: to hosts that were named, within the budget, each recorded.
class MeteredClient final : public QObject, public net::HttpClient
{
    Q_OBJECT
public:
    /// All but @p target must outlive it. @p http should record nothing itself.
    MeteredClient(core::Clock &clock, net::HttpClient &http, net::ExchangeLog &log, Meter &meter, const Target &target, QObject *parent = nullptr);

    /// Errors beside the inner client's: Configuration `host_not_allowed`; RateLimited `budget_spent` and `time_spent`, which are the audit's own
    /// limits.
    [[nodiscard]] core::Async<net::HttpResponse> send(net::HttpRequest request) override;
    /// The same, with how it went. Always a value, unless this is destroyed first.
    [[nodiscard]] core::Async<Answer> ask(net::HttpRequest request);

private:
    [[nodiscard]] std::optional<core::Error> obstacle(const net::HttpRequest &request) const;

    core::Clock &m_clock;
    net::HttpClient &m_http;
    net::ExchangeLog &m_log;
    Meter &m_meter;
    Limits m_limits;
    QStringList m_hosts;
};

/// The hosts that the audit of @p target may ask: the backend's own and those that were named.
[[nodiscard]] QStringList allowedHosts(const Target &target);

} // namespace keyturn::audit
