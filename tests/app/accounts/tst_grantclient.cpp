// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "house.h"

#include "support/registry.h"

using namespace keyturn;
using tests::answerOf;
using tests::headerOf;
using tests::House;

class TstGrantClient : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void anAccountOfTheBackendIsRefreshedThere();
    void anAccountOfAProviderIsRefreshedThere();
    void anAccountOfAProviderIsRevokedThere();
    void metadataIsAskedForAgainWhenItNoLongerFits();
    void theBrowsersSignInIsEndedOnTheProvidersPage();
    void aProfileThatIsGoneKeepsTheTokens();
    void aProviderThatIsGoneKeepsTheTokens();
    void theOthersAreEndedWithTheTokenGiven();

private:
    std::unique_ptr<House> m_house;
    model::Account m_account;
    model::TokenSet m_tokens;
};

void TstGrantClient::init()
{
    m_house = std::make_unique<House>();
    m_account = {};
    m_account.id = model::AccountId(QStringLiteral("one"));
    m_account.profile = model::ProfileId(QStringLiteral("example"));
    m_tokens.accessToken = core::Secret("access");
    m_tokens.refreshToken = core::Secret("refresh");
}

void TstGrantClient::cleanup()
{
    QVERIFY2(m_house->http.unexpected().isEmpty(), m_house->http.unexpected().value(0).constData());
    m_house.reset();
}

void TstGrantClient::anAccountOfTheBackendIsRefreshedThere()
{
    m_house->answerSignIn(QStringLiteral("u1"), "refresh-2", "POST /refresh");
    const auto tokens = answerOf(m_house->grants.refresh(m_account, m_tokens, {}));
    QVERIFY(tokens.ok());
    QVERIFY(tokens->refreshToken == core::Secret("refresh-2"));
    QCOMPARE(m_house->http.requests().first().url.host(), QStringLiteral("auth.example"));
}

void TstGrantClient::anAccountOfAProviderIsRefreshedThere()
{
    m_account.provider = model::ProviderId(QStringLiteral("hub"));
    m_house->http.answer("POST /token", 200, R"({"access_token":"a2","token_type":"bearer","expires_in":60})",
                         {{"Content-Type", "application/json"}});
    const auto tokens = answerOf(m_house->grants.refresh(m_account, m_tokens, {}));
    QVERIFY(tokens.ok());
    QVERIFY(tokens->accessToken == core::Secret("a2"));
    QVERIFY(tokens->refreshToken == core::Secret("refresh"));
    QCOMPARE(m_house->http.requests().first().url.host(), QStringLiteral("hub.example"));
}

void TstGrantClient::anAccountOfAProviderIsRevokedThere()
{
    m_account.provider = model::ProviderId(QStringLiteral("hub"));
    m_house->http.answer("DELETE /applications/keyturn/token", 200);
    QVERIFY(answerOf(m_house->grants.revoke(m_account, m_tokens)).ok());
    QCOMPARE(m_house->http.countOf("POST /logout"), 0);
}

