// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/labcommand.h"
#include "cli/labtext.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::cli {

/// What the command `lab` reads and prints.
class TstLabText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aSpanIsRead_data();
    void aSpanIsRead();
    void whatAServerSaysIsMadeFit();
    void anInconclusiveReportSaysWhy();
};

void TstLabText::aSpanIsRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<std::optional<qint64>>("seconds");
    const auto row = [](const char *text, std::optional<qint64> seconds) { QTest::newRow(text) << QString::fromLatin1(text) << seconds; };
    row("90s", 90);
    row("10m", 600);
    row("+10min", 600);
    row("-1h", -3600);
    row("24h", 86'400);
    row("0s", 0);
    row("25h", {});
    row("-1441m", {});
    row("10", {});
    row("1d", {});
    row("", {});
    row("++1h", {});
    row("9999999999999999999s", {});
}

void TstLabText::aSpanIsRead()
{
    QFETCH(const QString, text);
    QFETCH(const std::optional<qint64>, seconds);
    const std::optional<std::chrono::seconds> read = readSkew(text);
    QCOMPARE(read.has_value(), seconds.has_value());
    if (read)
        QCOMPARE(qint64(read->count()), *seconds);
}

void TstLabText::whatAServerSaysIsMadeFit()
{
    const lab::FaultList list{{{QStringLiteral("1\x1b[2J"), QStringLiteral("latency=5\n"), {}, QStringLiteral("/a\x1b"), 2}},
                              {{QStringLiteral("rain\x1b"), QStringLiteral("seconds"), QStringLiteral("Wet.\x1b[31m")}}};
    const QString text = faultsText(list);
    QVERIFY(!text.contains(u'\x1b'));
    QVERIFY2(text.contains(QStringLiteral("for 2 more")), qPrintable(text));
    QVERIFY(text.contains(QStringLiteral("=SECONDS")));
}

void TstLabText::anInconclusiveReportSaysWhy()
{
    lab::Report report;
    report.steps = {{lab::Act::Refresh, core::Error{core::ErrorKind::Offline, QStringLiteral("timeout"), {}}, {}, {}, {}, {}, {}}};
    const QString text = reportText(report, QStringLiteral("Acme"));
    QVERIFY2(text.contains(QStringLiteral("It could not be carried through, so it says nothing of Acme.")), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("Acme did not answer in time.")), qPrintable(text));
    QCOMPARE(reportJson(report, QStringLiteral("Acme")).value(QStringLiteral("verdict")).toString(), QStringLiteral("inconclusive"));
}

} // namespace keyturn::cli

using keyturn::cli::TstLabText;
KEYTURN_TEST(TstLabText)
#include "tst_labtext.moc"
