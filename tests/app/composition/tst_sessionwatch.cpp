// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "app/accounts/house.h"
#include "composition/sessionwatch.h"
#include "support/registry.h"

namespace keyturn::composition {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using tests::answerOf;
using tests::House;

namespace {

/// Always the middle: jitter that the tests can count with.
class MiddleRandom final : public core::Random
{
public:
    [[nodiscard]] QByteArray bytes(qsizetype count) override { return QByteArray(count, '\x80'); }
};

/// The house, and a watch whose listings the test answers.
struct Watched {
    House house;
    MiddleRandom random;
    bool isQuiet = true;
    core::Result<void> outcome;
    QList<model::AccountId> listed;
    int running = 0;
    int mostRunning = 0;
    std::optional<core::Promise<void>> held; ///< Where it is there, a listing ends with it.
    SessionWatch watch{house.clock,
                       random,
                       house.manager,
                       house.sessions,
                       {[this](const model::AccountId &) { return core::ready<bool>(isQuiet); },
                        [this](const model::AccountId &id) {
                            listed += id;
                            mostRunning = std::max(mostRunning, ++running);
                            core::Async<void> answer = held ? held->future() : core::ready<void>(outcome);
                            return answer.then([this](core::Result<void> done) {
                                --running;
                                return done;
                            });
                        }}};

    /// How many listings began within @p time.
    qsizetype within(std::chrono::milliseconds time)
    {
        const qsizetype before = listed.size();
        house.clock.advance(time);
        return listed.size() - before;
    }
};

core::Error offline()
{
    return {core::ErrorKind::Offline, QStringLiteral("timeout"), {}};
}

} // namespace

/// When an account's sessions are looked at, and when they are left alone.
class TstSessionWatch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachAccountIsListedEveryQuarterOfAnHour();
    void theAccountsAreSpreadAndNeverTogether();
    void nothingBeforeTheStartAndAfterTheStop();
    void anAccountThatIsAddedJoins();
    void anAccountThatIsGoneLeaves();
    void whoeverListedSparesALook();
    void nobodyIsAskedForAnything();
    void whoIsNotSignedInIsLeftAlone();
    void aProviderWithoutAListIsLeftAlone();
    void whoIsOfflineIsTriedNowAndThen();
    void failuresAreTriedLessAndLess_data();
    void failuresAreTriedLessAndLess();
    void aPauseIsKept();
    void oneTimerServesAll();
};

void TstSessionWatch::eachAccountIsListedEveryQuarterOfAnHour()
{
    Watched w;
    const model::AccountId id = w.house.signedIn();
    w.watch.start();
    QCOMPARE(w.within(minutes(15)), 1);
    QCOMPARE(w.listed, QList<model::AccountId>{id});
    const qsizetype more = w.within(hours(10)); // 15 min, and up to a tenth more
    QVERIFY2(more >= 36 && more <= 40, qPrintable(QString::number(more)));
}

void TstSessionWatch::theAccountsAreSpreadAndNeverTogether()
{
    Watched w;
    for (const char *name : {"u1", "u2", "u3"})
        QVERIFY(!w.house.signedIn(QString::fromLatin1(name)).isEmpty());
    w.watch.start();
    for (int third = 0; third < 3; ++third) // each in its own part of the time
        QCOMPARE(w.within(minutes(5)), 1);
    QCOMPARE(QSet<model::AccountId>(w.listed.begin(), w.listed.end()).size(), 3);
    // Slow answers: the others wait.
    w.held = core::Promise<void>();
    QCOMPARE(w.within(hours(2)), 1);
    w.watch.listed(w.house.stored().first().id); // somebody else's answer is no reason to begin
    QCOMPARE(w.within(hours(2)), 0);
    w.held->finish({});
    w.held.reset();
    w.within(hours(1));
    QCOMPARE(w.mostRunning, 1);
}

void TstSessionWatch::nothingBeforeTheStartAndAfterTheStop()
{
    Watched w;
    (void)w.house.signedIn();
    QCOMPARE(w.within(hours(1)), 0);
    w.watch.start();
    w.watch.start();
    QCOMPARE(w.within(minutes(15)), 1);
    w.watch.stop();
    QCOMPARE(w.within(hours(5)), 0);
    w.watch.start();
    QCOMPARE(w.within(minutes(15)), 1);
    // Stopped while it looks.
    w.held = core::Promise<void>();
    QCOMPARE(w.within(minutes(17)), 1);
    w.watch.stop();
    w.held->finish({});
    w.held.reset();
    QCOMPARE(w.within(hours(5)), 0);
}

void TstSessionWatch::anAccountThatIsAddedJoins()
{
    Watched w;
    w.watch.start();
    QCOMPARE(w.within(hours(1)), 0);
    (void)w.house.signedIn();
    QCOMPARE(w.within(minutes(15)), 1);
}

void TstSessionWatch::anAccountThatIsGoneLeaves()
{
    Watched w;
    const model::AccountId id = w.house.signedIn();
    w.watch.start();
    QCOMPARE(w.within(minutes(15)), 1);
    (void)answerOf(w.house.manager.signOut(id, accounts::SignOutScope::LocalOnly));
    QCOMPARE(w.within(hours(2)), 0);
}

