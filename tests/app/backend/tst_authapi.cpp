// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendprocess.h"
#include "support/registry.h"

#include <QDateTime>
#include <QJsonArray>
#include <QTest>

#include <future>

namespace keyturn::backend {

namespace {

const QString password = QStringLiteral("correct horse battery");

QByteArray refreshed(const char *outcome)
{
    return QByteArray("keyturn_backend_refresh_total{outcome=\"") + outcome + "\"}";
}

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

SentHeaders bearer(const QString &token)
{
    return {{"Authorization", "Bearer " + token.toLatin1()}};
}

SentHeaders refreshCookie(const QByteArray &token)
{
    return {{"Cookie", "theme=dark; refreshToken=" + token}};
}

} // namespace

/// The API as a client sees it, against the built program.
class TstAuthApi : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_backend.start({QStringLiteral("--log"), QStringLiteral("json")}), m_backend.log().constData());
        m_http.emplace(m_backend.http());
    }

    void init() { m_email = QStringLiteral("person%1@example.com").arg(++m_people); }

    void registrationSignsIn()
    {
        const Answer answer = registerPerson();
        QCOMPARE(answer.status, 201);
        QCOMPARE(answer.header("content-type"), QByteArray("application/json"));
        QCOMPARE(answer.header("cache-control"), QByteArray("no-store"));
        QCOMPARE(answer.header("x-content-type-options"), QByteArray("nosniff"));
        const QJsonObject body = answer.json();
        QCOMPARE(text(body.value(QStringLiteral("user")).toObject(), "email"), m_email);
        QCOMPARE(text(body.value(QStringLiteral("user")).toObject(), "role"), QStringLiteral("user"));
        QCOMPARE(text(body, "tokenType"), QStringLiteral("Bearer"));
        QCOMPARE(body.value(QStringLiteral("expiresIn")).toInt(), 900);
        QVERIFY(!body.contains(QStringLiteral("refreshToken"))); // it is in the cookie, and nowhere else
        QCOMPARE(m_http->get("/api/profile", bearer(text(body, "accessToken"))).status, 200);
    }

    void theRefreshCookieIsNarrow()
    {
        const QByteArray cookie = registerPerson().header("set-cookie");
        const QList<QByteArray> parts = cookie.split(';');
        QVERIFY(parts.first().startsWith("refreshToken="));
        QCOMPARE(cookie.mid(cookie.indexOf(';')),
                 QByteArray("; Path=/api/auth; HttpOnly; SameSite=Strict; Max-Age=604800")); // Secure not on loopback
    }

    void theRoleIsNotTheClientsToChoose() // AUDIT 37
    {
        QJsonObject body = credentials();
        body.insert(QStringLiteral("role"), QStringLiteral("admin"));
        const Answer answer = m_http->postJson("/api/auth/register", body);
        QCOMPARE(text(answer.json().value(QStringLiteral("user")).toObject(), "role"), QStringLiteral("user"));
    }

    void anAddressCanBeRegisteredOnce()
    {
        QCOMPARE(registerPerson().status, 201);
        m_email = QLatin1String("  ") + m_email.toUpper();
        const Answer again = registerPerson();
        QCOMPARE(again.status, 409);
        QCOMPARE(again.code(), QStringLiteral("email_taken"));
    }

    void aWrongFormIsToldByField()
    {
        const Answer answer =
            m_http->postJson("/api/auth/register", {{QStringLiteral("email"), 1}, {QStringLiteral("password"), QStringLiteral("short")}});
        QCOMPARE(answer.status, 422);
        QCOMPARE(answer.code(), QStringLiteral("validation_failed"));
        QStringList fields;
        for (const QJsonValue &field : answer.json().value(QStringLiteral("error")).toObject().value(QStringLiteral("fields")).toArray())
            fields.append(text(field.toObject(), "field"));
        fields.sort();
        QCOMPARE(fields, QStringList({QStringLiteral("email"), QStringLiteral("name"), QStringLiteral("password")}));
    }

    void signInIsTheSameForWrongPasswordAndUnknownPerson() // AUDIT 28
    {
        QCOMPARE(registerPerson().status, 201);
        QJsonObject wrong = credentials();
        wrong.insert(QStringLiteral("password"), QStringLiteral("another horse"));
        QJsonObject unknown = credentials();
        unknown.insert(QStringLiteral("email"), QStringLiteral("nobody@example.com"));
        const Answer a = m_http->postJson("/api/auth/login", wrong);
        const Answer b = m_http->postJson("/api/auth/login", unknown);
        QCOMPARE(a.status, 401);
        QCOMPARE(a.code(), QStringLiteral("invalid_credentials"));
        QCOMPARE(b.status, a.status);
        QCOMPARE(b.body, a.body);
        QCOMPARE(b.headers.size(), a.headers.size());
    }

    void signInTakesTheAddressInAnyCase()
    {
        QCOMPARE(registerPerson().status, 201);
        QJsonObject body = credentials();
        body.insert(QStringLiteral("email"), QLatin1String(" ") + m_email.toUpper());
        QCOMPARE(m_http->postJson("/api/auth/login", body).status, 200);
    }

    void theRefreshTokenComesInTheBodyWhereAskedFor()
    {
        QJsonObject body = credentials();
        body.insert(QStringLiteral("tokenDelivery"), QStringLiteral("body"));
        const Answer first = m_http->postJson("/api/auth/register", body);
        QVERIFY(first.header("set-cookie").isEmpty());
        QCOMPARE(first.json().value(QStringLiteral("refreshExpiresIn")).toInt(), 604800);
        const QString token = text(first.json(), "refreshToken");
        const Answer second = m_http->postJson("/api/auth/refresh", {{QStringLiteral("refreshToken"), token}});
        QCOMPARE(second.status, 200);
        QVERIFY(second.header("set-cookie").isEmpty());
        QVERIFY(!text(second.json(), "refreshToken").isEmpty());
        QVERIFY(text(second.json(), "refreshToken") != token);
        QVERIFY(text(second.json(), "accessToken") != text(first.json(), "accessToken"));
    }

    void theCookieIsRotated()
    {
        const QByteArray first = registerPerson().cookie("refreshToken");
        const Answer answer = m_http->send("POST", "/api/auth/refresh", refreshCookie(first));
        QCOMPARE(answer.status, 200);
        const QByteArray second = answer.cookie("refreshToken");
        QVERIFY(!second.isEmpty() && second != first);
        QCOMPARE(m_http->send("POST", "/api/auth/refresh", refreshCookie(second)).status, 200);
    }

    void withinTheGraceTheSameSuccessorComes() // FAULTS 45, 52
    {
        const QByteArray first = registerPerson().cookie("refreshToken");
        const double grace = m_backend.metric(refreshed("grace"));
        const QByteArray second = m_http->send("POST", "/api/auth/refresh", refreshCookie(first)).cookie("refreshToken");
        QCOMPARE(m_http->send("POST", "/api/auth/refresh", refreshCookie(first)).cookie("refreshToken"), second);
        QCOMPARE(m_backend.metric(refreshed("grace")), grace + 1);
    }

    void reuseEndsTheSessionAndClearsTheCookie() // FAULTS 53
    {
        const Answer registered = registerPerson();
        const QByteArray first = registered.cookie("refreshToken");
        const double reused = m_backend.metric(refreshed("reused"));
        const QByteArray second = m_http->send("POST", "/api/auth/refresh", refreshCookie(first)).cookie("refreshToken");
        const QByteArray third = m_http->send("POST", "/api/auth/refresh", refreshCookie(second)).cookie("refreshToken");
        const Answer answer = m_http->send("POST", "/api/auth/refresh", refreshCookie(first));
        QCOMPARE(answer.status, 401);
        QCOMPARE(answer.code(), QStringLiteral("invalid_grant"));
        QCOMPARE(text(answer.json().value(QStringLiteral("error")).toObject(), "reason"), QStringLiteral("reuse_detected"));
        QVERIFY(answer.header("set-cookie").contains("Max-Age=0"));
        QCOMPARE(m_backend.metric(refreshed("reused")), reused + 1);
        QCOMPARE(m_http->send("POST", "/api/auth/refresh", refreshCookie(third)).status, 401);
        QCOMPARE(m_http->get("/api/profile", bearer(text(registered.json(), "accessToken"))).status, 401);
    }

    void deadRefreshTokensAreRefused_data()
    {
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<QString>("reason");
        QTest::newRow("none") << QByteArray() << QStringLiteral("missing");
        QTest::newRow("unknown") << QByteArray("AAAA") << QStringLiteral("unknown");
        QTest::newRow("long") << QByteArray(4000, 'A') << QStringLiteral("unknown");
    }

    void deadRefreshTokensAreRefused()
    {
        QFETCH(QByteArray, token);
        QFETCH(QString, reason);
        const Answer answer = m_http->send("POST", "/api/auth/refresh", token.isEmpty() ? SentHeaders() : refreshCookie(token));
        QCOMPARE(answer.status, 401);
        QCOMPARE(text(answer.json().value(QStringLiteral("error")).toObject(), "reason"), reason);
    }

    void fiftyConcurrentRefreshesRotateOnce() // AUDIT 22
    {
        const QByteArray first = registerPerson().cookie("refreshToken");
        const double rotated = m_backend.metric(refreshed("rotated"));
        std::vector<std::future<Answer>> running;
        for (int i = 0; i < 50; ++i)
            running.push_back(std::async(std::launch::async, [&] { return m_http->send("POST", "/api/auth/refresh", refreshCookie(first)); }));
        QSet<QByteArray> successors;
        for (auto &each : running) {
            const Answer answer = each.get();
            QCOMPARE(answer.status, 200);
            successors.insert(answer.cookie("refreshToken"));
        }
        QCOMPARE(successors.size(), 1);
        QCOMPARE(m_backend.metric(refreshed("rotated")), rotated + 1);
    }

    void signOutEndsEverythingOfTheSession_data()
    {
        QTest::addColumn<QString>("by");
        QTest::newRow("cookie") << QStringLiteral("cookie");
        QTest::newRow("body") << QStringLiteral("body");
        QTest::newRow("bearer") << QStringLiteral("bearer");
    }

    void signOutEndsEverythingOfTheSession() // AUDIT 24
    {
        QFETCH(QString, by);
        const Answer registered = registerPerson();
        const QByteArray token = registered.cookie("refreshToken");
        const QString access = text(registered.json(), "accessToken");
        const Answer out = by == QLatin1String("cookie") ? m_http->send("POST", "/api/auth/logout", refreshCookie(token))
            : by == QLatin1String("body") ? m_http->postJson("/api/auth/logout", {{QStringLiteral("refreshToken"), QString::fromLatin1(token)}})
                                          : m_http->send("POST", "/api/auth/logout", bearer(access));
        QCOMPARE(out.status, 204);
        QVERIFY(out.body.isEmpty());
        QVERIFY(out.header("set-cookie").contains("Max-Age=0"));
        QCOMPARE(m_http->get("/api/profile", bearer(access)).status, 401);
        const Answer refresh = m_http->send("POST", "/api/auth/refresh", refreshCookie(token));
        QCOMPARE(text(refresh.json().value(QStringLiteral("error")).toObject(), "reason"), QStringLiteral("revoked"));
    }

    void theProfileNeedsALiveToken()
    {
        const Answer none = m_http->get("/api/profile");
        QCOMPARE(none.status, 401);
        QVERIFY(none.header("www-authenticate").startsWith("Bearer"));
        QVERIFY(!none.header("www-authenticate").contains("error")); // RFC 6750 §3: nothing was wrong, nothing was there
        const Answer forged = m_http->get("/api/profile", bearer(QStringLiteral("x.y.z")));
        QCOMPARE(forged.status, 401);
        QVERIFY(forged.header("www-authenticate").contains("error=\"invalid_token\""));
        QCOMPARE(m_http->get("/api/profile", {{"Authorization", "Basic YTpi"}}).status, 401);
    }

    void theProfileTellsThePerson()
    {
        const QJsonObject profile = m_http->get("/api/profile", bearer(text(registerPerson().json(), "accessToken"))).json();
        QCOMPARE(text(profile, "email"), m_email);
        QCOMPARE(text(profile, "name"), QStringLiteral("Ada Lovelace"));
        QVERIFY(QDateTime::fromString(text(profile, "createdAt"), Qt::ISODateWithMs).isValid());
        QVERIFY(text(profile, "createdAt").endsWith(u'Z'));
    }

    void theRefreshTokenIsNoAccessToken() // AUDIT 16
    {
        QCOMPARE(m_http->get("/api/profile", bearer(QString::fromLatin1(registerPerson().cookie("refreshToken")))).status, 401);
    }

    void sessionsTellWhoAndWhere()
    {
        const SentHeaders laptop{{"X-Device-Name", "Ada\xE2\x80\x99s laptop"}, {"User-Agent", "Keyturn/0.1.0 (Linux; Debian GNU/Linux 12)"}};
        const QString access = text(registerPerson(laptop).json(), "accessToken");
        QCOMPARE(m_http->postJson("/api/auth/login", credentials()).status, 200);
        const QJsonArray sessions = m_http->get("/api/sessions", bearer(access)).json().value(QStringLiteral("sessions")).toArray();
        QCOMPARE(sessions.size(), 2);
        const bool firstIsOurs = sessions.first().toObject().value(QStringLiteral("current")).toBool();
        const QJsonObject ours = (firstIsOurs ? sessions.first() : sessions.last()).toObject();
        const QJsonObject other = (firstIsOurs ? sessions.last() : sessions.first()).toObject();
        QVERIFY(ours.value(QStringLiteral("current")).toBool() && !other.value(QStringLiteral("current")).toBool());
        QCOMPARE(text(ours, "device"), QStringLiteral("Ada\u2019s laptop"));
        QCOMPARE(text(ours, "app"), QStringLiteral("Keyturn"));
        QCOMPARE(text(ours, "appVersion"), QStringLiteral("0.1.0"));
        QCOMPARE(text(ours, "system"), QStringLiteral("Debian GNU/Linux 12"));
        QCOMPARE(text(ours, "ip"), QStringLiteral("127.0.0.1"));
        QVERIFY(!other.contains(QStringLiteral("device"))); // unknown is left out, never ""
        for (const char *time : {"createdAt", "lastUsedAt", "expiresAt"})
            QVERIFY(QDateTime::fromString(text(ours, time), Qt::ISODateWithMs).isValid());
    }

    void oneSessionCanBeEnded()
    {
        const QString access = text(registerPerson().json(), "accessToken");
        const QString other = text(m_http->postJson("/api/auth/login", credentials()).json(), "accessToken");
        const QByteArray id = otherSession(access);
        QCOMPARE(m_http->send("DELETE", "/api/sessions/" + id, bearer(access)).status, 204);
        QCOMPARE(m_http->get("/api/profile", bearer(other)).status, 401); // at once
        QCOMPARE(m_http->send("DELETE", "/api/sessions/" + id, bearer(access)).status, 404);
        QCOMPARE(m_http->get("/api/profile", bearer(access)).status, 200);
    }

    void somebodyElsesSessionIsNotThere() // AUDIT 37
    {
        const QString mine = text(registerPerson().json(), "accessToken");
        QCOMPARE(m_http->postJson("/api/auth/login", credentials()).status, 200);
        const QByteArray id = otherSession(mine);
        m_email = QStringLiteral("stranger%1@example.com").arg(++m_people);
        const QString stranger = text(registerPerson().json(), "accessToken");
        const Answer refused = m_http->send("DELETE", "/api/sessions/" + id, bearer(stranger));
        QCOMPARE(refused.status, 404);
        QCOMPARE(refused.body, m_http->send("DELETE", "/api/sessions/0000", bearer(stranger)).body);
        QCOMPARE(otherSession(mine), id);
    }

    void manySessionsEndTogether()
    {
        const QString access = text(registerPerson().json(), "accessToken");
        for (int i = 0; i < 2; ++i)
            QCOMPARE(m_http->postJson("/api/auth/login", credentials()).status, 200);
        QCOMPARE(m_http->send("DELETE", "/api/sessions?others=true", bearer(access)).json().value(QStringLiteral("revoked")).toInt(), 2);
        QCOMPARE(m_http->get("/api/profile", bearer(access)).status, 200);
        QCOMPARE(m_http->send("DELETE", "/api/sessions?all=true", bearer(access)).json().value(QStringLiteral("revoked")).toInt(), 1);
        QCOMPARE(m_http->get("/api/profile", bearer(access)).status, 401);
    }

    void anUnclearEndOfSessionsIsRefused_data()
    {
        QTest::addColumn<QByteArray>("query");
        for (const char *query : {"", "?", "?others=false", "?others=true&all=true", "?others", "?all=1", "?x=true", "?others=true&others=true"})
            QTest::addRow("'%s'", query) << QByteArray(query);
    }

    void anUnclearEndOfSessionsIsRefused()
    {
        QFETCH(QByteArray, query);
        const QString access = text(registerPerson().json(), "accessToken");
        QCOMPARE(m_http->send("DELETE", "/api/sessions" + query, bearer(access)).status, 400);
        QCOMPARE(m_http->get("/api/profile", bearer(access)).status, 200);
    }

    void theServiceTellsItsHealthAndNumbers()
    {
        QCOMPARE(m_http->get("/healthz").status, 200);
        QVERIFY(m_backend.metric("keyturn_backend_connections_open") >= 1);
        const double before = m_backend.metric("keyturn_backend_sign_ins_total{outcome=\"refused\"}");
        QCOMPARE(m_http->postJson("/api/auth/login", credentials()).status, 401);
        QCOMPARE(m_backend.metric("keyturn_backend_sign_ins_total{outcome=\"refused\"}"), before + 1);
        QVERIFY(m_backend.metric("keyturn_backend_requests_total{path=\"/api/auth/login\",status=\"401\"}") >= 1);
    }

    void theLogHoldsNoSecret() // FAULTS 105
    {
        const Answer registered = registerPerson();
        const QByteArray refresh = registered.cookie("refreshToken");
        const QByteArray access = text(registered.json(), "accessToken").toLatin1();
        QCOMPARE(m_http->get("/api/profile?canary=in-the-query", bearer(text(registered.json(), "accessToken"))).status, 200);
        QCOMPARE(m_http->send("POST", "/api/auth/refresh", refreshCookie(refresh)).status, 200);
        QTRY_VERIFY(m_backend.log().contains("/api/auth/refresh"));
        const QByteArray log = m_backend.log();
        for (const QByteArray &secret : {refresh, access, password.toUtf8(), QByteArray("in-the-query"), m_email.toUtf8()})
            QVERIFY(!log.contains(secret));
    }

private:
    [[nodiscard]] QJsonObject credentials() const
    {
        return {{QStringLiteral("email"), m_email}, {QStringLiteral("password"), password}, {QStringLiteral("name"), QStringLiteral("Ada Lovelace")}};
    }
    [[nodiscard]] Answer registerPerson(const SentHeaders &headers = {}) const
    {
        return m_http->postJson("/api/auth/register", credentials(), headers);
    }
    /// The id of a session that is not the bearer's own.
    [[nodiscard]] QByteArray otherSession(const QString &access) const
    {
        for (const QJsonValue &session : m_http->get("/api/sessions", bearer(access)).json().value(QStringLiteral("sessions")).toArray()) {
            if (!session.toObject().value(QStringLiteral("current")).toBool())
                return text(session.toObject(), "id").toLatin1();
        }
        return {};
    }

    BackendProcess m_backend;
    std::optional<HttpClient> m_http;
    QString m_email;
    int m_people = 0;
};

} // namespace keyturn::backend

using keyturn::backend::TstAuthApi;
KEYTURN_TEST(TstAuthApi)
#include "tst_authapi.moc"
