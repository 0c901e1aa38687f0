// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/tokenendpoint.h"

#include "support/fakeclock.h"
#include "support/fakeprovider.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::oauth {

using tests::FakeClock;
using tests::FakeProvider;

namespace {

QByteArray idToken(const char *subject, const QByteArray &issuer = "https://id.example")
{
    constexpr auto encoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    return QByteArray(R"({"alg":"ES256"})").toBase64(encoding) + '.'
        + (R"({"iss":")" + issuer + R"(","sub":")" + QByteArray(subject) + "\"}").toBase64(encoding) + ".c2ln";
}

model::TokenSet held(const QByteArray &issuer = "https://id.example")
{
    model::TokenSet tokens;
    tokens.accessToken = core::Secret(QByteArrayView("old-access"));
    tokens.refreshToken = core::Secret(QByteArrayView("1//old+%41"));
    tokens.refreshExpiresAt = QDateTime::fromString(QStringLiteral("2026-02-02T00:00:00Z"), Qt::ISODate);
    tokens.idToken = core::Secret(idToken("ada", issuer));
    tokens.scopes = {QStringLiteral("openid")};
    return tokens;
}

/// Both endpoints of both kinds, with a provider behind them.
struct Endpoint {
    explicit Endpoint(model::IdentityProvider profile = FakeProvider::openIdConnect()) : http(clock), provider(std::move(profile))
    {
        metadata.endpoints = {{}, QUrl(QStringLiteral("https://id.example/token")), QUrl(QStringLiteral("https://id.example/revoke")), {}};
        if (provider.kind == model::ProviderKind::OAuth2)
            metadata.endpoints = provider.endpoints;
    }
    core::Result<model::TokenSet> refresh(const model::TokenSet &tokens = held())
    {
        return resultOf(refreshTokens(http, clock, metadata, provider, tokens, {}, &context));
    }
    core::Result<void> revoke(const model::TokenSet &tokens = held()) { return resultOf(revokeTokens(http, metadata, provider, tokens, &context)); }
    template <class T> static core::Result<T> resultOf(const core::Async<T> &answer)
    {
        if (!QTest::qWaitFor([&answer] { return answer.isFinished(); }))
            return core::Error{core::ErrorKind::Offline, QStringLiteral("never"), {}};
        return answer.result();
    }

    FakeClock clock;
    FakeProvider http;
    model::IdentityProvider provider;
    ProviderMetadata metadata;
    QObject context;
};

} // namespace

class TstTokenEndpoint : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aRefreshIsPostedOnceAndEncoded();
    void fault50AMissingRefreshTokenKeepsTheOld();
    void fault51AnIdenticalRefreshTokenIsFine();
    void fault48AMissingScopeKeepsTheGranted();
    void anIdTokenOfAnotherPersonIsRefused();
    void anIdTokenOfAnotherIssuerIsRefused_data();
    void anIdTokenOfAnotherIssuerIsRefused();
    void refusalsAreTold_data();
    void refusalsAreTold();
    void withoutARefreshTokenNothingIsSent();
    void aRefreshCanBeStopped();
    void aClientSecretAndResourcesGoAlong();
    void otherProvidersOfPlainOAuth2RevokeByTheRfc();
    void gitHubKnowsAnAppByItsSecret();
    void theRefreshTokenIsRevoked();
    void theAccessTokenIsRevokedWhereThereIsNoOther();
    void gitHubWantsASecretToDeleteAToken();
    void gitHubsAddressNamesTheClient();
    void gitHubsAnswerThatATokenIsGoneCountsWhereItIsTheOnlyOne_data();
    void gitHubsAnswerThatATokenIsGoneCountsWhereItIsTheOnlyOne();
    void theSimulatedGitHubsTokensAreDeleted();
    void refusedRevocationsAreTold_data();
    void refusedRevocationsAreTold();
    void aProviderWithoutRevocationIsSaid();
};

