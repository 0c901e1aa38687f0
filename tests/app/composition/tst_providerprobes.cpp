// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/profiles/providerprobes.h"
#include "support/fakeclock.h"
#include "support/fakehttpclient.h"
#include "support/registry.h"

#include <QTest>
#include <QUrlQuery>

namespace keyturn::composition {

using Outcome = CheckStep::Outcome;

/// An identity provider of a profile, asked as a stranger would ask it.
class TstProviderProbes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aGoodProviderWorksThroughout();
    void aSignInIsAskedForAsItWouldBe();
    void nothingIsSpent();
    void whatIsWrongIsNamedWithItsPlace_data();
    void whatIsWrongIsNamedWithItsPlace();
    void withoutAClientIdTheRestIsLookedAt();
    void googleWantsASecretOfADesktopProgramToo();
    void aProviderThatIsNotFoundIsAskedNothingElse();
    void endpointsThatAreWrittenDownAreNamedByName();
    void userinfoMayRefuseBy400();
    void gitHubsFormOfARefusalIsRead();
    void requestsThatMustBePushedAre_data();
    void requestsThatMustBePushedAre();

private:
    [[nodiscard]] QList<CheckStep> check()
    {
        ProviderProbes probes(m_clock, *m_http, m_provider, QStringLiteral("/providers/0"));
        QList<CheckStep> all;
        for (const Probe &probe : probes.probes()) {
            const core::Async<QList<CheckStep>> steps = probe();
            if (!QTest::qWaitFor([&steps] { return steps.isFinished(); }))
                return {};
            all += *steps.result();
        }
        return all;
    }
    void answer(const QByteArray &address, int status, const QByteArray &body = {},
                const QList<net::Header> &headers = {{"Content-Type", "application/json"}})
    {
        m_http->forget(address);
        m_http->answer(address, status, body, headers);
    }
    static QByteArray told(const CheckStep &step) { return (step.what + u' ' + step.place + u' ' + step.code + u' ' + step.detail).toUtf8(); }
    /// Where the authorization request goes, whose query is long.
    [[nodiscard]] QByteArray authorizationAddress()
    {
        (void)check();
        QByteArray address;
        for (const net::HttpRequest &request : m_http->requests()) {
            if (request.url.path() == QLatin1String("/authorize"))
                address = tests::addressOf(request);
        }
        return address;
    }
    tests::FakeClock m_clock;
    std::unique_ptr<tests::FakeHttpClient> m_http;
    model::IdentityProvider m_provider;
};

void TstProviderProbes::init()
{
    m_provider = {};
    m_provider.issuer = QStringLiteral("https://id.example");
    m_provider.clientId = QStringLiteral("desktop");
    m_provider.scopes = {QStringLiteral("openid"), QStringLiteral("email")};
    m_http = std::make_unique<tests::FakeHttpClient>();
    answer("GET /.well-known/openid-configuration", 200,
           R"({"issuer":"https://id.example","authorization_endpoint":"https://id.example/authorize","token_endpoint":"https://id.example/token",
               "userinfo_endpoint":"https://id.example/userinfo","revocation_endpoint":"https://id.example/revoke",
               "jwks_uri":"https://id.example/jwks","code_challenge_methods_supported":["S256"]})");
    answer("GET /jwks", 200, R"({"keys":[{"kty":"EC","crv":"P-256","kid":"1","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
               "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})");
    answer("POST /token", 400, R"({"error":"unsupported_grant_type"})");
    answer("GET /userinfo", 401);
    answer("POST /revoke", 200);
    answer(authorizationAddress(), 302, {}, {{"Location", "https://id.example/sign-in"}});
}

void TstProviderProbes::aGoodProviderWorksThroughout()
{
    const QList<CheckStep> steps = check();
    QStringList whats;
    for (const CheckStep &one : steps) {
        QVERIFY2(one.outcome == Outcome::Works, told(one).constData());
        QCOMPARE(one.place, QStringLiteral("/providers/0/issuer"));
        whats += one.what;
    }
    QCOMPARE(whats.join(u' '), QStringLiteral("discovery keys authorization token userinfo revocation"));
}

void TstProviderProbes::aSignInIsAskedForAsItWouldBe()
{
    const QUrlQuery query(QUrl(QString::fromLatin1(authorizationAddress().mid(4))));
    QCOMPARE(query.queryItemValue(QStringLiteral("client_id")), QStringLiteral("desktop"));
    QCOMPARE(query.queryItemValue(QStringLiteral("code_challenge_method")), QStringLiteral("S256"));
    QCOMPARE(query.queryItemValue(QStringLiteral("scope"), QUrl::FullyDecoded), QStringLiteral("openid email"));
    QVERIFY(query.queryItemValue(QStringLiteral("redirect_uri"), QUrl::FullyDecoded).startsWith(QStringLiteral("http://127.0.0.1:")));
}

