// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jsonedit.h"
#include "model/profilereader.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QTest>

using namespace keyturn;
using namespace keyturn::model;

class TstProfileReader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void namesTheFurtherPlacesToo();
    void saysWhereAndWhatIsExpected_data();
    void saysWhereAndWhatIsExpected();
    void refusesBadAddresses_data();
    void refusesBadAddresses();
    void acceptsGoodAddresses_data();
    void acceptsGoodAddresses();
    void refusesWhatIsNoProfileAtAll_data();
    void refusesWhatIsNoProfileAtAll();
    void aProfileMayHaveProvidersAlone();
    void aProviderSaysAllThatOAuthKnows();
    void aProviderForDevicesNeedsNoBrowser();
    void endpointsMayBeLeftToTheIssuersMetadata();
    void aProviderMayCompareTheWholeRedirectAddress_data();
    void aProviderMayCompareTheWholeRedirectAddress();
    void aTokenInTheBodyNeedsItsPlaceholder();
    void defaultsFitCommonBackends();
};

void TstProfileReader::saysWhereAndWhatIsExpected_data()
{
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("detail"); // what the answer starts with
    const auto row = [](const char *name, const char *pointer, const QJsonValue &value, const char *detail) {
        QTest::newRow(name) << QString::fromLatin1(pointer) << value << QString::fromLatin1(detail);
    };
    const QJsonValue nothing(QJsonValue::Undefined);
    row("unknown method", "/password/signIn/method", QStringLiteral("FETCH"),
        "/password/signIn/method: expected one of GET, POST, PUT, PATCH, DELETE");
    row("misspelt member", "/password/signin", QJsonObject(), "/password/signin: unknown member; expected one of signIn, registration, tokens");
    row("misspelt member at the root", "/paswword", QJsonObject(), "/paswword: unknown member; expected one of");
    row("member with a tilde", "/a~1b", 1, "/a~01b: unknown member");
    row("missing id", "/id", nothing, "/id: this member is required");
    row("id with capitals", "/id", QStringLiteral("Demo"), "/id: expected 1 to 64 of a-z");
    row("id that leaves the folder", "/id", QStringLiteral("../x"), "/id: expected 1 to 64 of a-z");
    row("name that turns its direction", "/name", QString::fromUtf8("Bank\u202emoc"), "/name: expected visible text");
    row("empty name", "/name", QStringLiteral(" "), "/name: expected visible text");
    row("number for text", "/name", 7, "/name: expected a text in quotes");
    row("text for truth", "/embedded", QStringLiteral("yes"), "/embedded: expected true or false");
    row("missing base", "/baseUrl", nothing, "/baseUrl: this member is required");
    row("{backend} though not embedded", "/embedded", false, "/baseUrl: {backend} stands only in a profile with \"embedded\": true");
    row("{backend} continued", "/baseUrl", QStringLiteral("{backend}.evil.example"), "/baseUrl: expected '/' or nothing after {backend}");
    row("path that names a host", "/signOut/path", QStringLiteral("//evil.example/x"), "/signOut/path: expected a percent-encoded path");
    row("path that climbs", "/signOut/path", QStringLiteral("/api/../../x"), "/signOut/path: expected a percent-encoded path");
    row("path that climbs, encoded", "/signOut/path", QStringLiteral("/api/%2e%2E/x"), "/signOut/path: expected a percent-encoded path");
    row("path without slash", "/signOut/path", QStringLiteral("api"), "/signOut/path: expected a percent-encoded path");
    row("path with a line break", "/signOut/path", QStringLiteral("/a\r\nHost: x"), "/signOut/path: expected a percent-encoded path");
    row("path with a space", "/signOut/path", QStringLiteral("/a b"), "/signOut/path: expected a percent-encoded path");
    row("path with a fragment", "/signOut/path", QStringLiteral("/a#b"), "/signOut/path: expected a percent-encoded path");
    row("password in the path", "/password/signIn/path", QStringLiteral("/login?p={password}"),
        "/password/signIn/path: unknown placeholder {password}; expected no placeholder here");
    row("refresh token in the path", "/signOut/path", QStringLiteral("/out/{refreshToken}"), "/signOut/path: unknown placeholder {refreshToken}");
    row("half a placeholder", "/signOut/path", QStringLiteral("/out/{x"), "/signOut/path: expected a percent-encoded path");
    row("placeholder without its end", "/password/signIn/body/password", QStringLiteral("{password"),
        "/password/signIn/body/password: expected {password}: its brace is not closed");
    row("redirects of what is no form page", "/signOut/redirects", true,
        "/signOut/redirects: expected only in signIn, registration and secondFactor");
    row("a redirect that brings a body", "/password/signIn/redirects", true, "/password/tokens/accessToken: expected a cookie or a header");
    row("unknown placeholder", "/password/signIn/body/otp", QStringLiteral("{otp}"),
        "/password/signIn/body/otp: unknown placeholder {otp}; expected only these placeholders here: {user}, {password}");
    row("unknown placeholder, deep", "/password/signIn/body/data", QJsonObject{{QStringLiteral("x"), QJsonArray{QStringLiteral("{otp}")}}},
        "/password/signIn/body/data/x/0: unknown placeholder {otp}");
    row("sign-in without a password", "/password/signIn/body/password", nothing, "/password/signIn: expected the placeholder {password}");
    row("revoking nothing", "/sessions/revoke/path", QStringLiteral("/api/sessions/all"), "/sessions/revoke: expected the placeholder {sessionId}");
    row("body without a type", "/password/signIn/bodyType", nothing, "/password/signIn/bodyType: expected json or form");
    row("body that is no object", "/password/signIn/body", 7, "/password/signIn/body: expected an object, a list or a text");
    row("form with a number", "/signOut",
        QJsonObject{{QStringLiteral("path"), QStringLiteral("/o")},
                    {QStringLiteral("method"), QStringLiteral("POST")},
                    {QStringLiteral("bodyType"), QStringLiteral("form")},
                    {QStringLiteral("body"), QJsonObject{{QStringLiteral("n"), 1}}}},
        "/signOut/body/n: expected a text in quotes, because a form");
    row("GET with a body", "/identity/bodyType", QStringLiteral("json"), "/identity/bodyType: expected none, because a GET request has no body");
    row("header that splits", "/identity/headers", QJsonObject{{QStringLiteral("X-A"), QStringLiteral("a\r\nX-B: c")}},
        "/identity/headers/X-A: expected printable ASCII");
    row("header name that splits", "/identity/headers", QJsonObject{{QStringLiteral("X-A: b\r\nC"), QStringLiteral("d")}}, "/identity/headers/");
    row("header that is ours", "/identity/headers", QJsonObject{{QStringLiteral("authorization"), QStringLiteral("Basic x")}},
        "/identity/headers/authorization: this header is set by Keyturn itself");
    row("pointer without slash", "/password/tokens/accessToken", QStringLiteral("accessToken"),
        "/password/tokens/accessToken: expected a JSON Pointer");
    row("pointer with a lone tilde", "/password/tokens/accessToken", QStringLiteral("/a~b"), "/password/tokens/accessToken: expected a JSON Pointer");
    row("unit that is none", "/refresh/tokens/lifetime/unit", QStringLiteral("minutes"),
        "/refresh/tokens/lifetime/unit: expected one of seconds, milliseconds, isoDate, epochSeconds, jwtExp");
    row("lifetime without a place", "/refresh/tokens/lifetime/pointer", nothing, "/refresh/tokens/lifetime/pointer: this member is required");
    row("refresh token in two places", "/refresh/tokens/refreshToken/pointer", QStringLiteral("/r"),
        "/refresh/tokens/refreshToken: expected exactly one of pointer, header, cookie");
    row("refresh token in no place", "/refresh/tokens/refreshToken", QJsonObject(), "/refresh/tokens/refreshToken: expected exactly one of");
    row("cookie name with a semicolon", "/refresh/tokens/refreshToken/cookie", QStringLiteral("a;b"),
        "/refresh/tokens/refreshToken/cookie: expected a cookie's name");
    row("password length 0", "/password/minimumPasswordLength", 0, "/password/minimumPasswordLength: expected a whole number from 1 to 1024");
    row("password length 8.5", "/password/minimumPasswordLength", 8.5, "/password/minimumPasswordLength: expected a whole number");
    row("password length 1e300", "/password/minimumPasswordLength", 1e300, "/password/minimumPasswordLength: expected a whole number");
    row("identity without a subject", "/identityMapping/subject", nothing, "/identityMapping/subject: this member is required beside identity");
    row("providers as an object", "/providers", QJsonObject(), "/providers: expected a list");
    row("unknown kind", "/providers/0/kind", QStringLiteral("saml"), "/providers/0/kind: expected one of openIdConnect, oauth2");
    row("two providers of one id", "/providers/1/id", QStringLiteral("google"), "/providers/1/id: another provider has this id already");
    row("endpoints beside discovery", "/providers/1/kind", QStringLiteral("openIdConnect"), "/providers/1/endpoints: expected only with kind oauth2");
    row("discovery of OpenID Connect's", "/providers/0/discovery", true, "/providers/0/discovery: expected only with kind oauth2");
    row("discovery that is a word", "/providers/1/discovery", QStringLiteral("yes"), "/providers/1/discovery: expected true or false");
    row("oauth2 without endpoints", "/providers/1/endpoints", nothing, "/providers/1/endpoints: this member is required");
    row("oauth2 without a subject", "/providers/1/identity/subject", nothing, "/providers/1/identity/subject: this member is required");
    row("issuer with a query", "/providers/0/issuer", QStringLiteral("https://a.example/?x=1"), "/providers/0/issuer: expected no query");
    row("two scopes in one", "/providers/0/scopes/1", QStringLiteral("email profile"), "/providers/0/scopes/1: expected one scope without spaces");
    row("scope that is a number", "/providers/0/scopes/1", 1, "/providers/0/scopes/1: expected a text in quotes");
    row("state given", "/providers/0/authorizationParameters/state", QStringLiteral("x"),
        "/providers/0/authorizationParameters/state: this parameter is set by Keyturn itself");
    row("client secret with a space", "/providers/0/clientSecret", QStringLiteral("a b"), "/providers/0/clientSecret: expected 1 to 512 printable");
    row("empty client secret", "/providers/0/clientSecret", QString(), "/providers/0/clientSecret: expected 1 to 512 printable");
    row("relative resource", "/providers/0/resources", QJsonArray{QStringLiteral("/api")}, "/providers/0/resources/0: expected an absolute URI");
    row("resource with a fragment", "/providers/0/resources", QJsonArray{QStringLiteral("https://a.example/#x")},
        "/providers/0/resources/0: expected an absolute URI");
    row("prompt of none", "/providers/0/prompt", QStringLiteral("none"), "/providers/0/prompt: expected words among login, consent");
    row("dpop that is neither", "/providers/0/dpop", QStringLiteral("yes"), "/providers/0/dpop: expected one of auto, always, never");
    row("key thumbprint given", "/providers/0/authorizationParameters/dpop_jkt", QStringLiteral("x"),
        "/providers/0/authorizationParameters/dpop_jkt: this parameter is set by Keyturn itself");
    row("max_age below zero", "/providers/0/maxAge", -1, "/providers/0/maxAge: expected");
    row("no way into an oauth2 provider", "/providers/1/endpoints/authorization", nothing,
        "/providers/1/endpoints/authorization: this member is required");
    row("device endpoint in plain http", "/providers/1/endpoints/deviceAuthorization", QStringLiteral("http://a.example/device"),
        "/providers/1/endpoints/deviceAuthorization: expected an https address");
    row("callback path with a query", "/providers/0/callbackPath", QStringLiteral("/c?x"),
        "/providers/0/callbackPath: expected a path such as /callback");
    const char *const redirectUri = "/providers/0/redirectUri";
    const char *const onThisComputer = "/providers/0/redirectUri: expected an address on this computer";
    row("redirect address elsewhere", redirectUri, QStringLiteral("http://192.0.2.1/callback"), onThisComputer);
    row("redirect address of another host that begins so", redirectUri, QStringLiteral("http://localhost.example/callback"), onThisComputer);
    row("redirect address behind a name", redirectUri, QStringLiteral("http://localhost@evil.example/callback"), onThisComputer);
    row("redirect address with https", redirectUri, QStringLiteral("https://localhost/callback"), onThisComputer);
    row("redirect address with a query", redirectUri, QStringLiteral("http://127.0.0.1/callback?x=1"), onThisComputer);
    row("redirect address with dots", redirectUri, QStringLiteral("http://127.0.0.1/a/../b"), onThisComputer);
    row("redirect address at a port for administrators", redirectUri, QStringLiteral("http://127.0.0.1:1023/callback"),
        "/providers/0/redirectUri: expected a port from 1024");
    row("redirect address at no port", redirectUri, QStringLiteral("http://127.0.0.1:65536/callback"),
        "/providers/0/redirectUri: expected a port from 1024");
    row("very long text", "/description", QString(5000, u'x'), "/description: expected at most 4096 characters");
}

