// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "e2e/support/nodeserver.h"
#include "e2e/support/world.h"
#include "support/registry.h"

#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>

namespace keyturn::e2e {

/// The installed git, with Keyturn as its credential helper, on a server that takes the backend's access tokens.
class TstGitCredential : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void aCloneAFetchAndAPushGoThrough();
    void aTokenThatRunsOutIsRenewed();
    void aRefusedTokenIsErasedAndRenewed();
    void ofTwoAccountsTheNamedOneIsUsed();
    void aServerOfNobodysIsLeftToOtherHelpers();
    void theHelperFindsItsProgramByItself();

private:
    struct GitRun {
        int status = -1;
        QByteArray err;
    };
    GitRun git(const QStringList &arguments, const QString &folder = {}) const;
    Finished helper(const QString &verb, const QByteArray &more = {}) const;
    [[nodiscard]] QString repository(const QString &user = {}) const;
    void refuseTokensSoFar() const;
    [[nodiscard]] QStringList counted(const char *what) const;
    [[nodiscard]] double renewals() const { return m_world->metric("keyturn_backend_refresh_total{outcome=\"rotated\"}"); }

    std::unique_ptr<World> m_world;
    std::unique_ptr<NodeServer> m_server;
};

void TstGitCredential::init()
{
    m_world = std::make_unique<World>();
    const QUrl backend = m_world->startBackend({QStringLiteral("--access-ttl"), QStringLiteral("300")});
    QVERIFY(!backend.isEmpty());
    QVERIFY(QDir(m_world->home()).mkpath(QStringLiteral("served")));
    m_server = std::make_unique<NodeServer>(QStringLiteral("git/server.js"),
                                            QMap<QString, QString>{{QStringLiteral("BACKEND"), backend.toString()},
                                                                   {QStringLiteral("REPOSITORIES"), m_world->home() + QStringLiteral("/served")},
                                                                   {QStringLiteral("HOME"), m_world->home()}});
    QVERIFY(!m_server->url().isEmpty());
    // The same demo, which says that its tokens are for this server as well.
    const QJsonObject use{{QStringLiteral("addresses"), QJsonArray{m_server->url().toString()}}};
    const QByteArray profile = NodeServer::profile(QStringLiteral("../../resources/profiles/demo.json"), {{QStringLiteral("/git"), use}});
    const Finished added = m_world->cli({QStringLiteral("profiles"), QStringLiteral("add"), QStringLiteral("-")}, profile);
    QVERIFY2(added.status == 0, added.err.constData());
    QVERIFY(!m_world->signUp(QStringLiteral("ada@example.com")).isEmpty());
}

void TstGitCredential::cleanup()
{
    m_server.reset();
    m_world.reset();
}

TstGitCredential::GitRun TstGitCredential::git(const QStringList &arguments, const QString &folder) const
{
    QProcessEnvironment environment = m_world->environment();
    environment.insert(QStringLiteral("HOME"), m_world->home());
    environment.insert(QStringLiteral("PATH"), QCoreApplication::applicationDirPath() + u':' + environment.value(QStringLiteral("PATH")));
    environment.insert(QStringLiteral("GIT_CONFIG_NOSYSTEM"), QStringLiteral("1"));
    environment.insert(QStringLiteral("GIT_TERMINAL_PROMPT"), QStringLiteral("0"));
    environment.remove(QStringLiteral("GIT_ASKPASS"));
    environment.remove(QStringLiteral("SSH_ASKPASS"));
    QStringList whole{QStringLiteral("-c"), QStringLiteral("credential.helper=keyturn"),
                      QStringLiteral("-c"), QStringLiteral("user.name=Ada"),
                      QStringLiteral("-c"), QStringLiteral("user.email=ada@example.com"),
                      QStringLiteral("-C"), folder.isEmpty() ? m_world->home() : m_world->home() + u'/' + folder};
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral("git"), whole + arguments);
    if (!process.waitForFinished(60'000))
        process.kill();
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardError()};
}

Finished TstGitCredential::helper(const QString &verb, const QByteArray &more) const
{
    const QUrl url = m_server->url();
    return m_world->cli({QStringLiteral("git-credential"), verb}, "protocol=http\nhost=" + url.authority().toUtf8() + "\n" + more + '\n');
}

QString TstGitCredential::repository(const QString &user) const
{
    QUrl url = m_server->url();
    url.setPath(QStringLiteral("/team.git"));
    url.setUserName(user);
    return QString::fromLatin1(url.toEncoded());
}

void TstGitCredential::refuseTokensSoFar() const
{
    QNetworkAccessManager network;
    const std::unique_ptr<QNetworkReply> reply(network.get(QNetworkRequest(m_server->url().resolved(QUrl(QStringLiteral("/test/refuse"))))));
    QEventLoop loop;
    connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    QCOMPARE(reply->error(), QNetworkReply::NoError);
}

QStringList TstGitCredential::counted(const char *what) const
{
    QStringList words;
    for (const QJsonValue &word : m_server->counters().value(QLatin1String(what)).toArray())
        words += word.toString();
    return words;
}

