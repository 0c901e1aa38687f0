// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/profilestore.h"

#include "model/profilereader.h"
#include "storage/privatefile.h"
#include "storage/settingsstore.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

/// A static library's resources are dropped by the linker unless somebody asks for them; the macro must stand outside of any namespace.
static void registerProfileResources()
{
    Q_INIT_RESOURCE(profiles);
}

namespace keyturn::storage {

namespace {

const QLatin1String ownFolder("/profiles.d");

core::Error configuration(const char *code, const QString &detail)
{
    return core::Error{core::ErrorKind::Configuration, QString::fromLatin1(code), detail};
}

/// A profile says where a password goes: only this user and the administrator may write one.
bool trusted(const QFileInfo &file)
{
#ifdef Q_OS_UNIX
    const QString path = file.filePath();
    if (path.startsWith(u':'))
        return true;
    const bool owner = file.ownerId() == 0 || file.ownerId() == geteuid();
    return owner && !file.permission(QFileDevice::WriteOther);
#else
    Q_UNUSED(file)
    return true;
#endif
}

core::Result<model::BackendProfile> readFile(const QFileInfo &info, const QUrl &embeddedBase)
{
    if (!info.isFile() || !trusted(info))
        return configuration("profile_invalid", QStringLiteral("%1 is not a file, or others than you may write it").arg(info.filePath()));
    QFile file(info.filePath());
    if (!file.open(QIODevice::ReadOnly))
        return configuration("profile_invalid", QStringLiteral("%1: %2").arg(info.filePath(), file.errorString()));
    // One byte above the limit is enough to be refused as too large.
    return model::readProfile(file.read(model::maxProfileBytes + 1), embeddedBase);
}

/// A client is registered at one provider: a profile that shows one's page and sends the code to another's host would give it away.
bool isOfOneHost(const model::IdentityProvider &provider)
{
    const QString home = QUrl(provider.isDiscovered() ? QUrl(provider.issuer) : provider.endpoints.authorization).host();
    for (const QUrl &url : {provider.endpoints.authorization, provider.endpoints.token, provider.endpoints.deviceAuthorization,
                            provider.endpoints.pushedAuthorization}) {
        if (!url.isEmpty() && url.host() != home)
            return false;
    }
    // GitHub takes tokens back at its API's host.
    const QString revocation = provider.endpoints.revocation.host();
    return revocation.isEmpty() || revocation == home || revocation == QLatin1String("api.") + home;
}

} // namespace

void fillInClients(model::BackendProfile &profile, const ClientRegistrations &clients)
{
    for (model::IdentityProvider &provider : profile.providers) {
        if (!isOfOneHost(provider))
            continue;
        const auto known = clients.constFind(provider.missingClient());
        if (known == clients.constEnd())
            continue;
        provider.clientId = known->clientId;
        if (!known->clientSecret.isEmpty())
            provider.clientSecret = core::Secret::fromText(known->clientSecret);
    }
}

ProfileStore::ProfileStore(core::Paths paths) : m_paths(std::move(paths))
{
    registerProfileResources();
    reload({});
}

void ProfileStore::reload(const QUrl &embeddedBase)
{
    m_embeddedBase = embeddedBase;
    m_profiles.clear();
    m_broken.clear();
    readClientIds();
    readFolder(QStringLiteral(":/keyturn/profiles"), ProfileOrigin::BuiltIn, embeddedBase);
    for (auto folder = m_paths.systemConfig.crbegin(); folder != m_paths.systemConfig.crend();
         ++folder) // the strongest stands first, so it is read last
        readFolder(*folder + ownFolder, ProfileOrigin::System, embeddedBase);
    readFolder(m_paths.config + ownFolder, ProfileOrigin::Own, embeddedBase);
}

/// What the administrator wrote goes before what the person wrote, and that before what came with the program.
void ProfileStore::readClientIds()
{
    m_clients = builtInClients();
    // A settings file that cannot be used is told by whoever needs it; the profiles are listed all the same.
    if (const core::Result<Settings> settings = SettingsStore(m_paths.config).load(); settings.ok())
        m_clients.insert(settings->clientIds);
    for (auto folder = m_paths.systemConfig.crbegin(); folder != m_paths.systemConfig.crend(); ++folder) {
        const core::Result<ClientRegistrations> policy = policyClients(*folder);
        if (policy.ok())
            m_clients.insert(*policy);
        else
            m_broken.append({*folder + QLatin1String("/policy.json"), policy.error()});
    }
}

void ProfileStore::readFolder(const QString &folder, ProfileOrigin origin, const QUrl &embeddedBase)
{
    const QFileInfoList files = QDir(folder).entryInfoList({QStringLiteral("*.json")}, QDir::Files | QDir::System, QDir::Name);
    for (const QFileInfo &file : files) {
        if (file.fileName().endsWith(QLatin1String(".schema.json")))
            continue;
        core::Result<model::BackendProfile> profile = readFile(file, embeddedBase);
        if (!profile.ok()) {
            m_broken.append({file.filePath(), profile.error()});
            continue;
        }
        StoredProfile stored{std::move(profile).value(), origin, file.filePath()};
        fillInClients(stored.profile, m_clients);
        const auto same =
            std::find_if(m_profiles.begin(), m_profiles.end(), [&](const StoredProfile &one) { return one.profile.id == stored.profile.id; });
        if (same == m_profiles.end()) {
            m_profiles.append(std::move(stored));
            continue;
        }
        stored.hidesBuiltIn = same->hidesBuiltIn || same->origin == ProfileOrigin::BuiltIn;
        *same = std::move(stored);
    }
}

core::Result<model::BackendProfile> ProfileStore::find(const model::ProfileId &id) const
{
    for (const StoredProfile &stored : m_profiles) {
        if (stored.profile.id == id)
            return stored.profile;
    }
    for (const BrokenProfile &one : m_broken) {
        if (QFileInfo(one.path).completeBaseName() == id.toString())
            return one.error;
    }
    return configuration("profile_unknown", QStringLiteral("no profile %1").arg(id.toString()));
}

core::Result<AddedProfile> ProfileStore::add(const QByteArray &json)
{
    const core::Result<model::BackendProfile> profile = model::readProfile(json, m_embeddedBase);
    if (!profile.ok())
        return profile.error();
    AddedProfile added{profile->id, m_paths.config + ownFolder + u'/' + profile->id.toString() + QLatin1String(".json"), std::nullopt};
    for (const StoredProfile &stored : std::as_const(m_profiles)) {
        if (stored.profile.id != profile->id)
            continue;
        added.replaced = stored.origin;
        if (stored.origin == ProfileOrigin::Own)
            added.path = stored.path;
    }
    if (const core::Result<void> written = writePrivateFile(added.path, json); !written.ok())
        return written.error();
    reload(m_embeddedBase);
    return added;
}

core::Result<void> ProfileStore::remove(const model::ProfileId &id)
{
    for (const StoredProfile &stored : std::as_const(m_profiles)) {
        if (stored.profile.id != id)
            continue;
        if (stored.origin != ProfileOrigin::Own)
            return configuration("profile_not_own", QStringLiteral("%1 comes from %2").arg(id.toString(), stored.path));
        if (const core::Result<void> removed = removePrivateFile(stored.path); !removed.ok())
            return removed;
        reload(m_embeddedBase);
        return {};
    }
    // One that cannot be read is removed by its file's name.
    for (const BrokenProfile &one : std::as_const(m_broken)) {
        const QFileInfo file(one.path);
        if (file.completeBaseName() != id.toString() || file.path() != m_paths.config + ownFolder)
            continue;
        if (const core::Result<void> removed = removePrivateFile(one.path); !removed.ok())
            return removed;
        reload(m_embeddedBase);
        return {};
    }
    return configuration("profile_unknown", QStringLiteral("no profile %1").arg(id.toString()));
}

} // namespace keyturn::storage
