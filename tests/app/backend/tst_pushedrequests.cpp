// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "googlerequest.h"
#include "providerbench.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QTest>

namespace keyturn::backend {

using namespace std::chrono_literals;

/// Requests that a client sends ahead (RFC 9126), and what clients are told of a token (RFC 7662), at the simulated Google.
class TstPushedRequests : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_bench.emplace(); }

    void discoveryNamesWhatIsThere()
    {
        const QJsonObject metadata = m_bench->get("/google/.well-known/openid-configuration").json();
        for (const char *endpoint : {"pushed_authorization_request_endpoint", "device_authorization_endpoint", "introspection_endpoint",
                                     "revocation_endpoint", "token_endpoint"}) {
            const QByteArray path = metadata.value(QLatin1String(endpoint)).toString().toLatin1().mid(18);
            QVERIFY2(m_bench->post(path, {}).status == 400 || m_bench->post(path, {}).status == 401, endpoint);
            QCOMPARE(m_bench->get(path).status, 405);
        }
        QVERIFY(metadata.value(QStringLiteral("grant_types_supported"))
                    .toArray()
                    .contains(QStringLiteral("urn:ietf:params:oauth:grant-type:device_code")));
        QCOMPARE(metadata.value(QStringLiteral("require_pushed_authorization_requests")), QJsonValue(false));
    }

    void aPushedRequestIsShownAndGivesACode()
    {
        const Answer pushed = push(googleRequest());
        QCOMPARE(pushed.status, 201);
        QVERIFY(pushed.json().value(QStringLiteral("expires_in")).toInt() >= 5);
        Browser browser = m_bench->browser();
        const Answer consent = browser.signIn(browser.open(address(pushed)), QStringLiteral("ada@example.com"));
        const Answer back = browser.submit(consent, {{QStringLiteral("decision"), QStringLiteral("allow")}});
        QVERIFY(back.header("location").startsWith(QByteArray(googleRedirectUri) + '?'));
        QCOMPARE(redirectParameters(back).value(QStringLiteral("state")), QStringLiteral("s &=+/"));
        QVERIFY(!redirectParameters(back).value(QStringLiteral("code")).isEmpty());
    }

    void aReferenceServesOnce()
    {
        const QByteArray where = address(push(googleRequest()));
        QCOMPARE(m_bench->get(where).status, 200);
        const Answer again = m_bench->get(where);
        QCOMPARE(again.status, 400);
        QVERIFY(again.header("location").isEmpty());
    }

    void aReferenceExpires()
    {
        const QByteArray where = address(push(googleRequest()));
        m_bench->clock().advance(90s);
        QCOMPARE(m_bench->get(where).status, 400);
    }

    void aReferenceIsForItsClient()
    {
        const Answer pushed = push(googleRequest());
        QCOMPARE(m_bench->get(address(pushed, QStringLiteral("other"))).status, 400);
        QCOMPARE(m_bench->get(address(pushed)).status, 200); // and not spent by that
    }

    void forgedReferencesAreAnsweredByAPage()
    {
        for (const char *uri : {"urn:ietf:params:oauth:request_uri:guessed", "https://evil.example/request", ""}) {
            const Answer page = m_bench->get(withQuery(
                "/google/authorize",
                {{QStringLiteral("client_id"), QStringLiteral("keyturn-desktop")}, {QStringLiteral("request_uri"), QString::fromLatin1(uri)}}));
            QCOMPARE(page.status, 400);
            QVERIFY(!page.body.contains("evil"));
        }
    }

    void onlyWhatWasPushedCounts() // RFC 9126 §4
    {
        const Answer pushed = push(googleRequestWith("scope", QStringLiteral("openid")));
        const Answer page = m_bench->get(address(pushed) + "&scope=openid%20email%20profile&state=mine");
        QCOMPARE(page.status, 200);
        const QByteArray carried = hiddenField(page, "request");
        QVERIFY2(carried.contains("scope=openid&") && !carried.contains("mine"), carried.constData());
    }

    void wrongRequestsAreNotKept_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("error");
        const auto row = [](const char *title, const char *name, const char *value, const char *error) {
            QTest::newRow(title) << QByteArray(name) << QString::fromLatin1(value) << QString::fromLatin1(error);
        };
        row("plain", "code_challenge_method", "plain", "invalid_request");
        row("no challenge method", "code_challenge_method", "", "invalid_request");
        row("another's address", "redirect_uri", "https://evil.example/", "invalid_request");
        row("an unknown scope", "scope", "openid admin", "invalid_scope");
        row("a reference within", "request_uri", "urn:ietf:params:oauth:request_uri:x", "invalid_request");
        row("a request object", "request", "e30.e30.", "request_not_supported");
        row("a token at once", "response_type", "token", "unsupported_response_type");
        row("an unknown client", "client_id", "nobody", "invalid_client");
        row("a client without its secret", "client_id", "web", "invalid_client");
    }

    void wrongRequestsAreNotKept()
    {
        QFETCH(QByteArray, name);
        QFETCH(QString, value);
        const Answer answer = push(googleRequestWith(name.constData(), value));
        QCOMPARE(answer.status, 400);
        QTEST(textIn(answer, "error"), "error");
        QVERIFY(!answer.json().contains(QStringLiteral("request_uri")));
    }

    void aLongRequestIsRefused() { QCOMPARE(push(googleRequestWith("state", QString(9000, u'x'))).status, 400); }

    void aClientWithASecretProvesItBothWays()
    {
        const Parameters request = googleRequestWith("client_id", QStringLiteral("web"));
        QCOMPARE(push(request, basic("web", webSecret)).status, 201);
        QCOMPARE(push(googleRequestWith("client_id", QStringLiteral("other")), basic("web", webSecret)).status, 401);
        const Answer refused = push(request, basic("web", "guessed"));
        QCOMPARE(refused.status, 401);
        QVERIFY(refused.header("www-authenticate").startsWith("Basic"));
        Parameters posted = request;
        posted.insert(QStringLiteral("client_secret"), QString::fromLatin1(webSecret));
        const Answer pushed = push(posted);
        QCOMPARE(pushed.status, 201);
        QVERIFY(!m_bench->get(address(pushed, QStringLiteral("web"))).body.contains("own%20long")); // the secret goes to no browser
        QCOMPARE(push(posted, basic("web", webSecret)).status, 401); // RFC 6749 §2.3: one way at a time
    }

    void introspectionIsForClientsWithASecret() // RFC 7662 §2.1
    {
        const QByteArray token = tokens().value(QStringLiteral("access_token")).toString().toLatin1();
        for (const Answer &answer : {m_bench->post("/google/introspect", {{"token", token}}),
                                     m_bench->post("/google/introspect", {{"token", token}, {"client_id", "keyturn-desktop"}}),
                                     m_bench->post("/google/introspect", {{"token", token}, {"client_id", "web"}}),
                                     m_bench->post("/google/introspect", {{"token", token}, {"client_id", "web"}, {"client_secret", "guessed"}}),
                                     m_bench->post("/google/introspect", {{"token", token}}, basic("web", "guessed")),
                                     m_bench->post("/google/introspect", {{"token", token}}, {{"Authorization", "Basic %%%"}})}) {
            QCOMPARE(answer.status, 401);
            QCOMPARE(textIn(answer, "error"), QStringLiteral("invalid_client"));
            QVERIFY(answer.header("www-authenticate").startsWith("Basic"));
        }
    }

    void introspectionTellsOfLiveTokensAlone()
    {
        const QJsonObject given = tokens();
        const QByteArray access = given.value(QStringLiteral("access_token")).toString().toLatin1();
        const QJsonObject told = introspected(access);
        QVERIFY(told.value(QStringLiteral("active")).toBool());
        QCOMPARE(told.value(QStringLiteral("client_id")).toString(), QStringLiteral("keyturn-desktop"));
        QCOMPARE(told.value(QStringLiteral("scope")).toString(), QStringLiteral("openid email profile"));
        QCOMPARE(told.value(QStringLiteral("username")).toString(), QStringLiteral("ada@example.com"));
        QCOMPARE(told.value(QStringLiteral("exp")).toInteger(), m_bench->clock().now().toSecsSinceEpoch() + 900);
        const QByteArray refresh = given.value(QStringLiteral("refresh_token")).toString().toLatin1();
        QVERIFY(introspected(refresh).value(QStringLiteral("active")).toBool());
        const QJsonObject inactive{{QStringLiteral("active"), false}};
        QCOMPARE(introspected("unknown"), inactive);
        QCOMPARE(introspected(given.value(QStringLiteral("id_token")).toString().toLatin1()), inactive);
        m_bench->clock().advance(900s);
        QCOMPARE(introspected(access), inactive);
        QCOMPARE(m_bench->post("/google/revoke", {{"token", refresh}}).status, 200);
        QCOMPARE(introspected(refresh), inactive);
        QCOMPARE(m_bench->post("/google/introspect", {}, basic("web", webSecret)).status, 400);
    }

    void aRefreshTokenIsForItsClient()
    {
        const QByteArray refresh = tokens().value(QStringLiteral("refresh_token")).toString().toLatin1();
        const Answer stolen = m_bench->post("/google/token", {{"grant_type", "refresh_token"}, {"client_id", "other"}, {"refresh_token", refresh}});
        QCOMPARE(textIn(stolen, "error"), QStringLiteral("invalid_grant"));
        const Answer own =
            m_bench->post("/google/token", {{"grant_type", "refresh_token"}, {"client_id", "keyturn-desktop"}, {"refresh_token", refresh}});
        QCOMPARE(own.status, 200);
    }

    void aCodeIsForItsClient() { QCOMPARE(textIn(redeem(code(), "other"), "error"), QStringLiteral("invalid_grant")); }

