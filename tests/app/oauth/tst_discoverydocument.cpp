// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/discoverydocument.h"

#include "support/fakeclock.h"
#include "support/fakehttpclient.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace keyturn::oauth {

/// Finding a provider's metadata by its address, and reading it.
class TstDiscoveryDocument : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theDocumentLiesWhereTheStandardsSay_data();
    void theDocumentLiesWhereTheStandardsSay();
    void whatAPersonTypesIsUnderstood_data();
    void whatAPersonTypesIsUnderstood();
    void readsWhatTheProviderCanDo();
    void theSlashAtTheEndIsTheProviders();
    void badDocumentsAreRefused_data();
    void badDocumentsAreRefused();
    void aProviderOnThisComputerMayDoWithoutTls();
    void everyPlaceIsLookedAt();
    void whatIsNoDocumentIsPassedBy_data();
    void whatIsNoDocumentIsPassedBy();
    void aFaultOfTheServerIsToldWhenNothingElseWasFound();
    void aNetworkThatIsDownIsToldAtOnce();

private:
    [[nodiscard]] static QJsonObject document(const QString &issuer = QStringLiteral("https://id.example"))
    {
        const auto at = [&issuer](const char *path) { return issuer + QLatin1String(path); };
        return {{QStringLiteral("issuer"), issuer},
                {QStringLiteral("authorization_endpoint"), at("/authorize")},
                {QStringLiteral("token_endpoint"), at("/token")},
                {QStringLiteral("userinfo_endpoint"), at("/userinfo")},
                {QStringLiteral("jwks_uri"), at("/jwks")},
                {QStringLiteral("id_token_signing_alg_values_supported"), QJsonArray{QStringLiteral("RS256")}},
                {QStringLiteral("code_challenge_methods_supported"), QJsonArray{QStringLiteral("plain"), QStringLiteral("S256")}}};
    }
    [[nodiscard]] static QByteArray text(const QJsonObject &object) { return QJsonDocument(object).toJson(); }
    [[nodiscard]] static core::Result<DiscoveryDocument> read(const QJsonObject &object, const char *address = "https://id.example")
    {
        const QUrl issuer(QString::fromLatin1(address));
        return readDiscoveryDocument(text(object), discoveryAddresses(issuer).first(), issuersAt(issuer));
    }
    [[nodiscard]] core::Result<DiscoveryDocument> find(const char *address)
    {
        const auto answer = findDiscoveryDocument(m_http, m_clock, QUrl(QString::fromLatin1(address)), this);
        if (!QTest::qWaitFor([&answer] { return answer.isFinished(); }))
            return core::Error{core::ErrorKind::Offline, QStringLiteral("never"), {}};
        return answer.result();
    }
    tests::FakeClock m_clock;
    tests::FakeHttpClient m_http;
};

void TstDiscoveryDocument::theDocumentLiesWhereTheStandardsSay_data()
{
    QTest::addColumn<QString>("issuer");
    QTest::addColumn<QStringList>("places");
    QTest::newRow("without a path") << "https://id.example"
                                    << QStringList{QStringLiteral("https://id.example/.well-known/openid-configuration"),
                                                   QStringLiteral("https://id.example/.well-known/oauth-authorization-server")};
    QTest::newRow("a slash is no path") << "https://id.example/"
                                        << QStringList{QStringLiteral("https://id.example/.well-known/openid-configuration"),
                                                       QStringLiteral("https://id.example/.well-known/oauth-authorization-server")};
    const QStringList both{QStringLiteral("https://id.example/realms/one/.well-known/openid-configuration"),
                           QStringLiteral("https://id.example/.well-known/oauth-authorization-server/realms/one"),
                           QStringLiteral("https://id.example/.well-known/openid-configuration/realms/one"),
                           QStringLiteral("https://id.example/realms/one/.well-known/oauth-authorization-server")};
    QTest::newRow("with a path, both ways") << "https://id.example/realms/one" << both;
    QTest::newRow("with a path and a slash") << "https://id.example/realms/one/" << both;
    QTest::newRow("what is encoded stays so") << "https://id.example/a%2Fb"
                                              << QStringList{QStringLiteral("https://id.example/a%2Fb/.well-known/openid-configuration"),
                                                             QStringLiteral("https://id.example/.well-known/oauth-authorization-server/a%2Fb"),
                                                             QStringLiteral("https://id.example/.well-known/openid-configuration/a%2Fb"),
                                                             QStringLiteral("https://id.example/a%2Fb/.well-known/oauth-authorization-server")};
}

