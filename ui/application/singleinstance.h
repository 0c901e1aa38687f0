// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLocalServer>
#include <QLockFile>
#include <QObject>

#include <functional>
#include <memory>

namespace keyturn::ui::application {

/// One window per user and configuration: whoever holds the lock in the state folder serves a local socket; a second start asks it to come forward.
class SingleInstance final : public QObject
{
    Q_OBJECT
public:
    explicit SingleInstance(const QString &stateDirectory, QObject *parent = nullptr);

    /// True: this process is the one. False: another one is.
    [[nodiscard]] bool claim();
    /// For a second start: asks the first to come forward or, where @p screenshot is not empty, to write its picture there, and waits until it has.
    /// Blocks; false: it does not answer.
    [[nodiscard]] bool handOver(const QString &screenshot);

Q_SIGNALS:
    void raiseRequested();
    /// Call @p done when the picture is written.
    void screenshotRequested(const QString &file, const std::function<void()> &done);

private:
    void serve();
    void read(QLocalSocket *socket);

    QString m_socketName;
    QLockFile m_lock;
    std::unique_ptr<QLocalServer> m_server;
};

} // namespace keyturn::ui::application
