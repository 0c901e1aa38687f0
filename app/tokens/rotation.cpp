// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "tokens/rotation.h"

#include "core/logging.h"
#include "tokens/tokenlife.h"
#include "tokens/vaultentry.h"

namespace keyturn::tokens {

namespace {

using core::Error;
using core::ErrorKind;

/// How long another process may hold the lock: its own deadline for the POST, and the keychain's patience.
constexpr std::chrono::seconds lockPatience{75};

Error signInAgain(const model::SignInNeeded &needed)
{
    return {ErrorKind::SignInAgain, needed.cause, {}};
}

core::Async<Held> readSlot(Services &services, const model::Account &account, quint64 generation, QObject *context)
{
    return core::chain(services.secrets.read({account.id, generation}), context,
                       [account, generation](const core::Secret &entry) -> core::Result<Held> {
                           const core::Result<model::TokenSet> tokens = unpackEntry(entry, account, generation);
                           if (!tokens.ok())
                               return tokens.error();
                           Held held{account, *tokens};
                           held.account.generation = generation;
                           return held;
                       });
}

core::Result<model::Account> commit(Services &services, const Held &held)
{
    return services.accounts.update(held.account.id, [&](model::Account &record) {
        record.generation = held.account.generation;
        record.standing = model::SignedIn{};
        record.accessExpiresAt = held.tokens.accessExpiresAt;
        record.lastUsedAt = services.clock.now();
        if (!held.tokens.scopes.isEmpty())
            record.scopes = held.tokens.scopes;
    });
}

/// One refresh under way.
class Run : public QObject
{
public:
    Run(Services &services, RotationRequest request, QObject *parent) : QObject(parent), m_services(services), m_request(std::move(request)) { }

    core::Async<RotationOutcome> start()
    {
        if (m_request.unsaved) {
            m_lock = m_request.unsaved->lock;
            spend(m_request.unsaved->held);
            return m_promise.future();
        }
        core::whenDone(storage::FileLock::acquire(m_services.clock, m_services.lockFile(m_request.id), lockPatience, this), this,
                       [this](const core::Result<storage::FileLock> &lock) {
                           if (!lock.ok())
                               return end(lock.error());
                           m_lock = *lock;
                           readAgain();
                       });
        return m_promise.future();
    }

private:
    void readAgain()
    {
        core::whenDone(readHeld(m_services, m_request.id, true, this), this, [this](const core::Result<Held> &held) {
            if (!held.ok())
                return end(held.error());
            if (serves(held->tokens))
                return end(RotationOutcome{*held, false, {}, {}});
            spend(*held);
        });
    }

    /// Whether what lies in the store is what is wanted: another process may have rotated while we waited for the lock.
    [[nodiscard]] bool serves(const model::TokenSet &tokens) const
    {
        const bool valid = TokenLife(tokens, m_services.clock).isValid(m_services.clock, m_request.minValidity);
        if (!m_request.force)
            return valid;
        return valid && !m_request.rejected.isEmpty() && !(tokens.accessToken == m_request.rejected);
    }

    void spend(const Held &held)
    {
        if (!held.tokens.canRefresh())
            return refused(held, {ErrorKind::SignInAgain, QStringLiteral("no_refresh_token"), {}});
        const quint64 next = held.account.generation + (m_request.unsaved ? 0 : 1);
        // Before the POST: should we die after it, the next start looks into slot `next` too.
        if (!m_request.unsaved) {
            if (const core::Result<void> noted = m_services.journal.begin(held.account.id, {held.account.generation, next}); !noted.ok())
                return end(noted.error());
        }
        core::whenDone(m_services.refresher.refresh(held.account, held.tokens, m_request.stop), this,
                       [this, held, next](const core::Result<model::TokenSet> &tokens) {
                           if (!tokens.ok())
                               return tokens.error().kind == ErrorKind::SignInAgain ? refused(held, tokens.error()) : kept(held, tokens.error());
                           Held fresh{held.account, *tokens};
                           fresh.account.generation = next;
                           store(held, fresh);
                       });
    }

