// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/draftjson.h"

#include <QJsonArray>

#include <iterator>

namespace keyturn::console {

namespace {

constexpr const char *kinds[] = {"none", "text", "form", "multipart", "file"}; // in the order of BodyKind

} // namespace

QJsonObject toJson(const Draft &draft)
{
    QJsonArray headers;
    for (const net::Header &header : draft.headers)
        headers.append(QJsonArray{QString::fromUtf8(header.name), QString::fromUtf8(header.value)});
    QJsonArray fields;
    for (const FormField &field : draft.fields)
        fields.append(QJsonArray{field.name, field.value, field.isFile});
    return {{QStringLiteral("method"), QString::fromUtf8(draft.method)},
            {QStringLiteral("address"), draft.address},
            {QStringLiteral("headers"), headers},
            {QStringLiteral("kind"), QString::fromLatin1(kinds[int(draft.kind)])},
            {QStringLiteral("text"), QString::fromUtf8(draft.text)},
            {QStringLiteral("contentType"), QString::fromUtf8(draft.contentType)},
            {QStringLiteral("fields"), fields},
            {QStringLiteral("file"), draft.file}};
}

Draft draftFromJson(const QJsonObject &json)
{
    const auto text = [&json](const char *member) { return json.value(QLatin1String(member)).toString(); };
    Draft draft;
    draft.method = text("method").toUtf8();
    draft.address = text("address");
    for (const QJsonValue &header : json.value(QLatin1String("headers")).toArray())
        draft.headers.append({header.toArray().at(0).toString().toUtf8(), header.toArray().at(1).toString().toUtf8()});
    const QString kind = text("kind");
    for (int i = 0; i < int(std::size(kinds)); ++i) {
        if (kind == QLatin1String(kinds[i]))
            draft.kind = BodyKind(i);
    }
    draft.text = text("text").toUtf8();
    draft.contentType = text("contentType").toUtf8();
    for (const QJsonValue &field : json.value(QLatin1String("fields")).toArray())
        draft.fields.append({field.toArray().at(0).toString(), field.toArray().at(1).toString(), field.toArray().at(2).toBool()});
    draft.file = text("file");
    return draft;
}

} // namespace keyturn::console
