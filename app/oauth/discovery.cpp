// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/discovery.h"

#include "core/json.h"
#include "net/origin.h"

#include <QJsonArray>

namespace keyturn::oauth {

namespace {

constexpr qsizetype maxMetadataBytes = 256 * 1024;

core::Error badReply(const char *code, const QString &detail)
{
    return {core::ErrorKind::BadReply, QString::fromLatin1(code), detail};
}

core::Error insecure(core::ErrorKind kind, const QString &what)
{
    return {kind, QStringLiteral("discovery_insecure"), what + QStringLiteral(" is neither https nor loopback")};
}

/// RFC 6749 §3.1.2.1, §3.2: TLS always. Loopback is for a provider that runs on this very computer: one from elsewhere must not send codes there.
bool isSecure(const QUrl &url, bool loopbackAllowed)
{
    const net::Origin origin = net::Origin::of(url);
    return origin.isValid() && !url.hasFragment() && (origin.scheme == QLatin1String("https") || (loopbackAllowed && origin.isLoopback()));
}

bool isOnLoopback(const QString &issuer)
{
    return net::Origin::of(QUrl(issuer)).isLoopback();
}

QStringList strings(const QJsonValue &value)
{
    QStringList list;
    for (const QJsonValue &entry : value.toArray()) {
        if (entry.isString())
            list.append(entry.toString());
    }
    return list;
}

/// Takes endpoints out of a document, and keeps the first thing that is wrong with one.
class EndpointReader
{
public:
    EndpointReader(const QJsonObject &document, bool loopbackAllowed) : m_document(document), m_loopbackAllowed(loopbackAllowed) { }

    [[nodiscard]] QUrl required(const QString &name)
    {
        if (!m_document.contains(name))
            fail(badReply("discovery_invalid", name + QStringLiteral(" is missing")));
        return optional(name);
    }
    [[nodiscard]] QUrl optional(const QString &name)
    {
        const QJsonValue value = m_document.value(name);
        if (value.isUndefined() || value.isNull())
            return {};
        const QUrl url(value.toString(), QUrl::StrictMode);
        if (!value.isString() || !url.isValid())
            fail(badReply("discovery_invalid", name + QStringLiteral(" is no address")));
        else if (!isSecure(url, m_loopbackAllowed))
            fail(insecure(core::ErrorKind::BadReply, name));
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

core::Result<ProviderMetadata> fromProfile(const model::IdentityProvider &provider)
{
    const bool loopbackAllowed = isOnLoopback(provider.endpoints.authorization.toString());
    const QList<std::pair<QString, QUrl>> endpoints{{QStringLiteral("authorization"), provider.endpoints.authorization},
                                                    {QStringLiteral("token"), provider.endpoints.token},
                                                    {QStringLiteral("revocation"), provider.endpoints.revocation},
                                                    {QStringLiteral("userinfo"), provider.endpoints.userinfo},
                                                    {QStringLiteral("emailsEndpoint"), provider.emailsEndpoint}};
    for (qsizetype i = 0; i < endpoints.size(); ++i) {
        const bool required = i < 2;
        if ((required || !endpoints.at(i).second.isEmpty()) && !isSecure(endpoints.at(i).second, loopbackAllowed))
            return insecure(core::ErrorKind::Configuration, endpoints.at(i).first);
    }
    return ProviderMetadata{provider.issuer, provider.endpoints, {}, false, {}};
}

core::Result<ProviderMetadata> readAnswer(const net::HttpResponse &response, const QString &issuer)
{
    if (response.status >= 500)
        return core::Error{core::ErrorKind::Offline, QStringLiteral("server_error"), QStringLiteral("discovery: status %1").arg(response.status)};
    if (response.status == 429)
        return core::Error{core::ErrorKind::RateLimited, QStringLiteral("rate_limited"), QStringLiteral("discovery: status 429")};
    if (response.status != 200)
        return badReply("discovery_invalid", QStringLiteral("status %1").arg(response.status));
    return readProviderMetadata(response.body.reveal(), issuer);
}

} // namespace

core::Result<ProviderMetadata> readProviderMetadata(QByteArrayView json, const QString &issuer)
{
    const core::Result<QJsonObject> document = core::parseJsonObject(json, maxMetadataBytes);
    if (!document.ok())
        return badReply("discovery_invalid", document.error().code + QStringLiteral(": ") + document.error().detail);
    // OpenID Connect Discovery §4.3: exactly the issuer that was asked for, or a stranger speaks in its name.
    if (document->value(QStringLiteral("issuer")).toString() != issuer)
        return badReply("discovery_issuer", QStringLiteral("the document is not that of %1").arg(issuer));
    EndpointReader reader(*document, isOnLoopback(issuer));
    ProviderMetadata metadata;
    metadata.issuer = issuer;
    metadata.endpoints.authorization = reader.required(QStringLiteral("authorization_endpoint"));
    metadata.endpoints.token = reader.required(QStringLiteral("token_endpoint"));
    metadata.endpoints.revocation = reader.optional(QStringLiteral("revocation_endpoint"));
    metadata.endpoints.userinfo = reader.optional(QStringLiteral("userinfo_endpoint"));
    metadata.jwks = reader.required(QStringLiteral("jwks_uri"));
    if (reader.problem())
        return *reader.problem();
    // RFC 8414 §2: a provider that does not name the member does not support PKCE, and a code without it can be injected (FAULTS 26).
    if (!strings(document->value(QStringLiteral("code_challenge_methods_supported"))).contains(QLatin1String("S256")))
        return badReply("discovery_no_s256", QStringLiteral("code_challenge_methods_supported does not hold S256"));
    metadata.issuerInResponse = document->value(QStringLiteral("authorization_response_iss_parameter_supported")).toBool();
    metadata.scopes = strings(document->value(QStringLiteral("scopes_supported")));
    return metadata;
}

core::Async<ProviderMetadata> discover(net::HttpClient &http, const model::IdentityProvider &provider, QObject *context, std::stop_token stop)
{
    // Every way to or from a provider begins here, and none of them may send a placeholder.
    if (const QString client = provider.missingClient(); !client.isEmpty())
        return core::ready<ProviderMetadata>(core::Error{core::ErrorKind::Configuration, QStringLiteral("client_id_missing"), client});
    if (provider.kind == model::ProviderKind::OAuth2)
        return core::ready(fromProfile(provider));
    QString address = provider.issuer;
    if (address.endsWith(u'/'))
        address.chop(1); // OpenID Connect Discovery §4.1
    net::HttpRequest request;
    request.url = QUrl(address + QStringLiteral("/.well-known/openid-configuration"), QUrl::StrictMode);
    if (!isSecure(request.url, true))
        return core::ready(core::Result<ProviderMetadata>(insecure(core::ErrorKind::Configuration, QStringLiteral("the issuer"))));
    request.headers = {{"Accept", "application/json"}};
    request.maxBodyBytes = maxMetadataBytes;
    request.purpose = QStringLiteral("discovery");
    request.stop = std::move(stop);
    return core::chain(http.send(std::move(request)), context,
                       [issuer = provider.issuer](const net::HttpResponse &response) { return readAnswer(response, issuer); });
}

} // namespace keyturn::oauth
