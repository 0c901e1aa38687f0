// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/authorizationcodeflow.h"

#include "support/fakebrowser.h"
#include "support/fakeclock.h"
#include "support/fakeprovider.h"
#include "support/registry.h"

#include <QCryptographicHash>
#include <QLoggingCategory>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QUrlQuery>

namespace keyturn::oauth {

using namespace std::chrono_literals;
using tests::callbackUrl;
using tests::FakeBrowser;
using tests::FakeClock;
using tests::FakeProvider;

namespace {

/// One sign-in with all that it stands on.
struct SignIn {
    explicit SignIn(model::IdentityProvider identityProvider = FakeProvider::openIdConnect())
        : provider(clock), jwks(clock, provider), request{std::move(identityProvider), {}, {}, true, 5min}
    { }
    void start()
    {
        flow = std::make_unique<AuthorizationCodeFlow>(FlowServices{clock, random, provider, jwks}, browser, request);
        QObject::connect(flow.get(), &AuthorizationCodeFlow::stepChanged, flow.get(),
                         [this](AuthorizationCodeFlow::Step step) { steps.append(step); });
        QObject::connect(flow.get(), &AuthorizationCodeFlow::authorizationUrlReady, flow.get(), [this](const QUrl &url) {
            asked = QUrlQuery(url);
            provider.nonce = asked.queryItemValue(QStringLiteral("nonce"), QUrl::FullyDecoded);
        });
        QObject::connect(flow.get(), &AuthorizationCodeFlow::browserFailed, flow.get(),
                         [this](const core::Error &problem) { browserProblem = problem; });
        QObject::connect(flow.get(), &AuthorizationCodeFlow::completed, flow.get(), [this](const AuthorizationOutcome &result) {
            ++ends;
            outcome = result;
        });
        QObject::connect(flow.get(), &AuthorizationCodeFlow::failed, flow.get(), [this](const core::Error &problem) {
            ++ends;
            error = problem;
        });
        flow->start();
    }
    /// Until it waits for a browser that does nothing.
    bool startAndWait()
    {
        browser.answer = [](const QUrl &) { return QList<QUrl>(); };
        start();
        return QTest::qWaitFor([this] { return !flow->authorizationUrl().isEmpty(); });
    }
    bool run()
    {
        start();
        return hasEnded();
    }
    bool hasEnded()
    {
        return QTest::qWaitFor([this] { return ends > 0; });
    }
    [[nodiscard]] QString value(const char *name) const { return asked.queryItemValue(QLatin1String(name), QUrl::FullyDecoded); }
    [[nodiscard]] static QList<std::pair<QString, QString>> code(const QString &code) { return {{QStringLiteral("code"), code}}; }

    FakeClock clock;
    core::SystemRandom random;
    FakeProvider provider;
    jose::JwksCache jwks;
    FakeBrowser browser;
    AuthorizationRequest request;
    std::unique_ptr<AuthorizationCodeFlow> flow;
    QList<AuthorizationCodeFlow::Step> steps;
    QUrlQuery asked;
    int ends = 0;
    std::optional<AuthorizationOutcome> outcome;
    core::Error error;
    std::optional<core::Error> browserProblem;
};

QUrlQuery form(const net::HttpRequest &request)
{
    return QUrlQuery(QString::fromLatin1(request.body.reveal()));
}

QString logged; // what was logged at any level, while it is listened to

void collect(QtMsgType, const QMessageLogContext &, const QString &message)
{
    logged += message + u'\n';
}

} // namespace

class TstAuthorizationCodeFlow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aPersonSignsInWithOpenIdConnect();
    void aPersonSignsInWithPlainOAuth2();
    void theAuthorizationRequestIsAsTheRfcsWant();
    void theTokenRequestIsAsTheRfcsWant();
    void codesArriveUnchanged_data();
    void codesArriveUnchanged();
    void everyAttemptHasItsOwnStateNonceAndVerifier();
    void theUrlIsToldWithoutABrowser();
    void aBrowserThatCannotStartIsNotTheEnd();
    void aRefusalEndsIt();
    void fault21ForeignAnswersDoNotEndIt();
    void fault25APromisedIssuerMustCome();
    void fault26AnInjectedCodeFailsAtTheProvider();
    void fault29ADoubledAnswerIsExchangedOnce();
    void fault30ThePersonNeverReturns();
    void cancelEndsItAtEveryStep_data();
    void cancelEndsItAtEveryStep();
    void destroyingItDropsAll_data();
    void destroyingItDropsAll();
    void itMayBeDestroyedWhenItEnds();
    void aBadIdTokenIsNotBelieved_data();
    void aBadIdTokenIsNotBelieved();
    void theNameMayComeFromUserinfo();
    void anotherPersonsUserinfoIsRefused();
    void onlyAVerifiedPrimaryAddressCounts_data();
    void onlyAVerifiedPrimaryAddressCounts();
    void badEndsAreErrors_data();
    void badEndsAreErrors();
    void fault105NothingSecretIsLogged();
};

