// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/discoverydocument.h"

#include "core/json.h"
#include "model/profilechecks.h"

#include <QJsonArray>

namespace keyturn::oauth {

namespace {

constexpr qsizetype maxDocumentBytes = 256 * 1024;
const QString openIdPlace = QStringLiteral("/.well-known/openid-configuration");
const QString oauthPlace = QStringLiteral("/.well-known/oauth-authorization-server");

core::Error badReply(const char *code, const QString &detail)
{
    return {core::ErrorKind::BadReply, QString::fromLatin1(code), detail};
}

QString withoutSlash(QString text)
{
    while (text.endsWith(u'/'))
        text.chop(1);
    return text;
}

QUrl appended(const QUrl &address, const QString &place)
{
    return QUrl(withoutSlash(address.toString(QUrl::FullyEncoded)) + place, QUrl::StrictMode);
}

QUrl inserted(const QUrl &address, const QString &place)
{
    QUrl url = address;
    url.setPath(place + withoutSlash(address.path(QUrl::FullyEncoded)), QUrl::StrictMode);
    return url;
}

QStringList strings(const QJsonObject &document, const char *name)
{
    QStringList list;
    for (const QJsonValue &entry : document.value(QLatin1String(name)).toArray()) {
        if (entry.isString())
            list.append(entry.toString());
    }
    return list;
}

/// Takes addresses out of the document, and keeps the first thing that is wrong with one.
class AddressReader
{
public:
    AddressReader(const QJsonObject &document, bool loopbackAllowed) : m_document(document), m_loopbackAllowed(loopbackAllowed) { }

    [[nodiscard]] QUrl required(const char *name)
    {
        if (m_document.value(QLatin1String(name)).isUndefined())
            fail(badReply("discovery_invalid", QString::fromLatin1(name) + QStringLiteral(" is missing")));
        return optional(name);
    }
    [[nodiscard]] QUrl optional(const char *name)
    {
        const QJsonValue value = m_document.value(QLatin1String(name));
        if (value.isUndefined() || value.isNull())
            return {};
        const QUrl url(value.toString(), QUrl::StrictMode);
        // RFC 6749 §3.1.2.1, §3.2: TLS always. Only a provider on this very computer may name addresses that need none.
        const bool plain = url.scheme() == QLatin1String("http");
        if (plain && !(m_loopbackAllowed && model::isLoopback(url)))
            fail(badReply("discovery_insecure", QString::fromLatin1(name)));
        else if (!value.isString() || !model::checkUrl(value.toString(), true).isEmpty())
            fail(badReply("discovery_invalid", QString::fromLatin1(name) + QStringLiteral(" is no address")));
        return url;
    }
    [[nodiscard]] const std::optional<core::Error> &problem() const { return m_problem; }

private:
    void fail(core::Error error)
    {
        if (!m_problem)
            m_problem = std::move(error);
    }

    const QJsonObject &m_document;
    bool m_loopbackAllowed;
    std::optional<core::Error> m_problem;
};

/// Whether @p response is a metadata document at all: single-page applications answer every address with a page of theirs.
bool looksLikeDocument(const net::HttpResponse &response)
{
    if (response.status != 200)
        return false;
    const core::Result<QJsonObject> document = core::parseJsonObject(response.body.reveal(), maxDocumentBytes);
    return document.ok() ? document->contains(QLatin1String("issuer")) || document->contains(QLatin1String("token_endpoint"))
                         : response.body.reveal().trimmed().startsWith('{');
}

struct Search {
    QUrl address;
    QList<QUrl> places;
    QStringList tried;
    std::optional<core::Error> worst; ///< A fault of the server's own, told where no other place had the document.
    std::stop_token stop;
};

core::Async<DiscoveryDocument> next(net::HttpClient &http, Search search, QObject *context)
{
    if (search.places.isEmpty())
        return core::ready<DiscoveryDocument>(
            search.worst ? *search.worst : badReply("discovery_missing", QStringLiteral("tried %1").arg(search.tried.join(QLatin1String(", ")))));
    net::HttpRequest request;
    request.url = search.places.takeFirst();
    request.headers = {{"Accept", "application/json"}};
    request.maxBodyBytes = maxDocumentBytes;
    request.purpose = QStringLiteral("discovery");
    request.stop = search.stop;
    return core::chain(http.send(request), context,
                       [&http, search, context](const net::HttpResponse &response) mutable -> core::Async<DiscoveryDocument> {
                           if (looksLikeDocument(response))
                               return core::ready(readDiscoveryDocument(response.body.reveal(), response.url, search.address));
                           const QString outcome = QStringLiteral("status %1").arg(response.status);
                           search.tried += QStringLiteral("%1 (%2)").arg(response.url.toString(), outcome);
                           if (response.status >= 500 && !search.worst)
                               search.worst = core::Error{core::ErrorKind::Offline, QStringLiteral("server_error"), outcome};
                           return next(http, std::move(search), context);
                       });
}

} // namespace

QList<QUrl> discoveryAddresses(const QUrl &address)
{
    QList<QUrl> places{appended(address, openIdPlace), inserted(address, oauthPlace)};
    if (!withoutSlash(address.path()).isEmpty())
        places += {inserted(address, openIdPlace), appended(address, oauthPlace)};
    return places;
}

core::Result<QUrl> issuerAddress(const QString &typed)
{
    QString text = typed.trimmed();
    if (!text.contains(QLatin1String("://")))
        text.prepend(QLatin1String("https://"));
    if (const QString problem = model::checkUrl(text, false); !problem.isEmpty())
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("url_invalid"), problem};
    QUrl url(text, QUrl::StrictMode);
    const QString path = url.path(QUrl::FullyEncoded);
    for (const QString &place : {openIdPlace, oauthPlace}) {
        if (const qsizetype at = path.indexOf(place); at >= 0)
            url.setPath(path.left(at) + path.mid(at + place.size()), QUrl::StrictMode);
    }
    return url;
}

