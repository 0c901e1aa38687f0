// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/accountcareclient.h"

#include "backendapi/backendclient.h"
#include "backends.h"
#include "support/fakeclock.h"
#include "support/fakehttpclient.h"
#include "support/registry.h"

using namespace keyturn;
using tests::answerOf;
using tests::headerOf;

/// Change of password, reset and confirmation on the wire.
class TstAccountCareClient : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void aChangeGoesOutAsTheAccount();
    void aChangeMayBringNewTokens();
    void newTokensThatCannotBeReadUndoNothing_data(); // FAULTS 38 to 40
    void newTokensThatCannotBeReadUndoNothing();
    void aWrongPasswordIsNotTheTokensFault();
    void aRefusedTokenIsNotThePasswordsFault();
    void theFieldsOfARefusalAreTold();
    void aPageIsNoAnswer_data(); // FAULTS 33
    void aPageIsNoAnswer();
    void aSessionBackendWantsItsCsrfToken();
    void whoMustProveItAnewGaveNoWrongPassword();
    void aResetIsAskedForAndConfirmed();
    void anEmailIsConfirmed();
    void aCodeThatIsRefusedIsSaid();
    void aVerbThatIsAPageNamesThePage();
    void aRegistrationWithoutTokensWaitsForItsEmail();

private:
    [[nodiscard]] core::Result<backendapi::PasswordChangeAnswer> change()
    {
        return answerOf(m_client->changePassword(m_profile, m_held, {core::Secret("canary-old"), core::Secret("canary-new")}));
    }
    [[nodiscard]] static model::Endpoint post(const char *path, const QJsonObject &body);
    [[nodiscard]] QByteArray body() const { return m_http->requests().last().body.reveal().toByteArray(); }

    tests::FakeClock m_clock;
    std::unique_ptr<tests::FakeHttpClient> m_http;
    std::unique_ptr<backendapi::AccountCareClient> m_client;
    model::BackendProfile m_profile;
    model::TokenSet m_held;
};

model::Endpoint TstAccountCareClient::post(const char *path, const QJsonObject &body)
{
    model::Endpoint endpoint;
    endpoint.method = "POST";
    endpoint.path = QString::fromLatin1(path);
    endpoint.bodyType = model::BodyType::Json;
    endpoint.body = body;
    return endpoint;
}

void TstAccountCareClient::init()
{
    m_http = std::make_unique<tests::FakeHttpClient>();
    m_client = std::make_unique<backendapi::AccountCareClient>(m_clock, *m_http, [](const core::Secret &) { return QDateTime(); });
    m_profile = tests::cookieBackend();
    const QJsonObject user{{QStringLiteral("email"), QStringLiteral("{user}")}};
    const QJsonObject code{{QStringLiteral("email"), QStringLiteral("{user}")}, {QStringLiteral("code"), QStringLiteral("{code}")}};
    QJsonObject fresh = code;
    fresh.insert(QStringLiteral("password"), QStringLiteral("{newPassword}"));
    m_profile.password->change.emplace();
    m_profile.password->change->endpoint =
        post("/password", {{QStringLiteral("old"), QStringLiteral("{password}")}, {QStringLiteral("new"), QStringLiteral("{newPassword}")}});
    m_profile.password->reset = model::PasswordReset{post("/forgot", user), post("/reset", fresh), {}};
    m_profile.password->emailVerification = model::EmailVerification{post("/resend", user), post("/verify", code), {}};
    m_held = {};
    m_held.accessToken = core::Secret("canary-access");
    m_held.refreshToken = core::Secret("canary-refresh");
    m_held.refreshExpiresAt = m_clock.now().addDays(3);
    m_held.scopes = {QStringLiteral("all")};
}

void TstAccountCareClient::cleanup()
{
    QVERIFY2(m_http->unexpected().isEmpty(), m_http->unexpected().value(0).constData());
}

void TstAccountCareClient::aChangeGoesOutAsTheAccount()
{
    m_http->answer("POST /base/password", 204);
    const auto answer = change();
    QVERIFY(answer.ok());
    QVERIFY(!answer->tokens && !answer->unread);
    QCOMPARE(body(), QByteArray(R"({"new":"canary-new","old":"canary-old"})"));
    QCOMPARE(headerOf(m_http->requests().last(), "Authorization"), QByteArray("Bearer canary-access"));
    QVERIFY(headerOf(m_http->requests().last(), "Cookie").isEmpty()); // the refresh token goes to the refresh path alone
}

