// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/tracecommand.h"

#include "cli/exitstatus.h"
#include "cli/historyrequest.h"
#include "cli/outputfile.h"
#include "cli/subjectnamed.h"
#include "cli/table.h"
#include "cli/tracediagram.h"
#include "history/eventstore.h"
#include "trace/entryjson.h"
#include "trace/har.h"
#include "words/tracereport.h"
#include "words/tracewords.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace keyturn::cli {

namespace {

/// How often another program's exchanges are looked for.
constexpr std::chrono::milliseconds lookEvery{500};

QJsonObject toJson(const net::Exchange &entry)
{
    QJsonObject json = trace::toJson(entry);
    const trace::Step step = trace::stepOf(entry);
    constexpr const char *parties[] = {"app", "browser", "provider", "backend"};
    json.insert(QStringLiteral("from"), QLatin1String(parties[int(step.from)]));
    json.insert(QStringLiteral("to"), QLatin1String(parties[int(step.to)]));
    json.insert(QStringLiteral("sentence"), words::entrySentence(entry));
    if (const QString reference = trace::referenceOf(entry); !reference.isEmpty())
        json.insert(QStringLiteral("reference"), reference);
    return json;
}

/// The account's entries, and where there are none of its own, whatever was said with its backend for nobody in particular.
void aimAt(trace::Filter &filter, const Invocation &invocation, const history::Subject &subject)
{
    filter.account = subject.account.toString();
    const core::Result<model::Account> account = invocation.core.accounts().find(filter.account);
    for (const QString &origin : account.ok() ? account->origins : QStringList())
        filter.origins += net::Origin::of(QUrl(origin));
}

} // namespace

QString TraceCommand::name() const
{
    return QStringLiteral("trace");
}

QString TraceCommand::summary() const
{
    return tr("Shows what was said with backends and providers, as a sequence diagram.");
}

QString TraceCommand::usage() const
{
    return QStringLiteral("[ACCOUNT] [--har FILE] [--markdown FILE] [--json] [--since TIME] [--purpose PURPOSE]… [--search TEXT] [--failed] "
                          "[--limit N] [--follow] | --open FILE | [ACCOUNT] --clear");
}

void TraceCommand::addOptions(QCommandLineParser &parser) const
{
    addTraceOptions(parser);
}

core::Async<int> TraceCommand::run(const Invocation &invocation)
{
    if (const core::Result<void> read = invocation.core.accounts().reload(); !read.ok())
        return core::ready<int>(read.error());
    const core::Result<TraceRequest> request = traceRequest(invocation.options, invocation.core.clock().now());
    if (!request.ok())
        return core::ready<int>(request.error());
    const bool opens = !request->openedFile.isEmpty();
    if (invocation.arguments.size() > (opens ? 0 : 1))
        return core::ready<int>(usageError(opens ? tr("A recording is opened whole: no account, please.") : tr("One account, or none for all.")));
    if (opens) {
        const core::Result<QList<net::Exchange>> read = trace::readHarFile(request->openedFile);
        return core::ready<int>(read.ok() ? tell(invocation, *request, trace::filtered(*read, request->filter)) : read.error());
    }
    if (invocation.arguments.isEmpty())
        return answer(invocation, *request);
    return core::chain(subjectNamed(invocation, invocation.arguments.first(), this), this,
                       [this, invocation, request = *request](const history::Subject &subject) {
                           TraceRequest about = request;
                           aimAt(about.filter, invocation, subject);
                           return answer(invocation, about);
                       });
}

core::Async<int> TraceCommand::answer(const Invocation &invocation, const TraceRequest &request)
{
    if (request.clear)
        return clear(invocation, request);
    if (request.follow)
        return follow(invocation, request);
    return core::chain(invocation.core.trace().entries(request.filter, request.limit), this,
                       [this, invocation, request](const QList<trace::Kept> &kept) {
                           QList<net::Exchange> entries;
                           for (const trace::Kept &one : kept)
                               entries += one.exchange;
                           return tell(invocation, request, trace::inTimeOrder(entries));
                       });
}

core::Result<int> TraceCommand::tell(const Invocation &invocation, const TraceRequest &request, const QList<net::Exchange> &entries) const
{
    Terminal &terminal = invocation.terminal;
    const std::pair<QString, QByteArray> files[] = {{request.harFile, trace::toHar(entries, QCoreApplication::applicationVersion())},
                                                    {request.markdownFile, words::markdownReport(entries, tr("Trace by Keyturn")).toUtf8()}};
    for (const auto &[file, contents] : files) {
        if (file.isEmpty() || entries.isEmpty())
            continue;
        if (const core::Result<void> written = writeOutput(file, contents); !written.ok())
            return written.error();
        terminal.say(tr("Entries written to %1: %2").arg(printable(file)).arg(entries.size()));
    }
    if (terminal.json()) {
        QJsonArray list;
        for (const net::Exchange &entry : entries)
            list += toJson(entry);
        terminal.document({{QStringLiteral("entries"), list}});
    } else if (request.harFile.isEmpty() && request.markdownFile.isEmpty() && !entries.isEmpty()) {
        const TraceDiagram diagram(entries);
        terminal.line(diagram.head());
        for (const net::Exchange &entry : entries)
            terminal.line(diagram.step(entry));
    }
    if (!entries.isEmpty())
        return int(Done);
    const bool isKept = invocation.core.trace().isKeeping() || !request.openedFile.isEmpty();
    terminal.say(isKept
                     ? tr("Nothing of that kind was recorded in the last 7 days. Use the account (keyturn-cli token ACCOUNT --force-refresh, say), "
                          "then ask again.")
                     : tr("Nothing is recorded: what is for developers is hidden in the preferences, or KEYTURN_TRACE says off. Show it there, or "
                          "set KEYTURN_TRACE=on, use the account, then ask again."));
    return int(AnswerIsNo);
}

core::Async<int> TraceCommand::clear(const Invocation &invocation, const TraceRequest &request)
{
    return core::chain(invocation.core.trace().clear(request.filter.account, request.filter.origins), this, [invocation]() -> core::Result<int> {
        if (invocation.terminal.json())
            invocation.terminal.document({{QStringLiteral("cleared"), true}});
        invocation.terminal.say(tr("Cleared. No account was touched."));
        return int(Done);
    });
}

core::Async<int> TraceCommand::follow(const Invocation &invocation, const TraceRequest &request)
{
    if (invocation.terminal.json())
        return core::ready<int>(usageError(tr("--json is one document; --follow has no end.")));
    followOn(invocation, request, 0);
    return m_following.future();
}

void TraceCommand::followOn(const Invocation &invocation, const TraceRequest &request, qint64 after)
{
    core::whenDone(invocation.core.trace().entries(request.filter, request.limit, after), this,
                   [this, invocation, request, after](const core::Result<QList<trace::Kept>> &kept) {
                       if (!kept.ok())
                           return m_following.finish(kept.error());
                       QList<net::Exchange> entries;
                       for (const trace::Kept &one : *kept)
                           entries += one.exchange;
                       if (!entries.isEmpty() && !m_diagram) {
                           m_diagram = std::make_shared<TraceDiagram>(entries);
                           invocation.terminal.line(m_diagram->head());
                       }
                       for (const net::Exchange &entry : trace::inTimeOrder(entries))
                           invocation.terminal.line(m_diagram->step(entry));
                       const qint64 last = kept->isEmpty() ? after : kept->last().id;
                       invocation.core.clock().callAfter(lookEvery, this, [this, invocation, request, last] { followOn(invocation, request, last); });
                   });
}

} // namespace keyturn::cli
