// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "house.h"

#include "support/registry.h"
#include "tokens/authenticatednetworkaccessmanager.h"

#include <QNetworkReply>
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

private:
    void becomeProviderAccount();

    std::unique_ptr<House> m_house;
    model::AccountId m_id;
    const model::AccountId m_nobody{QStringLiteral("nobody")};
};

void TstSessionManager::init()
{
    m_house = std::make_unique<House>();
    m_id = m_house->signedIn();
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

KEYTURN_TEST(TstSessionManager)
#include "tst_sessionmanager.moc"
