// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/filelock.h"

#include "core/paths.h"
#include "storage/abandonedlock.h"
#include "storage/storageerror.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QFileInfo>
#include <QSysInfo>
#include <QThread>

#ifdef Q_OS_LINUX
#include <cerrno>
#include <csignal>
#include <unistd.h>
#endif

namespace keyturn::storage {

namespace {

constexpr std::chrono::milliseconds pollInterval{10};

/// FAULTS 96, 97: stale by time never, a slow holder is still a holder; stale by pid (and program name) at once, and by the kernel's word.
std::shared_ptr<QLockFile> lockFile(const QString &path)
{
    auto lock = std::make_shared<QLockFile>(path);
    lock->setStaleLockTime(0);
    return lock;
}

/// Another one holds it: NoError where not even a try was worth it.
bool isHeld(const QLockFile &lock)
{
    return lock.error() == QLockFile::LockFailedError || lock.error() == QLockFile::NoError;
}

core::Error lockError(const QLockFile &lock)
{
    if (isHeld(lock))
        return storageError("lock_timeout", QStringLiteral("%1 is held by another process").arg(lock.fileName()));
    return storageError("disk_failed", QStringLiteral("%1 could not be made").arg(lock.fileName()));
}

/// FAULTS 109: QLockFile leaves its file's mode to the umask. The folder keeps others out, until somebody opens that.
bool locked(QLockFile &lock)
{
    if (!lock.tryLock(0))
        return false;
    QFile::setPermissions(lock.fileName(), QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    return true;
}

/// Of a process that lets nobody trace it, as all of ours in a build for use, QLockFile may not read which program it is, and takes it for dead: it
/// would put a second lock beside the first and sync it to disk each time it is asked, and take the lock where the disk knows no flock(2) (FAULTS 97,
/// 108).
bool isHolderHidden(const QLockFile &lock)
{
#ifdef Q_OS_LINUX
    qint64 pid = 0;
    QString host;
    QString program;
    if (!lock.getLockInfo(&pid, &host, &program) || pid <= 0 || host != QSysInfo::machineHostName())
        return false;
    char name[1];
    const QByteArray link = "/proc/" + QByteArray::number(pid) + "/exe";
    return ::kill(static_cast<pid_t>(pid), 0) == 0 && ::readlink(link.constData(), name, sizeof name) < 0 && errno == EACCES;
#else
    Q_UNUSED(lock)
    return false;
#endif
}

/// At once or not at all.
bool lockNow(QLockFile &lock)
{
    if (!isHolderHidden(lock)) {
        if (locked(lock))
            return true;
        if (lock.error() != QLockFile::LockFailedError)
            return false;
    }
    return removeAbandonedLock(lock.fileName()) && locked(lock);
}

struct Attempt {
    core::Clock &clock;
    std::shared_ptr<QLockFile> lock;
    std::chrono::milliseconds deadline;
    QObject *context;
    core::Promise<std::shared_ptr<QLockFile>> promise;
};

void tryOnce(const Attempt &attempt)
{
    if (lockNow(*attempt.lock)) {
        attempt.promise.finish(attempt.lock);
        return;
    }
    if (!isHeld(*attempt.lock) || attempt.clock.monotonic() >= attempt.deadline) {
        attempt.promise.finish(lockError(*attempt.lock));
        return;
    }
    attempt.clock.callAfter(pollInterval, attempt.context, [attempt] { tryOnce(attempt); });
}

} // namespace

core::Async<FileLock> FileLock::acquire(core::Clock &clock, const QString &path, std::chrono::milliseconds patience, QObject *context)
{
    if (const core::Result<void> made = core::ensurePrivateDirectory(QFileInfo(path).path()); !made.ok())
        return core::ready<FileLock>(made.error());
    const Attempt attempt{clock, lockFile(path), clock.monotonic() + patience, context, {}};
    tryOnce(attempt);
    return core::chain(attempt.promise.future(), context,
                       [](std::shared_ptr<QLockFile> lock) { return core::Result<FileLock>(FileLock(std::move(lock))); });
}

core::Result<FileLock> FileLock::acquireNow(const QString &path, std::chrono::milliseconds patience)
{
    if (const core::Result<void> made = core::ensurePrivateDirectory(QFileInfo(path).path()); !made.ok())
        return made.error();
    std::shared_ptr<QLockFile> lock = lockFile(path);
    // Not QLockFile's own waiting: what a holder left that died before it wrote its pid is seen to be abandoned by lockNow() alone, after a while.
    const QDeadlineTimer deadline(patience);
    while (!lockNow(*lock)) {
        if (!isHeld(*lock) || deadline.hasExpired())
            return lockError(*lock);
        QThread::msleep(static_cast<unsigned long>(pollInterval.count()));
    }
    return FileLock(std::move(lock));
}

} // namespace keyturn::storage
