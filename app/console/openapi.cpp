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
/// Characters of all that is taken from the document: `$ref` has the same text read for each operation that refers to it.
constexpr qsizetype mostText = 50 * 1024 * 1024;
constexpr qsizetype longestPath = 2048;
constexpr qsizetype longestType = 200;
constexpr qsizetype mostParameters = 100; ///< Of one operation.

/// @p url with what @p variables has for its `{name}`s, in one pass: what was put in is not looked at again. Null where it grows too long.
QString filledIn(const QString &url, const QJsonObject &variables)
{
    QString filled = QLatin1String("");
    for (qsizetype i = 0; i < url.size();) {
        const qsizetype open = url.indexOf(u'{', i);
        const qsizetype close = open < 0 ? -1 : url.indexOf(u'}', open);
        const QJsonValue variable = close < 0 ? QJsonValue::Undefined : variables.value(url.mid(open + 1, close - open - 1));
        const qsizetype end = close < 0 ? url.size() : close + 1;
        filled +=
            variable.isUndefined() ? url.mid(i, end - i) : url.mid(i, open - i) + variable.toObject().value(QLatin1String("default")).toString();
        if (filled.size() > longestPath)
            return {};
        i = end;
    }
    return filled;
}

/// Begins so, and it is an address of another server's (RFC 3986 §4.2), to browsers with a backslash too.
bool namesAServer(const QString &path)
{
    return path.size() > 1 && path[0] == u'/' && (path[1] == u'/' || path[1] == u'\\');
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
    /// The text of @p member, which is counted.
    [[nodiscard]] QString text(const QJsonObject &object, const char *member)
    {
        const QString found = object.value(QLatin1String(member)).toString();
        m_textRead += found.size();
        return found;
    }
    [[nodiscard]] std::optional<Endpoint> endpoint(const char *method, const QString &path, const QJsonObject &item, const QJsonObject &operation);
    /// A parameter list's members, followed; nullopt where there are too many.
    [[nodiscard]] std::optional<QList<QJsonObject>> parameters(const QJsonObject &item, const QJsonObject &operation) const;
    /// Both are null where they grow too long.
    [[nodiscard]] QString basePath(const QJsonObject &item, const QJsonObject &operation);
    [[nodiscard]] QString query(const QList<QJsonObject> &given);
    [[nodiscard]] QString oneLine(const QJsonObject &operation);
    void addBody(Endpoint &endpoint, const QJsonObject &operation);
    void addSwaggerBody(Endpoint &endpoint, const QJsonObject &operation, const QList<QJsonObject> &given);
    void setExample(Endpoint &endpoint, const QByteArray &type, const QJsonValue &value);

    const QJsonObject m_root;
    const bool m_isSwagger;
    SchemaExamples m_examples;
    qsizetype m_exampleBytes = 0;
    qsizetype m_textRead = 0;
};

QString Document::oneLine(const QJsonObject &operation)
{
    constexpr qsizetype longest = 200;
    for (const char *member : {"summary", "description", "operationId"}) {
        const QString line = text(operation, member).left(longest * 10).section(u'\n', 0, 0).simplified();
        if (!line.isEmpty())
            return line.left(longest);
    }
    return {};
}

std::optional<QList<QJsonObject>> Document::parameters(const QJsonObject &item, const QJsonObject &operation) const
{
    QList<QJsonObject> found;
    for (const QJsonObject &where : {item, operation}) {
        const QJsonArray all = where.value(QLatin1String("parameters")).toArray();
        if (found.size() + all.size() > mostParameters)
            return std::nullopt;
        for (const QJsonValue &parameter : all)
            found.append(m_examples.resolved(parameter));
    }
    return found;
}

