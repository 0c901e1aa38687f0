// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "acmeprofile.h"
#include "composition/profiles/profilecheck.h"
#include "core/json.h"
#include "model/profilereader.h"
#include "support/fakeclock.h"
#include "support/fakehttpclient.h"
#include "support/registry.h"

#include <QJsonDocument>
#include <QTest>

namespace keyturn::composition {

using Outcome = CheckStep::Outcome;

/// A profile against a backend: what works, what fails and where to mend it, what cannot be told, and that nothing is changed.
class TstProfileCheck : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aGoodProfileWorksThroughout();
    void withoutCredentialsNothingIsChanged();
    void whatIsWrongIsNamedWithItsPlace_data();
    void whatIsWrongIsNamedWithItsPlace();
    void aBackendThatDoesNotAnswerIsAskedOnce();
    void aSignInIsTriedToItsEnd();
    void whatASignInShowsIsNamedWithItsPlace_data();
    void whatASignInShowsIsNamedWithItsPlace();
    void aSecondFactorLeavesTheQuestionOpen();
    void anEndedSessionMustBeGone();
    void aSessionIsOnlyEndedWhereItIsPlainlyTheChecks_data();
    void aSessionIsOnlyEndedWhereItIsPlainlyTheChecks();
    void whoAmIThatRefusesIsNotTheSignInsFault();
    void aRefusalIsToldInTheBackendsWords();
    void aSessionIsNotAskedForItsEnd();
    void whoeverIsStoppedIsSignedOut();
    void thePasswordGoesToTheSignInAlone();

private:
    /// Answers as a backend would that fits the profile: @p address is `METHOD /app/path`.
    void answer(const QByteArray &address, int status, const QByteArray &body = {}, const QList<net::Header> &headers = {})
    {
        m_http->forget(address);
        m_http->answer(address, status, body, headers);
    }
    [[nodiscard]] QList<CheckStep> check(bool signIn = false)
    {
        const core::Result<model::BackendProfile> profile = model::readProfile(QJsonDocument(m_profile).toJson());
        if (!profile.ok())
            qFatal("%s", qPrintable(profile.error().detail));
        std::optional<backendapi::Credentials> credentials;
        if (signIn)
            credentials = {QStringLiteral("ada@acme.example"), core::Secret(QByteArrayLiteral("correct horse"))};
        m_check = std::make_unique<ProfileCheck>(m_clock, m_random, *m_http, *profile, credentials);
        const core::Async<QList<CheckStep>> steps = m_check->run();
        return QTest::qWaitFor([&steps] { return steps.isFinished(); }) ? *steps.result() : QList<CheckStep>();
    }
    /// The list as the first sign-in sees it: alone, beside the second one's session, and after that was ended.
    void listTwoSessions(bool endsIt)
    {
        const QByteArray one = R"({"items":[{"id":"s1","current":true,"device":"laptop"}]})";
        const QByteArray two = R"({"items":[{"id":"s1","current":true,"device":"laptop"},{"id":"s2"}]})";
        m_http->answer("GET /app/sessions", 200, one);
        m_http->answer("GET /app/sessions", 200, two);
        m_http->answer("GET /app/sessions", 200, endsIt ? one : two);
        m_http->answer("DELETE /app/sessions/s2", 204);
    }
    [[nodiscard]] static CheckStep step(const QList<CheckStep> &steps, const QString &what)
    {
        for (const CheckStep &one : steps) {
            if (one.what == what)
                return one;
        }
        return CheckStep::fails(what, {}, QStringLiteral("not among the steps"));
    }
    static QByteArray told(const CheckStep &step) { return (step.what + u' ' + step.place + u' ' + step.code + u' ' + step.detail).toUtf8(); }
    [[nodiscard]] QByteArrayList asked() const
    {
        QByteArrayList addresses;
        for (const net::HttpRequest &request : m_http->requests())
            addresses += tests::addressOf(request);
        return addresses;
    }
    QJsonObject m_profile;
    tests::FakeClock m_clock;
    core::SystemRandom m_random;
    std::unique_ptr<tests::FakeHttpClient> m_http;
    std::unique_ptr<ProfileCheck> m_check;
};

