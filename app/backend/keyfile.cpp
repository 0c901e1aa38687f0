// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/keyfile.h"

#include "backend/secretfile.h"
#include "core/json.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QLockFile>
#include <QMessageAuthenticationCode>
#include <QSaveFile>

#include <array>
#include <sys/stat.h>
#include <unistd.h>

namespace keyturn::backend {

namespace {

constexpr qsizetype maxKeyFile = 256 * 1024;
constexpr auto onlyOwner = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
constexpr std::chrono::seconds lockPatience(10);

constexpr std::array stateNames{std::pair{AccessKey::State::Next, "next"}, std::pair{AccessKey::State::Current, "current"},
                                std::pair{AccessKey::State::Retiring, "retiring"}};

core::Error failure(const char *code, const QString &detail)
{
    return {core::ErrorKind::Storage, QString::fromLatin1(code), detail};
}

std::optional<Instant> instantFrom(const QJsonValue &value)
{
    const QDateTime time = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    return time.isValid() ? std::optional(Instant(std::chrono::milliseconds(time.toMSecsSinceEpoch()))) : std::nullopt;
}

std::optional<AccessKey> accessKeyFrom(const QJsonObject &object)
{
    const auto key = SigningKey::fromJwk(object.value(QStringLiteral("jwk")).toObject());
    const auto createdAt = instantFrom(object.value(QStringLiteral("createdAt")));
    const auto retiredAt = instantFrom(object.value(QStringLiteral("retiredAt")));
    for (const auto &[state, name] : stateNames) {
        const bool timed = createdAt && (retiredAt || state != AccessKey::State::Retiring);
        if (key.ok() && timed && object.value(QStringLiteral("state")) == QLatin1String(name))
            return AccessKey{*key, state, *createdAt, retiredAt.value_or(Instant())};
    }
    return std::nullopt;
}

std::optional<AccessKeys> accessKeysFrom(const QJsonValue &value)
{
    if (value.isObject()) { // of a version that had one
        const auto key = SigningKey::fromJwk(value.toObject());
        return key.ok() ? std::optional(AccessKeys::only(*key)) : std::nullopt;
    }
    QList<AccessKey> keys;
    for (const QJsonValue &each : value.toArray()) {
        const auto key = accessKeyFrom(each.toObject());
        if (!key)
            return std::nullopt;
        keys.append(*key);
    }
    return AccessKeys::from(keys);
}

QJsonArray toJson(const AccessKeys &keys)
{
    QJsonArray list;
    for (const AccessKey &one : keys.all()) {
        QJsonObject object{{QStringLiteral("jwk"), one.key.privateJwk()}, {QStringLiteral("createdAt"), isoText(one.createdAt)}};
        for (const auto &[state, name] : stateNames) {
            if (state == one.state)
                object.insert(QStringLiteral("state"), QLatin1String(name));
        }
        if (one.state == AccessKey::State::Retiring)
            object.insert(QStringLiteral("retiredAt"), isoText(one.retiredAt));
        list.append(object);
    }
    return list;
}

/// Root may change the keys of a service that runs as somebody else, who has to read them still.
bool leaveToOwner(const QString &path, const QSaveFile &file)
{
    struct stat before = {};
    return ::stat(QFile::encodeName(path).constData(), &before) != 0 || before.st_uid == ::geteuid()
        || ::fchown(file.handle(), before.st_uid, before.st_gid) == 0;
}

core::Result<Keys> write(const QString &path, const Keys &keys)
{
    const QJsonObject content{{QStringLiteral("access"), toJson(keys.access)}, {QStringLiteral("google"), keys.google.privateJwk()}};
    QSaveFile file(path);
    const bool written = file.open(QIODevice::WriteOnly) && file.setPermissions(onlyOwner) && leaveToOwner(path, file)
        && file.write(QJsonDocument(content).toJson()) > 0 && file.commit();
    if (!written)
        return failure("keys_unwritable", QStringLiteral("%1 cannot be written: %2.").arg(file.fileName(), file.errorString()));
    return keys;
}

core::Result<Keys> create(const QString &path, Instant now, SigningKey::Algorithm signing)
{
    const auto access = SigningKey::generate(signing);
    const auto google = SigningKey::generate(SigningKey::Algorithm::Rs256);
    if (!access.ok() || !google.ok())
        return access.ok() ? google.error() : access.error();
    return write(path, {*AccessKeys::from({{*access, AccessKey::State::Current, now}}), *google});
}

core::Result<Keys> underLock(const QString &path, const std::function<core::Result<Keys>()> &work)
{
    QLockFile lock(path + QLatin1String(".lock"));
    lock.setStaleLockTime(std::chrono::seconds(0)); // a dead holder's goes, a live one's stays
    if (!lock.tryLock(std::chrono::milliseconds(lockPatience)))
        return failure("keys_locked",
                       QStringLiteral("%1 cannot be locked: another program is changing it, or the folder cannot be written.").arg(path));
    return work();
}

} // namespace

core::Result<Keys> readKeys(const QString &path)
{
    const core::Result<core::Secret> file = SecretFile::read(path, maxKeyFile);
    if (!file.ok())
        return failure("keys_unreadable", QStringLiteral("The key file ") + file.error().detail);
    const auto broken = failure("keys_unreadable", QStringLiteral("%1 is not a key file, or a broken one.").arg(path));
    const auto parsed = core::parseJsonObject(file->reveal().toByteArray(), maxKeyFile);
    if (!parsed.ok())
        return broken;
    const auto access = accessKeysFrom(parsed->value(QStringLiteral("access")));
    const auto google = SigningKey::fromJwk(parsed->value(QStringLiteral("google")).toObject());
    if (!access || !google.ok())
        return broken;
    return Keys{*access, *google};
}

core::Result<Keys> loadOrCreateKeys(const QString &path, Instant now, std::optional<SigningKey::Algorithm> signing)
{
    // The folder may be one that is only read, as the keys of several backends often are.
    if (QFile::exists(path)) {
        const auto keys = readKeys(path);
        if (!keys.ok() || !signing || keys->access.current().algorithm() == *signing)
            return keys;
    }
    return underLock(path, [&]() -> core::Result<Keys> {
        if (!QFile::exists(path))
            return create(path, now, signing.value_or(SigningKey::Algorithm::Hs256));
        const auto keys = readKeys(path);
        if (!keys.ok() || !signing || keys->access.current().algorithm() == *signing)
            return keys;
        const auto key = SigningKey::generate(*signing);
        return key.ok() ? write(path, {keys->access.rotatedTo(*key, now), keys->google}) : key.error();
    });
}

core::Result<Keys> changeAccessKeys(const QString &path, const KeyChange &change)
{
    return underLock(path, [&]() -> core::Result<Keys> {
        const auto keys = readKeys(path);
        if (!keys.ok())
            return keys;
        const auto changed = change(keys->access);
        return changed.ok() ? write(path, {*changed, keys->google}) : changed.error();
    });
}

KeyFileWatch::KeyFileWatch(const QString &path) : m_path(path), m_seen(stamp()) { }

KeyFileWatch::Stamp KeyFileWatch::stamp() const
{
    const QFileInfo file(m_path); // a new one each time: it keeps what it has seen
    return {file.lastModified(), file.size()};
}

std::optional<core::Result<AccessKeys>> KeyFileWatch::changed()
{
    const Stamp now = stamp();
    if (now == m_seen)
        return std::nullopt;
    m_seen = now;
    const auto keys = readKeys(m_path);
    return keys.ok() ? core::Result<AccessKeys>(keys->access) : core::Result<AccessKeys>(keys.error());
}

core::Secret sharedSecret(const Keys &keys, QByteArrayView purpose)
{
    QByteArray key = QJsonDocument(keys.google.privateJwk()).toJson(QJsonDocument::Compact);
    const QByteArray mac = QMessageAuthenticationCode::hash(purpose.toByteArray(), key, QCryptographicHash::Sha256);
    core::wipe(key);
    return core::Secret(mac.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

} // namespace keyturn::backend