void TstProfileReader::saysWhereAndWhatIsExpected()
{
    QFETCH(QString, pointer);
    QFETCH(QJsonValue, value);
    QFETCH(QString, detail);
    const core::Result<BackendProfile> result = readProfile(tests::text(tests::edited(tests::demoProfile(), pointer, value)));
    QVERIFY(!result.ok());
    QVERIFY(result.error().kind == core::ErrorKind::Configuration);
    QCOMPARE(result.error().code, QStringLiteral("profile_invalid"));
    QVERIFY2(result.error().detail.startsWith(detail), qPrintable(result.error().detail));
}

void TstProfileReader::refusesBadAddresses_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *address, const char *expected) {
        QTest::newRow(address) << QString::fromLatin1(address) << QString::fromLatin1(expected);
    };
    row("http://auth.example.org", "expected an https address");
    row("http://127.0.0.1.evil.example", "expected an https address");
    row("http://127.evil.example", "expected an https address");
    row("http://localhost.evil.example", "expected an https address");
    row("ftp://auth.example.org", "expected an https address");
    row("file:///etc/passwd", "expected a whole address");
    row("auth.example.org", "expected a whole address");
    row("https://", "expected a whole address");
    row("https://jo:secret@auth.example.org", "expected no user name");
    row("https://jo@auth.example.org", "expected no user name");
    row("https://auth.example.org#x", "expected no fragment");
    row("https://auth.example.org?x=1", "expected no query");
    row("https://auth example.org", "expected a whole address");
}

