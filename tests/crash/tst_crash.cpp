// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "crash/crashround.h"
#include "crash/crashworld.h"
#include "crash/triplog.h"
#include "support/registry.h"

#include <QTest>

#include <algorithm>
#include <cstdio>
#include <random>

namespace keyturn::crash {

namespace {

int number(const char *name, int otherwise)
{
    bool isNumber = false;
    const int value = qEnvironmentVariableIntValue(name, &isNumber);
    return isNumber ? value : otherwise;
}

/// Median, 99 of 100, longest; in milliseconds.
QByteArray timesOf(QList<qint64> &microseconds)
{
    if (microseconds.isEmpty())
        return "-";
    std::sort(microseconds.begin(), microseconds.end());
    const auto at = [&microseconds](qsizetype percent) {
        return QByteArray::number(double(microseconds.at((microseconds.size() - 1) * percent / 100)) / 1000, 'f', 1);
    };
    return at(50) + " / " + at(99) + " / " + at(100);
}

} // namespace

/// keyturn-cli renews a token and is killed (SIGKILL) on the way, with the real keyring and the real backend: before and after each call that leaves
/// a trace, and at moments that no call marks. What follows gives a token that the backend takes, without anybody's help; where the answer to the
/// POST was lost and the backend gives none a second time, it asks once to sign in again. Set by the environment, as tests/crash/run does:
/// KEYTURN_CRASH_ROUNDS for each arrow, KEYTURN_CRASH_GRACE in seconds, KEYTURN_CRASH_SEED.
class TstCrash : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void cleanup();
    void fault99KilledBetweenLockAndJournal() { killOnTheWayOf(Arrow::LockJournal); }
    void fault100KilledBetweenJournalAndPost() { killOnTheWayOf(Arrow::JournalPost); }
    void fault101KilledBetweenPostAndKeychain() { killOnTheWayOf(Arrow::PostWrite); }
    void fault102KilledBetweenKeychainAndCommit() { killOnTheWayOf(Arrow::WriteCommit); }
    void fault103KilledBetweenCommitAndRemoval() { killOnTheWayOf(Arrow::CommitRemove); }
    void fault104KilledBetweenRemovalAndTheLocksEnd() { killOnTheWayOf(Arrow::RemoveEnd); }
    void fault77WhatKilledWritesLeftIsSweptUp();

private:
    void killOnTheWayOf(Arrow arrow);
    /// Where to be killed in round @p round, as KEYTURN_TRIP_AT says it.
    [[nodiscard]] QString placeFor(Arrow arrow, int round);

    int m_rounds = number("KEYTURN_CRASH_ROUNDS", 100);
    int m_grace = number("KEYTURN_CRASH_GRACE", 0);
    std::mt19937 m_random{static_cast<unsigned>(number("KEYTURN_CRASH_SEED", 1))};
    std::unique_ptr<CrashWorld> m_world;
    TripLog m_undisturbed;
    QByteArray m_table;
};

void TstCrash::initTestCase()
{
    m_world = std::make_unique<CrashWorld>(m_grace);
    QVERIFY(m_world->isReady());
    QCOMPARE(CrashWorld::keychainEntries(), m_world->accounts().size());
    const TrippedRun undisturbed = m_world->renew(m_world->accounts().first());
    QVERIFY2(undisturbed.finished.status == 0, undisturbed.finished.err.constData());
    m_undisturbed = undisturbed.log;
    QCOMPARE(m_undisturbed.reached(), Arrow::Done);
}

void TstCrash::cleanupTestCase()
{
    std::printf(
        "\nBackend with %d s of grace. Times in milliseconds: median / 99%% / longest.\n"
        "| arrow | rounds | killed twice | went on | asked once | lock after the kill | half-made lock |\n|---|---|---|---|---|---|---|\n%s\n",
        m_grace, m_table.constData());
    m_world.reset();
}

