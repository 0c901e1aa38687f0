// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QIODevice>
#include <QPointer>

namespace keyturn::net {

/// A request body that is read once and never rewound, in front of any other device. QNetworkAccessManager sends a POST again by itself when the
/// server closes early; from a device like this it cannot (FAULTS 45).
class OneWayBody final : public QIODevice
{
    Q_OBJECT
public:
    /// @p source must be open; null is a body of no bytes. Where it is destroyed first the body ends there: Qt may still ask for bytes after an
    /// abort.
    explicit OneWayBody(QIODevice *source, QObject *parent = nullptr);
    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] qint64 bytesAvailable() const override;
    [[nodiscard]] bool atEnd() const override { return !m_source || m_source->atEnd(); }

    /// Qt asks before it gives up sending again; QIODevice's own answer is the same with a warning.
    [[nodiscard]] bool seek(qint64) override { return false; }

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QPointer<QIODevice> m_source;
};

} // namespace keyturn::net