core::Result<DiscoveryDocument> readDiscoveryDocument(QByteArrayView json, const QUrl &source, const QUrl &address)
{
    const core::Result<QJsonObject> document = core::parseJsonObject(json, maxDocumentBytes);
    if (!document.ok())
        return badReply("discovery_invalid", document.error().code + QStringLiteral(": ") + document.error().detail);
    DiscoveryDocument read;
    read.source = source;
    read.issuer = document->value(QLatin1String("issuer")).toString();
    // OpenID Connect Discovery §4.3, RFC 8414 §3.3: exactly the issuer that was asked for, or a stranger speaks in its name.
    if (const QString asked = withoutSlash(address.toString(QUrl::FullyEncoded)); read.issuer != asked && read.issuer != asked + u'/')
        return badReply("discovery_issuer", read.issuer.left(500));
    AddressReader reader(*document, model::isLoopback(address));
    read.endpoints.authorization = reader.required("authorization_endpoint");
    read.endpoints.token = reader.required("token_endpoint");
    read.endpoints.revocation = reader.optional("revocation_endpoint");
    read.endpoints.userinfo = reader.optional("userinfo_endpoint");
    read.jwks = reader.optional("jwks_uri");
    read.pushedAuthorization = reader.optional("pushed_authorization_request_endpoint");
    read.deviceAuthorization = reader.optional("device_authorization_endpoint");
    read.endSession = reader.optional("end_session_endpoint");
    if (reader.problem())
        return *reader.problem();
    // RFC 8414 §2: a provider that does not name the member does not support PKCE, and a code without it can be injected (FAULTS 26).
    if (!strings(*document, "code_challenge_methods_supported").contains(QLatin1String("S256")))
        return badReply("discovery_no_s256", QStringLiteral("code_challenge_methods_supported does not hold S256"));
    read.scopes = strings(*document, "scopes_supported");
    read.grantTypes = strings(*document, "grant_types_supported");
    read.idTokenAlgorithms = strings(*document, "id_token_signing_alg_values_supported");
    read.dpopAlgorithms = strings(*document, "dpop_signing_alg_values_supported");
    read.takesPublicClients = strings(*document, "token_endpoint_auth_methods_supported").contains(QLatin1String("none"));
    read.needsPushedAuthorization = document->value(QLatin1String("require_pushed_authorization_requests")).toBool();
    read.issuerInResponse = document->value(QLatin1String("authorization_response_iss_parameter_supported")).toBool();
    read.openIdConnect = !read.jwks.isEmpty() && (!read.idTokenAlgorithms.isEmpty() || read.scopes.contains(QLatin1String("openid")))
        && source == appended(address, openIdPlace);
    return read;
}

core::Async<DiscoveryDocument> findDiscoveryDocument(net::HttpClient &http, const QUrl &address, QObject *context, std::stop_token stop)
{
    return next(http, {address, discoveryAddresses(address), {}, std::nullopt, std::move(stop)}, context);
}

} // namespace keyturn::oauth
