// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "handoffjourney.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace keyturn::backend {

/// Sign-in that the backend runs at a provider itself: where it goes, and whom it believes on the way.
class TstHandoff : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_journey.begin(), m_journey.backend().log().constData()); }

    void theWholeWay_data()
    {
        QTest::addColumn<QString>("provider");
        QTest::newRow("OpenID Connect") << QStringLiteral("google");
        QTest::newRow("GitHub") << QStringLiteral("github");
    }

    void theWholeWay()
    {
        QFETCH(QString, provider);
        const Answer back = m_journey.handedOver(QStringLiteral("ada.lovelace@example.com"), startRequest(), provider);
        QCOMPARE(back.status, 303);
        QVERIFY2(back.header("location").startsWith(redirectUri.toLatin1() + '?'), back.header("location").constData());
        const Parameters parameters = redirectParameters(back);
        QCOMPARE(parameters.value(QStringLiteral("state")), appState);
        QCOMPARE(parameters.value(QStringLiteral("iss")), m_journey.backend().url()); // RFC 9207
        const Answer answer = m_journey.exchange(parameters.value(QStringLiteral("code")));
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.cookie("refreshToken").size() >= 43);
        const QJsonObject tokens = answer.json();
        QVERIFY(!tokens.contains(QStringLiteral("refreshToken")));
        QCOMPARE(text(tokens.value(QStringLiteral("user")).toObject(), "email"), QStringLiteral("ada.lovelace@example.com"));
        QCOMPARE(text(tokens.value(QStringLiteral("user")).toObject(), "name"), QStringLiteral("Ada Lovelace"));
        const QJsonArray sessions = m_journey.http().get("/api/sessions", bearer(tokens)).json().value(QStringLiteral("sessions")).toArray();
        QVERIFY(!sessions.isEmpty());
        QCOMPARE(text(sessions.first().toObject(), "device"), QStringLiteral("Ada's computer"));
        const Answer renewed = m_journey.http().send("POST", "/api/auth/refresh", {{"Cookie", "refreshToken=" + answer.cookie("refreshToken")}});
        QCOMPARE(renewed.status, 200);
    }

    void whatOneInstanceBeganTheOtherFinishes_data() { theWholeWay_data(); }

    void whatOneInstanceBeganTheOtherFinishes()
    {
        QFETCH(QString, provider);
        const QString callbackPath = provider + QLatin1String("/callback");
        bool crossed = false;
        for (const bool shifted : {false, true}) {
            const QList<double> begun = answered(provider);
            const QList<double> finished = answered(callbackPath);
            Browser browser(m_journey.http());
            const QByteArray callback = m_journey.atProvider(browser, QStringLiteral("ada@example.com"), startRequest(), provider);
            if (shifted) // nginx asks them by turns
                QCOMPARE(m_journey.http().get("/healthz").status, 200);
            QVERIFY(redirectParameters(browser.open(callback)).contains(QStringLiteral("code")));
            crossed = crossed || (answered(provider)[0] > begun[0]) != (answered(callbackPath)[0] > finished[0]);
        }
        QCOMPARE(crossed, Twin::isWanted());
    }

    void anAddressThatNobodyVerifiedLinksToNothing_data() { theWholeWay_data(); }

    void anAddressThatNobodyVerifiedLinksToNothing()
    {
        QFETCH(QString, provider);
        const QString email = QStringLiteral("unverified.%1@example.com").arg(provider);
        QVERIFY(!m_journey.userOf(m_journey.registered(email)).isEmpty()); // whose account would be taken over
        const Parameters back = redirectParameters(m_journey.handedOver(email, startRequest(), provider));
        QCOMPARE(back.value(QStringLiteral("error")), QStringLiteral("email_unverified"));
        QCOMPARE(back.value(QStringLiteral("state")), appState);
        QCOMPARE(back.value(QStringLiteral("iss")), m_journey.backend().url());
        QVERIFY(!back.contains(QStringLiteral("code")));
    }

    void otherAddressesAreAnsweredByAPage_data() // RFC 8252 §7.3, RFC 9700 §4.1
    {
        QTest::addColumn<QString>("address");
        QTest::newRow("another host") << QStringLiteral("http://192.0.2.1:40123/callback");
        QTest::newRow("another host that begins so") << QStringLiteral("http://127.0.0.1.evil.example/callback");
        QTest::newRow("localhost by name") << QStringLiteral("http://localhost:40123/callback");
        QTest::newRow("https") << QStringLiteral("https://127.0.0.1:40123/callback");
        QTest::newRow("a scheme of an app's own") << QStringLiteral("keyturn:/callback");
        QTest::newRow("user name") << QStringLiteral("http://127.0.0.1@evil.example/callback");
        QTest::newRow("user name before it") << QStringLiteral("http://evil.example@127.0.0.1:40123/callback");
        QTest::newRow("fragment") << QStringLiteral("http://127.0.0.1:40123/callback#x");
        QTest::newRow("query") << QStringLiteral("http://127.0.0.1:40123/callback?code=planted");
        QTest::newRow("all addresses") << QStringLiteral("http://0.0.0.0:40123/callback");
        QTest::newRow("short spelling") << QStringLiteral("http://127.1:40123/callback");
        QTest::newRow("port 0") << QStringLiteral("http://127.0.0.1:0/callback");
        QTest::newRow("line break") << QStringLiteral("http://127.0.0.1:40123/callback\r\nX: y");
        QTest::newRow("none") << QString();
    }

    void otherAddressesAreAnsweredByAPage()
    {
        QFETCH(QString, address);
        const Answer page = m_journey.start(startRequestWith("redirect_uri", address));
        QCOMPARE(page.status, 400);
        QVERIFY(page.header("location").isEmpty());
        QVERIFY(page.header("content-type").startsWith("text/html"));
        QVERIFY(!page.body.contains("evil") && !page.body.contains("40123")); // nothing of the request gets into it
        QVERIFY(page.header("content-security-policy").contains("default-src 'none'"));
    }

    void bothLoopbackLiteralsServeAtAnyPort_data()
    {
        QTest::addColumn<QString>("address");
        QTest::newRow("IPv4") << QStringLiteral("http://127.0.0.1:1/x");
        QTest::newRow("IPv6") << QStringLiteral("http://[::1]:65535/callback/a-b_c");
    }

    void bothLoopbackLiteralsServeAtAnyPort()
    {
        QFETCH(QString, address);
        const Answer answer = m_journey.start(startRequestWith("redirect_uri", address));
        QCOMPARE(answer.status, 303);
        QVERIFY(answer.header("location").startsWith(m_journey.backend().url().toLatin1() + "/google/authorize?"));
    }

    void whoIsToProveThemselvesAnewIsSentOnSo_data()
    {
        QTest::addColumn<QString>("provider");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("passed");
        const QString google = QStringLiteral("google");
        const QString github = QStringLiteral("github");
        QTest::newRow("prompt") << google << QByteArray("prompt") << QStringLiteral("login") << QStringLiteral("prompt=login");
        QTest::newRow("age") << google << QByteArray("max_age") << QStringLiteral("0") << QStringLiteral("max_age=0");
        QTest::newRow("way") << google << QByteArray("acr_values") << QStringLiteral("phr") << QStringLiteral("acr_values=phr");
        QTest::newRow("an age at GitHub") << github << QByteArray("max_age") << QStringLiteral("60") << QStringLiteral("prompt=login");
        QTest::newRow("an age that is none") << google << QByteArray("max_age") << QStringLiteral("soon") << QString();
    }

    void whoIsToProveThemselvesAnewIsSentOnSo()
    {
        QFETCH(QString, provider);
        QFETCH(QByteArray, name);
        QFETCH(QString, value);
        QFETCH(QString, passed);
        const QByteArray location = m_journey.start(startRequestWith(name.constData(), value), provider).header("location");
        QVERIFY(location.contains("client_id="));
        const QByteArrayList query = location.mid(location.indexOf('?') + 1).split('&');
        QVERIFY2(passed.isEmpty() ? !location.contains(name + '=') : query.contains(passed.toLatin1()), location.constData());
    }

    void whatIsSaidTwiceIsAnsweredByAPage() // FAULTS 20
    {
        const Answer page = m_journey.http().get(withQuery("/api/auth/google", startRequest()) + "&state=another-state-too");
        QCOMPARE(page.status, 400);
        QVERIFY(page.header("location").isEmpty());
    }

    void withoutAStateNobodyIsSentAnywhere()
    {
        QCOMPARE(m_journey.start(startRequestWith("state", {})).status, 400);
        QCOMPARE(m_journey.start(startRequestWith("state", QStringLiteral("short"))).status, 400);
    }

    void aChallengeIsNeeded_data() // RFC 9700 §2.1.1, RFC 7636 §4.3
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QString>("value");
        QTest::newRow("no challenge") << QByteArray("code_challenge") << QString();
        QTest::newRow("a challenge that is none") << QByteArray("code_challenge") << QStringLiteral("abc");
        QTest::newRow("plain") << QByteArray("code_challenge_method") << QStringLiteral("plain");
        QTest::newRow("no method") << QByteArray("code_challenge_method") << QString();
    }

    void aChallengeIsNeeded()
    {
        QFETCH(QByteArray, name);
        QFETCH(QString, value);
        const Answer answer = m_journey.start(startRequestWith(name.constData(), value));
        QCOMPARE(answer.status, 303);
        QVERIFY(answer.header("location").startsWith(redirectUri.toLatin1() + '?'));
        QCOMPARE(redirectParameters(answer).value(QStringLiteral("error")), QStringLiteral("invalid_request"));
        QCOMPARE(redirectParameters(answer).value(QStringLiteral("state")), appState);
    }

    void theBrowserIsBoundByACookieOfItsOwn()
    {
        const Answer answer = m_journey.start(startRequest());
        QByteArray cookie;
        for (const auto &[name, value] : answer.headers) {
            if (name.compare("set-cookie", Qt::CaseInsensitive) == 0)
                cookie = value;
        }
        QVERIFY2(cookie.startsWith("keyturn_handoff_"), cookie.constData());
        QVERIFY(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax") && cookie.contains("; Path=/api/auth/google"));
        QVERIFY(cookie.contains("; Max-Age=600"));
        const Parameters asked = redirectParameters(answer);
        QCOMPARE(asked.value(QStringLiteral("code_challenge_method")), QStringLiteral("S256"));
        QVERIFY(asked.value(QStringLiteral("nonce")).size() >= 43 && asked.value(QStringLiteral("state")).size() >= 43);
        QVERIFY(asked.value(QStringLiteral("code_challenge")) != testChallenge()); // the app's challenge is the app's
    }

    void anotherBrowserFinishesNothing() // RFC 9700 §4.7: a sign-in of somebody else's, to be finished here
    {
        Browser mine(m_journey.http());
        const QByteArray callback = m_journey.atProvider(mine, QStringLiteral("mallory@example.com"), startRequest(), QStringLiteral("google"));
        Browser victim(m_journey.http());
        const Answer page = victim.open(callback);
        QCOMPARE(page.status, 400);
        QVERIFY(page.header("location").isEmpty());
        QCOMPARE(mine.open(callback).status, 400); // and it is spent
    }

    void aStateServesOnceAndAtItsProvider()
    {
        Browser browser(m_journey.http());
        const QByteArray callback = m_journey.atProvider(browser, QStringLiteral("ada@example.com"), startRequest(), QStringLiteral("google"));
        Browser same = browser;
        QCOMPARE(browser.open(callback).status, 303);
        QCOMPARE(same.open(callback).status, 400); // FAULTS 19
        Browser mixedUp(m_journey.http());
        QByteArray elsewhere = m_journey.atProvider(mixedUp, QStringLiteral("ada@example.com"), startRequest(), QStringLiteral("google"));
        QCOMPARE(mixedUp.open(elsewhere.replace("/api/auth/google/", "/api/auth/github/")).status, 400); // FAULTS 24
    }

    void aForgedAnswerIsAnsweredByAPage_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("unknown state") << QByteArray("code=a&state=guessed");
        QTest::newRow("an error with an unknown state (FAULTS 21)") << QByteArray("error=access_denied&state=guessed");
        QTest::newRow("broken") << QByteArray("state=%");
    }

    void aForgedAnswerIsAnsweredByAPage()
    {
        QFETCH(QByteArray, query);
        const Answer page = m_journey.http().get("/api/auth/google/callback?" + query);
        QCOMPARE(page.status, 400);
        QVERIFY(page.header("location").isEmpty());
    }

    void theProvidersRefusalReachesTheApp_data() { theWholeWay_data(); }

    void theProvidersRefusalReachesTheApp()
    {
        QFETCH(QString, provider);
        const Answer back = m_journey.handedOver(QStringLiteral("ada@example.com"), startRequest(), provider, QStringLiteral("deny"));
        QCOMPARE(back.status, 303);
        QVERIFY(back.header("location").startsWith(redirectUri.toLatin1() + '?'));
        QCOMPARE(redirectParameters(back).value(QStringLiteral("error")), QStringLiteral("access_denied"));
        QCOMPARE(redirectParameters(back).value(QStringLiteral("state")), appState);
        QCOMPARE(redirectParameters(back).value(QStringLiteral("iss")), m_journey.backend().url());
    }

    void aForgedIssuerIsNotBelieved() // FAULTS 25: what comes back is the browser's word
    {
        Browser browser(m_journey.http());
        QByteArray callback = m_journey.atProvider(browser, QStringLiteral("ada@example.com"), startRequest(), QStringLiteral("google"));
        QVERIFY(callback.contains("%2Fgoogle&"));
        const Answer back = browser.open(callback.replace("%2Fgoogle&", "%2Fgoggle&"));
        QCOMPARE(redirectParameters(back).value(QStringLiteral("error")), QStringLiteral("server_error"));
    }

private:
    /// How often each instance sent a browser on from there.
    [[nodiscard]] QList<double> answered(const QString &path)
    {
        return m_journey.backend().metricOfEach("keyturn_backend_requests_total{path=\"/api/auth/" + path.toLatin1() + "\",status=\"303\"}");
    }

    HandoffJourney m_journey;
};

} // namespace keyturn::backend

using keyturn::backend::TstHandoff;
KEYTURN_TEST(TstHandoff)
#include "tst_handoff.moc"
