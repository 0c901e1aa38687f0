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

/// Whether @p a and @p b name one issuer: exactly, but for a slash at the end, which people write or not; at the @p embedded backend also but for the
/// port. Answers of a provider are compared without any such leniency, in oauth/ and jose/.
[[nodiscard]] bool isSameIssuer(const QString &a, const QString &b, bool embedded = false);

/// An issuer without its port: the embedded backend's address is whichever the system gave it.
[[nodiscard]] QString withoutPort(const QString &issuer);

} // namespace keyturn::accounts
