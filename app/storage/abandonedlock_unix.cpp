// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/abandonedlock.h"

#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>

#include <ctime>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace keyturn::storage {

namespace {

/// Longer than QLockFile takes from making the file to locking it, seconds.
constexpr std::time_t youngest = 2;

bool isNetworkDisk(const QString &path)
{
    const QByteArray type = QStorageInfo(QFileInfo(path).path()).fileSystemType();
    for (const char *network : {"nfs", "cifs", "smb", "fuse", "9p", "afs", "ceph", "gfs", "ocfs", "lustre", "glusterfs"}) {
        if (type.startsWith(network))
            return true;
    }
    return false;
}

class Descriptor
{
public:
    explicit Descriptor(int descriptor) : m_descriptor(descriptor) { }
    ~Descriptor()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    [[nodiscard]] int get() const { return m_descriptor; }

private:
    int m_descriptor;
};

} // namespace

bool removeAbandonedLock(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    const Descriptor file(::open(name.constData(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
    if (file.get() < 0 || ::flock(file.get(), LOCK_EX | LOCK_NB) != 0)
        return false;
    struct stat locked = {};
    struct stat there = {};
    const bool same =
        ::fstat(file.get(), &locked) == 0 && ::lstat(name.constData(), &there) == 0 && locked.st_ino == there.st_ino && locked.st_dev == there.st_dev;
    const bool young = std::time(nullptr) - locked.st_mtime < youngest && std::time(nullptr) >= locked.st_mtime;
    // Whoever else finds it abandoned waits for this flock, and then sees that the path names another file, or none.
    return same && !young && !isNetworkDisk(path) && ::unlink(name.constData()) == 0;
}

} // namespace keyturn::storage
