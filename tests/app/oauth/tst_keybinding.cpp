// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "signin.h"

#include "jose/proofkey.h"
#include "jose/signature.h"
#include "oauth/provingclient.h"
#include "oauth/tokenendpoint.h"
#include "support/registry.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

namespace keyturn::oauth {

namespace {

QByteArray headerOf(const net::HttpRequest &request, const QByteArray &name)
{
    for (const net::Header &header : request.headers) {
        if (header.name == name)
            return header.value;
    }
    return {};
}

/// Header (0) or claims (1) of the proof that @p request carries; empty where there is none or where its signature does not hold.
QJsonObject proofOf(const net::HttpRequest &request, int part = 1)
{
    const QByteArray proof = headerOf(request, "DPoP");
    const auto read = [&proof](int index) {
        return QJsonDocument::fromJson(QByteArray::fromBase64(proof.split('.').value(index), QByteArray::Base64UrlEncoding)).object();
    };
    return jose::signatureHolds(core::Secret(proof), read(0).value(QStringLiteral("jwk")).toObject()) ? read(part) : QJsonObject();
}

QByteArray keyOf(const net::HttpRequest &request)
{
    return jose::thumbprint(proofOf(request, 0).value(QStringLiteral("jwk")).toObject());
}

net::HttpResponse wantsNonce(const QByteArray &nonce)
{
    net::HttpResponse response = FakeProvider::reply(400, R"({"error":"use_dpop_nonce"})");
    response.headers.append(net::Header{"DPoP-Nonce", nonce});
    return response;
}

/// A provider that offers it, and gives tokens of @p type.
struct Binding : SignIn {
    explicit Binding(const char *type = "DPoP", model::KeyBinding wish = model::KeyBinding::Auto)
    {
        provider.metadata.insert(QStringLiteral("dpop_signing_alg_values_supported"), QJsonArray{QStringLiteral("RS256"), QStringLiteral("ES256")});
        provider.tokenAnswer.insert(QStringLiteral("token_type"), QString::fromLatin1(type));
        request.provider.dpop = wish;
        browser.answer = [](const QUrl &url) { return QList<QUrl>{tests::callbackUrl(url, code(QStringLiteral("c")))}; };
    }
    [[nodiscard]] QList<net::HttpRequest> tokenRequests() const { return provider.requestsTo("POST /token"); }
};

} // namespace

/// RFC 9449.
class TstKeyBinding : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aCodeIsBoundToTheKeyThatItIsRedeemedWith();
    void aNonceThatTheServerWantsIsSentOnce();
    void aServerThatIsNeverContentEndsIt();
    void nothingIsBoundWhereItIsNotWanted_data();
    void nothingIsBoundWhereItIsNotWanted();
    void aBearerTokenIsTakenUnlessTheProfileInsists_data();
    void aBearerTokenIsTakenUnlessTheProfileInsists();
    void aPushedRequestHasAProof();
    void userinfoIsAskedWithAProofAboutTheToken();
    void aRefreshKeepsTheKey();
    void everySignInHasAKeyOfItsOwn();
};

void TstKeyBinding::aCodeIsBoundToTheKeyThatItIsRedeemedWith()
{
    Binding signIn;
    QVERIFY(signIn.run());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code));
    QCOMPARE(signIn.tokenRequests().size(), 1);
    const net::HttpRequest sent = signIn.tokenRequests().at(0);
    const QJsonObject claims = proofOf(sent);
    QCOMPARE(claims.value(QStringLiteral("htm")).toString(), QStringLiteral("POST"));
    QCOMPARE(claims.value(QStringLiteral("htu")).toString(), QStringLiteral("https://id.example/token"));
    QVERIFY(!claims.contains(QStringLiteral("ath")));
    QCOMPARE(signIn.value("dpop_jkt").toLatin1(), keyOf(sent));
    QVERIFY(signIn.outcome->tokens.bound);
    QCOMPARE(jose::thumbprint(*jose::publicHalf(signIn.outcome->tokens.proofKey)), keyOf(sent));
}

