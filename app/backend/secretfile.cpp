// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/secretfile.h"

#include "backend/usage.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <sys/stat.h>

namespace keyturn::backend {

namespace {

const QString containerSecrets = QStringLiteral("/run/secrets");

/// Whether the file that @p path leads to is below @p folder.
bool isBelow(const QString &path, const QString &folder)
{
    const QString place = QFileInfo(folder).canonicalFilePath();
    return !place.isEmpty() && QFileInfo(path).canonicalFilePath().startsWith(place.endsWith(u'/') ? place : place + u'/');
}

/// The bits of the mode that somebody else than the owner must not have.
mode_t forbidden(const QString &path, SecretFile::Readers readers)
{
    if (isBelow(path, containerSecrets))
        return S_IWGRP | S_IWOTH;
    const QString credentials = qEnvironmentVariable("CREDENTIALS_DIRECTORY");
    const bool group = readers == SecretFile::Readers::OwnerAndGroup || (QDir::isAbsolutePath(credentials) && isBelow(path, credentials));
    return group ? S_IWGRP | S_IXGRP | S_IRWXO : S_IRWXG | S_IRWXO;
}

/// All of it, from a file or a pipe (`<(pass show …)`); one byte more than @p most where there are more.
QByteArray allOf(QFile &file, qsizetype most)
{
    QByteArray content;
    content.reserve(most + 1); // so that no part of it is left behind where it grew
    while (content.size() <= most) {
        QByteArray part = file.read(most + 1 - content.size());
        if (part.isEmpty())
            break;
        content += part;
        core::wipe(part);
    }
    return content;
}

} // namespace

core::Result<SecretFile> SecretFile::open(const QString &path, qsizetype most, Readers readers)
{
    QFile file(path);
    struct stat status = {};
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered) || ::fstat(file.handle(), &status) != 0)
        return usage(QStringLiteral("%1 cannot be read: %2.").arg(path, file.errorString()));
    const auto tooLong = usage(QStringLiteral("%1 is too long; it may have %2 bytes.").arg(path).arg(most));
    if (S_ISREG(status.st_mode) && status.st_size > most)
        return tooLong;
    const bool exposed = (status.st_mode & forbidden(path, readers)) != 0;
    QByteArray content = allOf(file, most);
    const bool more = content.size() > most;
    core::Secret secret = core::Secret::take(std::move(content));
    if (file.error() != QFile::NoError)
        return usage(QStringLiteral("%1 cannot be read: %2.").arg(path, file.errorString()));
    return more ? core::Result<SecretFile>(tooLong) : SecretFile(path, std::move(secret), readers, exposed);
}

core::Result<core::Secret> SecretFile::read(const QString &path, qsizetype most, Readers readers)
{
    const core::Result<SecretFile> file = open(path, most, readers);
    if (!file.ok())
        return file.error();
    const core::Result<void> ours = file->isOurs();
    return ours.ok() ? core::Result<core::Secret>(file->content()) : ours.error();
}

core::Result<void> SecretFile::isOurs() const
{
    if (!m_exposed)
        return {};
    if (m_readers == Readers::OwnerAndGroup)
        return usage(QStringLiteral("%1 holds a secret, and others than its owner and group may read it, or its group may write it; chmod 640 %1 "
                                    "ends that, or chmod 600 %1 where the owner alone is to read it.")
                         .arg(m_path));
    return usage(QStringLiteral("%1 holds a secret, and others than its owner may read or write it; chmod 600 %1 ends that.").arg(m_path));
}

QString firstLineOf(const core::Secret &content)
{
    return QString::fromUtf8(content.reveal()).section(u'\n', 0, 0).trimmed();
}

} // namespace keyturn::backend