void TstSessionWatch::whoeverListedSparesALook()
{
    Watched w;
    const model::AccountId id = w.house.signedIn();
    w.watch.start();
    for (int i = 0; i < 20; ++i) {
        w.watch.listed(id);
        QCOMPARE(w.within(minutes(14)), 0);
    }
    QCOMPARE(w.within(minutes(3)), 1);
    w.watch.listed(model::AccountId(QStringLiteral("nobody"))); // changes nothing
    QCOMPARE(w.within(minutes(17)), 1);
}

void TstSessionWatch::nobodyIsAskedForAnything()
{
    Watched w;
    (void)w.house.signedIn();
    w.isQuiet = false;
    w.watch.start();
    QCOMPARE(w.within(hours(3)), 0);
    w.isQuiet = true;
    QVERIFY(w.within(minutes(17)) > 0);
}

void TstSessionWatch::whoIsNotSignedInIsLeftAlone()
{
    Watched w;
    const model::AccountId id = w.house.signedIn();
    w.watch.start();
    w.house.http.answer("POST /refresh", 401, R"({"error":{"code":"invalid_refresh_token","reason":"session_revoked"}})");
    QVERIFY(!answerOf(w.house.tokens.refresh(id)).ok());
    QCOMPARE(w.within(hours(5)), 0);
    QCOMPARE(w.house.signedIn(), id);
    QVERIFY(w.within(minutes(17)) > 0);
}

void TstSessionWatch::aProviderWithoutAListIsLeftAlone()
{
    Watched w;
    const model::AccountId id = w.house.signedIn();
    QVERIFY(w.house.records.update(id, [](model::Account &account) { account.provider = model::ProviderId(QStringLiteral("hub")); }).ok());
    w.watch.start();
    QCOMPARE(w.within(hours(5)), 0);
}

/// The account counts as offline until its tokens are renewed, whoever does that and when.
void TstSessionWatch::whoIsOfflineIsTriedNowAndThen()
{
    Watched w;
    const model::AccountId id = w.house.signedIn();
    w.house.http.fail("POST /refresh", core::ErrorKind::Offline, QStringLiteral("timeout"));
    QVERIFY(!answerOf(w.house.tokens.refresh(id)).ok());
    QVERIFY(w.house.manager.state(id) == accounts::AccountState::Offline);
    w.outcome = offline();
    w.watch.start();
    QCOMPARE(w.within(minutes(44)), 0);
    const qsizetype tries = w.within(hours(10));
    QVERIFY2(tries >= 5 && tries <= 9, qPrintable(QString::number(tries)));
}

void TstSessionWatch::failuresAreTriedLessAndLess_data()
{
    QTest::addColumn<core::Error>("error");
    QTest::addColumn<int>("least"); // of the tries in two days
    QTest::addColumn<int>("most");
    QTest::newRow("no network") << offline() << 80 << 97;
    QTest::newRow("an answer that makes no sense") << core::Error{core::ErrorKind::BadReply, QStringLiteral("reply_not_json"), {}} << 13 << 17;
}

void TstSessionWatch::failuresAreTriedLessAndLess()
{
    QFETCH(const core::Error, error);
    QFETCH(const int, least);
    QFETCH(const int, most);
    Watched w;
    (void)w.house.signedIn();
    w.watch.start();
    w.outcome = error;
    QCOMPARE(w.within(minutes(15)), 1);
    QCOMPARE(w.within(minutes(14)), 0);
    const qsizetype tries = w.within(hours(48));
    QVERIFY2(tries >= least && tries <= most, qPrintable(QString::number(tries)));
    w.outcome = {};
    w.within(hours(5)); // found to be well again
    const qsizetype after = w.within(hours(10));
    QVERIFY2(after >= 36, qPrintable(QString::number(after)));
}

void TstSessionWatch::aPauseIsKept()
{
    Watched w;
    (void)w.house.signedIn();
    w.watch.start();
    core::Error limited{core::ErrorKind::RateLimited, QStringLiteral("rate_limited"), {}};
    limited.retryAfter = hours(6);
    w.outcome = limited;
    QCOMPARE(w.within(minutes(15)), 1);
    QCOMPARE(w.within(hours(5)), 0);
    QCOMPARE(w.within(hours(2)), 1);
}

void TstSessionWatch::oneTimerServesAll()
{
    Watched w;
    for (const char *name : {"u1", "u2", "u3"})
        QVERIFY(!w.house.signedIn(QString::fromLatin1(name)).isEmpty());
    const std::size_t before = w.house.clock.pendingCalls();
    w.watch.start();
    QCOMPARE(w.house.clock.pendingCalls(), before + 1);
    w.watch.stop();
    QCOMPARE(w.within(hours(1)), 0);
    QVERIFY(w.house.clock.pendingCalls() <= before); // and it is not wound up again
}

} // namespace keyturn::composition

using keyturn::composition::TstSessionWatch;
KEYTURN_TEST(TstSessionWatch)
#include "tst_sessionwatch.moc"
