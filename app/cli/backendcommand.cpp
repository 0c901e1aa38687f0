// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/backendcommand.h"

#include "cli/exitstatus.h"
#include "cli/nearestword.h"
#include "cli/outputfile.h"
#include "cli/table.h"
#include "composition/profiles/profilefile.h"
#include "composition/startedprofile.h"

#include <QFileInfo>

namespace keyturn::cli {

namespace {

using Status = composition::EmbeddedBackend::Status;

const QString profileOption = QStringLiteral("profile-out");

void show(const Invocation &invocation, const Status &status, const QString &sentence)
{
    if (invocation.terminal.json()) {
        QJsonObject object{{QStringLiteral("running"), status.running}};
        if (status.running) {
            object.insert(QStringLiteral("pid"), status.pid);
            object.insert(QStringLiteral("url"), status.url.toString());
        }
        if (const QString file = invocation.options.value(profileOption); !file.isEmpty())
            object.insert(QStringLiteral("profileFile"), file);
        invocation.terminal.document(object);
        return;
    }
    invocation.terminal.say(sentence);
    if (status.running)
        invocation.terminal.line(status.url.toString());
}

/// The words of --port and its like, and of what comes after "--"; the backend itself says what is wrong with them.
core::Result<composition::BackendOptions> backendOptions(const Invocation &invocation)
{
    const QCommandLineParser &parser = invocation.options;
    composition::BackendOptions options;
    if (parser.isSet(QStringLiteral("port"))) {
        bool isNumber = false;
        options.port = parser.value(QStringLiteral("port")).toInt(&isNumber);
        if (!isNumber || options.port < 0 || options.port > 65535)
            return usageError(BackendCommand::tr("--port wants a number from 1 to 65535."));
    }
    if (parser.isSet(profileOption) && parser.value(profileOption).isEmpty())
        return usageError(BackendCommand::tr("--profile-out wants the name of a file, or - for standard output."));
    if (parser.value(profileOption) == QLatin1String("-") && invocation.terminal.json())
        return usageError(BackendCommand::tr("--profile-out - and --json would both write to standard output: leave one of them out."));
    if (parser.isSet(QStringLiteral("data"))) // the backend runs in another folder
        options.extraArguments += {QStringLiteral("--data"), QFileInfo(parser.value(QStringLiteral("data"))).absoluteFilePath()};
    if (parser.isSet(QStringLiteral("faults")) || parser.isSet(QStringLiteral("defect")))
        options.extraArguments += QStringLiteral("--faults");
    for (const QString &defect : parser.values(QStringLiteral("defect")))
        options.extraArguments += {QStringLiteral("--defect"), defect};
    options.extraArguments += invocation.arguments.mid(1);
    return options;
}

core::Result<int> started(const Invocation &invocation, const Status &status)
{
    if (status.ranBefore)
        invocation.terminal.say(BackendCommand::tr("It runs already, with the options of then."));
    const QString file = invocation.options.value(profileOption);
    if (!file.isEmpty()) {
        const core::Result<QByteArray> profile = composition::startedProfile(status);
        if (!profile.ok())
            return profile.error();
        if (file == QLatin1String("-")) {
            invocation.terminal.say(BackendCommand::tr("The backend serves, as process %1.").arg(status.pid));
            invocation.terminal.data(*profile);
            return int(Done);
        }
        if (const core::Result<void> written = composition::writeProfileFile(file, *profile); !written.ok())
            return written.error();
    }
    show(invocation, status, BackendCommand::tr("The backend serves, as process %1.").arg(status.pid));
    if (!file.isEmpty())
        invocation.terminal.say(BackendCommand::tr("Its profile “embedded” is in %1; `keyturn-cli profiles add` takes it.").arg(printable(file)));
    return int(Done);
}

/// What belongs to `start` alone.
core::Result<void> checkVerb(const Invocation &invocation, const QString &verb)
{
    if (verb == QLatin1String("start"))
        return {};
    for (const char *name : {"port", "data", "faults", "defect", "profile-out"}) {
        if (invocation.options.isSet(QString::fromLatin1(name)))
            return usageError(BackendCommand::tr("--%1 belongs to `backend start`.").arg(QString::fromLatin1(name)));
    }
    return {};
}

} // namespace

QString BackendCommand::name() const
{
    return QStringLiteral("backend");
}

QString BackendCommand::summary() const
{
    return tr("Starts, stops or looks at the embedded backend.");
}

QString BackendCommand::usage() const
{
    return QStringLiteral(
        "start [--port N] [--data DIR] [--faults] [--defect NAME]… [--profile-out FILE|-] [-- OPTIONS OF KEYTURN-BACKEND] | stop | status");
}

void BackendCommand::addOptions(QCommandLineParser &parser) const
{
    parser.addOptions(
        {{QStringLiteral("port"), tr("start: the port to serve on; the default is that of the last time."), QStringLiteral("number")},
         {QStringLiteral("data"), tr("start: the folder of its data; the default is Keyturn's own."), QStringLiteral("dir")},
         {QStringLiteral("faults"), tr("start: it goes wrong where a request asks for it.")},
         {QStringLiteral("defect"), tr("start: with this weakness, and --faults, for audits to find; may be said several times."),
          QStringLiteral("name")},
         {profileOption, tr("start: writes a profile of it, as it runs, to a file or (-) to standard output."), QStringLiteral("file")}});
}

core::Async<int> BackendCommand::run(const Invocation &invocation)
{
    composition::EmbeddedBackend &backend = invocation.core.backend();
    const QString verb = invocation.arguments.value(0);
    if (const core::Result<void> fine = checkVerb(invocation, verb); !fine.ok())
        return core::ready<int>(fine.error());
    if (verb == QLatin1String("start")) {
        const core::Result<composition::BackendOptions> options = backendOptions(invocation);
        if (!options.ok())
            return core::ready<int>(options.error());
        if (const QString file = invocation.options.value(profileOption); !file.isEmpty() && file != QLatin1String("-")) {
            if (const core::Result<void> fine = checkWritable(file); !fine.ok())
                return core::ready<int>(fine.error());
        }
        return core::chain(backend.start(*options), this, [invocation](const Status &status) { return started(invocation, status); });
    }
    if (invocation.arguments.size() != 1)
        return core::ready<int>(usageError(tr("start, stop or status?")));
    if (verb == QLatin1String("stop")) {
        return core::chain(backend.stop(), this, [invocation]() -> core::Result<int> {
            show(invocation, {}, tr("The backend is stopped."));
            return int(Done);
        });
    }
    if (verb == QLatin1String("status")) {
        return core::chain(backend.check(), this, [invocation](const Status &status) -> core::Result<int> {
            show(invocation, status, status.running ? tr("The backend serves, as process %1.").arg(status.pid) : tr("The backend is not running."));
            return status.running ? int(Done) : int(AnswerIsNo);
        });
    }
    return core::ready<int>(usageError(unknownCommand(name(), verb, {QStringLiteral("start"), QStringLiteral("stop"), QStringLiteral("status")})));
}

} // namespace keyturn::cli
