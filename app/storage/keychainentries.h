// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "core/secret.h"

#include <QString>

namespace keyturn::storage {

/// What KeychainStore needs of a keychain: named entries of text. An operation may never end; the caller has a deadline and lets it go.
class KeychainEntries
{
public:
    virtual ~KeychainEntries() = default;
    /// Errors are Storage: `secret_missing`, `keychain_locked`, `keychain_absent`, `keychain_failed`.
    [[nodiscard]] virtual core::Async<core::Secret> read(const QString &name) = 0;
    [[nodiscard]] virtual core::Async<void> write(const QString &name, const core::Secret &text) = 0;
    /// Whether there was such an entry.
    [[nodiscard]] virtual core::Async<bool> remove(const QString &name) = 0;
};

} // namespace keyturn::storage
