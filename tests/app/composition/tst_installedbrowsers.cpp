// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "composition/browsers/chosenbrowser.h"
#include "composition/browsers/desktopentry.h"
#include "composition/browsers/installedbrowsers.h"
#include "support/registry.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace keyturn;
using namespace keyturn::composition::browsers;

class TstInstalledBrowsers : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aCommandIsReadByTheRulesOfTheSpecification_data();
    void aCommandIsReadByTheRulesOfTheSpecification();
    void whatIsNoApplicationIsLeftOut_data();
    void whatIsNoApplicationIsLeftOut();
    void theNameIsInThePersonsLanguage();
    void browsersAreListedByNameWithTheirProfiles();
    void profilesAreFoundWhereABrowserIsKeptApart_data();
    void profilesAreFoundWhereABrowserIsKeptApart();
    void theEarlierFolderGoesBeforeTheLater();
    void aBrowserWhoseProgramIsGoneIsNotListed();
    void hostileProfilesAreLeftOut();
    void aFileThatIsTooLargeIsNotRead();
    void theCommandReachesTheProgramWordByWord();

private:
    void write(const QString &path, const QByteArray &contents) const;
    /// A program that writes its arguments, one a line, beside itself.
    QString program(const QString &name) const;
    void entry(const QString &folder, const QString &file, const QString &name, const QString &exec) const;
    [[nodiscard]] QString root(const QString &below) const { return m_folder->path() + u'/' + below; }
    [[nodiscard]] Places places() const
    {
        return {
            {root(QStringLiteral("own")), root(QStringLiteral("all"))}, m_folder->path(), root(QStringLiteral("config")), QStringLiteral("de_AT")};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TstInstalledBrowsers::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TstInstalledBrowsers::write(const QString &path, const QByteArray &contents) const
{
    QFile file(root(path));
    if (!QDir().mkpath(QFileInfo(file).path()) || !file.open(QIODevice::WriteOnly) || file.write(contents) != contents.size())
        qFatal("could not write a file");
}

QString TstInstalledBrowsers::program(const QString &name) const
{
    write(QStringLiteral("bin/") + name, "#!/bin/sh\nprintf '%s\\n' \"$@\" >\"$0.arguments.new\" && mv \"$0.arguments.new\" \"$0.arguments\"\n");
    QFile::setPermissions(root(QStringLiteral("bin/") + name), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return root(QStringLiteral("bin/") + name);
}

void TstInstalledBrowsers::entry(const QString &folder, const QString &file, const QString &name, const QString &exec) const
{
    const QString text =
        QStringLiteral("[Desktop Entry]\nType=Application\nName=%1\nExec=%2\nMimeType=text/html;x-scheme-handler/http;x-scheme-handler/https;\n");
    write(folder + u'/' + file, text.arg(name, exec).toUtf8());
}

void TstInstalledBrowsers::aCommandIsReadByTheRulesOfTheSpecification_data()
{
    QTest::addColumn<QString>("exec");
    QTest::addColumn<QStringList>("words"); // empty: not to be used
    const auto w = [](std::initializer_list<const char *> words) {
        QStringList list;
        for (const char *word : words)
            list += QString::fromUtf8(word);
        return list;
    };
    QTest::newRow("an address") << QStringLiteral("firefox %u") << w({"firefox", "%s"});
    QTest::newRow("several addresses") << QStringLiteral("/usr/bin/chromium   --new %U") << w({"/usr/bin/chromium", "--new", "%s"});
    QTest::newRow("none") << QStringLiteral("surf") << w({"surf"});
    QTest::newRow("in quotes") << QStringLiteral("\"/opt/my browser/run\" \"a \\\\\"b\\\\\" \\\\$c\" %u")
                               << w({"/opt/my browser/run", "a \"b\" $c", "%s"});
    QTest::newRow("icon and place are left out") << QStringLiteral("b %i %k %u") << w({"b", "%s"});
    QTest::newRow("the name") << QStringLiteral("b --title %c %u") << w({"b", "--title", "Web", "%s"});
    QTest::newRow("a percent sign") << QStringLiteral("b 100%% %u") << w({"b", "100%", "%s"});
    QTest::newRow("nothing of a shell") << QStringLiteral("b $(id) ;rm %u") << w({"b", "$(id)", ";rm", "%s"});
    QTest::newRow("an unknown field code") << QStringLiteral("b %x") << QStringList();
    QTest::newRow("a percent sign at the end") << QStringLiteral("b %") << QStringList();
    QTest::newRow("an open quote") << QStringLiteral("b \"x") << QStringList();
    QTest::newRow("what would be taken for the address") << QStringLiteral("b %%s %u") << QStringList();
    QTest::newRow("too long") << QString(5000, u'b') << QStringList();
    QTest::newRow("empty") << QString() << QStringList();
}

void TstInstalledBrowsers::aCommandIsReadByTheRulesOfTheSpecification()
{
    QFETCH(const QString, exec);
    QFETCH(const QStringList, words);
    const auto read = readDesktopEntry("[Desktop Entry]\nType=Application\nName=Web\nExec=" + exec.toUtf8() + '\n', {});
    QCOMPARE(read ? read->command : QStringList(), words);
}

void TstInstalledBrowsers::whatIsNoApplicationIsLeftOut_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("a link") << QByteArray("[Desktop Entry]\nType=Link\nName=A\nExec=b %u\n");
    QTest::newRow("in a terminal") << QByteArray("[Desktop Entry]\nType=Application\nTerminal=true\nName=A\nExec=b %u\n");
    QTest::newRow("keys of another group") << QByteArray("[Desktop Action new]\nType=Application\nName=A\nExec=b %u\n");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("too large") << QByteArray("[Desktop Entry]\nType=Application\nName=A\nExec=b %u\n#") + QByteArray(1024 * 1024, 'x');
    QTest::newRow("bytes") << QByteArray::fromHex("00ff5bfe3d0a3d3d0a5b");
}

void TstInstalledBrowsers::whatIsNoApplicationIsLeftOut()
{
    QFETCH(const QByteArray, text);
    QVERIFY(!readDesktopEntry(text, {}));
}

void TstInstalledBrowsers::theNameIsInThePersonsLanguage()
{
    const QByteArray text = "[Desktop Entry]\nType=Application\nName=Web\nName[de]=Netz\nName[de_AT]=Netzerl\nExec=b %u\n";
    QCOMPARE(readDesktopEntry(text, QStringLiteral("de_AT"))->name, QStringLiteral("Netzerl"));
    QCOMPARE(readDesktopEntry(text, QStringLiteral("de_DE"))->name, QStringLiteral("Netz"));
    QCOMPARE(readDesktopEntry(text, QStringLiteral("en_GB"))->name, QStringLiteral("Web"));
}

void TstInstalledBrowsers::browsersAreListedByNameWithTheirProfiles()
{
    const QString firefox = program(QStringLiteral("firefox"));
    const QString chromium = program(QStringLiteral("chromium"));
    entry(QStringLiteral("all"), QStringLiteral("firefox.desktop"), QStringLiteral("Firefox"), firefox + QStringLiteral(" %u"));
    entry(QStringLiteral("all"), QStringLiteral("chromium.desktop"), QStringLiteral("chromium"), chromium + QStringLiteral(" %U"));
    write(QStringLiteral("all/editor.desktop"),
          "[Desktop Entry]\nType=Application\nName=Editor\nExec=" + firefox.toUtf8() + "\nMimeType=text/html;\n");
    write(QStringLiteral("config/chromium/Local State"), R"({"profile":{"info_cache":{"Default":{"name":"Ada"},"Profile 1":{"name":"Work"}}}})");
    write(QStringLiteral(".mozilla/firefox/profiles.ini"), "[General]\nVersion=2\n[Profile0]\nName=default\nPath=x\n[Profile1]\nName=o'work\n");
    QStringList listed;
    for (const InstalledBrowser &one : installedBrowsers(places()))
        listed += one.name + u'/' + one.profile + u' ' + QString(one.command).remove(m_folder->path());
    const QStringList expected{
        QStringLiteral("chromium/ '/bin/chromium' '%s'"),
        QStringLiteral("chromium/Ada '/bin/chromium' '--profile-directory=Default' '%s'"),
        QStringLiteral("chromium/Work '/bin/chromium' '--profile-directory=Profile 1' '%s'"),
        QStringLiteral("Firefox/ '/bin/firefox' '%s'"),
        QStringLiteral("Firefox/default '/bin/firefox' '-P' 'default' '%s'"),
        QStringLiteral("Firefox/o'work '/bin/firefox' '-P' 'o'\\''work' '%s'"),
    };
    QCOMPARE(listed, expected);
}

void TstInstalledBrowsers::profilesAreFoundWhereABrowserIsKeptApart_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("command"); // words between spaces
    QTest::addColumn<QString>("withWork"); // empty: no profiles
    const auto row = [](const char *tag, const char *folder, const char *command, const char *withWork) {
        QTest::newRow(tag) << QString::fromLatin1(folder) << QString::fromLatin1(command) << QString::fromLatin1(withWork);
    };
    row("Firefox of a package", ".mozilla/firefox", "/usr/bin/firefox %s", "/usr/bin/firefox -P work %s");
    row("Firefox as a snap", "snap/firefox/common/.mozilla/firefox", "/snap/bin/firefox %s", "/snap/bin/firefox -P work %s");
    row("as snapd writes it", "snap/firefox/common/.mozilla/firefox", "env BAMF_DESKTOP_FILE_HINT=/x.desktop /snap/bin/firefox %s",
        "env BAMF_DESKTOP_FILE_HINT=/x.desktop /snap/bin/firefox -P work %s");
    row("a package that is a door to the snap", "snap/firefox/common/.mozilla/firefox", "/usr/bin/firefox %s", "/usr/bin/firefox -P work %s");
    row("the snap does not see the package's", ".mozilla/firefox", "/snap/bin/firefox %s", "");
    row("Firefox as a Flatpak", ".var/app/org.mozilla.firefox/.mozilla/firefox",
        "/usr/bin/flatpak run --branch=stable --command=firefox --file-forwarding org.mozilla.firefox @@u %s @@",
        "/usr/bin/flatpak run --branch=stable --command=firefox --file-forwarding org.mozilla.firefox -P work @@u %s @@");
    row("Chromium as a snap", "snap/chromium/common/chromium", "/snap/bin/chromium %s", "/snap/bin/chromium --profile-directory=work %s");
    row("Chrome as a Flatpak", ".var/app/com.google.Chrome/config/google-chrome", "flatpak run com.google.Chrome @@u %s @@",
        "flatpak run com.google.Chrome --profile-directory=work @@u %s @@");
    row("Chrome of a package", "config/google-chrome", "/usr/bin/google-chrome-stable %s",
        "/usr/bin/google-chrome-stable --profile-directory=work %s");
    row("another Flatpak", ".mozilla/firefox", "flatpak run org.example.Web %s", "");
    row("a Flatpak of nothing", ".mozilla/firefox", "flatpak run", "");
    row("env alone", ".mozilla/firefox", "env", "");
}

