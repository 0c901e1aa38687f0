// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jose/jwkscache.h"
#include "signer.h"
#include "support/fakeclock.h"
#include "support/fakehttpclient.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <QTest>

namespace keyturn::jose {

namespace {

const QByteArray address = "GET /jwks";
const QUrl url(QStringLiteral("https://id.example/jwks"));

QByteArray setWith(const QStringList &ids)
{
    QJsonArray keys;
    for (const QString &id : ids)
        keys.append(QJsonObject{{QStringLiteral("kty"), QStringLiteral("RSA")}, {QStringLiteral("kid"), id}});
    return QJsonDocument(QJsonObject{{QStringLiteral("keys"), keys}}).toJson();
}

struct Rig {
    tests::FakeClock clock;
    tests::FakeHttpClient http;
    JwksCache cache{clock, http};

    /// The ids of the set that a token with @p keyId is held against, or an error's code.
    QString idsFor(const char *keyId)
    {
        const core::Async<Jwks> answer = cache.fetch(url, QString::fromLatin1(keyId));
        if (!QTest::qWaitFor([&answer] { return answer.isFinished(); }))
            return QStringLiteral("never");
        const core::Result<Jwks> keys = answer.result();
        if (!keys.ok())
            return keys.error().code;
        QStringList ids;
        for (const QJsonObject &key : keys->keys)
            ids.append(key.value(QStringLiteral("kid")).toString());
        QCoreApplication::processEvents();
        return ids.join(u' ');
    }
    qsizetype fetches() const { return http.countOf(address); }
};

} // namespace

class TstJwksCache : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aSetIsFetchedOnce();
    void aKeyThatWasWithdrawnServesForAnHourAtMost();
    void keysAreFetchedAnewOnceAMinute();
    void aRotatedKeyIsFound();
    void fault88UnknownKeysDoNotMakeUsAskMoreThanOnceAMinute();
    void concurrentQuestionsShareOneFetch();
    void aFailureIsNotKept_data();
    void aFailureIsNotKept();
    void aPauseUntilADateIsTold();
    void aFailureLeavesTheOldSet();
    void setsOfTwoAddressesAreApart();
    void theCacheMayEndWhileItFetches();
};

void TstJwksCache::aSetIsFetchedOnce()
{
    Rig rig;
    rig.http.answer(address, 200, setWith({QStringLiteral("a"), QStringLiteral("b")}));
    QCOMPARE(rig.idsFor("a"), QStringLiteral("a b"));
    rig.clock.advance(std::chrono::minutes(59));
    QCOMPARE(rig.idsFor("b"), QStringLiteral("a b"));
    QCOMPARE(rig.idsFor(""), QStringLiteral("a b"));
    QCOMPARE(rig.fetches(), 1);
    QCOMPARE(rig.http.requests().first().purpose, QStringLiteral("jwks"));
}

void TstJwksCache::aKeyThatWasWithdrawnServesForAnHourAtMost()
{
    Rig rig;
    rig.http.answer(address, 200, setWith({QStringLiteral("stolen")}));
    rig.http.answer(address, 200, setWith({QStringLiteral("fresh")}));
    QCOMPARE(rig.idsFor("stolen"), QStringLiteral("stolen"));
    rig.clock.advance(std::chrono::hours(1));
    QCOMPARE(rig.idsFor("stolen"), QStringLiteral("fresh"));
    QCOMPARE(rig.fetches(), 2);
}

void TstJwksCache::keysAreFetchedAnewOnceAMinute()
{
    Rig rig;
    rig.http.answer(address, 200, setWith({QStringLiteral("a")}));
    QCOMPARE(rig.idsFor("a"), QStringLiteral("a"));
    QVERIFY(rig.cache.fetchAnew(url).isFinished());
    QCOMPARE(rig.fetches(), 1);
    rig.clock.advance(std::chrono::minutes(1));
    const core::Async<Jwks> anew = rig.cache.fetchAnew(url);
    QTRY_VERIFY(anew.isFinished());
    QCOMPARE(rig.fetches(), 2);
}

void TstJwksCache::aRotatedKeyIsFound()
{
    Rig rig;
    rig.http.answer(address, 200, setWith({QStringLiteral("a")}));
    rig.http.answer(address, 200, setWith({QStringLiteral("b")}));
    QCOMPARE(rig.idsFor("a"), QStringLiteral("a"));
    rig.clock.advance(std::chrono::minutes(1));
    QCOMPARE(rig.idsFor("b"), QStringLiteral("b"));
    QCOMPARE(rig.fetches(), 2);
}

