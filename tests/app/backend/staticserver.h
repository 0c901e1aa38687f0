// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>

#include <atomic>
#include <future>
#include <memory>
#include <thread>

namespace keyturn::backend {

/// An attacker's server: it gives the same bytes to whoever asks for anything, on a thread of its own, until it goes.
class StaticServer
{
public:
    explicit StaticServer(const QByteArray &body)
    {
        std::promise<quint16> port;
        std::future<quint16> bound = port.get_future();
        m_thread = std::thread([this, body, port = std::move(port)]() mutable { serve(body, std::move(port)); });
        m_port = bound.get();
    }
    StaticServer(const StaticServer &) = delete;
    StaticServer &operator=(const StaticServer &) = delete;
    ~StaticServer()
    {
        m_over = true;
        m_thread.join();
    }
    [[nodiscard]] QString url() const { return QStringLiteral("http://127.0.0.1:%1/keys").arg(m_port); }

private:
    void serve(const QByteArray &body, std::promise<quint16> port) const
    {
        constexpr int now = 20; // milliseconds, and then it looks whether it is over
        QTcpServer server;
        server.listen(QHostAddress(QHostAddress::LocalHost));
        port.set_value(server.serverPort());
        while (!m_over) {
            if (!server.waitForNewConnection(now))
                continue;
            const std::unique_ptr<QTcpSocket> socket(server.nextPendingConnection());
            for (QByteArray request; !request.contains("\r\n\r\n") && socket->waitForReadyRead(1'000);)
                request += socket->readAll();
            socket->write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
            socket->waitForBytesWritten();
            socket->disconnectFromHost();
        }
    }

    std::atomic<bool> m_over = false;
    std::thread m_thread;
    quint16 m_port = 0;
};

} // namespace keyturn::backend
