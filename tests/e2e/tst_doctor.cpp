// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/keyring.h"
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QSemaphore>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QThread>

#include <algorithm>

namespace keyturn::e2e {

/// Takes every call and hangs up, on a thread of its own: the tests wait for programs.
class ClosedDoor : public QThread
{
public:
    ClosedDoor()
    {
        start();
        m_listening.acquire();
    }
    ~ClosedDoor() override
    {
        quit();
        wait();
    }
    [[nodiscard]] QString address() const { return QStringLiteral("127.0.0.1:%1").arg(m_port); }

protected:
    void run() override
    {
        QTcpServer server;
        QObject::connect(&server, &QTcpServer::newConnection, &server, [&server] {
            while (QTcpSocket *caller = server.nextPendingConnection())
                delete caller;
        });
        if (server.listen(QHostAddress::LocalHost))
            m_port = server.serverPort();
        m_listening.release();
        exec();
    }

private:
    quint16 m_port = 0;
    QSemaphore m_listening;
};

/// `doctor` on a real desktop: its keyring, its loopback, its browser, a backend that runs.
class TstDoctor : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aSoundDesktopHasNoProblem();
    void aProxyIsNeitherUsedForLoopbackNorToldWithItsPassword();
    void otherUsersInTheFolderAreSaid();
    void settingsThatCannotBeUsedDoNotStopIt();
    void aModeIsToldBeforeItIsMended();
    void aLockedKeychainEndsWithItsOwnStatus();
    void noSessionBusIsSaid();

private:
    [[nodiscard]] Finished doctor(const QProcessEnvironment &given, const QStringList &more = {}) const;
    [[nodiscard]] static QJsonObject check(const Finished &finished, const char *id);

    World m_world;
    ClosedDoor m_proxy;
};

