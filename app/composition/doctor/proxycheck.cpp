// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/doctor/proxycheck.h"

#include <QNetworkProxy>
#include <QThreadPool>

#include <optional>

namespace keyturn::composition::doctor {

namespace {

/// Nullopt: straight there.
std::optional<QNetworkProxy> proxyFor(const ProxyChoice &proxies, const QString &address)
{
    const QList<QNetworkProxy> found = proxies(QUrl(address));
    if (found.isEmpty() || found.first().type() == QNetworkProxy::NoProxy)
        return std::nullopt;
    return found.first();
}

/// Without user name and password.
QStringList shown(const QNetworkProxy &proxy)
{
    const bool isSocks = proxy.type() == QNetworkProxy::Socks5Proxy;
    return {isSocks ? QStringLiteral("SOCKS5") : QStringLiteral("HTTP"), proxy.hostName() + u':' + QString::number(proxy.port())};
}

Facts lookAt(const ProxyChoice &proxies, const ProxyChoice &systems)
{
    Facts facts;
    // RFC 2606 §3: an address that stands for any other; it is only asked about, not asked.
    if (const auto proxy = proxyFor(proxies, QStringLiteral("https://example.com/"))) {
        const bool hasPassword = !proxy->user().isEmpty() || !proxy->password().isEmpty();
        facts.append({hasPassword ? Code::ProxyUsedWithPassword : Code::ProxyUsed, Outcome::Ok, shown(*proxy)});
    } else {
        facts.append({Code::ProxyNone});
    }
    for (const char *loopback : {"http://127.0.0.1:49152/", "http://[::1]:49152/", "http://localhost:49152/"}) {
        if (const auto proxy = proxyFor(systems, QString::fromLatin1(loopback))) {
            facts.append({Code::LoopbackCaught, Outcome::Warning, shown(*proxy)});
            return facts;
        }
    }
    facts.append({Code::LoopbackBypasses});
    return facts;
}

} // namespace

core::Async<Facts> checkProxy(const ProxyChoice &proxies, const ProxyChoice &systems)
{
    const core::Promise<Facts> promise;
    QThreadPool::globalInstance()->start([promise, proxies, systems] { promise.finish(lookAt(proxies, systems)); });
    return promise.future();
}

} // namespace keyturn::composition::doctor
