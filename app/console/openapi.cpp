// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/endpoints.h"
#include "console/schemaexamples.h"
#include "core/json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

namespace keyturn::console {

namespace {

constexpr const char *methods[] = {"get", "post", "put", "patch", "delete", "head", "options"};
constexpr qsizetype longestExample = 64 * 1024;
/// Of all examples together, those that were too long too: one that many operations refer to is written out for each.
constexpr qsizetype mostExampleBytes = 20 * 1024 * 1024;

QString oneLine(const QJsonObject &operation)
{
    constexpr qsizetype longest = 200;
    for (const char *member : {"summary", "description", "operationId"}) {
        const QString text = operation.value(QLatin1String(member)).toString().section(u'\n', 0, 0).simplified();
        if (!text.isEmpty())
            return text.left(longest);
    }
    return {};
}

/// Reads one document.
class Document
{
public:
    explicit Document(const QJsonObject &root)
        : m_root(root), m_isSwagger(root.value(QLatin1String("swagger")).toString().startsWith(QLatin1String("2."))), m_examples(root)
    { }

    core::Result<QList<Endpoint>> endpoints();

private:
    /// A parameter list's members, followed.
    [[nodiscard]] QList<QJsonObject> parameters(const QJsonObject &item, const QJsonObject &operation) const;
    [[nodiscard]] QString basePath(const QJsonObject &item, const QJsonObject &operation) const;
    void addBody(Endpoint &endpoint, const QJsonObject &operation);
    void addSwaggerBody(Endpoint &endpoint, const QJsonObject &operation, const QList<QJsonObject> &given);
    void setExample(Endpoint &endpoint, const QByteArray &type, const QJsonValue &value);

