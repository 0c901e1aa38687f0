// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/auditrun.h"
#include "fabricatedbackend.h"
#include "net/hardenedaccessmanager.h"
#include "net/qthttpclient.h"
#include "support/registry.h"
#include "support/scriptedserver.h"

#include <QEventLoop>
#include <QTest>

namespace keyturn::audit {

namespace {

using tests::ScriptedServer;
using tests::Turn;
using namespace std::chrono_literals;

constexpr auto soundToken = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIiwiZXhwIjo0MTAyNDQ0ODAwfQ.AAAA";

/// Those that sign in, or need nothing.
const QList<int> looking{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 22, 23, 25, 26, 27};

Report auditOf(const ScriptedServer &server)
{
    Target target = FabricatedBackend::target();
    target.profile.baseUrl = server.url(QString());
    target.mayRegister = true;
    target.mayStress = true;
    target.only = looking;
    target.limits.requestDeadline = 200ms;
    target.limits.patience = 0s;
    core::SystemClock clock;
    core::SystemRandom random;
    net::HardenedAccessManager manager;
    net::ExchangeLog unused(1);
    net::QtHttpClient http(clock, unused, manager);
    AuditRun run(target, clock, random, http);
    const core::Async<Report> report = run.start();
    QEventLoop loop;
    core::whenDone(report, &loop, [&loop](const core::Result<Report> &) { loop.quit(); });
    loop.exec();
    return *report.result();
}

QByteArray redirect(const QByteArray &location)
{
    return ScriptedServer::answer(302, {}, "Location: " + location + "\r\n");
}

} // namespace

/// A backend that does what it likes brings no check to a wrong verdict, and keeps none for longer than its limits.
class TstHostileBackends : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingIsBelievedOfNonsense_data();
    void nothingIsBelievedOfNonsense();
    void whoAgreesWithEverybodyIsNotBelieved();
    void aBackendThatDiesMeanwhileIsNoFailure_data();
    void aBackendThatDiesMeanwhileIsNoFailure();
};

void TstHostileBackends::nothingIsBelievedOfNonsense_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("closes");
    const QByteArray head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    QTest::newRow("silence") << QByteArray() << false;
    QTest::newRow("a hang-up") << QByteArray() << true;
    QTest::newRow("garbage") << QByteArray("\x16\x03\x01 what is this\r\n\r\n") << true;
    QTest::newRow("half a head") << QByteArray("HTTP/1.1 200 OK\r\nContent-Ty") << false;
    QTest::newRow("a body that is cut") << QByteArray(head + "Content-Length: 500\r\n\r\n{\"accessToken\":\"a") << true;
    QTest::newRow("a body that does not come") << QByteArray(head + "Content-Length: 500\r\n\r\n{") << false;
    QTest::newRow("a flood") << ScriptedServer::answer(200, QByteArray(2 * 1024 * 1024, 'x')) << false;
    QTest::newRow("a redirect to itself") << redirect("/login") << false;
    QTest::newRow("a redirect elsewhere") << redirect("https://elsewhere.example/") << false;
    QTest::newRow("broken JSON") << ScriptedServer::answer(200, "{\"accessToken\":") << false;
    QTest::newRow("a page") << ScriptedServer::answer(200, "<!doctype html><title>Welcome</title>", "Content-Type: text/html\r\n") << false;
    QTest::newRow("an error for everything") << ScriptedServer::answer(500, "{\"error\":\"internal\"}") << false;
    QTest::newRow("a limit for everything") << ScriptedServer::answer(429, "{}", "Retry-After: 900\r\n") << false;
}

void TstHostileBackends::nothingIsBelievedOfNonsense()
{
    QFETCH(QByteArray, answer);
    QFETCH(bool, closes);
    ScriptedServer server({{answer, closes ? Turn::Then::Close : Turn::Then::KeepOpen}});
    const Report report = auditOf(server);
    QVERIFY(!report.results.isEmpty());
    for (const CheckResult &result : report.results) {
        const QString told = QStringLiteral("%1 %2: %3").arg(result.check.number).arg(wordOf(result.outcome), result.evidence);
        const bool isKnown = result.outcome == Outcome::Pass || result.outcome == Outcome::Fail;
        QVERIFY2(result.check.mode == Mode::Passive || !isKnown, qPrintable(told)); // what came can be judged, but nobody was signed in
        QVERIFY2(!result.evidence.isEmpty(), qPrintable(told));
    }
}

/// As mock servers do: any token is good there, and none too.
void TstHostileBackends::whoAgreesWithEverybodyIsNotBelieved()
{
    FabricatedBackend backend([](const net::HttpRequest &) {
        return FabricatedBackend::answer(200, R"({"id":"1","accessToken":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.AAAA"})",
                                         {{"Set-Cookie", "rt=a-refresh-token; Path=/refresh; Secure; HttpOnly; SameSite=Strict"}});
    });
    for (const int number : {11, 12, 14, 15}) {
        const CheckResult result = backend.check(number);
        QVERIFY2(result.outcome == Outcome::Inconclusive, qPrintable(QString::number(number) + u' ' + result.evidence));
    }
}

void TstHostileBackends::aBackendThatDiesMeanwhileIsNoFailure_data()
{
    QTest::addColumn<int>("check");
    QTest::addColumn<int>("answers");
    for (const int number : {8, 9, 11, 12, 14, 15, 18, 19, 20, 21, 22, 23})
        QTest::addRow("%d after the sign-in", number) << number << 1;
    for (const int number : {11, 12, 14}) {
        QTest::addRow("%d after the token was taken", number) << number << 2;
        QTest::addRow("%d in the middle", number) << number << 5;
    }
}

/// It signs in, says who somebody is, refuses what is wrong, and answers nothing any more.
void TstHostileBackends::aBackendThatDiesMeanwhileIsNoFailure()
{
    QFETCH(int, check);
    QFETCH(int, answers);
    FabricatedBackend backend([&](const net::HttpRequest &request) -> core::Result<net::HttpResponse> {
        const QByteArray sent = net::HttpResponse{0, request.headers, {}, {}}.header("Authorization");
        const bool isOpen = request.url.path() == QLatin1String("/login") || sent == QByteArray("Bearer ") + soundToken;
        if (--answers < 0)
            return core::Error{core::ErrorKind::Offline, QStringLiteral("refused"), {}};
        return FabricatedBackend::answer(isOpen ? 200 : 401, QByteArray(R"({"id":"1","accessToken":")") + soundToken + "\"}",
                                         {{"Set-Cookie", "rt=a-refresh-token; Path=/refresh; Secure; HttpOnly; SameSite=Strict"}});
    });
    const CheckResult result = backend.check(check);
    QVERIFY2(result.outcome == Outcome::Inconclusive, qPrintable(wordOf(result.outcome) + QLatin1String(": ") + result.evidence));
}

} // namespace keyturn::audit

using keyturn::audit::TstHostileBackends;
KEYTURN_TEST(TstHostileBackends)
#include "tst_hostilebackends.moc"