void TstAccountCareClient::aChangeMayBringNewTokens()
{
    m_profile.password->change->tokens = m_profile.password->tokens;
    m_http->answer("POST /base/password", 200, R"({"data":{"token":"access-2","expiresIn":900}})", {{"Set-Cookie", "rt=refresh-2; Max-Age=60"}});
    const auto both = change();
    QVERIFY(both.ok() && both->tokens);
    QVERIFY(both->tokens->accessToken == core::Secret("access-2"));
    QVERIFY(both->tokens->refreshToken == core::Secret("refresh-2"));
    QCOMPARE(both->tokens->accessExpiresAt, m_clock.now().addSecs(900));
    QCOMPARE(both->tokens->scopes, QStringList{QStringLiteral("all")});
    m_http->forget("POST /base/password");
    m_http->answer("POST /base/password", 200, R"({"data":{"token":"access-3","expiresIn":900}})");
    const auto accessOnly = change();
    QVERIFY(accessOnly.ok() && accessOnly->tokens);
    QVERIFY(accessOnly->tokens->refreshToken == core::Secret("canary-refresh"));
    QCOMPARE(accessOnly->tokens->refreshExpiresAt, m_held.refreshExpiresAt);
}

void TstAccountCareClient::newTokensThatCannotBeReadUndoNothing_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("code");
    QTest::newRow("nothing") << QByteArray() << QStringLiteral("token_missing");
    QTest::newRow("a message") << QByteArray(R"({"message":"Changed."})") << QStringLiteral("token_missing");
    QTest::newRow("a number") << QByteArray(R"({"data":{"token":1}})") << QStringLiteral("token_missing");
    QTest::newRow("a line break") << QByteArray(R"({"data":{"token":"a\nb"}})") << QStringLiteral("token_malformed");
    QTest::newRow("no life") << QByteArray(R"({"data":{"token":"a","expiresIn":-1}})") << QStringLiteral("lifetime_invalid");
}

void TstAccountCareClient::newTokensThatCannotBeReadUndoNothing()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, code);
    m_profile.password->change->tokens = m_profile.password->tokens;
    m_http->answer("POST /base/password", 200, body);
    const auto answer = change();
    QVERIFY(answer.ok()); // the password is another one now
    QVERIFY(!answer->tokens && answer->unread);
    QCOMPARE(answer->unread->code, code);
}

void TstAccountCareClient::aWrongPasswordIsNotTheTokensFault()
{
    m_http->answer("POST /base/password", 401, R"({"message":"Wrong password."})");
    QCOMPARE(change().error().kind, core::ErrorKind::Rejected);
    QCOMPARE(change().error().code, QStringLiteral("invalid_credentials"));
}

void TstAccountCareClient::aRefusedTokenIsNotThePasswordsFault()
{
    m_http->answer("POST /base/password", 401, {}, {{"WWW-Authenticate", "Bearer error=\"invalid_token\""}});
    QCOMPARE(change().error().kind, core::ErrorKind::SignInAgain);
    QCOMPARE(change().error().code, QStringLiteral("invalid_token"));
}

void TstAccountCareClient::theFieldsOfARefusalAreTold()
{
    m_http->answer("POST /base/password", 400, R"({"errors":[{"path":"new","msg":"At least 12 characters."}]})");
    const core::Error error = change().error();
    QCOMPARE(error.kind, core::ErrorKind::Rejected);
    QCOMPARE(error.fields, (QList<core::FieldError>{{QStringLiteral("new"), QStringLiteral("At least 12 characters.")}}));
}

void TstAccountCareClient::aPageIsNoAnswer_data()
{
    QTest::addColumn<QByteArray>("address");
    for (const char *address : {"password", "forgot", "reset", "resend", "verify"})
        QTest::newRow(address) << QByteArray("POST /base/") + address;
}

void TstAccountCareClient::aPageIsNoAnswer()
{
    QFETCH(QByteArray, address);
    m_http->answer(address, 200, "<!doctype html><title>Welcome</title>", {{"Content-Type", "text/html"}});
    const QString user = QStringLiteral("ada@example.org");
    const core::Secret code("c");
    core::Error error;
    if (address.endsWith("password"))
        error = change().error();
    else if (address.endsWith("forgot"))
        error = answerOf(m_client->requestReset(m_profile, user)).error();
    else if (address.endsWith("reset"))
        error = answerOf(m_client->confirmReset(m_profile, user, code, core::Secret("p"))).error();
    else if (address.endsWith("resend"))
        error = answerOf(m_client->resendVerification(m_profile, user)).error();
    else
        error = answerOf(m_client->confirmVerification(m_profile, user, code)).error();
    QCOMPARE(error.kind, core::ErrorKind::BadReply);
    QCOMPARE(error.code, QStringLiteral("reply_not_json"));
}

void TstAccountCareClient::aSessionBackendWantsItsCsrfToken()
{
    m_profile.access.cookie = "sid";
    m_profile.csrf.emplace();
    m_profile.csrf->fetch.emplace().path = QStringLiteral("/csrf");
    m_profile.csrf->token = model::ValuePlace::body(QStringLiteral("/token"));
    m_http->answer("GET /base/csrf", 200, R"({"token":"csrf-1"})");
    m_http->answer("POST /base/password", 200, "{}");
    QVERIFY(change().ok());
    QCOMPARE(headerOf(m_http->requests().last(), "X-CSRF-Token"), QByteArray("csrf-1"));
    QCOMPARE(headerOf(m_http->requests().last(), "Cookie"), QByteArray("sid=canary-access"));
}

