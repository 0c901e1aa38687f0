// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/limits/redislimiter.h"
#include "redisquestion.h"
#include "support/redisserver.h"
#include "support/registry.h"

#include <QTest>

#include <csignal>
#include <future>

namespace keyturn::backend {

namespace {

using namespace std::chrono_literals;

constexpr LimitPolicy policy{3, 60s};

core::Result<Taken> take(RateLimiter &limiter, const QList<QByteArray> &keys)
{
    std::promise<core::Result<Taken>> promise;
    limiter.take(keys, [&promise](const core::Result<Taken> &taken) { promise.set_value(taken); });
    return promise.get_future().get();
}

/// "granted", "refused", or the error's code.
QString outcome(RateLimiter &limiter)
{
    const auto taken = take(limiter, {"a"});
    return !taken.ok() ? taken.error().code : taken->granted ? QStringLiteral("granted") : QStringLiteral("refused");
}

bool isReached(RateLimiter &limiter)
{
    std::promise<bool> promise;
    limiter.ping([&promise](const core::Result<void> &reached) { promise.set_value(reached.ok()); });
    return promise.get_future().get();
}

const auto unreachable = QStringLiteral("limits_unreachable");
const auto granted = QStringLiteral("granted");

} // namespace

/// The counters in a Redis that others use too, that goes away and comes back.
class TstRedisLimiter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { std::signal(SIGPIPE, SIG_IGN); } // as the program does

    void twoOnOneRedisActAsOne()
    {
        const tests::RedisServer server;
        RedisLimiter first(addressOf(server.url()), policy);
        RedisLimiter second(addressOf(server.socketUrl()), policy);
        QCOMPARE(take(first, {"a"})->allowances[0].remaining, 2);
        QCOMPARE(take(second, {"a"})->allowances[0].remaining, 1);
        QCOMPARE(take(first, {"a"})->allowances[0].remaining, 0);
        QVERIFY(!take(first, {"a"})->granted);
        QVERIFY(!take(second, {"a"})->granted);
    }

    void twoDatabasesAreApart()
    {
        const tests::RedisServer server;
        RedisLimiter first(addressOf(server.url() + QLatin1String("/1")), policy);
        RedisLimiter second(addressOf(server.url() + QLatin1String("/2")), policy);
        QCOMPARE(take(first, {"a"})->allowances[0].remaining, 2);
        QCOMPARE(take(second, {"a"})->allowances[0].remaining, 2);
    }

    void whatIsKeptThereGoesByItself()
    {
        const tests::RedisServer server;
        RedisLimiter limiter(addressOf(server.socketUrl()), policy);
        QVERIFY(take(limiter, {QByteArray::fromHex("00ff")})->granted);
        RedisClient client(addressOf(server.socketUrl()), 1);
        const QList<RedisReply> keys = ask(client, {"KEYS", "*"}).items;
        QCOMPARE(keys.size(), 1);
        QCOMPARE(keys[0].text, QByteArray("keyturn:limit:00ff"));
        const qint64 left = ask(client, {"PTTL", keys[0].text}).integer;
        QVERIFY(left > 0 && left <= 60'000);
    }

    void itIsFoundAgainWhenItComesBack()
    {
        tests::RedisServer server;
        RedisLimiter limiter(addressOf(server.url()), policy);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(outcome(limiter), granted);
        server.kill();
        for (int i = 0; i < 10; ++i) // each of its connections
            QCOMPARE(outcome(limiter), unreachable);
        QVERIFY(server.start());
        QTRY_VERIFY(isReached(limiter));
        QCOMPARE(outcome(limiter), granted);
    }

    void aRestartBetweenTwoRequestsIsNotNoticed()
    {
        tests::RedisServer server;
        RedisLimiter limiter(addressOf(server.socketUrl()), policy);
        QCOMPARE(outcome(limiter), granted);
        server.kill();
        QVERIFY(server.start());
        for (int i = 0; i < 3; ++i)
            QCOMPARE(outcome(limiter), granted);
    }

    void oneThatHangsIsNotWaitedFor()
    {
        const tests::RedisServer server;
        RedisLimiter limiter(addressOf(server.socketUrl()), policy);
        QCOMPARE(outcome(limiter), granted);
        ::kill(static_cast<pid_t>(server.pid()), SIGSTOP);
        const QString hanging = outcome(limiter);
        ::kill(static_cast<pid_t>(server.pid()), SIGCONT);
        QCOMPARE(hanging, unreachable);
        QTRY_VERIFY(isReached(limiter));
        QCOMPARE(outcome(limiter), granted); // the second or the third: the one that hung may have been done since
    }

    void itSignsInWhereThatIsAsked_data()
    {
        QTest::addColumn<QString>("who");
        QTest::addColumn<QString>("expected");
        QTest::newRow("nobody") << QString() << unreachable;
        QTest::newRow("by password") << QStringLiteral(":opensesame@") << granted;
        QTest::newRow("by a wrong one") << QStringLiteral(":closesesame@") << unreachable;
        QTest::newRow("as a user of few rights") << QStringLiteral("keyturn:turnkey@") << granted;
        QTest::newRow("as a user of none") << QStringLiteral("nobody:turnkey@") << unreachable;
    }

    void itSignsInWhereThatIsAsked()
    {
        QFETCH(QString, who);
        const QStringList few =
            QStringLiteral("keyturn on >turnkey ~keyturn:* -@all +ping +eval +time +lindex +lpop +llen +rpush +pexpire +lrem").split(u' ');
        const tests::RedisServer server(QStringList{QStringLiteral("--requirepass"), QStringLiteral("opensesame"), QStringLiteral("--user")} + few
                                        + QStringLiteral("--user nobody on >turnkey -@all").split(u' '));
        QVERIFY(!server.url().isEmpty());
        RedisLimiter limiter(addressOf(server.url().replace(QLatin1String("//"), QLatin1String("//") + who)), policy);
        QTEST(outcome(limiter), "expected");
    }

    void nothingIsAskedOnceItWasStopped()
    {
        const tests::RedisServer server;
        RedisLimiter limiter(addressOf(server.socketUrl()), policy);
        limiter.stop();
        QCOMPARE(outcome(limiter), unreachable);
    }
};

} // namespace keyturn::backend

using keyturn::backend::TstRedisLimiter;
KEYTURN_TEST(TstRedisLimiter)
#include "tst_redislimiter.moc"
