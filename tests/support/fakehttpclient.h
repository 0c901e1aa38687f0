// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/httpclient.h"

#include <QMap>

#include <functional>

namespace keyturn::tests {

/// A network that says what the test wrote down, by `METHOD path?query`. Answers to one address come in the order in which they were given, and the
/// last one stays. What nobody wrote down is Configuration `unexpected_request` and stands in unexpected().
class FakeHttpClient final : public net::HttpClient
{
public:
    using Handler = std::function<core::Result<net::HttpResponse>(const net::HttpRequest &)>;

    [[nodiscard]] core::Async<net::HttpResponse> send(net::HttpRequest request) override;

    void on(const QByteArray &address, Handler handler) { m_handlers[address].append(std::move(handler)); }
    /// JSON by its type, unless @p headers say otherwise.
    void answer(const QByteArray &address, int status, const QByteArray &body = {},
                const QList<net::Header> &headers = {{"Content-Type", "application/json"}});
    void fail(const QByteArray &address, core::ErrorKind kind, const QString &code);
    /// As if nobody had written anything down for @p address.
    void forget(const QByteArray &address) { m_handlers.remove(address); }
    /// Requests to @p address wait until they are stopped (then Cancelled) or release()d.
    void holdBack(const QByteArray &address) { m_heldBack.append(address); }
    void release(const QByteArray &address);

    [[nodiscard]] const QList<net::HttpRequest> &requests() const { return m_requests; }
    [[nodiscard]] qsizetype countOf(const QByteArray &address) const;
    [[nodiscard]] const QList<QByteArray> &unexpected() const { return m_unexpected; }

private:
    struct Waiting {
        net::HttpRequest request;
        core::Promise<net::HttpResponse> promise;
        std::shared_ptr<void> stop;
    };
    [[nodiscard]] core::Result<net::HttpResponse> answerTo(const net::HttpRequest &request);

    QMap<QByteArray, QList<Handler>> m_handlers;
    QList<QByteArray> m_heldBack;
    QList<Waiting> m_waiting;
    QList<net::HttpRequest> m_requests;
    QList<QByteArray> m_unexpected;
};

/// `POST /path?query` of @p request.
[[nodiscard]] QByteArray addressOf(const net::HttpRequest &request);
/// The value of @p name in @p request's headers, compared without case; empty where there is none.
[[nodiscard]] QByteArray headerOf(const net::HttpRequest &request, const QByteArray &name);

} // namespace keyturn::tests
