// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/accesstokens.h"
#include "backend/keyfile.h"
#include "backend/opaquetoken.h"
#include "support/fakeclock.h"
#include "support/registry.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>
#include <QTemporaryDir>
#include <QTest>

namespace keyturn::backend {

namespace {

constexpr auto base64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QJsonObject decoded(const QByteArray &part)
{
    return QJsonDocument::fromJson(QByteArray::fromBase64(part, base64Url)).object();
}

QByteArray encoded(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toBase64(base64Url);
}

} // namespace

class TstTokens : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_key.ok());
        m_ring.emplace(AccessKeys::only(*m_key));
        m_tokens.emplace(m_clock, m_random, *m_ring, QStringLiteral("http://127.0.0.1:1"), std::chrono::seconds(900));
    }

    void accessTokensSayWhatTheyMust()
    {
        const QList<QByteArray> parts = issued().split('.');
        QCOMPARE(parts.size(), 3);
        const QJsonObject header = decoded(parts[0]);
        QCOMPARE(header.value(QStringLiteral("alg")).toString(), QStringLiteral("HS256"));
        QCOMPARE(header.value(QStringLiteral("typ")).toString(), QStringLiteral("at+jwt"));
        const QJsonObject claims = decoded(parts[1]);
        QCOMPARE(claims.keys(),
                 QStringList({QStringLiteral("aud"), QStringLiteral("exp"), QStringLiteral("iat"), QStringLiteral("iss"), QStringLiteral("jti"),
                              QStringLiteral("sid"), QStringLiteral("sub")}));
        QCOMPARE(claims.value(QStringLiteral("exp")).toInteger() - claims.value(QStringLiteral("iat")).toInteger(), 900);
        QCOMPARE(claims.value(QStringLiteral("iss")).toString(), QStringLiteral("http://127.0.0.1:1"));
    }

    void theSignatureIsHmacSha256OfTheKey()
    {
        const QByteArray token = issued();
        const qsizetype dot = token.lastIndexOf('.');
        const QByteArray key = QByteArray::fromBase64(m_key->privateJwk().value(QStringLiteral("k")).toString().toLatin1(), base64Url);
        QCOMPARE(key.size(), 32);
        // By Qt, not by José: what one library signs, the other one finds right.
        QCOMPARE(token.mid(dot + 1), QMessageAuthenticationCode::hash(token.left(dot), key, QCryptographicHash::Sha256).toBase64(base64Url));
    }

    void aFreshTokenIsRead() { QCOMPARE(m_tokens->read(issued()), std::optional(AccessClaims{QStringLiteral("user"), QStringLiteral("session")})); }

    void twoTokensOfOneSecondDiffer() { QVERIFY(issued() != issued()); }

    void aTokenEndsWithItsLife()
    {
        const QByteArray token = issued();
        m_clock.advance(std::chrono::seconds(899));
        QVERIFY(m_tokens->read(token));
        m_clock.advance(std::chrono::seconds(1));
        QVERIFY(!m_tokens->read(token));
    }

    void aTokenMaySayThatItHasBegun()
    {
        const QJsonObject claims = with(decoded(issued().split('.')[1]), "nbf", numericDate(instantOf(m_clock)));
        QVERIFY(m_tokens->read(*m_key->sign("at+jwt", claims)));
    }

    void forgedTokensAreRefused_data()
    {
        QTest::addColumn<QByteArray>("token");
        const QList<QByteArray> parts = issued().split('.');
        const auto withHeader = [&parts](const QJsonObject &header) { return encoded(header) + '.' + parts[1] + '.' + parts[2]; };
        QJsonObject header = decoded(parts[0]);
        QJsonObject claims = decoded(parts[1]);
        claims.insert(QStringLiteral("sub"), QStringLiteral("another"));
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("two parts") << parts[0] + '.' + parts[1];
        QTest::newRow("four parts (FAULTS 94)") << issued() + ".x";
        QTest::newRow("no signature") << parts[0] + '.' + parts[1] + '.';
        QTest::newRow("changed claims") << parts[0] + '.' + encoded(claims) + '.' + parts[2];
        QTest::newRow("another key") << *SigningKey::generate(SigningKey::Algorithm::Hs256)->sign("at+jwt", decoded(parts[1]));
        QTest::newRow("another type") << *m_key->sign("JWT", decoded(parts[1]));
        QTest::newRow("another issuer") << *m_key->sign("at+jwt", with(decoded(parts[1]), "iss", QStringLiteral("http://127.0.0.1:2")));
        QTest::newRow("another audience") << *m_key->sign("at+jwt", with(decoded(parts[1]), "aud", QStringLiteral("x")));
        QTest::newRow("expiry as text") << *m_key->sign("at+jwt", with(decoded(parts[1]), "exp", QStringLiteral("9999999999")));
        const qint64 soon = numericDate(instantOf(m_clock)) + 60;
        QTest::newRow("not yet valid (AUDIT 14)") << *m_key->sign("at+jwt", with(decoded(parts[1]), "nbf", soon));
        QTest::newRow("beginning as text") << *m_key->sign("at+jwt", with(decoded(parts[1]), "nbf", QStringLiteral("0")));
        QTest::newRow("no expiry") << *m_key->sign("at+jwt", with(decoded(parts[1]), "exp", QJsonValue(QJsonValue::Undefined)));
        for (const char *algorithm : {"none", "None", "NONE", "HS384", "RS256", ""}) { // FAULTS 86
            const QJsonObject other = with(header, "alg", QString::fromLatin1(algorithm));
            QTest::addRow("alg %s", algorithm) << withHeader(other);
            QTest::addRow("alg %s without signature", algorithm) << encoded(other) + '.' + parts[1] + '.';
        }
        QTest::newRow("padding (FAULTS 89)") << parts[0] + "=." + parts[1] + '.' + parts[2];
        QTest::newRow("too long") << issued() + QByteArray(10'000, 'A');
    }

    void forgedTokensAreRefused()
    {
        QFETCH(QByteArray, token);
        QVERIFY(!m_tokens->read(token));
    }

    void criticalExtensionsAreRefused() // RFC 7515 §4.1.11, FAULTS 88
    {
        const QByteArray header = encoded({{QStringLiteral("alg"), QStringLiteral("HS256")},
                                           {QStringLiteral("typ"), QStringLiteral("at+jwt")},
                                           {QStringLiteral("kid"), m_key->id()},
                                           {QStringLiteral("crit"), QJsonArray{QStringLiteral("x")}}});
        const QByteArray signedPart = header + '.' + issued().split('.').at(1);
        const QByteArray key = QByteArray::fromBase64(m_key->privateJwk().value(QStringLiteral("k")).toString().toLatin1(), base64Url);
        QVERIFY(
            !m_tokens->read(signedPart + '.' + QMessageAuthenticationCode::hash(signedPart, key, QCryptographicHash::Sha256).toBase64(base64Url)));
    }

    void rs256KeysPublishNoPrivateMember()
    {
        const auto key = SigningKey::generate(SigningKey::Algorithm::Rs256);
        QVERIFY(key.ok());
        QCOMPARE(key->publicJwk().keys(),
                 QStringList({QStringLiteral("alg"), QStringLiteral("e"), QStringLiteral("kid"), QStringLiteral("kty"), QStringLiteral("n"),
                              QStringLiteral("use")}));
        const auto token = key->sign("JWT", {{QStringLiteral("sub"), QStringLiteral("x")}});
        QCOMPARE(key->verify("JWT", *token), std::optional(QJsonObject{{QStringLiteral("sub"), QStringLiteral("x")}}));
        QCOMPARE(decoded(token->split('.').first()).value(QStringLiteral("kid")).toString(), key->id());
    }

    void keysAreWrittenOnceAndReadBack()
    {
        const QTemporaryDir directory;
        const auto made = loadOrCreateKeys(directory.filePath(QStringLiteral("keys.json")), instantOf(m_clock));
        QVERIFY(made.ok());
        QCOMPARE(QFile::permissions(directory.filePath(QStringLiteral("keys.json"))) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther), 0);
        const auto read = loadOrCreateKeys(directory.filePath(QStringLiteral("keys.json")), instantOf(m_clock));
        QVERIFY(read.ok());
        QCOMPARE(read->access.current().id(), made->access.current().id());
        QCOMPARE(read->google.id(), made->google.id());
    }

    void aBrokenKeyFileIsRefusedAndLeftAlone_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("no JSON") << QByteArray("hello");
        QTest::newRow("no keys") << QByteArray("{}");
        QTest::newRow("a short key") << QByteArray(R"({"access":{"kty":"oct","alg":"HS256","k":"c2hvcnQ"}})");
    }

    void aBrokenKeyFileIsRefusedAndLeftAlone()
    {
        QFETCH(QByteArray, content);
        const QTemporaryDir directory;
        QFile file(directory.filePath(QStringLiteral("keys.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        const auto read = loadOrCreateKeys(directory.filePath(QStringLiteral("keys.json")), instantOf(m_clock));
        QVERIFY(!read.ok());
        QCOMPARE(read.error().code, QStringLiteral("keys_unreadable"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), content);
    }

    void aSealedSuccessorOpensForItsPredecessorAlone()
    {
        const core::Secret old = newOpaqueToken(m_random);
        const core::Secret successor = newOpaqueToken(m_random);
        const QByteArray sealedBytes = sealSuccessor(old, successor);
        QCOMPARE(openSuccessor(old, sealedBytes), successor);
        QVERIFY(!(openSuccessor(newOpaqueToken(m_random), sealedBytes) == successor));
        QVERIFY(!sealedBytes.toBase64(base64Url).contains(successor.reveal().toByteArray()));
        QVERIFY(openSuccessor(old, sealedBytes.chopped(1)).isEmpty());
    }

    void opaqueTokensHave256Bits()
    {
        const core::Secret token = newOpaqueToken(m_random);
        QCOMPARE(QByteArray::fromBase64(token.reveal().toByteArray(), base64Url).size(), 32);
        QCOMPARE(hashOf(token).size(), 32);
        QVERIFY(hashOf(token) != hashOf(newOpaqueToken(m_random)));
    }

private:
    QByteArray issued() { return m_tokens->issue({QStringLiteral("user"), QStringLiteral("session")})->value.reveal().toByteArray(); }
    static QJsonObject with(QJsonObject object, const char *name, const QJsonValue &value)
    {
        object.insert(QLatin1String(name), value);
        return object;
    }

    tests::FakeClock m_clock;
    core::SystemRandom m_random;
    core::Result<SigningKey> m_key = SigningKey::generate(SigningKey::Algorithm::Hs256);
    std::optional<KeyRing> m_ring;
    std::optional<AccessTokens> m_tokens;
};

} // namespace keyturn::backend

using keyturn::backend::TstTokens;
KEYTURN_TEST(TstTokens)
#include "tst_tokens.moc"
