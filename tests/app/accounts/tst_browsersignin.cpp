// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "house.h"

#include "support/registry.h"

#include <QSignalSpy>
#include <QUrlQuery>

using namespace keyturn;
using tests::callbackUrl;
using tests::Ending;
using tests::House;
using Step = accounts::SignInFlow::Step;

class TstBrowserSignIn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void aPersonComesBackAndIsStored();
    void aRefusalStoresNothing();
    void anotherPersonThanExpectedIsGivenBack(); // FAULTS 27, 28
    void whatCameForNobodyIsGivenBackBeforeItIsSaid();
    void whatCameBeforeACancelIsGivenBack();
    void anotherPersonWhoIsListedKeepsTheirSignIn();
    void consentIsAskedForWhereNothingRenews_data();
    void consentIsAskedForWhereNothingRenews();
    void whoRefusesConsentIsSignedInForAsLongAsItLasts();
    void whatRenewsAlreadyIsNotConsentedToAgain();
    void aStoreThatKeepsNothingIsFoundBeforeTheBrowserOpens();
    void aBrowserThatCannotStartIsNoEnd();
    void anAddressCanBeShownInsteadOfABrowser();
    void whoDoesNotComeBackIsWaitedForSoLong(); // FAULTS 30
    void cancellingClosesTheDoor(); // FAULTS 14
    void anUnknownProviderIsSaid();
    void aProfileWithoutProvidersSaysSo();
    void anEmbeddedBackendThatWasNeverStartedIsSaid();

private:
    [[nodiscard]] accounts::BrowserSignInRequest hub() const;
    void addConsenting(const QByteArray &more);
    [[nodiscard]] accounts::BrowserSignInRequest consenting() const;

    std::unique_ptr<House> m_house;
};

void TstBrowserSignIn::init()
{
    m_house = std::make_unique<House>();
    m_house->answerHub();
}

void TstBrowserSignIn::cleanup()
{
    QVERIFY2(m_house->http.unexpected().isEmpty(), m_house->http.unexpected().value(0).constData());
    m_house.reset();
}

accounts::BrowserSignInRequest TstBrowserSignIn::hub() const
{
    accounts::BrowserSignInRequest request = House::hub();
    request.label = QStringLiteral("Code");
    return request;
}

void TstBrowserSignIn::aPersonComesBackAndIsStored()
{
    House &house = *m_house;
    const auto flow = house.signIn.withBrowser(hub());
    Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.failure().code, QString());
    QCOMPARE(ending.signedIn.size(), 1);
    QCOMPARE(ending.steps, (QList<Step>{Step::Preparing, Step::WaitingForBrowser, Step::ExchangingCode, Step::VerifyingIdentity, Step::Storing}));
    const model::Account account = house.stored().first();
    QCOMPARE(account.provider, model::ProviderId(QStringLiteral("hub"))); // the only one need not be named
    QCOMPARE(account.method, model::SignInMethod::Browser);
    QCOMPARE(
        account.identity,
        (model::Identity{QStringLiteral("https://hub.example"), QStringLiteral("42"), QStringLiteral("Ada"), QStringLiteral("ada@hub.example")}));
    QCOMPARE(account.label, QStringLiteral("Code"));
    QCOMPARE(account.scopes, QStringList{QStringLiteral("read:user")});
    QCOMPARE(house.secrets.entries.size(), 1);
    QCOMPARE(house.browser.opened().size(), 1);
}

void TstBrowserSignIn::aRefusalStoresNothing()
{
    House &house = *m_house;
    house.browser.answer = [](const QUrl &url) {
        return QList<QUrl>{callbackUrl(url, {{QStringLiteral("error"), QStringLiteral("access_denied")}})};
    };
    const auto flow = house.signIn.withBrowser(hub());
    Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.ends(), 1);
    QCOMPARE(ending.failure().kind, core::ErrorKind::Cancelled);
    QCOMPARE(ending.failure().code, QStringLiteral("access_denied"));
    QVERIFY(house.http.requests().isEmpty());
    QVERIFY(house.stored().isEmpty());
}

