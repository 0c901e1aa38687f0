// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "signin.h"

#include "support/registry.h"

#include <QJsonArray>
#include <QLocale>

namespace keyturn::oauth {

using tests::callbackUrl;

namespace {

const QByteArray endpoint = "POST /par";

/// A provider that takes requests beforehand, and a browser that knows what was pushed.
struct Pushing : SignIn {
    explicit Pushing(bool required = false)
    {
        provider.metadata.insert(QStringLiteral("pushed_authorization_request_endpoint"), QStringLiteral("https://id.example/par"));
        provider.metadata.insert(QStringLiteral("require_pushed_authorization_requests"), required);
        provider.on(endpoint, [this](const net::HttpRequest &sent) {
            pushed = QUrl(QStringLiteral("https://id.example/authorize?") + QString::fromLatin1(sent.body.reveal()));
            provider.nonce = QUrlQuery(pushed).queryItemValue(QStringLiteral("nonce"), QUrl::FullyDecoded);
            const QByteArray name = "urn:ietf:params:oauth:request_uri:" + QByteArray::number(++count);
            return FakeProvider::reply(201, R"({"request_uri":")" + name + R"(","expires_in":60})");
        });
        browser.answer = [this](const QUrl &) { return QList<QUrl>{callbackUrl(pushed, code(QStringLiteral("c")))}; };
    }
    [[nodiscard]] QString field(const char *name) const { return QUrlQuery(pushed).queryItemValue(QLatin1String(name), QUrl::FullyDecoded); }
    QUrl pushed;
    int count = 0;
};

} // namespace

/// RFC 9126.
class TstPushedRequest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theBrowserGetsTheNameAlone();
    void fault36EveryAnswerHasOneLimit_data();
    void fault36EveryAnswerHasOneLimit();
    void theClientsSecretGoesAlongButNotToTheBrowser();
    void anAddressThatIsOnlyShownIsPushedWhereItMustBe_data();
    void anAddressThatIsOnlyShownIsPushedWhereItMustBe();
    void nothingCanBeOpenedBeforeItIsPushed();
    void openedAgainItIsPushedAgain();
    void itIsPushedOnceAtATime();
    void whoAsksMayBeAHeader();
    void aPauseUntilADateIsTold();
    void whereItCannotBePushedAgainThePageThatIsOpenMayStillBeAnswered();
    void badAnswersEndItBeforeTheBrowser_data();
    void badAnswersEndItBeforeTheBrowser();
    void aProviderThatWantsItButHasNoPlaceForItIsRefused();
};

void TstPushedRequest::theBrowserGetsTheNameAlone()
{
    Pushing signIn;
    signIn.request.loginHint = QStringLiteral("ada+work@example.com");
    QVERIFY(signIn.run());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code));
    QCOMPARE(signIn.browser.opened(),
             QList<QUrl>{
                 QUrl(QStringLiteral("https://id.example/authorize?client_id=keyturn&request_uri=urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3A1"))});
    QCOMPARE(signIn.field("login_hint"), QStringLiteral("ada+work@example.com"));
    QCOMPARE(signIn.field("code_challenge_method"), QStringLiteral("S256"));
    QCOMPARE(signIn.field("response_type"), QStringLiteral("code"));
    QCOMPARE(QUrlQuery(signIn.pushed).allQueryItemValues(QStringLiteral("client_id")).size(), 1);
    QVERIFY(!QUrlQuery(signIn.pushed).hasQueryItem(QStringLiteral("client_secret")));
    QVERIFY(signIn.provider.unexpected().isEmpty());
}

void TstPushedRequest::fault36EveryAnswerHasOneLimit_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<QString>("code");
    QTest::newRow("discovery") << QByteArray("GET /.well-known/openid-configuration") << "discovery_invalid";
    QTest::newRow("pushed request") << endpoint << "pushed_request_invalid";
    QTest::newRow("token") << QByteArray("POST /token") << "token_response_invalid";
    QTest::newRow("jwks") << QByteArray("GET /jwks") << "jwks_invalid";
    QTest::newRow("userinfo") << QByteArray("GET /userinfo") << "userinfo_invalid";
}

