// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/limits/memorylimiter.h"

#include <algorithm>
#include <set>

namespace keyturn::backend {

using std::chrono::milliseconds;

MemoryLimiter::MemoryLimiter(const core::Clock &clock, LimitPolicy policy, std::size_t most)
    : m_clock(clock),
      m_policy(policy),
      m_window(milliseconds(policy.window).count()),
      m_mostPerShard(std::max<std::size_t>(1, most / m_shards.size()))
{ }

MemoryLimiter::Shard &MemoryLimiter::shardOf(const QByteArray &key)
{
    // Keys are digests: each of their bytes spreads evenly.
    return m_shards[key.isEmpty() ? 0 : static_cast<quint8>(key.back()) % m_shards.size()];
}

MemoryLimiter::Locks MemoryLimiter::lock(const QList<QByteArray> &keys)
{
    std::set<Shard *> shards; // each once, and in one order for everybody: two that want the same two never wait for each other
    for (const QByteArray &key : keys)
        shards.insert(&shardOf(key));
    Locks locks;
    for (Shard *shard : shards)
        locks.emplace_back(shard->mutex);
    return locks;
}

void MemoryLimiter::forget(Stamps &stamps, qint64 at) const
{
    const auto live = std::find_if(stamps.begin(), stamps.end(), [&](qint64 stamp) { return stamp > at - m_window; });
    stamps.erase(stamps.begin(), live);
}

int MemoryLimiter::used(Shard &shard, const QByteArray &key, qint64 at) const
{
    const auto found = shard.counters.find(key);
    if (found == shard.counters.end())
        return 0;
    forget(found->second, at);
    return static_cast<int>(found->second.size());
}

Allowance MemoryLimiter::allowance(const Shard &shard, const QByteArray &key, qint64 at) const
{
    const auto found = shard.counters.find(key);
    if (found == shard.counters.end() || found->second.empty())
        return {m_policy.count, milliseconds(0)};
    return {m_policy.count - static_cast<int>(found->second.size()), milliseconds(found->second.front() + m_window - at)};
}

void MemoryLimiter::sweep(Shard &shard, qint64 at) const
{
    shard.sweptAt = at;
    for (auto counter = shard.counters.begin(); counter != shard.counters.end();) {
        forget(counter->second, at);
        counter = counter->second.empty() ? shard.counters.erase(counter) : std::next(counter);
    }
}

void MemoryLimiter::dropLeastUsed(Shard &shard)
{
    const auto least = std::min_element(shard.counters.begin(), shard.counters.end(), [](const auto &a, const auto &b) {
        return a.second.size() != b.second.size() ? a.second.size() < b.second.size() : a.second.back() < b.second.back();
    });
    shard.counters.erase(least);
}

void MemoryLimiter::use(Shard &shard, const QByteArray &key, qint64 at) const
{
    const bool full = shard.counters.size() >= m_mostPerShard && !shard.counters.contains(key);
    if (full || at - shard.sweptAt >= m_window)
        sweep(shard, at);
    if (full && shard.counters.size() >= m_mostPerShard)
        dropLeastUsed(shard);
    shard.counters[key].push_back(at);
}

void MemoryLimiter::take(const QList<QByteArray> &keys, Done done)
{
    Taken taken;
    {
        const Locks locks = lock(keys);
        taken.stamp = now();
        taken.granted =
            std::all_of(keys.cbegin(), keys.cend(), [&](const QByteArray &key) { return used(shardOf(key), key, taken.stamp) < m_policy.count; });
        if (taken.granted) {
            for (const QByteArray &key : keys)
                use(shardOf(key), key, taken.stamp);
        }
        for (const QByteArray &key : keys)
            taken.allowances.append(allowance(shardOf(key), key, taken.stamp));
    }
    done(std::move(taken));
}

void MemoryLimiter::giveBack(const QList<QByteArray> &keys, qint64 stamp, Known done)
{
    {
        const Locks locks = lock(keys);
        for (const QByteArray &key : keys) {
            Shard &shard = shardOf(key);
            const auto found = shard.counters.find(key);
            if (found == shard.counters.end())
                continue;
            Stamps &stamps = found->second;
            if (const auto ours = std::find(stamps.begin(), stamps.end(), stamp); ours != stamps.end())
                stamps.erase(ours);
            if (stamps.empty())
                shard.counters.erase(found);
        }
    }
    done({});
}

std::size_t MemoryLimiter::size() const
{
    std::size_t size = 0;
    for (const Shard &shard : m_shards) {
        const std::lock_guard lock(shard.mutex);
        size += shard.counters.size();
    }
    return size;
}

} // namespace keyturn::backend
