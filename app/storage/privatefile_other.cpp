// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
// Where there are no POSIX owners: the user's profile folder carries its own access list, QSaveFile replaces as a whole.
#include "core/paths.h"
#include "storage/privatefile.h"
#include "storage/storageerror.h"

#include <QDateTime>
#include <QFileInfo>
#include <QSaveFile>

namespace keyturn::storage {

namespace {

bool linked(const QString &path)
{
    const QFileInfo info(path);
    return info.isSymLink() || info.isJunction() || (info.exists() && !info.isFile());
}

core::Error notOurs(const QString &path)
{
    return storageError("file_not_ours", QStringLiteral("%1 is a link or not a plain file").arg(path));
}

} // namespace

core::Result<void> writePrivateFile(const QString &path, const QByteArray &contents)
{
    if (const core::Result<void> made = core::ensurePrivateDirectory(QFileInfo(path).path()); !made.ok())
        return made;
    if (linked(path))
        return notOurs(path);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(contents) != contents.size() || !file.commit())
        return storageError("disk_failed", QStringLiteral("%1: %2").arg(path, file.errorString()));
    return {};
}

core::Result<QByteArray> readPrivateFile(const QString &path, qsizetype maxBytes)
{
    if (linked(path))
        return notOurs(path);
    QFile file(path);
    if (!file.exists())
        return storageError("file_missing", path);
    if (!file.open(QIODevice::ReadOnly))
        return storageError("disk_failed", QStringLiteral("%1: %2").arg(path, file.errorString()));
    if (file.size() > maxBytes)
        return storageError("file_too_large", QStringLiteral("%1: %2 bytes, at most %3 are read").arg(path).arg(file.size()).arg(maxBytes));
    return file.read(maxBytes);
}

core::Result<void> removePrivateFile(const QString &path)
{
    QFile file(path);
    if (file.exists() && !file.remove())
        return storageError("disk_failed", QStringLiteral("%1: %2").arg(path, file.errorString()));
    return {};
}

QByteArray fileStamp(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists())
        return {};
    return QByteArray::number(info.size()) + ' ' + QByteArray::number(info.lastModified().toMSecsSinceEpoch());
}

QByteArray settledStamp(const QString &path)
{
    constexpr qint64 coarsest = 20; // ms, of a file's times
    const QDateTime changed = QFileInfo(path).lastModified();
    return changed.isValid() && changed.msecsTo(QDateTime::currentDateTimeUtc()) > coarsest ? fileStamp(path) : QByteArray();
}

} // namespace keyturn::storage
