// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/secretmove.h"

#include "core/logging.h"

#include <QFile>
#include <QSet>

#include <memory>

namespace keyturn::composition {

namespace {

using storage::SecretKey;

constexpr std::chrono::seconds patience{10};

/// One account after the other: keychains ask a person at most one thing at a time.
class Copying : public std::enable_shared_from_this<Copying>
{
public:
    Copying(const storage::AccountStore &records, tokens::TokenManager &tokens, storage::SecretStore &from, storage::SecretStore &to, NoteSlot note,
            QObject *context)
        : m_records(records), m_tokens(tokens), m_from(from), m_to(to), m_note(std::move(note)), m_context(context)
    { }

    core::Async<CopiedSecrets> start()
    {
        const core::Result<QList<model::Account>> accounts = m_records.load();
        if (!accounts.ok())
            return core::ready<CopiedSecrets>(accounts.error());
        for (const model::Account &account : *accounts)
            m_waiting += account.id;
        core::whenDone(m_tokens.settle(patience), m_context, [self = shared_from_this()](const core::Result<void> &settled) {
            if (settled.ok())
                self->next();
            else
                self->takeBack(settled.error());
        });
        return m_promise.future();
    }

private:
    void next()
    {
        if (m_waiting.isEmpty())
            return lookForMore();
        const model::AccountId id = m_waiting.takeFirst();
        m_known.insert(id);
        core::whenDone(m_tokens.lock(id, patience), m_context, [self = shared_from_this(), id](const core::Result<storage::FileLock> &lock) {
            if (!lock.ok())
                return self->takeBack(lock.error());
            self->m_copied.locks += *lock;
            // What a crash left half-way is known to the journal of this store alone: the new one would spend a token that is spent.
            core::whenDone(self->m_tokens.mend(id), self->m_context, [self, id](const core::Result<void> &mended) { self->copyMended(id, mended); });
        });
    }

    void copyMended(const model::AccountId &id, const core::Result<void> &mended)
    {
        const core::Result<model::Account> account = m_records.find(id); // under the lock it stays as it is
        if (!account.ok() && account.error().code == QLatin1String("account_unknown"))
            return next(); // signed out meanwhile
        if (!account.ok())
            return takeBack(account.error());
        const bool hadToSignIn = std::holds_alternative<model::SignInNeeded>(account->standing);
        // What nobody can read here is no reason to keep the others from moving.
        const QStringList nothingToMend{QStringLiteral("secret_missing"), QStringLiteral("secret_broken")};
        if (!mended.ok() && !hadToSignIn && !nothingToMend.contains(mended.error().code))
            return takeBack(mended.error());
        // The slot after that of the record is what a crash between writing and committing leaves.
        copy({{id, account->generation}, {id, account->generation + 1}}, false);
    }

    /// Another program may have signed somebody in.
    void lookForMore()
    {
        const core::Result<QList<model::Account>> accounts = m_records.load();
        if (!accounts.ok())
            return takeBack(accounts.error());
        for (const model::Account &account : *accounts) {
            if (!m_known.contains(account.id))
                m_waiting += account.id;
        }
        if (m_waiting.isEmpty())
            m_promise.finish(m_copied);
        else
            next();
    }

    void copy(QList<SecretKey> keys, bool found)
    {
        if (keys.isEmpty()) {
            m_copied.without += found ? 0 : 1;
            return next();
        }
        const SecretKey key = keys.takeFirst();
        core::whenDone(m_from.read(key), m_context, [self = shared_from_this(), key, keys, found](const core::Result<core::Secret> &value) {
            if (!value.ok() && value.error().code == QLatin1String("secret_missing"))
                return self->copy(keys, found);
            if (!value.ok())
                return self->takeBack(value.error());
            if (const core::Result<void> noted = self->m_note(key); !noted.ok())
                return self->takeBack(noted.error());
            self->m_copied.keys += key;
            const core::Async<core::Secret> back =
                core::chain(self->m_to.write(key, *value), self->m_context, [self, key] { return self->m_to.read(key); });
            core::whenDone(back, self->m_context, [self, keys, value = *value](const core::Result<core::Secret> &read) {
                if (!read.ok())
                    return self->takeBack(read.error());
                if (!(*read == value))
                    return self->takeBack({core::ErrorKind::Storage, QStringLiteral("secret_copy_differs"), {}});
                self->copy(keys, true);
            });
        });
    }

    void takeBack(const core::Error &why)
    {
        core::whenDone(removeSecrets(m_to, m_copied.keys, m_context), m_context, [self = shared_from_this(), why](const core::Result<void> &) {
            self->m_copied = {};
            self->m_promise.finish(why);
        });
    }

    const storage::AccountStore &m_records;
    tokens::TokenManager &m_tokens;
    storage::SecretStore &m_from;
    storage::SecretStore &m_to;
    NoteSlot m_note;
    QObject *m_context;
    QList<model::AccountId> m_waiting;
    QSet<model::AccountId> m_known;
    CopiedSecrets m_copied;
    core::Promise<CopiedSecrets> m_promise;
};

} // namespace

QString secretFileIn(const core::Paths &paths)
{
    return paths.data + QLatin1String("/secrets.keyturn");
}

core::Async<CopiedSecrets> copySecrets(const storage::AccountStore &records, tokens::TokenManager &tokens, storage::SecretStore &from,
                                       storage::SecretStore &to, const NoteSlot &note, QObject *context)
{
    return std::make_shared<Copying>(records, tokens, from, to, note, context)->start();
}

core::Async<void> removeSecrets(storage::SecretStore &store, const QList<storage::SecretKey> &keys, QObject *context)
{
    core::Async<void> all = core::ready<void>({});
    for (const storage::SecretKey &key : keys) {
        const core::Promise<void> done;
        core::whenDone(all, context, [&store, key, context, done](const core::Result<void> &before) {
            core::whenDone(store.remove(key), context,
                           [before, done](const core::Result<void> &removed) { done.finish(removed.ok() ? before : removed); });
        });
        all = done.future();
    }
    return all;
}

void setSecretFileAside(const core::Paths &paths)
{
    const QString file = secretFileIn(paths);
    QString aside = file + QLatin1String(".moved");
    if (!QFile::exists(file))
        return;
    for (int number = 2; QFile::exists(aside); ++number) // which may hold what nobody has any more
        aside = file + QStringLiteral(".moved-%1").arg(number);
    if (!QFile::rename(file, aside))
        qCWarning(core::lcAccounts) << "The encrypted file could not be set aside.";
}

} // namespace keyturn::composition