Finished TstDoctor::doctor(const QProcessEnvironment &given, const QStringList &more) const
{
    QProcessEnvironment environment = given;
    // The hosts of the built-in profiles are not asked by a test: the way out leads to a proxy that lets nobody through.
    environment.insert(QStringLiteral("https_proxy"),
                       environment.value(QStringLiteral("https_proxy"), QStringLiteral("http://") + m_proxy.address()));
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(World::program(QStringLiteral("keyturn-cli")), QStringList{QStringLiteral("doctor"), QStringLiteral("--json")} + more);
    if (!process.waitForFinished(60'000))
        process.kill();
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

QJsonObject TstDoctor::check(const Finished &finished, const char *id)
{
    const QJsonArray checks = finished.json().value(QStringLiteral("checks")).toArray();
    for (const QJsonValue &one : checks) {
        if (one.toObject().value(QStringLiteral("id")).toString() == QLatin1String(id))
            return one.toObject();
    }
    return {};
}

/// The keyring tells its entries in no order that lasts.
static QByteArrayList linesInKeychain()
{
    QByteArrayList lines = World::everythingInKeychain().split('\n');
    std::sort(lines.begin(), lines.end());
    return lines;
}

void TstDoctor::aSoundDesktopHasNoProblem()
{
    QVERIFY(!m_world.startBackend().isEmpty());
    const QByteArrayList before = linesInKeychain();
    const Finished finished = doctor(m_world.environment());
    QVERIFY2(finished.status == 0, finished.out.constData());
    QCOMPARE(finished.err, QByteArray());
    for (const char *id : {"keychain", "loopback-ipv4", "clock", "proxy", "folder-data", "files", "accounts", "profiles", "versions"})
        QVERIFY2(check(finished, id).value(QStringLiteral("outcome")).toString() == QLatin1String("ok"), finished.out.constData());
    QVERIFY(check(finished, "clock").value(QStringLiteral("found")).toString().contains(QStringLiteral("127.0.0.1")));
    QCOMPARE(linesInKeychain(), before);
}

void TstDoctor::aProxyIsNeitherUsedForLoopbackNorToldWithItsPassword()
{
    QProcessEnvironment environment = m_world.environment();
    for (const char *variable : {"http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy"})
        environment.insert(QString::fromLatin1(variable), QStringLiteral("http://lovelace:hunter2@") + m_proxy.address());
    environment.remove(QStringLiteral("no_proxy"));
    const Finished finished = doctor(environment);
    QVERIFY2(finished.status == 0, finished.out.constData());
    QCOMPARE(check(finished, "loopback-ipv4").value(QStringLiteral("outcome")).toString(), QStringLiteral("ok"));
    QCOMPARE(check(finished, "clock").value(QStringLiteral("outcome")).toString(), QStringLiteral("ok"));
    const QString proxy = check(finished, "proxy").value(QStringLiteral("found")).toString();
    QVERIFY2(proxy.contains(m_proxy.address()), qPrintable(proxy));
    QVERIFY2(!finished.out.contains("hunter2") && !finished.out.contains("lovelace"), finished.out.constData());
}

void TstDoctor::otherUsersInTheFolderAreSaid()
{
    const QString folder = m_world.home() + QStringLiteral("/data");
    const QFile::Permissions before = QFile::permissions(folder);
    QVERIFY(QFile::setPermissions(folder, before | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther));
    const Finished finished = doctor(m_world.environment());
    QVERIFY(QFile::setPermissions(folder, before));
    QCOMPARE(finished.status, 1);
    QCOMPARE(check(finished, "folder-data").value(QStringLiteral("outcome")).toString(), QStringLiteral("problem"));
    QVERIFY(check(finished, "folder-data").value(QStringLiteral("remedy")).toString().contains(QStringLiteral("chmod 700")));
}

void TstDoctor::settingsThatCannotBeUsedDoNotStopIt()
{
    QFile settings(m_world.home() + QStringLiteral("/config/settings.json"));
    QVERIFY(QDir().mkpath(m_world.home() + QStringLiteral("/config")));
    QVERIFY(settings.open(QIODevice::WriteOnly) && settings.write("{\"version\":1,\"browser\":5}") > 0);
    settings.close();
    const Finished stopped = m_world.cli({QStringLiteral("accounts")});
    const Finished finished = doctor(m_world.environment());
    QVERIFY(settings.remove());
    QCOMPARE(stopped.status, 8);
    QCOMPARE(finished.status, 1);
    const QString found = check(finished, "files").value(QStringLiteral("found")).toString();
    QVERIFY2(found.contains(QStringLiteral("/browser")), qPrintable(found));
    QCOMPARE(check(finished, "keychain").value(QStringLiteral("outcome")).toString(), QStringLiteral("ok"));
}

void TstDoctor::aModeIsToldBeforeItIsMended()
{
    QFile settings(m_world.home() + QStringLiteral("/config/settings.json"));
    QVERIFY(QDir().mkpath(m_world.home() + QStringLiteral("/config")));
    QVERIFY(settings.open(QIODevice::WriteOnly) && settings.write("{\"version\":1}") > 0);
    settings.close();
    QVERIFY(settings.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther));
    const Finished finished = doctor(m_world.environment());
    QVERIFY(settings.remove());
    const QString found = check(finished, "files").value(QStringLiteral("found")).toString();
    QVERIFY2(found.contains(QStringLiteral("settings.json")) && found.contains(QStringLiteral("0644")), qPrintable(found));
}

void TstDoctor::aLockedKeychainEndsWithItsOwnStatus()
{
    QVERIFY(lockKeyring());
    const Finished finished = doctor(m_world.environment());
    const Finished withoutKeychain = doctor(m_world.environment(), {QStringLiteral("--secret-store"), QStringLiteral("session")});
    QVERIFY(unlockKeyring());
    QCOMPARE(finished.status, 5);
    QVERIFY(check(finished, "keychain").value(QStringLiteral("found")).toString().contains(QStringLiteral("locked")));
    QCOMPARE(finished.json().value(QStringLiteral("outcome")).toString(), QStringLiteral("problem"));
    QCOMPARE(withoutKeychain.status, 0);
}

void TstDoctor::noSessionBusIsSaid()
{
    QProcessEnvironment environment = m_world.environment();
    environment.remove(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"));
    environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), m_world.home() + QStringLiteral("/nowhere"));
    const Finished finished = doctor(environment);
    QCOMPARE(finished.status, 5);
    QVERIFY(check(finished, "keychain").value(QStringLiteral("found")).toString().contains(QStringLiteral("no keychain")));
}

} // namespace keyturn::e2e

using keyturn::e2e::TstDoctor;
KEYTURN_TEST(TstDoctor)
#include "tst_doctor.moc"
