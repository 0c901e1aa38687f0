// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/sessionwatch.h"

#include "core/logging.h"

#include <algorithm>

namespace keyturn::composition {

namespace {

constexpr std::chrono::milliseconds interval = std::chrono::minutes(15);
/// 15 min, 30 min, 1 h, 2 h, 4 h.
constexpr int maxDoublings = 4;
/// A network comes back when it wants.
constexpr int maxDoublingsOffline = 1;
/// An account counts as offline until its tokens are renewed, and nobody may want to: then it is tried once an hour.
constexpr int passByOffline = 3;

std::chrono::milliseconds backOff(int failures, const core::Error &error)
{
    const int doublings = std::min(failures, error.kind == core::ErrorKind::Offline ? maxDoublingsOffline : maxDoublings);
    return std::max<std::chrono::milliseconds>(interval * (1 << doublings), error.retryAfter.value_or(std::chrono::seconds(0)));
}

} // namespace

SessionWatch::SessionWatch(core::Clock &clock, core::Random &random, accounts::AccountManager &accounts, accounts::SessionManager &sessions,
                           Acts acts, QObject *parent)
    : QObject(parent), m_clock(clock), m_random(random), m_accounts(accounts), m_sessions(sessions), m_acts(std::move(acts))
{
    connect(&accounts, &accounts::AccountManager::accountAdded, this, [this](const model::AccountId &id) {
        if (m_runs) {
            add(id, core::randomFraction(m_random));
            schedule();
        }
    });
    connect(&accounts, &accounts::AccountManager::accountRemoved, this, [this](const model::AccountId &id) { m_turns.remove(id); });
}

void SessionWatch::start()
{
    if (std::exchange(m_runs, true))
        return;
    const QList<model::Account> accounts = m_accounts.accounts();
    for (qsizetype i = 0; i < accounts.size(); ++i)
        add(accounts.at(i).id, (double(i) + core::randomFraction(m_random)) / double(accounts.size()));
    schedule();
}

void SessionWatch::stop()
{
    m_runs = false;
    ++m_timer;
    m_turns.clear();
}

void SessionWatch::listed(const model::AccountId &id)
{
    if (m_turns.contains(id))
        m_turns.insert(id, Turn());
    later(id, interval);
    schedule();
}

/// First looked at when @p share of the time has gone by.
void SessionWatch::add(const model::AccountId &id, double share)
{
    Turn turn;
    turn.due = m_clock.monotonic() + std::chrono::duration_cast<std::chrono::milliseconds>(interval * share);
    m_turns.insert(id, turn);
}

/// Never at the same time as other computers that were switched on with this one.
void SessionWatch::later(const model::AccountId &id, std::chrono::milliseconds delay)
{
    const auto turn = m_turns.find(id);
    if (turn != m_turns.end())
        turn->due = m_clock.monotonic() + std::chrono::duration_cast<std::chrono::milliseconds>(delay * (1 + core::randomFraction(m_random) / 10));
}

void SessionWatch::schedule()
{
    if (!m_runs || m_looking || m_turns.isEmpty())
        return;
    const auto next = std::min_element(m_turns.cbegin(), m_turns.cend(), [](const Turn &a, const Turn &b) { return a.due < b.due; });
    m_clock.callAfter(std::max(std::chrono::milliseconds(0), next->due - m_clock.monotonic()), this, [this, timer = ++m_timer] {
        if (timer == m_timer)
            look();
    });
}

void SessionWatch::look()
{
    const auto next = std::min_element(m_turns.cbegin(), m_turns.cend(), [](const Turn &a, const Turn &b) { return a.due < b.due; });
    if (next == m_turns.cend() || next->due > m_clock.monotonic())
        return schedule();
    const model::AccountId id = next.key();
    if (isWanted(id))
        return look(id);
    later(id, interval);
    schedule();
}

void SessionWatch::look(const model::AccountId &id)
{
    m_looking = true;
    core::whenDone(m_acts.isQuiet(id), this, [this, id](const core::Result<bool> &quiet) {
        if (!m_runs || !quiet.ok() || !*quiet) { // it may be by the next time
            m_looking = false;
            later(id, interval);
            return schedule();
        }
        core::whenDone(m_acts.list(id), this, [this, id](const core::Result<void> &outcome) { ended(id, outcome); });
    });
}

void SessionWatch::ended(const model::AccountId &id, const core::Result<void> &outcome)
{
    m_looking = false;
    if (const auto turn = m_turns.find(id); turn != m_turns.end()) {
        turn->failures = outcome.ok() ? 0 : turn->failures + 1;
        turn->passedBy = 0;
        later(id, outcome.ok() ? interval : backOff(turn->failures, outcome.error()));
        if (!outcome.ok())
            qCDebug(core::lcAccounts) << "the sessions were not listed:" << outcome.error().code;
    }
    schedule();
}

bool SessionWatch::isWanted(const model::AccountId &id)
{
    const model::Account *account = m_accounts.account(id);
    if (!account || std::holds_alternative<model::SignInNeeded>(account->standing) || !m_sessions.support(id).listable)
        return false;
    switch (m_accounts.state(id)) {
    case accounts::AccountState::Ready:
    case accounts::AccountState::ExpiresSoon:
        return true;
    case accounts::AccountState::Offline:
        return ++m_turns[id].passedBy > passByOffline;
    case accounts::AccountState::SignInAgain:
    case accounts::AccountState::KeychainLocked:
        break;
    }
    return false;
}

} // namespace keyturn::composition
