// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/profiles/checkstep.h"
#include "net/httpclient.h"

#include <QByteArrayList>

#include <memory>
#include <optional>

/// What the bare answer of an address tells of it, as far as that can be told in honesty.
namespace keyturn::composition {

/// Hands requests on and remembers the last status that came back: some refusals are only told apart by it.
class NotingClient final : public net::HttpClient
{
public:
    /// @p http must outlive it.
    explicit NotingClient(net::HttpClient &http) : m_http(http) { }
    [[nodiscard]] core::Async<net::HttpResponse> send(net::HttpRequest request) override;
    [[nodiscard]] int lastStatus() const { return *m_status; } ///< 0: no answer.

private:
    net::HttpClient &m_http;
    std::shared_ptr<int> m_status = std::make_shared<int>(0);
    QObject m_context;
};

/// A status that says by itself that nothing is there, or nothing for this method: the step, else nullopt.
[[nodiscard]] std::optional<CheckStep> missing(const QString &what, const QString &place, int status);

/// An address that is to ask for a token: 401 and 403 are what one hopes for.
[[nodiscard]] CheckStep asksForToken(const QString &what, const QString &place, const net::HttpResponse &response);

/// The answer to OPTIONS for an address that a request would change something at. Only an `Allow` header (RFC 9110 §10.2.1) is to be trusted; a
/// CORS layer answers for addresses that are not there.
[[nodiscard]] CheckStep allows(const QString &what, const QString &place, const QByteArray &method, const net::HttpResponse &response);

/// Sends @p request and turns its answer into a step by @p read; an error becomes CheckStep::of().
[[nodiscard]] core::Async<QList<CheckStep>> ask(net::HttpClient &http, const core::Result<net::HttpRequest> &request, const QString &what,
                                                const QString &place, QObject *context, std::function<CheckStep(const net::HttpResponse &)> read);

} // namespace keyturn::composition
