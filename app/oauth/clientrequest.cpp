// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/clientrequest.h"

#include "oauth/clientfields.h"
#include "oauth/tokenresponse.h"

namespace keyturn::oauth {

namespace {

/// RFC 6749 Appendix B, as a form has it: percent signs for all but unreserved characters, a plus for a space.
QByteArray formEncoded(QByteArray text)
{
    QByteArray encoded = text.toPercentEncoding(" ").replace(' ', '+');
    core::wipe(text);
    return encoded;
}

} // namespace

core::Secret basicAuthorization(const model::IdentityProvider &provider, const ProviderMetadata &metadata)
{
    const QStringList &ways = metadata.clientAuthentication;
    if (provider.clientSecret.isEmpty() || ways.contains(QLatin1String("client_secret_post")) || !ways.contains(QLatin1String("client_secret_basic")))
        return {};
    QByteArray both = formEncoded(provider.clientId.toUtf8()) + ':' + formEncoded(provider.clientSecret.reveal().toByteArray());
    core::Secret header = core::Secret::take(QByteArray("Basic " + both.toBase64()));
    core::wipe(both);
    return header;
}

net::HttpRequest clientRequest(const QUrl &url, const QList<FormField> &fields, const model::IdentityProvider &provider,
                               const ProviderMetadata &metadata, const QString &purpose, std::stop_token stop)
{
    net::HttpRequest request;
    request.method = "POST";
    request.url = url;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
    const core::Secret basic = basicAuthorization(provider, metadata);
    if (!basic.isEmpty())
        request.headers.append(net::Header{"Authorization", basic.reveal().toByteArray()});
    request.body = writeForm(basic.isEmpty() ? fields + clientFields(provider) : fields);
    request.maxBodyBytes = maxTokenResponseBytes;
    request.purpose = purpose;
    request.stop = std::move(stop);
    return request;
}

} // namespace keyturn::oauth
