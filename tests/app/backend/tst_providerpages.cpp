// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendprocess.h"
#include "googlerequest.h"
#include "support/registry.h"

#include <QCryptographicHash>
#include <QTest>

#include <optional>

namespace keyturn::backend {

/// The browser's side of the simulated providers, at Google: which requests are shown, its pages, its forms and cookies.
class TstProviderPages : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_backend.start(), m_backend.log().constData());
        m_http.emplace(m_backend.http());
    }

    void brokenRequestsGoBackAsErrors_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value"); // null: left out
        QTest::addColumn<QString>("error");
        const auto row = [](const char *title, const char *name, const char *value, const char *error) {
            QTest::newRow(title) << QString::fromLatin1(name) << (value ? QString::fromLatin1(value) : QString()) << QString::fromLatin1(error);
        };
        row("no PKCE (AUDIT 41)", "code_challenge", nullptr, "invalid_request");
        row("PKCE plain", "code_challenge_method", "plain", "invalid_request");
        row("PKCE without method is plain", "code_challenge_method", nullptr, "invalid_request");
        row("a challenge that is no hash", "code_challenge", "short", "invalid_request");
        row("implicit (AUDIT 42)", "response_type", "token", "unsupported_response_type");
        row("hybrid", "response_type", "code id_token", "unsupported_response_type");
        row("no response type", "response_type", nullptr, "invalid_request");
        row("fragment mode", "response_mode", "fragment", "invalid_request");
        row("no scope", "scope", nullptr, "invalid_request");
        row("unknown scope", "scope", "openid everything", "invalid_scope");
        row("request object", "request", "x.y.z", "request_not_supported");
        row("none and login", "prompt", "none login", "invalid_request");
        row("none while signed out", "prompt", "none", "login_required");
    }

    void brokenRequestsGoBackAsErrors()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        Parameters parameters = googleRequest();
        parameters.remove(name);
        if (!value.isNull())
            parameters.insert(name, value);
        const Answer answer = m_http->get(googleAuthorize(parameters));
        QCOMPARE(answer.status, 303);
        QTEST(redirectParameters(answer).value(QStringLiteral("error")), "error");
        QCOMPARE(redirectParameters(answer).value(QStringLiteral("state")), QStringLiteral("s &=+/"));
        QCOMPARE(redirectParameters(answer).value(QStringLiteral("iss")), issuer());
    }

    void untrustedAddressesAreNeverRedirectedTo_data() // RFC 6749 §4.1.2.1, AUDIT 44
    {
        QTest::addColumn<QByteArray>("path");
        const auto row = [](const char *title, const Parameters &parameters) { QTest::newRow(title) << googleAuthorize(parameters); };
        row("unknown client", googleRequestWith("client_id", QStringLiteral("somebody")));
        row("localhost", googleRequestWith("redirect_uri", QStringLiteral("http://localhost:1/cb")));
        row("another host", googleRequestWith("redirect_uri", QStringLiteral("https://evil.example/cb")));
        row("script", googleRequestWith("redirect_uri", QStringLiteral("javascript:alert(1)")));
        Parameters none = googleRequest();
        none.remove(QStringLiteral("redirect_uri"));
        row("no address", none);
        QTest::newRow("two addresses") << googleAuthorize(googleRequest()) + "&redirect_uri=http%3A%2F%2F127.0.0.1%3A2%2F";
        QTest::newRow("two states") << googleAuthorize(googleRequest()) + "&state=other";
    }

    void untrustedAddressesAreNeverRedirectedTo()
    {
        QFETCH(QByteArray, path);
        const Answer answer = m_http->get(path);
        QCOMPARE(answer.status, 400);
        QVERIFY(answer.header("location").isEmpty());
        QVERIFY(answer.header("content-type").startsWith("text/html"));
        QVERIFY(answer.body.contains("id=\"problem\""));
    }

    void pagesAreClosedAndSaySimulated()
    {
        Browser browser(*m_http);
        const Answer login = browser.open(googleAuthorize(googleRequestWith("login_hint", QStringLiteral("\"><script>x</script>@example.com"))));
        const Answer consent = browser.signIn(login, QStringLiteral("ada@example.com"));
        for (const Answer &page : {login, consent}) {
            QCOMPARE(page.status, 200);
            QVERIFY(page.body.contains("imulated Google"));
            QVERIFY(!page.body.contains("<script"));
            const QByteArray policy = page.header("content-security-policy");
            QVERIFY(policy.contains("default-src 'none'"));
            QVERIFY(policy.contains("frame-ancestors 'none'"));
            QVERIFY(policy.contains("form-action 'self' http://127.0.0.1:40123;")); // where the redirect after the post leads
            // The style is the one that the policy names.
            const qsizetype start = page.body.indexOf("<style>") + 7;
            const QByteArray style = page.body.mid(start, page.body.indexOf("</style>") - start);
            QVERIFY(policy.contains("'sha256-" + QCryptographicHash::hash(style, QCryptographicHash::Sha256).toBase64() + '\''));
        }
        QVERIFY(login.body.contains("id=\"email\"") && login.body.contains("id=\"password\"") && login.body.contains("id=\"sign-in\""));
        QVERIFY(login.body.contains("demo-password"));
        QVERIFY(login.body.contains("value=\"&quot;&gt;&lt;script&gt;")); // the hint, escaped
        QVERIFY(consent.body.contains("id=\"allow\"") && consent.body.contains("id=\"deny\"") && consent.body.contains("ada@example.com"));
    }

    void anIpv6CallbackIsAllowedByThePolicy()
    {
        const Answer page = m_http->get(googleAuthorize(googleRequestWith("redirect_uri", QStringLiteral("http://[::1]:40123/cb"))));
        QVERIFY(page.header("content-security-policy").contains("form-action 'self' http:;"));
    }

    void aWrongPasswordIsSaid()
    {
        Browser browser(*m_http);
        const Answer login = browser.open(googleAuthorize(googleRequest()));
        const Answer wrong =
            browser.submit(login, {{QStringLiteral("email"), QStringLiteral("ada@example.com")}, {QStringLiteral("password"), QStringLiteral("x")}});
        QCOMPARE(wrong.status, 422);
        QVERIFY(wrong.body.contains("wrong"));
        QVERIFY(wrong.body.contains("value=\"ada@example.com\""));
        QVERIFY(browser.signIn(wrong, QStringLiteral("ada@example.com")).body.contains("id=\"allow\""));
    }

    void theBrowserStaysSignedIn()
    {
        Browser browser(*m_http);
        QVERIFY(browser.signIn(browser.open(googleAuthorize(googleRequest())), QStringLiteral("ada@example.com")).body.contains("id=\"allow\""));
        QVERIFY(browser.open(googleAuthorize(googleRequest())).body.contains("id=\"allow\""));
        QVERIFY(browser.open(googleAuthorize(googleRequestWith("prompt", QStringLiteral("login")))).body.contains("id=\"sign-in\""));
        QVERIFY(browser.open(googleAuthorize(googleRequestWith("prompt", QStringLiteral("select_account")))).body.contains("id=\"sign-in\""));
        QCOMPARE(
            redirectParameters(browser.open(googleAuthorize(googleRequestWith("prompt", QStringLiteral("none"))))).value(QStringLiteral("error")),
            QStringLiteral("consent_required"));
        QVERIFY(Browser(*m_http).open(googleAuthorize(googleRequest())).body.contains("id=\"sign-in\""));
    }

    void signingInChangesTheCookie() // AUDIT 25
    {
        Browser browser(*m_http);
        const Answer login = browser.open(googleAuthorize(googleRequest()));
        const QByteArray before = browser.cookies().value("keyturn_google");
        QVERIFY(!before.isEmpty());
        QVERIFY(browser.signIn(login, QStringLiteral("ada@example.com")).body.contains("id=\"allow\""));
        QVERIFY(browser.cookies().value("keyturn_google") != before);
    }

    void formsOfAnotherBrowserAreRefused()
    {
        Browser mine(*m_http);
        Browser theirs(*m_http);
        const Answer page = mine.open(googleAuthorize(googleRequest()));
        QCOMPARE(theirs.signIn(page, QStringLiteral("ada@example.com")).status, 403); // no cookie
        QCOMPARE(theirs.open(googleAuthorize(googleRequest())).status, 200);
        QCOMPARE(theirs.signIn(page, QStringLiteral("ada@example.com")).status, 403); // another cookie
        const Answer consent = mine.signIn(page, QStringLiteral("ada@example.com"));
        QCOMPARE(theirs.submit(consent, {{QStringLiteral("decision"), QStringLiteral("allow")}}).status, 403);
        QCOMPARE(mine.submit(consent, {{QStringLiteral("decision"), QStringLiteral("perhaps")}}).status, 400);
    }

private:
    [[nodiscard]] QString issuer() const { return m_backend.url() + QLatin1String("/google"); }

    BackendProcess m_backend;
    std::optional<HttpClient> m_http;
};

} // namespace keyturn::backend

using keyturn::backend::TstProviderPages;
KEYTURN_TEST(TstProviderPages)
#include "tst_providerpages.moc"
