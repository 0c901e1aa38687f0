// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "core/secret.h"
#include "model/ids.h"

/// Where tokens lie. One slot per account and generation, so that a rotation never overwrites the only good token.
namespace keyturn::storage {

struct SecretKey {
    model::AccountId account;
    quint64 generation = 0;
    /// `<account>/<generation>`.
    [[nodiscard]] QString toString() const;
    bool operator==(const SecretKey &) const = default;
};

enum class SecretStoreKind {
    Keychain, ///< The operating system's: Secret Service, KWallet, Credential Manager, macOS Keychain.
    EncryptedFile, ///< A file under a passphrase, chosen by the person where there is no keychain.
    SessionOnly, ///< This process's memory, chosen by the person.
};

/// Errors are Storage: `secret_missing`, `keychain_locked`, `keychain_absent`, `keychain_timeout`, `keychain_failed`, `keychain_write_lost`,
/// `passphrase_wrong`, `disk_failed`.
class SecretStore
{
public:
    virtual ~SecretStore() = default;
    [[nodiscard]] virtual SecretStoreKind kind() const = 0;
    [[nodiscard]] virtual core::Async<core::Secret> read(const SecretKey &key) = 0;
    /// Done only when the value was read back and is the same (FAULTS 66).
    [[nodiscard]] virtual core::Async<void> write(const SecretKey &key, const core::Secret &value) = 0;
    /// A slot that is not there is no error.
    [[nodiscard]] virtual core::Async<void> remove(const SecretKey &key) = 0;
    /// Writes, reads and removes 3 kB under a key of its own: only this shows that a keychain works.
    [[nodiscard]] virtual core::Async<void> probe() = 0;
};

} // namespace keyturn::storage
