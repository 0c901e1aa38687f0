// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "oauth/browseropener.h"

#include "support/registry.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

namespace keyturn::oauth {

namespace {

const QUrl address(QStringLiteral("https://id.example/authorize?a=1&b=$(id)&c='x'"));
const QByteArray addressAsArgument = "https://id.example/authorize?a=1&b=$(id)&c='x'";

} // namespace

class TstBrowserOpener : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void theCommandGetsTheAddress_data();
    void theCommandGetsTheAddress();
    void theBrowserVariableIsTriedInOrder_data();
    void theBrowserVariableIsTriedInOrder();
    void withoutABrowserVariableTheDesktopIsAsked();
    void whatGivesUpAtOnceIsTold_data();
    void whatGivesUpAtOnceIsTold();
    void theNextOfTheVariableIsTriedWhereOneGivesUp();
    void whereAllGiveUpTheFirstOneIsTold();
    void nothingIsToldToWhoIsGone();
    void withinWindowsItsOwnBrowserIsAsked();
    void withoutADisplayOnlyANamedBrowserIsTried();
    void anExplicitCommandStandsAlone();
    void fault110HostileCommandsRunNothing_data();
    void fault110HostileCommandsRunNothing();
    void fault110RelativeFoldersInPathAreNotSearched();
    void onlyWebAddressesAreOpened_data();
    void onlyWebAddressesAreOpened();
    void aMissingProgramIsSaid();
    void itsOutputDoesNotMixWithOurs();
    void whatWouldBeTriedIsToldWithoutStartingIt();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }
    /// A program that writes its arguments, one a line, to `<name>.seen`.
    void makeProgram(const QString &name, const QByteArray &more = {}) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QByteArray seen = path(name).toLocal8Bit() + ".seen";
        file.write("#!/bin/sh\n" + more + "printf '%s\\n' \"$@\" > '" + seen + ".part'\nmv '" + seen + ".part' '" + seen + "'\n");
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    }
    [[nodiscard]] bool wasRun(const QString &name) const { return QFile::exists(path(name) + QStringLiteral(".seen")); }
    [[nodiscard]] QByteArray arguments(const QString &name) const
    {
        QFile file(path(name) + QStringLiteral(".seen"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QByteArray m_path;
};

void TstBrowserOpener::init()
{
    m_folder = std::make_unique<QTemporaryDir>(QDir::tempPath() + QStringLiteral("/a browsing folder XXXXXX"));
    m_path = qgetenv("PATH");
    qputenv("PATH", m_folder->path().toLocal8Bit() + ':' + m_path);
    qunsetenv("BROWSER");
    makeProgram(QStringLiteral("browser"));
    makeProgram(QStringLiteral("second"));
    makeProgram(QStringLiteral("xdg-open"));
}

void TstBrowserOpener::cleanup()
{
    qputenv("PATH", m_path);
    qunsetenv("BROWSER");
}

void TstBrowserOpener::theCommandGetsTheAddress_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray url = addressAsArgument;
    QTest::newRow("at the end") << "browser" << QByteArray(url + '\n');
    QTest::newRow("after its options") << "browser --new-window" << QByteArray("--new-window\n" + url + '\n');
    QTest::newRow("at %s") << "browser %s --private" << QByteArray(url + "\n--private\n");
    QTest::newRow("within a word") << "browser --app=%s" << QByteArray("--app=" + url + '\n');
    QTest::newRow("double quotes") << R"(browser "two words" "a \"quote\" \n")" << QByteArray("two words\na \"quote\" \\n\n" + url + '\n');
    QTest::newRow("single quotes") << R"(browser 'two words' '\')" << QByteArray("two words\n\\\n" + url + '\n');
    QTest::newRow("backslash") << R"(browser two\ words)" << QByteArray("two words\n" + url + '\n');
    QTest::newRow("an empty word") << R"(browser '' "")" << QByteArray("\n\n" + url + '\n');
    QTest::newRow("quotes within a word") << R"(browser --profile='my own'" one")" << QByteArray("--profile=my own one\n" + url + '\n');
}

