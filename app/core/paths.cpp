// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/paths.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

namespace keyturn::core {

namespace {

#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
/// XDG Base Directory specification: a relative path in these variables is invalid and ignored.
QString xdg(const char *variable, const QString &fallbackBelowHome)
{
    const QString value = qEnvironmentVariable(variable);
    const QString base = QDir::isAbsolutePath(value) ? value : QDir::homePath() + fallbackBelowHome;
    return QDir::cleanPath(base) + QLatin1String("/keyturn");
}
#else
QString withKeyturn(QStandardPaths::StandardLocation location)
{
    return QStandardPaths::writableLocation(location) + QLatin1String("/keyturn");
}
#endif

bool ownedByUs(const QFileInfo &info)
{
#ifdef Q_OS_UNIX
    return info.ownerId() == geteuid();
#else
    Q_UNUSED(info)
    return true; // the folders below the user's profile carry its access list
#endif
}

/// A new folder outlives a power cut for certain once the one above it is synced; else all that is synced in it may go with it.
void syncFolder(const QString &folder)
{
#ifdef Q_OS_UNIX
    const int file = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0)
        return;
    static_cast<void>(::fsync(file)); // some network file systems cannot
    ::close(file);
#else
    Q_UNUSED(folder)
#endif
}

} // namespace

Paths pathsFromEnvironment()
{
    Paths paths;
    const QString home = qEnvironmentVariable("KEYTURN_HOME");
    if (!home.isEmpty()) {
        const QString base = QDir::cleanPath(QDir(home).absolutePath());
        paths = {base + QLatin1String("/config"), base + QLatin1String("/data"), base + QLatin1String("/state"), base + QLatin1String("/cache"), {}};
    } else {
#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
        paths = {xdg("XDG_CONFIG_HOME", QStringLiteral("/.config")),
                 xdg("XDG_DATA_HOME", QStringLiteral("/.local/share")),
                 xdg("XDG_STATE_HOME", QStringLiteral("/.local/state")),
                 xdg("XDG_CACHE_HOME", QStringLiteral("/.cache")),
                 {}};
#else
        const QString data = withKeyturn(QStandardPaths::GenericDataLocation);
        paths = {withKeyturn(QStandardPaths::GenericConfigLocation),
                 data,
                 data + QLatin1String("/state"),
                 withKeyturn(QStandardPaths::GenericCacheLocation),
                 {}};
#endif
    }
#ifdef Q_OS_UNIX
    paths.systemConfig = {QStringLiteral("/etc/xdg/keyturn"), QStringLiteral("/usr/share/keyturn")};
#endif
    return paths;
}

Result<void> ensurePrivateDirectory(const QString &directory)
{
    constexpr auto onlyOwner = QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner;
    const QFileInfo before(directory);
    if (before.isSymLink() || (before.exists() && (!before.isDir() || !ownedByUs(before))))
        return Error{ErrorKind::Storage, QStringLiteral("dir_not_owned"),
                     QStringLiteral("%1 is a link, not a folder, or belongs to another user").arg(directory)};
    if (!before.exists()) {
        const QString parent = QFileInfo(directory).path();
        if (parent != directory && !QFileInfo::exists(parent)) {
            if (const Result<void> made = ensurePrivateDirectory(parent); !made.ok())
                return made;
        }
        // The mode goes with the creation: a folder that is narrowed afterwards was open for a moment.
        const bool made = QDir().mkdir(directory, onlyOwner);
        if (!made && !QFileInfo(directory).isDir())
            return Error{ErrorKind::Storage, QStringLiteral("dir_not_writable"), QStringLiteral("%1 could not be made").arg(directory)};
        syncFolder(parent);
        return {};
    }
    const QFileDevice::Permissions others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ExeGroup | QFileDevice::ReadOther
        | QFileDevice::WriteOther | QFileDevice::ExeOther;
    if ((before.permissions() & others) != 0 && !QFile::setPermissions(directory, onlyOwner))
        return Error{ErrorKind::Storage, QStringLiteral("dir_not_writable"), QStringLiteral("%1 could not be made private").arg(directory)};
    return {};
}

} // namespace keyturn::core
