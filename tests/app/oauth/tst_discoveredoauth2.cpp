// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "signin.h"

#include "support/registry.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace keyturn::oauth {

using tests::callbackUrl;

namespace {

/// Plain OAuth 2 whose profile leaves the endpoints to the issuer's metadata (RFC 8414).
model::IdentityProvider discovered()
{
    model::IdentityProvider provider = FakeProvider::openIdConnect();
    provider.kind = model::ProviderKind::OAuth2;
    provider.discovery = true;
    provider.scopes = QStringList{QStringLiteral("read")};
    provider.identity = {QStringLiteral("/sub"), QStringLiteral("/name"), QStringLiteral("/email")};
    return provider;
}

struct Plain : SignIn {
    explicit Plain(const model::IdentityProvider &profile = discovered()) : SignIn(profile)
    {
        provider.answer("GET /.well-known/openid-configuration", 404, {});
        provider.metadata.remove(QStringLiteral("jwks_uri"));
        provider.tokenAnswer.insert(QStringLiteral("id_token"), QJsonValue());
        provider.on("GET /.well-known/oauth-authorization-server",
                    [this](const net::HttpRequest &) { return FakeProvider::reply(200, QJsonDocument(provider.metadata).toJson()); });
        answerWith({});
    }
    void answerWith(const QList<std::pair<QString, QString>> &more)
    {
        browser.answer = [more](const QUrl &url) { return QList<QUrl>{callbackUrl(url, code(QStringLiteral("c")) + more)}; };
    }
};

} // namespace

/// What a provider can do is asked at the sign-in, with plain OAuth 2 as with OpenID Connect.
class TstDiscoveredOAuth2 : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aPersonSignsIn();
    void whatTheProfileTellsWins();
    void theIssuerOfTheAnswerIsCompared_data();
    void theIssuerOfTheAnswerIsCompared();
    void tokensAreBoundWhereItIsOffered();
    void theRequestIsPushedWhereItIsOffered();
    void badMetadataEndsIt_data();
    void badMetadataEndsIt();
    void whereNobodyTellsWhoSignedInNothingIsBegun();
};

void TstDiscoveredOAuth2::aPersonSignsIn()
{
    Plain signIn;
    QVERIFY(signIn.run());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code + signIn.error.detail));
    QCOMPARE(signIn.outcome->identity.issuer, QStringLiteral("https://id.example"));
    QCOMPARE(signIn.outcome->identity.subject, QStringLiteral("248289761001"));
    QVERIFY(!signIn.asked.hasQueryItem(QStringLiteral("nonce")));
    QVERIFY(signIn.provider.unexpected().isEmpty());
}

void TstDiscoveredOAuth2::whatTheProfileTellsWins()
{
    model::IdentityProvider profile = discovered();
    profile.endpoints.userinfo = QUrl(QStringLiteral("https://id.example/user"));
    profile.identity.subject = QStringLiteral("/id");
    Plain signIn(profile);
    signIn.provider.metadata.remove(QStringLiteral("userinfo_endpoint"));
    QVERIFY(signIn.run());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code + signIn.error.detail));
    QCOMPARE(signIn.outcome->identity.subject, QStringLiteral("583231"));
    QCOMPARE(signIn.provider.requestsTo("POST /token").size(), 1);
}

void TstDiscoveredOAuth2::theIssuerOfTheAnswerIsCompared_data()
{
    QTest::addColumn<bool>("promised");
    QTest::addColumn<QString>("iss"); // empty: not told
    QTest::addColumn<QString>("code");
    const QString ours = QStringLiteral("https://id.example");
    QTest::newRow("ours") << true << ours << "";
    QTest::newRow("ours, unpromised") << false << ours << "";
    QTest::newRow("untold, unpromised") << false << QString() << "";
    QTest::newRow("fault 25: missing though promised") << true << QString() << "response_issuer";
    QTest::newRow("fault 24: another provider's") << true << QStringLiteral("https://evil.example") << "response_issuer";
    QTest::newRow("fault 24: another provider's, unpromised") << false << QStringLiteral("https://evil.example") << "response_issuer";
}