void TstAuthorizationCodeFlow::aPersonSignsInWithOpenIdConnect()
{
    using Step = AuthorizationCodeFlow::Step;
    SignIn signIn;
    QVERIFY(signIn.run());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code));
    QCOMPARE(signIn.outcome->identity,
             (model::Identity{QStringLiteral("https://id.example"), QStringLiteral("248289761001"), QStringLiteral("Ada"),
                              QStringLiteral("ada@example.com")}));
    const model::TokenSet &tokens = signIn.outcome->tokens;
    QCOMPARE(tokens.accessToken.reveal().toByteArray(), QByteArray("ya29.access+token/1"));
    QCOMPARE(tokens.refreshToken.reveal().toByteArray(), QByteArray("1//refresh"));
    QCOMPARE(tokens.accessExpiresAt, signIn.clock.now().addSecs(3600));
    QCOMPARE(tokens.scopes, (QStringList{QStringLiteral("openid"), QStringLiteral("email")}));
    QCOMPARE(signIn.steps, (QList<Step>{Step::Discovering, Step::WaitingForBrowser, Step::ExchangingCode, Step::VerifyingIdentity}));
    QCOMPARE(signIn.browser.pages().size(), 2);
    QVERIFY(signIn.browser.pages().at(1).body.contains("You can close this tab"));
    QCOMPARE(signIn.ends, 1);
    QVERIFY(signIn.provider.unexpected().isEmpty());
}

void TstAuthorizationCodeFlow::aPersonSignsInWithPlainOAuth2()
{
    SignIn signIn(FakeProvider::oauth2());
    QVERIFY(signIn.run());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code));
    QCOMPARE(
        signIn.outcome->identity,
        (model::Identity{QStringLiteral("https://git.example"), QStringLiteral("583231"), QStringLiteral("Ada"), QStringLiteral("ada@example.com")}));
    QCOMPARE(signIn.outcome->tokens.scopes, (QStringList{QStringLiteral("read:user"), QStringLiteral("user:email")}));
    QVERIFY(signIn.value("nonce").isEmpty());
    QCOMPARE(signIn.value("allow_signup"), QStringLiteral("false")); // the endpoint's own query is kept
    QVERIFY(signIn.provider.unexpected().isEmpty());
}

void TstAuthorizationCodeFlow::theAuthorizationRequestIsAsTheRfcsWant()
{
    model::IdentityProvider provider = FakeProvider::openIdConnect();
    provider.clientId = QStringLiteral("key turn+%41&x");
    provider.authorizationParameters = {{QStringLiteral("access_type"), QStringLiteral("offline")},
                                        {QStringLiteral("state"), QStringLiteral("planted")}};
    SignIn signIn(provider);
    signIn.request.loginHint = QStringLiteral("ada+work@example.com");
    signIn.request.prompt = QStringLiteral("select_account");
    QVERIFY(signIn.startAndWait());
    const QUrl url = signIn.flow->authorizationUrl();
    QCOMPARE(url.toString(QUrl::RemoveQuery), QStringLiteral("https://id.example/authorize"));
    QCOMPARE(signIn.value("response_type"), QStringLiteral("code"));
    QCOMPARE(signIn.value("client_id"), QStringLiteral("key turn+%41&x"));
    QVERIFY(url.query(QUrl::FullyEncoded).contains(QStringLiteral("client_id=key%20turn%2B%2541%26x")));
    QCOMPARE(signIn.value("scope"), QStringLiteral("openid email"));
    QCOMPARE(signIn.value("code_challenge_method"), QStringLiteral("S256"));
    QCOMPARE(signIn.value("access_type"), QStringLiteral("offline"));
    QCOMPARE(signIn.value("login_hint"), QStringLiteral("ada+work@example.com"));
    QVERIFY(url.query(QUrl::FullyEncoded).contains(QStringLiteral("ada%2Bwork%40example.com")));
    QCOMPARE(signIn.value("prompt"), QStringLiteral("select_account"));
    const QRegularExpression random(QStringLiteral("^[A-Za-z0-9_-]{43}$")); // 32 bytes
    for (const char *name : {"state", "nonce", "code_challenge"}) {
        QVERIFY2(random.match(signIn.value(name)).hasMatch(), name);
        QCOMPARE(signIn.asked.allQueryItemValues(QLatin1String(name)).size(), 1);
    }
    QVERIFY(QRegularExpression(QStringLiteral("^http://127\\.0\\.0\\.1:[0-9]+/callback/[A-Za-z0-9_-]{22}$"))
                .match(signIn.value("redirect_uri"))
                .hasMatch());
    QVERIFY(!signIn.asked.hasQueryItem(QStringLiteral("code_verifier")));
}

