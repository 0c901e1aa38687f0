// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/outputfile.h"

#include <QSaveFile>

namespace keyturn::cli {

namespace {

core::Error failure(const QSaveFile &file)
{
    return {core::ErrorKind::Storage, QStringLiteral("disk_failed"), file.fileName() + QLatin1String(": ") + file.errorString()};
}

} // namespace

core::Result<void> checkWritable(const QString &path)
{
    QSaveFile file(path); // never committed
    return file.open(QIODevice::WriteOnly) ? core::Result<void>() : core::Result<void>(failure(file));
}

core::Result<void> writeOutput(const QString &path, const QByteArray &contents)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(contents) != contents.size() || !file.commit())
        return failure(file);
    return {};
}

} // namespace keyturn::cli
