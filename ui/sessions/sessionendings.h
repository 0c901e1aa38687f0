// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/stepup.h"
#include "ui/sessions/sessionlistmodel.h"
#include "ui/sessions/sessionsport.h"

#include <QMap>
#include <QObject>

#include <chrono>
#include <memory>
#include <vector>

namespace keyturn::ui::sessions {

/// Some sessions of one account that are to end.
struct Ending {
    model::AccountId account;
    QList<model::SessionId> sessions;
    bool others = false; ///< By one request, for all but this device's.
    bool proved = false; ///< The person has just proved who they are, for this.
};

/// Ends sessions, step by step: five seconds in which the person may think better of it; the requests, a few at a time; then the list is read again,
/// for a session is gone when the backend no longer lists it, not when a request was accepted. Goes on whichever account is shown meanwhile, and
/// keeps what came of it until it is seen.
class SessionEndings final : public QObject
{
    Q_OBJECT
public:
    static constexpr std::chrono::seconds thinkingTime{5};
    static constexpr int atOnce = 4; ///< Requests under way at a time.

    /// @p port must outlive it.
    explicit SessionEndings(SessionsPort &port, QObject *parent = nullptr) : QObject(parent), m_port(port) { }

    /// After the time to think. What is ending already is left out.
    void plan(const Ending &ending);
    /// Without it.
    void begin(const Ending &ending);
    /// Those of @p sessions that still wait stay what they are.
    void undo(const model::AccountId &account, const QList<model::SessionId> &sessions);
    /// All that wait, whosever they are.
    void undoAll();
    /// The time to think is over for all that wait: whoever leaves has made up their mind.
    void hurry();
    /// When nothing waits or runs any more.
    [[nodiscard]] core::Async<void> settled();

    /// How many wait, by account; without those of whom none does.
    [[nodiscard]] QMap<model::AccountId, int> waiting() const;
    /// Until the last of those that wait goes.
    [[nodiscard]] std::chrono::milliseconds timeLeft() const;
    [[nodiscard]] const Doings &of(const model::AccountId &account);
    /// The list was read: what it lacks needs no word any more, and nobody is said not to answer who has just answered.
    void seen(const model::AccountId &account, const history::KnownSessions &known);

Q_SIGNALS:
    void changed(const keyturn::model::AccountId &account);
    /// The list was read, to prove what came of it; before changed() tells that.
    void listed(const keyturn::model::AccountId &account, const keyturn::core::Result<keyturn::history::KnownSessions> &result);
    /// The backend wants to be shown first who asks.
    void stepUpAsked(const keyturn::ui::sessions::Ending &refused, const keyturn::core::Error &error, const keyturn::accounts::StepUp &stepUp);

private:
    struct Waiting {
        quint64 number = 0;
        Ending ending;
        std::chrono::milliseconds end{0}; ///< By the monotonic clock.
    };
    struct Run; ///< One ending under way.
    [[nodiscard]] Ending fresh(const Ending &ending);
    void setState(const Ending &ending, RowState state);
    void over(quint64 number);
    void run(const Ending &ending);
    void ask(const std::shared_ptr<Run> &run);
    void answered(const std::shared_ptr<Run> &run, const QList<model::SessionId> &sessions, const core::Result<void> &result);
    void prove(const std::shared_ptr<Run> &run);
    void settle(const Run &run, const core::Result<history::KnownSessions> &known);
    void tellSettled();

    SessionsPort &m_port;
    QHash<model::AccountId, Doings> m_doings;
    std::vector<Waiting> m_waiting;
    quint64 m_numbers = 0;
    int m_running = 0;
    std::vector<core::Promise<void>> m_settled; ///< Who waits for settled().
};

} // namespace keyturn::ui::sessions
