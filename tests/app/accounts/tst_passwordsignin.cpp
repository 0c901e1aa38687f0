// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "house.h"

#include "support/registry.h"

#include <QDir>
#include <QSignalSpy>

using namespace keyturn;
using tests::answerOf;
using tests::Ending;
using tests::headerOf;
using tests::House;
using Step = accounts::SignInFlow::Step;

class TstPasswordSignIn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_house = std::make_unique<House>(); }
    void cleanup();
    void aNewPersonBecomesAnAccount();
    void theSamePersonIsTheSameAccount();
    void aNewLabelReplacesTheOld();
    void anotherPersonThanExpectedReplacesNothing(); // FAULTS 28
    void theExpectedPersonIsWelcome();
    void aStoreThatKeepsNothingIsFoundBeforeAnythingIsSent_data(); // FAULTS 60, 61
    void aStoreThatKeepsNothingIsFoundBeforeAnythingIsSent();
    void anUnreadableAccountListIsFoundBeforeAnythingIsSent();
    void tokensThatCannotBeStoredAreGivenBack_data(); // FAULTS 66
    void tokensThatCannotBeStoredAreGivenBack();
    void anAccountThatCannotBeRecordedLeavesNoSecret(); // FAULTS 72
    void aWrongPasswordStoresNothing();
    void aRegistrationSignsIn();
    void anUnknownProfileIsSaid();
    void readinessIsToldWithoutASignIn();
    void cancellingWhileTheBackendIsAskedStopsTheRequest();
    void cancellingWhileStoringComesTooLate();
    void aDestroyedFlowSaysNothingMore();
    void theEmbeddedBackendMayMoveToAnotherPort();
    void twoBackendsWithOneSubjectAreTwoAccounts();

private:
    std::unique_ptr<House> m_house;
};

void TstPasswordSignIn::cleanup()
{
    QVERIFY2(m_house->http.unexpected().isEmpty(), m_house->http.unexpected().value(0).constData());
    m_house.reset();
}

void TstPasswordSignIn::aNewPersonBecomesAnAccount()
{
    House &house = *m_house;
    QSignalSpy added(&house.manager, &accounts::AccountManager::accountAdded);
    house.answerSignIn(QStringLiteral("u1"), "refresh-1");
    auto request = house.ada();
    request.label = QStringLiteral("Work");
    const auto flow = house.signIn.withPassword(request);
    Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.signedIn.size(), 1);
    QCOMPARE(ending.ends(), 1);
    QCOMPARE(ending.steps, (QList<Step>{Step::Preparing, Step::AskingBackend, Step::Storing}));

    QCOMPARE(house.stored().size(), 1);
    const model::Account account = house.stored().first();
    QCOMPARE(account.id, ending.signedIn.first());
    QCOMPARE(account.identity.subject, QStringLiteral("u1"));
    QCOMPARE(account.identity.issuer, QStringLiteral("https://auth.example"));
    QCOMPARE(account.label, QStringLiteral("Work"));
    QCOMPARE(account.method, model::SignInMethod::Password);
    QCOMPARE(account.accessExpiresAt, house.clock.now().addSecs(900));
    QCOMPARE(account.generation, 1U);
    QCOMPARE(house.secrets.entries.keys(), QStringList{account.id.toString() + QLatin1String("/1")});
    QCOMPARE(added.size(), 1);
    QVERIFY(house.tokens.current(account.id));
}

void TstPasswordSignIn::theSamePersonIsTheSameAccount()
{
    House &house = *m_house;
    const model::AccountId id = house.signedIn();
    QVERIFY(house.manager.setLabel(id, QStringLiteral("Mine")).ok());
    house.clock.advance(std::chrono::minutes(1));
    QCOMPARE(house.signedIn(QStringLiteral("u2")).isEmpty(), false);
    QCOMPARE(house.signedIn(), id);
    QCOMPARE(house.stored().size(), 2);
    const model::Account account = house.stored().first(); // its place is kept
    QCOMPARE(account.id, id);
    QCOMPARE(account.label, QStringLiteral("Mine"));
    QCOMPARE(account.addedAt, house.clock.now().addSecs(-60));
    QCOMPARE(account.generation, 2U);
    QCOMPARE(house.secrets.entries.size(), 2); // the old slot is gone
    QVERIFY(house.secrets.entries.contains(id.toString() + QLatin1String("/2")));
}

