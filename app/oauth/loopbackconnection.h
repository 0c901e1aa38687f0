// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "oauth/loopbackrequest.h"

#include <QObject>

class QTcpSocket;

namespace keyturn::oauth {

struct LoopbackReply {
    QByteArray bytes; ///< The whole HTTP reply.
    std::function<void()> delivered = {}; ///< Called once all of it has left; may be empty.
};

/// One connection: reads one request within 10 s, writes one reply, closes. Answers by itself what is no well-formed GET for us.
class LoopbackConnection : public QObject
{
    Q_OBJECT
public:
    using Handler = std::function<LoopbackReply(const LoopbackRequest &)>;

    /// Takes @p socket over. @p authority as in readRequestHead().
    LoopbackConnection(core::Clock &clock, QTcpSocket *socket, QByteArray authority, Handler handler, QObject *parent);

    void abort(); ///< Drops it at once; ended() follows.

Q_SIGNALS:
    void ended();

private:
    void readMore();
    void send(LoopbackReply reply);
    void checkDelivered();

    core::Clock &m_clock;
    QTcpSocket *m_socket;
    QByteArray m_authority;
    Handler m_handler;
    QByteArray m_received;
    LoopbackReply m_reply;
    bool m_answered = false;
    bool m_ended = false;
    /// RFC 9112 §9.6: the peer may still be sending; closing now would reset the connection, on some systems before the reply is read.
    bool m_lingers = false;
};

} // namespace keyturn::oauth
