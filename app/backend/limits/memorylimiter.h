// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/limits/ratelimiter.h"
#include "core/clock.h"

#include <array>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace keyturn::backend {

/// The counters of one process. They keep at most @p most keys: whoever asks under ever new names does not fill the memory, but has those forgotten
/// first that were used least, so that one who has used up a limit stays limited.
class MemoryLimiter final : public RateLimiter
{
public:
    static constexpr std::size_t mostKeys = 65'536; ///< About 20 MB where all of them are used up at ten each.

    /// @p clock must outlive it; its monotonic time counts.
    MemoryLimiter(const core::Clock &clock, LimitPolicy policy, std::size_t most = mostKeys);

    void take(const QList<QByteArray> &keys, Done done) override;
    void giveBack(const QList<QByteArray> &keys, qint64 stamp, Known done) override;
    void ping(Known done) override { done({}); }
    void stop() override { }

    [[nodiscard]] std::size_t size() const; ///< Keys that are kept.

private:
    using Stamps = std::vector<qint64>; ///< Milliseconds, oldest first.
    struct Shard {
        mutable std::mutex mutex;
        std::unordered_map<QByteArray, Stamps> counters;
        qint64 sweptAt = 0;
    };
    using Locks = std::vector<std::unique_lock<std::mutex>>;

    [[nodiscard]] Shard &shardOf(const QByteArray &key);
    [[nodiscard]] Locks lock(const QList<QByteArray> &keys);
    [[nodiscard]] qint64 now() const { return m_clock.monotonic().count(); }
    [[nodiscard]] int used(Shard &shard, const QByteArray &key, qint64 at) const;
    [[nodiscard]] Allowance allowance(const Shard &shard, const QByteArray &key, qint64 at) const;
    void use(Shard &shard, const QByteArray &key, qint64 at) const;
    void sweep(Shard &shard, qint64 at) const;
    static void dropLeastUsed(Shard &shard);
    void forget(Stamps &stamps, qint64 at) const;

    const core::Clock &m_clock;
    LimitPolicy m_policy;
    qint64 m_window; ///< Milliseconds.
    std::array<Shard, 16> m_shards;
    std::size_t m_mostPerShard;
};

} // namespace keyturn::backend
