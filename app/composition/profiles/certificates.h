// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "model/backendprofile.h"

namespace keyturn::composition {

/// Whether every certificate of @p profile is one; the profile's reader looks at their frame alone. Errors: Configuration `profile_invalid`, written
/// as that reader does.
[[nodiscard]] core::Result<void> checkCertificates(const model::BackendProfile &profile);

} // namespace keyturn::composition
