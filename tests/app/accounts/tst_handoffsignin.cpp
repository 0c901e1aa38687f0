// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "house.h"

#include "support/registry.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QUrlQuery>

using namespace keyturn;
using tests::callbackUrl;
using tests::Ending;
using tests::House;
using Step = accounts::SignInFlow::Step;

/// Sign-in that the profile's backend runs at a provider itself: what comes of it is an account of the backend's own.
class TstHandoffSignIn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void aPersonIsHandedOverAndStored();
    void theSamePersonByPasswordIsTheSameAccount();
    void itsTokensAreRenewedAndEndedAtTheBackend();
    void anotherPersonThanExpectedIsGivenBack(); // FAULTS 28
    void aRefusedCodeStoresNothing();
    void whomTheAnswerDoesNotTellIsAskedFor();
    void aTokenInTheAddressMakesAnAccountThatCannotBeRenewed();
    void aTokenThatTheBackendRefusesStoresNothing();
    void thereIsNoDeviceCodeForIt();

private:
    [[nodiscard]] accounts::BrowserSignInRequest request(const char *provider) const;
    void answerExchange(const QByteArray &subject);
    [[nodiscard]] Ending &signIn(const accounts::BrowserSignInRequest &request);

    std::unique_ptr<House> m_house;
    std::unique_ptr<accounts::SignInFlow> m_flow;
    std::unique_ptr<Ending> m_ending;
    quint16 m_port = 0;
};

void TstHandoffSignIn::init()
{
    m_house = std::make_unique<House>();
    QTcpServer free; // a port that is free a moment later
    QVERIFY(free.listen(QHostAddress::LocalHost));
    m_port = free.serverPort();
    const QByteArray tokens = R"("tokens": {"accessToken": "/token", "lifetime": {"unit": "seconds", "pointer": "/expiresIn"},
                                             "refreshToken": {"cookie": "rt"}})";
    m_house->home.writeProfile(QStringLiteral("handing"),
                               R"({
        "id": "handing", "name": "Handing", "baseUrl": "https://auth.example/",
        "password": {
            "signIn": {"method": "POST", "path": "/login", "bodyType": "json", "body": {"email": "{user}", "password": "{password}"}},
            "identity": {"subject": "/user/id", "name": "/user/name", "email": "/user/email"}, )"
                                   + tokens + R"(},
        "refresh": {"endpoint": {"method": "POST", "path": "/refresh"}, )"
                                   + tokens + R"(},
        "signOut": {"method": "POST", "path": "/logout"},
        "identity": {"path": "/me"}, "identityMapping": {"subject": "/id", "name": "/name", "email": "/email"},
        "providers": [
            {"id": "safe", "name": "Hub, through Handing", "kind": "backend",
             "handoff": {"start": "/auth/hub", "exchange": {"method": "POST", "path": "/exchange", "bodyType": "json",
                         "body": {"code": "{code}", "codeVerifier": "{codeVerifier}", "redirectUri": "{redirectUri}"}}}},
            {"id": "unsafe", "name": "Hub, through Handing", "kind": "backend",
             "redirectUri": "http://localhost:)"
                                   + QByteArray::number(m_port) + R"(/auth/callback",
             "handoff": {"start": "/auth/hub", "tokenParameter": "token"}}
        ]})");
    m_house->profiles.reload({});
    m_house->browser.answer = [](const QUrl &url) {
        return QList<QUrl>{
            callbackUrl(url, {{QStringLiteral("code"), QStringLiteral("c0de")}, {QStringLiteral("iss"), QStringLiteral("https://auth.example")}})};
    };
}

void TstHandoffSignIn::cleanup()
{
    QVERIFY2(m_house->http.unexpected().isEmpty(), m_house->http.unexpected().value(0).constData());
    m_ending.reset();
    m_flow.reset();
    m_house.reset();
}

accounts::BrowserSignInRequest TstHandoffSignIn::request(const char *provider) const
{
    accounts::BrowserSignInRequest request;
    request.profile = model::ProfileId(QStringLiteral("handing"));
    request.provider = model::ProviderId(QString::fromLatin1(provider));
    return request;
}

