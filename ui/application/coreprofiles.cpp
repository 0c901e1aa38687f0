// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/coreprofiles.h"

#include "composition/profiles/profilecheck.h"
#include "composition/profiles/profilefile.h"

namespace keyturn::ui::application {

using profiles::ClientPlace;
using profiles::ListedProfile;

namespace {

class CoreTrial final : public profiles::ProfileTrial
{
public:
    CoreTrial(CoreHost &host, const model::BackendProfile &profile)
        : m_check(std::make_unique<composition::ProfileCheck>(host.core().clock(), host.core().random(), host.core().http(), profile, std::nullopt))
    {
        connect(m_check.get(), &composition::ProfileCheck::stepDone, this, &ProfileTrial::stepDone);
        // What it asks goes with the graph.
        connect(&host, &CoreHost::exchanged, this, [this] {
            m_check.reset();
            end();
        });
    }

    void start() override
    {
        core::whenDone(m_check->run(), this, [this](const core::Result<QList<composition::CheckStep>> &) { end(); });
    }

private:
    void end()
    {
        if (!std::exchange(m_ended, true))
            Q_EMIT finished();
    }

    std::unique_ptr<composition::ProfileCheck> m_check;
    bool m_ended = false;
};

core::Result<QString> decoded(const core::Result<QByteArray> &bytes)
{
    return bytes.ok() ? core::Result<QString>(QString::fromUtf8(*bytes)) : core::Result<QString>(bytes.error());
}

} // namespace

CoreProfiles::CoreProfiles(CoreHost &host, QObject *parent) : m_host(host)
{
    setParent(parent);
}

QList<ListedProfile> CoreProfiles::profiles() const
{
    QList<ListedProfile> listed;
    const QList<model::Account> &accounts = m_host.core().accounts().accounts();
    for (const storage::StoredProfile &stored : m_host.core().profiles().profiles())
        listed += {stored, composition::namesOf(composition::usersOf(accounts, stored.profile.id))};
    return listed;
}

QList<storage::BrokenProfile> CoreProfiles::broken() const
{
    return m_host.core().profiles().broken();
}

core::Result<QString> CoreProfiles::text(const model::ProfileId &id) const
{
    for (const storage::StoredProfile &stored : m_host.core().profiles().profiles()) {
        if (stored.profile.id == id)
            return decoded(composition::readProfileFile(stored.path));
    }
    return core::Error{core::ErrorKind::Configuration, QStringLiteral("profile_unknown"), id.toString()};
}

core::Result<QString> CoreProfiles::readFile(const QString &path) const
{
    return decoded(composition::readProfileFile(path));
}

core::Result<void> CoreProfiles::writeFile(const QString &path, const QString &text) const
{
    return composition::writeProfileFile(path, text.toUtf8());
}

composition::ProfileReading CoreProfiles::read(const QString &text) const
{
    return composition::readProfileText(text, m_host.core().backend().lastUrl());
}

core::Result<storage::AddedProfile> CoreProfiles::keep(const QString &text, composition::Consent consent)
{
    return composition::keepProfile(m_host.core(), text.toUtf8(), consent);
}

core::Result<void> CoreProfiles::drop(const model::ProfileId &id, composition::Consent consent)
{
    return composition::dropProfile(m_host.core(), id, consent);
}

core::Async<composition::DiscoveredProfile> CoreProfiles::discover(const QString &address, std::stop_token stop)
{
    return composition::discoverProfile(m_host.core().http(), m_host.core().clock(), address, {}, this, std::move(stop));
}

std::unique_ptr<profiles::ProfileTrial> CoreProfiles::tryOut(const model::BackendProfile &profile)
{
    model::BackendProfile tried = profile;
    storage::fillInClients(tried, m_host.core().profiles().clients());
    m_host.core().trustAlso(tried);
    return std::make_unique<CoreTrial>(m_host, tried);
}

QList<ClientPlace> CoreProfiles::clients(const model::ProfileId &id) const
{
    const core::Result<model::BackendProfile> used = m_host.core().profiles().find(id);
    const core::Result<QString> written = text(id);
    const composition::ProfileReading reading = written.ok() ? read(*written) : composition::ProfileReading();
    if (!used.ok() || !reading.profile)
        return {};
    QList<ClientPlace> places;
    for (const model::IdentityProvider &provider : reading.profile->providers) {
        const QString name = provider.missingClient();
        const model::IdentityProvider *now = used->provider(provider.id);
        if (!name.isEmpty() && now)
            places += {*now, name, composition::knownClient(m_host.core().paths(), m_host.core().settings(), name)};
    }
    return places;
}

core::Result<void> CoreProfiles::rememberClient(const QString &name, const storage::ClientRegistration &registration)
{
    const core::Result<void> kept = composition::rememberClient(m_host.core().paths(), m_host.core().settings(), name, registration);
    if (kept.ok())
        m_host.core().reloadProfiles();
    return kept;
}

core::Result<void> CoreProfiles::openPage(const QUrl &url)
{
    return m_host.core().browser().open(url);
}

} // namespace keyturn::ui::application