void TstBrowserSignIn::anotherPersonThanExpectedIsGivenBack()
{
    House &house = *m_house;
    house.http.answer("DELETE /applications/keyturn/token", 200);
    auto request = hub();
    request.expected = model::AccountId(QStringLiteral("somebody"));
    const auto flow = house.signIn.withBrowser(request);
    Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.failure().code, QStringLiteral("other_identity"));
    QVERIFY(house.http.countOf("DELETE /applications/keyturn/token") >= 1);
    QVERIFY(house.stored().isEmpty());
    QVERIFY(house.secrets.entries.isEmpty());
}

void TstBrowserSignIn::whatCameForNobodyIsGivenBackBeforeItIsSaid()
{
    House &house = *m_house;
    house.http.forget("GET /user");
    house.http.answer("GET /user", 503);
    house.http.answer("DELETE /applications/keyturn/token", 204);
    const auto flow = house.signIn.withBrowser(hub());
    Ending ending(*flow);
    qsizetype toldBefore = 0;
    connect(flow.get(), &accounts::SignInFlow::failed, this,
            [&house, &toldBefore] { toldBefore = house.http.countOf("DELETE /applications/keyturn/token"); });
    ending.run();
    QCOMPARE(ending.failure().kind, core::ErrorKind::Offline);
    QCOMPARE(ending.ends(), 1);
    QCOMPARE(toldBefore, 1);
    QVERIFY(house.stored().isEmpty());
}

void TstBrowserSignIn::whatCameBeforeACancelIsGivenBack()
{
    House &house = *m_house;
    house.http.holdBack("GET /user");
    house.http.holdBack("DELETE /applications/keyturn/token");
    const auto flow = house.signIn.withBrowser(hub());
    Ending ending(*flow);
    flow->start();
    QVERIFY(QTest::qWaitFor([&ending] { return ending.steps.contains(Step::VerifyingIdentity); }));
    flow->cancel();
    QVERIFY(QTest::qWaitFor([&house] { return house.http.countOf("DELETE /applications/keyturn/token") == 1; }));
    QCOMPARE(ending.ends(), 0);
    house.clock.advance(std::chrono::seconds(6)); // a provider that does not answer keeps nobody waiting for long
    ending.await();
    QCOMPARE(ending.failure().kind, core::ErrorKind::Cancelled);
    QCOMPARE(ending.ends(), 1);
}

void TstBrowserSignIn::anotherPersonWhoIsListedKeepsTheirSignIn()
{
    House &house = *m_house;
    const auto kept = house.signIn.withBrowser(hub());
    Ending listed(*kept);
    listed.run();
    QCOMPARE(listed.signedIn.size(), 1);
    auto request = hub();
    request.expected = model::AccountId(QStringLiteral("somebody"));
    const auto flow = house.signIn.withBrowser(request);
    Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.failure().code, QStringLiteral("other_identity"));
    QCOMPARE(house.http.countOf("DELETE /applications/keyturn/token"), 0); // Google's revocation would end the listed one too
    QCOMPARE(house.stored().size(), 1);
}

void TstBrowserSignIn::consentIsAskedForWhereNothingRenews_data()
{
    QTest::addColumn<QByteArray>("parameters");
    QTest::addColumn<QString>("prompt");
    QTest::addColumn<int>("rounds");
    QTest::addColumn<QString>("lastPrompt");
    const QByteArray offline = R"(,"authorizationParameters": {"access_type": "offline"})";
    QTest::newRow("offline access was asked for") << offline << QString() << 2 << QStringLiteral("consent");
    QTest::newRow("with a prompt of the person's") << offline << QStringLiteral("select_account") << 2 << QStringLiteral("select_account consent");
    QTest::newRow("it was not") << QByteArray() << QString() << 1 << QString();
}

void TstBrowserSignIn::consentIsAskedForWhereNothingRenews()
{
    QFETCH(const QByteArray, parameters);
    QFETCH(const QString, prompt);
    QFETCH(const int, rounds);
    House &house = *m_house;
    addConsenting(parameters);
    auto request = consenting();
    request.prompt = prompt;
    const auto flow = house.signIn.withBrowser(request);
    QSignalSpy consent(flow.get(), &accounts::SignInFlow::consentNeeded);
    Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.failure().code, QString());
    QCOMPARE(ending.signedIn.size(), 1);
    QCOMPARE(house.browser.opened().size(), rounds);
    QCOMPARE(consent.size(), rounds - 1);
    QTEST(QUrlQuery(house.browser.opened().last()).queryItemValue(QStringLiteral("prompt"), QUrl::FullyDecoded), "lastPrompt");
    QCOMPARE(house.tokens.current(ending.signedIn.first())->canRefresh(), rounds == 2);
}

