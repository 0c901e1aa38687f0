// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "house.h"

#include "support/registry.h"

#include <QSignalSpy>

using namespace keyturn;
using tests::Ending;
using tests::House;
using Step = accounts::SignInFlow::Step;

class TstDeviceSignIn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void aPersonSignsInElsewhereAndIsStored();
    void whatWasNotGrantedIsKept();
    void anotherPersonThanExpectedIsGivenBack(); // FAULTS 28
    void anotherPersonThanNamedIsAskedAbout();
    void aRefusalStoresNothing();
    void cancellingAsksNoMore();
    void anUnknownProviderIsSaid();

private:
    [[nodiscard]] static accounts::DeviceSignInRequest hub();
    void grant(const QByteArray &scope = "read:user");

    std::unique_ptr<House> m_house;
};

void TstDeviceSignIn::init()
{
    m_house = std::make_unique<House>();
    m_house->http.answer(
        "POST /device", 200,
        R"({"device_code":"d1","user_code":"WDJB-MJHT","verification_uri":"https://hub.example/activate","expires_in":900,"interval":5})",
        {{"Content-Type", "application/json"}});
    m_house->http.answer("GET /user", 200, R"({"id":42,"name":"Ada","email":"ada@hub.example"})", {{"Content-Type", "application/json"}});
}

void TstDeviceSignIn::cleanup()
{
    QVERIFY2(m_house->http.unexpected().isEmpty(), m_house->http.unexpected().value(0).constData());
    m_house.reset();
}

accounts::DeviceSignInRequest TstDeviceSignIn::hub()
{
    accounts::DeviceSignInRequest request;
    request.profile = model::ProfileId(QStringLiteral("example"));
    request.label = QStringLiteral("Code");
    return request;
}

void TstDeviceSignIn::grant(const QByteArray &scope)
{
    m_house->http.answer("POST /token", 200, R"({"access_token":"a1","token_type":"bearer","refresh_token":"r1","scope":")" + scope + "\"}",
                         {{"Content-Type", "application/json"}});
}

void TstDeviceSignIn::aPersonSignsInElsewhereAndIsStored()
{
    House &house = *m_house;
    grant();
    const auto flow = house.signIn.withDevice(hub());
    Ending ending(*flow);
    QSignalSpy shown(flow.get(), &accounts::SignInFlow::userCode);
    flow->start();
    QVERIFY(QTest::qWaitFor([&shown] { return shown.size() == 1; }));
    QCOMPARE(shown.first().at(0).toString(), QStringLiteral("WDJB-MJHT"));
    QCOMPARE(shown.first().at(1).toUrl(), QUrl(QStringLiteral("https://hub.example/activate")));
    house.clock.advance(std::chrono::seconds(5));
    ending.await();
    QCOMPARE(ending.failure().code, QString());
    QCOMPARE(ending.steps, (QList<Step>{Step::Preparing, Step::WaitingForDevice, Step::VerifyingIdentity, Step::Storing}));
    const model::Account account = house.stored().first();
    QCOMPARE(account.method, model::SignInMethod::Device); // also after it was read from disk
    QCOMPARE(account.provider, model::ProviderId(QStringLiteral("hub")));
    QCOMPARE(account.identity.subject, QStringLiteral("42"));
    QCOMPARE(account.withheldScopes, QStringList());
    QVERIFY(house.browser.opened().isEmpty());
}

void TstDeviceSignIn::whatWasNotGrantedIsKept()
{
    House &house = *m_house;
    grant("gist");
    const auto flow = house.signIn.withDevice(hub());
    Ending ending(*flow);
    flow->start();
    house.clock.advance(std::chrono::seconds(5));
    ending.await();
    QCOMPARE(house.stored().first().scopes, QStringList{QStringLiteral("gist")});
    QCOMPARE(house.stored().first().withheldScopes, QStringList{QStringLiteral("read:user")});
}

void TstDeviceSignIn::anotherPersonThanExpectedIsGivenBack()
{
    House &house = *m_house;
    grant();
    house.http.answer("DELETE /applications/keyturn/token", 204);
    auto request = hub();
    request.expected = model::AccountId(QStringLiteral("somebody"));
    const auto flow = house.signIn.withDevice(request);
    Ending ending(*flow);
    flow->start();
    house.clock.advance(std::chrono::seconds(5));
    ending.await();
    QCOMPARE(ending.failure().code, QStringLiteral("other_identity"));
    QCOMPARE(house.http.countOf("DELETE /applications/keyturn/token"), 1);
    QVERIFY(house.stored().isEmpty());
}

/// RFC 8628 §3.1 has no place to name anybody, so nothing is sent; who comes is compared all the same.
void TstDeviceSignIn::anotherPersonThanNamedIsAskedAbout()
{
    House &house = *m_house;
    grant();
    auto request = hub();
    request.loginHint = QStringLiteral("bob@hub.example");
    const auto flow = house.signIn.withDevice(request);
    Ending ending(*flow);
    QList<accounts::UnexpectedIdentity> asked;
    connect(flow.get(), &accounts::SignInFlow::unexpectedIdentity, this, [&asked, &flow](const accounts::UnexpectedIdentity &who) {
        asked.append(who);
        QMetaObject::invokeMethod(flow.get(), &accounts::SignInFlow::accept, Qt::QueuedConnection);
    });
    flow->start();
    house.clock.advance(std::chrono::seconds(5));
    ending.await();
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().identity.email, QStringLiteral("ada@hub.example"));
    QCOMPARE(asked.first().expected, QStringLiteral("bob@hub.example"));
    QCOMPARE(ending.signedIn.size(), 1);
    for (const net::HttpRequest &sent : house.http.requests())
        QVERIFY(!sent.body.reveal().contains("bob") && !sent.url.toEncoded().contains("bob"));
}

void TstDeviceSignIn::aRefusalStoresNothing()
{
    House &house = *m_house;
    house.http.answer("POST /token", 400, R"({"error":"access_denied"})", {{"Content-Type", "application/json"}});
    const auto flow = house.signIn.withDevice(hub());
    Ending ending(*flow);
    flow->start();
    house.clock.advance(std::chrono::seconds(5));
    ending.await();
    QCOMPARE(ending.ends(), 1);
    QCOMPARE(ending.failure().code, QStringLiteral("access_denied"));
    QVERIFY(house.stored().isEmpty());
    QVERIFY(house.secrets.entries.isEmpty());
}

void TstDeviceSignIn::cancellingAsksNoMore()
{
    House &house = *m_house;
    const auto flow = house.signIn.withDevice(hub());
    Ending ending(*flow);
    QSignalSpy shown(flow.get(), &accounts::SignInFlow::userCode);
    flow->start();
    QVERIFY(QTest::qWaitFor([&shown] { return shown.size() == 1; }));
    flow->cancel();
    house.clock.advance(std::chrono::minutes(20));
    QCOMPARE(ending.ends(), 1);
    QCOMPARE(ending.failure().kind, core::ErrorKind::Cancelled);
    QCOMPARE(house.http.countOf("POST /token"), 0);
}

void TstDeviceSignIn::anUnknownProviderIsSaid()
{
    auto request = hub();
    request.provider = model::ProviderId(QStringLiteral("bing"));
    const auto flow = m_house->signIn.withDevice(request);
    Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.failure().code, QStringLiteral("provider_unknown"));
}

KEYTURN_TEST(TstDeviceSignIn)
#include "tst_devicesignin.moc"