void TstPushedRequest::fault36EveryAnswerHasOneLimit()
{
    QFETCH(QByteArray, address);
    constexpr qsizetype limit = 256 * 1024;
    Pushing good;
    good.provider.claims = {{QStringLiteral("name"), QJsonValue()}, {QStringLiteral("email"), QJsonValue()}};
    QVERIFY(good.run());
    QVERIFY2(good.outcome, qPrintable(good.error.code));
    QCOMPARE(good.provider.requestsTo(address).size(), 1);
    QCOMPARE(good.provider.requestsTo(address).first().maxBodyBytes, limit); // what the network reads at most

    Pushing large; // and what is read at most, whoever brought it
    large.provider.claims = good.provider.claims;
    large.provider.answer(address, 200, "{\"issuer\":\"" + QByteArray(limit, 'x') + "\"}");
    QVERIFY(large.run());
    QTEST(large.error.code, "code");
    QCOMPARE(large.error.step, QString::fromLatin1(QTest::currentDataTag()));
}

void TstPushedRequest::theClientsSecretGoesAlongButNotToTheBrowser()
{
    Pushing signIn;
    signIn.request.provider.clientSecret = core::Secret("GOCSPX-canary");
    QVERIFY(signIn.run());
    QCOMPARE(signIn.field("client_secret"), QStringLiteral("GOCSPX-canary"));
    QVERIFY(!signIn.browser.opened().value(0).toEncoded().contains("canary"));
    QVERIFY(signIn.provider.requestsTo("POST /token").at(0).body.reveal().toByteArray().contains("client_secret=GOCSPX-canary"));
}

void TstPushedRequest::anAddressThatIsOnlyShownIsPushedWhereItMustBe_data()
{
    QTest::addColumn<bool>("required");
    QTest::newRow("offered: the address serves as long as it is waited for") << false;
    QTest::newRow("required") << true;
}

void TstPushedRequest::anAddressThatIsOnlyShownIsPushedWhereItMustBe()
{
    QFETCH(bool, required);
    Pushing signIn(required);
    signIn.request.openBrowser = false;
    signIn.start();
    QTRY_VERIFY(!signIn.asked.isEmpty());
    QCOMPARE(signIn.asked.hasQueryItem(QStringLiteral("request_uri")), required);
    QCOMPARE(signIn.count, required ? 1 : 0);
}

void TstPushedRequest::nothingCanBeOpenedBeforeItIsPushed()
{
    Pushing signIn(true);
    signIn.provider.holdBack(endpoint);
    signIn.start();
    QTRY_COMPARE(signIn.provider.requestsTo(endpoint).size(), 1);
    QVERIFY(signIn.flow->authorizationUrl().isEmpty());
    QVERIFY(!signIn.flow->openBrowserAgain().ok());
    QVERIFY(signIn.browser.opened().isEmpty());
    signIn.flow->cancel();
    QVERIFY(signIn.hasEnded());
    QCOMPARE(signIn.error.kind, core::ErrorKind::Cancelled);
}

void TstPushedRequest::openedAgainItIsPushedAgain()
{
    Pushing signIn;
    const FakeBrowser::Answer comesBack = std::exchange(signIn.browser.answer, [](const QUrl &) { return QList<QUrl>(); });
    signIn.start();
    QTRY_COMPARE(signIn.browser.opened().size(), 1);
    QCOMPARE(signIn.count, 1);
    const QUrl first = signIn.pushed;
    signIn.browser.answer = comesBack;
    QVERIFY(signIn.flow->openBrowserAgain().ok()); // though its minute is not over: the page may have used the name up
    QVERIFY(signIn.hasEnded());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code));
    QCOMPARE(signIn.count, 2);
    QCOMPARE(signIn.pushed, first); // the same request, so that the first page's answer serves as well
    QVERIFY(signIn.browser.opened().constLast().toEncoded().endsWith("request_uri%3A2"));
}

void TstPushedRequest::itIsPushedOnceAtATime()
{
    Pushing signIn;
    signIn.browser.answer = [](const QUrl &) { return QList<QUrl>(); };
    signIn.start();
    QTRY_COMPARE(signIn.browser.opened().size(), 1);
    for (int i = 0; i < 5; ++i)
        QVERIFY(signIn.flow->openBrowserAgain().ok());
    QTRY_COMPARE(signIn.browser.opened().size(), 2);
    QCOMPARE(signIn.count, 2);
    QVERIFY(signIn.flow->openBrowserAgain().ok());
    QTRY_COMPARE(signIn.browser.opened().size(), 3);
    QCOMPARE(signIn.count, 3);
}

