// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "historyrig.h"
#include "support/registry.h"

#include <QDir>

namespace keyturn::history {

using tests::answerOf;
using tests::HistoryRig;

/// What is old goes by itself, and what a person wants gone is gone.
class TstRetention : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void ninetyDaysAreKept();
    void whatIsTooOldIsNotShownBeforeItIsRemoved();
    void aLongRunningProgramPrunesAsWell();
    void aClockThatJumpsThereAndBackCostsNothing();
    void aClearedAccountLeavesNothing();
    void clearingAllLeavesNothing();
    void whatCouldNotBeWrittenIsClearedToo();
};

void TstRetention::ninetyDaysAreKept()
{
    HistoryRig rig;
    Subject early = HistoryRig::bob();
    early.name = QStringLiteral("Canary of old");
    for (int i = 0; i < 1200; ++i) // more than one batch
        rig.add(early, EventKind::Renewed);
    rig.clock.jumpWall(std::chrono::hours(24));
    rig.add(HistoryRig::ada(), EventKind::SignedIn);
    rig.restart();
    rig.clock.jumpWall(std::chrono::hours(24 * 90 - 12));
    rig.add(HistoryRig::ada(), EventKind::Renewed);
    QCOMPARE(rig.story(), (QStringList{QStringLiteral("renewed"), QStringLiteral("signedIn")}));
    QTRY_COMPARE(answerOf(rig.store->subjects()).value().size(), 1); // Bob's are gone, and his name with them
    rig.restart();
    QVERIFY(!rig.everythingOnDisk().contains("Canary of old"));
}

void TstRetention::whatIsTooOldIsNotShownBeforeItIsRemoved()
{
    HistoryRig rig;
    rig.add(HistoryRig::ada(), EventKind::SignedIn);
    QCOMPARE(rig.events().size(), 1);
    rig.clock.jumpWall(std::chrono::hours(24 * 90 + 1));
    QCOMPARE(rig.events(), QList<Event>());
}

void TstRetention::aLongRunningProgramPrunesAsWell()
{
    HistoryRig rig;
    rig.add(HistoryRig::bob(), EventKind::SignedIn);
    QCOMPARE(rig.events().size(), 1);
    rig.clock.jumpWall(std::chrono::hours(24 * 91));
    rig.add(HistoryRig::ada(), EventKind::SignedIn);
    QCOMPARE(rig.events().size(), 1);
    QCOMPARE(answerOf(rig.store->subjects()).value().size(), 2); // it may be the clock alone that is so late
    rig.clock.jumpWall(std::chrono::hours(25));
    rig.add(HistoryRig::ada(), EventKind::Renewed);
    QTRY_COMPARE(answerOf(rig.store->subjects()).value().size(), 1);
}

void TstRetention::aClockThatJumpsThereAndBackCostsNothing()
{
    HistoryRig rig;
    rig.add(HistoryRig::bob(), EventKind::SignedIn);
    QCOMPARE(rig.events().size(), 1);
    rig.clock.jumpWall(std::chrono::hours(24 * 3650));
    for (int i = 0; i < 3; ++i) {
        rig.add(HistoryRig::ada(), EventKind::Renewed);
        QCOMPARE(answerOf(rig.store->subjects()).value().size(), 2);
        rig.restart(); // each program looks for what is old
        rig.clock.jumpWall(std::chrono::hours(7));
    }
    rig.clock.jumpWall(-std::chrono::hours(24 * 3650 + 3 * 7));
    QVERIFY(rig.story().contains(QStringLiteral("signedIn")));
}

void TstRetention::aClearedAccountLeavesNothing()
{
    HistoryRig rig;
    Subject secretive{model::AccountId(QStringLiteral("c3")), QStringLiteral("Canary Bird"), QStringLiteral("Cage")};
    for (int i = 0; i < 100; ++i)
        rig.add(secretive, EventKind::RenewalFailed, QStringLiteral("odd"), QStringLiteral("chirp %1").arg(i));
    rig.add(HistoryRig::ada(), EventKind::SignedIn);
    QCOMPARE(rig.events().size(), 101);
    QVERIFY(rig.everythingOnDisk().contains("Canary Bird") && rig.everythingOnDisk().contains("chirp"));
    QVERIFY(answerOf(rig.store->clear(secretive.account)).ok());
    QCOMPARE(rig.story(), QStringList{QStringLiteral("signedIn")});
    QVERIFY(!rig.everythingOnDisk().contains("Canary Bird")); // nor in the write-ahead log, nor in what is free
    QVERIFY(!rig.everythingOnDisk().contains("chirp"));
}

void TstRetention::clearingAllLeavesNothing()
{
    HistoryRig rig;
    for (int i = 0; i < 5001; ++i) // more than one batch
        rig.add(HistoryRig::ada(), EventKind::Renewed);
    rig.add({}, EventKind::ClockOff);
    QCOMPARE(rig.events({}, 6000).size(), 5002);
    QVERIFY(answerOf(rig.store->clearAll()).ok());
    QCOMPARE(rig.events(), QList<Event>());
    QVERIFY(!rig.everythingOnDisk().contains("Ada Lovelace"));
    rig.add(HistoryRig::ada(), EventKind::Renewed);
    QCOMPARE(rig.events().size(), 1);
}

void TstRetention::whatCouldNotBeWrittenIsClearedToo()
{
    HistoryRig rig;
    QVERIFY(core::ensurePrivateDirectory(rig.home.paths().state).ok());
    QVERIFY(QDir(rig.path()).mkpath(QStringLiteral("."))); // a folder stands where the file should be
    rig.add(HistoryRig::ada(), EventKind::SignedIn);
    rig.add(HistoryRig::bob(), EventKind::SignedIn);
    QVERIFY(!answerOf(rig.store->page({}, std::nullopt, 1)).ok());
    QVERIFY(!answerOf(rig.store->clear(HistoryRig::ada().account)).ok()); // said, since what is in the file could not be cleared
    QVERIFY(QDir().rmdir(rig.path()));
    QCOMPARE(rig.events().size(), 1);
    QCOMPARE(rig.events().first().subject.name, QStringLiteral("Bob"));
}

} // namespace keyturn::history

using keyturn::history::TstRetention;
KEYTURN_TEST(TstRetention)
#include "tst_retention.moc"