/// RFC 9470 §3.
void TstAccountCareClient::whoMustProveItAnewGaveNoWrongPassword()
{
    m_http->answer("POST /base/password", 401, R"({"error":{"code":"reauthenticate"}})",
                   {{"WWW-Authenticate", R"(Bearer error="insufficient_user_authentication", acr_values="mfa", max_age="300")"}});
    const core::Error error = change().error();
    QCOMPARE(error.kind, core::ErrorKind::SignInAgain);
    QCOMPARE(error.code, QStringLiteral("insufficient_user_authentication"));
    QCOMPARE(error.detail, QStringLiteral(R"(Bearer error="insufficient_user_authentication", acr_values="mfa", max_age="300")"));
}

void TstAccountCareClient::aResetIsAskedForAndConfirmed()
{
    m_http->answer("POST /base/forgot", 202, R"({"message":"If there is such an account, a mail is on its way."})");
    m_http->answer("POST /base/reset", 204);
    const QString user = QStringLiteral("ada@example.org");
    QVERIFY(answerOf(m_client->requestReset(m_profile, user)).ok());
    QCOMPARE(body(), QByteArray(R"({"email":"ada@example.org"})"));
    QVERIFY(answerOf(m_client->confirmReset(m_profile, user, core::Secret("canary-code"), core::Secret("canary-new"))).ok());
    QCOMPARE(body(), QByteArray(R"({"code":"canary-code","email":"ada@example.org","password":"canary-new"})"));
    QVERIFY(headerOf(m_http->requests().last(), "Authorization").isEmpty());
}

void TstAccountCareClient::anEmailIsConfirmed()
{
    m_http->answer("POST /base/resend", 202);
    m_http->answer("POST /base/verify", 200, "{}");
    const QString user = QStringLiteral("ada@example.org");
    QVERIFY(answerOf(m_client->resendVerification(m_profile, user)).ok());
    QVERIFY(answerOf(m_client->confirmVerification(m_profile, user, core::Secret("canary-code"))).ok());
    QCOMPARE(body(), QByteArray(R"({"code":"canary-code","email":"ada@example.org"})"));
}

void TstAccountCareClient::aCodeThatIsRefusedIsSaid()
{
    m_http->answer("POST /base/verify", 400);
    m_http->answer("POST /base/reset", 410);
    const QString user = QStringLiteral("ada@example.org");
    QCOMPARE(answerOf(m_client->confirmVerification(m_profile, user, core::Secret("c"))).error().code, QStringLiteral("invalid_code"));
    QCOMPARE(answerOf(m_client->confirmReset(m_profile, user, core::Secret("c"), core::Secret("p"))).error().code, QStringLiteral("code_expired"));
}

void TstAccountCareClient::aVerbThatIsAPageNamesThePage()
{
    const QUrl page(QStringLiteral("https://auth.example/account"));
    m_profile.password->change = model::PasswordChange{{}, {}, false, page};
    m_profile.password->reset.reset();
    m_profile.password->emailVerification->confirm.reset();
    m_profile.password->emailVerification->page = page;
    const core::Error error = change().error();
    QCOMPARE(error.kind, core::ErrorKind::Configuration);
    QCOMPARE(error.code, QStringLiteral("verb_unsupported"));
    QCOMPARE(error.detail, page.toString());
    QCOMPARE(answerOf(m_client->confirmVerification(m_profile, {}, core::Secret("c"))).error().detail, page.toString());
    QVERIFY(answerOf(m_client->requestReset(m_profile, {})).error().detail.isEmpty());
}

void TstAccountCareClient::aRegistrationWithoutTokensWaitsForItsEmail()
{
    backendapi::BackendClient backend(m_clock, *m_http, [](const core::Secret &) { return QDateTime(); });
    const backendapi::Credentials ada{QStringLiteral("ada@example.org"), core::Secret("canary-password")};
    const auto code = [&](int status, const QByteArray &body) {
        m_http->forget("POST /base/register");
        m_http->answer("POST /base/register", status, body);
        return answerOf(backend.registerUser(m_profile, ada, QStringLiteral("Ada"))).error().code;
    };
    QCOMPARE(code(201, R"({"message":"Look into your mail."})"), QStringLiteral("email_not_verified"));
    QCOMPARE(code(201, {}), QStringLiteral("email_not_verified"));
    QCOMPARE(code(200, "<html>"), QStringLiteral("reply_not_json"));
    QCOMPARE(code(409, R"({"error":{"code":"email_taken"}})"), QStringLiteral("email_taken"));
    m_profile.password->emailVerification.reset();
    QCOMPARE(code(201, R"({"message":"Look into your mail."})"), QStringLiteral("token_missing"));
}

KEYTURN_TEST(TstAccountCareClient)
#include "tst_accountcareclient.moc"
