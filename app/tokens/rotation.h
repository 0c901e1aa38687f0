// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "tokens/held.h"
#include "tokens/services.h"

#include <QObject>

#include <functional>
#include <optional>
#include <stop_token>

namespace keyturn::tokens {

/// What a rotation is asked for.
struct RotationRequest {
    model::AccountId id;
    bool force = false; ///< Whatever the clock says.
    core::Secret rejected; ///< With force: where the store holds another access token than this, that one serves.
    std::chrono::milliseconds minValidity{0};
    std::optional<Unsaved> unsaved; ///< From the rotation before, which could not be saved: its refresh token is the one to spend.
    std::stop_token stop;
};

struct RotationOutcome {
    Held held;
    bool refreshed = false; ///< false: what another process had stored serves.
    std::optional<Unsaved> unsaved; ///< The new tokens could not be stored, for `saveError`.
    std::optional<core::Error> saveError;
    bool rotated = false; ///< With `refreshed`: the backend gave another refresh token.
};

/// Called once, from the event loop, as soon as the outcome is safe; the rotation may go on tidying up after it.
using PublishRotation = std::function<void(const core::Result<RotationOutcome> &)>;

/// The way of one refresh, crash-safe at each arrow: lock → read again → journal → POST → write slot (read back) → commit → publish → remove the old
/// slot → journal away → lock free. Answers when the lock is free again. An error of kind SignInAgain is definite: where the backend refused, the
/// record says so by then, and the tokens lie set aside in their slot.
[[nodiscard]] core::Async<void> rotate(Services &services, RotationRequest request, PublishRotation publish, QObject *context);

} // namespace keyturn::tokens
