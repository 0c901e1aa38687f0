// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "signin.h"

#include "support/registry.h"

namespace keyturn::oauth {

/// How a browser sign-in ends once the tokens are asked for: who it was, or what was wrong.
class TstSignInEnds : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aBadIdTokenIsNotBelieved_data();
    void aBadIdTokenIsNotBelieved();
    void aKeyMayChangeWithoutAnotherName();
    void theNameMayComeFromUserinfo();
    void anotherPersonsUserinfoIsRefused();
    void userinfoThatCannotBeUsedIsMissedWhereNothingElseTells_data();
    void userinfoThatCannotBeUsedIsMissedWhereNothingElseTells();
    void plainOAuth2MayCallItsJsonJavaScript();
    void fault92AnEarlierSignInsIdTokenIsNotBelieved();
    void onlyAVerifiedPrimaryAddressCounts_data();
    void onlyAVerifiedPrimaryAddressCounts();
    void whatTheProfileAsksForIsAsked();
    void whatTheRequestAsksForWins();
    void whoAsksForAProofGetsIt_data();
    void whoAsksForAProofGetsIt();
    void aProviderForDevicesHasNoBrowsersWay();
    void badEndsAreErrors_data();
    void badEndsAreErrors();
};

void TstSignInEnds::aBadIdTokenIsNotBelieved_data()
{
    QTest::addColumn<QJsonObject>("claims");
    QTest::addColumn<QString>("code");
    const auto claim = [](const char *name, const QJsonValue &value) { return QJsonObject{{QLatin1String(name), value}}; };
    QTest::newRow("fault 92: another nonce") << claim("nonce", QStringLiteral("replayed")) << "id_token_nonce";
    QTest::newRow("fault 92: no nonce") << claim("nonce", QJsonValue()) << "id_token_nonce";
    QTest::newRow("another issuer") << claim("iss", QStringLiteral("https://id.example/")) << "id_token_issuer";
    QTest::newRow("another audience") << claim("aud", QStringLiteral("other")) << "id_token_audience";
    QTest::newRow("another access token") << claim("at_hash", QStringLiteral("AAAAAAAAAAAAAAAAAAAAAA")) << "id_token_at_hash";
    QTest::newRow("expired") << claim("exp", 1) << "id_token_expired";
    QTest::newRow("no subject") << claim("sub", QJsonValue()) << "id_token_subject";
}

void TstSignInEnds::aBadIdTokenIsNotBelieved()
{
    QFETCH(QJsonObject, claims);
    SignIn signIn;
    signIn.provider.claims = claims;
    QVERIFY(signIn.run());
    QVERIFY(!signIn.outcome);
    QCOMPARE(signIn.error.kind, core::ErrorKind::BadReply);
    QTEST(signIn.error.code, "code");
    QCOMPARE(signIn.unkept.size(), 1); // to be revoked
    QCOMPARE(signIn.unkept.first().refreshToken.reveal().toByteArray(), QByteArray("1//refresh"));
}

void TstSignInEnds::aKeyMayChangeWithoutAnotherName()
{
    SignIn signIn;
    const FakeProvider before(signIn.clock); // with a key of its own, by the same kid
    int fetches = 0;
    signIn.provider.on("GET /jwks", [&](const net::HttpRequest &) {
        return ++fetches == 1 ? FakeProvider::reply(200, before.publicKeys()) : FakeProvider::reply(200, signIn.provider.publicKeys());
    });
    const core::Async<jose::Jwks> cached = signIn.jwks.fetch(QUrl(QStringLiteral("https://id.example/jwks")), {});
    QTRY_VERIFY(cached.isFinished());
    signIn.clock.advance(2min);
    QVERIFY(signIn.run());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code));
    QCOMPARE(fetches, 2);
}

