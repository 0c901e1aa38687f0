// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/tracerequest.h"

#include "cli/exitstatus.h"
#include "cli/historyrequest.h"

#include <QCoreApplication>

namespace keyturn::cli {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("TraceRequest", text);
}

constexpr int usualLimit = 200;

} // namespace

void addTraceOptions(QCommandLineParser &parser)
{
    parser.addOptions({{QStringLiteral("har"), tr("Writes an HTTP Archive 1.2, which browsers' developer tools open."), QStringLiteral("file")},
                       {QStringLiteral("markdown"), tr("Writes a report: a sequence diagram and a table."), QStringLiteral("file")},
                       {QStringLiteral("open"), tr("Shows a HAR, of whatever program, instead of what was recorded."), QStringLiteral("file")},
                       {QStringLiteral("since"), tr("From then on: 30min, 24h, 7d ago, or a date (2026-01-31)."), QStringLiteral("time")},
                       {QStringLiteral("purpose"), tr("Only these, as “refresh”; may be said several times."), QStringLiteral("purpose")},
                       {QStringLiteral("search"), tr("Only where this occurs in address, headers or bodies."), QStringLiteral("text")},
                       {QStringLiteral("failed"), tr("Only what failed.")},
                       {QStringLiteral("limit"), tr("At most so many, the newest; 200 unless said."), QStringLiteral("number")},
                       {QStringLiteral("follow"), tr("Goes on with what other programs send, until Ctrl+C.")},
                       {QStringLiteral("clear"), tr("Removes it from this computer; without an account, all of it.")}});
}

core::Result<TraceRequest> traceRequest(const QCommandLineParser &options, const QDateTime &now)
{
    TraceRequest request;
    request.harFile = options.value(QStringLiteral("har"));
    request.markdownFile = options.value(QStringLiteral("markdown"));
    request.openedFile = options.value(QStringLiteral("open"));
    request.follow = options.isSet(QStringLiteral("follow"));
    request.clear = options.isSet(QStringLiteral("clear"));
    request.filter.purposes = options.values(QStringLiteral("purpose"));
    request.filter.text = options.value(QStringLiteral("search"));
    request.filter.onlyFailures = options.isSet(QStringLiteral("failed"));
    for (const QString &purpose : std::as_const(request.filter.purposes)) {
        if (!trace::purposes().contains(purpose))
            return usageError(tr("There is no purpose “%1”. There are: %2.").arg(purpose, trace::purposes().join(QLatin1String(", "))));
    }
    if (options.isSet(QStringLiteral("since"))) {
        request.filter.from = sinceTime(options.value(QStringLiteral("since")), now);
        if (!request.filter.from.isValid())
            return usageError(tr("--since wants a span like 7d, or a date like 2026-01-31."));
    }
    request.limit = usualLimit;
    if (options.isSet(QStringLiteral("limit"))) {
        bool isNumber = false;
        request.limit = options.value(QStringLiteral("limit")).toInt(&isNumber);
        if (!isNumber || request.limit < 1)
            return usageError(tr("--limit wants a number from 1 on."));
    }
    const bool writes = !request.harFile.isEmpty() || !request.markdownFile.isEmpty();
    if (request.follow && (writes || !request.openedFile.isEmpty() || request.clear))
        return usageError(tr("--follow shows, and goes with no file and no --clear."));
    if (request.clear && (writes || !request.openedFile.isEmpty()))
        return usageError(tr("--clear goes with no file."));
    return request;
}

} // namespace keyturn::cli
