// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/discoverydocument.h"

#include "support/fakeclock.h"
#include "support/fakeprovider.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <QTest>

namespace keyturn::oauth {

using tests::FakeClock;
using tests::FakeProvider;

namespace {

core::Result<ProviderMetadata> resultOf(const core::Async<ProviderMetadata> &answer)
{
    if (!QTest::qWaitFor([&answer] { return answer.isFinished(); }))
        return core::Error{core::ErrorKind::Offline, QStringLiteral("never"), {}};
    return answer.result();
}

} // namespace

class TstDiscovery : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void endpointsAreRead();
    void theIssuersPathIsKept();
    void badDocumentsAreRefused_data();
    void badDocumentsAreRefused();
    void theOptionalPartsAreRead();
    void whatIsNotAtOneAddressIsAtTheOther_data();
    void whatIsNotAtOneAddressIsAtTheOther();
    void whereThereIsNoMetadataItIsSaid_data();
    void whereThereIsNoMetadataItIsSaid();
    void aPageForEveryAddressIsPassedBy_data();
    void aPageForEveryAddressIsPassedBy();
    void theOtherAddressMustNameTheIssuerToo();
    void aProviderForDevicesNeedsNoPkce();
    void loopbackProvidersMayDoWithoutTls();
    void plainOAuth2NeedsNoRequest();
    void profilesWithInsecureAddressesAreRefused_data();
    void profilesWithInsecureAddressesAreRefused();
};

void TstDiscovery::endpointsAreRead()
{
    FakeClock clock;
    FakeProvider provider(clock);
    provider.metadata.insert(QStringLiteral("authorization_response_iss_parameter_supported"), true);
    provider.metadata.insert(QStringLiteral("scopes_supported"), QJsonArray{QStringLiteral("openid"), 1});
    const auto metadata = resultOf(discover(provider, clock, FakeProvider::openIdConnect(), this));
    QVERIFY(metadata.ok());
    QCOMPARE(metadata->issuer, QStringLiteral("https://id.example"));
    QCOMPARE(metadata->endpoints.authorization, QUrl(QStringLiteral("https://id.example/authorize")));
    QCOMPARE(metadata->endpoints.token, QUrl(QStringLiteral("https://id.example/token")));
    QCOMPARE(metadata->endpoints.revocation, QUrl(QStringLiteral("https://id.example/revoke")));
    QCOMPARE(metadata->endpoints.userinfo, QUrl(QStringLiteral("https://id.example/userinfo")));
    QCOMPARE(metadata->jwks, QUrl(QStringLiteral("https://id.example/jwks")));
    QVERIFY(metadata->issuerInResponse);
    QCOMPARE(metadata->scopes, QStringList{QStringLiteral("openid")});
}

void TstDiscovery::theIssuersPathIsKept()
{
    FakeClock clock;
    FakeProvider provider(clock);
    model::IdentityProvider tenant = FakeProvider::openIdConnect();
    tenant.issuer = QStringLiteral("https://id.example/realms/one/");
    provider.metadata.insert(QStringLiteral("issuer"), tenant.issuer);
    provider.on("GET /realms/one/.well-known/openid-configuration",
                [&provider](const net::HttpRequest &) { return FakeProvider::reply(200, QJsonDocument(provider.metadata).toJson()); });
    QVERIFY(resultOf(discover(provider, clock, tenant, this)).ok());
}