void TstProviderProbes::nothingIsSpent()
{
    (void)check();
    for (const net::HttpRequest &request : m_http->requests()) {
        const QByteArray body = request.body.reveal().toByteArray();
        QVERIFY2(!body.contains("authorization_code") && !body.contains("refresh_token"), body.constData());
    }
}

void TstProviderProbes::whatIsWrongIsNamedWithItsPlace_data()
{
    QTest::addColumn<QByteArray>("address"); // empty: the sign-in page
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<QString>("what");
    QTest::addColumn<bool>("fails");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, const char *address, int status, const char *body, const char *location, const char *what, bool fails,
                        const char *place, const char *code) {
        QTest::newRow(name) << QByteArray(address) << status << QByteArray(body) << QByteArray(location) << QString::fromLatin1(what) << fails
                            << QString::fromLatin1(place) << QString::fromLatin1(code);
    };
    const char *client = "/providers/0/clientId";
    const char *issuer = "/providers/0/issuer";
    row("no such client", "", 400, "", "", "authorization", true, client, "client_refused");
    row("no such page", "", 404, "", "", "authorization", true, issuer, "no_such_path");
    row("a scope that is not given", "", 302, "", "http://127.0.0.1:49152/callback/check?error=invalid_scope", "authorization", true, issuer,
        "request_refused");
    row("a fault of its own", "", 500, "", "", "authorization", false, issuer, "server_error");
    row("a client with a secret", "POST /token", 401, R"({"error":"invalid_client"})", "", "token", true, client, "client_refused");
    row("no token endpoint", "POST /token", 404, "", "", "token", true, issuer, "no_such_path");
    row("a page instead of a token", "POST /token", 200, "<html>", "", "token", false, issuer, "status_unclear");
    row("userinfo for everybody", "GET /userinfo", 200, "{}", "", "userinfo", false, issuer, "answers_anybody");
    row("no revocation", "POST /revoke", 404, "", "", "revocation", true, issuer, "no_such_path");
    row("no keys", "GET /jwks", 200, R"({"keys":[]})", "", "keys", true, issuer, "no_keys");
    row("keys that are a page", "GET /jwks", 200, "<html>", "", "keys", true, issuer, "jwks_invalid");
}

void TstProviderProbes::whatIsWrongIsNamedWithItsPlace()
{
    QFETCH(const QByteArray, address);
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, location);
    QFETCH(const QString, what);
    QFETCH(const bool, fails);
    QFETCH(const QString, place);
    QFETCH(const QString, code);
    const QList<net::Header> headers{location.isEmpty() ? net::Header{"Content-Type", body.startsWith('<') ? "text/html" : "application/json"}
                                                        : net::Header{"Location", location}};
    answer(address.isEmpty() ? authorizationAddress() : address, status, body, headers);
    for (const CheckStep &one : check()) {
        if (one.what != what) {
            QVERIFY2(one.outcome == Outcome::Works, told(one).constData());
            continue;
        }
        QVERIFY2(one.outcome == (fails ? Outcome::Fails : Outcome::CannotTell), told(one).constData());
        QCOMPARE(one.place, place);
        QCOMPARE(one.code, code);
    }
}

void TstProviderProbes::withoutAClientIdTheRestIsLookedAt()
{
    m_provider.clientId = QStringLiteral("{client:acme}");
    answer(authorizationAddress(), 400);
    answer("POST /token", 401, R"({"error":"invalid_client"})"); // of course
    const QList<CheckStep> steps = check();
    QVERIFY(steps.first().outcome == Outcome::Fails);
    QCOMPARE(steps.first().code, QStringLiteral("client_id_missing"));
    QCOMPARE(steps.first().detail, QStringLiteral("acme"));
    for (const CheckStep &one : steps.mid(1))
        QVERIFY2(one.outcome == Outcome::Works, told(one).constData());
    for (const net::HttpRequest &request : m_http->requests())
        QVERIFY(!request.url.toString().contains(QLatin1String("acme")) && !request.body.reveal().toByteArray().contains("acme"));
}

