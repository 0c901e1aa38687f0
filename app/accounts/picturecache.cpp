// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/picturecache.h"

#include "accounts/picturefetcher.h"
#include "core/json.h"
#include "core/logging.h"
#include "storage/privatefile.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonObject>

namespace keyturn::accounts {

namespace {

constexpr qsizetype maxHead = 4096;
const QString ending = QStringLiteral(".picture");

QString digest(const QByteArray &text)
{
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex().left(32));
}

QString prefixOf(const model::AccountId &id)
{
    return digest(id.toString().toUtf8()) + u'-';
}

QFileInfoList filesIn(const QString &directory, const QString &prefix)
{
    return QDir(directory).entryInfoList({prefix + u'*' + ending}, QDir::Files | QDir::Hidden, QDir::Time | QDir::Reversed);
}

void removeFile(const QString &path)
{
    if (const core::Result<void> removed = storage::removePrivateFile(path); !removed.ok())
        qCInfo(core::lcAccounts) << "a kept picture could not be removed:" << removed.error().code;
}

} // namespace

QString PictureCache::path(const model::Account &account) const
{
    return m_directory + u'/' + prefixOf(account.id) + digest(account.identity.picture.toEncoded()) + ending;
}

/// One line of JSON, then the picture.
std::optional<KeptPicture> PictureCache::find(const model::Account &account) const
{
    const core::Result<QByteArray> contents = storage::readPrivateFile(path(account), PictureFetcher::longest + maxHead);
    const qsizetype end = contents.ok() ? contents->indexOf('\n') : -1;
    if (end < 0)
        return std::nullopt;
    const core::Result<QJsonObject> head = core::parseJsonObject(contents->first(end), maxHead);
    if (!head.ok())
        return std::nullopt;
    KeptPicture picture;
    picture.checkedAt = QDateTime::fromString(head->value(QLatin1String("checkedAt")).toString(), Qt::ISODateWithMs).toUTC();
    picture.failed = head->value(QLatin1String("failed")).toBool();
    picture.etag = head->value(QLatin1String("etag")).toString().toLatin1();
    picture.bytes = contents->sliced(end + 1);
    return picture;
}

void PictureCache::keep(const model::Account &account, const KeptPicture &picture) const
{
    QJsonObject head{{QStringLiteral("checkedAt"), picture.checkedAt.toUTC().toString(Qt::ISODateWithMs)}};
    if (picture.failed)
        head.insert(QStringLiteral("failed"), true);
    if (!picture.etag.isEmpty())
        head.insert(QStringLiteral("etag"), QString::fromLatin1(picture.etag));
    const QString file = path(account);
    const QByteArray line = QJsonDocument(head).toJson(QJsonDocument::Compact);
    if (const core::Result<void> kept = storage::writePrivateFile(file, line + '\n' + picture.bytes); !kept.ok())
        qCInfo(core::lcAccounts) << "a picture could not be kept:" << kept.error().code;
    removeOthers(account.id, file);
    shrink();
}

void PictureCache::remove(const model::AccountId &id) const
{
    removeOthers(id, {});
}

void PictureCache::removeOthers(const model::AccountId &id, const QString &but) const
{
    for (const QFileInfo &file : filesIn(m_directory, prefixOf(id))) {
        if (file.filePath() != but)
            removeFile(file.filePath());
    }
}

void PictureCache::removeAll() const
{
    for (const QFileInfo &file : filesIn(m_directory, {}))
        removeFile(file.filePath());
    QDir().rmdir(m_directory);
}

void PictureCache::shrink() const
{
    const QFileInfoList files = filesIn(m_directory, {});
    qint64 total = 0;
    for (const QFileInfo &file : files)
        total += file.size();
    for (const QFileInfo &file : files) {
        if (total <= m_most)
            return;
        total -= file.size();
        removeFile(file.filePath());
    }
}

} // namespace keyturn::accounts
