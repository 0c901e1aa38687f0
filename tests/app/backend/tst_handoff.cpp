// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendprocess.h"
#include "browser.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <optional>

namespace keyturn::backend {

namespace {

const QString redirectUri = QStringLiteral("http://127.0.0.1:40123/callback/r4nd0m");
const QString appState = QStringLiteral("the-apps-own-state");

/// What an app asks for; the same with one parameter changed.
Parameters startRequest()
{
    return {{QStringLiteral("redirect_uri"), redirectUri},
            {QStringLiteral("state"), appState},
            {QStringLiteral("code_challenge"), testChallenge()},
            {QStringLiteral("code_challenge_method"), QStringLiteral("S256")}};
}

Parameters startRequestWith(const char *name, const QString &value)
{
    Parameters parameters = startRequest();
    parameters.insert(QLatin1String(name), value);
    return parameters;
}

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

SentHeaders bearer(const QJsonObject &tokens)
{
    return {{"Authorization", "Bearer " + text(tokens, "accessToken").toLatin1()}};
}

} // namespace

/// Sign-in that the backend runs at a provider itself and hands to an app, against the built program, which is its own provider.
class TstHandoff : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_backend.start(), m_backend.log().constData());
        m_http.emplace(m_backend.http());
    }

    void theWholeWay_data()
    {
        QTest::addColumn<QString>("provider");
        QTest::newRow("OpenID Connect") << QStringLiteral("google");
        QTest::newRow("GitHub") << QStringLiteral("github");
    }

    void theWholeWay()
    {
        QFETCH(QString, provider);
        const Answer back = handedOver(QStringLiteral("ada.lovelace@example.com"), startRequest(), provider);
        QCOMPARE(back.status, 303);
        QVERIFY2(back.header("location").startsWith(redirectUri.toLatin1() + '?'), back.header("location").constData());
        const Parameters parameters = redirectParameters(back);
        QCOMPARE(parameters.value(QStringLiteral("state")), appState);
        QCOMPARE(parameters.value(QStringLiteral("iss")), m_backend.url()); // RFC 9207
        const Answer answer = exchange(parameters.value(QStringLiteral("code")));
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.cookie("refreshToken").size() >= 43);
        const QJsonObject tokens = answer.json();
        QVERIFY(!tokens.contains(QStringLiteral("refreshToken")));
        QCOMPARE(text(tokens.value(QStringLiteral("user")).toObject(), "email"), QStringLiteral("ada.lovelace@example.com"));
        QCOMPARE(text(tokens.value(QStringLiteral("user")).toObject(), "name"), QStringLiteral("Ada Lovelace"));
        const QJsonArray sessions = m_http->get("/api/sessions", bearer(tokens)).json().value(QStringLiteral("sessions")).toArray();
        QVERIFY(!sessions.isEmpty());
        QCOMPARE(text(sessions.first().toObject(), "device"), QStringLiteral("Ada's computer"));
        const Answer renewed = m_http->send("POST", "/api/auth/refresh", {{"Cookie", "refreshToken=" + answer.cookie("refreshToken")}});
        QCOMPARE(renewed.status, 200);
    }

    void thePersonIsTheSameHoweverTheyCome()
    {
        const QString email = QStringLiteral("grace@example.com");
        const QString byPassword = userOf(registered(email));
        QCOMPARE(userOf(signedIn(email, QStringLiteral("google"))), byPassword);
        QCOMPARE(userOf(signedIn(email, QStringLiteral("github"))), byPassword);
        QVERIFY(userOf(signedIn(QStringLiteral("another@example.com"), QStringLiteral("google"))) != byPassword);
    }

    void whoCameByAProviderHasNoPassword()
    {
        QVERIFY(!userOf(signedIn(QStringLiteral("nopassword@example.com"), QStringLiteral("google"))).isEmpty());
        for (const char *password : {"", "demo-password"}) {
            const Answer login = m_http->postJson(
                "/api/auth/login",
                {{QStringLiteral("email"), QStringLiteral("nopassword@example.com")}, {QStringLiteral("password"), QLatin1String(password)}});
            QCOMPARE(login.status, 401);
        }
    }

    void anAddressThatNobodyVerifiedLinksToNothing_data() { theWholeWay_data(); }

    void anAddressThatNobodyVerifiedLinksToNothing()
    {
        QFETCH(QString, provider);
        const QString email = QStringLiteral("unverified.%1@example.com").arg(provider);
        QVERIFY(!userOf(registered(email)).isEmpty()); // whose account would be taken over
        const Parameters back = redirectParameters(handedOver(email, startRequest(), provider));
        QCOMPARE(back.value(QStringLiteral("error")), QStringLiteral("email_unverified"));
        QCOMPARE(back.value(QStringLiteral("state")), appState);
        QCOMPARE(back.value(QStringLiteral("iss")), m_backend.url());
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
        const Answer page = start(startRequestWith("redirect_uri", address));
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
        const Answer answer = start(startRequestWith("redirect_uri", address));
        QCOMPARE(answer.status, 303);
        QVERIFY(answer.header("location").startsWith(m_backend.url().toLatin1() + "/google/authorize?"));
    }

    void whatIsSaidTwiceIsAnsweredByAPage() // FAULTS 20
    {
        const Answer page = m_http->get(withQuery("/api/auth/google", startRequest()) + "&state=another-state-too");
        QCOMPARE(page.status, 400);
        QVERIFY(page.header("location").isEmpty());
    }

    void withoutAStateNobodyIsSentAnywhere()
    {
        QCOMPARE(start(startRequestWith("state", {})).status, 400);
        QCOMPARE(start(startRequestWith("state", QStringLiteral("short"))).status, 400);
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
        const Answer answer = start(startRequestWith(name.constData(), value));
        QCOMPARE(answer.status, 303);
        QVERIFY(answer.header("location").startsWith(redirectUri.toLatin1() + '?'));
        QCOMPARE(redirectParameters(answer).value(QStringLiteral("error")), QStringLiteral("invalid_request"));
        QCOMPARE(redirectParameters(answer).value(QStringLiteral("state")), appState);
    }

    void theBrowserIsBoundByACookieOfItsOwn()
    {
        const Answer answer = start(startRequest());
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
        Browser mine(*m_http);
        const QByteArray callback = atProvider(mine, QStringLiteral("mallory@example.com"), startRequest(), QStringLiteral("google"));
        Browser victim(*m_http);
        const Answer page = victim.open(callback);
        QCOMPARE(page.status, 400);
        QVERIFY(page.header("location").isEmpty());
        QCOMPARE(mine.open(callback).status, 400); // and it is spent
    }

    void aStateServesOnceAndAtItsProvider()
    {
        Browser browser(*m_http);
        const QByteArray callback = atProvider(browser, QStringLiteral("ada@example.com"), startRequest(), QStringLiteral("google"));
        Browser same = browser;
        QCOMPARE(browser.open(callback).status, 303);
        QCOMPARE(same.open(callback).status, 400); // FAULTS 19
        Browser mixedUp(*m_http);
        QByteArray elsewhere = atProvider(mixedUp, QStringLiteral("ada@example.com"), startRequest(), QStringLiteral("google"));
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
        const Answer page = m_http->get("/api/auth/google/callback?" + query);
        QCOMPARE(page.status, 400);
        QVERIFY(page.header("location").isEmpty());
    }

    void theProvidersRefusalReachesTheApp_data() { theWholeWay_data(); }

    void theProvidersRefusalReachesTheApp()
    {
        QFETCH(QString, provider);
        const Answer back = handedOver(QStringLiteral("ada@example.com"), startRequest(), provider, QStringLiteral("deny"));
        QCOMPARE(back.status, 303);
        QVERIFY(back.header("location").startsWith(redirectUri.toLatin1() + '?'));
        QCOMPARE(redirectParameters(back).value(QStringLiteral("error")), QStringLiteral("access_denied"));
        QCOMPARE(redirectParameters(back).value(QStringLiteral("state")), appState);
        QCOMPARE(redirectParameters(back).value(QStringLiteral("iss")), m_backend.url());
    }

    void aForgedIssuerIsNotBelieved() // FAULTS 25: what comes back is the browser's word
    {
        Browser browser(*m_http);
        QByteArray callback = atProvider(browser, QStringLiteral("ada@example.com"), startRequest(), QStringLiteral("google"));
        QVERIFY(callback.contains("%2Fgoogle&"));
        const Answer back = browser.open(callback.replace("%2Fgoogle&", "%2Fgoggle&"));
        QCOMPARE(redirectParameters(back).value(QStringLiteral("error")), QStringLiteral("server_error"));
    }

    void aSecondUseOfACodeEndsTheSessionOfTheFirst() // RFC 6749 §4.1.2
    {
        const QString code = codeFor(QStringLiteral("twice@example.com"));
        const Answer first = exchange(code);
        QCOMPARE(first.status, 200);
        QCOMPARE(m_http->get("/api/profile", bearer(first.json())).status, 200);
        const Answer second = exchange(code);
        QCOMPARE(second.status, 400);
        QCOMPARE(second.code(), QStringLiteral("invalid_grant"));
        QCOMPARE(m_http->get("/api/profile", bearer(first.json())).status, 401);
        const Answer refreshed = m_http->send("POST", "/api/auth/refresh", {{"Cookie", "refreshToken=" + first.cookie("refreshToken")}});
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
        const QString code = codeFor(QStringLiteral("ada@example.com"));
        QJsonObject body = exchangeBody(code);
        body.insert(QLatin1String(name), value);
        const Answer refused = m_http->postJson("/api/auth/handoff", body);
        QCOMPARE(refused.status, 400);
        QCOMPARE(refused.code(), QStringLiteral("invalid_grant"));
        QVERIFY(refused.cookie("refreshToken").isEmpty());
        if (name != "code")
            QCOMPARE(exchange(code).status, 400); // the attempt spent it
    }

    void aCodeIsForTheDeviceThatAsked()
    {
        const Parameters request = startRequestWith("device_name", QStringLiteral("Ada's computer"));
        const auto codeOf = [&] {
            return redirectParameters(handedOver(QStringLiteral("ada@example.com"), request, QStringLiteral("google"))).value(QStringLiteral("code"));
        };
        QCOMPARE(exchange(codeOf(), "Mallory's").status, 400);
        QCOMPARE(exchange(codeOf(), {}).status, 400);
        QCOMPARE(exchange(codeOf()).status, 200);
    }

    void anExchangeMustBeWholeJson()
    {
        QCOMPARE(m_http->postForm("/api/auth/handoff", {{"code", "a"}}).status, 415);
        const Answer answer = m_http->postJson("/api/auth/handoff", {{QStringLiteral("code"), 7}});
        QCOMPARE(answer.status, 422);
        QCOMPARE(answer.json().value(QStringLiteral("error")).toObject().value(QStringLiteral("fields")).toArray().size(), 3);
    }

    void tokensComeInTheBodyWhereThatIsAskedFor()
    {
        QJsonObject body = exchangeBody(codeFor(QStringLiteral("ada@example.com")));
        body.insert(QStringLiteral("tokenDelivery"), QStringLiteral("body"));
        const Answer answer = m_http->postJson("/api/auth/handoff", body);
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
        const Answer answer = http.postJson("/api/auth/handoff", exchangeBody(code));
        QCOMPARE(answer.status, 200);
        QTRY_VERIFY(backend.log().contains("/api/auth/handoff"));
        const QByteArray log = backend.log();
        QVERIFY(!log.contains(code.toLatin1()) && !log.contains(testVerifier) && !log.contains(answer.cookie("refreshToken")));
    }

