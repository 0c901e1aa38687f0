// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "accounts/profilefit.h"
#include "accounts/tokenorigins.h"
#include "house.h"
#include "support/registry.h"

using namespace keyturn;
using tests::answerOf;
using tests::Ending;
using tests::House;

namespace {

model::IdentityProvider hub()
{
    model::IdentityProvider provider;
    provider.id = model::ProviderId(QStringLiteral("hub"));
    provider.kind = model::ProviderKind::OAuth2;
    provider.issuer = QStringLiteral("https://hub.example"); // a name of the profile's own
    provider.endpoints = {QUrl(QStringLiteral("https://hub.example/authorize")), QUrl(QStringLiteral("https://hub.example/token")),
                          QUrl(QStringLiteral("https://hub.example/revoke")), QUrl(QStringLiteral("https://api.hub.example/user"))};
    return provider;
}

model::IdentityProvider openId()
{
    model::IdentityProvider provider = hub();
    provider.kind = model::ProviderKind::OpenIdConnect;
    provider.endpoints = {};
    return provider;
}

model::BackendProfile profileWith(const model::IdentityProvider &provider)
{
    model::BackendProfile profile;
    profile.baseUrl = QUrl(QStringLiteral("https://auth.example/api"));
    profile.providers = {provider};
    return profile;
}

QStringList texts(const QList<net::Origin> &origins)
{
    QStringList hosts;
    for (const net::Origin &origin : origins)
        hosts += QStringLiteral("%1:%2").arg(origin.host).arg(origin.port);
    hosts.sort();
    return hosts;
}

} // namespace

/// A profile is a file: tokens go to no address that it did not name when they came.
class TstTokenOrigins : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anEditedProfileGetsNoTokens_data();
    void anEditedProfileGetsNoTokens();
    void theEmbeddedBackendsPortMayChange_data();
    void theEmbeddedBackendsPortMayChange();
    void aSignInNotesWhereItsTokensGo();
    void aMovedTokenEndpointIsSentNothing();
    void recordsOfBeforeAreFilledIn();
    void theAccessTokenGoesToWhomItIsFor_data();
    void theAccessTokenGoesToWhomItIsFor();
};

void TstTokenOrigins::anEditedProfileGetsNoTokens_data()
{
    QTest::addColumn<QString>("edit");
    QTest::addColumn<bool>("fits");
    QTest::newRow("nothing") << QString() << true;
    QTest::newRow("another path at the same place") << QStringLiteral("path") << true;
    QTest::newRow("the token endpoint elsewhere") << QStringLiteral("token") << false;
    QTest::newRow("the revocation endpoint elsewhere") << QStringLiteral("revocation") << false;
    QTest::newRow("userinfo elsewhere") << QStringLiteral("userinfo") << false;
    QTest::newRow("the e-mails elsewhere") << QStringLiteral("emails") << false;
    QTest::newRow("for somebody else as well") << QStringLiteral("resource") << false;
    QTest::newRow("another port") << QStringLiteral("port") << false;
    QTest::newRow("plain http") << QStringLiteral("http") << false;
    QTest::newRow("called embedded") << QStringLiteral("embedded") << false;
    QTest::newRow("the sign-in page alone, which gets no token") << QStringLiteral("authorization") << true;
}

void TstTokenOrigins::anEditedProfileGetsNoTokens()
{
    QFETCH(const QString, edit);
    QFETCH(const bool, fits);
    const QUrl evil(QStringLiteral("https://evil.example/x"));
    model::Account account;
    account.provider = model::ProviderId(QStringLiteral("hub"));
    account.identity.issuer = QStringLiteral("https://hub.example");
    account.origins = accounts::tokenOrigins(hub());
    model::IdentityProvider now = hub();
    if (edit == QLatin1String("path"))
        now.endpoints.token = QUrl(QStringLiteral("https://hub.example/v2/token"));
    if (edit == QLatin1String("token") || edit == QLatin1String("embedded"))
        now.endpoints.token = evil;
    if (edit == QLatin1String("revocation"))
        now.endpoints.revocation = evil;
    if (edit == QLatin1String("userinfo"))
        now.endpoints.userinfo = evil;
    if (edit == QLatin1String("emails"))
        now.emailsEndpoint = evil;
    if (edit == QLatin1String("resource"))
        now.resources = {evil.toString()};
    if (edit == QLatin1String("port"))
        now.endpoints.token = QUrl(QStringLiteral("https://hub.example:8443/token"));
    if (edit == QLatin1String("http"))
        now.endpoints.token = QUrl(QStringLiteral("http://hub.example/token"));
    if (edit == QLatin1String("authorization"))
        now.endpoints.authorization = evil;
    model::BackendProfile profile = profileWith(now);
    profile.embedded = edit == QLatin1String("embedded");
    const core::Result<void> checked = accounts::checkFit(account, profile);
    QCOMPARE(checked.ok() ? QString() : checked.error().code, fits ? QString() : QStringLiteral("profile_changed"));
    QCOMPARE(accounts::accessOrigins(profile, account).isEmpty(), !fits);
    account.origins.clear(); // of a record of before the name is all there is to compare
    QVERIFY(accounts::checkFit(account, profile).ok());
}

void TstTokenOrigins::theEmbeddedBackendsPortMayChange_data()
{
    QTest::addColumn<QString>("now");
    QTest::addColumn<bool>("embedded");
    QTest::addColumn<bool>("fits");
    QTest::newRow("embedded") << QStringLiteral("http://127.0.0.1:4002") << true << true;
    QTest::newRow("embedded, at another of this computer's addresses") << QStringLiteral("http://[::1]:4001") << true << false;
    QTest::newRow("not embedded") << QStringLiteral("http://127.0.0.1:4002") << false << false;
    QTest::newRow("embedded, with a second address elsewhere") << QStringLiteral("https://evil.example") << true << false;
}