void TstProfileCheck::init()
{
    m_check.reset();
    m_http = std::make_unique<tests::FakeHttpClient>();
    m_profile = QJsonDocument::fromJson(tests::acmeProfile()).object();
    const QByteArray refusal = R"({"error":{"code":"invalid_token","message":"Who are you?"}})";
    const auto allow = [](const char *methods) { return QList<net::Header>{{"Allow", methods}}; };
    answer("GET /app", 404); // nothing says that a base address has a page of its own
    answer("POST /app/login", 401, R"({"error":{"code":"invalid_credentials"}})");
    answer("OPTIONS /app/register", 204, {}, allow("POST, OPTIONS"));
    answer("POST /app/refresh", 401, R"({"error":{"code":"invalid_grant"}})");
    answer("GET /app/me", 401, refusal);
    answer("GET /app/sessions", 401, refusal);
    answer("OPTIONS /app/sessions/keyturn-check", 204, {}, allow("DELETE"));
    answer("OPTIONS /app/logout", 204, {}, allow("POST"));
}

void TstProfileCheck::aGoodProfileWorksThroughout()
{
    const QList<CheckStep> steps = check();
    QCOMPARE(steps.size(), 8);
    for (const CheckStep &one : steps)
        QVERIFY2(one.outcome == Outcome::Works, told(one).constData());
    QVERIFY(m_http->unexpected().isEmpty());
}

void TstProfileCheck::withoutCredentialsNothingIsChanged()
{
    QVERIFY(!check().isEmpty());
    // What is posted: a sign-in of nobody, and a refresh token that nobody gave out.
    QByteArrayList unsafe = asked();
    unsafe.removeIf([](const QByteArray &address) { return address.startsWith("GET ") || address.startsWith("OPTIONS "); });
    QCOMPARE(unsafe, QByteArrayList({"POST /app/login", "POST /app/refresh"}));
}

void TstProfileCheck::whatIsWrongIsNamedWithItsPlace_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("what");
    QTest::addColumn<bool>("fails"); // else: cannot be told
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, const char *address, int status, const char *body, const char *what, bool fails, const char *place,
                        const char *code) {
        QTest::newRow(name) << QByteArray(address) << status << QByteArray(body) << QString::fromLatin1(what) << fails << QString::fromLatin1(place)
                            << QString::fromLatin1(code);
    };
    row("no sign-in there", "POST /app/login", 404, "Not Found", "sign_in_refuses", true, "/password/signIn", "no_such_path");
    row("sign-in by another method", "POST /app/login", 405, "", "sign_in_refuses", true, "/password/signIn", "no_such_method");
    row("sign-in without a word", "POST /app/login", 400, "", "sign_in_refuses", false, "/errors", "refusal_unmapped");
    row("sign-in for everybody", "POST /app/login", 200, R"({"token":"t","user":{"id":1}})", "sign_in_refuses", true, "/errors/failedWhen",
        "lets_anybody_in");
    row("sign-in that is busy", "POST /app/login", 429, "", "sign_in_refuses", false, "/password/signIn", "rate_limited");
    row("no refresh there", "POST /app/refresh", 404, R"({"error":{"code":"not_found"}})", "refresh_refuses", true, "/refresh/endpoint",
        "no_such_path");
    row("refresh refuses vaguely", "POST /app/refresh", 401, "", "refresh_refuses", false, "/refresh/refusedStatuses", "refusal_unclear");
    row("who am I for everybody", "GET /app/me", 200, R"({"id":null})", "identity_closed", false, "/identity", "answers_anybody");
    row("sessions are elsewhere", "GET /app/sessions", 404, "", "sessions_closed", true, "/sessions/list", "no_such_path");
    row("sessions send to a page", "GET /app/sessions", 302, "", "sessions_closed", false, "/sessions/list", "redirects");
    row("sign-out behind a CORS layer", "OPTIONS /app/logout", 204, "", "sign_out", false, "/signOut", "only_by_doing");
    row("the backend is broken", "GET /app", 503, "", "address", false, "/baseUrl", "server_error");
}

void TstProfileCheck::whatIsWrongIsNamedWithItsPlace()
{
    QFETCH(const QByteArray, address);
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    QFETCH(const QString, what);
    QFETCH(const bool, fails);
    QFETCH(const QString, place);
    QFETCH(const QString, code);
    answer(address, status, body);
    const QList<CheckStep> steps = check();
    const CheckStep found = step(steps, what);
    QVERIFY2(found.outcome == (fails ? Outcome::Fails : Outcome::CannotTell), told(found).constData());
    QCOMPARE(found.place, place);
    QCOMPARE(found.code, code);
    for (const CheckStep &one : steps)
        QVERIFY2(one.what == what || one.outcome == Outcome::Works, told(one).constData()); // and nothing else is blamed
}

