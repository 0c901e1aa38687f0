// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

namespace keyturn::ui::common {

/// What happened, what it means for the account, and the one thing to do; plain text. @p backend is the backend's or provider's name.
[[nodiscard]] QString sentenceFor(const core::Error &error, const QString &backend);

/// For sentenceFor(), where a proof of who the person is was asked for, given, and is asked for again: to ask once more would never end.
[[nodiscard]] core::Error unmetStepUp();

/// Whether the person, or the program's end, stopped it, so that there is nothing to say. What ended by itself (`access_denied`, `browser_timeout`)
/// is Cancelled too, and is said.
[[nodiscard]] bool wasStopped(const core::Error &error);

/// Why a new sign-in is needed (model::SignInNeeded::cause).
[[nodiscard]] QString signInAgainSentence(const QString &cause, const QString &backend);

} // namespace keyturn::ui::common
