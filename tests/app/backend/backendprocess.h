// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "httpclient.h"

#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace keyturn::backend {

/// The built keyturn-backend as a process on a port that the system picks, with a data folder that goes with it.
class BackendProcess
{
public:
    ~BackendProcess() { stop(); }

    /// Runs it with the lowest hashing cost and @p arguments, and waits for its line of addresses. Whether it came.
    bool start(const QStringList &arguments = {});
    /// Runs it until it ends by itself, with @p input on its standard input; its exit status, or -1.
    int runToEnd(const QStringList &arguments, const QByteArray &input = {});
    /// SIGTERM; its exit status, or -1 where it did not end.
    int stop();

    [[nodiscard]] const QJsonObject &readyLine() const { return m_readyLine; }
    [[nodiscard]] QString url() const { return m_readyLine.value(QStringLiteral("url")).toString(); }
    [[nodiscard]] HttpClient http() const;
    /// What it has written to stderr so far.
    [[nodiscard]] QByteArray log();
    [[nodiscard]] QByteArray output() { return m_output += m_process.readAllStandardOutput(); }
    [[nodiscard]] QString file(const QString &name) const { return m_directory.filePath(name); }
    /// A counter of /metrics by its series, e.g. `keyturn_backend_refresh_total{outcome="rotated"}`; -1 where it is not there.
    [[nodiscard]] double metric(const QByteArray &series) const;

private:
    QTemporaryDir m_directory;
    QProcess m_process;
    QJsonObject m_readyLine;
    QByteArray m_output;
    QByteArray m_log;
};

} // namespace keyturn::backend
