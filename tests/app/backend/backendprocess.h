// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/sql/sqldatabase.h"
#include "httpclient.h"
#include "twin.h"

#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace keyturn::backend {

/// The built keyturn-backend as a process on a port that the system picks, with a data folder that goes with it. In the run of the tests on
/// PostgreSQL it gets a database there, the same for the same data folder.
class BackendProcess
{
public:
    ~BackendProcess() { stop(); }

    /// Runs it with the lowest hashing cost, no rate limit and @p arguments, and waits for its line of addresses. Whether it came.
    bool start(const QStringList &arguments = {});
    /// The same in two steps, so that several begin at once.
    void begin(const QStringList &arguments);
    bool isReady();
    /// A variable of its environment; before it is started.
    void setVariable(const QString &name, const QString &value);
    /// Runs it until it ends by itself, with @p input on its standard input; its exit status, or -1.
    int runToEnd(const QStringList &arguments, const QByteArray &input = {});
    /// SIGTERM; its exit status, or -1 where it did not end.
    int stop();

    [[nodiscard]] const QJsonObject &readyLine() const { return m_readyLine; }
    [[nodiscard]] QString url() const { return m_readyLine.value(QStringLiteral("url")).toString(); }
    [[nodiscard]] HttpClient http() const;
    /// What it has written to stderr so far.
    [[nodiscard]] QByteArray log();
    [[nodiscard]] qint64 processId() const { return m_process.processId(); }
    [[nodiscard]] QByteArray output() { return m_output += m_process.readAllStandardOutput(); }
    [[nodiscard]] QString file(const QString &name) const { return m_directory.filePath(name); }
    /// All bytes that its database keeps.
    [[nodiscard]] QByteArray stored() const;
    /// As --database takes it.
    [[nodiscard]] QString databaseUrl() const;
    /// Its database, beside it.
    [[nodiscard]] std::unique_ptr<SqlDatabase> openDatabase() const;
    /// A counter of /metrics by its series, e.g. `keyturn_backend_refresh_total{outcome="rotated"}`; -1 where it is not there.
    [[nodiscard]] double metric(const QByteArray &series) const;
    /// The same of each instance: of one, or of two that are to act as one.
    [[nodiscard]] QList<double> metricOfEach(const QByteArray &series) const;

private:
    [[nodiscard]] QString ownAddress() const { return m_readyLine.value(QStringLiteral("address")).toString(); }

    QTemporaryDir m_directory;
    QProcess m_process;
    QJsonObject m_readyLine;
    QByteArray m_output;
    QByteArray m_log;
    QString m_postgresDatabase; ///< Empty: it is on SQLite.
    std::unique_ptr<Twin> m_twin; ///< In the run of the tests on two instances.
};

} // namespace keyturn::backend