void TstTokenEndpoint::aRefreshIsPostedOnceAndEncoded()
{
    Endpoint endpoint;
    endpoint.http.answer("POST /token", 200,
                         R"({"access_token":"new","token_type":"Bearer","expires_in":60,"refresh_token":"1//new","scope":"openid email"})");
    const auto fresh = endpoint.refresh();
    QVERIFY(fresh.ok());
    QCOMPARE(fresh->accessToken.reveal().toByteArray(), QByteArray("new"));
    QCOMPARE(fresh->refreshToken.reveal().toByteArray(), QByteArray("1//new"));
    QCOMPARE(fresh->accessExpiresAt, endpoint.clock.now().addSecs(60));
    QVERIFY(!fresh->refreshExpiresAt.isValid()); // the old one's end is not the new one's
    QCOMPARE(fresh->idToken, held().idToken);
    const auto sent = endpoint.http.requestsTo("POST /token");
    QCOMPARE(sent.size(), 1);
    QCOMPARE(sent.at(0).body.reveal().toByteArray(), QByteArray("grant_type=refresh_token&refresh_token=1%2F%2Fold%2B%2541&client_id=keyturn"));
    QVERIFY(sent.at(0).headers.contains(net::Header{"Accept", "application/json"}));
    QCOMPARE(sent.at(0).purpose, QStringLiteral("refresh"));
}

void TstTokenEndpoint::fault50AMissingRefreshTokenKeepsTheOld()
{
    Endpoint endpoint;
    endpoint.http.answer("POST /token", 200, R"({"access_token":"new","token_type":"Bearer"})");
    const auto fresh = endpoint.refresh();
    QVERIFY(fresh.ok());
    QCOMPARE(fresh->refreshToken, held().refreshToken);
    QCOMPARE(fresh->refreshExpiresAt, held().refreshExpiresAt);
}

void TstTokenEndpoint::fault51AnIdenticalRefreshTokenIsFine()
{
    Endpoint endpoint;
    endpoint.http.answer("POST /token", 200, R"({"access_token":"new","token_type":"Bearer","refresh_token":"1//old+%41"})");
    const auto fresh = endpoint.refresh();
    QVERIFY(fresh.ok());
    QCOMPARE(fresh->refreshToken, held().refreshToken);
}

void TstTokenEndpoint::fault48AMissingScopeKeepsTheGranted()
{
    Endpoint endpoint;
    endpoint.http.answer("POST /token", 200, R"({"access_token":"new","token_type":"Bearer"})");
    QCOMPARE(endpoint.refresh()->scopes, held().scopes);
}

void TstTokenEndpoint::anIdTokenOfAnotherPersonIsRefused()
{
    Endpoint endpoint;
    const QByteArray start = R"({"access_token":"new","token_type":"Bearer","id_token":")";
    endpoint.http.answer("POST /token", 200, start + idToken("eve") + "\"}");
    QCOMPARE(endpoint.refresh().error().code, QStringLiteral("id_token_subject"));
    endpoint.http.answer("POST /token", 200, start + idToken("ada") + "\"}");
    QVERIFY(endpoint.refresh().ok());
}

void TstTokenEndpoint::anIdTokenOfAnotherIssuerIsRefused_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<bool>("taken");
    const QByteArray here = "http://127.0.0.1:4000/google";
    QTest::newRow("the same") << here << here << true;
    QTest::newRow("on this computer, at another port") << here << QByteArray("http://127.0.0.1:4001/google") << true;
    QTest::newRow("on this computer, another one") << here << QByteArray("http://127.0.0.1:4000/evil") << false;
    QTest::newRow("elsewhere, at another port") << QByteArray("https://id.example") << QByteArray("https://id.example:8443") << false;
    QTest::newRow("none") << here << QByteArray() << false;
}

void TstTokenEndpoint::anIdTokenOfAnotherIssuerIsRefused()
{
    QFETCH(const QByteArray, before);
    QFETCH(const QByteArray, after);
    QFETCH(const bool, taken);
    Endpoint endpoint;
    endpoint.http.answer("POST /token", 200, R"({"access_token":"new","token_type":"Bearer","id_token":")" + idToken("ada", after) + "\"}");
    const auto fresh = endpoint.refresh(held(before));
    QCOMPARE(fresh.ok() ? QString() : fresh.error().code, taken ? QString() : QStringLiteral("id_token_subject"));
}

void TstTokenEndpoint::refusalsAreTold_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind");
    QTest::newRow("invalid_grant") << 400 << QByteArray(R"({"error":"invalid_grant"})") << static_cast<int>(core::ErrorKind::SignInAgain);
    QTest::newRow("bad_refresh_token") << 200 << QByteArray(R"({"error":"bad_refresh_token"})") << static_cast<int>(core::ErrorKind::SignInAgain);
    QTest::newRow("500") << 500 << QByteArray() << static_cast<int>(core::ErrorKind::Offline);
    QTest::newRow("a page") << 200 << QByteArray("<html>") << static_cast<int>(core::ErrorKind::BadReply);
}

