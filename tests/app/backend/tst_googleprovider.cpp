// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendprocess.h"
#include "googlerequest.h"
#include "support/registry.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <optional>

namespace keyturn::backend {

namespace {

constexpr auto base64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

SentHeaders bearer(const QString &token)
{
    return {{"Authorization", "Bearer " + token.toLatin1()}};
}

} // namespace

/// The simulated Google, by posting its forms, against the built program.
class TstGoogleProvider : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_backend.start(), m_backend.log().constData());
        m_http.emplace(m_backend.http());
    }

    void discoveryNamesWhatIsThere() // AUDIT 42, 43
    {
        const QJsonObject metadata = m_http->get("/google/.well-known/openid-configuration").json();
        QCOMPARE(text(metadata, "issuer"), issuer());
        for (const char *endpoint : {"authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "revocation_endpoint"})
            QVERIFY(text(metadata, endpoint).startsWith(issuer() + u'/'));
        QCOMPARE(metadata.value(QStringLiteral("code_challenge_methods_supported")).toArray(), QJsonArray{QStringLiteral("S256")});
        QCOMPARE(metadata.value(QStringLiteral("response_types_supported")).toArray(), QJsonArray{QStringLiteral("code")});
        QVERIFY(metadata.value(QStringLiteral("authorization_response_iss_parameter_supported")).toBool());
    }

    void theWholeWay()
    {
        const QJsonObject tokens = signedIn(QStringLiteral("ada.lovelace@example.com"));
        QCOMPARE(text(tokens, "token_type"), QStringLiteral("Bearer"));
        QCOMPARE(tokens.value(QStringLiteral("expires_in")).toInt(), 900);
        const QJsonObject claims = idClaims(tokens);
        QCOMPARE(text(claims, "iss"), issuer());
        QCOMPARE(text(claims, "aud"), QStringLiteral("keyturn-desktop"));
        QCOMPARE(text(claims, "azp"), QStringLiteral("keyturn-desktop"));
        QCOMPARE(text(claims, "nonce"), QStringLiteral("n-1"));
        QCOMPARE(text(claims, "email"), QStringLiteral("ada.lovelace@example.com"));
        QCOMPARE(text(claims, "name"), QStringLiteral("Ada Lovelace"));
        QVERIFY(claims.value(QStringLiteral("email_verified")).toBool());
        const QByteArray hash = QCryptographicHash::hash(text(tokens, "access_token").toLatin1(), QCryptographicHash::Sha256);
        QCOMPARE(text(claims, "at_hash").toLatin1(), hash.first(16).toBase64(base64Url));
        const qint64 now = QDateTime::currentSecsSinceEpoch();
        QVERIFY(qAbs(claims.value(QStringLiteral("iat")).toInteger() - now) < 30);
        QVERIFY(qAbs(claims.value(QStringLiteral("auth_time")).toInteger() - now) < 30);
        QVERIFY(claims.value(QStringLiteral("exp")).toInteger() > now);
        const QJsonObject userinfo = m_http->get("/google/userinfo", bearer(text(tokens, "access_token"))).json();
        QCOMPARE(text(userinfo, "sub"), text(claims, "sub"));
        QCOMPARE(text(userinfo, "email"), QStringLiteral("ada.lovelace@example.com"));
    }

    void theIdTokenNamesAKeyOfTheJwks()
    {
        const QByteArray header = text(signedIn(), "id_token").toLatin1().split('.').first();
        const QJsonObject read = QJsonDocument::fromJson(QByteArray::fromBase64(header, base64Url)).object();
        const QJsonArray keys = m_http->get("/google/jwks").json().value(QStringLiteral("keys")).toArray();
        QCOMPARE(keys.size(), 1);
        QCOMPARE(text(read, "alg"), QStringLiteral("RS256"));
        QCOMPARE(text(read, "kid"), text(keys.first().toObject(), "kid"));
        QVERIFY(!keys.first().toObject().contains(QStringLiteral("d")));
    }

    void theSubjectStaysTheSameForAnAddress()
    {
        const QString subject = text(idClaims(signedIn(QStringLiteral("grace@example.com"))), "sub");
        QCOMPARE(text(idClaims(signedIn(QStringLiteral(" Grace@EXAMPLE.com "))), "sub"), subject);
        QVERIFY(text(idClaims(signedIn(QStringLiteral("another@example.com"))), "sub") != subject);
    }

    void scopesOpenClaims()
    {
        const QJsonObject claims = idClaims(redeem(code(googleRequestWith("scope", QStringLiteral("openid")))).json());
        QVERIFY(!claims.contains(QStringLiteral("email")) && !claims.contains(QStringLiteral("name")));
        QVERIFY(!redeem(code(googleRequestWith("scope", QStringLiteral("email")))).json().contains(QStringLiteral("id_token")));
    }

    void theAnswerCarriesStateAndIssuer() // RFC 9207
    {
        const Answer answer = allowed(googleRequest());
        QCOMPARE(answer.status, 303);
        QVERIFY(answer.header("location").startsWith(QByteArray(googleRedirectUri) + '?'));
        QCOMPARE(redirectParameters(answer).value(QStringLiteral("state")), QStringLiteral("s &=+/"));
        QCOMPARE(redirectParameters(answer).value(QStringLiteral("iss")), issuer());
    }

    void aRefusalGoesBackToTheClient()
    {
        Browser browser(*m_http);
        const Answer consent = browser.signIn(browser.open(googleAuthorize(googleRequest())), QStringLiteral("ada@example.com"));
        const Parameters back = redirectParameters(browser.submit(consent, {{QStringLiteral("decision"), QStringLiteral("deny")}}));
        QCOMPARE(back.value(QStringLiteral("error")), QStringLiteral("access_denied"));
        QCOMPARE(back.value(QStringLiteral("state")), QStringLiteral("s &=+/"));
        QCOMPARE(back.value(QStringLiteral("iss")), issuer());
        QVERIFY(!back.contains(QStringLiteral("code")));
    }

    void aCodeServesOnceAndItsReuseRevokes() // RFC 6749 §4.1.2, AUDIT 41
    {
        const QString granted = code(googleRequestWith("prompt", QStringLiteral("consent"))); // with a refresh token, whoever consented before
        const QJsonObject tokens = redeem(granted).json();
        QCOMPARE(m_http->get("/google/userinfo", bearer(text(tokens, "access_token"))).status, 200);
        const Answer again = redeem(granted);
        QCOMPARE(again.status, 400);
        QCOMPARE(text(again.json(), "error"), QStringLiteral("invalid_grant"));
        QCOMPARE(m_http->get("/google/userinfo", bearer(text(tokens, "access_token"))).status, 401);
        QCOMPARE(text(refresh(text(tokens, "refresh_token")).json(), "error"), QStringLiteral("invalid_grant"));
    }

    void wrongTokenRequestsAreRefused_data() // RFC 6749 §5.2
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("error");
        const auto row = [](const char *title, const char *name, const char *value, const char *error) {
            QTest::newRow(title) << QByteArray(name) << QByteArray(value) << QString::fromLatin1(error);
        };
        row("another verifier (FAULTS 26)", "code_verifier", "another-verifier-that-is-also-long-enough-to-be-one", "invalid_grant");
        row("the challenge as verifier", "code_verifier", testChallenge().toLatin1().constData(), "invalid_grant");
        row("no verifier", "code_verifier", "", "invalid_request");
        row("another redirect", "redirect_uri", "http://127.0.0.1:40124/any/path", "invalid_grant");
        row("no redirect", "redirect_uri", "", "invalid_request");
        row("another client", "client_id", "somebody", "invalid_client");
        row("no client", "client_id", "", "invalid_client");
        row("unknown code", "code", "4/0Aunknown", "invalid_grant");
        row("password grant (AUDIT 42)", "grant_type", "password", "unsupported_grant_type");
        row("no grant type", "grant_type", "", "invalid_request");
    }

    void wrongTokenRequestsAreRefused()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        QList<QPair<QByteArray, QByteArray>> fields = tokenFields(code(googleRequest()));
        for (auto &field : fields) {
            if (field.first == name)
                field.second = value;
        }
        const Answer answer = m_http->postForm("/google/token", fields);
        QCOMPARE(answer.status, 400);
        QTEST(text(answer.json(), "error"), "error");
        QCOMPARE(answer.header("cache-control"), QByteArray("no-store"));
    }

    void aTokenRequestIsOneForm()
    {
        QCOMPARE(text(m_http->postJson("/google/token", {}).json(), "error"), QStringLiteral("invalid_request"));
        auto fields = tokenFields(code(googleRequest()));
        fields.append(qMakePair(QByteArray("code_verifier"), QByteArray(testVerifier)));
        QCOMPARE(text(m_http->postForm("/google/token", fields).json(), "error"), QStringLiteral("invalid_request"));
    }

    void aRefreshTokenComesForOfflineAccessAlone()
    {
        Parameters online = googleRequestWith("prompt", QStringLiteral("consent"));
        online.remove(QStringLiteral("access_type"));
        QVERIFY(!redeem(code(online)).json().contains(QStringLiteral("refresh_token")));
        online.insert(QStringLiteral("scope"), QStringLiteral("openid offline_access"));
        QVERIFY(redeem(code(online)).json().contains(QStringLiteral("refresh_token")));
    }

    void aRefreshGivesNoNewRefreshToken() // FAULTS 50
    {
        const double before = m_backend.metric("keyturn_backend_provider_grants_total{provider=\"google\",type=\"refresh_token\"}");
        const QJsonObject tokens = signedIn();
        for (int i = 0; i < 2; ++i) {
            const QJsonObject renewed = refresh(text(tokens, "refresh_token")).json();
            QVERIFY(!renewed.contains(QStringLiteral("refresh_token")));
            QVERIFY(text(renewed, "access_token") != text(tokens, "access_token"));
            QCOMPARE(text(idClaims(renewed), "sub"), text(idClaims(tokens), "sub"));
            QVERIFY(!idClaims(renewed).contains(QStringLiteral("nonce")));
            QCOMPARE(m_http->get("/google/userinfo", bearer(text(renewed, "access_token"))).status, 200);
        }
        QCOMPARE(m_backend.metric("keyturn_backend_provider_grants_total{provider=\"google\",type=\"refresh_token\"}"), qMax(before, 0.0) + 2);
    }

    void aRefreshTokenComesWithTheFirstConsentAlone()
    {
        const QString person = QStringLiteral("first.consent@example.com");
        const auto hasOne = [](const QJsonObject &tokens) { return tokens.contains(QStringLiteral("refresh_token")); };
        const QJsonObject first = tokensFor(googleRequest(), person);
        QVERIFY(hasOne(first));
        QVERIFY(!hasOne(tokensFor(googleRequest(), person)));
        QVERIFY(hasOne(tokensFor(googleRequestWith("prompt", QStringLiteral("consent")), person)));
        QVERIFY(hasOne(tokensFor(googleRequestWith("prompt", QStringLiteral("select_account consent")), person)));
        QVERIFY(hasOne(tokensFor(googleRequest(), QStringLiteral("second.consent@example.com"))));
        // On every device ends what one device gives back, and then the next consent is the first again.
        QCOMPARE(m_http->postForm("/google/revoke", {{"token", text(first, "access_token").toLatin1()}}).status, 200);
        QCOMPARE(text(refresh(text(first, "refresh_token")).json(), "error"), QStringLiteral("invalid_grant"));
        QVERIFY(hasOne(tokensFor(googleRequest(), person)));
    }

    void revocationEndsTheGrant_data()
    {
        QTest::addColumn<QByteArray>("which");
        QTest::newRow("by the refresh token") << QByteArray("refresh_token");
        QTest::newRow("by the access token") << QByteArray("access_token");
    }

    void revocationEndsTheGrant() // RFC 7009
    {
        QFETCH(QByteArray, which);
        const QJsonObject tokens = signedIn();
        QCOMPARE(m_http->postForm("/google/revoke", {{"token", text(tokens, which.constData()).toLatin1()}}).status, 200);
        QCOMPARE(m_http->get("/google/userinfo", bearer(text(tokens, "access_token"))).status, 401);
        QCOMPARE(text(refresh(text(tokens, "refresh_token")).json(), "error"), QStringLiteral("invalid_grant"));
        const Answer again = m_http->postForm("/google/revoke", {{"token", text(tokens, which.constData()).toLatin1()}});
        QCOMPARE(again.status, 400);
        QCOMPARE(text(again.json(), "error"), QStringLiteral("invalid_token"));
        QCOMPARE(m_http->postForm("/google/revoke", {}).status, 400);
    }

    void userinfoTakesItsOwnAccessTokensAlone()
    {
        const QJsonObject tokens = signedIn();
        QCOMPARE(m_http->get("/google/userinfo", bearer(text(tokens, "refresh_token"))).status, 401);
        QCOMPARE(m_http->get("/google/userinfo", bearer(text(tokens, "id_token"))).status, 401);
        QCOMPARE(m_http->get("/github/user", bearer(text(tokens, "access_token"))).status, 401);
        QCOMPARE(m_http->get("/api/profile", bearer(text(tokens, "access_token"))).status, 401);
        QVERIFY(!m_http->get("/google/userinfo").header("www-authenticate").contains("error"));
    }

