// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "app/storage/diskrigs.h"
#include "historyrig.h"
#include "support/registry.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>

namespace keyturn::history {

using tests::answerOf;
using tests::HistoryRig;

namespace {

/// One statement on the file, by a connection of the test's own.
bool execute(const QString &path, const QString &sql)
{
    bool done = false;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("test"));
        database.setDatabaseName(path);
        QSqlQuery query(database.open() ? database : QSqlDatabase());
        done = query.exec(sql);
    }
    QSqlDatabase::removeDatabase(QStringLiteral("test"));
    return done;
}

QStringList setAside(const HistoryRig &rig)
{
    return QDir(rig.home.paths().state).entryList({QStringLiteral("history.sqlite.broken-*Z")}, QDir::Files);
}

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool overwrite(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

} // namespace

/// The file in all states: shared, broken, from the future, on a disk that takes nothing. Whatever it is, the program goes on.
class TstHistoryFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fault75OnlyTheOwnerReadsIt();
    void fault75AWiderModeIsNarrowed();
    void fault74ALinkIsNotFollowed();
    void severalProcessesWriteIntoOneFile();
    void twoStoresOfOneProcessShareTheFile();
    void aWriterInTheWayIsWaitedFor();
    void aBrokenFileIsSetAsideAndSaid_data();
    void aBrokenFileIsSetAsideAndSaid();
    void fault98ANewerFileIsLeftAsItIs();
    void fault76AReadOnlyFolderFailsNothing();
    void fault76AFullDiskFailsNothingAndIsCaughtUpWith();
    void aFileThatWasRemovedMeanwhileIsMadeAnew();
};

void TstHistoryFile::fault75OnlyTheOwnerReadsIt()
{
    HistoryRig rig;
    rig.add(HistoryRig::ada(), EventKind::SignedIn);
    QCOMPARE(rig.events().size(), 1);
    QCOMPARE(tests::modeOf(rig.home.paths().state), mode_t(0700));
    const QStringList files = QDir(rig.home.paths().state).entryList({QStringLiteral("history.sqlite*")}, QDir::Files);
    QCOMPARE(files.size(), 3); // with the write-ahead log and its index
    for (const QString &file : files)
        QCOMPARE(tests::modeOf(rig.home.paths().state + u'/' + file), mode_t(0600));
}

void TstHistoryFile::fault75AWiderModeIsNarrowed()
{
    HistoryRig rig;
    rig.add(HistoryRig::ada(), EventKind::SignedIn);
    rig.restart();
    QVERIFY(QFile::setPermissions(rig.path(), QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadGroup | QFileDevice::ReadOther));
    QCOMPARE(rig.events().size(), 1);
    QCOMPARE(tests::modeOf(rig.path()), mode_t(0600));
}

void TstHistoryFile::fault74ALinkIsNotFollowed()
{
    HistoryRig rig;
    QVERIFY(core::ensurePrivateDirectory(rig.home.paths().state).ok());
    const QString elsewhere = rig.home.path() + QStringLiteral("/elsewhere");
    QVERIFY(QFile::link(elsewhere, rig.path()));
    QSignalSpy notRecorded(rig.store.get(), &EventStore::notRecorded);
    rig.add(HistoryRig::ada(), EventKind::SignedIn);
    QVERIFY(notRecorded.wait());
    const core::Result<Page> page = answerOf(rig.store->page({}, std::nullopt, 10));
    QVERIFY(!page.ok());
    QCOMPARE(page.error().code, QStringLiteral("file_not_ours"));
    QVERIFY(!QFile::exists(elsewhere));
}

