// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "house.h"

#include "support/registry.h"

#include <QDir>

using namespace keyturn;
using tests::answerOf;
using tests::headerOf;
using tests::House;

/// Whoever signs in again has one session at the backend, not two.
class TstReplacedSession : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void theSessionBeforeIsEnded_data();
    void theSessionBeforeIsEnded();
    void signingInAgainByPasswordEndsItToo();
    void itIsEndedAfterTheNewOneIsStored();
    void itEndsLaterWhereTheBackendIsAway();
    void nobodyWaitsLongForIt();
    void whereTheNewOneCannotBeStoredTheOldOneStays();
    void whatTheBackendHasEndedIsNotEndedOnceMore();

private:
    [[nodiscard]] static accounts::NewSignIn signInWith(const QByteArray &access, const QByteArray &refresh, const QString &provider = {});
    [[nodiscard]] core::Async<model::Account> keep(const accounts::NewSignIn &signIn) { return m_keeping->keep(signIn, this); }
    [[nodiscard]] QByteArrayList ended() const;

    std::unique_ptr<House> m_house;
    std::unique_ptr<accounts::AccountKeeping> m_keeping;
};

void TstReplacedSession::init()
{
    m_house = std::make_unique<House>();
    m_keeping.reset(
        new accounts::AccountKeeping{m_house->clock, m_house->random, m_house->records, m_house->secrets, m_house->tokens, m_house->revocations});
}

void TstReplacedSession::cleanup()
{
    QVERIFY2(m_house->http.unexpected().isEmpty(), m_house->http.unexpected().value(0).constData());
    m_keeping.reset();
    m_house.reset();
}

accounts::NewSignIn TstReplacedSession::signInWith(const QByteArray &access, const QByteArray &refresh, const QString &provider)
{
    accounts::NewSignIn signIn;
    signIn.profile = model::ProfileId(QStringLiteral("example"));
    signIn.provider = model::ProviderId(provider);
    signIn.identity.issuer = QStringLiteral("https://auth.example");
    signIn.identity.subject = QStringLiteral("u1");
    signIn.tokens.accessToken = core::Secret(access);
    signIn.tokens.refreshToken = core::Secret(refresh);
    return signIn;
}

/// The refresh tokens whose sessions the backend was asked to end.
QByteArrayList TstReplacedSession::ended() const
{
    QByteArrayList tokens;
    for (const net::HttpRequest &request : m_house->http.requests()) {
        if (tests::addressOf(request) == "POST /logout")
            tokens.append(headerOf(request, "Cookie"));
    }
    return tokens;
}

void TstReplacedSession::theSessionBeforeIsEnded_data()
{
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QByteArray>("access");
    QTest::addColumn<QByteArray>("refresh");
    QTest::addColumn<QByteArrayList>("expected");
    const QByteArrayList none;
    QTest::newRow("another session") << QString() << QByteArray("access-2") << QByteArray("refresh-2") << QByteArrayList{"rt=refresh-1"};
    QTest::newRow("a session without a refresh token") << QString() << QByteArray("access-2") << QByteArray() << QByteArrayList{"rt=refresh-1"};
    QTest::newRow("the same refresh token") << QString() << QByteArray("access-2") << QByteArray("refresh-1") << none;
    QTest::newRow("the same session cookie") << QString() << QByteArray("access-1") << QByteArray() << none;
    // Google: "If the token is an access token and it has a corresponding refresh token, the refresh token will also be revoked", and with it all of
    // the grant; GitHub's applications have one grant for each person.
    QTest::newRow("of a provider") << QStringLiteral("hub") << QByteArray("access-2") << QByteArray("refresh-2") << none;
}

void TstReplacedSession::theSessionBeforeIsEnded()
{
    QFETCH(const QString, provider);
    QFETCH(const QByteArray, access);
    QFETCH(const QByteArray, refresh);
    m_house->http.answer("POST /logout", 204);
    const auto first = answerOf(keep(signInWith("access-1", "refresh-1", provider)));
    QVERIFY(first.ok());
    const auto again = answerOf(keep(signInWith(access, refresh, provider)));
    QVERIFY(again.ok());
    QCOMPARE(again->id, first->id);
    QTEST(ended(), "expected");
    QVERIFY(m_house->tokens.current(again->id)->accessToken == core::Secret(access));
}

