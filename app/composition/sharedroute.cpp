// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/sharedroute.h"

#include <QHostInfo>
#include <QNetworkProxyFactory>

namespace keyturn::composition {

void SharedRoute::set(const net::Route &route)
{
    const QMutexLocker<QMutex> locked(&m_mutex);
    m_route = route;
}

QList<QNetworkProxy> SharedRoute::proxiesFor(const QUrl &url)
{
    QMutexLocker<QMutex> locked(&m_mutex);
    const net::Route route = m_route;
    locked.unlock();
    return net::proxiesFor(route, url);
}

QList<QNetworkProxy> SharedRoute::systemProxiesFor(const QUrl &url)
{
    return QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(url));
}

core::Async<QList<QHostAddress>> SharedRoute::addressesOf(const QUrl &url)
{
    const QList<QNetworkProxy> proxies = proxiesFor(url);
    if (!proxies.isEmpty() && proxies.first().type() != QNetworkProxy::NoProxy)
        return core::ready<QList<QHostAddress>>(QList<QHostAddress>());
    const core::Promise<QList<QHostAddress>> promise;
    QHostInfo::lookupHost(url.host(QUrl::FullyEncoded), [promise](const QHostInfo &info) {
        if (info.error() == QHostInfo::NoError)
            promise.finish(info.addresses());
        else
            promise.finish(core::Error{core::ErrorKind::Offline, QStringLiteral("host_not_found"), {}});
    });
    return promise.future();
}

} // namespace keyturn::composition
