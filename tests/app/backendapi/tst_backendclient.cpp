// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/backendclient.h"

#include "backends.h"
#include "support/fakeclock.h"
#include "support/fakehttpclient.h"
#include "support/registry.h"

#include <QJsonDocument>

using namespace keyturn;
using tests::answerOf;
using tests::bodyBackend;
using tests::cookieBackend;
using tests::headerOf;

class TstBackendClient : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void aPasswordSignInBringsTokensAndThePerson();
    void anAnswerWithoutAPersonIsFollowedByTheQuestionWho();
    void whereNobodyIsToldNobodyIsSignedIn();
    void aSessionOfNobodyIsEnded_data();
    void aSessionOfNobodyIsEnded();
    void aWrongPasswordIsARejection();
    void aRegistrationBringsFieldErrors();
    void aCookieTokenIsSentAsCookieAndNowhereElse();
    void aBodyTokenIsSentInTheBodyAndNowhereElse();
    void anAnswerWithoutANewRefreshTokenKeepsTheOld_data(); // FAULTS 50
    void anAnswerWithoutANewRefreshTokenKeepsTheOld();
    void aRefusedRefreshAsksForANewSignIn(); // FAULTS 53
    void aBackendInTroubleKeepsTheToken_data();
    void aBackendInTroubleKeepsTheToken();
    void signingOutOfAnEndedSessionIsDone();
    void signingOutWhileOfflineIsAnError();
    void aStoppedSignInIsCancelled();
    void aVerbThatTheProfileLacksIsSaid();

private:
    [[nodiscard]] backendapi::BackendClient &client() { return *m_client; }

    tests::FakeClock m_clock;
    std::unique_ptr<tests::FakeHttpClient> m_http;
    std::unique_ptr<backendapi::BackendClient> m_client;
    const backendapi::Credentials m_credentials{QStringLiteral("ada@example.org"), core::Secret("canary-password")};
    const QByteArray m_good = R"({"data":{"token":"access-1","expiresIn":900},"user":{"id":"u1","name":"Ada","email":"ada@example.org"}})";
    const QList<net::Header> m_cookie{{"Set-Cookie", "rt=refresh-1; HttpOnly; Secure; Path=/base/refresh; Max-Age=604800"}};
    model::TokenSet m_held;
};

void TstBackendClient::init()
{
    m_http = std::make_unique<tests::FakeHttpClient>();
    m_client = std::make_unique<backendapi::BackendClient>(m_clock, *m_http, [](const core::Secret &) { return QDateTime(); });
    m_held = {};
    m_held.accessToken = core::Secret("canary-access");
    m_held.refreshToken = core::Secret("canary-refresh");
    m_held.refreshExpiresAt = m_clock.now().addDays(3);
    m_held.scopes = {QStringLiteral("all")};
}

void TstBackendClient::cleanup()
{
    QVERIFY2(m_http->unexpected().isEmpty(), m_http->unexpected().value(0).constData());
}

void TstBackendClient::aPasswordSignInBringsTokensAndThePerson()
{
    m_http->answer("POST /base/login", 200, m_good, m_cookie);
    const auto outcome = answerOf(client().signIn(cookieBackend(), m_credentials));
    QVERIFY(outcome.ok());
    QVERIFY(outcome->tokens.accessToken == core::Secret("access-1"));
    QVERIFY(outcome->tokens.refreshToken == core::Secret("refresh-1"));
    QCOMPARE(outcome->tokens.accessExpiresAt, m_clock.now().addSecs(900));
    QCOMPARE(outcome->tokens.refreshExpiresAt, m_clock.now().addDays(7));
    QCOMPARE(outcome->identity,
             (model::Identity{QStringLiteral("https://auth.example/base"), QStringLiteral("u1"), QStringLiteral("Ada"),
                              QStringLiteral("ada@example.org")}));
    QCOMPARE(m_http->requests().size(), 1);
    QCOMPARE(m_http->requests().first().body.reveal().toByteArray(), QByteArray(R"({"email":"ada@example.org","password":"canary-password"})"));
}

void TstBackendClient::anAnswerWithoutAPersonIsFollowedByTheQuestionWho()
{
    m_http->answer("POST /base/login", 200, R"({"data":{"token":"access-1","expiresIn":900}})", m_cookie);
    m_http->answer("GET /base/me", 200, R"({"id":7,"name":"Ada","email":"ada@example.org"})");
    const auto outcome = answerOf(client().signIn(cookieBackend(), m_credentials));
    QVERIFY(outcome.ok());
    QCOMPARE(outcome->identity.subject, QStringLiteral("7"));
    QCOMPARE(headerOf(m_http->requests().last(), "Authorization"), QByteArray("Bearer access-1"));
    QVERIFY(headerOf(m_http->requests().last(), "Cookie").isEmpty());
}

void TstBackendClient::whereNobodyIsToldNobodyIsSignedIn()
{
    m_http->answer("POST /base/login", 200, R"({"data":{"token":"access-1"}})");
    m_http->answer("GET /base/me", 200, R"({"name":"Ada"})");
    m_http->answer("POST /base/logout", 204);
    const auto outcome = answerOf(client().signIn(cookieBackend(), m_credentials));
    QVERIFY(!outcome.ok());
    QCOMPARE(outcome.error().kind, core::ErrorKind::BadReply);
    QCOMPARE(outcome.error().code, QStringLiteral("identity_missing"));
}

