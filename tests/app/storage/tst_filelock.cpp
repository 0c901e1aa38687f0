// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/clock.h"
#include "core/dumps.h"
#include "core/paths.h"
#include "diskrigs.h"
#include "storage/filelock.h"
#include "support/fakeclock.h"
#include "support/registry.h"
#ifdef Q_OS_LINUX
#include "support/onlooker.h"
#endif

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QScopeGuard>
#include <QSysInfo>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace keyturn;
using namespace keyturn::storage;
using namespace std::chrono_literals;

class TstFileLock : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_base = std::make_unique<QTemporaryDir>(); }
    void oneHolderAtATime();
    void theLockGoesWithItsLastCopy();
    void waitingEndsWhenTheHolderLetsGo();
    void waitingEndsAtItsPatience();
    void waitingEndsWithItsContext();
    void aKilledHolderIsNoticedAtOnce();
    void anOldLockOfALivingHolderStands();
#ifdef Q_OS_LINUX
    void fault108AHolderThatHidesWhichProgramItIsStaysTheHolder();
#endif
    void aLockThatNobodyHoldsIsTaken_data();
    void aLockThatNobodyHoldsIsTaken();
    void fault96AHolderThatDiedBeforeItWroteIsOutwaited();
    void aLockThatCannotBeMadeIsAnError();

private:
    [[nodiscard]] QString path() const
    {
        return m_base->filePath(QStringLiteral("locks/one.lock"));
    }
    std::unique_ptr<QTemporaryDir> m_base;
};

void TstFileLock::oneHolderAtATime()
{
    const core::Result<FileLock> first = FileLock::acquireNow(path());
    QVERIFY(first.ok());
    const core::Result<FileLock> second = FileLock::acquireNow(path(), 20ms);
    QVERIFY(!second.ok());
    QCOMPARE(second.error().code, QStringLiteral("lock_timeout"));
    QVERIFY(second.error().kind == core::ErrorKind::Storage);
}

void TstFileLock::theLockGoesWithItsLastCopy()
{
    {
        const core::Result<FileLock> first = FileLock::acquireNow(path());
        QVERIFY(first.ok());
        auto copy = std::make_unique<FileLock>(*first);
        copy.reset();
        QVERIFY(!FileLock::acquireNow(path(), 0ms).ok());
    }
    QVERIFY(FileLock::acquireNow(path(), 0ms).ok());
}

void TstFileLock::waitingEndsWhenTheHolderLetsGo()
{
    tests::FakeClock clock;
    QObject context;
    auto holder = std::make_unique<core::Result<FileLock>>(FileLock::acquireNow(path()));
    const core::Async<FileLock> waiting = FileLock::acquire(clock, path(), 1000ms, &context);
    clock.advance(500ms);
    QVERIFY(!waiting.isFinished());
    holder.reset();
    clock.advance(50ms);
    QTRY_VERIFY(waiting.isFinished());
    QVERIFY(waiting.result().ok());
}

void TstFileLock::waitingEndsAtItsPatience()
{
    tests::FakeClock clock;
    QObject context;
    const core::Result<FileLock> holder = FileLock::acquireNow(path());
    const core::Async<FileLock> waiting = FileLock::acquire(clock, path(), 1000ms, &context);
    clock.advance(990ms);
    QVERIFY(!waiting.isFinished());
    clock.advance(20ms);
    QTRY_VERIFY(waiting.isFinished());
    QCOMPARE(waiting.result().error().code, QStringLiteral("lock_timeout"));
}

void TstFileLock::waitingEndsWithItsContext()
{
    tests::FakeClock clock;
    auto context = std::make_unique<QObject>();
    const core::Result<FileLock> holder = FileLock::acquireNow(path());
    const core::Async<FileLock> waiting = FileLock::acquire(clock, path(), 1000ms, context.get());
    context.reset();
    clock.advance(20ms);
    QTRY_VERIFY(waiting.isFinished());
    QVERIFY(waiting.result().error().kind == core::ErrorKind::Cancelled);
}

void TstFileLock::aKilledHolderIsNoticedAtOnce()
{
    QVERIFY(FileLock::acquireNow(path()).ok()); // makes the folder
    int ready[2] = {};
    QCOMPARE(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) { // FAULTS 96
        QLockFile lock(path());
        const char done = lock.tryLock(0) ? 'y' : 'n';
        (void)!::write(ready[1], &done, 1);
        for (;;)
            ::pause();
    }
    char done = 0;
    QCOMPARE(::read(ready[0], &done, 1), ssize_t(1));
    QCOMPARE(done, 'y');
    QVERIFY(!FileLock::acquireNow(path(), 0ms).ok()); // it lives
    QCOMPARE(::kill(child, SIGKILL), 0);
    QCOMPARE(::waitpid(child, nullptr, 0), child);
    QVERIFY(FileLock::acquireNow(path(), 0ms).ok());
    ::close(ready[0]);
    ::close(ready[1]);
}

