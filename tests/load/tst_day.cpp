// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "app/tokens/tokenworld.h"
#include "load/heap.h"
#include "support/registry.h"

#include <QTest>

#include <algorithm>
#include <array>

using namespace std::chrono_literals;

namespace keyturn::load {

/// A program that runs for a day with a hundred accounts, on a laptop that sleeps, with a network and servers that come and go.
class TstDay : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nobodyIsSignedOutAndNothingStays();
};

namespace {

constexpr int accounts = 100;
constexpr int minutesOfHour = 60;
/// By the end of this hour each trouble has been there, and all that is kept for each account, such as its last failure.
constexpr int known = 11;
/// What may come in the hours after that: a thousand renewals that leave 32 bytes each would be more.
constexpr qint64 mostLeft = 30'000;

enum class Trouble {
    None,
    NoNetwork,
    ServerFails,
    ServerLimits,
    SlowServer, ///< It does its work, and the answers come later.
    Sleep, ///< The wall clock alone goes on; and when it wakes up, the network takes a while.
    ClockAhead, ///< The wall clock is set wrong, and right again.
    ClockBehind,
    KeychainLocked,
    FlappingNetwork,
};

/// What an hour has in its minutes 10 to 40.
constexpr std::array<Trouble, 24> hours{
    Trouble::None,         Trouble::None,           Trouble::NoNetwork,  Trouble::FlappingNetwork, Trouble::ServerFails, Trouble::Sleep,
    Trouble::ServerLimits, Trouble::KeychainLocked, Trouble::ClockAhead, Trouble::SlowServer,      Trouble::Sleep,       Trouble::ClockBehind,
    Trouble::None,         Trouble::NoNetwork,      Trouble::Sleep,      Trouble::FlappingNetwork, Trouble::ServerFails, Trouble::KeychainLocked,
    Trouble::ServerLimits, Trouble::SlowServer,     Trouble::ClockAhead, Trouble::NoNetwork,       Trouble::Sleep,       Trouble::None};

core::Error rateLimited()
{
    return {core::ErrorKind::RateLimited, QStringLiteral("rate_limited"), {}, 120s};
}

core::Error serverError()
{
    return {core::ErrorKind::Offline, QStringLiteral("server_error"), {}};
}

class Day
{
public:
    Day()
    {
        world.refresher.lifetime = 1h;
        using tokens::TokenManager;
        QObject::connect(&manager(), &TokenManager::signInNeeded, &manager(),
                         [this](const model::AccountId &id, const core::Error &error) { signOuts.append(id.toString() + u' ' + error.code); });
        QObject::connect(&manager(), &TokenManager::refreshedHere, &manager(), [this] { ++renewals; });
        QObject::connect(&manager(), &TokenManager::refreshFailed, &manager(), [this] { ++failures; });
        for (int i = 0; i < accounts; ++i) {
            ids.append(model::AccountId(QStringLiteral("person-%1").arg(i)));
            world.pass(36s); // so that at each moment somebody's tokens run out
            if (!tests::answerOf(manager().adopt(tests::TokenWorld::account(ids.last().toString()), world.refresher.grant())).ok())
                qFatal("not signed in");
            manager().keepFresh(ids.last());
        }
    }

    [[nodiscard]] tokens::TokenManager &manager() { return process->manager; }

    void pass(int hour, int minute)
    {
        const Trouble trouble = hours.at(static_cast<std::size_t>(hour));
        if (minute >= 10 && minute < 40)
            bear(trouble, minute);
        else if (minute == 40)
            mend(trouble);
        world.pass(1min);
        // Somebody asks now and then, too: a failure is one of the trouble's, and in the quiet there is none.
        const model::AccountId &whose = ids.at((hour * minutesOfHour + minute) % accounts);
        const core::Async<model::TokenSet> asked = manager().tokens(whose);
        tests::TokenWorld::turn();
        const bool quiet = trouble == Trouble::None || minute < 10 || minute >= 50;
        if (quiet && (!asked.isFinished() || !asked.result().ok()))
            refusals.append(QStringLiteral("%1:%2 %3").arg(hour).arg(minute).arg(whose.toString()));
        world.refresher.spent.clear(); // what a test would look at
        world.refresher.accounts.clear();
    }

