// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/sessionscommand.h"

#include "cli/exitstatus.h"
#include "cli/humantime.h"
#include "cli/jsonshapes.h"
#include "cli/table.h"

#include <QJsonArray>

#include <memory>

namespace keyturn::cli {

namespace {

QString title(const model::Session &session)
{
    return session.device.isEmpty() ? session.app : session.device;
}

QString program(const model::Session &session)
{
    return session.appVersion.isEmpty() ? session.app : session.app + u' ' + session.appVersion;
}

void show(const Invocation &invocation, const QList<model::Session> &sessions)
{
    if (invocation.terminal.json()) {
        QJsonArray list;
        for (const model::Session &session : sessions)
            list.append(sessionJson(session));
        invocation.terminal.document({{QStringLiteral("sessions"), list}});
        return;
    }
    using Command = SessionsCommand;
    QList<QStringList> rows{{QString(), Command::tr("DEVICE"), Command::tr("APP"), Command::tr("SYSTEM"), Command::tr("IP"), Command::tr("SIGNED IN"),
                             Command::tr("LAST USED"), Command::tr("EXPIRES"), QStringLiteral("ID")}};
    const QDateTime now = invocation.core.clock().now();
    for (const model::Session &session : sessions) {
        const QString mark = session.current ? Command::tr("this one") : session.endedAt.isValid() ? Command::tr("ended") : QString();
        rows += {mark,
                 title(session),
                 program(session),
                 session.system,
                 session.ip,
                 relativeTime(session.createdAt, now),
                 relativeTime(session.lastUsedAt, now),
                 relativeTime(session.expiresAt, now),
                 session.id.toString()};
    }
    invocation.terminal.line(alignedTable(rows));
}

} // namespace

QString SessionsCommand::name() const
{
    return QStringLiteral("sessions");
}

QString SessionsCommand::summary() const
{
    return tr("Lists an account's sessions, or ends some.");
}

QString SessionsCommand::usage() const
{
    return QStringLiteral("ACCOUNT [--json] | revoke ACCOUNT ID… | revoke ACCOUNT --others | revoke ACCOUNT --all [--step-up]");
}

void SessionsCommand::addOptions(QCommandLineParser &parser) const
{
    parser.addOptions({{QStringLiteral("others"), tr("revoke: every session but this one.")},
                       {QStringLiteral("all"), tr("revoke: every session, this one too; the account is then signed out here.")}});
    Confirmation::addOptions(parser);
}

/// One after another, and says so of each where there are several; the first failure ends it, and what was ended before it stays ended.
core::Async<void> SessionsCommand::revokeEach(const Invocation &invocation, const model::Account &account, QStringList ids)
{
    if (ids.isEmpty())
        return core::ready<void>({});
    const QString first = ids.takeFirst();
    const auto revokeFirst = [invocation, id = account.id, first] { return invocation.core.sessions().revoke(id, model::SessionId(first)); };
    return core::chain(m_confirmation.perform(invocation, account, revokeFirst), this, [this, invocation, account, ids, first] {
        if (!ids.isEmpty())
            invocation.terminal.say(tr("Ended: %1").arg(printable(first)));
        return revokeEach(invocation, account, ids);
    });
}

core::Async<int> SessionsCommand::run(const Invocation &invocation)
{
    if (const core::Result<void> fine = Confirmation::check(invocation.options); !fine.ok())
        return core::ready<int>(fine.error());
    if (const core::Result<void> read = invocation.core.accounts().reload(); !read.ok())
        return core::ready<int>(read.error());
    if (invocation.arguments.value(0) == QLatin1String("revoke"))
        return revoke(invocation);
    if (invocation.options.isSet(QStringLiteral("others")) || invocation.options.isSet(QStringLiteral("all")))
        return core::ready<int>(usageError(tr("--others and --all belong to `sessions revoke`.")));
    return list(invocation);
}

core::Async<int> SessionsCommand::list(const Invocation &invocation)
{
    if (invocation.arguments.size() != 1)
        return core::ready<int>(usageError(tr("Whose sessions?")));
    const core::Result<model::Account> account = invocation.core.accounts().find(invocation.arguments.first());
    if (!account.ok())
        return core::ready<int>(account.error());
    return core::chain(invocation.core.sessions().list(account->id), this, [invocation](const QList<model::Session> &sessions) -> core::Result<int> {
        show(invocation, sessions);
        return int(Done);
    });
}

core::Async<int> SessionsCommand::revoke(const Invocation &invocation)
{
    QStringList ids = invocation.arguments.mid(2);
    ids.removeDuplicates();
    const bool others = invocation.options.isSet(QStringLiteral("others"));
    const bool all = invocation.options.isSet(QStringLiteral("all"));
    if (invocation.arguments.size() < 2)
        return core::ready<int>(usageError(tr("Whose sessions?")));
    if (ids.contains(QString()))
        return core::ready<int>(
            usageError(tr("An id is empty. Name the sessions' ids, as `keyturn-cli sessions %1` lists them.").arg(invocation.arguments.at(1))));
    if (int(others) + int(all) + int(!ids.isEmpty()) != 1)
        return core::ready<int>(usageError(tr("Name the sessions' ids, or say --others, or --all.")));
    const core::Result<model::Account> account = invocation.core.accounts().find(invocation.arguments.at(1));
    if (!account.ok())
        return core::ready<int>(account.error());
    if (all)
        return revokeAll(invocation, *account);
    const auto revokeOthers = [invocation, id = account->id] { return invocation.core.sessions().revokeOthers(id); };
    const core::Async<void> ended = others ? m_confirmation.perform(invocation, *account, revokeOthers) : revokeEach(invocation, *account, ids);
    return core::chain(ended, this, [invocation, others, ids]() -> core::Result<int> {
        if (invocation.terminal.json())
            invocation.terminal.document(
                {{QStringLiteral("revoked"), others ? QJsonValue(QStringLiteral("others")) : QJsonArray::fromStringList(ids)}});
        invocation.terminal.say(others ? tr("All other sessions are ended.") : tr("%n session(s) ended.", nullptr, static_cast<int>(ids.size())));
        return int(Done);
    });
}

core::Async<int> SessionsCommand::revokeAll(const Invocation &invocation, const model::Account &account)
{
    const auto outcome = std::make_shared<accounts::SignOutOutcome>();
    const auto signOut = [this, invocation, id = account.id, outcome] {
        return core::chain(invocation.core.accounts().signOut(id, accounts::SignOutScope::Everywhere), this,
                           [outcome](const accounts::SignOutOutcome &told) -> core::Result<void> {
                               *outcome = told;
                               return {};
                           });
    };
    return core::chain(m_confirmation.perform(invocation, account, signOut), this, [invocation, outcome]() -> core::Result<int> {
        if (!outcome->backendTold && outcome->backendError)
            return *outcome->backendError;
        if (invocation.terminal.json())
            invocation.terminal.document({{QStringLiteral("revoked"), QStringLiteral("all")}});
        invocation.terminal.say(tr("Every session is ended, this one too."));
        return int(Done);
    });
}

} // namespace keyturn::cli
