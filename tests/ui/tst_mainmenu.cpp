// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "lookup.h"
#include "support/registry.h"
#include "ui/common/notice.h"
#include "ui/doctor/doctordialog.h"
#include "ui/mainwindow/aboutdialog.h"
#include "ui/mainwindow/bundledtext.h"
#include "ui/mainwindow/changelog.h"
#include "ui/mainwindow/dialogs.h"
#include "ui/mainwindow/mainmenu.h"
#include "ui/mainwindow/newsdialog.h"
#include "ui/mainwindow/welcomepage.h"
#include "ui/profiles/profilesdialog.h"
#include "windowbench.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

namespace keyturn::ui::tests {

using mainwindow::AboutDialog;
using mainwindow::MainMenu;
using mainwindow::MainWindow;
using mainwindow::NewsDialog;
using mainwindow::Release;

class TstMainMenu : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_window.reset(); }
    void itHangsInTheBarAndOnTheEmptyPage();
    void eachEntryDoesWhatItSays_data();
    void eachEntryDoesWhatItSays();
    void itsShortcutsWorkWhileItIsClosed_data();
    void itsShortcutsWorkWhileItIsClosed();
    void itsEntriesHaveLettersOfTheirOwn();
    void theChangelogIsReadAsPlainText();
    void theChangelogOfThisBuildHasNews();
    void whatIsOfferedIsDoneOnce();
    void everythingItIsMadeOfIsNamedWithALicence();
    void theBuildIsCopied();
    void aPageThatCannotBeOpenedIsSaid();
    void aKeychainThatDoesNotAnswerIsSaidBeforeTheFirstSignIn();
    void aKeychainThatAnswersIsNoWordWorth();

private:
    [[nodiscard]] QAction *entry(const QString &text) const;
    void begin();
    void dismiss();

    std::unique_ptr<WindowBench> m_bench;
    std::unique_ptr<MainWindow> m_window;
};

void TstMainMenu::init()
{
    m_bench = std::make_unique<WindowBench>();
    begin();
}

void TstMainMenu::begin()
{
    m_window = std::make_unique<MainWindow>(m_bench->ports());
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

QAction *TstMainMenu::entry(const QString &text) const
{
    for (QAction *action : m_window->findChild<MainMenu *>()->actions()) {
        if (action->text().remove(u'&') == text)
            return action;
    }
    return nullptr;
}

void TstMainMenu::itHangsInTheBarAndOnTheEmptyPage()
{
    const auto shown = [this] {
        int count = 0;
        for (const QPushButton *button : m_window->findChildren<QPushButton *>())
            count += button->isVisible() && button->accessibleName() == QLatin1String("More");
        return count;
    };
    QCOMPARE(shown(), 1);
    QTest::keyClick(m_window.get(), Qt::Key_F10);
    auto *menu = m_window->findChild<MainMenu *>();
    QTRY_VERIFY(menu->isVisible());
    menu->close();
    m_bench->accounts.remove(model::AccountId(QStringLiteral("a")));
    m_bench->accounts.remove(model::AccountId(QStringLiteral("b")));
    QCOMPARE(shown(), 1);
    QTest::keyClick(m_window.get(), Qt::Key_F10);
    QTRY_VERIFY(menu->isVisible());
    menu->close();
}

void TstMainMenu::eachEntryDoesWhatItSays_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("opens");
    QTest::newRow("backends") << QStringLiteral("Backends and providers…") << QStringLiteral("Backends and providers");
    QTest::newRow("check") << QStringLiteral("Check this computer…") << QStringLiteral("Check this computer");
    QTest::newRow("news") << QStringLiteral("What is new…") << QStringLiteral("What is new");
    QTest::newRow("about") << QStringLiteral("About Keyturn…") << QStringLiteral("About Keyturn");
}

void TstMainMenu::eachEntryDoesWhatItSays()
{
    QFETCH(const QString, text);
    QFETCH(const QString, opens);
    QVERIFY(entry(text));
    entry(text)->trigger();
    const auto dialogs = m_window->findChildren<QDialog *>(QString(), Qt::FindDirectChildrenOnly);
    QCOMPARE(dialogs.size(), 1);
    QCOMPARE(dialogs.first()->windowTitle(), opens);
    QCOMPARE(namelessIn(*dialogs.first()), QString());
    entry(text)->trigger(); // one at a time
    QCOMPARE(m_window->findChildren<QDialog *>(QString(), Qt::FindDirectChildrenOnly).size(), 1);
    QSignalSpy preferences(m_window.get(), &MainWindow::preferencesRequested);
    entry(QStringLiteral("Preferences…"))->trigger();
    QCOMPARE(preferences.size(), 0);
    delete dialogs.first();
    entry(QStringLiteral("Preferences…"))->trigger();
    QCOMPARE(preferences.size(), 1);
}

