// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/watchedprogram.h"

#include "core/dumps.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QProcess>
#include <QSet>

#ifdef Q_OS_UNIX
#include <unistd.h>
#elif defined(Q_OS_WIN)
#include <windows.h>
#endif

namespace keyturn::oauth {

namespace {

void closeStreams(QProcess &program)
{
    // Keyturn's own output may be read by a program: a browser's chatter must not get into it.
    program.setStandardInputFile(QProcess::nullDevice());
    program.setStandardOutputFile(QProcess::nullDevice());
    program.setStandardErrorFile(QProcess::nullDevice());
}

#ifdef Q_OS_UNIX
/// A QProcess that is destroyed kills its program, and a browser may be it: those that still run at the end are left to the system.
QSet<QProcess *> &running()
{
    static auto *programs = new QSet<QProcess *>;
    return *programs;
}
#endif

} // namespace

bool startWatched(const QString &file, const QStringList &arguments, std::chrono::milliseconds patience, QObject *context,
                  std::function<void(int)> failed)
{
#ifdef Q_OS_UNIX
    auto *program = new QProcess;
    program->setProgram(file);
    program->setArguments(arguments);
    closeStreams(*program);
    program->setChildProcessModifier([] {
        ::setsid(); // Ctrl+C at the terminal is ours alone
        core::allowDumpsOfChild();
    });
    program->start();
    if (!program->waitForStarted()) {
        delete program;
        return false;
    }
    running().insert(program);
    QElapsedTimer since;
    since.start();
    const QPointer<QObject> receiver(context);
    QObject::connect(program, &QProcess::finished, program, [=](int status, QProcess::ExitStatus how) {
        running().remove(program);
        program->deleteLater();
        const int told = how == QProcess::NormalExit ? status : -1;
        if (receiver && told != 0 && since.elapsed() < patience.count())
            failed(told);
    });
    return true;
#else
    Q_UNUSED(patience)
    Q_UNUSED(context)
    Q_UNUSED(failed)
    QProcess program;
    program.setProgram(file);
    program.setArguments(arguments);
    closeStreams(program);
#ifdef Q_OS_WIN
    // Not with our error mode, which keeps reports of crashes from being made.
    program.setCreateProcessArgumentsModifier([](QProcess::CreateProcessArguments *windows) { windows->flags |= CREATE_DEFAULT_ERROR_MODE; });
#endif
    return program.startDetached();
#endif
}

} // namespace keyturn::oauth
