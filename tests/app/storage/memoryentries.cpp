// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "memoryentries.h"

#include "storage/storageerror.h"

namespace keyturn::tests {

template <class T> core::Async<T> MemoryEntries::answer(core::Result<T> result)
{
    if (!m_state->frozen)
        return core::ready<T>(std::move(result));
    const auto promise = std::make_shared<core::Promise<T>>();
    m_state->unanswered.push_back(promise);
    return promise->future();
}

core::Async<core::Secret> MemoryEntries::read(const QString &name)
{
    m_state->calls.append(QStringLiteral("read ") + name);
    if (!m_state->entries.contains(name))
        return answer<core::Secret>(storage::storageError("secret_missing", name));
    return answer<core::Secret>(m_state->entries.value(name));
}

core::Async<void> MemoryEntries::write(const QString &name, const core::Secret &text)
{
    m_state->calls.append(QStringLiteral("write ") + name);
    if (m_state->maxBytes >= 0 && text.size() > m_state->maxBytes)
        return answer<void>(storage::storageError("keychain_failed", QStringLiteral("too long")));
    if (!m_state->frozen && name != m_state->loses)
        m_state->entries.insert(name, text);
    return answer<void>({});
}

core::Async<bool> MemoryEntries::remove(const QString &name)
{
    m_state->calls.append(QStringLiteral("remove ") + name);
    return answer<bool>(name == m_state->loses || m_state->entries.remove(name) > 0);
}

} // namespace keyturn::tests
