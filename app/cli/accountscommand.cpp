// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/accountscommand.h"

#include "cli/exitstatus.h"
#include "cli/humantime.h"
#include "cli/jsonshapes.h"
#include "cli/statewords.h"
#include "cli/table.h"

#include <QJsonArray>

namespace keyturn::cli {

QString AccountsCommand::name() const
{
    return QStringLiteral("accounts");
}

QString AccountsCommand::summary() const
{
    return tr("Lists the accounts and their states.");
}

QString AccountsCommand::usage() const
{
    return QStringLiteral("[--json]");
}

core::Async<int> AccountsCommand::run(const Invocation &invocation)
{
    accounts::AccountManager &manager = invocation.core.accounts();
    if (const core::Result<void> read = manager.reload(); !read.ok())
        return core::ready<int>(read.error());
    if (!invocation.arguments.isEmpty())
        return core::ready<int>(usageError(tr("`accounts` takes no argument; `account %1` shows one.").arg(invocation.arguments.first())));
    if (invocation.terminal.json()) {
        QJsonArray list;
        for (const model::Account &account : manager.accounts())
            list.append(accountJson(account, manager.state(account.id)));
        invocation.terminal.document({{QStringLiteral("accounts"), list}});
        return core::ready<int>(int(Done));
    }
    if (manager.accounts().isEmpty()) {
        invocation.terminal.say(tr("Nobody is signed in. Sign in with: keyturn-cli sign-in --profile ID"));
        return core::ready<int>(int(Done));
    }
    QList<QStringList> rows{{tr("NAME"), tr("E-MAIL"), tr("WHERE"), tr("STATE"), tr("TOKEN ENDS"), tr("ID")}};
    const QDateTime now = invocation.core.clock().now();
    for (const model::Account &account : manager.accounts()) {
        const QString where =
            account.provider.isEmpty() ? account.profile.toString() : account.profile.toString() + u'/' + account.provider.toString();
        rows +=
            {titleOf(account),     account.identity.email, where, humanState(manager.state(account.id)), relativeTime(account.accessExpiresAt, now),
             account.id.toString()};
    }
    invocation.terminal.line(alignedTable(rows));
    return core::ready<int>(int(Done));
}

} // namespace keyturn::cli
