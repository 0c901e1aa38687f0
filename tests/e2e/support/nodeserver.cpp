// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/nodeserver.h"

#include "core/json.h"

#include <QEventLoop>
#include <QFile>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <csignal>
#include <sys/prctl.h>

namespace keyturn::e2e {

namespace {

constexpr int patience = 30'000; // milliseconds

/// Nothing outlives the test that started it, however that ends.
void endWithUs(QProcess &process)
{
    process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
}

void end(QProcess &process)
{
    if (process.state() == QProcess::NotRunning)
        return;
    process.terminate();
    if (!process.waitForFinished(5000)) {
        process.kill();
        process.waitForFinished(5000);
    }
}

QString folder()
{
    return QStringLiteral(KEYTURN_SERVERS_FOLDER) + u'/';
}

} // namespace

NodeServer::NodeServer(const QString &script, const QMap<QString, QString> &settings)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("PORT"), QStringLiteral("0"));
    for (auto it = settings.begin(); it != settings.end(); ++it)
        environment.insert(it.key(), it.value());
    m_process.setProcessEnvironment(environment);
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    endWithUs(m_process);
    m_process.start(QStringLiteral("node"), {folder() + script});
    while (!m_process.canReadLine() && m_process.waitForReadyRead(patience)) { }
    m_url = QUrl(QJsonDocument::fromJson(m_process.readLine()).object().value(QStringLiteral("url")).toString());
    if (m_url.isEmpty())
        qWarning("%s did not start: %s", qPrintable(script), qPrintable(m_process.errorString()));
}

NodeServer::~NodeServer()
{
    end(m_process);
}

void NodeServer::kill()
{
    m_process.kill();
    m_process.waitForFinished(5000);
}

QJsonObject NodeServer::counters() const
{
    QNetworkAccessManager manager;
    manager.setProxy(QNetworkProxy::NoProxy);
    const std::unique_ptr<QNetworkReply> reply(manager.get(QNetworkRequest(m_url.resolved(QUrl(QStringLiteral("/test/counters"))))));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    return QJsonDocument::fromJson(reply->readAll()).object();
}

QByteArray NodeServer::profile(const QString &path, const QMap<QString, QJsonValue> &changes)
{
    QFile file(folder() + path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(file.fileName()));
    QJsonObject profile = QJsonDocument::fromJson(file.readAll()).object();
    for (auto it = changes.begin(); it != changes.end(); ++it)
        profile = core::withPointer(profile, it.key(), it.value());
    return QJsonDocument(profile).toJson();
}

RedisServer::RedisServer()
{
    // Debian has the server in redis-tools too, under the name of another tool; it goes by the name that it is called by.
    const QString program = m_folder.filePath(QStringLiteral("redis-server"));
    QFile::link(QStandardPaths::findExecutable(QStringLiteral("redis-check-rdb")), program);
    for (int attempt = 0; attempt < 5 && m_port == 0; ++attempt) {
        QTcpServer probe;
        probe.listen(QHostAddress::LocalHost);
        const quint16 port = probe.serverPort();
        probe.close();
        endWithUs(m_process);
        m_process.setWorkingDirectory(m_folder.path());
        m_process.start(program,
                        {QStringLiteral("--port"), QString::number(port), QStringLiteral("--bind"), QStringLiteral("127.0.0.1"),
                         QStringLiteral("--save"), QString(), QStringLiteral("--appendonly"), QStringLiteral("no")});
        const bool ready = QTest::qWaitFor(
            [&] {
                QTcpSocket socket;
                socket.setProxy(QNetworkProxy::NoProxy);
                socket.connectToHost(QHostAddress::LocalHost, port);
                return m_process.state() == QProcess::NotRunning || socket.waitForConnected(100);
            },
            10'000);
        if (ready && m_process.state() == QProcess::Running)
            m_port = port;
        else
            end(m_process);
    }
    if (m_port == 0)
        qWarning("redis did not start: %s", m_process.readAll().constData());
}

RedisServer::~RedisServer()
{
    end(m_process);
}

QString RedisServer::url() const
{
    return m_port == 0 ? QString() : QStringLiteral("redis://127.0.0.1:%1").arg(m_port);
}

} // namespace keyturn::e2e
