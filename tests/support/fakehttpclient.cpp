// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/fakehttpclient.h"

#include <algorithm>

namespace keyturn::tests {

QByteArray addressOf(const net::HttpRequest &request)
{
    return request.method + ' ' + request.url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::RemoveFragment);
}

QByteArray headerOf(const net::HttpRequest &request, const QByteArray &name)
{
    for (const net::Header &header : request.headers) {
        if (header.name.compare(name, Qt::CaseInsensitive) == 0)
            return header.value;
    }
    return {};
}

core::Async<net::HttpResponse> FakeHttpClient::send(net::HttpRequest request)
{
    m_requests.append(request);
    if (!m_heldBack.contains(addressOf(request)))
        return core::ready<net::HttpResponse>(answerTo(request));
    const core::Promise<net::HttpResponse> promise;
    using Stop = std::stop_callback<std::function<void()>>;
    const auto cancelled = [promise] { promise.finish(core::Error{core::ErrorKind::Cancelled, QStringLiteral("interrupted"), {}}); };
    m_waiting.append({request, promise, std::make_shared<Stop>(request.stop, cancelled)});
    return promise.future();
}

void FakeHttpClient::answer(const QByteArray &address, int status, const QByteArray &body, const QList<net::Header> &headers)
{
    on(address, [=](const net::HttpRequest &request) -> core::Result<net::HttpResponse> {
        return net::HttpResponse{status, headers, core::Secret(body), request.url};
    });
}

void FakeHttpClient::fail(const QByteArray &address, core::ErrorKind kind, const QString &code)
{
    on(address, [=](const net::HttpRequest &) -> core::Result<net::HttpResponse> { return core::Error{kind, code, {}}; });
}

void FakeHttpClient::release(const QByteArray &address)
{
    m_heldBack.removeAll(address);
    for (const Waiting &waiting : std::exchange(m_waiting, {})) {
        if (addressOf(waiting.request) == address)
            waiting.promise.finish(answerTo(waiting.request));
        else
            m_waiting.append(waiting);
    }
}

qsizetype FakeHttpClient::countOf(const QByteArray &address) const
{
    return std::count_if(m_requests.begin(), m_requests.end(), [&address](const net::HttpRequest &request) { return addressOf(request) == address; });
}

core::Result<net::HttpResponse> FakeHttpClient::answerTo(const net::HttpRequest &request)
{
    const QByteArray address = addressOf(request);
    QList<Handler> &handlers = m_handlers[address];
    if (handlers.isEmpty()) {
        m_unexpected.append(address);
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("unexpected_request"), QString::fromLatin1(address)};
    }
    const Handler handler = handlers.size() > 1 ? handlers.takeFirst() : handlers.first();
    return handler(request);
}

} // namespace keyturn::tests
