// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/totp.h"

#include <QDateTime>
#include <QMessageAuthenticationCode>
#include <QtEndian>

namespace keyturn::tests {

namespace {

QByteArray fromBase32(const QByteArray &text)
{
    QByteArray bytes;
    quint32 bits = 0;
    int count = 0;
    for (const char letter : text) {
        const qsizetype value = QByteArrayLiteral("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").indexOf(letter);
        if (value < 0)
            continue;
        bits = (bits << 5) | static_cast<quint32>(value);
        count += 5;
        if (count >= 8) {
            count -= 8;
            bytes.append(static_cast<char>((bits >> count) & 0xff));
        }
    }
    return bytes;
}

} // namespace

QByteArray totp(const QByteArray &secret, int steps)
{
    QByteArray counter(8, '\0');
    qToBigEndian<qint64>(QDateTime::currentSecsSinceEpoch() / 30 + steps, counter.data());
    const QByteArray mac = QMessageAuthenticationCode::hash(counter, fromBase32(secret), QCryptographicHash::Sha1);
    const int offset = mac.back() & 0xf; // RFC 4226 §5.3
    const quint32 number = qFromBigEndian<quint32>(mac.constData() + offset) & 0x7fffffff;
    return QByteArray::number(number % 1'000'000).rightJustified(6, '0');
}

} // namespace keyturn::tests
