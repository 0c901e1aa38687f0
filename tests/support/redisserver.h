// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

namespace keyturn::tests {

/// Debian's Redis in memory, on a port of loopback and on a socket in a folder of its own. It ends with this object; should the test die, with the
/// test.
class RedisServer
{
public:
    /// Starts it, with @p arguments behind those that it needs.
    explicit RedisServer(const QStringList &arguments = {});
    ~RedisServer();

    [[nodiscard]] QString url() const; ///< `redis://127.0.0.1:…`; empty where it did not start.
    [[nodiscard]] QString socketUrl() const; ///< `unix:/…`, the same one whenever it is started.
    /// Starts it again where it was ended, on the same port and socket. Whether it answers.
    bool start();
    /// As a crash: what it held is gone.
    void kill();
    [[nodiscard]] qint64 pid() const { return m_process.processId(); }

private:
    bool startAt(quint16 port);

    QTemporaryDir m_folder;
    QStringList m_arguments;
    QProcess m_process;
    quint16 m_port = 0;
};

} // namespace keyturn::tests
