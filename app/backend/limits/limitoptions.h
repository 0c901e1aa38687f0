// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/limits/clientaddress.h"
#include "backend/limits/ratelimiter.h"
#include "backend/redis/redisaddress.h"
#include "core/clock.h"
#include "core/secret.h"

#include "backend/settings.h"

namespace keyturn::backend {

/// How often one may try, where that is counted, and whose word about a client's address is believed.
struct LimitOptions {
    std::optional<LimitPolicy> policy = LimitPolicy(); ///< Nothing: no limit.
    std::optional<RedisAddress> redis = {}; ///< Nothing: each process counts for itself.
    QList<IpRange> trustedProxies = {};

    /// `--rate-limit --redis --redis-file --trusted-proxy`
    [[nodiscard]] static QList<QCommandLineOption> commandLine();
    /// Configuration `usage` with a sentence.
    [[nodiscard]] static core::Result<LimitOptions> read(const Settings &settings);
};

/// Precondition: there is a policy.
[[nodiscard]] std::unique_ptr<RateLimiter> newRateLimiter(const core::Clock &clock, const LimitOptions &options);

} // namespace keyturn::backend