void TstDiscoveryDocument::theDocumentLiesWhereTheStandardsSay()
{
    QFETCH(const QString, issuer);
    QFETCH(const QStringList, places);
    QStringList found;
    for (const QUrl &url : discoveryAddresses(QUrl(issuer)))
        found += url.toString(QUrl::FullyEncoded);
    QCOMPARE(found, places);
}

void TstDiscoveryDocument::whatAPersonTypesIsUnderstood_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("issuer"); // empty: refused
    QTest::newRow("an issuer") << "https://id.example/one"
                               << "https://id.example/one";
    QTest::newRow("without a scheme") << "id.example"
                                      << "https://id.example";
    QTest::newRow("with spaces around it") << " https://id.example "
                                           << "https://id.example";
    QTest::newRow("the document itself") << "https://id.example/one/.well-known/openid-configuration"
                                         << "https://id.example/one";
    QTest::newRow("the document of RFC 8414") << "https://id.example/.well-known/oauth-authorization-server/one"
                                              << "https://id.example/one";
    QTest::newRow("this computer") << "http://127.0.0.1:8085/google"
                                   << "http://127.0.0.1:8085/google";
    QTest::newRow("no TLS") << "http://id.example"
                            << "";
    QTest::newRow("a query") << "https://id.example?tenant=1"
                             << "";
    QTest::newRow("a password") << "https://user:secret@id.example"
                                << "";
    QTest::newRow("a file") << "file:///etc/passwd"
                            << "";
    QTest::newRow("nothing") << ""
                             << "";
}

void TstDiscoveryDocument::whatAPersonTypesIsUnderstood()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, issuer);
    const core::Result<QUrl> address = issuerAddress(typed);
    QCOMPARE(address.ok() ? address->toString() : QString(), issuer);
    if (!address.ok())
        QCOMPARE(address.error().code, QStringLiteral("url_invalid"));
}

void TstDiscoveryDocument::readsWhatTheProviderCanDo()
{
    QJsonObject rich = document();
    rich.insert(QStringLiteral("revocation_endpoint"), QStringLiteral("https://id.example/revoke"));
    rich.insert(QStringLiteral("pushed_authorization_request_endpoint"), QStringLiteral("https://id.example/par"));
    rich.insert(QStringLiteral("require_pushed_authorization_requests"), true);
    rich.insert(QStringLiteral("device_authorization_endpoint"), QStringLiteral("https://id.example/device"));
    rich.insert(QStringLiteral("end_session_endpoint"), QStringLiteral("https://id.example/logout"));
    rich.insert(QStringLiteral("dpop_signing_alg_values_supported"), QJsonArray{QStringLiteral("ES256")});
    rich.insert(QStringLiteral("grant_types_supported"), QJsonArray{QStringLiteral("authorization_code"), QStringLiteral("refresh_token")});
    rich.insert(QStringLiteral("token_endpoint_auth_methods_supported"), QJsonArray{QStringLiteral("none")});
    rich.insert(QStringLiteral("authorization_response_iss_parameter_supported"), true);
    rich.insert(QStringLiteral("scopes_supported"), QJsonArray{QStringLiteral("openid"), 7});
    const auto found = read(rich);
    QVERIFY2(found.ok(), found.ok() ? "" : qPrintable(found.error().detail));
    QVERIFY(found->openIdConnect && found->takesPublicClients);
    QVERIFY(found->metadata.pushedRequired && found->metadata.issuerInResponse);
    QCOMPARE(found->metadata.endpoints.revocation, QUrl(QStringLiteral("https://id.example/revoke")));
    QCOMPARE(found->metadata.endpoints.pushedAuthorization, QUrl(QStringLiteral("https://id.example/par")));
    QCOMPARE(found->metadata.endpoints.deviceAuthorization, QUrl(QStringLiteral("https://id.example/device")));
    QCOMPARE(found->metadata.endpoints.endSession, QUrl(QStringLiteral("https://id.example/logout")));
    QCOMPARE(found->metadata.dpopAlgorithms, QStringList{QStringLiteral("ES256")});
    QCOMPARE(found->metadata.grantTypes.size(), 2);
    const auto poor = read(document());
    QVERIFY(poor->openIdConnect && !poor->takesPublicClients && !poor->metadata.pushedRequired);
    QJsonObject plain = document();
    plain.remove(QStringLiteral("id_token_signing_alg_values_supported"));
    QVERIFY(!read(plain)->openIdConnect);
}