void TstInstalledBrowsers::profilesAreFoundWhereABrowserIsKeptApart()
{
    QFETCH(const QString, folder);
    QFETCH(const QString, command);
    write(folder + QStringLiteral("/profiles.ini"), "[Profile0]\nName=home\n[Profile1]\nName=work\n");
    write(folder + QStringLiteral("/Local State"), R"({"profile":{"info_cache":{"home":{},"work":{}}}})");
    const QList<BrowserProfile> profiles = browserProfiles(command.split(u' '), places());
    QTEST(profiles.isEmpty() ? QString() : profiles.last().command.join(u' '), "withWork");
}

void TstInstalledBrowsers::theEarlierFolderGoesBeforeTheLater()
{
    const QString exec = program(QStringLiteral("web")) + QStringLiteral(" %u");
    entry(QStringLiteral("all"), QStringLiteral("a.desktop"), QStringLiteral("Everybody's"), exec);
    entry(QStringLiteral("own"), QStringLiteral("a.desktop"), QStringLiteral("Mine"), exec);
    entry(QStringLiteral("all"), QStringLiteral("sub/b.desktop"), QStringLiteral("Removed"), exec);
    write(QStringLiteral("own/sub-b.desktop"), "[Desktop Entry]\nHidden=true\n");
    const QList<InstalledBrowser> found = installedBrowsers(places());
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.constFirst().name, QStringLiteral("Mine"));
}

