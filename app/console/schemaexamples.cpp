// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/schemaexamples.h"

#include "core/json.h"

#include <QJsonArray>
#include <QUrl>

#include <algorithm>

namespace keyturn::console {

namespace {

constexpr int deepest = 8; ///< A schema may hold itself.
constexpr int mostValues = 300; ///< Of one example; schemas that hold each other twice grow without end otherwise.
constexpr qsizetype longestExample = 64 * 1024; ///< Characters; each of many properties may refer to the same long text.
constexpr int mostHops = 16;
constexpr qsizetype longestReference = 1024;

/// OpenAPI 3.1 lists types; the first that is one.
QString typeOf(const QJsonObject &schema)
{
    const QJsonValue type = schema.value(QLatin1String("type"));
    if (type.isString())
        return type.toString();
    for (const QJsonValue &one : type.toArray()) {
        if (one.toString() != QLatin1String("null"))
            return one.toString();
    }
    return schema.contains(QLatin1String("properties")) ? QStringLiteral("object") : QString();
}

/// What the schema itself says that a value looks like.
QJsonValue givenValue(const QJsonObject &schema)
{
    for (const char *member : {"example", "const", "default"}) {
        if (schema.contains(QLatin1String(member)))
            return schema.value(QLatin1String(member));
    }
    for (const char *member : {"examples", "enum"}) {
        if (const QJsonArray values = schema.value(QLatin1String(member)).toArray(); !values.isEmpty())
            return values.first();
    }
    return QJsonValue::Undefined;
}

QJsonValue plainValue(const QString &type, const QJsonObject &schema, const QString &name)
{
    if (type == QLatin1String("integer") || type == QLatin1String("number"))
        return schema.value(QLatin1String("minimum")).toDouble(0);
    if (type == QLatin1String("boolean"))
        return false;
    if (type == QLatin1String("null"))
        return QJsonValue::Null;
    const QString format = schema.value(QLatin1String("format")).toString();
    return QString(u'{' + (!name.isEmpty() ? name : !format.isEmpty() ? format : QStringLiteral("text")) + u'}');
}

} // namespace

QJsonObject SchemaExamples::resolved(const QJsonValue &given) const
{
    QJsonObject object = given.toObject();
    for (int hop = 0; hop < mostHops; ++hop) {
        const QString reference = object.value(QLatin1String("$ref")).toString();
        if (reference.isEmpty())
            return object;
        if (!reference.startsWith(QLatin1String("#/")) || reference.size() > longestReference) // another document's is not fetched
            return {};
        object = core::atPointer(m_root, QUrl::fromPercentEncoding(reference.mid(1).toUtf8())).toObject();
    }
    return {};
}

QJsonValue SchemaExamples::valueOf(const QJsonValue &schema, const QString &name)
{
    m_left = mostValues;
    m_charactersLeft = longestExample;
    const QJsonValue value = make(schema, name, 0);
    return m_charactersLeft < 0 || m_allLeft < 0 ? QJsonValue(QJsonValue::Undefined) : value;
}

bool SchemaExamples::take(qsizetype characters)
{
    m_charactersLeft -= characters;
    m_allLeft -= characters;
    return m_charactersLeft >= 0 && m_allLeft >= 0;
}

/// Looks no further than it may.
bool SchemaExamples::takeValue(const QJsonValue &value)
{
    if (!take(value.isString() ? value.toString().size() + 1 : 1))
        return false;
    if (value.isArray()) {
        const QJsonArray all = value.toArray();
        return std::all_of(all.begin(), all.end(), [this](const QJsonValue &one) { return takeValue(one); });
    }
    const QJsonObject members = value.toObject();
    for (auto it = members.begin(); it != members.end(); ++it) {
        if (!take(it.key().size()) || !takeValue(it.value()))
            return false;
    }
    return true;
}

QJsonValue SchemaExamples::makeAll(const QJsonObject &schema, const QString &name, int depth)
{
    QJsonObject whole = makeObject(schema, depth).toObject();
    for (const QJsonValue &part : schema.value(QLatin1String("allOf")).toArray()) {
        const QJsonValue value = make(part, name, depth + 1);
        if (!value.isObject())
            return value;
        const QJsonObject members = value.toObject();
        for (auto it = members.begin(); it != members.end(); ++it)
            whole.insert(it.key(), it.value());
    }
    return whole;
}

QJsonValue SchemaExamples::makeObject(const QJsonObject &schema, int depth)
{
    QJsonObject object;
    const QJsonObject properties = schema.value(QLatin1String("properties")).toObject();
    for (auto it = properties.begin(); it != properties.end() && m_left > 0; ++it) {
        if (!take(it.key().size() + 1))
            break;
        if (!it.value().toObject().value(QLatin1String("readOnly")).toBool())
            object.insert(it.key(), make(it.value(), it.key(), depth + 1));
    }
    return object;
}

QJsonValue SchemaExamples::make(const QJsonValue &given, const QString &name, int depth)
{
    if (--m_left <= 0 || !take(1) || depth > deepest)
        return QJsonValue::Null;
    const QJsonObject schema = resolved(given);
    if (const QJsonValue value = givenValue(schema); !value.isUndefined())
        return takeValue(value) ? value : QJsonValue(QJsonValue::Null);
    if (schema.contains(QLatin1String("allOf")))
        return makeAll(schema, name, depth);
    for (const char *choice : {"oneOf", "anyOf"}) {
        if (const QJsonArray choices = schema.value(QLatin1String(choice)).toArray(); !choices.isEmpty())
            return make(choices.first(), name, depth + 1);
    }
    const QString type = typeOf(schema);
    if (type == QLatin1String("object"))
        return makeObject(schema, depth);
    if (type == QLatin1String("array"))
        return QJsonArray{make(schema.value(QLatin1String("items")), name, depth + 1)};
    const QJsonValue plain = plainValue(type, schema, name);
    return takeValue(plain) ? plain : QJsonValue(QJsonValue::Null);
}

} // namespace keyturn::console
