// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/sessionscommand.h"

#include "cli/exitstatus.h"
#include "cli/nearestword.h"
#include "cli/table.h"
#include "composition/sessionoverview.h"
#include "history/sessionexport.h"
#include "words/sessionwords.h"

#include <QJsonArray>

#include <algorithm>
#include <memory>

namespace keyturn::cli {

namespace {

void show(const Invocation &invocation, const history::KnownSessions &known, const SessionsRequest &request)
{
    const QList<history::KnownSession> sessions = wanted(known, request);
    if (!invocation.terminal.json()) {
        invocation.terminal.line(sessionTable(sessions, invocation.core.clock().now()));
        return;
    }
    QJsonArray list;
    for (const history::KnownSession &session : sessions)
        list.append(knownSessionJson(session, !known.notKept));
    invocation.terminal.document({{QStringLiteral("sessions"), list}});
}

} // namespace

QString SessionsCommand::name() const
{
    return QStringLiteral("sessions");
}

QString SessionsCommand::summary() const
{
    return tr("Lists an account's sessions, gives them names, or ends some.");
}

QString SessionsCommand::usage() const
{
    return QStringLiteral("ACCOUNT [--ended] [--json] [--export FILE] | label ACCOUNT ID TEXT"
                          " | revoke ACCOUNT ID… | revoke ACCOUNT --others | revoke ACCOUNT --all [--step-up]");
}

void SessionsCommand::addOptions(QCommandLineParser &parser) const
{
    parser.addOptions({{QStringLiteral("others"), tr("revoke: every session but this one.")},
                       {QStringLiteral("all"), tr("revoke: every session, this one too; the account is then signed out here.")}});
    addSessionListOptions(parser);
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
    const QString verb = invocation.arguments.value(0);
    if ((verb == QLatin1String("revoke") || verb == QLatin1String("label")) && wantsSessionList(invocation.options))
        return core::ready<int>(usageError(tr("--ended and --export belong to the list: `sessions ACCOUNT`.")));
    if (verb == QLatin1String("revoke"))
        return revoke(invocation);
    if (invocation.options.isSet(QStringLiteral("others")) || invocation.options.isSet(QStringLiteral("all")))
        return core::ready<int>(usageError(tr("--others and --all belong to `sessions revoke`.")));
    return verb == QLatin1String("label") ? label(invocation) : list(invocation);
}

core::Async<int> SessionsCommand::list(const Invocation &invocation)
{
    if (invocation.arguments.isEmpty())
        return core::ready<int>(usageError(tr("Whose sessions?")));
    if (invocation.arguments.size() > 1)
        return core::ready<int>(usageError(tooMany(invocation)));
    const core::Result<SessionsRequest> request = sessionsRequest(invocation.options);
    if (!request.ok())
        return core::ready<int>(request.error());
    const core::Result<model::Account> account = invocation.core.accounts().find(invocation.arguments.first());
    if (!account.ok())
        return core::ready<int>(account.error());
    return core::chain(invocation.core.sessionOverview().list(account->id), this,
                       [this, invocation, id = account->id, request = *request](const history::KnownSessions &known) -> core::Async<int> {
                           if (known.notKept)
                               invocation.terminal.say(words::notKeptWords(*known.notKept));
                           if (!request.exportFile.isEmpty())
                               return exportTo(invocation, known, request);
                           show(invocation, known, request);
                           if (invocation.terminal.json() || !Terminal::isSeen())
                               return core::ready<int>(int(Done));
                           const core::Async<void> seen = invocation.core.sessionOverview().markVisited(id);
                           Q_UNUSED(seen) // done before the program ends
                           return core::ready<int>(int(Done));
                       });
}

/// Either the first word was to be a verb, or what comes after the account is too much.
QString SessionsCommand::tooMany(const Invocation &invocation)
{
    const QString first = invocation.arguments.first();
    if (!invocation.core.accounts().find(first).ok())
        return unknownCommand(name(), first, {QStringLiteral("label"), QStringLiteral("revoke")});
    return tr("“%1” is one word too many.").arg(printable(invocation.arguments.at(1)));
}

core::Async<int> SessionsCommand::exportTo(const Invocation &invocation, const history::KnownSessions &known, const SessionsRequest &request)
{
    const QString file = request.exportFile;
    const history::ExportFormat format = history::exportFormatOf(file).value_or(history::ExportFormat::Json);
    return core::chain(history::exportSessions(wanted(known, request), format, file), this, [invocation, file](qint64 count) -> core::Result<int> {
        if (invocation.terminal.json())
            invocation.terminal.document({{QStringLiteral("exported"), count}, {QStringLiteral("file"), file}});
        invocation.terminal.say(tr("Sessions written to %1: %2").arg(printable(file)).arg(count));
        return int(Done);
    });
}

/// It has to be listed, so that it is known that there is such a session.
core::Async<int> SessionsCommand::label(const Invocation &invocation)
{
    if (invocation.arguments.size() != 4 || invocation.arguments.at(2).isEmpty())
        return core::ready<int>(usageError(tr("Which session, and what name? An empty name (\"\") removes it.")));
    const core::Result<model::Account> account = invocation.core.accounts().find(invocation.arguments.at(1));
    if (!account.ok())
        return core::ready<int>(account.error());
    const QByteArray key = history::sessionKey(account->id, model::SessionId(invocation.arguments.at(2)));
    const auto name = [invocation, id = account->id, key](const history::KnownSessions &known) -> core::Async<void> {
        const auto fits = [&key](const history::KnownSession &one) { return one.key == key && !one.session.id.isEmpty(); };
        if (std::none_of(known.sessions.begin(), known.sessions.end(), fits))
            return core::ready<void>(core::Error{core::ErrorKind::Rejected, QStringLiteral("session_not_listed"), {}});
        if (known.notKept)
            return core::ready<void>(*known.notKept);
        return invocation.core.sessionOverview().setLabel(id, key, invocation.arguments.at(3));
    };
    return core::chain(core::chain(invocation.core.sessionOverview().list(account->id), this, name), this, [invocation]() -> core::Result<int> {
        const QString text = invocation.arguments.at(3).trimmed();
        if (invocation.terminal.json())
            invocation.terminal.document({{QStringLiteral("labelled"), invocation.arguments.at(2)}});
        invocation.terminal.say(text.isEmpty() ? tr("The session has no name of yours any more.") : tr("The session is named."));
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
