// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "bearerrig.h"
#include "support/certificates.h"
#include "support/registry.h"

#include <QSignalSpy>
#include <QTest>

using namespace keyturn;
using namespace std::chrono_literals;
using tests::BearerRig;
using tests::says;
using tests::TokenWorld;
using tests::Told;
using tests::Turn;
using tests::words;

/// To its callers it is a QNetworkReply as any other (FAULTS 54, 58).
class TstAuthenticatedReply : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anAnswerIsHandedOnWhole();
    void anErrorIsHandedOnWithItsBody();
    void aConnectionThatFailsIsHandedOn_data();
    void aConnectionThatFailsIsHandedOn();
    void fault44NobodyTalksItIntoABadCertificate();
    void aBodyCanBeReadPieceByPiece();
    void whatIsLeftCanBeReadAfterTheEnd();
    void aReadBufferHoldsTheNetworkBack();
    void theManagerTellsOfItOnce();
    void theCallersRequestIsTold();
    void anUploadIsReportedAndWhole();
    void aRefusalIsHiddenUntilItIsFinal();
    void fault58ARefusalOfTheFreshTokenIsTheCallers();
    void fault58ARefusalThatIsNotTheTokensIsNotRetried_data();
    void fault58ARefusalThatIsNotTheTokensIsNotRetried();
    void fault54ABackendThatRefusesEverythingIsNotStormed();
    void aRefreshThatFailsIsTheRepliesError_data();
    void aRefreshThatFailsIsTheRepliesError();
    void aRefreshAfterARefusalThatFails_data();
    void aRefreshAfterARefusalThatFails();
};

void TstAuthenticatedReply::anAnswerIsHandedOnWhole()
{
    BearerRig rig({says(200, "{\"a\":1}\n{\"b\":2}", "Content-Type: application/json\r\nX-One: 1\r\n")});
    const BearerRig::Reply reply = rig.get();
    const Told told(*reply);
    QVERIFY(reply->isOpen() && reply->isReadable() && reply->isSequential() && reply->isRunning());
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(told.list, words("head body finished"));
    QCOMPARE(reply->error(), QNetworkReply::NoError);
    QCOMPARE(rig.statusOf(*reply), 200);
    QCOMPARE(reply->attribute(QNetworkRequest::HttpReasonPhraseAttribute).toString(), QStringLiteral("Said"));
    QCOMPARE(reply->header(QNetworkRequest::ContentTypeHeader).toString(), QStringLiteral("application/json"));
    QCOMPARE(reply->header(QNetworkRequest::ContentLengthHeader).toInt(), 15);
    QCOMPARE(reply->rawHeader("x-one"), "1");
    QVERIFY(!reply->isRunning());
    QCOMPARE(reply->bytesAvailable(), 15);
    QVERIFY(reply->canReadLine());
    QCOMPARE(reply->readLine(), "{\"a\":1}\n");
    QVERIFY(!reply->canReadLine() && !reply->atEnd());
    QCOMPARE(reply->peek(3), "{\"b");
    QCOMPARE(reply->readAll(), "{\"b\":2}");
    QVERIFY(reply->atEnd());
    char byte = 0;
    QCOMPARE(reply->read(&byte, 1), -1);
}

void TstAuthenticatedReply::anErrorIsHandedOnWithItsBody()
{
    BearerRig rig({says(404, "nothing here")});
    const BearerRig::Reply reply = rig.get();
    const Told told(*reply);
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(told.list, words("head body error finished"));
    QCOMPARE(reply->error(), QNetworkReply::ContentNotFoundError);
    QVERIFY(!reply->errorString().isEmpty());
    QCOMPARE(rig.statusOf(*reply), 404);
    QCOMPARE(reply->readAll(), "nothing here");
}

