// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/keyring.h"
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

namespace keyturn::e2e {

/// Wrong words, broken machines: each a clear sentence and an exit status, nothing lost, nothing half-written.
class TstBadInput : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void aWrongPasswordAndAnUnknownUserAreRefusedAlike();
    void aBackendThatIsDownIsSaid();
    void withoutAKeychainNothingIsStoredSilently();
    void aLockedOrLostSecretIsNoSignOut();
    void aBrokenProfileNamesThePlaceAndHidesNoOther();
    void anUnwritableDiskLosesNothing();
    void aBrokenAccountsFileIsNotOverwritten();
    void aPasswordOnTheCommandLineIsRefused();

private:
    Finished signIn(World &world, const QString &user, const QByteArray &password, const QStringList &more = {})
    {
        return world.cli(QStringList{QStringLiteral("sign-in"), QStringLiteral("--profile"), QStringLiteral("demo"), QStringLiteral("--method"),
                                     QStringLiteral("password"), QStringLiteral("--user"), user, QStringLiteral("--password-stdin")}
                             + more,
                         password + '\n');
    }
    static void isAnError(const Finished &finished, int status)
    {
        QVERIFY2(finished.status == status, (QByteArray::number(finished.status) + ": " + finished.err).constData());
        QVERIFY(finished.out.isEmpty());
        QVERIFY(finished.err.trimmed().size() > 20); // a sentence
    }

    World m_world;
    QString m_account;
};

void TstBadInput::initTestCase()
{
    QVERIFY(!m_world.startBackend().isEmpty());
    m_account = m_world.signUp(QStringLiteral("grace@example.com"));
    QVERIFY(!m_account.isEmpty());
}

void TstBadInput::aWrongPasswordAndAnUnknownUserAreRefusedAlike()
{
    const Finished wrong = signIn(m_world, QStringLiteral("grace@example.com"), "wrong password");
    const Finished unknown = signIn(m_world, QStringLiteral("nobody@example.com"), "wrong password");
    isAnError(wrong, 6);
    isAnError(unknown, 6);
    QCOMPARE(QByteArray(wrong.err).replace("grace", "X"), QByteArray(unknown.err).replace("nobody", "X"));
    QVERIFY(!wrong.err.contains("wrong password"));
    const Finished json = signIn(m_world, QStringLiteral("grace@example.com"), "wrong password", {QStringLiteral("--json")});
    QCOMPARE(json.status, 6);
    QCOMPARE(json.json().value(QStringLiteral("error")).toObject().value(QStringLiteral("code")).toString(), QStringLiteral("invalid_credentials"));
}

void TstBadInput::aBackendThatIsDownIsSaid()
{
    World elsewhere;
    QVERIFY(!elsewhere.startBackend().isEmpty());
    elsewhere.killBackend();
    isAnError(signIn(elsewhere, QStringLiteral("grace@example.com"), "correct horse battery"), 4);
    World never; // the embedded backend never ran there
    const Finished unstarted = signIn(never, QStringLiteral("grace@example.com"), "correct horse battery");
    QVERIFY(unstarted.status == 4 || unstarted.status == 8);
    QVERIFY2(unstarted.err.contains("backend start"), unstarted.err.constData()); // the one thing to do
}

void TstBadInput::withoutAKeychainNothingIsStoredSilently()
{
    const QByteArray disk = m_world.everythingOnDisk();
    QProcess process;
    QProcessEnvironment environment = m_world.environment();
    environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), QStringLiteral("unix:path=/nonexistent"));
    process.setProcessEnvironment(environment);
    process.start(World::program(QStringLiteral("keyturn-cli")),
                  {QStringLiteral("sign-in"), QStringLiteral("--profile"), QStringLiteral("demo"), QStringLiteral("--method"),
                   QStringLiteral("password"), QStringLiteral("--user"), QStringLiteral("grace@example.com"), QStringLiteral("--password-stdin")});
    process.write("correct horse battery\n");
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 5);
    const QByteArray said = process.readAllStandardError();
    QVERIFY2(said.contains("--secret-store"), said.constData()); // the choice is named
    QVERIFY(disk.contains("accounts"));
    const Finished still = m_world.cli({QStringLiteral("token"), m_account});
    QCOMPARE(still.status, 0);
}