void TstGrantClient::metadataIsAskedForAgainWhenItNoLongerFits()
{
    House &house = *m_house;
    house.home.writeProfile(QStringLiteral("id"), R"({"id": "id", "name": "Id", "providers": [{"id": "id", "name": "Id", "kind": "openIdConnect",
        "issuer": "https://id.example", "clientId": "keyturn", "scopes": ["openid"]}]})");
    house.profiles.reload({});
    m_account.profile = model::ProfileId(QStringLiteral("id"));
    m_account.provider = model::ProviderId(QStringLiteral("id"));
    const QByteArray discovery = "GET /.well-known/openid-configuration";
    const auto tokenEndpoint = [&](const QByteArray &path) {
        house.http.answer(
            discovery, 200,
            R"({"issuer":"https://id.example","authorization_endpoint":"https://id.example/authorize","jwks_uri":"https://id.example/jwks",
                          "code_challenge_methods_supported":["S256"],"token_endpoint":"https://id.example)"
                + path + "\"}");
    };
    tokenEndpoint("/old");
    tokenEndpoint("/new");
    const QList<net::Header> json{{"Content-Type", "application/json"}};
    const QByteArray good = R"({"access_token":"a2","token_type":"Bearer","expires_in":60})";
    house.http.answer("POST /old", 200, good, json);
    house.http.answer("POST /old", 404, "<html>");
    house.http.answer("POST /new", 200, good, json);
    const auto first = answerOf(house.grants.refresh(m_account, m_tokens, {}));
    QVERIFY2(first.ok(), qPrintable(first.ok() ? QString() : first.error().code + first.error().detail));
    QCOMPARE(answerOf(house.grants.refresh(m_account, m_tokens, {})).error().kind, core::ErrorKind::BadReply);
    QCOMPARE(house.http.countOf(discovery), 1);
    QVERIFY(answerOf(house.grants.refresh(m_account, m_tokens, {})).ok()); // where it is now
    QCOMPARE(house.http.countOf(discovery), 2);
    house.clock.advance(std::chrono::hours(25));
    QVERIFY(answerOf(house.grants.refresh(m_account, m_tokens, {})).ok());
    QCOMPARE(house.http.countOf(discovery), 3);
}

void TstGrantClient::theBrowsersSignInIsEndedOnTheProvidersPage()
{
    m_account.identity.subject = QStringLiteral("u1");
    QCOMPARE(*answerOf(m_house->grants.endSessionUrl(m_account)), QUrl()); // the backend's own sign-in has no such page
    m_account.provider = model::ProviderId(QStringLiteral("hub"));
    QCOMPARE(answerOf(m_house->grants.endSessionUrl(m_account))->toEncoded(),
             QByteArray("https://hub.example/logout?ui=1&client_id=keyturn&logout_hint=u1"));
    m_account.identity.email = QStringLiteral("ada+1@hub.example");
    const QUrl page = *answerOf(m_house->revocations.endSessionUrl(m_account));
    QVERIFY(page.toEncoded().endsWith("&logout_hint=ada%2B1%40hub.example"));
    QVERIFY(!page.toEncoded().contains("id_token"));
}

void TstGrantClient::aProfileThatIsGoneKeepsTheTokens()
{
    m_account.profile = model::ProfileId(QStringLiteral("gone"));
    const auto tokens = answerOf(m_house->grants.refresh(m_account, m_tokens, {}));
    QVERIFY(!tokens.ok());
    QCOMPARE(tokens.error().kind, core::ErrorKind::Configuration); // anything but SignInAgain
    QCOMPARE(tokens.error().code, QStringLiteral("profile_unknown"));
    QVERIFY(!answerOf(m_house->grants.revoke(m_account, m_tokens)).ok());
}

void TstGrantClient::aProviderThatIsGoneKeepsTheTokens()
{
    m_account.provider = model::ProviderId(QStringLiteral("gone"));
    const auto tokens = answerOf(m_house->grants.refresh(m_account, m_tokens, {}));
    QVERIFY(!tokens.ok());
    QCOMPARE(tokens.error().kind, core::ErrorKind::Configuration);
    QCOMPARE(tokens.error().code, QStringLiteral("provider_unknown"));
    QVERIFY(!answerOf(m_house->grants.revoke(m_account, m_tokens)).ok());
}

void TstGrantClient::theOthersAreEndedWithTheTokenGiven()
{
    m_house->http.answer("DELETE /sessions?others=true", 200, "{}");
    QVERIFY(answerOf(m_house->grants.revokeOthers(m_account, m_tokens)).ok());
    QCOMPARE(headerOf(m_house->http.requests().first(), "Authorization"), QByteArray("Bearer access"));
}

KEYTURN_TEST(TstGrantClient)
#include "tst_grantclient.moc"
