// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "tokens/keeper.h"
#include "tokens/vault.h"

/// What a Keeper has in memory only, and how it comes to be stored.
namespace keyturn::tokens {

namespace {

using core::ErrorKind;
using std::chrono::milliseconds;

/// Of a program that is about to end: how often it looks, and how often it offers the keychain what that has not taken.
constexpr milliseconds lookInterval{20};
constexpr milliseconds saveInterval{1000};

/// As long as another process may hold the lock for a refresh.
constexpr std::chrono::seconds storeLockPatience{75};

Held withNextGeneration(Held held)
{
    ++held.account.generation;
    return held;
}

} // namespace

/// The keychain did not take the new tokens. They live on here, and are offered to it again and again.
void Keeper::scheduleSave(const core::Error &why)
{
    ++m_saveFailures;
    m_saveError = why;
    m_saveTimer = std::make_unique<QObject>();
    core::Error storing = why;
    storing.retryAfter.reset(); // the backend's word, not the keychain's
    m_services.clock.callAfter(backoff(storing, m_saveFailures, m_services.random), m_saveTimer.get(), [this] { takeTurnToStore(); });
}

void Keeper::takeTurnToStore()
{
    const core::Async<void> turn = m_turns.take<void>([this] { return m_unsaved ? saveAgain() : storeReplacement(); });
    Q_UNUSED(turn)
}

core::Async<void> Keeper::saveAgain()
{
    if (!m_unsaved)
        return core::ready<void>({});
    const core::Promise<void> done;
    core::whenDone(save(m_services, m_unsaved->held, this), this, [this, done, written = m_unsaved->held](const core::Result<Held> &saved) {
        done.finish({});
        if (!saved.ok())
            return isOvertaken(saved.error()) ? failed(saved.error()) : scheduleSave(saved.error());
        m_saveFailures = 0;
        if (m_held)
            m_held->account = saved->account;
        core::whenDone(cleanUp(m_services, m_id, saved->account.generation - 1, this), this, [lock = m_unsaved->lock](const core::Result<void> &) {
            // Whatever came of it, the lock is held up to here.
        });
        const core::Secret newest = m_unsaved->held.tokens.accessToken;
        m_unsaved.reset();
        if (!(newest == written.tokens.accessToken)) { // replaced while it was written
            m_replacement = Replacement{written.tokens.accessToken, newest};
            takeTurnToStore();
        }
        Q_EMIT renewed();
    });
    return done.future();
}

void Keeper::replaceAccess(const core::Secret &old, const core::Secret &fresh)
{
    if (m_unsaved && m_unsaved->held.tokens.accessToken == old) {
        m_unsaved->held.tokens.accessToken = fresh; // goes with what waits already
    } else if (m_replacement && m_replacement->fresh == old) {
        m_replacement->fresh = fresh;
    } else if (m_held && m_held->tokens.accessToken == old) {
        m_replacement = Replacement{old, fresh};
        if (!m_running)
            takeTurnToStore();
    } else {
        return;
    }
    if (m_held && m_held->tokens.accessToken == old)
        m_held->tokens.accessToken = fresh;
    Q_EMIT renewed();
}

/// What comes from the store is of before the replacement until that is stored.
Held Keeper::withReplacement(Held held) const
{
    if (m_replacement && held.tokens.accessToken == m_replacement->old)
        held.tokens.accessToken = m_replacement->fresh;
    return held;
}

/// Only where the store still holds what was replaced: whoever refreshed, signed in again or out meanwhile has the last word.
core::Async<void> Keeper::storeReplacement()
{
    if (!m_replacement)
        return core::ready<void>({});
    const core::Promise<void> done;
    core::whenDone(lock(storeLockPatience, this), this, [this, done](const core::Result<storage::FileLock> &lock) {
        if (!lock.ok()) {
            done.finish({});
            return notStored(lock.error());
        }
        core::whenDone(mendAndRead(m_services, m_id, this), this, [this, done, lock = *lock](const core::Result<Held> &stored) {
            if (!m_replacement || (stored.ok() && !(stored->tokens.accessToken == m_replacement->old))) {
                m_replacement.reset();
                done.finish({});
                if (stored.ok())
                    remember(*stored);
                return;
            }
            if (!stored.ok()) {
                done.finish({});
                return stored.error().kind == ErrorKind::SignInAgain || isOvertaken(stored.error()) ? failed(stored.error())
                                                                                                    : notStored(stored.error());
            }
            writeReplacement(*stored, lock, done);
        });
    });
    return done.future();
}

void Keeper::writeReplacement(const Held &stored, const storage::FileLock &lock, const core::Promise<void> &done)
{
    const Held next = withNextGeneration(withReplacement(stored));
    if (const core::Result<void> noted = m_services.journal.begin(m_id, {stored.account.generation, next.account.generation}); !noted.ok()) {
        done.finish({});
        return notStored(noted.error());
    }
    core::whenDone(save(m_services, next, this), this, [this, next, lock, done](const core::Result<Held> &saved) {
        done.finish({});
        Held newest = next;
        if (m_replacement) // yet another came while this one was written
            newest.tokens.accessToken = m_replacement->fresh;
        const bool another = !(newest.tokens.accessToken == next.tokens.accessToken);
        m_replacement.reset();
        if (!saved.ok() && isOvertaken(saved.error()))
            return failed(saved.error());
        if (!saved.ok()) {
            m_unsaved = Unsaved{newest, lock};
            return notStored(saved.error());
        }
        m_saveFailures = 0;
        newest.account = saved->account;
        m_held = newest;
        if (another)
            m_replacement = Replacement{next.tokens.accessToken, newest.tokens.accessToken};
        core::whenDone(cleanUp(m_services, m_id, next.account.generation - 1, this), this, [this, lock](const core::Result<void> &) {
            if (m_replacement) // and up to here the lock was held
                takeTurnToStore();
        });
    });
}

void Keeper::notStored(const core::Error &why)
{
    const bool news = m_saveFailures == 0;
    scheduleSave(why);
    if (news)
        Q_EMIT notSaved(why);
}

core::Async<void> Keeper::settle(milliseconds patience)
{
    if (isSettled())
        return core::ready<void>({});
    const core::Promise<void> promise;
    const milliseconds now = m_services.clock.monotonic();
    lookWhetherSettled(promise, now + patience, now - saveInterval);
    return promise.future();
}

void Keeper::lookWhetherSettled(const core::Promise<void> &promise, milliseconds deadline, milliseconds triedAt)
{
    if (isSettled())
        return promise.finish({});
    const milliseconds now = m_services.clock.monotonic();
    if ((m_unsaved || m_replacement) && !m_running && !m_turns.isBusy()) {
        if (now >= deadline)
            return promise.finish(m_saveError.value_or(core::Error{ErrorKind::Storage, QStringLiteral("disk_failed"), {}}));
        if (now - triedAt >= saveInterval) {
            triedAt = now;
            takeTurnToStore();
        }
    }
    m_services.clock.callAfter(lookInterval, this, [this, promise, deadline, triedAt] { lookWhetherSettled(promise, deadline, triedAt); });
}

} // namespace keyturn::tokens
