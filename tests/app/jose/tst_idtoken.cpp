// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "idtokens.h"
#include "support/registry.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace keyturn::jose {

namespace {

/// The sound claims with those of @p json in place of their namesakes; null takes one away.
QJsonObject claimsWith(const QByteArray &json)
{
    QJsonObject claims = soundClaims();
    const QJsonObject changes = QJsonDocument::fromJson(json).object();
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        if (it->isNull())
            claims.remove(it.key());
        else
            claims.insert(it.key(), it.value());
    }
    return claims;
}

} // namespace

/// The claims of a token whose signature holds (OpenID Connect Core §3.1.3.7).
class TstIdToken : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theClaimsAreTheAnswer();
    void fault90IssuerAndAudienceAreOurs_data();
    void fault90IssuerAndAudienceAreOurs();
    void anIssuerMustBeExpected();
    void fault91TimesHoldWithinAMinute_data();
    void fault91TimesHoldWithinAMinute();
    void fault93TimesAreNumbers_data();
    void fault93TimesAreNumbers();
    void fault92TheNonceIsOurs_data();
    void fault92TheNonceIsOurs();
    void afterARefreshNoNonceIsExpected();
    void theAccessTokensHashIsCompared_data();
    void theAccessTokensHashIsCompared();
    void aFreshProofIsFresh_data();
    void aFreshProofIsFresh();
    void aStrongerProofIsTheOneAskedFor_data();
    void aStrongerProofIsTheOneAskedFor();
    void fault28TheSubjectIsTheOneExpected_data();
    void fault28TheSubjectIsTheOneExpected();
};

void TstIdToken::theClaimsAreTheAnswer()
{
    const QJsonObject claims = claimsWith(R"({"email":"a@b.example","name":"Ada"})");
    const core::Result<QJsonObject> result = verifyIdToken(provider().sign(header("RS256"), claims), published(), expectation());
    QCOMPARE(verdict(result), QStringLiteral("ok"));
    QCOMPARE(*result, claims);
}

