// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendprocess.h"
#include "support/redisserver.h"
#include "support/registry.h"

#include <QDir>
#include <QFile>
#include <QTest>

namespace keyturn::backend {

namespace {

const auto rateLimit = QStringLiteral("--rate-limit");
/// The default, said outright: BackendProcess would turn it off.
const QStringList strict{rateLimit, QStringLiteral("10/900"), QStringLiteral("--trusted-proxy"), QStringLiteral("127.0.0.1")};

QJsonObject person(const QString &name, const QString &password = QStringLiteral("correct horse"))
{
    return {{QStringLiteral("email"), name + QLatin1String("@example.com")},
            {QStringLiteral("password"), password},
            {QStringLiteral("name"), name},
            {QStringLiteral("tokenDelivery"), QStringLiteral("body")}};
}

/// From the address that the trusted proxy tells.
SentHeaders from(const char *address)
{
    return {{"X-Forwarded-For", address}};
}

QByteArray addressOf(int number)
{
    return "192.0.2." + QByteArray::number(number);
}

} // namespace

/// The limits as clients meet them, with the numbers that stand without any option (AUDIT 30, 31, 32).
class TstRateLimits : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_backend = std::make_unique<BackendProcess>();
        QVERIFY2(m_backend->start(strict), m_backend->log().constData());
    }

    void theEleventhWrongSignInIsTooMuch()
    {
        for (int i = 0; i < 10; ++i)
            QCOMPARE(signIn("ada", "wrong horse", "192.0.2.1").code(), QStringLiteral("invalid_credentials"));
        const Answer refused = signIn("ada", "wrong horse", "192.0.2.1");
        QCOMPARE(refused.status, 429);
        QCOMPARE(refused.code(), QStringLiteral("rate_limited"));
        const int wait = refused.header("retry-after").toInt();
        QVERIFY(wait > 0 && wait <= 900);
        QVERIFY(refused.json().value(QStringLiteral("error")).toObject().value(QStringLiteral("message")).toString().endsWith(u'.'));
        QCOMPARE(m_backend->metric(R"(keyturn_backend_rate_limited_total{path="/api/auth/login",limit="address"})"), 1);
        QCOMPARE(m_backend->metric(R"(keyturn_backend_rate_limited_total{path="/api/auth/login",limit="account"})"), 1);
        // Another person at another address has nothing to do with it.
        QCOMPARE(signIn("bob", "wrong horse", "192.0.2.2").status, 401);
    }

    void theAccountIsLimitedWhereverItIsTriedFrom()
    {
        for (int i = 0; i < 10; ++i)
            QCOMPARE(signIn("ada", "wrong horse", addressOf(i)).status, 401);
        QCOMPARE(signIn(" ADA", "wrong horse", addressOf(11)).status, 429); // normalised, it is she
        QCOMPARE(m_backend->metric(R"(keyturn_backend_rate_limited_total{path="/api/auth/login",limit="address"})"), -1);
    }

    void theAddressIsLimitedWhomeverItTries()
    {
        for (int i = 0; i < 10; ++i)
            QCOMPARE(signIn("person" + QByteArray::number(i), "wrong horse", "192.0.2.1").status, 401);
        QCOMPARE(signIn("another", "wrong horse", "192.0.2.1").status, 429);
        QCOMPARE(signIn("another", "wrong horse", "192.0.2.2").status, 401);
    }

    void addressesOfOneCustomerAreOne()
    {
        for (int i = 0; i < 10; ++i)
            signIn("person" + QByteArray::number(i), "wrong horse", "2001:db8:1:2::" + QByteArray::number(i));
        QCOMPARE(signIn("another", "wrong horse", "2001:db8:1:2:ffff::1").status, 429);
        QCOMPARE(signIn("another", "wrong horse", "2001:db8:1:3::1").status, 401);
    }

    void goodSignInsDoNotLockTheAccountButCountForTheAddress()
    {
        QCOMPARE(enrol("ada", "192.0.2.200").status, 201);
        for (int i = 0; i < 12; ++i)
            QCOMPARE(signIn("ada", "correct horse", addressOf(i)).status, 200);
        for (int i = 0; i < 10; ++i)
            QCOMPARE(signIn("ada", "correct horse", "192.0.2.100").status, 200);
        QCOMPARE(signIn("ada", "correct horse", "192.0.2.100").status, 429);
    }

    void anAccountOfOnesOwnBuysNoMoreTries()
    {
        QCOMPARE(enrol("mallory", "192.0.2.200").status, 201);
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(signIn("ada", "wrong horse", "192.0.2.1").status, 401);
            QCOMPARE(signIn("mallory", "correct horse", "192.0.2.1").status, 200);
        }
        QCOMPARE(signIn("ada", "wrong horse", "192.0.2.1").status, 429);
    }

    void anAnswerTellsWhatIsLeft()
    {
        const Answer wrong = signIn("ada", "wrong horse", "192.0.2.1");
        QCOMPARE(wrong.header("ratelimit-policy"), QByteArray(R"("address";q=10;w=900, "account";q=10;w=900)"));
        QCOMPARE(wrong.header("ratelimit"), QByteArray(R"("address";r=9;t=900, "account";r=9;t=900)"));
        QVERIFY(wrong.header("retry-after").isEmpty());
        enrol("bob", "192.0.2.2");
        QCOMPARE(signIn("bob", "correct horse", "192.0.2.2").header("ratelimit"), QByteArray(R"("address";r=9;t=900, "account";r=10)"));
        QVERIFY(m_backend->http().get("/healthz").header("ratelimit").isEmpty());
    }

    void registrationIsLimited()
    {
        for (int i = 0; i < 10; ++i)
            QCOMPARE(enrol("person" + QByteArray::number(i), "192.0.2.1").status, 201);
        QCOMPARE(enrol("another", "192.0.2.1").status, 429);
        QCOMPARE(enrol("another", "192.0.2.2").status, 201);
        for (int i = 0; i < 9; ++i)
            QCOMPARE(enrol("another", addressOf(10 + i)).status, 409);
        QCOMPARE(enrol("another", "192.0.2.3").status, 429);
    }

    void refreshIsLimitedPerSession()
    {
        QJsonValue token = enrol("ada", "192.0.2.1").json().value(QStringLiteral("refreshToken"));
        const QJsonValue other = signIn("ada", "correct horse", "192.0.2.1").json().value(QStringLiteral("refreshToken"));
        for (int i = 0; i < 10; ++i) {
            const Answer refreshed = refresh(token, addressOf(i));
            QCOMPARE(refreshed.status, 200);
            token = refreshed.json().value(QStringLiteral("refreshToken"));
        }
        QCOMPARE(refresh(token, "192.0.2.100").status, 429);
        QCOMPARE(refresh(other, "192.0.2.100").status, 200);
        QCOMPARE(m_backend->metric(R"(keyturn_backend_rate_limited_total{path="/api/auth/refresh",limit="session"})"), 1);
    }

    void manyMayRefreshBehindOneAddressButNotGuess()
    {
        for (int i = 0; i < 12; ++i) {
            const QJsonValue token = enrol("person" + QByteArray::number(i), addressOf(i)).json().value(QStringLiteral("refreshToken"));
            QCOMPARE(refresh(token, "192.0.2.100").status, 200);
        }
        for (int i = 0; i < 10; ++i)
            QCOMPARE(refresh(QStringLiteral("guess%1").arg(i), "192.0.2.100").status, 401);
        QCOMPARE(refresh(QStringLiteral("guess"), "192.0.2.100").status, 429);
    }

    void theOtherRoutesAreLimitedToo_data()
    {
        QTest::addColumn<QByteArray>("path");
        for (const char *path : {"/api/auth/login/code", "/api/auth/password/forgot", "/api/auth/email/send", "/api/auth/password/reset",
                                 "/api/auth/email/confirm", "/api/auth/email/change", "/api/auth/password", "/api/auth/second-factor/disable"})
            QTest::newRow(path) << QByteArray(path);
    }

    void theOtherRoutesAreLimitedToo()
    {
        QFETCH(QByteArray, path);
        for (int i = 0; i < 10; ++i)
            QVERIFY(m_backend->http().postJson(path, {{QStringLiteral("code"), i}}, from("192.0.2.1")).status != 429);
        QCOMPARE(m_backend->http().postJson(path, {}, from("192.0.2.1")).status, 429);
    }

    void thePresentPasswordIsNotGuessedByAStolenToken()
    {
        const QByteArray token = enrol("ada", "192.0.2.1").json().value(QStringLiteral("accessToken")).toString().toLatin1();
        const QJsonObject guess{{QStringLiteral("password"), QStringLiteral("wrong horse")},
                                {QStringLiteral("newPassword"), QStringLiteral("another horse")}};
        for (int i = 0; i <= 10; ++i) {
            const SentHeaders headers = from(addressOf(i)) + SentHeaders{{"Authorization", "Bearer " + token}};
            const QByteArray path = i % 2 == 0 ? "/api/auth/password" : "/api/auth/second-factor/disable";
            QCOMPARE(m_backend->http().postJson(path, guess, headers).status, i < 10 ? 403 : 429);
        }
    }

    void norByAnotherAddressOrByAStolenCookie()
    {
        QJsonObject form = person(QStringLiteral("ada"));
        form.insert(QStringLiteral("tokenDelivery"), QStringLiteral("session"));
        const Answer session = m_backend->http().postJson("/api/auth/register", form, from("192.0.2.1"));
        const SentHeaders cookie{{"Cookie", "sid=" + session.cookie("sid")},
                                 {"X-CSRF-Token", session.json().value(QStringLiteral("csrfToken")).toString().toLatin1()},
                                 {"Content-Type", "application/json"}};
        const QByteArray guess = R"({"email":"eve@example.com","password":"wrong horse"})";
        const auto patch = [&](const QByteArray &body, int address) {
            return m_backend->http().send("PATCH", "/api/profile", from(addressOf(address)) + cookie, body);
        };
        for (int i = 0; i < 5; ++i) { // each of them from another address, and all by this session
            QCOMPARE(patch(guess, i).status, 403);
            QCOMPARE(m_backend->http().send("POST", "/api/auth/second-factor/disable", from(addressOf(i + 100)) + cookie, guess).status, 403);
        }
        QCOMPARE(patch(guess, 50).status, 429);
        for (int i = 0; i < 12; ++i) { // a name is no guess
            const Answer named = patch(R"({"name":"Ada King"})", 1);
            QCOMPARE(named.status, 200);
            QVERIFY(named.header("ratelimit").isEmpty());
        }
    }

    void aStrangersForwardedForMovesNothing() // AUDIT 32
    {
        BackendProcess direct;
        QVERIFY(direct.start({rateLimit, QStringLiteral("3/900")}));
        for (int i = 0; i < 4; ++i) {
            const Answer answer = direct.http().postJson("/api/auth/login", person(QStringLiteral("person%1").arg(i)), from(addressOf(i)));
            QCOMPARE(answer.status, i < 3 ? 401 : 429);
        }
    }

    void aSessionIsFromWhereTheProxySays()
    {
        const QJsonObject grant = enrol("ada", "203.0.113.9, 192.0.2.1").json();
        const SentHeaders bearer{{"Authorization", "Bearer " + grant.value(QStringLiteral("accessToken")).toString().toLatin1()}};
        QVERIFY(m_backend->http().get("/api/sessions", bearer).body.contains("\"192.0.2.1\""));
    }

    void withoutALimitNothingIsTold()
    {
        BackendProcess open;
        QVERIFY(open.start({rateLimit, QStringLiteral("off")}));
        for (int i = 0; i < 12; ++i) {
            const Answer answer = open.http().postJson("/api/auth/login", person(QStringLiteral("ada")));
            QCOMPARE(answer.status, 401);
            QVERIFY(answer.header("ratelimit").isEmpty());
        }
    }

    void twoInstancesOnOneRedisActAsOne()
    {
        const tests::RedisServer redis;
        BackendProcess first;
        first.setVariable(QStringLiteral("KEYTURN_BACKEND_REDIS"), redis.url());
        QVERIFY(first.start(strict));
        BackendProcess second; // with the first one's keys and data, as instances of one service have them
        QVERIFY(second.start(
            strict + QStringList{QStringLiteral("--redis"), redis.socketUrl(), QStringLiteral("--data"), first.file(QStringLiteral("data"))}));
        for (int i = 0; i < 10; ++i)
            QCOMPARE((i % 2 == 0 ? first : second).http().postJson("/api/auth/login", person(QStringLiteral("ada"))).status, 401);
        QCOMPARE(first.http().postJson("/api/auth/login", person(QStringLiteral("ada"))).status, 429);
        QCOMPARE(second.http().postJson("/api/auth/login", person(QStringLiteral("ada"))).status, 429);
    }

    void withoutItsRedisNobodyIsLetIn()
    {
        tests::RedisServer redis;
        BackendProcess backend;
        QVERIFY(backend.start(strict + QStringList{QStringLiteral("--redis"), redis.socketUrl()}));
        const HttpClient http = backend.http();
        const QJsonObject grant = http.postJson("/api/auth/register", person(QStringLiteral("ada"))).json();
        const QJsonObject token{{QStringLiteral("refreshToken"), grant.value(QStringLiteral("refreshToken"))}};
        const SentHeaders bearer{{"Authorization", "Bearer " + grant.value(QStringLiteral("accessToken")).toString().toLatin1()}};
        redis.kill();
        for (const Answer &answer : {http.postJson("/api/auth/login", person(QStringLiteral("ada"))), http.postJson("/api/auth/refresh", token),
                                     http.postJson("/api/auth/register", person(QStringLiteral("bob"))), http.get("/healthz")}) {
            QCOMPARE(answer.status, 503);
            QCOMPARE(answer.code(), QStringLiteral("limits_unreachable"));
            QVERIFY(answer.header("retry-after").toInt() > 0);
        }
        QCOMPARE(http.get("/api/profile", bearer).status, 200);
        QCOMPARE(backend.metric(R"(keyturn_backend_rate_limited_total{path="/api/auth/refresh",limit="unreachable"})"), 1);
        QVERIFY(redis.start());
        QTRY_COMPARE(http.get("/healthz").status, 200);
        QCOMPARE(http.postJson("/api/auth/refresh", token).status, 200); // and nothing was spent meanwhile
        QCOMPARE(backend.log().count("redis_failed"), 2); // once for the limits, once for the sessions
    }

private:
    Answer signIn(const QByteArray &name, const char *password, const QByteArray &address)
    {
        return m_backend->http().postJson("/api/auth/login", person(QString::fromLatin1(name), QString::fromLatin1(password)), from(address));
    }
    Answer enrol(const QByteArray &name, const QByteArray &address)
    {
        return m_backend->http().postJson("/api/auth/register", person(QString::fromLatin1(name)), from(address));
    }
    Answer refresh(const QJsonValue &token, const QByteArray &address)
    {
        return m_backend->http().postJson("/api/auth/refresh", {{QStringLiteral("refreshToken"), token}}, from(address));
    }

    std::unique_ptr<BackendProcess> m_backend;
};

} // namespace keyturn::backend

using keyturn::backend::TstRateLimits;
KEYTURN_TEST(TstRateLimits)
#include "tst_ratelimits.moc"
