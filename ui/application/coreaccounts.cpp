// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/coreaccounts.h"

#include "composition/browsers/chosenbrowser.h"

namespace keyturn::ui::application {

using keyturn::accounts::AccountManager;
using keyturn::accounts::AccountState;

namespace {
/// Between two attempts to tell what a sign-out could not.
constexpr std::chrono::minutes tellEvery{10};
} // namespace

QString browserOf(CoreHost &host, const model::AccountId &id)
{
    // What was said for this run goes before what was chosen in another one.
    const core::Result<storage::Settings> settings = host.core().settings().load();
    return settings.ok() && host.options().browser.isEmpty() ? settings->accountBrowsers.value(id.toString()) : QString();
}

QString backendNameOf(composition::Keyturn &core, const model::Account &account)
{
    const core::Result<model::BackendProfile> profile = core.profiles().find(account.profile);
    if (!profile.ok())
        return account.profile.toString();
    const model::IdentityProvider *provider = account.provider.isEmpty() ? nullptr : profile->provider(account.provider);
    return provider ? provider->name : profile->name;
}

CoreAccounts::CoreAccounts(CoreHost &host, QObject *parent) : m_host(host)
{
    setParent(parent);
    connect(&host, &CoreHost::exchanged, this, &CoreAccounts::adoptCore);
    adoptCore();
}

void CoreAccounts::adoptCore()
{
    AccountManager &manager = m_host.core().accounts();
    m_wakeErrors.clear();
    m_queue = std::make_unique<WakeQueue>(m_host.clock(), [this](const model::AccountId &id) { return wake(id); });
    connect(m_queue.get(), &WakeQueue::woken, this, &CoreAccounts::woken);
    connect(&m_host.core().tokens(), &tokens::TokenManager::refreshed, m_queue.get(), &WakeQueue::resume);
    connect(&m_host.core().tokens(), &tokens::TokenManager::refreshed, this, &CoreAccounts::forgetWakeError);
    connect(&manager, &AccountManager::accountAdded, this, [this](const model::AccountId &id) {
        Q_EMIT added(id);
        m_queue->add(id);
    });
    connect(&manager, &AccountManager::accountChanged, this, &CoreAccounts::recordChanged);
    connect(&manager, &AccountManager::accountsMoved, this, &CoreAccounts::moved);
    connect(&manager, &AccountManager::accountRemoved, this, [this](const model::AccountId &id) {
        m_wakeErrors.remove(id);
        Q_EMIT removed(id);
    });
    const core::Result<void> read = manager.reload();
    m_readError = read.ok() ? std::nullopt : std::optional(read.error());
    Q_EMIT reset();
    tellPending(++m_graph);
}

void CoreAccounts::tellPending(quint64 graph)
{
    m_host.clock().callAfter(tellEvery, this, [this, graph] {
        if (graph != m_graph)
            return;
        static_cast<void>(m_host.core().revoker().retryPending()); // what fails stays pending for the next time
        tellPending(graph);
    });
}

void CoreAccounts::wakeAll()
{
    for (const model::Account &account : accounts())
        m_queue->add(account.id);
}

/// Reads the keychain, renews where the time has come, and from then on ahead of it; only reads where the person wants no more than that.
core::Async<void> CoreAccounts::wake(const model::AccountId &id)
{
    auto &tokens = m_host.core().tokens();
    tokens.keepFresh(id);
    return core::chain(tokens.renewsAhead() ? tokens.tokens(id) : tokens.held(id), this,
                       [](const model::TokenSet &) { return core::Result<void>(); });
}

void CoreAccounts::woken(const model::AccountId &id, const std::optional<core::Error> &error)
{
    if (error && error->kind != core::ErrorKind::Cancelled)
        m_wakeErrors.insert(id, *error);
    else
        m_wakeErrors.remove(id);
    Q_EMIT changed(id);
}

/// The tokens serve after all, whoever saw to it.
void CoreAccounts::forgetWakeError(const model::AccountId &id)
{
    if (m_wakeErrors.remove(id))
        Q_EMIT changed(id);
}

/// What was to be signed in again when it was read may have been, by another process: then its tokens are brought into memory now.
void CoreAccounts::recordChanged(const model::AccountId &id)
{
    const AccountManager &manager = m_host.core().accounts();
    const model::Account *known = manager.account(id);
    const auto failed = m_wakeErrors.constFind(id);
    if (failed != m_wakeErrors.constEnd() && failed->kind == core::ErrorKind::SignInAgain && known
        && std::holds_alternative<model::SignedIn>(known->standing) && !manager.lastError(id)) {
        m_wakeErrors.erase(failed);
        m_queue->add(id);
    }
    Q_EMIT changed(id);
}

QList<model::Account> CoreAccounts::accounts() const
{
    return m_host.core().accounts().accounts();
}

std::optional<model::Account> CoreAccounts::account(const model::AccountId &id) const
{
    const model::Account *known = m_host.core().accounts().account(id);
    return known ? std::optional(*known) : std::nullopt;
}

core::Async<QByteArray> CoreAccounts::picture(const model::AccountId &id)
{
    const model::Account *known = m_host.core().accounts().account(id);
    return known ? m_host.core().pictures().fetch(*known) : core::ready<QByteArray>(core::abandoned());
}

AccountState CoreAccounts::state(const model::AccountId &id) const
{
    const AccountState state = m_host.core().accounts().state(id);
    const auto failed = m_wakeErrors.constFind(id);
    if (state != AccountState::Ready || failed == m_wakeErrors.constEnd())
        return state;
    switch (failed->kind) {
    case core::ErrorKind::Storage:
        return AccountState::KeychainLocked;
    case core::ErrorKind::SignInAgain:
        return AccountState::SignInAgain;
    default:
        return AccountState::Offline;
    }
}

std::optional<core::Error> CoreAccounts::lastError(const model::AccountId &id) const
{
    if (const std::optional<core::Error> error = m_host.core().accounts().lastError(id))
        return error;
    const auto failed = m_wakeErrors.constFind(id);
    return failed == m_wakeErrors.constEnd() ? std::nullopt : std::optional(*failed);
}

QString CoreAccounts::backendName(const model::Account &account) const
{
    return backendNameOf(m_host.core(), account);
}

std::optional<accounts::TokenLife> CoreAccounts::tokenLife(const model::AccountId &id) const
{
    const std::optional<model::TokenSet> tokens = m_host.core().tokens().current(id);
    return tokens ? std::optional(accounts::TokenLife{tokens->issuedAt, tokens->accessExpiresAt}) : std::nullopt;
}

core::Result<void> CoreAccounts::setLabel(const model::AccountId &id, const QString &label)
{
    return m_host.core().accounts().setLabel(id, label);
}

core::Result<void> CoreAccounts::setHue(const model::AccountId &id, std::optional<int> hue)
{
    return m_host.core().accounts().setHue(id, hue);
}

core::Result<void> CoreAccounts::move(const model::AccountId &id, const model::AccountId &before)
{
    return m_host.core().accounts().move(id, before);
}

bool CoreAccounts::offersPasswordChange(const model::AccountId &id) const
{
    const model::Account *account = m_host.core().accounts().account(id);
    if (!account || !account->wayIn().isEmpty())
        return false; // the provider's password is its own, and who was handed over has none here
    const core::Result<model::BackendProfile> profile = m_host.core().profiles().find(account->profile);
    return profile.ok() && profile->password && profile->password->change;
}

core::Async<keyturn::accounts::PasswordChangeOutcome> CoreAccounts::changePassword(const model::AccountId &id, const core::Secret &present,
                                                                                   const core::Secret &fresh)
{
    return m_host.core().care().changePassword(id, present, fresh);
}

core::Async<void> CoreAccounts::renew(const model::AccountId &id)
{
    return core::chain(m_host.core().tokens().refresh(id), this, [this, id](const model::TokenSet &) {
        m_wakeErrors.remove(id);
        return core::Result<void>();
    });
}

core::Async<keyturn::accounts::SignOutOutcome> CoreAccounts::signOut(const model::AccountId &id, keyturn::accounts::SignOutScope scope)
{
    return m_host.core().accounts().signOut(id, scope);
}

accounts::SignOutFacts CoreAccounts::signOutFacts(const model::AccountId &id) const
{
    accounts::SignOutFacts facts;
    const model::Account *account = m_host.core().accounts().account(id);
    const core::Result<model::BackendProfile> profile =
        account ? m_host.core().profiles().find(account->profile) : core::Result<model::BackendProfile>(core::abandoned());
    const model::IdentityProvider *provider = profile.ok() && !account->provider.isEmpty() ? profile->provider(account->provider) : nullptr;
    if (profile.ok() && account->provider.isEmpty())
        facts.everywhere = profile->sessions && (profile->sessions->revokeOthers || profile->sessions->revoke);
    if (!provider)
        return facts;
    // What an OpenID provider has, its metadata tell; of the others all is in the profile.
    facts.endsThere = provider->kind == model::ProviderKind::OpenIdConnect || !provider->endpoints.revocation.isEmpty();
    facts.page = provider->sessionsPage;
    return facts;
}

core::Async<QUrl> CoreAccounts::endSessionUrl(const model::AccountId &id)
{
    const model::Account *account = m_host.core().accounts().account(id);
    return account ? m_host.core().revoker().endSessionUrl(*account) : core::ready<QUrl>(QUrl());
}

core::Result<void> CoreAccounts::openPage(const QUrl &url, const model::AccountId &id)
{
    composition::browsers::ChosenBrowser browser([this]() -> auto & { return m_host.core().browser(); });
    browser.choose(browserOf(m_host, id));
    return browser.open(url);
}

} // namespace keyturn::ui::application