void TstDiscovery::badDocumentsAreRefused_data()
{
    QTest::addColumn<QString>("member");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, const char *member, const QJsonValue &value, const char *code) {
        QTest::newRow(name) << QString::fromLatin1(member) << value << QString::fromLatin1(code);
    };
    row("another issuer", "issuer", QStringLiteral("https://evil.example"), "discovery_issuer");
    row("the issuer with a slash", "issuer", QStringLiteral("https://id.example/"), "discovery_issuer");
    row("the issuer in capitals", "issuer", QStringLiteral("https://ID.example"), "discovery_issuer");
    row("no issuer", "issuer", QJsonValue::Undefined, "discovery_issuer");
    row("no token endpoint", "token_endpoint", QJsonValue::Undefined, "discovery_invalid");
    row("no keys", "jwks_uri", QJsonValue::Undefined, "discovery_invalid");
    row("an address that is a number", "token_endpoint", 1, "discovery_invalid");
    row("an address that is none", "token_endpoint", QStringLiteral("https://id example/"), "discovery_invalid");
    row("an address without TLS", "token_endpoint", QStringLiteral("http://id.example/token"), "discovery_insecure");
    row("a stranger's loopback", "token_endpoint", QStringLiteral("http://127.0.0.1:8080/token"), "discovery_insecure");
    row("a file", "jwks_uri", QStringLiteral("file:///etc/passwd"), "discovery_insecure");
    row("a password in it", "userinfo_endpoint", QStringLiteral("https://a:b@id.example/"), "discovery_insecure");
    row("a fragment", "authorization_endpoint", QStringLiteral("https://id.example/#x"), "discovery_insecure");
    row("PKCE plain only", "code_challenge_methods_supported", QJsonArray{QStringLiteral("plain")}, "discovery_no_s256");
    row("no PKCE", "code_challenge_methods_supported", QJsonValue::Undefined, "discovery_no_s256");
}

void TstDiscovery::badDocumentsAreRefused()
{
    QFETCH(QString, member);
    QFETCH(QJsonValue, value);
    FakeClock clock;
    FakeProvider provider(clock);
    if (value.isUndefined())
        provider.metadata.remove(member);
    else
        provider.metadata.insert(member, value);
    const auto metadata = resultOf(discover(provider, clock, FakeProvider::openIdConnect(), this));
    QVERIFY(!metadata.ok());
    QCOMPARE(metadata.error().kind, core::ErrorKind::BadReply);
    QTEST(metadata.error().code, "code");
}

void TstDiscovery::theOptionalPartsAreRead()
{
    FakeClock clock;
    FakeProvider provider(clock);
    const auto plain = resultOf(discover(provider, clock, FakeProvider::openIdConnect(), this));
    QVERIFY(plain.ok() && plain->endpoints.deviceAuthorization.isEmpty() && plain->dpopAlgorithms.isEmpty() && !plain->pushedRequired);
    const auto put = [&provider](const char *name, const QJsonValue &value) { provider.metadata.insert(QString::fromLatin1(name), value); };
    put("device_authorization_endpoint", QStringLiteral("https://id.example/device"));
    put("pushed_authorization_request_endpoint", QStringLiteral("https://id.example/par"));
    put("require_pushed_authorization_requests", true);
    put("end_session_endpoint", QStringLiteral("https://id.example/logout"));
    put("token_endpoint_auth_methods_supported", QJsonArray{QStringLiteral("client_secret_basic")});
    put("grant_types_supported", QJsonArray{QStringLiteral("authorization_code")});
    put("dpop_signing_alg_values_supported", QJsonArray{QStringLiteral("ES256")});
    const auto metadata = resultOf(discover(provider, clock, FakeProvider::openIdConnect(), this));
    QVERIFY(metadata.ok());
    QCOMPARE(metadata->endpoints.deviceAuthorization, QUrl(QStringLiteral("https://id.example/device")));
    QCOMPARE(metadata->endpoints.pushedAuthorization, QUrl(QStringLiteral("https://id.example/par")));
    QCOMPARE(metadata->endpoints.endSession, QUrl(QStringLiteral("https://id.example/logout")));
    QVERIFY(metadata->pushedRequired);
    QCOMPARE(metadata->clientAuthentication, QStringList{QStringLiteral("client_secret_basic")});
    QCOMPARE(metadata->grantTypes, QStringList{QStringLiteral("authorization_code")});
    QCOMPARE(metadata->dpopAlgorithms, QStringList{QStringLiteral("ES256")});
}

void TstDiscovery::whatIsNotAtOneAddressIsAtTheOther_data()
{
    QTest::addColumn<QString>("issuer");
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("second");
    QTest::newRow("a host") << "https://id.example" << QByteArray("/.well-known/openid-configuration")
                            << QByteArray("/.well-known/oauth-authorization-server");
    QTest::newRow("a host and a slash") << "https://id.example/" << QByteArray("/.well-known/openid-configuration")
                                        << QByteArray("/.well-known/oauth-authorization-server");
    QTest::newRow("a path") << "https://id.example/realms/one" << QByteArray("/realms/one/.well-known/openid-configuration")
                            << QByteArray("/.well-known/oauth-authorization-server/realms/one");
}

