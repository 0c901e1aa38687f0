// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "house.h"

#include "support/fakesecretstore.h"
#include "support/registry.h"

#include <QDir>

using namespace keyturn;
using accounts::SignOutScope;
using tests::answerOf;
using tests::House;

/// What waits to be told goes along when the secrets go elsewhere.
class TstMovedRevocations : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void itIsToldFromThere();
    void whatCannotGoWaitsHere();
    void aStoreOfThisSessionTakesNone();

private:
    static void signOutOffline(House &house);
    [[nodiscard]] static qsizetype waiting(const House &house)
    {
        return QDir(house.home.paths().state + QStringLiteral("/revocations")).entryList({QStringLiteral("*.json")}).size();
    }
};

void TstMovedRevocations::signOutOffline(House &house)
{
    const model::AccountId id = house.signedIn();
    house.http.fail("POST /logout", core::ErrorKind::Offline, QStringLiteral("connection_refused"));
    QVERIFY(answerOf(house.manager.signOut(id, SignOutScope::ThisDevice)).ok());
    house.http.forget("POST /logout");
}

void TstMovedRevocations::itIsToldFromThere()
{
    House house;
    signOutOffline(house);
    tests::FakeSecretStore to;
    to.kindToTell = storage::SecretStoreKind::EncryptedFile;
    QCOMPARE(answerOf(house.revocations.moveTo(to)).value(), 0);
    QVERIFY(house.secrets.entries.isEmpty());
    QCOMPARE(to.entries.size(), 1);
    QCOMPARE(waiting(house), 1);
    accounts::RevocationQueue there(house.clock, house.random, to, house.grants, house.home.paths().state + QStringLiteral("/revocations"));
    house.http.answer("POST /logout", 204);
    QVERIFY(answerOf(house.revocations.retryPending()).ok()); // whose store it is not any more
    QCOMPARE(waiting(house), 1);
    QVERIFY(answerOf(there.retryPending()).ok());
    QCOMPARE(waiting(house), 0);
    QVERIFY(to.entries.isEmpty());
}

void TstMovedRevocations::whatCannotGoWaitsHere()
{
    House house;
    signOutOffline(house);
    tests::FakeSecretStore to;
    to.kindToTell = storage::SecretStoreKind::EncryptedFile;
    to.failNext(tests::FakeSecretStore::Operation::Write);
    QCOMPARE(answerOf(house.revocations.moveTo(to)).value(), 1);
    QCOMPARE(house.secrets.entries.size(), 1);
    house.http.answer("POST /logout", 204);
    QVERIFY(answerOf(house.revocations.retryPending()).ok());
    QCOMPARE(waiting(house), 0);
}

void TstMovedRevocations::aStoreOfThisSessionTakesNone()
{
    House house;
    signOutOffline(house);
    tests::FakeSecretStore to;
    to.kindToTell = storage::SecretStoreKind::SessionOnly;
    QCOMPARE(answerOf(house.revocations.moveTo(to)).value(), 1);
    QCOMPARE(house.secrets.entries.size(), 1);
    QVERIFY(to.entries.isEmpty());
    accounts::RevocationQueue there(house.clock, house.random, to, house.grants, house.home.paths().state + QStringLiteral("/revocations"));
    QVERIFY(answerOf(there.retryPending()).ok());
    QCOMPARE(waiting(house), 1); // whose slot it cannot see, and does not forget
}

KEYTURN_TEST(TstMovedRevocations)
#include "tst_movedrevocations.moc"
