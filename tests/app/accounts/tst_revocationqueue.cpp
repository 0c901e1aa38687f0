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
    m_house->revocations.retryPending();
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

KEYTURN_TEST(TstRevocationQueue)
#include "tst_revocationqueue.moc"
