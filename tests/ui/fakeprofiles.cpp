// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeprofiles.h"

#include "composition/profiles/profilefile.h"

#include <QFile>

namespace keyturn::ui::tests {

QString acmeText(const QString &id)
{
    return QStringLiteral(
               "{\n    \"id\": \"%1\",\n    \"name\": \"Acme\",\n    \"providers\": [\n        {\n            \"id\": \"acme\",\n"
               "            \"name\": \"Acme\",\n            \"kind\": \"openIdConnect\",\n            \"issuer\": \"https://id.acme.example\",\n"
               "            \"clientId\": \"{client:acme}\"\n        }\n    ]\n}\n")
        .arg(id);
}

FakeProfiles::FakeProfiles()
{
    put(acmeText(), storage::ProfileOrigin::Own);
    put(acmeText(QStringLiteral("built")).replace(QStringLiteral("\"Acme\""), QStringLiteral("\"Built\"")), storage::ProfileOrigin::BuiltIn);
}

void FakeProfiles::put(const QString &text, storage::ProfileOrigin origin, const QStringList &users)
{
    kept[read(text).profile->id.toString()] = {text, origin, users};
}

QList<profiles::ListedProfile> FakeProfiles::profiles() const
{
    QList<profiles::ListedProfile> listed;
    for (const auto &[id, one] : kept) {
        profiles::ListedProfile entry;
        entry.stored = {*read(one.text).profile, one.origin, QStringLiteral("/profiles/%1.json").arg(id), false};
        for (model::IdentityProvider &provider : entry.stored.profile.providers) {
            if (lendsClients && known.contains(provider.missingClient()))
                provider.clientId = known.value(provider.missingClient()).registration.clientId;
        }
        entry.users = one.users;
        listed += entry;
    }
    return listed;
}

core::Result<QString> FakeProfiles::text(const model::ProfileId &id) const
{
    const auto found = kept.find(id.toString());
    if (found == kept.end())
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("profile_unknown"), id.toString()};
    return found->second.text;
}

core::Result<QString> FakeProfiles::readFile(const QString &path) const
{
    const core::Result<QByteArray> bytes = composition::readProfileFile(path);
    return bytes.ok() ? core::Result<QString>(QString::fromUtf8(*bytes)) : core::Result<QString>(bytes.error());
}

core::Result<void> FakeProfiles::writeFile(const QString &path, const QString &text) const
{
    return composition::writeProfileFile(path, text.toUtf8());
}

core::Result<storage::AddedProfile> FakeProfiles::keep(const QString &text, composition::Consent consent)
{
    consents += consent;
    if (refusal && consent == composition::Consent::NotAsked)
        return *refusal;
    put(text, storage::ProfileOrigin::Own);
    return storage::AddedProfile{read(text).profile->id, {}, std::nullopt};
}

core::Result<void> FakeProfiles::drop(const model::ProfileId &id, composition::Consent)
{
    kept.erase(id.toString());
    return {};
}

core::Async<composition::DiscoveredProfile> FakeProfiles::discover(const QString &address, std::stop_token token)
{
    asked += address;
    stop = std::move(token);
    discovery = {};
    return discovery.future();
}

std::unique_ptr<profiles::ProfileTrial> FakeProfiles::tryOut(const model::BackendProfile &)
{
    auto made = std::make_unique<FakeTrial>(running);
    trial = made.get();
    return made;
}

QList<profiles::ClientPlace> FakeProfiles::clients(const model::ProfileId &id) const
{
    const core::Result<QString> written = text(id);
    QList<profiles::ClientPlace> places;
    for (const profiles::ListedProfile &one : profiles()) {
        if (one.stored.profile.id != id)
            continue;
        const QList<model::IdentityProvider> providers = read(*written).profile->providers;
        for (qsizetype i = 0; i < providers.size(); ++i) {
            if (const QString name = providers.at(i).missingClient(); !name.isEmpty())
                places += {one.stored.profile.providers.at(i), name, known.value(name)};
        }
    }
    return places;
}

core::Result<void> FakeProfiles::rememberClient(const QString &name, const storage::ClientRegistration &registration)
{
    if (registration.clientId.contains(u' '))
        return core::Error{core::ErrorKind::Configuration, QStringLiteral("settings_invalid"), QStringLiteral("/clientIds: a space")};
    if (registration.clientId.isEmpty())
        known.remove(name);
    else
        known.insert(name, {registration, composition::ClientOrigin::Own, {}});
    return {};
}

core::Result<void> FakeProfiles::openPage(const QUrl &url)
{
    opened += url;
    return {};
}

} // namespace keyturn::ui::tests
