// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jsonedit.h"
#include "model/profilereader.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace keyturn;
using namespace keyturn::model;

/// What backends that do it in ways of their own need a profile to say, and what could not work however it is said.
class TstProfileShapes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatCannotWorkIsRefused_data();
    void whatCannotWorkIsRefused();
    void whatOddBackendsNeedIsRead_data();
    void whatOddBackendsNeedIsRead();
    void allIsToldAtOnce();
    void aSessionMayBeSeveralCookies();
    void aPlaceholderMayBeText_data();
    void aPlaceholderMayBeText();

private:
    [[nodiscard]] static QJsonValue json(const char *text) { return QJsonDocument::fromJson(QByteArray("[") + text + ']').array().at(0); }
    /// The problem of the demo profile with what @p edits say; each is a pointer, and the JSON to stand there, or nothing.
    [[nodiscard]] static QString problemOf(const QList<std::pair<const char *, const char *>> &edits)
    {
        QJsonObject profile = tests::demoProfile();
        for (const auto &[pointer, text] : edits)
            profile = tests::edited(profile, QString::fromLatin1(pointer), text ? json(text) : QJsonValue(QJsonValue::Undefined));
        const core::Result<BackendProfile> result = readProfile(tests::text(profile));
        return result.ok() ? QString() : result.error().detail;
    }
};

using Edits = QList<std::pair<const char *, const char *>>;

void TstProfileShapes::whatCannotWorkIsRefused_data()
{
    QTest::addColumn<Edits>("edits");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char *name, const Edits &edits, const char *problem) { QTest::newRow(name) << edits << QString::fromUtf8(problem); };
    row("nobody tells who signed in",
        {{"/password/identity", nullptr}, {"/identity", nullptr}, {"/identityMapping", nullptr}, {"/providers", nullptr}},
        "/password/identity: expected subject here, or the request /identity");
    row("a refresh of nothing", {{"/password/tokens/refreshToken", nullptr}, {"/refresh/tokens/refreshToken", nullptr}},
        "/refresh: expected refreshToken in /password/tokens");
    row("a refresh token that goes nowhere", {{"/password/tokens/refreshToken", R"("/r")"}, {"/refresh/tokens/refreshToken", R"("/r")"}},
        R"(/refresh/endpoint: expected the placeholder {refreshToken} in the body; or say "authorization": "refreshToken")");
    row("a CSRF token that nobody fetches, with cookies of the fetch", {{"/csrf", R"({"token":"/csrf","cookies":["_csrf"]})"}},
        "/csrf/cookies: expected only beside fetch");
    row("an empty API key", {{"/apiKey", R"({"header":"X-Key","value":" "})"}}, "/apiKey/value: expected the key");
    row("a key in the token's header", {{"/apiKey", R"({"header":"Authorization","value":"Bearer k"})"}},
        "/apiKey/header: expected another header than that of the access token");
    row("an unknown placeholder in a header", {{"/headers", R"({"X-A":"{nobody}"})"}}, "/headers/X-A: unknown placeholder {nobody}");
    row("a password in a header", {{"/password/signIn/headers", R"({"X-A":"{password}"})"}},
        "/password/signIn/headers/X-A: unknown placeholder {password}");
    row("a media type for a form", {{"/signOut/headers", R"({"Content-Type":"application/json"})"}},
        "/signOut/headers/Content-Type: this header is set by Keyturn itself");
    row("a media type that is no JSON", {{"/password/signIn/headers", R"({"content-type":"text/xml"})"}},
        "/password/signIn/headers/content-type: expected a media type of JSON");
    row("a number in a form", {{"/password/signIn/bodyType", R"("form")"}, {"/password/signIn/body/email", R"("{user:number}")"}},
        "/password/signIn/body/email: expected {user:number} only as the whole");
    row("a number within a text", {{"/password/signIn/body/email", R"("no. {user:number}")"}},
        "/password/signIn/body/email: expected {user:number} only as the whole");
    row("basic elsewhere", {{"/signOut/authorization", R"("basic")"}}, "/signOut/authorization: expected only in password/signIn");
    row("a cookie without its use", {{"/password/tokens/accessToken", R"({"cookie":"sid"})"}}, "/access: expected to be told how");
    row("cookies without the token's", {{"/access", R"({"cookies":["x","x.sig"]})"}, {"/providers", nullptr}},
        "/access/cookies: expected the cookie of /password/tokens");
    row("a cookie twice", {{"/access", R"({"cookies":["x","x"]})"}}, "/access/cookies: expected the names of the session's cookies, each once");
    row("cookie and cookies", {{"/access", R"({"cookie":"x","cookies":["x","y"]})"}}, "/access/cookies: expected either cookie or cookies");
    row("a cursor that nobody fills", {{"/sessions/list/path", R"("/s?after={cursor}")"}, {"/sessions/paging", nullptr}},
        "/sessions/paging: this member is required");
    row("a cursor with pages", {{"/sessions/list/path", R"("/s?after={cursor}")"}, {"/sessions/paging", R"({"kind":"page","parameter":"p"})"}},
        "/sessions/paging/kind: expected cursor");
    row("an offset without its parameter", {{"/sessions/paging", R"({"kind":"offset"})"}}, "/sessions/paging/parameter: this member is required");
    row("both comparisons", {{"/errors/failedWhen", R"([{"pointer":"/a","equals":1,"notEquals":2}])"}},
        "/errors/failedWhen/0/notEquals: expected either equals or notEquals");
    row("fields without their place", {{"/errors/fields", R"({"field":"/f"})"}}, "/errors/fields/items: this member is required");
    row("a placeholder in the wrong part", {{"/password/signIn/body/password", nullptr}},
        "/password/signIn: expected the placeholder {password} in the body; add it");
}

