// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"

namespace keyturn::lab {

/// @p token with one character changed: of a signed one (JWT) the first of the signature, so that the rest still reads as it did; of another one in
/// the middle. As long as before, and never the same.
[[nodiscard]] core::Secret spoiled(const core::Secret &token);

} // namespace keyturn::lab
