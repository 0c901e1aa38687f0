// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "console/endpoints.h"
#include "core/json.h"
#include "model/profileparser.h"
#include "support/registry.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace keyturn::console {

namespace {

constexpr const char *petshop =
    "{\"openapi\":\"3.1.0\",\"servers\":[{\"url\":\"https://{region}.example/v{n}/"
    "\",\"variables\":{\"region\":{\"default\":\"eu\"},\"n\":{\"default\":\"2\"}}}],"
    "\"paths\":{\"/pets/{id}\":{\"parameters\":[{\"name\":\"id\",\"in\":\"path\",\"required\":true}],"
    " \"get\":{\"summary\":\"One\\nof them\",\"parameters\":[{\"$ref\":\"#/components/parameters/Depth\"},{\"name\":\"page\",\"in\":\"query\"}]},"
    " \"put\":{\"operationId\":\"put-pet\",\"requestBody\":{\"$ref\":\"#/components/requestBodies/Pet\"}}},"
    "\"/forms\":{\"post\":{\"requestBody\":{\"content\":{\"application/x-www-form-urlencoded\":{\"schema\":{\"type\":\"object\",\"properties\":{\"a "
    "b\":{\"type\":\"string\"},\"n\":{\"type\":[\"null\",\"integer\"]}}}}}}}},"
    "\"/given\":{\"post\":{\"requestBody\":{\"content\":{\"text/plain\":{\"example\":\"hello\"}}}}},"
    "\"/named\":{\"post\":{\"requestBody\":{\"content\":{\"application/json\":{\"examples\":{\"one\":{\"value\":[1,2]}}}}}}},"
    "\"/elsewhere\":{\"post\":{\"requestBody\":{\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"https://evil.example/x.json#/a\"}}}}}}},"
    "\"components\":{\"parameters\":{\"Depth\":{\"name\":\"de pth\",\"in\":\"query\",\"required\":true}},"
    "\"requestBodies\":{\"Pet\":{\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/Pet\"}}}}},"
    "\"schemas\":{\"Pet\":{\"allOf\":[{\"$ref\":\"#/components/schemas/"
    "Named\"},{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\",\"readOnly\":true},\"kind\":{\"enum\":[\"cat\",\"dog\"]},"
    " \"born\":{\"type\":\"string\",\"format\":\"date\"},\"tags\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"alive\":{\"type\":"
    "\"boolean\"},\"weight\":{\"type\":\"number\",\"minimum\":3},\"mother\":{\"$ref\":\"#/components/schemas/Pet\"}}}]},"
    " \"Named\":{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\",\"example\":\"Tom\"}}}}}}";

constexpr const char *swagger =
    "{\"swagger\":\"2.0\",\"basePath\":\"/api/\",\"consumes\":[\"application/json\"],"
    "\"paths\":{\"/users\":{\"post\":{\"summary\":\"Make "
    "one\",\"parameters\":[{\"in\":\"body\",\"name\":\"b\",\"schema\":{\"$ref\":\"#/definitions/User\"}}]}},"
    "\"/upload\":{\"post\":{\"consumes\":[\"multipart/form-data\"],\"parameters\":[{\"in\":\"formData\",\"name\":\"title\",\"type\":\"string\"}]}}},"
    "\"definitions\":{\"User\":{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},\"age\":{\"type\":\"integer\"}}}}}";

QStringList told(const core::Result<QList<Endpoint>> &endpoints)
{
    if (!endpoints.ok())
        return {endpoints.error().code};
    QStringList lines;
    for (const Endpoint &endpoint : *endpoints) {
        QByteArray example = endpoint.example;
        if (const QJsonDocument json = QJsonDocument::fromJson(example); !json.isNull())
            example = json.toJson(QJsonDocument::Compact);
        lines += QString::fromUtf8(endpoint.method + ' ') + endpoint.path + u' ' + endpoint.summary + u' '
            + QString::fromUtf8(endpoint.contentType + ' ' + example);
    }
    return lines;
}

model::Endpoint request(const QByteArray &method, const QString &path, model::BodyType type = model::BodyType::None, const QJsonObject &body = {})
{
    model::Endpoint endpoint;
    endpoint.method = method;
    endpoint.path = path;
    endpoint.bodyType = type;
    endpoint.body = body;
    return endpoint;
}

QByteArray nested(int depth, const QByteArray &open, const QByteArray &close)
{
    return open.repeated(depth) + close.repeated(depth);
}

QByteArray manyOperations(int count)
{
    QByteArray paths;
    for (int i = 0; i < count; ++i)
        paths += (i > 0 ? ",\"/" : "\"/") + QByteArray::number(i) + "\":{\"get\":{}}";
    return "{\"openapi\":\"3.0.3\",\"paths\":{" + paths + "}}";
}

/// Twenty variables, each of which is the next one ten times.
QByteArray growingServer()
{
    QByteArray variables;
    for (char c = 'a'; c < 't'; ++c)
        variables += (c > 'a' ? ",\"" : "\"") + QByteArray(1, c) + "\":{\"default\":\""
            + QByteArray("{" + QByteArray(1, char(c + 1)) + "}").repeated(10) + "\"}";
    return "{\"openapi\":\"3.0.0\",\"servers\":[{\"url\":\"/{a}\",\"variables\":{" + variables + "}}],\"paths\":{\"/x\":{\"get\":{}}}}";
}

/// @p count paths that all are the path item @p item.
QByteArray sharedItem(int count, const QByteArray &item, const QByteArray &more = {})
{
    QByteArray paths;
    for (int i = 0; i < count; ++i)
        paths += (i > 0 ? ",\"/" : "\"/") + QByteArray::number(i) + "\":{\"$ref\":\"#/item\"}";
    return "{\"openapi\":\"3.0.3\",\"paths\":{" + paths + "},\"item\":" + item + more + '}';
}

QByteArray parameterList(int count, qsizetype nameSize)
{
    const QByteArray one = "{\"in\":\"query\",\"required\":true,\"name\":\"" + QByteArray(nameSize, 'n') + "\"}";
    return "{\"parameters\":[" + (one + ',').repeated(count - 1) + one + "],\"get\":{}}";
}

QByteArray withServer(const QByteArray &url, const QByteArray &path)
{
    return "{\"openapi\":\"3.0.0\",\"servers\":[{\"url\":\"" + url + "\"}],\"paths\":{\"" + path + "\":{\"get\":{}}}}";
}

} // namespace

