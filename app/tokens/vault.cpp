// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "tokens/vault.h"

#include "core/logging.h"
#include "model/withheldscopes.h"
#include "storage/storageerror.h"
#include "tokens/vaultentry.h"

#include <algorithm>

namespace keyturn::tokens {

namespace {

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

core::Async<void> removeSlots(Services &services, const model::AccountId &id, QList<quint64> generations, QObject *context)
{
    if (generations.isEmpty())
        return core::ready<void>({});
    const quint64 first = generations.takeFirst();
    return core::chain(services.secrets.remove({id, first}), context,
                       [&services, id, generations, context] { return removeSlots(services, id, generations, context); });
}

/// RFC 6749 §6: a refresh may bring less than was granted before. What it does not tell goes on.
void noteScopes(model::Account &record, const model::TokenSet &tokens)
{
    if (tokens.scopes.isEmpty())
        return;
    const QStringList asked = record.askedScopes.isEmpty() ? record.scopes + record.withheldScopes : record.askedScopes;
    record.withheldScopes = model::withheldScopes(asked, tokens);
    record.scopes = tokens.scopes;
}

core::Result<model::Account> commit(Services &services, const Held &held)
{
    bool overtaken = false;
    const core::Result<model::Account> committed = services.accounts.update(held.account.id, [&](model::Account &record) {
        // Never back: whoever went further did so with newer tokens, however the lock let it (FAULTS 97).
        overtaken = record.generation > held.account.generation;
        if (overtaken)
            return;
        record.generation = held.account.generation;
        record.standing = model::SignedIn{};
        record.accessExpiresAt = held.tokens.accessExpiresAt;
        record.lastUsedAt = services.clock.now();
        noteScopes(record, held.tokens);
    });
    if (overtaken)
        return storage::storageError("account_overtaken", QStringLiteral("the record is further than %1").arg(held.account.generation));
    return committed;
}

void finishJournal(Services &services, const model::AccountId &id)
{
    if (const core::Result<void> done = services.journal.finish(id); !done.ok())
        qCWarning(core::lcTokens) << "the journal could not be cleared:" << done.error().code;
}

/// Whether the slot can hold nothing that would serve; anything else (locked, absent, no answer) decides nothing.
bool isNoAnswerOfOurs(const core::Error &error)
{
    return error.code == QLatin1String("secret_missing") || error.code == QLatin1String("secret_broken")
        || error.code == QLatin1String("secret_misplaced");
}

/// The answer of the last POST may lie in slot @p next. Where it does not, slot `generation` serves: whether its refresh token was spent before the
/// crash, only the backend can tell.
core::Async<Held> mendAhead(Services &services, const model::Account &account, quint64 next, QObject *context)
{
    const core::Promise<Held> promise;
    core::whenDone(readSlot(services, account, next, context), context, [&services, account, context, promise](const core::Result<Held> &found) {
        if (!found.ok() && !isNoAnswerOfOurs(found.error())) {
            promise.finish(found.error());
            return;
        }
        if (!found.ok()) {
            core::whenDone(readSlot(services, account, account.generation, context), context,
                           [promise](const core::Result<Held> &held) { promise.finish(held); });
            return;
        }
        const core::Result<model::Account> committed = commit(services, *found);
        if (!committed.ok()) {
            promise.finish(committed.error());
            return;
        }
        const Held mended{*committed, found->tokens};
        core::whenDone(cleanUp(services, account.id, account.generation, context), context,
                       [promise, mended](const core::Result<void> &) { promise.finish(mended); });
    });
    return promise.future();
}

/// The record's slot, after a leftover was removed, or could not be: then the journal stays.
core::Async<Held> readAfter(Services &services, const model::Account &account, quint64 leftover, QObject *context)
{
    const core::Promise<Held> promise;
    core::whenDone(cleanUp(services, account.id, leftover, context), context, [&services, account, context, promise](const core::Result<void> &) {
        core::whenDone(readSlot(services, account, account.generation, context), context,
                       [promise](const core::Result<Held> &held) { promise.finish(held); });
    });
    return promise.future();
}

/// What the backend gave last, as far as it is stored: a crash may have left it one slot on. Changes nothing.
core::Async<Held> readNewest(Services &services, const model::Account &account, QObject *context)
{
    const std::optional<PendingRotation> pending = services.journal.pending(account.id, account.generation);
    if (!pending || pending->spent != account.generation || pending->discard)
        return readSlot(services, account, account.generation, context);
    const core::Promise<Held> promise;
    core::whenDone(readSlot(services, account, pending->next, context), context,
                   [&services, account, context, promise](const core::Result<Held> &ahead) {
                       if (ahead.ok()) {
                           promise.finish(ahead);
                           return;
                       }
                       core::whenDone(readSlot(services, account, account.generation, context), context,
                                      [promise](const core::Result<Held> &held) { promise.finish(held); });
                   });
    return promise.future();
}

core::Result<model::Account> findSignedIn(Services &services, const model::AccountId &id)
{
    const core::Result<model::Account> account = services.accounts.find(id);
    if (!account.ok())
        return account;
    if (const auto *needed = std::get_if<model::SignInNeeded>(&account->standing))
        return core::Error{core::ErrorKind::SignInAgain, needed->cause, {}};
    return account;
}

void removeOrphan(Services &services, const model::AccountId &id, QObject *context)
{
    // Who adopts holds the lock, so a free lock and no record mean that nobody will make one.
    const auto lock = storage::FileLock::acquire(services.clock, services.lockFile(id), std::chrono::milliseconds(0), context);
    core::whenDone(lock, context, [&services, id, context](const core::Result<storage::FileLock> &held) {
        const std::optional<PendingRotation> pending = services.journal.pending(id, 0);
        const core::Result<model::Account> account = services.accounts.find(id);
        if (!held.ok() || !pending || account.ok() || account.error().code != QLatin1String("account_unknown"))
            return;
        core::whenDone(removeSlots(services, id, {pending->next}, context), context,
                       [&services, id, lock = *held](const core::Result<void> &removed) {
                           if (removed.ok())
                               finishJournal(services, id);
                       });
    });
}

Held newerOf(const Held &stored, const std::optional<Held> &inMemory)
{
    return inMemory && inMemory->account.generation >= stored.account.generation ? Held{stored.account, inMemory->tokens} : stored;
}

/// Some providers give a refresh token at a person's first consent alone, Google among them
/// (https://developers.google.com/identity/protocols/oauth2/web-server#offline). The grant of then goes on, and its token with it; unless that is
/// bound to another key than the new tokens are (RFC 9449 §5), for one key is kept. The ID token of then goes along: those that its refreshes bring
/// are compared with it (OpenID Connect Core §12.2), and tell when the person proved it then.
Held withHeldRefreshToken(Held signedIn, const Held &before)
{
    const model::Identity &known = before.account.identity;
    const model::Identity &now = signedIn.account.identity;
    const bool sameGrant = before.account.provider == signedIn.account.provider && known.issuer == now.issuer && known.subject == now.subject;
    if (signedIn.tokens.canRefresh() || !before.tokens.canRefresh() || !sameGrant || !(before.tokens.proofKey == signedIn.tokens.proofKey))
        return signedIn;
    signedIn.tokens.refreshToken = before.tokens.refreshToken;
    signedIn.tokens.refreshExpiresAt = before.tokens.refreshExpiresAt;
    if (!before.tokens.idToken.isEmpty())
        signedIn.tokens.idToken = before.tokens.idToken;
    signedIn.account.withheldScopes.removeAll(QStringLiteral("offline_access")); // it is there after all
    return signedIn;
}

core::Async<Held> writeAdopted(Services &services, model::Account account, const model::TokenSet &tokens, QObject *context)
{
    const core::Result<model::Account> before = services.accounts.find(account.id);
    if (!before.ok() && before.error().code != QLatin1String("account_unknown"))
        return core::ready<Held>(before.error());
    const quint64 old = before.ok() ? before->generation : 0;
    account.generation = old + 1;
    account.standing = model::SignedIn{};
    account.accessExpiresAt = tokens.accessExpiresAt;
    account.lastUsedAt = services.clock.now();
    // Should we die between slot and record, the slot is found by this.
    if (const core::Result<void> noted = services.journal.begin(account.id, {old, account.generation}); !noted.ok())
        return core::ready<Held>(noted.error());

    const storage::SecretKey slot{account.id, account.generation};
    const core::Promise<Held> promise;
    const core::Secret entry = packEntry(account, account.generation, tokens);
    core::whenDone(services.secrets.write(slot, entry), context, [=, &services](const core::Result<void> &written) {
        const core::Result<void> stored = written.ok() ? services.accounts.put(account) : written;
        if (stored.ok()) {
            core::whenDone(cleanUp(services, account.id, old, context), context,
                           [promise, held = Held{account, tokens}](const core::Result<void> &) { promise.finish(held); });
            return;
        }
        // Nothing half-written: the record did not come to be, so its secret goes too. Where it will not go, the journal stays and says that it has
        // to: whoever signed in is told of the failure, and the tokens are given back to the backend.
        if (const core::Result<void> noted = services.journal.begin(account.id, {old, account.generation, true}); !noted.ok())
            qCWarning(core::lcTokens) << "the journal could not be written:" << noted.error().code;
        core::whenDone(cleanUp(services, account.id, slot.generation, context), context,
                       [promise, error = stored.error()](const core::Result<void> &) { promise.finish(error); });
    });
    return promise.future();
}

} // namespace

core::Async<Held> readHeld(Services &services, const model::AccountId &id, QObject *context)
{
    const core::Result<model::Account> account = findSignedIn(services, id);
    return account.ok() ? readSlot(services, *account, account->generation, context) : core::ready<Held>(account.error());
}

core::Async<Held> mendAndRead(Services &services, const model::AccountId &id, QObject *context)
{
    const core::Result<model::Account> account = findSignedIn(services, id);
    if (!account.ok())
        return core::ready<Held>(account.error());
    const std::optional<PendingRotation> pending = services.journal.pending(id, account->generation);
    if (pending && pending->spent == account->generation && pending->discard)
        return readAfter(services, *account, pending->next, context);
    if (pending && pending->spent == account->generation)
        return mendAhead(services, *account, pending->next, context);
    if (!pending || pending->next != account->generation || pending->spent == 0)
        return readSlot(services, *account, account->generation, context);
    return readAfter(services, *account, pending->spent, context);
}

bool isOvertaken(const core::Error &error)
{
    return error.code == QLatin1String("account_unknown") || error.code == QLatin1String("account_overtaken");
}

core::Async<Held> save(Services &services, const Held &held, QObject *context)
{
    const storage::SecretKey slot{held.account.id, held.account.generation};
    const core::Secret entry = packEntry(held.account, slot.generation, held.tokens);
    return core::chain(services.secrets.write(slot, entry), context, [&services, held, slot, context]() -> core::Async<Held> {
        const core::Result<model::Account> committed = commit(services, held);
        if (committed.ok())
            return core::ready<Held>(Held{*committed, held.tokens});
        if (!isOvertaken(committed.error()))
            return core::ready<Held>(committed.error());
        // Where the slot will not go, the journal tells of it: removeOrphans() comes back for it.
        const bool signedOut = committed.error().code == QLatin1String("account_unknown");
        if (signedOut && services.orphaned)
            services.orphaned(held);
        const core::Promise<Held> promise;
        core::whenDone(services.secrets.remove(slot), context,
                       [&services, promise, slot, error = committed.error()](const core::Result<void> &removed) {
                           if (removed.ok())
                               finishJournal(services, slot.account);
                           else if (!services.journal.begin(slot.account, {slot.generation - 1, slot.generation, true}).ok())
                               qCWarning(core::lcTokens) << "a slot is left that nothing tells of:" << removed.error().code;
                           promise.finish(error);
                       });
        return promise.future();
    });
}

core::Async<void> cleanUp(Services &services, const model::AccountId &id, quint64 spent, QObject *context)
{
    return core::chain(removeSlots(services, id, spent > 0 ? QList<quint64>{spent} : QList<quint64>{}, context), context,
                       [&services, id] { return services.journal.finish(id); });
}

core::Async<Held> adoptTokens(Services &services, const Held &signedIn, const std::optional<Held> &inMemory, QObject *context)
{
    const bool lacksRefreshToken = !signedIn.tokens.canRefresh() && !signedIn.account.provider.isEmpty();
    if (!lacksRefreshToken && !services.journal.pending(signedIn.account.id, 0))
        return writeAdopted(services, signedIn.account, signedIn.tokens, context);
    // What a crash left goes where it belongs first: should this sign-in fail, the tokens of before are whole.
    const core::Promise<Held> promise;
    core::whenDone(mendAndRead(services, signedIn.account.id, context), context, [=, &services](const core::Result<Held> &stored) {
        const Held whole = stored.ok() ? withHeldRefreshToken(signedIn, newerOf(*stored, inMemory)) : signedIn;
        core::whenDone(writeAdopted(services, whole.account, whole.tokens, context), context,
                       [promise](const core::Result<Held> &adopted) { promise.finish(adopted); });
    });
    return promise.future();
}

core::Async<model::TokenSet> removeAccount(Services &services, const model::AccountId &id, const std::optional<Held> &inMemory, QObject *context)
{
    const core::Result<model::Account> account = services.accounts.find(id);
    if (!account.ok())
        return core::ready<model::TokenSet>(account.error());
    const core::Promise<Held> newest;
    core::whenDone(readNewest(services, *account, context), context, [newest, inMemory, record = *account](const core::Result<Held> &slot) {
        const quint64 stored = slot.ok() ? slot->account.generation : record.generation;
        if (inMemory && (inMemory->account.generation >= stored || !slot.ok()))
            newest.finish(*inMemory);
        else
            newest.finish(slot.ok() ? *slot : Held{record, {}});
    });
    // The slots before and after: a crash, or a keychain that was locked at the wrong moment, may have left them.
    QList<quint64> generations{account->generation, account->generation + 1};
    if (account->generation > 1)
        generations.append(account->generation - 1);
    if (const std::optional<PendingRotation> pending = services.journal.pending(id, account->generation)) {
        for (const quint64 generation : {pending->spent, pending->next}) {
            if (generation > 0 && !generations.contains(generation))
                generations.append(generation);
        }
    }
    return core::chain(newest.future(), context, [&services, id, generations, context](const Held &last) {
        // The newest slot goes last: until then a keychain that fails leaves an account that can still be signed out with its tokens.
        QList<quint64> ordered = generations;
        ordered.removeAll(last.account.generation);
        ordered.append(last.account.generation);
        // Slots first, record last: as long as the record is there, what is left can still be found and removed.
        return core::chain(removeSlots(services, id, ordered, context), context, [&services, id, last]() -> core::Result<model::TokenSet> {
            if (const core::Result<void> removed = services.accounts.remove(id); !removed.ok())
                return removed.error();
            finishJournal(services, id);
            return last.tokens;
        });
    });
}

void removeOrphans(Services &services, QObject *context)
{
    const core::Result<QList<model::Account>> accounts = services.accounts.load();
    if (!accounts.ok())
        return;
    for (const model::AccountId &id : services.journal.accounts()) {
        const bool known = std::any_of(accounts->begin(), accounts->end(), [&id](const model::Account &account) { return account.id == id; });
        if (!known)
            removeOrphan(services, id, context);
    }
}

} // namespace keyturn::tokens