void TstIdToken::fault90IssuerAndAudienceAreOurs_data()
{
    QTest::addColumn<QByteArray>("changes");
    QTest::addColumn<QString>("verdict");
    const auto row = [](const char *tag, const char *changes, const char *verdict) {
        QTest::newRow(tag) << QByteArray(changes) << QString::fromLatin1(verdict);
    };
    row("sound", "{}", "ok");
    row("issuer with a slash", R"({"iss":"https://id.example/"})", "id_token_issuer");
    row("issuer in capitals", R"({"iss":"https://ID.example"})", "id_token_issuer");
    row("issuer with its port", R"({"iss":"https://id.example:443"})", "id_token_issuer");
    row("issuer on http", R"({"iss":"http://id.example"})", "id_token_issuer");
    row("issuer missing", R"({"iss":null})", "id_token_issuer");
    row("issuer in an array", R"({"iss":["https://id.example"]})", "id_token_issuer");
    row("audience is another", R"({"aud":"other"})", "id_token_audience");
    row("audience in capitals", R"({"aud":"Keyturn"})", "id_token_audience");
    row("audience missing", R"({"aud":null})", "id_token_audience");
    row("audience an empty array", R"({"aud":[]})", "id_token_audience");
    row("audience an object", R"({"aud":{"keyturn":true}})", "id_token_audience");
    row("array with us alone", R"({"aud":["keyturn"]})", "ok");
    row("array without us", R"({"aud":["other","another"]})", "id_token_audience");
    row("array with us within it", R"({"aud":[["keyturn"]]})", "id_token_audience");
    row("array with us twice", R"({"aud":["keyturn","keyturn"],"azp":"keyturn"})", "ok");
    row("several, no party", R"({"aud":["keyturn","https://api.example"]})", "id_token_azp");
    row("several, we are the party", R"({"aud":["keyturn","https://api.example"],"azp":"keyturn"})", "ok");
    row("several, another party", R"({"aud":["keyturn","https://api.example"],"azp":"other"})", "id_token_azp");
    row("one that we did not ask for, we are the party", R"({"aud":["keyturn","other"],"azp":"keyturn"})", "id_token_audience");
    row("one that is no text, we are the party", R"({"aud":["keyturn",7],"azp":"keyturn"})", "id_token_audience");
    row("one that is empty, we are the party", R"({"aud":["keyturn",""],"azp":"keyturn"})", "id_token_audience");
    row("a resource alone", R"({"aud":"https://api.example"})", "id_token_audience");
    row("one audience, another party", R"({"azp":"other"})", "id_token_azp");
    row("one audience, we are the party", R"({"azp":"keyturn"})", "ok");
    row("party is no text", R"({"azp":["keyturn"]})", "id_token_azp");
}

void TstIdToken::fault90IssuerAndAudienceAreOurs()
{
    QFETCH(const QByteArray, changes);
    IdTokenExpectation expected = expectation();
    expected.trustedAudiences = QStringList{QStringLiteral("https://api.example")};
    QTEST(verdict(verifyIdToken(provider().sign(header("RS256"), claimsWith(changes)), published(), expected)), "verdict");
}

void TstIdToken::anIssuerMustBeExpected()
{
    IdTokenExpectation nobody = expectation();
    nobody.issuer.clear();
    for (const char *changes : {"{}", R"({"iss":""})", R"({"iss":null})"})
        QCOMPARE(verdict(verifyIdToken(provider().sign(header("RS256"), claimsWith(changes)), published(), nobody)),
                 QStringLiteral("id_token_issuer"));
}

void TstIdToken::fault91TimesHoldWithinAMinute_data()
{
    QTest::addColumn<QString>("claim");
    QTest::addColumn<double>("offset"); // seconds from now
    QTest::addColumn<QString>("verdict");
    const auto row = [](const char *tag, const char *claim, double offset, const char *verdict) {
        QTest::newRow(tag) << QString::fromLatin1(claim) << offset << QString::fromLatin1(verdict);
    };
    row("exp ahead", "exp", 1, "ok");
    row("exp 59 s ago", "exp", -59, "ok");
    row("exp 60 s ago", "exp", -60, "id_token_expired");
    row("exp 59.1 s ago", "exp", -59.1, "id_token_expired"); // rounded down: 60 s
    row("exp long ago", "exp", -86'400, "id_token_expired");
    row("nbf now", "nbf", 0, "ok");
    row("nbf 60 s ahead", "nbf", 60, "ok");
    row("nbf 61 s ahead", "nbf", 61, "id_token_not_yet_valid");
    row("iat 60 s ahead", "iat", 60, "ok");
    row("iat 61 s ahead", "iat", 61, "id_token_not_yet_valid");
    row("iat a day ago", "iat", -86'400, "ok");
}

void TstIdToken::fault91TimesHoldWithinAMinute()
{
    QFETCH(const QString, claim);
    QFETCH(const double, offset);
    QJsonObject claims = soundClaims();
    claims.insert(claim, static_cast<double>(now.toSecsSinceEpoch()) + offset);
    QTEST(verdict(verifyIdToken(provider().sign(header("RS256"), claims), published(), expectation())), "verdict");
}

void TstIdToken::fault93TimesAreNumbers_data()
{
    QTest::addColumn<QByteArray>("changes");
    QTest::addColumn<QString>("verdict");
    const auto row = [](const char *tag, const char *changes, const char *verdict) {
        QTest::newRow(tag) << QByteArray(changes) << QString::fromLatin1(verdict);
    };
    row("exp missing", R"({"exp":null})", "id_token_expired");
    row("exp as text", R"({"exp":"1895455600"})", "id_token_expired");
    row("exp with a fraction", R"({"exp":1895455600.5})", "ok");
    row("exp 2 to the 63", R"({"exp":9223372036854775808})", "id_token_expired");
    row("exp in milliseconds", R"({"exp":1895455600000})", "id_token_expired");
    row("exp negative", R"({"exp":-1})", "id_token_expired");
    row("exp true", R"({"exp":true})", "id_token_expired");
    row("iat missing", R"({"iat":null})", "id_token_not_yet_valid");
    row("iat as text", R"({"iat":"1795455600"})", "id_token_not_yet_valid");
    row("nbf as text", R"({"nbf":"1795455600"})", "id_token_not_yet_valid");
    row("nbf 2 to the 63", R"({"nbf":9223372036854775808})", "id_token_not_yet_valid");
}

void TstIdToken::fault93TimesAreNumbers()
{
    QFETCH(const QByteArray, changes);
    QTEST(verdict(verifyIdToken(provider().sign(header("RS256"), claimsWith(changes)), published(), expectation())), "verdict");
}

void TstIdToken::fault92TheNonceIsOurs_data()
{
    QTest::addColumn<QByteArray>("changes");
    QTest::newRow("of another sign-in") << QByteArray(R"({"nonce":"n-0S7"})");
    QTest::newRow("in capitals") << QByteArray(R"({"nonce":"N-0S6"})");
    QTest::newRow("cut off") << QByteArray(R"({"nonce":"n-0S"})");
    QTest::newRow("longer") << QByteArray(R"({"nonce":"n-0S6 "})");
    QTest::newRow("missing") << QByteArray(R"({"nonce":null})");
    QTest::newRow("in an array") << QByteArray(R"({"nonce":["n-0S6"]})");
}

void TstIdToken::fault92TheNonceIsOurs()
{
    QFETCH(const QByteArray, changes);
    QCOMPARE(verdict(verifyIdToken(provider().sign(header("RS256"), claimsWith(changes)), published(), expectation())),
             QStringLiteral("id_token_nonce"));
}

void TstIdToken::afterARefreshNoNonceIsExpected()
{
    IdTokenExpectation refreshed = expectation();
    refreshed.nonce.clear();
    for (const char *changes : {"{}", R"({"nonce":null})"})
        QCOMPARE(verdict(verifyIdToken(provider().sign(header("RS256"), claimsWith(changes)), published(), refreshed)), QStringLiteral("ok"));
}

void TstIdToken::theAccessTokensHashIsCompared_data()
{
    QTest::addColumn<QString>("algorithm");
    QTest::addColumn<QString>("hash");
    QTest::addColumn<QString>("verdict");
    const auto half = [](QCryptographicHash::Algorithm method, const QByteArray &token) {
        const QByteArray hash = QCryptographicHash::hash(token, method);
        return QString::fromLatin1(base64url(hash.left(hash.size() / 2)));
    };
    const auto row = [](const char *tag, const char *algorithm, const QString &hash, const char *verdict) {
        QTest::newRow(tag) << QString::fromLatin1(algorithm) << hash << QString::fromLatin1(verdict);
    };
    row("of the token", "RS256", half(QCryptographicHash::Sha256, "access"), "ok");
    row("of the token, 384", "PS384", half(QCryptographicHash::Sha384, "access"), "ok");
    row("of the token, 512", "RS512", half(QCryptographicHash::Sha512, "access"), "ok");
    row("of another token", "RS256", half(QCryptographicHash::Sha256, "Access"), "id_token_at_hash");
    row("by another hash", "RS512", half(QCryptographicHash::Sha256, "access"), "id_token_at_hash");
    row("empty", "RS256", QString(), "id_token_at_hash");
}

void TstIdToken::theAccessTokensHashIsCompared()
{
    QFETCH(const QString, algorithm);
    QFETCH(const QString, hash);
    QJsonObject claims = soundClaims();
    claims.insert(QStringLiteral("at_hash"), hash);
    QTEST(verdict(verifyIdToken(provider().sign(header(algorithm.toLatin1().constData()), claims), published(), expectation())), "verdict");
}

void TstIdToken::aFreshProofIsFresh_data()
{
    QTest::addColumn<QJsonValue>("at");
    QTest::addColumn<int>("issued"); // seconds from now
    QTest::addColumn<QString>("verdict");
    const qint64 since = now.toSecsSinceEpoch() - 300;
    QTest::newRow("since then") << QJsonValue(since + 10) << 0 << "ok";
    QTest::newRow("five seconds of tolerance") << QJsonValue(since - 5) << 0 << "ok";
    QTest::newRow("before") << QJsonValue(since - 6) << 0 << "id_token_auth_time";
    QTest::newRow("by a clock that is behind") << QJsonValue(since - 50) << -50 << "ok";
    QTest::newRow("before, by a clock that is behind") << QJsonValue(since - 56) << -50 << "id_token_auth_time";
    QTest::newRow("by a clock that is too far behind") << QJsonValue(since - 61) << -61 << "id_token_auth_time";
    QTest::newRow("before, by a clock that is ahead") << QJsonValue(since + 44) << 50 << "id_token_auth_time";
    QTest::newRow("untold") << QJsonValue(QJsonValue::Null) << 0 << "id_token_auth_time";
    QTest::newRow("told as text") << QJsonValue(QString::number(since + 10)) << 0 << "id_token_auth_time";
}

void TstIdToken::aFreshProofIsFresh()
{
    QFETCH(const QJsonValue, at);
    QFETCH(const int, issued);
    QJsonObject claims = soundClaims();
    claims.insert(QStringLiteral("iat"), now.toSecsSinceEpoch() + issued);
    if (!at.isNull())
        claims.insert(QStringLiteral("auth_time"), at);
    IdTokenExpectation expected = expectation();
    const core::Secret token = provider().sign(header("RS256"), claims);
    QCOMPARE(verdict(verifyIdToken(token, published(), expected)), QStringLiteral("ok")); // nobody asked
    expected.authenticatedSince = now.addSecs(-300);
    QTEST(verdict(verifyIdToken(token, published(), expected)), "verdict");
}

void TstIdToken::aStrongerProofIsTheOneAskedFor_data()
{
    QTest::addColumn<QByteArray>("claims");
    QTest::addColumn<QString>("verdict");
    QTest::newRow("the best") << QByteArray(R"({"acr":"gold"})") << "ok";
    QTest::newRow("the second") << QByteArray(R"({"acr":"silver"})") << "ok";
    QTest::newRow("another one") << QByteArray(R"({"acr":"bronze"})") << "id_token_acr";
    QTest::newRow("untold") << QByteArray("{}") << "id_token_acr";
}

void TstIdToken::aStrongerProofIsTheOneAskedFor()
{
    QFETCH(const QByteArray, claims);
    IdTokenExpectation expected = expectation();
    expected.acrValues = QStringList{QStringLiteral("gold"), QStringLiteral("silver")};
    QTEST(verdict(verifyIdToken(provider().sign(header("RS256"), claimsWith(claims)), published(), expected)), "verdict");
}

void TstIdToken::fault28TheSubjectIsTheOneExpected_data()
{
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QByteArray>("changes");
    QTest::addColumn<QString>("verdict");
    QTest::newRow("anybody") << QString() << QByteArray("{}") << QStringLiteral("ok");
    QTest::newRow("the same") << QStringLiteral("user-1") << QByteArray("{}") << QStringLiteral("ok");
    QTest::newRow("another") << QStringLiteral("user-2") << QByteArray("{}") << QStringLiteral("id_token_subject");
    QTest::newRow("other capitals") << QStringLiteral("User-1") << QByteArray("{}") << QStringLiteral("id_token_subject");
    QTest::newRow("missing") << QString() << QByteArray(R"({"sub":null})") << QStringLiteral("id_token_subject");
    QTest::newRow("empty") << QString() << QByteArray(R"({"sub":""})") << QStringLiteral("id_token_subject");
    QTest::newRow("a number") << QString() << QByteArray(R"({"sub":7})") << QStringLiteral("id_token_subject");
    QTest::newRow("255 characters") << QString() << R"({"sub":")" + QByteArray(255, 'x') + "\"}" << QStringLiteral("ok");
    QTest::newRow("256 characters") << QString() << R"({"sub":")" + QByteArray(256, 'x') + "\"}" << QStringLiteral("id_token_subject");
}

void TstIdToken::fault28TheSubjectIsTheOneExpected()
{
    QFETCH(const QString, expected);
    QFETCH(const QByteArray, changes);
    IdTokenExpectation known = expectation();
    known.subject = expected;
    QTEST(verdict(verifyIdToken(provider().sign(header("RS256"), claimsWith(changes)), published(), known)), "verdict");
}

} // namespace keyturn::jose

using keyturn::jose::TstIdToken;
KEYTURN_TEST(TstIdToken)
#include "tst_idtoken.moc"
