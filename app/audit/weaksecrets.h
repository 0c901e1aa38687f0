// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jose/jwt.h"

namespace keyturn::audit {

/// The secret that @p token was signed with by HMAC, where it is among those that tutorials, templates and people use; nothing is sent.
[[nodiscard]] std::optional<core::Secret> weakSecretOf(const jose::Jwt &token);

} // namespace keyturn::audit
