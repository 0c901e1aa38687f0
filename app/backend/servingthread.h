// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/httpserver.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

namespace keyturn::backend {

/// One thread that serves its own connections: what belongs to a connection never meets another thread, and needs neither strand nor lock.
/// It works in rounds: all that is at hand, and then what the round did is made to last and its answers go out.
class ServingThread
{
public:
    /// @p rounds must outlive it.
    explicit ServingThread(const HttpServer::Rounds &rounds) : m_rounds(rounds) { }
    ServingThread(const ServingThread &) = delete;
    ServingThread &operator=(const ServingThread &) = delete;
    ~ServingThread() = default;

    [[nodiscard]] boost::asio::io_context &context() { return m_context; }
    void start();
    /// Ends after what is being handled now. Blocks; from any thread but this one.
    void stop();
    [[nodiscard]] bool isCurrent() const { return std::this_thread::get_id() == m_id; }
    /// On this thread: what handlers did does not last yet, and nobody may be told of it.
    [[nodiscard]] bool isRoundOpen() const { return m_rounds.isOpen(); }
    /// While a round is open: calls @p answer at its end, with false where it could not be made to last.
    void hold(std::function<void(bool kept)> answer) { m_held.push_back(std::move(answer)); }

private:
    void run();
    void finishRound();
    void settle();

    const HttpServer::Rounds &m_rounds;
    boost::asio::io_context m_context{1};
    /// Requests whose answers are made elsewhere are no work that the context knows of: without this the thread would leave before them.
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_work = boost::asio::make_work_guard(m_context);
    std::vector<std::function<void(bool)>> m_held;
    std::atomic<std::thread::id> m_id;
    std::thread m_thread;
};

} // namespace keyturn::backend
