// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "house.h"

#include "support/registry.h"

#include <QDirIterator>

using namespace keyturn;
using accounts::SignOutScope;
using tests::answerOf;
using tests::Ending;
using tests::House;

class TstRevocationQueue : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void aSignOutOfflineIsToldLater();
    void theNextSignInTells();
    void aRefusalIsNotTriedAgain();
    void whatIsStillOutOfReachWaitsOn();
    void aWeekLaterItIsGivenUp();
    void aSlotThatIsGoneIsForgotten();
    void nothingWaitingTouchesNoKeychain();
    void whatCannotBeKeptIsSaid();
    void aStoreOfThisSessionKeepsNothing();
    void anotherStoresAreLeftAlone();
    void aFileThatCannotBeReadIsRemoved();
    void anEntryThatIsBeingWrittenIsLeftAlone();
    void anEntryIsTriedOnceAtATime();
    void theTryIsDoneWhenEachWasTried();
    void whatIsNoRefusalWaitsTheWeek_data();
    void whatIsNoRefusalWaitsTheWeek();
    void aProfileThatNowGoesElsewhereIsSentNothing();
    void aProgramThatRunsForLongTriesEveryHour();
    void whatIsBackIsToldAtOnce();
    void fault56LateTokensWaitAsWell();

private:
    void signOutOffline();
    void retry();
    [[nodiscard]] QStringList files() const;

    std::unique_ptr<House> m_house;
};

void TstRevocationQueue::init()
{
    m_house = std::make_unique<House>();
}

void TstRevocationQueue::cleanup()
{
    QVERIFY2(m_house->http.unexpected().isEmpty(), m_house->http.unexpected().value(0).constData());
    m_house.reset();
}

void TstRevocationQueue::signOutOffline()
{
    House &house = *m_house;
    const model::AccountId id = house.signedIn();
    house.http.fail("POST /logout", core::ErrorKind::Offline, QStringLiteral("connection_refused"));
    const auto outcome = answerOf(house.manager.signOut(id, SignOutScope::ThisDevice));
    QVERIFY(outcome.ok());
    QVERIFY(!outcome->backendTold);
    QCOMPARE(outcome->backendError->code, QStringLiteral("connection_refused"));
    QVERIFY(outcome->toldLater);
    house.http.forget("POST /logout");
}

void TstRevocationQueue::retry()
{
    const core::Async<void> tried = m_house->revocations.retryPending();
    Q_UNUSED(tried)
    m_house->clock.advance(std::chrono::seconds(0));
}

QStringList TstRevocationQueue::files() const
{
    return QDir(m_house->home.paths().state + QLatin1String("/revocations")).entryList(QDir::Files);
}

