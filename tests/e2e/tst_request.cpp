// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace keyturn::e2e {

namespace {

const QByteArray password = QByteArrayLiteral("correct horse battery");
const QByteArray canary = QByteArrayLiteral("canary-that-nobody-may-keep");

} // namespace

/// The request console on the command line, against the real backend.
class TstRequest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void answerIsToldWithItsMoments();
    void curlThatIsWrittenIsAnswered();
    void curlIsReadAndSent();
    void manyAtOnceRefreshOnce();
    void endpointsAreThoseOfProfileAndDocument();
    void noSecretIsKept();
    void savedRequestIsSentAgain();
    void whatCannotBeIsSaid_data();
    void whatCannotBeIsSaid();
    void whoHidesWhatIsForDevelopersKeepsNothing();

private:
    Finished request(const QStringList &arguments, const QByteArray &input = {})
    {
        return m_world.cli(QStringList{QStringLiteral("request"), m_account} + arguments, input);
    }
    [[nodiscard]] int refreshes();

    World m_world;
    QString m_account;
};

void TstRequest::initTestCase()
{
    QVERIFY(!m_world.startBackend().isEmpty());
    m_account = m_world.signUp(QStringLiteral("ada@example.com"), password);
    QVERIFY(!m_account.isEmpty());
    const QStringList signIn{QStringLiteral("sign-in"), QStringLiteral("--profile"),       QStringLiteral("demo"),
                             QStringLiteral("--user"),  QStringLiteral("ada@example.com"), QStringLiteral("--password-stdin")};
    QCOMPARE(m_world.cli(signIn, password + '\n').status, 0);
}

void TstRequest::answerIsToldWithItsMoments()
{
    const Finished sent = request({QStringLiteral("GET"), QStringLiteral("/api/profile"), QStringLiteral("--timing"), QStringLiteral("--pretty")});
    QCOMPARE(sent.status, 0);
    QVERIFY2(sent.out.contains("\n  \"email\": \"ada@example.com\","), sent.out.constData());
    for (const char *moment : {"connecting", "request sent", "first byte", "total"})
        QVERIFY2(sent.err.contains(moment), sent.err.constData());
    const QJsonObject answer = request({QStringLiteral("GET"), QStringLiteral("/nowhere"), QStringLiteral("--timing"), QStringLiteral("--json")})
                                   .json()
                                   .value(QLatin1String("answer"))
                                   .toObject();
    QCOMPARE(answer.value(QLatin1String("status")).toInt(), 404);
    QVERIFY(answer.value(QLatin1String("timing")).toObject().contains(QLatin1String("firstByteMs")));
}

