// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/account.h"

#include <QString>

namespace keyturn::cli {

/// What to type after `keyturn-cli` to sign in to @p account again: the account's record knows where and how.
[[nodiscard]] QString signInAgainCommand(const model::Account &account);

/// A whole sentence with that command, to be copied.
[[nodiscard]] QString signInAgainHint(const model::Account &account);

/// What the person behind @p account types where the backend asks who it is.
[[nodiscard]] QString userOf(const model::Account &account);

} // namespace keyturn::cli
