// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTest>

#include <csignal>
#include <sys/stat.h>
#include <unistd.h>

namespace keyturn::e2e {

/// What other people of this computer find of Keyturn's files, where the umask keeps nothing from them: real programs, in the XDG folders.
class TstPrivateFiles : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void fault109SignInRefreshAndRequest();
    void fault109WhileARefreshIsUnderWay();
    void fault109AFileWithAPassphrase();
    void fault109ABrokenHistoryThatWasSetAside();
    void fault109TheWindow();
    void fault109ABackendThatWasKilled();
    void fault109AnotherUserReadsNothing();

private:
    [[nodiscard]] QString folder(const char *name) const { return m_world.home() + QLatin1String("/xdg/") + QLatin1String(name); }
    /// `MODE PATH` of all that stands below the four folders and that others may do something with; and in @p seen the names of all.
    [[nodiscard]] QString open(QStringList *seen = nullptr) const;
    [[nodiscard]] bool stands(const QString &ending) const;

    World m_world;
    QString m_account;
    mode_t m_umask = 0;
};

void TstPrivateFiles::initTestCase()
{
    m_umask = ::umask(0); // which every program of this test inherits
    QVERIFY(QFile::setPermissions(m_world.home(), QFileDevice::Permissions(0x7755))); // nothing above them protects the files
    m_world.setVariable(QStringLiteral("KEYTURN_HOME"), {});
    m_world.setVariable(QStringLiteral("HOME"), m_world.home());
    for (const char *name : {"config", "data", "state", "cache"})
        m_world.setVariable(QLatin1String("XDG_") + QString::fromLatin1(name).toUpper() + QLatin1String("_HOME"), folder(name));
    QVERIFY(QDir().mkpath(m_world.home() + QLatin1String("/xdg"))); // 0777
    QVERIFY(!m_world.startBackend().isEmpty());
}

void TstPrivateFiles::cleanupTestCase()
{
    ::umask(m_umask);
}

QString TstPrivateFiles::open(QStringList *seen) const
{
    QStringList found;
    QDirIterator files(m_world.home() + QLatin1String("/xdg"), QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        struct stat info = {};
        if (::lstat(QFile::encodeName(path).constData(), &info) != 0)
            continue; // a lock that was let go
        if (seen)
            seen->append(path);
        const mode_t mode = info.st_mode & 07777;
        const mode_t most = S_ISREG(info.st_mode) ? 0600 : 0700; // a socket's mode is 0700 where Qt makes it
        if ((mode & ~most) != 0)
            found.append(QString::number(mode, 8) + u' ' + path);
    }
    return found.join(u'\n');
}

bool TstPrivateFiles::stands(const QString &ending) const
{
    QStringList seen;
    static_cast<void>(open(&seen));
    return !seen.filter(QRegularExpression(ending + u'$')).isEmpty();
}

void TstPrivateFiles::fault109SignInRefreshAndRequest()
{
    m_account = m_world.signUp(QStringLiteral("ada@example.com"));
    QVERIFY(!m_account.isEmpty());
    QCOMPARE(m_world.cli({QStringLiteral("token"), m_account, QStringLiteral("--force-refresh")}).status, 0);
    const Finished kept = m_world.cli({QStringLiteral("request"), m_account, QStringLiteral("GET"), QStringLiteral("/api/profile"),
                                       QStringLiteral("--save"), QStringLiteral("who")});
    QVERIFY2(kept.status == 0, kept.err.constData());
    QCOMPARE(m_world.cli({QStringLiteral("history"), m_account}).status, 0);
    QCOMPARE(m_world.cli({QStringLiteral("trace"), m_account}).status, 0);
    const Finished client = m_world.cli({QStringLiteral("profiles"), QStringLiteral("client"), QStringLiteral("google"),
                                         QStringLiteral("--client-id"), QStringLiteral("1.apps.googleusercontent.com")});
    QVERIFY2(client.status == 0, client.err.constData());
    for (const char *file : {"/accounts\\.json", "/history\\.sqlite", "/trace\\.sqlite", "/requests\\.sqlite", "/backend\\.sqlite", "/keys\\.json"})
        QVERIFY2(stands(QLatin1String(file)), file); // the search itself works
    QCOMPARE(open(), QString());
}

