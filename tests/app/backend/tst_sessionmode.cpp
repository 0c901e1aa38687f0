// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendprocess.h"
#include "support/registry.h"
#include "support/totp.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QTest>

namespace keyturn::backend {

namespace {

const QString password = QStringLiteral("correct horse battery");

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

/// What a browser holds of a session: the cookie, and the CSRF token that its page keeps.
struct Held {
    QByteArray cookie;
    QByteArray csrf;
};

Held heldFrom(const Answer &answer)
{
    return {answer.cookie("sid"), text(answer.json(), "csrfToken").toLatin1()};
}

SentHeaders reading(const Held &held)
{
    return {{"Cookie", "theme=dark; sid=" + held.cookie}};
}

SentHeaders writing(const Held &held)
{
    return {{"Cookie", "sid=" + held.cookie}, {"X-CSRF-Token", held.csrf}};
}

} // namespace

/// Sessions behind a cookie, as a browser's page and a client without tokens see them, against the built program.
class TstSessionMode : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_backend.start(), m_backend.log().constData());
        m_http.emplace(m_backend.http());
    }
    void init() { m_email = QStringLiteral("person%1@example.com").arg(++m_people); }

    void aSignInThatAsksForItBringsACookieAndNoToken();
    void registeringBringsOneToo();
    void theModeCanBeTheDefault();
    void theSessionOpensWhatATokenOpens();
    void aBearerTokenCountsBeforeTheCookie();
    void anIdThatWasSentNeverLivesOn_data();
    void anIdThatWasSentNeverLivesOn();
    void aTokenSignInLeavesTheSessionAlone();
    void signOutDestroysTheSession();
    void signOutEndsTokensAndSessionOfOneBrowser();
    void sessionsOfBothKindsAreListedAndEndedAlike();
    void aNewPasswordEndsTheOtherSessions();
    void aSecondFactorStandsBeforeTheSession();
    void anUnusedSessionEnds();
    void aUsedSessionLivesOnToItsAbsoluteEnd();
    void theIdDoesNotStandReadableInTheDatabase();
    void twoInstancesActAsOne();

private:
    [[nodiscard]] QJsonObject credentials(const char *delivery) const
    {
        QJsonObject body{{QStringLiteral("email"), m_email}, {QStringLiteral("password"), password}, {QStringLiteral("name"), QStringLiteral("Ada")}};
        if (delivery)
            body.insert(QStringLiteral("tokenDelivery"), QLatin1String(delivery));
        return body;
    }
    [[nodiscard]] Answer registerPerson(const char *delivery = "session", const SentHeaders &headers = {}) const
    {
        return m_http->postJson("/api/auth/register", credentials(delivery), headers);
    }
    [[nodiscard]] Answer login(const char *delivery = "session", const SentHeaders &headers = {}) const
    {
        return m_http->postJson("/api/auth/login", credentials(delivery), headers);
    }
    [[nodiscard]] int profile(const Held &held) const { return m_http->get("/api/profile", reading(held)).status; }

    BackendProcess m_backend;
    std::optional<HttpClient> m_http;
    QString m_email;
    int m_people = 0;
};

void TstSessionMode::aSignInThatAsksForItBringsACookieAndNoToken()
{
    QCOMPARE(registerPerson("body").status, 201);
    const Answer answer = login();
    QCOMPARE(answer.status, 200);
    const QByteArray cookie = answer.header("set-cookie");
    QCOMPARE(cookie.mid(cookie.indexOf(';')), QByteArray("; Path=/; HttpOnly; SameSite=Lax; Max-Age=604800")); // Secure not on plain loopback
    QCOMPARE(answer.cookie("sid").size(), 43); // 256 bits
    const QJsonObject body = answer.json();
    QCOMPARE(body.keys(), QStringList({QStringLiteral("csrfToken"), QStringLiteral("endsAt"), QStringLiteral("expiresAt"), QStringLiteral("user")}));
    QCOMPARE(text(body.value(QStringLiteral("user")).toObject(), "email"), m_email);
    const QDateTime idle = QDateTime::fromString(text(body, "expiresAt"), Qt::ISODateWithMs);
    const QDateTime end = QDateTime::fromString(text(body, "endsAt"), Qt::ISODateWithMs);
    QCOMPARE(idle.secsTo(end), 6 * 24 * 3600); // 24 hours and 7 days
}

