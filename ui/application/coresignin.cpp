// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/coresignin.h"

#include "ui/application/coreaccounts.h"

namespace keyturn::ui::application {

using keyturn::accounts::SignInFlow;

CoreSignIn::CoreSignIn(CoreHost &host, QObject *parent) : m_host(host), m_browser([&host]() -> auto & { return host.core().browser(); })
{
    setParent(parent);
}

QList<model::BackendProfile> CoreSignIn::profiles() const
{
    QList<model::BackendProfile> found;
    for (const storage::StoredProfile &stored : m_host.core().profiles().profiles())
        found += stored.profile;
    return found;
}

core::Async<void> CoreSignIn::prepare(const model::ProfileId &profile)
{
    const core::Result<model::BackendProfile> found = m_host.core().profiles().find(profile);
    if (!found.ok())
        return core::ready<void>(found.error());
    return found->embedded ? startBackend() : core::ready<void>({});
}

core::Async<void> CoreSignIn::startBackend()
{
    return core::chain(m_host.core().backend().start(), this, [this](const composition::EmbeddedBackend::Status &) {
        m_host.core().reloadProfiles();
        return core::Result<void>();
    });
}

core::Async<void> CoreSignIn::probeSecrets()
{
    return m_host.core().secrets().probe();
}

core::Async<void> CoreSignIn::chooseSecretPlace(signin::SecretPlace place, core::Secret passphrase)
{
    const QString store = place == signin::SecretPlace::EncryptedFile ? QStringLiteral("file") : QStringLiteral("session");
    if (const core::Result<storage::Settings> settings = m_host.core().settings().load(); !settings.ok())
        return core::ready<void>(settings.error());
    // The setting decides from now on, also in the programs that share it; an option for this start alone has been answered by the choice.
    const QString optionBefore = std::exchange(m_host.options().secretStore, store);
    m_host.options().passphrase = std::move(passphrase);
    if (const core::Result<void> built = m_host.build(); !built.ok()) {
        m_host.options().secretStore = optionBefore;
        return core::ready<void>(built.error());
    }
    return core::chain(m_host.core().secrets().probe(), this, [this, store] {
        return m_host.core().settings().change([&store](storage::Settings &settings) { settings.secretStore = store; });
    });
}

std::unique_ptr<SignInFlow> CoreSignIn::holding(std::unique_ptr<SignInFlow> flow) const
{
    // Let go when the last of the flow is gone, which may look at the graph until then.
    connect(flow.get(), &QObject::destroyed, [graph = m_host.hold()] { Q_UNUSED(graph) });
    return flow;
}

std::unique_ptr<SignInFlow> CoreSignIn::withPassword(keyturn::accounts::PasswordSignInRequest request)
{
    if (request.expected.isEmpty())
        m_lastUsers.insert(request.profile, request.user);
    return holding(m_host.core().signIn().withPassword(std::move(request)));
}

std::unique_ptr<SignInFlow> CoreSignIn::withRegistration(keyturn::accounts::RegistrationRequest request)
{
    return holding(m_host.core().signIn().withRegistration(std::move(request)));
}

std::unique_ptr<SignInFlow> CoreSignIn::withBrowser(keyturn::accounts::BrowserSignInRequest request)
{
    return holding(m_host.core().signIn().withBrowser(std::move(request), &m_browser));
}

std::unique_ptr<SignInFlow> CoreSignIn::withDevice(keyturn::accounts::DeviceSignInRequest request)
{
    return holding(m_host.core().signIn().withDevice(std::move(request)));
}

core::Async<void> CoreSignIn::requestReset(const model::ProfileId &profile, const QString &user, std::stop_token stop)
{
    return m_host.core().care().requestReset(profile, user, std::move(stop));
}

core::Async<void> CoreSignIn::confirmReset(const model::ProfileId &profile, const QString &user, const core::Secret &code, const core::Secret &fresh,
                                           std::stop_token stop)
{
    return m_host.core().care().confirmReset(profile, user, code, fresh, std::move(stop));
}

core::Async<void> CoreSignIn::resendVerification(const model::ProfileId &profile, const QString &user, std::stop_token stop)
{
    return m_host.core().care().resendVerification(profile, user, std::move(stop));
}

core::Async<void> CoreSignIn::confirmVerification(const model::ProfileId &profile, const QString &user, const core::Secret &code,
                                                  std::stop_token stop)
{
    return m_host.core().care().confirmVerification(profile, user, code, std::move(stop));
}

QList<composition::browsers::InstalledBrowser> CoreSignIn::browsers() const
{
    return composition::browsers::installedBrowsers(composition::browsers::standardPlaces());
}

QString CoreSignIn::browserOf(const model::AccountId &id) const
{
    return application::browserOf(m_host, id);
}

void CoreSignIn::rememberBrowser(const model::AccountId &id, const QString &command)
{
    const core::Result<void> kept = m_host.core().settings().change([this, &id, &command](storage::Settings &settings) {
        QMap<QString, QString> &browsers = settings.accountBrowsers;
        if (command.isEmpty())
            browsers.remove(id.toString());
        else
            browsers.insert(id.toString(), command);
        // Accounts that have gone take their choice with them.
        for (const QString &known : browsers.keys()) {
            if (known != id.toString() && !m_host.core().accounts().account(model::AccountId(known)))
                browsers.remove(known);
        }
    });
    if (!kept.ok())
        qWarning("The account's browser could not be remembered.");
}

QString CoreSignIn::lastUser(const model::ProfileId &profile) const
{
    if (const QString typed = m_lastUsers.value(profile); !typed.isEmpty())
        return typed;
    // Whoever has to sign in again is most likely the one who does.
    const model::Account *last = nullptr;
    for (const model::Account &account : m_host.core().accounts().accounts()) {
        const bool isOut = std::holds_alternative<model::SignInNeeded>(account.standing);
        if (isOut && account.profile == profile && account.wayIn().isEmpty() && (!last || last->lastUsedAt < account.lastUsedAt))
            last = &account;
    }
    return last ? last->identity.email : QString();
}

core::Result<void> CoreSignIn::openPage(const QUrl &url)
{
    return m_host.core().browser().open(url);
}

std::optional<model::Account> CoreSignIn::account(const model::AccountId &id) const
{
    // The flow has written the record; the list may not have read it yet.
    if (!m_host.core().accounts().account(id) && !m_host.core().accounts().reload().ok())
        return std::nullopt;
    const model::Account *found = m_host.core().accounts().account(id);
    return found ? std::optional(*found) : std::nullopt;
}

} // namespace keyturn::ui::application
