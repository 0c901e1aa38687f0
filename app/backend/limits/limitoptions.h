// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/limits/clientaddress.h"
#include "backend/limits/ratelimiter.h"
#include "backend/redis/redisaddress.h"
#include "core/clock.h"
#include "core/secret.h"

#include <QCommandLineParser>

namespace keyturn::backend {

struct Keys;

/// How often one may try, where that is counted, and whose word about a client's address is believed.
struct LimitOptions {
    std::optional<LimitPolicy> policy = LimitPolicy(); ///< Nothing: no limit.
    std::optional<RedisAddress> redis = {}; ///< Nothing: each process counts for itself.
    QList<IpRange> trustedProxies = {};

    /// `--rate-limit --redis --redis-file --trusted-proxy`
    static void describe(QCommandLineParser &parser);
    /// And the environment's KEYTURN_BACKEND_REDIS. Configuration `usage` with a sentence.
    [[nodiscard]] static core::Result<LimitOptions> read(const QCommandLineParser &parser);
};

/// Precondition: there is a policy.
[[nodiscard]] std::unique_ptr<RateLimiter> newRateLimiter(const core::Clock &clock, const LimitOptions &options);
/// From the key of the access tokens, which all backends of one service share.
[[nodiscard]] core::Secret limitKey(const Keys &keys);

} // namespace keyturn::backend