void TstSessionMode::registeringBringsOneToo()
{
    const Answer answer = registerPerson();
    QCOMPARE(answer.status, 201);
    QCOMPARE(profile(heldFrom(answer)), 200);
}

void TstSessionMode::theModeCanBeTheDefault()
{
    BackendProcess backend;
    QVERIFY(backend.start({QStringLiteral("--mode"), QStringLiteral("session")}));
    const HttpClient http = backend.http();
    QVERIFY(!http.postJson("/api/auth/register", credentials(nullptr)).cookie("sid").isEmpty());
    const Answer cookie = http.postJson("/api/auth/login", credentials("cookie"));
    QVERIFY(cookie.cookie("sid").isEmpty() && !cookie.cookie("refreshToken").isEmpty());
    QVERIFY(!text(http.postJson("/api/auth/login", credentials("body")).json(), "refreshToken").isEmpty());
}

void TstSessionMode::theSessionOpensWhatATokenOpens()
{
    const Held held = heldFrom(registerPerson());
    QCOMPARE(text(m_http->get("/api/profile", reading(held)).json(), "email"), m_email);
    const QJsonArray sessions = m_http->get("/api/sessions", reading(held)).json().value(QStringLiteral("sessions")).toArray();
    QCOMPARE(sessions.size(), 1);
    QVERIFY(sessions.first().toObject().value(QStringLiteral("current")).toBool());
    QCOMPARE(m_http->get("/api/auth/second-factor", reading(held)).status, 200);
    QCOMPARE(m_http->get("/api/profile").status, 401);
    const Answer unknown = m_http->get("/api/profile", reading({"AAAA", {}}));
    QCOMPARE(unknown.status, 401);
    QCOMPARE(unknown.code(), QStringLiteral("session_ended"));
    QVERIFY(unknown.header("www-authenticate").startsWith("Bearer"));
    QVERIFY(unknown.header("set-cookie").contains("Max-Age=0"));
}

void TstSessionMode::aBearerTokenCountsBeforeTheCookie()
{
    const Held held = heldFrom(registerPerson());
    m_email = QStringLiteral("other%1@example.com").arg(m_people);
    const QByteArray access = text(registerPerson("body").json(), "accessToken").toLatin1();
    SentHeaders both = reading(held);
    both.append({"Authorization", "Bearer " + access});
    QCOMPARE(text(m_http->get("/api/profile", both).json(), "email"), m_email);
    both.last().second = "Bearer x.y.z";
    QCOMPARE(m_http->get("/api/profile", both).code(), QStringLiteral("invalid_token")); // and no falling back
}

void TstSessionMode::anIdThatWasSentNeverLivesOn_data()
{
    QTest::addColumn<QString>("planted");
    QTest::newRow("made up") << QStringLiteral("made up");
    QTest::newRow("somebody else's, alive") << QStringLiteral("a stranger's");
    QTest::newRow("the person's own, alive") << QStringLiteral("own");
}

void TstSessionMode::anIdThatWasSentNeverLivesOn() // AUDIT 25
{
    QFETCH(const QString, planted);
    const Held own = heldFrom(registerPerson());
    Held sent{QByteArray(43, 'A'), {}};
    if (planted == QLatin1String("own")) {
        sent = own;
    } else if (planted == QLatin1String("a stranger's")) {
        const QString person = std::exchange(m_email, QStringLiteral("attacker%1@example.com").arg(m_people));
        sent = heldFrom(registerPerson());
        m_email = person;
    }
    const Answer answer = login("session", reading(sent));
    const Held fresh = heldFrom(answer);
    QVERIFY(fresh.cookie != sent.cookie);
    QCOMPARE(profile(fresh), 200);
    QCOMPARE(profile(sent), 401);
}