private:
    [[nodiscard]] QString issuer() const { return m_backend.url() + QLatin1String("/google"); }
    [[nodiscard]] Answer allowed(const Parameters &parameters, const QString &email = QStringLiteral("ada@example.com")) const
    {
        Browser browser(*m_http);
        const Answer consent = browser.signIn(browser.open(googleAuthorize(parameters)), email);
        return browser.submit(consent, {{QStringLiteral("decision"), QStringLiteral("allow")}});
    }
    [[nodiscard]] QString code(const Parameters &parameters) const { return redirectParameters(allowed(parameters)).value(QStringLiteral("code")); }
    [[nodiscard]] static QList<QPair<QByteArray, QByteArray>> tokenFields(const QString &code)
    {
        return {{"grant_type", "authorization_code"},
                {"client_id", "keyturn-desktop"},
                {"redirect_uri", googleRedirectUri},
                {"code", code.toLatin1()},
                {"code_verifier", testVerifier}};
    }
    [[nodiscard]] Answer redeem(const QString &code) const { return m_http->postForm("/google/token", tokenFields(code)); }
    [[nodiscard]] Answer refresh(const QString &token) const
    {
        return m_http->postForm("/google/token",
                                {{"grant_type", "refresh_token"}, {"client_id", "keyturn-desktop"}, {"refresh_token", token.toLatin1()}});
    }
    [[nodiscard]] QJsonObject tokensFor(const Parameters &parameters, const QString &email) const
    {
        return redeem(redirectParameters(allowed(parameters, email)).value(QStringLiteral("code"))).json();
    }
    /// With a refresh token, whoever consented before.
    [[nodiscard]] QJsonObject signedIn(const QString &email = QStringLiteral("ada@example.com")) const
    {
        return tokensFor(googleRequestWith("prompt", QStringLiteral("consent")), email);
    }
    [[nodiscard]] static QJsonObject idClaims(const QJsonObject &tokens)
    {
        return QJsonDocument::fromJson(QByteArray::fromBase64(text(tokens, "id_token").toLatin1().split('.').value(1), base64Url)).object();
    }

    BackendProcess m_backend;
    std::optional<HttpClient> m_http;
};

} // namespace keyturn::backend

using keyturn::backend::TstGoogleProvider;
KEYTURN_TEST(TstGoogleProvider)
#include "tst_googleprovider.moc"