void TstBadInput::aLockedOrLostSecretIsNoSignOut()
{
    QVERIFY(lockKeyring());
    const Finished locked = m_world.cli({QStringLiteral("token"), m_account, QStringLiteral("--force-refresh")}, {}, 90'000);
    QVERIFY(unlockKeyring());
    isAnError(locked, 5);
    const QJsonArray accounts =
        m_world.cli({QStringLiteral("accounts"), QStringLiteral("--json")}).json().value(QStringLiteral("accounts")).toArray();
    QCOMPARE(accounts.size(), 1);
    QCOMPARE(m_world.cli({QStringLiteral("token"), m_account, QStringLiteral("--force-refresh")}).status, 0);
}

void TstBadInput::aBrokenProfileNamesThePlaceAndHidesNoOther()
{
    const auto file = [this](const QString &name, const QByteArray &contents) {
        QFile out(m_world.home() + u'/' + name);
        if (!out.open(QIODevice::WriteOnly) || out.write(contents) != contents.size())
            qFatal("cannot write %s", qPrintable(name));
        return out.fileName();
    };
    const QString bad = file(QStringLiteral("bad.json"),
                             R"({"id":"bad","name":"Bad","baseUrl":"https://api.example.com","password":{"signIn":{"method":"FETCH","path":"/l"}}})");
    const Finished refused = m_world.cli({QStringLiteral("profiles"), QStringLiteral("add"), bad});
    isAnError(refused, 8);
    QVERIFY2(refused.err.contains("/password/signIn/method"), refused.err.constData());
    QVERIFY(QDir().mkpath(m_world.home() + QStringLiteral("/config/profiles.d")));
    file(QStringLiteral("config/profiles.d/broken.json"), "{");
    const Finished listed = m_world.cli({QStringLiteral("profiles"), QStringLiteral("list")});
    QCOMPARE(listed.status, 0);
    QVERIFY(listed.out.contains("demo"));
    QVERIFY(listed.err.contains("broken.json"));
    QVERIFY(QFile::remove(m_world.home() + QStringLiteral("/config/profiles.d/broken.json")));
}

void TstBadInput::anUnwritableDiskLosesNothing()
{
    World world;
    QVERIFY(!world.startBackend().isEmpty());
    const QString id = world.signUp(QStringLiteral("disk@example.com"));
    const QString accounts = world.home() + QStringLiteral("/data/accounts.json");
    QVERIFY(QFile::exists(accounts));
    const QByteArray keychain = World::everythingInKeychain();
    // Root writes whatever the mode says, so the folder itself is made unchangeable where that can be had; else by its mode.
    const QString data = world.home() + QStringLiteral("/data");
    const bool immutable = QProcess::execute(QStringLiteral("chattr"), {QStringLiteral("+i"), data}) == 0;
    if (!immutable)
        QVERIFY(QFile::setPermissions(data, QFileDevice::ReadOwner | QFileDevice::ExeOwner));
    QFile probe(data + QStringLiteral("/probe"));
    const bool stillWritable = probe.open(QIODevice::WriteOnly);
    const Finished refused = stillWritable ? Finished{} : signIn(world, QStringLiteral("disk@example.com"), "correct horse battery");
    if (immutable)
        QProcess::execute(QStringLiteral("chattr"), {QStringLiteral("-i"), data});
    else
        QFile::setPermissions(data, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    if (stillWritable)
        QSKIP("neither chattr nor modes can make a folder unwritable for this user");
    isAnError(refused, 5);
    QCOMPARE(world.cli({QStringLiteral("token"), id}).status, 0);
}

void TstBadInput::aBrokenAccountsFileIsNotOverwritten()
{
    World world;
    QVERIFY(!world.startBackend().isEmpty());
    QVERIFY(!world.signUp(QStringLiteral("broken@example.com")).isEmpty());
    QFile accounts(world.home() + QStringLiteral("/data/accounts.json"));
    QVERIFY(accounts.open(QIODevice::WriteOnly | QIODevice::Truncate));
    accounts.write("{\"version\":1,\"acc");
    accounts.close();
    isAnError(world.cli({QStringLiteral("accounts")}), 5);
    isAnError(signIn(world, QStringLiteral("broken@example.com"), "correct horse battery"), 5);
    QVERIFY(accounts.open(QIODevice::ReadOnly));
    QCOMPARE(accounts.readAll(), QByteArray("{\"version\":1,\"acc"));
}

void TstBadInput::aPasswordOnTheCommandLineIsRefused()
{
    const Finished refused = m_world.cli({QStringLiteral("sign-in"), QStringLiteral("--profile"), QStringLiteral("demo"), QStringLiteral("--user"),
                                          QStringLiteral("grace@example.com"), QStringLiteral("--password"), QStringLiteral("secret")});
    QCOMPARE(refused.status, 2);
    QVERIFY(refused.err.contains("--password-stdin"));
}

} // namespace keyturn::e2e

using keyturn::e2e::TstBadInput;
KEYTURN_TEST(TstBadInput)
#include "tst_badinput.moc"