void TstBrowserSignIn::whoRefusesConsentIsSignedInForAsLongAsItLasts()
{
    House &house = *m_house;
    addConsenting(R"(,"authorizationParameters": {"access_type": "offline"})");
    house.browser.answer = [](const QUrl &url) {
        const bool asked = QUrlQuery(url).queryItemValue(QStringLiteral("prompt")) == QLatin1String("consent");
        const auto answer =
            asked ? std::pair(QStringLiteral("error"), QStringLiteral("access_denied")) : std::pair(QStringLiteral("code"), QStringLiteral("c"));
        return QList<QUrl>{callbackUrl(url, {answer})};
    };
    const auto flow = house.signIn.withBrowser(consenting());
    Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.failure().code, QString());
    QVERIFY(!house.tokens.current(ending.signedIn.first())->canRefresh());
}

void TstBrowserSignIn::whatRenewsAlreadyIsNotConsentedToAgain()
{
    House &house = *m_house;
    addConsenting(R"(,"authorizationParameters": {"access_type": "offline"})");
    const auto first = house.signIn.withBrowser(consenting());
    Ending signedIn(*first);
    signedIn.run();
    QCOMPARE(house.browser.opened().size(), 2);
    const auto again = house.signIn.withBrowser(consenting());
    Ending ending(*again);
    ending.run();
    QCOMPARE(ending.signedIn, signedIn.signedIn);
    QCOMPARE(house.browser.opened().size(), 3);
}

/// A provider that gives a refresh token with the consent alone, as Google does; @p more is of its JSON.
void TstBrowserSignIn::addConsenting(const QByteArray &more)
{
    House &house = *m_house;
    const QByteArray text =
        R"({"id":"consenting","name":"C","providers":[{"id":"c","name":"C","kind":"oauth2","issuer":"https://c.example",
        "endpoints":{"authorization":"https://c.example/authorize","token":"https://c.example/c/token","userinfo":"https://c.example/c/user"},
        "clientId":"keyturn","identity":{"subject":"/id"})";
    QVERIFY(house.profiles.add(text + more + "}]}").ok());
    house.http.on("POST /c/token", [&house](const net::HttpRequest &request) {
        const bool consented =
            QUrlQuery(house.browser.opened().last()).queryItemValue(QStringLiteral("prompt"), QUrl::FullyDecoded).contains(QLatin1String("consent"));
        const QByteArray refresh = consented ? R"(,"refresh_token":"r")" : "";
        return net::HttpResponse{200,
                                 {{"Content-Type", "application/json"}},
                                 core::Secret(R"({"access_token":"a","token_type":"Bearer","expires_in":3600)" + refresh + "}"),
                                 request.url};
    });
    house.http.answer("GET /c/user", 200, R"({"id":7})", {{"Content-Type", "application/json"}});
}

accounts::BrowserSignInRequest TstBrowserSignIn::consenting() const
{
    accounts::BrowserSignInRequest request;
    request.profile = model::ProfileId(QStringLiteral("consenting"));
    return request;
}

void TstBrowserSignIn::aStoreThatKeepsNothingIsFoundBeforeTheBrowserOpens()
{
    House &house = *m_house;
    house.secrets.broken = QStringLiteral("keychain_absent");
    const auto flow = house.signIn.withBrowser(hub());
    Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.failure().code, QStringLiteral("keychain_absent"));
    QVERIFY(house.browser.opened().isEmpty());
    QVERIFY(flow->authorizationUrl().isEmpty());
}

void TstBrowserSignIn::aBrowserThatCannotStartIsNoEnd()
{
    House &house = *m_house;
    house.browser.canStart = false;
    const auto flow = house.signIn.withBrowser(hub());
    Ending ending(*flow);
    QSignalSpy failed(flow.get(), &accounts::SignInFlow::browserFailed);
    flow->start();
    QVERIFY(QTest::qWaitFor([&failed] { return failed.size() == 1; }));
    QCOMPARE(ending.ends(), 0);
    house.browser.visit(callbackUrl(flow->authorizationUrl(), {{QStringLiteral("code"), QStringLiteral("by-hand")}}));
    ending.await();
    QCOMPARE(ending.signedIn.size(), 1);
}

