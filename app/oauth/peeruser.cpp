// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/peeruser.h"

#include "oauth/openingplace.h"

#include <QFile>
#include <QtEndian>

#ifdef Q_OS_LINUX
#include <unistd.h>
#endif

#include <cstring>

namespace keyturn::oauth {

namespace {

/// The kernel prints an address as 32-bit words, each as this machine reads it from network order.
QByteArray asInTable(const QHostAddress &address, quint16 port, bool six)
{
    QByteArray text;
    if (six) {
        const Q_IPV6ADDR bytes = address.toIPv6Address(); // an IPv4 address comes out mapped, as a dual-stack socket shows it
        for (int i = 0; i < 16; i += 4) {
            quint32 word = 0;
            std::memcpy(&word, bytes.c + i, sizeof word);
            text += QByteArray::number(word, 16).rightJustified(8, '0');
        }
    } else {
        text += QByteArray::number(qToBigEndian(address.toIPv4Address()), 16).rightJustified(8, '0');
    }
    return (text + ':' + QByteArray::number(port, 16).rightJustified(4, '0')).toUpper();
}

} // namespace

std::optional<quint32> peerUserIn(QIODevice &table, const TcpConnection &connection)
{
    constexpr qsizetype localColumn = 1;
    constexpr qsizetype remoteColumn = 2;
    constexpr qsizetype userColumn = 7;
    while (true) {
        const QByteArray line = table.readLine(512);
        if (line.isEmpty())
            return std::nullopt;
        const QList<QByteArray> columns = line.simplified().split(' ');
        if (columns.size() <= userColumn)
            continue;
        const bool six = columns.at(localColumn).size() > 13; // 8 digits, colon, 4 digits
        // The peer's own end: its local address is what we call the peer's.
        if (columns.at(localColumn) != asInTable(connection.peerAddress, connection.peerPort, six)
            || columns.at(remoteColumn) != asInTable(connection.localAddress, connection.localPort, six))
            continue;
        bool number = false;
        const uint user = columns.at(userColumn).toUInt(&number);
        if (number)
            return user;
    }
}

bool mayAnswer(const std::optional<quint32> &peerUser, quint32 ownUser, bool wsl)
{
    constexpr quint32 root = 0;
    return peerUser ? *peerUser == ownUser || (wsl && *peerUser == root) : wsl;
}

bool isSameUser(const TcpConnection &connection)
{
#ifdef Q_OS_LINUX
    std::optional<quint32> user;
    bool anyTable = false;
    // An IPv4 connection of a dual-stack socket stands in tcp6, so both are looked through. Twice, because the kernel prints in pieces and a row can
    // slip from one to the next while others come and go.
    for (int attempt = 0; attempt < 2; ++attempt) {
        for (const QString &name : {QStringLiteral("/proc/net/tcp"), QStringLiteral("/proc/net/tcp6")}) {
            QFile table(name);
            if (!table.open(QIODevice::ReadOnly))
                continue;
            anyTable = true;
            if (user = peerUserIn(table, connection); user)
                return mayAnswer(user, geteuid(), thisPlace().wsl);
        }
    }
    return !anyTable || mayAnswer(user, geteuid(), thisPlace().wsl);
#else
    Q_UNUSED(connection)
    return true;
#endif
}

} // namespace keyturn::oauth
