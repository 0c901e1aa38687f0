// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/sessiononlystore.h"

#include "storage/storageerror.h"

namespace keyturn::storage {

core::Async<core::Secret> SessionOnlyStore::read(const SecretKey &key)
{
    const auto found = m_slots.constFind(key.toString());
    if (found == m_slots.cend())
        return core::ready<core::Secret>(storageError("secret_missing", QStringLiteral("no slot %1 in this process").arg(key.toString())));
    return core::ready<core::Secret>(*found);
}

core::Async<void> SessionOnlyStore::write(const SecretKey &key, const core::Secret &value)
{
    m_slots.insert(key.toString(), value);
    return core::ready<void>({});
}

core::Async<void> SessionOnlyStore::remove(const SecretKey &key)
{
    m_slots.remove(key.toString());
    return core::ready<void>({});
}

core::Async<void> SessionOnlyStore::probe()
{
    return core::ready<void>({}); // memory is there, or the process is not
}

} // namespace keyturn::storage
