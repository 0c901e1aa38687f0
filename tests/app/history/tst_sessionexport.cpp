// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "app/storage/diskrigs.h"
#include "history/sessionexport.h"
#include "historyrig.h"
#include "support/registry.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace keyturn::history {

using tests::answerOf;

namespace {

KnownSession phone()
{
    KnownSession known;
    known.key = "key-canary";
    known.label = QStringLiteral("=Phone, old");
    known.isNew = true;
    known.session.id = model::SessionId(QStringLiteral("id-canary"));
    known.session.device = QStringLiteral("Pixel \"8\"");
    known.session.app = QStringLiteral("+App");
    known.session.appVersion = QStringLiteral("1.2");
    known.session.system = QStringLiteral("Android");
    known.session.ip = QStringLiteral("192.0.2.1");
    known.session.place = QStringLiteral("Berlin");
    known.session.createdAt = QDateTime::fromString(QStringLiteral("2026-01-02T03:04:05.678Z"), Qt::ISODateWithMs);
    known.session.endedAt = known.session.createdAt.addSecs(60);
    known.session.cause = QStringLiteral("expired");
    return known;
}

} // namespace

/// The list of sessions as a file.
class TstSessionExport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aLineOfCsvHasNoFormulaAndNoId();
    void unknownValuesAreLeftOutOfJson();
    void everySessionIsWritten_data();
    void everySessionIsWritten();
    void whatCannotBeWrittenIsSaid();
};

void TstSessionExport::aLineOfCsvHasNoFormulaAndNoId()
{
    QCOMPARE(sessionCsvHeader(), QByteArray("label,device,app,appVersion,system,ip,place,createdAt,lastUsedAt,expiresAt,endedAt,cause,current,new"));
    QCOMPARE(toCsv(phone()),
             QByteArray("\"'=Phone, old\",\"Pixel \"\"8\"\"\",'+App,1.2,Android,192.0.2.1,Berlin,2026-01-02T03:04:05.678Z,,,"
                        "2026-01-02T03:05:05.678Z,expired,false,true"));
}

void TstSessionExport::unknownValuesAreLeftOutOfJson()
{
    const auto text = [](const KnownSession &known) { return QJsonDocument(toJson(known)).toJson(QJsonDocument::Compact); };
    const QByteArray expected = R"({"app":"+App","appVersion":"1.2","cause":"expired","createdAt":"2026-01-02T03:04:05.678Z","current":false,)"
                                R"("device":"Pixel \"8\"","endedAt":"2026-01-02T03:05:05.678Z","ip":"192.0.2.1","label":"=Phone, old","new":true,)"
                                R"("place":"Berlin","system":"Android"})";
    QCOMPARE(text(KnownSession()), QByteArray("{\"current\":false,\"new\":false}"));
    QCOMPARE(text(phone()), expected);
}

void TstSessionExport::everySessionIsWritten_data()
{
    QTest::addColumn<ExportFormat>("format");
    QTest::newRow("CSV") << ExportFormat::Csv;
    QTest::newRow("JSON") << ExportFormat::Json;
}

void TstSessionExport::everySessionIsWritten()
{
    QFETCH(const ExportFormat, format);
    const tests::TemporaryHome home;
    const QString path = home.path() + QStringLiteral("/out");
    const core::Result<qint64> count = answerOf(exportSessions(QList<KnownSession>(1100, phone()), format, path));
    QVERIFY(count.ok());
    QCOMPARE(*count, 1100);
    QCOMPARE(tests::modeOf(path), mode_t(0600));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray written = file.readAll();
    QVERIFY(!written.contains("canary"));
    if (format == ExportFormat::Csv)
        QCOMPARE(written, sessionCsvHeader() + "\r\n" + (toCsv(phone()) + "\r\n").repeated(1100));
    else
        QCOMPARE(QJsonDocument::fromJson(written).object().value(QStringLiteral("sessions")).toArray().size(), 1100);
}

void TstSessionExport::whatCannotBeWrittenIsSaid()
{
    const tests::TemporaryHome home;
    const QString path = home.path() + QStringLiteral("/out.csv");
    QCOMPARE(answerOf(exportSessions({phone()}, ExportFormat::Csv, home.path() + QStringLiteral("/none/out.csv"))).error().code,
             QStringLiteral("export_failed"));
    QVERIFY(answerOf(exportSessions({phone()}, ExportFormat::Csv, path)).ok());
    const tests::FullDisk full(4096);
    QCOMPARE(answerOf(exportSessions(QList<KnownSession>(1100, phone()), ExportFormat::Csv, path)).error().code, QStringLiteral("export_failed"));
    QCOMPARE(QFile(path).size(), sessionCsvHeader().size() + 2 + toCsv(phone()).size() + 2); // what was there before
}

} // namespace keyturn::history

using keyturn::history::TstSessionExport;
KEYTURN_TEST(TstSessionExport)
#include "tst_sessionexport.moc"
