// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/fakeclock.h"
#include "support/registry.h"
#include "tokens/tokenlife.h"
#include "tokenworld.h"

#include <QTest>

using namespace keyturn;
using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::seconds;
using tests::FakeClock;
using tokens::TokenLife;

namespace {

/// Each byte the same: the least jitter, the most, and none.
class ConstantRandom final : public core::Random
{
public:
    explicit ConstantRandom(char byte) : m_byte(byte) { }
    [[nodiscard]] QByteArray bytes(qsizetype count) override { return QByteArray(count, m_byte); }

private:
    char m_byte;
};

model::TokenSet issuedNow(const core::Clock &clock, milliseconds lifetime)
{
    model::TokenSet tokens;
    tokens.issuedAt = clock.now();
    tokens.accessExpiresAt = clock.now().addMSecs(lifetime.count());
    return tokens;
}

/// A failure that keeps the token.
core::Error because(std::optional<seconds> retryAfter = {})
{
    core::Error error = tests::offline();
    error.retryAfter = retryAfter;
    return error;
}

} // namespace

class TstTokenLife : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aTokenIsValidUpToItsEnd();
    void validityIsAskedForAhead();
    void whereNoEndIsToldItIsValidAndNeverDue();
    void overBeforeItWasIssuedIsNoEnd();
    void fault55AnyJumpIsSurvived_data();
    void fault55AnyJumpIsSurvived();
    void fault55AStoredTokenIsNotLengthenedByAClockSetBack();
    void renewalIsDueAheadOfTheEnd_data();
    void renewalIsDueAheadOfTheEnd();
    void backoffDoublesUpToFiveMinutes();
    void backoffNeverUndercutsRetryAfter();
    void aLockedKeychainIsAskedSeldom();
};

void TstTokenLife::aTokenIsValidUpToItsEnd()
{
    FakeClock clock;
    const TokenLife life(issuedNow(clock, 15min), clock);
    QVERIFY(life.isValid(clock, 0ms));
    clock.advance(15min - 1ms);
    QVERIFY(life.isValid(clock, 0ms));
    clock.advance(1ms);
    QVERIFY(!life.isValid(clock, 0ms));
}

void TstTokenLife::validityIsAskedForAhead()
{
    FakeClock clock;
    const TokenLife life(issuedNow(clock, 15min), clock);
    QVERIFY(life.isValid(clock, 15min - 1ms));
    QVERIFY(!life.isValid(clock, 15min));
}

void TstTokenLife::whereNoEndIsToldItIsValidAndNeverDue()
{
    FakeClock clock;
    tests::MiddlingRandom random;
    model::TokenSet tokens;
    tokens.issuedAt = clock.now();
    const TokenLife life(tokens, clock);
    clock.advance(24h * 365);
    QVERIFY(life.isValid(clock, 1h));
    QVERIFY(!life.untilRenewal(clock, random).has_value());
}

void TstTokenLife::overBeforeItWasIssuedIsNoEnd()
{
    FakeClock clock;
    tests::MiddlingRandom random;
    const TokenLife life(issuedNow(clock, -1h), clock);
    QVERIFY(life.isValid(clock, 0ms));
    QVERIFY(!life.untilRenewal(clock, random).has_value());
}

void TstTokenLife::fault55AnyJumpIsSurvived_data()
{
    QTest::addColumn<milliseconds>("jump");
    QTest::addColumn<milliseconds>("passed");
    QTest::addColumn<bool>("valid");
    QTest::newRow("no jump") << 0ms << milliseconds(14min) << true;
    QTest::newRow("a day ahead: one refresh too many") << milliseconds(24h) << 0ms << false;
    QTest::newRow("a day back: still valid") << milliseconds(-24h) << milliseconds(14min) << true;
    QTest::newRow("a day back does not bring it to life again") << milliseconds(-24h) << milliseconds(15min) << false;
    QTest::newRow("asleep: only the wall clock went on") << milliseconds(20min) << 0ms << false;
}