void TstBrowserOpener::theCommandGetsTheAddress()
{
    QFETCH(QString, command);
    const auto opened = CommandBrowserOpener(command).open(address);
    QVERIFY2(opened.ok(), opened.ok() ? "" : qPrintable(opened.error().detail));
    QTRY_VERIFY(wasRun(QStringLiteral("browser")));
    QTEST(arguments(QStringLiteral("browser")), "expected");
}

void TstBrowserOpener::theBrowserVariableIsTriedInOrder_data()
{
    QTest::addColumn<QByteArray>("variable");
    QTest::addColumn<QString>("expected");
    QTest::newRow("one") << QByteArray("second") << "second";
    QTest::newRow("the first that is there") << QByteArray("no-such-browser:second --flag:browser") << "second";
    QTest::newRow("empty entries") << QByteArray("::  :browser") << "browser";
    QTest::newRow("the address at %s") << QByteArray("second --app=%s") << "second";
    QTest::newRow("none is there") << QByteArray("no-such-browser") << "xdg-open";
}

void TstBrowserOpener::theBrowserVariableIsTriedInOrder()
{
    QFETCH(QByteArray, variable);
    QFETCH(QString, expected);
    qputenv("BROWSER", variable);
    QVERIFY(CommandBrowserOpener().open(address).ok());
    QTRY_VERIFY(wasRun(expected));
    QVERIFY(arguments(expected).contains(addressAsArgument));
}

void TstBrowserOpener::withoutABrowserVariableTheDesktopIsAsked()
{
    QVERIFY(CommandBrowserOpener().open(address).ok());
    QTRY_VERIFY(wasRun(QStringLiteral("xdg-open")));
    QCOMPARE(arguments(QStringLiteral("xdg-open")), QByteArray(addressAsArgument + '\n'));
}

void TstBrowserOpener::whatGivesUpAtOnceIsTold_data()
{
    QTest::addColumn<QByteArray>("end");
    QTest::addColumn<QString>("detail");
    QTest::newRow("as xdg-open does where it finds nothing") << QByteArray("exit 3\n") << "status 3";
    QTest::newRow("by a signal") << QByteArray("kill -9 $$\n") << "status -1";
}

void TstBrowserOpener::whatGivesUpAtOnceIsTold()
{
    QFETCH(const QByteArray, end);
    QFETCH(const QString, detail);
    makeProgram(QStringLiteral("xdg-open"), end);
    QObject context;
    QList<core::Error> told;
    QVERIFY(CommandBrowserOpener().openWatched(address, &context, [&told](const core::Error &error) { told += error; }).ok());
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(told.first().kind, core::ErrorKind::Configuration);
    QCOMPARE(told.first().code, QStringLiteral("browser_failed"));
    QVERIFY2(told.first().detail.contains(detail), qPrintable(told.first().detail));
}

void TstBrowserOpener::theNextOfTheVariableIsTriedWhereOneGivesUp()
{
    makeProgram(QStringLiteral("browser"), "exit 1\n");
    qputenv("BROWSER", "browser:second");
    QObject context;
    QList<core::Error> told;
    QVERIFY(CommandBrowserOpener().openWatched(address, &context, [&told](const core::Error &error) { told += error; }).ok());
    QTRY_VERIFY(wasRun(QStringLiteral("second")));
    QCOMPARE(arguments(QStringLiteral("second")), QByteArray(addressAsArgument + '\n'));
    QVERIFY(!wasRun(QStringLiteral("xdg-open")));
    QVERIFY(told.isEmpty());
}

// On its own: a shell that still runs reads on in a script that is written anew.
void TstBrowserOpener::whereAllGiveUpTheFirstOneIsTold()
{
    makeProgram(QStringLiteral("browser"), "exit 1\n");
    makeProgram(QStringLiteral("second"), "exit 4\n");
    makeProgram(QStringLiteral("xdg-open"), "exit 3\n");
    qputenv("BROWSER", "browser:second");
    QObject context;
    QList<core::Error> told;
    QVERIFY(CommandBrowserOpener().openWatched(address, &context, [&told](const core::Error &error) { told += error; }).ok());
    QTRY_COMPARE(told.size(), 1);
    QVERIFY2(told.first().detail.contains(QStringLiteral("browser ended with status 1")), qPrintable(told.first().detail));
}