void TstInstalledBrowsers::aBrowserWhoseProgramIsGoneIsNotListed()
{
    entry(QStringLiteral("all"), QStringLiteral("a.desktop"), QStringLiteral("Gone"), root(QStringLiteral("bin/gone")) + QStringLiteral(" %u"));
    entry(QStringLiteral("all"), QStringLiteral("b.desktop"), QStringLiteral("Relative"), QStringLiteral("bin/web %u")); // FAULTS 110
    QCOMPARE(installedBrowsers(places()).size(), 0);
}

void TstInstalledBrowsers::hostileProfilesAreLeftOut()
{
    write(QStringLiteral("config/chromium/Local State"),
          R"({"profile":{"info_cache":{"../x":{"name":"A"},"--no-sandbox":{},"%s":{},"Default":{},"B":7}}})");
    const QList<BrowserProfile> found = browserProfiles({QStringLiteral("/usr/bin/chromium")}, places());
    QCOMPARE(found.size(), 2);
    QCOMPARE(found.at(0).command, (QStringList{QStringLiteral("/usr/bin/chromium"), QStringLiteral("--profile-directory=B")}));
    QCOMPARE(found.at(1).name, QStringLiteral("Default"));
    write(QStringLiteral("config/chromium/Local State"), "[");
    QVERIFY(browserProfiles({QStringLiteral("/usr/bin/chromium")}, places()).isEmpty());
    QVERIFY(browserProfiles({QStringLiteral("/usr/bin/unknown")}, places()).isEmpty());
}

