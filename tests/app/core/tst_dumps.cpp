// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "core/dumps.h"
#include "support/onlooker.h"
#include "support/registry.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstdlib>
#include <functional>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace keyturn;
using keyturn::tests::Look;

namespace {

constexpr rlim_t someLimit = 1024 * 1024;

/// A child that has done @p first and waits; ended with this object.
class Child
{
public:
    explicit Child(const std::function<void()> &first)
    {
        int done[2] = {};
        if (::pipe(done) != 0)
            return;
        m_pid = ::fork();
        if (m_pid == 0) {
            std::signal(SIGABRT, SIG_DFL); // QtTest's own would tell a story, and end the child without a core file
            tests::giveUpPrivileges();
            first();
            (void)!::write(done[1], "y", 1);
            for (;;)
                ::pause();
        }
        ::close(done[1]);
        char byte = 0;
        m_isReady = ::read(done[0], &byte, 1) == 1;
        ::close(done[0]);
    }
    ~Child()
    {
        if (m_pid > 0)
            static_cast<void>(endBy(SIGKILL));
    }
    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;
    [[nodiscard]] bool isReady() const { return m_isReady; }
    [[nodiscard]] pid_t pid() const { return m_pid; }
    /// The status of waitpid(2).
    [[nodiscard]] int endBy(int signal)
    {
        int status = 0;
        ::kill(m_pid, signal);
        ::waitpid(m_pid, &status, 0);
        m_pid = 0;
        return status;
    }

private:
    pid_t m_pid = 0;
    bool m_isReady = false;
};

rlim_t coreLimit()
{
    rlimit now = {};
    ::getrlimit(RLIMIT_CORE, &now);
    return now.rlim_cur;
}

void setCoreLimit(rlim_t bytes)
{
    rlimit now = {};
    ::getrlimit(RLIMIT_CORE, &now);
    now.rlim_cur = bytes;
    ::setrlimit(RLIMIT_CORE, &now);
}

/// A core file is written where the process stands.
void allowCoreFile(const QTemporaryDir &place)
{
    if (::chdir(place.path().toLocal8Bit().constData()) != 0)
        ::_exit(1);
    setCoreLimit(RLIM_INFINITY);
}

} // namespace

/// FAULTS 108 by another program of the same user, and by a crash. What is allowed without it shows that the attempt was one.
class TstDumps : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fault108AnotherProgramReadsAndTracesNothing();
    void fault108ACrashLeavesNoCoreFile();
    void fault108NorDoesOneWhoseLimitWasRaisedFromOutside();
    void fault108AChildThatIsNotOursHasTheLimitOfBefore();
};

void TstDumps::fault108AnotherProgramReadsAndTracesNothing()
{
    const Child open([] {});
    QVERIFY(open.isReady());
    QVERIFY(tests::lookAt(open.pid()) == tests::openLook());
    const Child shut([] { core::forbidDumps(); });
    QVERIFY(shut.isReady());
    QVERIFY(tests::lookAt(shut.pid()) == Look());
}

void TstDumps::fault108ACrashLeavesNoCoreFile()
{
    const QTemporaryDir place;
    Child open([&place] { allowCoreFile(place); });
    QVERIFY(open.isReady());
    if (!WCOREDUMP(open.endBy(SIGABRT)))
        QSKIP("Whatever crashes here leaves no core file."); // a sanitizer's program, or a limit of the system's
    Child shut([&place] {
        allowCoreFile(place);
        core::forbidDumps();
    });
    QVERIFY(shut.isReady());
    const int status = shut.endBy(SIGABRT);
    QVERIFY(WIFSIGNALED(status));
    QVERIFY(!WCOREDUMP(status));
}

void TstDumps::fault108NorDoesOneWhoseLimitWasRaisedFromOutside()
{
    const QTemporaryDir place;
    Child shut([&place] {
        allowCoreFile(place);
        core::forbidDumps();
    });
    QVERIFY(shut.isReady());
    const rlimit raised = {RLIM_INFINITY, RLIM_INFINITY};
    QCOMPARE(::prlimit(shut.pid(), RLIMIT_CORE, &raised, nullptr), 0);
    QVERIFY(!WCOREDUMP(shut.endBy(SIGABRT)));
}

void TstDumps::fault108AChildThatIsNotOursHasTheLimitOfBefore()
{
    rlimit hard = {};
    QCOMPARE(::getrlimit(RLIMIT_CORE, &hard), 0);
    if (hard.rlim_max < someLimit)
        QSKIP("Core files are forbidden to whatever runs here.");
    const Child child([] {
        setCoreLimit(someLimit);
        core::forbidDumps();
        core::forbidDumps(); // what is there already is not taken for what was there before
        if (coreLimit() != 0)
            ::_exit(1);
        core::allowDumpsOfChild();
        if (coreLimit() != someLimit)
            ::_exit(2);
    });
    QVERIFY(child.isReady());
}

KEYTURN_TEST(TstDumps)
#include "tst_dumps.moc"
