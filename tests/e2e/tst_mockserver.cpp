// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/foreignprovider.h"
#include "support/registry.h"

#include <QEventLoop>
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
    void aBadAnswerAtSignInIsSaidAndNothingIsStored_data();
    void aBadAnswerAtSignInIsSaidAndNothingIsStored();
    void onlyADefiniteRefusalEndsTheAccount();

private:
    void plant(const QJsonObject &answer) const;

    std::unique_ptr<ForeignProvider> m_provider;
};

void TstMockServer::init()
{
    m_provider = std::make_unique<ForeignProvider>(mockServer());
    QVERIFY(m_provider->isReady());
}

void TstMockServer::cleanup()
{
    m_provider.reset();
}

void TstMockServer::plant(const QJsonObject &answer) const
{
    QNetworkAccessManager network;
    QNetworkRequest request(m_provider->server().url().resolved(QUrl(QStringLiteral("/test/next"))));
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    const std::unique_ptr<QNetworkReply> reply(network.post(request, QJsonDocument(answer).toJson()));
    QEventLoop loop;
    connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    QCOMPARE(reply->error(), QNetworkReply::NoError);
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
    const Finished refused = m_provider->signIn();
    QVERIFY2(refused.status != 0, refused.out);
    QVERIFY2(refused.err.count('\n') >= 2 && refused.err.trimmed().endsWith('.'), refused.err); // a sentence
    QVERIFY(m_provider->accounts().isEmpty());
    const Finished again = m_provider->signIn();
    QVERIFY2(again.status == 0, again.err);
    QCOMPARE(m_provider->world().cli({QStringLiteral("sign-out"), accountOf(again)}).status, 0);
}

void TstMockServer::onlyADefiniteRefusalEndsTheAccount()
{
    const QString id = accountOf(m_provider->signIn());
    const auto answer = [](int status, const QJsonValue &body) {
        return QJsonObject{{QStringLiteral("at"), QStringLiteral("token")}, {QStringLiteral("status"), status}, {QStringLiteral("body"), body}};
    };
    plant(answer(503, QJsonObject{}));
    QVERIFY(m_provider->renew(id).status != 0);
    plant(answer(400, QStringLiteral("<html>blocked</html>")));
    QVERIFY(m_provider->renew(id).status != 0);
    QCOMPARE(m_provider->renew(id).status, 0); // the token is kept
    plant(answer(400, QJsonObject{{QStringLiteral("error"), QStringLiteral("invalid_grant")}}));
    QCOMPARE(m_provider->renew(id).status, 3);
    QCOMPARE(m_provider->accounts().size(), 1); // the account stays, with the reason
    QCOMPARE(m_provider->world().cli({QStringLiteral("sign-out"), id}).status, 0);
}

} // namespace keyturn::e2e

using keyturn::e2e::TstMockServer;
KEYTURN_TEST(TstMockServer)
#include "tst_mockserver.moc"
