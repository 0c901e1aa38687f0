// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "audit/baseline.h"
#include "audit/reports/reports.h"
#include "madereport.h"
#include "support/registry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QXmlStreamReader>

namespace keyturn::audit {

/// Reports as files. That SARIF is SARIF and JUnit JUnit is for others to judge: tests/servers.
class TstReports : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theWorstComesFirst()
    {
        QStringList ids;
        for (const CheckResult &result : madeReport().results)
            ids.append(result.check.id);
        QCOMPARE(ids,
                 QStringList({QStringLiteral("signature-required"), QStringLiteral("no-store"), QStringLiteral("authorization-request"),
                              QStringLiteral("refresh-rotation"), QStringLiteral("challenges")}));
    }

    void jsonHasWhatProgramsRelyOn()
    {
        const QJsonObject root = QJsonDocument::fromJson(jsonReport(madeReport())).object();
        QCOMPARE(root.value(QStringLiteral("target")).toString(), QStringLiteral("https://backend.example/api"));
        QCOMPARE(root.value(QStringLiteral("startedAt")).toString(), QStringLiteral("2026-11-30T12:00:00.000Z"));
        const QJsonObject first = root.value(QStringLiteral("results")).toArray().first().toObject();
        for (const char *name : {"number", "id", "title", "severity", "outcome", "evidence", "reference", "remedy"})
            QVERIFY2(first.contains(QLatin1String(name)), name);
        QCOMPARE(first.value(QStringLiteral("outcome")).toString(), QStringLiteral("fail"));
        QVERIFY(!root.contains(QStringLiteral("stopped")));
    }

    void junitIsSoundXml()
    {
        Report report = madeReport();
        report.results[0].isKnown = true;
        QXmlStreamReader xml(junitReport(report));
        int failures = 0;
        int skipped = 0;
        while (!xml.atEnd()) {
            xml.readNext();
            failures += xml.isStartElement() && xml.name() == QLatin1String("failure");
            skipped += xml.isStartElement() && xml.name() == QLatin1String("skipped");
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QCOMPARE(failures, 1);
        QCOMPARE(skipped, 3); // the known one, the one that is not applicable, the one that is not known
    }

    void htmlHoldsNothingLive()
    {
        const QByteArray html = htmlReport(madeReport());
        QVERIFY(!html.contains("<script"));
        QVERIFY(!html.contains("<h1>&</h1>"));
        QVERIFY(html.contains("&lt;script&gt;alert(1)"));
        QVERIFY(html.contains("default-src 'none'"));
    }

    void textHoldsNothingThatMovesATerminal() { QVERIFY(!textReport(madeReport()).contains('\x1b')); }

    void whatFailedBeforeIsKnown()
    {
        Report before = madeReport();
        before.results[3].outcome = Outcome::Fail; // refresh-rotation, which passes now
        before.results[0].outcome = Outcome::Pass; // signature-required, which fails now
        const core::Result<Baseline> baseline = readBaseline(jsonReport(before));
        QVERIFY(baseline.ok());
        Report now = madeReport();
        QCOMPARE(compare(now, *baseline), QStringList{QStringLiteral("refresh-rotation")});
        QCOMPARE(now.newFailures(), 1);
        QVERIFY(!now.results[0].isKnown);
        QVERIFY(now.results[1].isKnown);
        QVERIFY(summaryOf(now).startsWith(QLatin1String("2 failed (1 of them new)")));
    }

    void otherFilesAreNoBaseline_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("binary") << QByteArray("\x00\xff\xfe", 3);
        QTest::newRow("truncated") << jsonReport(madeReport()).left(200);
        QTest::newRow("SARIF") << sarifReport(madeReport());
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("results of another kind") << QByteArray(R"({"results":[1,2]})");
    }

    void otherFilesAreNoBaseline()
    {
        QFETCH(QByteArray, json);
        const core::Result<Baseline> baseline = readBaseline(json);
        QVERIFY(!baseline.ok());
        QCOMPARE(baseline.error().code, QStringLiteral("baseline_invalid"));
        QVERIFY(baseline.error().detail.endsWith(u'.'));
    }
};

} // namespace keyturn::audit

using keyturn::audit::TstReports;
KEYTURN_TEST(TstReports)
#include "tst_reports.moc"
