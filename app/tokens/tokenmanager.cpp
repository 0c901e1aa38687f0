// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "tokens/tokenmanager.h"

#include "tokens/keeper.h"
#include "tokens/vault.h"

#include <QHash>
#include <QStringList>

#include <memory>
#include <utility>

namespace keyturn::tokens {

namespace {

/// How long a sign-out waits for a refresh under way: its answer brings the tokens that are to be revoked (FAULTS 56).
constexpr std::chrono::seconds settlePatience{5};
/// How long another process may hold the lock: its own deadline for the POST, and the keychain's patience.
constexpr std::chrono::seconds lockPatience{75};
/// A sign-out waits for no more than the other process's POST, whose answer it has to revoke, and then goes on without the lock: who holds it longer
/// holds tokens that it could not store, and finds the record gone.
constexpr std::chrono::seconds forgetPatience{35};

QString nameOf(storage::SecretStoreKind kind)
{
    switch (kind) {
    case storage::SecretStoreKind::EncryptedFile:
        return QStringLiteral("file");
    case storage::SecretStoreKind::SessionOnly:
        return QStringLiteral("session");
    case storage::SecretStoreKind::Keychain:
        break;
    }
    return QStringLiteral("keychain");
}

} // namespace

TokenManager::TokenManager(core::Clock &clock, core::Random &random, storage::SecretStore &secrets, storage::AccountStore &accounts,
                           TokenRefresher &refresher, QString stateDirectory, QObject *parent)
    : QObject(parent),
      m_services(new Services{clock, random, secrets, accounts, refresher, stateDirectory + QLatin1String("/locks"),
                              RotationJournal(stateDirectory + QLatin1String("/rotation"), nameOf(secrets.kind()))})
{
    m_services->orphaned = [this](const Held &held) { Q_EMIT orphaned(held.account, held.tokens); };
    connect(&accounts, &storage::AccountStore::changed, this, &TokenManager::recordsChanged);
    QMetaObject::invokeMethod(
        this, [this] { removeOrphans(*m_services, this); }, Qt::QueuedConnection);
}

TokenManager::~TokenManager() = default;

Keeper &TokenManager::keeper(const model::AccountId &id)
{
    std::unique_ptr<Keeper> &keeper = m_keepers[id.toString()];
    if (!keeper) {
        keeper = std::make_unique<Keeper>(*m_services, id, nullptr);
        connect(keeper.get(), &Keeper::started, this, [this, id] { Q_EMIT refreshStarted(id); });
        connect(keeper.get(), &Keeper::refreshedHere, this, [this, id](const Renewal &renewal) { Q_EMIT refreshedHere(id, renewal); });
        connect(keeper.get(), &Keeper::renewed, this, [this, id] { Q_EMIT refreshed(id); });
        connect(keeper.get(), &Keeper::kept, this, [this, id](const core::Error &error) { Q_EMIT refreshFailed(id, error); });
        connect(keeper.get(), &Keeper::ended, this, [this, id](const core::Error &error) { Q_EMIT signInNeeded(id, error); });
        connect(keeper.get(), &Keeper::notSaved, this, [this, id](const core::Error &error) { Q_EMIT notSaved(id, error); });
    }
    return *keeper;
}

core::Async<model::TokenSet> TokenManager::tokens(const model::AccountId &id, std::chrono::seconds minValidity)
{
    return keeper(id).tokens(minValidity);
}

core::Async<model::TokenSet> TokenManager::refresh(const model::AccountId &id, const core::Secret &rejectedAccessToken)
{
    return keeper(id).refresh(rejectedAccessToken);
}

std::optional<model::TokenSet> TokenManager::current(const model::AccountId &id) const
{
    const auto found = m_keepers.find(id.toString());
    return found == m_keepers.end() ? std::nullopt : found->second->current();
}

core::Async<model::TokenSet> TokenManager::held(const model::AccountId &id)
{
    Keeper &keeper = this->keeper(id);
    if (const std::optional<Held> known = keeper.held())
        return core::ready<model::TokenSet>(known->tokens);
    return core::chain(readHeld(*m_services, id, &keeper), &keeper,
                       [](const Held &stored) -> core::Result<model::TokenSet> { return stored.tokens; });
}

core::Async<model::Account> TokenManager::adopt(model::Account account, model::TokenSet tokens)
{
    Keeper &keeper = this->keeper(account.id);
    keeper.hurry(settlePatience);
    return keeper.turns().take<model::Account>([this, &keeper, account, tokens] {
        return core::chain(keeper.lock(lockPatience, &keeper), &keeper, [this, &keeper, account, tokens](const storage::FileLock &lock) {
            return core::chain(adoptTokens(*m_services, Held{account, tokens}, keeper.held(), &keeper), &keeper,
                               [this, &keeper, lock](const Held &adopted) -> core::Result<model::Account> {
                                   keeper.hold(adopted); // and up to here the lock is held
                                   Q_EMIT this->adopted(adopted.account);
                                   return adopted.account;
                               });
        });
    });
}

void TokenManager::replaceAccess(const model::AccountId &id, const core::Secret &old, const core::Secret &fresh)
{
    keeper(id).replaceAccess(old, fresh);
}

core::Async<void> TokenManager::exchange(const model::AccountId &id, const TokenExchange &spend)
{
    return keeper(id).exchange(spend);
}

core::Async<void> TokenManager::settle(std::chrono::milliseconds patience)
{
    struct Gathering {
        std::size_t left = 0;
        core::Result<void> outcome;
        core::Promise<void> promise;
    };
    const auto gathering = std::make_shared<Gathering>();
    gathering->left = m_keepers.size();
    if (m_keepers.empty())
        gathering->promise.finish({});
    for (const auto &[id, keeper] : m_keepers) {
        core::whenDone(keeper->settle(patience), this, [gathering](const core::Result<void> &settled) {
            if (!settled.ok())
                gathering->outcome = settled;
            if (--gathering->left == 0)
                gathering->promise.finish(gathering->outcome);
        });
    }
    return gathering->promise.future();
}

core::Async<model::TokenSet> TokenManager::forget(const model::AccountId &id)
{
    Keeper &keeper = this->keeper(id);
    keeper.hurry(settlePatience);
    const core::Promise<model::TokenSet> promise;
    const core::Async<void> turn = keeper.turns().take<void>([this, id, &keeper, promise] {
        const core::Promise<void> done;
        core::whenDone(keeper.lock(forgetPatience, this), this, [this, id, promise, done](const core::Result<storage::FileLock> &lock) {
            const core::Async<model::TokenSet> removed = removeAccount(*m_services, id, this->keeper(id).held(), this);
            core::whenDone(removed, this, [this, id, promise, done, lock](const core::Result<model::TokenSet> &last) {
                if (last.ok())
                    m_keepers.erase(id.toString()); // and with it the lock of what was not stored; who still waits there is told Cancelled
                promise.finish(last);
                done.finish({});
            });
        });
        return done.future();
    });
    Q_UNUSED(turn)
    return promise.future();
}

void TokenManager::keepFresh(const model::AccountId &id)
{
    keeper(id).keepFresh();
}

core::Async<storage::FileLock> TokenManager::lock(const model::AccountId &id, std::chrono::milliseconds patience)
{
    return keeper(id).lock(patience, this);
}

core::Async<void> TokenManager::mend(const model::AccountId &id)
{
    return core::chain(mendAndRead(*m_services, id, this), this, [](const Held &) -> core::Result<void> { return {}; });
}

void TokenManager::setRenewsAhead(bool ahead)
{
    if (std::exchange(m_services->renewsAhead, ahead) == ahead)
        return;
    for (const auto &[id, keeper] : m_keepers)
        keeper->aheadChanged();
}

bool TokenManager::renewsAhead() const
{
    return m_services->renewsAhead;
}

void TokenManager::recordsChanged()
{
    const core::Result<QList<model::Account>> accounts = m_services->accounts.load();
    if (!accounts.ok())
        return;
    QHash<QString, const model::Account *> records;
    records.reserve(accounts->size());
    for (const model::Account &account : *accounts)
        records.insert(account.id.toString(), &account);
    QStringList ids; // who listens to a keeper may make another one
    for (const auto &[id, keeper] : m_keepers)
        ids.append(id);
    for (const QString &id : std::as_const(ids)) {
        const auto keeper = m_keepers.find(id);
        if (keeper != m_keepers.end())
            keeper->second->recordChanged(records.value(id));
    }
}

} // namespace keyturn::tokens
