// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/secret.h"

#include <optional>

namespace keyturn::jose {

/// The secret that made the HMAC of @p compact, a compact JWS, where it is among those that tutorials, templates and people use; nothing is sent.
/// Whoever sees one token of such a backend can make others (RFC 8725 §3.5).
[[nodiscard]] std::optional<core::Secret> weakSecretOf(const core::Secret &compact);

} // namespace keyturn::jose
