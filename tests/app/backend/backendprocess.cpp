// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendprocess.h"

#include "backend/sql/postgresdatabase.h"
#include "backend/sql/sqlitedatabase.h"
#include "postgresserver.h"

#include <QFile>
#include <QJsonDocument>
#include <QProcessEnvironment>
#include <QUrl>

namespace keyturn::backend {

namespace {

std::optional<QString> folderIn(const QStringList &arguments)
{
    const qsizetype data = arguments.lastIndexOf(QLatin1String("--data"));
    return data < 0 ? std::nullopt : std::optional(arguments.value(data + 1));
}

} // namespace

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
        m_postgresDatabase = PostgresServer::shared().databaseOf(folderIn(arguments).value_or(file(QStringLiteral("data"))));
        all += {QStringLiteral("--database"), PostgresServer::shared().url(m_postgresDatabase)};
    }
    if (Twin::isWanted()) {
        m_twin = std::make_unique<Twin>();
        all += m_twin->arguments();
    }
    if (!arguments.contains(QStringLiteral("--rate-limit"))) // most tests sign in more often than a person does
        all += {QStringLiteral("--rate-limit"), m_twin ? QStringLiteral("1000/900") : QStringLiteral("off")};
    m_process.start(QStringLiteral(KEYTURN_BACKEND), all + arguments);
    if (m_twin)
        m_twin->begin(all + arguments, m_process.processEnvironment());
}

bool BackendProcess::isReady()
{
    while (!m_output.contains('\n')) {
        if (!m_process.waitForReadyRead(30'000))
            return false;
        m_output += m_process.readAllStandardOutput();
    }
    m_readyLine = QJsonDocument::fromJson(m_output).object();
    if (m_twin && !m_twin->serve(ownAddress(), m_directory.path()))
        return false;
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
    QStringList all = arguments;
    const std::optional<QString> folder = folderIn(arguments);
    const bool worksOnPeople = arguments.value(0) == QLatin1String("user");
    if (PostgresServer::isWanted() && worksOnPeople && folder && PostgresServer::shared().hasDatabaseOf(*folder))
        all += {QStringLiteral("--database"), PostgresServer::shared().url(PostgresServer::shared().databaseOf(*folder))};
    if (Twin::isWanted() && worksOnPeople)
        all += {QStringLiteral("--redis"), Twin::redisUrl()};
    m_process.start(QStringLiteral(KEYTURN_BACKEND), all);
    m_process.write(input);
    m_process.closeWriteChannel();
    return m_process.waitForFinished(10'000) && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

int BackendProcess::stop()
{
    m_twin.reset();
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
    return HttpClient(m_twin ? m_twin->port() : static_cast<quint16>(QUrl(ownAddress()).port()));
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

QString BackendProcess::databaseUrl() const
{
    return m_postgresDatabase.isEmpty() ? QLatin1String("sqlite:") + file(QStringLiteral("data/backend.sqlite"))
                                        : PostgresServer::shared().url(m_postgresDatabase);
}

std::unique_ptr<SqlDatabase> BackendProcess::openDatabase() const
{
    if (!m_postgresDatabase.isEmpty())
        return PostgresDatabase::open(*parsePostgresUrl(PostgresServer::shared().url(m_postgresDatabase))).value();
    return SqliteDatabase::open(file(QStringLiteral("data/backend.sqlite"))).value();
}

QByteArray BackendProcess::log()
{
    if (m_twin)
        m_log += m_twin->log();
    return m_log += m_process.readAllStandardError();
}

double BackendProcess::metric(const QByteArray &series) const
{
    double sum = -1;
    for (const double each : metricOfEach(series))
        sum = each < 0 ? sum : std::max(sum, 0.0) + each;
    return sum;
}

QList<double> BackendProcess::metricOfEach(const QByteArray &series) const
{
    QList<double> values;
    for (const QString &address : m_twin ? QStringList{ownAddress(), m_twin->address()} : QStringList{ownAddress()}) {
        values.append(-1);
        for (const QByteArray &line : HttpClient(static_cast<quint16>(QUrl(address).port())).get("/metrics").body.split('\n')) {
            if (line.startsWith(series + ' '))
                values.last() = line.mid(series.size() + 1).toDouble();
        }
    }
    return values;
}

} // namespace keyturn::backend
