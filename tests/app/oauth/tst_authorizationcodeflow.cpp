// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "signin.h"

#include "support/registry.h"

#include <QCryptographicHash>
#include <QLoggingCategory>
#include <QRegularExpression>

namespace keyturn::oauth {

using tests::callbackUrl;

namespace {

QUrlQuery form(const net::HttpRequest &request)
{
    return QUrlQuery(QString::fromLatin1(request.body.reveal()));
}

void enableAll(QLoggingCategory *category)
{
    for (const QtMsgType type : {QtDebugMsg, QtInfoMsg, QtWarningMsg, QtCriticalMsg})
        category->setEnabled(type, true);
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
    void fault29ADoubledAnswerIsExchangedOnce();
    void fault30ThePersonNeverReturns();
    void cancelEndsItAtEveryStep_data();
    void cancelEndsItAtEveryStep();
    void destroyingItDropsAll_data();
    void destroyingItDropsAll();
    void itMayBeDestroyedWhenItEnds();
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

void TstAuthorizationCodeFlow::fault105NothingSecretIsLogged()
{
    const auto filter = QLoggingCategory::installFilter(enableAll); // stronger than any rule of the environment
    logged.clear();
    const QtMessageHandler before = qInstallMessageHandler(collect);
    SignIn signIn;
    signIn.browser.answer = [](const QUrl &url) { return QList<QUrl>{callbackUrl(url, SignIn::code(QStringLiteral("canary-code")))}; };
    const bool ended = signIn.run();
    qInstallMessageHandler(before);
    QLoggingCategory::installFilter(filter);
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