void TstPushedRequest::whereItCannotBePushedAgainThePageThatIsOpenMayStillBeAnswered()
{
    Pushing signIn;
    signIn.browser.answer = [](const QUrl &) { return QList<QUrl>(); };
    signIn.start();
    QTRY_COMPARE(signIn.browser.opened().size(), 1);
    signIn.provider.answer(endpoint, 503, QByteArray());
    QVERIFY(signIn.flow->openBrowserAgain().ok());
    QTRY_VERIFY(signIn.browserProblem);
    QCOMPARE(signIn.browserProblem->code, QStringLiteral("server_error"));
    QCOMPARE(signIn.browserProblem->step, QStringLiteral("pushed request"));
    QCOMPARE(signIn.ends, 0);
    signIn.browser.visit(callbackUrl(signIn.pushed, SignIn::code(QStringLiteral("c"))));
    QVERIFY(signIn.hasEnded());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code));
}

void TstPushedRequest::whoAsksMayBeAHeader()
{
    Pushing signIn;
    signIn.provider.metadata.insert(QStringLiteral("token_endpoint_auth_methods_supported"), QJsonArray{QStringLiteral("client_secret_basic")});
    signIn.request.provider.clientSecret = core::Secret("s3cret");
    QVERIFY(signIn.run());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code));
    const net::Header basic{"Authorization", "Basic " + QByteArray("keyturn:s3cret").toBase64()};
    const net::HttpRequest pushed = signIn.provider.requestsTo(endpoint).at(0);
    QVERIFY(pushed.headers.contains(basic));
    QCOMPARE(signIn.field("client_id"), QStringLiteral("keyturn")); // a parameter of the request (RFC 9126, section 2.1)
    const net::HttpRequest token = signIn.provider.requestsTo("POST /token").at(0);
    QVERIFY(token.headers.contains(basic));
    for (const net::HttpRequest &sent : {pushed, token})
        QVERIFY(!sent.body.reveal().toByteArray().contains("secret"));
    QVERIFY(!token.body.reveal().toByteArray().contains("client_id"));
}

/// FAULTS 42.
void TstPushedRequest::aPauseUntilADateIsTold()
{
    Pushing signIn;
    const QString date = QLocale::c().toString(signIn.clock.now().addSecs(90), QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
    signIn.provider.on(endpoint, [date](const net::HttpRequest &request) {
        return net::HttpResponse{429, {{"Retry-After", date.toLatin1()}}, {}, request.url};
    });
    QVERIFY(signIn.run());
    QCOMPARE(signIn.error.code, QStringLiteral("rate_limited"));
    QCOMPARE(signIn.error.retryAfter, std::optional(std::chrono::seconds(90)));
}

void TstPushedRequest::badAnswersEndItBeforeTheBrowser_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("code");
    QTest::newRow("a refusal") << 400 << QByteArray(R"({"error":"invalid_request"})") << "invalid_request";
    QTest::newRow("an outage") << 503 << QByteArray() << "server_error";
    QTest::newRow("no name") << 201 << QByteArray(R"({"expires_in":60})") << "pushed_request_invalid";
    QTest::newRow("no lifetime") << 201 << QByteArray(R"({"request_uri":"urn:x"})") << "pushed_request_invalid";
    QTest::newRow("no life at all") << 201 << QByteArray(R"({"request_uri":"urn:x","expires_in":0})") << "pushed_request_invalid";
    QTest::newRow("a name without end") << 201 << R"({"request_uri":"urn:)" + QByteArray(3000, 'x') + R"(","expires_in":60})"
                                        << "pushed_request_invalid";
    QTest::newRow("a page") << 201 << QByteArray("<html>") << "pushed_request_invalid";
}

void TstPushedRequest::badAnswersEndItBeforeTheBrowser()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    Pushing signIn;
    signIn.provider.answer(endpoint, status, body);
    QVERIFY(signIn.run());
    QTEST(signIn.error.code, "code");
    QCOMPARE(signIn.error.step, QStringLiteral("pushed request"));
    QVERIFY(signIn.browser.opened().isEmpty());
}

void TstPushedRequest::aProviderThatWantsItButHasNoPlaceForItIsRefused()
{
    Pushing signIn(true);
    signIn.provider.metadata.remove(QStringLiteral("pushed_authorization_request_endpoint"));
    QVERIFY(signIn.run());
    QCOMPARE(signIn.error.code, QStringLiteral("discovery_invalid"));
}

} // namespace keyturn::oauth

using keyturn::oauth::TstPushedRequest;
KEYTURN_TEST(TstPushedRequest)
#include "tst_pushedrequest.moc"
