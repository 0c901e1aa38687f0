// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/nodeserver.h"
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>

namespace keyturn::e2e {

/// oauth2-mock-server, an OpenID provider that gives any answer that it is told to.
class TstMockServer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void aPersonSignsInRenewsAndSignsOut();
    void aBadAnswerAtSignInIsSaidAndNothingIsStored_data();
    void aBadAnswerAtSignInIsSaidAndNothingIsStored();
    void onlyADefiniteRefusalEndsTheAccount();

private:
    void plant(const QJsonObject &answer) const;
    [[nodiscard]] Finished signIn();
    [[nodiscard]] QJsonArray accounts();

    std::unique_ptr<NodeServer> m_server;
    std::unique_ptr<World> m_world;
};

void TstMockServer::init()
{
    m_server = std::make_unique<NodeServer>(QStringLiteral("mock/server.js"));
    QVERIFY(!m_server->url().isEmpty());
    m_world = std::make_unique<World>();
    const QString path = QStringLiteral("mock/profile.json");
    const QString providers = QStringLiteral("providers");
    QJsonObject provider = QJsonDocument::fromJson(NodeServer::profile(path, {})).object().value(providers).toArray().at(0).toObject();
    provider.insert(QStringLiteral("issuer"), m_server->url().toString());
    const QByteArray profile = NodeServer::profile(path, {{u'/' + providers, QJsonArray{provider}}});
    const QString folder = m_world->home() + QStringLiteral("/config/profiles.d");
    QVERIFY(QDir().mkpath(folder));
    QFile file(folder + QStringLiteral("/mock.json"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(profile) == profile.size());
}

void TstMockServer::cleanup()
{
    m_world.reset();
    m_server.reset();
}

void TstMockServer::plant(const QJsonObject &answer) const
{
    QNetworkAccessManager network;
    QNetworkRequest request(m_server->url().resolved(QUrl(QStringLiteral("/test/next"))));
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    const std::unique_ptr<QNetworkReply> reply(network.post(request, QJsonDocument(answer).toJson()));
    QEventLoop loop;
    connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    QCOMPARE(reply->error(), QNetworkReply::NoError);
}

Finished TstMockServer::signIn()
{
    return m_world->cli({QStringLiteral("sign-in"), QStringLiteral("--profile"), QStringLiteral("mock"), QStringLiteral("--browser"),
                         QStringLiteral("node " KEYTURN_SERVERS_FOLDER "/lib/browser.js")});
}

QJsonArray TstMockServer::accounts()
{
    return m_world->cli({QStringLiteral("accounts"), QStringLiteral("--json")}).json().value(QStringLiteral("accounts")).toArray();
}

void TstMockServer::aPersonSignsInRenewsAndSignsOut()
{
    const Finished signedIn = signIn();
    QVERIFY2(signedIn.status == 0, signedIn.err);
    const QString id = QString::fromLatin1(signedIn.out.trimmed());
    QVERIFY(!id.isEmpty());
    const QByteArray first = m_world->cli({QStringLiteral("token"), id}).out;
    QVERIFY(!first.isEmpty());
    QTest::qWait(1100); // its tokens differ by their second alone
    const Finished renewed = m_world->cli({QStringLiteral("token"), id, QStringLiteral("--force-refresh")});
    QCOMPARE(renewed.status, 0);
    QVERIFY(renewed.out != first);
    QCOMPARE(m_server->counters().value(QStringLiteral("refreshes")).toInt(), 1);
    const Finished sessions = m_world->cli({QStringLiteral("sessions"), id});
    QVERIFY(sessions.status != 0);
    QVERIFY2(sessions.err.contains("sessions"), sessions.err);
    const Finished signedOut = m_world->cli({QStringLiteral("sign-out"), id});
    QVERIFY2(signedOut.status == 0, signedOut.err);
    QVERIFY(m_server->counters().value(QStringLiteral("revocations")).toInt() >= 1);
    QVERIFY(accounts().isEmpty());
    QVERIFY(!m_world->everythingOnDisk().contains(id.toLatin1()));
}

void TstMockServer::aBadAnswerAtSignInIsSaidAndNothingIsStored_data()
{
    QTest::addColumn<QByteArray>("planted");
    const auto row = [](const char *name, const QJsonObject &answer) { QTest::newRow(name) << QJsonDocument(answer).toJson(); };
    const QString at = QStringLiteral("at");
    const QString status = QStringLiteral("status");
    const QString body = QStringLiteral("body");
    const QString token = QStringLiteral("token");
    const QString claims = QStringLiteral("token-claims");
    row("a token endpoint that fails", {{at, token}, {status, 500}, {body, QJsonObject{}}});
    row("no token in the answer", {{at, token}, {status, 200}, {body, QJsonObject{{QStringLiteral("token_type"), QStringLiteral("Bearer")}}}});
    row("a text for an answer", {{at, token}, {status, 200}, {body, QStringLiteral("<html>It works!</html>")}});
    row("an answer over 256 kB", {{at, token}, {status, 200}, {body, QJsonObject{{QStringLiteral("x"), QString(300'000, u'x')}}}});
    row("a code that is refused", {{at, token}, {status, 400}, {body, QJsonObject{{QStringLiteral("error"), QStringLiteral("invalid_grant")}}}});
    row("another audience", {{at, claims}, {body, QJsonObject{{QStringLiteral("aud"), QStringLiteral("another")}}}});
    row("another issuer", {{at, claims}, {body, QJsonObject{{QStringLiteral("iss"), QStringLiteral("https://evil.example")}}}});
    row("another nonce", {{at, claims}, {body, QJsonObject{{QStringLiteral("nonce"), QStringLiteral("another")}}}});
}

void TstMockServer::aBadAnswerAtSignInIsSaidAndNothingIsStored()
{
    QFETCH(const QByteArray, planted);
    plant(QJsonDocument::fromJson(planted).object());
    const Finished refused = signIn();
    QVERIFY2(refused.status != 0, refused.out);
    QVERIFY2(refused.err.count('\n') >= 2 && refused.err.trimmed().endsWith('.'), refused.err); // a sentence
    QVERIFY(accounts().isEmpty());
    const Finished again = signIn();
    QVERIFY2(again.status == 0, again.err);
    QCOMPARE(m_world->cli({QStringLiteral("sign-out"), QString::fromLatin1(again.out.trimmed())}).status, 0);
}

void TstMockServer::onlyADefiniteRefusalEndsTheAccount()
{
    const QString id = QString::fromLatin1(signIn().out.trimmed());
    const QStringList renew{QStringLiteral("token"), id, QStringLiteral("--force-refresh")};
    const auto answer = [](int status, const QJsonValue &body) {
        return QJsonObject{{QStringLiteral("at"), QStringLiteral("token")}, {QStringLiteral("status"), status}, {QStringLiteral("body"), body}};
    };
    plant(answer(503, QJsonObject{}));
    QVERIFY(m_world->cli(renew).status != 0);
    plant(answer(400, QStringLiteral("<html>blocked</html>")));
    QVERIFY(m_world->cli(renew).status != 0);
    QCOMPARE(m_world->cli(renew).status, 0); // the token is kept
    plant(answer(400, QJsonObject{{QStringLiteral("error"), QStringLiteral("invalid_grant")}}));
    QCOMPARE(m_world->cli(renew).status, 3);
    QCOMPARE(accounts().size(), 1); // the account stays, with the reason
    QCOMPARE(m_world->cli({QStringLiteral("sign-out"), id}).status, 0);
}

} // namespace keyturn::e2e

using keyturn::e2e::TstMockServer;
KEYTURN_TEST(TstMockServer)
#include "tst_mockserver.moc"
