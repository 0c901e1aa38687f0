// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "diskrigs.h"
#include "storage/privatefile.h"
#include "support/registry.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

using namespace keyturn;
using namespace keyturn::storage;

class TstPrivateFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void whatIsWrittenIsReadBack();
    void filesAndFoldersAreForTheOwnerAlone();
    void aWideModeIsNarrowedWhenRead();
    void refusesWhatIsNotOurs_data();
    void refusesWhatIsNotOurs();
    void neverWritesThroughALink();
    void refusesLongFilesWithoutReadingThem();
    void oldContentsStandWhenTheDiskIsFull();
    void oldContentsStandWhenTheFolderIsReadOnly();
    void aCrashBeforeTheRenameLeavesTheOldContents();
    void removingWhatIsNotThereIsNoError();
    void theStampTellsAnyReplacementApart();

private:
    [[nodiscard]] QString path() const { return m_base->filePath(QStringLiteral("folder/file.json")); }
    [[nodiscard]] QStringList entries() const
    {
        return QDir(m_base->filePath(QStringLiteral("folder"))).entryList(QDir::Files | QDir::Hidden, QDir::Name);
    }
    static QString codeOf(const core::Result<void> &result) { return result.ok() ? QStringLiteral("ok") : result.error().code; }
    static QString codeOf(const core::Result<QByteArray> &result) { return result.ok() ? QStringLiteral("ok") : result.error().code; }

    std::unique_ptr<QTemporaryDir> m_base;
};

void TstPrivateFile::init()
{
    m_base = std::make_unique<QTemporaryDir>();
    QVERIFY(m_base->isValid());
}

void TstPrivateFile::whatIsWrittenIsReadBack()
{
    QCOMPARE(codeOf(readPrivateFile(path(), 100)), QStringLiteral("file_missing"));
    for (const QByteArray &contents :
         {QByteArray("first"), QByteArray("second, longer"), QByteArray(), QByteArray("\0x", 2), QByteArray(1'000'000, 'x')}) {
        QCOMPARE(codeOf(writePrivateFile(path(), contents)), QStringLiteral("ok"));
        QCOMPARE(readPrivateFile(path(), 1'000'000).value(), contents);
    }
    QCOMPARE(entries(), QStringList(QStringLiteral("file.json"))); // no temporary file stays
}

void TstPrivateFile::filesAndFoldersAreForTheOwnerAlone()
{
    const mode_t before = ::umask(0); // FAULTS 75: whatever the umask
    const core::Result<void> written = writePrivateFile(path(), "x");
    ::umask(before);
    QVERIFY(written.ok());
    QCOMPARE(tests::modeOf(path()), mode_t(0600));
    QCOMPARE(tests::modeOf(m_base->filePath(QStringLiteral("folder"))), mode_t(0700));
}

void TstPrivateFile::aWideModeIsNarrowedWhenRead()
{
    QVERIFY(writePrivateFile(path(), "x").ok());
    QCOMPARE(::chmod(QFile::encodeName(path()).constData(), 0644), 0);
    QVERIFY(readPrivateFile(path(), 10).ok());
    QCOMPARE(tests::modeOf(path()), mode_t(0600));
}

void TstPrivateFile::refusesWhatIsNotOurs_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what : {"link", "dangling link", "folder", "fifo", "foreign"})
        QTest::addRow("%s (FAULTS 74)", what) << QString::fromLatin1(what);
}

void TstPrivateFile::refusesWhatIsNotOurs()
{
    QFETCH(QString, what);
    const QString other = m_base->filePath(QStringLiteral("other"));
    QVERIFY(writePrivateFile(other, "other's").ok());
    QVERIFY(QDir().mkpath(m_base->filePath(QStringLiteral("folder"))));
    if (what == QLatin1String("link"))
        QVERIFY(QFile::link(other, path()));
    else if (what == QLatin1String("dangling link"))
        QVERIFY(QFile::link(QStringLiteral("/nonexistent/x"), path()));
    else if (what == QLatin1String("folder"))
        QVERIFY(QDir().mkdir(path()));
    else if (what == QLatin1String("fifo"))
        QCOMPARE(::mkfifo(QFile::encodeName(path()).constData(), 0600), 0);
    QString victim = path();
    if (what == QLatin1String("foreign")) {
        QVERIFY(writePrivateFile(path(), "x").ok());
        if (!tests::giveAway(path()))
            victim = QStringLiteral("/etc/passwd"); // root's, as nobody else can give a file away
    }
    QCOMPARE(codeOf(readPrivateFile(victim, 100)), QStringLiteral("file_not_ours"));
    if (victim == path())
        QCOMPARE(codeOf(writePrivateFile(victim, "mine")), QStringLiteral("file_not_ours"));
}

