// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/authorizationrequest.h"

#include "jose/proofkey.h"
#include "oauth/clientfields.h"

namespace keyturn::oauth {

model::IdentityProvider askedProvider(const AuthorizationRequest &request)
{
    model::IdentityProvider provider = request.provider;
    if (!request.prompt.isEmpty())
        provider.prompt = request.prompt;
    if (!request.acrValues.isEmpty())
        provider.acrValues = request.acrValues;
    if (request.maxAge)
        provider.maxAge = request.maxAge;
    provider.scopes = requestedScopes(provider);
    return provider;
}

QMap<QString, QString> extraParameters(const model::IdentityProvider &provider, const QString &loginHint, const core::Secret &proofKey)
{
    QMap<QString, QString> extra = provider.authorizationParameters;
    if (!loginHint.isEmpty())
        extra.insert(QStringLiteral("login_hint"), loginHint);
    if (!provider.prompt.isEmpty())
        extra.insert(QStringLiteral("prompt"), provider.prompt);
    if (!provider.acrValues.isEmpty())
        extra.insert(QStringLiteral("acr_values"), provider.acrValues.join(u' '));
    if (provider.maxAge)
        extra.insert(QStringLiteral("max_age"), QString::number(*provider.maxAge));
    if (const core::Result<QJsonObject> key = jose::publicHalf(proofKey); key.ok()) // RFC 9449 §10: the code serves its holder alone
        extra.insert(QStringLiteral("dpop_jkt"), QString::fromLatin1(jose::thumbprint(*key)));
    return extra;
}

} // namespace keyturn::oauth
