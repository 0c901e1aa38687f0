// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/clock.h"
#include "crash/crashworld.h"
#include "crash/disk.h"
#include "history/eventstore.h"
#include "support/registry.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

namespace keyturn::crash {

namespace {

/// What a history has, read as the next program would; -1 where it cannot be read.
struct Reading {
    qsizetype events = -1;
    bool wasSetAside = false;
};

Reading read(const FileState &database, const FileState &log)
{
    const QTemporaryDir folder((QDir(QStringLiteral("/dev/shm")).exists() ? QStringLiteral("/dev/shm") : QDir::tempPath())
                               + QStringLiteral("/keyturn-cut-XXXXXX"));
    const QString path = folder.filePath(QStringLiteral("history.sqlite"));
    const auto put = [](const QString &name, const FileState &state) {
        QFile file(name);
        if (state && (!file.open(QIODevice::WriteOnly) || file.write(*state) != state->size()))
            qFatal("%s cannot be written", qPrintable(name));
    };
    put(path, database);
    put(path + QLatin1String("-wal"), log);
    core::SystemClock clock;
    Reading reading;
    {
        history::EventStore store(clock, path);
        const core::Async<history::Page> page = store.page({}, std::nullopt, 1000);
        if (QTest::qWaitFor([&page] { return page.isFinished(); }, 10'000) && page.result().ok())
            reading.events = page.result()->events.size();
    }
    reading.wasSetAside = !QDir(folder.path()).entryList({QStringLiteral("*.broken-*")}).isEmpty();
    return reading;
}

} // namespace

/// The power is cut after each call by which the real keyturn-cli writes what happened. The history is not synced at each event: the last ones may be
/// gone, those of before are there, and the file can be read.
class TstHistoryCut : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fault77TheHistoryCanBeRead_data();
    void fault77TheHistoryCanBeRead();
};

void TstHistoryCut::fault77TheHistoryCanBeRead_data()
{
    QTest::addColumn<int>("people");
    QTest::newRow("its first event") << 0;
    QTest::newRow("one more") << 1;
}

void TstHistoryCut::fault77TheHistoryCanBeRead()
{
    QFETCH(const int, people);
    CrashWorld world(120, people);
    QVERIFY(world.isReady());
    world.recordContents();
    const QString database = QStringLiteral("state/history.sqlite");
    const QString log = database + QLatin1String("-wal");
    Disk disk(world.home());
    const qsizetype before = people == 0 ? 0 : read(disk.outcomes(database).first(), disk.outcomes(log).first()).events;
    QVERIFY(people == 0 || before > 0);
    const TrippedRun ran = people == 0 ? world.registerOne() : world.renew(world.accounts().first());
    QVERIFY2(ran.finished.status == 0, ran.finished.err.constData());
    QSet<QByteArray> seen;
    qsizetype after = 0;
    for (const QByteArray &line : ran.lines.split('\n')) {
        if (!line.startsWith("= "))
            continue;
        disk.apply(line);
        for (const FileState &contents : disk.outcomes(database)) {
            for (const FileState &tail : disk.outcomes(log)) {
                const QByteArray key = contents.value_or("none") + '\n' + tail.value_or("none");
                if (seen.contains(key))
                    continue;
                seen.insert(key);
                const Reading reading = read(contents, tail);
                const QByteArray place = line.left(100);
                QVERIFY2(reading.events >= before, place.constData());
                QVERIFY2(before == 0 || !reading.wasSetAside, place.constData()); // a file that was just being made holds nothing
                after = std::max(after, reading.events);
            }
        }
    }
    QVERIFY(after > before);
    QVERIFY2(seen.size() > 50, qPrintable(QString::number(seen.size())));
    qInfo("%lld states of the file were read", static_cast<long long>(seen.size()));
}

} // namespace keyturn::crash

using keyturn::crash::TstHistoryCut;
KEYTURN_TEST(TstHistoryCut)
#include "tst_historycut.moc"
