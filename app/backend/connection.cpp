// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/connection.h"

#include "backend/answers.h"
#include "backend/eventlog.h"
#include "backend/faults/transmitter.h"
#include "backend/responsehead.h"
#include "backend/unreadablerequest.h"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <openssl/err.h>
#include <openssl/sslerr.h>

#include <optional>
#include <string>

namespace keyturn::backend {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t bufferBytes = 16 * 1024; // one connection's read buffer; larger than the header limit
constexpr std::chrono::seconds lingerTime(2);
constexpr int maxFields = 100;

QByteArray toBytes(beast::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

Response badRequest()
{
    return errorAnswer(400, "bad_request", QStringLiteral("The request is not well-formed HTTP."));
}

/// The answer to a header that is well-formed and still not served: what two servers in a row could read differently (request smuggling, RFC 9112
/// §11.2), what is for a proxy, and what is too much.
std::optional<Response> headerRefusal(const http::request<http::string_body> &message)
{
    const auto fields = std::distance(message.begin(), message.end());
    if (fields > maxFields)
        return errorAnswer(431, "header_too_large", QStringLiteral("The request has more than %1 header fields.").arg(maxFields));
    const auto hosts = message.count(http::field::host); // RFC 9112 §3.2: one exactly
    const beast::string_view target = message.target();
    if (hosts > 1 || (hosts == 0 && message.version() >= 11) || (!target.starts_with('/') && target != "*"))
        return badRequest();
    if (message.count(http::field::transfer_encoding) > 0) {
        if (message.count(http::field::content_length) > 0 || message.version() < 11)
            return badRequest();
        if (message.count(http::field::transfer_encoding) > 1 || !beast::iequals(message[http::field::transfer_encoding], "chunked"))
            return errorAnswer(501, "transfer_encoding", QStringLiteral("Of transfer encodings only chunked is understood here."));
    }
    if (message.version() >= 11 && message.count(http::field::expect) > 0 && !beast::iequals(message[http::field::expect], "100-continue"))
        return errorAnswer(417, "expectation_failed", QStringLiteral("Only 100-continue can be expected here."));
    return std::nullopt;
}

/// HSTS for this name would take every other http://localhost of the machine away from the browser, for a year (RFC 6797 knows no ports).
bool isLocalhost(beast::string_view host)
{
    const QByteArray name = toBytes(host.substr(0, host.rfind(':'))).toLower();
    return name == "localhost" || name.endsWith(".localhost");
}

bool isPlainHttp(const error_code &error)
{
    const auto code = static_cast<unsigned long>(error.value());
    return error.category() == asio::error::get_ssl_category()
        && (ERR_GET_REASON(code) == SSL_R_HTTP_REQUEST || ERR_GET_REASON(code) == SSL_R_HTTPS_PROXY_REQUEST);
}

using PlainStream = beast::tcp_stream;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

/// One client. Everything here runs on the connection's thread; an answer that was made elsewhere comes back to it by a post.
template <class Stream> class Connection : public std::enable_shared_from_this<Connection<Stream>>
{
public:
    /// @p parts are what the stream is made of, besides the socket.
    template <class... Parts>
    Connection(ConnectionContext &shared, ServingThread &thread, tcp::socket socket, Parts &...parts)
        : m_stream(std::move(socket), parts...), m_shared(shared), m_thread(thread), m_buffer(bufferBytes)
    {
        ++m_shared.open;
        error_code ignored;
        transport().socket().set_option(tcp::no_delay(true), ignored);
        const tcp::endpoint peer = transport().socket().remote_endpoint(ignored);
        m_peer = QString::fromStdString(peer.address().to_string());
    }
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;
    ~Connection() { --m_shared.open; }

    void start()
    {
        asio::dispatch(m_stream.get_executor(), [self = this->shared_from_this()] { self->greet(); });
    }

private:
    static constexpr bool encrypted = std::is_same_v<Stream, TlsStream>;

    /// The TCP connection below, whose deadlines hold for all that goes over it.
    PlainStream &transport() { return beast::get_lowest_layer(m_stream); }

    void greet()
    {
        newParser();
        if constexpr (encrypted) {
            transport().expires_after(m_shared.limits.handshakeTime);
            m_stream.async_handshake(asio::ssl::stream_base::server, [self = this->shared_from_this()](error_code error) {
                if (!error)
                    self->readHeader();
                else if (isPlainHttp(error))
                    self->refusePlain();
            });
        } else {
            readHeader();
        }
    }

    /// OpenSSL has read what is no handshake, and nothing of ours was sent yet: this one answer goes out unencrypted.
    void refusePlain()
    {
        m_answer = closingAnswer(errorAnswer(400, "https_required", QStringLiteral("This port speaks HTTPS; the address must begin with https://.")));
        transport().expires_after(m_shared.limits.writeTime);
        asio::async_write(transport(), asio::buffer(m_answer), [self = this->shared_from_this()](error_code error, std::size_t) {
            if (!error)
                self->finish();
        });
    }

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
        transport().expires_after(m_shared.limits.idleTime);
        m_stream.async_read_some(m_buffer.prepare(4096), [self = this->shared_from_this()](error_code error, std::size_t count) {
            if (error)
                return;
            self->m_buffer.commit(count);
            self->readHeader();
        });
    }

    void readHeader()
    {
        transport().expires_after(m_shared.limits.headerTime);
        http::async_read_header(m_stream, m_buffer, *m_parser, [self = this->shared_from_this()](error_code error, std::size_t) {
            if (error)
                self->refuse(error);
            else
                self->checkHeader();
        });
    }

    /// Before a byte of the body is waited for.
    void checkHeader()
    {
        const auto &message = m_parser->get();
        m_head = message.method() == http::verb::head;
        m_localhost = isLocalhost(message[http::field::host]);
        if (const std::optional<Response> answer = headerRefusal(message)) {
            m_shared.begin();
            m_close = true;
            write(*answer);
        } else if (message.version() >= 11 && message.count(http::field::expect) > 0) { // RFC 9110 §10.1.1: HTTP/1.0 knows no such thing
            sayContinue();
        } else {
            readBody();
        }
    }

    void sayContinue()
    {
        m_continue.emplace(http::status::continue_, 11);
        http::async_write(m_stream, *m_continue, [self = this->shared_from_this()](error_code error, std::size_t) {
            if (!error)
                self->readBody();
        });
    }

    void readBody()
    {
        transport().expires_after(m_shared.limits.bodyTime);
        http::async_read(m_stream, m_buffer, *m_parser, [self = this->shared_from_this()](error_code error, std::size_t) {
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
        transport().expires_never();
        m_shared.begin();
        auto &message = m_parser->get();
        m_close = !message.keep_alive();
        const QByteArray target = toBytes(message.target());
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
        const Replier reply([self = this->shared_from_this()](Response response) {
            if (self->m_thread.isCurrent())
                self->deliver(std::move(response));
            else
                asio::post(self->m_stream.get_executor(), [self, response = std::move(response)] { self->deliver(response); });
        });
        try {
            m_shared.handler(std::move(request), reply);
        } catch (const std::exception &problem) {
            logEvent(LogLevel::Error, "handler_failed", {{QStringLiteral("detail"), QString::fromUtf8(problem.what())}});
            reply(errorAnswer(500, "internal", QStringLiteral("Something went wrong here.")));
        }
    }

    /// What the handler did is to last before the client is told of it.
    void deliver(Response response)
    {
        if (!m_thread.isRoundOpen())
            return write(std::move(response));
        m_thread.hold([self = this->shared_from_this(), response = std::move(response)](bool kept) mutable {
            static const core::Error lost{core::ErrorKind::Storage, QStringLiteral("database_failed"), {}};
            self->write(kept ? std::move(response) : failureAnswer(lost));
        });
    }

    void write(Response response)
    {
        addCommonHeaders(response, m_shared.strictTransport && !m_localhost);
        m_close = m_close || m_shared.stopping;
        std::string head = responseHead(response, m_shared.leftOut, m_close);
        if (m_head)
            response.body.clear(); // RFC 9110 §9.3.2: as GET would, without the body
        if (!response.transmission.isOrdinary())
            return transmit(response.transmission, std::move(head), response.body.toStdString());
        m_answer = std::move(head);
        m_answer.append(response.body.constData(), static_cast<std::size_t>(response.body.size()));
        transport().expires_after(m_shared.limits.writeTime);
        asio::async_write(m_stream, asio::buffer(m_answer),
                          [self = this->shared_from_this()](error_code error, std::size_t) { self->written(!error); });
    }

    void transmit(const Transmission &how, std::string head, std::string body)
    {
        const auto done = [self = this->shared_from_this()](bool whole) { self->written(whole); };
        std::make_shared<Transmitter<Stream>>(m_stream, how, std::move(head), std::move(body), done)->start();
    }

    void written(bool whole)
    {
        m_answer = {};
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
        transport().expires_after(lingerTime);
        if constexpr (encrypted) // RFC 8446 §6.1: close_notify, so that the client knows that nothing was cut off
            m_stream.async_shutdown([self = this->shared_from_this()](error_code) { self->finish(); });
        else
            finish();
    }

    void finish()
    {
        error_code ignored;
        transport().socket().shutdown(tcp::socket::shutdown_send, ignored);
        transport().expires_after(lingerTime);
        discard();
    }

    void discard()
    {
        m_buffer.clear();
        transport().async_read_some(m_buffer.prepare(bufferBytes), [self = this->shared_from_this()](error_code error, std::size_t) {
            if (!error)
                self->discard();
        });
    }

    Stream m_stream;
    ConnectionContext &m_shared;
    ServingThread &m_thread;
    beast::flat_buffer m_buffer;
    std::optional<http::request_parser<http::string_body>> m_parser;
    std::optional<http::response<http::empty_body>> m_continue;
    std::string m_answer; ///< While it is being sent.
    QString m_peer;
    bool m_close = false;
    bool m_head = false;
    bool m_localhost = false;
};

} // namespace

std::string closingAnswer(Response response)
{
    addCommonHeaders(response);
    return responseHead(response, {}, true) + response.body.toStdString();
}

namespace {

void serve(tcp::socket socket, ConnectionContext &shared, ServingThread &thread, TlsContext *tls)
{
    if (tls)
        std::make_shared<Connection<TlsStream>>(shared, thread, std::move(socket), *tls)
            ->start(); // OpenSSL counts who still needs its part of the context
    else
        std::make_shared<Connection<PlainStream>>(shared, thread, std::move(socket))->start();
}

/// TLS to whom it begins with a handshake, plain HTTP to everybody else.
void serveByFirstByte(tcp::socket socket, ConnectionContext &shared, ServingThread &thread, const std::shared_ptr<TlsContext> &tls)
{
    const auto waiting = std::make_shared<tcp::socket>(std::move(socket));
    waiting->async_wait(tcp::socket::wait_read, [waiting, &shared, &thread, tls](error_code error) {
        constexpr char handshake = 22; // RFC 8446 §5.1
        char first = 0;
        if (!error)
            waiting->receive(asio::buffer(&first, 1), tcp::socket::message_peek, error);
        if (!error)
            serve(std::move(*waiting), shared, thread, first == handshake ? tls.get() : nullptr);
    });
}

} // namespace

void serveConnection(tcp::socket socket, ConnectionContext &shared, ServingThread &thread)
{
    const std::shared_ptr<TlsContext> tls = shared.tlsContext();
    if (tls && shared.plainBesideTls)
        serveByFirstByte(std::move(socket), shared, thread, tls);
    else
        serve(std::move(socket), shared, thread, tls.get());
}

} // namespace keyturn::backend
