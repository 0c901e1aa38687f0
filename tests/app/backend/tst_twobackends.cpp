// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendprocess.h"
#include "postgresserver.h"
#include "support/registry.h"

#include <QFile>
#include <QSet>
#include <QTest>

#include <future>
#include <optional>
#include <vector>

namespace keyturn::backend {

namespace {

const QString password = QStringLiteral("a long password");

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

SentHeaders bearer(const QJsonObject &tokens)
{
    return {{"Authorization", "Bearer " + text(tokens, "accessToken").toLatin1()}};
}

QJsonObject refreshBody(const QJsonObject &tokens)
{
    return {{QStringLiteral("refreshToken"), text(tokens, "refreshToken")}};
}

} // namespace

/// Two built programs on one PostgreSQL that act as one, and what they do while it is away.
class TstTwoBackends : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void twoThatStartAtOnceOnNothingBothServe();
    void aTokenOfOneIsGoodAtTheOther();
    void aSessionOfOneEndsAtTheOther();
    void fiftyRefreshesOverBothLeaveOneSuccessor();
    void theDatabaseGoesAwayAndComesBack();
    void thePasswordOfTheDatabaseIsNowhereToBeSeen();

private:
    [[nodiscard]] QJsonObject registered()
    {
        m_email = QStringLiteral("person%1@example.com").arg(++m_people);
        return m_firstHttp->postJson("/api/auth/register", credentials()).json();
    }
    [[nodiscard]] QJsonObject credentials() const
    {
        return {{QStringLiteral("email"), m_email},
                {QStringLiteral("password"), password},
                {QStringLiteral("name"), QStringLiteral("Somebody")},
                {QStringLiteral("tokenDelivery"), QStringLiteral("body")}};
    }

    QString m_database;
    BackendProcess m_first;
    BackendProcess m_second;
    std::optional<HttpClient> m_firstHttp;
    std::optional<HttpClient> m_secondHttp;
    QString m_email;
    int m_people = 0;
};

void TstTwoBackends::initTestCase()
{
    m_database = PostgresServer::shared().url(PostgresServer::shared().newDatabase());
    const QStringList shared{QStringLiteral("--database"), m_database, QStringLiteral("--keys"), m_first.file(QStringLiteral("shared-keys.json"))};
    QVERIFY2(m_first.start(shared), m_first.log().constData());
    QVERIFY2(m_second.start(shared + QStringList{QStringLiteral("--public-url"), m_first.url()}), m_second.log().constData());
    QCOMPARE(m_second.url(), m_first.url());
    m_firstHttp.emplace(m_first.http());
    m_secondHttp.emplace(m_second.http());
    QVERIFY(m_firstHttp->port() != m_secondHttp->port());
}

void TstTwoBackends::twoThatStartAtOnceOnNothingBothServe()
{
    BackendProcess one;
    BackendProcess two;
    const QStringList shared{QStringLiteral("--database"), PostgresServer::shared().url(PostgresServer::shared().newDatabase()),
                             QStringLiteral("--keys"), one.file(QStringLiteral("shared-keys.json"))};
    one.begin(shared);
    two.begin(shared);
    QVERIFY2(one.isReady(), one.log().constData());
    QVERIFY2(two.isReady(), two.log().constData());
    QCOMPARE(one.http().get("/google/jwks").body, two.http().get("/google/jwks").body);
}

void TstTwoBackends::aTokenOfOneIsGoodAtTheOther()
{
    const QJsonObject tokens = registered();
    QCOMPARE(m_secondHttp->get("/api/profile", bearer(tokens)).status, 200);
    QCOMPARE(m_secondHttp->postJson("/api/auth/login", credentials()).status, 200);
    const Answer refreshed = m_secondHttp->postJson("/api/auth/refresh", refreshBody(tokens));
    QCOMPARE(refreshed.status, 200);
    QCOMPARE(m_firstHttp->get("/api/profile", bearer(refreshed.json())).status, 200);
}

void TstTwoBackends::aSessionOfOneEndsAtTheOther()
{
    const QJsonObject tokens = registered();
    QCOMPARE(m_secondHttp->send("DELETE", "/api/sessions?all=true", bearer(tokens)).status, 200);
    QCOMPARE(m_firstHttp->get("/api/profile", bearer(tokens)).status, 401);
    QCOMPARE(m_firstHttp->postJson("/api/auth/refresh", refreshBody(tokens)).status, 401);
}

