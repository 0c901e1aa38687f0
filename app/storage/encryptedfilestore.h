// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "storage/secretstore.h"
#include "storage/vaultfile.h"

namespace keyturn::storage {

/// Tokens in one file under a passphrase: key by argon2id, contents by XChaCha20-Poly1305 (libsodium). Written as a whole, atomically, 0600; read
/// again under a lock before each change, so that several processes share it.
class EncryptedFileStore final : public SecretStore
{
public:
    /// @p file is made at the first write. The passphrase is kept until the key is derived and fits, from then on the key alone. Beside the errors of
    /// secretstore.h: Storage `vault_broken` (damaged), `vault_newer`, `vault_key_failed` (not enough memory). All work is done in a thread of its
    /// own.
    EncryptedFileStore(QString file, const core::Secret &passphrase, KeyCost cost = KeyCost::Moderate);
    /// Waits for what was asked for: a write that was accepted is finished.
    ~EncryptedFileStore() override;

    [[nodiscard]] SecretStoreKind kind() const override { return SecretStoreKind::EncryptedFile; }
    [[nodiscard]] core::Async<core::Secret> read(const SecretKey &key) override;
    [[nodiscard]] core::Async<void> write(const SecretKey &key, const core::Secret &value) override;
    [[nodiscard]] core::Async<void> remove(const SecretKey &key) override;
    [[nodiscard]] core::Async<void> probe() override;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace keyturn::storage