private:
    [[nodiscard]] Answer push(const Parameters &parameters, const SentHeaders &headers = {}) const
    {
        Fields fields;
        for (auto it = parameters.cbegin(); it != parameters.cend(); ++it)
            fields.append(qMakePair(it.key().toUtf8(), it.value().toUtf8()));
        return m_bench->post("/google/par", fields, headers);
    }
    [[nodiscard]] static QByteArray address(const Answer &pushed, const QString &client = QStringLiteral("keyturn-desktop"))
    {
        return withQuery("/google/authorize",
                         {{QStringLiteral("client_id"), client}, {QStringLiteral("request_uri"), textIn(pushed, "request_uri")}});
    }
    [[nodiscard]] QByteArray code() const
    {
        Browser browser = m_bench->browser();
        const Answer consent =
            browser.signIn(browser.open(googleAuthorize(googleRequestWith("prompt", QStringLiteral("consent")))), QStringLiteral("ada@example.com"));
        const Answer back = browser.submit(consent, {{QStringLiteral("decision"), QStringLiteral("allow")}});
        return redirectParameters(back).value(QStringLiteral("code")).toLatin1();
    }
    [[nodiscard]] Answer redeem(const QByteArray &code, const QByteArray &client = "keyturn-desktop") const
    {
        return m_bench->post("/google/token",
                             {{"grant_type", "authorization_code"},
                              {"client_id", client},
                              {"redirect_uri", googleRedirectUri},
                              {"code", code},
                              {"code_verifier", testVerifier}});
    }
    [[nodiscard]] QJsonObject tokens() const { return redeem(code()).json(); }
    [[nodiscard]] QJsonObject introspected(const QByteArray &token) const
    {
        return m_bench->post("/google/introspect", {{"token", token}}, basic("web", webSecret)).json();
    }

    std::optional<ProviderBench> m_bench;
};

} // namespace keyturn::backend

using keyturn::backend::TstPushedRequests;
KEYTURN_TEST(TstPushedRequests)
#include "tst_pushedrequests.moc"