void TstTwoBackends::fiftyRefreshesOverBothLeaveOneSuccessor()
{
    const QJsonObject tokens = registered();
    std::vector<std::future<Answer>> answers;
    for (int i = 0; i < 50; ++i) {
        const HttpClient &http = i % 2 == 0 ? *m_firstHttp : *m_secondHttp;
        answers.push_back(std::async(std::launch::async, [http, body = refreshBody(tokens)] { return http.postJson("/api/auth/refresh", body); }));
    }
    QSet<QString> successors;
    for (std::future<Answer> &each : answers) {
        const Answer answer = each.get();
        QVERIFY2(answer.status == 200, answer.body.constData());
        successors.insert(text(answer.json(), "refreshToken"));
    }
    QCOMPARE(successors.size(), 1);
    const QByteArray rotated("keyturn_backend_refresh_total{outcome=\"rotated\"}");
    const Answer next = m_secondHttp->postJson("/api/auth/refresh", {{QStringLiteral("refreshToken"), *successors.cbegin()}});
    QCOMPARE(next.status, 200);
    QVERIFY(m_first.metric(rotated) + m_second.metric(rotated) >= 2);
}

void TstTwoBackends::theDatabaseGoesAwayAndComesBack()
{
    const QJsonObject tokens = registered();
    PostgresServer::shared().kill();
    for (const HttpClient &http : {*m_firstHttp, *m_secondHttp}) {
        for (const Answer &answer :
             {http.get("/healthz"), http.get("/api/profile", bearer(tokens)), http.postJson("/api/auth/refresh", refreshBody(tokens)),
              http.postJson("/api/auth/login", credentials()), http.postJson("/api/auth/register", credentials()),
              http.send("DELETE", "/api/sessions?all=true", bearer(tokens)), http.postJson("/api/auth/logout", refreshBody(tokens))}) {
            QCOMPARE(answer.status, 503);
            QCOMPARE(answer.code(), QStringLiteral("database_unreachable"));
            QCOMPARE(answer.header("retry-after"), QByteArray("1"));
        }
        QCOMPARE(http.get("/metrics").status, 200); // what needs no database goes on
    }
    PostgresServer::shared().start();
    QTRY_COMPARE(m_firstHttp->get("/healthz").status, 200);
    QTRY_COMPARE(m_secondHttp->get("/healthz").status, 200);
    QCOMPARE(m_secondHttp->get("/api/profile", bearer(tokens)).status, 200);
    QCOMPARE(m_secondHttp->postJson("/api/auth/refresh", refreshBody(tokens)).status, 200);
    QCOMPARE(m_firstHttp->postJson("/api/auth/login", credentials()).status, 200);
    QTRY_COMPARE(m_first.log().count("\"database_reached\""), 1);
    QCOMPARE(m_first.log().count("\"database_unreachable\""), 1); // not once for every request
}

void TstTwoBackends::thePasswordOfTheDatabaseIsNowhereToBeSeen()
{
    const PostgresServer &server = PostgresServer::shared();
    const QString url = server.url(QStringLiteral("postgres"), QStringLiteral("guarded"));
    BackendProcess backend;
    QFile file(backend.file(QStringLiteral("database-url")));
    const auto hold = [&](const QString &held) {
        return file.open(QIODevice::WriteOnly) && file.write(QString(url).replace(QLatin1String("guarded@"), held).toUtf8()) > 0
            && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && (file.close(), true);
    };
    const QStringList arguments{QStringLiteral("--database-file"), file.fileName()};
    QVERIFY(hold(QStringLiteral("guarded:wr0ng@")));
    BackendProcess refused;
    QCOMPARE(refused.runToEnd(arguments + QStringList{QStringLiteral("--data"), refused.file(QStringLiteral("data"))}), 5);
    QVERIFY(refused.log().contains("password authentication failed"));
    QVERIFY(!refused.log().contains("wr0ng"));
    QVERIFY(hold(QStringLiteral("guarded:let%20me%20in@")));
    QVERIFY2(backend.start(arguments), backend.log().constData());
    QFile commandLine(QStringLiteral("/proc/%1/cmdline").arg(backend.processId()));
    QVERIFY(commandLine.open(QIODevice::ReadOnly));
    QVERIFY(!(commandLine.readAll() + backend.log() + backend.output()).contains("let"));
}

/// Once, in the run that has a PostgreSQL.
static const bool registered = [] {
    if (PostgresServer::isWanted())
        tests::registry().push_back([] { return std::make_unique<TstTwoBackends>(); });
    return true;
}();

} // namespace keyturn::backend

#include "tst_twobackends.moc"
