// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/application/wakequeue.h"

namespace keyturn::ui::application {

namespace {

constexpr std::chrono::seconds untilTriedAgain{30};

/// And not only this entry of it.
bool isKeychainOutOfReach(const core::Result<void> &result)
{
    return !result.ok() && result.error().kind == core::ErrorKind::Storage && result.error().code.startsWith(QLatin1String("keychain_"));
}

} // namespace

WakeQueue::WakeQueue(core::Clock &clock, Wake wake, QObject *parent) : QObject(parent), m_clock(clock), m_wake(std::move(wake)) { }

void WakeQueue::add(const model::AccountId &id)
{
    if (m_known.contains(id))
        return;
    m_known.insert(id);
    m_waiting.append(id);
    startNext();
}

void WakeQueue::resume()
{
    if (std::exchange(m_paused, false))
        startNext();
}

void WakeQueue::startNext()
{
    while (!m_paused && m_running < atOnce && !m_waiting.isEmpty()) {
        const model::AccountId id = m_waiting.takeFirst();
        m_known.remove(id);
        ++m_running;
        core::whenDone(m_wake(id), this, [this, id](const core::Result<void> &result) { ended(id, result); });
    }
}

void WakeQueue::ended(const model::AccountId &id, const core::Result<void> &result)
{
    --m_running;
    Q_EMIT woken(id, result.ok() ? std::nullopt : std::optional(result.error()));
    if (isKeychainOutOfReach(result) && !m_paused)
        pause(result.error());
    startNext();
}

void WakeQueue::pause(const core::Error &error)
{
    m_paused = true;
    const QList<model::AccountId> waiting = m_waiting; // who is told may add another one
    for (const model::AccountId &id : waiting)
        Q_EMIT woken(id, error);
    m_clock.callAfter(untilTriedAgain, this, [this, pause = ++m_pauses] {
        if (pause == m_pauses)
            resume();
    });
}

} // namespace keyturn::ui::application