void TstInstalledBrowsers::aFileThatIsTooLargeIsNotRead()
{
    const QByteArray two = "[Profile0]\nName=a\n[Profile1]\nName=b\n";
    write(QStringLiteral(".mozilla/firefox/profiles.ini"), two);
    QCOMPARE(browserProfiles({QStringLiteral("firefox")}, places()).size(), 2);
    write(QStringLiteral(".mozilla/firefox/profiles.ini"), two + QByteArray(1024 * 1024, '#'));
    QVERIFY(browserProfiles({QStringLiteral("firefox")}, places()).isEmpty());
}

void TstInstalledBrowsers::theCommandReachesTheProgramWordByWord()
{
    const QString web = program(QStringLiteral("my 'web'"));
    entry(QStringLiteral("all"), QStringLiteral("a.desktop"), QStringLiteral("Web"), u'"' + web + QStringLiteral("\" \"--say \\\\$HOME;id\" %u"));
    const QList<InstalledBrowser> found = installedBrowsers(places());
    QCOMPARE(found.size(), 1);
    oauth::CommandBrowserOpener usual(QStringLiteral("/nonexistent/browser"));
    ChosenBrowser chosen([&usual]() -> oauth::BrowserOpener & { return usual; });
    QVERIFY(!chosen.open(QUrl(QStringLiteral("https://accounts.example/"))).ok());
    chosen.choose(found.constFirst().command);
    QVERIFY(chosen.open(QUrl(QStringLiteral("https://accounts.example/?a=b%20c"))).ok());
    QTRY_VERIFY(QFile::exists(web + QStringLiteral(".arguments")));
    QFile arguments(web + QStringLiteral(".arguments"));
    QVERIFY(arguments.open(QIODevice::ReadOnly));
    QCOMPARE(arguments.readAll(), QByteArray("--say $HOME;id\nhttps://accounts.example/?a=b%20c\n"));
}

KEYTURN_TEST(TstInstalledBrowsers)
#include "tst_installedbrowsers.moc"
