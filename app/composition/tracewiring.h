// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "accounts/accountmanager.h"
#include "accounts/signincoordinator.h"
#include "lab/lab.h"
#include "net/exchangelog.h"

#include <QHash>
#include <QObject>

namespace keyturn::composition {

/// Tells the exchange log whose the exchanges are that know it only afterwards: a sign-in has no account before it is done, and a refresh goes out by
/// a client that serves all accounts.
class TraceWiring final : public QObject
{
    Q_OBJECT
public:
    /// All must outlive it.
    TraceWiring(net::ExchangeLog &log, const storage::AccountStore &records, tokens::TokenManager &tokens, accounts::AccountManager &accounts,
                accounts::SignInCoordinator &signIn);
    /// Its experiments too, from now on; it must outlive this.
    void follow(lab::Lab &lab);

private:
    void wireRefreshes(tokens::TokenManager &tokens);
    /// Those since @p began of @p purposes at the account's origins; all origins where @p anywhere.
    void attribute(const model::Account &account, quint64 after, const QStringList &purposes, bool anywhere = false);
    void attributeRefresh(const model::AccountId &id);

    net::ExchangeLog &m_log;
    const storage::AccountStore &m_records;
    QHash<QString, quint64> m_signIns; ///< By profile: the log's newest entry when one began.
    QHash<model::AccountId, quint64> m_refreshes;
    QHash<model::AccountId, quint64> m_signOuts;
    QHash<model::AccountId, quint64> m_experiments;
};

} // namespace keyturn::composition
