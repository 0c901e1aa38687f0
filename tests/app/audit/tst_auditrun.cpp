// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/auditrun.h"
#include "audit/meteredclient.h"
#include "support/fakehttpclient.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::audit {

namespace {

Target target()
{
    Target target;
    target.profile.id = model::ProfileId(QStringLiteral("one"));
    target.profile.name = QStringLiteral("One");
    target.profile.baseUrl = QUrl(QStringLiteral("http://127.0.0.1:4000"));
    target.profile.identity = model::Endpoint{};
    target.profile.identity->path = QStringLiteral("/me");
    return target;
}

} // namespace

/// What an audit may do, and how it ends: its limits, not its checks.
class TstAuditRun : public QObject
{
    Q_OBJECT
private:
    /// A backend that knows no address.
    static void answerNothing(tests::FakeHttpClient &http) { http.answer("GET /", 404); }
    Report run(tests::FakeHttpClient &http, const Target &what)
    {
        AuditRun run(what, m_clock, m_random, http);
        const core::Async<Report> report = run.start();
        if (!QTest::qWaitFor([&report] { return report.isFinished(); }, 30'000))
            qFatal("the audit does not end");
        return *report.result();
    }

    core::SystemClock m_clock;
    core::SystemRandom m_random;

private Q_SLOTS:
    void whereNobodyAnswersItEndsAtOnce()
    {
        tests::FakeHttpClient http;
        http.fail("GET /", core::ErrorKind::Offline, QStringLiteral("connection_refused"));
        const Report report = run(http, target());
        QCOMPARE(http.requests().size(), 1);
        QVERIFY(report.stopped.contains(QLatin1String("does not answer")));
        QCOMPARE(report.count(Outcome::Inconclusive), report.results.size());
        QVERIFY(!report.results.isEmpty());
    }

    void itSpendsNoMoreThanItsBudget()
    {
        tests::FakeHttpClient http;
        answerNothing(http);
        Target what = target();
        what.limits.requests = 2;
        const Report report = run(http, what);
        QCOMPARE(report.requests, 2);
        QCOMPARE(http.requests().size(), 2);
        QVERIFY2(report.stopped.contains(QLatin1String("budget of 2")), qPrintable(report.stopped));
    }

    void itAsksNoOtherHost()
    {
        tests::FakeHttpClient http;
        net::ExchangeLog log;
        const Target what = target();
        Meter meter(m_clock, what.limits);
        MeteredClient client(m_clock, http, log, meter, what);
        net::HttpRequest request;
        request.url = QUrl(QStringLiteral("http://elsewhere.example/"));
        const core::Async<Answer> answer = client.ask(request);
        QVERIFY(answer.isFinished());
        QCOMPARE(answer.result()->failure->code, QStringLiteral("host_not_allowed"));
        QVERIFY(http.requests().isEmpty());
        Target wider = what;
        wider.hosts = {QStringLiteral("Elsewhere.example")};
        QCOMPARE(allowedHosts(wider), (QStringList{QStringLiteral("127.0.0.1"), QStringLiteral("elsewhere.example")}));
    }

    void withoutAnAccountItOnlyLooks()
    {
        for (const Check &check : chosenChecks(target()))
            QCOMPARE(check.mode, Mode::Passive);
        Target what = target();
        what.mayStress = true;
        for (const Check &check : chosenChecks(what))
            QCOMPARE(check.mode, Mode::Passive);
    }

    void stressComesOnlyWhenItIsAskedForAndLast()
    {
        Target what = target();
        what.account = Person{QStringLiteral("a@example.com"), core::Secret("p")};
        for (const Check &check : chosenChecks(what))
            QVERIFY(check.mode != Mode::Stress);
        what.mayStress = true;
        const QList<Check> all = chosenChecks(what);
        QCOMPARE(all.size(), allChecks().size());
        QVERIFY(std::is_sorted(all.cbegin(), all.cend(), [](const Check &a, const Check &b) { return a.mode < b.mode; }));
    }

    void itCanBeStopped()
    {
        tests::FakeHttpClient http;
        answerNothing(http);
        http.holdBack("GET /");
        AuditRun run(target(), m_clock, m_random, http);
        const core::Async<Report> report = run.start();
        QTRY_COMPARE(http.requests().size(), 1);
        run.stop();
        http.release("GET /");
        QTRY_VERIFY(report.isFinished());
        QVERIFY(report.result()->stopped.contains(QLatin1String("stopped")));
        QCOMPARE(http.requests().size(), 1);
    }

    void itMayGoWhileItWaits()
    {
        tests::FakeHttpClient http;
        http.holdBack("GET /");
        core::Async<Report> report;
        {
            AuditRun run(target(), m_clock, m_random, http);
            report = run.start();
            QTRY_COMPARE(http.requests().size(), 1);
        }
        QTRY_VERIFY(report.isFinished());
        QVERIFY(!report.result().ok());
    }

    void aProfileWithoutABackendIsNoTarget()
    {
        tests::FakeHttpClient http;
        Target what = target();
        what.profile.baseUrl.clear();
        AuditRun run(what, m_clock, m_random, http);
        const core::Async<Report> report = run.start();
        QVERIFY(report.isFinished());
        QCOMPARE(report.result().error().code, QStringLiteral("target_missing"));
    }
};

} // namespace keyturn::audit

using keyturn::audit::TstAuditRun;
KEYTURN_TEST(TstAuditRun)
#include "tst_auditrun.moc"
