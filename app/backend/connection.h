// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/httpserver.h"
#include "backend/servingthread.h"

#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>

namespace keyturn::backend {

/// What all connections of one server share.
struct ConnectionContext {
    HttpLimits limits;
    HttpServer::Handler handler;
    std::atomic<int> open = 0;
    std::atomic<bool> stopping = false;
    std::atomic<bool> strictTransport = false; ///< Browsers are told to come by TLS alone (RFC 6797).
    QList<QByteArray> leftOut; ///< Headers that no answer has; this and the next are set before the first connection.
    bool plainBesideTls = false;

    /// What new connections are encrypted by; null: they are not.
    [[nodiscard]] std::shared_ptr<TlsContext> tlsContext() const
    {
        const std::lock_guard lock(mutex);
        return tls;
    }
    void setTlsContext(std::shared_ptr<TlsContext> context)
    {
        const std::lock_guard lock(mutex);
        tls = std::move(context);
    }

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
    mutable std::mutex mutex;
    std::condition_variable idle;
    int running = 0;
    std::shared_ptr<TlsContext> tls;
};

/// The bytes of an answer after which the connection closes, for where none of ours serves the client.
[[nodiscard]] std::string closingAnswer(Response response);

/// Serves the client at @p socket, which is @p thread's, until either side ends it. @p shared and @p thread must outlive it.
void serveConnection(boost::asio::ip::tcp::socket socket, ConnectionContext &shared, ServingThread &thread);

} // namespace keyturn::backend
