// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/revoker.h"
#include "core/paths.h"
#include "core/random.h"
#include "storage/secretstore.h"
#include "tokens/tokenmanager.h"

#include <memory>

/// The places that secrets may lie in, by the words of the setting `secretStore`: `keychain`, `file`, `session`.
namespace keyturn::composition {

/// Errors: Configuration `secret_store_unknown`. @p clock must outlive it.
[[nodiscard]] core::Result<std::unique_ptr<storage::SecretStore>> makeSecretStore(const QString &place, const core::Paths &paths,
                                                                                  const core::Secret &passphrase, core::Clock &clock);

/// Whether @p id can be read without anybody being asked for anything. A keychain that is locked asks the person to unlock it; of one that does not
/// tell, only what was read before is had for certain.
[[nodiscard]] core::Async<bool> isQuiet(const storage::SecretStore &secrets, tokens::TokenManager &tokens, const model::AccountId &id);

/// What finishing the moves of before stands on. All must outlive the answer.
struct MovesOfBefore {
    core::Paths paths;
    QString setting; ///< The place that serves.
    QString override; ///< For this start alone; empty: none.
    core::Secret passphrase; ///< Of an encrypted file; empty: what lies in one stays.
    core::Clock &clock;
    core::Random &random;
    storage::SecretStore &present;
    accounts::Revoker &direct;
    QObject &context;
};

/// As finishMoves(), without asking anybody for anything: a keychain that is locked is left alone. Revocations that still wait at a place of before
/// go on to the present one.
[[nodiscard]] core::Async<QStringList> finishMovesOfBefore(const MovesOfBefore &moves);

} // namespace keyturn::composition
