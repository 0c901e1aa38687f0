// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/singleinstance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QLocalSocket>
#include <QPointer>

namespace keyturn::ui::application {

namespace {

constexpr qint64 longestRequest = 4096;

/// A socket's path has room for about 100 bytes: where the state folder is deeper, the system's temporary folder holds it, named after the folder.
QString socketName(const QString &stateDirectory)
{
    const QString beside = stateDirectory + QStringLiteral("/window.socket");
    if (QDir::toNativeSeparators(beside).toLocal8Bit().size() < 100)
        return beside;
    return QStringLiteral("keyturn-")
        + QString::fromLatin1(QCryptographicHash::hash(stateDirectory.toUtf8(), QCryptographicHash::Sha256).toHex().left(24));
}

} // namespace

SingleInstance::SingleInstance(const QString &stateDirectory, QObject *parent)
    : QObject(parent), m_socketName(socketName(stateDirectory)), m_lock(stateDirectory + QStringLiteral("/window.lock"))
{
    // Held for as long as the window lives: only a dead holder makes it stale.
    m_lock.setStaleLockTime(0);
}

bool SingleInstance::claim()
{
    if (!m_lock.tryLock(0) && m_lock.error() == QLockFile::LockFailedError)
        return false;
    // As private as all our files: QLockFile leaves that to the umask, and `doctor` would find fault with it.
    QFile::setPermissions(m_lock.fileName(), QFile::ReadOwner | QFile::WriteOwner);
    serve();
    return true;
}

void SingleInstance::serve()
{
    QLocalServer::removeServer(m_socketName);
    m_server = std::make_unique<QLocalServer>();
    m_server->setSocketOptions(QLocalServer::UserAccessOption);
    connect(m_server.get(), &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *socket = m_server->nextPendingConnection()) {
            connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
            connect(socket, &QLocalSocket::readyRead, this, [this, socket] { read(socket); });
        }
    });
    m_server->listen(m_socketName);
}

void SingleInstance::read(QLocalSocket *socket)
{
    if (!socket->canReadLine()) {
        if (socket->bytesAvailable() > longestRequest)
            socket->abort();
        return;
    }
    const QString request = QString::fromUtf8(socket->readLine(longestRequest)).chopped(1);
    const auto answer = [socket = QPointer<QLocalSocket>(socket)] {
        if (!socket)
            return;
        socket->write("done\n");
        socket->disconnectFromServer();
    };
    if (request.startsWith(QLatin1String("screenshot "))) {
        Q_EMIT screenshotRequested(request.mid(11), answer);
        return;
    }
    Q_EMIT raiseRequested();
    answer();
}

bool SingleInstance::handOver(const QString &screenshot)
{
    QLocalSocket socket;
    socket.connectToServer(m_socketName);
    if (!socket.waitForConnected(3000))
        return false;
    socket.write((screenshot.isEmpty() ? QStringLiteral("raise\n") : QStringLiteral("screenshot %1\n").arg(screenshot)).toUtf8());
    while (!socket.canReadLine()) {
        if (!socket.waitForReadyRead(20'000))
            return false;
    }
    return true;
}

} // namespace keyturn::ui::application
