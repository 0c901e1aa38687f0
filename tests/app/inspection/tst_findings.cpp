// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "inspecting.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::inspection {

namespace {

constexpr const char *goodHeader = R"({"alg":"RS256","kid":"k1","typ":"at+jwt"})";

QString foundIn(const core::Secret &text, const Expectation &expected = {noon()})
{
    const core::Result<Token> token = readToken(text);
    return token.ok() ? said(findingsOf(*token, expected)) : token.error().code;
}

QString foundInHeader(const QByteArray &header, const QByteArray &signature = "signature")
{
    return foundIn(compact(header, json(goodClaims()), signature));
}

/// @p change of the good claims: null takes one out.
QByteArray changed(const QByteArray &change)
{
    QJsonObject claims = goodClaims();
    const QJsonObject changes = QJsonDocument::fromJson(change).object();
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        if (it->isNull())
            claims.remove(it.key());
        else
            claims.insert(it.key(), it.value());
    }
    return json(claims);
}

} // namespace

class TstFindings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aGoodTokenHasNone();
    void aHeaderIsLookedAt_data();
    void aHeaderIsLookedAt();
    void aWeakSecretIsFound();
    void claimsAreLookedAt_data();
    void claimsAreLookedAt();
    void whatIsExpectedIsComparedExactly();
    void anIdTokenTellsOfThePersonByDesign();
    void timesComeAlong();
    void anEncryptedOneHasAHeaderAlone();
    void theSevereOnesComeFirstAndRefuse();
};

void TstFindings::aGoodTokenHasNone()
{
    QCOMPARE(foundInHeader(goodHeader), QString());
}

void TstFindings::aHeaderIsLookedAt_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("findings");
    const auto row = [](const char *name, const char *header, const char *findings) {
        QTest::newRow(name) << QByteArray(header) << QString::fromLatin1(findings);
    };
    for (const char *none : {"none", "None", "NONE", "nOnE"})
        row(none, qPrintable(QStringLiteral(R"({"alg":"%1","kid":"k","typ":"at+jwt"})").arg(QLatin1String(none))), "high alg_none");
    row("no algorithm", R"({"kid":"k","typ":"at+jwt"})", "high alg_missing");
    row("an algorithm in small letters", R"({"alg":"rs256","kid":"k","typ":"at+jwt"})", "medium alg_unknown");
    row("SHA-1", R"({"alg":"RS1","kid":"k","typ":"at+jwt"})", "high alg_weak");
    row("a shared secret", R"({"alg":"HS256","kid":"k","typ":"at+jwt"})", "info alg_symmetric");
    row("no key id", R"({"alg":"RS256","typ":"at+jwt"})", "info kid_missing");
    row("a path as key id", R"({"alg":"RS256","kid":"../../dev/null","typ":"at+jwt"})", "medium kid_odd");
    row("a query as key id", R"({"alg":"RS256","kid":"x' UNION SELECT 1--","typ":"at+jwt"})", "medium kid_odd");
    row("a number as key id", R"({"alg":"RS256","kid":7,"typ":"at+jwt"})", "medium kid_odd");
    row("an address of keys", R"({"alg":"RS256","kid":"k","typ":"at+jwt","jku":"https://evil.example"})", "medium header_key_address");
    row("an address of a certificate", R"({"alg":"RS256","kid":"k","typ":"at+jwt","x5u":"https://evil.example"})", "medium header_key_address");
    row("a key along", R"({"alg":"RS256","kid":"k","typ":"at+jwt","jwk":{"kty":"RSA"}})", "medium header_key");
    row("no type", R"({"alg":"RS256","kid":"k"})", "low typ_missing");
    row("a plain type", R"({"alg":"RS256","kid":"k","typ":"JWT"})", "info typ_generic");
    row("an odd type", R"({"alg":"RS256","kid":"k","typ":"cookie"})", "low typ_odd");
    row("an unknown extension", R"({"alg":"RS256","kid":"k","typ":"at+jwt","crit":["b64"],"b64":true})", "high crit_unknown");
    row("an extension that is not there", R"({"alg":"RS256","kid":"k","typ":"at+jwt","crit":["b64"]})", "high crit_broken");
    row("no extension", R"({"alg":"RS256","kid":"k","typ":"at+jwt","crit":[]})", "high crit_broken");
}

void TstFindings::aHeaderIsLookedAt()
{
    QFETCH(const QByteArray, header);
    QTEST(foundInHeader(header), "findings");
}

void TstFindings::aWeakSecretIsFound()
{
    // jwt.io's own example of old.
    const QByteArray token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ."
                             "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
    const core::Result<Token> read = readToken(core::Secret(token));
    const QList<Finding> findings = findingsOf(*read, {noon()});
    QCOMPARE(findings.first().id, QStringLiteral("hmac_weak_secret"));
    QCOMPARE(findings.first().values, QStringList{QStringLiteral("your-256-bit-secret")});
    QVERIFY(foundInHeader(R"({"alg":"RS256","kid":"k","typ":"at+jwt"})", {}).contains(QLatin1String("signature_missing")));
}

void TstFindings::claimsAreLookedAt_data()
{
    QTest::addColumn<QByteArray>("change");
    QTest::addColumn<QString>("findings");
    const auto row = [](const char *name, const char *change, const char *findings) {
        QTest::newRow(name) << QByteArray(change) << QString::fromLatin1(findings);
    };
    row("no expiry", R"({"exp":null})", "high exp_missing");
    row("run out this second", R"({"exp":1796040000})", "high exp_past");
    row("the last second", R"({"exp":1796040001})", "");
    row("an expiry in milliseconds", R"({"exp":1796040500000})", "high time_milliseconds");
    row("an expiry in words", R"({"exp":"tomorrow"})", "high time_invalid");
    row("an expiry as text", R"({"exp":"1796040500"})", "high time_invalid");
    row("an expiry below zero", R"({"exp":-5})", "high time_invalid");
    row("an expiry of 2^63", R"({"exp":9223372036854775808})", "high time_milliseconds");
    row("a fraction", R"({"exp":1796040500.75})", "");
    row("not valid yet", R"({"nbf":1796040061})", "high nbf_future");
    row("valid soon enough", R"({"nbf":1796040060})", "");
    row("issued in the future", R"({"iat":1796040100,"exp":1796040200})", "medium iat_future");
    row("over before it began", R"({"iat":1796040010,"exp":1796040005})", "high life_none");
    row("15 minutes", R"({"iat":1796039900,"exp":1796040800})", "");
    row("16 minutes", R"({"iat":1796039900,"exp":1796040860})", "low life_long");
    row("a day", R"({"iat":1796039900,"exp":1796126300})", "medium life_long");
    row("no issuer", R"({"iss":null})", "medium claim_missing iss");
    row("no audience", R"({"aud":null})", "medium claim_missing aud");
    row("no subject", R"({"sub":null})", "low claim_missing sub");
    row("no id", R"({"jti":null})", "low claim_missing jti");
    row("an e-mail address", R"({"email":"ada@example.com"})", "medium personal_claims");
    row("a name by another style", R"({"given-name":"Ada","Birth_Date":"1815-12-10"})", "medium personal_claims");
    row("a person further down", R"({"user":{"phoneNumber":"+44 20"}})", "medium personal_claims");
    row("a password", R"({"password":"hunter2"})", "high secret_claims");
    row("a hash", R"({"note":"$2b$10$N9qo8uLOickgx2ZMRZoMye"})", "high secret_claims");
    row("a token within", R"({"ext":"eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.abcdefgh"})", "high secret_claims");
    row("a flag about a password", R"({"password":true})", "");
    row("a key that it is bound to", R"({"cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}})", "");
}

