// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "house.h"

#include "support/registry.h"

#include <QSignalSpy>

using namespace keyturn;
using accounts::AccountState;
using tests::answerOf;
using tests::House;

class TstAccountManager : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_house = std::make_unique<House>(); }
    void cleanup() { m_house.reset(); }
    void anAccountIsFoundByWhatOneWouldCallIt_data();
    void anAccountIsFoundByWhatOneWouldCallIt();
    void severalThatFitAreNamed();
    void aLabelIsTrimmedAndCut();
    void aColourIsBroughtIntoTheCircle_data();
    void aColourIsBroughtIntoTheCircle();
    void anotherOrderIsTold();
    void changesOfAnotherProcessAreTold();
    void aListThatCannotBeReadLeavesTheKnownOne();
    void theStateFollowsTheTokens();
    void aSignInThatEndsWithinADayIsAnnounced();

private:
    void plant(const QString &id, const QString &name, const QString &label = {}, const QString &provider = {});
    std::unique_ptr<House> m_house;
};

void TstAccountManager::plant(const QString &id, const QString &name, const QString &label, const QString &provider)
{
    model::Account account;
    account.id = model::AccountId(id);
    account.profile = model::ProfileId(QStringLiteral("example"));
    account.provider = model::ProviderId(provider);
    account.identity = {QStringLiteral("https://auth.example"), QStringLiteral("sub-") + id, name, name.toLower() + QStringLiteral("@mail.example")};
    account.label = label;
    account.generation = 1;
    QVERIFY(m_house->records.put(account).ok());
    QVERIFY(m_house->manager.reload().ok());
}

void TstAccountManager::anAccountIsFoundByWhatOneWouldCallIt_data()
{
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<QString>("found"); // an id, or the error's code
    const auto row = [](const char *name, const char *wanted, const char *found) {
        QTest::newRow(name) << QString::fromLatin1(wanted) << QString::fromLatin1(found);
    };
    row("id", "id-ada", "id-ada");
    row("part of the id", "d-ad", "id-ada");
    row("name and profile", "Ada@example", "id-ada");
    row("e-mail", "ada@mail.example", "id-ada");
    row("e-mail and profile", "ada@mail.example@example", "id-ada");
    row("other case", "ADA@EXAMPLE", "id-ada");
    row("label", "Work", "id-bob");
    row("label and profile", "work@example", "id-bob");
    row("provider", "@hub", "id-eve");
    row("name and provider", "eve@hub", "id-eve");
    row("exactly one before parts of others", "Bo@example", "id-bo");
    row("nobody", "zoe", "account_unknown");
    row("empty", "", "account_unknown");
    row("all", "@example", "account_ambiguous");
    row("a wildcard is no wildcard", "*", "account_unknown");
}

void TstAccountManager::anAccountIsFoundByWhatOneWouldCallIt()
{
    plant(QStringLiteral("id-ada"), QStringLiteral("Ada"));
    plant(QStringLiteral("id-bob"), QStringLiteral("Bob"), QStringLiteral("Work"));
    plant(QStringLiteral("id-bo"), QStringLiteral("Bo"));
    plant(QStringLiteral("id-eve"), QStringLiteral("Eve"), {}, QStringLiteral("hub"));
    QFETCH(QString, wanted);
    const auto found = m_house->manager.find(wanted);
    QTEST(found.ok() ? found->id.toString() : found.error().code, "found");
}

void TstAccountManager::severalThatFitAreNamed()
{
    plant(QStringLiteral("one"), QStringLiteral("Ada"));
    plant(QStringLiteral("two"), QStringLiteral("Adam"));
    const auto found = m_house->manager.find(QStringLiteral("ada"));
    QVERIFY(!found.ok());
    QVERIFY(found.error().detail.contains(QLatin1String("one")));
    QVERIFY(found.error().detail.contains(QLatin1String("two")));
}