void TstDiscovery::whatIsNotAtOneAddressIsAtTheOther()
{
    QFETCH(QString, issuer);
    QFETCH(QByteArray, first);
    QFETCH(QByteArray, second);
    FakeClock clock;
    FakeProvider provider(clock);
    model::IdentityProvider profile = FakeProvider::openIdConnect();
    profile.issuer = issuer;
    provider.metadata.insert(QStringLiteral("issuer"), issuer);
    provider.answer("GET " + first, 404, "<html>");
    provider.on("GET " + second,
                [&provider](const net::HttpRequest &) { return FakeProvider::reply(200, QJsonDocument(provider.metadata).toJson()); });
    const auto metadata = resultOf(discover(provider, clock, profile, this));
    QVERIFY2(metadata.ok(), metadata.ok() ? "" : qPrintable(metadata.error().detail));
    QCOMPARE(metadata->issuer, issuer);
}

void TstDiscovery::whereThereIsNoMetadataItIsSaid_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("requests");
    QTest::newRow("an outage") << 503 << "server_error" << 2;
    QTest::newRow("too often, and so not at the other place") << 429 << "rate_limited" << 1;
    QTest::newRow("forbidden, as stores of files say") << 403 << "discovery_missing" << 2;
    QTest::newRow("moved") << 301 << "discovery_missing" << 2;
    QTest::newRow("not there") << 404 << "discovery_missing" << 2;
}

void TstDiscovery::whereThereIsNoMetadataItIsSaid()
{
    QFETCH(int, status);
    QFETCH(int, requests);
    FakeClock clock;
    FakeProvider provider(clock);
    const QString until = QLocale::c().toString(clock.now().addSecs(90), QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'")); // FAULTS 42
    QList<net::Header> headers{{"Content-Type", "application/json"}};
    if (status == 503 || status == 429)
        headers.append({"Retry-After", until.toLatin1()});
    provider.on("GET /.well-known/openid-configuration", [=](const net::HttpRequest &request) {
        return net::HttpResponse{status, headers, core::Secret("{}"), request.url};
    });
    const auto metadata = resultOf(discover(provider, clock, FakeProvider::openIdConnect(), this));
    QVERIFY(!metadata.ok());
    QTEST(metadata.error().code, "code");
    QCOMPARE(metadata.error().step, QStringLiteral("discovery"));
    QCOMPARE(provider.requests().size(), requests);
    if (status == 503 || status == 429)
        QCOMPARE(metadata.error().retryAfter, std::optional(std::chrono::seconds(90)));
}

void TstDiscovery::aPageForEveryAddressIsPassedBy_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("a single-page application's") << QByteArray("text/html; charset=utf-8") << QByteArray("<!doctype html><title>App</title>");
    QTest::newRow("metadata that is a page by its type") << QByteArray("text/html") << QByteArray(R"({"issuer":"https://id.example"})");
    QTest::newRow("metadata without a type") << QByteArray() << QByteArray(R"({"issuer":"https://id.example"})");
}

/// By the same rules as findDiscoveryDocument() for `profiles discover`, or a profile could be made with which nobody can sign in.
void TstDiscovery::aPageForEveryAddressIsPassedBy()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    FakeClock clock;
    FakeProvider provider(clock);
    provider.on("GET /.well-known/openid-configuration", [=](const net::HttpRequest &) { return FakeProvider::reply(200, body, type); });
    const QByteArray other = "GET /.well-known/oauth-authorization-server";
    QCOMPARE(resultOf(discover(provider, clock, FakeProvider::openIdConnect(), this)).error().code, QStringLiteral("discovery_missing"));
    provider.on(other, [&](const net::HttpRequest &) { return FakeProvider::reply(200, QJsonDocument(provider.metadata).toJson()); });
    QVERIFY(resultOf(discover(provider, clock, FakeProvider::openIdConnect(), this)).ok());
    const auto found = findDiscoveryDocument(provider, clock, QUrl(QStringLiteral("https://id.example")), this);
    QTRY_VERIFY(found.isFinished());
    QVERIFY(found.result().ok());
    provider.on(other,
                [&](const net::HttpRequest &) { return FakeProvider::reply(200, QJsonDocument(provider.metadata).toJson(), "application/x+json"); });
    QVERIFY(resultOf(discover(provider, clock, FakeProvider::openIdConnect(), this)).ok());
}

void TstDiscovery::theOtherAddressMustNameTheIssuerToo()
{
    FakeClock clock;
    FakeProvider provider(clock);
    provider.answer("GET /.well-known/openid-configuration", 404, {});
    provider.metadata.insert(QStringLiteral("issuer"), QStringLiteral("https://id.example/"));
    provider.on("GET /.well-known/oauth-authorization-server",
                [&provider](const net::HttpRequest &) { return FakeProvider::reply(200, QJsonDocument(provider.metadata).toJson()); });
    QCOMPARE(resultOf(discover(provider, clock, FakeProvider::openIdConnect(), this)).error().code, QStringLiteral("discovery_issuer"));
}

void TstDiscovery::aProviderForDevicesNeedsNoPkce()
{
    FakeClock clock;
    FakeProvider provider(clock);
    provider.metadata.remove(QStringLiteral("code_challenge_methods_supported"));
    provider.metadata.insert(QStringLiteral("device_authorization_endpoint"), QStringLiteral("https://id.example/device"));
    QCOMPARE(resultOf(discover(provider, clock, FakeProvider::openIdConnect(), this)).error().code, QStringLiteral("discovery_no_s256"));
    provider.metadata.remove(QStringLiteral("authorization_endpoint"));
    const auto metadata = resultOf(discover(provider, clock, FakeProvider::openIdConnect(), this));
    QVERIFY(metadata.ok());
    QVERIFY(metadata->endpoints.authorization.isEmpty());
}

void TstDiscovery::loopbackProvidersMayDoWithoutTls()
{
    const QByteArray json =
        R"({"issuer":"http://127.0.0.1:9/google","authorization_endpoint":"http://127.0.0.1:9/a","token_endpoint":"http://127.0.0.1:9/t",
        "jwks_uri":"http://127.0.0.1:9/j","code_challenge_methods_supported":["S256"]})";
    QVERIFY(readProviderMetadata(json, QStringLiteral("http://127.0.0.1:9/google")).ok());
    QByteArray elsewhere = json;
    elsewhere.replace("http://127.0.0.1:9/t", "http://192.0.2.1/t");
    QCOMPARE(readProviderMetadata(elsewhere, QStringLiteral("http://127.0.0.1:9/google")).error().code, QStringLiteral("discovery_insecure"));
}

