// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/discovery.h"

#include "core/json.h"
#include "net/origin.h"
#include "oauth/discoverydocument.h"

#include <QJsonArray>

namespace keyturn::oauth {

namespace {

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

/// What is wrong with an address that the profile itself tells.
std::optional<core::Error> insecureInProfile(const model::IdentityProvider &provider, bool loopbackAllowed)
{
    const model::OAuthEndpoints &given = provider.endpoints;
    const QList<std::pair<QString, QUrl>> endpoints{{QStringLiteral("token"), given.token},
                                                    {QStringLiteral("authorization"), given.authorization},
                                                    {QStringLiteral("revocation"), given.revocation},
                                                    {QStringLiteral("userinfo"), given.userinfo},
                                                    {QStringLiteral("deviceAuthorization"), given.deviceAuthorization},
                                                    {QStringLiteral("pushedAuthorization"), given.pushedAuthorization},
                                                    {QStringLiteral("endSession"), given.endSession},
                                                    {QStringLiteral("emailsEndpoint"), provider.emailsEndpoint}};
    for (const auto &[name, url] : endpoints) {
        if (!url.isEmpty() && !isSecure(url, loopbackAllowed))
            return insecure(core::ErrorKind::Configuration, name);
    }
    return std::nullopt;
}

core::Result<ProviderMetadata> fromProfile(const model::IdentityProvider &provider)
{
    const model::OAuthEndpoints &given = provider.endpoints;
    const bool forDevicesAlone = given.authorization.isEmpty() && !given.deviceAuthorization.isEmpty();
    if (given.token.isEmpty() || (given.authorization.isEmpty() && !forDevicesAlone))
        return insecure(core::ErrorKind::Configuration, given.token.isEmpty() ? QStringLiteral("token") : QStringLiteral("authorization"));
    if (const std::optional<core::Error> problem = insecureInProfile(provider, isOnLoopback(given.token.toString())))
        return *problem;
    return ProviderMetadata{provider.issuer, provider.endpoints, {}, false, {}};
}

/// What the metadata offers may still not be for this client.
core::Result<ProviderMetadata> forClient(core::Result<ProviderMetadata> metadata, const model::IdentityProvider &provider)
{
    if (metadata.ok() && !provider.deviceCode)
        metadata.value().endpoints.deviceAuthorization = {};
    return metadata;
}

/// What the profile tells wins, for whoever wrote it knew why.
core::Result<ProviderMetadata> completed(ProviderMetadata found, const model::IdentityProvider &provider)
{
    if (provider.kind == model::ProviderKind::OpenIdConnect)
        return found.jwks.isEmpty() // or no ID token could be verified
            ? badReply("discovery_invalid", QStringLiteral("jwks_uri is missing"))
            : core::Result<ProviderMetadata>(std::move(found));
    using Endpoints = model::OAuthEndpoints;
    for (QUrl Endpoints::*endpoint : {&Endpoints::authorization, &Endpoints::token, &Endpoints::revocation, &Endpoints::userinfo,
                                      &Endpoints::deviceAuthorization, &Endpoints::pushedAuthorization, &Endpoints::endSession}) {
        if (!(provider.endpoints.*endpoint).isEmpty())
            found.endpoints.*endpoint = provider.endpoints.*endpoint;
    }
    if (found.endpoints.userinfo.isEmpty())
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("userinfo_missing"), provider.issuer};
    return found;
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
    metadata.endpoints.deviceAuthorization = reader.optional(QStringLiteral("device_authorization_endpoint"));
    // RFC 8414 §2: only who uses no grant type with a browser may leave it out.
    const bool forDevicesAlone = !metadata.endpoints.deviceAuthorization.isEmpty() && !document->contains(QStringLiteral("authorization_endpoint"));
    if (!forDevicesAlone)
        metadata.endpoints.authorization = reader.required(QStringLiteral("authorization_endpoint"));
    metadata.endpoints.token = reader.required(QStringLiteral("token_endpoint"));
    metadata.endpoints.revocation = reader.optional(QStringLiteral("revocation_endpoint"));
    metadata.endpoints.userinfo = reader.optional(QStringLiteral("userinfo_endpoint"));
    metadata.endpoints.pushedAuthorization = reader.optional(QStringLiteral("pushed_authorization_request_endpoint"));
    metadata.endpoints.endSession = reader.optional(QStringLiteral("end_session_endpoint"));
    metadata.jwks = reader.optional(QStringLiteral("jwks_uri"));
    if (reader.problem())
        return *reader.problem();
    // RFC 8414 §2: a provider that does not name the member does not support PKCE, and a code without it can be injected (FAULTS 26).
    if (!forDevicesAlone && !strings(document->value(QStringLiteral("code_challenge_methods_supported"))).contains(QLatin1String("S256")))
        return badReply("discovery_no_s256", QStringLiteral("code_challenge_methods_supported does not hold S256"));
    metadata.issuerInResponse = document->value(QStringLiteral("authorization_response_iss_parameter_supported")).toBool();
    metadata.scopes = strings(document->value(QStringLiteral("scopes_supported")));
    metadata.pushedRequired = document->value(QStringLiteral("require_pushed_authorization_requests")).toBool();
    metadata.grantTypes = strings(document->value(QStringLiteral("grant_types_supported")));
    metadata.clientAuthentication = strings(document->value(QStringLiteral("token_endpoint_auth_methods_supported")));
    metadata.dpopAlgorithms = strings(document->value(QStringLiteral("dpop_signing_alg_values_supported")));
    return metadata;
}

core::Async<ProviderMetadata> discover(net::HttpClient &http, core::Clock &clock, const model::IdentityProvider &provider, QObject *context,
                                       std::stop_token stop)
{
    // Every way to or from a provider begins here, and none of them may send a placeholder.
    if (const QString client = provider.missingClient(); !client.isEmpty())
        return core::ready<ProviderMetadata>(core::Error{core::ErrorKind::Configuration, QStringLiteral("client_id_missing"), client});
    if (!provider.isDiscovered())
        return core::ready(forClient(fromProfile(provider), provider));
    if (!isSecure(QUrl(provider.issuer, QUrl::StrictMode), true))
        return core::ready<ProviderMetadata>(insecure(core::ErrorKind::Configuration, QStringLiteral("the issuer")));
    if (const std::optional<core::Error> problem = insecureInProfile(provider, isOnLoopback(provider.issuer)))
        return core::ready<ProviderMetadata>(*problem);
    return core::inStep(QStringLiteral("discovery"),
                        core::chain(findDiscoveryDocumentOf(http, clock, provider.issuer, context, std::move(stop)), context,
                                    [provider](const DiscoveryDocument &found) { return forClient(completed(found.metadata, provider), provider); }));
}

} // namespace keyturn::oauth
