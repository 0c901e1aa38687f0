// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "backendprocess.h"
#include "support/registry.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpServer>
#include <QTest>

#include <unistd.h>

namespace keyturn::backend {

/// The program as scripts meet it, and its routes under hostile requests.
class TstProgram : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_backend.start(), m_backend.log().constData()); }

    void oneLineTellsTheAddresses()
    {
        BackendProcess backend;
        QVERIFY(backend.start({QStringLiteral("--ready-file"), backend.file(QStringLiteral("ready.json"))}));
        const QJsonObject line = backend.readyLine();
        QVERIFY(line.value(QStringLiteral("pid")).toInteger() > 0);
        QCOMPARE(line.value(QStringLiteral("google")).toObject().value(QStringLiteral("issuer")).toString(),
                 backend.url() + QLatin1String("/google"));
        QCOMPARE(line.value(QStringLiteral("github")).toObject().value(QStringLiteral("url")).toString(), backend.url() + QLatin1String("/github"));
        QFile ready(backend.file(QStringLiteral("ready.json")));
        QVERIFY(ready.open(QIODevice::ReadOnly));
        QCOMPARE(QJsonDocument::fromJson(ready.readAll()).object(), line);
        QCOMPARE(backend.stop(), 0);
        QCOMPARE(backend.output().count('\n'), 1);
    }

    void itsFilesAreItsOwnersAlone() // FAULTS 75
    {
        const QDir data(m_backend.file(QStringLiteral("data")));
        const QStringList names = data.entryList(QDir::Files | QDir::Hidden | QDir::NoDotAndDotDot);
        QVERIFY(names.contains(QLatin1String("keys.json")));
        for (const QString &name : names + QStringList{QStringLiteral(".")}) {
            const auto others = QFile::permissions(data.filePath(name))
                & (QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther);
            QVERIFY2(others == 0, qPrintable(name));
        }
    }

    void whatWasRegisteredSurvivesARestart()
    {
        BackendProcess first;
        const QStringList data{QStringLiteral("--data"), m_backend.file(QStringLiteral("kept"))};
        const QJsonObject person{{QStringLiteral("email"), QStringLiteral("ada@example.com")},
                                 {QStringLiteral("password"), QStringLiteral("correct horse")},
                                 {QStringLiteral("name"), QStringLiteral("Ada")},
                                 {QStringLiteral("tokenDelivery"), QStringLiteral("body")}};
        QVERIFY(first.start(data));
        const QJsonValue token = first.http().postJson("/api/auth/register", person).json().value(QStringLiteral("refreshToken"));
        QCOMPARE(first.stop(), 0);
        BackendProcess second;
        QVERIFY(second.start(data));
        QCOMPARE(second.http().postJson("/api/auth/login", person).status, 200);
        QCOMPARE(second.http().postJson("/api/auth/refresh", {{QStringLiteral("refreshToken"), token}}).status, 200);
    }

    void lifetimesAreSettable()
    {
        BackendProcess backend;
        QVERIFY(backend.start({QStringLiteral("--access-ttl"), QStringLiteral("1"), QStringLiteral("--refresh-ttl"), QStringLiteral("2")}));
        const Answer answer = backend.http().postJson("/api/auth/register",
                                                      {{QStringLiteral("email"), QStringLiteral("ada@example.com")},
                                                       {QStringLiteral("password"), QStringLiteral("correct horse")},
                                                       {QStringLiteral("name"), QStringLiteral("Ada")},
                                                       {QStringLiteral("tokenDelivery"), QStringLiteral("body")}});
        const QJsonObject grant = answer.json();
        QCOMPARE(grant.value(QStringLiteral("expiresIn")).toInt(), 1);
        QCOMPARE(grant.value(QStringLiteral("refreshExpiresIn")).toInt(), 2);
        const SentHeaders bearer{{"Authorization", "Bearer " + grant.value(QStringLiteral("accessToken")).toString().toLatin1()}};
        QTRY_COMPARE(backend.http().get("/api/profile", bearer).status, 401);
    }

    void aChainOfRefreshTokensEnds()
    {
        BackendProcess backend;
        QVERIFY(backend.start({QStringLiteral("--faults"), QStringLiteral("--chain-ttl"), QStringLiteral("7200"), QStringLiteral("--refresh-ttl"),
                               QStringLiteral("4000")}));
        const HttpClient http = backend.http();
        const auto turnClockTo = [&http](int seconds) {
            return http.send("DELETE", "/__faults").status == 204
                && http.postJson("/__faults", {{QStringLiteral("fault"), QStringLiteral("clock-skew=%1").arg(seconds)}}).status == 201;
        };
        QJsonObject grant = http.postJson("/api/auth/register",
                                          {{QStringLiteral("email"), QStringLiteral("ada@example.com")},
                                           {QStringLiteral("password"), QStringLiteral("correct horse")},
                                           {QStringLiteral("name"), QStringLiteral("Ada")},
                                           {QStringLiteral("tokenDelivery"), QStringLiteral("body")}})
                                .json();
        const auto refresh = [&] {
            const QString name = QStringLiteral("refreshToken");
            const Answer answer = http.postJson("/api/auth/refresh", {{name, grant.value(name)}});
            grant = answer.status == 200 ? answer.json() : grant;
            return answer;
        };
        QVERIFY(turnClockTo(3000));
        QCOMPARE(refresh().json().value(QStringLiteral("refreshExpiresIn")).toInt(), 4000);
        QVERIFY(turnClockTo(6900));
        QCOMPARE(refresh().status, 200);
        QVERIFY(grant.value(QStringLiteral("refreshExpiresIn")).toInt() <= 300); // no longer than the chain
        const QByteArray bearer = "Bearer " + grant.value(QStringLiteral("accessToken")).toString().toLatin1();
        QCOMPARE(http.get("/api/profile", {{"Authorization", bearer}}).status, 200);
        QVERIFY(turnClockTo(7201));
        const Answer over = refresh();
        QCOMPARE(over.status, 401);
        QCOMPARE(over.json().value(QStringLiteral("error")).toObject().value(QStringLiteral("reason")).toString(), QStringLiteral("expired"));
        QCOMPARE(http.get("/api/profile", {{"Authorization", bearer}}).status, 401); // the access token would live on
    }

    void aSignInOfFiveMinutesAgoDoesNotChangeTheAddress()
    {
        BackendProcess backend;
        QVERIFY(backend.start({QStringLiteral("--faults")}));
        const HttpClient http = backend.http();
        const QJsonObject person{{QStringLiteral("email"), QStringLiteral("ada@example.com")},
                                 {QStringLiteral("password"), QStringLiteral("correct horse")},
                                 {QStringLiteral("name"), QStringLiteral("Ada")}};
        const QByteArray token = http.postJson("/api/auth/register", person).json().value(QStringLiteral("accessToken")).toString().toLatin1();
        const auto askAt = [&](int seconds) {
            QJsonObject fault{{QStringLiteral("fault"), QStringLiteral("clock-skew=%1").arg(seconds)}};
            const bool turned = http.send("DELETE", "/__faults").status == 204 && http.postJson("/__faults", fault).status == 201;
            return turned ? http.send("PATCH", "/api/profile", {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}},
                                      "{\"email\":\"lovelace@example.com\"}")
                          : Answer();
        };
        QCOMPARE(askAt(200).status, 202);
        const Answer old = askAt(301);
        QCOMPARE(old.status, 401);
        QVERIFY(old.header("www-authenticate").contains("max_age=\"300\""));
    }

    void withoutGraceTheSecondUseIsReuse()
    {
        BackendProcess backend;
        QVERIFY(backend.start({QStringLiteral("--refresh-grace"), QStringLiteral("0")}));
        const QJsonObject person{{QStringLiteral("email"), QStringLiteral("ada@example.com")},
                                 {QStringLiteral("password"), QStringLiteral("correct horse")},
                                 {QStringLiteral("name"), QStringLiteral("Ada")},
                                 {QStringLiteral("tokenDelivery"), QStringLiteral("body")}};
        const QJsonObject token{
            {QStringLiteral("refreshToken"), backend.http().postJson("/api/auth/register", person).json().value(QStringLiteral("refreshToken"))}};
        QCOMPARE(backend.http().postJson("/api/auth/refresh", token).status, 200);
        QCOMPARE(backend.http().postJson("/api/auth/refresh", token).status, 401);
        QCOMPARE(backend.metric("keyturn_backend_refresh_total{outcome=\"reused\"}"), 1);
    }

    void providersCanBeLeftOut()
    {
        BackendProcess backend;
        QVERIFY(backend.start({QStringLiteral("--providers"), QStringLiteral("github")}));
        QVERIFY(!backend.readyLine().contains(QStringLiteral("google")));
        QCOMPARE(backend.http().get("/google/jwks").status, 404);
        QCOMPARE(backend.http().get("/github/user").status, 401);
    }

    void wrongArgumentsEndWithTwo()
    {
        BackendProcess backend;
        QCOMPARE(backend.runToEnd({QStringLiteral("--bcrypt-cost"), QStringLiteral("4")}), 2);
        QCOMPARE(backend.log().count('\n'), 1);
        QVERIFY(backend.log().contains("--bcrypt-cost"));
        QCOMPARE(BackendProcess().runToEnd(
                     {QStringLiteral("--listen"), QStringLiteral("nowhere"), QStringLiteral("--data"), m_backend.file(QStringLiteral("other"))}),
                 2);
    }

    void aBusyPortEndsWithFour()
    {
        QTcpServer occupant;
        QVERIFY(occupant.listen(QHostAddress::LocalHost));
        BackendProcess backend;
        QCOMPARE(backend.runToEnd({QStringLiteral("--data"), m_backend.file(QStringLiteral("other")), QStringLiteral("--port"),
                                   QString::number(occupant.serverPort())}),
                 4);
        QVERIFY(backend.log().contains(QByteArray::number(occupant.serverPort())));
        QVERIFY(backend.output().isEmpty());
    }

    void anUnusableDiskEndsWithFive_data()
    {
        QTest::addColumn<QStringList>("arguments");
        const QString file = m_backend.file(QStringLiteral("a-file"));
        QFile(file).open(QIODevice::WriteOnly);
        QTest::newRow("the data folder is a file") << QStringList{QStringLiteral("--data"), file};
        QTest::newRow("the data folder cannot be made") << QStringList{QStringLiteral("--data"), QStringLiteral("/proc/nowhere")};
        QTest::newRow("the database is a folder") << QStringList{QStringLiteral("--data"), m_backend.file(QStringLiteral("other")),
                                                                 QStringLiteral("--database"), QStringLiteral("sqlite:/tmp")};
        QTest::newRow("the ready file cannot be written") << QStringList{QStringLiteral("--data"), m_backend.file(QStringLiteral("other")),
                                                                         QStringLiteral("--ready-file"), QStringLiteral("/proc/nowhere/ready")};
    }

    void anUnusableDiskEndsWithFive()
    {
        QFETCH(QStringList, arguments);
        BackendProcess backend;
        QCOMPARE(backend.runToEnd(QStringList{QStringLiteral("--port"), QStringLiteral("0")} + arguments), 5);
        QVERIFY(backend.log().contains("keyturn-backend: "));
        QVERIFY(backend.output().isEmpty());
    }

    void wrongMethodsAreToldTheRightOnes_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("allow");
        const auto row = [](const char *method, const char *path, int status, const char *allow) {
            QTest::addRow("%s %s", method, path) << QByteArray(method) << QByteArray(path) << status << QByteArray(allow);
        };
        row("GET", "/api/auth/login", 405, "POST, OPTIONS"); // AUDIT 10
        row("GET", "/api/auth/logout", 405, "POST, OPTIONS");
        row("PUT", "/api/auth/refresh", 405, "POST, OPTIONS");
        row("POST", "/api/sessions", 405, "GET, HEAD, DELETE, OPTIONS");
        row("BREW", "/api/profile", 405, "GET, HEAD, PATCH, OPTIONS");
        row("get", "/api/profile", 405, "GET, HEAD, PATCH, OPTIONS");
        row("TRACE", "/api/profile", 405, "GET, HEAD, PATCH, OPTIONS");
        row("OPTIONS", "/api/profile", 204, "GET, HEAD, PATCH, OPTIONS");
        row("OPTIONS", "/nowhere", 404, "");
        row("GET", "/", 404, "");
        row("GET", "/api/profile/", 404, "");
        row("GET", "//api/profile", 404, "");
        row("GET", "/api/%70rofile", 404, "");
        row("DELETE", "/api/sessions/a%2Fb", 404, "");
        row("DELETE", "/api/sessions/../profile", 404, "");
    }

    void wrongMethodsAreToldTheRightOnes()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, path);
        const Answer answer = m_backend.http().send(method, path);
        QTEST(answer.status, "status");
        QTEST(answer.header("allow"), "allow");
        QVERIFY(answer.status == 204 || !answer.code().isEmpty());
    }

    void badBodiesAreRefused_data() // AUDIT 36
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        const QByteArray json("application/json");
        QTest::newRow("broken JSON") << json << QByteArray("{\"email\":") << 400;
        QTest::newRow("an array") << json << QByteArray("[]") << 400;
        QTest::newRow("a number") << json << QByteArray("1") << 400;
        QTest::newRow("a member twice") << json << QByteArray(R"({"email":"a","email":"b"})") << 400;
        QTest::newRow("deep") << json << QByteArray("[").repeated(100000) << 400;
        QTest::newRow("invalid UTF-8") << json << QByteArray("{\"email\":\"\xff\"}") << 400;
        QTest::newRow("a form") << QByteArray("application/x-www-form-urlencoded") << QByteArray("email=a") << 415;
        QTest::newRow("text/plain") << QByteArray("text/plain") << QByteArray("{}") << 415; // AUDIT 9
        QTest::newRow("no type") << QByteArray() << QByteArray("{}") << 415;
        QTest::newRow("nothing") << json << QByteArray() << 422;
        QTest::newRow("wrong types") << json << QByteArray(R"({"email":{},"password":[1],"name":true})") << 422;
        QTest::newRow("1 MB") << json << "{\"email\":\"" + QByteArray(1000000, 'a') + "\"}" << 422;
        QTest::newRow("more than 1 MB") << json << QByteArray(1100000, ' ') << 413;
    }

    void badBodiesAreRefused()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        for (const char *path : {"/api/auth/login", "/api/auth/register"}) {
            const Answer answer = m_backend.http().send("POST", path, type.isEmpty() ? SentHeaders() : SentHeaders{{"Content-Type", type}}, body);
            QCOMPARE(answer.status, status);
            QVERIFY(!answer.code().isEmpty());
        }
        QCOMPARE(m_backend.http().get("/healthz").status, 200);
    }

    void aHostNameThatIsNotOursIsRefused_data() // DNS rebinding, FAULTS 11
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<int>("status");
        QTest::newRow("IPv4") << QByteArray("127.0.0.1:1234") << 200;
        QTest::newRow("IPv6") << QByteArray("[::1]:1234") << 200;
        QTest::newRow("localhost") << QByteArray("LocalHost") << 200;
        QTest::newRow("a name") << QByteArray("evil.example") << 421;
        QTest::newRow("a name that begins like ours") << QByteArray("127.0.0.1.evil.example") << 421;
        QTest::newRow("another address") << QByteArray("192.0.2.1") << 421;
        QTest::newRow("empty") << QByteArray("") << 421;
    }

    void aHostNameThatIsNotOursIsRefused()
    {
        QFETCH(QByteArray, host);
        QFETCH(int, status);
        const QByteArray received = m_backend.http().raw("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
        QCOMPARE(answersIn(received).value(0).status, status);
    }

private:
    BackendProcess m_backend;
};

} // namespace keyturn::backend

using keyturn::backend::TstProgram;
KEYTURN_TEST(TstProgram)
#include "tst_program.moc"
