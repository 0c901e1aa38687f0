// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/httpserver.h"

#include "backend/answers.h"
#include "backend/connection.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <vector>

namespace keyturn::backend {

namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::seconds stopPatience(2);

} // namespace

struct HttpServer::Impl {
    Impl(HttpLimits limits, int count) : threads(newThreads(rounds, count)), acceptor(threads.front()->context()), retry(acceptor.get_executor())
    {
        shared.limits = limits;
    }

    static std::vector<std::unique_ptr<ServingThread>> newThreads(const Rounds &rounds, int count)
    {
        std::vector<std::unique_ptr<ServingThread>> made;
        for (int i = 0; i < count; ++i)
            made.push_back(std::make_unique<ServingThread>(rounds));
        return made;
    }

    /// The threads take new connections in turn.
    void accept()
    {
        ServingThread &thread = *threads[next++ % threads.size()];
        acceptor.async_accept(thread.context(), [this, &thread](error_code error, tcp::socket socket) {
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
                serveConnection(std::move(socket), shared, thread);
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
        Response busy = errorAnswer(503, "busy", QStringLiteral("Too many clients are connected; please try again shortly."));
        busy.headers.append(HttpHeader{"Retry-After", "5"});
        const std::string answer = closingAnswer(busy);
        error_code ignored;
        socket.non_blocking(true, ignored);
        socket.write_some(asio::buffer(answer), ignored);
    }

    ConnectionContext shared; // outlives the threads, whose pending handlers hold connections
    Rounds rounds;
    std::vector<std::unique_ptr<ServingThread>> threads;
    std::size_t next = 0;
    tcp::acceptor acceptor;
    asio::steady_timer retry;
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

void HttpServer::start(Handler handler, Rounds rounds)
{
    m_impl->shared.handler = std::move(handler);
    m_impl->rounds = std::move(rounds);
    m_impl->accept();
    for (const auto &thread : m_impl->threads)
        thread->start();
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
    asio::post(m_impl->acceptor.get_executor(), [this] { m_impl->closeAcceptor(); });
    {
        std::unique_lock lock(shared.mutex);
        shared.idle.wait_for(lock, stopPatience, [&shared] { return shared.running == 0; });
    }
    for (const auto &thread : m_impl->threads)
        thread->stop();
    m_impl->closeAcceptor(); // where the end came before the post's turn
}

int HttpServer::openConnections() const
{
    return m_impl->shared.open;
}

} // namespace keyturn::backend