void TstDiscoveryDocument::theSlashAtTheEndIsTheProviders()
{
    const auto found = read(document(QStringLiteral("https://id.example/")));
    QVERIFY(found.ok());
    QCOMPARE(found->metadata.issuer, QStringLiteral("https://id.example/"));
    QCOMPARE(read(document(), "https://id.example/")->metadata.issuer, QStringLiteral("https://id.example"));
}

void TstDiscoveryDocument::badDocumentsAreRefused_data()
{
    QTest::addColumn<QString>("member");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, const char *member, const QJsonValue &value, const char *code) {
        QTest::newRow(name) << QString::fromLatin1(member) << value << QString::fromLatin1(code);
    };
    const QJsonValue absent(QJsonValue::Undefined);
    row("another issuer", "issuer", QStringLiteral("https://evil.example"), "discovery_issuer");
    row("an issuer of another case", "issuer", QStringLiteral("https://ID.example"), "discovery_issuer");
    row("an issuer with two slashes", "issuer", QStringLiteral("https://id.example//"), "discovery_issuer");
    row("no issuer", "issuer", absent, "discovery_issuer");
    row("no S256", "code_challenge_methods_supported", QJsonArray{QStringLiteral("plain")}, "discovery_no_s256");
    row("no word of PKCE (FAULTS 26)", "code_challenge_methods_supported", absent, "discovery_no_s256");
    row("no token endpoint", "token_endpoint", absent, "discovery_invalid");
    row("no authorization endpoint", "authorization_endpoint", absent, "discovery_invalid");
    row("an endpoint that is a number", "token_endpoint", 7, "discovery_invalid");
    row("an endpoint with a fragment", "authorization_endpoint", QStringLiteral("https://id.example/#a"), "discovery_insecure");
    row("an endpoint that is a script", "authorization_endpoint", QStringLiteral("javascript:alert(1)"), "discovery_insecure");
    row("an endpoint without TLS", "token_endpoint", QStringLiteral("http://id.example/token"), "discovery_insecure");
    row("an endpoint on our own computer", "token_endpoint", QStringLiteral("http://127.0.0.1/token"), "discovery_insecure");
    row("device codes without TLS", "device_authorization_endpoint", QStringLiteral("http://id.example/d"), "discovery_insecure");
    row("keys without TLS", "jwks_uri", QStringLiteral("http://id.example/jwks"), "discovery_insecure");
}

void TstDiscoveryDocument::badDocumentsAreRefused()
{
    QFETCH(const QString, member);
    QFETCH(const QJsonValue, value);
    QFETCH(const QString, code);
    QJsonObject bad = document();
    if (value.isUndefined())
        bad.remove(member);
    else
        bad.insert(member, value);
    const auto found = read(bad);
    QVERIFY(!found.ok());
    QCOMPARE(found.error().code, code);
    QVERIFY(found.error().kind == core::ErrorKind::BadReply);
}