void TstFindings::claimsAreLookedAt()
{
    QFETCH(const QByteArray, change);
    QTEST(foundIn(compact(goodHeader, changed(change))), "findings");
}

void TstFindings::whatIsExpectedIsComparedExactly()
{
    const auto found = [](const QByteArray &change, const char *issuer, const char *audience) {
        return foundIn(compact(goodHeader, changed(change)), {noon(), QString::fromLatin1(issuer), QString::fromLatin1(audience)});
    };
    QCOMPARE(found("{}", "https://id.example", "api"), QString());
    QCOMPARE(found("{}", "https://id.example/", "api"), QStringLiteral("high iss_other"));
    QCOMPARE(found("{}", "https://id.example", "API"), QStringLiteral("high aud_other"));
    QCOMPARE(found(R"({"aud":["other","api"]})", "", "api"), QString());
    QCOMPARE(found(R"({"aud":null})", "", "api"), QStringLiteral("high aud_absent"));
    QCOMPARE(found(R"({"iss":null})", "https://id.example", ""), QStringLiteral("high iss_absent"));
}

void TstFindings::anIdTokenTellsOfThePersonByDesign()
{
    const core::Secret token =
        compact(R"({"alg":"RS256","kid":"k1","typ":"JWT"})", changed(R"({"nonce":"n","email":"ada@example.com","exp":1796043500})"));
    QCOMPARE(foundIn(token), QString());
    const core::Secret other = compact(goodHeader, changed("{}"));
    QCOMPARE(foundIn(other, {noon(), {}, {}, Use::Id}), QStringLiteral("high typ_other"));
}

void TstFindings::timesComeAlong()
{
    const core::Result<Token> token = readToken(compact(goodHeader, changed(R"({"exp":1796036400})")));
    const QList<Finding> findings = findingsOf(*token, {noon()});
    QCOMPARE(findings.first().id, QStringLiteral("exp_past"));
    QCOMPARE(findings.first().at, noon().addSecs(-3600));
    QCOMPARE(*findings.first().span, std::chrono::hours(1));
}

void TstFindings::anEncryptedOneHasAHeaderAlone()
{
    const QByteArray header = base64url(R"({"alg":"RSA1_5","enc":"A128GCM","kid":"k","zip":"DEF"})");
    QCOMPARE(foundIn(core::Secret(header + ".AAAA.AAAA.AAAA.AAAA")), QStringLiteral("medium alg_padding, low compressed"));
}

void TstFindings::theSevereOnesComeFirstAndRefuse()
{
    const core::Result<Token> token = readToken(compact(R"({"alg":"none"})", changed(R"({"email":"a@b.c"})"), {}));
    const QList<Finding> findings = findingsOf(*token, {noon()});
    QCOMPARE(said(findings), QStringLiteral("high alg_none, medium personal_claims, low typ_missing, info kid_missing"));
    QVERIFY(isRefused(findings, NotTried{}));
    QVERIFY(!isRefused({}, NotTried{}));
    QVERIFY(!isRefused({}, Verified{}));
    QVERIFY(isRefused({}, SignatureWrong{}));
    QVERIFY(isRefused({}, NoKeyFits{}));
    QVERIFY(isRefused({}, CannotVerify{}));
}

} // namespace keyturn::inspection

using keyturn::inspection::TstFindings;
KEYTURN_TEST(TstFindings)
#include "tst_findings.moc"
