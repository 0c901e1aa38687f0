// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async.h"
#include "core/clock.h"
#include "history/diskthread.h"
#include "history/knownsession.h"

#include <QObject>

namespace keyturn::history {

class SessionShelf;

/// How long a session that is over is remembered.
constexpr std::chrono::hours endedKeptFor{28 * 24};
/// Of a person's own name for a session, in UTF-16 code units.
constexpr qsizetype maxSessionLabel = 80;

/// What this computer knows of the sessions of each account, in one file (SQLite) that several processes share; what the backend lists is held
/// against it. All disk work is done by a thread of its own, in the order in which it was asked for; nothing is touched before the first listing. Ids
/// are not stored. No fault of the file is ever one of the listing: KnownSessions::notKept tells it, with Storage `sessionbook_newer` (the file is a
/// newer version's, and was left as it is), `sessionbook_failed`, `file_not_ours` and those of core::ensurePrivateDirectory().
class SessionBook : public QObject
{
    Q_OBJECT
public:
    /// @p clock must outlive it. @p path is made, with its folder, when there is something to remember.
    SessionBook(core::Clock &clock, QString path, QObject *parent = nullptr);
    /// Waits for what was asked for.
    ~SessionBook() override;

    /// @p listed is all that the backend lists of @p account now: what is not among it and was before has ended. Never an error but Cancelled.
    [[nodiscard]] core::Async<KnownSessions> record(const model::AccountId &account, const QList<model::Session> &listed);
    /// What was alive when @p account was listed last, without ids, and what ended in the last 28 days; for while the backend cannot be asked.
    /// KnownSessions::listedAt tells from when it is; invalid: it was never listed. Errors are those of notKept.
    [[nodiscard]] core::Async<KnownSessions> remembered(const model::AccountId &account);
    /// The person's own name for the session @p key; one line of at most maxSessionLabel, empty: none. It stays until forget(). Errors are those of
    /// notKept, and Configuration `session_not_kept` where that session is none of those that are remembered.
    [[nodiscard]] core::Async<void> setLabel(const model::AccountId &account, const QByteArray &key, const QString &label);
    /// The person has seen the list: what is in it now is not new any more. Errors are those of notKept.
    [[nodiscard]] core::Async<void> markVisited(const model::AccountId &account);
    /// All about @p account, labels too; nothing of it can be read from the file afterwards.
    [[nodiscard]] core::Async<void> forget(const model::AccountId &account);
    /// The same of every account but @p accounts: of those whose forget() failed when they were signed out, say.
    [[nodiscard]] core::Async<void> keepOnly(const QList<model::AccountId> &accounts);
    /// Of @p keys, those that nobody was told of yet; from now on they count as told, in every process.
    [[nodiscard]] core::Async<QList<QByteArray>> claimNews(const model::AccountId &account, const QList<QByteArray> &keys);

    /// The backend confirmed that these were ended from here: the next listing that lacks them gives `signed_out_here`, within a day.
    void endedHere(const model::AccountId &account, const QList<model::SessionId> &ids);
    void othersEndedHere(const model::AccountId &account); ///< All but the current one, likewise.
    void currentEndedHere(const model::AccountId &account); ///< The current one, as when a new sign-in takes its place.

Q_SIGNALS:
    /// Sessions came, ended or came back, a label was set, or the person looked; by this process. Not that one was used.
    void changed(const keyturn::model::AccountId &account);

private:
    [[nodiscard]] DiskThread<SessionShelf> &thread();
    [[nodiscard]] qint64 now() const { return m_clock.now().toMSecsSinceEpoch(); }

    core::Clock &m_clock;
    QString m_path;
    DiskThread<SessionShelf> m_thread{QStringLiteral("sessionbook")};
};

} // namespace keyturn::history