void TstKeyBinding::aNonceThatTheServerWantsIsSentOnce()
{
    Binding signIn;
    signIn.provider.on("POST /token", [&signIn](const net::HttpRequest &request) {
        const bool hasNonce = proofOf(request).value(QStringLiteral("nonce")) == QLatin1String("n-1");
        return hasNonce ? signIn.provider.tokens() : wantsNonce("n-1");
    });
    QVERIFY(signIn.run());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code));
    const auto sent = signIn.tokenRequests();
    QCOMPARE(sent.size(), 2);
    QVERIFY(sent.at(0).body == sent.at(1).body);
    QCOMPARE(keyOf(sent.at(0)), keyOf(sent.at(1)));
    QVERIFY(proofOf(sent.at(0)).value(QStringLiteral("jti")) != proofOf(sent.at(1)).value(QStringLiteral("jti")));
}

void TstKeyBinding::aServerThatIsNeverContentEndsIt()
{
    Binding signIn;
    signIn.provider.on("POST /token", [](const net::HttpRequest &) { return wantsNonce("n-1"); });
    QVERIFY(signIn.run());
    QCOMPARE(signIn.error.code, QStringLiteral("use_dpop_nonce"));
    QCOMPARE(signIn.tokenRequests().size(), 2);
}

void TstKeyBinding::nothingIsBoundWhereItIsNotWanted_data()
{
    QTest::addColumn<QJsonArray>("offered");
    QTest::addColumn<int>("wish");
    QTest::newRow("not offered") << QJsonArray() << int(model::KeyBinding::Auto);
    QTest::newRow("with other algorithms") << QJsonArray{QStringLiteral("RS256")} << int(model::KeyBinding::Auto);
    QTest::newRow("not wanted") << QJsonArray{QStringLiteral("ES256")} << int(model::KeyBinding::Never);
}

void TstKeyBinding::nothingIsBoundWhereItIsNotWanted()
{
    QFETCH(QJsonArray, offered);
    QFETCH(int, wish);
    Binding signIn("Bearer", static_cast<model::KeyBinding>(wish));
    signIn.provider.metadata.insert(QStringLiteral("dpop_signing_alg_values_supported"), offered);
    QVERIFY(signIn.run());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code));
    for (const net::HttpRequest &sent : signIn.provider.requests())
        QCOMPARE(headerOf(sent, "DPoP"), QByteArray());
    QVERIFY(!signIn.asked.hasQueryItem(QStringLiteral("dpop_jkt")));
    QVERIFY(!signIn.outcome->tokens.bound && signIn.outcome->tokens.proofKey.isEmpty());
}

void TstKeyBinding::aBearerTokenIsTakenUnlessTheProfileInsists_data()
{
    QTest::addColumn<int>("wish");
    QTest::addColumn<QString>("error");
    QTest::newRow("offered") << int(model::KeyBinding::Auto) << QString();
    QTest::newRow("insisted on") << int(model::KeyBinding::Always) << QStringLiteral("token_not_bound");
}

void TstKeyBinding::aBearerTokenIsTakenUnlessTheProfileInsists()
{
    QFETCH(int, wish);
    QFETCH(QString, error);
    Binding signIn("Bearer", static_cast<model::KeyBinding>(wish));
    QVERIFY(signIn.run());
    QCOMPARE(signIn.error.code, error);
    if (!error.isEmpty()) {
        QCOMPARE(signIn.error.kind, core::ErrorKind::BadReply);
        QCOMPARE(signIn.error.step, QStringLiteral("token"));
        QCOMPARE(signIn.unkept.size(), 1); // nobody may have it, and it serves until somebody revokes it
        QVERIFY(!signIn.unkept.first().bound);
        return;
    }
    QVERIFY(!signIn.outcome->tokens.bound);
    QVERIFY(!signIn.outcome->tokens.proofKey.isEmpty()); // section 5: the refresh token may be bound to it
}

