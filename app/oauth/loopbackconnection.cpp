// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/loopbackconnection.h"

#include "core/secret.h"
#include "oauth/loopbackpages.h"

#include <QTcpSocket>

namespace keyturn::oauth {

namespace {

constexpr std::chrono::seconds requestDeadline(10); // FAULTS 6
constexpr std::chrono::seconds lingerTime(1);

} // namespace

LoopbackConnection::LoopbackConnection(core::Clock &clock, QTcpSocket *socket, QByteArray authority, Handler handler, QObject *parent)
    : QObject(parent), m_clock(clock), m_socket(socket), m_authority(std::move(authority)), m_handler(std::move(handler))
{
    socket->setParent(this);
    socket->setReadBufferSize(maxHeadBytes * 2);
    connect(socket, &QTcpSocket::readyRead, this, &LoopbackConnection::readMore);
    connect(socket, &QTcpSocket::bytesWritten, this, &LoopbackConnection::checkDelivered);
    connect(socket, &QTcpSocket::disconnected, this, [this] {
        if (!std::exchange(m_ended, true))
            Q_EMIT ended();
    });
    m_clock.callAfter(requestDeadline, this, [this] {
        if (!m_answered)
            abort();
    });
}

void LoopbackConnection::abort()
{
    m_reply.delivered = nullptr;
    m_socket->abort();
    if (!std::exchange(m_ended, true))
        Q_EMIT ended();
}

void LoopbackConnection::readMore()
{
    if (m_answered) {
        m_socket->skip(m_socket->bytesAvailable());
        return;
    }
    m_received += m_socket->read(maxHeadBytes + 1 - m_received.size());
    const HeadReading reading = readRequestHead(m_received, m_authority);
    if (const auto *request = std::get_if<LoopbackRequest>(&reading)) {
        m_answered = true;
        send(m_handler(*request));
    } else if (const auto *refused = std::get_if<HeadRefused>(&reading)) {
        m_answered = true;
        m_lingers = true;
        send({bareReply(refused->status)});
    }
}

void LoopbackConnection::send(LoopbackReply reply)
{
    core::wipe(m_received); // it holds the authorization code
    if (m_socket->state() != QAbstractSocket::ConnectedState)
        return; // the handler closed the listener
    m_reply = std::move(reply);
    m_socket->skip(m_socket->bytesAvailable());
    m_socket->write(m_reply.bytes);
    m_clock.callAfter(lingerTime, this, [this] { abort(); });
}

void LoopbackConnection::checkDelivered()
{
    if (!m_answered || m_socket->bytesToWrite() > 0)
        return;
    if (!m_lingers)
        m_socket->disconnectFromHost();
    if (const auto delivered = std::exchange(m_reply.delivered, nullptr))
        delivered();
}

} // namespace keyturn::oauth