void TstHandoffSignIn::answerExchange(const QByteArray &subject)
{
    m_house->answerSignIn(QString::fromLatin1(subject), "refresh-" + subject, "POST /exchange");
}

Ending &TstHandoffSignIn::signIn(const accounts::BrowserSignInRequest &request)
{
    m_flow = m_house->signIn.withBrowser(request);
    m_ending = std::make_unique<Ending>(*m_flow);
    m_ending->run();
    return *m_ending;
}

void TstHandoffSignIn::aPersonIsHandedOverAndStored()
{
    answerExchange("u1");
    const Ending &ending = signIn(request("safe"));
    QCOMPARE(ending.failure().code, QString());
    QCOMPARE(ending.steps, (QList<Step>{Step::Preparing, Step::WaitingForBrowser, Step::ExchangingCode, Step::Storing}));
    const model::Account account = m_house->stored().constFirst();
    QVERIFY(account.provider.isEmpty());
    QCOMPARE(account.handoff, model::ProviderId(QStringLiteral("safe")));
    QCOMPARE(account.wayIn(), model::ProviderId(QStringLiteral("safe")));
    QCOMPARE(account.method, model::SignInMethod::Browser);
    QCOMPARE(account.identity.issuer, QStringLiteral("https://auth.example"));
    QCOMPARE(account.identity.subject, QStringLiteral("u1"));
    const QUrl opened = m_house->browser.opened().constFirst();
    QCOMPARE(opened.toString(QUrl::RemoveQuery), QStringLiteral("https://auth.example/auth/hub"));
    QCOMPARE(m_house->http.requests().size(), 1);
    const net::HttpRequest &sent = m_house->http.requests().constFirst();
    const QJsonObject body = QJsonDocument::fromJson(sent.body.reveal().toByteArray()).object();
    QCOMPARE(body.value(QStringLiteral("code")).toString(), QStringLiteral("c0de"));
    QCOMPARE(body.value(QStringLiteral("redirectUri")).toString(),
             QUrlQuery(opened).queryItemValue(QStringLiteral("redirect_uri"), QUrl::FullyDecoded));
    QCOMPARE(body.value(QStringLiteral("codeVerifier")).toString().size(), 43);
    QVERIFY(!sent.url.hasQuery()); // nothing secret in an address
}

void TstHandoffSignIn::theSamePersonByPasswordIsTheSameAccount()
{
    answerExchange("u1");
    const model::AccountId first = signIn(request("safe")).signedIn.value(0);
    m_house->answerSignIn(QStringLiteral("u1"), "refresh-2");
    accounts::PasswordSignInRequest password = m_house->ada();
    password.profile = model::ProfileId(QStringLiteral("handing"));
    const auto flow = m_house->signIn.withPassword(password);
    Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.signedIn, QList<model::AccountId>{first});
    QCOMPARE(m_house->stored().size(), 1);
    QVERIFY(m_house->stored().constFirst().wayIn().isEmpty()); // the way that was taken last
}

void TstHandoffSignIn::itsTokensAreRenewedAndEndedAtTheBackend()
{
    answerExchange("u1");
    const model::AccountId id = signIn(request("safe")).signedIn.value(0);
    m_house->answerSignIn(QStringLiteral("u1"), "refresh-2", "POST /refresh");
    m_house->clock.advance(std::chrono::minutes(16));
    QVERIFY(tests::answerOf(m_house->tokens.tokens(id)).ok());
    QVERIFY(tests::headerOf(m_house->http.requests().constLast(), "Cookie").contains("rt=refresh-u1"));
    m_house->http.answer("POST /logout", 204);
    QVERIFY(tests::answerOf(m_house->manager.signOut(id, accounts::SignOutScope::ThisDevice)).ok());
    QCOMPARE(m_house->http.countOf("POST /logout"), 1);
    QVERIFY(m_house->stored().isEmpty());
}