void TstDiscovery::plainOAuth2NeedsNoRequest()
{
    FakeClock clock;
    FakeProvider provider(clock);
    const model::IdentityProvider git = FakeProvider::oauth2();
    const auto metadata = resultOf(discover(provider, clock, git, this));
    QVERIFY(metadata.ok());
    QCOMPARE(metadata->endpoints, git.endpoints);
    QVERIFY(metadata->jwks.isEmpty());
    QVERIFY(provider.requests().isEmpty());
}

void TstDiscovery::profilesWithInsecureAddressesAreRefused_data()
{
    QTest::addColumn<QString>("issuer");
    QTest::addColumn<QString>("token");
    QTest::newRow("an issuer without TLS") << "http://id.example"
                                           << "";
    QTest::newRow("an issuer that is none") << "id.example"
                                            << "";
    QTest::newRow("a token endpoint without TLS") << ""
                                                  << "http://git.example/token";
    QTest::newRow("no token endpoint") << ""
                                       << " ";
}

void TstDiscovery::profilesWithInsecureAddressesAreRefused()
{
    QFETCH(QString, issuer);
    QFETCH(QString, token);
    FakeClock clock;
    FakeProvider provider(clock);
    model::IdentityProvider profile = issuer.isEmpty() ? FakeProvider::oauth2() : FakeProvider::openIdConnect();
    if (issuer.isEmpty())
        profile.endpoints.token = QUrl(token.trimmed());
    else
        profile.issuer = issuer;
    const auto metadata = resultOf(discover(provider, clock, profile, this));
    QVERIFY(!metadata.ok());
    QCOMPARE(metadata.error().kind, core::ErrorKind::Configuration);
    QCOMPARE(metadata.error().code, QStringLiteral("discovery_insecure"));
    QVERIFY(provider.requests().isEmpty());
}

} // namespace keyturn::oauth

using keyturn::oauth::TstDiscovery;
KEYTURN_TEST(TstDiscovery)
#include "tst_discovery.moc"