    const QJsonObject m_root;
    const bool m_isSwagger;
    SchemaExamples m_examples;
    qsizetype m_exampleBytes = 0;
};

QList<QJsonObject> Document::parameters(const QJsonObject &item, const QJsonObject &operation) const
{
    QList<QJsonObject> found;
    for (const QJsonObject &where : {item, operation}) {
        for (const QJsonValue &parameter : where.value(QLatin1String("parameters")).toArray())
            found.append(m_examples.resolved(parameter));
    }
    return found;
}

/// The path alone: where the backend is, the profile knows better than a document that was written elsewhere.
QString Document::basePath(const QJsonObject &item, const QJsonObject &operation) const
{
    QString path = m_root.value(QLatin1String("basePath")).toString();
    for (const QJsonObject &where : {m_root, item, operation}) {
        const QJsonObject server = where.value(QLatin1String("servers")).toArray().at(0).toObject();
        if (server.isEmpty())
            continue;
        QString url = server.value(QLatin1String("url")).toString();
        const QJsonObject variables = server.value(QLatin1String("variables")).toObject();
        for (auto it = variables.begin(); it != variables.end(); ++it)
            url.replace(u'{' + it.key() + u'}', it.value().toObject().value(QLatin1String("default")).toString());
        path = QUrl(url).path(QUrl::FullyEncoded);
    }
    while (path.endsWith(u'/'))
        path.chop(1);
    return path.isEmpty() || path.startsWith(u'/') ? path : u'/' + path;
}

void Document::setExample(Endpoint &endpoint, const QByteArray &type, const QJsonValue &value)
{
    endpoint.contentType = type;
    if (m_exampleBytes > mostExampleBytes || value.isUndefined())
        return;
    QByteArray text;
    if (type.startsWith("application/x-www-form-urlencoded") || type.startsWith("multipart/")) {
        const QJsonObject fields = value.toObject();
        QByteArrayList pairs;
        for (auto it = fields.begin(); it != fields.end(); ++it)
            pairs.append(it.key().toUtf8().toPercentEncoding() + '=' + it.value().toVariant().toString().toUtf8().toPercentEncoding("{}"));
        text = pairs.join('&');
    } else if (value.isString()) {
        text = value.toString().toUtf8();
    } else {
        text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact).mid(1).chopped(1);
        if (value.isObject() || value.isArray())
            text = (value.isObject() ? QJsonDocument(value.toObject()) : QJsonDocument(value.toArray())).toJson(QJsonDocument::Indented).trimmed();
    }
    m_exampleBytes += text.size();
    if (text.size() <= longestExample)
        endpoint.example = text;
}

void Document::addBody(Endpoint &endpoint, const QJsonObject &operation)
{
    const QJsonObject content = m_examples.resolved(operation.value(QLatin1String("requestBody"))).value(QLatin1String("content")).toObject();
    if (content.isEmpty())
        return;
    QString type = content.begin().key();
    for (const char *better : {"application/x-www-form-urlencoded", "application/json"}) {
        if (content.contains(QLatin1String(better)))
            type = QLatin1String(better);
    }
    const QJsonObject media = content.value(type).toObject();
    QJsonValue value = media.value(QLatin1String("example"));
    const QJsonObject examples = media.value(QLatin1String("examples")).toObject();
    if (value.isUndefined() && !examples.isEmpty())
        value = m_examples.resolved(examples.begin().value()).value(QLatin1String("value"));
    if (value.isUndefined())
        value = m_examples.valueOf(media.value(QLatin1String("schema")));
    setExample(endpoint, type.toLatin1(), value);
}

void Document::addSwaggerBody(Endpoint &endpoint, const QJsonObject &operation, const QList<QJsonObject> &given)
{
    const QJsonArray consumes = operation.value(QLatin1String("consumes")).toArray(m_root.value(QLatin1String("consumes")).toArray());
    const QString type = consumes.isEmpty() ? QString() : consumes.first().toString();
    QJsonObject fields;
    for (const QJsonObject &parameter : given) {
        const QString place = parameter.value(QLatin1String("in")).toString();
        const QString name = parameter.value(QLatin1String("name")).toString();
        if (place == QLatin1String("body"))
            return setExample(endpoint, type.isEmpty() ? QByteArray("application/json") : type.toLatin1(),
                              m_examples.valueOf(parameter.value(QLatin1String("schema"))));
        if (place == QLatin1String("formData"))
            fields.insert(name, m_examples.valueOf(parameter, name));
    }
    if (!fields.isEmpty())
        setExample(endpoint, type.isEmpty() ? QByteArray("application/x-www-form-urlencoded") : type.toLatin1(), fields);
}

/// Those that a request cannot do without.
QString queryOf(const QList<QJsonObject> &given)
{
    QStringList pairs;
    for (const QJsonObject &parameter : given) {
        if (parameter.value(QLatin1String("in")).toString() == QLatin1String("query") && parameter.value(QLatin1String("required")).toBool()) {
            const QString name = parameter.value(QLatin1String("name")).toString();
            pairs.append(QString::fromLatin1(QUrl::toPercentEncoding(name)) + QLatin1String("={") + name + u'}');
        }
    }
    return pairs.isEmpty() ? QString() : u'?' + pairs.join(u'&');
}

core::Result<QList<Endpoint>> Document::endpoints()
{
    QList<Endpoint> found;
    const QJsonObject paths = m_root.value(QLatin1String("paths")).toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const QJsonObject item = m_examples.resolved(path.value());
        for (const char *method : methods) {
            const QJsonValue described = item.value(QLatin1String(method));
            if (!described.isObject())
                continue;
            if (found.size() == mostOperations)
                return core::Error{core::ErrorKind::BadReply, QStringLiteral("openapi_too_many"),
                                   QStringLiteral("the document has more than %1 operations").arg(mostOperations)};
            const QJsonObject operation = described.toObject();
            const QList<QJsonObject> given = parameters(item, operation);
            Endpoint endpoint;
            endpoint.source = Endpoint::Source::OpenApi;
            endpoint.method = QByteArray(method).toUpper();
            endpoint.path = basePath(item, operation) + path.key() + queryOf(given);
            endpoint.summary = oneLine(operation);
            if (m_isSwagger)
                addSwaggerBody(endpoint, operation, given);
            else
                addBody(endpoint, operation);
            found.append(endpoint);
        }
    }
    return found;
}

} // namespace

core::Result<QList<Endpoint>> readOpenApi(const QByteArray &json)
{
    const core::Result<QJsonObject> root = core::parseJsonObject(json, mostOpenApiBytes);
    if (!root.ok())
        return root.error();
    const QString version = root->value(QLatin1String("openapi")).toString();
    static const QRegularExpression known(QStringLiteral("^3\\.[01](\\.|$)"));
    const bool isSwagger = root->value(QLatin1String("swagger")).toString().startsWith(QLatin1String("2."));
    if ((!isSwagger && !version.contains(known)) || !root->value(QLatin1String("paths")).isObject())
        return core::Error{core::ErrorKind::BadReply, QStringLiteral("openapi_absent"),
                           QStringLiteral("this is no OpenAPI document of version 3.0, 3.1 or (Swagger) 2.0")};
    return Document(*root).endpoints();
}

} // namespace keyturn::console
