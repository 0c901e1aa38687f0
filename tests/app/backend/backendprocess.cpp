// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendprocess.h"

#include "postgresserver.h"

#include <QFile>
#include <QJsonDocument>
#include <QProcessEnvironment>
#include <QUrl>

namespace keyturn::backend {

bool BackendProcess::start(const QStringList &arguments)
{
    begin(arguments);
    return isReady();
}

void BackendProcess::begin(const QStringList &arguments)
{
    QStringList all{QStringLiteral("--port"), QStringLiteral("0"), QStringLiteral("--data"), file(QStringLiteral("data"))};
    if (!arguments.contains(QStringLiteral("--bcrypt-cost")))
        all += {QStringLiteral("--bcrypt-cost"), QStringLiteral("10")};
    const bool choosesDatabase = arguments.contains(QLatin1String("--database")) || arguments.contains(QLatin1String("--database-file"));
    if (PostgresServer::isWanted() && !choosesDatabase) {
        const qsizetype data = arguments.lastIndexOf(QLatin1String("--data"));
        const QString folder = data < 0 ? file(QStringLiteral("data")) : arguments.value(data + 1);
        m_postgresDatabase = PostgresServer::shared().databaseOf(folder);
        all += {QStringLiteral("--database"), PostgresServer::shared().url(m_postgresDatabase)};
    }
    if (!arguments.contains(QStringLiteral("--rate-limit"))) // most tests sign in more often than a person does
        all += {QStringLiteral("--rate-limit"), QStringLiteral("off")};
    m_process.start(QStringLiteral(KEYTURN_BACKEND), all + arguments);
}

bool BackendProcess::isReady()
{
    while (!m_output.contains('\n')) {
        if (!m_process.waitForReadyRead(10'000))
            return false;
        m_output += m_process.readAllStandardOutput();
    }
    m_readyLine = QJsonDocument::fromJson(m_output).object();
    return m_readyLine.value(QStringLiteral("ready")).toBool();
}

void BackendProcess::setVariable(const QString &name, const QString &value)
{
    QProcessEnvironment environment = m_process.processEnvironment();
    if (environment.isEmpty())
        environment = QProcessEnvironment::systemEnvironment();
    environment.insert(name, value);
    m_process.setProcessEnvironment(environment);
}

int BackendProcess::runToEnd(const QStringList &arguments, const QByteArray &input)
{
    m_process.start(QStringLiteral(KEYTURN_BACKEND), arguments);
    m_process.write(input);
    m_process.closeWriteChannel();
    return m_process.waitForFinished(10'000) && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

int BackendProcess::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return -1;
    m_process.terminate();
    if (m_process.waitForFinished(10'000))
        return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    m_process.kill();
    m_process.waitForFinished();
    return -1;
}

HttpClient BackendProcess::http() const
{
    return HttpClient(static_cast<quint16>(QUrl(m_readyLine.value(QStringLiteral("address")).toString()).port()));
}

QByteArray BackendProcess::stored() const
{
    if (!m_postgresDatabase.isEmpty())
        return PostgresServer::shared().contents(m_postgresDatabase);
    QByteArray everything;
    for (const char *name : {"data/backend.sqlite", "data/backend.sqlite-wal"}) {
        QFile kept(file(QString::fromLatin1(name)));
        if (kept.open(QIODevice::ReadOnly))
            everything += kept.readAll();
    }
    return everything;
}

QByteArray BackendProcess::log()
{
    return m_log += m_process.readAllStandardError();
}

double BackendProcess::metric(const QByteArray &series) const
{
    for (const QByteArray &line : http().get("/metrics").body.split('\n')) {
        if (line.startsWith(series + ' '))
            return line.mid(series.size() + 1).toDouble();
    }
    return -1;
}

} // namespace keyturn::backend
