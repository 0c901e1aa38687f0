// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/process.h"

#include <QFile>
#include <QFileInfo>

#ifdef Q_OS_WIN
#include <windows.h>
#else
#include <algorithm>
#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>
#endif

namespace keyturn::composition {

#ifdef Q_OS_WIN

bool isProcessNamed(qint64 pid, const QString &name)
{
    const HANDLE process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, static_cast<DWORD>(pid));
    if (!process)
        return false;
    wchar_t path[32768];
    DWORD size = 32768;
    DWORD exitCode = 0;
    const bool alive = GetExitCodeProcess(process, &exitCode) && exitCode == STILL_ACTIVE;
    const bool named = QueryFullProcessImageNameW(process, 0, path, &size) && QFileInfo(QString::fromWCharArray(path)).completeBaseName() == name;
    CloseHandle(process);
    return alive && named;
}

void endProcess(qint64 pid)
{
    if (const HANDLE process = OpenProcess(PROCESS_TERMINATE, FALSE, static_cast<DWORD>(pid))) {
        TerminateProcess(process, 0);
        CloseHandle(process);
    }
}

void raiseFileLimit() { } // there is none that 65,536 locks would come to

#else

void raiseFileLimit()
{
    constexpr rlim_t wanted = 65'536;
    struct rlimit files = {};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= wanted)
        return;
    files.rlim_cur = std::min(wanted, files.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &files);
}

bool isProcessNamed(qint64 pid, const QString &name)
{
    if (pid <= 0)
        return false;
    ::waitpid(static_cast<pid_t>(pid), nullptr, WNOHANG); // a child of ours that ended would stay as a zombie
    if (::kill(static_cast<pid_t>(pid), 0) != 0)
        return false;
#ifdef Q_OS_LINUX
    // `pid (name) state …`; the kernel keeps 15 characters of the name.
    QFile file(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!file.open(QIODevice::ReadOnly)) // proc(5) hidepid: of a program that lets nobody trace it, as ours do (FAULTS 108), no more can be told
        return ::kill(static_cast<pid_t>(pid), 0) == 0;
    const QByteArray text = file.readAll();
    const qsizetype open = text.indexOf('(');
    const qsizetype close = text.lastIndexOf(')');
    const QByteArray running = text.mid(open + 1, close - open - 1);
    return running == name.toUtf8().left(15) && text.mid(close + 2, 1) != "Z";
#else
    Q_UNUSED(name)
    return true;
#endif
}

void endProcess(qint64 pid)
{
    ::kill(static_cast<pid_t>(pid), SIGTERM);
}

#endif

} // namespace keyturn::composition
