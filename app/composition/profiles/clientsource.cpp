// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/profiles/clientsource.h"

namespace keyturn::composition {

KnownClient knownClient(const core::Paths &paths, const storage::SettingsStore &settings, const QString &name)
{
    for (const QString &folder : paths.systemConfig) { // the strongest stands first
        const core::Result<storage::ClientRegistrations> policy = storage::policyClients(folder);
        if (policy.ok() && policy->contains(name))
            return {policy->value(name), ClientOrigin::Policy, folder + QLatin1String("/policy.json")};
    }
    const core::Result<storage::Settings> own = settings.load();
    if (own.ok() && own->clientIds.contains(name))
        return {own->clientIds.value(name), ClientOrigin::Own, {}};
    const storage::ClientRegistrations built = storage::builtInClients();
    return built.contains(name) ? KnownClient{built.value(name), ClientOrigin::Build, {}} : KnownClient();
}

core::Result<void> rememberClient(const core::Paths &paths, const storage::SettingsStore &settings, const QString &name,
                                  const storage::ClientRegistration &registration)
{
    if (const KnownClient now = knownClient(paths, settings, name); now.origin == ClientOrigin::Policy)
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("client_locked"), now.path};
    core::Result<storage::Settings> loaded = settings.load();
    if (!loaded.ok())
        return loaded.error();
    storage::Settings chosen = std::move(loaded).value();
    const storage::ClientRegistration trimmed{registration.clientId.trimmed(), registration.clientSecret.trimmed()};
    if (trimmed.clientId.isEmpty())
        chosen.clientIds.remove(name);
    else
        chosen.clientIds.insert(name, trimmed);
    // What would not be read again must not be written: the settings as a whole would be lost for it.
    const QJsonObject written{{QStringLiteral("clientIds"), storage::writeClients(chosen.clientIds)}};
    if (const core::Result<storage::ClientRegistrations> readable = storage::readClients(written); !readable.ok())
        return readable.error();
    return settings.save(chosen);
}

} // namespace keyturn::composition
