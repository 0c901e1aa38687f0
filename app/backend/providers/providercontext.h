// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/metrics.h"
#include "backend/providers/providerclient.h"
#include "backend/providers/requeststore.h"
#include "core/clock.h"
#include "core/random.h"

namespace keyturn::backend {

/// What a simulated provider works with.
struct ProviderContext {
    const core::Clock &clock;
    core::Random &random;
    ProviderStore &store;
    RequestStore &requests;
    Metrics &metrics;
    QString baseUrl; ///< Of the server, without a slash at its end.
    std::chrono::seconds accessTtl{};
    QList<ProviderClient> clients;
};

/// Long enough to be "for good" in a demonstration: GitHub's refresh tokens live six months, Google's until they are unused for as long.
constexpr std::chrono::hours providerRefreshLife(183 * 24);

} // namespace keyturn::backend