class TstEndpoints : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void openApiIsRead()
    {
        const QStringList expected{
            QStringLiteral("POST /v2/elsewhere  application/json {text}"),
            QStringLiteral("POST /v2/forms  application/x-www-form-urlencoded a%20b={a%20b}&n=0"),
            QStringLiteral("POST /v2/given  text/plain hello"),
            QStringLiteral("POST /v2/named  application/json [1,2]"),
            QStringLiteral("GET /v2/pets/{id}?de%20pth={de pth} One  "),
        };
        const QStringList lines = told(readOpenApi(petshop));
        QCOMPARE(lines.mid(0, 5), expected);
        QCOMPARE(lines.size(), 6);
        // A schema that holds itself ends somewhere.
        QVERIFY2(lines.last().startsWith(QLatin1String(
                     "PUT /v2/pets/{id} put-pet application/json {\"alive\":false,\"born\":\"{born}\",\"kind\":\"cat\",\"mother\":{\"alive\"")),
                 qPrintable(lines.last()));
        QVERIFY(lines.last().endsWith(QLatin1String("\"name\":\"Tom\",\"tags\":[\"{tags}\"],\"weight\":3}")));
    }

    void swaggerIsRead()
    {
        const QStringList expected{QStringLiteral("POST /api/upload  multipart/form-data title={title}"),
                                   QStringLiteral("POST /api/users Make one application/json {\"age\":0,\"name\":\"{name}\"}")};
        QCOMPARE(told(readOpenApi(swagger)), expected);
    }

    void ownBackendsDocumentIsRead()
    {
        QFile file(QStringLiteral(KEYTURN_OPENAPI));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray json = file.readAll();
        const core::Result<QList<Endpoint>> endpoints = readOpenApi(json);
        QVERIFY(endpoints.ok());
        const QJsonObject paths = QJsonDocument::fromJson(json).object().value(QLatin1String("paths")).toObject();
        QVERIFY(endpoints->size() >= paths.size());
        for (const Endpoint &endpoint : *endpoints)
            QVERIFY(!endpoint.summary.isEmpty());
    }

    void brokenDocumentIsRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, const QByteArray &json, const char *code) { QTest::newRow(name) << json << QString::fromLatin1(code); };
        row("nothing", {}, "json_invalid");
        row("truncated", QByteArray(petshop).left(900), "json_invalid");
        row("bytes", QByteArray("\x00\xff\x01", 3), "json_invalid");
        row("list", "[]", "json_invalid");
        row("another document", "{\"swagger\":\"1.2\",\"paths\":{}}", "openapi_absent");
        row("of a version to come", "{\"openapi\":\"4.0\",\"paths\":{}}", "openapi_absent");
        row("no paths", "{\"openapi\":\"3.0.0\"}", "openapi_absent");
        row("YAML", "openapi: 3.0.0\npaths: {}\n", "json_invalid");
        row("too large", "{\"openapi\":\"3.0.0\",\"x\":\"" + QByteArray(mostOpenApiBytes, 'a') + "\"}", "json_too_large");
        row("too deep", "{\"openapi\":\"3.0.0\",\"paths\":" + nested(100'000, "{\"a\":", "}") + '}', "json_too_deep");
        row("too many", manyOperations(mostOperations + 1), "openapi_too_many");
    }
    void brokenDocumentIsRefused()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, code);
        QCOMPARE(told(readOpenApi(json)), QStringList(code));
    }

    void asManyAsAreReadAreRead() { QCOMPARE(readOpenApi(manyOperations(mostOperations))->size(), mostOperations); }

    void nonsenseWithinIsPassedBy()
    {
        const QByteArray json = "{\"openapi\":\"3.0.0\",\"servers\":5,\"paths\":{\"/a\":7,\"/"
                                "b\":{\"get\":\"x\",\"post\":{\"parameters\":{},\"requestBody\":{\"content\":{\"a/b\":null}}}},"
                                "            \"/c\":{\"$ref\":\"#/paths/~1c\"},\"/d\":{\"put\":{\"requestBody\":{\"$ref\":\"#/nowhere\"}}}}}";
        QCOMPARE(told(readOpenApi(json)), (QStringList{QStringLiteral("POST /b  a/b {text}"), QStringLiteral("PUT /d   ")}));
    }

    /// Each of two holds the other twice: without a bound that is 2^depth.
    void schemasThatHoldEachOtherEnd()
    {
        const QByteArray twice = "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/s\"},\"b\":{\"$ref\":\"#/s\"},\"c\":{\"$ref\":\"#/"
                                 "s\"},\"d\":{\"$ref\":\"#/s\"},\"e\":{\"$ref\":\"#/s\"}}}";
        const QByteArray json = "{\"openapi\":\"3.0.0\",\"paths\":{\"/a\":{\"post\":{\"requestBody\":{\"content\":{\"application/"
                                "json\":{\"schema\":{\"$ref\":\"#/s\"}}}}}}},\"s\":"
            + twice + '}';
        const core::Result<QList<Endpoint>> endpoints = readOpenApi(json);
        QVERIFY(endpoints.ok());
        const QByteArray example = endpoints->first().example;
        QVERIFY(!example.isEmpty() && example.size() < 64 * 1024); // what were too long is left out: it was not made
    }

    void examplesTogetherAreBounded()
    {
        QByteArray paths;
        for (int i = 0; i < 400; ++i)
            paths += (i > 0 ? ",\"/" : "\"/") + QByteArray::number(i)
                + "\":{\"post\":{\"requestBody\":{\"content\":{\"application/json\":{\"examples\":{\"x\":{\"$ref\":\"#/big\"}}}}}}}";
        const QByteArray json = "{\"openapi\":\"3.0.0\",\"paths\":{" + paths + "},\"big\":{\"value\":\"" + QByteArray(1024 * 1024, 'a') + "\"}}";
        const core::Result<QList<Endpoint>> endpoints = readOpenApi(json);
        QVERIFY(endpoints.ok());
        QVERIFY(endpoints->first().example.isEmpty()); // longer than anybody would begin with
        QCOMPARE(endpoints->first().contentType, QByteArray("application/json"));
    }

    void serversVariablesAreFilledInOnce()
    {
        QCOMPARE(told(readOpenApi(growingServer())),
                 QStringList(QStringLiteral("GET /") + QStringLiteral("%7Bb%7D").repeated(10) + QStringLiteral("/x   ")));
    }

    void whatReferencesMakeLongIsPassedBy_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("code");
        QTest::newRow("parameters") << sharedItem(4000, parameterList(50'000, 1)) << QString();
        QTest::newRow("long names") << sharedItem(10, parameterList(3, 1000)) << QString();
        QTest::newRow("the same long name") << sharedItem(4000, parameterList(1, 1024 * 1024)) << QStringLiteral("openapi_too_many");
        QTest::newRow("long server") << withServer('/' + QByteArray(3000, 'a'), "/x") << QString();
        QTest::newRow("path of another server") << withServer("", "//evil.example/x") << QString();
        QTest::newRow("with a backslash") << withServer("/", "/\\\\evil.example/x") << QString();
        QTest::newRow("server of another server") << withServer("https://a.example//evil.example", "/x") << QString();
    }
    void whatReferencesMakeLongIsPassedBy()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, code);
        QCOMPARE(told(readOpenApi(json)), code.isEmpty() ? QStringList() : QStringList(code));
    }

    void propertiesThatReferToOneTextAreBounded()
    {
        QByteArray properties;
        for (int i = 0; i < 290; ++i)
            properties += (i > 0 ? ",\"" : "\"") + QByteArray::number(i) + "\":{\"$ref\":\"#/big\"}";
        const QByteArray item =
            "{\"post\":{\"requestBody\":{\"content\":{\"application/json\":{\"schema\":{\"properties\":{" + properties + "}}}}}}}";
        const auto endpoints = readOpenApi(sharedItem(1000, item, ",\"big\":{\"example\":\"" + QByteArray(4'000'000, 'a') + "\"}"));
        QVERIFY(endpoints.ok());
        QCOMPARE(endpoints->size(), 1000);
        QVERIFY(endpoints->first().example.isEmpty()); // longer than anybody would begin with
        QCOMPARE(endpoints->first().contentType, QByteArray("application/json"));
    }

    void profilesRequestsAreTold()
    {
        model::BackendProfile profile;
        profile.baseUrl = QUrl(QStringLiteral("https://api.example/v1/"));
        profile.baseUrls.insert(QStringLiteral("auth"), QUrl(QStringLiteral("https://auth.example")));
        profile.identity = request("GET", QStringLiteral("/me"));
        profile.signOut = request("POST", QStringLiteral("/out"));
        profile.signOut->base = QStringLiteral("auth");
        profile.sessions.emplace();
        profile.sessions->list = request("GET", QStringLiteral("/me")); // the same, told once
        profile.password.emplace();
        profile.password->signIn =
            request("POST", QStringLiteral("/in"), model::BodyType::Json, {{QStringLiteral("password"), QStringLiteral("{password}")}});
        profile.refresh.emplace();
        profile.refresh->endpoint =
            request("POST", QStringLiteral("/token"), model::BodyType::Form, {{QStringLiteral("t"), QStringLiteral("{refreshToken}")}});
        const QStringList expected{QStringLiteral("GET /v1/me identity  "),
                                   QStringLiteral("POST /v1/in sign-in application/json {\"password\":\"{password}\"}"),
                                   QStringLiteral("POST /v1/token refresh application/x-www-form-urlencoded t={refreshToken}"),
                                   QStringLiteral("POST https://auth.example/out sign-out  ")};
        QCOMPARE(told(endpointsOf(profile)), expected);
        QVERIFY(endpointsOf({}).isEmpty());
    }

    void whatStandsInBothIsToldOnce()
    {
        const Endpoint own{"GET", QStringLiteral("/me"), QStringLiteral("identity"), {}, "{a}", Endpoint::Source::Profile};
        const Endpoint same{"GET", QStringLiteral("/me"), QStringLiteral("Who is signed in"), {}, {}, Endpoint::Source::OpenApi};
        Endpoint other = same;
        other.method = "PUT";
        Endpoint expected = own;
        expected.summary = same.summary;
        QCOMPARE(merged({own}, {same, other}), (QList<Endpoint>{expected, other}));
        QCOMPARE(merged({}, {same, same}).size(), 2);
    }

    void completionTellsWhatBeginsSoFirst()
    {
        const auto at = [](const char *path) { return Endpoint{"GET", QString::fromLatin1(path), {}, {}, {}, Endpoint::Source::Profile}; };
        const QList<Endpoint> all{at("/api/users"), at("/users"), at("/x")};
        QCOMPARE(completionsOf(all, QStringLiteral("/USERS")), (QList<Endpoint>{at("/users"), at("/api/users")}));
        QCOMPARE(completionsOf(all, {}), all);
    }
};

KEYTURN_TEST(TstEndpoints)

} // namespace keyturn::console

#include "tst_endpoints.moc"