    void bear(Trouble trouble, int minute)
    {
        constexpr int forNow = 1'000'000;
        const bool begins = minute == 10;
        switch (trouble) {
        case Trouble::None:
            break;
        case Trouble::NoNetwork:
            world.refresher.failNext(tests::offline(), forNow);
            break;
        case Trouble::FlappingNetwork:
            world.refresher.failNext(tests::offline(), minute % 2 == 0 ? forNow : 0);
            break;
        case Trouble::ServerFails:
            world.refresher.failNext(serverError(), forNow);
            break;
        case Trouble::ServerLimits:
            world.refresher.failNext(rateLimited(), minute % 3 == 0 ? 20 : 0);
            break;
        case Trouble::SlowServer:
            if (minute % 2 == 0)
                world.refresher.holdBack();
            else
                world.refresher.release();
            break;
        case Trouble::Sleep:
            if (begins)
                world.clock.jumpWall(8h);
            world.refresher.failNext(tests::offline(), minute < 12 ? forNow : 0);
            break;
        case Trouble::ClockAhead:
            if (begins)
                world.clock.jumpWall(2h);
            break;
        case Trouble::ClockBehind:
            if (begins)
                world.clock.jumpWall(-2h);
            break;
        case Trouble::KeychainLocked:
            world.secrets.broken = QStringLiteral("keychain_locked");
            break;
        }
    }

    void mend(Trouble trouble)
    {
        world.refresher.failNext({}, 0);
        world.refresher.release();
        world.secrets.broken.clear();
        if (trouble == Trouble::ClockAhead)
            world.clock.jumpWall(-2h);
        else if (trouble == Trouble::ClockBehind)
            world.clock.jumpWall(2h);
    }

    tests::TokenWorld world;
    std::unique_ptr<tests::TokenWorld::Process> process = world.start();
    QList<model::AccountId> ids;
    QStringList signOuts;
    QStringList refusals; ///< When somebody asked in the quiet and was given nothing.
    int renewals = 0;
    int failures = 0;
};

} // namespace

void TstDay::nobodyIsSignedOutAndNothingStays()
{
    Day day;
    QList<qint64> heap; ///< At the end of each hour.
    for (int hour = 0; hour < static_cast<int>(hours.size()); ++hour) {
        for (int minute = 0; minute < minutesOfHour; ++minute)
            day.pass(hour, minute);
        heap.append(heapInUse());
        if (hour == 1) // five minutes before each hour of a token is over; the first account's began an hour before the last one's
            QVERIFY2(day.renewals >= 2 * accounts && day.renewals <= 3 * accounts, qPrintable(QString::number(day.renewals)));
    }
    qInfo("a day of %d accounts: %d renewals, %d failures told; in use after 2 hours: %lld kB, after %d: %lld kB, after 24: %lld kB", accounts,
          day.renewals, day.failures, heap.at(1) / 1000, known + 1, heap.at(known) / 1000, heap.last() / 1000);
    QCOMPARE(day.signOuts, QStringList());
    QCOMPARE(day.refusals, QStringList());
    for (const model::AccountId &id : std::as_const(day.ids)) {
        const std::optional<model::TokenSet> tokens = day.manager().current(id);
        QVERIFY2(tokens && day.world.refresher.isGood(*tokens), qPrintable(id.toString()));
    }
    QCOMPARE(day.world.secrets.entries.size(), accounts); // no slot left over
    // Twenty-six for each in a day without trouble; each sleep, and each clock that is wrong, is one or two more.
    QVERIFY(day.renewals >= 26 * accounts);
    QVERIFY(day.renewals <= 40 * accounts);
    QVERIFY2(heap.last() - heap.at(known) < mostLeft, qPrintable(QString::number(heap.last() - heap.at(known))));
}

} // namespace keyturn::load

using keyturn::load::TstDay;
KEYTURN_TEST(TstDay)
#include "tst_day.moc"
