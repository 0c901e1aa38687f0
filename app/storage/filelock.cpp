// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/filelock.h"

#include "core/paths.h"
#include "storage/abandonedlock.h"
#include "storage/storageerror.h"

#include <QFile>
#include <QFileInfo>

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

core::Error lockError(const QLockFile &lock)
{
    if (lock.error() == QLockFile::LockFailedError)
        return storageError("lock_timeout", QStringLiteral("%1 is held by another process").arg(lock.fileName()));
    return storageError("disk_failed", QStringLiteral("%1 could not be made").arg(lock.fileName()));
}

/// FAULTS 109: QLockFile leaves its file's mode to the umask. The folder keeps others out, until somebody opens that.
bool locked(QLockFile &lock, std::chrono::milliseconds patience)
{
    if (!lock.tryLock(static_cast<int>(patience.count())))
        return false;
    QFile::setPermissions(lock.fileName(), QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    return true;
}

/// At once or not at all.
bool lockNow(QLockFile &lock)
{
    constexpr std::chrono::milliseconds atOnce{0};
    if (locked(lock, atOnce))
        return true;
    return lock.error() == QLockFile::LockFailedError && removeAbandonedLock(lock.fileName()) && locked(lock, atOnce);
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
    if (attempt.lock->error() != QLockFile::LockFailedError || attempt.clock.monotonic() >= attempt.deadline) {
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
    if (!lockNow(*lock) && !locked(*lock, patience))
        return lockError(*lock);
    return FileLock(std::move(lock));
}

} // namespace keyturn::storage