    void store(const Held &old, const Held &fresh)
    {
        core::whenDone(save(m_services, fresh, this), this, [this, old, fresh](const core::Result<Held> &saved) {
            if (!saved.ok()) {
                qCWarning(core::lcTokens) << "new tokens could not be stored:" << saved.error().code;
                return end(RotationOutcome{fresh, true, Unsaved{fresh, *m_lock}, saved.error()});
            }
            const RotationOutcome outcome{*saved, true, {}, {}};
            if (old.account.generation == fresh.account.generation)
                return finish(outcome);
            // A slot that cannot be removed is a spent token and no loss; the next rotation does not look at it.
            core::whenDone(m_services.secrets.remove({old.account.id, old.account.generation}), this,
                           [this, outcome](const core::Result<void> &) { finish(outcome); });
        });
    }

    void finish(const RotationOutcome &outcome)
    {
        if (const core::Result<void> done = m_services.journal.finish(m_request.id); !done.ok())
            qCWarning(core::lcTokens) << "the journal could not be cleared:" << done.error().code;
        end(outcome);
    }

    /// The backend said no for good. Under the lock nobody else can have rotated since it was read; the tokens stay where they are, set aside by the
    /// record's standing.
    void refused(const Held &held, const Error &error)
    {
        const core::Result<model::Account> marked = m_services.accounts.update(held.account.id, [&](model::Account &record) {
            record.standing = model::SignInNeeded{error.code, m_services.clock.now()};
        });
        if (!marked.ok())
            qCWarning(core::lcTokens) << "the refusal could not be noted:" << marked.error().code;
        if (m_services.journal.finish(m_request.id).ok()) { }
        end(error);
    }

    /// No definite answer: the token is kept and tried again later.
    void kept(const Held &held, const Error &error)
    {
        if (m_request.unsaved)
            return end(RotationOutcome{held, false, m_request.unsaved, error});
        if (m_services.journal.finish(m_request.id).ok()) { }
        end(error);
    }

    void end(core::Result<RotationOutcome> outcome)
    {
        m_lock.reset();
        m_promise.finish(std::move(outcome));
        deleteLater();
    }

    Services &m_services;
    RotationRequest m_request;
    core::Promise<RotationOutcome> m_promise;
    std::optional<storage::FileLock> m_lock;
};

/// After a crash: the answer of the last POST may lie in the slot after the record's.
core::Async<Held> recover(Services &services, const model::Account &account, quint64 next, QObject *context)
{
    const core::Promise<Held> promise;
    core::whenDone(readSlot(services, account, next, context), context, [&services, account, context, promise](const core::Result<Held> &found) {
        if (!found.ok()) {
            if (found.error().code != QLatin1String("secret_missing")) {
                promise.finish(found.error()); // locked, say: the slot may be there, so nothing is decided now
                return;
            }
            core::whenDone(readSlot(services, account, account.generation, context), context,
                           [promise](const core::Result<Held> &held) { promise.finish(held); });
            return;
        }
        const core::Result<model::Account> committed = commit(services, *found);
        if (!committed.ok()) {
            promise.finish(committed.error());
            return;
        }
        const Held recovered{*committed, found->tokens};
        core::whenDone(services.secrets.remove({account.id, account.generation}), context,
                       [&services, account, recovered, promise](const core::Result<void> &) {
                           if (!services.journal.finish(account.id).ok())
                               qCWarning(core::lcTokens) << "the journal could not be cleared";
                           promise.finish(recovered);
                       });
    });
    return promise.future();
}

} // namespace

core::Async<RotationOutcome> rotate(Services &services, RotationRequest request, QObject *context)
{
    auto *run = new Run(services, std::move(request), context);
    return run->start();
}

core::Async<Held> readHeld(Services &services, const model::AccountId &id, bool mayCommit, QObject *context)
{
    const core::Result<model::Account> account = services.accounts.find(id);
    if (!account.ok())
        return core::ready<Held>(account.error());
    if (const auto *needed = std::get_if<model::SignInNeeded>(&account->standing))
        return core::ready<Held>(signInAgain(*needed));
    const std::optional<PendingRotation> pending = services.journal.pending(id);
    if (mayCommit && pending && pending->spent == account->generation)
        return recover(services, *account, pending->next, context);
    return readSlot(services, *account, account->generation, context);
}

core::Async<Held> save(Services &services, const Held &held, QObject *context)
{
    const core::Secret entry = packEntry(held.account, held.account.generation, held.tokens);
    return core::chain(services.secrets.write({held.account.id, held.account.generation}, entry), context, [&services, held]() -> core::Result<Held> {
        const core::Result<model::Account> committed = commit(services, held);
        if (!committed.ok())
            return committed.error();
        return Held{*committed, held.tokens};
    });
}

} // namespace keyturn::tokens