void TstTokenLife::fault55AnyJumpIsSurvived()
{
    QFETCH(const milliseconds, jump);
    QFETCH(const milliseconds, passed);
    FakeClock clock;
    const TokenLife life(issuedNow(clock, 15min), clock);
    clock.jumpWall(jump);
    clock.advance(passed);
    QTEST(life.isValid(clock, 0ms), "valid");
}

/// After a restart only the wall clock is left to go by.
void TstTokenLife::fault55AStoredTokenIsNotLengthenedByAClockSetBack()
{
    FakeClock clock;
    const model::TokenSet tokens = issuedNow(clock, 15min);
    clock.jumpWall(-30s);
    const TokenLife nearly(tokens, clock);
    QVERIFY2(nearly.isValid(clock, 0ms), "a small correction costs nothing");
    clock.advance(15min);
    QVERIFY2(!nearly.isValid(clock, 0ms), "it lives no longer than it was given");
    clock.jumpWall(-24h);
    QVERIFY2(!TokenLife(tokens, clock).isValid(clock, 0ms), "issued in the future: nobody knows how old it is");
}

void TstTokenLife::renewalIsDueAheadOfTheEnd_data()
{
    QTest::addColumn<milliseconds>("lifetime");
    QTest::addColumn<char>("random");
    QTest::addColumn<milliseconds>("due");
    QTest::newRow("a fifth of a short life") << milliseconds(10min) << '\x80' << milliseconds(8min);
    QTest::newRow("five minutes of a long one") << milliseconds(1h) << '\x80' << milliseconds(55min);
    QTest::newRow("jitter makes it later") << milliseconds(1h) << '\0' << milliseconds(60min - 270s);
    QTest::newRow("jitter makes it earlier") << milliseconds(1h) << '\xff' << milliseconds(60min - 330s);
    QTest::newRow("one second") << milliseconds(1s) << '\x80' << milliseconds(800);
}

void TstTokenLife::renewalIsDueAheadOfTheEnd()
{
    QFETCH(const milliseconds, lifetime);
    QFETCH(const char, random);
    QFETCH(const milliseconds, due);
    FakeClock clock;
    ConstantRandom constant(random);
    const TokenLife life(issuedNow(clock, lifetime), clock);
    const std::optional<milliseconds> told = life.untilRenewal(clock, constant);
    QVERIFY(told.has_value());
    QVERIFY2(std::abs((*told - due).count()) <= 300, qPrintable(QString::number(told->count())));
    clock.advance(lifetime * 2);
    QCOMPARE(life.untilRenewal(clock, constant), std::optional<milliseconds>(0ms));
}

void TstTokenLife::backoffDoublesUpToFiveMinutes()
{
    tests::MiddlingRandom random;
    QList<qint64> waits;
    for (int failures = 1; failures <= 12; ++failures)
        waits.append(std::chrono::round<seconds>(tokens::backoff(because(), failures, random)).count());
    QCOMPARE(waits, QList<qint64>({1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300}));
    QCOMPARE(std::chrono::round<seconds>(tokens::backoff(because(), 1'000'000, random)), 300s);
    ConstantRandom least('\0');
    ConstantRandom most('\xff');
    QCOMPARE(tokens::backoff(because(), 12, least), milliseconds(270s));
    QVERIFY(tokens::backoff(because(), 12, most) > 329s && tokens::backoff(because(), 12, most) <= 330s);
}

void TstTokenLife::backoffNeverUndercutsRetryAfter()
{
    ConstantRandom least('\0');
    QCOMPARE(tokens::backoff(because(600s), 1, least), milliseconds(600s));
    QCOMPARE(tokens::backoff(because(10s), 12, least), milliseconds(270s));
}

void TstTokenLife::aLockedKeychainIsAskedSeldom()
{
    tests::MiddlingRandom random;
    const core::Error locked{core::ErrorKind::Storage, QStringLiteral("keychain_locked"), {}};
    QCOMPARE(std::chrono::round<seconds>(tokens::backoff(locked, 1, random)), 32s);
}

KEYTURN_TEST(TstTokenLife)
#include "tst_tokenlife.moc"