void TstProfileShapes::whatCannotWorkIsRefused()
{
    QFETCH(Edits, edits);
    QFETCH(QString, problem);
    const QString found = problemOf(edits);
    QVERIFY2(found.startsWith(problem), qPrintable(found));
}

void TstProfileShapes::whatOddBackendsNeedIsRead_data()
{
    QTest::addColumn<Edits>("edits");
    const auto row = [](const char *name, const Edits &edits) { QTest::newRow(name) << edits; };
    row("a cookie that goes as bearer", {{"/password/tokens/accessToken", R"({"cookie":"jwt"})"}, {"/access", R"({"header":"Authorization"})"}});
    row("a token that goes as a cookie", {{"/access", R"({"cookie":"jwt"})"}});
    row("a key for a gateway", {{"/apiKey", R"({"header":"Authorization","value":"Bearer k"})"}, {"/access", R"({"header":"X-Token","scheme":""})"}});
    row("a CSRF token in the sign-in's answer", {{"/csrf", R"({"token":"/csrf"})"}});
    row("a CSRF token in a header of the sign-in's", {{"/csrf", R"({"token":{"header":"X-CSRF-Token"},"header":"X-XSRF"})"}});
    row("a list as body", {{"/password/signIn/body", R"([{"u":"{user}","p":"{password}"}])"}});
    row("a text as body", {{"/password/signIn/body", R"("{user}:{password}")"}});
    row("another JSON", {{"/password/signIn/headers", R"({"Content-Type":"application/vnd.api+json"})"}});
    row("Basic", {{"/password/signIn/body", nullptr}, {"/password/signIn/bodyType", nullptr}, {"/password/signIn/authorization", R"("basic")"}});
    row("this computer's name in a body", {{"/password/signIn/body/device_name", R"("{device}")"}});
    row("both tokens in a refresh",
        {{"/refresh/endpoint/bodyType", R"("json")"}, {"/refresh/endpoint/body", R"({"a":"{accessToken}","r":"{refreshToken}"})"}});
    row("a number", {{"/sessions/revoke", R"({"method":"POST","path":"/r","bodyType":"json","body":{"id":"{sessionId:number}"}})"}});
    row("a cursor in a body",
        {{"/sessions/list", R"({"method":"POST","path":"/g","bodyType":"json","body":{"after":"{cursor}"}})"},
         {"/sessions/paging", R"({"kind":"cursor","pointer":"/end"})"}});
    row("a link in the body", {{"/sessions/paging", R"({"kind":"link","pointer":"/next"})"}});
    row("an offset", {{"/sessions/paging", R"({"kind":"offset","parameter":"skip"})"}});
    row("sessions that are their ids", {{"/sessions/fields/id", R"("")"}});
    row("the root as a sign of failure", {{"/errors/failedWhen", R"([{"pointer":"","notEquals":"OK"}])"}});
    row("fields with places of their own", {{"/errors/fields", R"({"items":"","field":"/f","message":"/m"})"}});
    row("the life of a refresh token", {{"/password/tokens/refreshLifetime", R"({"unit":"isoDate","pointer":"/until"})"}});
}

