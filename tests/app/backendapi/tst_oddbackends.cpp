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

/// Sign-in and refresh at backends that do it in ways of their own.
class TstOddBackends : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void aSessionMayBeSeveralCookies();
    void ofSeveralCookiesNoneMayBeMissing();
    void aTokenMayComeOneWayAndGoAnother_data();
    void aTokenMayComeOneWayAndGoAnother();
    void userAndPasswordMayGoByBasic();
    void bothTokensMayStandInARefresh();
    void aRefreshCookieThatIsTakenBackIsSpent_data();
    void aRefreshCookieThatIsTakenBackIsSpent();
    void whoAmIMayBeAPost();
    void anErrorTellsItsStep_data();
    void anErrorTellsItsStep();
    void aRefusalRightAfterTheSignInIsNoEndOfIt();
    void theLifeOfARefreshTokenIsToldInAnyUnit_data();
    void theLifeOfARefreshTokenIsToldInAnyUnit();

private:
    tests::FakeClock m_clock;
    std::unique_ptr<tests::FakeHttpClient> m_http;
    std::unique_ptr<backendapi::BackendClient> m_client;
    const backendapi::Credentials m_credentials{QStringLiteral("ada@example.org"), core::Secret("canary:password")};
    model::TokenSet m_held;
};

void TstOddBackends::init()
{
    m_http = std::make_unique<tests::FakeHttpClient>();
    m_client = std::make_unique<backendapi::BackendClient>(m_clock, *m_http, [](const core::Secret &) { return QDateTime(); });
    m_held = {};
    m_held.accessToken = core::Secret("canary-access");
    m_held.refreshToken = core::Secret("canary-refresh");
}

void TstOddBackends::cleanup()
{
    QVERIFY2(m_http->unexpected().isEmpty(), m_http->unexpected().value(0).constData());
}

void TstOddBackends::aSessionMayBeSeveralCookies()
{
    model::BackendProfile profile = cookieBackend();
    profile.password->tokens = {ValuePlace::cookie(QStringLiteral("s")), {}, {}, {}};
    profile.access.cookie = "s";
    profile.access.furtherCookies = {"s.sig"};
    m_http->answer("POST /base/login", 200, R"({"user":{"id":"u1"}})", {{"Set-Cookie", "s=abc=="}, {"Set-Cookie", "s.sig=def; HttpOnly"}});
    m_http->answer("POST /base/logout", 204);
    const auto outcome = answerOf(m_client->signIn(profile, m_credentials));
    QVERIFY2(outcome.ok(), outcome.ok() ? "" : qPrintable(outcome.error().detail));
    QVERIFY(answerOf(m_client->signOut(profile, outcome->tokens)).ok());
    QCOMPARE(headerOf(m_http->requests().last(), "Cookie"), QByteArray("s=abc==; s.sig=def"));
}

void TstOddBackends::ofSeveralCookiesNoneMayBeMissing()
{
    model::BackendProfile profile = cookieBackend();
    profile.password->tokens = {ValuePlace::cookie(QStringLiteral("s")), {}, {}, {}};
    profile.access.cookie = "s";
    profile.access.furtherCookies = {"s.sig"};
    m_http->answer("POST /base/login", 200, R"({"user":{"id":"u1"}})", {{"Set-Cookie", "s=abc"}});
    const auto outcome = answerOf(m_client->signIn(profile, m_credentials));
    QVERIFY(!outcome.ok());
    QCOMPARE(outcome.error().code, QStringLiteral("token_missing"));
    QCOMPARE(outcome.error().detail, QStringLiteral("nothing at the cookie s.sig"));
}

void TstOddBackends::aTokenMayComeOneWayAndGoAnother_data()
{
    QTest::addColumn<ValuePlace>("place");
    QTest::addColumn<QByteArray>("cookie");
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("comes as a cookie, goes as bearer") << ValuePlace::cookie(QStringLiteral("jwt")) << QByteArray() << QByteArray("Bearer A");
    QTest::newRow("comes in the body, goes as a cookie") << ValuePlace::body(QStringLiteral("/token")) << QByteArray("jwt") << QByteArray("jwt=A");
}

