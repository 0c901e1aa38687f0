// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/profilefit.h"
#include "accounts/profiletrust.h"
#include "house.h"
#include "support/registry.h"

#include <QTest>

using namespace keyturn;

/// Profiles are files, and whoever writes one must get no hold of what others brought.
class TstProfileFit : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tokensGoOnlyWhereTheyCameFrom_data();
    void tokensGoOnlyWhereTheyCameFrom();
    void aReplacedProfileIsSentNothing();
    void anAuthorityCountsForNoOriginThatOthersGoToWithoutIt();
};

void TstProfileFit::tokensGoOnlyWhereTheyCameFrom_data()
{
    QTest::addColumn<QString>("issuer");
    QTest::addColumn<QString>("provider");
    QTest::addColumn<bool>("embedded");
    QTest::addColumn<QString>("code");
    const QString changed = QStringLiteral("profile_changed");
    QTest::newRow("the backend's own") << QStringLiteral("https://a.example/api") << QString() << false << QString();
    QTest::newRow("with a slash at its end") << QStringLiteral("https://a.example/api/") << QString() << false << QString();
    QTest::newRow("another host") << QStringLiteral("https://b.example/api") << QString() << false << changed;
    QTest::newRow("another path") << QStringLiteral("https://a.example/other") << QString() << false << changed;
    QTest::newRow("another port") << QStringLiteral("https://a.example:8443/api") << QString() << false << changed;
    QTest::newRow("another port of the embedded backend") << QStringLiteral("https://a.example:8443/api") << QString() << true << QString();
    QTest::newRow("the provider's own") << QStringLiteral("https://id.example") << QStringLiteral("id") << false << QString();
    QTest::newRow("another provider's") << QStringLiteral("https://evil.example") << QStringLiteral("id") << false << changed;
    QTest::newRow("the backend's, of an account of the provider")
        << QStringLiteral("https://a.example/api") << QStringLiteral("id") << false << changed;
}

void TstProfileFit::tokensGoOnlyWhereTheyCameFrom()
{
    QFETCH(const QString, issuer);
    QFETCH(const QString, provider);
    QFETCH(const bool, embedded);
    model::BackendProfile profile;
    profile.baseUrl = QUrl(QStringLiteral("https://a.example/api"));
    profile.embedded = embedded;
    model::IdentityProvider known;
    known.id = model::ProviderId(QStringLiteral("id"));
    known.issuer = QStringLiteral("https://id.example");
    profile.providers = {known};
    model::Account account;
    account.provider = model::ProviderId(provider);
    account.identity.issuer = issuer;
    const core::Result<void> fits = accounts::checkFit(account, profile);
    QTEST(fits.ok() ? QString() : fits.error().code, "code");
}

void TstProfileFit::aReplacedProfileIsSentNothing()
{
    tests::House house;
    model::Account account;
    account.id = model::AccountId(QStringLiteral("one"));
    account.profile = model::ProfileId(QStringLiteral("example"));
    account.identity.issuer = QStringLiteral("https://elsewhere.example");
    model::TokenSet tokens;
    tokens.accessToken = core::Secret("access");
    tokens.refreshToken = core::Secret("refresh");
    QCOMPARE(tests::answerOf(house.grants.refresh(account, tokens, {})).error().code, QStringLiteral("profile_changed"));
    QCOMPARE(tests::answerOf(house.grants.revoke(account, tokens)).error().code, QStringLiteral("profile_changed"));
    QCOMPARE(tests::answerOf(house.grants.revokeOthers(account, tokens)).error().code, QStringLiteral("profile_changed"));
    account.provider = model::ProviderId(QStringLiteral("hub"));
    QCOMPARE(tests::answerOf(house.grants.refresh(account, tokens, {})).error().code, QStringLiteral("profile_changed"));
    QVERIFY(house.http.requests().isEmpty());
}

void TstProfileFit::anAuthorityCountsForNoOriginThatOthersGoToWithoutIt()
{
    model::BackendProfile own;
    own.id = model::ProfileId(QStringLiteral("own"));
    own.baseUrl = QUrl(QStringLiteral("https://own.example"));
    own.baseUrls.insert(QStringLiteral("x"), QUrl(QStringLiteral("https://api.github.com")));
    own.caCertificates = "PEM";
    model::BackendProfile other;
    other.id = model::ProfileId(QStringLiteral("github"));
    other.baseUrl = QUrl(QStringLiteral("https://api.github.com"));
    const QList<net::OriginTrust> alone = accounts::trustOf({own});
    QCOMPARE(alone.size(), 2);
    const QList<net::OriginTrust> both = accounts::trustOf({own, other});
    QCOMPARE(both.size(), 1);
    QCOMPARE(both.first().origin.host, QStringLiteral("own.example"));
}

KEYTURN_TEST(TstProfileFit)
#include "tst_profilefit.moc"