void TstBrowserOpener::nothingIsToldToWhoIsGone()
{
    makeProgram(QStringLiteral("xdg-open"),
                "while [ ! -e \"" + path(QStringLiteral("go")).toLocal8Bit() + "\" ]; do sleep 0.01; done; touch \""
                    + path(QStringLiteral("gone")).toLocal8Bit() + "\"; exit 3\n");
    auto context = std::make_unique<QObject>();
    bool told = false;
    QVERIFY(CommandBrowserOpener().openWatched(address, context.get(), [&told](const core::Error &) { told = true; }).ok());
    context.reset();
    QFile go(path(QStringLiteral("go")));
    QVERIFY(go.open(QIODevice::WriteOnly));
    QTRY_VERIFY(QFile::exists(path(QStringLiteral("gone"))));
    QTest::qWait(50);
    QVERIFY(!told);
}

void TstBrowserOpener::withinWindowsItsOwnBrowserIsAsked()
{
    const OpeningPlace wsl{true, true};
    makeProgram(QStringLiteral("rundll32.exe"));
    QVERIFY(CommandBrowserOpener({}, wsl).open(address).ok());
    QTRY_VERIFY(wasRun(QStringLiteral("rundll32.exe")));
    QCOMPARE(arguments(QStringLiteral("rundll32.exe")), QByteArray("url.dll,FileProtocolHandler\n" + addressAsArgument + '\n'));
    makeProgram(QStringLiteral("wslview"));
    QVERIFY(CommandBrowserOpener({}, wsl).open(address).ok());
    QTRY_VERIFY(wasRun(QStringLiteral("wslview")));
    QVERIFY(!wasRun(QStringLiteral("xdg-open")));
    QCOMPARE(browserChoices({}, wsl).size(), 4);
}

void TstBrowserOpener::withoutADisplayOnlyANamedBrowserIsTried()
{
    const OpeningPlace bare{false, false};
    QVERIFY(!canOpenBrowser({}, bare));
    QVERIFY(canOpenBrowser({}, {}));
    QVERIFY(canOpenBrowser(QStringLiteral("w3m"), bare));
    qputenv("BROWSER", "w3m");
    QVERIFY(canOpenBrowser({}, bare));
}

void TstBrowserOpener::anExplicitCommandStandsAlone()
{
    qputenv("BROWSER", "second");
    const auto opened = CommandBrowserOpener(QStringLiteral("no-such-browser")).open(address);
    QVERIFY(!opened.ok());
    QCOMPARE(opened.error().code, QStringLiteral("browser_missing"));
    QVERIFY(!wasRun(QStringLiteral("second")));
    QVERIFY(!wasRun(QStringLiteral("xdg-open")));
}

void TstBrowserOpener::fault110HostileCommandsRunNothing_data()
{
    QTest::addColumn<QString>("command");
    QTest::newRow("another command behind it") << "no-such; touch '%1/pwned'";
    QTest::newRow("substitution") << "$(touch${IFS}%1/pwned)";
    QTest::newRow("backquotes") << "`touch %1/pwned`";
    QTest::newRow("the address as program") << "%s";
    QTest::newRow("a relative path") << "./browser";
    QTest::newRow("a relative path below") << "folder/browser";
    QTest::newRow("a folder") << "/";
    QTest::newRow("not executable") << "/etc/passwd";
    QTest::newRow("an open quote") << "browser '";
    QTest::newRow("a lone backslash") << "\\";
    QTest::newRow("very long") << QString(5000, u'x');
    QTest::newRow("only blanks in quotes") << "' '";
}