void TstProfileReader::refusesBadAddresses()
{
    QFETCH(QString, address);
    QFETCH(QString, expected);
    const core::Result<BackendProfile> result = readProfile(tests::text(tests::edited(tests::demoProfile(), QStringLiteral("/baseUrl"), address)));
    QVERIFY(!result.ok());
    QVERIFY2(result.error().detail.startsWith(QStringLiteral("/baseUrl: ") + expected), qPrintable(result.error().detail));
}

void TstProfileReader::acceptsGoodAddresses_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("read");
    const auto row = [](const char *address, const char *read) {
        QTest::newRow(address) << QString::fromLatin1(address) << QString::fromLatin1(read);
    };
    row("https://auth.example.org", "https://auth.example.org");
    row("https://auth.example.org/base/", "https://auth.example.org/base");
    row("https://auth.example.org:8443", "https://auth.example.org:8443");
    row("http://127.0.0.1:3000", "http://127.0.0.1:3000");
    row("http://localhost:3000", "http://localhost:3000");
    row("http://[::1]:3000", "http://[::1]:3000");
}

void TstProfileReader::acceptsGoodAddresses()
{
    QFETCH(QString, address);
    QFETCH(QString, read);
    const core::Result<BackendProfile> result = readProfile(tests::text(tests::edited(tests::demoProfile(), QStringLiteral("/baseUrl"), address)));
    QVERIFY2(result.ok(), result.ok() ? "" : qPrintable(result.error().detail));
    QCOMPARE(result->baseUrl, QUrl(read));
}

