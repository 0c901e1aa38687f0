// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/onewaybody.h"

namespace keyturn::net {

OneWayBody::OneWayBody(QIODevice *source, QObject *parent) : QIODevice(parent), m_source(source)
{
    // Unbuffered: QIODevice's own buffer would keep a copy of a password that nobody wipes.
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    if (!source)
        return;
    connect(source, &QIODevice::readyRead, this, &QIODevice::readyRead);
    connect(source, &QIODevice::readChannelFinished, this, &QIODevice::readChannelFinished);
}

qint64 OneWayBody::bytesAvailable() const
{
    return (m_source ? m_source->bytesAvailable() : 0) + QIODevice::bytesAvailable();
}

qint64 OneWayBody::readData(char *data, qint64 maxSize)
{
    if (!m_source || !m_source->isOpen())
        return -1;
    const qint64 count = m_source->read(data, maxSize);
    return count == 0 && m_source->atEnd() ? -1 : count;
}

} // namespace keyturn::net