void TstPasswordSignIn::aNewLabelReplacesTheOld()
{
    House &house = *m_house;
    const model::AccountId id = house.signedIn();
    QVERIFY(house.manager.setLabel(id, QStringLiteral("Old")).ok());
    house.answerSignIn(QStringLiteral("u1"), "refresh-2");
    auto request = house.ada();
    request.label = QStringLiteral("New");
    const auto flow = house.signIn.withPassword(request);
    Ending(*flow).run();
    QCOMPARE(house.stored().first().label, QStringLiteral("New"));
}

void TstPasswordSignIn::anotherPersonThanExpectedReplacesNothing()
{
    House &house = *m_house;
    const model::AccountId id = house.signedIn();
    const QList<model::Account> before = house.stored();
    const auto secretsBefore = house.secrets.entries;
    house.answerSignIn(QStringLiteral("eve"), "refresh-of-eve");
    house.http.answer("POST /logout", 204);
    auto request = house.ada();
    request.expected = id;
    const auto flow = house.signIn.withPassword(request);
    Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.ends(), 1);
    QCOMPARE(ending.failure().kind, core::ErrorKind::Rejected);
    QCOMPARE(ending.failure().code, QStringLiteral("other_identity"));
    QCOMPARE(house.stored(), before);
    QCOMPARE(house.secrets.entries, secretsBefore);
    QCOMPARE(house.http.countOf("POST /logout"), 1);
    QCOMPARE(headerOf(house.http.requests().last(), "Cookie"), QByteArray("rt=refresh-of-eve"));
}

void TstPasswordSignIn::theExpectedPersonIsWelcome()
{
    House &house = *m_house;
    const model::AccountId id = house.signedIn();
    QVERIFY(house.records.update(id,
                                 [](model::Account &account) {
                                     account.standing = model::SignInNeeded{QStringLiteral("invalid_grant"), {}};
                                 })
                .ok());
    QCOMPARE(house.manager.state(id), accounts::AccountState::SignInAgain);
    house.answerSignIn(QStringLiteral("u1"), "refresh-2");
    auto request = house.ada();
    request.expected = id;
    const auto flow = house.signIn.withPassword(request);
    Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.signedIn, QList<model::AccountId>{id});
    QVERIFY(std::holds_alternative<model::SignedIn>(house.stored().first().standing));
    QCOMPARE(house.manager.state(id), accounts::AccountState::Ready);
}

void TstPasswordSignIn::aStoreThatKeepsNothingIsFoundBeforeAnythingIsSent_data()
{
    QTest::addColumn<QString>("code");
    QTest::newRow("locked") << QStringLiteral("keychain_locked");
    QTest::newRow("absent") << QStringLiteral("keychain_absent");
    QTest::newRow("frozen") << QStringLiteral("keychain_timeout");
}

void TstPasswordSignIn::aStoreThatKeepsNothingIsFoundBeforeAnythingIsSent()
{
    QFETCH(QString, code);
    House &house = *m_house;
    house.secrets.broken = code;
    const auto flow = house.signIn.withPassword(house.ada());
    Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.failure().kind, core::ErrorKind::Storage);
    QCOMPARE(ending.failure().code, code);
    QVERIFY(house.http.requests().isEmpty());
    QVERIFY(house.stored().isEmpty());
}

