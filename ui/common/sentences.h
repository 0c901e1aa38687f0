// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

namespace keyturn::ui::common {

/// What happened, what it means for the account, and the one thing to do; plain text. @p backend is the backend's or provider's name.
[[nodiscard]] QString sentenceFor(const core::Error &error, const QString &backend);

/// Why a new sign-in is needed (model::SignInNeeded::cause).
[[nodiscard]] QString signInAgainSentence(const QString &cause, const QString &backend);

} // namespace keyturn::ui::common
