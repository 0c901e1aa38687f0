// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/encryptedfilestore.h"

#include "storage/filelock.h"
#include "storage/privatefile.h"
#include "storage/storageerror.h"

#include <QCoreApplication>
#include <QThreadPool>

#include <functional>

namespace keyturn::storage {

/// Lives in the one thread of its pool, except for construction and destruction.
struct EncryptedFileStore::State {
    QString file;
    KeyCost cost;
    core::Secret passphrase; ///< Until the key is there.
    std::optional<VaultKey> key;
    QThreadPool pool; ///< The last member: it waits for its thread before the others go.

    core::Result<void> haveKey(const KeyRecipe &recipe);
    core::Result<VaultContents> contents();
    core::Result<core::Secret> read(const QString &name);
    core::Result<void> change(const std::function<void(VaultContents &)> &step);

    template <class T> core::Async<T> run(std::function<core::Result<T>()> work)
    {
        const core::Promise<T> promise;
        core::Async<T> future = promise.future();
        pool.start([promise, work = std::move(work)] { promise.finish(work()); });
        return future;
    }
};

core::Result<void> EncryptedFileStore::State::haveKey(const KeyRecipe &recipe)
{
    if (key && key->recipe == recipe)
        return {};
    if (passphrase.isEmpty())
        return storageError("passphrase_wrong",
                            key ? QStringLiteral("%1 was made anew since the passphrase was given").arg(file)
                                : QStringLiteral("the passphrase is empty"));
    core::Result<VaultKey> derived = deriveKey(passphrase, recipe);
    if (!derived.ok())
        return derived.error();
    key = std::move(derived).value();
    return {};
}

core::Result<VaultContents> EncryptedFileStore::State::contents()
{
    const core::Result<QByteArray> bytes = readPrivateFile(file, maxVaultBytes);
    if (!bytes.ok()) {
        if (bytes.error().code == QLatin1String("file_missing"))
            return VaultContents();
        return bytes.error();
    }
    const core::Result<KeyRecipe> recipe = recipeOf(*bytes);
    if (!recipe.ok())
        return recipe.error();
    if (const core::Result<void> have = haveKey(*recipe); !have.ok())
        return have.error();
    core::Result<VaultContents> opened = openVault(*bytes, *key);
    if (opened.ok())
        passphrase = {}; // it fits: from here on the key alone is needed
    else if (opened.error().code == QLatin1String("passphrase_wrong") && !passphrase.isEmpty())
        key.reset();
    return opened;
}

core::Result<core::Secret> EncryptedFileStore::State::read(const QString &name)
{
    const core::Result<VaultContents> all = contents();
    if (!all.ok())
        return all.error();
    if (!all->contains(name))
        return storageError("secret_missing", name);
    return all->value(name);
}

core::Result<void> EncryptedFileStore::State::change(const std::function<void(VaultContents &)> &step)
{
    const core::Result<FileLock> lock = FileLock::acquireNow(file + QLatin1String(".lock"), std::chrono::seconds(10));
    if (!lock.ok())
        return lock.error();
    core::Result<VaultContents> all = contents();
    if (!all.ok())
        return all.error();
    const VaultContents before = *all;
    step(all.value());
    if (*all == before)
        return {};
    if (!key) { // no file yet, and under the lock nobody else makes one
        if (const core::Result<void> have = haveKey(newRecipe(cost)); !have.ok())
            return have;
    }
    if (const core::Result<void> written = writePrivateFile(file, sealVault(*all, *key)); !written.ok())
        return written;
    const core::Result<VaultContents> again = contents();
    if (!again.ok())
        return again.error();
    if (*again != *all)
        return storageError("keychain_write_lost", QStringLiteral("%1 does not hold what was written").arg(file));
    return {};
}

EncryptedFileStore::EncryptedFileStore(QString file, const core::Secret &passphrase, KeyCost cost) : m_state(std::make_unique<State>())
{
    m_state->file = std::move(file);
    m_state->passphrase = passphrase;
    m_state->cost = cost;
    m_state->pool.setMaxThreadCount(1); // one after another, in the order of the calls
}

EncryptedFileStore::~EncryptedFileStore() = default;

core::Async<core::Secret> EncryptedFileStore::read(const SecretKey &key)
{
    return m_state->run<core::Secret>([state = m_state.get(), name = key.toString()] { return state->read(name); });
}

core::Async<void> EncryptedFileStore::write(const SecretKey &key, const core::Secret &value)
{
    return m_state->run<void>([state = m_state.get(), name = key.toString(), value] {
        return state->change([&](VaultContents &contents) { contents.insert(name, value); });
    });
}

core::Async<void> EncryptedFileStore::remove(const SecretKey &key)
{
    return m_state->run<void>(
        [state = m_state.get(), name = key.toString()] { return state->change([&](VaultContents &contents) { contents.remove(name); }); });
}

core::Async<void> EncryptedFileStore::probe()
{
    return m_state->run<void>(
        [state = m_state.get(), name = QStringLiteral("probe-%1").arg(QCoreApplication::applicationPid())]() -> core::Result<void> {
            const core::Secret value{QByteArray(3000, 'k')};
            if (const core::Result<void> written = state->change([&](VaultContents &contents) { contents.insert(name, value); }); !written.ok())
                return written;
            return state->change([&](VaultContents &contents) { contents.remove(name); });
        });
}

} // namespace keyturn::storage
