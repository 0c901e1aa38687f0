// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/paths.h"
#include "storage/privatefile.h"
#include "storage/storageerror.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace keyturn::storage {

namespace {

constexpr qint64 leftOverSeconds = 600; // no write takes that long: what is older was left by a crash (FAULTS 77)

class Descriptor
{
public:
    explicit Descriptor(int number) : m_number(number) { }
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    [[nodiscard]] bool valid() const { return m_number >= 0; }
    [[nodiscard]] int number() const { return m_number; }

private:
    int m_number;
};

core::Error failed(const QString &path, const char *what)
{
    return storageError("disk_failed",
                        QStringLiteral("%1: %2: %3").arg(path, QString::fromLatin1(what), QString::fromLocal8Bit(std::strerror(errno))));
}

core::Error notOurs(const QString &path)
{
    return storageError("file_not_ours", QStringLiteral("%1 is a link, not a plain file, or belongs to another user").arg(path));
}

bool ours(const struct stat &info)
{
    return S_ISREG(info.st_mode) && info.st_uid == ::geteuid();
}

/// FAULTS 74: what stands at @p path is nothing, or a plain file of ours.
core::Result<void> checkTarget(const QString &path)
{
    struct stat info = {};
    if (::lstat(QFile::encodeName(path).constData(), &info) != 0) {
        if (errno == ENOENT)
            return {};
        return failed(path, "lstat");
    }
    if (!ours(info))
        return notOurs(path);
    return {};
}

bool writeAll(int descriptor, const QByteArray &contents)
{
    qsizetype written = 0;
    while (written < contents.size()) {
        const ssize_t count = ::write(descriptor, contents.constData() + written, static_cast<std::size_t>(contents.size() - written));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        written += count;
    }
    return true;
}

bool syncFolder(const Descriptor &folder)
{
    return ::fsync(folder.number()) == 0 || errno == EINVAL; // some network file systems cannot sync a folder
}

void sweepLeftOvers(const QString &path)
{
    const QFileInfo target(path);
    const QDateTime old = QDateTime::currentDateTimeUtc().addSecs(-leftOverSeconds); // compared with the file system's own clock
    const QFileInfoList found = target.dir().entryInfoList({target.fileName() + QLatin1String(".??????.tmp")}, QDir::Files | QDir::Hidden);
    for (const QFileInfo &one : found) {
        if (one.ownerId() == ::geteuid() && one.lastModified() < old)
            QFile::remove(one.filePath());
    }
}

} // namespace

core::Result<void> writePrivateFile(const QString &path, const QByteArray &contents)
{
    const QString folderPath = QFileInfo(path).path();
    if (const core::Result<void> made = core::ensurePrivateDirectory(folderPath); !made.ok())
        return made;
    if (const core::Result<void> checked = checkTarget(path); !checked.ok())
        return checked;
    const Descriptor folder(::open(QFile::encodeName(folderPath).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.valid())
        return failed(folderPath, "open");

    // mkostemps: 0600 from the start, O_EXCL, so neither a link nor another's file is written to.
    QByteArray temporary = QFile::encodeName(path) + ".XXXXXX.tmp";
    const Descriptor file(::mkostemps(temporary.data(), 4, O_CLOEXEC));
    if (!file.valid())
        return failed(path, "mkostemps");
    const char *step = "write";
    bool done = writeAll(file.number(), contents);
    if (done) {
        step = "fsync";
        done = ::fsync(file.number()) == 0;
    }
    if (done) {
        step = "rename";
        done = ::rename(temporary.constData(), QFile::encodeName(path).constData()) == 0;
    }
    if (!done) {
        const core::Error error = failed(path, step);
        ::unlink(temporary.constData());
        return error;
    }
    if (!syncFolder(folder))
        return failed(folderPath, "fsync");
    sweepLeftOvers(path);
    return {};
}

core::Result<QByteArray> readPrivateFile(const QString &path, qsizetype maxBytes)
{
    // O_NONBLOCK: opening a planted FIFO would wait for ever.
    const Descriptor file(::open(QFile::encodeName(path).constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file.valid()) {
        if (errno == ENOENT)
            return storageError("file_missing", path);
        if (errno == ELOOP)
            return notOurs(path);
        return failed(path, "open");
    }
    struct stat info = {};
    if (::fstat(file.number(), &info) != 0)
        return failed(path, "fstat");
    if (!ours(info))
        return notOurs(path);
    if (info.st_size > maxBytes)
        return storageError("file_too_large", QStringLiteral("%1: %2 bytes, at most %3 are read").arg(path).arg(info.st_size).arg(maxBytes));
    // FAULTS 75: a restored backup may be wider; on a read-only disk it stays so.
    if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        static_cast<void>(::fchmod(file.number(), S_IRUSR | S_IWUSR));

    QByteArray contents(info.st_size, Qt::Uninitialized);
    qsizetype filled = 0;
    while (filled < contents.size()) {
        const ssize_t count = ::read(file.number(), contents.data() + filled, static_cast<std::size_t>(contents.size() - filled));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failed(path, "read");
        if (count == 0)
            break;
        filled += count;
    }
    contents.truncate(filled);
    return contents;
}

core::Result<void> removePrivateFile(const QString &path)
{
    if (::unlink(QFile::encodeName(path).constData()) != 0) {
        if (errno == ENOENT)
            return {};
        return failed(path, "unlink");
    }
    const QString folderPath = QFileInfo(path).path();
    const Descriptor folder(::open(QFile::encodeName(folderPath).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.valid() || !syncFolder(folder))
        return failed(folderPath, "fsync");
    return {};
}

QByteArray fileStamp(const QString &path)
{
    struct stat info = {};
    if (::lstat(QFile::encodeName(path).constData(), &info) != 0)
        return {};
#ifdef Q_OS_MACOS
    const timespec modified = info.st_mtimespec;
#else
    const timespec modified = info.st_mtim;
#endif
    return QByteArray::number(static_cast<qulonglong>(info.st_ino)) + ' ' + QByteArray::number(static_cast<qlonglong>(info.st_size)) + ' '
        + QByteArray::number(static_cast<qlonglong>(modified.tv_sec)) + '.' + QByteArray::number(static_cast<qlonglong>(modified.tv_nsec));
}

QByteArray settledStamp(const QString &path)
{
    constexpr qint64 coarsest = 20'000'000; // ns: kernels give all files of one tick the same time, and a tick may take 10 ms
    constexpr qint64 second = 1'000'000'000;
    struct stat info = {};
    if (::lstat(QFile::encodeName(path).constData(), &info) != 0)
        return {};
#ifdef Q_OS_MACOS
    const timespec changed = info.st_ctimespec;
#else
    const timespec changed = info.st_ctim;
#endif
    timespec now = {};
    ::clock_gettime(CLOCK_REALTIME, &now);
    if ((qint64(now.tv_sec) - changed.tv_sec) * second + (now.tv_nsec - changed.tv_nsec) <= coarsest)
        return {};
    QByteArray stamp = fileStamp(path);
    for (const qint64 part : {qint64(changed.tv_sec), qint64(changed.tv_nsec), qint64(info.st_mode), qint64(info.st_uid)})
        stamp += ' ' + QByteArray::number(part);
    return stamp;
}

} // namespace keyturn::storage
