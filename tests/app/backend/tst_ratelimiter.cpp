// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/limits/memorylimiter.h"
#include "backend/limits/redislimiter.h"
#include "support/fakeclock.h"
#include "support/redisserver.h"
#include "support/registry.h"

#include <QTest>

#include <future>

namespace keyturn::backend {

namespace {

using namespace std::chrono_literals;

constexpr LimitPolicy policy{3, 60s};

/// One limiter, and its time in our hand.
class Bench
{
public:
    virtual ~Bench() = default;
    [[nodiscard]] virtual RateLimiter &limiter() = 0;
    virtual void advance(std::chrono::milliseconds by) = 0;
};

class MemoryBench final : public Bench
{
public:
    RateLimiter &limiter() override { return m_limiter; }
    void advance(std::chrono::milliseconds by) override { m_clock.advance(by); }

private:
    tests::FakeClock m_clock;
    MemoryLimiter m_limiter{m_clock, policy};
};

/// Redis's clock is its own: what is counted there is made older instead.
class RedisBench final : public Bench
{
public:
    RateLimiter &limiter() override { return m_limiter; }
    void advance(std::chrono::milliseconds by) override
    {
        std::promise<bool> aged;
        m_client.command({"EVAL",
                          "for _, key in ipairs(redis.call('KEYS', '*')) do"
                          " for i = 0, redis.call('LLEN', key) - 1 do"
                          "  redis.call('LSET', key, i, string.format('%.0f', redis.call('LINDEX', key, i) - ARGV[1])) end"
                          " redis.call('PEXPIRE', key, redis.call('PTTL', key) - ARGV[1]) end return 1",
                          "0", QByteArray::number(qint64(by.count()))},
                         [&aged](const core::Result<RedisReply> &reply) { aged.set_value(reply.ok()); });
        if (!aged.get_future().get())
            qFatal("Redis could not be made older.");
    }

private:
    tests::RedisServer m_server;
    RedisLimiter m_limiter{*RedisAddress::parse(m_server.socketUrl()), policy};
    RedisClient m_client{*RedisAddress::parse(m_server.socketUrl()), 1};
};

Taken take(RateLimiter &limiter, const QList<QByteArray> &keys)
{
    std::promise<core::Result<Taken>> promise;
    limiter.take(keys, [&promise](const core::Result<Taken> &taken) { promise.set_value(taken); });
    const core::Result<Taken> taken = promise.get_future().get();
    if (!taken.ok())
        qFatal("not taken: %s", qPrintable(taken.error().detail));
    return *taken;
}

void giveBack(RateLimiter &limiter, const QList<QByteArray> &keys, qint64 stamp)
{
    std::promise<bool> promise;
    limiter.giveBack(keys, stamp, [&promise](const core::Result<void> &given) { promise.set_value(given.ok()); });
    QVERIFY(promise.get_future().get());
}

} // namespace

/// What counting means, in memory and in Redis alike.
class TstRateLimiter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        QFETCH_GLOBAL(bool, redis);
        m_bench = redis ? std::unique_ptr<Bench>(std::make_unique<RedisBench>()) : std::make_unique<MemoryBench>();
    }
    void cleanup() { m_bench.reset(); }
    void initTestCase_data()
    {
        QTest::addColumn<bool>("redis");
        QTest::newRow("memory") << false;
        QTest::newRow("redis") << true;
    }

    void soManyAreGrantedAndNoMore()
    {
        for (int i = 2; i >= 0; --i) {
            const Taken taken = take(limiter(), {"a"});
            QVERIFY(taken.granted);
            QCOMPARE(taken.allowances.value(0).remaining, i);
        }
        const Taken refused = take(limiter(), {"a"});
        QVERIFY(!refused.granted);
        QCOMPARE(refused.allowances.value(0).remaining, 0);
        QVERIFY(take(limiter(), {"b"}).granted);
    }

    void theWindowSlides()
    {
        take(limiter(), {"a"});
        m_bench->advance(40s);
        take(limiter(), {"a"});
        take(limiter(), {"a"});
        const Taken refused = take(limiter(), {"a"});
        QVERIFY(!refused.granted);
        QVERIFY(isAbout(refused.allowances.value(0).wait, 20s));
        m_bench->advance(20s);
        const Taken one = take(limiter(), {"a"}); // the first is a minute old, the two others are not
        QVERIFY(one.granted);
        QCOMPARE(one.allowances.value(0).remaining, 0);
        QVERIFY(isAbout(one.allowances.value(0).wait, 40s));
        QVERIFY(!take(limiter(), {"a"}).granted);
    }

    void whatIsRefusedDoesNotCount()
    {
        for (int i = 0; i < 10; ++i)
            take(limiter(), {"a"});
        m_bench->advance(60s);
        QCOMPARE(take(limiter(), {"a"}).allowances.value(0).remaining, 2);
    }

    void allOfThemOrNone()
    {
        for (int i = 0; i < 3; ++i)
            take(limiter(), {"full"});
        const Taken refused = take(limiter(), {"fresh", "full"});
        QVERIFY(!refused.granted);
        QCOMPARE(refused.allowances.size(), 2);
        QCOMPARE(refused.allowances[0], (Allowance{3, 0ms}));
        QCOMPARE(refused.allowances[1].remaining, 0);
        QCOMPARE(take(limiter(), {"fresh"}).allowances.value(0).remaining, 2);
    }

    void whatIsGivenBackIsThatOneUse()
    {
        const Taken first = take(limiter(), {"a", "b"});
        take(limiter(), {"a", "b"});
        giveBack(limiter(), {"a"}, first.stamp);
        const Taken third = take(limiter(), {"a", "b"});
        QCOMPARE(third.allowances[0].remaining, 1);
        QCOMPARE(third.allowances[1].remaining, 0);
    }

    void whatWasNeverUsedCannotBeGivenBack()
    {
        const Taken only = take(limiter(), {"a"});
        giveBack(limiter(), {"a"}, only.stamp + 1);
        giveBack(limiter(), {"unknown"}, only.stamp);
        QCOMPARE(take(limiter(), {"a"}).allowances.value(0).remaining, 1);
    }

    void ofManyAtOnceNoneIsTooMuch()
    {
        std::atomic<int> granted = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&] {
                for (int j = 0; j < 10; ++j)
                    granted += take(limiter(), {"a", "b"}).granted ? 1 : 0;
            });
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(granted.load(), 3);
    }

    void itCanBeReached()
    {
        std::promise<bool> promise;
        limiter().ping([&promise](const core::Result<void> &reached) { promise.set_value(reached.ok()); });
        QVERIFY(promise.get_future().get());
    }

