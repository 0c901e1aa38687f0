// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/crossorigin.h"
#include "backend/session/csrftoken.h"
#include "backendprocess.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::backend {

namespace {

/// Stands for the server's own address in a row; its port is known only once it runs.
const QByteArray own = "<own>";
const QByteArray ownByName = "<own by name>";
const QByteArray listed = "https://app.example.com";

const QJsonObject person{{QStringLiteral("email"), QStringLiteral("ada@example.com")},
                         {QStringLiteral("password"), QStringLiteral("correct horse battery")},
                         {QStringLiteral("name"), QStringLiteral("Ada")}};

QJsonObject with(QJsonObject body, const char *name, const QString &value)
{
    body.insert(QLatin1String(name), value);
    return body;
}

Request request(const QByteArray &method, const QByteArray &path, const QList<HttpHeader> &headers)
{
    return {method, path, {}, headers, {}, QStringLiteral("127.0.0.1")};
}

} // namespace

/// Who else may speak with the API from within a browser: the origin's check and the CSRF token before what changes something, CORS for reading.
class TstCrossOrigin : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_backend.start({QStringLiteral("--allow-origin"), QString::fromLatin1(listed), QStringLiteral("--allow-origin"),
                                  QStringLiteral("http://localhost:5173")}),
                 m_backend.log().constData());
        m_http.emplace(m_backend.http());
        QCOMPARE(m_http->postJson("/api/auth/register", person).status, 201);
    }

    void aCookieAloneChangesNothingFromElsewhere_data();
    void aCookieAloneChangesNothingFromElsewhere();
    void theRefreshCookieIsGuardedByOrigin_data();
    void theRefreshCookieIsGuardedByOrigin();
    void otherMediaTypesAreNoWayAroundIt_data();
    void otherMediaTypesAreNoWayAroundIt();
    void aForeignPageSignsNobodyIn();
    void tokensAreBoundToTheirSession();
    void aCsrfTokenIsGivenToWhoHasASession();
    void onlyListedOriginsMayRead_data();
    void onlyListedOriginsMayRead();
    void preflightsTellWhatARouteTakes();
    void withoutAListNothingIsSaid();
    void behindATlsProxyPlainPagesAreForeign();
    void wrongOriginsOnTheCommandLineAreRefused_data();
    void wrongOriginsOnTheCommandLineAreRefused();

private:
    [[nodiscard]] QByteArray resolved(const QByteArray &origin) const
    {
        const QByteArray port = QByteArray::number(m_http->port());
        return origin == own ? "http://127.0.0.1:" + port : origin == ownByName ? "http://localhost:" + port : origin;
    }
    [[nodiscard]] Answer signIn(const char *delivery, const SentHeaders &headers = {}) const
    {
        return m_http->postJson("/api/auth/login", with(person, "tokenDelivery", QLatin1String(delivery)), headers);
    }

    BackendProcess m_backend;
    std::optional<HttpClient> m_http;
};

void TstCrossOrigin::aCookieAloneChangesNothingFromElsewhere_data() // AUDIT 9
{
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<QByteArray>("site");
    QTest::addColumn<bool>("token");
    QTest::addColumn<int>("status");
    const int done = 204;
    const int refused = 403;
    QTest::newRow("our own page") << own << QByteArray("same-origin") << true << done;
    QTest::newRow("our own page, without a token") << own << QByteArray("same-origin") << false << refused;
    QTest::newRow("our own page, an old browser") << own << QByteArray() << true << done;
    QTest::newRow("another name of ours is another origin") << ownByName << QByteArray() << true << refused; // that Host was not asked for
    QTest::newRow("a listed page") << listed << QByteArray("cross-site") << true << done;
    QTest::newRow("a listed page, without a token") << listed << QByteArray("cross-site") << false << refused;
    QTest::newRow("a foreign page that knows the token") << QByteArray("https://evil.example") << QByteArray("cross-site") << true << refused;
    QTest::newRow("a foreign page, an old browser") << QByteArray("https://evil.example") << QByteArray() << true << refused;
    QTest::newRow("a hidden origin") << QByteArray("null") << QByteArray("cross-site") << true << refused;
    QTest::newRow("a name that begins like the listed one") << listed + ".evil.example" << QByteArray() << true << refused;
    QTest::newRow("the listed name, plain") << QByteArray("http://app.example.com") << QByteArray() << true << refused;
    QTest::newRow("the listed name, another port") << listed + ":8443" << QByteArray() << true << refused;
    QTest::newRow("no origin, but cross-site") << QByteArray() << QByteArray("cross-site") << true << refused;
    QTest::newRow("no origin, but a neighbour") << QByteArray() << QByteArray("same-site") << true << refused;
    QTest::newRow("no origin, by the person") << QByteArray() << QByteArray("none") << true << done;
    QTest::newRow("no browser") << QByteArray() << QByteArray() << true << done;
    QTest::newRow("no browser, without a token") << QByteArray() << QByteArray() << false << refused;
}

