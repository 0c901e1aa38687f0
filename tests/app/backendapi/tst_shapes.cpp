// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/backendclient.h"

#include "backends.h"
#include "support/fakeclock.h"
#include "support/fakehttpclient.h"
#include "support/registry.h"

using namespace keyturn;
using model::ValuePlace;
using tests::answerOf;
using tests::bodyBackend;
using tests::cookieBackend;
using tests::headerOf;

/// Backends as they are found: where they put their tokens, what they ask of a request, and how they say no.
class TstShapes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void tokensComeFromAnywhere_data();
    void tokensComeFromAnywhere();
    void aCookieThatComesBackEmptyMeansNone();
    void aRefreshTokenIsSentAsBearerWhereTheProfileSaysSo();
    void theAccessTokenGoesWhereTheProfileSays();
    void aNamedBaseIsAnotherPlace();
    void headersAndApiKeyGoWithEveryRequest_data();
    void headersAndApiKeyGoWithEveryRequest();
    void aSessionCookieIsTheAccessToken();
    void fault35ATokenThatMayBeCutIsNone_data();
    void fault35ATokenThatMayBeCutIsNone();
    void aRefusalIsReadHoweverItIsWritten_data();
    void aRefusalIsReadHoweverItIsWritten();
    void aGoodStatusMayBeARefusal_data();
    void aGoodStatusMayBeARefusal();
    void aStatusMayRefuseTheRefreshTokenByItself();
    void aWordOfTheBackendsOwnMayRefuseIt();

private:
    [[nodiscard]] core::Result<backendapi::SignInOutcome> signIn(const model::BackendProfile &profile);

    tests::FakeClock m_clock;
    std::unique_ptr<tests::FakeHttpClient> m_http;
    std::unique_ptr<backendapi::BackendClient> m_client;
    const backendapi::Credentials m_credentials{QStringLiteral("ada@example.org"), core::Secret("canary-password")};
    const QByteArray m_who = R"({"id":"u1","name":"Ada"})";
    model::TokenSet m_held;
};

void TstShapes::init()
{
    m_http = std::make_unique<tests::FakeHttpClient>();
    m_client = std::make_unique<backendapi::BackendClient>(m_clock, *m_http, [](const core::Secret &) { return QDateTime(); });
    m_http->answer("GET /base/me", 200, m_who);
    m_held = {};
    m_held.accessToken = core::Secret("canary-access");
    m_held.refreshToken = core::Secret("canary-refresh");
}

void TstShapes::cleanup()
{
    QVERIFY2(m_http->unexpected().isEmpty(), m_http->unexpected().value(0).constData());
}

core::Result<backendapi::SignInOutcome> TstShapes::signIn(const model::BackendProfile &profile)
{
    return answerOf(m_client->signIn(profile, m_credentials));
}

void TstShapes::tokensComeFromAnywhere_data()
{
    QTest::addColumn<ValuePlace>("access");
    QTest::addColumn<ValuePlace>("refresh");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QList<net::Header>>("headers");
    const QList<net::Header> none;
    QTest::newRow("deep in the body") << ValuePlace::body(QStringLiteral("/data/0/jwt")) << ValuePlace::body(QStringLiteral("/r~1t"))
                                      << QByteArray(R"({"data":[{"jwt":"A"}],"r/t":"R"})") << none;
    QTest::newRow("the body is the token") << ValuePlace::body({}) << ValuePlace{} << QByteArray(R"("A")") << none;
    QTest::newRow("the body is the token, as plain text")
        << ValuePlace::body({}) << ValuePlace{} << QByteArray("A\n")
        << QList<net::Header>{{"Content-Type", "text/plain; charset=utf-8"}, {"Content-Length", "2"}};
    QTest::newRow("headers") << ValuePlace::header(QStringLiteral("authorization")) << ValuePlace::header(QStringLiteral("X-Refresh")) << QByteArray()
                             << QList<net::Header>{{"Authorization", "Bearer A"}, {"x-refresh", "R"}};
    QTest::newRow("a cookie and a header") << ValuePlace::header(QStringLiteral("X-Token")) << ValuePlace::cookie(QStringLiteral("rt"))
                                           << QByteArray("{}") << QList<net::Header>{{"X-Token", "A"}, {"Set-Cookie", "rt=R; HttpOnly"}};
}