void TstAuthenticatedReply::aConnectionThatFailsIsHandedOn_data()
{
    QTest::addColumn<Turn>("turn");
    QTest::addColumn<int>("status");
    QTest::addColumn<QNetworkReply::NetworkError>("error");
    // Qt would have liked to send the body again, which the hardened manager does not let it (FAULTS 45).
    QTest::newRow("closed before the reply") << Turn{{}, Turn::Then::Close} << 0 << QNetworkReply::ContentReSendError;
    QTest::newRow("reset before the reply") << Turn{{}, Turn::Then::Reset} << 0 << QNetworkReply::ContentReSendError;
    QTest::newRow("closed within the body") << Turn{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", Turn::Then::Close} << 200
                                            << QNetworkReply::RemoteHostClosedError;
}

void TstAuthenticatedReply::aConnectionThatFailsIsHandedOn()
{
    QFETCH(const Turn, turn);
    BearerRig rig({turn});
    const BearerRig::Reply reply(rig.manager.post(rig.request(), "once"));
    const Told told(*reply);
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(told.list.count(QStringLiteral("error")), 1);
    QCOMPARE(told.list.count(QStringLiteral("finished")), 1);
    QTEST(reply->error(), "error");
    QTEST(rig.statusOf(*reply), "status");
    QCOMPARE(rig.server.requests().size(), 1);
    QVERIFY(rig.world.refresher.spent.isEmpty());
}

void TstAuthenticatedReply::fault44NobodyTalksItIntoABadCertificate()
{
    BearerRig rig({says(200, "one-person-only")}, tests::Authority::selfSignedServer());
    connect(&rig.manager, &QNetworkAccessManager::sslErrors, this, [](QNetworkReply *reply, const QList<QSslError> &errors) {
        reply->ignoreSslErrors();
        reply->ignoreSslErrors(errors);
    });
    const BearerRig::Reply reply = rig.get();
    reply->ignoreSslErrors();
    connect(reply.get(), &QNetworkReply::sslErrors, reply.get(), [&reply] { reply->ignoreSslErrors(); });
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(reply->error(), QNetworkReply::SslHandshakeFailedError);
    QCOMPARE(reply->readAll(), QByteArray());
    QCOMPARE(rig.server.deliveriesOf("access-1"), 0);
}

void TstAuthenticatedReply::aBodyCanBeReadPieceByPiece()
{
    QByteArray body;
    for (int i = 0; i < 200'000; ++i)
        body += QByteArray::number(i);
    BearerRig rig({says(200, body)});
    const BearerRig::Reply reply = rig.get();
    QByteArray read;
    connect(reply.get(), &QNetworkReply::readyRead, this, [&] { read += reply->read(1000); });
    QSignalSpy progress(reply.get(), &QNetworkReply::downloadProgress);
    QVERIFY(rig.finishes(*reply));
    read += reply->readAll();
    QCOMPARE(read.size(), body.size());
    QVERIFY(read == body);
    QCOMPARE(progress.last(), QVariantList({qlonglong(body.size()), qlonglong(body.size())}));
}

void TstAuthenticatedReply::whatIsLeftCanBeReadAfterTheEnd()
{
    BearerRig rig({says(200, "abcdef")});
    const BearerRig::Reply reply = rig.get();
    QVERIFY(rig.finishes(*reply));
    TokenWorld::turn();
    QCOMPARE(reply->read(2), "ab");
    QCOMPARE(reply->bytesAvailable(), 4);
    QCOMPARE(reply->skip(2), 2);
    QCOMPARE(reply->readAll(), "ef");
    QCOMPARE(reply->readAll(), QByteArray());
}

void TstAuthenticatedReply::aReadBufferHoldsTheNetworkBack()
{
    const QByteArray body(20'000'000, 'x'); // more than the sockets in between take
    BearerRig rig({says(200, body)});
    rig.expireAndHoldBack();
    const BearerRig::Reply reply = rig.get();
    reply->setReadBufferSize(1000);
    rig.world.refresher.release();
    QVERIFY(QTest::qWaitFor([&reply] { return reply->bytesAvailable() > 0; }));
    QTest::qWait(50);
    QVERIFY2(reply->bytesAvailable() < 200'000, qPrintable(QString::number(reply->bytesAvailable())));
    QVERIFY(!reply->isFinished());
    reply->setReadBufferSize(0);
    qint64 read = reply->readAll().size();
    connect(reply.get(), &QNetworkReply::readyRead, this, [&] { read += reply->readAll().size(); });
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(read + reply->readAll().size(), body.size());
}

void TstAuthenticatedReply::theManagerTellsOfItOnce()
{
    BearerRig rig({says(401), says(200)});
    QList<QNetworkReply *> told;
    connect(&rig.manager, &QNetworkAccessManager::finished, this, [&told](QNetworkReply *reply) { told.append(reply); });
    const BearerRig::Reply reply = rig.get();
    QCOMPARE(reply->manager(), &rig.manager);
    QVERIFY(rig.finishes(*reply));
    TokenWorld::turn();
    QCOMPARE(told, QList<QNetworkReply *>{reply.get()});
}

void TstAuthenticatedReply::theCallersRequestIsTold()
{
    BearerRig rig({says(200)});
    QNetworkRequest request = rig.request(QStringLiteral("/path"));
    request.setRawHeader("X-Mine", "1");
    request.setOriginatingObject(this);
    const BearerRig::Reply reply(rig.manager.put(request, "body"));
    QCOMPARE(reply->operation(), QNetworkAccessManager::PutOperation);
    QCOMPARE(reply->url(), request.url());
    QCOMPARE(reply->request().rawHeader("X-Mine"), "1");
    QCOMPARE(reply->request().originatingObject(), this);
    QVERIFY2(!reply->request().hasRawHeader("Authorization"), "the token is not the caller's to see");
    QVERIFY(rig.finishes(*reply));
}

void TstAuthenticatedReply::anUploadIsReportedAndWhole()
{
    BearerRig rig({says(200)});
    const QByteArray body(300'000, 'x');
    const BearerRig::Reply reply(rig.manager.post(rig.request(), body));
    QSignalSpy progress(reply.get(), &QNetworkReply::uploadProgress);
    QVERIFY(rig.finishes(*reply));
    QVERIFY(progress.contains(QVariantList({qlonglong(body.size()), qlonglong(body.size())})));
    QVERIFY(rig.server.requests().first().endsWith("\r\n\r\n" + body));
}

void TstAuthenticatedReply::aRefusalIsHiddenUntilItIsFinal()
{
    BearerRig rig({says(401, "no", "X-First: 1\r\n"), says(200, "yes")});
    const BearerRig::Reply reply = rig.get();
    const Told told(*reply);
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(told.list, words("head body finished"));
    QCOMPARE(rig.statusOf(*reply), 200);
    QVERIFY(!reply->hasRawHeader("X-First"));
    QCOMPARE(reply->readAll(), "yes");
    QCOMPARE(rig.bearers(), QByteArrayList({"access-1", "access-2"}));
}

void TstAuthenticatedReply::fault58ARefusalOfTheFreshTokenIsTheCallers()
{
    BearerRig rig({says(401, "first"), says(401, "second", "X-Second: 1\r\n")});
    const BearerRig::Reply reply = rig.get();
    const Told told(*reply);
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(told.list, words("head body error finished"));
    QCOMPARE(reply->error(), QNetworkReply::AuthenticationRequiredError);
    QCOMPARE(rig.statusOf(*reply), 401);
    QCOMPARE(reply->rawHeader("X-Second"), "1");
    QCOMPARE(reply->readAll(), "second");
    QCOMPARE(rig.bearers(), QByteArrayList({"access-1", "access-2"}));
    QCOMPARE(rig.world.refresher.spent.size(), 1);
    QVERIFY(rig.world.isSignedIn());
}

void TstAuthenticatedReply::fault58ARefusalThatIsNotTheTokensIsNotRetried_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("challenge");
    QTest::addColumn<bool>("refreshed");
    QTest::newRow("401 without a challenge") << 401 << QByteArray() << true;
    QTest::newRow("401 invalid_token") << 401 << QByteArray("Bearer realm=\"a, b\", error=\"invalid_token\"") << true;
    QTest::newRow("401 Bearer, no error") << 401 << QByteArray("Bearer") << true;
    QTest::newRow("401 insufficient_scope") << 401 << QByteArray("Bearer error=\"insufficient_scope\"") << false;
    QTest::newRow("401 invalid_request, unquoted") << 401 << QByteArray("bearer error = invalid_request") << false;
    QTest::newRow("403") << 403 << QByteArray("Bearer error=\"invalid_token\"") << false;
    QTest::newRow("407") << 407 << QByteArray("Bearer error=\"invalid_token\"") << false;
    QTest::newRow("500") << 500 << QByteArray() << false;
}

void TstAuthenticatedReply::fault58ARefusalThatIsNotTheTokensIsNotRetried()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, challenge);
    QFETCH(const bool, refreshed);
    BearerRig rig({says(status, {}, challenge.isEmpty() ? QByteArray() : "WWW-Authenticate: " + challenge + "\r\n"), says(200)});
    const BearerRig::Reply reply = rig.get();
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(rig.statusOf(*reply), refreshed ? 200 : status);
    QCOMPARE(rig.world.refresher.spent.size(), refreshed ? 1 : 0);
    QCOMPARE(rig.server.requests().size(), refreshed ? 2 : 1);
}

void TstAuthenticatedReply::fault54ABackendThatRefusesEverythingIsNotStormed()
{
    BearerRig rig({says(401)});
    for (int i = 0; i < 10; ++i) {
        const BearerRig::Reply reply = rig.get();
        QVERIFY(rig.finishes(*reply));
        QCOMPARE(rig.statusOf(*reply), 401);
        QCOMPARE(rig.errorCodeOf(*reply), i == 0 ? QString() : QStringLiteral("fresh_token_refused"));
    }
    QCOMPARE(rig.world.refresher.spent.size(), 1);
    QCOMPARE(rig.server.requests().size(), 11);
    QVERIFY(rig.world.isSignedIn());
}

void TstAuthenticatedReply::aRefreshThatFailsIsTheRepliesError_data()
{
    QTest::addColumn<core::Error>("error");
    QTest::addColumn<QNetworkReply::NetworkError>("told");
    const auto row = [](const char *name, core::ErrorKind kind, const char *code, QNetworkReply::NetworkError told) {
        QTest::newRow(name) << core::Error{kind, QString::fromLatin1(code), {}} << told;
    };
    row("sign in again", core::ErrorKind::SignInAgain, "invalid_grant", QNetworkReply::AuthenticationRequiredError);
    row("refused", core::ErrorKind::Offline, "connection_refused", QNetworkReply::ConnectionRefusedError);
    row("not found", core::ErrorKind::Offline, "host_not_found", QNetworkReply::HostNotFoundError);
    row("too late", core::ErrorKind::Offline, "timeout", QNetworkReply::TimeoutError);
    row("offline", core::ErrorKind::Offline, "server_error", QNetworkReply::TemporaryNetworkFailureError);
    row("too often", core::ErrorKind::RateLimited, "rate_limited", QNetworkReply::ServiceUnavailableError);
    row("nonsense", core::ErrorKind::BadReply, "not_json", QNetworkReply::UnknownNetworkError);
}

void TstAuthenticatedReply::aRefreshThatFailsIsTheRepliesError()
{
    QFETCH(const core::Error, error);
    BearerRig rig({says(200)});
    rig.world.pass(15min);
    rig.world.refresher.failNext(error);
    const BearerRig::Reply reply = rig.get();
    const Told told(*reply);
    QVERIFY(!reply->isFinished());
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(told.list, words("error finished"));
    QTEST(reply->error(), "told");
    QCOMPARE(rig.errorCodeOf(*reply), error.code);
    QVERIFY(!reply->errorString().isEmpty());
    QCOMPARE(rig.statusOf(*reply), 0);
    QCOMPARE(reply->readAll(), QByteArray());
    QCOMPARE(rig.server.connections(), 0);
}

void TstAuthenticatedReply::aRefreshAfterARefusalThatFails_data()
{
    QTest::addColumn<core::Error>("error");
    QTest::addColumn<QNetworkReply::NetworkError>("told");
    QTest::addColumn<int>("status");
    QTest::newRow("sign in again: the 401 itself") << tests::invalidGrant() << QNetworkReply::AuthenticationRequiredError << 401;
    QTest::newRow("offline") << tests::offline() << QNetworkReply::ConnectionRefusedError << 0;
}

void TstAuthenticatedReply::aRefreshAfterARefusalThatFails()
{
    QFETCH(const core::Error, error);
    BearerRig rig({says(401, "refused")});
    rig.world.refresher.failNext(error);
    const BearerRig::Reply reply = rig.get();
    const Told told(*reply);
    QVERIFY(rig.finishes(*reply));
    QCOMPARE(told.list.count(QStringLiteral("error")), 1);
    QCOMPARE(told.list.count(QStringLiteral("finished")), 1);
    QTEST(reply->error(), "told");
    QTEST(rig.statusOf(*reply), "status");
    QCOMPARE(rig.errorCodeOf(*reply), error.code);
    QCOMPARE(rig.server.requests().size(), 1);
}

KEYTURN_TEST(TstAuthenticatedReply)
#include "tst_authenticatedreply.moc"