void TstPasswordSignIn::anUnreadableAccountListIsFoundBeforeAnythingIsSent()
{
    House &house = *m_house;
    QVERIFY(QDir().mkpath(house.home.paths().data));
    QFile file(house.home.paths().data + QLatin1String("/accounts.json"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{{{") == 3);
    file.close();
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    const auto flow = house.signIn.withPassword(house.ada());
    Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.failure().code, QStringLiteral("accounts_broken"));
    QVERIFY(house.http.requests().isEmpty());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("{{{"));
}

void TstPasswordSignIn::tokensThatCannotBeStoredAreGivenBack_data()
{
    QTest::addColumn<bool>("lost");
    QTest::newRow("write refused") << false;
    QTest::newRow("write lost") << true;
}

void TstPasswordSignIn::tokensThatCannotBeStoredAreGivenBack()
{
    QFETCH(bool, lost);
    House &house = *m_house;
    house.http.on("POST /login", [&house, lost](const net::HttpRequest &request) -> core::Result<net::HttpResponse> {
        if (lost)
            house.secrets.loseNextWrite();
        else
            house.secrets.failNext(tests::FakeSecretStore::Operation::Write);
        return net::HttpResponse{
            200, {{"Set-Cookie", "rt=refresh-1"}}, core::Secret(R"({"token":"a","expiresIn":9,"user":{"id":"u1"}})"), request.url};
    });
    house.http.answer("POST /logout", 204);
    const auto flow = house.signIn.withPassword(house.ada());
    Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.failure().kind, core::ErrorKind::Storage);
    QVERIFY(house.stored().isEmpty());
    QVERIFY(house.secrets.entries.isEmpty());
    QCOMPARE(headerOf(house.http.requests().last(), "Cookie"), QByteArray("rt=refresh-1"));
    QCOMPARE(house.http.countOf("POST /logout"), 1);
}

void TstPasswordSignIn::anAccountThatCannotBeRecordedLeavesNoSecret()
{
    House &house = *m_house;
    house.http.on("POST /login", [&house](const net::HttpRequest &request) -> core::Result<net::HttpResponse> {
        // A folder where the file should be: nobody can write it, root neither.
        if (!QDir().mkpath(house.home.paths().data + QLatin1String("/accounts.json")))
            qFatal("no folder");
        return net::HttpResponse{
            200, {{"Set-Cookie", "rt=refresh-1"}}, core::Secret(R"({"token":"a","expiresIn":9,"user":{"id":"u1"}})"), request.url};
    });
    house.http.answer("POST /logout", 204);
    const auto flow = house.signIn.withPassword(house.ada());
    Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.failure().kind, core::ErrorKind::Storage);
    QVERIFY(house.secrets.entries.isEmpty());
    QCOMPARE(house.http.countOf("POST /logout"), 1);
}

void TstPasswordSignIn::aWrongPasswordStoresNothing()
{
    House &house = *m_house;
    house.http.answer("POST /login", 401, R"({"error":{"code":"invalid_credentials"}})");
    const auto flow = house.signIn.withPassword(house.ada());
    Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.failure().code, QStringLiteral("invalid_credentials"));
    QCOMPARE(ending.ends(), 1);
    QVERIFY(house.stored().isEmpty());
    QVERIFY(house.secrets.entries.isEmpty());
    QCOMPARE(house.http.requests().size(), 1);
}

void TstPasswordSignIn::aRegistrationSignsIn()
{
    House &house = *m_house;
    house.answerSignIn(QStringLiteral("u9"), "refresh-9", "POST /register");
    const auto flow = house.signIn.withRegistration({model::ProfileId(QStringLiteral("example")),
                                                     QStringLiteral("ada@example.org"),
                                                     QStringLiteral("Ada L."),
                                                     core::Secret("canary-password"),
                                                     {}});
    Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.signedIn.size(), 1);
    QVERIFY(house.http.requests().first().body.reveal().toByteArray().contains(R"("name":"Ada L.")"));
}

void TstPasswordSignIn::anUnknownProfileIsSaid()
{
    House &house = *m_house;
    auto request = house.ada();
    request.profile = model::ProfileId(QStringLiteral("nowhere"));
    const auto flow = house.signIn.withPassword(request);
    Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.failure().kind, core::ErrorKind::Configuration);
    QCOMPARE(ending.failure().code, QStringLiteral("profile_unknown"));
}

void TstPasswordSignIn::readinessIsToldWithoutASignIn()
{
    House &house = *m_house;
    QVERIFY(answerOf(house.signIn.ready(model::ProfileId(QStringLiteral("example")))).ok());
    QCOMPARE(answerOf(house.signIn.ready(model::ProfileId(QStringLiteral("nowhere")))).error().code, QStringLiteral("profile_unknown"));
    QCOMPARE(answerOf(house.signIn.ready(model::ProfileId(QStringLiteral("moving")))).error().code, QStringLiteral("backend_not_started"));
    house.secrets.broken = QStringLiteral("keychain_locked");
    QCOMPARE(answerOf(house.signIn.ready(model::ProfileId(QStringLiteral("example")))).error().code, QStringLiteral("keychain_locked"));
    QVERIFY(house.http.requests().isEmpty());
}

