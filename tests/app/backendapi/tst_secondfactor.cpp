// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendapi/backendclient.h"

#include "backends.h"
#include "support/fakeclock.h"
#include "support/fakehttpclient.h"
#include "support/registry.h"

using namespace keyturn;
using tests::answerOf;
using tests::headerOf;

using backendapi::SecondFactorChallenge;
using model::SecondFactorMethod;

/// The second step of a sign-in on the wire.
class TstSecondFactor : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void aChallengeIsToldByWhatTheProfileSays_data();
    void aChallengeIsToldByWhatTheProfileSays();
    void aChallengeThatCannotBeUsedIsABadReply_data(); // FAULTS 39, 40
    void aChallengeThatCannotBeUsedIsABadReply();
    void theCodeGoesBackWithTheChallenge();
    void aRecoveryCodeHasAPlaceOfItsOwn();
    void aChallengeMayGoAsBearer();
    void aSessionThatBeganWithThePasswordGoesOn();
    void theAnswerMayHaveTokensElsewhere();
    void aRefusedCodeIsSaid_data();
    void aRefusedCodeIsSaid();
    void anAnswerThatIsNoneBringsNobodyIn_data(); // FAULTS 33 to 40
    void anAnswerThatIsNoneBringsNobodyIn();
    void whoCannotGiveACodeIsTold();

private:
    [[nodiscard]] backendapi::BackendClient &client() { return *m_client; }
    [[nodiscard]] core::Result<backendapi::SignInAnswer> begin() { return answerOf(client().beginSignIn(m_profile, m_credentials)); }
    [[nodiscard]] core::Result<backendapi::SignInOutcome> confirm(SecondFactorMethod method = SecondFactorMethod::Totp)
    {
        return answerOf(client().confirmSignIn(m_profile, {core::Secret("canary-challenge")}, method, core::Secret("123456")));
    }
    [[nodiscard]] QByteArray body() const { return m_http->requests().last().body.reveal().toByteArray(); }

    tests::FakeClock m_clock;
    std::unique_ptr<tests::FakeHttpClient> m_http;
    std::unique_ptr<backendapi::BackendClient> m_client;
    model::BackendProfile m_profile;
    const backendapi::Credentials m_credentials{QStringLiteral("ada@example.org"), core::Secret("canary-password")};
    const QByteArray m_good = R"({"data":{"token":"access-1","expiresIn":900},"user":{"id":"u1","name":"Ada"}})";
};

void TstSecondFactor::init()
{
    m_http = std::make_unique<tests::FakeHttpClient>();
    m_client = std::make_unique<backendapi::BackendClient>(m_clock, *m_http, [](const core::Secret &) { return QDateTime(); });
    m_profile = tests::cookieBackend();
    model::SecondFactor second;
    second.wantedWhen = {QStringLiteral("/error/code"), QStringLiteral("code_wanted")};
    second.challenge = model::ValuePlace::body(QStringLiteral("/challenge"));
    second.endpoint = m_profile.password->signIn;
    second.endpoint.path = QStringLiteral("/2fa");
    second.endpoint.body = {{QStringLiteral("challenge"), QStringLiteral("{challenge}")}, {QStringLiteral("code"), QStringLiteral("{code}")}};
    m_profile.password->secondFactor = second;
}

void TstSecondFactor::cleanup()
{
    QVERIFY2(m_http->unexpected().isEmpty(), m_http->unexpected().value(0).constData());
}