void TstProfileReader::refusesWhatIsNoProfileAtAll_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("word");
    QTest::newRow("nothing") << QByteArray() << QStringLiteral("one JSON object");
    QTest::newRow("a list") << QByteArray("[]") << QStringLiteral("one JSON object");
    QTest::newRow("more than 256 kB") << QByteArray(maxProfileBytes + 1, ' ') << QStringLiteral("at most 262144");
    QTest::newRow("too deep") << QByteArray(100, '[') << QStringLiteral("nesting deeper");
    QTest::newRow("a member twice") << QByteArray(R"({"id":"a","id":"b"})") << QStringLiteral("the member \"id\" stands twice (line 1, column 11)");
    QTest::newRow("an end too many, where an editor finds it") << QByteArray("{\n  \"id\": \"\u00e9\" }}") << QStringLiteral("(line 2, column 14)");
    QTest::newRow("an empty object") << QByteArray("{}") << QStringLiteral("/id: this member is required");
    QTest::newRow("no way to sign in") << QByteArray(R"({"id":"a","name":"A"})") << QStringLiteral("expected password or providers");
}

void TstProfileReader::refusesWhatIsNoProfileAtAll()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, word);
    const core::Result<BackendProfile> result = readProfile(json);
    QVERIFY(!result.ok());
    QCOMPARE(result.error().code, QStringLiteral("profile_invalid"));
    QVERIFY2(result.error().detail.contains(word), qPrintable(result.error().detail));
}

