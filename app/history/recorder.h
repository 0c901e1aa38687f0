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

    /// @p method and @p provider as the record has them.
    void signedIn(const Subject &subject, bool again, const QString &method, const QString &provider);
    void signInFailed(const Subject &subject, const core::Error &error);
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
    void sessionRevoked(const Subject &subject);
    void othersRevoked(const Subject &subject);
    void signedOut(const Subject &subject, const SignOut &how);
    /// Our clock is @p ahead of the one of @p host.
    void clockSeen(const QString &host, std::chrono::seconds ahead);

private:
    [[nodiscard]] Event eventOf(const Subject &subject, EventKind kind, const QString &cause = {}, const QString &detail = {}) const;
    void append(const Event &event);
    void trouble(const Subject &subject, EventKind kind, const core::Error &error);
    [[nodiscard]] Trace traceOf(const model::AccountId &account) const;

    struct Began {
        quint64 after = 0; ///< The newest exchange before.
        QList<net::Origin> origins;
    };

    core::Clock &m_clock;
    EventStore &m_store;
    const net::ExchangeLog &m_log;
    Program m_program;
    bool m_keeping = true;
    QString m_run;
    QHash<model::AccountId, Began> m_began;
    QHash<model::AccountId, EventKind> m_troubles; ///< What keeps an account from its tokens.
    QSet<model::AccountId> m_unsaved; ///< Renewed just now, and notSaved() is to follow.
    QHash<QString, bool> m_clockOff; ///< By host.
};

} // namespace keyturn::history
