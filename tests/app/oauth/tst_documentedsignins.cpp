// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/withheldscopes.h"
#include "oauth/devicecodeflow.h"
#include "oauth/tokenresponse.h"
#include "signin.h"

#include "core/json.h"
#include "support/documentedanswer.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::oauth {

using tests::documentedAnswer;

namespace {

model::IdentityProvider google()
{
    model::IdentityProvider provider;
    provider.id = model::ProviderId(QStringLiteral("google"));
    provider.issuer = QStringLiteral("https://accounts.google.com");
    provider.clientId = QStringLiteral("1234987819200.apps.googleusercontent.com");
    provider.scopes = {QStringLiteral("openid"), QStringLiteral("email"), QStringLiteral("profile")};
    return provider;
}

model::IdentityProvider gitHub()
{
    model::IdentityProvider provider = FakeProvider::oauth2();
    provider.issuer = QStringLiteral("https://github.com");
    provider.endpoints.deviceAuthorization = QUrl(QStringLiteral("https://git.example/login/device/code"));
    return provider;
}

FakeProvider::Handler says(const char *fixture)
{
    return [answer = documentedAnswer(QString::fromLatin1(fixture)).response](const net::HttpRequest &) { return answer; };
}

QJsonObject documented(const char *fixture)
{
    const core::Result<QJsonObject> json = core::parseJsonObject(documentedAnswer(QString::fromLatin1(fixture)).response.body.reveal(), 64 * 1024);
    return json.ok() ? *json : QJsonObject();
}

/// Google, but for what changes with each sign-in: keys, times, nonce and the hash of the access token.
void beGoogle(FakeProvider &provider, const char *tokenAnswer)
{
    provider.on("GET /.well-known/openid-configuration", says("google/discovery"));
    provider.on("GET /oauth2/v3/certs", [keys = provider.publicKeys()](const net::HttpRequest &) { return FakeProvider::reply(200, keys); });
    provider.on("GET /v1/userinfo", [](const net::HttpRequest &) { return FakeProvider::reply(401, "{}"); });
    provider.claims = documented("google/id-token-claims");
    provider.claims.insert(QStringLiteral("name"), QJsonValue::Null); // the documented one has none
    for (const char *made : {"iat", "exp", "nonce", "at_hash"})
        provider.claims.remove(QLatin1String(made));
    provider.tokenAnswer = documented(tokenAnswer);
    for (const char *made : {"access_token", "id_token"})
        provider.tokenAnswer.remove(QLatin1String(made));
    if (!provider.tokenAnswer.contains(QLatin1String("refresh_token")))
        provider.tokenAnswer.insert(QStringLiteral("refresh_token"), QJsonValue::Null);
}

/// A device flow at what @p provider answers.
struct DeviceSignIn {
    explicit DeviceSignIn(model::IdentityProvider provider)
        : http(clock), jwks(clock, http), flow(FlowServices{clock, random, http, jwks}, std::move(provider))
    {
        QObject::connect(&flow, &DeviceCodeFlow::userCode, &flow, [this](const QString &text, const QUrl &) { code = text; });
        QObject::connect(&flow, &DeviceCodeFlow::completed, &flow, [this](const AuthorizationOutcome &result) { outcome = result; });
        QObject::connect(&flow, &DeviceCodeFlow::failed, &flow, [this](const core::Error &problem) { error = problem; });
    }
    [[nodiscard]] qsizetype polls(const char *path) const { return http.requestsTo(QByteArray("POST ") + path).size(); }

    FakeClock clock;
    FakeProvider http;
    jose::JwksCache jwks;
    core::SystemRandom random;
    DeviceCodeFlow flow;
    QString code;
    std::optional<AuthorizationOutcome> outcome;
    std::optional<core::Error> error;
};

} // namespace

/// Whole sign-ins with the answers that Google and GitHub document (tests/fixtures).
class TstDocumentedSignIns : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void googleTellsThePersonByTheIdToken_data();
    void googleTellsThePersonByTheIdToken();
    void gitHubTellsThePersonByItsApi_data();
    void gitHubTellsThePersonByItsApi();
    void gitHubsAppHasNoScopesToWithhold();
    void gitHubsLimitIsToldAsOne();
    void gitHubSlowsTheDeviceFlowDown();
    void googleSlowsTheDeviceFlowDown();
    void aClientThatGooglesDeviceFlowRefusesIsNotOffered();
};

void TstDocumentedSignIns::googleTellsThePersonByTheIdToken_data()
{
    QTest::addColumn<QByteArray>("tokens");
    QTest::addColumn<bool>("renewable");
    QTest::newRow("the first consent") << QByteArray("google/token-first-consent") << true;
    QTest::newRow("later") << QByteArray("google/token-later") << false;
}

void TstDocumentedSignIns::googleTellsThePersonByTheIdToken()
{
    QFETCH(const QByteArray, tokens);
    SignIn signIn(google());
    beGoogle(signIn.provider, tokens);
    QVERIFY(signIn.run());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code + signIn.error.detail));
    QCOMPARE(signIn.outcome->identity.subject, QStringLiteral("10769150350006150715113082367"));
    QCOMPARE(signIn.outcome->identity.email, QStringLiteral("jsmith@example.com"));
    QTEST(signIn.outcome->tokens.canRefresh(), "renewable");
    QCOMPARE(model::withheldScopes(signIn.outcome->askedScopes, signIn.outcome->tokens), QStringList()); // Google writes them out as addresses
}

