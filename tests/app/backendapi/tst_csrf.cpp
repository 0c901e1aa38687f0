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
using tests::cookieBackend;
using tests::headerOf;

/// The second value that requests of a session carry: fetched before each, or come along with the tokens.
class TstCsrf : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void aCsrfTokenIsFetchedBeforeWhatChangesSomething_data();
    void aCsrfTokenIsFetchedBeforeWhatChangesSomething();
    void withoutItsCsrfTokenNothingIsSent();
    void aCsrfTokenMayComeAlongWithTheTokens_data();
    void aCsrfTokenMayComeAlongWithTheTokens();
    void aSessionWithoutItsCsrfTokenIsNone();
    void aRefreshMayBringAnotherCsrfToken();

private:
    [[nodiscard]] core::Result<backendapi::SignInOutcome> signIn(const model::BackendProfile &profile)
    {
        return answerOf(m_client->signIn(profile, m_credentials));
    }

    tests::FakeClock m_clock;
    std::unique_ptr<tests::FakeHttpClient> m_http;
    std::unique_ptr<backendapi::BackendClient> m_client;
    const backendapi::Credentials m_credentials{QStringLiteral("ada@example.org"), core::Secret("canary-password")};
    model::TokenSet m_held;
};

void TstCsrf::init()
{
    m_http = std::make_unique<tests::FakeHttpClient>();
    m_client = std::make_unique<backendapi::BackendClient>(m_clock, *m_http, [](const core::Secret &) { return QDateTime(); });
    m_http->answer("GET /base/me", 200, R"({"id":"u1","name":"Ada"})");
    m_held = {};
    m_held.accessToken = core::Secret("canary-access");
    m_held.refreshToken = core::Secret("canary-refresh");
}

void TstCsrf::cleanup()
{
    QVERIFY2(m_http->unexpected().isEmpty(), m_http->unexpected().value(0).constData());
}

void TstCsrf::aCsrfTokenIsFetchedBeforeWhatChangesSomething_data()
{
    QTest::addColumn<ValuePlace>("place");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QList<net::Header>>("headers");
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<QByteArray>("cookies");
    QTest::newRow("in the body, with a cookie of its own")
        << ValuePlace::body(QStringLiteral("/csrfToken")) << QByteArray(R"({"csrfToken":"T"})")
        << QList<net::Header>{{"Set-Cookie", "_csrf=S; HttpOnly"}, {"Set-Cookie", "stranger=X"}} << QByteArray("T") << QByteArray("_csrf=S");
    QTest::newRow("in a header, with a session that began")
        << ValuePlace::header(QStringLiteral("X-CSRF-Token")) << QByteArray()
        << QList<net::Header>{{"X-CSRF-Token", "T"}, {"Set-Cookie", "sid=before"}} << QByteArray("T") << QByteArray("sid=before");
    QTest::newRow("in a cookie, encoded") << ValuePlace::cookie(QStringLiteral("XSRF-TOKEN")) << QByteArray()
                                          << QList<net::Header>{{"Set-Cookie", "XSRF-TOKEN=a%3Db"}} << QByteArray("a=b")
                                          << QByteArray("XSRF-TOKEN=a%3Db");
}

void TstCsrf::aCsrfTokenIsFetchedBeforeWhatChangesSomething()
{
    QFETCH(ValuePlace, place);
    QFETCH(QByteArray, body);
    QFETCH(QList<net::Header>, headers);
    QFETCH(QByteArray, token);
    QFETCH(QByteArray, cookies);
    model::BackendProfile profile = cookieBackend();
    profile.access.cookie = "sid";
    profile.password->tokens = {ValuePlace::cookie(QStringLiteral("sid")), {}, {}, {}};
    model::Endpoint fetch;
    fetch.path = QStringLiteral("/csrf");
    profile.csrf = model::CsrfProtection{fetch, place, "X-CSRF-Token", {"_csrf"}};
    m_http->answer("GET /base/csrf", 200, body, headers);
    m_http->answer("POST /base/login", 200, "{}", {{"Set-Cookie", "sid=after"}});
    const auto outcome = signIn(profile);
    QVERIFY(outcome.ok());
    QCOMPARE(m_http->countOf("GET /base/csrf"), 1); // GET /me asks for none
    const net::HttpRequest &login = m_http->requests().at(1);
    QCOMPARE(headerOf(login, "X-CSRF-Token"), token);
    QCOMPARE(headerOf(login, "Cookie"), cookies);

    m_http->answer("POST /base/logout", 204);
    QVERIFY(answerOf(m_client->signOut(profile, outcome->tokens)).ok());
    QCOMPARE(m_http->countOf("GET /base/csrf"), 2);
    QCOMPARE(headerOf(m_http->requests().at(m_http->requests().size() - 2), "Cookie"), QByteArray("sid=after"));
    QVERIFY(headerOf(m_http->requests().last(), "Cookie").startsWith("sid=after"));
}

void TstCsrf::withoutItsCsrfTokenNothingIsSent()
{
    model::BackendProfile profile = cookieBackend();
    model::Endpoint fetch;
    fetch.path = QStringLiteral("/csrf");
    profile.csrf = model::CsrfProtection{fetch, ValuePlace::body(QStringLiteral("/csrfToken")), "X-CSRF-Token", {}};
    m_http->answer("GET /base/csrf", 200, "{}");
    const auto outcome = signIn(profile);
    QVERIFY(!outcome.ok());
    QCOMPARE(outcome.error().code, QStringLiteral("csrf_missing"));
    QCOMPARE(m_http->countOf("POST /base/login"), 0);
}