void TstSecondFactor::aChallengeIsToldByWhatTheProfileSays_data()
{
    QTest::addColumn<int>("wantedStatus");
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QJsonValue>("equals");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("outcome"); // the challenge, or the error's code, or `tokens`
    const QJsonValue any(QJsonValue::Undefined);
    const QString code = QStringLiteral("/error/code");
    const QByteArray wanted = R"({"error":{"code":"totp"},"challenge":"c1"})";
    const auto row = [](const char *name, int wantedStatus, const QString &pointer, const QJsonValue &equals, int status, const QByteArray &body,
                        const char *outcome) {
        QTest::newRow(name) << wantedStatus << pointer << equals << status << body << QString::fromLatin1(outcome);
    };
    row("a code among the errors", 0, code, QStringLiteral("totp"), 401, wanted, "c1");
    row("another error", 0, code, QStringLiteral("totp"), 401, R"({"error":{"code":"nope"},"challenge":"c1"})", "nope");
    row("the status fits too", 403, code, QStringLiteral("totp"), 403, wanted, "c1");
    row("the status does not fit", 403, code, QStringLiteral("totp"), 401, wanted, "totp");
    row("true in a good answer", 0, QStringLiteral("/mfa"), true, 200, R"({"mfa":true,"challenge":"c1"})", "c1");
    row("false in a good answer", 0, QStringLiteral("/mfa"), true, 200, R"({"mfa":false,"data":{"token":"t"},"user":{"id":"u"}})", "tokens");
    row("anything there", 0, QStringLiteral("/challenge"), any, 200, R"({"challenge":"c1"})", "c1");
    row("null is nothing", 0, QStringLiteral("/challenge"), any, 200, R"({"challenge":null,"data":{"token":"t"},"user":{"id":"u"}})", "tokens");
    row("the status alone", 202, {}, any, 202, R"({"challenge":"c1"})", "c1");
    row("a server in trouble", 0, code, QStringLiteral("totp"), 503, wanted, "server_error");
    row("a page", 0, code, QStringLiteral("totp"), 200, "<html>", "reply_not_json");
}

void TstSecondFactor::aChallengeIsToldByWhatTheProfileSays()
{
    QFETCH(int, wantedStatus);
    QFETCH(QString, pointer);
    QFETCH(QJsonValue, equals);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QString, outcome);
    m_profile.password->secondFactor->status = wantedStatus;
    m_profile.password->secondFactor->wantedWhen = {pointer, equals};
    m_http->answer("POST /base/login", status, body);
    const auto answer = begin();
    if (!answer.ok())
        QCOMPARE(answer.error().code, outcome);
    else if (const auto *challenge = std::get_if<SecondFactorChallenge>(&*answer))
        QCOMPARE(QString::fromUtf8(challenge->token.reveal()), outcome);
    else
        QCOMPARE(QStringLiteral("tokens"), outcome);
}

void TstSecondFactor::aChallengeThatCannotBeUsedIsABadReply_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, const QByteArray &challenge, const char *code) {
        QTest::newRow(name) << QByteArray(R"({"error":{"code":"code_wanted"},"challenge":)" + challenge + '}') << QString::fromLatin1(code);
    };
    row("null", "null", "challenge_missing");
    row("empty", R"("")", "challenge_missing");
    row("a number", "17", "challenge_missing");
    row("an object", "{}", "challenge_missing");
    row("a line break", R"("a\r\nX-Evil: 1")", "challenge_malformed");
    row("a NUL", R"("a\u0000b")", "challenge_malformed");
    row("over 16 kB", '"' + QByteArray(16 * 1024 + 1, 'a') + '"', "challenge_malformed");
}

void TstSecondFactor::aChallengeThatCannotBeUsedIsABadReply()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, code);
    m_http->answer("POST /base/login", 401, body);
    const auto answer = begin();
    QVERIFY(!answer.ok());
    QCOMPARE(answer.error().kind, core::ErrorKind::BadReply);
    QCOMPARE(answer.error().code, code);
}

void TstSecondFactor::theCodeGoesBackWithTheChallenge()
{
    m_http->answer("POST /base/2fa", 200, m_good, {{"Set-Cookie", "rt=refresh-1; Max-Age=60"}});
    const auto outcome = confirm();
    QVERIFY(outcome.ok());
    QCOMPARE(body(), QByteArray(R"({"challenge":"canary-challenge","code":"123456"})"));
    QVERIFY(headerOf(m_http->requests().last(), "Authorization").isEmpty());
    QVERIFY(outcome->tokens.accessToken == core::Secret("access-1"));
    QVERIFY(outcome->tokens.refreshToken == core::Secret("refresh-1"));
    QCOMPARE(outcome->identity.subject, QStringLiteral("u1"));
}

