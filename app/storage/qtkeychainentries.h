// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/keychainentries.h"

#include <QObject>

namespace keyturn::storage {

/// The operating system's keychain, over QtKeychain. Jobs are never deleted while they run, not even when this object goes (FAULTS 65).
class QtKeychainEntries final : public KeychainEntries
{
public:
    [[nodiscard]] core::Async<core::Secret> read(const QString &name) override;
    [[nodiscard]] core::Async<void> write(const QString &name, const core::Secret &text) override;
    [[nodiscard]] core::Async<bool> remove(const QString &name) override;

private:
    QObject m_context; ///< Of what follows a job's end.
};

} // namespace keyturn::storage