void TstDiscoveredOAuth2::theIssuerOfTheAnswerIsCompared()
{
    QFETCH(bool, promised);
    QFETCH(QString, iss);
    QFETCH(QString, code);
    Plain signIn;
    signIn.provider.metadata.insert(QStringLiteral("authorization_response_iss_parameter_supported"), promised);
    if (!iss.isEmpty())
        signIn.answerWith({{QStringLiteral("iss"), iss}});
    QVERIFY(signIn.run());
    QCOMPARE(signIn.error.code, code);
    QCOMPARE(signIn.outcome.has_value(), code.isEmpty());
    QCOMPARE(signIn.provider.requestsTo("POST /token").size(), code.isEmpty() ? 1 : 0);
}

void TstDiscoveredOAuth2::tokensAreBoundWhereItIsOffered()
{
    Plain signIn;
    signIn.provider.metadata.insert(QStringLiteral("dpop_signing_alg_values_supported"), QJsonArray{QStringLiteral("ES256")});
    signIn.provider.tokenAnswer.insert(QStringLiteral("token_type"), QStringLiteral("DPoP"));
    QVERIFY(signIn.run());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code + signIn.error.detail));
    QVERIFY(signIn.outcome->tokens.bound);
    QVERIFY(signIn.asked.hasQueryItem(QStringLiteral("dpop_jkt")));
}

void TstDiscoveredOAuth2::theRequestIsPushedWhereItIsOffered()
{
    Plain signIn;
    QUrl pushed;
    signIn.provider.metadata.insert(QStringLiteral("pushed_authorization_request_endpoint"), QStringLiteral("https://id.example/par"));
    signIn.provider.on("POST /par", [&pushed](const net::HttpRequest &sent) {
        pushed = QUrl(QStringLiteral("https://id.example/authorize?") + QString::fromLatin1(sent.body.reveal()));
        return FakeProvider::reply(201, R"({"request_uri":"urn:x","expires_in":60})");
    });
    signIn.browser.answer = [&pushed](const QUrl &) { return QList<QUrl>{callbackUrl(pushed, SignIn::code(QStringLiteral("c")))}; };
    QVERIFY(signIn.run());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code + signIn.error.detail));
    QVERIFY(signIn.asked.hasQueryItem(QStringLiteral("request_uri")));
}

void TstDiscoveredOAuth2::badMetadataEndsIt_data()
{
    QTest::addColumn<QString>("member");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("code");
    QTest::newRow("another issuer") << "issuer" << QJsonValue(QStringLiteral("https://evil.example")) << "discovery_issuer";
    QTest::newRow("the issuer with a slash") << "issuer" << QJsonValue(QStringLiteral("https://id.example/")) << "discovery_issuer";
    QTest::newRow("fault 26: no S256 any more") << "code_challenge_methods_supported" << QJsonValue(QJsonArray{QStringLiteral("plain")})
                                                << "discovery_no_s256";
    QTest::newRow("a token endpoint without TLS") << "token_endpoint" << QJsonValue(QStringLiteral("http://id.example/token"))
                                                  << "discovery_insecure";
}

void TstDiscoveredOAuth2::badMetadataEndsIt()
{
    QFETCH(QString, member);
    QFETCH(QJsonValue, value);
    Plain signIn;
    signIn.provider.metadata.insert(member, value);
    QVERIFY(signIn.run());
    QTEST(signIn.error.code, "code");
    QCOMPARE(signIn.error.step, QStringLiteral("discovery"));
    QVERIFY(signIn.browser.opened().isEmpty());
}

void TstDiscoveredOAuth2::whereNobodyTellsWhoSignedInNothingIsBegun()
{
    Plain signIn;
    signIn.provider.metadata.remove(QStringLiteral("userinfo_endpoint"));
    QVERIFY(signIn.run());
    QCOMPARE(signIn.error.kind, core::ErrorKind::Configuration);
    QCOMPARE(signIn.error.code, QStringLiteral("userinfo_missing"));
    QVERIFY(signIn.browser.opened().isEmpty());
}

} // namespace keyturn::oauth

using keyturn::oauth::TstDiscoveredOAuth2;
KEYTURN_TEST(TstDiscoveredOAuth2)
#include "tst_discoveredoauth2.moc"
