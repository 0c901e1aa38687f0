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
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("step");
    const auto row = [](const char *name, const QJsonObject &answer, int status, const char *code, const char *step) {
        QTest::newRow(name) << QJsonDocument(answer).toJson() << status << code << step;
    };
    const QString at = QStringLiteral("at");
    const QString status = QStringLiteral("status");
    const QString body = QStringLiteral("body");
    const QString token = QStringLiteral("token");
    const QString claims = QStringLiteral("token-claims");
    const QString userinfo = QStringLiteral("userinfo");
    row("a token endpoint that fails", {{at, token}, {status, 500}, {body, QJsonObject{}}}, 4, "server_error", "token");
    row("no token in the answer", {{at, token}, {status, 200}, {body, QJsonObject{{QStringLiteral("token_type"), QStringLiteral("Bearer")}}}}, 8,
        "token_response_invalid", "token");
    row("a text for an answer", {{at, token}, {status, 200}, {body, QStringLiteral("<html>It works!</html>")}}, 8, "token_response_invalid", "token");
    row("an answer over 256 kB", {{at, token}, {status, 200}, {body, QJsonObject{{QStringLiteral("x"), QString(300'000, u'x')}}}}, 8,
        "response_too_large", "token");
    row("a code that is refused", {{at, token}, {status, 400}, {body, QJsonObject{{QStringLiteral("error"), QStringLiteral("invalid_grant")}}}}, 6,
        "invalid_grant", "token");
    row("another audience", {{at, claims}, {body, QJsonObject{{QStringLiteral("aud"), QStringLiteral("another")}}}}, 8, "id_token_audience", "token");
    row("another issuer", {{at, claims}, {body, QJsonObject{{QStringLiteral("iss"), QStringLiteral("https://evil.example")}}}}, 8, "id_token_issuer",
        "token");
    row("another nonce", {{at, claims}, {body, QJsonObject{{QStringLiteral("nonce"), QStringLiteral("another")}}}}, 8, "id_token_nonce", "token");
    row("userinfo of somebody else", {{at, userinfo}, {status, 200}, {body, QJsonObject{{QStringLiteral("sub"), QStringLiteral("another")}}}}, 8,
        "userinfo_subject", "userinfo");
    row("userinfo that is a page", {{at, userinfo}, {status, 200}, {body, QStringLiteral("<html>It works!</html>")}}, 8, "userinfo_invalid",
        "userinfo");
}

void TstMockServer::aBadAnswerAtSignInIsSaidAndNothingIsStored()
{
    QFETCH(const QByteArray, planted);
    QFETCH(const int, status);
    QFETCH(const QString, code);
    QFETCH(const QString, step);
    const QJsonObject answer = QJsonDocument::fromJson(planted).object();
    plant(answer);
    const Finished refused = m_provider->signIn();
    QCOMPARE(refused.status, status);
    QVERIFY2(refused.err.count('\n') >= 2 && refused.err.trimmed().endsWith('.'), refused.err); // a sentence
    plant(answer);
    const QJsonObject error = m_provider->signIn({QStringLiteral("--json")}).json().value(QStringLiteral("error")).toObject();
    QCOMPARE(error.value(QStringLiteral("code")).toString(), code);
    QCOMPARE(error.value(QStringLiteral("step")).toString(), step);
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
