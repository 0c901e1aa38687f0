// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "../jose/signer.h"
#include "inspecting.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QTest>

namespace keyturn::inspection {

namespace {

using jose::Signer;
using Why = CannotVerify::Why;

QJsonObject object(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

QJsonObject header(const QString &algorithm, const QString &keyId = {})
{
    QJsonObject members{{QStringLiteral("alg"), algorithm}};
    if (!keyId.isEmpty())
        members.insert(QStringLiteral("kid"), keyId);
    return members;
}

QJsonObject named(const QString &keyId)
{
    return {{QStringLiteral("kid"), keyId}};
}

Verification verified(const core::Secret &token, const Proof &proof)
{
    const core::Result<Token> read = readToken(token);
    return read.ok() ? verify(*read, proof) : Verification(NotTried{});
}

std::optional<Why> whyNot(const Verification &verification)
{
    const auto *cannot = std::get_if<CannotVerify>(&verification);
    return cannot ? std::optional(cannot->why) : std::nullopt;
}

/// RFC 7515, appendix A.1, and its key.
constexpr const char *rfc7515Hmac = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
                                    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
                                    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
constexpr const char *rfc7515Key = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
/// RFC 8037, appendix A.4.
constexpr const char *rfc8037Token = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
                                     "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
constexpr const char *rfc8037Key = R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";

} // namespace

class TstVerification : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theExamplesOfTheStandardsHold();
    void everyAlgorithmHoldsByItsKeyAlone_data();
    void everyAlgorithmHoldsByItsKeyAlone();
    void theKeyIsFoundAmongMany();
    void aKeyThatWasRenamedIsSeenToBeThat();
    void ofTwoOfOneNameEachIsTried();
    void whyAKeyDoesNotFitIsTold();
    void kindsOfKeysAreNeverMixed();
    void whatNobodyCanCheckIsSaid();
    void shortKeysAreFindings();
};

void TstVerification::theExamplesOfTheStandardsHold()
{
    const core::Secret secret(QByteArray::fromBase64(rfc7515Key, QByteArray::Base64UrlEncoding));
    QVERIFY(std::holds_alternative<Verified>(verified(core::Secret(QByteArrayView(rfc7515Hmac)), secret)));
    QVERIFY(std::holds_alternative<SignatureWrong>(verified(core::Secret(QByteArrayView(rfc7515Hmac)), core::Secret(QByteArrayView("other")))));
    const KeySet set{{object(rfc8037Key)}};
    QVERIFY(std::holds_alternative<Verified>(verified(core::Secret(QByteArrayView(rfc8037Token)), set)));
}

void TstVerification::everyAlgorithmHoldsByItsKeyAlone_data()
{
    QTest::addColumn<QString>("algorithm");
    for (const char *algorithm : {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"})
        QTest::newRow(algorithm) << QString::fromLatin1(algorithm);
}

void TstVerification::everyAlgorithmHoldsByItsKeyAlone()
{
    QFETCH(const QString, algorithm);
    const Signer signer = algorithm.startsWith(u'E') ? Signer::ec(algorithm) : jose::provider();
    const Signer stranger = algorithm.startsWith(u'E') ? Signer::ec(algorithm) : Signer::rsa();
    const core::Secret token = signer.sign(header(algorithm, QStringLiteral("k")), goodClaims());
    const Verification good = verified(token, KeySet{{signer.publicKey(named(QStringLiteral("k")))}});
    QVERIFY(std::holds_alternative<Verified>(good));
    QCOMPARE(std::get<Verified>(good).key.id, QStringLiteral("k"));
    QVERIFY(!std::get<Verified>(good).otherId);
    const Verification bad = verified(token, KeySet{{stranger.publicKey(named(QStringLiteral("k")))}});
    QVERIFY(std::holds_alternative<SignatureWrong>(bad));
    QCOMPARE(std::get<SignatureWrong>(bad).tried.size(), 1);
}

void TstVerification::theKeyIsFoundAmongMany()
{
    const Signer signer = Signer::ec(QStringLiteral("ES256"));
    const QJsonObject other = Signer::ec(QStringLiteral("ES256")).publicKey();
    KeySet set;
    for (int i = 0; i < 400; ++i) {
        QJsonObject key = other;
        key.insert(QStringLiteral("kid"), QString::number(i));
        set.keys.append(key);
    }
    set.keys.insert(250, signer.publicKey(named(QStringLiteral("the one"))));
    const Verification found = verified(signer.sign(header(QStringLiteral("ES256"), QStringLiteral("the one")), goodClaims()), set);
    QVERIFY(std::holds_alternative<Verified>(found));
    QCOMPARE(std::get<Verified>(found).key, (KeyLook{QStringLiteral("the one"), QStringLiteral("EC P-256"), KeyFit::Fits}));
}

void TstVerification::aKeyThatWasRenamedIsSeenToBeThat()
{
    const Signer signer = Signer::ec(QStringLiteral("ES256"));
    const core::Result<Token> token = readToken(signer.sign(header(QStringLiteral("ES256"), QStringLiteral("old")), goodClaims()));
    const Verification found = verify(*token, KeySet{{signer.publicKey(named(QStringLiteral("new")))}});
    QVERIFY(std::holds_alternative<Verified>(found));
    QVERIFY(std::get<Verified>(found).otherId);
    QVERIFY(said(findingsOf(*token, {noon()}, found)).contains(QLatin1String("medium kid_other")));
}

void TstVerification::ofTwoOfOneNameEachIsTried()
{
    const Signer signer = Signer::ec(QStringLiteral("ES256"));
    const Signer other = Signer::ec(QStringLiteral("ES256"));
    const QString id = QStringLiteral("k");
    const KeySet set{{other.publicKey(named(id)), signer.publicKey(named(id))}};
    QVERIFY(std::holds_alternative<Verified>(verified(signer.sign(header(QStringLiteral("ES256"), id), goodClaims()), set)));
}

void TstVerification::whyAKeyDoesNotFitIsTold()
{
    const Signer signer = Signer::ec(QStringLiteral("ES256"));
    const auto with = [&signer](const QByteArray &more) { return signer.publicKey(object(more)); };
    const KeySet set{{jose::provider().publicKey(), Signer::ec(QStringLiteral("ES384")).publicKey(), with(R"({"alg":"ES384"})"),
                      with(R"({"use":"enc"})"), with(R"({"key_ops":["sign"]})"),
                      Signer::ec(QStringLiteral("ES256")).publicKey(named(QStringLiteral("other")))}};
    const Verification none = verified(signer.sign(header(QStringLiteral("ES256"), QStringLiteral("k")), goodClaims()), set);
    QVERIFY(std::holds_alternative<NoKeyFits>(none));
    QList<KeyFit> fits;
    for (const KeyLook &key : std::get<NoKeyFits>(none).seen)
        fits.append(key.fit);
    QCOMPARE(fits,
             (QList{KeyFit::OtherKind, KeyFit::OtherKind, KeyFit::OtherAlgorithm, KeyFit::NotForSigning, KeyFit::NotForSigning, KeyFit::OtherId}));
}

/// FAULTS 87: a public key is no secret, whatever the token says.
void TstVerification::kindsOfKeysAreNeverMixed()
{
    const KeySet set{{jose::provider().publicKey()}};
    QCOMPARE(whyNot(verified(core::Secret(QByteArrayView(rfc7515Hmac)), set)), Why::PublicKeyForSecret);
    const core::Secret token = jose::provider().sign(header(QStringLiteral("RS256")), goodClaims());
    QCOMPARE(whyNot(verified(token, core::Secret(QByteArrayView("secret")))), Why::SecretForPublicKey);
}

void TstVerification::whatNobodyCanCheckIsSaid()
{
    const KeySet set{{jose::provider().publicKey()}};
    QCOMPARE(whyNot(verified(compact(R"({"alg":"none"})", "{}", {}), set)), Why::Unsigned);
    QCOMPARE(whyNot(verified(compact(R"({"alg":"NONE"})", "{}"), set)), Why::Unsigned);
    QCOMPARE(whyNot(verified(compact(R"({"alg":"RS256"})", "{}", {}), set)), Why::Unsigned);
    QCOMPARE(whyNot(verified(compact(R"({"alg":"XX"})", "{}"), set)), Why::UnknownAlgorithm);
    QCOMPARE(whyNot(verified(compact(R"({"alg":"RS256","crit":["b64"],"b64":true})", "{}"), set)), Why::Extension);
    QCOMPARE(whyNot(verified(compact(R"({"alg":"RS256"})", "{}"), KeySet())), Why::NoKeys);
    QCOMPARE(whyNot(verified(core::Secret(QByteArrayView("gho_16C7e42F292c6912E7710c838347Ae178B4a")), set)), Why::Opaque);
    QCOMPARE(whyNot(verified(core::Secret(base64url(R"({"alg":"dir"})") + "..AAAA.AAAA.AAAA"), set)), Why::Encrypted);
}

void TstVerification::shortKeysAreFindings()
{
    const Signer small = Signer::rsa(1024);
    const core::Result<Token> token = readToken(small.sign(header(QStringLiteral("RS256")), goodClaims()));
    const Verification byIt = verify(*token, KeySet{{small.publicKey()}});
    QVERIFY(said(findingsOf(*token, {noon()}, byIt)).contains(QLatin1String("high rsa_short_key")));
    const core::Result<Token> hmac = readToken(core::Secret(QByteArrayView(rfc7515Hmac)));
    QVERIFY(said(findingsOf(*hmac, {noon()}, Verified{{}, false, 248})).contains(QLatin1String("high hmac_short_secret")));
    QVERIFY(!said(findingsOf(*hmac, {noon()}, Verified{{}, false, 256})).contains(QLatin1String("hmac_short_secret")));
}

} // namespace keyturn::inspection

using keyturn::inspection::TstVerification;
KEYTURN_TEST(TstVerification)
#include "tst_verification.moc"
