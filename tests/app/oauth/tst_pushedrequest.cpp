// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "signin.h"

#include "support/registry.h"

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
    void theClientsSecretGoesAlongButNotToTheBrowser();
    void anAddressThatIsOnlyShownIsPushedWhereItMustBe_data();
    void anAddressThatIsOnlyShownIsPushedWhereItMustBe();
    void nothingCanBeOpenedBeforeItIsPushed();
    void openedAgainAfterItsTimeItIsPushedAgain();
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

void TstPushedRequest::openedAgainAfterItsTimeItIsPushedAgain()
{
    Pushing signIn;
    const FakeBrowser::Answer comesBack = std::exchange(signIn.browser.answer, [](const QUrl &) { return QList<QUrl>(); });
    signIn.start();
    QTRY_COMPARE(signIn.browser.opened().size(), 1);
    signIn.clock.advance(59s);
    QVERIFY(signIn.flow->openBrowserAgain().ok());
    QCOMPARE(signIn.count, 1);
    signIn.clock.advance(1s);
    signIn.browser.answer = comesBack;
    QVERIFY(signIn.flow->openBrowserAgain().ok());
    QVERIFY(signIn.hasEnded());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code));
    QCOMPARE(signIn.count, 2);
    QVERIFY(signIn.browser.opened().constLast().toEncoded().endsWith("request_uri%3A2"));
}

void TstPushedRequest::whereItCannotBePushedAgainThePageThatIsOpenMayStillBeAnswered()
{
    Pushing signIn;
    signIn.browser.answer = [](const QUrl &) { return QList<QUrl>(); };
    signIn.start();
    QTRY_COMPARE(signIn.browser.opened().size(), 1);
    signIn.clock.advance(60s);
    signIn.provider.answer(endpoint, 503, QByteArray());
    QVERIFY(signIn.flow->openBrowserAgain().ok());
    QTRY_VERIFY(signIn.browserProblem);
    QCOMPARE(signIn.browserProblem->code, QStringLiteral("server_error"));
    QCOMPARE(signIn.ends, 0);
    signIn.browser.visit(callbackUrl(signIn.pushed, SignIn::code(QStringLiteral("c"))));
    QVERIFY(signIn.hasEnded());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code));
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