void TstCsrf::aCsrfTokenMayComeAlongWithTheTokens_data()
{
    QTest::addColumn<ValuePlace>("place");
    QTest::addColumn<QByteArrayList>("session");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QList<net::Header>>("headers");
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<QByteArray>("cookies");
    using Headers = QList<net::Header>;
    QTest::newRow("in the body") << ValuePlace::body(QStringLiteral("/csrf")) << QByteArrayList{"sid"} << QByteArray(R"({"csrf":"T"})")
                                 << Headers{{"Set-Cookie", "sid=S"}} << QByteArray("T") << QByteArray("sid=S");
    QTest::newRow("in a header") << ValuePlace::header(QStringLiteral("X-CSRF-Token")) << QByteArrayList{"sid"} << QByteArray("{}")
                                 << Headers{{"Set-Cookie", "sid=S"}, {"X-CSRF-Token", "T"}} << QByteArray("T") << QByteArray("sid=S");
    QTest::newRow("a cookie beside the session") << ValuePlace::cookie(QStringLiteral("XSRF-TOKEN")) << QByteArrayList{"sid"} << QByteArray("{}")
                                                 << Headers{{"Set-Cookie", "sid=S"}, {"Set-Cookie", "XSRF-TOKEN=T%3D"}} << QByteArray("T=")
                                                 << QByteArray("sid=S; XSRF-TOKEN=T%3D");
    QTest::newRow("Django: one of the session's cookies")
        << ValuePlace::cookie(QStringLiteral("csrftoken")) << QByteArrayList{"sid", "csrftoken"} << QByteArray("{}")
        << Headers{{"Set-Cookie", "sid=S"}, {"Set-Cookie", "csrftoken=T"}} << QByteArray("T") << QByteArray("sid=S; csrftoken=T");
}

void TstCsrf::aCsrfTokenMayComeAlongWithTheTokens()
{
    QFETCH(const ValuePlace, place);
    QFETCH(QByteArrayList, session);
    QFETCH(const QByteArray, body);
    QFETCH(const QList<net::Header>, headers);
    model::BackendProfile profile = cookieBackend();
    profile.access.cookie = session.takeFirst();
    profile.access.furtherCookies = session;
    profile.password->tokens = {ValuePlace::cookie(QStringLiteral("sid")), {}, {}, {}};
    profile.csrf = model::CsrfProtection{std::nullopt, place, "X-CSRF-Token", {}};
    m_http->answer("POST /base/login", 200, body, headers);
    const auto outcome = signIn(profile);
    QVERIFY2(outcome.ok(), qPrintable(outcome.ok() ? QString() : outcome.error().code));
    QVERIFY(headerOf(m_http->requests().first(), "X-CSRF-Token").isEmpty()); // there was nothing to send yet
    QVERIFY(headerOf(m_http->requests().last(), "X-CSRF-Token").isEmpty()); // GET /me asks for none

    m_http->answer("POST /base/logout", 204);
    QVERIFY(answerOf(m_client->signOut(profile, outcome->tokens)).ok());
    QTEST(headerOf(m_http->requests().last(), "X-CSRF-Token"), "token");
    QTEST(headerOf(m_http->requests().last(), "Cookie"), "cookies");
}

void TstCsrf::aSessionWithoutItsCsrfTokenIsNone()
{
    model::BackendProfile profile = cookieBackend();
    profile.csrf = model::CsrfProtection{std::nullopt, ValuePlace::body(QStringLiteral("/csrf")), "X-CSRF-Token", {}};
    m_http->answer("POST /base/login", 200, R"({"data":{"token":"A"},"user":{"id":"u1"}})");
    const auto outcome = signIn(profile);
    QVERIFY(!outcome.ok());
    QCOMPARE(outcome.error().code, QStringLiteral("csrf_missing"));
    model::TokenSet old = m_held; // of an account from before the profile said so
    const auto told = answerOf(m_client->signOut(profile, old));
    QVERIFY(!told.ok());
    QCOMPARE(told.error().code, QStringLiteral("csrf_missing"));
    QCOMPARE(m_http->countOf("POST /base/logout"), 0);
}

void TstCsrf::aRefreshMayBringAnotherCsrfToken()
{
    model::BackendProfile profile = cookieBackend();
    profile.csrf = model::CsrfProtection{std::nullopt, ValuePlace::body(QStringLiteral("/csrf")), "X-CSRF-Token", {}};
    m_held.csrfToken = core::Secret("T1");
    m_http->answer("POST /base/refresh", 200, R"({"data":{"token":"A"},"csrf":"T2"})");
    m_http->answer("POST /base/refresh", 200, R"({"data":{"token":"B"}})");
    const auto first = answerOf(m_client->refresh(profile, m_held));
    QVERIFY(first.ok());
    QCOMPARE(headerOf(m_http->requests().last(), "X-CSRF-Token"), QByteArray("T1"));
    QVERIFY(first->csrfToken == core::Secret("T2"));
    const auto second = answerOf(m_client->refresh(profile, *first));
    QVERIFY(second.ok());
    QCOMPARE(headerOf(m_http->requests().last(), "X-CSRF-Token"), QByteArray("T2"));
    QVERIFY(second->csrfToken == core::Secret("T2"));
}

KEYTURN_TEST(TstCsrf)
#include "tst_csrf.moc"
