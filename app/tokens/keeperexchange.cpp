// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/logging.h"
#include "tokens/keeper.h"
#include "tokens/vault.h"

/// How a request other than a refresh replaces an account's tokens: lock → read again → journal → request → write slot (read back) → commit →
/// publish → remove the old slot → journal and lock away.
namespace keyturn::tokens {

namespace {

/// As long as another process may hold the lock for a refresh.
constexpr std::chrono::seconds exchangeLockPatience{75};

} // namespace

core::Async<void> Keeper::exchange(const TokenExchange &spend)
{
    return m_turns.take<void>([this, spend]() -> core::Async<void> {
        // What waits to be stored first: were both to fail, the newest tokens could be lost among the old.
        if (m_unsaved || m_replacement)
            return core::ready<void>(m_saveError.value_or(core::Error{core::ErrorKind::Storage, QStringLiteral("lock_timeout"), {}}));
        const core::Promise<void> done;
        core::whenDone(lock(exchangeLockPatience, this), this, [this, spend, done](const core::Result<storage::FileLock> &held) {
            if (!held.ok())
                return done.finish(held.error());
            exchangeUnder(*held, spend, done);
        });
        return done.future();
    });
}

void Keeper::exchangeUnder(const storage::FileLock &lock, const TokenExchange &spend, const core::Promise<void> &done)
{
    core::whenDone(mendAndRead(m_services, m_id, this), this, [this, lock, spend, done](const core::Result<Held> &held) {
        if (!held.ok())
            return done.finish(held.error());
        const quint64 generation = held->account.generation;
        // Synced before the request: should we die after it, the next start looks into the next slot too.
        if (const core::Result<void> noted = m_services.journal.begin(m_id, {generation, generation + 1}); !noted.ok())
            return done.finish(noted.error());
        core::whenDone(spend(held->account, held->tokens), this,
                       [this, old = *held, lock, done](const core::Result<std::optional<model::TokenSet>> &tokens) {
                           if (tokens.ok() && *tokens)
                               return storeExchanged(old, **tokens, lock, done);
                           if (const core::Result<void> cleared = m_services.journal.finish(m_id); !cleared.ok())
                               qCWarning(core::lcTokens) << "the journal could not be cleared:" << cleared.error().code;
                           done.finish(tokens.ok() ? core::Result<void>() : core::Result<void>(tokens.error()));
                       });
    });
}

void Keeper::storeExchanged(const Held &old, const model::TokenSet &tokens, const storage::FileLock &lock, const core::Promise<void> &done)
{
    Held fresh{old.account, tokens};
    ++fresh.account.generation;
    core::whenDone(save(m_services, fresh, this), this, [this, fresh, lock, done](const core::Result<Held> &saved) {
        if (!saved.ok() && isOvertaken(saved.error())) {
            failed(saved.error()); // signed out meanwhile; save() has told who revokes
            return done.finish(saved.error());
        }
        m_fresh = true;
        m_refusedAt.reset(); // these did not come of a refusal
        remember(saved.ok() ? *saved : fresh);
        if (!saved.ok()) {
            m_unsaved = Unsaved{fresh, lock};
            done.finish({}); // the request itself is done
            return notStored(saved.error());
        }
        core::whenDone(cleanUp(m_services, m_id, fresh.account.generation - 1, this), this, [lock, done](const core::Result<void> &) {
            done.finish({}); // and up to here the lock was held
        });
        Q_EMIT renewed();
    });
}

} // namespace keyturn::tokens
