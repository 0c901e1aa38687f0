// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/keyfile.h"

#include "core/json.h"

#include <QFile>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>
#include <QTemporaryFile>

#include <cerrno>
#include <unistd.h>

namespace keyturn::backend {

namespace {

constexpr qsizetype maxKeyFile = 64 * 1024;
constexpr auto onlyOwner = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

core::Error failure(const char *code, const QString &detail)
{
    return {core::ErrorKind::Storage, QString::fromLatin1(code), detail};
}

core::Result<Keys> read(QFile &file)
{
    const auto broken = failure("keys_unreadable", QStringLiteral("%1 is not a readable key file.").arg(file.fileName()));
    if (!file.open(QIODevice::ReadOnly) || !file.setPermissions(onlyOwner))
        return broken;
    const auto parsed = core::parseJsonObject(file.read(maxKeyFile + 1), maxKeyFile);
    if (!parsed.ok())
        return broken;
    const auto access = SigningKey::fromJwk(parsed->value(QStringLiteral("access")).toObject());
    const auto google = SigningKey::fromJwk(parsed->value(QStringLiteral("google")).toObject());
    if (!access.ok() || !google.ok())
        return broken;
    return Keys{*access, *google};
}

} // namespace

core::Result<Keys> loadOrCreateKeys(const QString &path)
{
    QFile existing(path);
    if (existing.exists())
        return read(existing);
    const auto access = SigningKey::generate(SigningKey::Algorithm::Hs256);
    const auto google = SigningKey::generate(SigningKey::Algorithm::Rs256);
    if (!access.ok() || !google.ok())
        return access.ok() ? google.error() : access.error();
    const QJsonObject content{{QStringLiteral("access"), access->privateJwk()}, {QStringLiteral("google"), google->privateJwk()}};
    QTemporaryFile file(path + QLatin1String(".XXXXXX"));
    const bool written = file.open() && file.setPermissions(onlyOwner) && file.write(QJsonDocument(content).toJson()) > 0 && file.flush()
        && ::fsync(file.handle()) == 0;
    // A link, not a new name: it fails where another backend was faster, whose keys are ours then.
    if (!written || (::link(QFile::encodeName(file.fileName()).constData(), QFile::encodeName(path).constData()) != 0 && errno != EEXIST))
        return failure("keys_unwritable",
                       QStringLiteral("%1 cannot be written: %2.").arg(path, written ? qt_error_string(errno) : file.errorString()));
    return read(existing);
}

core::Secret sharedSecret(const Keys &keys, QByteArrayView purpose)
{
    QByteArray key = QJsonDocument(keys.google.privateJwk()).toJson(QJsonDocument::Compact);
    const QByteArray mac = QMessageAuthenticationCode::hash(purpose.toByteArray(), key, QCryptographicHash::Sha256);
    core::wipe(key);
    return core::Secret(mac.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

} // namespace keyturn::backend
