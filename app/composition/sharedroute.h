// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "net/route.h"

#include <QHostAddress>
#include <QMutex>
#include <QNetworkProxy>

namespace keyturn::composition {

/// How requests go, also for who asks from another thread.
class SharedRoute
{
public:
    void set(const net::Route &route);
    [[nodiscard]] QList<QNetworkProxy> proxiesFor(const QUrl &url);
    /// What the system says, whatever the settings do.
    [[nodiscard]] static QList<QNetworkProxy> systemProxiesFor(const QUrl &url);
    /// As accounts::PictureFetcher::Resolver: none where a proxy looks the name up. Errors: Offline `host_not_found`.
    [[nodiscard]] core::Async<QList<QHostAddress>> addressesOf(const QUrl &url);

private:
    QMutex m_mutex;
    net::Route m_route;
};

} // namespace keyturn::composition
