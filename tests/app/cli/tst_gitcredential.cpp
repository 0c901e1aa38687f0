// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "cli/exitstatus.h"
#include "cli/gitcredential.h"
#include "support/registry.h"

#include <QTest>

namespace keyturn::cli {

/// What git and Keyturn say to each other (git-credential(1)).
class TstGitCredential : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aQuestionIsReadUpToItsEmptyLine();
    void whatIsNoQuestionIsRefused_data();
    void whatIsNoQuestionIsRefused();
    void theServersAddressIsMadeOfItsParts_data();
    void theServersAddressIsMadeOfItsParts();
    void theTokenGoesAsTheServerTakesIt_data();
    void theTokenGoesAsTheServerTakesIt();
    void noLineIsBroughtIn();
};

void TstGitCredential::aQuestionIsReadUpToItsEmptyLine()
{
    const auto read = readGitCredential("protocol=https\nhost=git.example.com:8443\npath=team/a=b.git\nusername=ada\npassword=let=me\nfuture=1\n"
                                        "wwwauth[]=Negotiate\nwwwauth[]=\nwwwauth[]=Basic realm=\"x\"\n\nhost=evil.example\n");
    QVERIFY(read.ok());
    QCOMPARE(read->url(), QUrl(QStringLiteral("https://git.example.com:8443/team/a=b.git")));
    QCOMPARE(read->username, QStringLiteral("ada"));
    QVERIFY(read->secret == core::Secret("let=me"));
    QCOMPARE(read->challenges, QStringList{QStringLiteral("Basic realm=\"x\"")});
    QVERIFY(!read->takesSchemes);
}

void TstGitCredential::whatIsNoQuestionIsRefused_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::newRow("no equals sign") << QByteArray("protocol\n\n");
    QTest::newRow("no key") << QByteArray("=https\n\n");
    QTest::newRow("NUL") << QByteArray("protocol=https\nhost=a\0b\n\n", 24);
    QTest::newRow("long line") << "path=" + QByteArray(9000, 'a') + "\n\n";
    QTest::newRow("many lines") << QByteArray("wwwauth[]=Basic\n").repeated(1001) + '\n';
}

void TstGitCredential::whatIsNoQuestionIsRefused()
{
    QFETCH(QByteArray, input);
    const auto read = readGitCredential(input);
    QVERIFY(!read.ok());
    QCOMPARE(exitStatusOf(read.error()), int(Usage));
}

void TstGitCredential::theServersAddressIsMadeOfItsParts_data()
{
    QTest::addColumn<QString>("protocol");
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("url");
    const auto row = [](const char *name, const char *protocol, const char *host, const char *path, const char *url) {
        QTest::newRow(name) << QString::fromLatin1(protocol) << QString::fromLatin1(host) << QString::fromLatin1(path) << QString::fromLatin1(url);
    };
    row("host alone", "https", "git.example.com", "", "https://git.example.com/");
    row("IPv6 and port", "http", "[::1]:8080", "team.git", "http://[::1]:8080/team.git");
    row("query in the path", "https", "git.example.com", "team?x=1#y", "https://git.example.com/team");
    row("no host", "https", "", "team", "");
    row("no protocol", "", "git.example.com", "", "");
    row("user in the host", "https", "ada@evil.example", "", "");
    row("path in the host", "https", "git.example.com/x", "", "");
    row("host ends early", "https", "evil.example#git.example.com", "", "");
}

void TstGitCredential::theServersAddressIsMadeOfItsParts()
{
    QFETCH(QString, protocol);
    QFETCH(QString, host);
    QFETCH(QString, path);
    QFETCH(QString, url);
    const GitCredential asked{protocol, host, path, {}, {}, {}, false};
    QCOMPARE(asked.url(), QUrl(url));
}

void TstGitCredential::theTokenGoesAsTheServerTakesIt_data()
{
    QTest::addColumn<QByteArray>("question");
    QTest::addColumn<QByteArray>("answer");
    const QByteArray server("protocol=https\nhost=git.example.com\n");
    const QByteArray password("username=ada\npassword=token\npassword_expiry_utc=1767225600\n");
    const QByteArray bearer("capability[]=authtype\nauthtype=Bearer\ncredential=token\nephemeral=1\npassword_expiry_utc=1767225600\n");
    QTest::newRow("git before 2.46") << server + "wwwauth[]=Bearer\n\n" << password;
    QTest::newRow("git that knows schemes") << server + "capability[]=authtype\ncapability[]=state\n\n" << bearer;
    QTest::newRow("server that takes Bearer") << server + "capability[]=authtype\nwwwauth[]=Basic realm=\"x\"\nwwwauth[]=bearer\n\n" << bearer;
    QTest::newRow("server that takes passwords alone") << server + "capability[]=authtype\nwwwauth[]=Basic realm=\"GitHub\"\n\n" << password;
    QTest::newRow("capability taken back") << server + "capability[]=authtype\ncapability[]=\n\n" << password;
}

void TstGitCredential::theTokenGoesAsTheServerTakesIt()
{
    QFETCH(QByteArray, question);
    QFETCH(QByteArray, answer);
    const auto asked = readGitCredential(question);
    QVERIFY(asked.ok());
    const QDateTime end = QDateTime::fromSecsSinceEpoch(1'767'225'600, Qt::UTC);
    QCOMPARE(gitCredentialAnswer(*asked, QStringLiteral("ada"), core::Secret("token"), end), answer);
    QVERIFY(!gitCredentialAnswer(*asked, QStringLiteral("ada"), core::Secret("token"), {}).contains("password_expiry_utc"));
}

void TstGitCredential::noLineIsBroughtIn()
{
    QVERIFY(fitsGitLine("ada@example.com"));
    QVERIFY(!fitsGitLine("ada\npassword=other"));
    QVERIFY(!fitsGitLine("ada\rb"));
    QVERIFY(!fitsGitLine(QByteArrayView("a\0b", 3)));
}

} // namespace keyturn::cli

using keyturn::cli::TstGitCredential;
KEYTURN_TEST(TstGitCredential)
#include "tst_gitcredential.moc"
