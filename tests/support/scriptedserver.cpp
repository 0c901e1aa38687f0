// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/scriptedserver.h"

#include <QRegularExpression>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>
#include <memory>

#include <sys/socket.h>

namespace keyturn::tests {

namespace {

qsizetype announcedBody(const QByteArray &head)
{
    static const QRegularExpression length(QStringLiteral("\r\ncontent-length: *([0-9]+)\r\n"), QRegularExpression::CaseInsensitiveOption);
    return length.match(QString::fromLatin1(head)).captured(1).toLongLong();
}

} // namespace

ScriptedServer::ScriptedServer(QList<Turn> turns, std::optional<QSslConfiguration> tls) : m_turns(std::move(turns)), m_tls(std::move(tls))
{
    if (m_turns.isEmpty() || !listen(QHostAddress::LocalHost))
        qFatal("no turns, or no port on loopback");
}

QUrl ScriptedServer::url(const QString &path) const
{
    const QString scheme = m_tls ? QStringLiteral("https") : QStringLiteral("http");
    return QUrl(QStringLiteral("%1://127.0.0.1:%2%3").arg(scheme).arg(serverPort()).arg(path));
}

QByteArray ScriptedServer::answer(int status, const QByteArray &body, const QByteArray &headers)
{
    return "HTTP/1.1 " + QByteArray::number(status) + " Said\r\n" + headers + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n"
        + body;
}

void ScriptedServer::incomingConnection(qintptr descriptor)
{
    ++m_connections;
    QTcpSocket *socket = nullptr;
    if (m_tls) {
        auto *encrypted = new QSslSocket(this);
        encrypted->setSslConfiguration(*m_tls);
        socket = encrypted;
        socket->setSocketDescriptor(descriptor);
        encrypted->startServerEncryption();
    } else {
        socket = new QTcpSocket(this);
        socket->setSocketDescriptor(descriptor);
    }
    if (turn().when == Turn::When::Connected) {
        play(socket, turn());
        return;
    }
    connect(socket, &QTcpSocket::readyRead, this,
            [this, socket, buffer = QByteArray(), headSeen = false]() mutable { read(socket, buffer, headSeen); });
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
}

void ScriptedServer::read(QTcpSocket *socket, QByteArray &buffer, bool &headSeen)
{
    const QByteArray bytes = socket->readAll();
    m_everything += bytes;
    buffer += bytes;
    for (;;) {
        const qsizetype end = buffer.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        const QByteArray head = buffer.left(end + 4);
        if (!headSeen && turn().when == Turn::When::HeadRead) {
            headSeen = true;
            m_requests.append(head);
            play(socket, turn());
            return;
        }
        const qsizetype whole = head.size() + announcedBody(head);
        if (headSeen || buffer.size() < whole)
            return;
        m_requests.append(buffer.left(whole));
        buffer.remove(0, whole);
        play(socket, turn());
    }
}

const Turn &ScriptedServer::turn() const
{
    return m_turns.at(std::min(m_next, m_turns.size() - 1));
}

void ScriptedServer::play(QTcpSocket *socket, Turn turn)
{
    ++m_next;
    if (turn.drips) {
        drip(socket, turn);
        return;
    }
    socket->write(turn.bytes);
    if (turn.then == Turn::Then::Close)
        socket->disconnectFromHost(); // after the last byte is out
    else if (turn.then == Turn::Then::Reset)
        reset(socket);
}

void ScriptedServer::drip(QTcpSocket *socket, const Turn &turn)
{
    auto *tap = new QTimer(socket);
    connect(tap, &QTimer::timeout, socket, [socket, turn, at = qsizetype(0)]() mutable {
        if (at == turn.bytes.size())
            at = turn.dripFrom;
        socket->write(turn.bytes.mid(at++, 1));
        socket->flush();
    });
    tap->start(1);
}

/// RST in place of FIN: a linger of zero throws away what is under way.
void ScriptedServer::reset(QTcpSocket *socket)
{
    socket->flush();
    const linger now{1, 0};
    setsockopt(static_cast<int>(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    socket->abort();
    socket->deleteLater();
}

} // namespace keyturn::tests