void TstBrowserSignIn::anAddressCanBeShownInsteadOfABrowser()
{
    House &house = *m_house;
    auto request = hub();
    request.openBrowser = false;
    const auto flow = house.signIn.withBrowser(request);
    Ending ending(*flow);
    QSignalSpy shown(flow.get(), &accounts::SignInFlow::authorizationUrlReady);
    flow->start();
    QVERIFY(QTest::qWaitFor([&shown] { return shown.size() == 1; }));
    QCOMPARE(shown.first().first().toUrl(), flow->authorizationUrl());
    QVERIFY(house.browser.opened().isEmpty());
    flow->openBrowserAgain(); // the person may still ask for one
    ending.await();
    QCOMPARE(ending.signedIn.size(), 1);
    QCOMPARE(house.browser.opened().size(), 1);
}

void TstBrowserSignIn::whoDoesNotComeBackIsWaitedForSoLong()
{
    House &house = *m_house;
    house.browser.answer = [](const QUrl &) { return QList<QUrl>{}; };
    auto request = hub();
    request.patience = std::chrono::minutes(2);
    const auto flow = house.signIn.withBrowser(request);
    Ending ending(*flow);
    flow->start();
    QVERIFY(QTest::qWaitFor([&house] { return !house.browser.opened().isEmpty(); }));
    house.clock.advance(std::chrono::seconds(119));
    QCOMPARE(ending.ends(), 0);
    house.clock.advance(std::chrono::seconds(2));
    ending.await();
    QCOMPARE(ending.failure().code, QStringLiteral("browser_timeout"));
    QVERIFY(house.stored().isEmpty());
}

void TstBrowserSignIn::cancellingClosesTheDoor()
{
    House &house = *m_house;
    house.browser.answer = [](const QUrl &) { return QList<QUrl>{}; };
    const auto flow = house.signIn.withBrowser(hub());
    Ending ending(*flow);
    flow->start();
    QVERIFY(QTest::qWaitFor([&house] { return !house.browser.opened().isEmpty(); }));
    const QUrl late = callbackUrl(flow->authorizationUrl(), {{QStringLiteral("code"), QStringLiteral("late")}});
    flow->cancel();
    ending.await();
    QCOMPARE(ending.ends(), 1);
    QCOMPARE(ending.failure().kind, core::ErrorKind::Cancelled);
    house.browser.visit(late);
    QVERIFY(QTest::qWaitFor([&house] { return house.browser.pages().size() == 1; }));
    QCOMPARE(house.browser.pages().first().status, 0);
    QVERIFY(house.http.requests().isEmpty());
}

void TstBrowserSignIn::anUnknownProviderIsSaid()
{
    auto request = hub();
    request.provider = model::ProviderId(QStringLiteral("bing"));
    const auto flow = m_house->signIn.withBrowser(request);
    Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.failure().kind, core::ErrorKind::Configuration);
    QCOMPARE(ending.failure().code, QStringLiteral("provider_unknown"));
    QCOMPARE(ending.failure().detail, QStringLiteral("hub")); // those there are
}

void TstBrowserSignIn::aProfileWithoutProvidersSaysSo()
{
    m_house->profiles.reload(QUrl(QStringLiteral("http://127.0.0.1:4001")));
    auto request = hub();
    request.profile = model::ProfileId(QStringLiteral("moving"));
    const auto flow = m_house->signIn.withBrowser(request);
    Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.failure().code, QStringLiteral("method_unsupported"));
}

void TstBrowserSignIn::anEmbeddedBackendThatWasNeverStartedIsSaid()
{
    auto request = hub();
    request.profile = model::ProfileId(QStringLiteral("moving"));
    const auto flow = m_house->signIn.withBrowser(request);
    Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.failure().code, QStringLiteral("backend_not_started"));
}

KEYTURN_TEST(TstBrowserSignIn)
#include "tst_browsersignin.moc"
