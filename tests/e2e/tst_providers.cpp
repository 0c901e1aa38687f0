// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/foreignprovider.h"
#include "support/registry.h"

#include <QFileInfo>
#include <QTest>

namespace keyturn::e2e {

/// The whole life of an account at providers that nobody here wrote.
class TstProviders : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anAccountLivesFromSignInToSignOut_data();
    void anAccountLivesFromSignInToSignOut();
    void plainOAuth2IsDiscovered();
    void aDeviceCodeIsEnteredElsewhere_data();
    void aDeviceCodeIsEnteredElsewhere();
    void aRegisteredAddressIsComparedWhole_data();
    void aRegisteredAddressIsComparedWhole();
    void aProviderThatForgotEverybodyAsksForANewSignIn();
};

namespace {

/// tests/servers/install unpacks its packages where apt has them.
bool hasGlewlwyd()
{
    return QFileInfo::exists(QStringLiteral(KEYTURN_SERVERS_FOLDER "/glewlwyd/unpacked/usr/bin/glewlwyd"));
}

const char *const noGlewlwyd = "glewlwyd is not to be had here; tests/servers/install said so.";

ForeignProvider::Kind kindOf(const QString &name)
{
    for (const ForeignProvider::Kind &kind : {oidcProvider(), mockServer(), glewlwyd()}) {
        if (kind.name == name)
            return kind;
    }
    return {};
}

} // namespace

void TstProviders::anAccountLivesFromSignInToSignOut_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("farewell"); // what is said at the end, beside that the person is signed out
    QTest::newRow("oidc-provider") << QStringLiteral("oidc") << QByteArray("nothing of it is left");
    QTest::newRow("oauth2-mock-server") << QStringLiteral("mock") << QByteArray("nothing of it is left");
    QTest::newRow("glewlwyd") << QStringLiteral("glewlwyd") << QByteArray("does not let this program end a session");
}

void TstProviders::anAccountLivesFromSignInToSignOut()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, farewell);
    if (name == QLatin1String("glewlwyd") && !hasGlewlwyd())
        QSKIP(noGlewlwyd);
    ForeignProvider provider(kindOf(name));
    QVERIFY(provider.isReady());
    const Finished signedIn = provider.signIn();
    QVERIFY2(signedIn.status == 0, signedIn.err);
    const QString account = accountOf(signedIn);
    const Finished first = provider.world().cli({QStringLiteral("token"), account});
    QVERIFY2(first.status == 0 && !first.out.isEmpty(), first.err);
    QTest::qWait(1100); // some tokens differ by their second alone
    const Finished renewed = provider.renew(account);
    QVERIFY2(renewed.status == 0, renewed.err);
    QVERIFY(renewed.out != first.out);
    const Finished again = provider.renew(account); // by the refresh token that came with the first
    QVERIFY2(again.status == 0, again.err);
    const Finished sessions = provider.world().cli({QStringLiteral("sessions"), account});
    QCOMPARE(sessions.status, 8);
    QVERIFY2(sessions.err.contains("offers no list of sessions"), sessions.err);
    const Finished signedOut = provider.world().cli({QStringLiteral("sign-out"), account});
    QVERIFY2(signedOut.status == 0 && signedOut.err.contains(farewell), signedOut.err);
    QVERIFY(provider.accounts().isEmpty());
    QCOMPARE(provider.world().cli({QStringLiteral("history"), QStringLiteral("clear"), account}).status, 0); // all that is still known of it
    QVERIFY(!provider.world().everythingOnDisk().contains(account.toLatin1()));
    QVERIFY(!World::everythingInKeychain().contains(account.toLatin1()));
}

