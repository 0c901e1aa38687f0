// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/handoff/upstream.h"
#include "backend/handoff/upstreamoptions.h"

namespace keyturn::backend {

/// Google, or another OpenID provider in its place.
[[nodiscard]] Upstream realGoogle(const UpstreamOptions::Registration &registration);
/// github.com, whose API has a host of its own; or a GitHub Enterprise server, whose API stands at /api/v3.
[[nodiscard]] Upstream realGitHub(const UpstreamOptions::Registration &registration);

} // namespace keyturn::backend