void TstTokenEndpoint::refusalsAreTold()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    Endpoint endpoint;
    endpoint.http.answer("POST /token", status, body);
    const auto fresh = endpoint.refresh();
    QVERIFY(!fresh.ok());
    QTEST(static_cast<int>(fresh.error().kind), "kind");
}

void TstTokenEndpoint::withoutARefreshTokenNothingIsSent()
{
    Endpoint endpoint;
    const auto fresh = endpoint.refresh(model::TokenSet{});
    QVERIFY(!fresh.ok());
    QCOMPARE(fresh.error().kind, core::ErrorKind::SignInAgain);
    QVERIFY(endpoint.http.requests().isEmpty());
}

void TstTokenEndpoint::aRefreshCanBeStopped()
{
    Endpoint endpoint;
    endpoint.http.holdBack("POST /token");
    std::stop_source stop;
    const auto answer =
        refreshTokens(endpoint.http, endpoint.clock, endpoint.metadata, endpoint.provider, held(), {}, &endpoint.context, stop.get_token());
    stop.request_stop();
    QCOMPARE(Endpoint::resultOf(answer).error().kind, core::ErrorKind::Cancelled);
}

void TstTokenEndpoint::aClientSecretAndResourcesGoAlong()
{
    Endpoint endpoint;
    endpoint.provider.clientSecret = core::Secret("GOCSPX+x");
    endpoint.provider.resources = QStringList{QStringLiteral("https://api.example"), QStringLiteral("urn:files")};
    endpoint.http.answer("POST /token", 200, R"({"access_token":"new","token_type":"Bearer"})");
    QVERIFY(endpoint.refresh().ok());
    QVERIFY(endpoint.http.requestsTo("POST /token")
                .at(0)
                .body.reveal()
                .toByteArray()
                .endsWith("&client_id=keyturn&client_secret=GOCSPX%2Bx&resource=https%3A%2F%2Fapi.example&resource=urn%3Afiles"));
    QVERIFY(endpoint.revoke().ok());
    const QByteArray revoked = endpoint.http.requestsTo("POST /revoke").at(0).body.reveal().toByteArray();
    QVERIFY(revoked.endsWith("&client_id=keyturn&client_secret=GOCSPX%2Bx"));
}

void TstTokenEndpoint::otherProvidersOfPlainOAuth2RevokeByTheRfc()
{
    Endpoint endpoint(FakeProvider::oauth2());
    endpoint.metadata.endpoints.revocation = QUrl(QStringLiteral("https://git.example/revoke"));
    QVERIFY(endpoint.revoke().ok());
    QCOMPARE(endpoint.http.requestsTo("POST /revoke").size(), 1); // RFC 7009
}

void TstTokenEndpoint::gitHubKnowsAnAppByItsSecret()
{
    Endpoint endpoint(FakeProvider::oauth2());
    endpoint.provider.clientSecret = core::Secret("s3cret");
    QVERIFY(endpoint.revoke().ok());
    const auto sent = endpoint.http.requestsTo("DELETE /applications/keyturn/token");
    QCOMPARE(sent.size(), 1);
    QVERIFY(sent.at(0).headers.contains(net::Header{"Authorization", "Basic " + QByteArray("keyturn:s3cret").toBase64()}));
}

void TstTokenEndpoint::theRefreshTokenIsRevoked()
{
    Endpoint endpoint;
    QVERIFY(endpoint.revoke().ok());
    const auto sent = endpoint.http.requestsTo("POST /revoke");
    QCOMPARE(sent.size(), 1);
    QCOMPARE(sent.at(0).body.reveal().toByteArray(), QByteArray("token=1%2F%2Fold%2B%2541&token_type_hint=refresh_token&client_id=keyturn"));
}

void TstTokenEndpoint::theAccessTokenIsRevokedWhereThereIsNoOther()
{
    Endpoint endpoint;
    model::TokenSet tokens = held();
    tokens.refreshToken = {};
    QVERIFY(endpoint.revoke(tokens).ok());
    QCOMPARE(endpoint.http.requestsTo("POST /revoke").at(0).body.reveal().toByteArray(),
             QByteArray("token=old-access&token_type_hint=access_token&client_id=keyturn"));
}