void TstPasswordSignIn::cancellingWhileTheBackendIsAskedStopsTheRequest()
{
    House &house = *m_house;
    house.answerSignIn(QStringLiteral("u1"), "refresh-1");
    house.http.holdBack("POST /login");
    const auto flow = house.signIn.withPassword(house.ada());
    Ending ending(*flow);
    flow->start();
    QVERIFY(QTest::qWaitFor([&house] { return !house.http.requests().isEmpty(); }));
    flow->cancel();
    QVERIFY(house.http.requests().first().stop.stop_requested());
    house.http.release("POST /login"); // its answer comes too late
    ending.await();
    flow->cancel();
    QCOMPARE(ending.ends(), 1);
    QCOMPARE(ending.failure().kind, core::ErrorKind::Cancelled);
    QVERIFY(house.stored().isEmpty());
    QVERIFY(house.secrets.entries.isEmpty());
}

void TstPasswordSignIn::cancellingWhileStoringComesTooLate()
{
    House &house = *m_house;
    house.answerSignIn(QStringLiteral("u1"), "refresh-1");
    const auto flow = house.signIn.withPassword(house.ada());
    Ending ending(*flow);
    connect(flow.get(), &accounts::SignInFlow::stepChanged, this, [&house](Step step) {
        if (step == Step::Storing)
            house.secrets.holdBack();
    });
    flow->start();
    QVERIFY(QTest::qWaitFor([&house] { return house.secrets.waiting() > 0; }));
    flow->cancel();
    QCOMPARE(ending.ends(), 0);
    house.secrets.releaseAll();
    ending.await();
    QCOMPARE(ending.signedIn.size(), 1);
    QCOMPARE(ending.ends(), 1);
    QCOMPARE(house.stored().size(), 1);
}

void TstPasswordSignIn::aDestroyedFlowSaysNothingMore()
{
    House &house = *m_house;
    house.answerSignIn(QStringLiteral("u1"), "refresh-1");
    house.http.holdBack("POST /login");
    auto flow = house.signIn.withPassword(house.ada());
    Ending ending(*flow);
    flow->start();
    QVERIFY(QTest::qWaitFor([&house] { return !house.http.requests().isEmpty(); }));
    flow.reset();
    house.http.release("POST /login");
    QCoreApplication::processEvents();
    QCOMPARE(ending.ends(), 0);
    QVERIFY(house.stored().isEmpty());
}

void TstPasswordSignIn::theEmbeddedBackendMayMoveToAnotherPort()
{
    House &house = *m_house;
    auto request = house.ada();
    request.profile = model::ProfileId(QStringLiteral("moving"));
    QList<model::AccountId> ids;
    for (const char *address : {"http://127.0.0.1:4001", "http://127.0.0.1:4002"}) {
        house.profiles.reload(QUrl(QString::fromLatin1(address)));
        house.answerSignIn(QStringLiteral("u1"), "refresh-1");
        const auto flow = house.signIn.withPassword(request);
        Ending ending(*flow);
        ending.run();
        ids += ending.signedIn;
    }
    QCOMPARE(ids.size(), 2);
    QCOMPARE(ids.at(0), ids.at(1));
    QCOMPARE(house.stored().size(), 1);
    QCOMPARE(house.stored().first().identity.issuer, QStringLiteral("http://127.0.0.1:4002"));
}

void TstPasswordSignIn::twoBackendsWithOneSubjectAreTwoAccounts()
{
    House &house = *m_house;
    const model::AccountId here = house.signedIn();
    house.home.writeProfile(QStringLiteral("example"), [&house] {
        QFile file(house.home.paths().config + QLatin1String("/profiles.d/example.json"));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("no profile");
        return file.readAll().replace("https://auth.example", "https://auth.example:8443");
    }());
    house.profiles.reload({});
    const model::AccountId elsewhere = house.signedIn(); // the same profile and subject, but not the same issuer
    QVERIFY(!elsewhere.isEmpty());
    QVERIFY(here != elsewhere);
    QCOMPARE(house.stored().size(), 2);
}

KEYTURN_TEST(TstPasswordSignIn)
#include "tst_passwordsignin.moc"
