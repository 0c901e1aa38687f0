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
    const QJsonObject object{{QStringLiteral("version"), 1},
                             {QStringLiteral("spent"), static_cast<qint64>(rotation.spent)},
                             {QStringLiteral("next"), static_cast<qint64>(rotation.next)}};
    return storage::writePrivateFile(path(id), QJsonDocument(object).toJson(QJsonDocument::Compact));
}

core::Result<void> RotationJournal::finish(const model::AccountId &id) const
{
    return storage::removePrivateFile(path(id));
}

std::optional<PendingRotation> RotationJournal::pending(const model::AccountId &id) const
{
    const core::Result<QByteArray> text = storage::readPrivateFile(path(id), 4096);
    if (!text.ok())
        return std::nullopt;
    const core::Result<QJsonObject> object = core::parseJsonObject(*text, 4096);
    if (!object.ok())
        return std::nullopt;
    const qint64 spent = object->value(QStringLiteral("spent")).toInteger(-1);
    const qint64 next = object->value(QStringLiteral("next")).toInteger(-1);
    if (spent < 0 || next != spent + 1)
        return std::nullopt;
    return PendingRotation{static_cast<quint64>(spent), static_cast<quint64>(next)};
}

QList<model::AccountId> RotationJournal::accounts() const
{
    QList<model::AccountId> ids;
    for (const QFileInfo &file : QDir(m_directory).entryInfoList({QStringLiteral("*.json")}, QDir::Files))
        ids.append(model::AccountId(file.completeBaseName()));
    return ids;
}

} // namespace keyturn::tokens
