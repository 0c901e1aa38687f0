// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "house.h"

#include "accounts/profilefit.h"
#include "support/registry.h"

using namespace keyturn;
using tests::answerOf;
using tests::House;

/// The same person twice is one account: the same subject of the same issuer, by the same profile.
class TstSamePerson : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void issuersAreComparedByOneRule_data();
    void issuersAreComparedByOneRule();
    void whoComesAgainIsTheSameAccount_data();
    void whoComesAgainIsTheSameAccount();
};

void TstSamePerson::issuersAreComparedByOneRule_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::addColumn<bool>("embedded");
    QTest::addColumn<bool>("same");
    const auto row = [](const char *name, const char *one, const char *other, bool embedded, bool same) {
        QTest::newRow(name) << QString::fromUtf8(one) << QString::fromUtf8(other) << embedded << same;
    };
    row("equal", "https://id.example", "https://id.example", false, true);
    row("a slash at the end", "https://id.example/", "https://id.example", false, true);
    row("a slash after a path", "https://id.example/realm", "https://id.example/realm/", false, true);
    row("another path", "https://id.example/a", "https://id.example/b", false, false);
    row("another host", "https://id.example", "https://id.example.org", false, false);
    row("another scheme", "https://id.example", "http://id.example", false, false);
    row("another port", "http://127.0.0.1:1", "http://127.0.0.1:2", false, false);
    row("another port of the embedded backend", "http://127.0.0.1:1", "http://127.0.0.1:2/", true, true);
    row("nothing", "", "https://id.example", false, false);
}

void TstSamePerson::issuersAreComparedByOneRule()
{
    QFETCH(const QString, one);
    QFETCH(const QString, other);
    QFETCH(const bool, embedded);
    QTEST(accounts::isSameIssuer(one, other, embedded), "same");
    QTEST(accounts::isSameIssuer(other, one, embedded), "same");
}

void TstSamePerson::whoComesAgainIsTheSameAccount_data()
{
    QTest::addColumn<QString>("profile");
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QString>("issuer");
    QTest::addColumn<QString>("subject");
    QTest::addColumn<bool>("same");
    const auto row = [](const char *name, const char *profile, const char *provider, const char *issuer, const char *subject, bool same) {
        QTest::newRow(name) << QString::fromUtf8(profile) << QString::fromUtf8(provider) << QString::fromUtf8(issuer) << QString::fromUtf8(subject)
                            << same;
    };
    row("the same", "example", "hub", "https://hub.example", "u1", true);
    row("fault 28: another subject", "example", "hub", "https://hub.example", "u2", false);
    row("another issuer", "example", "hub", "https://other.example", "u1", false);
    row("an issuer with a slash at its end", "example", "hub", "https://hub.example/", "u1", true);
    row("not through the provider", "example", "", "https://hub.example", "u1", false);
    row("another profile of the same issuer", "moving", "hub", "https://hub.example", "u1", false);
}

void TstSamePerson::whoComesAgainIsTheSameAccount()
{
    QFETCH(const QString, profile);
    QFETCH(const QString, provider);
    QFETCH(const QString, issuer);
    QFETCH(const QString, subject);
    House house;
    const accounts::AccountKeeping keeping{house.clock, house.random, house.records, house.secrets, house.tokens, house.revocations};
    accounts::NewSignIn signIn;
    signIn.profile = model::ProfileId(QStringLiteral("example"));
    signIn.provider = model::ProviderId(QStringLiteral("hub"));
    signIn.identity.issuer = QStringLiteral("https://hub.example");
    signIn.identity.subject = QStringLiteral("u1");
    signIn.tokens.accessToken = core::Secret("access-1");
    const auto first = answerOf(keeping.keep(signIn, this));
    QVERIFY(first.ok());
    signIn.profile = model::ProfileId(profile);
    signIn.provider = model::ProviderId(provider);
    signIn.identity.issuer = issuer;
    signIn.identity.subject = subject;
    const auto again = answerOf(keeping.keep(signIn, this));
    QVERIFY(again.ok());
    QTEST(again->id == first->id, "same");
    QVERIFY(house.tokens.current(again->id));
}

KEYTURN_TEST(TstSamePerson)
#include "tst_sameperson.moc"
