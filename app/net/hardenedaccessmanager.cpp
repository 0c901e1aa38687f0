// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/hardenedaccessmanager.h"

#include "net/onewaybody.h"
#include "net/origin.h"

#include <QNetworkProxyFactory>
#include <QNetworkReply>

namespace keyturn::net {

namespace {

/// Loopback never goes through a proxy; the rest follows the system's settings and the proxy variables.
class ProxyChoice final : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        if (Origin::of(query.url()).isLoopback())
            return {QNetworkProxy(QNetworkProxy::NoProxy)};
        return systemProxyForQuery(query);
    }
};

bool headersAreSound(const QNetworkRequest &request)
{
    // setRawHeader takes line breaks as they come: a value with one is a second header, or a second request.
    const auto broken = [](const QByteArray &text) { return text.contains('\r') || text.contains('\n') || text.contains('\0'); };
    for (const QByteArray &name : request.rawHeaderList()) {
        if (name.isEmpty() || broken(name) || broken(request.rawHeader(name)))
            return false;
    }
    return true;
}

} // namespace

HardenedAccessManager::HardenedAccessManager(QObject *parent) : QNetworkAccessManager(parent)
{
    setProxyFactory(new ProxyChoice);
    setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    setAutoDeleteReplies(false);
}

QNetworkReply *HardenedAccessManager::createRequest(Operation operation, const QNetworkRequest &given, QIODevice *body)
{
    QNetworkRequest request = given;
    if (!Origin::of(request.url()).isValid() || !headersAreSound(request)) {
        // An address that no handler knows: the reply then fails by itself, later, as callers expect of a reply.
        return QNetworkAccessManager::createRequest(GetOperation, QNetworkRequest(QUrl(QStringLiteral("keyturn-refused:/"))), nullptr);
    }
    // Redirects with credentials are decided by whoever owns the credentials, not by the transport.
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    // HTTP/2 sends streams again after GOAWAY; one delivery matters more here than multiplexing.
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    if (!body || body->isSequential())
        return QNetworkAccessManager::createRequest(operation, request, body);

    auto *once = new OneWayBody(*body);
    request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    request.setHeader(QNetworkRequest::ContentLengthHeader, body->size() - body->pos());
    QNetworkReply *reply = QNetworkAccessManager::createRequest(operation, request, once);
    once->setParent(reply);
    return reply;
}

} // namespace keyturn::net
