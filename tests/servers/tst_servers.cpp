// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/nodeserver.h"
#include "support/redisserver.h"
#include "support/registry.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTest>

namespace keyturn::tests {

/// Each server that is not ours starts, answers as itself, and ends. Keyturn has no part in it: where this fails, the end-to-end tests need no
/// looking at.
class TstServers : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void expressRefusesWhoIsNotSignedIn();
    void expressWithSessionsHandsOutACsrfToken();
    void anOpenIdProviderNamesItself_data();
    void anOpenIdProviderNamesItself();
    void theProviderOffersWhatItIsToldTo();
    void theProviderComparesTheWholePathOfARedirect_data();
    void theProviderComparesTheWholePathOfARedirect();
    void theMockGivesTheAnswerThatWasPlanted();
    void glewlwydNamesItselfAndSlowsDownWhoPollsTooOften();

private:
    struct Answer {
        int status = 0;
        QUrl redirect;
        QJsonObject json;
    };
    Answer send(const QByteArray &verb, const QUrl &url, const QByteArray &type = {}, const QByteArray &body = {});
    Answer get(const e2e::NodeServer &server, const QString &path) { return send("GET", server.url().resolved(QUrl(path))); }

    QNetworkAccessManager m_manager;
};

TstServers::Answer TstServers::send(const QByteArray &verb, const QUrl &url, const QByteArray &type, const QByteArray &body)
{
    m_manager.setProxy(QNetworkProxy::NoProxy);
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    if (!type.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, type);
    const std::unique_ptr<QNetworkReply> reply(m_manager.sendCustomRequest(request, verb, body));
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    if (!reply->isFinished() && !finished.wait(15'000))
        return {};
    return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), QUrl(QString::fromLatin1(reply->rawHeader("Location"))),
            QJsonDocument::fromJson(reply->readAll()).object()};
}

void TstServers::expressRefusesWhoIsNotSignedIn()
{
    const e2e::NodeServer server(QStringLiteral("express/server.js"));
    const Answer answer = get(server, QStringLiteral("/api/profile"));
    QCOMPARE(answer.status, 401);
    QCOMPARE(answer.json.value(QStringLiteral("error")).toString(), QStringLiteral("No token provided"));
}

void TstServers::expressWithSessionsHandsOutACsrfToken()
{
    const tests::RedisServer redis;
    QVERIFY(!redis.url().isEmpty());
    const e2e::NodeServer server(QStringLiteral("express/server.js"),
                                 {{QStringLiteral("MODE"), QStringLiteral("session")}, {QStringLiteral("REDIS_URL"), redis.url()}});
    const Answer answer = get(server, QStringLiteral("/api/csrf-token"));
    QCOMPARE(answer.status, 200);
    QVERIFY(!answer.json.value(QStringLiteral("csrfToken")).toString().isEmpty());
}

void TstServers::anOpenIdProviderNamesItself_data()
{
    QTest::addColumn<QString>("script");
    QTest::newRow("oidc-provider") << QStringLiteral("oidc/server.js");
    QTest::newRow("oauth2-mock-server") << QStringLiteral("mock/server.js");
}

void TstServers::anOpenIdProviderNamesItself()
{
    QFETCH(const QString, script);
    const e2e::NodeServer server(script);
    const Answer answer = get(server, QStringLiteral("/.well-known/openid-configuration"));
    QCOMPARE(answer.status, 200);
    QCOMPARE(QUrl(answer.json.value(QStringLiteral("issuer")).toString()), server.url());
    QVERIFY(answer.json.value(QStringLiteral("code_challenge_methods_supported")).toArray().contains(QStringLiteral("S256")));
    QCOMPARE(server.counters().value(QStringLiteral("logins")).toInt(-1), 0);
}

void TstServers::theProviderOffersWhatItIsToldTo()
{
    const QString discovery = QStringLiteral("/.well-known/openid-configuration");
    const QStringList members{QStringLiteral("pushed_authorization_request_endpoint"),
                              QStringLiteral("dpop_signing_alg_values_supported"),
                              QStringLiteral("device_authorization_endpoint"),
                              QStringLiteral("revocation_endpoint"),
                              QStringLiteral("introspection_endpoint"),
                              QStringLiteral("end_session_endpoint")};
    const e2e::NodeServer all(QStringLiteral("oidc/server.js"));
    const e2e::NodeServer none(QStringLiteral("oidc/server.js"),
                               {{QStringLiteral("WITHOUT"), QStringLiteral("par,dpop,device,revocation,introspection,logout,resources")}});
    const QJsonObject everything = get(all, discovery).json;
    const QJsonObject little = get(none, discovery).json;
    for (const QString &member : members) {
        QVERIFY2(everything.contains(member), qPrintable(member));
        QVERIFY2(little.contains(QStringLiteral("issuer")) && !little.contains(member), qPrintable(member));
    }
}