void TstBackendClient::aSessionOfNobodyIsEnded_data()
{
    QTest::addColumn<QString>("way");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("who");
    QTest::addColumn<QString>("code");
    for (const char *way : {"password", "registration", "second factor"}) {
        const QString name = QString::fromLatin1(way);
        QTest::addRow("%s, and nobody is told", way) << name << 200 << QByteArray("{}") << QStringLiteral("identity_missing");
        QTest::addRow("%s, and the question is refused", way) << name << 401 << QByteArray("{}") << QStringLiteral("step_refused");
        QTest::addRow("%s, and a page comes instead", way) << name << 200 << QByteArray("<html>") << QStringLiteral("reply_not_json");
    }
}

/// The password was good, and the backend holds a session that nobody here keeps.
void TstBackendClient::aSessionOfNobodyIsEnded()
{
    QFETCH(const QString, way);
    QFETCH(const int, status);
    QFETCH(const QByteArray, who);
    model::BackendProfile profile = cookieBackend();
    model::Endpoint code;
    code.method = "POST";
    code.path = QStringLiteral("/code");
    profile.password->secondFactor.emplace();
    profile.password->secondFactor->status = 202;
    profile.password->secondFactor->endpoint = code;
    profile.password->registration = code;
    const QByteArray granted = R"({"data":{"token":"access-1","expiresIn":900}})";
    m_http->answer(way == QLatin1String("password") ? "POST /base/login" : "POST /base/code", 200, granted, m_cookie);
    m_http->answer("GET /base/me", status, who);
    m_http->answer("POST /base/logout", 204);
    const auto outcome = way == QLatin1String("password") ? answerOf(client().signIn(profile, m_credentials))
        : way == QLatin1String("registration")
        ? answerOf(client().registerUser(profile, m_credentials, QStringLiteral("Ada")))
        : answerOf(client().confirmSignIn(profile, {}, model::SecondFactorMethod::Totp, core::Secret("123456")));
    QVERIFY(!outcome.ok());
    QTEST(outcome.error().code, "code");
    QCOMPARE(m_http->countOf("POST /base/logout"), 1);
    QCOMPARE(headerOf(m_http->requests().last(), "Cookie"), QByteArray("rt=refresh-1"));
}

void TstBackendClient::aWrongPasswordIsARejection()
{
    m_http->answer("POST /base/login", 401, R"({"error":{"code":"invalid_credentials","message":"No."}})");
    const auto outcome = answerOf(client().signIn(cookieBackend(), m_credentials));
    QVERIFY(!outcome.ok());
    QCOMPARE(outcome.error().kind, core::ErrorKind::Rejected);
    QCOMPARE(outcome.error().code, QStringLiteral("invalid_credentials"));
    QVERIFY(!outcome.error().detail.contains(QLatin1String("canary")));
}

void TstBackendClient::aRegistrationBringsFieldErrors()
{
    m_http->answer("POST /base/register", 422, R"({"error":{"code":"validation_failed","fields":[{"field":"password","message":"Too short."}]}})");
    const auto outcome = answerOf(client().registerUser(cookieBackend(), m_credentials, QStringLiteral("Ada")));
    QVERIFY(!outcome.ok());
    QCOMPARE(outcome.error().kind, core::ErrorKind::Rejected);
    QCOMPARE(outcome.error().fields, (QList<core::FieldError>{{QStringLiteral("password"), QStringLiteral("Too short.")}}));
    const QJsonObject sent = QJsonDocument::fromJson(m_http->requests().first().body.reveal().toByteArray()).object();
    QCOMPARE(sent.value(QStringLiteral("who")).toObject().value(QStringLiteral("name")).toString(), QStringLiteral("Ada"));
}

void TstBackendClient::aCookieTokenIsSentAsCookieAndNowhereElse()
{
    m_http->answer("POST /base/refresh", 200, m_good, m_cookie);
    const auto tokens = answerOf(client().refresh(cookieBackend(), m_held));
    QVERIFY(tokens.ok());
    QVERIFY(tokens->refreshToken == core::Secret("refresh-1"));
    const net::HttpRequest &request = m_http->requests().first();
    QCOMPARE(headerOf(request, "Cookie"), QByteArray("rt=canary-refresh"));
    QVERIFY(headerOf(request, "Authorization").isEmpty());
    QVERIFY(request.body.isEmpty());
    QVERIFY(!request.url.toString().contains(QLatin1String("canary")));
}

void TstBackendClient::aBodyTokenIsSentInTheBodyAndNowhereElse()
{
    m_http->answer("POST /base/refresh", 200, R"({"data":{"token":"access-2","refresh":"refresh-2"}})");
    const auto tokens = answerOf(client().refresh(bodyBackend(), m_held));
    QVERIFY(tokens.ok());
    QVERIFY(tokens->refreshToken == core::Secret("refresh-2"));
    const net::HttpRequest &request = m_http->requests().first();
    QCOMPARE(request.body.reveal().toByteArray(), QByteArray(R"({"refresh":"canary-refresh"})"));
    QVERIFY(headerOf(request, "Cookie").isEmpty());
}