void TstAuthorizationCodeFlow::theTokenRequestIsAsTheRfcsWant()
{
    SignIn signIn;
    QVERIFY(signIn.run());
    const QList<net::HttpRequest> sent = signIn.provider.requestsTo("POST /token");
    QCOMPARE(sent.size(), 1);
    const net::HttpRequest &request = sent.at(0);
    QVERIFY(request.headers.contains(net::Header{"Accept", "application/json"}));
    QVERIFY(request.headers.contains(net::Header{"Content-Type", "application/x-www-form-urlencoded"}));
    QCOMPARE(request.purpose, QStringLiteral("token"));
    const QUrlQuery body = form(request);
    const auto field = [&body](const char *name) { return body.queryItemValue(QLatin1String(name), QUrl::FullyDecoded); };
    QCOMPARE(field("grant_type"), QStringLiteral("authorization_code"));
    QCOMPARE(field("client_id"), QStringLiteral("keyturn"));
    QCOMPARE(field("redirect_uri"), signIn.value("redirect_uri"));
    const QByteArray challenge = QCryptographicHash::hash(field("code_verifier").toLatin1(), QCryptographicHash::Sha256)
                                     .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    QCOMPARE(QString::fromLatin1(challenge), signIn.value("code_challenge"));
    QVERIFY(!body.hasQueryItem(QStringLiteral("client_secret")));
    QCOMPARE(body.queryItems().size(), 5);
}

void TstAuthorizationCodeFlow::codesArriveUnchanged_data()
{
    QTest::addColumn<QString>("code");
    QTest::newRow("plain") << "abc";
    QTest::newRow("slashes, as Google's") << "4/0AX4XfWh";
    QTest::newRow("plus") << "a+b";
    QTest::newRow("a percent sign") << "a%b";
    QTest::newRow("what looks encoded") << "%41%2B%25";
    QTest::newRow("ampersand and equals") << "a&b=c==";
    QTest::newRow("blank and quotes") << "a \"b' ;#?";
}

void TstAuthorizationCodeFlow::codesArriveUnchanged()
{
    QFETCH(QString, code);
    SignIn signIn;
    signIn.browser.answer = [&code](const QUrl &url) { return QList<QUrl>{callbackUrl(url, SignIn::code(code))}; };
    QVERIFY(signIn.run());
    QVERIFY(signIn.outcome);
    const QByteArray body = signIn.provider.requestsTo("POST /token").at(0).body.reveal().toByteArray();
    QVERIFY2(body.contains("code=" + QUrl::toPercentEncoding(code) + '&'), body.constData());
}

void TstAuthorizationCodeFlow::everyAttemptHasItsOwnStateNonceAndVerifier()
{
    SignIn one;
    SignIn other;
    QVERIFY(one.startAndWait());
    QVERIFY(other.startAndWait());
    for (const char *name : {"state", "nonce", "code_challenge", "redirect_uri"})
        QVERIFY2(one.value(name) != other.value(name), name);
}

void TstAuthorizationCodeFlow::theUrlIsToldWithoutABrowser()
{
    SignIn signIn;
    signIn.request.openBrowser = false;
    signIn.start();
    QTRY_VERIFY(!signIn.asked.isEmpty());
    QVERIFY(signIn.browser.opened().isEmpty());
    QVERIFY(signIn.flow->openBrowserAgain().ok());
    QVERIFY(signIn.hasEnded());
    QVERIFY(signIn.outcome);
}

