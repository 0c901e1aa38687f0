// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "devicecoderig.h"

#include "support/registry.h"

#include <QJsonArray>
#include <QTest>

namespace keyturn::oauth {

/// RFC 8628.
class TstDeviceCodeFlow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aPersonSignsInElsewhere();
    void theRequestsAreAsTheRfcWants();
    void tokensAreBoundToAKey();
    void slowDownIsKeptTo();
    void outagesAreWaitedOut();
    void rateLimitsAreKeptTo();
    void theCodesTimeRunsOut();
    void refusalsEndIt_data();
    void refusalsEndIt();
    void anIdTokenThatDoesNotHoldIsNotBelieved();
    void aProofThatIsDemandedIsLookedFor_data();
    void aProofThatIsDemandedIsLookedFor();
    void badAnswersToTheFirstRequestEndIt_data();
    void badAnswersToTheFirstRequestEndIt();
    void itAsksNoMoreOftenThanTheProviderWants();
    void anUnboundTokenIsGivenBack();
    void aProviderWithoutItSaysSo();
    void cancelEndsItAtOnce();
    void destroyingItAsksNoMore();
};

void TstDeviceCodeFlow::aPersonSignsInElsewhere()
{
    Device device;
    const QDateTime begun = device.clock.now();
    device.answers = {FakeProvider::reply(400, pending), FakeProvider::reply(400, pending)};
    device.thenTokens();
    device.start();
    QCOMPARE(device.code, QStringLiteral("WDJB-MJHT"));
    QCOMPARE(device.uri, QUrl(QStringLiteral("https://id.example/activate")));
    QCOMPARE(device.uriComplete, QUrl(QStringLiteral("https://id.example/activate?user_code=WDJB-MJHT")));
    QCOMPARE(device.expiresAt, begun.addSecs(600));
    QCOMPARE(device.asked(), 0);
    device.clock.advance(4999ms);
    QCOMPARE(device.asked(), 0);
    device.clock.advance(1ms);
    QCOMPARE(device.asked(), 1);
    device.clock.advance(10s);
    QCOMPARE(device.asked(), 3);
    QVERIFY(QTest::qWaitFor([&device] { return device.ends == 1; }));
    QVERIFY2(device.outcome, qPrintable(device.error.code));
    QCOMPARE(device.outcome->identity.subject, QStringLiteral("248289761001"));
    QCOMPARE(device.outcome->tokens.refreshToken, core::Secret("1//refresh"));
    QCOMPARE(device.outcome->askedScopes, (QStringList{QStringLiteral("openid"), QStringLiteral("email")}));
    QCOMPARE(device.steps, (QList<Step>{Step::Discovering, Step::AskingForCode, Step::WaitingForPerson, Step::VerifyingIdentity}));
    QVERIFY(device.provider.unexpected().isEmpty());
}

void TstDeviceCodeFlow::theRequestsAreAsTheRfcWants()
{
    model::IdentityProvider google = FakeProvider::openIdConnect();
    google.clientSecret = core::Secret("GOCSPX-1");
    google.resources = QStringList{QStringLiteral("urn:files")};
    Device device(google);
    device.then(400, pending);
    device.start();
    device.clock.advance(5s);
    QCOMPARE(textOf(device.provider.requestsTo("POST /device").at(0)),
             QByteArray("scope=openid%20email&resource=urn%3Afiles&client_id=keyturn&client_secret=GOCSPX-1"));
    QCOMPARE(textOf(device.provider.requestsTo("POST /token").at(0)),
             QByteArray("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=dev%2B1&resource=urn%3Afiles"
                        "&client_id=keyturn&client_secret=GOCSPX-1"));
}

