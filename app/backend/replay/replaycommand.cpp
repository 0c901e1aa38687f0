// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/replay/replaycommand.h"

#include "backend/answers.h"
#include "backend/commands/commands.h"
#include "backend/httpserver.h"
#include "backend/readyline.h"
#include "backend/replay/replayer.h"
#include "backend/terminationsignal.h"
#include "backend/usage.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QJsonObject>

#include <cstdio>

namespace keyturn::backend {

namespace {

const QString address = QStringLiteral("127.0.0.1");

struct Wish {
    QString file;
    quint16 port = 0;
    QString readyFile;
    QString help; ///< Set: that is all that is wanted.
};

core::Result<Wish> wishOf(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Answers as a recording does (HAR 1.2, of Keyturn's trace or of a browser): a mock of the recorded server, on loopback alone.\n"
        "Secrets that were left out of the recording become made-up ones, with which a client can go on."));
    parser.addHelpOption();
    parser.addPositionalArgument(QStringLiteral("replay"), QStringLiteral("This command."), QStringLiteral("replay"));
    parser.addPositionalArgument(QStringLiteral("file"), QStringLiteral("The recording."), QStringLiteral("FILE.har"));
    parser.addOptions(
        {{QStringLiteral("port"), QStringLiteral("Port on loopback (default: one that is free)."), QStringLiteral("N")},
         {QStringLiteral("ready-file"), QStringLiteral("Writes the line that says it is ready to a file too."), QStringLiteral("FILE")}});
    if (!parser.parse(arguments))
        return usage(parser.errorText() + QStringLiteral(" See replay --help."));
    if (parser.isSet(QStringLiteral("help")))
        return Wish{{}, 0, {}, parser.helpText()};
    if (parser.positionalArguments().size() != 2)
        return usage(QStringLiteral("replay takes one recording. See replay --help."));
    bool isNumber = true;
    const QString port = parser.value(QStringLiteral("port"));
    const ushort number = port.isEmpty() ? ushort(0) : port.toUShort(&isNumber);
    if (!isNumber)
        return usage(QStringLiteral("--port wants a number from 0 to 65535."));
    return Wish{parser.positionalArguments().at(1), number, parser.value(QStringLiteral("ready-file")), {}};
}

core::Result<QList<RecordedExchange>> recordingIn(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return core::Error{core::ErrorKind::Storage, QStringLiteral("disk_failed"),
                           QStringLiteral("The recording %1 cannot be read: %2.").arg(path, file.errorString())};
    return readRecording(file.read(maxRecordingBytes + 1)); // a pipe has no size that could be asked for
}

/// A page of another name that resolves to 127.0.0.1 (DNS rebinding) must not speak with us.
bool isOurHost(const QByteArray &host)
{
    const QByteArray name = host.left(host.lastIndexOf(':') < 0 ? host.size() : host.lastIndexOf(':')).toLower();
    return name == "127.0.0.1" || name == "localhost";
}

int failed(const core::Error &error)
{
    const bool isDisk = error.kind == core::ErrorKind::Storage;
    return complain(error.detail, error.code == QLatin1String("usage") ? exitstatus::usage : isDisk ? exitstatus::disk : exitstatus::port);
}

} // namespace

int runReplayCommand(const QStringList &arguments, const core::Clock &clock)
{
    const core::Result<Wish> wish = wishOf(arguments);
    if (!wish.ok())
        return failed(wish.error());
    if (!wish->help.isEmpty()) {
        std::fputs(wish->help.toUtf8().constData(), stdout);
        return exitstatus::done;
    }
    const core::Result<QList<RecordedExchange>> recorded = recordingIn(wish->file);
    if (!recorded.ok())
        return failed(recorded.error());

    const TerminationSignal termination;
    QObject::connect(&termination, &TerminationSignal::received, QCoreApplication::instance(), &QCoreApplication::quit);
    QObject::connect(&termination, &TerminationSignal::hangUp, QCoreApplication::instance(), &QCoreApplication::quit);
    HttpServer server(HttpLimits{}, 1);
    const core::Result<quint16> port = server.listen(address, wish->port);
    if (!port.ok())
        return complain(QStringLiteral("Cannot serve on %1 port %2: %3.").arg(address).arg(wish->port).arg(port.error().detail), exitstatus::port);
    const QString url = QStringLiteral("http://%1:%2").arg(address).arg(*port);
    Replayer replayer(*recorded, url.toLatin1(), instantOf(clock));
    server.start([&replayer](const Request &request, const Replier &reply) {
        reply(isOurHost(request.header("Host")) ? replayer.answer(request)
                                                : errorAnswer(421, "wrong_host", QStringLiteral("This server is reached as 127.0.0.1 alone.")));
    });
    const QJsonObject line{{QStringLiteral("ready"), true},
                           {QStringLiteral("pid"), QCoreApplication::applicationPid()},
                           {QStringLiteral("url"), url},
                           {QStringLiteral("exchanges"), recorded->size()}};
    if (const core::Result<void> announced = announce(line, wish->readyFile); !announced.ok())
        return failed(announced.error());
    const int status = QCoreApplication::exec();
    server.stop();
    return status;
}

} // namespace keyturn::backend