void TstHistoryFile::severalProcessesWriteIntoOneFile()
{
    HistoryRig rig;
    rig.clock.jumpWall(std::chrono::milliseconds(rig.clock.now().msecsTo(QDateTime::currentDateTimeUtc()))); // theirs is the real one
    constexpr int each = 30;
    std::vector<std::unique_ptr<QProcess>> processes;
    for (const char *account : {"one", "two", "three"}) {
        processes.push_back(std::make_unique<QProcess>());
        processes.back()->start(QStringLiteral(KEYTURN_HISTORYWRITER), {rig.path(), QString::fromLatin1(account), QString::number(each)});
    }
    for (int i = 0; i < each; ++i) {
        rig.add(HistoryRig::ada(), EventKind::Rotated, QString::number(i));
        QVERIFY(answerOf(rig.store->page({}, std::nullopt, 1)).ok());
    }
    for (const auto &process : processes) {
        QTRY_COMPARE_WITH_TIMEOUT(process->state(), QProcess::NotRunning, 60'000);
        QCOMPARE(process->exitCode(), 0);
    }
    QCOMPARE(rig.events({{HistoryRig::ada().account}}).size(), each);
    for (const char *account : {"one", "two", "three"})
        QCOMPARE(rig.events({{model::AccountId(QString::fromLatin1(account))}}).size(), each);
}

void TstHistoryFile::twoStoresOfOneProcessShareTheFile()
{
    HistoryRig rig;
    EventStore second(rig.clock, rig.path());
    for (int i = 0; i < 50; ++i) {
        rig.add(HistoryRig::ada(), EventKind::Renewed);
        Event event;
        event.subject = HistoryRig::bob();
        event.kind = EventKind::Rotated;
        second.append(event);
    }
    QVERIFY(answerOf(second.page({}, std::nullopt, 1)).ok());
    QCOMPARE(rig.events().size(), 100);
}

void TstHistoryFile::aWriterInTheWayIsWaitedFor()
{
    HistoryRig rig;
    rig.add(HistoryRig::ada(), EventKind::SignedIn);
    QCOMPARE(rig.events().size(), 1);
    {
        QSqlDatabase other = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("other"));
        other.setDatabaseName(rig.path());
        QVERIFY(other.open());
        QVERIFY(QSqlQuery(other).exec(QStringLiteral("BEGIN IMMEDIATE")));
        rig.add(HistoryRig::ada(), EventKind::Renewed);
        const core::Async<Page> page = rig.store->page({}, std::nullopt, 10);
        QTest::qWait(200);
        QVERIFY(!page.isFinished());
        QVERIFY(QSqlQuery(other).exec(QStringLiteral("COMMIT")));
        const core::Result<Page> answer = answerOf(page);
        QVERIFY(answer.ok());
        QCOMPARE(answer->events.size(), 2);
    }
    QSqlDatabase::removeDatabase(QStringLiteral("other"));
}

void TstHistoryFile::aBrokenFileIsSetAsideAndSaid_data()
{
    QTest::addColumn<QByteArray>("broken"); // empty: the file of before, damaged in its middle
    QTest::newRow("no database") << QByteArray("not a database at all, however long one looks at it. ").repeated(40);
    QTest::newRow("damaged") << QByteArray();
}

void TstHistoryFile::aBrokenFileIsSetAsideAndSaid()
{
    QFETCH(QByteArray, broken);
    HistoryRig rig;
    for (int i = 0; i < 500; ++i)
        rig.add(HistoryRig::ada(), EventKind::Renewed, QString::number(i));
    QCOMPARE(rig.events().size(), 500);
    rig.store.reset();
    if (broken.isEmpty()) {
        broken = contentsOf(rig.path());
        broken.replace(4096, broken.size() - 4096, QByteArray(broken.size() - 4096, '\x5a'));
    }
    QVERIFY(overwrite(rig.path(), broken));
    rig.restart();
    rig.add(HistoryRig::ada(), EventKind::SignedIn);
    QVERIFY(rig.events().size() >= 1); // the first question may still come before the note
    QCOMPARE(rig.story(), (QStringList{QStringLiteral("historySetAside"), QStringLiteral("signedIn")}));
    const QStringList aside = setAside(rig);
    QCOMPARE(aside.size(), 1);
    QCOMPARE(contentsOf(rig.home.paths().state + u'/' + aside.first()), broken);
    QCOMPARE(rig.events({{}, true, {EventKind::HistorySetAside}}).first().detail, aside.first());
    QVERIFY(answerOf(rig.store->clear(HistoryRig::ada().account)).ok());
    QCOMPARE(setAside(rig).size(), 1); // it may hold others' events as well
    QVERIFY(answerOf(rig.store->clearAll()).ok());
    QCOMPARE(setAside(rig), QStringList());
}