void TstCrossOrigin::aCookieAloneChangesNothingFromElsewhere()
{
    QFETCH(const QByteArray, origin);
    QFETCH(const QByteArray, site);
    QFETCH(const bool, token);
    QFETCH(const int, status);
    const Answer session = signIn("session");
    SentHeaders headers{{"Cookie", "sid=" + session.cookie("sid")}};
    if (!origin.isEmpty())
        headers.append({"Origin", resolved(origin)});
    if (!site.isEmpty())
        headers.append({"Sec-Fetch-Site", site});
    if (token)
        headers.append({"X-CSRF-Token", session.json().value(QStringLiteral("csrfToken")).toString().toLatin1()});
    const Answer answer = m_http->send("POST", "/api/auth/logout", headers);
    QCOMPARE(answer.status, status);
    if (status == 403)
        QCOMPARE(answer.code(), QStringLiteral("csrf"));
    QCOMPARE(m_http->get("/api/profile", {{"Cookie", "sid=" + session.cookie("sid")}}).status, status == 403 ? 200 : 401);
}

void TstCrossOrigin::theRefreshCookieIsGuardedByOrigin_data()
{
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<int>("status");
    QTest::newRow("a program, as Keyturn is") << QByteArray() << 200;
    QTest::newRow("our own page") << own << 200;
    QTest::newRow("a listed page") << listed << 200;
    QTest::newRow("a foreign page") << QByteArray("https://evil.example") << 403;
    QTest::newRow("a hidden origin") << QByteArray("null") << 403;
}

void TstCrossOrigin::theRefreshCookieIsGuardedByOrigin()
{
    QFETCH(const QByteArray, origin);
    QFETCH(const int, status);
    const QByteArray cookie = signIn("cookie").cookie("refreshToken");
    SentHeaders headers{{"Cookie", "refreshToken=" + cookie}};
    if (!origin.isEmpty())
        headers.append({"Origin", resolved(origin)});
    QCOMPARE(m_http->send("POST", "/api/auth/refresh", headers).status, status);
    if (status == 403) // and nothing was spent
        QVERIFY(m_http->send("POST", "/api/auth/refresh", {{"Cookie", "refreshToken=" + cookie}}).status == 200);
}

void TstCrossOrigin::otherMediaTypesAreNoWayAroundIt_data() // AUDIT 9
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("type");
    for (const char *path : {"/api/auth/login", "/api/auth/register", "/api/auth/refresh", "/api/auth/logout", "/api/auth/password"}) {
        for (const char *type : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""})
            QTest::addRow("%s as '%s'", path, type) << QByteArray(path) << QByteArray(type);
    }
}

void TstCrossOrigin::otherMediaTypesAreNoWayAroundIt()
{
    QFETCH(const QByteArray, path);
    QFETCH(const QByteArray, type);
    const Answer session = signIn("session");
    SentHeaders headers{{"Cookie", "sid=" + session.cookie("sid")},
                        {"X-CSRF-Token", session.json().value(QStringLiteral("csrfToken")).toString().toLatin1()}};
    if (!type.isEmpty())
        headers.append({"Content-Type", type});
    QCOMPARE(m_http->send("POST", path, headers, R"({"email":"ada@example.com","password":"correct horse battery"})").status, 415);
}

