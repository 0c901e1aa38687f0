// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/application.h"
#include "cli/translation.h"
#include "composition/process.h"
#include "core/dumps.h"

#include <QCoreApplication>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>

namespace {

/// Whoever starts the program with a standard stream closed would have the next file or socket take its number, and be read and written in its place.
/// What is opened here is of the other direction, so that each use is an error and none is silence.
void holdStandardStreams()
{
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (fcntl(descriptor, F_GETFD) == -1 && open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY) != descriptor)
            _exit(1);
    }
}

} // namespace
#endif

int main(int argc, char *argv[])
{
    keyturn::core::forbidDumpsWhereForUse();
#ifdef Q_OS_UNIX
    holdStandardStreams();
#endif
    keyturn::composition::raiseFileLimit();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("keyturn-cli"));
    QCoreApplication::setApplicationVersion(QStringLiteral(KEYTURN_VERSION));
    keyturn::cli::installTranslation();
    keyturn::cli::Application cli(QCoreApplication::arguments());
    QObject::connect(&cli, &keyturn::cli::Application::finished, &application, &QCoreApplication::exit, Qt::QueuedConnection);
    cli.start();
    return QCoreApplication::exec();
}
