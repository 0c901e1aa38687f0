// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/sessionlist.h"

#include "cli/exitstatus.h"
#include "cli/humantime.h"
#include "cli/jsonshapes.h"
#include "cli/table.h"
#include "history/export.h"
#include "words/sessionwords.h"

#include <QCoreApplication>

namespace keyturn::cli {

namespace {

using history::KnownSession;

QString tr(const char *text)
{
    return QCoreApplication::translate("SessionList", text);
}

QString title(const model::Session &session)
{
    return session.device.isEmpty() ? session.app : session.device;
}

QString program(const model::Session &session)
{
    return session.appVersion.isEmpty() ? session.app : session.app + u' ' + session.appVersion;
}

QString markOf(const KnownSession &known)
{
    if (known.session.current)
        return tr("this one");
    if (!known.session.endedAt.isValid())
        return known.isNew ? tr("NEW") : QString();
    return known.isNew ? tr("NEW, ended") : tr("ended");
}

QString endOf(const model::Session &session, const QDateTime &now)
{
    if (!session.endedAt.isValid())
        return {};
    return words::endedWords(session.cause) + QLatin1String(", ") + relativeTime(session.endedAt, now);
}

} // namespace

void addSessionListOptions(QCommandLineParser &parser)
{
    parser.addOptions(
        {{QStringLiteral("ended"), tr("Those that ended in the last 28 days as well, as far as this computer saw it, and why.")},
         {QStringLiteral("export"), tr("Writes the list to a file, whose name ends in .csv or .json, without ids."), QStringLiteral("file")}});
}

bool wantsSessionList(const QCommandLineParser &options)
{
    return options.isSet(QStringLiteral("ended")) || options.isSet(QStringLiteral("export"));
}

core::Result<SessionsRequest> sessionsRequest(const QCommandLineParser &options)
{
    SessionsRequest request{options.isSet(QStringLiteral("ended")), options.value(QStringLiteral("export"))};
    if (options.isSet(QStringLiteral("export")) && !history::exportFormatOf(request.exportFile))
        return usageError(tr("--export wants the name of a file that ends in .csv or .json."));
    return request;
}

QList<KnownSession> wanted(const history::KnownSessions &known, const SessionsRequest &request)
{
    QList<KnownSession> sessions = known.sessions;
    if (!request.ended) // what the backend itself lists is always shown
        sessions.removeIf([](const KnownSession &one) { return one.session.endedAt.isValid() && one.session.id.isEmpty(); });
    return sessions;
}

QJsonObject knownSessionJson(const KnownSession &known, bool isKept)
{
    QJsonObject object = sessionJson(known.session);
    if (known.session.id.isEmpty())
        object.remove(QStringLiteral("id"));
    if (!known.label.isEmpty())
        object.insert(QStringLiteral("label"), known.label);
    if (isKept)
        object.insert(QStringLiteral("new"), known.isNew);
    if (known.firstSeenAt.isValid())
        object.insert(QStringLiteral("firstSeenAt"), isoTime(known.firstSeenAt));
    return object;
}

QString sessionTable(const QList<KnownSession> &sessions, const QDateTime &now)
{
    QList<QStringList> rows{{QString(), tr("NAME"), tr("DEVICE"), tr("APP"), tr("SYSTEM"), tr("IP"), tr("SIGNED IN"), tr("LAST USED"), tr("EXPIRES"),
                             tr("ENDED"), QStringLiteral("ID")}};
    for (const KnownSession &known : sessions) {
        const model::Session &session = known.session;
        const bool isOver = session.endedAt.isValid();
        rows += {markOf(known),
                 known.label,
                 title(session),
                 program(session),
                 session.system,
                 session.ip,
                 relativeTime(session.createdAt, now),
                 relativeTime(session.lastUsedAt, now),
                 isOver ? QString() : relativeTime(session.expiresAt, now),
                 endOf(session, now),
                 session.id.toString()};
    }
    return alignedTable(rows);
}

} // namespace keyturn::cli