void TstAccountManager::aLabelIsTrimmedAndCut()
{
    plant(QStringLiteral("one"), QStringLiteral("Ada"));
    const model::AccountId id(QStringLiteral("one"));
    QSignalSpy changed(&m_house->manager, &accounts::AccountManager::accountChanged);
    QVERIFY(m_house->manager.setLabel(id, QStringLiteral("  Work ") + QString(500, u'k')).ok());
    QCOMPARE(m_house->stored().first().label, QStringLiteral("Work ") + QString(95, u'k'));
    QCOMPARE(m_house->manager.account(id)->label, m_house->stored().first().label);
    QVERIFY(changed.size() >= 1);
    QVERIFY(m_house->manager.setLabel(id, {}).ok());
    QVERIFY(m_house->stored().first().label.isEmpty());
    QCOMPARE(m_house->manager.setLabel(model::AccountId(QStringLiteral("none")), {}).error().code, QStringLiteral("account_unknown"));
}

void TstAccountManager::aColourIsBroughtIntoTheCircle_data()
{
    QTest::addColumn<int>("asked");
    QTest::addColumn<int>("kept");
    QTest::newRow("in it") << 212 << 212;
    QTest::newRow("once round") << 360 << 0;
    QTest::newRow("the other way") << -30 << 330;
}

void TstAccountManager::aColourIsBroughtIntoTheCircle()
{
    QFETCH(const int, asked);
    QFETCH(const int, kept);
    plant(QStringLiteral("one"), QStringLiteral("Ada"));
    const model::AccountId id(QStringLiteral("one"));
    QVERIFY(m_house->manager.setHue(id, asked).ok());
    QCOMPARE(m_house->stored().first().hue, std::optional(kept));
    QVERIFY(m_house->manager.setHue(id, std::nullopt).ok());
    QVERIFY(!m_house->manager.account(id)->hue);
}

void TstAccountManager::anotherOrderIsTold()
{
    for (const char *id : {"one", "two", "three"})
        plant(QString::fromLatin1(id), QString::fromLatin1(id));
    QSignalSpy moved(&m_house->manager, &accounts::AccountManager::accountsMoved);
    QSignalSpy changed(&m_house->manager, &accounts::AccountManager::accountChanged);
    QVERIFY(m_house->manager.move(model::AccountId(QStringLiteral("three")), model::AccountId(QStringLiteral("one"))).ok());
    QCOMPARE(moved.size(), 1);
    QCOMPARE(changed.size(), 0);
    QCOMPARE(m_house->manager.accounts().first().id.toString(), QStringLiteral("three"));
    QVERIFY(m_house->manager.move(model::AccountId(QStringLiteral("three")), model::AccountId(QStringLiteral("one"))).ok());
    QCOMPARE(moved.size(), 1); // it stands there already
    storage::AccountStore other(m_house->home.paths().data);
    QVERIFY(other.remove(model::AccountId(QStringLiteral("three"))).ok());
    QVERIFY(m_house->manager.reload().ok());
    QCOMPARE(moved.size(), 1); // one that is gone moves nobody
}

void TstAccountManager::changesOfAnotherProcessAreTold()
{
    plant(QStringLiteral("one"), QStringLiteral("Ada"));
    plant(QStringLiteral("two"), QStringLiteral("Bob"));
    QSignalSpy added(&m_house->manager, &accounts::AccountManager::accountAdded);
    QSignalSpy changed(&m_house->manager, &accounts::AccountManager::accountChanged);
    QSignalSpy removed(&m_house->manager, &accounts::AccountManager::accountRemoved);
    storage::AccountStore other(m_house->home.paths().data);
    QVERIFY(other.remove(model::AccountId(QStringLiteral("one"))).ok());
    QVERIFY(other.update(model::AccountId(QStringLiteral("two")), [](model::Account &account) { account.label = QStringLiteral("L"); }).ok());
    model::Account third = m_house->manager.accounts().last();
    third.id = model::AccountId(QStringLiteral("three"));
    QVERIFY(other.put(third).ok());
    QVERIFY(m_house->manager.reload().ok());
    QCOMPARE(removed.size(), 1);
    QCOMPARE(removed.first().first().value<model::AccountId>(), model::AccountId(QStringLiteral("one")));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().first().value<model::AccountId>(), model::AccountId(QStringLiteral("two")));
    QCOMPARE(added.size(), 1);
    QCOMPARE(added.first().first().value<model::AccountId>(), model::AccountId(QStringLiteral("three")));
    QVERIFY(m_house->manager.reload().ok());
    QCOMPARE(added.size() + changed.size() + removed.size(), 3); // nothing new, nothing told
}

