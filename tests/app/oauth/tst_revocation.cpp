// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "tokenendpointrig.h"

#include "support/registry.h"

#include <QLocale>

namespace keyturn::oauth {

/// Tokens that are given back (RFC 7009), and what all requests of a client have in common.
class TstRevocation : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whoAsksIsSaidAsTheProviderWantsIt_data();
    void whoAsksIsSaidAsTheProviderWantsIt();
    void aPauseUntilADateIsTold();
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

void TstRevocation::whoAsksIsSaidAsTheProviderWantsIt_data()
{
    QTest::addColumn<QString>("offered");
    QTest::addColumn<bool>("secret");
    QTest::addColumn<QByteArray>("authorization");
    QTest::addColumn<QByteArray>("body"); // its end
    const QByteArray basic = "Basic " + QByteArray("key%3Aturn:a%2Bb+%25").toBase64();
    const QByteArray inBody = "client_id=key%3Aturn&client_secret=a%2Bb%20%25";
    QTest::newRow("nothing is said: as Google and GitHub document it") << "" << true << QByteArray() << inBody;
    QTest::newRow("both") << "client_secret_basic client_secret_post" << true << QByteArray() << inBody;
    QTest::newRow("Basic alone") << "private_key_jwt client_secret_basic" << true << basic << QByteArray("_token");
    QTest::newRow("neither") << "private_key_jwt" << true << QByteArray() << inBody;
    QTest::newRow("Basic alone, to a client without a secret")
        << "client_secret_basic" << false << QByteArray() << QByteArray("client_id=key%3Aturn");
}

void TstRevocation::whoAsksIsSaidAsTheProviderWantsIt()
{
    QFETCH(QString, offered);
    QFETCH(bool, secret);
    QFETCH(QByteArray, authorization);
    QFETCH(QByteArray, body);
    Endpoint endpoint;
    endpoint.provider.clientId = QStringLiteral("key:turn");
    endpoint.provider.clientSecret = secret ? core::Secret("a+b %") : core::Secret();
    endpoint.metadata.clientAuthentication = offered.split(u' ', Qt::SkipEmptyParts);
    endpoint.http.answer("POST /token", 200, R"({"access_token":"new","token_type":"Bearer"})");
    QVERIFY(endpoint.refresh().ok());
    QVERIFY(endpoint.revoke().ok());
    const net::HttpRequest revoked = endpoint.http.requestsTo("POST /revoke").at(0);
    QVERIFY2(revoked.body.reveal().toByteArray().endsWith(body), revoked.body.reveal().toByteArray());
    for (const net::HttpRequest &sent : endpoint.http.requests()) {
        QCOMPARE(sent.headers.contains(net::Header{"Authorization", authorization}), !authorization.isEmpty());
        QCOMPARE(sent.body.reveal().toByteArray().contains("client_id"), authorization.isEmpty());
    }
}

/// FAULTS 42.
void TstRevocation::aPauseUntilADateIsTold()
{
    Endpoint endpoint;
    const QString date = QLocale::c().toString(endpoint.clock.now().addSecs(90), QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
    for (const char *address : {"POST /token", "POST /revoke"})
        endpoint.http.on(address, [date](const net::HttpRequest &request) {
            return net::HttpResponse{503, {{"Retry-After", date.toLatin1()}}, {}, request.url};
        });
    const auto refreshed = endpoint.refresh();
    QCOMPARE(refreshed.error().retryAfter, std::optional(std::chrono::seconds(90)));
    QCOMPARE(refreshed.error().step, QStringLiteral("refresh"));
    const auto revoked = endpoint.revoke();
    QCOMPARE(revoked.error().retryAfter, std::optional(std::chrono::seconds(90)));
    QCOMPARE(revoked.error().step, QStringLiteral("revocation"));
}

void TstRevocation::otherProvidersOfPlainOAuth2RevokeByTheRfc()
{
    Endpoint endpoint(FakeProvider::oauth2());
    endpoint.metadata.endpoints.revocation = QUrl(QStringLiteral("https://git.example/revoke"));
    QVERIFY(endpoint.revoke().ok());
    QCOMPARE(endpoint.http.requestsTo("POST /revoke").size(), 1); // RFC 7009
}

void TstRevocation::gitHubKnowsAnAppByItsSecret()
{
    Endpoint endpoint(FakeProvider::oauth2());
    endpoint.provider.clientSecret = core::Secret("s3cret");
    QVERIFY(endpoint.revoke().ok());
    const auto sent = endpoint.http.requestsTo("DELETE /applications/keyturn/token");
    QCOMPARE(sent.size(), 1);
    QVERIFY(sent.at(0).headers.contains(net::Header{"Authorization", "Basic " + QByteArray("keyturn:s3cret").toBase64()}));
}

void TstRevocation::theRefreshTokenIsRevoked()
{
    Endpoint endpoint;
    QVERIFY(endpoint.revoke().ok());
    const auto sent = endpoint.http.requestsTo("POST /revoke");
    QCOMPARE(sent.size(), 1);
    QCOMPARE(sent.at(0).body.reveal().toByteArray(), QByteArray("token=1%2F%2Fold%2B%2541&token_type_hint=refresh_token&client_id=keyturn"));
}

void TstRevocation::theAccessTokenIsRevokedWhereThereIsNoOther()
{
    Endpoint endpoint;
    model::TokenSet tokens = held();
    tokens.refreshToken = {};
    QVERIFY(endpoint.revoke(tokens).ok());
    QCOMPARE(endpoint.http.requestsTo("POST /revoke").at(0).body.reveal().toByteArray(),
             QByteArray("token=old-access&token_type_hint=access_token&client_id=keyturn"));
}

void TstRevocation::gitHubWantsASecretToDeleteAToken()
{
    Endpoint endpoint(FakeProvider::oauth2());
    QCOMPARE(endpoint.revoke().error().code, QStringLiteral("revocation_needs_secret"));
    QVERIFY(endpoint.http.requests().isEmpty());
}

void TstRevocation::gitHubsAddressNamesTheClient()
{
    Endpoint endpoint(FakeProvider::oauth2());
    endpoint.metadata.endpoints.revocation = QUrl(QStringLiteral("https://api.git.example/applications/%7BclientId%7D/token"));
    endpoint.provider.clientId = QStringLiteral("Iv1/8a?");
    endpoint.provider.clientSecret = core::Secret("s3cret");
    endpoint.http.answer("DELETE /applications/Iv1/8a?/token", 204, {});
    QVERIFY(endpoint.revoke().ok());
    QCOMPARE(endpoint.http.requests().at(0).url.toEncoded(), QByteArray("https://api.git.example/applications/Iv1%2F8a%3F/token"));
}

void TstRevocation::gitHubsAnswerThatATokenIsGoneCountsWhereItIsTheOnlyOne_data()
{
    QTest::addColumn<bool>("canRefresh");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("the only one") << false << QString();
    QTest::newRow("a refresh token may live on") << true << QStringLiteral("revocation_refused");
}

void TstRevocation::gitHubsAnswerThatATokenIsGoneCountsWhereItIsTheOnlyOne()
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

void TstRevocation::theSimulatedGitHubsTokensAreDeleted()
{
    Endpoint endpoint(FakeProvider::oauth2());
    endpoint.metadata.endpoints.revocation = QUrl(QStringLiteral("http://127.0.0.1:1/applications/keyturn/token"));
    QVERIFY(endpoint.revoke().ok());
    const auto sent = endpoint.http.requestsTo("DELETE /applications/keyturn/token");
    QCOMPARE(sent.size(), 1);
    QCOMPARE(sent.at(0).body.reveal().toByteArray(), QByteArray(R"({"access_token":"old-access"})"));
    QVERIFY(sent.at(0).headers.contains(net::Header{"Authorization", "Bearer old-access"}));
}

void TstRevocation::refusedRevocationsAreTold_data()
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

void TstRevocation::refusedRevocationsAreTold()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    Endpoint endpoint;
    endpoint.http.answer("POST /revoke", status, body);
    const auto revoked = endpoint.revoke();
    QVERIFY(!revoked.ok());
    QTEST(static_cast<int>(revoked.error().kind), "kind");
}

void TstRevocation::aProviderWithoutRevocationIsSaid()
{
    Endpoint endpoint;
    endpoint.metadata.endpoints.revocation = {};
    QCOMPARE(endpoint.revoke().error().code, QStringLiteral("revocation_unsupported"));
    QVERIFY(endpoint.http.requests().isEmpty());
}

} // namespace keyturn::oauth

using keyturn::oauth::TstRevocation;
KEYTURN_TEST(TstRevocation)
#include "tst_revocation.moc"