void TstMainMenu::itsShortcutsWorkWhileItIsClosed_data()
{
    QTest::addColumn<QKeySequence>("keys");
    QTest::addColumn<QString>("text");
    QTest::newRow("preferences") << QKeySequence(Qt::CTRL | Qt::Key_Comma) << QStringLiteral("Preferences…");
    QTest::newRow("window") << QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N) << QStringLiteral("New window");
    QTest::newRow("backends") << QKeySequence(Qt::CTRL | Qt::Key_B) << QStringLiteral("Backends and providers…");
    QTest::newRow("check") << QKeySequence(Qt::Key_F1) << QStringLiteral("Check this computer…");
}

void TstMainMenu::itsShortcutsWorkWhileItIsClosed()
{
    QFETCH(const QKeySequence, keys);
    QFETCH(const QString, text);
    QSignalSpy triggered(entry(text), &QAction::triggered);
    QTest::keySequence(m_window.get(), keys);
    QCOMPARE(triggered.size(), 1);
}

void TstMainMenu::itsEntriesHaveLettersOfTheirOwn()
{
    QSet<QChar> letters;
    for (const QAction *action : m_window->findChild<MainMenu *>()->actions()) {
        if (action->isSeparator())
            continue;
        const qsizetype place = action->text().indexOf(u'&');
        QVERIFY2(place >= 0, qPrintable(action->text()));
        const QChar letter = action->text().at(place + 1).toLower();
        QVERIFY2(!letters.contains(letter), qPrintable(action->text()));
        letters.insert(letter);
    }
}

void TstMainMenu::theChangelogIsReadAsPlainText()
{
    const QList<Release> read =
        mainwindow::readChangelog(QStringLiteral("# Changelog\n\nAbout the file.\n\n## [1.2.0] - 2026-12-01\n\nWhat it\nis about.\n\n"
                                                 "### Signing in\n- By `password`, see [here](https://x.example/),\n  and **more**.\n"
                                                 "- Second\n\n## 1.1.0\n- No section\n"));
    QCOMPARE(read.size(), 2);
    QCOMPARE(read.first().title, QStringLiteral("1.2.0"));
    QCOMPARE(read.first().introduction, QStringLiteral("What it is about."));
    const QList<Release::Section> sections{
        {QStringLiteral("Signing in"), {QStringLiteral("By password, see here, and more."), QStringLiteral("Second")}}};
    QCOMPARE(read.first().sections, sections);
    QCOMPARE(read.last().title, QStringLiteral("1.1.0"));
    const QList<Release::Section> untitled{{QString(), {QStringLiteral("No section")}}};
    QCOMPARE(read.last().sections, untitled);
    QVERIFY(mainwindow::readChangelog(QString()).isEmpty());
}

void TstMainMenu::theChangelogOfThisBuildHasNews()
{
    const QList<Release> read = mainwindow::readChangelog(mainwindow::bundledText(QStringLiteral("changelog.md")));
    QVERIFY(!read.isEmpty());
    QVERIFY(!read.first().sections.isEmpty());
    const NewsDialog dialog;
    QVERIFY(says(dialog, QStringLiteral("Keyturn ")));
}

void TstMainMenu::dismiss()
{
    for (QPushButton *button : m_window->findChildren<QPushButton *>()) {
        if (button->isVisible() && button->accessibleName() == QLatin1String("Dismiss"))
            return button->click();
    }
    QFAIL("nothing to dismiss");
}

