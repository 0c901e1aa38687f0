// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendprocess.h"
#include "handoffjourney.h"
#include "postgresserver.h"
#include "redisquestion.h"
#include "support/redisserver.h"
#include "support/registry.h"

#include <QJsonDocument>
#include <QSet>
#include <QTest>

#include <future>
#include <vector>

namespace keyturn::backend {

namespace {

const QString password = QStringLiteral("a long password");
const QString redisOption = QStringLiteral("--redis");

/// Two built programs with the same data, keys and Redis. Clients reach both by the first one's address.
struct Pair {
    explicit Pair(const tests::RedisServer &server) : redis(server) { }
    bool start(const QStringList &arguments = {})
    {
        return first.start(arguments + QStringList{redisOption, redis.socketUrl()})
            && second.start(arguments
                            + QStringList{redisOption, redis.url(), QStringLiteral("--public-url"), first.url(), QStringLiteral("--data"), data()});
    }
    [[nodiscard]] QString data() const { return first.file(QStringLiteral("data")); }
    /// The exit status of a command on their data; what it says goes to @p said.
    int user(const QStringList &arguments, const QString &redisUrl, QByteArray *said = nullptr) const
    {
        BackendProcess command;
        QStringList all = QStringList(QStringLiteral("user")) + arguments + QStringList{QStringLiteral("--data"), data()};
        if (!redisUrl.isEmpty())
            all += {redisOption, redisUrl};
        const int status = command.runToEnd(all);
        if (said)
            *said = command.log();
        return status;
    }