void TstAuthorizationCodeFlow::aBrowserThatCannotStartIsNotTheEnd()
{
    SignIn signIn;
    signIn.browser.canStart = false;
    signIn.start();
    QTRY_VERIFY(signIn.browserProblem);
    QCOMPARE(signIn.browserProblem->code, QStringLiteral("browser_missing"));
    QCOMPARE(signIn.ends, 0);
    signIn.browser.visit(callbackUrl(signIn.flow->authorizationUrl(), SignIn::code(QStringLiteral("by-hand"))));
    QVERIFY(signIn.hasEnded());
    QVERIFY(signIn.outcome);
}

void TstAuthorizationCodeFlow::aRefusalEndsIt()
{
    SignIn signIn;
    signIn.browser.answer = [](const QUrl &url) {
        return QList<QUrl>{callbackUrl(url, {{QStringLiteral("error"), QStringLiteral("access_denied")}})};
    };
    QVERIFY(signIn.run());
    QCOMPARE(signIn.error.kind, core::ErrorKind::Cancelled);
    QCOMPARE(signIn.error.code, QStringLiteral("access_denied"));
    QVERIFY(signIn.browser.pages().constLast().body.contains("Sign-in was not completed"));
    QVERIFY(signIn.provider.requestsTo("POST /token").isEmpty());
    QCOMPARE(signIn.ends, 1);
}

void TstAuthorizationCodeFlow::fault21ForeignAnswersDoNotEndIt()
{
    SignIn signIn;
    QVERIFY(signIn.startAndWait());
    const QUrl url = signIn.flow->authorizationUrl();
    const QString state = QStringLiteral("state");
    signIn.browser.visit(callbackUrl(url, {{QStringLiteral("error"), QStringLiteral("access_denied")}, {state, QStringLiteral("guessed")}}));
    signIn.browser.visit(callbackUrl(url, {{QStringLiteral("code"), QStringLiteral("theirs")}, {state, signIn.value("state").toUpper()}}));
    QTRY_COMPARE(signIn.browser.pages().size(), 2);
    QCOMPARE(signIn.browser.pages().at(0).status, 400);
    QCOMPARE(signIn.ends, 0);
    signIn.browser.visit(callbackUrl(url, SignIn::code(QStringLiteral("ours"))));
    QVERIFY(signIn.hasEnded());
    QVERIFY(signIn.outcome);
    QVERIFY(signIn.provider.requestsTo("POST /token").at(0).body.reveal().toByteArray().contains("code=ours&"));
}

void TstAuthorizationCodeFlow::fault25APromisedIssuerMustCome()
{
    SignIn signIn;
    signIn.provider.metadata.insert(QStringLiteral("authorization_response_iss_parameter_supported"), true);
    QVERIFY(signIn.run());
    QCOMPARE(signIn.error.code, QStringLiteral("response_issuer"));
    QVERIFY(signIn.provider.requestsTo("POST /token").isEmpty());

    SignIn right;
    right.provider.metadata.insert(QStringLiteral("authorization_response_iss_parameter_supported"), true);
    right.browser.answer = [](const QUrl &url) {
        return QList<QUrl>{
            callbackUrl(url, {{QStringLiteral("code"), QStringLiteral("c")}, {QStringLiteral("iss"), QStringLiteral("https://id.example")}})};
    };
    QVERIFY(right.run());
    QVERIFY(right.outcome);
}

void TstAuthorizationCodeFlow::fault26AnInjectedCodeFailsAtTheProvider()
{
    SignIn signIn;
    signIn.provider.answer("POST /token", 400, R"({"error":"invalid_grant","error_description":"code_verifier does not fit"})");
    QVERIFY(signIn.run());
    QCOMPARE(signIn.error.kind, core::ErrorKind::Rejected); // nothing was held that is lost now
    QCOMPARE(signIn.error.code, QStringLiteral("invalid_grant"));
}

void TstAuthorizationCodeFlow::fault29ADoubledAnswerIsExchangedOnce()
{
    SignIn signIn;
    signIn.browser.answer = [](const QUrl &url) {
        const QUrl back = callbackUrl(url, SignIn::code(QStringLiteral("once")));
        return QList<QUrl>{back, back, back};
    };
    signIn.browser.followsRedirects = false;
    signIn.start();
    QTRY_COMPARE(signIn.browser.pages().size(), 3);
    signIn.clock.advance(1s);
    QVERIFY(signIn.hasEnded());
    QVERIFY(signIn.outcome);
    QCOMPARE(signIn.provider.requestsTo("POST /token").size(), 1);
    QCOMPARE(signIn.browser.pages().at(0).status, 303);
    QCOMPARE(signIn.browser.pages().at(1).status, 404);
    QCOMPARE(signIn.ends, 1);
}

