// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/backendcommand.h"

#include "cli/exitstatus.h"
#include "cli/nearestword.h"

namespace keyturn::cli {

namespace {

using Status = composition::EmbeddedBackend::Status;

void show(const Invocation &invocation, const Status &status, const QString &sentence)
{
    if (invocation.terminal.json()) {
        QJsonObject object{{QStringLiteral("running"), status.running}};
        if (status.running) {
            object.insert(QStringLiteral("pid"), status.pid);
            object.insert(QStringLiteral("url"), status.url.toString());
        }
        invocation.terminal.document(object);
        return;
    }
    invocation.terminal.say(sentence);
    if (status.running)
        invocation.terminal.line(status.url.toString());
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
    return QStringLiteral("start [--port N] [-- OPTIONS OF KEYTURN-BACKEND] | stop | status");
}

void BackendCommand::addOptions(QCommandLineParser &parser) const
{
    parser.addOption({QStringLiteral("port"), tr("The port to serve on; the default is that of the last time."), QStringLiteral("number")});
}

core::Async<int> BackendCommand::run(const Invocation &invocation)
{
    composition::EmbeddedBackend &backend = invocation.core.backend();
    const QString verb = invocation.arguments.value(0);
    if (verb == QLatin1String("start")) {
        bool isNumber = true;
        const QString port = invocation.options.value(QStringLiteral("port"));
        composition::BackendOptions options;
        options.port = port.isEmpty() ? 0 : port.toInt(&isNumber);
        options.extraArguments = invocation.arguments.mid(1);
        if (!isNumber || options.port < 0 || options.port > 65535)
            return core::ready<int>(usageError(tr("--port wants a number from 1 to 65535.")));
        return core::chain(backend.start(options), this, [invocation](const Status &status) -> core::Result<int> {
            show(invocation, status, tr("The backend serves, as process %1.").arg(status.pid));
            return int(Done);
        });
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