void TstTokenEndpoint::gitHubWantsASecretToDeleteAToken()
{
    Endpoint endpoint(FakeProvider::oauth2());
    QCOMPARE(endpoint.revoke().error().code, QStringLiteral("revocation_needs_secret"));
    QVERIFY(endpoint.http.requests().isEmpty());
}

void TstTokenEndpoint::gitHubsAddressNamesTheClient()
{
    Endpoint endpoint(FakeProvider::oauth2());
    endpoint.metadata.endpoints.revocation = QUrl(QStringLiteral("https://api.git.example/applications/%7BclientId%7D/token"));
    endpoint.provider.clientId = QStringLiteral("Iv1/8a?");
    endpoint.provider.clientSecret = core::Secret("s3cret");
    endpoint.http.answer("DELETE /applications/Iv1/8a?/token", 204, {});
    QVERIFY(endpoint.revoke().ok());
    QCOMPARE(endpoint.http.requests().at(0).url.toEncoded(), QByteArray("https://api.git.example/applications/Iv1%2F8a%3F/token"));
}

void TstTokenEndpoint::gitHubsAnswerThatATokenIsGoneCountsWhereItIsTheOnlyOne_data()
{
    QTest::addColumn<bool>("canRefresh");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("the only one") << false << QString();
    QTest::newRow("a refresh token may live on") << true << QStringLiteral("revocation_refused");
}

void TstTokenEndpoint::gitHubsAnswerThatATokenIsGoneCountsWhereItIsTheOnlyOne()
{
    QFETCH(const bool, canRefresh);
    Endpoint endpoint(FakeProvider::oauth2());
    endpoint.provider.clientSecret = core::Secret("s3cret");
    endpoint.http.answer("DELETE /applications/keyturn/token", 404, R"({"message":"Not Found"})");
    model::TokenSet tokens = held();
    if (!canRefresh)
        tokens.refreshToken = {};
    const auto revoked = endpoint.revoke(tokens);
    QTEST(revoked.ok() ? QString() : revoked.error().code, "outcome");
}

void TstTokenEndpoint::theSimulatedGitHubsTokensAreDeleted()
{
    Endpoint endpoint(FakeProvider::oauth2());
    endpoint.metadata.endpoints.revocation = QUrl(QStringLiteral("http://127.0.0.1:1/applications/keyturn/token"));
    QVERIFY(endpoint.revoke().ok());
    const auto sent = endpoint.http.requestsTo("DELETE /applications/keyturn/token");
    QCOMPARE(sent.size(), 1);
    QCOMPARE(sent.at(0).body.reveal().toByteArray(), QByteArray(R"({"access_token":"old-access"})"));
    QVERIFY(sent.at(0).headers.contains(net::Header{"Authorization", "Bearer old-access"}));
}

void TstTokenEndpoint::refusedRevocationsAreTold_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind");
    QTest::newRow("unsupported_token_type") << 400 << QByteArray(R"({"error":"unsupported_token_type"})")
                                            << static_cast<int>(core::ErrorKind::Rejected);
    QTest::newRow("503") << 503 << QByteArray() << static_cast<int>(core::ErrorKind::Offline);
    QTest::newRow("404") << 404 << QByteArray("<html>") << static_cast<int>(core::ErrorKind::Rejected);
    QTest::newRow("401 without a word") << 401 << QByteArray() << static_cast<int>(core::ErrorKind::Rejected);
    QTest::newRow("a redirect") << 302 << QByteArray() << static_cast<int>(core::ErrorKind::BadReply);
}

void TstTokenEndpoint::refusedRevocationsAreTold()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    Endpoint endpoint;
    endpoint.http.answer("POST /revoke", status, body);
    const auto revoked = endpoint.revoke();
    QVERIFY(!revoked.ok());
    QTEST(static_cast<int>(revoked.error().kind), "kind");
}

void TstTokenEndpoint::aProviderWithoutRevocationIsSaid()
{
    Endpoint endpoint;
    endpoint.metadata.endpoints.revocation = {};
    QCOMPARE(endpoint.revoke().error().code, QStringLiteral("revocation_unsupported"));
    QVERIFY(endpoint.http.requests().isEmpty());
}

} // namespace keyturn::oauth

using keyturn::oauth::TstTokenEndpoint;
KEYTURN_TEST(TstTokenEndpoint)
#include "tst_tokenendpoint.moc"
