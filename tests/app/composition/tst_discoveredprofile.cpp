// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/profiles/discoveredprofile.h"
#include "model/profilereader.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::composition {

/// Profiles made of what providers say of themselves.
class TstDiscoveredProfile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void openIdConnectIsDiscoveredAgainAtEverySignIn();
    void plainOAuth2IsDiscoveredAgainAtEverySignInToo();
    void whatThePersonSaysIsTaken();
    void scopesAreThoseThatTheProviderHas_data();
    void scopesAreThoseThatTheProviderHas();
    void everyIssuerGivesAnId_data();
    void everyIssuerGivesAnId();
    void withoutUserinfoSomethingIsLeftToFillIn();

private:
    [[nodiscard]] static oauth::DiscoveryDocument document(bool openIdConnect)
    {
        oauth::DiscoveryDocument document;
        document.metadata.issuer = QStringLiteral("https://id.example/one");
        document.metadata.endpoints = {QUrl(QStringLiteral("https://id.example/authorize")),
                                       QUrl(QStringLiteral("https://id.example/token")),
                                       {},
                                       QUrl(QStringLiteral("https://id.example/userinfo"))};
        document.openIdConnect = openIdConnect;
        return document;
    }
    [[nodiscard]] static model::BackendProfile read(const DiscoveredProfile &made)
    {
        const core::Result<model::BackendProfile> profile = model::readProfile(made.json());
        if (!profile.ok())
            qFatal("%s", qPrintable(profile.error().detail));
        return *profile;
    }
};

void TstDiscoveredProfile::openIdConnectIsDiscoveredAgainAtEverySignIn()
{
    const DiscoveredProfile made = profileFrom(document(true), {});
    const model::IdentityProvider provider = read(made).providers.first();
    QVERIFY(provider.kind == model::ProviderKind::OpenIdConnect);
    QCOMPARE(provider.issuer, QStringLiteral("https://id.example/one"));
    QVERIFY(provider.endpoints == model::OAuthEndpoints());
    QCOMPARE(provider.missingClient(), QStringLiteral("id.example-one"));
    QCOMPARE(made.toFillIn, QStringList{QStringLiteral("/providers/0/clientId")});
}

void TstDiscoveredProfile::plainOAuth2IsDiscoveredAgainAtEverySignInToo()
{
    oauth::DiscoveryDocument plain = document(false);
    plain.metadata.endpoints.revocation = QUrl(QStringLiteral("https://id.example/revoke"));
    const model::IdentityProvider provider = read(profileFrom(plain, {})).providers.first();
    QVERIFY(provider.kind == model::ProviderKind::OAuth2);
    QVERIFY(provider.isDiscovered());
    QVERIFY(provider.endpoints == model::OAuthEndpoints());
    QCOMPARE(provider.identity.subject, QStringLiteral("/sub"));
}

void TstDiscoveredProfile::whatThePersonSaysIsTaken()
{
    const DiscoveredProfile made =
        profileFrom(document(true), {QStringLiteral("acme"), QStringLiteral("Acme"), QStringLiteral("desktop"), {QStringLiteral("openid")}});
    const model::BackendProfile profile = read(made);
    QCOMPARE(profile.id.toString(), QStringLiteral("acme"));
    QCOMPARE(profile.name, QStringLiteral("Acme"));
    QCOMPARE(profile.providers.first().clientId, QStringLiteral("desktop"));
    QCOMPARE(profile.providers.first().scopes, QStringList{QStringLiteral("openid")});
    QVERIFY(made.toFillIn.isEmpty());
}

void TstDiscoveredProfile::scopesAreThoseThatTheProviderHas_data()
{
    QTest::addColumn<bool>("openIdConnect");
    QTest::addColumn<QString>("offered");
    QTest::addColumn<QString>("asked");
    QTest::newRow("all of them") << true << "profile offline_access email openid admin"
                                 << "openid email profile offline_access";
    QTest::newRow("no refresh") << true << "openid email profile"
                                << "openid email profile";
    QTest::newRow("no list") << true << ""
                             << "openid email profile";
    QTest::newRow("openid is left out of the list") << true << "email"
                                                    << "openid email";
    QTest::newRow("plain, no list") << false << ""
                                    << "";
    QTest::newRow("plain, its own scopes") << false << "repo user"
                                           << "";
    QTest::newRow("plain, offline") << false << "repo offline_access"
                                    << "offline_access";
}

void TstDiscoveredProfile::scopesAreThoseThatTheProviderHas()
{
    QFETCH(const bool, openIdConnect);
    QFETCH(const QString, offered);
    QFETCH(const QString, asked);
    oauth::DiscoveryDocument found = document(openIdConnect);
    found.metadata.scopes = offered.split(u' ', Qt::SkipEmptyParts);
    QCOMPARE(read(profileFrom(found, {})).providers.first().scopes.join(u' '), asked);
}

void TstDiscoveredProfile::everyIssuerGivesAnId_data()
{
    QTest::addColumn<QString>("issuer");
    QTest::addColumn<QString>("id");
    QTest::newRow("a host") << "https://auth.example.org"
                            << "auth.example.org";
    QTest::newRow("a slash") << "https://auth.example.org/"
                             << "auth.example.org";
    QTest::newRow("a path") << "https://auth.example.org/realms/Big Corp"
                            << "auth.example.org-realms-big-corp";
    QTest::newRow("a port") << "http://127.0.0.1:8085/google"
                            << "127.0.0.1-8085-google";
    QTest::newRow("IPv6") << "http://[::1]:8085"
                          << "1-8085";
    QTest::newRow("letters of other scripts") << "https://bücher.example"
                                              << "xn--bcher-kva.example";
    QTest::newRow("far too long") << QString(QStringLiteral("https://a.example/") + QString(500, u'x'))
                                  << QString(QStringLiteral("a.example-") + QString(54, u'x'));
}

void TstDiscoveredProfile::everyIssuerGivesAnId()
{
    QFETCH(const QString, issuer);
    QFETCH(const QString, id);
    oauth::DiscoveryDocument found = document(true);
    found.metadata.issuer = QUrl(issuer).toString(QUrl::FullyEncoded);
    QCOMPARE(profileFrom(found, {}).profile.value(QStringLiteral("id")).toString(), id);
    QCOMPARE(read(profileFrom(found, {})).id.toString(), id);
}

void TstDiscoveredProfile::withoutUserinfoSomethingIsLeftToFillIn()
{
    oauth::DiscoveryDocument found = document(false);
    found.metadata.endpoints.userinfo.clear();
    const DiscoveredProfile made = profileFrom(found, {});
    QVERIFY(made.toFillIn.contains(QStringLiteral("/providers/0/endpoints/userinfo")));
    // The profile cannot be added before that, and the reader names the same place.
    const core::Result<model::BackendProfile> refused = model::readProfile(made.json());
    QVERIFY(!refused.ok());
    QVERIFY2(refused.error().detail.startsWith(QStringLiteral("/providers/0/endpoints/userinfo:")), qPrintable(refused.error().detail));
}

} // namespace keyturn::composition

using keyturn::composition::TstDiscoveredProfile;
KEYTURN_TEST(TstDiscoveredProfile)
#include "tst_discoveredprofile.moc"