void TstAuthorizationCodeFlow::fault30ThePersonNeverReturns()
{
    SignIn signIn;
    QVERIFY(signIn.startAndWait());
    const QUrl back = callbackUrl(signIn.flow->authorizationUrl(), SignIn::code(QStringLiteral("late")));
    signIn.clock.advance(5min - 1ms);
    QCOMPARE(signIn.ends, 0);
    signIn.clock.advance(1ms);
    QVERIFY(signIn.hasEnded());
    QCOMPARE(signIn.error.kind, core::ErrorKind::Cancelled);
    QCOMPARE(signIn.error.code, QStringLiteral("browser_timeout"));
    signIn.browser.visit(back);
    QTRY_COMPARE(signIn.browser.pages().size(), 1);
    QCOMPARE(signIn.browser.pages().at(0).status, 0); // FAULTS 14: nobody listens any more
    QCOMPARE(signIn.ends, 1);
}

void TstAuthorizationCodeFlow::cancelEndsItAtEveryStep_data()
{
    QTest::addColumn<QByteArray>("heldBack");
    QTest::newRow("discovering") << QByteArray("GET /.well-known/openid-configuration");
    QTest::newRow("waiting for the browser") << QByteArray();
    QTest::newRow("exchanging the code") << QByteArray("POST /token");
    QTest::newRow("verifying: the keys") << QByteArray("GET /jwks");
}

void TstAuthorizationCodeFlow::cancelEndsItAtEveryStep()
{
    QFETCH(QByteArray, heldBack);
    SignIn signIn;
    if (heldBack.isEmpty()) {
        QVERIFY(signIn.startAndWait());
    } else {
        signIn.provider.holdBack(heldBack);
        signIn.start();
        QTRY_COMPARE(signIn.provider.requestsTo(heldBack).size(), 1);
    }
    const QUrl url = signIn.flow->authorizationUrl();
    signIn.flow->cancel();
    signIn.flow->cancel();
    QVERIFY(signIn.hasEnded());
    QCOMPARE(signIn.error.kind, core::ErrorKind::Cancelled);
    QCOMPARE(signIn.error.code, QStringLiteral("cancelled"));
    if (!heldBack.isEmpty() && heldBack != "GET /jwks") // the cache of keys serves others too
        QVERIFY(signIn.provider.requestsTo(heldBack).at(0).stop.stop_requested());
    signIn.clock.advance(10min);
    QCOMPARE(signIn.ends, 1);
    if (heldBack.isEmpty()) {
        signIn.browser.visit(callbackUrl(url, SignIn::code(QStringLiteral("late"))));
        QTRY_COMPARE(signIn.browser.pages().size(), 1);
        QCOMPARE(signIn.browser.pages().at(0).status, 0);
    }
}

void TstAuthorizationCodeFlow::destroyingItDropsAll_data()
{
    cancelEndsItAtEveryStep_data();
}

void TstAuthorizationCodeFlow::destroyingItDropsAll()
{
    QFETCH(QByteArray, heldBack);
    SignIn signIn;
    if (heldBack.isEmpty()) {
        QVERIFY(signIn.startAndWait());
    } else {
        signIn.provider.holdBack(heldBack);
        signIn.start();
        QTRY_COMPARE(signIn.provider.requestsTo(heldBack).size(), 1);
    }
    signIn.flow.reset();
    signIn.clock.advance(10min);
    QCOMPARE(signIn.ends, 0);
}

void TstAuthorizationCodeFlow::itMayBeDestroyedWhenItEnds()
{
    SignIn signIn;
    signIn.start();
    connect(signIn.flow.get(), &AuthorizationCodeFlow::completed, this, [&signIn] { signIn.flow.reset(); });
    QVERIFY(signIn.hasEnded());
    QTRY_VERIFY(!signIn.flow);
    QCOMPARE(signIn.browser.pages().size(), 2); // the browser has had its last page before
}

void TstAuthorizationCodeFlow::aBadIdTokenIsNotBelieved_data()
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

void TstAuthorizationCodeFlow::aBadIdTokenIsNotBelieved()
{
    QFETCH(QJsonObject, claims);
    SignIn signIn;
    signIn.provider.claims = claims;
    QVERIFY(signIn.run());
    QVERIFY(!signIn.outcome);
    QCOMPARE(signIn.error.kind, core::ErrorKind::BadReply);
    QTEST(signIn.error.code, "code");
}

