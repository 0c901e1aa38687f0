// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "tokenendpointrig.h"

#include "support/registry.h"

namespace keyturn::oauth {

class TstTokenEndpoint : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aRefreshIsPostedOnceAndEncoded();
    void fault50AMissingRefreshTokenKeepsTheOld();
    void fault51AnIdenticalRefreshTokenIsFine();
    void fault48AMissingScopeKeepsTheGranted();
    void whatARefreshBringsForAnotherIsGivenBack_data();
    void whatARefreshBringsForAnotherIsGivenBack();
    void aTokenThatWasBoundStaysBound_data();
    void aTokenThatWasBoundStaysBound();
    void anIdTokenOfAnotherIssuerIsRefused_data();
    void anIdTokenOfAnotherIssuerIsRefused();
    void refusalsAreTold_data();
    void refusalsAreTold();
    void withoutARefreshTokenNothingIsSent();
    void aRefreshCanBeStopped();
    void aClientSecretAndResourcesGoAlong();
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

void TstTokenEndpoint::whatARefreshBringsForAnotherIsGivenBack_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QByteArray>("revoked"); // the token of the request; empty: none
    QTest::newRow("the same person") << R"("refresh_token":"new-r","id_token":")" + idToken("ada") + "\"" << QByteArray();
    QTest::newRow("another person") << R"("refresh_token":"new-r","id_token":")" + idToken("eve") + "\"" << QByteArray("new-r");
    QTest::newRow("another person, by the same refresh token") << R"("id_token":")" + idToken("eve") + "\"" << QByteArray("1%2F%2Fold%2B%2541");
    QTest::newRow("an ID token that cannot be read") << QByteArray(R"("refresh_token":"new-r","id_token":"hello")") << QByteArray("new-r");
    QTest::newRow("an encrypted one") << QByteArray(R"("refresh_token":"new-r","id_token":"a.b.c.d.e")") << QByteArray();
}

void TstTokenEndpoint::whatARefreshBringsForAnotherIsGivenBack()
{
    QFETCH(QByteArray, members);
    QFETCH(QByteArray, revoked);
    Endpoint endpoint;
    endpoint.http.answer("POST /token", 200, R"({"access_token":"new","token_type":"Bearer",)" + members + "}");
    const auto fresh = endpoint.refresh();
    QCOMPARE(fresh.ok(), revoked.isEmpty());
    if (revoked.isEmpty()) {
        QVERIFY(endpoint.revoked().isEmpty());
        return;
    }
    QCOMPARE(fresh.error().kind, core::ErrorKind::SignInAgain); // or the spent refresh token would be sent once more
    QCOMPARE(fresh.error().code, QStringLiteral("id_token_subject"));
    QCOMPARE(fresh.error().step, QStringLiteral("refresh"));
    QCOMPARE(endpoint.revoked(), QByteArrayList{"token=" + revoked + "&token_type_hint=refresh_token&client_id=keyturn"});
    endpoint.http.answer("POST /revoke", 503, {});
    QCOMPARE(endpoint.refresh().error().code, QStringLiteral("id_token_subject")); // whatever the provider says to that
}

void TstTokenEndpoint::aTokenThatWasBoundStaysBound_data()
{
    QTest::addColumn<bool>("bound");
    QTest::addColumn<int>("wish");
    QTest::addColumn<bool>("taken");
    QTest::newRow("it was") << true << int(model::KeyBinding::Auto) << false;
    QTest::newRow("it was, whatever the profile says by now") << true << int(model::KeyBinding::Never) << false;
    QTest::newRow("it never was") << false << int(model::KeyBinding::Auto) << true;
    QTest::newRow("it never was, and the profile insists") << false << int(model::KeyBinding::Always) << false;
}

void TstTokenEndpoint::aTokenThatWasBoundStaysBound()
{
    QFETCH(bool, bound);
    QFETCH(int, wish);
    QFETCH(bool, taken);
    Endpoint endpoint;
    endpoint.provider.dpop = static_cast<model::KeyBinding>(wish);
    endpoint.http.answer("POST /token", 200, R"({"access_token":"new","token_type":"Bearer","refresh_token":"new-r"})");
    model::TokenSet current = held();
    current.proofKey = core::Secret("a key");
    current.bound = bound;
    const auto fresh = endpoint.refresh(current, *bindingOf(current, endpoint.provider));
    QCOMPARE(fresh.ok(), taken);
    if (taken)
        return;
    QCOMPARE(fresh.error().kind, core::ErrorKind::SignInAgain);
    QCOMPARE(fresh.error().code, QStringLiteral("token_not_bound"));
    QCOMPARE(endpoint.revoked().size(), 1);
    QVERIFY(endpoint.revoked().first().startsWith("token=new-r&"));
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
                .endsWith("&resource=https%3A%2F%2Fapi.example&resource=urn%3Afiles&client_id=keyturn&client_secret=GOCSPX%2Bx"));
    QVERIFY(endpoint.revoke().ok());
    const QByteArray revoked = endpoint.http.requestsTo("POST /revoke").at(0).body.reveal().toByteArray();
    QVERIFY(revoked.endsWith("&client_id=keyturn&client_secret=GOCSPX%2Bx"));
}

} // namespace keyturn::oauth

using keyturn::oauth::TstTokenEndpoint;
KEYTURN_TEST(TstTokenEndpoint)
#include "tst_tokenendpoint.moc"