void TstKeyBinding::aPushedRequestHasAProof()
{
    Binding signIn;
    QUrl pushed;
    signIn.provider.metadata.insert(QStringLiteral("pushed_authorization_request_endpoint"), QStringLiteral("https://id.example/par"));
    signIn.provider.on("POST /par", [&](const net::HttpRequest &sent) {
        pushed = QUrl(QStringLiteral("https://id.example/authorize?") + QString::fromLatin1(sent.body.reveal()));
        signIn.provider.nonce = QUrlQuery(pushed).queryItemValue(QStringLiteral("nonce"), QUrl::FullyDecoded);
        return FakeProvider::reply(201, R"({"request_uri":"urn:x","expires_in":60})");
    });
    signIn.browser.answer = [&](const QUrl &) { return QList<QUrl>{tests::callbackUrl(pushed, SignIn::code(QStringLiteral("c")))}; };
    QVERIFY(signIn.run());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code));
    const net::HttpRequest sent = signIn.provider.requestsTo("POST /par").value(0);
    QCOMPARE(proofOf(sent).value(QStringLiteral("htu")).toString(), QStringLiteral("https://id.example/par"));
    QCOMPARE(QUrlQuery(pushed).queryItemValue(QStringLiteral("dpop_jkt")).toLatin1(), keyOf(sent));
    QCOMPARE(keyOf(signIn.tokenRequests().value(0)), keyOf(sent));
}

void TstKeyBinding::userinfoIsAskedWithAProofAboutTheToken()
{
    Binding signIn;
    signIn.provider.claims.insert(QStringLiteral("name"), QString());
    QVERIFY(signIn.run());
    QVERIFY2(signIn.outcome, qPrintable(signIn.error.code));
    QCOMPARE(signIn.outcome->identity.name, QStringLiteral("Ada by userinfo"));
    const net::HttpRequest sent = signIn.provider.requestsTo("GET /userinfo").value(0);
    QCOMPARE(headerOf(sent, "Authorization"), QByteArray("DPoP ya29.access+token/1"));
    const QByteArray hash = QCryptographicHash::hash("ya29.access+token/1", QCryptographicHash::Sha256);
    QCOMPARE(proofOf(sent).value(QStringLiteral("ath")).toString().toLatin1(),
             hash.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
    QCOMPARE(proofOf(sent).value(QStringLiteral("htm")).toString(), QStringLiteral("GET"));
}

void TstKeyBinding::aRefreshKeepsTheKey()
{
    Binding rig;
    jose::ProofMaker proofs(rig.clock, rig.random);
    model::TokenSet current;
    current.refreshToken = core::Secret("r");
    current.proofKey = jose::makeProofKey().value();
    ProvingClient proving(rig.provider, proofs, current.proofKey);
    rig.provider.answer("POST /token", 200, R"({"access_token":"new","token_type":"DPoP"})");
    const core::Result<KeyBinding> binding = bindingOf(current, rig.request.provider);
    QVERIFY(binding.ok());
    ProviderMetadata metadata;
    metadata.endpoints.token = QUrl(QStringLiteral("https://id.example/token"));
    const auto answer = refreshTokens(proving, rig.clock, metadata, rig.request.provider, current, *binding, &proving);
    QTRY_VERIFY(answer.isFinished());
    QVERIFY(answer.result().ok());
    QVERIFY(answer.result()->bound);
    QVERIFY(answer.result()->proofKey == current.proofKey);
    QCOMPARE(keyOf(rig.tokenRequests().value(0)), jose::thumbprint(*jose::publicHalf(current.proofKey)));
}

void TstKeyBinding::everySignInHasAKeyOfItsOwn()
{
    Binding first;
    Binding second;
    QVERIFY(first.run() && second.run());
    QVERIFY(first.outcome && second.outcome);
    QVERIFY(!(first.outcome->tokens.proofKey == second.outcome->tokens.proofKey));
}

} // namespace keyturn::oauth

using keyturn::oauth::TstKeyBinding;
KEYTURN_TEST(TstKeyBinding)
#include "tst_keybinding.moc"
