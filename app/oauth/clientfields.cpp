// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/clientfields.h"

namespace keyturn::oauth {

QList<FormField> clientFields(const model::IdentityProvider &provider)
{
    QList<FormField> fields{{"client_id", core::Secret::fromText(provider.clientId)}};
    if (!provider.clientSecret.isEmpty())
        fields.append({"client_secret", provider.clientSecret});
    return fields;
}

QList<FormField> resourceFields(const model::IdentityProvider &provider)
{
    QList<FormField> fields;
    for (const QString &resource : provider.resources)
        fields.append({"resource", core::Secret::fromText(resource)});
    return fields;
}

QStringList requestedScopes(const model::IdentityProvider &provider)
{
    const QString openId = QStringLiteral("openid");
    QStringList scopes = provider.scopes;
    if (provider.kind == model::ProviderKind::OpenIdConnect && !scopes.contains(openId))
        scopes.prepend(openId);
    return scopes;
}

} // namespace keyturn::oauth
