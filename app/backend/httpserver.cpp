// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/httpserver.h"

#include "backend/answers.h"
#include "backend/eventlog.h"
#include "backend/faults/transmitter.h"
#include "backend/unreadablerequest.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <sstream>
#include <thread>
#include <vector>

namespace keyturn::backend {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t bufferBytes = 16 * 1024; // one connection's read buffer; larger than the header limit
constexpr std::chrono::seconds lingerTime(2);
constexpr std::chrono::seconds stopPatience(2);

QByteArray toBytes(beast::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

beast::string_view toView(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

/// What all connections share.
struct Shared {
    HttpLimits limits;
    HttpServer::Handler handler;
    std::atomic<int> open = 0;
    std::atomic<bool> stopping = false;

    /// Requests between "read whole" and "answer written".
    void begin()
    {
        const std::lock_guard lock(mutex);
        ++running;
    }
    void end()
    {
        const std::lock_guard lock(mutex);
        if (--running == 0)
            idle.notify_all();
    }
    std::mutex mutex;
    std::condition_variable idle;
    int running = 0;
};

/// One client. Everything here runs on the connection's strand; the handler's answer comes back to it by a post.
class Connection : public std::enable_shared_from_this<Connection>
{
public:
    Connection(tcp::socket socket, Shared &shared) : m_stream(std::move(socket)), m_shared(shared), m_buffer(bufferBytes)
    {
        ++m_shared.open;
        error_code ignored;
        m_stream.socket().set_option(tcp::no_delay(true), ignored);
        const tcp::endpoint peer = m_stream.socket().remote_endpoint(ignored);
        m_peer = QString::fromStdString(peer.address().to_string());
    }
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;
    ~Connection() { --m_shared.open; }

    void start()
    {
        asio::dispatch(m_stream.get_executor(), [self = shared_from_this()] {
            self->newParser();
            self->readHeader();
        });
    }

private:
    void newParser()
    {
        m_parser.emplace();
        m_parser->header_limit(static_cast<std::uint32_t>(m_shared.limits.headerBytes));
        m_parser->body_limit(static_cast<std::uint64_t>(m_shared.limits.bodyBytes));
    }

    void awaitNext()
    {
        newParser();
        if (m_buffer.size() > 0) { // pipelined (RFC 9112 §9.3.2): it is here already
            readHeader();
            return;
        }
        m_buffer.shrink_to_fit();
        m_stream.expires_after(m_shared.limits.idleTime);
        m_stream.async_read_some(m_buffer.prepare(4096), [self = shared_from_this()](error_code error, std::size_t count) {
            if (error)
                return;
            self->m_buffer.commit(count);
            self->readHeader();
        });
    }

    void readHeader()
    {
        m_stream.expires_after(m_shared.limits.headerTime);
        http::async_read_header(m_stream, m_buffer, *m_parser, [self = shared_from_this()](error_code error, std::size_t) {
            if (error)
                self->refuse(error);
            else if (beast::iequals(self->m_parser->get()[http::field::expect], "100-continue"))
                self->sayContinue();
            else
                self->readBody();
        });
    }

    void sayContinue()
    {
        m_continue.emplace(http::status::continue_, 11);
        http::async_write(m_stream, *m_continue, [self = shared_from_this()](error_code error, std::size_t) {
            if (!error)
                self->readBody();
        });
    }

    void readBody()
    {
        m_stream.expires_after(m_shared.limits.bodyTime);
        http::async_read(m_stream, m_buffer, *m_parser, [self = shared_from_this()](error_code error, std::size_t) {
            if (error)
                self->refuse(error);
            else
                self->handle();
        });
    }

    void refuse(const error_code &error)
    {
        const std::optional<Response> answer = answerToUnreadable(error);
        if (!answer)
            return;
        m_shared.begin();
        m_close = true;
        write(*answer);
    }

    void handle()
    {
        m_stream.expires_never();
        m_shared.begin();
        auto &message = m_parser->get();
        m_close = !message.keep_alive();
        m_head = message.method() == http::verb::head;
        const QByteArray target = toBytes(message.target());
        // RFC 9112 §3.2: one Host exactly; and only origin-form, we are no proxy.
        const auto hosts = message.equal_range(http::field::host);
        const auto hostCount = std::distance(hosts.first, hosts.second);
        if (hostCount > 1 || (hostCount == 0 && message.version() >= 11) || (!target.startsWith('/') && target != "*")) {
            m_close = true;
            write(errorAnswer(400, "bad_request", QStringLiteral("The request is not well-formed HTTP.")));
            return;
        }
        Request request;
        request.method = toBytes(message.method_string());
        const qsizetype mark = target.indexOf('?');
        request.path = mark < 0 ? target : target.left(mark);
        request.query = mark < 0 ? QByteArray() : target.mid(mark + 1);
        for (const auto &field : message)
            request.headers.append({toBytes(field.name_string()), toBytes(field.value())});
        request.body = QByteArray(message.body().data(), static_cast<qsizetype>(message.body().size()));
        request.peer = m_peer;
        m_parser.reset();
        const Replier reply([self = shared_from_this()](Response response) {
            asio::post(self->m_stream.get_executor(), [self, response = std::move(response)] { self->write(response); });
        });
        try {
            m_shared.handler(std::move(request), reply);
        } catch (const std::exception &problem) {
            logEvent(LogLevel::Error, "handler_failed", {{QStringLiteral("detail"), QString::fromUtf8(problem.what())}});
            reply(errorAnswer(500, "internal", QStringLiteral("Something went wrong here.")));
        }
    }

    void write(Response response)
    {
        addCommonHeaders(response);
        m_close = m_close || m_shared.stopping;
        m_message.emplace(static_cast<http::status>(response.status), 11);
        for (const HttpHeader &header : std::as_const(response.headers)) {
            if (!header.value.contains('\r') && !header.value.contains('\n')) // no answer is split, whatever a value was made of
                m_message->insert(toView(header.name), toView(header.value));
        }
        if (m_message->find(http::field::date) == m_message->end())
            m_message->set(http::field::date, toView(httpDate(QDateTime::currentDateTimeUtc())));
        m_message->keep_alive(!m_close);
        if (m_head) {
            m_message->content_length(static_cast<std::uint64_t>(response.body.size())); // RFC 9110 §9.3.2: as GET would, without the body
        } else {
            m_message->body() = response.body.toStdString();
            m_message->prepare_payload();
        }
        if (!response.transmission.isOrdinary())
            return transmit(response.transmission);
        m_stream.expires_after(m_shared.limits.writeTime);
        http::async_write(m_stream, *m_message, [self = shared_from_this()](error_code error, std::size_t) { self->written(!error); });
    }

    void transmit(const Transmission &how)
    {
        std::ostringstream head;
        head << m_message->base();
        std::make_shared<Transmitter>(m_stream, how, head.str(), std::move(m_message->body()), [self = shared_from_this()](bool whole) {
            self->written(whole);
        })->start();
    }

    void written(bool whole)
    {
        m_message.reset();
        m_shared.end();
        if (!whole)
            return;
        if (m_close)
            linger();
        else
            awaitNext();
    }

    /// A close with unread data in it is a reset, which can take the answer away from the client: say that we are done, and read on a little.
    void linger()
    {
        error_code ignored;
        m_stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
        m_stream.expires_after(lingerTime);
        discard();
    }

    void discard()
    {
        m_buffer.clear();
        m_stream.async_read_some(m_buffer.prepare(bufferBytes), [self = shared_from_this()](error_code error, std::size_t) {
            if (!error)
                self->discard();
        });
    }

    beast::tcp_stream m_stream;
    Shared &m_shared;
    beast::flat_buffer m_buffer;
    std::optional<http::request_parser<http::string_body>> m_parser;
    std::optional<http::response<http::empty_body>> m_continue;
    std::optional<http::response<http::string_body>> m_message;
    QString m_peer;
    bool m_close = false;
    bool m_head = false;
};

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
                std::make_shared<Connection>(std::move(socket), shared)->start();
            accept();
        });
    }

    void closeAcceptor()
    {
        error_code ignored;
        acceptor.close(ignored);
    }

    static void turnAway(tcp::socket &socket)
    {
        static const std::string answer = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        error_code ignored;
        socket.non_blocking(true, ignored);
        socket.write_some(asio::buffer(answer), ignored);
    }

    Shared shared; // outlives the context, whose pending handlers hold connections
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

void HttpServer::stop()
{
    Shared &shared = m_impl->shared;
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
