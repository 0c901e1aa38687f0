// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/profiles/profilefile.h"

#include "model/profilereader.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStringDecoder>

namespace keyturn::composition {

namespace {

bool isText(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(bytes);
    // A text that was cut at the limit may end in the midst of a character: that one does not count as an error.
    return !decoder.hasError() && !text.contains(QChar(QChar::Null));
}

core::Error configuration(const char *code, const QString &path, const QString &why)
{
    return {core::ErrorKind::Configuration, QString::fromLatin1(code), QStringLiteral("%1: %2").arg(path, why)};
}

} // namespace

core::Result<QByteArray> readProfileFile(const QString &path)
{
    // A pipe or a device might never come to an end.
    if (const QFileInfo info(path); info.exists() && !info.isFile() && !info.isDir())
        return configuration("profile_unreadable", path, QStringLiteral("it is not a file"));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return configuration("profile_unreadable", path, file.errorString());
    QByteArray bytes = file.read(model::maxProfileBytes + 1);
    if (file.error() != QFileDevice::NoError)
        return configuration("profile_unreadable", path, file.errorString());
    if (!isText(bytes))
        return configuration("profile_not_text", path, QStringLiteral("it is no text in UTF-8"));
    return bytes;
}

core::Result<void> writeProfileFile(const QString &path, const QByteArray &json)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(json) != json.size() || !file.commit())
        return core::Error{core::ErrorKind::Storage, QStringLiteral("disk_failed"), QStringLiteral("%1: %2").arg(path, file.errorString())};
    return {};
}

} // namespace keyturn::composition