void TstOddBackends::aTokenMayComeOneWayAndGoAnother()
{
    QFETCH(ValuePlace, place);
    QFETCH(QByteArray, cookie);
    model::BackendProfile profile = cookieBackend();
    profile.password->tokens = {place, {}, {}, {}};
    profile.access.cookie = cookie;
    m_http->answer("POST /base/login", 200, R"({"token":"A"})", {{"Set-Cookie", "jwt=A"}});
    m_http->answer("GET /base/me", 200, R"({"id":"u1"})");
    QVERIFY(answerOf(m_client->signIn(profile, m_credentials)).ok());
    QTEST(headerOf(m_http->requests().last(), cookie.isEmpty() ? "Authorization" : "Cookie"), "sent");
}

void TstOddBackends::userAndPasswordMayGoByBasic()
{
    model::BackendProfile profile = cookieBackend();
    profile.password->signIn.body = {};
    profile.password->signIn.bodyType = model::BodyType::None;
    profile.password->signIn.bearsCredentials = true;
    m_http->answer("POST /base/login", 200, R"({"data":{"token":"A"},"user":{"id":"u1"}})");
    QVERIFY(answerOf(m_client->signIn(profile, m_credentials)).ok());
    QCOMPARE(headerOf(m_http->requests().last(), "Authorization"), "Basic " + QByteArray("ada@example.org:canary:password").toBase64());
}

void TstOddBackends::bothTokensMayStandInARefresh()
{
    model::BackendProfile profile = bodyBackend();
    profile.refresh->endpoint.body = {{QStringLiteral("accessToken"), QStringLiteral("{accessToken}")},
                                      {QStringLiteral("refreshToken"), QStringLiteral("{refreshToken}")}};
    m_http->answer("POST /base/refresh", 200, R"({"data":{"token":"A"}})");
    QVERIFY(answerOf(m_client->refresh(profile, m_held)).ok());
    QCOMPARE(m_http->requests().last().body.reveal().toByteArray(), QByteArray(R"({"accessToken":"canary-access","refreshToken":"canary-refresh"})"));
}

void TstOddBackends::aRefreshCookieThatIsTakenBackIsSpent_data()
{
    QTest::addColumn<QList<net::Header>>("headers");
    QTest::addColumn<QByteArray>("held");
    QTest::newRow("no cookie: the old one goes on") << QList<net::Header>{} << QByteArray("canary-refresh");
    QTest::newRow("empty") << QList<net::Header>{{"Set-Cookie", "rt=; Path=/"}} << QByteArray();
    QTest::newRow("run out") << QList<net::Header>{{"Set-Cookie", "rt=x; Max-Age=0"}} << QByteArray();
    QTest::newRow("a new one") << QList<net::Header>{{"Set-Cookie", "rt=fresh"}} << QByteArray("fresh");
}

void TstOddBackends::aRefreshCookieThatIsTakenBackIsSpent()
{
    QFETCH(QList<net::Header>, headers);
    m_http->answer("POST /base/refresh", 200, R"({"data":{"token":"A"}})", headers);
    const auto tokens = answerOf(m_client->refresh(cookieBackend(), m_held));
    QVERIFY(tokens.ok());
    QTEST(tokens->refreshToken.reveal().toByteArray(), "held");
}

void TstOddBackends::whoAmIMayBeAPost()
{
    model::BackendProfile profile = cookieBackend();
    profile.identity->method = "POST";
    model::Endpoint fetch;
    fetch.path = QStringLiteral("/csrf");
    profile.csrf = model::CsrfProtection{fetch, ValuePlace::body(QStringLiteral("/t")), "X-CSRF-Token", {}};
    m_http->answer("GET /base/csrf", 200, R"({"t":"T"})");
    m_http->answer("POST /base/login", 200, R"({"data":{"token":"A"}})");
    m_http->answer("POST /base/me", 200, R"({"id":"u1"})");
    QVERIFY(answerOf(m_client->signIn(profile, m_credentials)).ok());
    QCOMPARE(headerOf(m_http->requests().last(), "X-CSRF-Token"), QByteArray("T"));
}

