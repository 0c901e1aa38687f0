// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "app/storage/diskrigs.h"
#include "history/export.h"
#include "historyrig.h"
#include "support/registry.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace keyturn::history {

using tests::answerOf;
using tests::HistoryRig;

/// What leaves Keyturn as a file.
class TstExport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aCellIsNeverAFormula_data();
    void aCellIsNeverAFormula();
    void unknownValuesAreLeftOutOfJson();
    void theNameSaysTheFormat();
    void everyPageIsWritten_data();
    void everyPageIsWritten();
    void whatCannotBeWrittenIsSaid();
};

void TstExport::aCellIsNeverAFormula_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("cell");
    QTest::newRow("a name") << QStringLiteral("Ada") << QByteArray("Ada");
    QTest::newRow("equals") << QStringLiteral("=cmd|' /C calc'!A0") << QByteArray("'=cmd|' /C calc'!A0");
    QTest::newRow("plus") << QStringLiteral("+1") << QByteArray("'+1");
    QTest::newRow("minus") << QStringLiteral("-1") << QByteArray("'-1");
    QTest::newRow("at") << QStringLiteral("@SUM(1)") << QByteArray("'@SUM(1)");
    QTest::newRow("tab") << QStringLiteral("\t=1") << QByteArray("'\t=1");
    QTest::newRow("carriage return") << QStringLiteral("\r=1") << QByteArray("\"'\r=1\"");
    QTest::newRow("line feed") << QStringLiteral("\n=1") << QByteArray("\"'\n=1\"");
    QTest::newRow("full width equals") << QStringLiteral("\uFF1D1")
                                       << QByteArray("'\xEF\xBC\x9D"
                                                     "1");
    QTest::newRow("a formula behind a comma stays within its quotes") << QStringLiteral("a,=1") << QByteArray("\"a,=1\"");
    QTest::newRow("quotes") << QStringLiteral("say \"hi\"") << QByteArray("\"say \"\"hi\"\"\"");
}

void TstExport::aCellIsNeverAFormula()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, cell);
    Event event;
    event.subject = {model::AccountId(QStringLiteral("a1")), name, QStringLiteral("Example")};
    event.at = event.lastAt = QDateTime::fromString(QStringLiteral("2026-01-02T03:04:05.678Z"), Qt::ISODateWithMs);
    event.kind = EventKind::Renewed;
    QCOMPARE(toCsv(event, QStringLiteral("Renewed.")),
             "2026-01-02T03:04:05.678Z,a1," + cell + ",Example,renewed,,Renewed.,,1,2026-01-02T03:04:05.678Z,,window");
}

void TstExport::unknownValuesAreLeftOutOfJson()
{
    Event event;
    event.at = event.lastAt = QDateTime::fromString(QStringLiteral("2026-01-02T03:04:05.678Z"), Qt::ISODateWithMs);
    event.kind = EventKind::ClockRight;
    QCOMPARE(QJsonDocument(toJson(event, {})).toJson(QJsonDocument::Compact),
             QByteArray(R"({"at":"2026-01-02T03:04:05.678Z","kind":"clockRight","program":"window"})"));
    event.times = 3;
    event.span = std::chrono::seconds(5);
    event.trace = {{QStringLiteral("GET a.example → 200, 5 ms")}, QStringLiteral("ab"), {4}};
    QCOMPARE(QJsonDocument(toJson(event, QStringLiteral("Right."))).toJson(QJsonDocument::Compact),
             QByteArray(R"({"at":"2026-01-02T03:04:05.678Z","kind":"clockRight","lastAt":"2026-01-02T03:04:05.678Z","program":"window",)"
                        R"("requests":["GET a.example → 200, 5 ms"],"seconds":5,"sentence":"Right.","times":3})"));
}

void TstExport::theNameSaysTheFormat()
{
    QCOMPARE(exportFormatOf(QStringLiteral("/tmp/a.CSV")), std::optional(ExportFormat::Csv));
    QCOMPARE(exportFormatOf(QStringLiteral("a.json")), std::optional(ExportFormat::Json));
    QCOMPARE(exportFormatOf(QStringLiteral("csv")), std::optional<ExportFormat>());
}

void TstExport::everyPageIsWritten_data()
{
    QTest::addColumn<ExportFormat>("format");
    QTest::newRow("CSV") << ExportFormat::Csv;
    QTest::newRow("JSON") << ExportFormat::Json;
}

void TstExport::everyPageIsWritten()
{
    QFETCH(const ExportFormat, format);
    HistoryRig rig;
    for (int i = 0; i < 1100; ++i)
        rig.add(i == 0 ? HistoryRig::bob() : HistoryRig::ada(), EventKind::Renewed, QString::number(i));
    QCOMPARE(rig.events({}, 2000).size(), 1100);
    const QString path = rig.home.path() + QStringLiteral("/out");
    QObject context;
    const core::Result<qint64> count = answerOf(exportEvents(
        *rig.store, {{HistoryRig::ada().account}}, format, path, [](const Event &) { return QStringLiteral("Renewed, again."); }, &context));
    QVERIFY(count.ok());
    QCOMPARE(*count, 1099);
    QCOMPARE(tests::modeOf(path), mode_t(0600));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray written = file.readAll();
    if (format == ExportFormat::Csv) {
        QCOMPARE(written.count("\r\n"), 1100);
        QVERIFY(written.startsWith(csvHeader() + "\r\n"));
        QCOMPARE(written.count("\"Renewed, again.\""), 1099);
        return;
    }
    const QJsonArray events = QJsonDocument::fromJson(written).object().value(QStringLiteral("events")).toArray();
    QCOMPARE(events.size(), 1099);
    QCOMPARE(events.first().toObject().value(QStringLiteral("cause")).toString(), QStringLiteral("1099"));
}

void TstExport::whatCannotBeWrittenIsSaid()
{
    HistoryRig rig;
    rig.add(HistoryRig::ada(), EventKind::Renewed);
    QObject context;
    const core::Result<qint64> count =
        answerOf(exportEvents(*rig.store, {}, ExportFormat::Csv, rig.home.path() + QStringLiteral("/none/out.csv"), {}, &context));
    QVERIFY(!count.ok());
    QCOMPARE(count.error().code, QStringLiteral("export_failed"));
}

} // namespace keyturn::history

using keyturn::history::TstExport;
KEYTURN_TEST(TstExport)
#include "tst_export.moc"
