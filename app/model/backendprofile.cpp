// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/backendprofile.h"

#include <algorithm>

namespace keyturn::model {

QString IdentityProvider::missingClient() const
{
    const QString lead = QStringLiteral("{client:");
    if (!clientId.startsWith(lead) || !clientId.endsWith(u'}'))
        return {};
    return clientId.mid(lead.size()).chopped(1);
}

bool IdentityProvider::takesCodeAlone() const
{
    const bool isGitHubs = kind == ProviderKind::OAuth2 && endpoints.token.path().endsWith(QLatin1String("/login/oauth/access_token"));
    return isGitHubs && clientSecret.isEmpty() && deviceCode && !endpoints.deviceAuthorization.isEmpty();
}

const IdentityProvider *BackendProfile::provider(const ProviderId &providerId) const
{
    const auto found = std::find_if(providers.cbegin(), providers.cend(), [&](const IdentityProvider &one) { return one.id == providerId; });
    return found == providers.cend() ? nullptr : &*found;
}

} // namespace keyturn::model
