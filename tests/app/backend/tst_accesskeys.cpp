// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backend/accesstokens.h"
#include "backend/keyfile.h"
#include "support/fakeclock.h"
#include "support/registry.h"

#include <QFile>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>
#include <QTemporaryDir>
#include <QTest>

namespace keyturn::backend {

namespace {

using namespace std::chrono_literals;
using Algorithm = SigningKey::Algorithm;

constexpr auto base64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QByteArray encoded(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toBase64(base64Url);
}

QJsonObject decoded(const QByteArray &part)
{
    return QJsonDocument::fromJson(QByteArray::fromBase64(part, base64Url)).object();
}

SigningKey generated(Algorithm algorithm)
{
    const auto key = SigningKey::generate(algorithm);
    if (!key.ok())
        qFatal("no key");
    return *key;
}

/// Another one than the last. RSA keys take long to make: two take turns.
SigningKey newKey(Algorithm algorithm)
{
    if (algorithm != Algorithm::Rs256)
        return generated(algorithm);
    static const SigningKey keys[] = {generated(algorithm), generated(algorithm)};
    static std::size_t turn = 0;
    return keys[turn++ % 2];
}

} // namespace

/// The keys of access tokens: their kinds, their change, and what forged tokens make of them (RFC 8725).
class TstAccessKeys : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyAlgorithmSignsAndReads_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QStringList>("members");
        QTest::newRow("HS256") << QStringLiteral("HS256") << QStringList();
        QTest::newRow("RS256") << QStringLiteral("RS256") << QStringList{QStringLiteral("alg"), QStringLiteral("e"), QStringLiteral("kid"),
                                                                         QStringLiteral("kty"), QStringLiteral("n"), QStringLiteral("use")};
        QTest::newRow("ES256") << QStringLiteral("ES256")
                               << QStringList{QStringLiteral("alg"), QStringLiteral("crv"), QStringLiteral("kid"), QStringLiteral("kty"),
                                              QStringLiteral("use"), QStringLiteral("x"),   QStringLiteral("y")};
    }

    void everyAlgorithmSignsAndReads()
    {
        QFETCH(QString, name);
        QFETCH(QStringList, members);
        const SigningKey key = newKey(*SigningKey::algorithmNamed(name));
        KeyRing ring(AccessKeys::only(key));
        const QByteArray token = issued(ring);
        QVERIFY(reads(ring, token));
        const QJsonObject header = decoded(token.split('.').first());
        QCOMPARE(header.value(QStringLiteral("alg")).toString(), name);
        QCOMPARE(header.value(QStringLiteral("typ")).toString(), QStringLiteral("at+jwt"));
        QCOMPARE(header.value(QStringLiteral("kid")).toString(), key.id());
        const QJsonArray jwks = ring.keys()->jwks(now(), 900s);
        QCOMPARE(jwks.size(), members.isEmpty() ? 0 : 1); // an HMAC key is nobody's to see
        if (!members.isEmpty())
            QCOMPARE(jwks.first().toObject().keys(), members);
        const auto again = SigningKey::fromJwk(key.privateJwk());
        QVERIFY(again.ok());
        QCOMPARE(again->id(), key.id());
    }

    void aRetiredKeyVerifiesUntilItsTokensHaveEnded()
    {
        const SigningKey old = newKey(Algorithm::Es256);
        KeyRing ring(AccessKeys::only(old));
        const QByteArray before = issued(ring);
        ring.replace(ring.keys()->rotatedTo(newKey(Algorithm::Es256), now()));
        QVERIFY(reads(ring, before));
        QVERIFY(decoded(issued(ring).split('.').first()).value(QStringLiteral("kid")).toString() != old.id());
        QCOMPARE(ring.keys()->jwks(now(), 900s).size(), 2);
        m_clock.advance(899s);
        QVERIFY(reads(ring, before));
        m_clock.advance(31s); // and the moment that a running service takes to notice
        QVERIFY(!reads(ring, *old.sign("at+jwt", claims())));
        QCOMPARE(ring.keys()->jwks(now(), 900s).size(), 1);
    }

    void keysThatRetiredLongAgoAreForgotten()
    {
        const AccessKeys first = AccessKeys::only(newKey(Algorithm::Hs256)).rotatedTo(newKey(Algorithm::Hs256), now());
        QCOMPARE(first.rotatedTo(newKey(Algorithm::Hs256), now() + 23h).all().size(), 3);
        QCOMPARE(first.rotatedTo(newKey(Algorithm::Hs256), now() + 25h).all().size(), 2);
    }

    void aKeyIsPublishedBeforeItSigns()
    {
        KeyRing ring(AccessKeys::only(newKey(Algorithm::Es256)));
        const SigningKey next = newKey(Algorithm::Es256);
        ring.replace(ring.keys()->withNext(next, now()));
        QCOMPARE(ring.keys()->jwks(now(), 900s).size(), 2);
        QVERIFY(decoded(issued(ring).split('.').first()).value(QStringLiteral("kid")).toString() != next.id());
        QVERIFY(reads(ring, *next.sign("at+jwt", claims()))); // by another instance, which has noticed the rotation already
        QCOMPARE(ring.keys()->next()->id(), next.id());
        ring.replace(ring.keys()->rotatedTo(*ring.keys()->next(), now()));
        QCOMPARE(ring.keys()->current().id(), next.id());
        QCOMPARE(ring.keys()->all().size(), 2);
    }

    void forgedTokensAreRefused_data()
    {
        QTest::addColumn<QString>("attack");
        for (const char *attack : {"HS256 with the public key's text", "HS256 with the public key's modulus", "unknown kid", "no kid",
                                   "kid of another key", "none", "the ID tokens' key"})
            QTest::newRow(attack) << QString::fromLatin1(attack);
    }

    void forgedTokensAreRefused()
    {
        QFETCH(QString, attack);
        const SigningKey key = newKey(Algorithm::Rs256);
        const KeyRing ring(AccessKeys::only(key));
        const auto header = [](const char *algorithm, const QString &kid) {
            QJsonObject object{{QStringLiteral("alg"), QLatin1String(algorithm)}, {QStringLiteral("typ"), QStringLiteral("at+jwt")}};
            if (!kid.isEmpty())
                object.insert(QStringLiteral("kid"), kid);
            return object;
        };
        const auto hmac = [&](const QByteArray &secret) {
            const QByteArray signedPart = encoded(header("HS256", key.id())) + '.' + encoded(claims());
            return QByteArray(signedPart + '.'
                              + QMessageAuthenticationCode::hash(signedPart, secret, QCryptographicHash::Sha256).toBase64(base64Url));
        };
        const QByteArray good = *key.sign("at+jwt", claims());
        const QByteArray rest = good.mid(good.indexOf('.'));
        QVERIFY(reads(ring, good));
        QByteArray forged;
        if (attack.contains(QLatin1String("text")))
            forged = hmac(QJsonDocument(key.publicJwk()).toJson(QJsonDocument::Compact));
        else if (attack.contains(QLatin1String("modulus")))
            forged = hmac(QByteArray::fromBase64(key.publicJwk().value(QStringLiteral("n")).toString().toLatin1(), base64Url));
        else if (attack.startsWith(QLatin1String("unknown")))
            forged = encoded(header("RS256", QStringLiteral("guessed"))) + rest;
        else if (attack.startsWith(QLatin1String("no kid")))
            forged = encoded(header("RS256", {})) + rest;
        else if (attack.startsWith(QLatin1String("kid")))
            forged = encoded(header("RS256", key.id())) + (*newKey(Algorithm::Rs256).sign("at+jwt", claims())).mid(good.indexOf('.'));
        else if (attack == QLatin1String("none"))
            forged = encoded(header("none", key.id())) + '.' + encoded(claims()) + '.';
        else
            forged = *newKey(Algorithm::Rs256).sign("at+jwt", claims());
        QVERIFY(!reads(ring, forged));
    }

    void aGoodSignatureUnderAnotherIdIsRefused()
    {
        const SigningKey key = newKey(Algorithm::Hs256);
        const KeyRing ring(AccessKeys::only(key));
        const QByteArray secret = QByteArray::fromBase64(key.privateJwk().value(QStringLiteral("k")).toString().toLatin1(), base64Url);
        const auto signedUnder = [&](const QString &kid) {
            const QByteArray header = encoded(
                {{QStringLiteral("alg"), QStringLiteral("HS256")}, {QStringLiteral("typ"), QStringLiteral("at+jwt")}, {QStringLiteral("kid"), kid}});
            const QByteArray signedPart = header + '.' + encoded(claims());
            return QByteArray(signedPart + '.'
                              + QMessageAuthenticationCode::hash(signedPart, secret, QCryptographicHash::Sha256).toBase64(base64Url));
        };
        QVERIFY(reads(ring, signedUnder(key.id())));
        QVERIFY(!reads(ring, signedUnder(QStringLiteral("guessed"))));
        QVERIFY(!reads(ring, signedUnder({})));
    }

    void keysThatAreTooWeakAreRefused_data()
    {
        QTest::addColumn<QByteArray>("jwk");
        QTest::newRow("public RSA") << QJsonDocument(newKey(Algorithm::Rs256).publicJwk()).toJson();
        QTest::newRow("public EC") << QJsonDocument(newKey(Algorithm::Es256).publicJwk()).toJson();
        QTest::newRow("short RSA") << QByteArray(R"({"kty":"RSA","alg":"RS256","n":"AQAB","e":"AQAB","d":"AQAB"})");
        QTest::newRow("another curve") << QByteArray(R"({"kty":"EC","alg":"ES256","crv":"P-384","x":"AA","y":"AA","d":"AA"})");
        QTest::newRow("a secret for RS256") << QByteArray(R"({"kty":"oct","alg":"RS256","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})");
    }

    void keysThatAreTooWeakAreRefused()
    {
        QFETCH(QByteArray, jwk);
        QVERIFY(!SigningKey::fromJwk(QJsonDocument::fromJson(jwk).object()).ok());
    }

    void theFileOfEarlierVersionsIsReadOn()
    {
        const QTemporaryDir directory;
        const SigningKey access = newKey(Algorithm::Hs256);
        const SigningKey google = newKey(Algorithm::Rs256);
        write(directory, {{QStringLiteral("access"), access.privateJwk()}, {QStringLiteral("google"), google.privateJwk()}});
        const auto read = loadOrCreateKeys(directory.filePath(QStringLiteral("keys.json")), now());
        QVERIFY(read.ok());
        QCOMPARE(read->access.current().id(), access.id());
        const auto changed = loadOrCreateKeys(directory.filePath(QStringLiteral("keys.json")), now(), Algorithm::Es256);
        QVERIFY(changed.ok());
        QCOMPARE(changed->access.current().algorithm(), Algorithm::Es256);
        QCOMPARE(changed->access.all().size(), 2);
        QCOMPARE(changed->google.id(), google.id());
        const auto again = loadOrCreateKeys(directory.filePath(QStringLiteral("keys.json")), now(), Algorithm::Es256);
        QCOMPARE(again->access.current().id(), changed->access.current().id());
        QCOMPARE(again->access.all().size(), 2);
        QCOMPARE(again->access.all().at(1).retiredAt, now());
    }

    void aFileThatMakesNoSenseIsRefused_data()
    {
        QTest::addColumn<QString>("change");
        for (const char *change : {"two current", "none current", "retiring without a time", "unknown state", "a list of none"})
            QTest::newRow(change) << QString::fromLatin1(change);
    }

    void aFileThatMakesNoSenseIsRefused()
    {
        QFETCH(QString, change);
        const QTemporaryDir directory;
        const auto entry = [this](const char *state) {
            return QJsonObject{{QStringLiteral("jwk"), newKey(Algorithm::Hs256).privateJwk()},
                               {QStringLiteral("state"), QLatin1String(state)},
                               {QStringLiteral("createdAt"), isoText(now())}};
        };
        QJsonArray keys;
        if (change != QLatin1String("a list of none"))
            keys.append(entry(change == QLatin1String("none current") ? "next" : "current"));
        if (change == QLatin1String("two current"))
            keys.append(entry("current"));
        if (change.startsWith(QLatin1String("retiring")))
            keys.append(entry("retiring"));
        if (change.startsWith(QLatin1String("unknown")))
            keys.append(entry("asleep"));
        write(directory, {{QStringLiteral("access"), keys}, {QStringLiteral("google"), newKey(Algorithm::Rs256).privateJwk()}});
        QCOMPARE(loadOrCreateKeys(directory.filePath(QStringLiteral("keys.json")), now()).error().code, QStringLiteral("keys_unreadable"));
    }

    void aChangedFileIsNoticed()
    {
        const QTemporaryDir directory;
        const auto made = loadOrCreateKeys(directory.filePath(QStringLiteral("keys.json")), now());
        QVERIFY(made.ok());
        KeyFileWatch watch(directory.filePath(QStringLiteral("keys.json")));
        QVERIFY(!watch.changed());
        const SigningKey next = newKey(Algorithm::Rs256); // another length, so that the file is another one even within a tick of its clock
        QVERIFY(changeAccessKeys(directory.filePath(QStringLiteral("keys.json")), [&](const AccessKeys &old) {
                    return core::Result<AccessKeys>(old.rotatedTo(next, now()));
                }).ok());
        const auto changed = watch.changed();
        QVERIFY(changed && changed->ok());
        QCOMPARE((*changed)->current().id(), next.id());
        QVERIFY(!watch.changed());
        QFile file(directory.filePath(QStringLiteral("keys.json")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{}") == 2);
        file.close();
        const auto broken = watch.changed();
        QVERIFY(broken && !broken->ok());
    }

private:
    [[nodiscard]] Instant now() const { return instantOf(m_clock); }
    [[nodiscard]] AccessTokens tokens(const KeyRing &ring) { return {m_clock, m_random, ring, QStringLiteral("http://127.0.0.1:1"), 900s}; }
    [[nodiscard]] QByteArray issued(const KeyRing &ring)
    {
        return tokens(ring).issue({QStringLiteral("user"), QStringLiteral("session")})->value.reveal().toByteArray();
    }
    [[nodiscard]] bool reads(const KeyRing &ring, const QByteArray &token) { return tokens(ring).read(token).has_value(); }
    [[nodiscard]] QJsonObject claims() const
    {
        return {{QStringLiteral("iss"), QStringLiteral("http://127.0.0.1:1")},
                {QStringLiteral("aud"), QStringLiteral("http://127.0.0.1:1/api")},
                {QStringLiteral("sub"), QStringLiteral("user")},
                {QStringLiteral("sid"), QStringLiteral("session")},
                {QStringLiteral("exp"), numericDate(now()) + 900}};
    }
    static void write(const QTemporaryDir &directory, const QJsonObject &content)
    {
        QFile file(directory.filePath(QStringLiteral("keys.json")));
        if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
            || file.write(QJsonDocument(content).toJson()) <= 0)
            qFatal("no key file");
    }

    tests::FakeClock m_clock;
    core::SystemRandom m_random;
};

} // namespace keyturn::backend

using keyturn::backend::TstAccessKeys;
KEYTURN_TEST(TstAccessKeys)
#include "tst_accesskeys.moc"
