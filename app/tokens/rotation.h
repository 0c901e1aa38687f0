// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "storage/filelock.h"
#include "tokens/services.h"

#include <QObject>

#include <memory>
#include <optional>
#include <stop_token>

namespace keyturn::tokens {

/// Tokens with the account's record that they go with.
struct Held {
    model::Account account;
    model::TokenSet tokens;
};

/// Tokens that the backend gave and the disk or keychain did not take yet. The lock stays held meanwhile: another process would find the spent token
/// there, and its use ends the session.
struct Unsaved {
    Held held; ///< `account.generation` is the slot that they are to go to.
    storage::FileLock lock;
};

struct RotationOutcome {
    Held held;
    bool refreshed = false; ///< false: what another process had stored serves.
    std::optional<Unsaved> unsaved;
    std::optional<core::Error> saveError; ///< With `unsaved`.
};

/// What a rotation is asked for.
struct RotationRequest {
    model::AccountId id;
    bool force = false; ///< Whatever the clock says.
    core::Secret rejected; ///< With force: where the store holds another access token than this, that one serves.
    std::chrono::milliseconds minValidity{0};
    std::optional<Unsaved> unsaved; ///< From the rotation before, which could not be saved.
    std::stop_token stop;
};

/// The way of one refresh, crash-safe at each arrow: lock → read again → journal → POST → write slot → read back → commit → remove the old slot →
/// journal away. Errors with kind SignInAgain are definite, and the record says so when they come back.
[[nodiscard]] core::Async<RotationOutcome> rotate(Services &services, RotationRequest request, QObject *context);

/// Reads what the store holds for the record's generation, or for the next one where a crash left it there uncommitted (then commits it when @p
/// mayCommit).
[[nodiscard]] core::Async<Held> readHeld(Services &services, const model::AccountId &id, bool mayCommit, QObject *context);

/// Writes slot and record of @p held; what the rotation could not save goes the same way later.
[[nodiscard]] core::Async<Held> save(Services &services, const Held &held, QObject *context);

} // namespace keyturn::tokens
