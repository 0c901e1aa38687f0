// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/revoker.h"
#include "accounts/sessionmanager.h"
#include "lab/interruptiblerefresher.h"
#include "lab/report.h"
#include "lab/skewedclock.h"
#include "net/exchangelog.h"
#include "net/origin.h"

#include <QObject>

#include <functional>

namespace keyturn::lab {

/// What experiments stand on; all must outlive them.
struct Services {
    core::Clock &clock; ///< The right one.
    SkewedClock &skewed;
    const net::ExchangeLog &log;
    const storage::AccountStore &records;
    tokens::TokenManager &tokens;
    InterruptibleRefresher &refresher;
    accounts::Revoker &revoker;
    accounts::SessionManager &sessions;
};

/// One experiment with one account, from its first step to its report. Each change of tokens goes the way of a refresh, by TokenManager: lock,
/// journal, store; so a crash at any point leaves what a crash during a refresh leaves.
class Course final : public QObject
{
    Q_OBJECT
public:
    /// @p held are the account's tokens as they are before.
    Course(Services &services, const model::Account &account, model::TokenSet held, Experiment experiment, QObject *parent);

    /// Once. Always a report: what did not work is in it.
    [[nodiscard]] core::Async<Report> start();

private:
    using Tokens = model::TokenSet;
    template <class T> using Next = std::function<void(const core::Result<T> &)>;

    void expire();
    void spoil();
    void putBack(Verdict verdict);
    void lookWhetherNoticed();
    void refresh();
    void twice();
    void spendAgain(bool rotated);
    [[nodiscard]] core::Async<Tokens> spentOnceMore();
    void refreshAfterReuse(bool rotated, const core::Result<Tokens> &second, const Tokens &first);
    void dropReply();
    void revoke();
    void askAfterRevocation();
    void skew();

    /// Notes @p act, which runs, as a step when it is over, and goes on with @p next.
    template <class T> void follow(Act act, const core::Async<T> &running, Next<T> next);
    /// The same for one that brings tokens, which are compared with those of before.
    void followTokens(Act act, const core::Async<Tokens> &running, Next<Tokens> next);
    /// Tokens as they are held, changed by @p change, in the place of those.
    [[nodiscard]] core::Async<void> alter(const std::function<Tokens(Tokens)> &change);
    [[nodiscard]] QList<quint64> exchangesSince(quint64 after) const;
    void end(Verdict verdict);

    Services &m_services;
    model::Account m_account;
    Tokens m_before; ///< When it began.
    Tokens m_newest;
    Report m_report;
    core::Promise<Report> m_done;
};

/// @p tokens with an access token that has run out at @p now for whoever looks, by the right clock and by one that is set wrong. What came to its end
/// before it was issued counts as a token of which nobody knows the end.
[[nodiscard]] model::TokenSet runOut(model::TokenSet tokens, const QDateTime &now);

/// The backend has refused what it was sent, for good.
[[nodiscard]] inline bool isRefusal(const core::Error &error)
{
    return error.kind == core::ErrorKind::SignInAgain || error.kind == core::ErrorKind::Rejected;
}

template <class T> void Course::follow(Act act, const core::Async<T> &running, Next<T> next)
{
    const quint64 after = m_services.log.newest();
    const std::chrono::milliseconds began = m_services.clock.monotonic();
    core::whenDone(running, this, [this, act, after, began, next](const core::Result<T> &outcome) {
        Step step{act};
        step.duration = m_services.clock.monotonic() - began;
        step.exchanges = exchangesSince(after);
        if (!outcome.ok())
            step.error = outcome.error();
        m_report.steps.append(step);
        next(outcome);
    });
}

} // namespace keyturn::lab
