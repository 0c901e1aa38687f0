// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "inspection/members.h"

#include "core/json.h"
#include "core/jsonplaces.h"

#include <QJsonArray>

#include <algorithm>

namespace keyturn::inspection {

namespace {

QString pointerTo(QString name)
{
    return u'/' + name.replace(u'~', QStringLiteral("~0")).replace(u'/', QStringLiteral("~1"));
}

QString written(const QJsonValue &value, const core::JsonPlace &place, QByteArrayView json)
{
    if (value.isString())
        return value.toString();
    if (!place.isContainer)
        return QString::fromUtf8(json.sliced(place.start, place.end - place.start));
    const QJsonDocument document = value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    return QString::fromUtf8(document.toJson(QJsonDocument::Compact));
}

} // namespace

core::Result<Members> readMembers(QByteArrayView json, qsizetype maxBytes)
{
    const core::Result<QJsonObject> object = core::parseJsonObject(json, maxBytes);
    if (!object.ok())
        return object.error();
    const QHash<QString, core::JsonPlace> places = core::jsonPlaces(json);
    QList<std::pair<qsizetype, Member>> found;
    for (auto it = object->begin(); it != object->end(); ++it) {
        const core::JsonPlace place = places.value(pointerTo(it.key()));
        found.append({place.start, Member{it.key(), it.value(), written(it.value(), place, json)}});
    }
    std::sort(found.begin(), found.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    Members members;
    members.object = *object;
    for (const auto &[start, member] : found)
        members.list.append(member);
    return members;
}

} // namespace keyturn::inspection
