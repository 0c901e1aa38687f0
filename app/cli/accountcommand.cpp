// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/accountcommand.h"

#include "cli/exitstatus.h"
#include "cli/humantime.h"
#include "cli/jsonshapes.h"
#include "cli/statewords.h"
#include "cli/table.h"

namespace keyturn::cli {

QString AccountCommand::name() const
{
    return QStringLiteral("account");
}

QString AccountCommand::summary() const
{
    return tr("Shows one account.");
}

QString AccountCommand::usage() const
{
    return QStringLiteral("ACCOUNT [--json]");
}

core::Async<int> AccountCommand::run(const Invocation &invocation)
{
    accounts::AccountManager &manager = invocation.core.accounts();
    if (const core::Result<void> read = manager.reload(); !read.ok())
        return core::ready<int>(read.error());
    if (invocation.arguments.size() != 1)
        return core::ready<int>(usageError(tr("Which account?")));
    const core::Result<model::Account> found = manager.find(invocation.arguments.first());
    if (!found.ok())
        return core::ready<int>(found.error());
    const accounts::AccountState state = manager.state(found->id);
    if (invocation.terminal.json()) {
        invocation.terminal.document(accountJson(*found, state));
        return core::ready<int>(int(Done));
    }
    const QDateTime now = invocation.core.clock().now();
    const auto both = [&now](const QDateTime &time) {
        return time.isValid() ? QStringLiteral("%1 (%2)").arg(relativeTime(time, now), isoTime(time)) : QString();
    };
    const QList<std::pair<QString, QString>> facts{{tr("Name"), titleOf(*found)},
                                                   {tr("E-mail"), found->identity.email},
                                                   {tr("State"), humanState(state)},
                                                   {tr("Profile"), found->profile.toString()},
                                                   {tr("Provider"), found->provider.toString()},
                                                   {tr("Came by"), found->handoff.toString()},
                                                   {tr("Issuer"), found->identity.issuer},
                                                   {tr("Subject"), found->identity.subject},
                                                   {tr("Scopes"), found->scopes.join(u' ')},
                                                   {tr("Not granted"), found->withheldScopes.join(u' ')},
                                                   {tr("Token ends"), both(found->accessExpiresAt)},
                                                   {tr("Added"), both(found->addedAt)},
                                                   {tr("Last used"), both(found->lastUsedAt)},
                                                   {tr("Id"), found->id.toString()}};
    QList<QStringList> rows{{QString(), QString()}};
    for (const auto &[word, value] : facts) {
        if (!value.isEmpty())
            rows += {word, value};
    }
    invocation.terminal.line(alignedTable(rows).trimmed());
    return core::ready<int>(int(Done));
}

} // namespace keyturn::cli
