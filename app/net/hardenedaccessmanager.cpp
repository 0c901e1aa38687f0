// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "net/hardenedaccessmanager.h"

#include "net/headerrules.h"
#include "net/onewaybody.h"
#include "net/origin.h"

#include <QNetworkProxyFactory>
#include <QNetworkReply>
#include <QSslConfiguration>

#include <algorithm>
#include <optional>

namespace keyturn::net {

namespace {

/// Loopback never goes through a proxy.
class ProxyChoice final : public QNetworkProxyFactory
{
public:
    explicit ProxyChoice(Route route) : m_route(std::move(route)) { }
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override { return proxiesFor(m_route, query.url()); }

private:
    Route m_route;
};

/// What a request with this method does cannot be done twice without harm (RFC 9110 §9.2.1 names the ones that change nothing).
bool changesSomething(QNetworkAccessManager::Operation operation, const QNetworkRequest &request)
{
    if (operation == QNetworkAccessManager::GetOperation || operation == QNetworkAccessManager::HeadOperation)
        return false;
    const QByteArray verb = request.attribute(QNetworkRequest::CustomVerbAttribute).toByteArray();
    return verb != "GET" && verb != "HEAD" && verb != "OPTIONS" && verb != "TRACE";
}

/// The bytes that @p body has to give: counted, or announced by the caller where it is a pipe; nothing where neither can be.
std::optional<qint64> lengthOf(const QNetworkRequest &request, const QIODevice *body)
{
    if (!body)
        return 0;
    if (!body->isSequential())
        return body->size() - body->pos();
    bool isNumber = false;
    const qint64 announced = request.rawHeader("Content-Length").toLongLong(&isNumber);
    return isNumber && announced >= 0 ? std::optional(announced) : std::nullopt;
}

bool headersAreSound(const QNetworkRequest &request, const QIODevice *body)
{
    const QList<QByteArray> names = request.rawHeaderList();
    return std::all_of(names.begin(), names.end(), [&request, body](const QByteArray &name) {
        const bool isLengthOfPipe = body && name.compare("Content-Length", Qt::CaseInsensitive) == 0;
        return isSoundHeader(name, request.rawHeader(name)) && (!isFramingHeader(name) || isLengthOfPipe);
    });
}

} // namespace

HardenedAccessManager::HardenedAccessManager(QObject *parent) : QNetworkAccessManager(parent)
{
    setProxyFactory(new ProxyChoice({}));
    setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    setAutoDeleteReplies(false);
    setTransferTimeout(int(longestSilence.count()));
}

/// The base class destroys its replies when nothing is left of this one to count them.
HardenedAccessManager::~HardenedAccessManager()
{
    for (QNetworkReply *reply : findChildren<QNetworkReply *>(QString(), Qt::FindDirectChildrenOnly))
        reply->disconnect(this);
}

void HardenedAccessManager::setTrust(const QList<OriginTrust> &trust)
{
    m_trust.clear();
    for (const OriginTrust &one : trust)
        m_trust.append({one.origin, QSslCertificate::fromData(one.certificates, QSsl::Pem)});
}

void HardenedAccessManager::setRoute(const Route &route)
{
    if (route == m_route)
        return;
    m_route = route;
    setProxyFactory(new ProxyChoice(route));
    m_isStale = true;
    leaveOldConnections();
}

/// A connection that stands was made by the other rules. Clearing them ends the thread that reads the answers, of those that are awaited too.
void HardenedAccessManager::leaveOldConnections()
{
    if (m_running > 0 || !std::exchange(m_isStale, false))
        return;
    clearConnectionCache();
}

QNetworkReply *HardenedAccessManager::counted(QNetworkReply *reply)
{
    // Finished, or destroyed before that: once, whichever comes first.
    ++m_running;
    const auto over = [this, told = std::make_shared<bool>(false)] {
        if (std::exchange(*told, true))
            return;
        --m_running;
        // Not from within the reply's own last signal, which the thread that would end has sent.
        QMetaObject::invokeMethod(this, &HardenedAccessManager::leaveOldConnections, Qt::QueuedConnection);
    };
    connect(reply, &QNetworkReply::finished, this, over);
    connect(reply, &QObject::destroyed, this, over);
    return reply;
}

QNetworkReply *HardenedAccessManager::createRequest(Operation operation, const QNetworkRequest &given, QIODevice *body)
{
    QNetworkRequest request = given;
    const std::optional<qint64> length = lengthOf(request, body);
    // Of a body without a length Qt would keep a copy to count it, and could then send it again.
    if (!Origin::of(request.url()).isValid() || !headersAreSound(request, body) || !length) {
        // An address that no handler knows: the reply then fails by itself, later, as callers expect of a reply.
        return counted(QNetworkAccessManager::createRequest(GetOperation, QNetworkRequest(QUrl(QStringLiteral("keyturn-refused:/"))), nullptr));
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
    if (!m_route.authorities.isEmpty()) {
        QSslConfiguration tls = request.sslConfiguration();
        tls.addCaCertificates(m_route.authorities);
        request.setSslConfiguration(tls);
    }
    for (const auto &[origin, certificates] : std::as_const(m_trust)) {
        if (origin == Origin::of(request.url())) {
            QSslConfiguration tls = request.sslConfiguration();
            tls.addCaCertificates(certificates);
            request.setSslConfiguration(tls);
        }
    }
    if (!body && !changesSomething(operation, request)) {
        // As a verb like any other, Qt would wait for the body that HEAD's Content-Length announces and that never comes (RFC 9110 §9.3.2).
        const bool isHead = request.attribute(QNetworkRequest::CustomVerbAttribute).toByteArray() == "HEAD";
        return counted(QNetworkAccessManager::createRequest(isHead ? HeadOperation : operation, request, nullptr));
    }

    // No body is a body of no bytes: a POST with nothing but a cookie spends a refresh token as well.
    auto *once = new OneWayBody(body);
    request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    request.setHeader(QNetworkRequest::ContentLengthHeader, *length);
    QNetworkReply *reply = QNetworkAccessManager::createRequest(operation, request, once);
    once->setParent(reply);
    return counted(reply);
}

} // namespace keyturn::net
