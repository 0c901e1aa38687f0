// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "load/loadserver.h"

#include <QTcpSocket>

#include <sys/socket.h>

namespace keyturn::load {

namespace {

constexpr qsizetype dripSize = 64;
constexpr std::chrono::milliseconds dripInterval{10};

QByteArray answer(int status, const QByteArray &headers = {})
{
    const QByteArray body(100, 'b');
    return "HTTP/1.1 " + QByteArray::number(status) + " Said\r\n" + headers + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n"
        + body;
}

qsizetype bodySize(const QByteArray &head)
{
    const QByteArray lower = head.toLower();
    const QByteArray name = "\r\ncontent-length:";
    const qsizetype at = lower.indexOf(name);
    return at < 0 ? 0 : lower.mid(at + name.size(), lower.indexOf("\r\n", at + 2) - at - name.size()).trimmed().toLongLong();
}

const QByteArray challenge = QByteArrayLiteral("WWW-Authenticate: Bearer error=\"invalid_token\"\r\n");

} // namespace

LoadServer::LoadServer(Manner manner) : m_manner(manner)
{
    setMaxPendingConnections(1000);
    if (!listen(QHostAddress::LocalHost))
        qFatal("no port on loopback");
    connect(&m_tap, &QTimer::timeout, this, &LoadServer::drip);
}

QUrl LoadServer::url(int number) const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1/%2").arg(serverPort()).arg(number));
}

void LoadServer::incomingConnection(qintptr descriptor)
{
    auto *socket = new QTcpSocket(this);
    socket->setSocketDescriptor(descriptor);
    connect(socket, &QTcpSocket::readyRead, this, [this, socket, buffer = QByteArray()]() mutable { read(socket, buffer); });
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
        m_dripping.remove(socket);
        socket->deleteLater();
    });
}

void LoadServer::read(QTcpSocket *socket, QByteArray &buffer)
{
    buffer += socket->readAll();
    for (;;) {
        const qsizetype end = buffer.indexOf("\r\n\r\n") + 4;
        if (end < 4)
            return;
        const QByteArray head = buffer.left(end);
        const qsizetype whole = end + bodySize(head);
        if (buffer.size() < whole)
            return;
        buffer.remove(0, whole);
        serve(socket, head);
    }
}

void LoadServer::serve(QTcpSocket *socket, const QByteArray &head)
{
    ++m_deliveries[head.split(' ').value(1).mid(1).toInt()];
    ++m_allDeliveries;
    const bool isFirst = head.contains(QByteArray(firstToken) + "\r\n");
    switch (m_manner) {
    case Manner::Answers:
        socket->write(answer(200));
        break;
    case Manner::Slow:
        m_dripping.insert(socket, answer(200));
        if (!m_tap.isActive())
            m_tap.start(dripInterval);
        break;
    case Manner::Fails:
        socket->write(answer(500));
        break;
    case Manner::Busy:
        socket->write(answer(503, "Retry-After: 60\r\n"));
        break;
    case Manner::Limits:
        socket->write(answer(429, "Retry-After: 60\r\n"));
        break;
    case Manner::RefusesOld:
        socket->write(isFirst ? answer(401, challenge) : answer(200));
        break;
    case Manner::RefusesAll:
        socket->write(answer(401, challenge));
        break;
    case Manner::BreaksOff:
        socket->write(answer(200).chopped(50));
        socket->disconnectFromHost();
        break;
    case Manner::HangsUp:
        socket->disconnectFromHost();
        break;
    case Manner::Resets: {
        const linger now{1, 0}; // what is under way is thrown away, and RST stands for FIN
        ::setsockopt(static_cast<int>(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
        socket->abort();
        break;
    }
    }
}

void LoadServer::drip()
{
    for (auto it = m_dripping.begin(); it != m_dripping.end();) {
        it.key()->write(it->left(dripSize));
        it->remove(0, dripSize);
        it = it->isEmpty() ? m_dripping.erase(it) : std::next(it);
    }
    if (m_dripping.isEmpty())
        m_tap.stop();
}

} // namespace keyturn::load