void TstSignInEnds::theNameMayComeFromUserinfo()
{
    SignIn signIn;
    signIn.provider.claims = {{QStringLiteral("name"), QJsonValue()}};
    QVERIFY(signIn.run());
    QVERIFY(signIn.outcome);
    QCOMPARE(signIn.outcome->identity.name, QStringLiteral("Ada by userinfo"));
    QVERIFY(signIn.provider.requestsTo("GET /userinfo").at(0).headers.contains(net::Header{"Authorization", "Bearer ya29.access+token/1"}));

    SignIn broken; // a name is no identity: its absence does not undo the sign-in
    broken.provider.claims = {{QStringLiteral("name"), QJsonValue()}};
    broken.provider.answer("GET /userinfo", 503, "{}");
    QVERIFY(broken.run());
    QVERIFY(broken.outcome);
    QCOMPARE(broken.outcome->identity.name, QString());
}

void TstSignInEnds::anotherPersonsUserinfoIsRefused()
{
    SignIn signIn;
    signIn.provider.claims = {{QStringLiteral("name"), QJsonValue()}};
    signIn.provider.answer("GET /userinfo", 200, R"({"sub":"another","name":"Eve"})");
    QVERIFY(signIn.run());
    QCOMPARE(signIn.error.code, QStringLiteral("userinfo_subject"));
}

void TstSignInEnds::userinfoThatCannotBeUsedIsMissedWhereNothingElseTells_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("code");
    const QByteArray good = R"({"sub":"248289761001","name":"Ada"})";
    QTest::newRow("a page") << QByteArray("text/html") << QByteArray("<html>") << "userinfo_invalid";
    QTest::newRow("JSON that is a page by its type") << QByteArray("text/html") << good << "userinfo_invalid";
    QTest::newRow("JavaScript") << QByteArray("text/javascript") << good << "userinfo_invalid";
    QTest::newRow("cut JSON") << QByteArray("application/json") << good.chopped(3) << "userinfo_invalid";
    QTest::newRow("a JWT") << QByteArray("application/jwt") << QByteArray("e30.e30.c2ln") << "userinfo_signed";
}

void TstSignInEnds::userinfoThatCannotBeUsedIsMissedWhereNothingElseTells()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    const auto run = [&](SignIn &signIn) {
        signIn.provider.on("GET /userinfo", [=](const net::HttpRequest &) { return FakeProvider::reply(200, body, type); });
        return signIn.run();
    };
    SignIn named;
    named.provider.claims = {{QStringLiteral("email"), QJsonValue()}};
    QVERIFY(run(named));
    QVERIFY2(named.outcome, qPrintable(named.error.code));
    QCOMPARE(named.outcome->identity.name, QStringLiteral("Ada"));

    SignIn nameless;
    nameless.provider.claims = {{QStringLiteral("email"), QJsonValue()}, {QStringLiteral("name"), QJsonValue()}};
    QVERIFY(run(nameless));
    QVERIFY(!nameless.outcome);
    QTEST(nameless.error.code, "code");
    QCOMPARE(nameless.error.step, QStringLiteral("userinfo"));
    QCOMPARE(nameless.unkept.size(), 1);
}

void TstSignInEnds::plainOAuth2MayCallItsJsonJavaScript()
{
    SignIn signIn(FakeProvider::oauth2());
    signIn.provider.on(
        "GET /user", [](const net::HttpRequest &) { return FakeProvider::reply(200, R"({"id":1,"name":"Ada"})", "text/javascript; charset=UTF-8"); });
    QVERIFY(signIn.run());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code));
    QCOMPARE(signIn.outcome->identity.subject, QStringLiteral("1"));
}

void TstSignInEnds::fault92AnEarlierSignInsIdTokenIsNotBelieved()
{
    SignIn signIn;
    QVERIFY(signIn.run());
    QVERIFY(signIn.outcome);
    const QByteArray earlier = signIn.outcome->tokens.idToken.reveal().toByteArray();
    // The same provider, the same key, the same access token; whole and well signed, but for another request.
    signIn.provider.tokenAnswer = {{QStringLiteral("id_token"), QString::fromLatin1(earlier)}};
    signIn.outcome.reset();
    signIn.ends = 0;
    QVERIFY(signIn.run());
    QVERIFY(!signIn.outcome);
    QCOMPARE(signIn.error.code, QStringLiteral("id_token_nonce"));
    QCOMPARE(signIn.error.step, QStringLiteral("token"));
    QCOMPARE(signIn.unkept.size(), 1);
}