void TstBackendClient::anAnswerWithoutANewRefreshTokenKeepsTheOld_data()
{
    QTest::addColumn<bool>("cookie");
    QTest::newRow("cookie") << true;
    QTest::newRow("body") << false;
}

void TstBackendClient::anAnswerWithoutANewRefreshTokenKeepsTheOld()
{
    QFETCH(bool, cookie);
    m_http->answer("POST /base/refresh", 200, R"({"data":{"token":"access-2","expiresIn":60}})");
    const auto tokens = answerOf(client().refresh(cookie ? cookieBackend() : bodyBackend(), m_held));
    QVERIFY(tokens.ok());
    QVERIFY(tokens->accessToken == core::Secret("access-2"));
    QVERIFY(tokens->refreshToken == m_held.refreshToken);
    QCOMPARE(tokens->refreshExpiresAt, m_held.refreshExpiresAt);
    QCOMPARE(tokens->scopes, m_held.scopes);
}

void TstBackendClient::aRefusedRefreshAsksForANewSignIn()
{
    m_http->answer("POST /base/refresh", 401, R"({"error":{"code":"invalid_refresh_token","reason":"reuse_detected"}})");
    const auto tokens = answerOf(client().refresh(cookieBackend(), m_held));
    QVERIFY(!tokens.ok());
    QCOMPARE(tokens.error().kind, core::ErrorKind::SignInAgain);
    QCOMPARE(tokens.error().code, QStringLiteral("reuse_detected"));
    QCOMPARE(m_http->requests().size(), 1);
}

void TstBackendClient::aBackendInTroubleKeepsTheToken_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("500") << 500 << QByteArray(R"({"error":{"code":"invalid_grant"}})");
    QTest::newRow("502 HTML") << 502 << QByteArray("<html>");
    QTest::newRow("200 HTML") << 200 << QByteArray("<html>");
    QTest::newRow("200 empty") << 200 << QByteArray();
    QTest::newRow("200 without a token") << 200 << QByteArray("{}");
    QTest::newRow("404") << 404 << QByteArray(R"({"error":{"code":"not_found"}})");
    QTest::newRow("302") << 302 << QByteArray();
}

void TstBackendClient::aBackendInTroubleKeepsTheToken()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    m_http->answer("POST /base/refresh", status, body);
    const auto tokens = answerOf(client().refresh(cookieBackend(), m_held));
    QVERIFY(!tokens.ok());
    QVERIFY(tokens.error().kind == core::ErrorKind::Offline || tokens.error().kind == core::ErrorKind::BadReply);
    QCOMPARE(m_http->requests().size(), 1); // a rotating token is spent once
}

void TstBackendClient::signingOutOfAnEndedSessionIsDone()
{
    m_http->answer("POST /base/logout", 401, R"({"error":{"code":"invalid_token"}})");
    QVERIFY(answerOf(client().signOut(cookieBackend(), m_held)).ok());
    const net::HttpRequest &request = m_http->requests().first();
    QCOMPARE(headerOf(request, "Cookie"), QByteArray("rt=canary-refresh"));
    QCOMPARE(headerOf(request, "Authorization"), QByteArray("Bearer canary-access"));
}

void TstBackendClient::signingOutWhileOfflineIsAnError()
{
    m_http->fail("POST /base/logout", core::ErrorKind::Offline, QStringLiteral("connection_refused"));
    const auto told = answerOf(client().signOut(cookieBackend(), m_held));
    QVERIFY(!told.ok());
    QCOMPARE(told.error().code, QStringLiteral("connection_refused"));
}

void TstBackendClient::aStoppedSignInIsCancelled()
{
    m_http->holdBack("POST /base/login");
    std::stop_source stop;
    const auto outcome = client().signIn(cookieBackend(), m_credentials, stop.get_token());
    stop.request_stop();
    const auto answer = answerOf(outcome);
    QVERIFY(!answer.ok());
    QCOMPARE(answer.error().kind, core::ErrorKind::Cancelled);
}

void TstBackendClient::aVerbThatTheProfileLacksIsSaid()
{
    model::BackendProfile bare = cookieBackend();
    bare.password.reset();
    bare.refresh.reset();
    bare.signOut.reset();
    QCOMPARE(answerOf(client().signIn(bare, m_credentials)).error().code, QStringLiteral("method_unsupported"));
    QCOMPARE(answerOf(client().registerUser(bare, m_credentials, {})).error().code, QStringLiteral("method_unsupported"));
    QCOMPARE(answerOf(client().refresh(bare, m_held)).error().kind, core::ErrorKind::Configuration);
    QCOMPARE(answerOf(client().signOut(bare, m_held)).error().kind, core::ErrorKind::Configuration);
    QVERIFY(m_http->requests().isEmpty());
}

KEYTURN_TEST(TstBackendClient)
#include "tst_backendclient.moc"
