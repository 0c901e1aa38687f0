// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "net/httpclient.h"

#include <QHash>
#include <QObject>

namespace keyturn::net {

/// What hosts asked for a pause, and until when: shared by all accounts, so that one account's refusal spares the host the others' requests. A pause
/// holds at its scheme, host and port for the path that was answered, and for whatever else goes there for the same purpose: what is too much for one
/// tenant's refreshes is so for the other's. It does not hold for other purposes: a limit on signing in must not keep tokens from being renewed.
class Pauses
{
public:
    /// @p clock must outlive it. Pauses are kept by its monotonic time: winding the wall clock neither shortens nor stretches them.
    explicit Pauses(core::Clock &clock) : m_clock(clock) { }

    [[nodiscard]] std::chrono::milliseconds now() const { return m_clock.monotonic(); } ///< What a request's going out is told by.
    /// Why nothing is to be sent to @p url for @p purpose now: RateLimited `rate_limited`, or Offline `server_error` where the server said that it is
    /// down; both with the time that is left.
    [[nodiscard]] std::optional<core::Error> standing(const QUrl &url, const QString &purpose);
    /// Takes in what the answer to a request that went out at @p sentAt (monotonic) asks for. One that asks for nothing ends the pause, unless that
    /// was asked for meanwhile: a slow answer knows nothing of it.
    void note(const QUrl &url, const QString &purpose, std::chrono::milliseconds sentAt, const HttpResponse &response);

private:
    struct Pause {
        std::chrono::milliseconds until{0}; ///< Of the monotonic clock.
        std::chrono::milliseconds since{0};
        core::ErrorKind kind = core::ErrorKind::RateLimited;
    };
    void take(const QString &key, std::chrono::milliseconds sentAt, const std::optional<Pause> &pause);
    void makeRoom();

    core::Clock &m_clock;
    QHash<QString, Pause> m_pauses;
};

/// An HttpClient that sends nothing where a pause was asked for (Retry-After of 429, 403 and 5xx, RFC 9110 §10.2.3; rate limit fields with nothing
/// remaining) until that is over, and says so instead: the errors of Pauses::standing(). HttpRequest::cannotWait goes out all the same.
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