void TstProviderProbes::googleWantsASecretOfADesktopProgramToo()
{
    const auto lacks = [this] {
        for (const CheckStep &step : check()) {
            if (step.code == QLatin1String("client_secret_missing"))
                return step.place;
        }
        return QString();
    };
    QCOMPARE(lacks(), QString()); // another provider's public client needs none
    m_provider.issuer = QStringLiteral("https://accounts.google.com");
    QCOMPARE(lacks(), QStringLiteral("/providers/0/clientSecret"));
    m_provider.clientSecret = core::Secret("GOCSPX-x");
    QCOMPARE(lacks(), QString());
}

void TstProviderProbes::aProviderThatIsNotFoundIsAskedNothingElse()
{
    answer("GET /.well-known/openid-configuration", 404);
    answer("GET /.well-known/oauth-authorization-server", 404);
    const qsizetype before = m_http->requests().size();
    const QList<CheckStep> steps = check();
    QCOMPARE(steps.size(), 1);
    QVERIFY(steps.first().outcome == Outcome::Fails);
    QCOMPARE(m_http->requests().size(), before + 2); // at both places, and nothing else
}

void TstProviderProbes::endpointsThatAreWrittenDownAreNamedByName()
{
    m_provider.kind = model::ProviderKind::OAuth2;
    m_provider.endpoints = {QUrl(QStringLiteral("https://id.example/authorize")),
                            QUrl(QStringLiteral("https://id.example/token")),
                            {},
                            QUrl(QStringLiteral("https://id.example/userinfo"))};
    m_provider.emailsEndpoint = QUrl(QStringLiteral("https://id.example/emails"));
    answer("GET /emails", 404);
    QStringList places;
    for (const CheckStep &one : check()) {
        places += one.place;
        QVERIFY2((one.outcome == Outcome::Works) == (one.what != QLatin1String("emails")), told(one).constData());
    }
    QCOMPARE(places,
             QStringList({QStringLiteral("/providers/0/endpoints/authorization"), QStringLiteral("/providers/0/endpoints/token"),
                          QStringLiteral("/providers/0/endpoints/userinfo"), QStringLiteral("/providers/0/emailsEndpoint")}));
}

void TstProviderProbes::userinfoMayRefuseBy400()
{
    // oidc-provider: a challenge of RFC 6750 with the wrong status; without one 400 says nothing.
    answer("GET /userinfo", 400, R"({"error":"invalid_request","error_description":"no access token provided"})");
    for (const CheckStep &one : check())
        QVERIFY2(one.outcome == Outcome::Works, told(one).constData());
    answer("GET /userinfo", 400, "Bad Request");
    for (const CheckStep &one : check())
        QVERIFY2((one.outcome == Outcome::CannotTell) == (one.what == QLatin1String("userinfo")), told(one).constData());
}

void TstProviderProbes::gitHubsFormOfARefusalIsRead()
{
    // https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors
    answer("POST /token", 200, "error=incorrect_client_credentials&error_description=The+client_id+is+incorrect.");
    for (const CheckStep &one : check()) {
        if (one.what == QLatin1String("token"))
            QCOMPARE(one.code, QStringLiteral("client_refused"));
    }
}

void TstProviderProbes::requestsThatMustBePushedAre_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("code"); // empty: works
    QTest::newRow("taken") << 201 << QByteArray(R"({"request_uri":"urn:x","expires_in":60})") << "";
    QTest::newRow("a client that it does not know") << 401 << QByteArray(R"({"error":"invalid_client"})") << "client_refused";
    QTest::newRow("a redirect address that it does not know") << 400 << QByteArray(R"({"error":"invalid_request"})") << "request_refused";
}

void TstProviderProbes::requestsThatMustBePushedAre()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    QFETCH(const QString, code);
    answer("GET /.well-known/openid-configuration", 200,
           R"({"issuer":"https://id.example","authorization_endpoint":"https://id.example/authorize","token_endpoint":"https://id.example/token",)"
           R"("jwks_uri":"https://id.example/jwks","code_challenge_methods_supported":["S256"],)"
           R"("pushed_authorization_request_endpoint":"https://id.example/par","require_pushed_authorization_requests":true})");
    answer("POST /par", status, body);
    QStringList whats;
    for (const CheckStep &one : check()) {
        whats += one.what;
        if (one.what == QLatin1String("pushed"))
            QCOMPARE(one.code, code);
    }
    QCOMPARE(whats.join(u' '), QStringLiteral("discovery keys pushed token"));
}

} // namespace keyturn::composition

using keyturn::composition::TstProviderProbes;
KEYTURN_TEST(TstProviderProbes)
#include "tst_providerprobes.moc"