void TstSignInEnds::onlyAVerifiedPrimaryAddressCounts_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("emails");
    QTest::addColumn<QString>("email");
    QTest::newRow("primary and verified") << 200 << QByteArray(R"([{"email":"a@x","primary":true,"verified":true}])") << "a@x";
    QTest::newRow("not verified") << 200 << QByteArray(R"([{"email":"a@x","primary":true,"verified":false}])") << "";
    QTest::newRow("not primary") << 200 << QByteArray(R"([{"email":"a@x","primary":false,"verified":true}])") << "";
    QTest::newRow("of wrong types") << 200 << QByteArray(R"([1,null,{"email":{},"primary":true,"verified":true}])") << "";
    QTest::newRow("not allowed") << 404 << QByteArray(R"({"message":"Not Found"})") << "";
    QTest::newRow("invisible characters") << 200 << QByteArray("[{\"email\":\"a\\u202e@x\",\"primary\":true,\"verified\":true}]") << "a@x";
}

void TstSignInEnds::onlyAVerifiedPrimaryAddressCounts()
{
    QFETCH(int, status);
    QFETCH(QByteArray, emails);
    SignIn signIn(FakeProvider::oauth2());
    signIn.provider.answer("GET /user/emails", status, emails);
    QVERIFY(signIn.run());
    QVERIFY(signIn.outcome);
    QTEST(signIn.outcome->identity.email, "email");
}

void TstSignInEnds::whatTheProfileAsksForIsAsked()
{
    model::IdentityProvider provider = FakeProvider::openIdConnect();
    provider.prompt = QStringLiteral("consent");
    provider.acrValues = QStringList{QStringLiteral("gold"), QStringLiteral("silver")};
    provider.maxAge = 0;
    provider.resources = QStringList{QStringLiteral("https://api.example"), QStringLiteral("urn:a b")};
    SignIn signIn(provider);
    QVERIFY(signIn.startAndWait());
    QCOMPARE(signIn.value("prompt"), QStringLiteral("consent"));
    QCOMPARE(signIn.value("acr_values"), QStringLiteral("gold silver"));
    QCOMPARE(signIn.value("max_age"), QStringLiteral("0"));
    QStringList resources = signIn.asked.allQueryItemValues(QStringLiteral("resource"), QUrl::FullyDecoded);
    resources.sort();
    QCOMPARE(resources, provider.resources);
}

void TstSignInEnds::whatTheRequestAsksForWins()
{
    model::IdentityProvider provider = FakeProvider::openIdConnect();
    provider.prompt = QStringLiteral("consent");
    provider.acrValues = QStringList{QStringLiteral("gold")};
    provider.maxAge = 3600;
    SignIn signIn(provider);
    signIn.request.prompt = QStringLiteral("login");
    signIn.request.acrValues = QStringList{QStringLiteral("platinum")};
    signIn.request.maxAge = 0;
    QVERIFY(signIn.startAndWait());
    QCOMPARE(signIn.value("prompt"), QStringLiteral("login"));
    QCOMPARE(signIn.value("acr_values"), QStringLiteral("platinum"));
    QCOMPARE(signIn.value("max_age"), QStringLiteral("0"));
}

void TstSignInEnds::whoAsksForAProofGetsIt_data()
{
    QTest::addColumn<int>("age"); // of the proof, in seconds
    QTest::addColumn<QString>("acr");
    QTest::addColumn<QString>("code");
    QTest::newRow("fresh and strong") << 0 << "gold"
                                      << "";
    QTest::newRow("old") << 400 << "gold"
                         << "id_token_auth_time";
    QTest::newRow("weak") << 0 << "bronze"
                          << "id_token_acr";
}

