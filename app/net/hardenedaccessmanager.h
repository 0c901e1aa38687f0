// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/origin.h"

#include <QList>
#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <QSslCertificate>

namespace keyturn::net {

struct OriginTrust {
    Origin origin;
    QByteArray certificates; ///< PEM.
};

/// A QNetworkAccessManager with the faults of FAULTS.md taken out: http and https only, redirects manual, no cookies loaded or saved, no
/// authentication reuse, no cache, loopback never through a proxy, and each body given as a sequential device with a Content-Length, so that a POST
/// leaves at most once. NetworkAuth and AuthenticatedNetworkAccessManager stand on it as well.
class HardenedAccessManager : public QNetworkAccessManager
{
    Q_OBJECT
public:
    explicit HardenedAccessManager(QObject *parent = nullptr);

    /// What is trusted beside the system's certificate authorities, for one origin each (a backend with an authority of its own). Replaces what was
    /// said before. A text that holds no certificate trusts nothing.
    void setTrust(const QList<OriginTrust> &trust);

    /// QNetworkRequest attribute on a reply that was never sent, a core::Error: what kept a derived manager from sending it.
    static constexpr auto FailureAttribute = static_cast<QNetworkRequest::Attribute>(QNetworkRequest::User + 7002);

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request, QIODevice *body) override;

private:
    QList<std::pair<Origin, QList<QSslCertificate>>> m_trust;
};

} // namespace keyturn::net