void TstDocumentedSignIns::gitHubTellsThePersonByItsApi_data()
{
    QTest::addColumn<QByteArray>("tokens");
    QTest::addColumn<QByteArray>("emails");
    QTest::addColumn<QString>("email");
    QTest::newRow("an OAuth app, form") << QByteArray("github/token-form") << QByteArray("github/user-emails") << "octocat@github.com";
    QTest::newRow("an OAuth app, JSON") << QByteArray("github/token-json") << QByteArray("github/user-emails") << "octocat@github.com";
    QTest::newRow("a GitHub app") << QByteArray("github/app-token") << QByteArray("github/user-emails") << "octocat@github.com";
    QTest::newRow("no permission to read e-mails") << QByteArray("github/app-token") << QByteArray("github/user-emails-forbidden") << "";
}

void TstDocumentedSignIns::gitHubTellsThePersonByItsApi()
{
    QFETCH(const QByteArray, tokens);
    QFETCH(const QByteArray, emails);
    SignIn signIn(gitHub());
    signIn.provider.on("POST /login/oauth/access_token", says(tokens));
    signIn.provider.on("GET /user", says("github/user"));
    signIn.provider.on("GET /user/emails", says(emails));
    QVERIFY(signIn.run());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code + signIn.error.detail));
    QCOMPARE(signIn.outcome->identity.subject, QStringLiteral("583231"));
    QCOMPARE(signIn.outcome->identity.name, QStringLiteral("monalisa octocat"));
    QTEST(signIn.outcome->identity.email, "email");
}

void TstDocumentedSignIns::gitHubsAppHasNoScopesToWithhold()
{
    const QStringList asked{QStringLiteral("read:user"), QStringLiteral("user:email")};
    const auto withheldBy = [&asked](const char *fixture) {
        const auto tokens = readTokenResponse(documentedAnswer(QString::fromLatin1(fixture)).response, asked, {});
        return tokens.ok() ? model::withheldScopes(asked, *tokens) : QStringList{tokens.error().code};
    };
    QCOMPARE(withheldBy("github/app-token"), QStringList());
    QCOMPARE(withheldBy("github/token-no-scope"), QStringList()); // nor does an empty `scope` of any other tell anything
}

void TstDocumentedSignIns::gitHubsLimitIsToldAsOne()
{
    SignIn signIn(gitHub());
    signIn.provider.on("GET /user", says("github/secondary-limit"));
    QVERIFY(signIn.run());
    QCOMPARE(signIn.error.kind, core::ErrorKind::RateLimited);
    QCOMPARE(signIn.error.retryAfter, std::optional(60s));
}

void TstDocumentedSignIns::gitHubSlowsTheDeviceFlowDown()
{
    DeviceSignIn signIn(gitHub());
    const char *path = "/login/oauth/access_token";
    signIn.http.on("POST /login/device/code", says("github/device-code-json"));
    signIn.http.on("GET /user", says("github/user"));
    signIn.http.on("GET /user/emails", says("github/user-emails"));
    signIn.http.on(QByteArray("POST ") + path, says("github/device-authorization-pending"));
    signIn.flow.start();
    QVERIFY(QTest::qWaitFor([&] { return !signIn.code.isEmpty(); }));
    signIn.clock.advance(5s);
    QTRY_COMPARE(signIn.polls(path), 1);
    signIn.http.on(QByteArray("POST ") + path, says("github/device-slow-down"));
    signIn.clock.advance(5s);
    QTRY_COMPARE(signIn.polls(path), 2);
    signIn.http.on(QByteArray("POST ") + path, says("github/token-json"));
    QTest::qWait(0);
    signIn.clock.advance(9s); // the answer's own interval is 10 s now
    QTest::qWait(0);
    QCOMPARE(signIn.polls(path), 2);
    signIn.clock.advance(1s);
    QTRY_VERIFY(signIn.outcome);
    QCOMPARE(signIn.outcome->identity.email, QStringLiteral("octocat@github.com"));
}

void TstDocumentedSignIns::googleSlowsTheDeviceFlowDown()
{
    DeviceSignIn signIn(google());
    beGoogle(signIn.http, "google/token-first-consent");
    signIn.http.on("POST /device/code", says("google/device-code"));
    signIn.http.on("POST /token", says("google/device-pending"));
    signIn.flow.start();
    QTRY_COMPARE(signIn.code, QStringLiteral("GQVQ-JKEC"));
    signIn.clock.advance(5s);
    QTRY_COMPARE(signIn.polls("/token"), 1);
    signIn.http.on("POST /token", says("google/device-slow-down"));
    signIn.clock.advance(5s);
    QTRY_COMPARE(signIn.polls("/token"), 2);
    signIn.http.on("POST /token", says("google/device-denied"));
    QTest::qWait(0);
    signIn.clock.advance(9s);
    QTest::qWait(0);
    QCOMPARE(signIn.polls("/token"), 2);
    signIn.clock.advance(1s);
    QTRY_VERIFY(signIn.error);
    QCOMPARE(signIn.error->kind, core::ErrorKind::Cancelled);
    QCOMPARE(signIn.error->code, QStringLiteral("access_denied"));
}

void TstDocumentedSignIns::aClientThatGooglesDeviceFlowRefusesIsNotOffered()
{
    model::IdentityProvider desktop = google();
    desktop.deviceCode = false;
    DeviceSignIn device(desktop);
    beGoogle(device.http, "google/token-first-consent");
    device.flow.start();
    QTRY_VERIFY(device.error);
    QCOMPARE(device.error->code, QStringLiteral("method_unsupported"));
    SignIn browser(desktop);
    beGoogle(browser.provider, "google/token-first-consent");
    QVERIFY(browser.startAndWait());
    QVERIFY(!browser.flow->offersDeviceCode());
}

} // namespace keyturn::oauth

using keyturn::oauth::TstDocumentedSignIns;
KEYTURN_TEST(TstDocumentedSignIns)
#include "tst_documentedsignins.moc"