void TstMainMenu::whatIsOfferedIsDoneOnce()
{
    int done = 0;
    m_window->offer(QStringLiteral("Keyturn was updated to 2.0.0."), QStringLiteral("See what is &new"), [&done] { ++done; });
    QVERIFY(says(*m_window, QStringLiteral("updated to 2.0.0")));
    buttonOf(*m_window, QStringLiteral("See what is new"))->click();
    QCOMPARE(done, 1);
    QVERIFY(!says(*m_window, QStringLiteral("updated to 2.0.0")));
    m_window->setNotice(QStringLiteral("Something else"), true);
    dismiss();
    QCOMPARE(done, 1);
    m_window->offer(QStringLiteral("Keyturn was updated to 2.0.0."), QStringLiteral("See what is &new"), [&done] { ++done; });
    dismiss(); // without doing it
    QVERIFY(!says(*m_window, QStringLiteral("updated to 2.0.0")));
    QCOMPARE(done, 1);
}

void TstMainMenu::everythingItIsMadeOfIsNamedWithALicence()
{
    const QList<mainwindow::Component> components = mainwindow::Components::all();
    for (const char *name : {"Keyturn", "Qt", "Qt Network Authorization", "QtKeychain", "cjose", "Jansson", "OpenSSL", "libsodium", "libqrencode",
                             "SQLite", "Lucide", "Boost", "José", "libxcrypt", "liboath", "utf8proc"}) {
        const auto found = std::find_if(components.begin(), components.end(),
                                        [name](const mainwindow::Component &one) { return one.name == QString::fromUtf8(name); });
        QVERIFY2(found != components.end(), name);
        QVERIFY2(!found->use.isEmpty() && !found->licence.isEmpty() && found->licencePage.scheme() == QLatin1String("https"), name);
    }
    AboutDialog dialog;
    dialog.show();
    auto *text = dialog.findChild<QPlainTextEdit *>();
    QVERIFY(text->toPlainText().contains(QStringLiteral("Apache License")));
    auto *list = dialog.findChild<QListWidget *>();
    list->setCurrentRow(2);
    QVERIFY(says(dialog, QStringLiteral("GPL-3.0")));
    QVERIFY(text->toPlainText().contains(QStringLiteral("https://www.gnu.org/licenses/gpl-3.0.txt")));
    QSignalSpy pages(&dialog, &AboutDialog::pageRequested);
    buttonOf(dialog, QStringLiteral("Open the licence"))->click();
    QCOMPARE(pages.value(0).value(0).toUrl(), QUrl(QStringLiteral("https://www.gnu.org/licenses/gpl-3.0.txt")));
}

void TstMainMenu::theBuildIsCopied()
{
    AboutDialog dialog;
    dialog.show();
    buttonOf(dialog, QStringLiteral("Copy"))->click();
    const QString copied = QGuiApplication::clipboard()->text();
    QVERIFY(copied.contains(QLatin1String(qVersion())));
    QVERIFY(!copied.contains(QSysInfo::machineHostName()));
}

void TstMainMenu::aPageThatCannotBeOpenedIsSaid()
{
    m_bench->signIn.opens = core::Error{core::ErrorKind::Configuration, QStringLiteral("browser_missing"), {}};
    entry(QStringLiteral("About Keyturn…"))->trigger();
    auto *about = m_window->findChild<AboutDialog *>();
    about->findChild<QListWidget *>()->setCurrentRow(1);
    buttonOf(*about, QStringLiteral("Open its page"))->click();
    QVERIFY(says(*about, QStringLiteral("https://www.qt.io/")));
    QCOMPARE(m_bench->signIn.opened, QList{QUrl(QStringLiteral("https://www.qt.io/"))});
}

void TstMainMenu::aKeychainThatDoesNotAnswerIsSaidBeforeTheFirstSignIn()
{
    m_bench->accounts.list.clear();
    m_bench->signIn.probed = core::Error{core::ErrorKind::Storage, QStringLiteral("keychain_absent"), {}};
    begin();
    QTRY_VERIFY(says(*m_window, QStringLiteral("No keychain answers on this computer")));
    buttonOf(*m_window->findChild<mainwindow::WelcomePage *>(), QStringLiteral("Check this computer"))->click();
    QCOMPARE(m_window->findChildren<doctor::DoctorDialog *>().size(), 1);
}

void TstMainMenu::aKeychainThatAnswersIsNoWordWorth()
{
    m_bench->accounts.list.clear();
    begin();
    for (int turn = 0; turn < 4; ++turn) // the answer takes some
        QCoreApplication::processEvents();
    QVERIFY(!m_window->findChild<mainwindow::WelcomePage *>()->findChild<common::Notice *>()->isVisible());
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstMainMenu;
KEYTURN_TEST(TstMainMenu)
#include "tst_mainmenu.moc"