    const tests::RedisServer &redis;
    BackendProcess first;
    BackendProcess second;
};

/// What a client holds: what to send where it reads, and where it writes.
struct Held {
    SentHeaders reading;
    SentHeaders writing;
    QJsonObject grant;
};

} // namespace

/// Two instances that keep live sessions in one Redis, as their clients see them.
class TstSharedRedis : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_pair.start(), (m_pair.first.log() + m_pair.second.log()).constData()); }
    void init() { m_email = QStringLiteral("person%1@example.com").arg(++m_people); }

    void whatOneEndsIsOverAtTheOther_data()
    {
        QTest::addColumn<bool>("byCookie");
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("tokens, revoked") << false << QByteArray("/api/sessions?all=true");
        QTest::newRow("tokens, signed out") << false << QByteArray("/api/auth/logout");
        QTest::newRow("a cookie, revoked") << true << QByteArray("/api/sessions?all=true");
        QTest::newRow("a cookie, signed out") << true << QByteArray("/api/auth/logout");
    }

    void whatOneEndsIsOverAtTheOther()
    {
        QFETCH(bool, byCookie);
        QFETCH(QByteArray, path);
        const Held held = registered(byCookie);
        warm(held);
        const QByteArray body = byCookie || path.startsWith("/api/sessions")
            ? QByteArray()
            : QJsonDocument(QJsonObject{{QStringLiteral("refreshToken"), held.grant.value(QStringLiteral("refreshToken"))}}).toJson();
        const SentHeaders headers = body.isEmpty() ? held.writing : SentHeaders{{"Content-Type", "application/json"}};
        QVERIFY(second().send(path.contains("logout") ? "POST" : "DELETE", path, headers, body).status / 100 == 2);
        QCOMPARE(first().get("/api/profile", held.reading).status, 401);
        QCOMPARE(second().get("/api/profile", held.reading).status, 401);
    }

    void aPasswordChangeAtOneEndsOthersAtTheOther()
    {
        const Held changer = registered(false);
        const Held other{bearer(login()), {}, {}};
        warm(changer);
        warm(other);
        const QJsonObject body{{QStringLiteral("password"), password}, {QStringLiteral("newPassword"), QStringLiteral("another long one")}};
        QCOMPARE(second().postJson("/api/auth/password", body, changer.writing).status, 204);
        QCOMPARE(first().get("/api/profile", other.reading).status, 401);
        QCOMPARE(first().get("/api/profile", changer.reading).status, 200);
    }

    void aRefreshTokenUsedTwiceAtOneEndsItAtTheOther()
    {
        Pair strict(m_redis);
        QVERIFY(strict.start({QStringLiteral("--refresh-grace"), QStringLiteral("0")}));
        const QJsonObject grant = registerAt(strict.first.http(), false).json();
        const QJsonObject token{{QStringLiteral("refreshToken"), grant.value(QStringLiteral("refreshToken"))}};
        QCOMPARE(strict.second.http().get("/api/profile", bearer(grant)).status, 200);
        QCOMPARE(strict.first.http().postJson("/api/auth/refresh", token).status, 200);
        QCOMPARE(strict.first.http().postJson("/api/auth/refresh", token).status, 401);
        QCOMPARE(strict.second.http().get("/api/profile", bearer(grant)).status, 401);
    }

    void aChangedNameIsSeenAtTheOther_data() { bothKinds(); }

    void aChangedNameIsSeenAtTheOther()
    {
        QFETCH(bool, byCookie);
        const Held held = registered(byCookie);
        warm(held);
        SentHeaders headers = held.writing;
        headers += SentHeaders{{"Content-Type", "application/json"}};
        QCOMPARE(second().send("PATCH", "/api/profile", headers, R"({"name":"Ada King"})").status, 200);
        QCOMPARE(text(first().get("/api/profile", held.reading).json(), "name"), QStringLiteral("Ada King"));
    }

    void aRoleAndADisabledUserAreSeenAtTheOther_data() { bothKinds(); }

    void aRoleAndADisabledUserAreSeenAtTheOther()
    {
        QFETCH(bool, byCookie);
        const Held admin = registered(byCookie);
        const QString administrator = m_email;
        warm(admin);
        QCOMPARE(first().get("/api/users", admin.reading).status, 403);
        QCOMPARE(m_pair.user({QStringLiteral("role"), administrator, QStringLiteral("admin")}, m_redis.url()), 0);
        QCOMPARE(first().get("/api/users", admin.reading).status, 200);
        init();
        const Held person = registered(byCookie);
        warm(person);
        const QByteArray path = "/api/users/" + text(person.grant.value(QStringLiteral("user")).toObject(), "id").toLatin1();
        SentHeaders headers = admin.writing;
        headers += SentHeaders{{"Content-Type", "application/json"}};
        QCOMPARE(second().send("PATCH", path, headers, R"({"disabled":true})").status, 200);
        QCOMPARE(first().get("/api/profile", person.reading).status, 401);
    }

    void theCommandTellsBoth_data() { bothKinds(); }

    void theCommandTellsBoth()
    {
        QFETCH(bool, byCookie);
        const Held person = registered(byCookie);
        warm(person);
        QByteArray said;
        QCOMPARE(m_pair.user({QStringLiteral("disable"), m_email}, m_redis.socketUrl(), &said), 0);
        QVERIFY2(said.isEmpty(), said.constData());
        QCOMPARE(first().get("/api/profile", person.reading).status, 401);
        QCOMPARE(second().get("/api/profile", person.reading).status, 401);
    }

    void aCommandThatCannotTellThemSaysSo()
    {
        QVERIFY(!registered(false).grant.isEmpty());
        QByteArray said;
        QCOMPARE(m_pair.user({QStringLiteral("disable"), m_email}, QStringLiteral("unix:/nowhere"), &said), 0);
        QVERIFY2(said.contains("Redis could not be told") && said.contains("up to 60 seconds"), said.constData());
        QCOMPARE(m_pair.user({QStringLiteral("enable"), m_email}, {}, &said), 0);
        QCOMPARE(said.contains("up to 60 seconds"), PostgresServer::isWanted()); // on SQLite most have no Redis
    }

    void whoWasHereIsServedWhileTheDatabaseIsAway_data() { bothKinds(); }

    void whoWasHereIsServedWhileTheDatabaseIsAway() // for it is asked nothing
    {
        if (!PostgresServer::isWanted())
            QSKIP("a file does not go away");
        QFETCH(bool, byCookie);
        const Held held = registered(byCookie);
        init();
        const Held unknown = registered(byCookie);
        RedisClient client(addressOf(m_redis.socketUrl()), 1);
        ask(client, {"FLUSHALL"});
        QTRY_VERIFY((warm(held), ask(client, {"KEYS", "keyturn:sessions:s:*"}).items.size() == 1));
        PostgresServer::shared().kill();
        const bool served = QTest::qWaitFor([&] { return second().get("/api/profile", held.reading).status == 200; });
        const Answer asked = second().get("/api/profile", unknown.reading);
        PostgresServer::shared().start();
        QVERIFY(served);
        QCOMPARE(asked.status, 503);
        QCOMPARE(asked.code(), QStringLiteral("database_unreachable"));
        QTRY_COMPARE(first().get("/healthz").status, 200);
        QTRY_COMPARE(second().get("/healthz").status, 200);
    }

    void aRedisThatIsRestartedLosesNothing_data() { bothKinds(); }

    void aRedisThatIsRestartedLosesNothing()
    {
        const auto [alive, ended] = twoWarmed();
        QVERIFY(second().send("DELETE", "/api/sessions?all=true", ended.writing).status == 200);
        m_redis.kill();
        QVERIFY(m_redis.start());
        for (const HttpClient &http : {first(), second()}) {
            QCOMPARE(http.get("/api/profile", alive.reading).status, 200);
            QCOMPARE(http.get("/api/profile", ended.reading).status, 401);
        }
    }

    void withoutRedisTheyGoOn_data() { bothKinds(); }

    void withoutRedisTheyGoOn()
    {
        const auto [alive, ended] = twoWarmed();
        m_redis.kill();
        QCOMPARE(first().get("/api/profile", alive.reading).status, 200);
        QCOMPARE(second().send("DELETE", "/api/sessions?all=true", ended.writing).status, 200);
        QCOMPARE(first().get("/api/profile", ended.reading).status, 401);
        QVERIFY(m_redis.start());
        for (int i = 0; i < 20; ++i) {
            for (const HttpClient &http : {first(), second()}) {
                QCOMPARE(http.get("/api/profile", alive.reading).status, 200);
                QCOMPARE(http.get("/api/profile", ended.reading).status, 401);
            }
        }
    }

    void aHandOffBegunAtOneIsFinishedAtTheOther_data()
    {
        QTest::addColumn<QString>("provider");
        QTest::newRow("OpenID Connect") << QStringLiteral("google");
        QTest::newRow("GitHub") << QStringLiteral("github");
    }

    void aHandOffBegunAtOneIsFinishedAtTheOther()
    {
        QFETCH(QString, provider);
        int turn = 0;
        Browser browser([&](const QByteArray &method, const QByteArray &path, const SentHeaders &headers, const QByteArray &body) {
            return (turn++ % 2 == 0 ? first() : second()).send(method, path, headers, body); // every page is another one's
        });
        const auto pathOf = [this](const Answer &redirect) { return redirect.header("location").mid(m_pair.first.url().size()); };
        const Answer begun = browser.open(withQuery("/api/auth/" + provider.toLatin1(), startRequest()));
        const Answer consent = browser.signIn(browser.open(pathOf(begun)), m_email);
        const QByteArray callback = pathOf(browser.submit(consent, {{QStringLiteral("decision"), QStringLiteral("allow")}}));
        QVERIFY2(callback.startsWith("/api/auth/" + provider.toLatin1() + "/callback?"), callback.constData());
        QCOMPARE(turn % 2, 1); // where it was not begun
        const Answer back = browser.open(callback);
        QCOMPARE(back.status, 303);
        const QJsonObject exchange = HandoffJourney::exchangeBody(redirectParameters(back).value(QStringLiteral("code")));
        const Answer grant = first().postJson("/api/auth/handoff", exchange);
        QCOMPARE(grant.status, 200);
        warm({bearer(grant.json()), {}, {}});
        QCOMPARE(second().postJson("/api/auth/handoff", exchange).status, 400);
        QCOMPARE(first().get("/api/profile", bearer(grant.json())).status, 401); // RFC 6749 §4.1.2
    }

    void fiftyRefreshesOverBothLeaveOneSuccessor_data()
    {
        QTest::addColumn<QString>("grace");
        QTest::addColumn<int>("answered");
        QTest::newRow("no grace") << QStringLiteral("0") << 1;
        QTest::newRow("ten seconds of grace") << QStringLiteral("10") << 50;
    }

    void fiftyRefreshesOverBothLeaveOneSuccessor()
    {
        QFETCH(QString, grace);
        Pair pair(m_redis);
        QVERIFY(pair.start({QStringLiteral("--refresh-grace"), grace}));
        const QJsonObject grant = registerAt(pair.first.http(), false).json();
        const QJsonObject token{{QStringLiteral("refreshToken"), grant.value(QStringLiteral("refreshToken"))}};
        std::vector<std::future<Answer>> answers;
        for (int i = 0; i < 50; ++i)
            answers.push_back(std::async(std::launch::async, [http = (i % 2 == 0 ? pair.first : pair.second).http(), token] {
                return http.postJson("/api/auth/refresh", token);
            }));
        QSet<QString> successors;
        int answered = 0;
        for (std::future<Answer> &each : answers) {
            const Answer answer = each.get();
            QVERIFY2(answer.status == 200 || answer.status == 401, answer.body.constData());
            answered += answer.status == 200 ? 1 : 0;
            if (answer.status == 200)
                successors.insert(text(answer.json(), "refreshToken"));
        }
        QTEST(answered, "answered");
        QCOMPARE(successors.size(), 1);
        const int next = pair.second.http().postJson("/api/auth/refresh", {{QStringLiteral("refreshToken"), *successors.cbegin()}}).status;
        QCOMPARE(next, answered == 1 ? 401 : 200); // without a grace the other 49 were a theft
        QCOMPARE(pair.first.http().get("/api/profile", bearer(grant)).status, next);
    }

