// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "apidescription.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace keyturn::backend {

namespace {

const QStringList methods{QStringLiteral("get"), QStringLiteral("post"), QStringLiteral("put"), QStringLiteral("patch"), QStringLiteral("delete")};

QJsonObject objectIn(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toObject();
}

QString textIn(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

bool isOfType(const QJsonValue &value, const QString &type)
{
    if (type == QLatin1String("integer"))
        return value.isDouble() && value.toDouble() == double(qint64(value.toDouble()));
    const QMap<QString, QJsonValue::Type> types{{QStringLiteral("object"), QJsonValue::Object},
                                                {QStringLiteral("array"), QJsonValue::Array},
                                                {QStringLiteral("string"), QJsonValue::String},
                                                {QStringLiteral("boolean"), QJsonValue::Bool}};
    return types.contains(type) && value.type() == types.value(type);
}

/// Where @p schema has a bound of that name and @p measure is beyond it.
bool isBelow(const QJsonObject &schema, const char *name, double measure)
{
    return measure < schema.value(QLatin1String(name)).toDouble(measure);
}

bool isAbove(const QJsonObject &schema, const char *name, double measure)
{
    return measure > schema.value(QLatin1String(name)).toDouble(measure);
}

} // namespace

ApiDescription::ApiDescription(QJsonObject document) : m_document(std::move(document))
{
    const QJsonObject paths = objectIn(m_document, "paths");
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        for (const QString &method : methods) {
            QJsonObject said = path->toObject().value(method).toObject();
            if (said.isEmpty())
                continue;
            QJsonArray parameters = path->toObject().value(QStringLiteral("parameters")).toArray();
            for (const QJsonValue &own : said.value(QStringLiteral("parameters")).toArray())
                parameters.append(own);
            said.insert(QStringLiteral("parameters"), parameters);
            m_operations.append({method.toUpper().toLatin1(), path.key().toUtf8(), said});
        }
    }
}

const ApiDescription::Operation &ApiDescription::operation(const QByteArray &method, const QByteArray &path) const
{
    const auto found =
        std::find_if(m_operations.begin(), m_operations.end(), [&](const Operation &one) { return one.method == method && one.path == path; });
    if (found == m_operations.end())
        qFatal("%s %s is not documented", method.constData(), path.constData());
    return *found;
}

QJsonObject ApiDescription::resolved(const QJsonObject &object) const
{
    const QString reference = textIn(object, "$ref");
    if (reference.isEmpty())
        return object;
    QJsonValue place = m_document;
    for (const QString &step : reference.split(u'/').mid(1))
        place = place.toObject().value(step);
    return reference.startsWith(QLatin1String("#/")) ? place.toObject() : QJsonObject();
}

QString ApiDescription::complaint(const Operation &operation, const Answer &answer) const
{
    const QJsonObject responses = objectIn(operation.said, "responses");
    const QString status = QString::number(answer.status);
    const auto wrongIn = [&](const QString &key) {
        const QJsonObject response = resolved(responses.value(key).toObject());
        const QString wrong = bodyComplaint(response, answer);
        return wrong.isEmpty() ? headersComplaint(response, answer) : wrong;
    };
    // The server's own refusals come with statuses that operations have too.
    const QString wrong =
        responses.contains(status) && !wrongIn(QStringLiteral("default")).isEmpty() ? wrongIn(status) : wrongIn(QStringLiteral("default"));
    return wrong.isEmpty() ? wrong
                           : QStringLiteral("%1 %2 answers %3: %4: %5")
                                 .arg(QString::fromLatin1(operation.method), QString::fromLatin1(operation.path), status, wrong,
                                      QString::fromUtf8(answer.body.left(300)));
}

QString ApiDescription::bodyComplaint(const QJsonObject &response, const Answer &answer) const
{
    const QJsonObject content = objectIn(response, "content");
    const QString type = QString::fromLatin1(answer.header("content-type")).section(u';', 0, 0);
    if (content.isEmpty())
        return type.isEmpty() && answer.body.isEmpty() ? QString() : QStringLiteral("it has a body, which is not documented");
    if (!content.contains(type))
        return QStringLiteral("the content type %1 is not documented").arg(type);
    if (type != QLatin1String("application/json"))
        return {};
    const QJsonObject media = content.value(type).toObject();
    const QJsonDocument body = QJsonDocument::fromJson(answer.body);
    if (const QString wrong = mismatch(objectIn(media, "schema"), body.object(), QStringLiteral("body")); !wrong.isEmpty())
        return wrong;
    // Which of all codes this status may have is told by its examples.
    if (!answer.code().isEmpty() && !objectIn(media, "examples").contains(answer.code()))
        return QStringLiteral("the code %1 is not documented here").arg(answer.code());
    return {};
}

