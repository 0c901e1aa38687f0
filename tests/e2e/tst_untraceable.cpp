// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/world.h"
#include "support/onlooker.h"
#include "support/registry.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusContext>
#include <QDBusVariant>
#include <QFile>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

namespace keyturn::e2e {

using tests::Look;

/// A desktop portal, as far as it asks who asks: it looks at the program that calls it.
class Portal final : public QObject, protected QDBusContext
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")
public:
    Portal()
    {
        QDBusConnection bus = QDBusConnection::sessionBus();
        m_isThere = bus.registerObject(QStringLiteral("/org/freedesktop/portal/desktop"), this, QDBusConnection::ExportAllSlots)
            && bus.registerService(QStringLiteral("org.freedesktop.portal.Desktop"));
    }
    ~Portal() override { QDBusConnection::sessionBus().unregisterService(QStringLiteral("org.freedesktop.portal.Desktop")); }
    [[nodiscard]] bool isThere() const { return m_isThere; }
    [[nodiscard]] const QList<Look> &looks() const { return m_looks; }

public Q_SLOTS:
    QDBusVariant Read(const QString &, const QString &)
    {
        m_looks += tests::lookAt(static_cast<pid_t>(connection().interface()->servicePid(message().service())));
        return QDBusVariant(QDBusVariant(0U)); // no preference
    }

private:
    bool m_isThere = false;
    QList<Look> m_looks;
};

/// FAULTS 108 of the built programs, by whoever is the same user and has no privilege: nothing is seen of what a release would be, all of any other.
class TstUntraceable : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void fault108TheCommandLine();
    void fault108TheBackend();
    void fault108TheWindow();
    void fault108ABrowserHasTheLimitsOfBefore();
    void fault108TwoProgramsStillTakeTurns();

private:
    [[nodiscard]] static Look expected() { return KEYTURN_FORBIDS_DUMPS ? Look() : tests::openLook(); }
    [[nodiscard]] static bool looksAsExpected(qint64 pid);

    World m_world;
    QString m_account;
};

void TstUntraceable::initTestCase()
{
    tests::giveUpPrivileges(); // and all that is started from here on with it
    rlimit cores = {};
    QCOMPARE(::getrlimit(RLIMIT_CORE, &cores), 0);
    cores.rlim_cur = std::min<rlim_t>(cores.rlim_max, 4096 * 1024);
    QCOMPARE(::setrlimit(RLIMIT_CORE, &cores), 0);
    QVERIFY(!m_world.startBackend().isEmpty());
    m_account = m_world.signUp(QStringLiteral("ada@example.com"));
    QVERIFY(!m_account.isEmpty());
}

/// It begins as any program does, and is what it is to be from the first line of its main().
bool TstUntraceable::looksAsExpected(qint64 pid)
{
    return pid > 0 && QTest::qWaitFor([pid] { return tests::lookAt(static_cast<pid_t>(pid)) == expected(); }, 10'000);
}

void TstUntraceable::fault108TheCommandLine()
{
    const auto waiting = m_world.startCli({QStringLiteral("sign-in"), QStringLiteral("--profile"), QStringLiteral("demo"), QStringLiteral("--user"),
                                           QStringLiteral("ada@example.com"), QStringLiteral("--password-stdin")});
    QVERIFY(looksAsExpected(waiting->processId()));
    QCOMPARE(waiting->state(), QProcess::Running); // so it was this one that was looked at
    waiting->write("correct horse battery\n");
    waiting->closeWriteChannel();
    QVERIFY(waiting->waitForFinished(60'000));
    QCOMPARE(waiting->exitCode(), 0);
}

void TstUntraceable::fault108TheBackend()
{
    QVERIFY(looksAsExpected(m_world.backendPid()));
}

void TstUntraceable::fault108TheWindow()
{
    const Portal portal;
    QVERIFY(portal.isThere());
    QProcess window;
    QProcessEnvironment environment = m_world.environment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
    window.setProcessEnvironment(environment);
    window.start(World::program(QStringLiteral("keyturn")));
    QTRY_VERIFY_WITH_TIMEOUT(!portal.looks().isEmpty(), 30'000);
    QVERIFY2(portal.looks().first() == tests::openLook(), "it is known to the portal before it shuts itself off");
    QVERIFY(looksAsExpected(window.processId()));
    QCOMPARE(window.state(), QProcess::Running);
    window.terminate();
    QVERIFY(window.waitForFinished(20'000));
}

void TstUntraceable::fault108ABrowserHasTheLimitsOfBefore()
{
    rlimit ours = {};
    QCOMPARE(::getrlimit(RLIMIT_CORE, &ours), 0);
    const QString told = m_world.home() + QLatin1String("/limit");
    QFile browser(m_world.home() + QLatin1String("/browser"));
    QVERIFY(browser.open(QIODevice::WriteOnly));
    browser.write("#!/bin/bash\nulimit -S -c > '" + told.toUtf8() + ".new' && mv '" + told.toUtf8() + ".new' '" + told.toUtf8() + "'\n");
    browser.close();
    QVERIFY(browser.setPermissions(QFileDevice::ReadOwner | QFileDevice::ExeOwner));
    const auto waiting = m_world.startCli({QStringLiteral("sign-in"), QStringLiteral("--profile"), QStringLiteral("demo"), QStringLiteral("--method"),
                                           QStringLiteral("browser"), QStringLiteral("--provider"), QStringLiteral("google"),
                                           QStringLiteral("--browser"), browser.fileName()});
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(told), 30'000);
    waiting->terminate();
    waiting->waitForFinished(20'000);
    QFile limit(told);
    QVERIFY(limit.open(QIODevice::ReadOnly));
    QCOMPARE(limit.readAll().trimmed(), QByteArray::number(quint64(ours.rlim_cur / 1024))); // bash counts in 1,024 bytes
}

void TstUntraceable::fault108TwoProgramsStillTakeTurns()
{
    const auto backend = static_cast<pid_t>(m_world.backendPid());
    QCOMPARE(::kill(backend, SIGSTOP), 0);
    const QStringList refresh{QStringLiteral("token"), m_account, QStringLiteral("--force-refresh")};
    const auto first = m_world.startCli(refresh);
    const auto second = m_world.startCli(refresh);
    // One has the lock, the other one has asked for it: neither knows by /proc which program the holder is.
    const bool bothWait = QTest::qWaitFor([&] { return looksAsExpected(first->processId()) && looksAsExpected(second->processId()); }, 20'000);
    QCOMPARE(::kill(backend, SIGCONT), 0);
    QVERIFY(bothWait);
    for (QProcess *program : {first.get(), second.get()}) {
        QVERIFY(program->waitForFinished(60'000));
        QVERIFY2(program->exitCode() == 0, program->readAllStandardError().constData());
    }
    QCOMPARE(m_world.metric(QByteArrayLiteral("keyturn_backend_refresh_total{outcome=\"reused\"}")), 0.0);
    QCOMPARE(m_world.cli({QStringLiteral("token"), m_account}).status, 0);
}

} // namespace keyturn::e2e

using keyturn::e2e::TstUntraceable;
KEYTURN_TEST(TstUntraceable)
#include "tst_untraceable.moc"
