// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "net/httpclient.h"

#include <QHash>
#include <QObject>

namespace keyturn::net {

/// What endpoints asked for a pause, and until when: shared by all accounts, so that one account's refusal spares the host the others' requests.
/// An endpoint is scheme, host, port and path: a limit on signing in must not keep tokens from being renewed.
class Pauses
{
public:
    /// @p clock must outlive it. Pauses are kept by its monotonic time: winding the wall clock neither shortens nor stretches them.
    explicit Pauses(core::Clock &clock) : m_clock(clock) { }

    /// Why nothing is to be sent to @p url now: RateLimited `rate_limited`, or Offline `server_error` where the server said that it is down; both
    /// with the time that is left.
    [[nodiscard]] std::optional<core::Error> standing(const QUrl &url);
    /// Takes in what an answer from @p url asks for; one that asks for nothing ends the pause.
    void note(const QUrl &url, const HttpResponse &response);

private:
    struct Pause {
        std::chrono::milliseconds until{0}; ///< Of the monotonic clock.
        core::ErrorKind kind = core::ErrorKind::RateLimited;
    };
    core::Clock &m_clock;
    QHash<QString, Pause> m_pauses;
};

/// An HttpClient that sends nothing to an endpoint which asked for a pause (Retry-After of 429 and 5xx, RFC 9110 §10.2.3; rate limit fields with
/// nothing remaining) until that is over, and says so instead: the errors of Pauses::standing(). HttpRequest::cannotWait goes out all the same.
class PacedHttpClient final : public QObject, public HttpClient
{
    Q_OBJECT
public:
    /// Both must outlive it.
    PacedHttpClient(HttpClient &http, Pauses &pauses, QObject *parent = nullptr) : QObject(parent), m_http(http), m_pauses(pauses) { }
    [[nodiscard]] core::Async<HttpResponse> send(HttpRequest request) override;

private:
    HttpClient &m_http;
    Pauses &m_pauses;
};

} // namespace keyturn::net
