// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "handoffjourney.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace keyturn::backend {

/// What an app gets for the code of a hand-off, and who does not.
class TstHandoffExchange : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_journey.begin(), m_journey.backend().log().constData()); }

    void thePersonIsTheSameHoweverTheyCome()
    {
        const QString email = QStringLiteral("grace@example.com");
        const QString byPassword = m_journey.userOf(m_journey.registered(email));
        QCOMPARE(m_journey.userOf(m_journey.signedIn(email, QStringLiteral("google"))), byPassword);
        QCOMPARE(m_journey.userOf(m_journey.signedIn(email, QStringLiteral("github"))), byPassword);
        QVERIFY(m_journey.userOf(m_journey.signedIn(QStringLiteral("another@example.com"), QStringLiteral("google"))) != byPassword);
    }

    void aPasswordOfWhoNeverProvedTheAddressEnds()
    {
        const QString email = QStringLiteral("in.advance@example.com");
        const QJsonObject before = m_journey.registered(email);
        const QJsonObject after = m_journey.signedIn(email, QStringLiteral("google"));
        QCOMPARE(m_journey.userOf(after), m_journey.userOf(before));
        QCOMPARE(m_journey.http().get("/api/profile", bearer(before)).status, 401);
        QCOMPARE(m_journey.http().get("/api/profile", bearer(after)).status, 200);
        const Answer login = m_journey.http().postJson(
            "/api/auth/login", {{QStringLiteral("email"), email}, {QStringLiteral("password"), QStringLiteral("a long password")}});
        QCOMPARE(login.status, 401);
    }

    void whoCameByAProviderHasNoPassword()
    {
        QVERIFY(!m_journey.userOf(m_journey.signedIn(QStringLiteral("nopassword@example.com"), QStringLiteral("google"))).isEmpty());
        for (const char *password : {"", "demo-password"}) {
            const Answer login = m_journey.http().postJson(
                "/api/auth/login",
                {{QStringLiteral("email"), QStringLiteral("nopassword@example.com")}, {QStringLiteral("password"), QLatin1String(password)}});
            QCOMPARE(login.status, 401);
        }
    }

    void aSecondUseOfACodeEndsTheSessionOfTheFirst() // RFC 6749 §4.1.2
    {
        const QString code = m_journey.codeFor(QStringLiteral("twice@example.com"));
        const Answer first = m_journey.exchange(code);
        QCOMPARE(first.status, 200);
        QCOMPARE(m_journey.http().get("/api/profile", bearer(first.json())).status, 200);
        const Answer second = m_journey.exchange(code);
        QCOMPARE(second.status, 400);
        QCOMPARE(second.code(), QStringLiteral("invalid_grant"));
        QCOMPARE(m_journey.http().get("/api/profile", bearer(first.json())).status, 401);
        const Answer refreshed = m_journey.http().send("POST", "/api/auth/refresh", {{"Cookie", "refreshToken=" + first.cookie("refreshToken")}});
        QCOMPARE(refreshed.status, 401);
    }

    void aCodeIsForWhoeverAskedForIt_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QString>("value");
        QTest::newRow("another verifier (FAULTS 26)")
            << QByteArray("codeVerifier") << QStringLiteral("another-verifier-that-is-also-long-enough-to-be-one");
        QTest::newRow("the challenge as verifier") << QByteArray("codeVerifier") << testChallenge();
        QTest::newRow("another address") << QByteArray("redirectUri") << QStringLiteral("http://127.0.0.1:40124/callback/r4nd0m");
        QTest::newRow("unknown code") << QByteArray("code") << QStringLiteral("unknown");
    }

    void aCodeIsForWhoeverAskedForIt()
    {
        QFETCH(QByteArray, name);
        QFETCH(QString, value);
        const QString code = m_journey.codeFor(QStringLiteral("ada@example.com"));
        QJsonObject body = m_journey.exchangeBody(code);
        body.insert(QLatin1String(name), value);
        const Answer refused = m_journey.http().postJson("/api/auth/handoff", body);
        QCOMPARE(refused.status, 400);
        QCOMPARE(refused.code(), QStringLiteral("invalid_grant"));
        QVERIFY(refused.cookie("refreshToken").isEmpty());
        if (name != "code")
            QCOMPARE(m_journey.exchange(code).status, 400); // the attempt spent it
    }

    void aCodeIsForTheDeviceThatAsked()
    {
        const Parameters request = startRequestWith("device_name", QStringLiteral("Ada's computer"));
        const auto codeOf = [&] {
            return redirectParameters(m_journey.handedOver(QStringLiteral("ada@example.com"), request, QStringLiteral("google")))
                .value(QStringLiteral("code"));
        };
        QCOMPARE(m_journey.exchange(codeOf(), "Mallory's").status, 400);
        QCOMPARE(m_journey.exchange(codeOf(), {}).status, 400);
        QCOMPARE(m_journey.exchange(codeOf()).status, 200);
    }

    void anExchangeMustBeWholeJson()
    {
        QCOMPARE(m_journey.http().postForm("/api/auth/handoff", {{"code", "a"}}).status, 415);
        const Answer answer = m_journey.http().postJson("/api/auth/handoff", {{QStringLiteral("code"), 7}});
        QCOMPARE(answer.status, 422);
        QCOMPARE(answer.json().value(QStringLiteral("error")).toObject().value(QStringLiteral("fields")).toArray().size(), 3);
    }

    void tokensComeInTheBodyWhereThatIsAskedFor()
    {
        QJsonObject body = m_journey.exchangeBody(m_journey.codeFor(QStringLiteral("ada@example.com")));
        body.insert(QStringLiteral("tokenDelivery"), QStringLiteral("body"));
        const Answer answer = m_journey.http().postJson("/api/auth/handoff", body);
        QVERIFY(answer.json().contains(QStringLiteral("refreshToken")));
        QVERIFY(answer.cookie("refreshToken").isEmpty());
    }

    void nothingSecretIsLogged() // FAULTS 105
    {
        BackendProcess backend;
        QVERIFY(backend.start({QStringLiteral("--log"), QStringLiteral("json")}));
        const HttpClient http = backend.http();
        Browser browser(http);
        const QByteArray first = browser.open(withQuery("/api/auth/google", startRequest())).header("location");
        const Answer consent = browser.signIn(browser.open(first.mid(backend.url().size())), QStringLiteral("ada@example.com"));
        const QByteArray callback = browser.submit(consent, {{QStringLiteral("decision"), QStringLiteral("allow")}}).header("location");
        const QString code = redirectParameters(browser.open(callback.mid(backend.url().size()))).value(QStringLiteral("code"));
        const Answer answer = http.postJson("/api/auth/handoff", m_journey.exchangeBody(code));
        QCOMPARE(answer.status, 200);
        QTRY_VERIFY(backend.log().contains("/api/auth/handoff"));
        const QByteArray log = backend.log();
        QVERIFY(!log.contains(code.toLatin1()) && !log.contains(testVerifier) && !log.contains(answer.cookie("refreshToken")));
    }

private:
    HandoffJourney m_journey;
};

} // namespace keyturn::backend

using keyturn::backend::TstHandoffExchange;
KEYTURN_TEST(TstHandoffExchange)
#include "tst_handoffexchange.moc"
