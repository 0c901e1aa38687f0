// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/accountmanager.h"

#include <QString>

namespace keyturn::cli {

/// A state in the words of the window: "ready", "sign in again".
[[nodiscard]] QString humanState(accounts::AccountState state);

} // namespace keyturn::cli