void TstTokenOrigins::theEmbeddedBackendsPortMayChange()
{
    QFETCH(const QString, now);
    QFETCH(const bool, embedded);
    QFETCH(const bool, fits);
    model::BackendProfile profile;
    profile.embedded = embedded;
    profile.baseUrl = QUrl(QStringLiteral("http://127.0.0.1:4001"));
    model::Account account;
    account.identity.issuer = QStringLiteral("http://127.0.0.1:4001");
    account.origins = accounts::tokenOrigins(profile);
    profile.baseUrls.insert(QStringLiteral("second"), QUrl(now));
    QCOMPARE(accounts::checkFit(account, profile).ok(), fits);
}

void TstTokenOrigins::aSignInNotesWhereItsTokensGo()
{
    House house;
    const model::Account account = *house.records.find(house.signedIn());
    QCOMPARE(account.origins, QStringList{QStringLiteral("https://auth.example:443")});
}

/// The whole way: the file is edited, the name in it stays.
void TstTokenOrigins::aMovedTokenEndpointIsSentNothing()
{
    House house;
    house.http.answer("POST /token", 200, R"({"access_token":"a1","token_type":"bearer","refresh_token":"r1"})",
                      {{"Content-Type", "application/json"}});
    house.http.answer("GET /user", 200, R"({"id":42,"name":"Ada"})", {{"Content-Type", "application/json"}});
    accounts::BrowserSignInRequest request;
    request.profile = model::ProfileId(QStringLiteral("example"));
    const auto flow = house.signIn.withBrowser(request);
    Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.signedIn.size(), 1);
    const model::AccountId id = ending.signedIn.first();
    QVERIFY(answerOf(house.tokens.refresh(id)).ok());
    const qsizetype before = house.http.requests().size();
    QFile file(house.home.paths().config + QLatin1String("/profiles.d/example.json"));
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
    QByteArray text = file.readAll();
    text.replace("https://hub.example/token", "https://evil.example/token");
    house.home.writeProfile(QStringLiteral("example"), text);
    house.profiles.reload({});
    QCOMPARE(answerOf(house.tokens.refresh(id)).error().code, QStringLiteral("profile_changed"));
    QCOMPARE(answerOf(house.manager.signOut(id, accounts::SignOutScope::ThisDevice))->backendError->code, QStringLiteral("profile_changed"));
    QCOMPARE(house.http.requests().size(), before);
}

void TstTokenOrigins::recordsOfBeforeAreFilledIn()
{
    House house;
    const model::AccountId id = house.signedIn();
    const auto forget = [&house, &id](const QString &issuer) {
        const auto updated = house.records.update(id, [&issuer](model::Account &account) {
            account.origins.clear();
            account.identity.issuer = issuer;
        });
        return updated.ok();
    };
    QVERIFY(forget(QStringLiteral("https://elsewhere.example"))); // a profile that is another's by now says nothing of where they may go
    accounts::rememberOrigins(house.records, house.profiles);
    QVERIFY(house.records.find(id)->origins.isEmpty());
    QVERIFY(forget(QStringLiteral("https://auth.example")));
    accounts::rememberOrigins(house.records, house.profiles);
    QCOMPARE(house.records.find(id)->origins, QStringList{QStringLiteral("https://auth.example:443")});
    QVERIFY(
        house.records.update(id, [](model::Account &account) { account.origins = QStringList{QStringLiteral("https://first.example:443")}; }).ok());
    accounts::rememberOrigins(house.records, house.profiles); // what is known stays
    QCOMPARE(house.records.find(id)->origins, QStringList{QStringLiteral("https://first.example:443")});
}

void TstTokenOrigins::theAccessTokenGoesToWhomItIsFor_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QStringList>("hosts");
    QTest::newRow("the backend's own") << QStringLiteral("backend") << QStringList{QStringLiteral("auth.example:443")};
    QTest::newRow("plain OAuth 2: userinfo, and not where tokens are made")
        << QStringLiteral("oauth2") << QStringList{QStringLiteral("api.hub.example:443"), QStringLiteral("files.example:443")};
    QTest::newRow("OpenID Connect: the issuer, its endpoints, and its resources")
        << QStringLiteral("oidc")
        << QStringList{QStringLiteral("files.example:443"), QStringLiteral("hub.example:443"), QStringLiteral("oauth2.hub.example:443"),
                       QStringLiteral("people.hub.example:443")};
}

void TstTokenOrigins::theAccessTokenGoesToWhomItIsFor()
{
    QFETCH(const QString, kind);
    QFETCH(const QStringList, hosts);
    model::IdentityProvider provider = kind == QLatin1String("oidc") ? openId() : hub();
    provider.resources = {QStringLiteral("https://files.example/v1"), QStringLiteral("urn:example:no-address")};
    model::OAuthEndpoints found = provider.endpoints;
    if (kind == QLatin1String("oidc")) {
        found.token = QUrl(QStringLiteral("https://oauth2.hub.example/token"));
        found.userinfo = QUrl(QStringLiteral("https://people.hub.example/me"));
    }
    const model::BackendProfile profile = profileWith(provider);
    model::Account account;
    account.identity.issuer = QStringLiteral("https://auth.example/api");
    account.origins = accounts::tokenOrigins(profile);
    if (kind != QLatin1String("backend")) {
        account.provider = provider.id;
        account.identity.issuer = provider.issuer;
        account.origins = accounts::tokenOrigins(provider, found);
    }
    QCOMPARE(texts(accounts::accessOrigins(profile, account)), hosts);
}

KEYTURN_TEST(TstTokenOrigins)
#include "tst_tokenorigins.moc"
