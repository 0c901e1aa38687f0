// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "core/error.h"
#include "core/random.h"
#include "history/eventstore.h"
#include "net/exchangelog.h"
#include "net/origin.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <functional>

namespace keyturn::history {

/// How a sign-out went.
struct SignOut {
    enum class Reach { ThisDevice, Everywhere, LocalOnly };
    Reach reach = Reach::ThisDevice;
    bool backendTold = false;
    bool toldLater = false; ///< The backend is told when it can be reached.
    QString code; ///< Why the backend was not told; may be empty.
};

/// Makes events of what happens in the rooms beside this one, which know nothing of it: composition/ calls it where they tell.
class Recorder : public QObject
{
    Q_OBJECT
public:
    /// All must outlive it.
    Recorder(core::Clock &clock, core::Random &random, EventStore &store, const net::ExchangeLog &log, Program program, QObject *parent = nullptr);

    /// False: nothing is recorded from now on; what is there stays.
    void setKeeping(bool keeping) { m_keeping = keeping; }

    /// Names this process in Trace.
    [[nodiscard]] const QString &run() const { return m_run; }

    /// A sign-in begins; @p place, whatever names where, tells its end by the next two.
    void signInStarted(const QString &place);
    /// @p method and @p provider as the record has them; @p origins are where the tokens came from, empty where that is unknown.
    void signedIn(const Subject &subject, bool again, const QString &method, const QString &provider, const QString &place = {},
                  const QStringList &origins = {});
    void signInFailed(const Subject &subject, const core::Error &error, const QString &place = {});
    /// A refresh begins; @p origins are where it may go to, as `https://host:port`, empty where that is unknown.
    void refreshStarted(const Subject &subject, const QStringList &origins);
    /// This process had the tokens renewed; @p expiresAt is invalid where the backend does not say. usable() follows.
    void renewed(const Subject &subject, bool rotated, bool saved, const QDateTime &expiresAt);
    /// Tokens are at hand: whatever kept them away is over.
    void usable(const Subject &subject);
    /// The tokens are kept.
    void failed(const Subject &subject, const core::Error &error);
    void signInNeeded(const Subject &subject, const core::Error &error);
    void notSaved(const Subject &subject, const core::Error &error);
    void lateTokens(const Subject &subject);
    /// @p session is not recorded: it may be a credential. @p name is what people know it by; empty: nobody knows.
    void sessionRevoked(const Subject &subject, const model::SessionId &session, const QString &name = {});
    void othersRevoked(const Subject &subject, const QStringList &origins = {});
    /// An experiment with the account's tokens begins.
    void experimentStarted(const model::AccountId &account);
    /// It is over; @p which and @p verdict are words, @p origins as for refreshStarted().
    void experimented(const Subject &subject, const QString &which, const QString &verdict, const QStringList &origins);
    void signOutStarted(const model::AccountId &account);
    void signedOut(const Subject &subject, const SignOut &how);
    /// Our clock is @p ahead of the one of @p host.
    void clockSeen(const QString &host, std::chrono::seconds ahead);

private:
    [[nodiscard]] Event eventOf(const Subject &subject, EventKind kind, const QString &cause = {}, const QString &detail = {}) const;
    void append(const Event &event);
    void trouble(const Subject &subject, EventKind kind, const core::Error &error);
    struct Began {
        quint64 after = 0; ///< The newest exchange before.
        QList<net::Origin> origins;
    };
    using Fits = std::function<bool(const net::Exchange &)>;

    [[nodiscard]] quint64 newestExchange() const;
    [[nodiscard]] Trace traceOf(const model::AccountId &account) const; ///< Of its refresh.
    /// Of the exchanges since @p after that fit, oldest first.
    [[nodiscard]] Trace traceSince(quint64 after, const Fits &fits) const;
    [[nodiscard]] Trace traceOfSignIn(const QString &place, const QStringList &origins);

    core::Clock &m_clock;
    EventStore &m_store;
    const net::ExchangeLog &m_log;
    Program m_program;
    bool m_keeping = true;
    QString m_run;
    QHash<model::AccountId, Began> m_began; ///< Refreshes.
    QHash<QString, quint64> m_signIns; ///< The newest exchange before, by place.
    QHash<model::AccountId, quint64> m_signOuts; ///< The same, by account.
    QHash<model::AccountId, quint64> m_experiments; ///< The same.
    QHash<model::AccountId, EventKind> m_troubles; ///< What keeps an account from its tokens.
    QSet<model::AccountId> m_unsaved; ///< Renewed just now, and notSaved() is to follow.
    QHash<QString, bool> m_clockOff; ///< By host.
};

} // namespace keyturn::history
