// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/redis/redisaddress.h"

#include <QByteArray>
#include <QList>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace keyturn::backend {

/// What Redis answers, but for its errors.
struct RedisReply {
    qint64 integer = 0;
    QByteArray text; ///< Of strings and states; null where there is nothing.
    QList<RedisReply> items; ///< Of arrays.
};

/// Commands to one Redis, on a few threads with a connection each: whoever gives one need not wait for it. Connections are made when they are
/// needed and made anew when they broke, so that a Redis that was away is found again by itself. Safe from any thread. Errors: Storage
/// `redis_unreachable` where it cannot be reached, does not answer in time or too much waits already; `redis_refused` where it answers with an error.
/// The detail is for the log.
class RedisClient
{
public:
    explicit RedisClient(RedisAddress address, int threads = 4);
    ~RedisClient();

    using Done = std::function<void(core::Result<RedisReply>)>;
    /// @p done comes once, on a thread of this client, or at once where nothing can be asked. A command may have been done although it failed.
    void command(QList<QByteArray> arguments, Done done);
    /// Does what waits, then ends. Commands that come later fail at once.
    void stop();

private:
    class Connection;
    struct Job {
        QList<QByteArray> arguments;
        Done done;
    };
    void work();
    [[nodiscard]] core::Result<RedisReply> run(Connection &connection, const QList<QByteArray> &arguments);
    void note(const core::Result<RedisReply> &outcome);
    [[nodiscard]] bool isResting() const;

    RedisAddress m_address;
    std::mutex m_mutex;
    std::condition_variable m_wanted;
    std::deque<Job> m_jobs;
    bool m_stopping = false;
    std::atomic<std::chrono::steady_clock::duration::rep> m_restUntil = 0;
    std::atomic<bool> m_away = false;
    std::vector<std::thread> m_threads;
};

} // namespace keyturn::backend