/// RFC 9449, where the provider offers it: each question has a proof of its own.
void TstDeviceCodeFlow::tokensAreBoundToAKey()
{
    Device device;
    device.provider.metadata.insert(QStringLiteral("dpop_signing_alg_values_supported"), QJsonArray{QStringLiteral("ES256")});
    device.provider.tokenAnswer.insert(QStringLiteral("token_type"), QStringLiteral("DPoP"));
    device.answers.append(FakeProvider::reply(400, pending));
    device.thenTokens();
    device.start();
    device.clock.advance(5s);
    device.clock.advance(5s);
    QTRY_VERIFY(device.ends == 1);
    QVERIFY2(device.outcome, qPrintable(device.error.code));
    QVERIFY(device.outcome->tokens.bound && !device.outcome->tokens.proofKey.isEmpty());
    const auto proofIn = [](const net::HttpRequest &request) {
        const net::Header &last = request.headers.constLast();
        return last.name == "DPoP" ? last.value : QByteArray();
    };
    const auto asked = device.provider.requestsTo("POST /token");
    QCOMPARE(asked.size(), 2);
    QVERIFY(!proofIn(asked.at(0)).isEmpty() && !proofIn(asked.at(1)).isEmpty());
    QVERIFY(proofIn(asked.at(0)) != proofIn(asked.at(1)));
    QVERIFY(proofIn(device.provider.requestsTo("POST /device").at(0)).isEmpty());
}

void TstDeviceCodeFlow::slowDownIsKeptTo()
{
    Device device;
    device.then(400, R"({"error":"slow_down"})");
    device.then(400, pending);
    device.start();
    device.clock.advance(5s);
    QCOMPARE(device.asked(), 1);
    device.clock.advance(9s);
    QCOMPARE(device.asked(), 1);
    device.clock.advance(1s);
    QCOMPARE(device.asked(), 2);
    device.clock.advance(9s); // and it stays so
    QCOMPARE(device.asked(), 2);
    device.clock.advance(1s);
    QCOMPARE(device.asked(), 3);
}

void TstDeviceCodeFlow::outagesAreWaitedOut()
{
    Device device;
    device.answers = {core::Error{core::ErrorKind::Offline, QStringLiteral("timeout"), {}}, FakeProvider::reply(502, "<html>", "text/html")};
    device.thenTokens();
    device.start();
    device.clock.advance(5s);
    QCOMPARE(device.asked(), 1);
    device.clock.advance(9s); // twice as long
    QCOMPARE(device.asked(), 1);
    device.clock.advance(1s);
    QCOMPARE(device.asked(), 2);
    device.clock.advance(20s);
    QCOMPARE(device.asked(), 3);
    QVERIFY(QTest::qWaitFor([&device] { return device.ends == 1; }));
    QVERIFY2(device.outcome, qPrintable(device.error.code));
}

void TstDeviceCodeFlow::rateLimitsAreKeptTo()
{
    Device device;
    core::Result<net::HttpResponse> tooOften = FakeProvider::reply(429, {});
    tooOften.value().headers.append(net::Header{"Retry-After", "90"});
    device.answers.append(tooOften);
    device.then(400, pending);
    device.start();
    device.clock.advance(5s);
    QCOMPARE(device.asked(), 1);
    device.clock.advance(89s);
    QCOMPARE(device.asked(), 1);
    device.clock.advance(1s);
    QCOMPARE(device.asked(), 2);
    QCOMPARE(device.ends, 0);
}

void TstDeviceCodeFlow::theCodesTimeRunsOut()
{
    Device device;
    device.then(400, pending);
    device.start();
    device.clock.advance(599s);
    QCOMPARE(device.ends, 0);
    device.clock.advance(1s);
    QCOMPARE(device.ends, 1);
    QCOMPARE(device.error.kind, core::ErrorKind::Cancelled);
    QCOMPARE(device.error.code, QStringLiteral("expired_token"));
    const qsizetype asked = device.asked();
    device.clock.advance(60s);
    QCOMPARE(device.asked(), asked);
}

