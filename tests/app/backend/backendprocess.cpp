// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendprocess.h"

#include <QJsonDocument>
#include <QUrl>

namespace keyturn::backend {

bool BackendProcess::start(const QStringList &arguments)
{
    QStringList all{QStringLiteral("--port"), QStringLiteral("0"), QStringLiteral("--data"), file(QStringLiteral("data"))};
    if (!arguments.contains(QStringLiteral("--bcrypt-cost")))
        all += {QStringLiteral("--bcrypt-cost"), QStringLiteral("10")};
    m_process.start(QStringLiteral(KEYTURN_BACKEND), all + arguments);
    while (!m_output.contains('\n')) {
        if (!m_process.waitForReadyRead(10'000))
            return false;
        m_output += m_process.readAllStandardOutput();
    }
    m_readyLine = QJsonDocument::fromJson(m_output).object();
    return m_readyLine.value(QStringLiteral("ready")).toBool();
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
    return HttpClient(static_cast<quint16>(QUrl(url()).port()));
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
