// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/commands/commands.h"
#include "backend/commands/keyscommand.h"
#include "backend/eventlog.h"
#include "backend/options.h"
#include "backend/readyline.h"
#include "backend/replay/replaycommand.h"
#include "backend/service.h"
#include "backend/terminationsignal.h"
#include "core/dumps.h"
#include "core/paths.h"

#include <QCoreApplication>
#include <QTimer>

#include <csignal>
#include <cstdio>
#include <sys/resource.h>
#include <sys/stat.h>

namespace {

using namespace keyturn;

int complainOf(const core::Error &error)
{
    const bool usage = error.code == QLatin1String("usage") || error.code == QLatin1String("address_invalid");
    const bool disk = error.kind == core::ErrorKind::Storage;
    return backend::complain(error.detail, usage ? backend::exitstatus::usage : disk ? backend::exitstatus::disk : backend::exitstatus::port);
}

/// Files are ours alone from the moment they are made; a parent that closed our stderr does not end us; and 1,024 connections need more
/// descriptors than the usual soft limit leaves.
void prepareProcess()
{
    ::umask(077);
    std::signal(SIGPIPE, SIG_IGN);
    struct rlimit files = {};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < 4096) {
        files.rlim_cur = std::min<rlim_t>(4096, files.rlim_max);
        ::setrlimit(RLIMIT_NOFILE, &files);
    }
}

int runKeys(const QString &data, const QProcessEnvironment &environment)
{
    const core::SystemClock clock;
    const auto done = backend::runKeysCommand(QCoreApplication::arguments(), data, environment, backend::instantOf(clock));
    if (!done.ok())
        return complainOf(done.error());
    std::fputs(done->toUtf8().constData(), stdout);
    return backend::exitstatus::done;
}

} // namespace

int main(int argc, char *argv[])
{
    core::forbidDumpsWhereForUse();
    prepareProcess();
    const QCoreApplication application(argc, argv);
    qInstallMessageHandler(backend::qtMessageToLog);
    const QString data = core::pathsFromEnvironment().data + QLatin1String("/backend");
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    if (QCoreApplication::arguments().value(1) == QLatin1String("keys"))
        return runKeys(data, environment);
    if (QCoreApplication::arguments().value(1) == QLatin1String("replay"))
        return backend::runReplayCommand(QCoreApplication::arguments(), core::SystemClock());
    if (const auto status = backend::runCommand(QCoreApplication::arguments(), data, environment))
        return *status;
    const auto commandLine = backend::parseCommandLine(QCoreApplication::arguments(), data, environment);
    if (!commandLine.ok())
        return complainOf(commandLine.error());
    if (!commandLine->text.isEmpty()) {
        std::fputs(commandLine->text.toUtf8().constData(), stdout);
        return backend::exitstatus::done;
    }

    const backend::TerminationSignal termination;
    QObject::connect(&termination, &backend::TerminationSignal::received, &application, &QCoreApplication::quit);
    core::SystemClock clock;
    core::SystemRandom random;
    backend::Service service(clock, random, commandLine->options);
    if (const auto started = service.start(); !started.ok())
        return complainOf(started.error());
    const bool readsAnew = !commandLine->options.tlsCertificate.isEmpty(); // else SIGHUP ends it, as it does whoever knows nothing of it
    QObject::connect(&termination, &backend::TerminationSignal::hangUp, &application,
                     [&service, readsAnew] { readsAnew ? service.reload() : QCoreApplication::quit(); });
    QTimer purging;
    QObject::connect(&purging, &QTimer::timeout, &application, [&service] { service.purge(); });
    purging.start(std::chrono::hours(1));
    QTimer keyWatch;
    QObject::connect(&keyWatch, &QTimer::timeout, &application, [&service] { service.renewKeys(); });
    keyWatch.start(std::chrono::seconds(2));

    if (const auto announced = backend::announce(service.readyLine(), commandLine->options.readyFile); !announced.ok())
        return complainOf(announced.error());
    backend::logEvent(backend::LogLevel::Info, "started", service.readyLine());
    const int status = QCoreApplication::exec();
    backend::logEvent(backend::LogLevel::Info, "stopping");
    return status;
}
