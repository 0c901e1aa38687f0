// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/pushedrequest.h"

#include "core/json.h"
#include "oauth/clientrequest.h"
#include "oauth/tokenresponse.h"

#include <QUrlQuery>

namespace keyturn::oauth {

namespace {

constexpr qsizetype maxRequestUri = 2048;

core::Error invalid(const QString &detail)
{
    return {core::ErrorKind::BadReply, QStringLiteral("pushed_request_invalid"), detail};
}

/// RFC 9126 §2.1: the same parameters. The client's name comes with the client's own way to say who it is, unless that is a header.
QList<FormField> fieldsOf(const QUrl &authorizationUrl, bool namesClient)
{
    QList<FormField> fields;
    const auto items = QUrlQuery(authorizationUrl).queryItems(QUrl::FullyDecoded);
    for (const auto &[name, value] : items) {
        if (namesClient || name != QLatin1String("client_id"))
            fields.append({name.toUtf8(), core::Secret::fromText(value)});
    }
    return fields;
}

/// RFC 9126 §4: the name alone, and who asks.
QUrl shortened(const QUrl &endpoint, const QString &clientId, const QString &requestUri)
{
    QUrl url = endpoint;
    const QString own = url.query(QUrl::FullyEncoded);
    url.setQuery((own.isEmpty() ? QString() : own + u'&') + QStringLiteral("client_id=") + QString::fromLatin1(QUrl::toPercentEncoding(clientId))
                 + QStringLiteral("&request_uri=") + QString::fromLatin1(QUrl::toPercentEncoding(requestUri)));
    return url;
}

core::Result<PushedRequest> readAnswer(const net::HttpResponse &response, const QUrl &endpoint, const QString &clientId, const QDateTime &now)
{
    if (const std::optional<core::Error> refusal = readRefusal(response, now))
        return *refusal;
    if (!response.isJson()) // RFC 9126 §2.2
        return invalid(QStringLiteral("it is not JSON by its type"));
    const core::Result<QJsonObject> json = core::parseJsonObject(response.body.reveal(), maxTokenResponseBytes);
    if (!json.ok())
        return invalid(json.error().code);
    const QString name = json->value(QStringLiteral("request_uri")).toString();
    const double seconds = json->value(QStringLiteral("expires_in")).toDouble(-1);
    if (name.isEmpty() || name.size() > maxRequestUri || !(seconds > 0))
        return invalid(QStringLiteral("request_uri or expires_in is missing or unusable"));
    return PushedRequest{shortened(endpoint, clientId, name)};
}

} // namespace

core::Async<PushedRequest> pushRequest(net::HttpClient &http, core::Clock &clock, const ProviderMetadata &metadata,
                                       const model::IdentityProvider &provider, const QUrl &authorizationUrl, QObject *context, std::stop_token stop)
{
    const QString step = QStringLiteral("pushed request");
    const QList<FormField> fields = fieldsOf(authorizationUrl, !basicAuthorization(provider, metadata).isEmpty());
    net::HttpRequest request = clientRequest(metadata.endpoints.pushedAuthorization, fields, provider, metadata, step, std::move(stop));
    return core::inStep(step,
                        core::chain(http.send(std::move(request)), context,
                                    [&clock, endpoint = metadata.endpoints.authorization, clientId = provider.clientId](
                                        const net::HttpResponse &response) { return readAnswer(response, endpoint, clientId, clock.now()); }));
}

} // namespace keyturn::oauth
