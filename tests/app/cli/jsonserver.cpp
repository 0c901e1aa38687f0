// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jsonserver.h"

#include "support/scriptedserver.h"

#include <QRegularExpression>
#include <QTcpSocket>

namespace keyturn::tests {

namespace {

/// Whether @p received is a whole request, its body with it.
bool isWhole(const QByteArray &received)
{
    static const QRegularExpression length(QStringLiteral("\r\ncontent-length: *([0-9]+)\r\n"), QRegularExpression::CaseInsensitiveOption);
    const qsizetype end = received.indexOf("\r\n\r\n");
    return end >= 0 && received.size() >= end + 4 + length.match(QString::fromLatin1(received.left(end + 2))).captured(1).toLongLong();
}

} // namespace

JsonServer::JsonServer()
{
    if (!listen(QHostAddress::LocalHost))
        qFatal("no port on loopback");
}

QByteArray JsonServer::address() const
{
    return "http://127.0.0.1:" + QByteArray::number(serverPort());
}

void JsonServer::on(const QByteArray &methodAndPath, int status, QByteArray body)
{
    body.replace('%', address());
    m_answers.insert(methodAndPath, ScriptedServer::answer(status, body, "Content-Type: application/json\r\nConnection: close\r\n"));
}

void JsonServer::incomingConnection(qintptr descriptor)
{
    auto *socket = new QTcpSocket(this);
    socket->setSocketDescriptor(descriptor);
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    connect(socket, &QTcpSocket::readyRead, this, [this, socket, received = QByteArray()]() mutable {
        received += socket->readAll();
        if (!isWhole(received))
            return;
        socket->write(answerTo(std::exchange(received, {})));
        socket->disconnectFromHost();
    });
}

QByteArray JsonServer::answerTo(const QByteArray &request)
{
    const QByteArrayList line = request.left(request.indexOf("\r\n")).split(' ');
    const QByteArray address = line.value(0) + ' ' + line.value(1).split('?').first();
    m_asked += address;
    return m_answers.value(address, ScriptedServer::answer(404, {}, "Connection: close\r\n"));
}

} // namespace keyturn::tests