void TstReplacedSession::signingInAgainByPasswordEndsItToo()
{
    m_house->http.answer("POST /logout", 204);
    const model::AccountId id = m_house->signedIn();
    m_house->http.answer("POST /login", 200, R"({"token":"another","expiresIn":900,"user":{"id":"u1"}})",
                         {{"Set-Cookie", "rt=refresh-2; HttpOnly; Max-Age=604800"}});
    accounts::PasswordSignInRequest request = m_house->ada();
    request.expected = id;
    const auto flow = m_house->signIn.withPassword(request);
    tests::Ending ending(*flow);
    ending.run();
    QCOMPARE(ending.signedIn, QList<model::AccountId>{id});
    QCOMPARE(ended(), QByteArrayList{"rt=refresh-u1"});
}

/// A crash in between leaves a session too many, and never an account whose only session is over.
void TstReplacedSession::itIsEndedAfterTheNewOneIsStored()
{
    const auto first = answerOf(keep(signInWith("access-1", "refresh-1")));
    QVERIFY(first.ok());
    quint64 generation = 0;
    m_house->http.on("POST /logout", [&](const net::HttpRequest &request) -> core::Result<net::HttpResponse> {
        generation = m_house->records.find(first->id)->generation;
        return net::HttpResponse{204, {}, {}, request.url};
    });
    QVERIFY(answerOf(keep(signInWith("access-2", "refresh-2"))).ok());
    QCOMPARE(generation, 2U);
}

void TstReplacedSession::itEndsLaterWhereTheBackendIsAway()
{
    QVERIFY(answerOf(keep(signInWith("access-1", "refresh-1"))).ok());
    m_house->http.fail("POST /logout", core::ErrorKind::Offline, QStringLiteral("connection_closed"));
    QVERIFY(answerOf(keep(signInWith("access-2", "refresh-2"))).ok());
    QCOMPARE(ended(), QByteArrayList{"rt=refresh-1"});
    m_house->http.forget("POST /logout");
    m_house->http.answer("POST /logout", 204);
    QVERIFY(answerOf(m_house->revocations.retryPending()).ok());
    QCOMPARE(ended(), (QByteArrayList{"rt=refresh-1", "rt=refresh-1"}));
    QVERIFY(answerOf(m_house->revocations.retryPending()).ok());
    QCOMPARE(ended().size(), 2);
}

void TstReplacedSession::nobodyWaitsLongForIt()
{
    QVERIFY(answerOf(keep(signInWith("access-1", "refresh-1"))).ok());
    m_house->http.holdBack("POST /logout");
    const core::Async<model::Account> again = keep(signInWith("access-2", "refresh-2"));
    QTRY_COMPARE(ended().size(), 1);
    m_house->clock.advance(std::chrono::milliseconds(4'999));
    QVERIFY(!again.isFinished());
    m_house->clock.advance(std::chrono::milliseconds(1));
    QTRY_VERIFY(again.isFinished());
    QVERIFY(again.result().ok());
}

void TstReplacedSession::whereTheNewOneCannotBeStoredTheOldOneStays()
{
    const auto first = answerOf(keep(signInWith("access-1", "refresh-1")));
    QVERIFY(first.ok());
    m_house->http.answer("POST /logout", 204);
    m_house->secrets.failNext(tests::FakeSecretStore::Operation::Write);
    QVERIFY(!answerOf(keep(signInWith("access-2", "refresh-2"))).ok());
    QCOMPARE(ended(), QByteArrayList{"rt=refresh-2"});
    QVERIFY(m_house->tokens.current(first->id)->accessToken == core::Secret("access-1"));
}

void TstReplacedSession::whatTheBackendHasEndedIsNotEndedOnceMore()
{
    const auto first = answerOf(keep(signInWith("access-1", "refresh-1")));
    QVERIFY(first.ok());
    QVERIFY(m_house->records
                .update(first->id,
                        [this](model::Account &account) {
                            account.standing = model::SignInNeeded{QStringLiteral("invalid_grant"), m_house->clock.now()};
                        })
                .ok());
    QVERIFY(answerOf(keep(signInWith("access-2", "refresh-2"))).ok());
    QVERIFY(ended().isEmpty());
}

KEYTURN_TEST(TstReplacedSession)
#include "tst_replacedsession.moc"
