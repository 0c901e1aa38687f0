// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/auditrun.h"
#include "auditedbackend.h"
#include "model/profilereader.h"
#include "support/registry.h"
#include "support/scriptedserver.h"

#include <QFile>
#include <QTest>

namespace keyturn::audit {

namespace {

using tests::ScriptedServer;
using tests::Turn;

/// The demo profile with its providers, at a backend that is none; with little patience.
Target targetAt(const ScriptedServer &server, int check)
{
    QFile file(QStringLiteral(KEYTURN_DEMO_PROFILE));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no demo profile");
    Target target;
    target.profile = *model::readProfile(file.readAll(), QUrl(server.url().toString(QUrl::RemovePath)));
    target.mayRegister = true;
    target.mayStress = true;
    target.only = {check};
    target.limits.requestDeadline = std::chrono::milliseconds(300);
    target.limits.answerBytes = 4096;
    target.limits.attempts = 5;
    return target;
}

const QByteArray page = "<form method=post><input type=password name=p><input type=email name=e></form>";
constexpr int mostRequests = 150; // of one check, whatever it is answered

} // namespace

/// Backends that answer nonsense, or nothing: each check comes to its end soon, and none of them calls it right.
class TstHostileAnswers : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyCheckEndsAndNonePasses_data();
    void everyCheckEndsAndNonePasses();
    void badInputIsLookedAtLast();
};

void TstHostileAnswers::everyCheckEndsAndNonePasses_data()
{
    QTest::addColumn<int>("check");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("closes");
    const QList<std::tuple<const char *, QByteArray, bool>> hostile{
        {"hangs", "", false},
        {"endless redirects", ScriptedServer::answer(302, {}, "Location: /again\r\n"), false},
        {"forms without an end", ScriptedServer::answer(200, page, "Content-Type: text/html\r\n"), false},
        {"limits", ScriptedServer::answer(429, "{}", "Content-Type: application/json\r\n"), false},
        {"failures", ScriptedServer::answer(500, "{}", "Content-Type: application/json\r\n"), false},
        {"drops", "", true},
        {"garbage", "\x16\x03\x01garbage\r\n\r\n", true},
        {"a flood", ScriptedServer::answer(200, QByteArray(1'000'000, 'x')), false},
        {"cut off", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"accessToken\":", true},
        {"broken JSON", ScriptedServer::answer(200, "{\"accessToken\":", "Content-Type: application/json\r\n"), false}};
    const QList<int> thorough{28, 36, 38, 41}; // comparisons, bodies, addresses and the way through a provider
    for (const int check : {16, 24, 28, 29, 30, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46}) {
        for (const auto &[name, bytes, closes] : thorough.contains(check) ? hostile : hostile.mid(0, 3)) {
            const bool isRight = (check == 30 || check == 32) && qstrcmp(name, "limits") == 0; // there is a limit, and nothing evades it
            if (!isRight)
                QTest::addRow("%d %s", check, name) << check << bytes << closes;
        }
    }
}

void TstHostileAnswers::everyCheckEndsAndNonePasses()
{
    QFETCH(int, check);
    QFETCH(QByteArray, bytes);
    QFETCH(bool, closes);
    const ScriptedServer server({{bytes, closes ? Turn::Then::Close : Turn::Then::KeepOpen}});
    const Report report = AuditedBackend::audit(targetAt(server, check));
    QCOMPARE(report.results.size(), 1);
    const CheckResult &result = report.results.constFirst();
    QVERIFY2(result.outcome != Outcome::Pass, qPrintable(result.evidence));
    QVERIFY(!result.evidence.isEmpty());
    QVERIFY2(report.requests < mostRequests, qPrintable(QString::number(report.requests)));
}

void TstHostileAnswers::badInputIsLookedAtLast()
{
    const ScriptedServer server({{ScriptedServer::answer(200, {})}});
    Target target = targetAt(server, 0);
    target.only.clear();
    const QList<Check> checks = chosenChecks(target);
    QCOMPARE(checks.constLast().number, 36);
    QCOMPARE(checks.constFirst().mode, Mode::Passive);
}

} // namespace keyturn::audit

using keyturn::audit::TstHostileAnswers;
KEYTURN_TEST(TstHostileAnswers)
#include "tst_hostileanswers.moc"
