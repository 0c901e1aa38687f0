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

constexpr auto redirectUri = "http://127.0.0.1:40123/callback/x";

SentHeaders bearer(const QString &token, const QByteArray &scheme = "Bearer")
{
    return {{"Authorization", scheme + ' ' + token.toLatin1()}};
}

/// The fields of a form-encoded answer.
Parameters fieldsOf(const Answer &answer)
{
    Parameters fields;
    for (const auto &[name, value] : QUrlQuery(QString::fromLatin1(answer.body)).queryItems(QUrl::FullyDecoded))
        fields.insert(name, value);
    return fields;
}

QString field(const Answer &answer, const char *name)
{
    return fieldsOf(answer).value(QLatin1String(name));
}

} // namespace

/// The simulated GitHub with its habits, by posting its forms, against the built program.
class TstGithubProvider : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_backend.start(), m_backend.log().constData());
        m_http.emplace(m_backend.http());
    }

    void theWholeWay()
    {
        const Answer answer = redeem(code());
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.header("content-type").startsWith("application/x-www-form-urlencoded"));
        QVERIFY(field(answer, "access_token").startsWith(QLatin1String("gho_")));
        QCOMPARE(field(answer, "token_type"), QStringLiteral("bearer"));
        QCOMPARE(field(answer, "scope"), QStringLiteral("read:user,user:email"));
        for (const char *absent : {"expires_in", "refresh_token", "refresh_token_expires_in"})
            QVERIFY2(!fieldsOf(answer).contains(QLatin1String(absent)), absent);
        QVERIFY(!fieldsOf(answer).contains(QStringLiteral("id_token")));
        for (const char *scheme : {"Bearer", "token"}) {
            const QJsonObject user = m_http->get("/github/user", bearer(field(answer, "access_token"), scheme)).json();
            QCOMPARE(user.value(QStringLiteral("login")).toString(), QStringLiteral("ada-lovelace"));
            QCOMPARE(user.value(QStringLiteral("name")).toString(), QStringLiteral("Ada Lovelace"));
            QVERIFY(user.value(QStringLiteral("id")).isDouble()); // a number, unlike OpenID Connect's sub
        }
        const Answer emails = m_http->get("/github/user/emails", bearer(field(answer, "access_token")));
        const QJsonObject first = QJsonDocument::fromJson(emails.body).array().first().toObject();
        QCOMPARE(first.value(QStringLiteral("email")).toString(), QStringLiteral("ada.lovelace@example.com"));
        QVERIFY(first.value(QStringLiteral("primary")).toBool() && first.value(QStringLiteral("verified")).toBool());
    }

    /// tests/fixtures/github/app-token.http
    void aGitHubAppsTokenRunsOutAndHasNoScopes()
    {
        const Answer answer = redeem(appCode());
        QVERIFY(field(answer, "access_token").startsWith(QLatin1String("ghu_")));
        QVERIFY(field(answer, "refresh_token").startsWith(QLatin1String("ghr_")));
        QCOMPARE(field(answer, "expires_in"), QStringLiteral("900"));
        QVERIFY(fieldsOf(answer).contains(QStringLiteral("scope")));
        QCOMPARE(field(answer, "scope"), QString());
        QCOMPARE(m_http->get("/github/user/emails", bearer(field(answer, "access_token"))).status, 200);
    }

    void jsonComesWhereItIsAskedFor()
    {
        const Answer answer = redeem(appCode(), {{"Accept", "application/json"}});
        QCOMPARE(answer.header("content-type"), QByteArray("application/json"));
        QCOMPARE(answer.json().value(QStringLiteral("expires_in")).toInt(), 900);
        QVERIFY(answer.json().value(QStringLiteral("access_token")).toString().startsWith(QLatin1String("ghu_")));
    }

    void theAnswerNamesNoIssuer()
    {
        const Parameters back = redirectParameters(allowed());
        QVERIFY(!back.contains(QStringLiteral("iss")));
        QCOMPARE(back.value(QStringLiteral("state")), QStringLiteral("s-1"));
    }

    void theIdStaysTheSameForAnAddress()
    {
        const auto id = [this] {
            return m_http->get("/github/user", bearer(field(redeem(code()), "access_token"))).json().value(QStringLiteral("id"));
        };
        QCOMPARE(id(), id());
    }

    void onlyTheCallbackPathIsRegistered()
    {
        Parameters parameters = request();
        for (const char *uri : {"http://127.0.0.1:1/", "http://127.0.0.1:1/callbacks", "http://localhost:1/callback"}) {
            parameters.insert(QStringLiteral("redirect_uri"), QString::fromLatin1(uri));
            const Answer answer = m_http->get(withQuery("/github/login/oauth/authorize", parameters));
            QCOMPARE(answer.status, 400);
            QVERIFY(answer.header("location").isEmpty());
        }
    }

    void pkceIsRequired() // AUDIT 41
    {
        Parameters parameters = request();
        parameters.remove(QStringLiteral("code_challenge"));
        const Answer answer = m_http->get(withQuery("/github/login/oauth/authorize", parameters));
        QCOMPARE(redirectParameters(answer).value(QStringLiteral("error")), QStringLiteral("invalid_request"));
    }

    void errorsComeWithStatus200_data() // FAULTS 34
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("error");
        const auto row = [](const char *title, const char *name, const char *value, const char *error) {
            QTest::newRow(title) << QByteArray(name) << QByteArray(value) << QString::fromLatin1(error);
        };
        row("unknown code", "code", "x", "bad_verification_code");
        row("another verifier", "code_verifier", "another-verifier-that-is-also-long-enough-to-be-one", "bad_verification_code");
        row("another client", "client_id", "somebody", "incorrect_client_credentials");
        row("another redirect", "redirect_uri", "http://127.0.0.1:2/callback", "redirect_uri_mismatch");
        row("another grant", "grant_type", "password", "unsupported_grant_type");
        row("unknown refresh token", "grant_type", "refresh_token", "bad_refresh_token");
    }

    void errorsComeWithStatus200()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        QFETCH(QString, error);
        QList<QPair<QByteArray, QByteArray>> fields = tokenFields(code());
        fields.append(qMakePair(QByteArray("grant_type"), QByteArray("authorization_code")));
        for (auto &each : fields) {
            if (each.first == name)
                each.second = value;
        }
        const Answer answer = m_http->postForm(tokenPath(), fields);
        QCOMPARE(answer.status, 200);
        QCOMPARE(field(answer, "error"), error);
        QVERIFY(!field(answer, "error_description").isEmpty());
        QVERIFY(field(answer, "error_uri").startsWith(QLatin1String("https://docs.github.com/")));
        QVERIFY(!fieldsOf(answer).contains(QStringLiteral("access_token")));
    }

    void aCodeServesOnceAndItsReuseRevokes()
    {
        const QString granted = code();
        const QString access = field(redeem(granted), "access_token");
        QCOMPARE(field(redeem(granted), "error"), QStringLiteral("bad_verification_code"));
        QCOMPARE(m_http->get("/github/user", bearer(access)).status, 401);
    }

    void refreshTokensRotate()
    {
        const Answer first = redeem(appCode());
        const Answer second = refresh(field(first, "refresh_token"));
        QVERIFY(field(second, "refresh_token").startsWith(QLatin1String("ghr_")));
        QVERIFY(field(second, "refresh_token") != field(first, "refresh_token"));
        QCOMPARE(m_http->get("/github/user", bearer(field(second, "access_token"))).status, 200);
        QCOMPARE(m_http->get("/github/user", bearer(field(first, "access_token"))).status, 401); // as GitHub's: the old pair is over
        QCOMPARE(field(refresh(field(first, "refresh_token")), "error"), QStringLiteral("bad_refresh_token"));
        QVERIFY(!field(refresh(field(second, "refresh_token")), "access_token").isEmpty());
    }

    void badCredentialsAreGitHubsWords()
    {
        const Answer forged = m_http->get("/github/user", bearer(QStringLiteral("ghu_x")));
        QCOMPARE(forged.status, 401);
        QCOMPARE(forged.json().value(QStringLiteral("message")).toString(), QStringLiteral("Bad credentials"));
        QCOMPARE(m_http->get("/github/user/emails").status, 401);
    }

    void addressesNeedTheirScope()
    {
        Parameters parameters = request();
        parameters.insert(QStringLiteral("scope"), QStringLiteral("read:user"));
        const QString access = field(redeem(redirectParameters(allowed(parameters)).value(QStringLiteral("code"))), "access_token");
        QCOMPARE(m_http->get("/github/user", bearer(access)).status, 200);
        QCOMPARE(m_http->get("/github/user/emails", bearer(access)).status, 404);
    }

    void revocationEndsTheGrant()
    {
        const Answer tokens = redeem(appCode());
        const QString access = field(tokens, "access_token");
        QCOMPARE(deleteToken(access, {}).status, 401);
        QCOMPARE(deleteToken(QStringLiteral("another"), bearer(access)).status, 422);
        QCOMPARE(m_http->get("/github/user", bearer(access)).status, 200);
        QCOMPARE(deleteToken(access, bearer(access)).status, 204);
        QCOMPARE(m_http->get("/github/user", bearer(access)).status, 401);
        QCOMPARE(field(refresh(field(tokens, "refresh_token")), "error"), QStringLiteral("bad_refresh_token"));
        QCOMPARE(deleteToken(access, bearer(access)).status, 401);
    }

