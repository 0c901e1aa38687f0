// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/fakesecretstore.h"

#include "storage/storageerror.h"

namespace keyturn::tests {

using storage::storageError;

std::optional<core::Error> FakeSecretStore::scriptedFailure(Operation operation)
{
    if (!broken.isEmpty())
        return storageError(broken.toLatin1().constData(), QStringLiteral("scripted"));
    Failures &failures = m_failures[operation];
    if (failures.count <= 0)
        return {};
    --failures.count;
    return storageError(failures.code.toLatin1().constData(), QStringLiteral("scripted"));
}

template <class T> core::Async<T> FakeSecretStore::perform(Operation operation, std::function<core::Result<T>()> effect)
{
    ++m_counts[operation];
    const core::Promise<T> promise;
    auto run = [this, operation, promise, effect = std::move(effect)] {
        if (const std::optional<core::Error> failure = scriptedFailure(operation))
            promise.finish(*failure);
        else
            promise.finish(effect());
    };
    core::Async<T> future = promise.future();
    if (m_holding)
        m_waiting.push_back(std::move(run));
    else
        run();
    return future;
}

core::Async<core::Secret> FakeSecretStore::read(const storage::SecretKey &key)
{
    return perform<core::Secret>(Operation::Read, [this, name = key.toString()]() -> core::Result<core::Secret> {
        if (!entries.contains(name))
            return storageError("secret_missing", name);
        return entries.value(name);
    });
}

core::Async<void> FakeSecretStore::write(const storage::SecretKey &key, const core::Secret &value)
{
    return perform<void>(Operation::Write, [this, name = key.toString(), value]() -> core::Result<void> {
        if (std::exchange(m_loseNextWrite, false))
            return storageError("keychain_write_lost", name);
        entries.insert(name, value);
        return {};
    });
}

core::Async<void> FakeSecretStore::remove(const storage::SecretKey &key)
{
    return perform<void>(Operation::Remove, [this, name = key.toString()]() -> core::Result<void> {
        entries.remove(name);
        return {};
    });
}

core::Async<void> FakeSecretStore::probe()
{
    return perform<void>(Operation::Probe, [] { return core::Result<void>(); });
}

void FakeSecretStore::failNext(Operation operation, int count, const QString &code)
{
    m_failures[operation] = {count, code};
}

void FakeSecretStore::releaseOne()
{
    if (m_waiting.empty())
        return;
    const std::function<void()> run = std::move(m_waiting.front());
    m_waiting.erase(m_waiting.begin());
    run();
}

void FakeSecretStore::releaseAll()
{
    m_holding = false;
    while (!m_waiting.empty())
        releaseOne();
}

void FakeSecretStore::dropAll()
{
    m_holding = false;
    m_waiting.clear();
}

} // namespace keyturn::tests