void TstAuthorizationCodeFlow::theNameMayComeFromUserinfo()
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

void TstAuthorizationCodeFlow::anotherPersonsUserinfoIsRefused()
{
    SignIn signIn;
    signIn.provider.claims = {{QStringLiteral("name"), QJsonValue()}};
    signIn.provider.answer("GET /userinfo", 200, R"({"sub":"another","name":"Eve"})");
    QVERIFY(signIn.run());
    QCOMPARE(signIn.error.code, QStringLiteral("userinfo_subject"));
}

void TstAuthorizationCodeFlow::onlyAVerifiedPrimaryAddressCounts_data()
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

void TstAuthorizationCodeFlow::onlyAVerifiedPrimaryAddressCounts()
{
    QFETCH(int, status);
    QFETCH(QByteArray, emails);
    SignIn signIn(FakeProvider::oauth2());
    signIn.provider.answer("GET /user/emails", status, emails);
    QVERIFY(signIn.run());
    QVERIFY(signIn.outcome);
    QTEST(signIn.outcome->identity.email, "email");
}

void TstAuthorizationCodeFlow::badEndsAreErrors_data()
{
    QTest::addColumn<bool>("openId");
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, bool openId, const char *request, int status, const char *body, core::ErrorKind kind, const char *code) {
        QTest::newRow(name) << openId << QByteArray(request) << status << QByteArray(body) << static_cast<int>(kind) << QString::fromLatin1(code);
    };
    using Kind = core::ErrorKind;
    row("discovery is not there", true, "GET /.well-known/openid-configuration", 404, "{}", Kind::BadReply, "discovery_invalid");
    row("discovery is down", true, "GET /.well-known/openid-configuration", 503, "", Kind::Offline, "server_error");
    row("the token endpoint is down", true, "POST /token", 502, "<html>", Kind::Offline, "server_error");
    row("fault 34: 200 with an error", false, "POST /login/oauth/access_token", 200, R"({"error":"bad_verification_code"})", Kind::Rejected,
        "bad_verification_code");
    row("no ID token", true, "POST /token", 200, R"({"access_token":"a","token_type":"Bearer"})", Kind::BadReply, "id_token_missing");
    row("fault 41: a redirect", true, "POST /token", 307, "", Kind::BadReply, "token_response_invalid");
    row("no keys", true, "GET /jwks", 200, R"({"keys":[]})", Kind::BadReply, "id_token_key_unknown");
    row("userinfo refuses", false, "GET /user", 401, "{}", Kind::Rejected, "userinfo_refused");
    row("userinfo is down", false, "GET /user", 500, "{}", Kind::Offline, "server_error");
    row("userinfo tells nobody", false, "GET /user", 200, R"({"login":"ada"})", Kind::BadReply, "userinfo_invalid");
    row("userinfo with half an id", false, "GET /user", 200, R"({"id":1.5})", Kind::BadReply, "userinfo_invalid");
    row("userinfo is a list", false, "GET /user", 200, "[1]", Kind::BadReply, "userinfo_invalid");
}

void TstAuthorizationCodeFlow::badEndsAreErrors()
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
}

void TstAuthorizationCodeFlow::fault105NothingSecretIsLogged()
{
    QLoggingCategory::setFilterRules(QStringLiteral("*=true"));
    logged.clear();
    const QtMessageHandler before = qInstallMessageHandler(collect);
    SignIn signIn;
    signIn.browser.answer = [](const QUrl &url) { return QList<QUrl>{callbackUrl(url, SignIn::code(QStringLiteral("canary-code")))}; };
    const bool ended = signIn.run();
    qInstallMessageHandler(before);
    QLoggingCategory::setFilterRules(QString());
    QVERIFY(ended && signIn.outcome);
    QVERIFY(!logged.isEmpty());
    const QString verifier = form(signIn.provider.requestsTo("POST /token").at(0)).queryItemValue(QStringLiteral("code_verifier"));
    const QString idToken = QString::fromLatin1(signIn.outcome->tokens.idToken.reveal());
    for (const QString &secret : {QStringLiteral("canary-code"), QStringLiteral("ya29"), QStringLiteral("1//refresh"), verifier, idToken})
        QVERIFY2(!logged.contains(secret), qPrintable(secret));
}

} // namespace keyturn::oauth

using keyturn::oauth::TstAuthorizationCodeFlow;
KEYTURN_TEST(TstAuthorizationCodeFlow)
#include "tst_authorizationcodeflow.moc"