void TstProfileReader::aProfileMayHaveProvidersAlone()
{
    const core::Result<BackendProfile> result = readProfile(R"({"id": "google", "name": "Google", "providers": [
        {"id": "google", "name": "Google", "kind": "openIdConnect", "issuer": "https://accounts.google.com", "clientId": "x"}]})");
    QVERIFY2(result.ok(), result.ok() ? "" : qPrintable(result.error().detail));
    QVERIFY(result->baseUrl.isEmpty());
    QVERIFY(!result->password);
    QCOMPARE(result->providers.at(0).issuer, QStringLiteral("https://accounts.google.com"));
}

void TstProfileReader::aProviderSaysAllThatOAuthKnows()
{
    const core::Result<BackendProfile> result = readProfile(R"({"id": "google", "name": "Google", "providers": [
        {"id": "google", "name": "Google", "kind": "openIdConnect", "issuer": "https://accounts.google.com", "clientId": "c",
         "clientSecret": "GOCSPX-x", "resources": ["https://api.example.org", "urn:example:files"],
         "trustedAudiences": ["another-client"], "prompt": "login consent",
         "acrValues": ["gold", "silver"], "maxAge": 0, "dpop": "always", "deviceCode": false}]})");
    QVERIFY2(result.ok(), result.ok() ? "" : qPrintable(result.error().detail));
    const IdentityProvider &provider = result->providers.at(0);
    QCOMPARE(provider.clientSecret, core::Secret("GOCSPX-x"));
    QCOMPARE(provider.resources, (QStringList{QStringLiteral("https://api.example.org"), QStringLiteral("urn:example:files")}));
    QCOMPARE(provider.trustedAudiences, QStringList{QStringLiteral("another-client")});
    QCOMPARE(provider.prompt, QStringLiteral("login consent"));
    QCOMPARE(provider.acrValues, (QStringList{QStringLiteral("gold"), QStringLiteral("silver")}));
    QCOMPARE(provider.maxAge, std::optional(0)); // not the same as none: "prove it now"
    QCOMPARE(provider.dpop, KeyBinding::Always);
    QVERIFY(!provider.deviceCode);
}

void TstProfileReader::aProviderForDevicesNeedsNoBrowser()
{
    const core::Result<BackendProfile> result = readProfile(R"({"id": "tv", "name": "TV", "providers": [
        {"id": "tv", "name": "TV", "kind": "oauth2", "issuer": "https://tv.example", "clientId": "c", "identity": {"subject": "/id"},
         "endpoints": {"token": "https://tv.example/token", "userinfo": "https://tv.example/me",
                       "deviceAuthorization": "https://tv.example/device"}}]})");
    QVERIFY2(result.ok(), result.ok() ? "" : qPrintable(result.error().detail));
    const OAuthEndpoints &endpoints = result->providers.at(0).endpoints;
    QVERIFY(endpoints.authorization.isEmpty());
    QCOMPARE(endpoints.deviceAuthorization, QUrl(QStringLiteral("https://tv.example/device")));
    QVERIFY(result->providers.at(0).clientSecret.isEmpty());
    QVERIFY(!result->providers.at(0).maxAge);
    QCOMPARE(result->providers.at(0).dpop, KeyBinding::Auto);
    QVERIFY(result->providers.at(0).deviceCode);
}

