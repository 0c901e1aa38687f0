// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "model/account.h"
#include "model/backendprofile.h"

namespace keyturn::accounts {

/// Whether @p profile still stands for the issuer that @p account's tokens are from, and names no address for them beyond those that it named then. A
/// profile is a file: one that was replaced by another of the same id, or edited, must not be sent them before the person signs in again. The
/// embedded backend is the same one on whatever port the system gave it. Errors: Configuration `profile_changed`; the detail names both.
[[nodiscard]] core::Result<void> checkFit(const model::Account &account, const model::BackendProfile &profile);

/// An issuer without its port.
[[nodiscard]] QString withoutPort(const QString &issuer);

} // namespace keyturn::accounts