void TstShapes::tokensComeFromAnywhere()
{
    QFETCH(ValuePlace, access);
    QFETCH(ValuePlace, refresh);
    QFETCH(QByteArray, body);
    QFETCH(QList<net::Header>, headers);
    model::BackendProfile profile = cookieBackend();
    profile.password->tokens.accessToken = access;
    profile.password->tokens.refreshToken = refresh;
    profile.password->tokens.lifetime = {};
    m_http->answer("POST /base/login", 200, body, headers);
    const auto outcome = signIn(profile);
    QVERIFY2(outcome.ok(), outcome.ok() ? "" : qPrintable(outcome.error().code));
    QVERIFY(outcome->tokens.accessToken == core::Secret("A"));
    QVERIFY(outcome->tokens.refreshToken == (refresh.isNone() ? core::Secret() : core::Secret("R")));
    QCOMPARE(outcome->identity.subject, QStringLiteral("u1"));
}

void TstShapes::aCookieThatComesBackEmptyMeansNone()
{
    m_http->answer("POST /base/login", 200, R"({"data":{"token":"A"}})", {{"Set-Cookie", "rt=; HttpOnly; Path=/"}});
    const auto outcome = signIn(cookieBackend());
    QVERIFY(outcome.ok());
    QVERIFY(!outcome->tokens.canRefresh());
}

void TstShapes::aRefreshTokenIsSentAsBearerWhereTheProfileSaysSo()
{
    model::BackendProfile profile = bodyBackend();
    profile.refresh->endpoint.body = {};
    profile.refresh->endpoint.bodyType = model::BodyType::None;
    profile.refresh->endpoint.bearsRefreshToken = true;
    m_http->answer("POST /base/refresh", 200, R"({"data":{"token":"A"}})");
    QVERIFY(answerOf(m_client->refresh(profile, m_held)).ok());
    QCOMPARE(headerOf(m_http->requests().first(), "Authorization"), QByteArray("Bearer canary-refresh"));
    QVERIFY(headerOf(m_http->requests().first(), "Cookie").isEmpty());
}

void TstShapes::theAccessTokenGoesWhereTheProfileSays()
{
    model::BackendProfile profile = cookieBackend();
    profile.access.header = "X-Access-Token";
    profile.access.scheme = "";
    m_http->answer("POST /base/login", 200, R"({"data":{"token":"A"}})");
    QVERIFY(signIn(profile).ok());
    QCOMPARE(headerOf(m_http->requests().last(), "X-Access-Token"), QByteArray("A"));
    QVERIFY(headerOf(m_http->requests().last(), "Authorization").isEmpty());
}

void TstShapes::aNamedBaseIsAnotherPlace()
{
    model::BackendProfile profile = cookieBackend();
    profile.baseUrls.insert(QStringLiteral("api"), QUrl(QStringLiteral("https://api.example/v1")));
    profile.identity->base = QStringLiteral("api");
    m_http->answer("POST /base/login", 200, R"({"data":{"token":"A"}})");
    m_http->answer("GET /v1/me", 200, m_who);
    QVERIFY(signIn(profile).ok());
    QCOMPARE(m_http->requests().last().url, QUrl(QStringLiteral("https://api.example/v1/me")));
}

void TstShapes::headersAndApiKeyGoWithEveryRequest_data()
{
    QTest::addColumn<model::ApiKey>("key");
    QTest::addColumn<QByteArray>("login");
    QTest::addColumn<QByteArray>("identity");
    QTest::newRow("in a header") << model::ApiKey{"X-Api-Key", {}, QStringLiteral("public 1")} << QByteArray("POST /base/login")
                                 << QByteArray("GET /base/me");
    QTest::newRow("in the query") << model::ApiKey{{}, QStringLiteral("key"), QStringLiteral("public 1")}
                                  << QByteArray("POST /base/login?key=public%201") << QByteArray("GET /base/me?key=public%201");
}

void TstShapes::headersAndApiKeyGoWithEveryRequest()
{
    QFETCH(model::ApiKey, key);
    QFETCH(QByteArray, login);
    QFETCH(QByteArray, identity);
    model::BackendProfile profile = cookieBackend();
    profile.headers = {{QStringLiteral("Origin"), QStringLiteral("https://app.example")}, {QStringLiteral("X-App"), QStringLiteral("1")}};
    profile.password->signIn.headers = {{QStringLiteral("X-App"), QStringLiteral("2")}}; // the endpoint's own word counts
    profile.apiKey = key;
    m_http->forget("GET /base/me");
    m_http->answer(login, 200, R"({"data":{"token":"A"}})");
    m_http->answer(identity, 200, m_who);
    QVERIFY(signIn(profile).ok());
    QCOMPARE(headerOf(m_http->requests().first(), "X-App"), QByteArray("2"));
    QCOMPARE(headerOf(m_http->requests().last(), "X-App"), QByteArray("1"));
    for (const net::HttpRequest &request : m_http->requests()) {
        QCOMPARE(headerOf(request, "Origin"), QByteArray("https://app.example"));
        QCOMPARE(headerOf(request, "X-Api-Key"), key.header.isEmpty() ? QByteArray() : QByteArray("public 1"));
    }
}