void TstAccountManager::aListThatCannotBeReadLeavesTheKnownOne()
{
    plant(QStringLiteral("one"), QStringLiteral("Ada"));
    QFile file(m_house->home.paths().data + QLatin1String("/accounts.json"));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write("{");
    file.close();
    QVERIFY(!m_house->manager.reload().ok());
    QCOMPARE(m_house->manager.accounts().size(), 1);
}

void TstAccountManager::theStateFollowsTheTokens()
{
    House &house = *m_house;
    const model::AccountId id = house.signedIn();
    QCOMPARE(house.manager.state(id), AccountState::Ready);
    QSignalSpy changed(&house.manager, &accounts::AccountManager::accountChanged);

    house.clock.advance(std::chrono::hours(1));
    house.http.fail("POST /refresh", core::ErrorKind::Offline, QStringLiteral("connection_refused"));
    QVERIFY(!answerOf(house.tokens.tokens(id)).ok());
    QCOMPARE(house.manager.state(id), AccountState::Offline);
    QCOMPARE(house.manager.lastError(id)->code, QStringLiteral("connection_refused"));
    QVERIFY(!changed.isEmpty());

    house.http.forget("POST /refresh");
    house.answerSignIn(QStringLiteral("u1"), "refresh-2", "POST /refresh");
    QVERIFY(answerOf(house.tokens.tokens(id)).ok());
    QCOMPARE(house.manager.state(id), AccountState::Ready);
    QVERIFY(!house.manager.lastError(id));

    house.clock.advance(std::chrono::hours(1));
    house.secrets.broken = QStringLiteral("keychain_locked");
    QVERIFY(!answerOf(house.tokens.tokens(id)).ok());
    QCOMPARE(house.manager.state(id), AccountState::KeychainLocked);
    house.secrets.broken.clear();

    house.http.forget("POST /refresh");
    house.http.answer("POST /refresh", 401, R"({"error":{"code":"invalid_refresh_token","reason":"session_revoked"}})");
    QVERIFY(!answerOf(house.tokens.tokens(id)).ok());
    QCOMPARE(house.manager.state(id), AccountState::SignInAgain);
    QCOMPARE(house.stored().size(), 1); // the account stays, with the reason
    QCOMPARE(std::get<model::SignInNeeded>(house.stored().first().standing).cause, QStringLiteral("session_revoked"));
}

void TstAccountManager::aSignInThatEndsWithinADayIsAnnounced()
{
    House &house = *m_house;
    const model::AccountId id = house.signedIn(); // its refresh token lives for seven days
    house.clock.advance(std::chrono::hours(6 * 24 + 1));
    QCOMPARE(house.manager.state(id), AccountState::Ready); // no longer valid in memory: not known without asking
    house.http.answer("POST /refresh", 200, R"({"token":"a","expiresIn":900})"); // the old refresh token goes on
    QVERIFY(answerOf(house.tokens.tokens(id)).ok());
    QCOMPARE(house.manager.state(id), AccountState::ExpiresSoon);
}

KEYTURN_TEST(TstAccountManager)
#include "tst_accountmanager.moc"
