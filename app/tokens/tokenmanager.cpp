// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "tokens/tokenmanager.h"

#include "core/logging.h"
#include "core/paths.h"
#include "tokens/keeper.h"
#include "tokens/vaultentry.h"

#include <algorithm>

namespace keyturn::tokens {

namespace {

/// How long a sign-out waits for a refresh under way: its answer brings the tokens that are to be revoked (FAULTS 56).
constexpr std::chrono::seconds settlePatience{5};
constexpr std::chrono::seconds lockPatience{75};

} // namespace

TokenManager::TokenManager(core::Clock &clock, core::Random &random, storage::SecretStore &secrets, storage::AccountStore &accounts,
                           TokenRefresher &refresher, QString stateDirectory, QObject *parent)
    : QObject(parent),
      m_services(new Services{clock, random, secrets, accounts, refresher, stateDirectory + QLatin1String("/locks"),
                              RotationJournal(stateDirectory + QLatin1String("/rotation"))})
{
    connect(&accounts, &storage::AccountStore::changed, this, &TokenManager::recordsChanged);
}

TokenManager::~TokenManager() = default;

Keeper &TokenManager::keeper(const model::AccountId &id)
{
    std::unique_ptr<Keeper> &keeper = m_keepers[id.toString()];
    if (!keeper) {
        for (const QString &folder : {m_services->lockDirectory, m_services->lockDirectory + QLatin1String("/../rotation")}) {
            if (const core::Result<void> made = core::ensurePrivateDirectory(folder); !made.ok())
                qCWarning(core::lcTokens) << made.error().code << made.error().detail;
        }
        keeper = std::make_unique<Keeper>(*m_services, id, nullptr);
        connect(keeper.get(), &Keeper::started, this, [this, id] { Q_EMIT refreshStarted(id); });
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

core::Async<model::Account> TokenManager::adopt(model::Account account, model::TokenSet tokens)
{
    const model::AccountId id = account.id;
    return core::chain(keeper(id).settle(settlePatience), this, [this, id, account, tokens] {
        const auto lock = storage::FileLock::acquire(m_services->clock, m_services->lockFile(id), lockPatience, this);
        return core::chain(lock, this, [this, account, tokens](const storage::FileLock &held) {
            // The lock lives until the last step is done.
            return core::chain(storeAdopted(account, tokens), this,
                               [held](const model::Account &stored) -> core::Result<model::Account> { return stored; });
        });
    });
}

core::Async<model::Account> TokenManager::storeAdopted(model::Account account, const model::TokenSet &tokens)
{
    const core::Result<model::Account> before = m_services->accounts.find(account.id);
    if (!before.ok() && before.error().code != QLatin1String("account_unknown"))
        return core::ready<model::Account>(before.error());
    const quint64 old = before.ok() ? before->generation : 0;
    account.generation = old + 1;
    account.standing = model::SignedIn{};
    account.accessExpiresAt = tokens.accessExpiresAt;
    account.lastUsedAt = m_services->clock.now();
    const storage::SecretKey slot{account.id, account.generation};
    const core::Promise<model::Account> promise;
    core::whenDone(m_services->secrets.write(slot, packEntry(account, account.generation, tokens)), this,
                   [this, account, tokens, old, slot, promise](const core::Result<void> &written) {
                       if (!written.ok()) {
                           promise.finish(written.error());
                           return;
                       }
                       if (const core::Result<void> put = m_services->accounts.put(account); !put.ok()) {
                           // Nothing half-written: the record did not come to be, so its secret goes too.
                           core::whenDone(m_services->secrets.remove(slot), this,
                                          [promise, error = put.error()](const core::Result<void> &) { promise.finish(error); });
                           return;
                       }
                       keeper(account.id).hold({account, tokens});
                       Q_EMIT refreshed(account.id);
                       if (!m_services->journal.finish(account.id).ok())
                           qCWarning(core::lcTokens) << "the journal could not be cleared";
                       core::whenDone(removeSlots(account.id, old > 0 ? QList<quint64>{old} : QList<quint64>{}), this,
                                      [promise, account](const core::Result<void> &) { promise.finish(account); });
                   });
    return promise.future();
}

core::Async<void> TokenManager::removeSlots(const model::AccountId &id, QList<quint64> generations)
{
    if (generations.isEmpty())
        return core::ready<void>({});
    const quint64 first = generations.takeFirst();
    return core::chain(m_services->secrets.remove({id, first}), this, [this, id, generations] { return removeSlots(id, generations); });
}

core::Async<model::TokenSet> TokenManager::forget(const model::AccountId &id)
{
    return core::chain(keeper(id).settle(settlePatience), this, [this, id]() -> core::Async<model::TokenSet> {
        const std::optional<Held> inMemory = keeper(id).held();
        m_keepers.erase(id.toString()); // with it an unsaved token's lock
        const core::Result<model::Account> account = m_services->accounts.find(id);
        if (!account.ok())
            return core::ready<model::TokenSet>(account.error());
        const core::Promise<model::TokenSet> last;
        const quint64 generation = account->generation;
        core::whenDone(m_services->secrets.read({id, generation}), this,
                       [last, inMemory, account = *account](const core::Result<core::Secret> &entry) {
                           const core::Result<model::TokenSet> stored =
                               entry.ok() ? unpackEntry(*entry, account, account.generation) : core::Result<model::TokenSet>(entry.error());
                           last.finish(inMemory ? inMemory->tokens : stored.ok() ? *stored : model::TokenSet{});
                       });
        return core::chain(last.future(), this, [this, id, generation](const model::TokenSet &tokens) {
            // Slot first, record last: as long as the record is there, what is left can still be found and removed.
            return core::chain(removeSlots(id, {generation, generation + 1}), this, [this, id, tokens]() -> core::Result<model::TokenSet> {
                if (const core::Result<void> removed = m_services->accounts.remove(id); !removed.ok())
                    return removed.error();
                if (!m_services->journal.finish(id).ok())
                    qCWarning(core::lcTokens) << "the journal could not be cleared";
                return tokens;
            });
        });
    });
}

void TokenManager::keepFresh(const model::AccountId &id)
{
    keeper(id).keepFresh(true);
}

void TokenManager::stopKeepingFresh(const model::AccountId &id)
{
    keeper(id).keepFresh(false);
}

void TokenManager::recordsChanged()
{
    const core::Result<QList<model::Account>> accounts = m_services->accounts.load();
    if (!accounts.ok())
        return;
    for (const auto &[id, keeper] : m_keepers) {
        const auto record =
            std::find_if(accounts->begin(), accounts->end(), [&id = id](const model::Account &account) { return account.id.toString() == id; });
        keeper->recordChanged(record == accounts->end() ? nullptr : &*record);
    }
}

} // namespace keyturn::tokens