void TstSessionMode::aTokenSignInLeavesTheSessionAlone()
{
    const Held held = heldFrom(registerPerson());
    QCOMPARE(login("body", reading(held)).status, 200);
    QCOMPARE(profile(held), 200);
}

void TstSessionMode::signOutDestroysTheSession()
{
    const Held held = heldFrom(registerPerson());
    QCOMPARE(m_http->send("POST", "/api/auth/logout", reading(held)).code(), QStringLiteral("csrf"));
    QCOMPARE(profile(held), 200);
    const Answer out = m_http->send("POST", "/api/auth/logout", writing(held));
    QCOMPARE(out.status, 204);
    QVERIFY(std::any_of(out.headers.cbegin(), out.headers.cend(),
                        [](const auto &header) { return header.second.startsWith("sid=;") && header.second.contains("Max-Age=0"); }));
    QCOMPARE(profile(held), 401);
}

void TstSessionMode::signOutEndsTokensAndSessionOfOneBrowser()
{
    const Held held = heldFrom(registerPerson());
    const Answer tokens = login("cookie");
    SentHeaders both = writing(held);
    both.first().second += "; refreshToken=" + tokens.cookie("refreshToken");
    QCOMPARE(m_http->send("POST", "/api/auth/logout", both).status, 204);
    QCOMPARE(profile(held), 401);
    QCOMPARE(m_http->get("/api/profile", {{"Authorization", "Bearer " + text(tokens.json(), "accessToken").toLatin1()}}).status, 401);
    // A session that is over already does not keep the tokens alive.
    const Answer again = login("cookie");
    both.first().second = "sid=" + held.cookie + "; refreshToken=" + again.cookie("refreshToken");
    QCOMPARE(m_http->send("POST", "/api/auth/logout", both).status, 204);
    QCOMPARE(m_http->get("/api/profile", {{"Authorization", "Bearer " + text(again.json(), "accessToken").toLatin1()}}).status, 401);
}

void TstSessionMode::sessionsOfBothKindsAreListedAndEndedAlike()
{
    const Held first = heldFrom(registerPerson());
    const Held second = heldFrom(login());
    const QByteArray access = text(login("body").json(), "accessToken").toLatin1();
    const SentHeaders bearer{{"Authorization", "Bearer " + access}};
    QCOMPARE(m_http->get("/api/sessions", bearer).json().value(QStringLiteral("sessions")).toArray().size(), 3);
    for (const QJsonValue &one : m_http->get("/api/sessions", reading(first)).json().value(QStringLiteral("sessions")).toArray()) {
        if (one.toObject().value(QStringLiteral("current")).toBool())
            QCOMPARE(m_http->send("DELETE", "/api/sessions/" + text(one.toObject(), "id").toLatin1(), bearer).status, 204);
    }
    QCOMPARE(profile(first), 401);
    QCOMPARE(m_http->send("DELETE", "/api/sessions?others=true", writing(second)).json().value(QStringLiteral("revoked")).toInt(), 1);
    QCOMPARE(m_http->get("/api/profile", bearer).status, 401);
    QCOMPARE(profile(second), 200);
}

void TstSessionMode::aNewPasswordEndsTheOtherSessions()
{
    const Held held = heldFrom(registerPerson());
    const Held other = heldFrom(login());
    const QJsonObject change{{QStringLiteral("password"), password}, {QStringLiteral("newPassword"), QStringLiteral("another horse battery")}};
    QCOMPARE(m_http->postJson("/api/auth/password", change, reading(held)).code(), QStringLiteral("csrf"));
    QCOMPARE(m_http->postJson("/api/auth/password", change, writing(held)).status, 204);
    QCOMPARE(profile(held), 200);
    QCOMPARE(profile(other), 401);
}

