// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/profilechecks.h"
#include "model/profileparser.h"

#include <QJsonArray>

namespace keyturn::model {

namespace {

constexpr qsizetype maxProviders = 32;

QString anything(const QString &)
{
    return {};
}

} // namespace

OAuthEndpoints ProfileParser::oauthEndpoints(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    OAuthEndpoints endpoints;
    endpoints.authorization = QUrl(address(reader, "authorization", Need::Required, true));
    endpoints.token = QUrl(address(reader, "token", Need::Required, true));
    endpoints.revocation = QUrl(address(reader, "revocation", Need::Optional, true));
    endpoints.userinfo = QUrl(address(reader, "userinfo", Need::Required, true));
    reader.finish();
    return endpoints;
}

IdentityProvider ProfileParser::provider(const QJsonValue &value, const QString &pointer)
{
    ObjectReader reader(m_problem, value, pointer);
    IdentityProvider provider;
    provider.id = ProviderId(reader.text("id", Need::Required, checkId));
    provider.name = reader.text("name", Need::Required, checkLabel);
    provider.kind = static_cast<ProviderKind>(reader.choice("kind", Need::Required, {QStringLiteral("openIdConnect"), QStringLiteral("oauth2")},
                                                            static_cast<int>(ProviderKind::OpenIdConnect)));
    // OpenID Connect Discovery §3: an issuer has neither query nor fragment.
    provider.issuer = address(reader, "issuer", Need::Required, false);
    const bool plain = provider.kind == ProviderKind::OAuth2;
    const QJsonValue endpoints = reader.member("endpoints", plain ? Need::Required : Need::Optional);
    if (!endpoints.isUndefined()) {
        provider.endpoints = oauthEndpoints(endpoints, reader.pointerTo("endpoints"));
        if (!plain)
            reader.note("endpoints", QStringLiteral("expected only with kind oauth2, OpenID Connect discovers them; remove it"));
    }
    provider.clientId = reader.text("clientId", Need::Required, checkLabel);
    if (reader.has("callbackPath"))
        provider.callbackPath = reader.text("callbackPath", Need::Optional, checkCallbackPath);
    provider.scopes = reader.texts("scopes", checkScope);
    provider.authorizationParameters = reader.map("authorizationParameters", checkAuthorizationParameter, anything);
    const QJsonValue identity = reader.member("identity", plain ? Need::Required : Need::Optional);
    provider.identity = identityMapping(identity, reader.pointerTo("identity"));
    if (plain && provider.identity.subject.isEmpty())
        m_problem.note(reader.pointerTo("identity") + QLatin1String("/subject"), QStringLiteral("this member is required with kind oauth2; add it"));
    provider.emailsEndpoint = QUrl(address(reader, "emailsEndpoint", Need::Optional, true));
    provider.sessionsPage = QUrl(address(reader, "sessionsPage", Need::Optional, true));
    reader.finish();
    return provider;
}

QList<IdentityProvider> ProfileParser::providers(ObjectReader &reader)
{
    const QJsonValue value = reader.member("providers", Need::Optional);
    const QJsonArray array = value.toArray();
    if (!value.isUndefined() && (!value.isArray() || array.size() > maxProviders))
        reader.note("providers", QStringLiteral("expected a list of at most %1 providers").arg(maxProviders));
    QList<IdentityProvider> found;
    for (qsizetype i = 0; i < array.size() && !m_problem.any(); ++i) {
        const QString pointer = reader.pointerTo("providers") + u'/' + QString::number(i);
        IdentityProvider one = provider(array.at(i), pointer);
        for (const IdentityProvider &earlier : std::as_const(found)) {
            if (earlier.id == one.id)
                m_problem.note(pointer + QLatin1String("/id"), QStringLiteral("another provider has this id already; choose another one"));
        }
        found.append(std::move(one));
    }
    return found;
}

} // namespace keyturn::model
