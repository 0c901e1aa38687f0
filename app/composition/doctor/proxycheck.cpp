// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/doctor/proxycheck.h"

#include <QNetworkProxy>
#include <QTcpSocket>
#include <QThreadPool>

#include <optional>
#include <utility>

namespace keyturn::composition::doctor {

namespace {

constexpr std::chrono::seconds patience{5};

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

/// What the settings say.
struct Found {
    Facts facts;
    std::optional<QNetworkProxy> proxy; ///< That is used.
};

/// Whether anybody is there. Goes by itself when it has ended.
class Trial final : public QObject
{
public:
    using Ended = std::function<void(std::optional<Code> fault)>;
    Trial(const QNetworkProxy &proxy, core::Clock &clock, Ended ended, QObject *parent)
        : QObject(parent), m_socket(new QTcpSocket(this)), m_ended(std::move(ended))
    {
        m_socket->setProxy(QNetworkProxy::NoProxy); // the one that the system has may be this very one
        connect(m_socket, &QTcpSocket::connected, this, [this] { end(std::nullopt); });
        connect(m_socket, &QTcpSocket::errorOccurred, this, [this](QAbstractSocket::SocketError error) {
            end(error == QAbstractSocket::ConnectionRefusedError  ? Code::ProxyRefuses
                    : error == QAbstractSocket::HostNotFoundError ? Code::ProxyUnknown
                                                                  : Code::ProxySilent);
        });
        clock.callAfter(patience, this, [this] { end(Code::ProxySilent); });
        m_socket->connectToHost(proxy.hostName(), proxy.port());
    }

private:
    void end(std::optional<Code> fault)
    {
        const Ended ended = std::exchange(m_ended, {});
        if (!ended)
            return;
        m_socket->abort();
        deleteLater();
        ended(fault);
    }

    QTcpSocket *m_socket;
    Ended m_ended; ///< Empty: it was told.
};

Found lookAt(const ProxyChoice &proxies, const ProxyChoice &systems)
{
    Found found;
    Facts &facts = found.facts;
    // RFC 2606 §3: an address that stands for any other; it is only asked about, not asked.
    if (const auto proxy = proxyFor(proxies, QStringLiteral("https://example.com/"))) {
        const bool hasPassword = !proxy->user().isEmpty() || !proxy->password().isEmpty();
        facts.append({hasPassword ? Code::ProxyUsedWithPassword : Code::ProxyUsed, Outcome::Ok, shown(*proxy)});
        found.proxy = proxy;
    } else {
        facts.append({Code::ProxyNone});
    }
    for (const char *loopback : {"http://127.0.0.1:49152/", "http://[::1]:49152/", "http://localhost:49152/"}) {
        if (const auto proxy = proxyFor(systems, QString::fromLatin1(loopback))) {
            facts.append({Code::LoopbackCaught, Outcome::Warning, shown(*proxy)});
            return found;
        }
    }
    facts.append({Code::LoopbackBypasses});
    return found;
}

} // namespace

core::Async<Facts> checkProxy(core::Clock &clock, const ProxyChoice &proxies, const ProxyChoice &systems, QObject *context)
{
    const core::Promise<Found> promise;
    QThreadPool::globalInstance()->start([promise, proxies, systems] { promise.finish(lookAt(proxies, systems)); });
    return core::chain(promise.future(), context, [&clock, context](const Found &found) -> core::Async<Facts> {
        if (!found.proxy)
            return core::ready<Facts>(found.facts);
        const core::Promise<Facts> facts;
        const auto ended = [facts, found](std::optional<Code> fault) {
            Facts all = found.facts;
            if (fault)
                all.first() = {*fault, Outcome::Problem, shown(*found.proxy)};
            facts.finish(all);
        };
        new Trial(*found.proxy, clock, ended, context);
        return facts.future();
    });
}

} // namespace keyturn::composition::doctor
