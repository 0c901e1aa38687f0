// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/httpmessage.h"
#include "backend/loopbackaddress.h"
#include "backend/tlscontext.h"
#include "core/result.h"

#include <chrono>
#include <functional>
#include <memory>

namespace keyturn::backend {

/// What one client may cost. The times are absolute deadlines: a client that drips bytes does not move them.
struct HttpLimits {
    qsizetype headerBytes = 8 * 1024; ///< Beyond: 431.
    qsizetype bodyBytes = 1024 * 1024; ///< Beyond: 413.
    std::chrono::milliseconds handshakeTime{10'000}; ///< Of TLS.
    std::chrono::milliseconds headerTime{10'000};
    std::chrono::milliseconds bodyTime{30'000};
    std::chrono::milliseconds idleTime{60'000}; ///< Between two requests of one connection.
    std::chrono::milliseconds writeTime{30'000};
    int connections = 1024; ///< Beyond: 503 and closed.
};

/// HTTP/1.1 with keep-alive and pipelining on a few serving threads; each connection belongs to one of them. Requests of one connection are answered
/// in order, one at a time.
class HttpServer
{
public:
    /// Called on a serving thread; must not block for long.
    using Handler = std::function<void(Request, Replier)>;

    /// How what handlers do is made to last, where that is for a round of requests at a time (SqlDatabase::workInRounds()). All three are called on
    /// serving threads.
    struct Rounds {
        std::function<void()> begin = [] {}; ///< First of all, on each of them.
        std::function<bool()> isOpen = [] { return false; }; ///< This thread has done what does not last yet: no answer may tell of it.
        std::function<bool()> settle = [] { return true; }; ///< Whether it does now. Else the round's answers are 503.
    };

    HttpServer(HttpLimits limits, int threads);
    /// Stops.
    ~HttpServer();

    /// Binds @p address (an IP literal); 0 lets the system pick the port. The port that was bound, or Configuration `address_invalid`,
    /// `port_in_use`, `listen_failed`. Connections wait until start().
    [[nodiscard]] core::Result<quint16> listen(const QString &address, quint16 port);
    /// Once, after listen().
    void start(Handler handler, Rounds rounds);
    void start(Handler handler) { start(std::move(handler), Rounds()); }
    /// New connections are encrypted by @p context. Before start(), and later to renew the certificate.
    void useTls(std::shared_ptr<TlsContext> context);
    /// Tells browsers to come by TLS alone: ours, or that of a proxy before us.
    void announceStrictTransport();
    /// Answers come without these, whatever made them; and who speaks plain HTTP where there is TLS is served as well. For faults/ alone, before
    /// start().
    void leaveOut(QList<QByteArray> headers);
    void servePlainBesideTls();
    /// Takes no new connections, gives running requests two seconds to be answered, then ends. Blocks; from any thread but a serving one.
    void stop();
    [[nodiscard]] int openConnections() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace keyturn::backend