void TstProfileCheck::aBackendThatDoesNotAnswerIsAskedOnce()
{
    m_http->forget("GET /app");
    m_http->fail("GET /app", core::ErrorKind::Offline, QStringLiteral("tls_failed"));
    const QList<CheckStep> steps = check();
    QCOMPARE(steps.size(), 1);
    QVERIFY(steps.first().outcome == Outcome::Fails);
    QCOMPARE(steps.first().code, QStringLiteral("tls_failed"));
    QCOMPARE(asked(), QByteArrayList{"GET /app"});
}

void TstProfileCheck::aSignInIsTriedToItsEnd()
{
    // Strangers are refused first; then comes the person.
    m_http->answer("POST /app/login", 200, R"({"token":"a1","expiresIn":900,"refresh":"r1","user":{"id":7}})");
    m_http->answer("GET /app/me", 200, R"({"id":7})");
    listTwoSessions(true);
    m_http->answer("POST /app/refresh", 200, R"({"token":"a2","expiresIn":900,"refresh":"r2"})");
    m_http->answer("POST /app/logout", 204);
    const QList<CheckStep> steps = check(true);
    QCOMPARE(m_http->countOf("DELETE /app/sessions/s2"), 1); // that of the second sign-in
    QCOMPARE(m_http->countOf("OPTIONS /app/sessions/keyturn-check"), 0); // which would tell less
    for (const CheckStep &one : steps)
        QVERIFY2(one.outcome == Outcome::Works, told(one).constData());
    QCOMPARE(step(steps, QStringLiteral("refresh")).code, QStringLiteral("rotated"));
    QCOMPARE(step(steps, QStringLiteral("sessions")).detail, QStringLiteral("1"));
    QCOMPARE(step(steps, QStringLiteral("person")).detail, QStringLiteral("7"));
    QCOMPARE(asked().last(), QByteArray("POST /app/logout"));
    // The one that came last is the one that is ended.
    QVERIFY(m_http->requests().last().body.reveal().toByteArray().contains("r2"));
    QVERIFY(m_http->unexpected().isEmpty());
}

void TstProfileCheck::whatASignInShowsIsNamedWithItsPlace_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("what");
    QTest::addColumn<bool>("fails");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, const char *address, const char *body, const char *what, bool fails, const char *place, const char *code) {
        QTest::newRow(name) << QByteArray(address) << QByteArray(body) << QString::fromLatin1(what) << fails << QString::fromLatin1(place)
                            << QString::fromLatin1(code);
    };
    row("no token", "POST /app/login", R"({"user":{"id":7}})", "sign_in", true, "/password/tokens/accessToken", "token_missing");
    row("no refresh token", "POST /app/login", R"({"token":"a","expiresIn":9,"user":{"id":7}})", "refresh_token", true,
        "/password/tokens/refreshToken", "refresh_token_missing");
    row("no lifetime", "POST /app/login", R"({"token":"a","refresh":"r","user":{"id":7}})", "lifetime", false, "/password/tokens/lifetime",
        "lifetime_unknown");
    row("a lifetime in words", "POST /app/login", R"({"token":"a","refresh":"r","expiresIn":"1 h","user":{"id":7}})", "sign_in", true,
        "/password/tokens/lifetime", "lifetime_invalid");
    row("another person", "GET /app/me", R"({"id":8})", "identity", true, "/identityMapping/subject", "identity_differs");
    row("nobody", "GET /app/me", R"({"name":"Ada"})", "identity", true, "/identityMapping/subject", "identity_missing");
    row("no list of sessions", "GET /app/sessions", R"({"sessions":[]})", "sessions", true, "/sessions/items", "sessions_invalid");
    row("no sessions", "GET /app/sessions", R"({"items":[]})", "sessions", false, "/sessions/items", "no_sessions");
    row("nothing is current", "GET /app/sessions", R"({"items":[{"id":"1","device":"d"}]})", "current_session", false, "/sessions/fields/current",
        "current_unmarked");
    row("no device", "GET /app/sessions", R"({"items":[{"id":"1","current":true}]})", "session_field", false, "/sessions/fields/device",
        "field_empty");
    row("no renewal", "POST /app/refresh", R"({"accessToken":"a"})", "refresh", true, "/refresh", "token_missing");
}

