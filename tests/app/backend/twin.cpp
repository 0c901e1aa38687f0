// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "twin.h"

#include "support/redisserver.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QProcessEnvironment>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <memory>
#include <unistd.h>

namespace keyturn::backend {

namespace {

constexpr int patience = 30'000; // milliseconds

std::unique_ptr<tests::RedisServer> theRedis;

tests::RedisServer &redis()
{
    if (!theRedis) {
        theRedis = std::make_unique<tests::RedisServer>();
        qAddPostRoutine([] { theRedis.reset(); });
    }
    return *theRedis;
}

/// One that nobody has at this moment. nginx says nothing of a port that it picked by itself.
quint16 freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : quint16(0);
}

/// As packaging/compose has it, small: by turns, so that what one instance began the other one goes on with.
constexpr auto configuration = R"(daemon off;
worker_processes 1;
pid "%FOLDER/nginx.pid";
error_log stderr warn;
events { worker_connections 512; }
http {
    access_log off;
    client_body_temp_path "%FOLDER/nginx-body";
    proxy_temp_path "%FOLDER/nginx-proxy";
    fastcgi_temp_path "%FOLDER/nginx-fastcgi";
    uwsgi_temp_path "%FOLDER/nginx-uwsgi";
    scgi_temp_path "%FOLDER/nginx-scgi";
    client_max_body_size 1m;
    upstream backend { server %FIRST max_fails=0; server %SECOND max_fails=0; }
    server {
        listen 127.0.0.1:%PORT;
        location / {
            proxy_pass http://backend;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $remote_addr;
            proxy_next_upstream off;
        }
    }
}
)";

} // namespace

bool Twin::isWanted()
{
    return qEnvironmentVariableIntValue("KEYTURN_TEST_INSTANCES") == 2;
}

Twin::Twin() : m_port(freePort()) { }

Twin::~Twin()
{
    stop();
}

QStringList Twin::arguments() const
{
    return {QStringLiteral("--public-url"),    QStringLiteral("http://127.0.0.1:%1").arg(m_port),
            QStringLiteral("--trusted-proxy"), QStringLiteral("127.0.0.1"),
            QStringLiteral("--redis"),         redisUrl()};
}

QString Twin::redisUrl()
{
    return redis().socketUrl();
}

void Twin::begin(const QStringList &arguments, const QProcessEnvironment &environment)
{
    if (!environment.isEmpty())
        m_process.setProcessEnvironment(environment);
    m_process.start(QStringLiteral(KEYTURN_BACKEND), arguments);
}

bool Twin::serve(const QString &first, const QString &folder)
{
    QByteArray output;
    while (!output.contains('\n')) {
        if (!m_process.waitForReadyRead(patience))
            return false;
        output += m_process.readAllStandardOutput();
    }
    m_readyLine = QJsonDocument::fromJson(output).object();
    const QString path = folder + QLatin1String("/nginx.conf");
    if (!writeConfiguration(path, first, folder))
        return false;
    // Where root starts it, nginx changes to somebody who may not enter the folder: it only reads what it opened before.
    m_nginx.start(QStringLiteral("/usr/sbin/nginx"),
                  {QStringLiteral("-p"), folder, QStringLiteral("-c"), path, QStringLiteral("-e"), QStringLiteral("stderr")});
    for (int tries = 0; tries < 100 && m_nginx.state() != QProcess::NotRunning; ++tries) {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
        if (socket.waitForConnected(patience))
            return true;
        m_nginx.waitForFinished(50);
    }
    qWarning("nginx does not serve: %s", m_nginx.readAllStandardError().constData());
    return false;
}

bool Twin::writeConfiguration(const QString &path, const QString &first, const QString &folder) const
{
    QByteArray text(configuration);
    text.replace("%FOLDER", QFile::encodeName(folder))
        .replace("%FIRST", QUrl(first).authority().toLatin1())
        .replace("%SECOND", QUrl(address()).authority().toLatin1())
        .replace("%PORT", QByteArray::number(m_port));
    if (::geteuid() == 0)
        text.prepend("user root;\n");
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

void Twin::stop()
{
    for (QProcess *process : {&m_nginx, &m_process}) {
        if (process->state() == QProcess::NotRunning)
            continue;
        process->terminate();
        if (!process->waitForFinished(patience))
            process->kill();
        process->waitForFinished();
    }
}

} // namespace keyturn::backend
