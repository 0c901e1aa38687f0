// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/handoff/upstream.h"
#include "backend/providers/providerclient.h"

namespace keyturn::backend {

/// This backend as a client of its own simulated providers: registered like any web server, with a secret and one exact address to come back to.
[[nodiscard]] ProviderClient webClient(const QString &baseUrl, const QString &provider, const core::Secret &secret);
[[nodiscard]] Upstream simulatedGoogle(const QString &baseUrl, const core::Secret &secret);
[[nodiscard]] Upstream simulatedGitHub(const QString &baseUrl, const core::Secret &secret);

} // namespace keyturn::backend
