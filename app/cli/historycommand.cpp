// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/historycommand.h"

#include "cli/exitstatus.h"
#include "cli/sentences.h"
#include "cli/subjectnamed.h"
#include "cli/table.h"
#include "composition/sessionoverview.h"
#include "console/requeststore.h"
#include "history/export.h"
#include "trace/tracestore.h"
#include "words/historywords.h"

#include <QJsonArray>
#include <QSet>

#include <algorithm>

namespace keyturn::cli {

namespace {

/// Of this computer's zone, to the second: who looks for a cause compares.
QString timeWords(const QDateTime &time)
{
    return time.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString happened(const history::Event &event)
{
    const QString sentence = words::historySentence(event, &printable);
    return event.times > 1 ? HistoryCommand::tr("%1 (%2 times, last at %3)").arg(sentence).arg(event.times).arg(timeWords(event.lastAt)) : sentence;
}

void show(const Invocation &invocation, const history::Page &page)
{
    if (page.notRecorded)
        invocation.terminal.say(sentenceFor(*page.notRecorded, {}));
    if (invocation.terminal.json()) {
        QJsonArray list;
        for (const history::Event &event : page.events)
            list.append(history::toJson(event, words::historySentence(event)));
        invocation.terminal.document({{QStringLiteral("events"), list}, {QStringLiteral("more"), page.next.has_value()}});
        return;
    }
    if (page.events.isEmpty()) {
        invocation.terminal.say(HistoryCommand::tr("Nothing of that kind has happened in the last 90 days."));
        return;
    }
    QList<QStringList> rows{{HistoryCommand::tr("WHEN"), HistoryCommand::tr("ACCOUNT"), HistoryCommand::tr("WHAT HAPPENED")}};
    QSet<QString> accounts;
    for (const history::Event &event : page.events)
        accounts += event.subject.account.toString();
    for (const history::Event &event : page.events)
        rows += {timeWords(event.at), accounts.size() > 1 ? event.subject.name : QString(), happened(event)};
    invocation.terminal.line(alignedTable(rows));
    if (page.next)
        invocation.terminal.say(HistoryCommand::tr("There is more; --limit, --since or --export shows it."));
}

} // namespace

QString HistoryCommand::name() const
{
    return QStringLiteral("history");
}

QString HistoryCommand::summary() const
{
    return tr("Tells what happened: why was I signed out?");
}

QString HistoryCommand::usage() const
{
    return QStringLiteral("[ACCOUNT] [--since TIME] [--kind KIND]… [--text TEXT] [--limit N] [--json] [--export FILE] | clear ACCOUNT | clear --all");
}

void HistoryCommand::addOptions(QCommandLineParser &parser) const
{
    addHistoryOptions(parser);
}

core::Async<int> HistoryCommand::run(const Invocation &invocation)
{
    if (const core::Result<void> read = invocation.core.accounts().reload(); !read.ok())
        return core::ready<int>(read.error());
    if (invocation.arguments.value(0) == QLatin1String("clear"))
        return clear(invocation);
    const core::Result<HistoryRequest> request = historyRequest(invocation.options, invocation.core.clock().now());
    if (!request.ok())
        return core::ready<int>(request.error());
    if (invocation.options.isSet(QStringLiteral("all")))
        return core::ready<int>(usageError(tr("--all belongs to `history clear`.")));
    if (invocation.arguments.size() > 1)
        return core::ready<int>(usageError(tr("One account, or none for all of them.")));
    if (invocation.arguments.isEmpty())
        return answer(invocation, *request);
    return core::chain(subjectNamed(invocation, invocation.arguments.first(), this), this,
                       [this, invocation, request = *request](const history::Subject &subject) {
                           HistoryRequest about = request;
                           about.filter.accounts = {subject.account};
                           return answer(invocation, about);
                       });
}

core::Async<int> HistoryCommand::answer(const Invocation &invocation, const HistoryRequest &request)
{
    if (!request.exportFile.isEmpty())
        return exportTo(invocation, request);
    return core::chain(gather(invocation, request, {}), this, [invocation](const history::Page &page) -> core::Result<int> {
        show(invocation, page);
        return int(Done);
    });
}

/// Page after page, until there is as much as was asked for.
core::Async<history::Page> HistoryCommand::gather(const Invocation &invocation, const HistoryRequest &request, const history::Page &before)
{
    constexpr qsizetype pageSize = 500;
    const int wanted = int(std::min(request.limit - before.events.size(), pageSize));
    return core::chain(invocation.core.history().page(request.filter, before.next, wanted), this,
                       [this, invocation, request, before](const history::Page &page) -> core::Async<history::Page> {
                           const history::Page sum{before.events + page.events, page.next, page.notRecorded};
                           if (!sum.next || sum.events.size() >= request.limit)
                               return core::ready<history::Page>(sum);
                           return gather(invocation, request, sum);
                       });
}

core::Async<int> HistoryCommand::exportTo(const Invocation &invocation, const HistoryRequest &request)
{
    const auto sentence = [](const history::Event &event) { return words::historySentence(event); };
    const history::ExportFormat format = history::exportFormatOf(request.exportFile).value_or(history::ExportFormat::Json);
    return core::chain(history::exportEvents(invocation.core.history(), request.filter, format, request.exportFile, sentence, this), this,
                       [invocation, file = request.exportFile](qint64 count) -> core::Result<int> {
                           if (invocation.terminal.json())
                               invocation.terminal.document({{QStringLiteral("exported"), count}, {QStringLiteral("file"), file}});
                           invocation.terminal.say(tr("Events written to %1: %2").arg(printable(file)).arg(count));
                           return int(Done);
                       });
}

/// What was sent, in the trace and from the request console; saved requests stay.
core::Async<void> HistoryCommand::clearRequests(const Invocation &invocation, const QString &account)
{
    return core::chain(invocation.core.trace().clear(account), this, [invocation, account] { return invocation.core.requests().forget(account); });
}

core::Async<int> HistoryCommand::clear(const Invocation &invocation)
{
    const bool all = invocation.options.isSet(QStringLiteral("all"));
    if (invocation.arguments.size() + int(all) != 2)
        return core::ready<int>(usageError(tr("Whose history? Name one account, or say --all.")));
    const auto told = [invocation]() -> core::Result<int> {
        if (invocation.terminal.json())
            invocation.terminal.document({{QStringLiteral("cleared"), true}});
        invocation.terminal.say(tr("Cleared. No account was touched."));
        return int(Done);
    };
    if (all)
        return core::chain(core::chain(core::chain(invocation.core.history().clearAll(), this,
                                                   [invocation] { return invocation.core.sessionOverview().forgetAll(); }),
                                       this, [this, invocation] { return clearRequests(invocation, {}); }),
                           this, told);
    const core::Async<void> cleared =
        core::chain(subjectNamed(invocation, invocation.arguments.at(1), this), this, [this, invocation](const history::Subject &subject) {
            return core::chain(invocation.core.history().clear(subject.account), this,
                               [this, invocation, id = subject.account.toString()] { return clearRequests(invocation, id); });
        });
    return core::chain(cleared, this, told);
}

} // namespace keyturn::cli