void TstSessionMode::aSecondFactorStandsBeforeTheSession()
{
    const Held held = heldFrom(registerPerson());
    const QByteArray secret = text(m_http->postJson("/api/auth/second-factor", {}, writing(held)).json(), "secret").toLatin1();
    const auto code = [&secret](int step) { return QString::fromLatin1(tests::totp(secret, step)); };
    QCOMPARE(m_http->postJson("/api/auth/second-factor/confirm", {{QStringLiteral("code"), code(-1)}}, writing(held)).status, 200);
    const Answer first = login();
    QCOMPARE(first.code(), QStringLiteral("second_factor_required"));
    QVERIFY(first.cookie("sid").isEmpty());
    const Answer second = m_http->postJson("/api/auth/login/code",
                                           {{QStringLiteral("challenge"), text(first.json(), "challenge")},
                                            {QStringLiteral("code"), code(0)},
                                            {QStringLiteral("tokenDelivery"), QStringLiteral("session")}},
                                           reading(held));
    QCOMPARE(second.status, 200);
    QVERIFY(!second.json().contains(QStringLiteral("accessToken")));
    QCOMPARE(profile(heldFrom(second)), 200);
    QCOMPARE(profile(held), 401); // the id that was sent along
}

void TstSessionMode::anUnusedSessionEnds() // AUDIT 26
{
    BackendProcess backend;
    QVERIFY(backend.start({QStringLiteral("--session-idle"), QStringLiteral("1")}));
    const QByteArray access = text(backend.http().postJson("/api/auth/register", credentials("body")).json(), "accessToken").toLatin1();
    const Held held = heldFrom(backend.http().postJson("/api/auth/login", credentials("session")));
    QVERIFY(!held.cookie.isEmpty());
    const auto listed = [&] {
        const Answer answer = backend.http().get("/api/sessions", {{"Authorization", "Bearer " + access}});
        return answer.json().value(QStringLiteral("sessions")).toArray().size();
    };
    QTRY_COMPARE(listed(), 1); // looked at from the other session, which is no use of this one
    QCOMPARE(backend.http().get("/api/profile", reading(held)).status, 401);
}

void TstSessionMode::aUsedSessionLivesOnToItsAbsoluteEnd() // AUDIT 26
{
    BackendProcess backend;
    QVERIFY(backend.start({QStringLiteral("--session-idle"), QStringLiteral("2"), QStringLiteral("--session-ttl"), QStringLiteral("5")}));
    QElapsedTimer since;
    since.start();
    const Held held = heldFrom(backend.http().postJson("/api/auth/register", credentials("session")));
    QTRY_VERIFY_WITH_TIMEOUT(backend.http().get("/api/profile", reading(held)).status == 401, 10'000); // asks all the time
    QVERIFY2(since.elapsed() >= 4900, QByteArray::number(since.elapsed()));
}

void TstSessionMode::theIdDoesNotStandReadableInTheDatabase()
{
    const Held held = heldFrom(registerPerson());
    const QByteArray all = m_backend.stored();
    QVERIFY(all.contains(m_email.toUtf8()));
    QVERIFY(!all.contains(held.cookie));
    QVERIFY(!all.contains(QByteArray::fromBase64(held.cookie, QByteArray::Base64UrlEncoding)));
}

void TstSessionMode::twoInstancesActAsOne()
{
    BackendProcess other;
    QVERIFY(other.start({QStringLiteral("--data"), m_backend.file(QStringLiteral("data"))}));
    const Held held = heldFrom(registerPerson());
    QCOMPARE(other.http().get("/api/profile", reading(held)).status, 200);
    QCOMPARE(other.http().send("POST", "/api/auth/logout", writing(held)).status, 204); // its CSRF token is good there, too
    QCOMPARE(profile(held), 401);
}

} // namespace keyturn::backend

using keyturn::backend::TstSessionMode;
KEYTURN_TEST(TstSessionMode)
#include "tst_sessionmode.moc"