void TstProviders::plainOAuth2IsDiscovered()
{
    const QJsonObject identity{{QStringLiteral("subject"), QStringLiteral("/sub")},
                               {QStringLiteral("name"), QStringLiteral("/name")},
                               {QStringLiteral("email"), QStringLiteral("/email")}};
    ForeignProvider provider(mockServer(), {},
                             {{QStringLiteral("kind"), QStringLiteral("oauth2")},
                              {QStringLiteral("discovery"), true},
                              {QStringLiteral("scopes"), QJsonArray{QStringLiteral("dummy")}},
                              {QStringLiteral("identity"), identity}});
    QVERIFY(provider.isReady());
    const Finished signedIn = provider.signIn();
    QVERIFY2(signedIn.status == 0 && signedIn.err.contains("John Doe"), signedIn.err);
    const QString account = accountOf(signedIn);
    const Finished renewed = provider.renew(account);
    QVERIFY2(renewed.status == 0, renewed.err);
    const Finished signedOut = provider.world().cli({QStringLiteral("sign-out"), account});
    QVERIFY2(signedOut.status == 0, signedOut.err);
    QVERIFY(provider.server().counters().value(QStringLiteral("revocations")).toInt() > 0); // where the metadata says
}

void TstProviders::aDeviceCodeIsEnteredElsewhere_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("oidc-provider") << QStringLiteral("oidc");
    QTest::newRow("glewlwyd") << QStringLiteral("glewlwyd");
}

void TstProviders::aDeviceCodeIsEnteredElsewhere()
{
    QFETCH(const QString, name);
    if (name == QLatin1String("glewlwyd") && !hasGlewlwyd())
        QSKIP(noGlewlwyd);
    ForeignProvider provider(kindOf(name));
    QVERIFY(provider.isReady());
    const Finished signedIn = provider.signInByDevice();
    QVERIFY2(signedIn.status == 0, signedIn.err);
    const Finished renewed = provider.renew(accountOf(signedIn));
    QVERIFY2(renewed.status == 0, renewed.err);
    QCOMPARE(provider.world().cli({QStringLiteral("sign-out"), accountOf(signedIn)}).status, 0);
}

void TstProviders::aRegisteredAddressIsComparedWhole_data()
{
    QTest::addColumn<QString>("redirectUri");
    QTest::addColumn<bool>("taken");
    QTest::newRow("as it is registered") << QStringLiteral("http://127.0.0.1/callback") << true;
    QTest::newRow("of IPv6") << QStringLiteral("http://[::1]/callback") << true;
    QTest::newRow("another path") << QStringLiteral("http://127.0.0.1/elsewhere") << false;
}

void TstProviders::aRegisteredAddressIsComparedWhole()
{
    QFETCH(const QString, redirectUri);
    QFETCH(const bool, taken);
    ForeignProvider provider(oidcProvider(), {},
                             {{QStringLiteral("clientId"), QStringLiteral("keyturn-native")}, {QStringLiteral("redirectUri"), redirectUri}});
    QVERIFY(provider.isReady());
    const Finished signedIn = provider.signIn();
    QVERIFY2((signedIn.status == 0) == taken, signedIn.err);
    QCOMPARE(provider.accounts().size(), taken ? 1 : 0);
    if (taken)
        QCOMPARE(provider.world().cli({QStringLiteral("sign-out"), accountOf(signedIn)}).status, 0);
}

void TstProviders::aProviderThatForgotEverybodyAsksForANewSignIn()
{
    ForeignProvider provider(oidcProvider());
    QVERIFY(provider.isReady());
    const QString account = accountOf(provider.signIn());
    QVERIFY(!account.isEmpty());
    const QString port = QString::number(provider.server().url().port());
    provider.server().kill();
    const Finished away = provider.renew(account);
    QVERIFY2(away.status == 4, away.err); // the account stays as it is
    const NodeServer again(QStringLiteral("oidc/server.js"), {{QStringLiteral("PORT"), port}});
    QVERIFY(!again.url().isEmpty());
    const Finished forgotten = provider.renew(account);
    QVERIFY2(forgotten.status == 3, forgotten.err);
    QCOMPARE(provider.accounts().at(0).toObject().value(QStringLiteral("state")).toString(), QStringLiteral("signInAgain"));
    const Finished signedIn = provider.signIn();
    QVERIFY2(signedIn.status == 0, signedIn.err);
    QCOMPARE(accountOf(signedIn), account); // the same person: the same account
    QCOMPARE(provider.renew(account).status, 0);
    QCOMPARE(provider.world().cli({QStringLiteral("sign-out"), account}).status, 0);
}

} // namespace keyturn::e2e

using keyturn::e2e::TstProviders;
KEYTURN_TEST(TstProviders)
#include "tst_providers.moc"