void TstServers::theProviderComparesTheWholePathOfARedirect_data()
{
    QTest::addColumn<QString>("client");
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("taken");
    QTest::newRow("any port") << QStringLiteral("keyturn-native") << QStringLiteral("/callback") << true;
    QTest::newRow("a path below") << QStringLiteral("keyturn-native") << QStringLiteral("/callback/x1") << false;
    QTest::newRow("a path below, for the client that may") << QStringLiteral("keyturn-native-below") << QStringLiteral("/callback/x1") << true;
    QTest::newRow("another path, for the client that may") << QStringLiteral("keyturn-native-below") << QStringLiteral("/elsewhere/x1") << false;
}

void TstServers::theProviderComparesTheWholePathOfARedirect()
{
    QFETCH(const QString, client);
    QFETCH(const QString, path);
    QFETCH(const bool, taken);
    const e2e::NodeServer server(QStringLiteral("oidc/server.js"));
    const Answer answer = get(server,
                              QStringLiteral("/auth?response_type=code&scope=openid&state=s&client_id=%1&redirect_uri=http://127.0.0.1:49152%2"
                                             "&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
                                  .arg(client, path));
    QCOMPARE(answer.status, taken ? 303 : 400);
    QCOMPARE(answer.redirect.path().startsWith(QLatin1String("/interaction/")), taken);
}

void TstServers::theMockGivesTheAnswerThatWasPlanted()
{
    const e2e::NodeServer server(QStringLiteral("mock/server.js"));
    const auto refresh = [&] {
        return send("POST", server.url().resolved(QUrl(QStringLiteral("/token"))), "application/x-www-form-urlencoded",
                    "grant_type=refresh_token&refresh_token=r&client_id=c");
    };
    QCOMPARE(send("POST", server.url().resolved(QUrl(QStringLiteral("/test/next"))), "application/json",
                  R"({"at":"token","status":400,"body":{"error":"invalid_grant"}})")
                 .status,
             204);
    QCOMPARE(refresh().json.value(QStringLiteral("error")).toString(), QStringLiteral("invalid_grant"));
    const Answer good = refresh();
    QCOMPARE(good.status, 200);
    QVERIFY(good.json.contains(QStringLiteral("id_token")));
    QCOMPARE(server.counters().value(QStringLiteral("reuse")).toInt(), 1);
}

void TstServers::glewlwydNamesItselfAndSlowsDownWhoPollsTooOften()
{
    if (!QFileInfo::exists(QStringLiteral(KEYTURN_SERVERS_FOLDER "/glewlwyd/unpacked/usr/bin/glewlwyd")))
        QSKIP("glewlwyd is not to be had here; tests/servers/install said so.");
    const e2e::NodeServer server(QStringLiteral("glewlwyd/server.js"));
    const Answer metadata = get(server, QStringLiteral("/api/oidc/.well-known/openid-configuration"));
    QCOMPARE(metadata.status, 200);
    QCOMPARE(metadata.json.value(QStringLiteral("issuer")).toString(), server.url().toString() + QStringLiteral("/api/oidc"));
    const auto post = [&](const QString &path, const QByteArray &form) {
        return send("POST", server.url().resolved(QUrl(path)), "application/x-www-form-urlencoded", form).json;
    };
    const QJsonObject device = post(QStringLiteral("/api/oidc/device_authorization"), "client_id=keyturn-native&scope=openid");
    const QByteArray poll = "grant_type=urn:ietf:params:oauth:grant-type:device_code&client_id=keyturn-native&device_code="
        + device.value(QStringLiteral("device_code")).toString().toLatin1();
    QCOMPARE(post(QStringLiteral("/api/oidc/token"), poll).value(QStringLiteral("error")).toString(), QStringLiteral("authorization_pending"));
    QCOMPARE(post(QStringLiteral("/api/oidc/token"), poll).value(QStringLiteral("error")).toString(), QStringLiteral("slow_down"));
}

} // namespace keyturn::tests

using keyturn::tests::TstServers;
KEYTURN_TEST(TstServers)
#include "tst_servers.moc"
