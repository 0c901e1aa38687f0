// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "model/ids.h"
#include "ui/tray/notifier.h"

#include <QSet>

#include <functional>

namespace keyturn::ui::accounts {
class AccountsPort;
}

namespace keyturn::ui::tray {

/// What a person is told of an account.
enum class Topic { SignInNeeded, NewSessions };

/// Tells of accounts that were signed out for good, and of new sessions: one notification an account and topic, replaced by the next and taken back
/// when it is not true any more. What comes within two seconds comes together; more than three at once, or more than six in ten minutes, are one.
class AccountNotices final : public QObject
{
    Q_OBJECT
public:
    /// @p port and @p notifier must outlive it. @p wanted: whether the person wants to be told of a topic. @p seen: whether they look at just that
    /// now.
    AccountNotices(accounts::AccountsPort &port, Notifier &notifier, std::function<bool(Topic)> wanted,
                   std::function<bool(const model::AccountId &, Topic)> seen, QObject *parent = nullptr);

    /// @p count sessions of @p id are new; @p what is one line about them, may come from a backend, and may be empty.
    void notifyNewSessions(const model::AccountId &id, int count, const QString &what);
    /// The person has seen it by themselves, in the window.
    void noteSeen(const model::AccountId &id, Topic topic);

Q_SIGNALS:
    void signInRequested(const keyturn::model::AccountId &id);
    void activityRequested(const keyturn::model::AccountId &id); ///< Why it was signed out.
    void sessionsRequested(const keyturn::model::AccountId &id);
    void windowRequested(); ///< On no account in particular.

private:
    void lookAt(const model::AccountId &id);
    void lookAtAll();
    void gather(const model::AccountId &id);
    void flush();
    void tell(const model::AccountId &id);
    void tellOfMany();
    void takeBack(const model::AccountId &id);
    [[nodiscard]] qsizetype toldLately();
    void chosen(const QString &key, const QString &action);

    accounts::AccountsPort &m_port;
    Notifier &m_notifier;
    std::function<bool(Topic)> m_wanted;
    std::function<bool(const model::AccountId &, Topic)> m_seen;
    QSet<model::AccountId> m_needing; ///< Sign-in; told or not.
    QList<model::AccountId> m_gathered; ///< To be told.
    QSet<model::AccountId> m_summed; ///< Told in one.
    QList<std::chrono::milliseconds> m_told; ///< When, monotonic.
    bool m_waiting = false;
};

} // namespace keyturn::ui::tray
