// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/processmetrics.h"

#include <QDir>
#include <QFile>

#include <sys/resource.h>
#include <unistd.h>

namespace keyturn::backend {

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void append(QByteArray &text, const QByteArray &name, const char *type, const char *help, const QByteArray &value)
{
    text += "# HELP " + name + ' ' + help + "\n# TYPE " + name + ' ' + type + '\n' + name + ' ' + value + '\n';
}

/// The fields of /proc/self/stat after the program's name, which may hold anything but ends with the last ")": [0] is field 3 of proc(5).
QList<QByteArray> statFields()
{
    const QByteArray stat = contentOf(QStringLiteral("/proc/self/stat"));
    return stat.mid(stat.lastIndexOf(')') + 2).split(' ');
}

/// When the machine started, in seconds since the epoch; 0: unknown.
qint64 bootTime()
{
    for (const QByteArray &line : contentOf(QStringLiteral("/proc/stat")).split('\n')) {
        if (line.startsWith("btime "))
            return line.mid(6).toLongLong();
    }
    return 0;
}

} // namespace

QByteArray processMetrics()
{
    constexpr int userTicks = 11; // utime, field 14
    constexpr int systemTicks = 12; // stime
    constexpr int startTicks = 19; // starttime, since the machine started
    constexpr int virtualBytes = 20; // vsize
    constexpr int residentPages = 21; // rss
    QByteArray text;
    const QList<QByteArray> stat = statFields();
    const double ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
    if (stat.size() > residentPages && ticks > 0) {
        const double cpu = static_cast<double>(stat[userTicks].toLongLong() + stat[systemTicks].toLongLong()) / ticks;
        append(text, "process_cpu_seconds_total", "counter", "Processor time spent, in seconds.", QByteArray::number(cpu, 'f', 2));
        static const qint64 boot = bootTime();
        const double started = static_cast<double>(boot) + static_cast<double>(stat[startTicks].toLongLong()) / ticks;
        append(text, "process_start_time_seconds", "gauge", "When the process started, since the epoch.", QByteArray::number(started, 'f', 2));
        append(text, "process_virtual_memory_bytes", "gauge", "Virtual memory.", stat[virtualBytes]);
        append(text, "process_resident_memory_bytes", "gauge", "Resident memory.",
               QByteArray::number(stat[residentPages].toLongLong() * qint64(::sysconf(_SC_PAGESIZE))));
    }
    const QDir descriptors(QStringLiteral("/proc/self/fd"));
    if (descriptors.exists()) {
        const qsizetype open = descriptors.entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size();
        append(text, "process_open_fds", "gauge", "Open file descriptors.", QByteArray::number(open));
    }
    struct rlimit files = {};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0)
        append(text, "process_max_fds", "gauge", "The most file descriptors that may be open.", QByteArray::number(qulonglong(files.rlim_cur)));
    return text;
}

} // namespace keyturn::backend