void TstCrossOrigin::aForeignPageSignsNobodyIn() // into the attacker's account
{
    const Answer answer = signIn("session", {{"Origin", "https://evil.example"}});
    QCOMPARE(answer.code(), QStringLiteral("csrf"));
    QVERIFY(answer.cookie("sid").isEmpty());
}

void TstCrossOrigin::tokensAreBoundToTheirSession()
{
    core::SystemRandom random;
    const core::Secret session(QByteArrayView("a session's cookie"));
    const QByteArray token = newCsrfToken(random, session);
    QVERIFY(isCsrfToken(token, session));
    QVERIFY(newCsrfToken(random, session) != token);
    QVERIFY(!isCsrfToken(token, core::Secret(QByteArrayView("another session's"))));
    QVERIFY(!isCsrfToken(token, {}));
    for (const QByteArray &forged : {QByteArray(), QByteArray("."), token.left(token.indexOf('.')), token.left(token.indexOf('.') + 1),
                                     token.mid(token.indexOf('.')), token + 'A', token.left(token.size() - 1), 'A' + token})
        QVERIFY2(!isCsrfToken(forged, session), forged);
}

void TstCrossOrigin::aCsrfTokenIsGivenToWhoHasASession()
{
    QCOMPARE(m_http->get("/api/csrf").status, 401);
    const Answer session = signIn("session");
    const QByteArray cookie = "sid=" + session.cookie("sid");
    const Answer given = m_http->get("/api/csrf", {{"Cookie", cookie}});
    QCOMPARE(given.status, 200);
    const QByteArray token = given.json().value(QStringLiteral("csrfToken")).toString().toLatin1();
    QCOMPARE(m_http->send("DELETE", "/api/sessions?others=true", {{"Cookie", cookie}, {"X-CSRF-Token", token}}).status, 200);
    QCOMPARE(
        m_http->send("DELETE", "/api/sessions?others=true", {{"Cookie", "sid=" + signIn("session").cookie("sid")}, {"X-CSRF-Token", token}}).code(),
        QStringLiteral("csrf"));
    const QByteArray access = signIn("body").json().value(QStringLiteral("accessToken")).toString().toLatin1();
    QCOMPARE(m_http->get("/api/csrf", {{"Authorization", "Bearer " + access}}).code(), QStringLiteral("no_session_cookie"));
}

void TstCrossOrigin::onlyListedOriginsMayRead_data() // AUDIT 8
{
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<bool>("allowed");
    QTest::newRow("listed") << listed << true;
    QTest::newRow("listed as well") << QByteArray("http://localhost:5173") << true;
    QTest::newRow("none") << QByteArray() << false;
    QTest::newRow("foreign") << QByteArray("https://evil.example") << false;
    QTest::newRow("hidden") << QByteArray("null") << false;
    QTest::newRow("star") << QByteArray("*") << false;
    QTest::newRow("in capitals") << listed.toUpper() << false;
    QTest::newRow("with a path") << listed + '/' << false;
    QTest::newRow("a neighbour") << QByteArray("https://other.example.com") << false;
    QTest::newRow("another port") << QByteArray("http://localhost:5174") << false;
}

void TstCrossOrigin::onlyListedOriginsMayRead()
{
    QFETCH(const QByteArray, origin);
    QFETCH(const bool, allowed);
    const SentHeaders headers = origin.isEmpty() ? SentHeaders() : SentHeaders{{"Origin", origin}};
    for (const char *path : {"/api/profile", "/api/nowhere", "/api/auth/login"}) { // refusals as well: pages have to tell why
        const Answer answer = m_http->get(path, headers);
        QCOMPARE(answer.header("access-control-allow-origin"), allowed ? origin : QByteArray());
        QCOMPARE(answer.header("access-control-allow-credentials"), allowed ? QByteArray("true") : QByteArray());
        QCOMPARE(answer.header("vary"), QByteArray("Origin"));
    }
    for (const char *path : {"/healthz", "/google/sign-in", "/metrics"})
        QVERIFY(m_http->get(path, headers).header("access-control-allow-origin").isEmpty());
}