QString ApiDescription::headersComplaint(const QJsonObject &response, const Answer &answer) const
{
    const QJsonObject headers = objectIn(response, "headers");
    for (const char *name : {"WWW-Authenticate", "Retry-After", "RateLimit", "RateLimit-Policy", "Set-Cookie", "Location"}) {
        const QByteArray value = answer.header(QByteArray(name).toLower());
        const QJsonObject header = resolved(objectIn(headers, name));
        if (!value.isEmpty() && header.isEmpty())
            return QStringLiteral("%1 is not documented").arg(QLatin1String(name));
        if (value.isEmpty() && header.value(QStringLiteral("required")).toBool())
            return QStringLiteral("%1 is missing").arg(QLatin1String(name));
    }
    return {};
}

QString ApiDescription::mismatch(const QJsonObject &schema, const QJsonValue &value, const QString &place) const
{
    if (schema.contains(QLatin1String("$ref")))
        return mismatch(resolved(schema), value, place);
    if (schema.contains(QLatin1String("oneOf")))
        return alternativesMismatch(schema, value, place);
    if (schema.contains(QLatin1String("type")) && !isOfType(value, textIn(schema, "type")))
        return place + QStringLiteral(" is not of type ") + textIn(schema, "type");
    if (schema.contains(QLatin1String("const")) && value != schema.value(QLatin1String("const")))
        return place + QStringLiteral(" is another value than ") + textIn(schema, "const");
    if (schema.contains(QLatin1String("enum")) && !schema.value(QLatin1String("enum")).toArray().contains(value))
        return place + QStringLiteral(" is none of the values");
    if (value.isDouble() && (isBelow(schema, "minimum", value.toDouble()) || isAbove(schema, "maximum", value.toDouble())))
        return place + QStringLiteral(" is out of range");
    if (value.isString())
        return textMismatch(schema, value.toString(), place);
    if (value.isObject())
        return objectMismatch(schema, value.toObject(), place);
    const QJsonArray items = value.toArray();
    if (isBelow(schema, "minItems", double(items.size())) || isAbove(schema, "maxItems", double(items.size())))
        return place + QStringLiteral(" has too few or too many items");
    for (const QJsonValue &item : items) {
        if (const QString wrong = mismatch(objectIn(schema, "items"), item, place + QStringLiteral("[]")); !wrong.isEmpty())
            return wrong;
    }
    return {};
}

QString ApiDescription::alternativesMismatch(const QJsonObject &schema, const QJsonValue &value, const QString &place) const
{
    QStringList wrong;
    const QJsonArray alternatives = schema.value(QLatin1String("oneOf")).toArray();
    for (const QJsonValue &alternative : alternatives) {
        if (const QString mine = mismatch(alternative.toObject(), value, place); !mine.isEmpty())
            wrong.append(mine);
    }
    return wrong.size() + 1 == alternatives.size() ? QString() : place + QStringLiteral(" is not one of its forms: ") + wrong.join(u',');
}

QString ApiDescription::textMismatch(const QJsonObject &schema, const QString &value, const QString &place) const
{
    const auto characters = double(value.toUcs4().size());
    if (isBelow(schema, "minLength", characters) || isAbove(schema, "maxLength", characters))
        return place + QStringLiteral(" is too short or too long");
    if (!QRegularExpression(textIn(schema, "pattern")).match(value).hasMatch())
        return place + QStringLiteral(" does not match ") + textIn(schema, "pattern");
    const bool isTime = textIn(schema, "format") == QLatin1String("date-time"); // RFC 3339 §5.6
    return isTime && !QDateTime::fromString(value, Qt::ISODateWithMs).isValid() ? place + QStringLiteral(" is no time") : QString();
}

QString ApiDescription::objectMismatch(const QJsonObject &schema, const QJsonObject &value, const QString &place) const
{
    for (const QJsonValue &name : schema.value(QLatin1String("required")).toArray()) {
        if (!value.contains(name.toString()))
            return place + QStringLiteral(" lacks ") + name.toString();
    }
    const QJsonObject properties = objectIn(schema, "properties");
    const bool closed = schema.value(QLatin1String("additionalProperties")) == QJsonValue(false);
    for (auto member = value.begin(); member != value.end(); ++member) {
        if (closed && !properties.contains(member.key()))
            return place + QStringLiteral(" has an unknown ") + member.key();
        if (const QString wrong = mismatch(properties.value(member.key()).toObject(), *member, place + u'.' + member.key()); !wrong.isEmpty())
            return wrong;
    }
    return {};
}

} // namespace keyturn::backend
