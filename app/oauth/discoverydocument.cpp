// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/discoverydocument.h"

#include "core/json.h"
#include "model/profilechecks.h"

#include <QJsonArray>

namespace keyturn::oauth {

namespace {

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

bool holds(const QJsonObject &document, const char *list, const char *word)
{
    return document.value(QLatin1String(list)).toArray().contains(QJsonValue(QLatin1String(word)));
}

/// Whether @p response is a metadata document at all: single-page applications answer every address with a page of theirs.
bool looksLikeDocument(const net::HttpResponse &response)
{
    if (response.status != 200 || !response.isJson())
        return false;
    const core::Result<QJsonObject> document = core::parseJsonObject(response.body.reveal(), maxMetadataBytes);
    return document.ok() ? document->contains(QLatin1String("issuer")) || document->contains(QLatin1String("token_endpoint"))
                         : response.body.reveal().trimmed().startsWith('{');
}

struct Search {
    core::Clock &clock;
    QStringList issuers;
    QList<QUrl> places;
    std::stop_token stop;
    QStringList tried = {};
    std::optional<core::Error> worst = {}; ///< A fault of the server's own, told where no other place had the document.
};

core::Async<DiscoveryDocument> next(net::HttpClient &http, Search search, QObject *context)
{
    if (search.places.isEmpty())
        return core::ready<DiscoveryDocument>(
            search.worst ? *search.worst : badReply("discovery_missing", QStringLiteral("tried %1").arg(search.tried.join(QLatin1String(", ")))));
    net::HttpRequest request;
    request.url = search.places.takeFirst();
    request.headers = {{"Accept", "application/json"}};
    request.maxBodyBytes = maxMetadataBytes;
    request.purpose = QStringLiteral("discovery");
    request.stop = search.stop;
    return core::chain(
        http.send(request), context,
        [&http, search, context, url = request.url](const net::HttpResponse &response) mutable -> core::Async<DiscoveryDocument> {
            if (looksLikeDocument(response))
                return core::ready(readDiscoveryDocument(response.body.reveal(), url, search.issuers));
            QString outcome = QStringLiteral("status %1").arg(response.status);
            const auto pause = response.retryAfter(search.clock.now());
            if (response.isRateLimited()) // to ask at other places is what it does not want
                return core::ready<DiscoveryDocument>(core::Error{core::ErrorKind::RateLimited, QStringLiteral("rate_limited"), outcome, pause});
            if (response.status >= 500 && !search.worst)
                search.worst = core::Error{core::ErrorKind::Offline, QStringLiteral("server_error"), outcome, pause};
            if (response.status == 200)
                outcome += QStringLiteral(", no metadata in JSON");
            search.tried += QStringLiteral("%1 (%2)").arg(url.toString(), outcome);
            return next(http, std::move(search), context);
        });
}

core::Async<DiscoveryDocument> find(net::HttpClient &http, Search search, QObject *context)
{
    return core::inStep(QStringLiteral("discovery"), next(http, std::move(search), context));
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

QStringList issuersAt(const QUrl &address)
{
    const QString asked = withoutSlash(address.toString(QUrl::FullyEncoded));
    return {asked, asked + u'/'};
}

core::Result<DiscoveryDocument> readDiscoveryDocument(QByteArrayView json, const QUrl &source, const QStringList &issuers)
{
    const core::Result<QJsonObject> document = core::parseJsonObject(json, maxMetadataBytes);
    if (!document.ok())
        return badReply("discovery_invalid", document.error().code + QStringLiteral(": ") + document.error().detail);
    const QString issuer = document->value(QLatin1String("issuer")).toString();
    // OpenID Connect Discovery §4.3, RFC 8414 §3.3: exactly the issuer that was asked for, or a stranger speaks in its name.
    if (!issuers.contains(issuer))
        return badReply("discovery_issuer", issuer.left(500));
    core::Result<ProviderMetadata> metadata = readProviderMetadata(json, issuer);
    if (!metadata.ok())
        return metadata.error();
    const bool signsIdTokens = !document->value(QLatin1String("id_token_signing_alg_values_supported")).toArray().isEmpty()
        || holds(*document, "scopes_supported", "openid");
    return DiscoveryDocument{source, *metadata, signsIdTokens && !metadata->jwks.isEmpty(),
                             metadata->clientAuthentication.contains(QLatin1String("none"))};
}

core::Async<DiscoveryDocument> findDiscoveryDocument(net::HttpClient &http, core::Clock &clock, const QUrl &address, QObject *context,
                                                     std::stop_token stop)
{
    return find(http, {clock, issuersAt(address), discoveryAddresses(address), std::move(stop)}, context);
}

core::Async<DiscoveryDocument> findDiscoveryDocumentOf(net::HttpClient &http, core::Clock &clock, const QString &issuer, QObject *context,
                                                       std::stop_token stop)
{
    return find(http, {clock, {issuer}, discoveryAddresses(QUrl(issuer, QUrl::StrictMode)), std::move(stop)}, context);
}

} // namespace keyturn::oauth
