// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/origin.h"
#include "net/route.h"

#include <QList>
#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <QSslCertificate>

#include <chrono>

namespace keyturn::net {

struct OriginTrust {
    Origin origin;
    QByteArray certificates; ///< PEM.
};

/// A QNetworkAccessManager with the faults of FAULTS.md taken out: http and https only, redirects manual, no cookies loaded or saved, no
/// authentication reuse, no cache, loopback never through a proxy, and each body given as a sequential device with a Content-Length, so that a POST
/// leaves at most once. NetworkAuth and AuthenticatedNetworkAccessManager stand on it as well. A reply that shows nothing for longestSilence ends
/// with OperationCanceledError, whatever comes in meanwhile: of a 401 Qt shows nothing before its body's end, and reads one that has no end for ever
/// (FAULTS 46). setTransferTimeout() and a request's own replace that.
class HardenedAccessManager : public QNetworkAccessManager
{
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds longestSilence{90'000};

    explicit HardenedAccessManager(QObject *parent = nullptr);
    ~HardenedAccessManager() override;

    /// What is trusted beside the system's certificate authorities, for one origin each (a backend with an authority of its own). Replaces what was
    /// said before. A text that holds no certificate trusts nothing.
    void setTrust(const QList<OriginTrust> &trust);

    /// How requests that begin from now on go; the system's way until then. What is under way ends as it began: a POST whose answer nobody reads has
    /// spent its token for nothing.
    void setRoute(const Route &route);

    /// QNetworkRequest attribute on a reply that was never sent, a core::Error: what kept a derived manager from sending it.
    static constexpr auto FailureAttribute = static_cast<QNetworkRequest::Attribute>(QNetworkRequest::User + 7002);
    /// QNetworkRequest attribute, a QString: HttpRequest::purpose of a request that comes from an HttpClient, which heeds pauses itself.
    static constexpr auto PurposeAttribute = static_cast<QNetworkRequest::Attribute>(QNetworkRequest::User + 7003);

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request, QIODevice *body) override;

private:
    [[nodiscard]] QNetworkReply *counted(QNetworkReply *reply);
    void leaveOldConnections();

    Route m_route;
    int m_running = 0; ///< Replies that are not finished.
    bool m_isStale = false; ///< Connections stand that were made by another route.
    QList<std::pair<Origin, QList<QSslCertificate>>> m_trust;
};

} // namespace keyturn::net
