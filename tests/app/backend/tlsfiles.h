// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/certificates.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>
#include <QStringList>

#include <memory>

namespace keyturn::backend {

/// A certificate for 127.0.0.1 of an authority of its own, as the files of a server in @p folder, and clients that trust it.
class TlsFiles
{
public:
    explicit TlsFiles(const QString &folder)
        : m_certificate(folder + QStringLiteral("/throw-away-cert.pem")), m_key(folder + QStringLiteral("/throw-away-key.pem"))
    {
        const QSslConfiguration made = m_authority.serverWith({});
        write(m_certificate, made.localCertificate().toPem());
        write(m_key, made.privateKey().toPem());
    }
    [[nodiscard]] QStringList options() const { return {QStringLiteral("--tls-cert"), m_certificate, QStringLiteral("--tls-key"), m_key}; }
    /// A connection to a server of ours; nothing where there is no handshake.
    [[nodiscard]] std::unique_ptr<QSslSocket> connectTo(quint16 port) const
    {
        auto socket = std::make_unique<QSslSocket>();
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setCaCertificates({m_authority.certificate()});
        socket->setSslConfiguration(configuration);
        socket->connectToHostEncrypted(QStringLiteral("127.0.0.1"), port);
        return socket->waitForEncrypted(10'000) ? std::move(socket) : nullptr;
    }

private:
    static void write(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(content) != content.size()
            || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
            qFatal("no certificate");
    }

    tests::Authority m_authority;
    QString m_certificate;
    QString m_key;
};

} // namespace keyturn::backend