void TstDiscoveryDocument::aProviderOnThisComputerMayDoWithoutTls()
{
    QVERIFY(read(document(QStringLiteral("http://127.0.0.1:8085/google")), "http://127.0.0.1:8085/google").ok());
    QJsonObject leading = document(QStringLiteral("http://127.0.0.1:8085/google"));
    leading.insert(QStringLiteral("token_endpoint"), QStringLiteral("http://id.example/token"));
    QCOMPARE(read(leading, "http://127.0.0.1:8085/google").error().code, QStringLiteral("discovery_insecure"));
}

void TstDiscoveryDocument::everyPlaceIsLookedAt()
{
    m_http = {};
    m_http.answer("GET /one/.well-known/openid-configuration", 404);
    m_http.answer("GET /.well-known/oauth-authorization-server/one", 200, text(document(QStringLiteral("https://id.example/one"))));
    const auto found = find("https://id.example/one");
    QVERIFY2(found.ok(), found.ok() ? "" : qPrintable(found.error().detail));
    QCOMPARE(found->source, QUrl(QStringLiteral("https://id.example/.well-known/oauth-authorization-server/one")));
    QVERIFY(found->openIdConnect);
    // A sign-in looks there as well.
    m_http.answer("GET /.well-known/openid-configuration/one", 200, text(document(QStringLiteral("https://id.example/one"))));
    m_http.forget("GET /.well-known/oauth-authorization-server/one");
    m_http.answer("GET /.well-known/oauth-authorization-server/one", 404);
    QVERIFY(find("https://id.example/one")->openIdConnect);
    QVERIFY(m_http.unexpected().isEmpty());
}

void TstDiscoveryDocument::whatIsNoDocumentIsPassedBy_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("not found") << 404 << QByteArray();
    QTest::newRow("a page for everything") << 200 << QByteArray("<!doctype html><title>App</title>");
    QTest::newRow("JSON that says not found") << 200 << QByteArray(R"({"error":"not found"})");
    QTest::newRow("a redirect") << 302 << QByteArray();
    QTest::newRow("asks for a sign-in") << 401 << QByteArray();
}

void TstDiscoveryDocument::whatIsNoDocumentIsPassedBy()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    m_http = {};
    m_http.answer("GET /.well-known/openid-configuration", status, body);
    m_http.answer("GET /.well-known/oauth-authorization-server", status, body);
    const auto found = find("https://id.example");
    QCOMPARE(found.error().code, QStringLiteral("discovery_missing"));
    QVERIFY(found.error().detail.contains(QStringLiteral("/.well-known/oauth-authorization-server (status %1").arg(status)));
    QCOMPARE(m_http.requests().size(), 2);
}

void TstDiscoveryDocument::aFaultOfTheServerIsToldWhenNothingElseWasFound()
{
    m_http = {};
    m_http.answer("GET /.well-known/openid-configuration", 503);
    m_http.answer("GET /.well-known/oauth-authorization-server", 404);
    QCOMPARE(find("https://id.example").error().code, QStringLiteral("server_error"));
    m_http.forget("GET /.well-known/oauth-authorization-server");
    m_http.answer("GET /.well-known/oauth-authorization-server", 200, text(document()));
    QVERIFY(find("https://id.example").ok());
}

void TstDiscoveryDocument::aNetworkThatIsDownIsToldAtOnce()
{
    m_http = {};
    m_http.fail("GET /.well-known/openid-configuration", core::ErrorKind::Offline, QStringLiteral("host_not_found"));
    QCOMPARE(find("https://id.example").error().code, QStringLiteral("host_not_found"));
    QCOMPARE(m_http.requests().size(), 1);
}

} // namespace keyturn::oauth

using keyturn::oauth::TstDiscoveryDocument;
KEYTURN_TEST(TstDiscoveryDocument)
#include "tst_discoverydocument.moc"