void TstProfileShapes::whatOddBackendsNeedIsRead()
{
    QFETCH(Edits, edits);
    QCOMPARE(problemOf(edits), QString());
}

void TstProfileShapes::allIsToldAtOnce()
{
    QJsonObject profile = tests::edited(tests::demoProfile(), QStringLiteral("/name"), 7);
    profile = tests::edited(profile, QStringLiteral("/errors/failedWhen"), json(R"([{"pointer":"a"},{"pointer":"b"}])"));
    profile = tests::edited(profile, QStringLiteral("/providers/1/kind"), QStringLiteral("saml"));
    const core::Error error = readProfile(tests::text(profile)).error();
    QVERIFY(error.detail.startsWith(QStringLiteral("/name: ")));
    QStringList places;
    for (const core::FieldError &one : error.fields)
        places += one.field;
    QCOMPARE(places.mid(0, 3),
             (QStringList{QStringLiteral("/errors/failedWhen/0/pointer"), QStringLiteral("/errors/failedWhen/1/pointer"),
                          QStringLiteral("/providers/1/kind")}));
}

void TstProfileShapes::aSessionMayBeSeveralCookies()
{
    QJsonObject profile = tests::edited(tests::demoProfile(), QStringLiteral("/access"), json(R"({"cookies":["s","s.sig"]})"));
    profile = tests::edited(profile, QStringLiteral("/password/tokens/accessToken"), json(R"({"cookie":"s"})"));
    const core::Result<BackendProfile> read = readProfile(tests::text(profile));
    QVERIFY2(read.ok(), read.ok() ? "" : qPrintable(read.error().detail));
    const AccessUse &use = read->access;
    const core::Secret both = use.joined({{"s.sig", core::Secret("d=")}, {"s", core::Secret("a")}});
    QVERIFY(both == core::Secret("s=a;s.sig=d="));
    QCOMPARE(use.cookiesOf(both).size(), 2);
    QVERIFY(use.cookiesOf(both).at(1).second == core::Secret("d="));
    QVERIFY(use.joined(use.cookiesOf(both)) == both);
}

void TstProfileShapes::aPlaceholderMayBeText_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("problem");
    QTest::newRow("a word in braces") << QStringLiteral("mutation{in(u:$u){ok}}") << QStringLiteral("write {{ok}}");
    QTest::newRow("the same, as text") << QStringLiteral("mutation{in(u:$u){{ok}}}") << QString();
    QTest::newRow("more than a word") << QStringLiteral("mutation { in(u: $u) { ok } }") << QString();
}

void TstProfileShapes::aPlaceholderMayBeText()
{
    QFETCH(QString, query);
    QFETCH(QString, problem);
    const QJsonObject profile = tests::edited(tests::demoProfile(), QStringLiteral("/password/signIn/body/query"), query);
    const core::Result<BackendProfile> read = readProfile(tests::text(profile));
    QCOMPARE(read.ok(), problem.isEmpty());
    QVERIFY(read.ok() || read.error().detail.endsWith(problem));
}

KEYTURN_TEST(TstProfileShapes)
#include "tst_profileshapes.moc"