void TstProfileReader::endpointsMayBeLeftToTheIssuersMetadata()
{
    const QByteArray start = R"({"id": "as", "name": "AS", "providers": [
        {"id": "as", "name": "AS", "kind": "oauth2", "issuer": "https://as.example", "clientId": "c", "identity": {"subject": "/sub"}, )";
    const core::Result<BackendProfile> none = readProfile(start + R"("discovery": true}]})");
    QVERIFY2(none.ok(), none.ok() ? "" : qPrintable(none.error().detail));
    QVERIFY(none->providers.at(0).isDiscovered());
    const core::Result<BackendProfile> one = readProfile(start + R"("discovery": true, "endpoints": {"userinfo": "https://as.example/me"}}]})");
    QVERIFY2(one.ok(), one.ok() ? "" : qPrintable(one.error().detail));
    QCOMPARE(one->providers.at(0).endpoints.userinfo, QUrl(QStringLiteral("https://as.example/me")));
    const core::Result<BackendProfile> half = readProfile(start + R"("discovery": false, "endpoints": {"userinfo": "https://as.example/me"}}]})");
    QVERIFY(!half.ok());
    QVERIFY(half.error().detail.startsWith(QStringLiteral("/providers/0/endpoints/authorization: this member is required")));
    QVERIFY(!readProfile(tests::text(tests::demoProfile()))->providers.at(1).isDiscovered());
}

void TstProfileReader::aProviderMayCompareTheWholeRedirectAddress_data()
{
    QTest::addColumn<QString>("address");
    QTest::newRow("any port") << QStringLiteral("http://127.0.0.1/callback");
    QTest::newRow("by name, at a port") << QStringLiteral("http://localhost:8400/auth/callback.html");
    QTest::newRow("IPv6, nothing behind the port") << QStringLiteral("http://[::1]:65535");
    QTest::newRow("a slash alone") << QStringLiteral("http://localhost/");
}

void TstProfileReader::aProviderMayCompareTheWholeRedirectAddress()
{
    QFETCH(QString, address);
    const QString pointer = QStringLiteral("/providers/0/redirectUri");
    const core::Result<BackendProfile> profile = readProfile(tests::text(tests::edited(tests::demoProfile(), pointer, address)));
    QVERIFY2(profile.ok(), qPrintable(profile.ok() ? QString() : profile.error().detail));
    QCOMPARE(profile->providers.at(0).redirectUri.toString(), address);
    const QJsonObject both = tests::edited(tests::edited(tests::demoProfile(), pointer, address), QStringLiteral("/providers/0/callbackPath"),
                                           QStringLiteral("/callback"));
    QVERIFY(readProfile(tests::text(both)).error().detail.startsWith(pointer + QStringLiteral(": expected either callbackPath")));
}

void TstProfileReader::aTokenInTheBodyNeedsItsPlaceholder()
{
    const QJsonObject place{{QStringLiteral("pointer"), QStringLiteral("/refreshToken")}};
    QJsonObject profile = tests::edited(tests::demoProfile(), QStringLiteral("/password/tokens/refreshToken"), place);
    profile = tests::edited(profile, QStringLiteral("/refresh/tokens/refreshToken"), place);
    const core::Result<BackendProfile> without = readProfile(tests::text(profile));
    QVERIFY(!without.ok());
    QVERIFY2(without.error().detail.startsWith(QStringLiteral("/refresh/endpoint: expected the placeholder {refreshToken}")),
             qPrintable(without.error().detail));
    profile = tests::edited(profile, QStringLiteral("/refresh/endpoint/bodyType"), QStringLiteral("form"));
    profile =
        tests::edited(profile, QStringLiteral("/refresh/endpoint/body"), QJsonObject{{QStringLiteral("token"), QStringLiteral("{refreshToken}")}});
    const core::Result<BackendProfile> with = readProfile(tests::text(profile));
    QVERIFY2(with.ok(), with.ok() ? "" : qPrintable(with.error().detail));
    QCOMPARE(with->refresh->tokens.refreshToken, model::ValuePlace::body(QStringLiteral("/refreshToken")));
}

void TstProfileReader::defaultsFitCommonBackends()
{
    QJsonObject profile = tests::demoProfile();
    profile.remove(QStringLiteral("errors"));
    profile = tests::edited(profile, QStringLiteral("/password/tokens/lifetime"), QJsonValue(QJsonValue::Undefined));
    const core::Result<BackendProfile> result = readProfile(tests::text(profile));
    QVERIFY2(result.ok(), result.ok() ? "" : qPrintable(result.error().detail));
    QCOMPARE(result->errors.code, QStringLiteral("/error/code"));
    QVERIFY(result->password->tokens.lifetime.unit == LifetimeUnit::JwtExp);
    profile = tests::edited(profile, QStringLiteral("/errors/reason"), QString());
    const core::Result<BackendProfile> none = readProfile(tests::text(profile));
    QVERIFY(none.ok());
    QVERIFY(none->errors.reason.isEmpty());
    QCOMPARE(none->errors.message, QStringLiteral("/error/message"));
}

void TstProfileReader::namesTheFurtherPlacesToo()
{
    QJsonObject profile{{QStringLiteral("id"), QStringLiteral("A")}};
    for (int i = 0; i < 100; ++i)
        profile.insert(QStringLiteral("unknown%1").arg(i), i);
    const core::Error error = readProfile(tests::text(profile)).error();
    QVERIFY(error.detail.startsWith(QStringLiteral("/id: ")));
    QCOMPARE(error.fields.first().field, QStringLiteral("/name"));
    QVERIFY(error.fields.first().message.contains(QStringLiteral("required")));
    QCOMPARE(error.fields.size(), 50); // who wants more has enough to mend
}

KEYTURN_TEST(TstProfileReader)
#include "tst_profilereader.moc"