private:
    RateLimiter &limiter() { return m_bench->limiter(); }
    /// Redis's clock goes on while we ask.
    static bool isAbout(std::chrono::milliseconds wait, std::chrono::milliseconds expected) { return wait <= expected && wait > expected - 10s; }

    std::unique_ptr<Bench> m_bench;
};

/// What the one in memory keeps.
class TstMemoryLimiter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_limiter = std::make_unique<MemoryLimiter>(m_clock, policy, 160); }

    void itDoesNotGrowWithoutEnd()
    {
        for (int i = 0; i < 10'000; ++i)
            take(*m_limiter, {QByteArray::number(i)});
        QVERIFY(m_limiter->size() <= 160);
        QVERIFY(m_limiter->size() > 16);
    }

    void whoIsLimitedStaysSoWhateverOthersAsk()
    {
        for (int i = 0; i < 3; ++i)
            take(*m_limiter, {"victim"});
        for (int i = 0; i < 10'000; ++i)
            take(*m_limiter, {QByteArray::number(i)});
        QVERIFY(!take(*m_limiter, {"victim"}).granted);
    }

    void whatRanOutGoes()
    {
        for (int i = 0; i < 100; ++i)
            take(*m_limiter, {QByteArray::number(i)});
        m_clock.advance(60s);
        for (int i = 0; i < 16; ++i) // each of its parts is swept when it is next used
            take(*m_limiter, {QByteArray(1, static_cast<char>(i))});
        QCOMPARE(m_limiter->size(), std::size_t(16));
    }

    void whatIsGivenBackIsForgotten()
    {
        const Taken taken = take(*m_limiter, {"only"});
        QCOMPARE(m_limiter->size(), std::size_t(1));
        giveBack(*m_limiter, {"only"}, taken.stamp);
        QCOMPARE(m_limiter->size(), std::size_t(0));
    }

private:
    tests::FakeClock m_clock;
    std::unique_ptr<MemoryLimiter> m_limiter;
};

} // namespace keyturn::backend

using keyturn::backend::TstMemoryLimiter;
using keyturn::backend::TstRateLimiter;
KEYTURN_TEST(TstRateLimiter)
KEYTURN_TEST(TstMemoryLimiter)
#include "tst_ratelimiter.moc"
