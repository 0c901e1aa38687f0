// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "core/paths.h"
#include "storage/accountstore.h"
#include "storage/filelock.h"
#include "storage/secretstore.h"
#include "tokens/tokenmanager.h"

#include <QList>

#include <functional>

/// The accounts' secrets from one store to another: copied and compared first, removed only when the copies serve.
namespace keyturn::composition {

/// Where the encrypted file lies.
[[nodiscard]] QString secretFileIn(const core::Paths &paths);

using NoteSlot = std::function<core::Result<void>(const storage::SecretKey &)>;

struct CopiedSecrets {
    QList<storage::FileLock> locks; ///< While one lives, no process spends a token of these accounts.
    QList<storage::SecretKey> keys; ///< What lies in both now.
    int without = 0; ///< Accounts for which nothing lay there; they had to sign in again before, and have to still.
};

/// Waits for what @p tokens has under way, locks every account of @p records, copies its slots from @p from to @p to and reads each back. On error
/// nothing was removed, and what was copied is taken back. @p note is told of each slot before it is written; its error ends the copying. Errors:
/// Storage, those of the stores; `secret_copy_differs`; `lock_timeout`. All must outlive the answer.
[[nodiscard]] core::Async<CopiedSecrets> copySecrets(const storage::AccountStore &records, tokens::TokenManager &tokens, storage::SecretStore &from,
                                                     storage::SecretStore &to, const NoteSlot &note, QObject *context);

/// Removes @p keys from @p store; goes on past what cannot be removed, and then fails with the last error.
[[nodiscard]] core::Async<void> removeSecrets(storage::SecretStore &store, const QList<storage::SecretKey> &keys, QObject *context);

/// The encrypted file, where there is one, becomes `secrets.keyturn.moved` (`-2`, … where that is there already): whoever chooses a file again later
/// chooses a passphrase as well. Precondition: what was in it is somewhere else.
void setSecretFileAside(const core::Paths &paths);

} // namespace keyturn::composition
