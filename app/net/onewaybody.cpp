// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/onewaybody.h"

namespace keyturn::net {

OneWayBody::OneWayBody(QIODevice &source, QObject *parent) : QIODevice(parent), m_source(source)
{
    // Unbuffered: QIODevice's own buffer would keep a copy of a password that nobody wipes.
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    connect(&source, &QIODevice::readyRead, this, &QIODevice::readyRead);
    connect(&source, &QIODevice::readChannelFinished, this, &QIODevice::readChannelFinished);
}

qint64 OneWayBody::bytesAvailable() const
{
    return m_source.bytesAvailable() + QIODevice::bytesAvailable();
}

qint64 OneWayBody::readData(char *data, qint64 maxSize)
{
    const qint64 count = m_source.read(data, maxSize);
    return count == 0 && m_source.atEnd() ? -1 : count;
}

} // namespace keyturn::net
