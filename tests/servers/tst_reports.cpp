// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "app/audit/madereport.h"
#include "audit/reports/reports.h"
#include "support/registry.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace keyturn::tests {

/// An audit's reports in the eyes of programs that nobody here wrote.
class TstReports : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sarifIsSarif()
    {
        const QString file = save("report.sarif", audit::sarifReport(audit::madeReport()));
        QCOMPARE(run(QStringLiteral("node"), {QStringLiteral("reports.js"), file}), QByteArray());
    }

    void theSchemaComplainsWhereThereIsReason()
    {
        QByteArray text = audit::sarifReport(audit::madeReport());
        text.replace("\"level\": \"error\"", "\"level\": \"awful\"");
        QVERIFY(run(QStringLiteral("node"), {QStringLiteral("reports.js"), save("wrong.sarif", text)}).contains("level"));
    }

    void junitIsReadAsCiServersReadIt()
    {
        const QString file = save("report.xml", audit::junitReport(audit::madeReport()));
        const QString script = QStringLiteral("import sys; from junitparser import JUnitXml\n"
                                              "suite = next(iter(JUnitXml.fromfile(sys.argv[1])))\n"
                                              "kinds = [r.__class__.__name__ for case in suite for r in case.result]\n"
                                              "print(suite.tests, suite.failures, suite.skipped, kinds.count('Failure'), kinds.count('Skipped'))");
        QCOMPARE(run(QStringLiteral("/usr/bin/python3"), {QStringLiteral("-c"), script, file}).trimmed(), QByteArray("5 2 2 2 2"));
    }

private:
    QString save(const char *name, const QByteArray &text)
    {
        QFile file(m_folder.filePath(QLatin1String(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("no file");
        return file.fileName();
    }

    /// What it prints; what it complains of where it fails.
    static QByteArray run(const QString &program, const QStringList &arguments)
    {
        QProcess process;
        process.setWorkingDirectory(QStringLiteral(KEYTURN_SERVERS_FOLDER));
        process.start(program, arguments);
        if (!process.waitForFinished(60'000) || process.exitCode() != 0)
            return "failed: " + process.readAllStandardError();
        return process.readAllStandardOutput();
    }

    QTemporaryDir m_folder;
};

} // namespace keyturn::tests

using keyturn::tests::TstReports;
KEYTURN_TEST(TstReports)
#include "tst_reports.moc"