void TstPrivateFile::neverWritesThroughALink()
{
    const QString victim = m_base->filePath(QStringLiteral("victim"));
    QVERIFY(writePrivateFile(victim, "precious").ok());
    QVERIFY(QDir().mkpath(m_base->filePath(QStringLiteral("folder"))));
    QVERIFY(QFile::link(victim, path()));
    QVERIFY(!writePrivateFile(path(), "mine").ok());
    QCOMPARE(readPrivateFile(victim, 100).value(), QByteArray("precious"));
    QVERIFY(removePrivateFile(path()).ok()); // the link, not what it points to
    QCOMPARE(readPrivateFile(victim, 100).value(), QByteArray("precious"));
}

void TstPrivateFile::refusesLongFilesWithoutReadingThem()
{
    QVERIFY(writePrivateFile(path(), "12345").ok());
    QVERIFY(readPrivateFile(path(), 5).ok());
    QCOMPARE(codeOf(readPrivateFile(path(), 4)), QStringLiteral("file_too_large"));
    QCOMPARE(::truncate(QFile::encodeName(path()).constData(), off_t(1) << 40), 0); // a terabyte of nothing
    QCOMPARE(codeOf(readPrivateFile(path(), 1'000'000)), QStringLiteral("file_too_large"));
}

void TstPrivateFile::oldContentsStandWhenTheDiskIsFull()
{
    QVERIFY(writePrivateFile(path(), "old").ok());
    {
        const tests::FullDisk full(1000); // FAULTS 76: the first kilobyte still fits
        QCOMPARE(codeOf(writePrivateFile(path(), QByteArray(5000, 'n'))), QStringLiteral("disk_failed"));
    }
    QCOMPARE(readPrivateFile(path(), 100).value(), QByteArray("old"));
    QCOMPARE(entries(), QStringList(QStringLiteral("file.json"))); // and takes no room for half a file
    QVERIFY(writePrivateFile(path(), "new").ok());
}

void TstPrivateFile::oldContentsStandWhenTheFolderIsReadOnly()
{
    QVERIFY(writePrivateFile(path(), "old").ok());
    {
        const tests::ReadOnlyFolder readOnly(m_base->filePath(QStringLiteral("folder"))); // FAULTS 76
        QCOMPARE(codeOf(writePrivateFile(path(), "new")), QStringLiteral("disk_failed"));
        QCOMPARE(codeOf(removePrivateFile(path())), QStringLiteral("disk_failed"));
        QCOMPARE(readPrivateFile(path(), 100).value(), QByteArray("old"));
    }
    QCOMPARE(readPrivateFile(path(), 100).value(), QByteArray("old"));
}

void TstPrivateFile::aCrashBeforeTheRenameLeavesTheOldContents()
{
    QVERIFY(writePrivateFile(path(), "old").ok());
    const QString left = path() + QStringLiteral(".aB3xYz.tmp"); // FAULTS 77: what a kill between write and rename leaves
    const QString others = path() + QStringLiteral(".mine.tmp");
    for (const QString &name : {left, others}) {
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write("half"), 4);
    }
    QCOMPARE(readPrivateFile(path(), 100).value(), QByteArray("old"));
    QVERIFY(writePrivateFile(path(), "new").ok());
    QVERIFY(QFile::exists(left)); // young: another process may be at it
    const utimbuf longAgo{1'000'000, 1'000'000};
    for (const QString &name : {left, others})
        QCOMPARE(::utime(QFile::encodeName(name).constData(), &longAgo), 0);
    QVERIFY(writePrivateFile(path(), "newer").ok());
    QVERIFY(!QFile::exists(left));
    QVERIFY(QFile::exists(others)); // not named as ours are
}

void TstPrivateFile::removingWhatIsNotThereIsNoError()
{
    QVERIFY(removePrivateFile(path()).ok());
    QVERIFY(writePrivateFile(path(), "x").ok());
    QVERIFY(removePrivateFile(path()).ok());
    QVERIFY(!QFile::exists(path()));
}

void TstPrivateFile::theStampTellsAnyReplacementApart()
{
    QCOMPARE(fileStamp(path()), QByteArray());
    QByteArray last;
    for (int i = 0; i < 50; ++i) {
        QVERIFY(writePrivateFile(path(), "same").ok());
        const QByteArray stamp = fileStamp(path());
        QVERIFY(!stamp.isEmpty());
        QVERIFY(stamp != last);
        last = stamp;
    }
    QCOMPARE(fileStamp(path()), last);
}

KEYTURN_TEST(TstPrivateFile)
#include "tst_privatefile.moc"
