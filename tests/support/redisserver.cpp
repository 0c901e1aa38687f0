// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/redisserver.h"

#include <QFile>
#include <QNetworkProxy>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <csignal>
#include <sys/prctl.h>

namespace keyturn::tests {

namespace {

constexpr int patience = 10'000; // milliseconds

bool answers(quint16 port)
{
    QTcpSocket socket;
    socket.setProxy(QNetworkProxy::NoProxy);
    socket.connectToHost(QHostAddress::LocalHost, port);
    socket.write("PING\r\n");
    return socket.waitForReadyRead(100); // its socket is there too then
}

} // namespace

RedisServer::RedisServer(const QStringList &arguments) : m_arguments(arguments)
{
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
    m_process.setWorkingDirectory(m_folder.path());
    // Debian has the server in redis-tools too, under the name of another tool; it goes by the name that it is called by.
    QFile::link(QStandardPaths::findExecutable(QStringLiteral("redis-check-rdb")), m_folder.filePath(QStringLiteral("redis-server")));
    for (int attempt = 0; attempt < 5 && m_port == 0; ++attempt) {
        QTcpServer probe;
        probe.listen(QHostAddress::LocalHost);
        const quint16 port = probe.serverPort();
        probe.close();
        if (startAt(port))
            m_port = port;
    }
    if (m_port == 0)
        qWarning("redis did not start: %s", m_process.readAll().constData());
}

RedisServer::~RedisServer()
{
    kill();
}

bool RedisServer::startAt(quint16 port)
{
    m_process.start(m_folder.filePath(QStringLiteral("redis-server")),
                    QStringList{QStringLiteral("--port"), QString::number(port), QStringLiteral("--bind"), QStringLiteral("127.0.0.1"),
                                QStringLiteral("--unixsocket"), m_folder.filePath(QStringLiteral("socket")), QStringLiteral("--save"), QString(),
                                QStringLiteral("--appendonly"), QStringLiteral("no")}
                        + m_arguments);
    const bool ready = QTest::qWaitFor([&] { return m_process.state() == QProcess::NotRunning || answers(port); }, patience);
    if (ready && m_process.state() == QProcess::Running)
        return true;
    kill();
    return false;
}

bool RedisServer::start()
{
    return m_port != 0 && startAt(m_port);
}

void RedisServer::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(patience);
}

QString RedisServer::url() const
{
    return m_port == 0 ? QString() : QStringLiteral("redis://127.0.0.1:%1").arg(m_port);
}

QString RedisServer::socketUrl() const
{
    return QStringLiteral("unix:") + m_folder.filePath(QStringLiteral("socket"));
}

} // namespace keyturn::tests
