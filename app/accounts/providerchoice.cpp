// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/providerchoice.h"

namespace keyturn::accounts {

namespace {

core::Error configuration(const char *code, const QString &detail)
{
    return {core::ErrorKind::Configuration, QString::fromLatin1(code), detail};
}

} // namespace

core::Result<ProviderChoice> chooseProvider(const storage::ProfileStore &profiles, const model::ProfileId &id, const model::ProviderId &wanted)
{
    const core::Result<model::BackendProfile> profile = profiles.find(id);
    if (!profile.ok())
        return profile.error();
    if (profile->embedded && profile->baseUrl.isEmpty())
        return configuration("backend_not_started", {});
    if (profile->providers.isEmpty())
        return configuration("method_unsupported", QStringLiteral("the profile has no identity provider"));
    if (wanted.isEmpty() && profile->providers.size() == 1)
        return ProviderChoice{profile->providers.first(), profile->embedded};
    if (const model::IdentityProvider *found = profile->provider(wanted))
        return ProviderChoice{*found, profile->embedded};
    QStringList names;
    for (const model::IdentityProvider &provider : profile->providers)
        names += provider.id.toString();
    return configuration("provider_unknown", names.join(QLatin1String(", ")));
}

bool isHandoff(const storage::ProfileStore &profiles, const model::ProfileId &id, const model::ProviderId &wanted)
{
    const core::Result<model::BackendProfile> profile = profiles.find(id);
    if (!profile.ok())
        return false;
    if (wanted.isEmpty())
        return profile->providers.size() == 1 && profile->providers.first().handoff;
    const model::IdentityProvider *found = profile->provider(wanted);
    return found && found->handoff;
}

} // namespace keyturn::accounts
