// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/limits/ratelimiter.h"
#include "backend/redis/redisclient.h"

namespace keyturn::backend {

/// The counters in a Redis 7, so that all backends on it share them. Each verb is one script, done whole by Redis and by Redis's own clock: backends
/// whose clocks differ count alike. A counter is a list `keyturn:limit:<digest>` of the uses' times, gone a window after the last of them.
class RedisLimiter final : public RateLimiter
{
public:
    RedisLimiter(const RedisAddress &address, LimitPolicy policy) : m_policy(policy), m_redis(address) { }

    void take(const QList<QByteArray> &keys, Done done) override;
    void giveBack(const QList<QByteArray> &keys, qint64 stamp, Known done) override;
    void ping(Known done) override;
    void stop() override { m_redis.stop(); }

private:
    LimitPolicy m_policy;
    RedisClient m_redis;
};

} // namespace keyturn::backend