private:
    [[nodiscard]] Answer start(const Parameters &request, const QString &provider = QStringLiteral("google")) const
    {
        Parameters given = request;
        given.removeIf([](const std::pair<const QString &, QString &> &one) { return one.second.isEmpty(); });
        return m_http->get(withQuery("/api/auth/" + provider.toLatin1(), given));
    }
    /// Below our own address.
    [[nodiscard]] QByteArray pathOf(const Answer &redirect) const { return redirect.header("location").mid(m_backend.url().size()); }
    /// From the start to the provider's answer: the backend's callback with it.
    [[nodiscard]] QByteArray atProvider(Browser &browser, const QString &email, const Parameters &request, const QString &provider,
                                        const QString &decision = QStringLiteral("allow")) const
    {
        const Answer begun = browser.open(withQuery("/api/auth/" + provider.toLatin1(), request));
        const Answer consent = browser.signIn(browser.open(pathOf(begun)), email);
        return pathOf(browser.submit(consent, {{QStringLiteral("decision"), decision}}));
    }
    [[nodiscard]] Answer handedOver(const QString &email, const Parameters &request, const QString &provider,
                                    const QString &decision = QStringLiteral("allow")) const
    {
        Browser browser(*m_http);
        const QByteArray callback = atProvider(browser, email, request, provider, decision);
        return browser.open(callback);
    }
    [[nodiscard]] QString codeFor(const QString &email, const QString &provider = QStringLiteral("google")) const
    {
        return redirectParameters(handedOver(email, startRequest(), provider)).value(QStringLiteral("code"));
    }
    [[nodiscard]] static QJsonObject exchangeBody(const QString &code)
    {
        return {{QStringLiteral("code"), code},
                {QStringLiteral("codeVerifier"), QString::fromLatin1(testVerifier)},
                {QStringLiteral("redirectUri"), redirectUri}};
    }
    [[nodiscard]] Answer exchange(const QString &code, const QByteArray &device = "Ada's computer") const
    {
        return m_http->postJson("/api/auth/handoff", exchangeBody(code), device.isEmpty() ? SentHeaders() : SentHeaders{{"X-Device-Name", device}});
    }
    [[nodiscard]] QJsonObject signedIn(const QString &email, const QString &provider) const { return exchange(codeFor(email, provider)).json(); }
    [[nodiscard]] QJsonObject registered(const QString &email) const
    {
        return m_http
            ->postJson("/api/auth/register",
                       {{QStringLiteral("email"), email},
                        {QStringLiteral("password"), QStringLiteral("a long password")},
                        {QStringLiteral("name"), QStringLiteral("Somebody")}})
            .json();
    }
    [[nodiscard]] static QString userOf(const QJsonObject &tokens) { return text(tokens.value(QStringLiteral("user")).toObject(), "id"); }

    BackendProcess m_backend;
    std::optional<HttpClient> m_http;
};

} // namespace keyturn::backend

using keyturn::backend::TstHandoff;
KEYTURN_TEST(TstHandoff)
#include "tst_handoff.moc"
