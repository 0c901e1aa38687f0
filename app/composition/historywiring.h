// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/accountmanager.h"
#include "accounts/sessionmanager.h"
#include "accounts/signincoordinator.h"
#include "history/recorder.h"
#include "lab/lab.h"

#include <QObject>

#include <functional>

namespace keyturn::composition {

/// Tells the history of what happens in the rooms that know nothing of it, under the names that people know.
class HistoryWiring : public QObject
{
    Q_OBJECT
public:
    /// What people know a session by; empty: nobody knows.
    using SessionName = std::function<QString(const model::AccountId &, const model::SessionId &)>;
    /// All must outlive it.
    HistoryWiring(history::Recorder &recorder, const storage::ProfileStore &profiles, const storage::AccountStore &records,
                  tokens::TokenManager &tokens, accounts::AccountManager &accounts, accounts::SignInCoordinator &signIn,
                  accounts::SessionManager &sessions, SessionName sessionName);
    /// Its experiments too, from now on; it must outlive this.
    void follow(lab::Lab &lab);

private:
    void wireTokens(tokens::TokenManager &tokens);
    void wireAccounts(accounts::AccountManager &accounts, accounts::SignInCoordinator &signIn, accounts::SessionManager &sessions);
    [[nodiscard]] QStringList originsOf(const model::AccountId &id) const;
    [[nodiscard]] history::Subject subjectOf(const model::AccountId &id) const;
    [[nodiscard]] history::Subject subjectOf(const model::Account &account) const;
    [[nodiscard]] QString backendName(const model::ProfileId &profile, const model::ProviderId &provider) const;

    history::Recorder &m_recorder;
    const storage::ProfileStore &m_profiles;
    const storage::AccountStore &m_records;
    SessionName m_sessionName;
};

} // namespace keyturn::composition