void TstShapes::aSessionCookieIsTheAccessToken()
{
    model::BackendProfile profile = cookieBackend();
    profile.password->tokens = {ValuePlace::cookie(QStringLiteral("connect.sid")), {}, {}, {}};
    profile.refresh.reset();
    profile.access.cookie = "connect.sid";
    m_http->answer("POST /base/login", 200, R"({"user":{"id":"u1"}})", {{"Set-Cookie", "connect.sid=s%3Aabc.def; Path=/; HttpOnly; Max-Age=86400"}});
    const auto outcome = signIn(profile);
    QVERIFY(outcome.ok());
    QVERIFY(outcome->tokens.accessToken == core::Secret("s%3Aabc.def"));
    QVERIFY2(!outcome->tokens.accessExpiresAt.isValid(), "a session may be prolonged at every use: only a 401 tells its end");
    m_http->answer("POST /base/logout", 204);
    QVERIFY(answerOf(m_client->signOut(profile, outcome->tokens)).ok());
    QCOMPARE(headerOf(m_http->requests().last(), "Cookie"), QByteArray("connect.sid=s%3Aabc.def"));
    QVERIFY(headerOf(m_http->requests().last(), "Authorization").isEmpty());
}

void TstShapes::fault35ATokenThatMayBeCutIsNone_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QList<net::Header>>("headers");
    QTest::addColumn<QString>("code");
    using Headers = QList<net::Header>;
    const net::Header plain{"Content-Type", "text/plain"};
    QTest::newRow("a text whose length was announced") << QByteArray("abc") << Headers{plain, {"Content-Length", "3"}} << QString();
    QTest::newRow("a text of any length") << QByteArray("abc") << Headers{plain} << QStringLiteral("truncated");
    QTest::newRow("a JSON text shows its end") << QByteArray("\"abc\"") << Headers{} << QString();
    QTest::newRow("a JSON text without its end") << QByteArray("\"abc") << Headers{plain} << QStringLiteral("truncated");
    QTest::newRow("a JSON text without its end, as JSON") << QByteArray("\"abc") << Headers{} << QStringLiteral("reply_not_json");
}

/// A chunked answer that was cut looks like a whole one.
void TstShapes::fault35ATokenThatMayBeCutIsNone()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QList<net::Header>, headers);
    QFETCH(const QString, code);
    model::BackendProfile profile = cookieBackend();
    profile.password->tokens = {ValuePlace::body({}), {}, {}, {}};
    m_http->answer("POST /base/login", 200, body, headers);
    const auto outcome = signIn(profile);
    QCOMPARE(outcome.ok() ? QString() : outcome.error().code, code);
    if (!outcome.ok())
        QCOMPARE(outcome.error().kind, core::ErrorKind::BadReply);
}

void TstShapes::aRefusalIsReadHoweverItIsWritten_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("field");
    const QByteArray json("application/json");
    const QString none;
    const QString invalid = QStringLiteral("invalid_credentials");
    QTest::newRow("a text as JSON") << QByteArray(R"("No such user")") << json << invalid << QStringLiteral("No such user") << none;
    QTest::newRow("a plain text") << QByteArray("No such user\n") << QByteArray("text/plain") << invalid << QStringLiteral("No such user") << none;
    QTest::newRow("error as a sentence") << QByteArray(R"({"error":"No such user"})") << json << invalid << QStringLiteral("No such user") << none;
    QTest::newRow("error as a code") << QByteArray(R"({"error":"user_unknown","error_description":"No."})") << json << QStringLiteral("user_unknown")
                                     << QStringLiteral("No.") << none;
    QTest::newRow("a message") << QByteArray(R"({"statusCode":401,"message":"Unauthorized"})") << json << invalid << QStringLiteral("Unauthorized")
                               << none;
    QTest::newRow("problem details") << QByteArray(R"({"title":"Denied","detail":"Locked until noon"})") << QByteArray("application/problem+json")
                                     << invalid << QStringLiteral("Locked until noon") << none;
    QTest::newRow("nested") << QByteArray(R"({"error":{"message":"Deep"}})") << json << invalid << QStringLiteral("Deep") << none;
    QTest::newRow("empty") << QByteArray() << json << invalid << none << none;
    QTest::newRow("HTML") << QByteArray("<html><body>401</body></html>") << QByteArray("text/html") << invalid << none << none;
    QTest::newRow("express-validator") << QByteArray(R"({"errors":[{"type":"field","msg":"Too short","path":"password"}]})") << json << invalid
                                       << none << QStringLiteral("password: Too short");
    QTest::newRow("fields by name") << QByteArray(R"({"message":"Invalid","errors":{"email":["is taken","is odd"]}})") << json << invalid
                                    << QStringLiteral("Invalid") << QStringLiteral("email: is taken");
}