void TstHandoffSignIn::anotherPersonThanExpectedIsGivenBack()
{
    answerExchange("u2");
    m_house->http.answer("POST /logout", 204);
    auto expecting = request("safe");
    expecting.expected = model::AccountId(QStringLiteral("somebody"));
    QCOMPARE(signIn(expecting).failure().code, QStringLiteral("other_identity"));
    QCOMPARE(m_house->http.countOf("POST /logout"), 1);
    QVERIFY(m_house->stored().isEmpty() && m_house->secrets.entries.isEmpty());
}

void TstHandoffSignIn::aRefusedCodeStoresNothing()
{
    m_house->http.answer("POST /exchange", 400, R"({"error":{"code":"invalid_grant","message":"used"}})");
    const Ending &ending = signIn(request("safe"));
    QCOMPARE(ending.failure().kind, core::ErrorKind::Rejected);
    QCOMPARE(ending.failure().code, QStringLiteral("invalid_grant"));
    QCOMPARE(ending.ends(), 1);
    QVERIFY(m_house->stored().isEmpty());
}

void TstHandoffSignIn::whomTheAnswerDoesNotTellIsAskedFor()
{
    m_house->http.answer("POST /exchange", 200, R"({"token":"access-u7","expiresIn":900})");
    m_house->http.answer("GET /me", 200, R"({"id":"u7","name":"Grace","email":"grace@example.org"})");
    QVERIFY(!signIn(request("safe")).signedIn.isEmpty());
    QCOMPARE(m_house->stored().constFirst().identity.subject, QStringLiteral("u7"));
    QCOMPARE(tests::headerOf(m_house->http.requests().constLast(), "Authorization"), QByteArray("Bearer access-u7"));
}

void TstHandoffSignIn::aTokenInTheAddressMakesAnAccountThatCannotBeRenewed()
{
    const QUrl callback(QStringLiteral("http://localhost:%1/auth/callback?token=e.y.J").arg(m_port));
    m_house->browser.answer = [callback](const QUrl &) { return QList<QUrl>{callback}; };
    m_house->http.answer("GET /me", 200, R"({"id":"u1","name":"Ada","email":"ada@example.org"})");
    const Ending &ending = signIn(request("unsafe"));
    QCOMPARE(ending.failure().code, QString());
    QCOMPARE(m_house->browser.opened().constFirst(), QUrl(QStringLiteral("https://auth.example/auth/hub"))); // with nothing of ours
    QCOMPARE(tests::headerOf(m_house->http.requests().constFirst(), "Authorization"), QByteArray("Bearer e.y.J"));
    const model::Account account = m_house->stored().constFirst();
    QCOMPARE(account.identity.subject, QStringLiteral("u1"));
    QCOMPARE(account.wayIn(), model::ProviderId(QStringLiteral("unsafe")));
    const std::optional<model::TokenSet> tokens = m_house->tokens.current(account.id);
    QVERIFY(tokens);
    QCOMPARE(tokens->accessToken, core::Secret("e.y.J"));
    QVERIFY(!tokens->canRefresh());
}

void TstHandoffSignIn::aTokenThatTheBackendRefusesStoresNothing()
{
    const QUrl callback(QStringLiteral("http://localhost:%1/auth/callback?token=forged").arg(m_port));
    m_house->browser.answer = [callback](const QUrl &) { return QList<QUrl>{callback}; };
    m_house->http.answer("GET /me", 401);
    QVERIFY(signIn(request("unsafe")).signedIn.isEmpty());
    QVERIFY(m_house->stored().isEmpty() && m_house->secrets.entries.isEmpty());
}

void TstHandoffSignIn::thereIsNoDeviceCodeForIt()
{
    const auto flow = m_house->signIn.withDevice({model::ProfileId(QStringLiteral("handing")), model::ProviderId(QStringLiteral("safe")), {}, {}});
    Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.failure().code, QStringLiteral("method_unsupported"));
}

KEYTURN_TEST(TstHandoffSignIn)
#include "tst_handoffsignin.moc"
