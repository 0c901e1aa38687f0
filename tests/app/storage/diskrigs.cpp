// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "diskrigs.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

#include <csignal>
#include <sys/stat.h>
#include <unistd.h>

namespace keyturn::tests {

namespace {

constexpr uid_t nobody = 65534;

void check(bool good, const char *what)
{
    if (!good)
        qFatal("%s failed", what);
}

} // namespace

FullDisk::FullDisk(rlim_t bytes)
{
    check(::getrlimit(RLIMIT_FSIZE, &m_before) == 0, "getrlimit");
    m_handler = std::signal(SIGXFSZ, SIG_IGN); // then write() answers EFBIG
    rlimit limit = m_before;
    limit.rlim_cur = bytes;
    check(::setrlimit(RLIMIT_FSIZE, &limit) == 0, "setrlimit");
}

FullDisk::~FullDisk()
{
    check(::setrlimit(RLIMIT_FSIZE, &m_before) == 0, "setrlimit");
    std::signal(SIGXFSZ, m_handler);
}

ReadOnlyFolder::ReadOnlyFolder(const QString &folder) : m_folder(folder), m_root(::geteuid() == 0)
{
    if (m_root) {
        // The folders above are the temporary one's, 0700 of root: opened for passing through.
        check(::chmod(QFile::encodeName(QFileInfo(folder).path()).constData(), 0755) == 0, "chmod");
        check(giveAway(folder), "chown");
        for (QDirIterator it(folder, QDir::Files | QDir::Hidden); it.hasNext();)
            check(giveAway(it.next()), "chown");
    }
    check(::chmod(QFile::encodeName(folder).constData(), 0500) == 0, "chmod");
    if (m_root)
        check(::seteuid(nobody) == 0, "seteuid");
}

ReadOnlyFolder::~ReadOnlyFolder()
{
    if (m_root) {
        check(::seteuid(0) == 0, "seteuid");
        check(::chown(QFile::encodeName(m_folder).constData(), 0, 0) == 0, "chown");
        for (QDirIterator it(m_folder, QDir::Files | QDir::Hidden); it.hasNext();)
            check(::chown(QFile::encodeName(it.next()).constData(), 0, 0) == 0, "chown");
    }
    check(::chmod(QFile::encodeName(m_folder).constData(), 0700) == 0, "chmod");
}

mode_t modeOf(const QString &path)
{
    struct stat info = {};
    return ::lstat(QFile::encodeName(path).constData(), &info) == 0 ? info.st_mode & 07777 : 0;
}

bool giveAway(const QString &path)
{
    return ::lchown(QFile::encodeName(path).constData(), nobody, nobody) == 0;
}

} // namespace keyturn::tests