void TstPrivateFiles::fault109WhileARefreshIsUnderWay()
{
    const auto backend = static_cast<pid_t>(m_world.backendPid());
    QVERIFY(backend > 0);
    QCOMPARE(::kill(backend, SIGSTOP), 0); // the answer does not come, and all that is there for the time being stays
    const auto refresh = m_world.startCli({QStringLiteral("token"), m_account, QStringLiteral("--force-refresh")});
    const bool underWay = QTest::qWaitFor([this] { return stands(QStringLiteral("/rotation/[^/]+")) && stands(QStringLiteral("\\.lock")); }, 20'000);
    const QString found = open();
    QCOMPARE(::kill(backend, SIGCONT), 0);
    QVERIFY(underWay);
    QCOMPARE(found, QString());
    QVERIFY(refresh->waitForFinished(60'000));
    QCOMPARE(refresh->exitCode(), 0);
}

void TstPrivateFiles::fault109AFileWithAPassphrase()
{
    QProcess shell;
    shell.setProcessEnvironment(m_world.environment());
    shell.start(QStringLiteral("bash"),
                {QStringLiteral("-c"), QStringLiteral("exec \"$@\" 3<<<'a passphrase of four words'"), QStringLiteral("bash"),
                 World::program(QStringLiteral("keyturn-cli")), QStringLiteral("register"), QStringLiteral("--profile"), QStringLiteral("demo"),
                 QStringLiteral("--user"), QStringLiteral("grace@example.com"), QStringLiteral("--name"), QStringLiteral("Grace Hopper"),
                 QStringLiteral("--password-stdin"), QStringLiteral("--secret-store"), QStringLiteral("file"), QStringLiteral("--passphrase-fd"),
                 QStringLiteral("3")});
    shell.write("correct horse battery\n");
    shell.closeWriteChannel();
    QVERIFY(shell.waitForFinished(60'000));
    QVERIFY2(shell.exitCode() == 0, shell.readAllStandardError().constData());
    QVERIFY(stands(QStringLiteral("/secrets\\.[a-z]+")));
    QCOMPARE(open(), QString());
}

void TstPrivateFiles::fault109ABrokenHistoryThatWasSetAside()
{
    const QString history = folder("state") + QLatin1String("/keyturn/history.sqlite");
    for (const QString &suffix : {QStringLiteral("-wal"), QStringLiteral("-shm")})
        QFile::remove(history + suffix);
    QFile file(history);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(8192, 'x'));
    file.close();
    QCOMPARE(m_world.cli({QStringLiteral("token"), m_account, QStringLiteral("--force-refresh")}).status, 0);
    QVERIFY(stands(QStringLiteral("/history\\.sqlite\\.broken-[^/]+")));
    QCOMPARE(open(), QString());
}

void TstPrivateFiles::fault109TheWindow()
{
    QProcess window;
    QProcessEnvironment environment = m_world.environment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
    window.setProcessEnvironment(environment);
    window.start(World::program(QStringLiteral("keyturn")));
    // The socket comes after the lock, which is open for as long as QLockFile takes to write it: nobody gets past the folder meanwhile.
    const bool there =
        QTest::qWaitFor([this] { return stands(QStringLiteral("/window\\.lock")) && stands(QStringLiteral("/window\\.socket")); }, 30'000);
    QString found = open();
    window.terminate();
    const bool ended = window.waitForFinished(20'000);
    window.kill();
    QVERIFY2(there && ended, window.readAllStandardError().constData());
    found += open();
    QVERIFY(stands(QStringLiteral("/settings\\.json")) || stands(QStringLiteral("/window[^/]*\\.json")));
    QCOMPARE(found, QString());
}

void TstPrivateFiles::fault109ABackendThatWasKilled()
{
    m_world.killBackend();
    QVERIFY(stands(QStringLiteral("/backend\\.sqlite-wal"))); // and what it could not put away
    QCOMPARE(open(), QString());
}

void TstPrivateFiles::fault109AnotherUserReadsNothing()
{
    if (::geteuid() != 0)
        QSKIP("Only root may become another user; the modes above say the same.");
    QProcess nobody;
    nobody.setChildProcessModifier([] {
        if (::setgid(65534) != 0 || ::setuid(65534) != 0)
            ::_exit(99);
    });
    nobody.start(QStringLiteral("find"), {m_world.home(), QStringLiteral("-mindepth"), QStringLiteral("2"), QStringLiteral("-readable")});
    QVERIFY(nobody.waitForFinished(20'000));
    QVERIFY(nobody.exitCode() != 99);
    QCOMPARE(nobody.readAllStandardOutput(), QByteArray());
    QVERIFY(nobody.readAllStandardError().contains("Permission denied")); // it came as far as the folders
}

} // namespace keyturn::e2e

using keyturn::e2e::TstPrivateFiles;
KEYTURN_TEST(TstPrivateFiles)
#include "tst_privatefiles.moc"