void TstDeviceCodeFlow::refusalsEndIt_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, int status, const char *body, core::ErrorKind kind, const char *code) {
        QTest::newRow(name) << status << QByteArray(body) << static_cast<int>(kind) << QString::fromLatin1(code);
    };
    row("the person said no", 400, R"({"error":"access_denied"})", core::ErrorKind::Cancelled, "access_denied");
    row("the provider's clock was faster", 400, R"({"error":"expired_token"})", core::ErrorKind::Cancelled, "expired_token");
    row("an unknown client", 401, R"({"error":"invalid_client"})", core::ErrorKind::Rejected, "invalid_client");
    row("a spent code", 400, R"({"error":"invalid_grant"})", core::ErrorKind::Rejected, "invalid_grant"); // no sign-in was lost
    row("a page", 200, "<html>", core::ErrorKind::BadReply, "token_response_invalid");
}

void TstDeviceCodeFlow::refusalsEndIt()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(int, kind);
    Device device;
    device.then(status, body);
    device.start();
    device.clock.advance(60s);
    QCOMPARE(device.ends, 1);
    QCOMPARE(static_cast<int>(device.error.kind), kind);
    QTEST(device.error.code, "code");
    QCOMPARE(device.asked(), 1);
}

void TstDeviceCodeFlow::anIdTokenThatDoesNotHoldIsNotBelieved()
{
    Device device;
    device.provider.claims.insert(QStringLiteral("aud"), QStringLiteral("another-client"));
    device.thenTokens();
    device.start();
    device.clock.advance(5s);
    QVERIFY(QTest::qWaitFor([&device] { return device.ends == 1; }));
    QCOMPARE(device.error.code, QStringLiteral("id_token_audience"));
}

void TstDeviceCodeFlow::aProofThatIsDemandedIsLookedFor_data()
{
    QTest::addColumn<bool>("openId");
    QTest::addColumn<QString>("acr"); // that the ID token shows
    QTest::addColumn<int>("age"); // of the sign-in that it shows, in seconds before the flow's start
    QTest::addColumn<QString>("code");
    QTest::newRow("shown") << true << QStringLiteral("phr") << 30 << QString();
    QTest::newRow("another way") << true << QStringLiteral("pwd") << 30 << QStringLiteral("id_token_acr");
    QTest::newRow("too long ago") << true << QStringLiteral("phr") << 3600 << QStringLiteral("id_token_auth_time");
    QTest::newRow("a provider that shows nothing") << false << QString() << 0 << QStringLiteral("method_unsupported");
}

void TstDeviceCodeFlow::aProofThatIsDemandedIsLookedFor()
{
    QFETCH(const bool, openId);
    QFETCH(const QString, acr);
    QFETCH(const int, age);
    Device device;
    device.identity.kind = openId ? model::ProviderKind::OpenIdConnect : model::ProviderKind::OAuth2;
    device.identity.acrValues = {QStringLiteral("phr")};
    device.identity.maxAge = 60;
    device.provider.claims = {{QStringLiteral("auth_time"), device.clock.now().addSecs(-age).toSecsSinceEpoch()}, {QStringLiteral("acr"), acr}};
    device.thenTokens();
    device.start();
    device.clock.advance(5s);
    QVERIFY(QTest::qWaitFor([&device] { return device.ends == 1; }));
    QTEST(device.error.code, "code");
}