void TstProfileCheck::whatASignInShowsIsNamedWithItsPlace()
{
    QFETCH(const QByteArray, address);
    QFETCH(const QByteArray, body);
    QFETCH(const QString, what);
    QFETCH(const bool, fails);
    QFETCH(const QString, place);
    QFETCH(const QString, code);
    const auto good = [&](const QByteArray &path, const QByteArray &usual) { m_http->answer(path, 200, path == address ? body : usual); };
    good("POST /app/login", R"({"token":"a1","expiresIn":900,"refresh":"r1","user":{"id":7}})");
    good("GET /app/me", R"({"id":7})");
    good("GET /app/sessions", R"({"items":[{"id":"s1","current":true,"device":"laptop"}]})");
    good("POST /app/refresh", R"({"token":"a2","expiresIn":900,"refresh":"r2"})");
    m_http->answer("POST /app/logout", 204);
    const QList<CheckStep> steps = check(true);
    const CheckStep found = step(steps, what);
    QVERIFY2(found.outcome == (fails ? Outcome::Fails : Outcome::CannotTell), told(found).constData());
    QCOMPARE(found.place, place);
    QCOMPARE(found.code, code);
    // Whoever came in goes out again, whatever was wrong.
    QCOMPARE(asked().last() == "POST /app/logout", what != QLatin1String("sign_in"));
}

void TstProfileCheck::aSecondFactorLeavesTheQuestionOpen()
{
    QJsonObject password = m_profile.value(QStringLiteral("password")).toObject();
    password.insert(QStringLiteral("secondFactor"),
                    QJsonDocument::fromJson(R"({"wantedWhen": {"pointer": "/needsCode"}, "challenge": "/challenge",
        "endpoint": {"method": "POST", "path": "/code", "bodyType": "json", "body": {"t": "{challenge}", "c": "{code}"}}})")
                        .object());
    m_profile.insert(QStringLiteral("password"), password);
    m_http->answer("POST /app/login", 200, R"({"needsCode":true,"challenge":"c1"})");
    const CheckStep found = step(check(true), QStringLiteral("sign_in"));
    QVERIFY2(found.outcome == Outcome::CannotTell, told(found).constData());
    QCOMPARE(found.place, QStringLiteral("/password/secondFactor"));
    QCOMPARE(found.code, QStringLiteral("second_factor_required"));
}

void TstProfileCheck::anEndedSessionMustBeGone()
{
    m_http->answer("POST /app/login", 200, R"({"token":"a1","expiresIn":900,"refresh":"r1","user":{"id":7}})");
    m_http->answer("GET /app/me", 200, R"({"id":7})");
    listTwoSessions(false);
    m_http->answer("POST /app/refresh", 200, R"({"token":"a2","expiresIn":900,"refresh":"r2"})");
    m_http->answer("POST /app/logout", 204);
    const CheckStep found = step(check(true), QStringLiteral("revoke"));
    QVERIFY2(found.outcome == Outcome::Fails, told(found).constData());
    QCOMPARE(found.code, QStringLiteral("still_listed"));
    QCOMPARE(found.place, QStringLiteral("/sessions/revoke"));
    QCOMPARE(m_http->countOf("POST /app/logout"), 2); // neither sign-in stays behind
}

void TstProfileCheck::aSessionIsOnlyEndedWhereItIsPlainlyTheChecks_data()
{
    QTest::addColumn<QByteArray>("later");
    QTest::newRow("the list shows no second") << QByteArray(R"({"items":[{"id":"s1","current":true,"device":"laptop"}]})");
    QTest::newRow("somebody else came as well") << QByteArray(R"({"items":[{"id":"s1","current":true,"device":"laptop"},{"id":"s2"},{"id":"s3"}]})");
}

void TstProfileCheck::aSessionIsOnlyEndedWhereItIsPlainlyTheChecks()
{
    QFETCH(const QByteArray, later);
    m_http->answer("POST /app/login", 200, R"({"token":"a1","expiresIn":900,"refresh":"r1","user":{"id":7}})");
    m_http->answer("GET /app/me", 200, R"({"id":7})");
    m_http->answer("GET /app/sessions", 200, R"({"items":[{"id":"s1","current":true,"device":"laptop"}]})");
    m_http->answer("GET /app/sessions", 200, later);
    m_http->answer("POST /app/refresh", 200, R"({"token":"a2","expiresIn":900,"refresh":"r2"})");
    m_http->answer("POST /app/logout", 204);
    const CheckStep found = step(check(true), QStringLiteral("revoke"));
    QVERIFY2(found.outcome == Outcome::CannotTell, told(found).constData());
    QCOMPARE(found.code, QStringLiteral("second_unseen"));
    QVERIFY(m_http->unexpected().isEmpty()); // nothing was ended
}