void TstSignInEnds::whoAsksForAProofGetsIt()
{
    QFETCH(int, age);
    QFETCH(QString, acr);
    SignIn signIn;
    signIn.request.acrValues = QStringList{QStringLiteral("gold")};
    signIn.request.maxAge = 300;
    signIn.provider.claims = {{QStringLiteral("acr"), acr}, {QStringLiteral("auth_time"), signIn.clock.now().toSecsSinceEpoch() - age}};
    QVERIFY(signIn.run());
    QTEST(signIn.error.code, "code");
    QCOMPARE(signIn.outcome.has_value(), signIn.error.code.isEmpty());
}

void TstSignInEnds::aProviderForDevicesHasNoBrowsersWay()
{
    SignIn signIn;
    signIn.provider.metadata.remove(QStringLiteral("authorization_endpoint"));
    signIn.provider.metadata.insert(QStringLiteral("device_authorization_endpoint"), QStringLiteral("https://id.example/device"));
    QVERIFY(signIn.run());
    QCOMPARE(signIn.error.code, QStringLiteral("method_unsupported"));
}

void TstSignInEnds::badEndsAreErrors_data()
{
    QTest::addColumn<bool>("openId");
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("step");
    const auto row = [](const char *name, bool openId, const char *request, int status, const char *body, core::ErrorKind kind, const char *code,
                        const char *step) {
        QTest::newRow(name) << openId << QByteArray(request) << status << QByteArray(body) << static_cast<int>(kind) << QString::fromLatin1(code)
                            << QString::fromLatin1(step);
    };
    using Kind = core::ErrorKind;
    row("discovery is not there", true, "GET /.well-known/openid-configuration", 404, "{}", Kind::BadReply, "discovery_missing", "discovery");
    row("discovery is down", true, "GET /.well-known/openid-configuration", 503, "", Kind::Offline, "server_error", "discovery");
    row("the token endpoint is down", true, "POST /token", 502, "<html>", Kind::Offline, "server_error", "token");
    row("fault 34: 200 with an error", false, "POST /login/oauth/access_token", 200, R"({"error":"bad_verification_code"})", Kind::Rejected,
        "bad_verification_code", "token");
    row("no ID token", true, "POST /token", 200, R"({"access_token":"a","token_type":"Bearer"})", Kind::BadReply, "id_token_missing", "token");
    row("fault 41: a redirect", true, "POST /token", 307, "", Kind::BadReply, "token_response_invalid", "token");
    row("no keys", true, "GET /jwks", 200, R"({"keys":[]})", Kind::BadReply, "id_token_key_unknown", "token");
    row("the keys are down", true, "GET /jwks", 503, "", Kind::Offline, "jwks_invalid", "jwks");
    row("userinfo refuses", false, "GET /user", 401, "{}", Kind::Rejected, "userinfo_refused", "userinfo");
    row("userinfo is down", false, "GET /user", 500, "{}", Kind::Offline, "server_error", "userinfo");
    row("userinfo tells nobody", false, "GET /user", 200, R"({"login":"ada"})", Kind::BadReply, "userinfo_invalid", "userinfo");
    row("userinfo with half an id", false, "GET /user", 200, R"({"id":1.5})", Kind::BadReply, "userinfo_invalid", "userinfo");
    row("userinfo is a list", false, "GET /user", 200, "[1]", Kind::BadReply, "userinfo_invalid", "userinfo");
}

void TstSignInEnds::badEndsAreErrors()
{
    QFETCH(bool, openId);
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    SignIn signIn(openId ? FakeProvider::openIdConnect() : FakeProvider::oauth2());
    signIn.provider.answer(request, status, body);
    QVERIFY(signIn.run());
    QVERIFY(!signIn.outcome);
    QTEST(static_cast<int>(signIn.error.kind), "kind");
    QTEST(signIn.error.code, "code");
    QTEST(signIn.error.step, "step");
}

} // namespace keyturn::oauth

using keyturn::oauth::TstSignInEnds;
KEYTURN_TEST(TstSignInEnds)
#include "tst_signinends.moc"
