// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "storage/entrycodec.h"

#include "storage/storageerror.h"

#include <QCryptographicHash>

#include <algorithm>

namespace keyturn::storage {

namespace {

const QByteArray format = QByteArrayLiteral("keyturn1");

core::Error foreign(const SecretKey &key, const char *why)
{
    return storageError("keychain_failed", QStringLiteral("entry %1: %2").arg(key.toString(), QString::fromLatin1(why)));
}

QByteArray digestOf(QByteArrayView base64)
{
    return QCryptographicHash::hash(base64, QCryptographicHash::Sha256).left(16).toHex();
}

QByteArray firstLine(const SecretKey &key, qsizetype parts, const QByteArray &digest)
{
    return format + ' ' + QByteArray::number(parts) + ' ' + digest + ' ' + key.toString().toUtf8() + '\n';
}

struct Head {
    int parts = 0;
    QByteArray digest;
    qsizetype bodyAt = 0;
};

core::Result<Head> parseHead(const SecretKey &key, const core::Secret &head)
{
    const QByteArrayView text = head.reveal();
    const qsizetype end = text.indexOf('\n');
    if (end < 0)
        return foreign(key, "not in our format");
    const QList<QByteArray> words = text.first(end).toByteArray().split(' ');
    if (words.size() != 4 || words.at(0) != format)
        return foreign(key, "not in our format");
    if (words.at(3) != key.toString().toUtf8())
        return foreign(key, "belongs to another slot");
    bool number = false;
    const int parts = words.at(1).toInt(&number);
    if (!number || parts < 1 || parts > maxEntryParts)
        return foreign(key, "an impossible number of parts");
    return Head{parts, words.at(2), end + 1};
}

} // namespace

QString entryName(const SecretKey &key, int index)
{
    return index == 0 ? key.toString() : key.toString() + u'#' + QString::number(index);
}

core::Result<QList<core::Secret>> encodeEntries(const SecretKey &key, const core::Secret &value, qsizetype maxEntryBytes)
{
    QByteArray base64 = value.reveal().toByteArray().toBase64(); // no NUL, which some keychains cut at
    const QByteArray digest = digestOf(base64);
    const qsizetype lineSize = firstLine(key, maxEntryParts, digest).size(); // the longest it can be
    const qsizetype firstRoom = std::max<qsizetype>(0, maxEntryBytes - lineSize);
    const qsizetype rest = std::max<qsizetype>(0, base64.size() - firstRoom);
    const qsizetype parts = 1 + (rest + maxEntryBytes - 1) / maxEntryBytes;
    if (parts > maxEntryParts || lineSize > maxEntryBytes)
        return foreign(key, "too long for this keychain");
    QList<core::Secret> texts;
    QByteArray head = firstLine(key, parts, digest) + base64.first(std::min(firstRoom, base64.size()));
    texts.append(core::Secret::take(std::move(head)));
    for (qsizetype at = firstRoom; at < base64.size(); at += maxEntryBytes)
        texts.append(core::Secret(QByteArrayView(base64).sliced(at, std::min(maxEntryBytes, base64.size() - at))));
    core::wipe(base64);
    return texts;
}

core::Result<int> entryParts(const SecretKey &key, const core::Secret &head)
{
    const core::Result<Head> parsed = parseHead(key, head);
    if (!parsed.ok())
        return parsed.error();
    return parsed->parts;
}

core::Result<core::Secret> decodeEntries(const SecretKey &key, const QList<core::Secret> &texts)
{
    if (texts.isEmpty())
        return foreign(key, "no parts");
    const core::Result<Head> head = parseHead(key, texts.first());
    if (!head.ok())
        return head.error();
    QByteArray base64 = texts.first().reveal().sliced(head->bodyAt).toByteArray();
    for (qsizetype i = 1; i < texts.size(); ++i)
        base64.append(texts.at(i).reveal());
    if (texts.size() != head->parts || digestOf(base64) != head->digest) {
        core::wipe(base64);
        return foreign(key, "its parts do not belong together");
    }
    QByteArray::FromBase64Result decoded = QByteArray::fromBase64Encoding(base64, QByteArray::AbortOnBase64DecodingErrors);
    core::wipe(base64);
    if (!decoded)
        return foreign(key, "not base64");
    return core::Secret::take(std::move(*decoded));
}

} // namespace keyturn::storage