/// The path alone: where the backend is, the profile knows better than a document that was written elsewhere.
QString Document::basePath(const QJsonObject &item, const QJsonObject &operation)
{
    QString path = text(m_root, "basePath");
    for (const QJsonObject &where : {m_root, item, operation}) {
        const QJsonObject server = where.value(QLatin1String("servers")).toArray().at(0).toObject();
        if (server.isEmpty())
            continue;
        const QString url = text(server, "url");
        const QString filled = filledIn(url, server.value(QLatin1String("variables")).toObject());
        if (filled.isNull())
            return {};
        path = QUrl(filled).path(QUrl::FullyEncoded);
    }
    while (path.endsWith(u'/'))
        path.chop(1);
    if (path.isEmpty())
        return QLatin1String("");
    return path.startsWith(u'/') ? path : u'/' + path;
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
    m_textRead += type.size();
    for (const char *better : {"application/x-www-form-urlencoded", "application/json"}) {
        if (content.contains(QLatin1String(better)))
            type = QLatin1String(better);
    }
    if (type.size() > longestType)
        return;
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
    const QString said = consumes.isEmpty() ? QString() : consumes.first().toString();
    m_textRead += said.size();
    const QString type = said.size() > longestType ? QString() : said;
    QJsonObject fields;
    for (const QJsonObject &parameter : given) {
        const QString place = text(parameter, "in");
        const QString name = text(parameter, "name");
        if (name.size() > longestPath)
            continue;
        if (place == QLatin1String("body"))
            return setExample(endpoint, type.isEmpty() ? QByteArray("application/json") : type.toLatin1(),
                              m_examples.valueOf(parameter.value(QLatin1String("schema"))));
        if (place == QLatin1String("formData"))
            fields.insert(name, m_examples.valueOf(parameter, name));
    }
    if (!fields.isEmpty())
        setExample(endpoint, type.isEmpty() ? QByteArray("application/x-www-form-urlencoded") : type.toLatin1(), fields);
}

/// Of those that a request cannot do without.
QString Document::query(const QList<QJsonObject> &given)
{
    QString pairs = QLatin1String("");
    for (const QJsonObject &parameter : given) {
        if (text(parameter, "in") != QLatin1String("query") || !parameter.value(QLatin1String("required")).toBool())
            continue;
        const QString name = text(parameter, "name");
        if (pairs.size() + name.size() > longestPath)
            return {};
        pairs += (pairs.isEmpty() ? u'?' : u'&') + QString::fromLatin1(QUrl::toPercentEncoding(name)) + QLatin1String("={") + name + u'}';
    }
    return pairs;
}

std::optional<Endpoint> Document::endpoint(const char *method, const QString &path, const QJsonObject &item, const QJsonObject &operation)
{
    const std::optional<QList<QJsonObject>> given = parameters(item, operation);
    const QString base = given ? basePath(item, operation) : QString();
    const QString pairs = base.isNull() ? QString() : query(*given);
    if (base.isNull() || pairs.isNull())
        return std::nullopt;
    Endpoint endpoint;
    endpoint.source = Endpoint::Source::OpenApi;
    endpoint.method = QByteArray(method).toUpper();
    endpoint.path = base + path + pairs;
    if (endpoint.path.size() > longestPath || namesAServer(endpoint.path))
        return std::nullopt;
    endpoint.summary = oneLine(operation);
    if (m_isSwagger)
        addSwaggerBody(endpoint, operation, *given);
    else
        addBody(endpoint, operation);
    return endpoint;
}

core::Result<QList<Endpoint>> Document::endpoints()
{
    QList<Endpoint> found;
    qsizetype operations = 0;
    const QJsonObject paths = m_root.value(QLatin1String("paths")).toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const QJsonObject item = m_examples.resolved(path.value());
        for (const char *method : methods) {
            const QJsonValue described = item.value(QLatin1String(method));
            if (!described.isObject())
                continue;
            if (++operations > mostOperations)
                return core::Error{core::ErrorKind::BadReply, QStringLiteral("openapi_too_many"),
                                   QStringLiteral("the document has more than %1 operations").arg(mostOperations)};
            if (const std::optional<Endpoint> one = endpoint(method, path.key(), item, described.toObject()); one)
                found.append(*one);
            if (m_textRead > mostText)
                return core::Error{core::ErrorKind::BadReply, QStringLiteral("openapi_too_many"),
                                   QStringLiteral("the document's operations refer to far more text than there is in it")};
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
