// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/servingthread.h"

#include <utility>

namespace keyturn::backend {

namespace {

using SteadyClock = std::chrono::steady_clock;

/// The first of a round waits for the last, and every other thread that wants to write for all of it.
constexpr std::chrono::milliseconds longestRound(3);

} // namespace

void ServingThread::start()
{
    m_thread = std::thread([this] { run(); });
}

void ServingThread::stop()
{
    m_context.stop();
    if (m_thread.joinable())
        m_thread.join();
}

void ServingThread::run()
{
    m_id = std::this_thread::get_id();
    m_rounds.begin();
    while (m_context.run_one() > 0)
        finishRound();
    settle();
}

/// One handler has run; those that need not wait for anything follow.
void ServingThread::finishRound()
{
    SteadyClock::time_point opened;
    do {
        if (!m_rounds.isOpen())
            opened = {};
        else if (opened == SteadyClock::time_point())
            opened = SteadyClock::now();
        else if (SteadyClock::now() - opened > longestRound)
            break;
    } while (m_context.poll_one() > 0);
    settle();
}

void ServingThread::settle()
{
    if (!m_rounds.isOpen())
        return;
    const bool kept = m_rounds.settle();
    for (const auto &answer : std::exchange(m_held, {}))
        answer(kept);
}

} // namespace keyturn::backend
