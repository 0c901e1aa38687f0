// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "historyrig.h"
#include "support/registry.h"

namespace keyturn::history {

using tests::HistoryRig;

/// What goes on and on is one event, however many programs say so.
class TstRepeats : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatRepeatsIsCounted_data();
    void whatRepeatsIsCounted();
    void aCountTellsFirstAndLast();
    void aDayMakesARowOfItsOwn();
    void anotherProgramsRepeatIsCountedToo();
    void anotherAccountsFailureIsItsOwn();
};

void TstRepeats::whatRepeatsIsCounted_data()
{
    QTest::addColumn<QStringList>("happened"); // in order, `kind` or `kind:cause`
    QTest::addColumn<QStringList>("told"); // newest first
    const auto list = [](const char *words) { return QString::fromLatin1(words).split(u' ', Qt::SkipEmptyParts); };
    QTest::newRow("offline again and again") << list("unreachable:timeout unreachable:timeout unreachable:timeout") << list("unreachable*3");
    QTest::newRow("two causes by turns") << list("unreachable:a unreachable:b unreachable:a unreachable:b") << list("unreachable*2 unreachable*2");
    QTest::newRow("back in between") << list("unreachable:a reachableAgain unreachable:a") << list("unreachable reachableAgain unreachable");
    QTest::newRow("renewals are told each") << list("renewed renewed rotated rotated") << list("rotated rotated renewed renewed");
    QTest::newRow("a renewal in between") << list("keychainFailed:x renewed keychainFailed:x") << list("keychainFailed renewed keychainFailed");
    QTest::newRow("a refusal is told once") << list("signInNeeded:reuse_detected signInNeeded:reuse_detected") << list("signInNeeded");
    QTest::newRow("another refusal is another") << list("signInNeeded:revoked signInNeeded:expired") << list("signInNeeded signInNeeded");
    QTest::newRow("the refusal after signing in again")
        << list("signInNeeded:revoked signedInAgain signInNeeded:revoked") << list("signInNeeded signedInAgain signInNeeded");
}

void TstRepeats::whatRepeatsIsCounted()
{
    QFETCH(const QStringList, happened);
    QFETCH(const QStringList, told);
    HistoryRig rig;
    for (const QString &word : happened) {
        rig.add(HistoryRig::ada(), kindOf(word.section(u':', 0, 0)).value(), word.section(u':', 1));
        rig.clock.advance(std::chrono::minutes(1));
    }
    QCOMPARE(rig.story(), told);
}

void TstRepeats::aCountTellsFirstAndLast()
{
    HistoryRig rig;
    const QDateTime first = rig.clock.now();
    rig.add(HistoryRig::ada(), EventKind::Unreachable, QStringLiteral("timeout"));
    rig.clock.advance(std::chrono::hours(5));
    rig.add(HistoryRig::ada(), EventKind::Unreachable, QStringLiteral("timeout"));
    const QList<Event> events = rig.events();
    QCOMPARE(events.size(), 1);
    QCOMPARE(events.first().times, 2);
    QCOMPARE(events.first().at, first);
    QCOMPARE(events.first().lastAt, rig.clock.now());
}

void TstRepeats::aDayMakesARowOfItsOwn()
{
    HistoryRig rig;
    for (int hour = 0; hour < 8 * 24; ++hour) { // fault 59: offline for 8 days
        rig.add(HistoryRig::ada(), EventKind::Unreachable, QStringLiteral("timeout"));
        rig.clock.advance(std::chrono::hours(1));
    }
    QCOMPARE(rig.story(), QStringList(8, QStringLiteral("unreachable*24")));
}

void TstRepeats::anotherProgramsRepeatIsCountedToo()
{
    HistoryRig rig;
    rig.add(HistoryRig::ada(), EventKind::Unreachable, QStringLiteral("timeout"));
    rig.restart();
    rig.add(HistoryRig::ada(), EventKind::Unreachable, QStringLiteral("timeout"));
    QCOMPARE(rig.story(), QStringList{QStringLiteral("unreachable*2")});
}

void TstRepeats::anotherAccountsFailureIsItsOwn()
{
    HistoryRig rig;
    rig.add(HistoryRig::ada(), EventKind::Unreachable, QStringLiteral("timeout"));
    rig.add(HistoryRig::bob(), EventKind::Unreachable, QStringLiteral("timeout"));
    rig.add(HistoryRig::ada(), EventKind::Unreachable, QStringLiteral("timeout"));
    QCOMPARE(rig.story(), (QStringList{QStringLiteral("unreachable"), QStringLiteral("unreachable*2")}));
}

} // namespace keyturn::history

using keyturn::history::TstRepeats;
KEYTURN_TEST(TstRepeats)
#include "tst_repeats.moc"
