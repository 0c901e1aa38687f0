// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/accountmanager.h"
#include "accounts/sessionmanager.h"
#include "core/random.h"

#include <QHash>
#include <QObject>

#include <functional>

namespace keyturn::composition {

/// Has each account's sessions listed every quarter of an hour, one account at a time, the accounts spread over that time. Nothing is asked for an
/// account that is signed out, offline, or has no list; a failure doubles the time, up to four hours. One timer, for what is due next.
class SessionWatch : public QObject
{
    Q_OBJECT
public:
    struct Acts {
        /// Whether the account's tokens can be had without anybody being asked for anything.
        std::function<core::Async<bool>(const model::AccountId &)> isQuiet;
        std::function<core::Async<void>(const model::AccountId &)> list;
    };
    /// All must outlive it.
    SessionWatch(core::Clock &clock, core::Random &random, accounts::AccountManager &accounts, accounts::SessionManager &sessions, Acts acts,
                 QObject *parent = nullptr);

    void start(); ///< Nothing where it runs already.
    void stop(); ///< What is being listed is listed to its end.
    /// Somebody has listed the account just now, so that it need not be for a while.
    void listed(const model::AccountId &id);

private:
    struct Turn {
        std::chrono::milliseconds due{0}; ///< Monotonic.
        int failures = 0; ///< One after another.
        int passedBy = 0; ///< How often it was left out for being offline, one after another.
    };

    void add(const model::AccountId &id, double share);
    void schedule();
    void look();
    void look(const model::AccountId &id);
    void ended(const model::AccountId &id, const core::Result<void> &outcome);
    void later(const model::AccountId &id, std::chrono::milliseconds delay);
    [[nodiscard]] bool isWanted(const model::AccountId &id);

    core::Clock &m_clock;
    core::Random &m_random;
    accounts::AccountManager &m_accounts;
    accounts::SessionManager &m_sessions;
    Acts m_acts;
    QHash<model::AccountId, Turn> m_turns;
    bool m_runs = false;
    bool m_looking = false;
    quint64 m_timer = 0; ///< The only one that counts.
};

} // namespace keyturn::composition
