// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "house.h"

#include "support/registry.h"

using namespace keyturn;
using tests::Ending;
using tests::House;

namespace {

/// Another process of the same person: it shares network, keychain and disk with the house and nothing else.
struct Neighbour {
    explicit Neighbour(House &house)
        : records(house.home.paths().data),
          tokens(house.clock, house.random, house.secrets, records, house.grants, house.home.paths().state),
          signIn({house.clock, house.random, house.http, house.jwks}, house.browser, house.backend, house.profiles, records, house.secrets, tokens,
                 house.revocations)
    { }
    storage::AccountStore records;
    tokens::TokenManager tokens;
    accounts::SignInCoordinator signIn;
};

} // namespace

/// Two processes sign in at once.
class TstSignInRace : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theSamePersonIsOneAccount_data();
    void theSamePersonIsOneAccount();
};

void TstSignInRace::theSamePersonIsOneAccount_data()
{
    QTest::addColumn<QStringList>("subjects");
    QTest::addColumn<int>("expected");
    QTest::newRow("the same person") << QStringList{QStringLiteral("u1"), QStringLiteral("u1")} << 1;
    QTest::newRow("two people") << QStringList{QStringLiteral("u1"), QStringLiteral("u2")} << 2;
}

void TstSignInRace::theSamePersonIsOneAccount()
{
    QFETCH(const QStringList, subjects);
    QFETCH(const int, expected);
    House house;
    Neighbour neighbour(house);
    for (const QString &subject : subjects)
        house.answerSignIn(subject, "refresh-" + subject.toUtf8());
    const auto first = house.signIn.withPassword(house.ada());
    const auto second = neighbour.signIn.withPassword(house.ada());
    Ending one(*first);
    Ending other(*second);
    const auto isStoring = [](const Ending &ending) { return ending.steps.contains(accounts::SignInFlow::Step::Storing); };
    first->start();
    second->start();
    // Both have their tokens before either has an account.
    QVERIFY(QTest::qWaitFor([&] { return one.steps.contains(accounts::SignInFlow::Step::AskingBackend); }));
    house.secrets.holdBack();
    QVERIFY(QTest::qWaitFor([&] { return isStoring(one) && isStoring(other); }));
    for (int i = 0; i < 50 && one.ends() + other.ends() < 2; ++i) {
        house.clock.advance(std::chrono::milliseconds(100));
        house.secrets.releaseOne();
    }
    QCOMPARE(one.ends() + other.ends(), 2);
    QVERIFY2(one.failures.isEmpty() && other.failures.isEmpty(), qPrintable(one.failure().code + other.failure().code));
    QCOMPARE(house.stored().size(), expected);
    QCOMPARE(house.secrets.entries.size(), expected);
    QCOMPARE(one.signedIn == other.signedIn, expected == 1);
}

KEYTURN_TEST(TstSignInRace)
#include "tst_signinrace.moc"