void TstProfileCheck::whoAmIThatRefusesIsNotTheSignInsFault()
{
    m_http->answer("POST /app/login", 200, R"({"token":"a1","expiresIn":900,"refresh":"r1"})"); // who that is, /me has to tell
    const CheckStep found = step(check(true), QStringLiteral("sign_in"));
    QVERIFY2(found.outcome == Outcome::Fails, told(found).constData());
    QCOMPARE(found.place, QStringLiteral("/identity"));
    QCOMPARE(found.code, QStringLiteral("step_refused"));
}

void TstProfileCheck::aRefusalIsToldInTheBackendsWords()
{
    m_http->answer("POST /app/login", 403, R"({"message":"suspended until Monday"})");
    const CheckStep found = step(check(true), QStringLiteral("sign_in"));
    QVERIFY2(found.outcome == Outcome::Fails, told(found).constData());
    QCOMPARE(found.error().kind, core::ErrorKind::Rejected);
    QCOMPARE(found.error().detail, QStringLiteral("suspended until Monday"));
}

void TstProfileCheck::aSessionIsNotAskedForItsEnd()
{
    QJsonObject password = m_profile.value(QStringLiteral("password")).toObject();
    password.insert(QStringLiteral("tokens"),
                    QJsonObject{{QStringLiteral("accessToken"), QJsonObject{{QStringLiteral("cookie"), QStringLiteral("sid")}}}});
    m_profile.insert(QStringLiteral("password"), password);
    m_profile.insert(QStringLiteral("access"), QJsonObject{{QStringLiteral("cookie"), QStringLiteral("sid")}});
    m_profile.remove(QStringLiteral("refresh"));
    m_profile.insert(QStringLiteral("signOut"),
                     QJsonObject{{QStringLiteral("method"), QStringLiteral("POST")}, {QStringLiteral("path"), QStringLiteral("/logout")}});
    m_http->answer("POST /app/login", 200, R"({"user":{"id":7}})", {{"Set-Cookie", "sid=abc; Path=/; HttpOnly"}});
    m_http->answer("GET /app/me", 200, R"({"id":7})");
    listTwoSessions(true);
    m_http->answer("POST /app/logout", 204);
    for (const CheckStep &one : check(true)) {
        QVERIFY2(one.outcome == Outcome::Works, told(one).constData());
        QVERIFY(one.what != QLatin1String("lifetime"));
    }
    QCOMPARE(asked().last(), QByteArray("POST /app/logout"));
}

void TstProfileCheck::whoeverIsStoppedIsSignedOut()
{
    m_http->answer("POST /app/login", 200, R"({"token":"a1","expiresIn":900,"refresh":"r1","user":{"id":7}})");
    m_http->answer("POST /app/logout", 204);
    const core::Result<model::BackendProfile> profile = model::readProfile(tests::acmeProfile());
    ProfileCheck check(m_clock, m_random, *m_http, *profile, backendapi::Credentials{QStringLiteral("ada"), core::Secret(QByteArrayLiteral("p"))});
    connect(&check, &ProfileCheck::stepDone, &check, [&check](const CheckStep &step) {
        if (step.what == QLatin1String("sign_in"))
            check.cancel();
    });
    const core::Async<QList<CheckStep>> steps = check.run();
    QTRY_VERIFY(steps.isFinished());
    QCOMPARE(steps.result()->last().what, QStringLiteral("signed_out"));
    QCOMPARE(asked().last(), QByteArray("POST /app/logout"));
    QCOMPARE(m_http->countOf("GET /app/me"), 1); // by nobody, before the sign-in
}

void TstProfileCheck::thePasswordGoesToTheSignInAlone()
{
    aSignInIsTriedToItsEnd();
    int times = 0;
    for (const net::HttpRequest &request : m_http->requests()) {
        const bool holds = request.body.reveal().toByteArray().contains("correct horse");
        times += holds ? 1 : 0;
        QVERIFY(!holds || tests::addressOf(request) == "POST /app/login");
    }
    QCOMPARE(times, 2); // of whom ends a session, and of whose it is
}

} // namespace keyturn::composition

using keyturn::composition::TstProfileCheck;
KEYTURN_TEST(TstProfileCheck)
#include "tst_profilecheck.moc"
