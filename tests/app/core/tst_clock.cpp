// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/clock.h"
#include "support/fakeclock.h"
#include "support/registry.h"

#include <QTest>
#include <QThread>

using namespace keyturn;
using namespace std::chrono_literals;

class TstClock : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void systemTimeIsUtc();
    void systemCallsComeBackInTheContextsThread();
    void fakeTimeRunsCallsInTheOrderTheyFallDue();
    void noClockCallsIntoAContextThatIsGone();
};

void TstClock::systemTimeIsUtc()
{
    const core::SystemClock clock;
    QCOMPARE(clock.now().timeSpec(), Qt::UTC);
    const std::chrono::milliseconds before = clock.monotonic();
    QVERIFY(clock.monotonic() >= before);
}

void TstClock::systemCallsComeBackInTheContextsThread()
{
    core::SystemClock clock;
    QObject context;
    QThread *thread = nullptr;
    clock.callAfter(0ms, &context, [&] { thread = QThread::currentThread(); });
    QVERIFY(!thread);
    QTRY_COMPARE(thread, context.thread());
}

void TstClock::fakeTimeRunsCallsInTheOrderTheyFallDue()
{
    tests::FakeClock clock;
    QObject context;
    QStringList order;
    clock.callAfter(20ms, &context, [&] { order.append(QStringLiteral("late")); });
    clock.callAfter(10ms, &context, [&] {
        order.append(QStringLiteral("early"));
        clock.callAfter(5ms, &context, [&] { order.append(QStringLiteral("between")); });
    });
    clock.advance(9ms);
    QCOMPARE(order, QStringList());
    clock.advance(11ms);
    QCOMPARE(order, QStringList({QStringLiteral("early"), QStringLiteral("between"), QStringLiteral("late")}));
}

void TstClock::noClockCallsIntoAContextThatIsGone()
{
    tests::FakeClock fake;
    core::SystemClock real;
    int calls = 0;
    auto context = std::make_unique<QObject>();
    fake.callAfter(1ms, context.get(), [&] { ++calls; });
    real.callAfter(0ms, context.get(), [&] { ++calls; });
    context.reset();
    fake.advance(10ms);
    bool later = false;
    real.callAfter(0ms, this, [&] { later = true; });
    QTRY_VERIFY(later);
    QCOMPARE(calls, 0);
}

KEYTURN_TEST(TstClock)
#include "tst_clock.moc"
