// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/httpclient.h"

namespace keyturn::net {

/// Nobody waits longer than this because of one header, whatever it says (FAULTS 42).
inline constexpr std::chrono::seconds longestPause{3600};

/// How long nothing more is let through, from @p response's rate limit fields: the longest reset of the limits that have nothing remaining, clamped
/// to 0 … 1 h; nullopt where something remains, and where nothing sound is said. Read are `RateLimit` in both its forms
/// (draft-ietf-httpapi-ratelimit-headers: up to 07 `limit=10, remaining=0, reset=42`, from 08 `"policy";r=0;t=42`), `RateLimit-Remaining` with
/// `RateLimit-Reset` (up to 06), and `X-RateLimit-Remaining` with `X-RateLimit-Reset`, whose reset may be an epoch second against @p now, as GitHub
/// sends it.
[[nodiscard]] std::optional<std::chrono::seconds> exhaustedFor(const HttpResponse &response, const QDateTime &now);

} // namespace keyturn::net
