// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "jsonserver.h"
#include "support/registry.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace keyturn::cli {

/// Which way `sign-in` of the built program takes by itself, and what it says where there is no browser to be had.
class TstSignInWay : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void gitHubWithoutASecretIsGoneToByCode();
    void whoAsksForTheBrowserGetsIt();
    void withASecretTheBrowserIsOpened();
    void withoutADisplayTheAddressIsShown();
    void whatASecretIsNeededForIsSaid();
    void aBrowserThatGivesUpLeavesTheAddress();

private:
    struct Ended {
        int status = -1;
        QByteArray out;
        QByteArray err;
    };
    [[nodiscard]] Ended run(const QStringList &arguments, const QByteArray &input = {}) const;
    [[nodiscard]] Ended signIn(const QStringList &more = {}) const
    {
        return run(QStringList{QStringLiteral("sign-in"), QStringLiteral("--profile"), QStringLiteral("git"), QStringLiteral("--secret-store"),
                               QStringLiteral("session")}
                   + more);
    }
    /// A profile with GitHub's addresses at the test's own server; @p more is of the provider's JSON.
    void add(const QByteArray &more = {}) const;

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<tests::JsonServer> m_server;
    QProcessEnvironment m_environment;
};

void TstSignInWay::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    QVERIFY(m_home->isValid());
    m_server = std::make_unique<tests::JsonServer>();
    m_server->on("POST /login/device/code", 200, R"({"error":"device_flow_disabled"})");
    m_environment = QProcessEnvironment();
    m_environment.insert(QStringLiteral("PATH"), qEnvironmentVariable("PATH"));
    m_environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    m_environment.insert(QStringLiteral("KEYTURN_HOME"), m_home->path());
}

TstSignInWay::Ended TstSignInWay::run(const QStringList &arguments, const QByteArray &input) const
{
    QProcess process;
    process.setProcessEnvironment(m_environment);
    process.start(QStringLiteral(KEYTURN_CLI), arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, 60'000))
        process.kill();
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

void TstSignInWay::add(const QByteArray &more) const
{
    const QByteArray text =
        QByteArray(R"({"id":"git","name":"Git","providers":[{"id":"git","name":"Git","kind":"oauth2","issuer":"https://git.example",
        "endpoints":{"authorization":"%/login/oauth/authorize","token":"%/login/oauth/access_token","userinfo":"%/user",
        "deviceAuthorization":"%/login/device/code"},"clientId":"desktop","identity":{"subject":"/id"})")
            .replace("%", m_server->address());
    const Ended added = run({QStringLiteral("profiles"), QStringLiteral("add"), QStringLiteral("-")}, text + more + "}]}");
    QVERIFY2(added.status == 0, added.err.constData());
}

void TstSignInWay::gitHubWithoutASecretIsGoneToByCode()
{
    add();
    const Ended ended = signIn();
    QVERIFY2(ended.err.contains("by a code alone"), ended.err.constData());
    QVERIFY2(ended.err.contains("Turn the device flow on"), ended.err.constData());
    QCOMPARE(m_server->asked(), QByteArrayList{"POST /login/device/code"});
}

void TstSignInWay::whoAsksForTheBrowserGetsIt()
{
    add();
    const Ended ended = signIn({QStringLiteral("--print-url"), QStringLiteral("--timeout"), QStringLiteral("1")});
    QVERIFY2(ended.out.startsWith(m_server->address() + "/login/oauth/authorize?"), ended.out.constData());
    QVERIFY(m_server->asked().isEmpty());
}

void TstSignInWay::withASecretTheBrowserIsOpened()
{
    add(R"(,"clientSecret":"s3cret")");
    QFile browser(m_home->filePath(QStringLiteral("browser")));
    QVERIFY(browser.open(QIODevice::WriteOnly));
    browser.write("#!/bin/sh\necho \"$1\" > \"$0.seen\"\n");
    QVERIFY(browser.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
    browser.close();
    const Ended ended = signIn({QStringLiteral("--browser"), browser.fileName(), QStringLiteral("--timeout"), QStringLiteral("2")});
    QVERIFY2(ended.err.contains("Nobody came back"), ended.err.constData());
    QFile seen(browser.fileName() + QStringLiteral(".seen"));
    QVERIFY(seen.open(QIODevice::ReadOnly));
    QVERIFY(seen.readAll().startsWith(m_server->address() + "/login/oauth/authorize?"));
}

void TstSignInWay::withoutADisplayTheAddressIsShown()
{
#ifndef Q_OS_LINUX
    QSKIP("Elsewhere there is always one.");
#endif
    add(R"(,"clientSecret":"s3cret")");
    const Ended ended = signIn({QStringLiteral("--timeout"), QStringLiteral("1")});
    QVERIFY2(ended.err.contains("no display"), ended.err.constData());
    QVERIFY2(ended.err.contains(m_server->address() + "/login/oauth/authorize?"), ended.err.constData());
    QVERIFY(ended.out.isEmpty()); // who did not ask for it there expects the account's id alone
}

void TstSignInWay::aBrowserThatGivesUpLeavesTheAddress()
{
    add(R"(,"clientSecret":"s3cret")");
    const Ended ended = signIn({QStringLiteral("--browser"), QStringLiteral("/bin/false"), QStringLiteral("--timeout"), QStringLiteral("2")});
    QVERIFY2(ended.err.contains("/bin/false ended with status 1"), ended.err.constData());
    QVERIFY2(ended.err.contains("Address: " + m_server->address() + "/login/oauth/authorize?"), ended.err.constData());
}

void TstSignInWay::whatASecretIsNeededForIsSaid()
{
    const Ended google =
        run({QStringLiteral("profiles"), QStringLiteral("client"), QStringLiteral("google"), QStringLiteral("--client-id"), QStringLiteral("x")});
    QCOMPARE(google.status, 0);
    QVERIFY2(google.err.contains("--client-secret-stdin"), google.err.constData());
    const Ended github =
        run({QStringLiteral("profiles"), QStringLiteral("client"), QStringLiteral("github"), QStringLiteral("--client-id"), QStringLiteral("x")});
    QVERIFY2(github.err.contains("device flow"), github.err.constData());
}

} // namespace keyturn::cli

using keyturn::cli::TstSignInWay;
KEYTURN_TEST(TstSignInWay)
#include "tst_signinway.moc"
