// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/replyfailure.h"

#include "net/hardenedaccessmanager.h"

#include <QNetworkProxyFactory>
#include <QNetworkReply>

namespace keyturn::net {

namespace {

/// A plain-HTTP proxy that is gone reads like a server that is gone.
bool usesProxy(const QNetworkReply &reply)
{
    QNetworkProxyFactory *factory = reply.manager() ? reply.manager()->proxyFactory() : nullptr;
    return factory && factory->queryProxy(QNetworkProxyQuery(reply.url())).value(0).type() != QNetworkProxy::NoProxy;
}

} // namespace

core::Error failureOf(const QNetworkReply &reply)
{
    using core::ErrorKind;
    if (const QVariant unsent = reply.attribute(HardenedAccessManager::FailureAttribute); unsent.canConvert<core::Error>())
        return unsent.value<core::Error>();
    if (reply.error() == QNetworkReply::ConnectionRefusedError && usesProxy(reply))
        return {ErrorKind::Offline, QStringLiteral("proxy_failed"), reply.errorString()};
    const auto error = [&reply](ErrorKind kind, const char *code) { return core::Error{kind, QString::fromLatin1(code), reply.errorString()}; };
    switch (reply.error()) {
    case QNetworkReply::ConnectionRefusedError:
        return error(ErrorKind::Offline, "connection_refused");
    case QNetworkReply::HostNotFoundError:
        return error(ErrorKind::Offline, "host_not_found");
    case QNetworkReply::TimeoutError:
    case QNetworkReply::OperationCanceledError:
        return error(ErrorKind::Offline, "timeout");
    case QNetworkReply::SslHandshakeFailedError:
        return error(ErrorKind::Offline, "tls_failed");
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return error(ErrorKind::Offline, "proxy_failed");
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolInvalidOperationError:
        return error(ErrorKind::BadReply, "protocol_failure");
    default:
        return error(ErrorKind::Offline, "connection_closed");
    }
}

} // namespace keyturn::net