private:
    /// Two people of the row's kind who were here a moment ago.
    std::pair<Held, Held> twoWarmed()
    {
        QFETCH(bool, byCookie);
        std::pair<Held, Held> two;
        two.first = registered(byCookie);
        init();
        two.second = registered(byCookie);
        warm(two.first);
        warm(two.second);
        return two;
    }
    static void bothKinds()
    {
        QTest::addColumn<bool>("byCookie");
        QTest::newRow("by tokens") << false;
        QTest::newRow("by a cookie") << true;
    }
    [[nodiscard]] HttpClient first() const { return m_pair.first.http(); }
    [[nodiscard]] HttpClient second() const { return m_pair.second.http(); }
    [[nodiscard]] QJsonObject credentials(bool byCookie) const
    {
        return {{QStringLiteral("email"), m_email},
                {QStringLiteral("password"), password},
                {QStringLiteral("name"), QStringLiteral("Somebody")},
                {QStringLiteral("tokenDelivery"), byCookie ? QStringLiteral("session") : QStringLiteral("body")}};
    }
    [[nodiscard]] Answer registerAt(const HttpClient &http, bool byCookie) const
    {
        return http.postJson("/api/auth/register", credentials(byCookie));
    }
    [[nodiscard]] QJsonObject login() const { return second().postJson("/api/auth/login", credentials(false)).json(); }
    [[nodiscard]] Held registered(bool byCookie) const
    {
        const Answer answer = registerAt(first(), byCookie);
        const QJsonObject grant = answer.json();
        if (!byCookie)
            return {bearer(grant), bearer(grant), grant};
        const QByteArray cookie = "sid=" + answer.cookie("sid");
        return {{{"Cookie", cookie}}, {{"Cookie", cookie}, {"X-CSRF-Token", text(grant, "csrfToken").toLatin1()}}, grant};
    }
    /// Both have seen it.
    void warm(const Held &held) const
    {
        for (int i = 0; i < 3; ++i)
            QVERIFY(first().get("/api/profile", held.reading).status == 200 && second().get("/api/profile", held.reading).status == 200);
    }

    tests::RedisServer m_redis;
    Pair m_pair{m_redis};
    QString m_email;
    int m_people = 0;
};

} // namespace keyturn::backend

using keyturn::backend::TstSharedRedis;
KEYTURN_TEST(TstSharedRedis)
#include "tst_sharedredis.moc"