void TstSecondFactor::aRecoveryCodeHasAPlaceOfItsOwn()
{
    m_profile.password->secondFactor->recovery = m_profile.password->secondFactor->endpoint;
    m_profile.password->secondFactor->recovery->path = QStringLiteral("/recovery");
    m_http->answer("POST /base/recovery", 200, m_good);
    QVERIFY(confirm(SecondFactorMethod::RecoveryCode).ok());
    m_http->answer("POST /base/2fa", 200, m_good);
    QVERIFY(confirm(SecondFactorMethod::Totp).ok());
}

void TstSecondFactor::aChallengeMayGoAsBearer()
{
    m_profile.password->secondFactor->endpoint.body = {{QStringLiteral("code"), QStringLiteral("{code}")}};
    m_profile.password->secondFactor->endpoint.bearsChallenge = true;
    m_http->answer("POST /base/2fa", 200, m_good);
    QVERIFY(confirm().ok());
    QCOMPARE(headerOf(m_http->requests().last(), "Authorization"), QByteArray("Bearer canary-challenge"));
    QCOMPARE(body(), QByteArray(R"({"code":"123456"})"));
}

/// express-session and the like: the cookie is there after the password, and the code makes a session of it.
void TstSecondFactor::aSessionThatBeganWithThePasswordGoesOn()
{
    m_profile.access.cookie = "sid";
    m_profile.password->tokens = {};
    m_profile.password->tokens.accessToken = model::ValuePlace::cookie(QStringLiteral("sid"));
    m_profile.password->secondFactor->challenge = model::ValuePlace::cookie(QStringLiteral("sid"));
    m_profile.password->secondFactor->endpoint.body = {{QStringLiteral("code"), QStringLiteral("{code}")}};
    m_http->answer("POST /base/login", 401, R"({"error":{"code":"code_wanted"}})", {{"Set-Cookie", "sid=s1; HttpOnly"}});
    const auto answer = begin();
    QVERIFY(answer.ok());
    const auto challenge = std::get<SecondFactorChallenge>(*answer);
    QVERIFY(challenge.token == core::Secret("s1"));
    for (const auto &[cookie, expected] : {std::pair{QByteArray(), "s1"}, std::pair{QByteArray("sid=s2; HttpOnly"), "s2"}}) {
        m_http->forget("POST /base/2fa");
        m_http->answer("POST /base/2fa", 200, R"({"user":{"id":"u1"}})",
                       cookie.isEmpty() ? QList<net::Header>{} : QList<net::Header>{{"Set-Cookie", cookie}});
        const auto outcome = answerOf(client().confirmSignIn(m_profile, challenge, SecondFactorMethod::Totp, core::Secret("123456")));
        QVERIFY(outcome.ok());
        QVERIFY(outcome->tokens.accessToken == core::Secret(QByteArray(expected)));
        QCOMPARE(headerOf(m_http->requests().last(), "Cookie"), QByteArray("sid=s1"));
    }
}

void TstSecondFactor::theAnswerMayHaveTokensElsewhere()
{
    model::TokenMapping elsewhere;
    elsewhere.accessToken = model::ValuePlace::body(QStringLiteral("/jwt"));
    m_profile.password->secondFactor->tokens = elsewhere;
    m_http->answer("POST /base/2fa", 200, R"({"jwt":"access-2","user":{"id":"u1"}})");
    const auto outcome = confirm();
    QVERIFY(outcome.ok());
    QVERIFY(outcome->tokens.accessToken == core::Secret("access-2"));
}

