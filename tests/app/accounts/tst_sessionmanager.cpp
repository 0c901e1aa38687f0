// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "house.h"

#include "support/registry.h"
#include "support/scriptedserver.h"
#include "tokens/authenticatednetworkaccessmanager.h"

#include <QNetworkReply>
#include <QSysInfo>
#include <QTcpServer>
#include <QTcpSocket>

using namespace keyturn;
using tests::answerOf;
using tests::House;

class TstSessionManager : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_house.reset(); }
    void aBackendWithTheInterfaceIsListable();
    void aProviderPointsToItsOwnPage();
    void anUnknownAccountHasNothing();
    void eachAccountHasOneManagerOfItsOwn();
    void whatOneAccountWasRefusedSparesTheOthers();
    void theTokenStaysAtItsOwnOrigin(); // FAULTS 78
    void aRequestCarriesWhatTheProfileWants();
    void aRefusalWithAGoodStatusIsMetByAFreshToken_data();
    void aRefusalWithAGoodStatusIsMetByAFreshToken();

private:
    void becomeProviderAccount();
    /// Another account than init()'s, of the profile `loop`; m_id is its id then.
    [[nodiscard]] bool signInAtLoop(const model::TokenSet &tokens);

    std::unique_ptr<House> m_house;
    model::AccountId m_id;
    const model::AccountId m_nobody{QStringLiteral("nobody")};
};

void TstSessionManager::init()
{
    m_house = std::make_unique<House>();
    m_id = m_house->signedIn();
}

bool TstSessionManager::signInAtLoop(const model::TokenSet &tokens)
{
    m_house->profiles.reload({});
    model::Account account;
    account.id = m_id = model::AccountId(QStringLiteral("looping"));
    account.profile = model::ProfileId(QStringLiteral("loop"));
    account.identity.subject = QStringLiteral("u1");
    return answerOf(m_house->tokens.adopt(account, tokens)).ok();
}

void TstSessionManager::becomeProviderAccount()
{
    QVERIFY(m_house->records.update(m_id, [](model::Account &account) { account.provider = model::ProviderId(QStringLiteral("hub")); }).ok());
}

void TstSessionManager::aBackendWithTheInterfaceIsListable()
{
    QVERIFY(m_house->sessions.support(m_id).listable);
    QVERIFY(m_house->sessions.support(m_id).page.isEmpty());
}

void TstSessionManager::aProviderPointsToItsOwnPage()
{
    becomeProviderAccount();
    QVERIFY(!m_house->sessions.support(m_id).listable);
    QCOMPARE(m_house->sessions.support(m_id).page, QUrl(QStringLiteral("https://hub.example/settings/sessions")));
    QCOMPARE(answerOf(m_house->sessions.list(m_id)).error().code, QStringLiteral("sessions_unsupported"));
    QCOMPARE(answerOf(m_house->sessions.revoke(m_id, model::SessionId(QStringLiteral("s")))).error().code, QStringLiteral("sessions_unsupported"));
    QCOMPARE(answerOf(m_house->sessions.revokeOthers(m_id)).error().code, QStringLiteral("sessions_unsupported"));
}

void TstSessionManager::anUnknownAccountHasNothing()
{
    QVERIFY(!m_house->sessions.support(m_nobody).listable);
    QCOMPARE(answerOf(m_house->sessions.list(m_nobody)).error().code, QStringLiteral("account_unknown"));
    QCOMPARE(answerOf(m_house->sessions.revokeOthers(m_nobody)).error().code, QStringLiteral("account_unknown"));
    QVERIFY(!m_house->sessions.networkManager(m_nobody));
}

void TstSessionManager::eachAccountHasOneManagerOfItsOwn()
{
    const model::AccountId other = m_house->signedIn(QStringLiteral("u2"));
    QNetworkAccessManager *manager = m_house->sessions.networkManager(m_id);
    QVERIFY(manager);
    QCOMPARE(m_house->sessions.networkManager(m_id), manager);
    QVERIFY(m_house->sessions.networkManager(other) != manager);
}

void TstSessionManager::whatOneAccountWasRefusedSparesTheOthers()
{
    const model::AccountId other = m_house->signedIn(QStringLiteral("u2"));
    net::HttpResponse refusal;
    refusal.status = 429;
    refusal.headers = {{"Retry-After", "40"}};
    m_house->pauses.note(QUrl(QStringLiteral("https://auth.example/sessions")), {}, m_house->pauses.now(), refusal);
    for (const model::AccountId &id : {m_id, other}) {
        const core::Error error = answerOf(m_house->sessions.list(id)).error();
        QCOMPARE(error.code, QStringLiteral("rate_limited"));
        QCOMPARE(error.retryAfter, std::optional(std::chrono::seconds(40)));
    }
    QVERIFY(m_house->log.exchanges().isEmpty());
}

