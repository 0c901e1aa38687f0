// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/pushedrequest.h"

#include "core/json.h"
#include "oauth/clientfields.h"
#include "oauth/tokenresponse.h"

#include <QUrlQuery>

#include <algorithm>

namespace keyturn::oauth {

namespace {

constexpr qsizetype maxRequestUri = 2048;
constexpr double maxLifetime = 24 * 3600;

core::Error invalid(const QString &detail)
{
    return {core::ErrorKind::BadReply, QStringLiteral("pushed_request_invalid"), detail};
}

/// RFC 9126 §2.1: the same parameters, and the client's own way to say who it is.
QList<FormField> fieldsOf(const QUrl &authorizationUrl, const model::IdentityProvider &provider)
{
    QList<FormField> fields = clientFields(provider);
    const auto items = QUrlQuery(authorizationUrl).queryItems(QUrl::FullyDecoded);
    for (const auto &[name, value] : items) {
        if (name != QLatin1String("client_id"))
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

} // namespace

core::Async<PushedRequest> pushRequest(net::HttpClient &http, const ProviderMetadata &metadata, const model::IdentityProvider &provider,
                                       const QUrl &authorizationUrl, QObject *context, std::stop_token stop)
{
    net::HttpRequest request;
    request.method = "POST";
    request.url = metadata.endpoints.pushedAuthorization;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
    request.body = writeForm(fieldsOf(authorizationUrl, provider));
    request.maxBodyBytes = maxTokenResponseBytes;
    request.purpose = QStringLiteral("pushed request");
    request.stop = std::move(stop);
    return core::chain(http.send(std::move(request)), context,
                       [endpoint = metadata.endpoints.authorization,
                        clientId = provider.clientId](const net::HttpResponse &response) -> core::Result<PushedRequest> {
                           if (const std::optional<core::Error> refusal = readRefusal(response, {}))
                               return *refusal;
                           const core::Result<QJsonObject> json = core::parseJsonObject(response.body.reveal(), maxTokenResponseBytes);
                           if (!json.ok())
                               return invalid(json.error().code);
                           const QString name = json->value(QStringLiteral("request_uri")).toString();
                           const double seconds = json->value(QStringLiteral("expires_in")).toDouble(-1);
                           if (name.isEmpty() || name.size() > maxRequestUri || !(seconds > 0))
                               return invalid(QStringLiteral("request_uri or expires_in is missing or unusable"));
                           const auto whole = static_cast<qint64>(std::min(seconds, maxLifetime));
                           return PushedRequest{shortened(endpoint, clientId, name), std::chrono::seconds(whole)};
                       });
}

} // namespace keyturn::oauth