void TstSecondFactor::aRefusedCodeIsSaid_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("code");
    QTest::newRow("by its code") << 401 << QByteArray(R"({"error":{"code":"invalid_code"}})") << QStringLiteral("invalid_code");
    QTest::newRow("401 alone") << 401 << QByteArray() << QStringLiteral("invalid_code");
    QTest::newRow("400 with a sentence") << 400 << QByteArray(R"({"error":"That code is not right."})") << QStringLiteral("invalid_code");
    QTest::newRow("by its field") << 422 << QByteArray(R"({"errors":[{"path":"code","msg":"Six digits."}]})") << QStringLiteral("validation_failed");
    QTest::newRow("410 alone") << 410 << QByteArray() << QStringLiteral("code_expired");
    QTest::newRow("a page from a proxy") << 403 << QByteArray("<html>no</html>") << QStringLiteral("invalid_code");
}

void TstSecondFactor::aRefusedCodeIsSaid()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QString, code);
    m_http->answer("POST /base/2fa", status, body);
    const auto outcome = confirm();
    QVERIFY(!outcome.ok());
    QCOMPARE(outcome.error().kind, core::ErrorKind::Rejected);
    QCOMPARE(outcome.error().code, code);
}

void TstSecondFactor::anAnswerThatIsNoneBringsNobodyIn_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<core::ErrorKind>("kind");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, int status, const QByteArray &body, core::ErrorKind kind, const char *code) {
        QTest::newRow(name) << status << body << kind << QString::fromLatin1(code);
    };
    row("a page", 200, "<!doctype html><title>Hello</title>", core::ErrorKind::BadReply, "reply_not_json");
    row("half of an answer", 200, R"({"data":{"tok)", core::ErrorKind::BadReply, "reply_not_json");
    row("nothing", 200, "", core::ErrorKind::BadReply, "token_missing");
    row("null", 200, "null", core::ErrorKind::BadReply, "token_missing");
    row("a list", 200, "[]", core::ErrorKind::BadReply, "token_missing");
    row("the token a number", 200, R"({"data":{"token":7}})", core::ErrorKind::BadReply, "token_missing");
    row("the token with a line break", 200, R"({"data":{"token":"a\r\nb"}})", core::ErrorKind::BadReply, "token_malformed");
    row("a life of a million years", 200, R"({"data":{"token":"a","expiresIn":3e13}})", core::ErrorKind::BadReply, "lifetime_invalid");
    row("elsewhere", 302, "", core::ErrorKind::BadReply, "unexpected_redirect");
    row("a server in trouble", 502, "<html>", core::ErrorKind::Offline, "server_error");
    row("too often", 429, "{}", core::ErrorKind::RateLimited, "rate_limited");
}

void TstSecondFactor::anAnswerThatIsNoneBringsNobodyIn()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(core::ErrorKind, kind);
    QFETCH(QString, code);
    m_http->answer("POST /base/2fa", status, body, {{"Content-Type", "application/json"}, {"Retry-After", "90"}});
    const auto outcome = confirm();
    QVERIFY(!outcome.ok());
    QCOMPARE(outcome.error().kind, kind);
    QCOMPARE(outcome.error().code, code);
    if (kind == core::ErrorKind::RateLimited)
        QCOMPARE(outcome.error().retryAfter, std::chrono::seconds(90));
    QVERIFY(!outcome.error().detail.contains(QLatin1String("canary")));
}

void TstSecondFactor::whoCannotGiveACodeIsTold()
{
    m_http->answer("POST /base/login", 401, R"({"error":{"code":"code_wanted"},"challenge":"c1"})");
    QCOMPARE(answerOf(client().signIn(m_profile, m_credentials)).error().code, QStringLiteral("second_factor_required"));
    m_profile.password->secondFactor.reset();
    QCOMPARE(confirm().error().code, QStringLiteral("method_unsupported"));
}

KEYTURN_TEST(TstSecondFactor)
#include "tst_secondfactor.moc"
