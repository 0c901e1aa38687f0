// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"

#include <chrono>

namespace keyturn::storage {

/// What the session bus tells of the Secret Service, to give a keychain's vague error its reason.
enum class SecretServiceState {
    Unlocked,
    Locked, ///< The default collection is: an entry that was "not found" may well be there (FAULTS 60, 64).
    Absent, ///< No session bus, or neither a Secret Service nor a KWallet on it (FAULTS 61, 62).
    Unknown, ///< Another platform or wallet, or no answer.
};

/// Asks without blocking; each question waits at most @p patience. Never fails but by Cancelled.
[[nodiscard]] core::Async<SecretServiceState> secretServiceState(std::chrono::milliseconds patience, QObject *context);

} // namespace keyturn::storage