void TstGitCredential::aCloneAFetchAndAPushGoThrough()
{
    const GitRun cloned = git({QStringLiteral("clone"), repository(), QStringLiteral("one")});
    QVERIFY2(cloned.status == 0, cloned.err.constData());
    QCOMPARE(
        git({QStringLiteral("commit"), QStringLiteral("--allow-empty"), QStringLiteral("-m"), QStringLiteral("Begin")}, QStringLiteral("one")).status,
        0);
    const GitRun pushed = git({QStringLiteral("push"), QStringLiteral("origin"), QStringLiteral("HEAD:main")}, QStringLiteral("one"));
    QVERIFY2(pushed.status == 0, pushed.err.constData());
    const GitRun fetched = git({QStringLiteral("fetch"), QStringLiteral("origin"), QStringLiteral("main")}, QStringLiteral("one"));
    QVERIFY2(fetched.status == 0, fetched.err.constData());
    QCOMPARE(counted("people"), QStringList{QStringLiteral("ada@example.com")});
    QCOMPARE(m_server->counters().value(QStringLiteral("refused")).toInt(), 0);
}

/// One that ends within a minute would be refused while git is at work.
void TstGitCredential::aTokenThatRunsOutIsRenewed()
{
    const QUrl backend = m_world->startBackend();
    QVERIFY(!backend.isEmpty());
    QCOMPARE(m_world->cli({QStringLiteral("backend"), QStringLiteral("stop")}).status, 0);
    QCOMPARE(m_world->startBackend({QStringLiteral("--access-ttl"), QStringLiteral("40")}), backend);
    const QString id = m_world->signUp(QStringLiteral("eve@example.com"));
    const double before = renewals();
    const GitRun cloned = git({QStringLiteral("clone"), repository(QStringLiteral("eve@example.com")), QStringLiteral("late")});
    QVERIFY2(cloned.status == 0, cloned.err.constData());
    QVERIFY(renewals() > before);
    QCOMPARE(counted("people"), QStringList{QStringLiteral("eve@example.com")});
}

void TstGitCredential::aRefusedTokenIsErasedAndRenewed()
{
    QCOMPARE(git({QStringLiteral("clone"), repository(), QStringLiteral("one")}).status, 0);
    const double before = renewals();
    refuseTokensSoFar();
    const GitRun refused = git({QStringLiteral("fetch"), QStringLiteral("origin")}, QStringLiteral("one"));
    QVERIFY(refused.status != 0); // git asks its helpers once; it tells them that it was for nothing
    QCOMPARE(renewals(), before);
    const GitRun renewed = git({QStringLiteral("fetch"), QStringLiteral("origin")}, QStringLiteral("one"));
    QVERIFY2(renewed.status == 0, renewed.err.constData());
    QCOMPARE(renewals(), before + 1);
    QCOMPARE(m_server->counters().value(QStringLiteral("refused")).toInt(), 1);
    // What is not ours changes nothing, and nobody is signed out.
    QCOMPARE(helper(QStringLiteral("erase"), "username=ada@example.com\npassword=another\n").status, 0);
    QCOMPARE(helper(QStringLiteral("get")).status, 0);
    QCOMPARE(renewals(), before + 1);
}

void TstGitCredential::ofTwoAccountsTheNamedOneIsUsed()
{
    QVERIFY(!m_world->signUp(QStringLiteral("bob@example.com")).isEmpty());
    const GitRun unnamed = git({QStringLiteral("clone"), repository(), QStringLiteral("whose")});
    QVERIFY(unnamed.status != 0);
    QVERIFY2(unnamed.err.contains("ada@example.com, bob@example.com"), unnamed.err.constData());
    const GitRun named = git({QStringLiteral("clone"), repository(QStringLiteral("bob@example.com")), QStringLiteral("bobs")});
    QVERIFY2(named.status == 0, named.err.constData());
    QCOMPARE(counted("people"), QStringList{QStringLiteral("bob@example.com")});
    QCOMPARE(counted("usernames"), QStringList{QStringLiteral("bob@example.com")});
    const Finished stranger = helper(QStringLiteral("get"), "username=nobody@example.com\n");
    QCOMPARE(stranger.status, 0);
    QCOMPARE(stranger.out, QByteArray());
}

void TstGitCredential::aServerOfNobodysIsLeftToOtherHelpers()
{
    for (const QByteArray &server : {QByteArray("protocol=https\nhost=git.example.com\n\n"), QByteArray("protocol=http\nhost=git.example.com\n\n"),
                                     QByteArray("protocol=ssh\nhost=127.0.0.1\n\n"), QByteArray("\n")}) {
        const Finished answered = m_world->cli({QStringLiteral("git-credential"), QStringLiteral("get")}, server);
        QCOMPARE(answered.status, 0);
        QCOMPARE(answered.out, QByteArray());
        QCOMPARE(answered.err, QByteArray()); // nobody watches
    }
    const Finished stored = helper(QStringLiteral("store"), "username=ada@example.com\npassword=kept-by-nobody\n");
    QCOMPARE(stored.status, 0);
    QVERIFY(!m_world->everythingOnDisk().contains("kept-by-nobody"));
}

void TstGitCredential::theHelperFindsItsProgramByItself()
{
    QProcess process;
    QProcessEnvironment environment = m_world->environment();
    environment.insert(QStringLiteral("PATH"), QStringLiteral("/nowhere"));
    process.setProcessEnvironment(environment);
    process.start(World::program(QStringLiteral("git-credential-keyturn")), {QStringLiteral("get")});
    process.write("protocol=http\nhost=" + m_server->url().authority().toUtf8() + "\n\n");
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished(30'000));
    QVERIFY(process.readAllStandardOutput().startsWith("username=ada@example.com\npassword=ey"));
}

} // namespace keyturn::e2e

using keyturn::e2e::TstGitCredential;
KEYTURN_TEST(TstGitCredential)
#include "tst_gitcredential.moc"