void TstFileLock::anOldLockOfALivingHolderStands() // FAULTS 97
{
    const core::Result<FileLock> holder = FileLock::acquireNow(path());
    QVERIFY(holder.ok());
    QFile file(path());
    QVERIFY(file.open(QIODevice::ReadWrite));
    // Hours of suspend, or whatever stands in the file, must not turn such a holder into a dead one.
    QVERIFY(file.setFileTime(QDateTime::fromSecsSinceEpoch(1'000'000), QFileDevice::FileModificationTime));
    QVERIFY(!FileLock::acquireNow(path(), 0ms).ok());
    QVERIFY(QFile::exists(path()));
}

#ifdef Q_OS_LINUX
void TstFileLock::fault108AHolderThatHidesWhichProgramItIsStaysTheHolder()
{
    QVERIFY(core::ensurePrivateDirectory(QFileInfo(path()).path()).ok());
    int ready[2] = {};
    QCOMPARE(::pipe(ready), 0);
    const pid_t holder = ::fork();
    if (holder == 0) {
        tests::giveUpPrivileges();
        core::forbidDumps();
        // As QLockFile writes it, on a disk that knows no flock(2).
        QFile file(path());
        const QByteArray contents = QByteArray::number(::getpid()) + "\ntst_storage\n" + QSysInfo::machineHostName().toUtf8() + '\n'
            + QSysInfo::machineUniqueId() + '\n' + QSysInfo::bootUniqueId() + '\n';
        const char done = file.open(QIODevice::WriteOnly) && file.write(contents) == contents.size() && file.flush() ? 'y' : 'n';
        (void)!::write(ready[1], &done, 1);
        for (;;)
            ::pause();
    }
    const auto end = qScopeGuard([holder] {
        ::kill(holder, SIGKILL);
        ::waitpid(holder, nullptr, 0);
    });
    char done = 0;
    QCOMPARE(::read(ready[0], &done, 1), ssize_t(1));
    QCOMPARE(done, 'y');
    const auto isRefused = [this] {
        const pid_t other = ::fork();
        if (other == 0) {
            tests::giveUpPrivileges();
            const core::Result<FileLock> lock = FileLock::acquireNow(path(), 30ms);
            ::_exit(lock.ok() ? 1 : lock.error().code == QLatin1String("lock_timeout") ? 0 : 2);
        }
        int status = -1;
        ::waitpid(other, &status, 0);
        return status == 0 && QFile::exists(path());
    };
    ::close(ready[0]);
    ::close(ready[1]);
    QVERIFY(isRefused());
}
#endif

void TstFileLock::aLockThatNobodyHoldsIsTaken_data() // FAULTS 96, 97
{
    QTest::addColumn<QByteArray>("contents");
    const QByteArray self = QByteArray::number(QCoreApplication::applicationPid()) + "\ntst_storage\n";
    QTest::newRow("the holder died before it wrote") << QByteArray();
    QTest::newRow("its pid is ours") << self + QSysInfo::machineHostName().toUtf8() + '\n' + QSysInfo::machineUniqueId() + '\n'
            + QSysInfo::bootUniqueId() + '\n';
    QTest::newRow("on a host of another name") << self + "another-host\n\n\n";
}

void TstFileLock::aLockThatNobodyHoldsIsTaken()
{
    QFETCH(const QByteArray, contents);
    QFile file(path());
    QVERIFY(QDir().mkpath(QFileInfo(path()).path()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(contents), contents.size());
    QVERIFY(file.flush());
    file.close();
    if (contents.isEmpty()) // its holder may be about to lock it
        QVERIFY(!FileLock::acquireNow(path(), 0ms).ok());
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.setFileTime(QDateTime::currentDateTimeUtc().addSecs(-60), QFileDevice::FileModificationTime));
    file.close();
    const core::Result<FileLock> taken = FileLock::acquireNow(path(), 0ms);
    QVERIFY(taken.ok());
    QVERIFY(!FileLock::acquireNow(path(), 0ms).ok());
}

void TstFileLock::fault96AHolderThatDiedBeforeItWroteIsOutwaited()
{
    QVERIFY(QDir().mkpath(QFileInfo(path()).path()));
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.setFileTime(QDateTime::currentDateTimeUtc().addSecs(-1), QFileDevice::FileModificationTime));
    file.close();
    QVERIFY(FileLock::acquireNow(path()).ok());
}

void TstFileLock::aLockThatCannotBeMadeIsAnError()
{
    QVERIFY(FileLock::acquireNow(path()).ok());
    const tests::ReadOnlyFolder readOnly(m_base->filePath(QStringLiteral("locks")));
    const core::Result<FileLock> lock = FileLock::acquireNow(path(), 20ms);
    QVERIFY(!lock.ok());
    QCOMPARE(lock.error().code, QStringLiteral("disk_failed"));
}

KEYTURN_TEST(TstFileLock)
#include "tst_filelock.moc"