private:
    static QByteArray tokenPath() { return "/github/login/oauth/access_token"; }
    [[nodiscard]] static Parameters request()
    {
        return {{QStringLiteral("client_id"), QStringLiteral("keyturn-desktop")},
                {QStringLiteral("redirect_uri"), QString::fromLatin1(redirectUri)},
                {QStringLiteral("scope"), QStringLiteral("read:user user:email")},
                {QStringLiteral("state"), QStringLiteral("s-1")},
                {QStringLiteral("code_challenge"), testChallenge()},
                {QStringLiteral("code_challenge_method"), QStringLiteral("S256")}};
    }
    [[nodiscard]] Answer allowed(const Parameters &parameters = request()) const
    {
        Browser browser(*m_http);
        const Answer consent =
            browser.signIn(browser.open(withQuery("/github/login/oauth/authorize", parameters)), QStringLiteral("ada.lovelace@example.com"));
        return browser.submit(consent, {{QStringLiteral("decision"), QStringLiteral("allow")}});
    }
    [[nodiscard]] QString code() const { return redirectParameters(allowed()).value(QStringLiteral("code")); }
    /// As a GitHub App asks, which has permissions in place of scopes.
    [[nodiscard]] QString appCode() const
    {
        Parameters parameters = request();
        parameters.remove(QStringLiteral("scope"));
        return redirectParameters(allowed(parameters)).value(QStringLiteral("code"));
    }
    [[nodiscard]] static QList<QPair<QByteArray, QByteArray>> tokenFields(const QString &code)
    {
        return {{"client_id", "keyturn-desktop"}, {"redirect_uri", redirectUri}, {"code", code.toLatin1()}, {"code_verifier", testVerifier}};
    }
    [[nodiscard]] Answer redeem(const QString &code, const SentHeaders &headers = {}) const
    {
        return m_http->postForm(tokenPath(), tokenFields(code), headers);
    }
    [[nodiscard]] Answer refresh(const QString &token) const
    {
        return m_http->postForm(tokenPath(),
                                {{"grant_type", "refresh_token"}, {"client_id", "keyturn-desktop"}, {"refresh_token", token.toLatin1()}});
    }
    [[nodiscard]] Answer deleteToken(const QString &token, SentHeaders headers) const
    {
        headers.append(qMakePair(QByteArray("Content-Type"), QByteArray("application/json")));
        return m_http->send("DELETE", "/github/applications/keyturn-desktop/token", headers, "{\"access_token\":\"" + token.toLatin1() + "\"}");
    }

    BackendProcess m_backend;
    std::optional<HttpClient> m_http;
};

} // namespace keyturn::backend

using keyturn::backend::TstGithubProvider;
KEYTURN_TEST(TstGithubProvider)
#include "tst_githubprovider.moc"
