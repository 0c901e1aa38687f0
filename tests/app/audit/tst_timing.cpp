// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/timing.h"
#include "support/registry.h"

#include <QTest>

#include <algorithm>
#include <random>

namespace keyturn::audit {

namespace {

using std::chrono::milliseconds;

/// Made-up times around @p middle; some of a busy machine's are much longer.
Durations times(std::mt19937 &random, int count, double middle, double spread, double busy)
{
    std::normal_distribution<double> usual(middle, spread);
    std::uniform_real_distribution<double> share(0, 1);
    Durations durations;
    for (int i = 0; i < count; ++i) {
        const double late = share(random) < busy ? 400 * share(random) : 0;
        durations.append(milliseconds(std::max<qint64>(1, qRound64(usual(random) + late))));
    }
    return durations;
}

Durations same(int count, int time)
{
    return Durations(count, milliseconds(time));
}

} // namespace

/// What is said of made-up samples.
class TstTiming : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatTakesAlikeLongIsNeverSaidToDiffer_data();
    void whatTakesAlikeLongIsNeverSaidToDiffer();
    void whatTakesAnotherTimeIsFound_data();
    void whatTakesAnotherTimeIsFound();
    void theChanceIsThatOfTheTables();
    void fewSamplesSayNothing();
    void equalTimesSayNothing();
    void aDifferenceThatNobodyCanUseIsNone();
    void itDoesNotMatterWhichComesFirst();
};

void TstTiming::whatTakesAlikeLongIsNeverSaidToDiffer_data()
{
    QTest::addColumn<double>("middle");
    QTest::addColumn<double>("spread");
    QTest::addColumn<double>("busy");
    QTest::newRow("idle") << 70.0 << 2.0 << 0.0;
    QTest::newRow("busy") << 70.0 << 20.0 << 0.2;
    QTest::newRow("very busy") << 200.0 << 80.0 << 0.5;
    QTest::newRow("fast answers") << 2.0 << 1.0 << 0.1;
}

/// Twice in a row is what the check asks for: not once in some thousand audits.
void TstTiming::whatTakesAlikeLongIsNeverSaidToDiffer()
{
    QFETCH(double, middle);
    QFETCH(double, spread);
    QFETCH(double, busy);
    std::mt19937 random(20261130);
    int alarms = 0;
    for (int audit = 0; audit < 2000; ++audit) {
        const bool once = compareTimes(times(random, 20, middle, spread, busy), times(random, 20, middle, spread, busy)).differs;
        alarms += once && compareTimes(times(random, 16, middle, spread, busy), times(random, 16, middle, spread, busy)).differs ? 1 : 0;
    }
    QCOMPARE(alarms, 0);
}

void TstTiming::whatTakesAnotherTimeIsFound_data()
{
    QTest::addColumn<double>("known");
    QTest::addColumn<double>("unknown");
    QTest::addColumn<double>("busy");
    QTest::newRow("no hash, idle") << 70.0 << 2.0 << 0.0;
    QTest::newRow("no hash, busy") << 70.0 << 2.0 << 0.15;
    QTest::newRow("no hash, cheap one") << 20.0 << 3.0 << 0.1;
    QTest::newRow("another hash") << 60.0 << 120.0 << 0.1;
}

void TstTiming::whatTakesAnotherTimeIsFound()
{
    QFETCH(double, known);
    QFETCH(double, unknown);
    QFETCH(double, busy);
    std::mt19937 random(20261130);
    int found = 0;
    for (int audit = 0; audit < 200; ++audit)
        found += compareTimes(times(random, 20, known, 4, busy), times(random, 20, unknown, 4, busy)).differs ? 1 : 0;
    QVERIFY2(found >= 180, qPrintable(QString::number(found)));
}

/// U = 0 of ten and ten: z = 49.5 / sqrt(175), two-sided.
void TstTiming::theChanceIsThatOfTheTables()
{
    Durations first;
    Durations second;
    for (int i = 1; i <= 10; ++i) {
        first.append(milliseconds(i));
        second.append(milliseconds(100 + i));
    }
    const TimingComparison comparison = compareTimes(first, second);
    QVERIFY(qAbs(comparison.chance - 0.000183) < 0.000002);
    QVERIFY(comparison.differs);
    QCOMPARE(comparison.first, milliseconds(5)); // whole milliseconds
    QCOMPARE(comparison.second, milliseconds(105));
}

void TstTiming::fewSamplesSayNothing()
{
    QVERIFY(!compareTimes(same(9, 1), same(9, 500)).differs);
    QVERIFY(compareTimes(same(10, 1), same(10, 500)).differs);
    QVERIFY(!compareTimes({}, {}).differs);
}

void TstTiming::equalTimesSayNothing()
{
    const TimingComparison comparison = compareTimes(same(20, 50), same(20, 50));
    QCOMPARE(comparison.chance, 1.0);
    QVERIFY(!comparison.differs);
}

void TstTiming::aDifferenceThatNobodyCanUseIsNone()
{
    QVERIFY(!compareTimes(same(20, 1), same(20, 5)).differs); // 4 ms
    QVERIFY(!compareTimes(same(20, 100), same(20, 110)).differs); // a tenth
    QVERIFY(compareTimes(same(20, 100), same(20, 130)).differs);
}

void TstTiming::itDoesNotMatterWhichComesFirst()
{
    std::mt19937 random(1);
    const Durations one = times(random, 16, 70, 10, 0.1);
    const Durations other = times(random, 16, 75, 10, 0.1);
    QCOMPARE(compareTimes(one, other).chance, compareTimes(other, one).chance);
}

} // namespace keyturn::audit

using keyturn::audit::TstTiming;
KEYTURN_TEST(TstTiming)
#include "tst_timing.moc"