void TstJwksCache::fault88UnknownKeysDoNotMakeUsAskMoreThanOnceAMinute()
{
    Rig rig;
    rig.http.answer(address, 200, setWith({QStringLiteral("a")}));
    for (const char *id : {"a", "x", "y", "../../etc/passwd", "x' OR 1=1", "http://evil.example/key"})
        QCOMPARE(rig.idsFor(id), QStringLiteral("a"));
    QCOMPARE(rig.fetches(), 1);
    rig.clock.advance(std::chrono::milliseconds(59'999));
    QCOMPARE(rig.idsFor("x"), QStringLiteral("a"));
    QCOMPARE(rig.fetches(), 1);
    rig.clock.advance(std::chrono::milliseconds(1));
    QCOMPARE(rig.idsFor("x"), QStringLiteral("a"));
    QCOMPARE(rig.idsFor("y"), QStringLiteral("a"));
    QCOMPARE(rig.fetches(), 2);
    QVERIFY(rig.http.unexpected().isEmpty()); // a kid never becomes part of an address
}

void TstJwksCache::concurrentQuestionsShareOneFetch()
{
    Rig rig;
    rig.http.answer(address, 200, setWith({QStringLiteral("a")}));
    rig.http.holdBack(address);
    QList<core::Async<Jwks>> answers;
    for (int i = 0; i < 20; ++i)
        answers.append(rig.cache.fetch(url, QStringLiteral("a")));
    rig.http.release(address);
    for (const core::Async<Jwks> &answer : answers) {
        QTRY_VERIFY(answer.isFinished());
        QVERIFY(answer.result().ok());
    }
    QCOMPARE(rig.fetches(), 1);
}

void TstJwksCache::aFailureIsNotKept_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<core::ErrorKind>("kind");
    const QByteArray json = "application/json";
    const QByteArray evil = setWith({QStringLiteral("evil")});
    QTest::newRow("500") << 500 << QByteArray() << json << core::ErrorKind::Offline;
    QTest::newRow("404") << 404 << QByteArray() << json << core::ErrorKind::BadReply;
    QTest::newRow("a redirect") << 302 << evil << json << core::ErrorKind::BadReply;
    QTest::newRow("HTML") << 200 << QByteArray("<html>") << json << core::ErrorKind::BadReply;
    QTest::newRow("a set that is a page by its type") << 200 << evil << QByteArray("text/html") << core::ErrorKind::BadReply;
    QTest::newRow("a set without a type") << 200 << evil << QByteArray() << core::ErrorKind::BadReply;
    QTest::newRow("fault 36: more than can be read") << 200 << QByteArray(maxJwksBytes + 1, ' ') << json << core::ErrorKind::BadReply;
}

void TstJwksCache::aFailureIsNotKept()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    Rig rig;
    QFETCH(const QByteArray, type);
    rig.http.answer(address, status, body, {{"Content-Type", type}});
    rig.http.answer(address, 200, setWith({QStringLiteral("a")}), {{"Content-Type", "application/jwk-set+json; charset=utf-8"}});
    const core::Async<Jwks> first = rig.cache.fetch(url, QStringLiteral("a"));
    QTRY_VERIFY(first.isFinished());
    QCOMPARE(first.result().error().code, QStringLiteral("jwks_invalid"));
    QTEST(first.result().error().kind, "kind");
    QCOMPARE(first.result().error().step, QStringLiteral("jwks"));
    QCOMPARE(rig.http.requests().first().maxBodyBytes, maxJwksBytes); // what is read is what is fetched
    QCoreApplication::processEvents();
    QCOMPARE(rig.idsFor("a"), QStringLiteral("a"));
    QCOMPARE(rig.fetches(), 2);
}

/// FAULTS 42.
void TstJwksCache::aPauseUntilADateIsTold()
{
    Rig rig;
    const QString date = QLocale::c().toString(rig.clock.now().addSecs(90), QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
    for (const int status : {503, 429}) {
        rig.http.answer(address, status, {}, {{"Retry-After", date.toLatin1()}});
        const core::Async<Jwks> answer = rig.cache.fetch(url, QStringLiteral("a"));
        QTRY_VERIFY(answer.isFinished());
        QCOMPARE(answer.result().error().kind, status == 429 ? core::ErrorKind::RateLimited : core::ErrorKind::Offline);
        QCOMPARE(answer.result().error().retryAfter, std::optional(std::chrono::seconds(90)));
        QCoreApplication::processEvents();
        rig.http.forget(address);
    }
}

void TstJwksCache::aFailureLeavesTheOldSet()
{
    Rig rig;
    rig.http.answer(address, 200, setWith({QStringLiteral("a")}));
    rig.http.fail(address, core::ErrorKind::Offline, QStringLiteral("timeout"));
    QCOMPARE(rig.idsFor("a"), QStringLiteral("a"));
    rig.clock.advance(std::chrono::minutes(1));
    QCOMPARE(rig.idsFor("b"), QStringLiteral("timeout"));
    QCOMPARE(rig.idsFor("a"), QStringLiteral("a"));
}

void TstJwksCache::setsOfTwoAddressesAreApart()
{
    Rig rig;
    rig.http.answer(address, 200, setWith({QStringLiteral("a")}));
    rig.http.answer("GET /other", 200, setWith({QStringLiteral("b")}));
    QCOMPARE(rig.idsFor("a"), QStringLiteral("a"));
    const core::Async<Jwks> other = rig.cache.fetch(QUrl(QStringLiteral("https://id.example/other")), QStringLiteral("a"));
    QTRY_VERIFY(other.isFinished());
    QCOMPARE(other.result()->keys.first().value(QStringLiteral("kid")).toString(), QStringLiteral("b"));
}

void TstJwksCache::theCacheMayEndWhileItFetches()
{
    tests::FakeClock clock;
    tests::FakeHttpClient http;
    http.answer(address, 200, setWith({QStringLiteral("a")}));
    http.holdBack(address);
    core::Async<Jwks> answer;
    {
        JwksCache cache(clock, http);
        answer = cache.fetch(url, QStringLiteral("a"));
    }
    http.release(address);
    QTRY_VERIFY(answer.isFinished());
    QCOMPARE(answer.result().error().kind, core::ErrorKind::Cancelled);
}

} // namespace keyturn::jose

using keyturn::jose::TstJwksCache;
KEYTURN_TEST(TstJwksCache)
#include "tst_jwkscache.moc"