void TstRevocationQueue::aSignOutOfflineIsToldLater()
{
    House &house = *m_house;
    signOutOffline();
    QVERIFY(house.stored().isEmpty());
    QCOMPARE(house.secrets.entries.size(), 1);
    QCOMPARE(files().size(), 1);
    for (QDirIterator all(house.home.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); all.hasNext();) {
        QFile file(all.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        for (const char *canary : {"refresh-u1", "access-u1", "ada@example.org"})
            QVERIFY2(!text.contains(canary), qPrintable(file.fileName()));
    }
    house.http.answer("POST /logout", 204);
    retry();
    QCOMPARE(tests::headerOf(house.http.requests().last(), "Cookie"), QByteArray("rt=refresh-u1"));
    QVERIFY(house.secrets.entries.isEmpty());
    QVERIFY(files().isEmpty());
}

void TstRevocationQueue::theNextSignInTells()
{
    House &house = *m_house;
    signOutOffline();
    house.http.answer("POST /logout", 204);
    QVERIFY(!house.signedIn(QStringLiteral("u2")).isEmpty());
    house.clock.advance(std::chrono::seconds(0));
    QVERIFY(files().isEmpty());
    QCOMPARE(house.secrets.entries.size(), 1); // the new one's
    QCOMPARE(house.http.countOf("POST /logout"), 2);
}

void TstRevocationQueue::aRefusalIsNotTriedAgain()
{
    House &house = *m_house;
    signOutOffline();
    house.http.answer("POST /logout", 401, R"({"error":{"code":"invalid_token"}})", {{"Content-Type", "application/json"}});
    retry();
    QVERIFY(house.secrets.entries.isEmpty());
    QVERIFY(files().isEmpty());
}

void TstRevocationQueue::whatIsStillOutOfReachWaitsOn()
{
    House &house = *m_house;
    signOutOffline();
    house.http.answer("POST /logout", 503);
    retry();
    QCOMPARE(house.secrets.entries.size(), 1);
    QCOMPARE(files().size(), 1);
}

void TstRevocationQueue::aWeekLaterItIsGivenUp()
{
    House &house = *m_house;
    signOutOffline();
    house.http.answer("POST /logout", 503);
    house.clock.advance(std::chrono::hours(7 * 24) - std::chrono::seconds(1));
    retry();
    QCOMPARE(files().size(), 1);
    const qsizetype asked = house.http.countOf("POST /logout");
    house.clock.advance(std::chrono::seconds(1));
    retry();
    QCOMPARE(house.http.countOf("POST /logout"), asked);
    QVERIFY(house.secrets.entries.isEmpty());
    QVERIFY(files().isEmpty());
}

void TstRevocationQueue::aSlotThatIsGoneIsForgotten()
{
    signOutOffline();
    m_house->secrets.entries.clear();
    retry();
    QVERIFY(files().isEmpty());
}

void TstRevocationQueue::nothingWaitingTouchesNoKeychain()
{
    using Operation = tests::FakeSecretStore::Operation;
    retry();
    QCOMPARE(m_house->secrets.count(Operation::Read), 0);
    QVERIFY(m_house->http.requests().isEmpty());
}

void TstRevocationQueue::whatCannotBeKeptIsSaid()
{
    House &house = *m_house;
    const model::AccountId id = house.signedIn();
    house.http.fail("POST /logout", core::ErrorKind::Offline, QStringLiteral("connection_refused"));
    house.secrets.failNext(tests::FakeSecretStore::Operation::Write);
    const auto outcome = answerOf(house.manager.signOut(id, SignOutScope::ThisDevice));
    QVERIFY(outcome.ok());
    QVERIFY(!outcome->toldLater);
    house.clock.advance(std::chrono::seconds(0));
    QVERIFY(files().isEmpty());
}

void TstRevocationQueue::aStoreOfThisSessionKeepsNothing()
{
    House &house = *m_house;
    house.secrets.kindToTell = storage::SecretStoreKind::SessionOnly;
    const model::AccountId id = house.signedIn();
    house.http.fail("POST /logout", core::ErrorKind::Offline, QStringLiteral("connection_refused"));
    const auto outcome = answerOf(house.manager.signOut(id, SignOutScope::ThisDevice));
    QVERIFY(outcome.ok());
    QVERIFY(!outcome->toldLater);
    QVERIFY(house.secrets.entries.isEmpty());
}

void TstRevocationQueue::anotherStoresAreLeftAlone()
{
    House &house = *m_house;
    signOutOffline();
    house.secrets.kindToTell = storage::SecretStoreKind::EncryptedFile;
    house.clock.advance(std::chrono::hours(30 * 24));
    retry();
    QCOMPARE(files().size(), 1);
    QCOMPARE(house.secrets.entries.size(), 1);
}

void TstRevocationQueue::aFileThatCannotBeReadIsRemoved()
{
    House &house = *m_house;
    signOutOffline();
    QFile file(house.home.paths().state + QLatin1String("/revocations/") + files().first());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{");
    file.close();
    retry();
    QVERIFY(files().isEmpty());
    QVERIFY(house.secrets.entries.isEmpty());
}

/// Between the file and its slot an entry looks like one whose slot is gone.
void TstRevocationQueue::anEntryThatIsBeingWrittenIsLeftAlone()
{
    House &house = *m_house;
    const model::Account account = *house.records.find(house.signedIn());
    house.secrets.holdBack();
    model::TokenSet tokens;
    tokens.accessToken = core::Secret("late");
    const core::Async<bool> kept = house.revocations.revokeLater(account, tokens);
    QCOMPARE(house.secrets.waiting(), std::size_t(1));
    retry();
    house.secrets.releaseAll();
    QVERIFY(answerOf(kept).ok() && kept.result().value());
    QCOMPARE(files().size(), 1);
    house.http.answer("POST /logout", 204);
    retry();
    QCOMPARE(house.http.countOf("POST /logout"), 1);
    QVERIFY(files().isEmpty());
    QCOMPARE(house.secrets.entries.size(), 1); // the account's
}

void TstRevocationQueue::anEntryIsTriedOnceAtATime()
{
    House &house = *m_house;
    signOutOffline();
    const qsizetype before = house.http.countOf("POST /logout");
    house.http.answer("POST /logout", 204);
    house.http.holdBack("POST /logout");
    retry();
    retry();
    QCOMPARE(house.http.countOf("POST /logout"), before + 1);
    house.http.release("POST /logout");
    house.clock.advance(std::chrono::seconds(0));
    QVERIFY(files().isEmpty());
}

void TstRevocationQueue::theTryIsDoneWhenEachWasTried()
{
    House &house = *m_house;
    QVERIFY(answerOf(house.revocations.retryPending()).ok());
    signOutOffline();
    house.http.answer("POST /logout", 204);
    house.http.holdBack("POST /logout");
    const core::Async<void> tried = house.revocations.retryPending();
    house.clock.advance(std::chrono::seconds(0));
    QVERIFY(!tried.isFinished());
    house.http.release("POST /logout");
    QVERIFY(answerOf(tried).ok());
    QVERIFY(files().isEmpty());
}

void TstRevocationQueue::whatIsNoRefusalWaitsTheWeek_data()
{
    QTest::addColumn<core::ErrorKind>("kind");
    QTest::addColumn<QString>("code");
    QTest::newRow("the profile is gone") << core::ErrorKind::Configuration << QStringLiteral("profile_unknown");
    QTest::newRow("the backend is not started") << core::ErrorKind::Configuration << QStringLiteral("backend_not_started");
    QTest::newRow("nobody says the client id") << core::ErrorKind::Configuration << QStringLiteral("client_id_missing");
    QTest::newRow("a hotel's page in between") << core::ErrorKind::BadReply << QStringLiteral("reply_invalid");
    QTest::newRow("the program ends") << core::ErrorKind::Cancelled << QStringLiteral("stopped");
}

void TstRevocationQueue::whatIsNoRefusalWaitsTheWeek()
{
    QFETCH(const core::ErrorKind, kind);
    QFETCH(const QString, code);
    House &house = *m_house;
    signOutOffline();
    house.http.fail("POST /logout", kind, code);
    retry();
    QCOMPARE(files().size(), 1);
    QCOMPARE(house.secrets.entries.size(), 1);
    house.clock.advance(std::chrono::hours(7 * 24));
    retry();
    QVERIFY(files().isEmpty());
    QVERIFY(house.secrets.entries.isEmpty());
}

void TstRevocationQueue::aProfileThatNowGoesElsewhereIsSentNothing()
{
    House &house = *m_house;
    signOutOffline();
    house.home.writeProfile(QStringLiteral("example"), R"({"id": "example", "name": "Example", "baseUrl": "https://evil.example",
        "password": {"signIn": {"method": "POST", "path": "/login", "bodyType": "json", "body": {"email": "{user}", "password": "{password}"}},
                     "tokens": {"accessToken": "/token", "lifetime": {"unit": "seconds", "pointer": "/expiresIn"}, "refreshToken": {"cookie": "rt"}},
                     "identity": {"subject": "/user/id"}},
        "signOut": {"method": "POST", "path": "/logout"}})");
    house.profiles.reload({});
    QVERIFY(house.profiles.find(model::ProfileId(QStringLiteral("example")))->baseUrl.host() == QLatin1String("evil.example"));
    const qsizetype before = house.http.requests().size();
    retry();
    QCOMPARE(house.http.requests().size(), before);
    QCOMPARE(files().size(), 1);
}

void TstRevocationQueue::aProgramThatRunsForLongTriesEveryHour()
{
    House &house = *m_house;
    signOutOffline();
    const qsizetype before = house.http.countOf("POST /logout");
    house.http.answer("POST /logout", 503);
    house.revocations.keepTrying();
    house.clock.advance(std::chrono::seconds(1));
    QCOMPARE(house.http.countOf("POST /logout"), before + 1);
    house.clock.advance(std::chrono::minutes(59));
    QCOMPARE(house.http.countOf("POST /logout"), before + 1);
    house.clock.advance(std::chrono::minutes(1));
    QCOMPARE(house.http.countOf("POST /logout"), before + 2);
    house.clock.advance(std::chrono::hours(7 * 24)); // and gives it up without any sign-in
    QVERIFY(files().isEmpty());
    QVERIFY(house.secrets.entries.isEmpty());
}

void TstRevocationQueue::whatIsBackIsToldAtOnce()
{
    House &house = *m_house;
    const model::AccountId other = house.signedIn(QStringLiteral("u2"));
    signOutOffline();
    house.http.answer("POST /logout", 204);
    house.http.fail("POST /refresh", core::ErrorKind::Offline, QStringLiteral("connection_refused"));
    QVERIFY(!answerOf(house.tokens.refresh(other)).ok());
    QCOMPARE(files().size(), 1);
    house.http.forget("POST /refresh");
    house.answerSignIn(QStringLiteral("u2"), "refresh-u2b", "POST /refresh");
    house.clock.advance(std::chrono::minutes(10));
    QVERIFY(answerOf(house.tokens.refresh(other)).ok());
    house.clock.advance(std::chrono::seconds(0));
    QVERIFY(files().isEmpty());
}

/// They came after the sign-out, and the network went after them.
void TstRevocationQueue::fault56LateTokensWaitAsWell()
{
    House &house = *m_house;
    const model::Account account = *house.records.find(house.signedIn());
    house.http.fail("POST /logout", core::ErrorKind::Offline, QStringLiteral("connection_refused"));
    model::TokenSet late;
    late.accessToken = core::Secret("late");
    late.refreshToken = core::Secret("late-refresh");
    Q_EMIT house.tokens.orphaned(account, late);
    house.clock.advance(std::chrono::seconds(0));
    QCOMPARE(files().size(), 1);
}

KEYTURN_TEST(TstRevocationQueue)
#include "tst_revocationqueue.moc"
