// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/lure.h"

#include <QNetworkProxy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>

namespace keyturn::audit {

namespace {

constexpr int tick = 50; // milliseconds, after which its end is noticed
constexpr int patience = 2'000; // milliseconds, for a visitor that is slow
constexpr qsizetype longestRequest = 8 * 1024;

} // namespace

Lure::Lure(QMap<QByteArray, QByteArray> contents) : m_contents(std::move(contents)), m_thread(QThread::create([this] { serve(); }))
{
    m_thread->start();
    m_port.wait(0);
}

Lure::~Lure()
{
    m_ends = true;
    m_thread->wait();
}

QUrl Lure::url(const QByteArray &path) const
{
    const int port = m_port;
    return port > 0 ? QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(port).arg(QString::fromLatin1(path))) : QUrl();
}

void Lure::serve()
{
    QTcpServer server;
    server.setProxy(QNetworkProxy::NoProxy);
    m_port = server.listen(QHostAddress::LocalHost) ? server.serverPort() : -1;
    m_port.notify_all();
    while (!m_ends && server.isListening()) {
        if (!server.waitForNewConnection(tick))
            continue;
        while (const std::unique_ptr<QTcpSocket> visitor{server.nextPendingConnection()}) {
            ++m_visits;
            answer(*visitor);
        }
    }
}

void Lure::answer(QTcpSocket &visitor)
{
    QByteArray request;
    while (!request.contains("\r\n\r\n") && request.size() < longestRequest && visitor.waitForReadyRead(patience))
        request += visitor.readAll();
    const QByteArray path = request.split(' ').value(1).split('?').first();
    const QByteArray content = m_contents.value(path);
    const QByteArray type = content.startsWith('{') ? "application/json" : "application/x-pem-file";
    visitor.write((content.isEmpty() ? QByteArray("HTTP/1.1 404 Not Found") : QByteArray("HTTP/1.1 200 OK")) + "\r\nContent-Type: " + type
                  + "\r\nContent-Length: " + QByteArray::number(content.size()) + "\r\nConnection: close\r\n\r\n" + content);
    visitor.disconnectFromHost();
    if (visitor.state() != QAbstractSocket::UnconnectedState)
        visitor.waitForDisconnected(patience);
}

} // namespace keyturn::audit
