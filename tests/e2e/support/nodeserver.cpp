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

} // namespace keyturn::e2e
