// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jsonedit.h"
#include "model/profilereader.h"
#include "support/registry.h"

#include <QTest>

using namespace keyturn;
using namespace keyturn::model;

class TstDemoProfile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tellsWhereTheEmbeddedBackendHasEverything();
    void fillsInTheBackendsAddress_data();
    void fillsInTheBackendsAddress();
    void hasTheSimulatedProviders();
    void isReadWithoutAnAddressToo();

private:
    static BackendProfile read(const QUrl &base = QUrl(QStringLiteral("http://127.0.0.1:8085")))
    {
        const core::Result<BackendProfile> profile = readProfile(tests::text(tests::demoProfile()), base);
        if (!profile.ok())
            qFatal("%s", qPrintable(profile.error().detail));
        return *profile;
    }
};

void TstDemoProfile::tellsWhereTheEmbeddedBackendHasEverything()
{
    const BackendProfile profile = read();
    QCOMPARE(profile.id.toString(), QStringLiteral("demo"));
    QCOMPARE(profile.name, QStringLiteral("Keyturn demo"));
    QVERIFY(profile.embedded);
    QVERIFY(profile.password);
    QCOMPARE(profile.password->signIn.method, QByteArray("POST"));
    QCOMPARE(profile.password->signIn.path, QStringLiteral("/api/auth/login"));
    QVERIFY(profile.password->signIn.bodyType == BodyType::Json);
    QCOMPARE(profile.password->signIn.body.value(QStringLiteral("email")).toString(), QStringLiteral("{user}"));
    QVERIFY(profile.password->registration);
    QCOMPARE(profile.password->tokens.accessToken, model::ValuePlace::body(QStringLiteral("/accessToken")));
    QVERIFY(profile.password->tokens.lifetime.unit == LifetimeUnit::Seconds);
    QCOMPARE(profile.password->tokens.lifetime.pointer, QStringLiteral("/expiresIn"));
    QCOMPARE(profile.password->tokens.refreshToken, model::ValuePlace::cookie(QStringLiteral("refreshToken")));
    QCOMPARE(profile.password->identity.subject, QStringLiteral("/user/id"));
    QVERIFY(profile.refresh);
    QCOMPARE(profile.refresh->endpoint.path, QStringLiteral("/api/auth/refresh"));
    QVERIFY(profile.signOut);
    QVERIFY(profile.identity);
    QCOMPARE(profile.identity->method, QByteArray("GET"));
    QCOMPARE(profile.identityMapping.email, QStringLiteral("/email"));
    QVERIFY(profile.sessions);
    QCOMPARE(profile.sessions->items, QStringLiteral("/sessions"));
    QCOMPARE(profile.sessions->fields.lastUsedAt, QStringLiteral("/lastUsedAt"));
    QVERIFY(profile.sessions->revoke && profile.sessions->revokeOthers);
    QCOMPARE(profile.sessions->revokeOthers->path, QStringLiteral("/api/sessions?others=true"));
}

void TstDemoProfile::fillsInTheBackendsAddress_data()
{
    QTest::addColumn<QUrl>("base");
    QTest::newRow("as it is") << QUrl(QStringLiteral("http://127.0.0.1:8085"));
    QTest::newRow("with a slash at its end") << QUrl(QStringLiteral("http://127.0.0.1:8085/"));
}

void TstDemoProfile::fillsInTheBackendsAddress()
{
    QFETCH(QUrl, base);
    const BackendProfile profile = read(base);
    QCOMPARE(profile.baseUrl, QUrl(QStringLiteral("http://127.0.0.1:8085")));
    QCOMPARE(profile.providers.at(0).issuer, QStringLiteral("http://127.0.0.1:8085/google"));
    QCOMPARE(profile.providers.at(1).endpoints.token, QUrl(QStringLiteral("http://127.0.0.1:8085/github/login/oauth/access_token")));
    QCOMPARE(profile.providers.at(1).emailsEndpoint, QUrl(QStringLiteral("http://127.0.0.1:8085/github/user/emails")));
}

void TstDemoProfile::hasTheSimulatedProviders()
{
    const BackendProfile profile = read();
    const IdentityProvider *google = profile.provider(ProviderId(QStringLiteral("google")));
    QVERIFY(google);
    QVERIFY(google->kind == ProviderKind::OpenIdConnect);
    QCOMPARE(google->scopes, QStringList({QStringLiteral("openid"), QStringLiteral("email"), QStringLiteral("profile")}));
    QCOMPARE(google->authorizationParameters.value(QStringLiteral("access_type")), QStringLiteral("offline"));
    QCOMPARE(google->callbackPath, QStringLiteral("/callback"));
    const IdentityProvider *github = profile.provider(ProviderId(QStringLiteral("github")));
    QVERIFY(github);
    QVERIFY(github->kind == ProviderKind::OAuth2);
    QCOMPARE(github->identity.subject, QStringLiteral("/id"));
    QVERIFY(!profile.provider(ProviderId(QStringLiteral("gitlab"))));
}

void TstDemoProfile::isReadWithoutAnAddressToo()
{
    const BackendProfile profile = read({});
    QVERIFY(profile.baseUrl.isEmpty());
    QVERIFY(profile.providers.at(0).issuer.isEmpty());
    QVERIFY(profile.providers.at(1).endpoints.token.isEmpty());
    QCOMPARE(profile.providers.size(), 4);
}

KEYTURN_TEST(TstDemoProfile)
#include "tst_demoprofile.moc"