void TstCrossOrigin::preflightsTellWhatARouteTakes()
{
    SentHeaders headers{{"Origin", listed}, {"Access-Control-Request-Method", "DELETE"}, {"Access-Control-Request-Headers", "x-csrf-token"}};
    const Answer answer = m_http->send("OPTIONS", "/api/sessions/1", headers);
    QCOMPARE(answer.status, 204);
    QCOMPARE(answer.header("access-control-allow-origin"), listed);
    QCOMPARE(answer.header("access-control-allow-methods"), QByteArray("DELETE, OPTIONS"));
    QVERIFY(answer.header("access-control-allow-headers").contains("X-CSRF-Token"));
    QCOMPARE(answer.header("access-control-max-age"), QByteArray("600"));
    QCOMPARE(m_http->send("OPTIONS", "/api/nowhere", headers).status, 404);
    headers.first().second = "https://evil.example";
    const Answer foreign = m_http->send("OPTIONS", "/api/sessions/1", headers);
    for (const char *name : {"access-control-allow-origin", "access-control-allow-methods", "access-control-allow-headers"})
        QVERIFY(foreign.header(name).isEmpty());
}

void TstCrossOrigin::withoutAListNothingIsSaid()
{
    BackendProcess backend;
    QVERIFY(backend.start());
    const QByteArray self = backend.url().toLatin1();
    for (const QByteArray &origin : {listed, self, QByteArray("null")}) {
        const Answer answer = backend.http().get("/api/profile", {{"Origin", origin}});
        for (const auto &[name, value] : answer.headers)
            QVERIFY(!name.toLower().startsWith("access-control-"));
    }
}

void TstCrossOrigin::behindATlsProxyPlainPagesAreForeign()
{
    const auto refused = [](const CrossOrigin &policy, const QByteArray &origin, const QByteArray &host) {
        return policy.refusal(request("POST", "/api/auth/login", {{"Host", host}, {"Origin", origin}})).has_value();
    };
    const CrossOrigin behind({}, QStringLiteral("https://auth.example.com/base"));
    QVERIFY(!refused(behind, "https://auth.example.com", "127.0.0.1:8789")); // the proxy named us as it knows us
    QVERIFY(!refused(behind, "https://auth.example.com", "auth.example.com"));
    QVERIFY(refused(behind, "http://auth.example.com", "auth.example.com"));
    const CrossOrigin unaware({}, QStringLiteral("http://10.0.0.1:8789"));
    QVERIFY(!refused(unaware, "https://auth.example.com", "AUTH.example.com"));
    QVERIFY(refused(unaware, "https://evil.example", "auth.example.com"));
    QVERIFY(refused(unaware, "http://", ""));
    QVERIFY(!behind.refusal(request("POST", "/google/consent", {{"Origin", "https://evil.example"}}))); // these pages have a guard of their own
    QVERIFY(!behind.refusal(request("GET", "/api/profile", {{"Origin", "https://evil.example"}})));
}

void TstCrossOrigin::wrongOriginsOnTheCommandLineAreRefused_data()
{
    QTest::addColumn<QString>("origin");
    for (const char *origin : {"*", "null", "app.example.com", "https://app.example.com/", "https://app.example.com/path", "HTTPS://app.example.com",
                               "https://App.example.com", "https://*.example.com", "https://app.example.com:443", "http://app.example.com:80",
                               "ftp://app.example.com", "https://a@app.example.com", "https://app.example.com?x", "https://"})
        QTest::addRow("%s", origin) << QString::fromLatin1(origin);
}

void TstCrossOrigin::wrongOriginsOnTheCommandLineAreRefused()
{
    QFETCH(const QString, origin);
    BackendProcess backend;
    QCOMPARE(backend.runToEnd({QStringLiteral("--data"), backend.file(QStringLiteral("data")), QStringLiteral("--allow-origin"), origin}), 2);
    QVERIFY(backend.log().contains("--allow-origin"));
}

} // namespace keyturn::backend

using keyturn::backend::TstCrossOrigin;
KEYTURN_TEST(TstCrossOrigin)
#include "tst_crossorigin.moc"
