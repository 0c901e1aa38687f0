// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "model/profilereader.h"
#include "support/registry.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

namespace keyturn::tests {

/// The published JSON Schema, in the eyes of a validator that nobody here wrote, and the reader: both are given the same profiles, and must agree.
class TstSchema : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void schemaAndReaderAgree_data();
    void schemaAndReaderAgree();

private:
    QDir m_profiles{QStringLiteral(KEYTURN_PROFILE_FIXTURES)};
    QJsonObject m_said;
};

/// What a schema cannot know, or not without a text that nobody would read.
const QStringList forTheReaderAlone{QStringLiteral("unknown-placeholder.json"),
                                    QStringLiteral("path-that-climbs.json"),
                                    QStringLiteral("refresh-of-nothing.json"),
                                    QStringLiteral("cookie-without-use.json"),
                                    QStringLiteral("key-beside-token.json"),
                                    QStringLiteral("base-of-no-name.json"),
                                    QStringLiteral("no-json.json")};

void TstSchema::initTestCase()
{
    QStringList arguments{QStringLiteral("schema.js"), QStringLiteral(KEYTURN_PROFILE_SCHEMA)};
    for (const QString &folder : {QStringLiteral("good"), QStringLiteral("bad")}) {
        for (const QFileInfo &file : QDir(m_profiles.filePath(folder)).entryInfoList({QStringLiteral("*.json")}))
            arguments += file.absoluteFilePath();
    }
    QProcess node;
    node.setWorkingDirectory(QStringLiteral(KEYTURN_SERVERS_FOLDER));
    node.start(QStringLiteral("node"), arguments);
    QVERIFY(node.waitForFinished(60'000));
    QVERIFY2(node.exitCode() == 0, node.readAllStandardError().constData());
    m_said = QJsonDocument::fromJson(node.readAllStandardOutput()).object();
    QVERIFY(m_said.size() > 30);
}

void TstSchema::schemaAndReaderAgree_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<bool>("good");
    for (const QString &folder : {QStringLiteral("good"), QStringLiteral("bad")}) {
        for (const QFileInfo &file : QDir(m_profiles.filePath(folder)).entryInfoList({QStringLiteral("*.json")}))
            QTest::newRow(qPrintable(folder + u'/' + file.fileName())) << file.absoluteFilePath() << (folder == QLatin1String("good"));
    }
}

void TstSchema::schemaAndReaderAgree()
{
    QFETCH(QString, file);
    QFETCH(bool, good);
    QFile text(file);
    QVERIFY(text.open(QIODevice::ReadOnly));
    const core::Result<model::BackendProfile> read = model::readProfile(text.readAll());
    QVERIFY2(read.ok() == good, read.ok() ? "the reader takes it" : qPrintable(read.error().detail));
    const QString name = QFileInfo(file).fileName();
    const QString complaint = m_said.value(name).toString();
    const bool taken = good || forTheReaderAlone.contains(name);
    QVERIFY2(complaint.isEmpty() == taken, taken ? qPrintable(complaint) : "the schema takes it");
}

} // namespace keyturn::tests

using keyturn::tests::TstSchema;
KEYTURN_TEST(TstSchema)
#include "tst_schema.moc"
