// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/limits/redislimiter.h"

#include <algorithm>

namespace keyturn::backend {

namespace {

using std::chrono::milliseconds;

/// ARGV: count, window in milliseconds. Answers whether it was granted, the time, and for each key how many are used and when the oldest was.
constexpr auto takeScript = R"lua(
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local count, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local granted = 1
for _, key in ipairs(KEYS) do
    local oldest = redis.call('LINDEX', key, 0)
    while oldest and tonumber(oldest) <= now - window do
        redis.call('LPOP', key)
        oldest = redis.call('LINDEX', key, 0)
    end
    if redis.call('LLEN', key) >= count then granted = 0 end
end
local answer = {granted, now}
for _, key in ipairs(KEYS) do
    if granted == 1 then
        redis.call('RPUSH', key, string.format('%.0f', now))
        redis.call('PEXPIRE', key, window)
    end
    answer[#answer + 1] = redis.call('LLEN', key)
    answer[#answer + 1] = tonumber(redis.call('LINDEX', key, 0) or now)
end
return answer
)lua";

/// ARGV: the stamp.
constexpr auto giveBackScript = R"lua(
for _, key in ipairs(KEYS) do redis.call('LREM', key, -1, ARGV[1]) end
return 1
)lua";

QList<QByteArray> call(const char *script, const QList<QByteArray> &keys, const QList<QByteArray> &arguments)
{
    QList<QByteArray> command{"EVAL", script, QByteArray::number(keys.size())};
    for (const QByteArray &key : keys)
        command.append("keyturn:limit:" + key.toHex());
    return command + arguments;
}

core::Error unreachable(const core::Error &error)
{
    return {core::ErrorKind::Storage, QStringLiteral("limits_unreachable"), error.detail};
}

RedisClient::Done told(RateLimiter::Known done)
{
    return [done = std::move(done)](const core::Result<RedisReply> &reply) {
        done(reply.ok() ? core::Result<void>() : core::Result<void>(unreachable(reply.error())));
    };
}

} // namespace

void RedisLimiter::take(const QList<QByteArray> &keys, Done done)
{
    const qint64 window = milliseconds(m_policy.window).count();
    m_redis.command(call(takeScript, keys, {QByteArray::number(m_policy.count), QByteArray::number(window)}),
                    [policy = m_policy, window, expected = 2 + 2 * keys.size(), done = std::move(done)](const core::Result<RedisReply> &reply) {
                        if (!reply.ok())
                            return done(unreachable(reply.error()));
                        const QList<RedisReply> &numbers = reply->items;
                        if (numbers.size() != expected)
                            return done(core::Error{core::ErrorKind::Storage, QStringLiteral("limits_unreachable"), {}});
                        Taken taken{numbers[0].integer == 1, {}, numbers[1].integer};
                        for (qsizetype i = 2; i < numbers.size(); i += 2) {
                            const auto used = static_cast<int>(numbers[i].integer);
                            // Redis's clock may have been set back: nobody waits longer than the window.
                            const qint64 wait = std::clamp<qint64>(numbers[i + 1].integer + window - taken.stamp, 0, window);
                            taken.allowances.append({std::max(0, policy.count - used), milliseconds(used == 0 ? 0 : wait)});
                        }
                        done(std::move(taken));
                    });
}

void RedisLimiter::giveBack(const QList<QByteArray> &keys, qint64 stamp, Known done)
{
    m_redis.command(call(giveBackScript, keys, {QByteArray::number(stamp)}), told(std::move(done)));
}

void RedisLimiter::ping(Known done)
{
    m_redis.command({"PING"}, told(std::move(done)));
}

} // namespace keyturn::backend