void TstOddBackends::anErrorTellsItsStep_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<QString>("step");
    QTest::newRow("the CSRF token") << QByteArray("GET /base/csrf") << QStringLiteral("csrf token");
    QTest::newRow("the sign-in itself") << QByteArray("POST /base/login") << QStringLiteral("sign-in");
    QTest::newRow("who signed in") << QByteArray("GET /base/me") << QStringLiteral("identity");
}

void TstOddBackends::anErrorTellsItsStep()
{
    QFETCH(QByteArray, address);
    model::BackendProfile profile = cookieBackend();
    model::Endpoint fetch;
    fetch.path = QStringLiteral("/csrf");
    profile.csrf = model::CsrfProtection{fetch, ValuePlace::body(QStringLiteral("/t")), "X-CSRF-Token", {}};
    for (const auto &[one, body] : {std::pair{"GET /base/csrf", R"({"t":"T"})"}, std::pair{"POST /base/login", R"({"data":{"token":"A"}})"},
                                    std::pair{"GET /base/me", R"({"id":"u1"})"}})
        m_http->answer(one, 200, address == one ? "<oops/>" : body, {{"Content-Type", "application/xml"}});
    m_http->answer("POST /base/logout", 204);
    const auto outcome = answerOf(m_client->signIn(profile, m_credentials));
    QVERIFY(!outcome.ok());
    QCOMPARE(outcome.error().code, QStringLiteral("reply_not_json"));
    QCOMPARE(outcome.error().detail, QStringLiteral("application/xml"));
    QTEST(outcome.error().step, "step");
}

void TstOddBackends::aRefusalRightAfterTheSignInIsNoEndOfIt()
{
    m_http->answer("POST /base/login", 200, R"({"data":{"token":"A"}})");
    m_http->answer("GET /base/me", 401, R"({"message":"jwt malformed"})");
    m_http->answer("POST /base/logout", 204);
    const auto outcome = answerOf(m_client->signIn(cookieBackend(), m_credentials));
    QVERIFY(!outcome.ok());
    QCOMPARE(outcome.error().kind, core::ErrorKind::BadReply);
    QCOMPARE(outcome.error().code, QStringLiteral("step_refused"));
    QCOMPARE(outcome.error().detail, QStringLiteral("status 401: jwt malformed"));
    QCOMPARE(outcome.error().step, QStringLiteral("identity"));
}

void TstOddBackends::theLifeOfARefreshTokenIsToldInAnyUnit_data()
{
    QTest::addColumn<model::Lifetime>("life");
    QTest::addColumn<QByteArray>("value");
    const QString pointer = QStringLiteral("/until");
    using Unit = model::LifetimeUnit;
    QTest::newRow("seconds") << model::Lifetime{Unit::Seconds, pointer} << QByteArray("3600");
    QTest::newRow("seconds, as a text") << model::Lifetime{Unit::Seconds, pointer} << QByteArray("\"3600\"");
    QTest::newRow("a date") << model::Lifetime{Unit::IsoDate, pointer} << QByteArray("\"2026-01-02T04:04:05Z\"");
    QTest::newRow("a date without a zone") << model::Lifetime{Unit::IsoDate, pointer} << QByteArray("\"2026-01-02T04:04:05\"");
    QTest::newRow("seconds since 1970, as a text") << model::Lifetime{Unit::EpochSeconds, pointer} << QByteArray("\"1767326645\"");
}

void TstOddBackends::theLifeOfARefreshTokenIsToldInAnyUnit()
{
    QFETCH(model::Lifetime, life);
    QFETCH(QByteArray, value);
    model::BackendProfile profile = bodyBackend();
    profile.password->tokens.refreshLifetime = life;
    m_http->answer("POST /base/login", 200, R"({"data":{"token":"A","refresh":"R"},"user":{"id":"u1"},"until":)" + value + '}');
    const auto outcome = answerOf(m_client->signIn(profile, m_credentials));
    QVERIFY(outcome.ok());
    QCOMPARE(outcome->tokens.refreshExpiresAt, m_clock.now().addSecs(3600));
}

KEYTURN_TEST(TstOddBackends)
#include "tst_oddbackends.moc"
