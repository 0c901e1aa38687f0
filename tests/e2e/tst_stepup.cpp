// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/foreignprovider.h"
#include "support/registry.h"

#include <QSemaphore>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QThread>

namespace keyturn::e2e {

/// A resource that wants a stronger or a fresher proof of the person (RFC 9470), met by the command line.
class TstStepUp : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aStrongerSignInOpensTheVault();
    void somebodyElseOpensNothing();
    void thePasswordTypedAgainIsARecentSignIn();
    void aStrangersChallengeAsksForNothing();
};

namespace {

QString personScript()
{
    return QStringLiteral("node %1/oidc/person.js %s").arg(QStringLiteral(KEYTURN_SERVERS_FOLDER));
}

/// GET /api/vault of @p provider, as @p account.
Finished vault(ForeignProvider &provider, const QString &account, const QStringList &more = {})
{
    return provider.world().cli(QStringList{QStringLiteral("request"), account, QStringLiteral("GET"),
                                            provider.server().url().resolved(QUrl(QStringLiteral("/api/vault"))).toString()}
                                + more);
}

} // namespace

void TstStepUp::aStrongerSignInOpensTheVault()
{
    ForeignProvider provider(oidcProvider(), {}, {{QStringLiteral("dpop"), QStringLiteral("never")}});
    QVERIFY(provider.isReady());
    const QString account = accountOf(provider.signIn());
    const Finished closed = vault(provider, account);
    QCOMPARE(closed.status, 3);
    QVERIFY2(closed.err.contains("--step-up") && closed.err.contains("--acr-values 'urn:example:strong'"), closed.err);
    const int logins = provider.server().counters().value(QStringLiteral("logins")).toInt();

    const Finished open = vault(provider, account, {QStringLiteral("--step-up"), QStringLiteral("--browser"), personScript()});
    QVERIFY2(open.status == 0, open.err);
    QCOMPARE(open.json().value(QStringLiteral("secret")).toString(), QStringLiteral("the vault is open")); // and nothing of the refusal before it
    QCOMPARE(provider.server().counters().value(QStringLiteral("logins")).toInt(), logins + 1);
    QCOMPARE(provider.accounts().size(), 1);
    QCOMPARE(provider.accounts().at(0).toObject().value(QStringLiteral("id")).toString(), account);
    QCOMPARE(vault(provider, account).status, 0); // the proof stays with the account
}

void TstStepUp::somebodyElseOpensNothing()
{
    ForeignProvider provider(oidcProvider(), {}, {{QStringLiteral("dpop"), QStringLiteral("never")}});
    QVERIFY(provider.isReady());
    const QString account = accountOf(provider.signIn());
    const Finished refused = vault(
        provider, account, {QStringLiteral("--step-up"), QStringLiteral("--browser"), personScript() + QStringLiteral(" allow bob@example.com")});
    QVERIFY2(refused.status == 6 && refused.err.contains("Somebody else signed in"), refused.err);
    QCOMPARE(refused.out, QByteArray());
    QCOMPARE(provider.accounts().size(), 1);
    QCOMPARE(vault(provider, account).status, 3);
}

void TstStepUp::thePasswordTypedAgainIsARecentSignIn()
{
    World world;
    QVERIFY(!world.startBackend({QStringLiteral("--recent-sign-in"), QStringLiteral("1")}).isEmpty());
    const QString account = world.signUp(QStringLiteral("ada@example.com"), "correct horse battery");
    QTest::qWait(1'100); // the backend's clock is the real one
    const QStringList revoke{QStringLiteral("sessions"), QStringLiteral("revoke"), account, QStringLiteral("--others")};
    const QStringList again = revoke + QStringList{QStringLiteral("--step-up"), QStringLiteral("--password-stdin")};
    QCOMPARE(world.cli(revoke).status, 3);
    QCOMPARE(world.cli(again, "another horse\n").status, 6);
    const Finished ended = world.cli(again, "correct horse battery\n");
    QVERIFY2(ended.status == 0, ended.err);
    QCOMPARE(world.cli({QStringLiteral("token"), account}).status, 0);

    QTest::qWait(1'100);
    const QStringList out{QStringLiteral("sign-out"), account, QStringLiteral("--everywhere")};
    const Finished refused = world.cli(out);
    QVERIFY2(refused.status == 3 && refused.err.contains("sign-in --account " + account.left(8).toLatin1()), refused.err);
    const Finished done = world.cli(out + QStringList{QStringLiteral("--step-up"), QStringLiteral("--password-stdin")}, "correct horse battery\n");
    QVERIFY2(done.status == 0, done.err);
    QCOMPARE(world.cli({QStringLiteral("token"), account}).status, 1);
}

/// Another origin never got the account's token, so it has no say in whether the person proves anything.
void TstStepUp::aStrangersChallengeAsksForNothing()
{
    World world;
    QVERIFY(!world.startBackend().isEmpty());
    const QString account = world.signUp(QStringLiteral("ada@example.com"), "correct horse battery");
    quint16 port = 0;
    QSemaphore listening;
    const std::unique_ptr<QThread> stranger(QThread::create([&] {
        QTcpServer server;
        server.listen(QHostAddress::LocalHost);
        port = server.serverPort();
        listening.release();
        if (!server.waitForNewConnection(20'000))
            return;
        QTcpSocket *asked = server.nextPendingConnection();
        asked->waitForReadyRead(20'000);
        asked->write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n"
                     "WWW-Authenticate: Bearer error=\"insufficient_user_authentication\", max_age=0\r\n\r\n");
        asked->disconnectFromHost();
        asked->waitForDisconnected(20'000);
    }));
    stranger->start();
    listening.acquire();
    const Finished refused = world.cli({QStringLiteral("request"), account, QStringLiteral("GET"), QStringLiteral("http://127.0.0.1:%1/").arg(port),
                                        QStringLiteral("--step-up"), QStringLiteral("--password-stdin")},
                                       "correct horse battery\n");
    QVERIFY(stranger->wait(30'000));
    QVERIFY2(!refused.err.contains("prove again"), refused.err);
    QVERIFY(refused.status != 0);
}

} // namespace keyturn::e2e

using keyturn::e2e::TstStepUp;
KEYTURN_TEST(TstStepUp)
#include "tst_stepup.moc"
