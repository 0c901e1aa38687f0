// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/secret.h"

namespace keyturn::backend {

/// A new password from standard input: its first line as it is with @p fromPipe, else typed twice at a terminal that does not show it. Configuration
/// with a whole sentence.
[[nodiscard]] core::Result<core::Secret> readNewPassword(bool fromPipe);

} // namespace keyturn::backend
