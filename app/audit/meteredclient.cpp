// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/meteredclient.h"

#include "net/origin.h"

namespace keyturn::audit {

bool isOnThisComputer(const model::BackendProfile &profile)
{
    return net::Origin::of(profile.baseUrl).isLoopback();
}

QStringList allowedHosts(const Target &target)
{
    QStringList hosts{target.profile.baseUrl.host()};
    for (const QUrl &base : target.profile.baseUrls)
        hosts.append(base.host());
    for (const QString &host : target.hosts)
        hosts.append(host.toLower());
    hosts.removeAll(QString());
    hosts.removeDuplicates();
    return hosts;
}

MeteredClient::MeteredClient(core::Clock &clock, net::HttpClient &http, net::ExchangeLog &log, Meter &meter, const Target &target, QObject *parent)
    : QObject(parent), m_clock(clock), m_http(http), m_log(log), m_meter(meter), m_limits(target.limits), m_hosts(allowedHosts(target))
{ }

std::optional<core::Error> MeteredClient::obstacle(const net::HttpRequest &request) const
{
    if (!m_hosts.contains(request.url.host()))
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("host_not_allowed"),
                           QStringLiteral("%1 is not among the hosts that this audit may ask (--allow-host).").arg(request.url.host())};
    return m_meter.spent();
}

core::Async<net::HttpResponse> MeteredClient::send(net::HttpRequest request)
{
    return core::chain(ask(std::move(request)), this, [](const Answer &answer) -> core::Result<net::HttpResponse> {
        if (answer.failure)
            return *answer.failure;
        return answer.response;
    });
}

core::Async<Answer> MeteredClient::ask(net::HttpRequest request)
{
    if (std::optional<core::Error> error = obstacle(request)) {
        Answer unsent;
        unsent.failure = std::move(error);
        return core::ready<Answer>(unsent);
    }
    request.deadline = m_limits.requestDeadline;
    request.maxBodyBytes = m_limits.answerBytes;
    m_meter.countRequest();
    const QDateTime startedAt = m_clock.now();
    const std::chrono::milliseconds started = m_clock.monotonic();
    const core::Promise<Answer> promise;
    core::whenDone(m_http.send(request), this, [this, promise, request, startedAt, started](const core::Result<net::HttpResponse> &response) {
        Answer answer;
        answer.duration = m_clock.monotonic() - started;
        if (response.ok()) {
            answer.status = response->status;
            answer.response = *response;
            m_log.record(request, *response, startedAt, answer.duration);
        } else {
            answer.failure = response.error();
            m_log.recordFailure(request, response.error().code, startedAt, answer.duration);
        }
        m_meter.countAnswer(answer.arrived());
        answer.exchange = m_log.exchanges().constLast().number;
        promise.finish(answer);
    });
    return promise.future();
}

} // namespace keyturn::audit