/// The other commands find all as it should be, whatever happened.
void TstCrash::cleanup()
{
    const e2e::Finished accounts = m_world->cli({QStringLiteral("accounts"), QStringLiteral("--json")});
    QCOMPARE(accounts.status, 0);
    for (const QString &account : m_world->accounts())
        QVERIFY2(accounts.out.contains(account.toUtf8()), accounts.out.constData());
    const e2e::Finished history = m_world->cli({QStringLiteral("history"), QStringLiteral("--json")});
    QVERIFY2(history.status == 0, history.err.constData());
}

QString TstCrash::placeFor(Arrow arrow, int round)
{
    const QList<Moment> moments = m_undisturbed.within(arrow);
    if (round % 4 != 3)
        return moments.at((round - round / 4) % moments.size()).at;
    const qint64 whole = moments.last().time - moments.first().time;
    const qint64 delay = std::uniform_int_distribution<qint64>(1, std::max(qint64{2}, whole))(m_random);
    return u'+' + QString::number(delay) + moments.first().at.mid(1); // after the return of the call that begins the arrow
}

void TstCrash::killOnTheWayOf(Arrow arrow)
{
    const QList<Moment> moments = m_undisturbed.within(arrow);
    QVERIFY(!moments.isEmpty());
    Tally tally;
    // Threads are not as quick each time, so some calls come too late or too early: those rounds count where they ended.
    for (int round = 0; tally.rounds < m_rounds; ++round) {
        QVERIFY2(round < 3 * m_rounds + 20, "hardly a run is killed where it should be");
        const QString account = m_world->accounts().at(round % m_world->accounts().size());
        Round one(*m_world, account, m_grace > 0);
        const bool twice = round % 5 == 4;
        if (twice)
            one.killFirst(placeFor(static_cast<Arrow>(99 + int(m_random() % 6)), int(m_random() % 1000)));
        const QString place = placeFor(arrow, round);
        const Arrow reached = one.kill(place);
        one.goOn(round % 4 == 0);
        QVERIFY2(one.fault().isEmpty(),
                 qPrintable(QStringLiteral("round %1, killed at %2: %3").arg(round).arg(one.places().join(QStringLiteral(", then ")), one.fault())));
        if (reached == arrow)
            tally.add(one);
    }
    m_table += QByteArray("| ") + QByteArray::number(int(arrow)) + " | " + QByteArray::number(tally.rounds) + " | " + QByteArray::number(tally.twice)
        + " | " + QByteArray::number(tally.rounds - tally.asked) + " | " + QByteArray::number(tally.asked) + " | " + timesOf(tally.lockTimes) + " | "
        + timesOf(tally.halfMadeLockTimes) + " |\n";
    if (m_grace > 0)
        QCOMPARE(tally.asked, 0);
}

/// A write that was killed leaves its temporary file; the writes of ten minutes later take it away.
void TstCrash::fault77WhatKilledWritesLeftIsSweptUp()
{
    const QString account = m_world->accounts().first();
    QVERIFY(m_world->renew(account, QStringLiteral("< write data/accounts.json.tmp#1")).isKilled());
    QVERIFY(!m_world->files(QStringLiteral("data"), QStringLiteral("accounts.json.*.tmp")).isEmpty());
    m_world->makeOlder(QStringLiteral("data"), QStringLiteral("accounts.json.*.tmp"), 601);
    m_world->makeOlder(QStringLiteral("state/rotation"), QStringLiteral("*.tmp"), 601);
    for (const QString &each : m_world->accounts())
        QCOMPARE(m_world->renew(each).finished.status, 0);
    QCOMPARE(m_world->files(QStringLiteral("data"), QStringLiteral("accounts.json.*.tmp")), QStringList());
    QCOMPARE(m_world->files(QStringLiteral("state/rotation"), QStringLiteral("*")), QStringList());
}

} // namespace keyturn::crash

using keyturn::crash::TstCrash;
KEYTURN_TEST(TstCrash)
#include "tst_crash.moc"
