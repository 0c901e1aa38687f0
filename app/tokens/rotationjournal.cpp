// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "tokens/rotationjournal.h"

#include "core/json.h"
#include "storage/privatefile.h"

#include <QDir>
#include <QJsonDocument>

namespace keyturn::tokens {

QString RotationJournal::path(const model::AccountId &id) const
{
    return m_directory + u'/' + id.toString() + QLatin1String(".json");
}

core::Result<void> RotationJournal::begin(const model::AccountId &id, const PendingRotation &rotation) const
{
    QJsonObject object{{QStringLiteral("version"), 1},
                       {QStringLiteral("spent"), static_cast<qint64>(rotation.spent)},
                       {QStringLiteral("next"), static_cast<qint64>(rotation.next)}};
    if (rotation.discard)
        object.insert(QStringLiteral("discard"), true);
    if (!m_store.isEmpty())
        object.insert(QStringLiteral("store"), m_store);
    return storage::writePrivateFile(path(id), QJsonDocument(object).toJson(QJsonDocument::Compact));
}

core::Result<void> RotationJournal::finish(const model::AccountId &id) const
{
    if (!pending(id, 0)) // or another store's
        return {};
    return storage::removePrivateFile(path(id));
}

std::optional<PendingRotation> RotationJournal::pending(const model::AccountId &id, quint64 recorded) const
{
    const PendingRotation unreadable{recorded, recorded + 1};
    const core::Result<QByteArray> text = storage::readPrivateFile(path(id), 4096);
    if (!text.ok())
        return text.error().code == QLatin1String("file_missing") ? std::nullopt : std::optional(unreadable);
    const core::Result<QJsonObject> object = core::parseJsonObject(*text, 4096);
    if (!object.ok())
        return unreadable;
    if (const QString store = object->value(QStringLiteral("store")).toString(); !store.isEmpty() && store != m_store)
        return std::nullopt;
    const qint64 spent = object->value(QStringLiteral("spent")).toInteger(-1);
    const qint64 next = object->value(QStringLiteral("next")).toInteger(-1);
    if (spent < 0 || next != spent + 1)
        return unreadable;
    return PendingRotation{static_cast<quint64>(spent), static_cast<quint64>(next), object->value(QStringLiteral("discard")).toBool()};
}

QList<model::AccountId> RotationJournal::accounts() const
{
    QList<model::AccountId> ids;
    for (const QFileInfo &file : QDir(m_directory).entryInfoList({QStringLiteral("*.json")}, QDir::Files)) {
        if (const model::AccountId id(file.completeBaseName()); pending(id, 0))
            ids.append(id);
    }
    return ids;
}

} // namespace keyturn::tokens
