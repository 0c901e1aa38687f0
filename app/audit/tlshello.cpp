// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/tlshello.h"

#include <QDeadlineTimer>
#include <QHostAddress>
#include <QNetworkProxy>
#include <QTcpSocket>
#include <QUrl>

namespace keyturn::audit {

namespace {

constexpr char handshake = 22;
constexpr char alert = 21;
constexpr char serverHello = 2;
constexpr qsizetype wholeHead = 11; // record header, message header, version

QByteArray number(qsizetype value, int bytes)
{
    QByteArray text;
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        text += static_cast<char>((value >> shift) & 0xff);
    return text;
}

QByteArray versionBytes(OldTls version)
{
    return QByteArray(1, '\x03') + (version == OldTls::Tls10 ? '\x01' : '\x02');
}

/// @p content behind its length.
QByteArray counted(const QByteArray &content, int bytes)
{
    return number(content.size(), bytes) + content;
}

QByteArray extension(int type, const QByteArray &content)
{
    return number(type, 2) + counted(content, 2);
}

QByteArray extensions(const QString &host)
{
    QByteArray all;
    if (QHostAddress(host).isNull()) // RFC 6066 §3: no addresses
        all += extension(0, counted(QByteArray(1, '\0') + counted(QUrl::toAce(host), 2), 2));
    all += extension(10, counted(QByteArray::fromHex("001d00170018"), 2)); // supported_groups: x25519, P-256, P-384
    all += extension(11, counted(QByteArray(1, '\0'), 1)); // ec_point_formats: uncompressed
    return all;
}

} // namespace

QByteArray clientHello(OldTls version, const QString &host, const QByteArray &random)
{
    // ECDHE and RSA with AES and 3DES in CBC mode, and the renegotiation SCSV (RFC 5746 §3.3).
    static const QByteArray suites = QByteArray::fromHex("c009c00ac013c0140033003900"
                                                         "2f0035000a00ff");
    const QByteArray body = versionBytes(version) + random.left(32).leftJustified(32, '\0') + QByteArray(1, '\0') + counted(suites, 2)
        + counted(QByteArray(1, '\0'), 1) + counted(extensions(host), 2);
    const QByteArray message = QByteArray(1, '\x01') + counted(body, 3);
    return QByteArray(1, handshake) + QByteArray("\x03\x01", 2) + counted(message, 2);
}

HelloAnswer readHello(OldTls version, const QByteArray &answer)
{
    if (answer.isEmpty())
        return HelloAnswer::Unknown;
    if (answer.at(0) == alert || answer.at(0) != handshake)
        return HelloAnswer::Refused;
    if (answer.size() < wholeHead)
        return HelloAnswer::Unknown;
    return answer.at(5) == serverHello && answer.mid(9, 2) == versionBytes(version) ? HelloAnswer::Spoken : HelloAnswer::Refused;
}

HelloAnswer greet(OldTls version, const QString &host, quint16 port, const QByteArray &random, std::chrono::milliseconds deadline)
{
    const QDeadlineTimer end(deadline);
    QTcpSocket socket;
    socket.setProxy(QNetworkProxy::NoProxy);
    socket.connectToHost(host, port);
    if (!socket.waitForConnected(static_cast<int>(end.remainingTime())))
        return HelloAnswer::Unknown;
    socket.write(clientHello(version, host, random));
    QByteArray answer;
    while (answer.size() < wholeHead && !end.hasExpired() && socket.waitForReadyRead(static_cast<int>(end.remainingTime()))) {
        answer += socket.readAll();
        if (answer.startsWith(alert))
            break;
    }
    const bool hasEnded = socket.state() != QAbstractSocket::ConnectedState;
    if (answer.size() < wholeHead && hasEnded)
        return HelloAnswer::Refused; // it hangs up on such a client
    return readHello(version, answer);
}

} // namespace keyturn::audit
