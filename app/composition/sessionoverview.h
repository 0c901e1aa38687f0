// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/sessionwatch.h"
#include "history/sessionbook.h"
#include "tokens/tokenmanager.h"

#include <QHash>
#include <QSet>

namespace keyturn::composition {

/// The sessions of each account as the backend lists them, with what this computer remembers of them. Signing out here has them forgotten.
class SessionOverview : public QObject
{
    Q_OBJECT
public:
    struct Services {
        core::Clock &clock;
        core::Random &random;
        history::SessionBook &book;
        accounts::AccountManager &accounts;
        accounts::SessionManager &sessions;
        tokens::TokenManager &tokens;
        /// Whether an account's tokens can be had without anybody being asked for anything.
        std::function<core::Async<bool>(const model::AccountId &)> isQuiet;
    };
    /// All must outlive it. @p watching: whether keepWatching() is to do anything, until setWatching().
    SessionOverview(const Services &services, bool watching, QObject *parent = nullptr);

    /// Errors are SessionManager::list()'s; what cannot be remembered is none, and stands in the answer. Who asks while the account is being listed
    /// is answered by another listing, which begins when that one is done.
    [[nodiscard]] core::Async<history::KnownSessions> list(const model::AccountId &id);
    /// As SessionBook's: for while list() fails.
    [[nodiscard]] core::Async<history::KnownSessions> remembered(const model::AccountId &id);
    /// As SessionBook's.
    [[nodiscard]] core::Async<void> setLabel(const model::AccountId &id, const QByteArray &key, const QString &label);
    /// The person has seen the account's list, as last answered.
    [[nodiscard]] core::Async<void> markVisited(const model::AccountId &id);
    /// What people know a session by, as it was listed last by this process: its label, or device and program; empty where it was not.
    [[nodiscard]] QString nameOf(const model::AccountId &id, const model::SessionId &session) const;
    /// False: nothing is remembered of sessions from now on; what is there stays, unread. The answers' notKept is Configuration
    /// `sessions_not_remembered` then.
    void setRemembering(bool wanted) { m_remembering = wanted; }
    /// All that is remembered of all accounts, labels too.
    [[nodiscard]] core::Async<void> forgetAll();

    /// For a program that runs for long: from now on each account is listed every quarter of an hour, as SessionWatch has it, as long as watching is
    /// wanted.
    void keepWatching();
    void setWatching(bool wanted);

Q_SIGNALS:
    /// Sessions that are new (KnownSession::isNew), whoever listed them. Of each session once, by the first process in which anybody listens to this.
    void newSessions(const keyturn::model::AccountId &id, const QList<keyturn::history::KnownSession> &sessions);
    /// Sessions came, ended or came back, a label was set, or the person looked; by this process. A list() that finds nothing of that kind does not
    /// tell it, so that whoever lists in answer to it comes to rest.
    void changed(const keyturn::model::AccountId &id);

private:
    struct Turn {
        std::optional<core::Promise<history::KnownSessions>> next; ///< Of those who came while it was listed.
    };
    void listNow(const model::AccountId &id, const core::Promise<history::KnownSessions> &promise);
    void remember(const model::AccountId &id, const QList<model::Session> &listed, const core::Promise<history::KnownSessions> &promise);
    void ended(const model::AccountId &id, const core::Promise<history::KnownSessions> &promise, const core::Result<history::KnownSessions> &outcome);
    void announce(const model::AccountId &id, const history::KnownSessions &known);
    void noteStanding(const model::AccountId &id);
    void signedInAgain(const model::Account &account);
    void wire();
    void signedOut(const model::AccountId &id);
    void sweep(const model::AccountId &id);

    Services m_services;
    SessionWatch m_watch;
    QHash<model::AccountId, Turn> m_turns; ///< Of those that are being listed.
    QSet<QByteArray> m_told; ///< By their keys: those that this process has told, or another had.
    QSet<model::AccountId> m_refused; ///< Whose session the backend had ended when it was last heard of.
    QHash<model::AccountId, QList<history::KnownSession>> m_listed; ///< As answered last.
    bool m_watching;
    bool m_remembering = true;
    bool m_swept = false; ///< Nothing is remembered of accounts that are signed out.
    bool m_keepsWatching = false;
};

} // namespace keyturn::composition