void TstShapes::aRefusalIsReadHoweverItIsWritten()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, type);
    QFETCH(QString, code);
    QFETCH(QString, message);
    QFETCH(QString, field);
    m_http->answer("POST /base/login", 401, body, {{"Content-Type", type}});
    const auto outcome = signIn(cookieBackend());
    QVERIFY(!outcome.ok());
    QCOMPARE(outcome.error().kind, core::ErrorKind::Rejected);
    QCOMPARE(outcome.error().code, code);
    QCOMPARE(outcome.error().detail, message);
    const QList<core::FieldError> &fields = outcome.error().fields;
    QCOMPARE(fields.isEmpty() ? QString() : fields.first().field + QStringLiteral(": ") + fields.first().message, field);
}

void TstShapes::aGoodStatusMayBeARefusal_data()
{
    QTest::addColumn<model::FailureSign>("sign");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("refused");
    const model::FailureSign success{QStringLiteral("/success"), false};
    const model::FailureSign error{QStringLiteral("/error"), QJsonValue(QJsonValue::Undefined)};
    const QByteArray good = R"({"success":true,"error":null,"data":{"token":"A"}})";
    QTest::newRow("a value that says no") << success << QByteArray(R"({"success":false,"message":"No."})") << true;
    QTest::newRow("the same that says yes") << success << good << false;
    QTest::newRow("an error that is there") << error << QByteArray(R"({"error":"nope","message":"No."})") << true;
    QTest::newRow("an error that is null") << error << good << false;
    QTest::newRow("null") << success << QByteArray("null") << true;
    QTest::newRow("nothing") << success << QByteArray() << true;
}

void TstShapes::aGoodStatusMayBeARefusal()
{
    QFETCH(model::FailureSign, sign);
    QFETCH(QByteArray, body);
    QFETCH(bool, refused);
    model::BackendProfile profile = cookieBackend();
    profile.errors.failedWhen = {sign};
    profile.errors.emptyBodyFails = true;
    m_http->answer("POST /base/login", 200, body);
    const auto outcome = signIn(profile);
    QCOMPARE(!outcome.ok(), refused);
    if (refused) {
        QCOMPARE(outcome.error().kind, core::ErrorKind::Rejected);
        QCOMPARE(outcome.error().detail, body.contains("No.") ? QStringLiteral("No.") : QString());
    }
}

void TstShapes::aStatusMayRefuseTheRefreshTokenByItself()
{
    model::BackendProfile profile = cookieBackend();
    m_http->answer("POST /base/refresh", 403, R"({"error":"Invalid refresh token"})");
    const auto unclear = answerOf(m_client->refresh(profile, m_held));
    QVERIFY(!unclear.ok());
    QCOMPARE(unclear.error().kind, core::ErrorKind::BadReply); // a sentence alone is nobody's last word
    profile.refresh->refusedStatuses = {401, 403};
    const auto refused = answerOf(m_client->refresh(profile, m_held));
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().kind, core::ErrorKind::SignInAgain);
    QCOMPARE(refused.error().detail, QStringLiteral("Invalid refresh token"));
}

void TstShapes::aWordOfTheBackendsOwnMayRefuseIt()
{
    model::BackendProfile profile = cookieBackend();
    profile.errors.codes = {{QStringLiteral("Invalid refresh token"), QStringLiteral("invalid_grant")},
                            {QStringLiteral("SLOW"), QStringLiteral("rate_limited")}};
    m_http->answer("POST /base/refresh", 401, R"({"error":"Invalid refresh token"})");
    const auto refused = answerOf(m_client->refresh(profile, m_held));
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().kind, core::ErrorKind::SignInAgain);
    QCOMPARE(refused.error().code, QStringLiteral("invalid_grant"));
    m_http->answer("POST /base/login", 400, R"({"error":{"code":"SLOW"}})");
    const auto limited = signIn(profile);
    QVERIFY(!limited.ok());
    QCOMPARE(limited.error().kind, core::ErrorKind::RateLimited);
}

KEYTURN_TEST(TstShapes)
#include "tst_shapes.moc"