void TstBrowserOpener::fault110HostileCommandsRunNothing()
{
    QFETCH(QString, command);
    command.replace(QStringLiteral("%1"), m_folder->path());
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(m_folder->path())); // so that a relative path would find something
    QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("folder")));
    QVERIFY(QFile::copy(path(QStringLiteral("browser")), path(QStringLiteral("folder/browser"))));
    const auto opened = CommandBrowserOpener(command).open(address);
    QDir::setCurrent(before);
    QVERIFY(!opened.ok());
    QCOMPARE(opened.error().kind, core::ErrorKind::Configuration);
    QVERIFY(!QFile::exists(path(QStringLiteral("pwned"))));
    QVERIFY(!wasRun(QStringLiteral("browser")));
}

void TstBrowserOpener::fault110RelativeFoldersInPathAreNotSearched()
{
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(m_folder->path()));
    qputenv("PATH", ".:");
    const auto opened = CommandBrowserOpener(QStringLiteral("browser")).open(address);
    QDir::setCurrent(before);
    QVERIFY(!opened.ok());
    QCOMPARE(opened.error().code, QStringLiteral("browser_missing"));
}

void TstBrowserOpener::onlyWebAddressesAreOpened_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("file") << "file:///etc/passwd";
    QTest::newRow("script") << "javascript:alert(1)";
    QTest::newRow("data") << "data:text/html,x";
    QTest::newRow("an option") << "--version";
    QTest::newRow("without a host") << "https:";
    QTest::newRow("empty") << "";
}

void TstBrowserOpener::onlyWebAddressesAreOpened()
{
    QFETCH(QString, url);
    const auto opened = CommandBrowserOpener(QStringLiteral("browser")).open(QUrl(url));
    QVERIFY(!opened.ok());
    QCOMPARE(opened.error().code, QStringLiteral("browser_failed"));
}

void TstBrowserOpener::aMissingProgramIsSaid()
{
    const auto opened = CommandBrowserOpener(QStringLiteral("/nonexistent/browser")).open(address);
    QVERIFY(!opened.ok());
    QCOMPARE(opened.error().kind, core::ErrorKind::Configuration);
    QCOMPARE(opened.error().code, QStringLiteral("browser_missing"));
    QVERIFY(opened.error().detail.contains(QStringLiteral("/nonexistent/browser")));
}

void TstBrowserOpener::itsOutputDoesNotMixWithOurs()
{
    makeProgram(QStringLiteral("chatter"),
                "set -- $(for fd in 0 1 2; do readlink \"/proc/$$/fd/$fd\"; done)\n"); // $$ is the script, also within $()
    QVERIFY(CommandBrowserOpener(QStringLiteral("chatter")).open(address).ok());
    QTRY_VERIFY(wasRun(QStringLiteral("chatter")));
    QCOMPARE(arguments(QStringLiteral("chatter")), QByteArray("/dev/null\n/dev/null\n/dev/null\n"));
}

void TstBrowserOpener::whatWouldBeTriedIsToldWithoutStartingIt()
{
    using Source = BrowserChoice::Source;
    const auto choice = [this](Source source, const QString &name) { return BrowserChoice{source, name, path(name)}; };
    const QString browser = QStringLiteral("browser");
    const QString desktop = QStringLiteral("xdg-open");
    QCOMPARE(browserChoices(QStringLiteral("browser --new-window")), QList{choice(Source::Setting, browser)});
    QCOMPARE(browserChoices({}), QList{choice(Source::Desktop, desktop)});
    qputenv("BROWSER", "nowhere: :browser %s:'open quote");
    const QList<BrowserChoice> expected{{Source::Environment, QStringLiteral("nowhere"), {}},
                                        choice(Source::Environment, browser),
                                        {Source::Environment, {}, {}},
                                        choice(Source::Desktop, desktop)};
    QCOMPARE(browserChoices({}), expected);
    QVERIFY(!wasRun(browser));
}

} // namespace keyturn::oauth

using keyturn::oauth::TstBrowserOpener;
KEYTURN_TEST(TstBrowserOpener)
#include "tst_browseropener.moc"