void TstHistoryFile::fault98ANewerFileIsLeftAsItIs()
{
    HistoryRig rig;
    rig.add(HistoryRig::ada(), EventKind::SignedIn);
    rig.restart();
    QVERIFY(execute(rig.path(), QStringLiteral("PRAGMA user_version=99")));
    const QByteArray before = contentsOf(rig.path());
    QSignalSpy notRecorded(rig.store.get(), &EventStore::notRecorded);
    rig.add(HistoryRig::ada(), EventKind::Renewed);
    QVERIFY(notRecorded.wait());
    QCOMPARE(notRecorded.first().first().value<core::Error>().code, QStringLiteral("history_newer"));
    const core::Result<Page> page = answerOf(rig.store->page({}, std::nullopt, 10));
    QVERIFY(!page.ok());
    QCOMPARE(page.error().code, QStringLiteral("history_newer"));
    QVERIFY(!answerOf(rig.store->clearAll()).ok());
    rig.store.reset();
    QCOMPARE(contentsOf(rig.path()), before);
    QCOMPARE(setAside(rig), QStringList());
}

void TstHistoryFile::fault76AReadOnlyFolderFailsNothing()
{
    HistoryRig rig;
    rig.add(HistoryRig::ada(), EventKind::SignedIn);
    rig.store.reset();
    {
        const tests::ReadOnlyFolder closed(rig.home.paths().state);
        rig.restart();
        QSignalSpy notRecorded(rig.store.get(), &EventStore::notRecorded);
        rig.add(HistoryRig::ada(), EventKind::Renewed);
        rig.add(HistoryRig::ada(), EventKind::Rotated);
        QVERIFY(notRecorded.wait());
    }
    // Open again: what waited in memory is caught up with.
    QCOMPARE(rig.story(), (QStringList{QStringLiteral("rotated"), QStringLiteral("renewed"), QStringLiteral("signedIn")}));
}

void TstHistoryFile::fault76AFullDiskFailsNothingAndIsCaughtUpWith()
{
    HistoryRig rig;
    rig.add(HistoryRig::ada(), EventKind::SignedIn);
    QCOMPARE(rig.events().size(), 1);
    {
        const tests::FullDisk full(4096);
        QSignalSpy notRecorded(rig.store.get(), &EventStore::notRecorded);
        for (int i = 0; i < 2000; ++i)
            rig.add(HistoryRig::ada(), EventKind::Renewed, QString::number(i));
        QVERIFY(!notRecorded.isEmpty() || notRecorded.wait());
        const core::Result<Page> page = answerOf(rig.store->page({}, std::nullopt, 10));
        QVERIFY(!page.ok() || page->notRecorded); // told either way
    }
    rig.add(HistoryRig::ada(), EventKind::SignedOut);
    const QList<Event> events = rig.events();
    QCOMPARE(events.first().kind, EventKind::SignedOut);
    QCOMPARE(events.last().kind, EventKind::SignedIn);
    QVERIFY(events.size() > 400 && events.size() < 700); // memory is bounded: of 2,000 the last 500
    const core::Result<Page> page = answerOf(rig.store->page({}, std::nullopt, 10));
    QVERIFY(page.ok() && !page->notRecorded);
}

void TstHistoryFile::aFileThatWasRemovedMeanwhileIsMadeAnew()
{
    HistoryRig rig;
    rig.add(HistoryRig::ada(), EventKind::SignedIn);
    QCOMPARE(rig.events().size(), 1);
    for (const char *suffix : {"", "-wal", "-shm"})
        QVERIFY(QFile::remove(rig.path() + QLatin1String(suffix)));
    rig.add(HistoryRig::ada(), EventKind::Renewed);
    rig.add(HistoryRig::ada(), EventKind::Rotated);
    QVERIFY(answerOf(rig.store->page({}, std::nullopt, 10)).ok());
    rig.restart();
    QCOMPARE(rig.story(), (QStringList{QStringLiteral("rotated"), QStringLiteral("renewed")}));
}

} // namespace keyturn::history

using keyturn::history::TstHistoryFile;
KEYTURN_TEST(TstHistoryFile)
#include "tst_historyfile.moc"