void TstDeviceCodeFlow::badAnswersToTheFirstRequestEndIt_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("code");
    const QByteArray rest = R"(,"user_code":"A","verification_uri":"https://id.example/a","expires_in":600})";
    QTest::newRow("a refusal") << 400 << QByteArray(R"({"error":"unauthorized_client"})") << "unauthorized_client";
    QTest::newRow("an outage") << 500 << QByteArray() << "server_error";
    QTest::newRow("no device code") << 200 << R"({"x":1)" + rest << "device_answer_invalid";
    QTest::newRow("a code without end") << 200 << R"({"device_code":")" + QByteArray(5000, 'x') + '"' + rest << "device_answer_invalid";
    QTest::newRow("no user code") << 200 << QByteArray(R"({"device_code":"d","verification_uri":"https://id.example/a","expires_in":6})")
                                  << "device_answer_invalid";
    QTest::newRow("a user code that turns its direction")
        << 200 << QByteArray("{\"device_code\":\"d\",\"user_code\":\"A\u202eB\",\"verification_uri\":\"https://id.example/a\",\"expires_in\":6}")
        << "device_answer_invalid";
    QTest::newRow("an address without TLS") << 200
                                            << QByteArray(
                                                   R"({"device_code":"d","user_code":"A","verification_uri":"http://id.example/a","expires_in":6})")
                                            << "device_answer_invalid";
    QTest::newRow("an address on this machine")
        << 200 << QByteArray(R"({"device_code":"d","user_code":"A","verification_uri":"http://127.0.0.1:631/","expires_in":6})")
        << "device_answer_invalid";
    QTest::newRow("a script") << 200 << QByteArray(R"({"device_code":"d","user_code":"A","verification_uri":"javascript:x","expires_in":6})")
                              << "device_answer_invalid";
    QTest::newRow("no lifetime") << 200 << QByteArray(R"({"device_code":"d","user_code":"A","verification_uri":"https://id.example/a"})")
                                 << "device_answer_invalid";
    QTest::newRow("a negative interval") << 200 << R"({"device_code":"d","interval":-1)" + rest << "device_answer_invalid";
}

void TstDeviceCodeFlow::badAnswersToTheFirstRequestEndIt()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    Device device;
    device.provider.answer("POST /device", status, body);
    device.start();
    QCOMPARE(device.ends, 1);
    QTEST(device.error.code, "code");
    QCOMPARE(device.error.step, QStringLiteral("device authorization"));
    QVERIFY(device.code.isEmpty());
}

void TstDeviceCodeFlow::itAsksNoMoreOftenThanTheProviderWants()
{
    Device device;
    device.provider.answer("POST /device", 200,
                           R"({"device_code":"d","user_code":"A","verification_uri":"https://id.example/a","expires_in":7200,"interval":1000})");
    device.then(400, pending);
    device.start();
    device.clock.advance(999s);
    QCOMPARE(device.asked(), 0);
    device.clock.advance(1s);
    QTRY_COMPARE(device.asked(), 1);
}

void TstDeviceCodeFlow::anUnboundTokenIsGivenBack()
{
    Device device;
    device.provider.metadata.insert(QStringLiteral("dpop_signing_alg_values_supported"), QJsonArray{QStringLiteral("ES256")});
    device.identity.dpop = model::KeyBinding::Always;
    device.start();
    device.clock.advance(5s);
    QTRY_COMPARE(device.ends, 1);
    QCOMPARE(device.error.code, QStringLiteral("token_not_bound"));
    QCOMPARE(device.error.step, QStringLiteral("token"));
    QCOMPARE(device.unkept.size(), 1);
}

void TstDeviceCodeFlow::aProviderWithoutItSaysSo()
{
    Device device;
    device.provider.metadata.remove(QStringLiteral("device_authorization_endpoint"));
    device.start();
    QCOMPARE(device.ends, 1);
    QCOMPARE(device.error.code, QStringLiteral("method_unsupported"));
}

void TstDeviceCodeFlow::cancelEndsItAtOnce()
{
    Device device;
    device.then(400, pending);
    device.start();
    device.flow->cancel();
    device.clock.advance(600s);
    QCOMPARE(device.ends, 1);
    QCOMPARE(device.error.kind, core::ErrorKind::Cancelled);
    QCOMPARE(device.asked(), 0);
}

void TstDeviceCodeFlow::destroyingItAsksNoMore()
{
    Device device;
    device.then(400, pending);
    device.start();
    device.flow.reset();
    device.clock.advance(600s);
    QCOMPARE(device.ends, 0);
    QCOMPARE(device.asked(), 0);
}

} // namespace keyturn::oauth

using keyturn::oauth::TstDeviceCodeFlow;
KEYTURN_TEST(TstDeviceCodeFlow)
#include "tst_devicecodeflow.moc"
