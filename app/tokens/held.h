// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/account.h"
#include "model/tokenset.h"
#include "storage/filelock.h"

namespace keyturn::tokens {

/// Tokens with the account's record that they go with; `account.generation` is their slot.
struct Held {
    model::Account account;
    model::TokenSet tokens;
};

/// Tokens that the backend gave and the disk or keychain did not take yet. The lock stays held meanwhile, until they are stored or this process
/// ends: another process would find the spent refresh token in the keychain, and its use ends the session (reuse detection).
struct Unsaved {
    Held held;
    storage::FileLock lock;
};

} // namespace keyturn::tokens
