// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/httpserver.h"

#include "backend/answers.h"
#include "backend/connection.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <thread>
#include <vector>

namespace keyturn::backend {

namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::seconds stopPatience(2);

} // namespace

struct HttpServer::Impl {
    Impl(HttpLimits limits, int count) : threadCount(count), acceptor(context), retry(context) { shared.limits = limits; }

    void accept()
    {
        acceptor.async_accept(asio::make_strand(context), [this](error_code error, tcp::socket socket) {
            if (error == asio::error::operation_aborted || shared.stopping)
                return;
            if (error) { // out of descriptors, most likely: wait instead of spinning
                retry.expires_after(std::chrono::milliseconds(100));
                retry.async_wait([this](error_code) { accept(); });
                return;
            }
            if (shared.open >= shared.limits.connections)
                turnAway(socket);
            else
                serveConnection(std::move(socket), shared);
            accept();
        });
    }

    void closeAcceptor()
    {
        error_code ignored;
        acceptor.close(ignored);
    }

    void turnAway(tcp::socket &socket) const
    {
        if (shared.tlsContext()) // there is no word before the handshake
            return;
        static const std::string answer = [] {
            Response busy = errorAnswer(503, "busy", QStringLiteral("Too many clients are connected; please try again shortly."));
            busy.headers.append(HttpHeader{"Retry-After", "5"});
            return closingAnswer(busy);
        }();
        error_code ignored;
        socket.non_blocking(true, ignored);
        socket.write_some(asio::buffer(answer), ignored);
    }

    ConnectionContext shared; // outlives the context, whose pending handlers hold connections
    int threadCount;
    asio::io_context context;
    /// Requests whose answers are made elsewhere are no work that the context knows of: without this the threads would leave before them.
    asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(context);
    tcp::acceptor acceptor;
    asio::steady_timer retry;
    std::vector<std::thread> threads;
};

HttpServer::HttpServer(HttpLimits limits, int threads) : m_impl(std::make_unique<Impl>(limits, threads)) { }

HttpServer::~HttpServer()
{
    stop();
}

core::Result<quint16> HttpServer::listen(const QString &address, quint16 port)
{
    const auto failure = [](const char *code, const std::string &detail) {
        return core::Error{core::ErrorKind::Configuration, QString::fromLatin1(code), QString::fromStdString(detail)};
    };
    error_code error;
    const auto ip = asio::ip::make_address(address.toStdString(), error);
    if (error)
        return failure("address_invalid", error.message());
    const tcp::endpoint endpoint(ip, port);
    tcp::acceptor &acceptor = m_impl->acceptor;
    acceptor.open(endpoint.protocol(), error);
    if (!error)
        acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error)
        acceptor.bind(endpoint, error);
    if (!error)
        acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error)
        return failure(error == asio::error::address_in_use ? "port_in_use" : "listen_failed", error.message());
    return acceptor.local_endpoint().port();
}

void HttpServer::start(Handler handler)
{
    m_impl->shared.handler = std::move(handler);
    m_impl->accept();
    for (int i = 0; i < m_impl->threadCount; ++i)
        m_impl->threads.emplace_back([context = &m_impl->context] { context->run(); });
}

void HttpServer::useTls(std::shared_ptr<TlsContext> context)
{
    m_impl->shared.setTlsContext(std::move(context));
}

void HttpServer::announceStrictTransport()
{
    m_impl->shared.strictTransport = true;
}

void HttpServer::leaveOut(QList<QByteArray> headers)
{
    m_impl->shared.leftOut = std::move(headers);
}

void HttpServer::servePlainBesideTls()
{
    m_impl->shared.plainBesideTls = true;
}

void HttpServer::stop()
{
    ConnectionContext &shared = m_impl->shared;
    if (shared.stopping.exchange(true))
        return;
    asio::post(m_impl->context, [this] { m_impl->closeAcceptor(); });
    {
        std::unique_lock lock(shared.mutex);
        shared.idle.wait_for(lock, stopPatience, [&shared] { return shared.running == 0; });
    }
    m_impl->context.stop();
    for (std::thread &thread : m_impl->threads)
        thread.join();
    m_impl->closeAcceptor(); // where the end came before the post's turn
}

int HttpServer::openConnections() const
{
    return m_impl->shared.open;
}

} // namespace keyturn::backend