void TstSessionManager::theTokenStaysAtItsOwnOrigin()
{
    auto *manager = qobject_cast<tokens::AuthenticatedNetworkAccessManager *>(m_house->sessions.networkManager(m_id));
    QVERIFY(manager);
    QCOMPARE(manager->account(), m_id);
    QTcpServer elsewhere;
    QVERIFY(elsewhere.listen(QHostAddress::LocalHost));
    QByteArray received;
    connect(&elsewhere, &QTcpServer::newConnection, this, [&elsewhere, &received] {
        QTcpSocket *socket = elsewhere.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket, &received] {
            received += socket->readAll();
            if (received.contains("\r\n\r\n"))
                socket->write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        });
    });
    QNetworkRequest request(QUrl(QStringLiteral("http://127.0.0.1:%1/user").arg(elsewhere.serverPort())));
    request.setRawHeader("Authorization", "Bearer canary-by-hand"); // the account's own, most likely
    std::unique_ptr<QNetworkReply> reply(manager->get(request));
    QVERIFY(QTest::qWaitFor([&reply] { return reply->isFinished(); }));
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 204);
    QVERIFY(received.startsWith("GET /user "));
    QVERIFY(!received.contains("canary") && !received.contains("access-u1"));
}

void TstSessionManager::aRequestCarriesWhatTheProfileWants()
{
    tests::ScriptedServer server({tests::Turn{tests::ScriptedServer::answer(204, {})}});
    m_house->home.writeProfile(QStringLiteral("loop"), R"({"id": "loop", "name": "Loop", "baseUrl": ")" + server.url().toEncoded().chopped(1) + R"(",
        "headers": {"X-Device": "on {device}", "X-Plain": "as it stands"},
        "csrf": {"token": "/csrf"},
        "password": {"signIn": {"method": "POST", "path": "/login", "bodyType": "json", "body": {"u": "{user}", "p": "{password}"}},
                     "tokens": {"accessToken": "/token"}, "identity": {"subject": "/id"}}})");
    model::TokenSet tokens;
    tokens.accessToken = core::Secret("access-1");
    tokens.csrfToken = core::Secret("came-along");
    QVERIFY(signInAtLoop(tokens));
    QNetworkAccessManager *manager = m_house->sessions.networkManager(m_id);
    QVERIFY(manager);
    const std::unique_ptr<QNetworkReply> reply(manager->post(QNetworkRequest(server.url(QStringLiteral("/orders"))), QByteArray("x")));
    QVERIFY(QTest::qWaitFor([&reply] { return reply->isFinished(); }));
    QCOMPARE(server.requests().size(), 1);
    const QByteArray sent = server.requests().first().toLower();
    QVERIFY2(sent.contains("\r\nx-device: on " + QSysInfo::machineHostName().toLatin1().toLower() + "\r\n"), sent);
    QVERIFY2(sent.contains("\r\nx-plain: as it stands\r\n"), sent);
    QVERIFY2(sent.contains("\r\nx-csrf-token: came-along\r\n"), sent);
}

void TstSessionManager::aRefusalWithAGoodStatusIsMetByAFreshToken_data()
{
    QTest::addColumn<QByteArray>("second");
    QTest::addColumn<QString>("outcome");
    QTest::addColumn<int>("refreshes");
    QTest::addColumn<int>("asked");
    QTest::newRow("which serves") << QByteArray(R"({"sessions":[{"id":"s1"}]})") << QStringLiteral("1 session") << 1 << 2;
    QTest::newRow("fault 58: which is refused as well") << QByteArray(R"({"error":"expired"})") << QStringLiteral("invalid_token") << 1 << 2;
}

/// A backend that answers all with 200 says by its body that a token has run out.
void TstSessionManager::aRefusalWithAGoodStatusIsMetByAFreshToken()
{
    QFETCH(const QByteArray, second);
    const QByteArray json = "Content-Type: application/json\r\n";
    tests::ScriptedServer server({tests::Turn{tests::ScriptedServer::answer(200, R"({"error":"expired"})", json)},
                                  tests::Turn{tests::ScriptedServer::answer(200, second, json)}});
    m_house->home.writeProfile(QStringLiteral("loop"), R"({"id": "loop", "name": "Loop", "baseUrl": ")" + server.url().toEncoded().chopped(1) + R"(",
        "errors": {"code": "/error", "failedWhen": [{"pointer": "/error"}], "codes": {"expired": "invalid_token"}},
        "sessions": {"list": {"path": "/sessions"}, "items": "/sessions", "fields": {"id": "/id"}},
        "refresh": {"endpoint": {"method": "POST", "path": "/refresh", "bodyType": "json", "body": {"r": "{refreshToken}"}},
                    "tokens": {"accessToken": "/token", "refreshToken": "/refresh"}},
        "password": {"signIn": {"method": "POST", "path": "/login", "bodyType": "json", "body": {"u": "{user}", "p": "{password}"}},
                     "tokens": {"accessToken": "/token", "refreshToken": "/refresh"}, "identity": {"subject": "/id"}}})");
    m_house->http.answer("POST /refresh", 200, R"({"token":"access-2","refresh":"refresh-2"})");
    model::TokenSet tokens;
    tokens.accessToken = core::Secret("access-1");
    tokens.refreshToken = core::Secret("refresh-1");
    QVERIFY(signInAtLoop(tokens));
    const auto listed = answerOf(m_house->sessions.list(m_id));
    QTEST(listed.ok() ? QStringLiteral("%1 session").arg(listed->size()) : listed.error().code, "outcome");
    QTEST(int(m_house->http.countOf("POST /refresh")), "refreshes");
    QTEST(int(server.requests().size()), "asked");
    QVERIFY(server.requests().last().contains("Bearer access-2"));
}

KEYTURN_TEST(TstSessionManager)
#include "tst_sessionmanager.moc"
