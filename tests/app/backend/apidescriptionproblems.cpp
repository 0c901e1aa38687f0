// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "apidescription.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>

namespace keyturn::backend {

namespace {

const QSet<QString> knownKeywords{QStringLiteral("type"),      QStringLiteral("const"),      QStringLiteral("enum"),
                                  QStringLiteral("minimum"),   QStringLiteral("maximum"),    QStringLiteral("minLength"),
                                  QStringLiteral("maxLength"), QStringLiteral("pattern"),    QStringLiteral("format"),
                                  QStringLiteral("items"),     QStringLiteral("minItems"),   QStringLiteral("maxItems"),
                                  QStringLiteral("required"),  QStringLiteral("oneOf"),      QStringLiteral("additionalProperties"),
                                  QStringLiteral("$ref"),      QStringLiteral("properties"), QStringLiteral("description"),
                                  QStringLiteral("default"),   QStringLiteral("examples")};

QString textIn(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

QString nameOf(const ApiDescription::Operation &operation)
{
    return QString::fromLatin1(operation.method + ' ' + operation.path);
}

void findReferences(const QJsonValue &value, QSet<QString> &found)
{
    if (value.isObject() && value.toObject().contains(QLatin1String("$ref")))
        found.insert(textIn(value.toObject(), "$ref"));
    const QJsonObject members = value.toObject();
    for (const QJsonValue &member : members)
        findReferences(member, found);
    for (const QJsonValue &item : value.toArray())
        findReferences(item, found);
}

} // namespace

QStringList ApiDescription::problems() const
{
    QStringList problems;
    if (!textIn(m_document, "openapi").startsWith(QLatin1String("3.1.")))
        problems.append(QStringLiteral("openapi is not 3.1"));
    look(m_document, QStringLiteral("#"), problems);
    QSet<QString> ids;
    for (const Operation &operation : m_operations) {
        lookAtOperation(operation, problems);
        if (ids.contains(textIn(operation.said, "operationId")))
            problems.append(nameOf(operation) + QStringLiteral(": its operationId is another's too"));
        ids.insert(textIn(operation.said, "operationId"));
    }
    QSet<QString> references;
    findReferences(m_document, references);
    const QJsonObject components = m_document.value(QLatin1String("components")).toObject();
    for (auto kind = components.begin(); kind != components.end(); ++kind) {
        for (const QString &name : kind->toObject().keys()) {
            if (kind.key() != QLatin1String("securitySchemes") && !references.contains(QStringLiteral("#/components/%1/%2").arg(kind.key(), name)))
                problems.append(QStringLiteral("%1 %2 is used nowhere").arg(kind.key(), name));
        }
    }
    return problems;
}

void ApiDescription::look(const QJsonValue &value, const QString &place, QStringList &problems) const
{
    for (const QJsonValue &item : value.toArray())
        look(item, place + QStringLiteral("[]"), problems);
    const QJsonObject object = value.toObject();
    if (object.contains(QLatin1String("$ref")) && resolved(object).isEmpty())
        problems.append(place + QStringLiteral(" refers to what is not there: ") + textIn(object, "$ref"));
    if (object.contains(QLatin1String("schema"))) {
        if (object.value(QLatin1String("schema")).toObject().isEmpty())
            problems.append(place + QStringLiteral(" has a schema that is none"));
        lookAtSchema(object.value(QLatin1String("schema")).toObject(), place + QStringLiteral("/schema"), problems);
        lookAtExamples(object, place, problems);
    }
    for (auto member = object.begin(); member != object.end(); ++member) {
        if (place == QLatin1String("#/components/schemas"))
            lookAtSchema(member->toObject(), place + u'/' + member.key(), problems);
        look(*member, place + u'/' + member.key(), problems);
    }
}

void ApiDescription::lookAtSchema(const QJsonObject &schema, const QString &place, QStringList &problems) const
{
    const QJsonObject properties = schema.value(QLatin1String("properties")).toObject();
    for (const QString &keyword : schema.keys()) {
        if (!knownKeywords.contains(keyword))
            problems.append(place + QStringLiteral(" has a keyword that is not known here: ") + keyword);
    }
    if (!QRegularExpression(textIn(schema, "pattern")).isValid())
        problems.append(place + QStringLiteral(" has a broken pattern"));
    for (const QJsonValue &name : schema.value(QLatin1String("required")).toArray()) {
        if (!properties.contains(name.toString()))
            problems.append(place + QStringLiteral(" requires what it does not describe: ") + name.toString());
    }
    for (const QJsonValue &example : schema.value(QLatin1String("examples")).toArray()) {
        if (const QString wrong = mismatch(schema, example, place); !wrong.isEmpty())
            problems.append(wrong);
    }
    for (auto property = properties.begin(); property != properties.end(); ++property)
        lookAtSchema(property->toObject(), place + u'/' + property.key(), problems);
    for (const QJsonValue &alternative : schema.value(QLatin1String("oneOf")).toArray())
        lookAtSchema(alternative.toObject(), place + QStringLiteral("/oneOf"), problems);
    if (schema.contains(QLatin1String("items")))
        lookAtSchema(schema.value(QLatin1String("items")).toObject(), place + QStringLiteral("/items"), problems);
}

void ApiDescription::lookAtExamples(const QJsonObject &holder, const QString &place, QStringList &problems) const
{
    const QJsonObject schema = holder.value(QLatin1String("schema")).toObject();
    QList<QJsonValue> examples;
    if (holder.contains(QLatin1String("example")))
        examples.append(holder.value(QLatin1String("example")));
    const QJsonObject named = holder.value(QLatin1String("examples")).toObject();
    for (const QJsonValue &example : named)
        examples.append(resolved(example.toObject()).value(QLatin1String("value")));
    for (const QJsonValue &example : examples) {
        if (const QString wrong = mismatch(schema, example, place + QStringLiteral("/example")); !wrong.isEmpty())
            problems.append(wrong);
    }
}

void ApiDescription::lookAtOperation(const Operation &operation, QStringList &problems) const
{
    const auto complain = [&](const QString &what) { problems.append(nameOf(operation) + QStringLiteral(": ") + what); };
    if (textIn(operation.said, "operationId").isEmpty() || textIn(operation.said, "summary").isEmpty())
        complain(QStringLiteral("it has no operationId or no summary"));
    QSet<QString> inPath;
    for (const QJsonValue &value : operation.said.value(QLatin1String("parameters")).toArray()) {
        const QJsonObject parameter = resolved(value.toObject());
        if (textIn(parameter, "in") == QLatin1String("path") && parameter.value(QLatin1String("required")).toBool())
            inPath.insert(textIn(parameter, "name"));
    }
    QSet<QString> wanted;
    auto holes = QRegularExpression(QStringLiteral("\\{([^}]+)\\}")).globalMatch(QString::fromLatin1(operation.path));
    while (holes.hasNext())
        wanted.insert(holes.next().captured(1));
    if (inPath != wanted)
        complain(QStringLiteral("what its path has and what its parameters say differ"));
    const QJsonObject schemes = m_document.value(QLatin1String("components")).toObject().value(QLatin1String("securitySchemes")).toObject();
    for (const QJsonValue &alternative : operation.said.value(QLatin1String("security")).toArray()) {
        for (const QString &name : alternative.toObject().keys()) {
            if (!schemes.contains(name))
                complain(QStringLiteral("there is no security scheme ") + name);
        }
    }
    const QJsonObject responses = operation.said.value(QLatin1String("responses")).toObject();
    if (!responses.contains(QLatin1String("default")) || responses.size() < 2)
        complain(QStringLiteral("it has too few responses"));
    for (const QJsonValue &response : responses) {
        if (textIn(resolved(response.toObject()), "description").isEmpty())
            complain(QStringLiteral("a response has no description"));
    }
}

} // namespace keyturn::backend