void TstRequest::curlThatIsWrittenIsAnswered()
{
    const QStringList asCurl{QStringLiteral("GET"), QStringLiteral("/api/profile"), QStringLiteral("--as"), QStringLiteral("curl")};
    const QByteArray token = m_world.cli({QStringLiteral("token"), m_account}).out.trimmed();
    const Finished redacted = request(asCurl);
    QVERIFY(redacted.out.contains("$TOKEN") && !redacted.out.contains(token));
    const Finished whole = request(asCurl + QStringList{QStringLiteral("--with-token")});
    QVERIFY(whole.out.contains(token));
    for (const QByteArray &script : {"TOKEN='" + token + "'\n" + redacted.out, whole.out}) {
        QProcess shell;
        shell.start(QStringLiteral("sh"), {QStringLiteral("-s")});
        shell.write(script);
        shell.closeWriteChannel();
        QVERIFY(shell.waitForFinished(30'000));
        const QByteArray answer = shell.readAllStandardOutput();
        QCOMPARE(QJsonDocument::fromJson(answer).object().value(QLatin1String("email")).toString(), QStringLiteral("ada@example.com"));
    }
}

void TstRequest::curlIsReadAndSent()
{
    const QByteArray command = request({QStringLiteral("GET"), QStringLiteral("/api/profile"), QStringLiteral("--as"), QStringLiteral("curl")}).out;
    const Finished sent = request({QStringLiteral("--curl"), QStringLiteral("-")}, command);
    QCOMPARE(sent.status, 0);
    QVERIFY(sent.out.contains("ada@example.com"));
    QVERIFY2(sent.err.contains("Authorization was left out"), sent.err.constData());
}

int TstRequest::refreshes()
{
    const Finished told =
        m_world.cli({QStringLiteral("trace"), m_account, QStringLiteral("--purpose"), QStringLiteral("refresh"), QStringLiteral("--json")});
    return int(told.json().value(QLatin1String("entries")).toArray().size());
}

void TstRequest::manyAtOnceRefreshOnce()
{
    const int before = refreshes();
    const double rotated = m_world.metric("keyturn_backend_refresh_total{outcome=\"rotated\"}");
    const QStringList volley{QStringLiteral("GET"), QStringLiteral("/api/profile"), QStringLiteral("--parallel"), QStringLiteral("20")};
    const Finished shown = request(volley + QStringList{QStringLiteral("--expire-first")});
    QCOMPARE(shown.status, 0);
    QVERIFY2(shown.out.contains("20 requests, 1 refresh\n"), shown.out.constData());
    QCOMPARE(refreshes(), before + 1); // as the trace has it, which counts what went out
    QCOMPARE(m_world.metric("keyturn_backend_refresh_total{outcome=\"rotated\"}"), rotated + 1); // and as the backend counts
    const QJsonObject told = request(volley + QStringList{QStringLiteral("--json")}).json().value(QLatin1String("volley")).toObject();
    QCOMPARE(told.value(QLatin1String("refreshes")).toInt(), 0);
    QCOMPARE(told.value(QLatin1String("outcomes")).toObject().value(QLatin1String("200")).toInt(), 20);
    QCOMPARE(refreshes(), before + 1);
    QCOMPARE(request({QStringLiteral("GET"), QStringLiteral("/nowhere"), QStringLiteral("--parallel"), QStringLiteral("2")}).status, 6); // as one
}

void TstRequest::endpointsAreThoseOfProfileAndDocument()
{
    const Finished shown = request({QStringLiteral("--endpoints")});
    QCOMPARE(shown.status, 0);
    QVERIFY(shown.out.contains("/api/auth/refresh")); // the profile's
    QVERIFY(shown.out.contains("/api/auth/second-factor")); // the document's
    QFile document(m_world.home() + QStringLiteral("/api.json"));
    QVERIFY(document.open(QIODevice::WriteOnly));
    document.write("{\"openapi\":\"3.0.0\",\"paths\":{\"/one\":{\"get\":{\"summary\":\"First\"}}}}");
    document.close();
    const Finished named = request({QStringLiteral("--endpoints"), QStringLiteral("--openapi"), document.fileName()});
    QVERIFY(named.out.contains("/one") && !named.out.contains("/api/auth/second-factor"));
    const QString endpoints = QStringLiteral("--endpoints");
    QCOMPARE(request({endpoints, QStringLiteral("--openapi"), QStringLiteral("http://127.0.0.1:1/api.json")}).status, 4);
    QVERIFY(document.open(QIODevice::WriteOnly | QIODevice::Truncate));
    document.write("root:x:0:0");
    document.close();
    const Finished other = request({endpoints, QStringLiteral("--openapi"), document.fileName()});
    QCOMPARE(other.status, 2); // of the person's own file, nothing that the backend said
    QVERIFY2(other.err.contains("is no OpenAPI document"), other.err.constData());
}

void TstRequest::noSecretIsKept()
{
    QCOMPARE(request({QStringLiteral("POST"), QStringLiteral("/nowhere?api_key=") + QString::fromLatin1(canary), QStringLiteral("-H"),
                      QStringLiteral("X-Api-Key: ") + QString::fromLatin1(canary), QStringLiteral("-d"),
                      QStringLiteral("{\"name\":\"kept\",\"password\":\"") + QString::fromLatin1(canary) + QStringLiteral("\"}"),
                      QStringLiteral("--save"), QStringLiteral("with secrets")})
                 .status,
             6);
    const Finished told = request({QStringLiteral("--history"), QStringLiteral("--json")});
    const QJsonObject newest = told.json().value(QLatin1String("requests")).toArray().first().toObject();
    QCOMPARE(newest.value(QLatin1String("status")).toInt(), 404);
    QCOMPARE(newest.value(QLatin1String("blanks")).toArray().size(), 3);
    QByteArray onDisk = told.out;
    for (const char *suffix : {"", "-wal"}) {
        QFile file(m_world.home() + QStringLiteral("/state/requests.sqlite") + QLatin1String(suffix));
        if (file.open(QIODevice::ReadOnly))
            onDisk += file.readAll();
    }
    QVERIFY(onDisk.contains("/nowhere?api_key="));
    QVERIFY(!onDisk.contains(canary));
}

void TstRequest::savedRequestIsSentAgain()
{
    QCOMPARE(request({QStringLiteral("GET"), QStringLiteral("/api/profile"), QStringLiteral("--save"), QStringLiteral("me")}).status, 0);
    const Finished again = request({QStringLiteral("--saved"), QStringLiteral("me")});
    QCOMPARE(again.status, 0);
    QVERIFY(again.out.contains("ada@example.com"));
    const Finished blank = request({QStringLiteral("--saved"), QStringLiteral("with secrets")});
    QCOMPARE(blank.status, 2);
    QVERIFY2(blank.err.contains("the header X-Api-Key"), blank.err.constData());
}

void TstRequest::whatCannotBeIsSaid_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    const auto row = [](const char *line, int status) { QTest::newRow(line) << QString::fromLatin1(line).split(u' ') << status; };
    row("--saved nothing", 1);
    row("--curl /nowhere", 2);
    row("GET / --as perl", 2);
    row("GET / --parallel 0", 2);
    row("GET / --parallel 1001", 2);
    row("GET / --expire-first", 2);
    row("GET / --with-token", 2);
    row("GET / --as curl --parallel 2", 2);
    row("GET / --timing --step-up", 2);
    row("GET / -d @", 2);
    row("--endpoints --openapi /nowhere.json", 2);
    row("GET / --form a", 2);
    row("GET / --form a=1 -F b=2", 2);
    row("GET / -F a=@/nowhere", 2);
    row("GET / -H Host:x", 2);
    row("TRACE /", 2);
    row("GET", 2);
    row("GET http://127.0.0.1:1/ --timing", 4);
}

void TstRequest::whatCannotBeIsSaid()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    const Finished done = request(arguments);
    QCOMPARE(done.status, status);
    QVERIFY(done.err.trimmed().size() > 20);
}

void TstRequest::whoHidesWhatIsForDevelopersKeepsNothing()
{
    QFile settings(m_world.home() + QStringLiteral("/config/settings.json"));
    QJsonObject chosen;
    QVERIFY(QDir().mkpath(m_world.home() + QStringLiteral("/config")));
    if (settings.open(QIODevice::ReadOnly))
        chosen = QJsonDocument::fromJson(settings.readAll()).object();
    settings.close();
    chosen.insert(QStringLiteral("developerTools"), false);
    QVERIFY(settings.open(QIODevice::WriteOnly) && settings.write(QJsonDocument(chosen).toJson()) > 0);
    settings.close();
    const QJsonObject told = request({QStringLiteral("--history"), QStringLiteral("--json")}).json();
    QVERIFY(told.value(QLatin1String("requests")).toArray().isEmpty());
    QCOMPARE(told.value(QLatin1String("saved")).toArray().size(), 2); // somebody asked for these
}

KEYTURN_TEST(TstRequest)

} // namespace keyturn::e2e

#include "tst_request.moc"
