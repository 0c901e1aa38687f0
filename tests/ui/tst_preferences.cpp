// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakepreferences.h"
#include "lookup.h"
#include "support/registry.h"
#include "ui/common/notice.h"
#include "ui/preferences/preferencesdialog.h"
#include "ui/signin/formfield.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTest>

namespace keyturn::ui::tests {

using core::Error;
using core::ErrorKind;
using preferences::Choices;
using preferences::PreferencesDialog;
using preferences::SecretPlace;

class TstPreferences : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_dialog.reset(); }
    void aSwitchIsStoredAtOnce_data();
    void aSwitchIsStoredAtOnce();
    void damagedSettingsAreSaidAndNothingIsStored();
    void whatCouldNotBeStoredIsShownAsItIs();
    void withoutATrayNothingIsHidden();
    void theDesktopStartsIt();
    void whatTheDesktopHasAndNobodyCanReadIsSaid();
    void aLanguageIsOfferedWhereThereIsOne();
    void aBrowserIsChosen();
    void aCommandOfOnesOwnIsABrowserToo();
    void aProxyIsTypedAndPutRight();
    void tabComesToTheChosenOption_data();
    void tabComesToTheChosenOption();
    void theAuthorityIsNamedAndLetGo();
    void movingToAFileWantsAPassphraseTwice();
    void movingToTheSessionIsAskedAbout();
    void aMoveThatFailsLeavesAllAsItWas();
    void theHistoryIsClearedWhenAsked();
    void everyControlHasAName();

private:
    [[nodiscard]] QWidget &page(const QString &title);
    template <class T> [[nodiscard]] static T *box(const QWidget &page, const QString &text);
    [[nodiscard]] static QString said(const QWidget &page) { return page.findChild<common::Notice *>()->sentence(); }

    FakePreferences m_port;
    std::unique_ptr<PreferencesDialog> m_dialog;
};

void TstPreferences::init()
{
    m_port.stored = {};
    m_port.broken.reset();
    m_port.refusal.reset();
    m_port.changes = m_port.clearings = 0;
    m_port.known.clear();
    m_port.tray = true;
    m_port.login = preferences::LoginStart();
    m_port.facts = {};
    m_port.moves.clear();
    m_port.stored.proxy = QStringLiteral("system");
    m_dialog = std::make_unique<PreferencesDialog>(m_port);
    m_dialog->show();
}

QWidget &TstPreferences::page(const QString &title)
{
    auto *pages = m_dialog->findChild<QStackedWidget *>();
    for (int i = 0; i < pages->count(); ++i) {
        QWidget *page = qobject_cast<QScrollArea *>(pages->widget(i))->widget();
        if (page->accessibleName() != title)
            continue;
        m_dialog->showPage(i);
        return *page;
    }
    qFatal("no page %s", qPrintable(title));
}

template <class T> T *TstPreferences::box(const QWidget &page, const QString &text)
{
    for (T *one : page.findChildren<T *>()) {
        if (one->text().remove(u'&') == text)
            return one;
    }
    qFatal("nothing says %s", qPrintable(text));
}

void TstPreferences::aSwitchIsStoredAtOnce_data()
{
    QTest::addColumn<QString>("on");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool Choices::*>("member");
    const auto row = [](const char *on, const char *text, bool Choices::*member) {
        QTest::newRow(text) << QString::fromLatin1(on) << QString::fromLatin1(text) << member;
    };
    row("General", "Keep running when the window is closed", &Choices::keepInTray);
    row("General", "Show what is for developers", &Choices::developerTools);
    row("Privacy", "A new sign-in needed", &Choices::notifySignInNeeded);
    row("Privacy", "New sessions", &Choices::notifyNewSessions);
    row("Privacy", "Watch sessions in the background", &Choices::watchSessions);
    row("Privacy", "Account pictures", &Choices::pictures);
    row("Privacy", "Keep a history", &Choices::keepHistory);
}

void TstPreferences::aSwitchIsStoredAtOnce()
{
    QFETCH(const QString, on);
    QFETCH(const QString, text);
    QFETCH(bool Choices::*, member);
    QCheckBox *box = this->box<QCheckBox>(page(on), text);
    const bool before = m_port.stored.*member;
    QCOMPARE(box->isChecked(), before);
    box->click();
    QCOMPARE(m_port.stored.*member, !before);
    box->click();
    QCOMPARE(m_port.stored.*member, before);
    QCOMPARE(m_port.changes, 2);
}

void TstPreferences::damagedSettingsAreSaidAndNothingIsStored()
{
    m_port.broken = Error{ErrorKind::Configuration, QStringLiteral("settings_invalid"), QStringLiteral("settings.json")};
    const QWidget &privacy = page(QStringLiteral("Privacy"));
    QCheckBox *box = this->box<QCheckBox>(privacy, QStringLiteral("Keep a history"));
    box->click(); // it was damaged while the dialog stood open
    QVERIFY(said(privacy).contains(QStringLiteral("settings file cannot be used")));
    QVERIFY(!box->isEnabled());
    QCOMPARE(m_port.changes, 0);
    m_dialog = std::make_unique<PreferencesDialog>(m_port);
    m_dialog->show();
    for (const char *title : {"General", "Browser", "Renewal", "Network", "Keychain", "Privacy"})
        QVERIFY2(said(page(QString::fromLatin1(title))).contains(QStringLiteral("settings file cannot be used")), title);
}

void TstPreferences::whatCouldNotBeStoredIsShownAsItIs()
{
    m_port.refusal = Error{ErrorKind::Storage, QStringLiteral("disk_failed"), QStringLiteral("no room")};
    const QWidget &renewal = page(QStringLiteral("Renewal"));
    box<QRadioButton>(renewal, QStringLiteral("Only when it is needed"))->click();
    QVERIFY(box<QRadioButton>(renewal, QStringLiteral("Ahead of time"))->isChecked());
    QVERIFY(said(renewal).contains(QStringLiteral("no room")));
    m_port.refusal.reset();
    box<QRadioButton>(renewal, QStringLiteral("Only when it is needed"))->click();
    QVERIFY(!m_port.stored.renewAhead);
    QCOMPARE(said(renewal), QString());
}

void TstPreferences::withoutATrayNothingIsHidden()
{
    m_port.tray = false;
    m_port.stored.keepInTray = true; // from another desktop
    m_dialog = std::make_unique<PreferencesDialog>(m_port);
    m_dialog->show();
    const QWidget &general = page(QStringLiteral("General"));
    const QCheckBox *tray = box<QCheckBox>(general, QStringLiteral("Keep running when the window is closed"));
    QVERIFY(!tray->isEnabled() && !tray->isChecked());
    QVERIFY(says(general, QStringLiteral("no tray")));
}

void TstPreferences::theDesktopStartsIt()
{
    const QWidget &general = page(QStringLiteral("General"));
    QCheckBox *login = box<QCheckBox>(general, QStringLiteral("Start when you log in"));
    QCheckBox *hidden = box<QCheckBox>(general, QStringLiteral("Start without a window"));
    QVERIFY(!hidden->isEnabled());
    login->click();
    QVERIFY(m_port.login.value() == (preferences::LoginStart{true, false}));
    hidden->click();
    QVERIFY(m_port.login.value() == (preferences::LoginStart{true, true}));
    login->click();
    QVERIFY(m_port.login.value() == preferences::LoginStart());
    QVERIFY(!hidden->isChecked() && !hidden->isEnabled());
}

void TstPreferences::whatTheDesktopHasAndNobodyCanReadIsSaid()
{
    m_port.login = Error{ErrorKind::Storage, QStringLiteral("autostart_unreadable"), QStringLiteral("/x/keyturn.desktop")};
    m_dialog = std::make_unique<PreferencesDialog>(m_port);
    m_dialog->show();
    const QWidget &general = page(QStringLiteral("General"));
    QVERIFY(said(general).contains(QStringLiteral("/x/keyturn.desktop")));
    QVERIFY(!box<QCheckBox>(general, QStringLiteral("Start when you log in"))->isEnabled());
}

void TstPreferences::aLanguageIsOfferedWhereThereIsOne()
{
    QVERIFY(!page(QStringLiteral("General")).findChild<QComboBox *>());
    m_port.known = {QStringLiteral("de")};
    m_dialog = std::make_unique<PreferencesDialog>(m_port);
    m_dialog->show();
    auto *language = page(QStringLiteral("General")).findChild<QComboBox *>();
    QVERIFY(language);
    language->setCurrentIndex(language->findData(QStringLiteral("de")));
    Q_EMIT language->activated(language->currentIndex());
    QCOMPARE(m_port.stored.language, QStringLiteral("de"));
}

void TstPreferences::aBrowserIsChosen()
{
    auto *browsers = page(QStringLiteral("Browser")).findChild<QComboBox *>();
    QCOMPARE(browsers->currentIndex(), 0);
    browsers->setCurrentIndex(2);
    Q_EMIT browsers->activated(2);
    QCOMPARE(m_port.stored.browser, QStringLiteral("'firefox' '-P' 'work' '%s'"));
    m_dialog = std::make_unique<PreferencesDialog>(m_port);
    QCOMPARE(page(QStringLiteral("Browser")).findChild<QComboBox *>()->currentText(), QStringLiteral("Firefox, profile “work”"));
}

void TstPreferences::aCommandOfOnesOwnIsABrowserToo()
{
    const QWidget &page = this->page(QStringLiteral("Browser"));
    auto *browsers = page.findChild<QComboBox *>();
    auto *command = page.findChild<QLineEdit *>();
    QVERIFY(!command->isVisible());
    browsers->setCurrentIndex(browsers->count() - 1);
    Q_EMIT browsers->activated(browsers->count() - 1);
    QVERIFY(command->isVisible());
    QCOMPARE(m_port.changes, 0); // nothing is said yet
    QTest::keyClicks(command, QStringLiteral("lynx %s"));
    QTest::keyClick(command, Qt::Key_Return);
    QCOMPARE(m_port.stored.browser, QStringLiteral("lynx %s"));
    QVERIFY(m_dialog->isVisible()); // Enter was the field's
}

void TstPreferences::aProxyIsTypedAndPutRight()
{
    const QWidget &network = page(QStringLiteral("Network"));
    auto *address = network.findChild<QLineEdit *>();
    QVERIFY(!address->isEnabled());
    box<QRadioButton>(network, QStringLiteral("This one"))->click();
    QVERIFY(address->isEnabled());
    m_port.refusal = Error{ErrorKind::Configuration, QStringLiteral("proxy_invalid"), QStringLiteral("expected host and port")};
    QTest::keyClicks(address, QStringLiteral("http://proxy"));
    QTest::keyClick(address, Qt::Key_Return);
    QVERIFY(said(network).contains(QStringLiteral("no address of a proxy")));
    QCOMPARE(address->text(), QStringLiteral("http://proxy"));
    m_port.refusal.reset();
    QTest::keyClicks(address, QStringLiteral(":3128"));
    QTest::keyClick(address, Qt::Key_Return);
    QCOMPARE(m_port.stored.proxy, QStringLiteral("http://proxy:3128"));
    QCOMPARE(said(network), QString());
    box<QRadioButton>(network, QStringLiteral("None"))->click();
    QCOMPARE(m_port.stored.proxy, QStringLiteral("none"));
}

void TstPreferences::tabComesToTheChosenOption_data()
{
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("chosen");
    QTest::newRow("proxy") << "Network"
                           << "None";
    QTest::newRow("renewal") << "Renewal"
                             << "Only when it is needed";
    QTest::newRow("keychain") << "Keychain"
                              << "For this session only";
}

void TstPreferences::tabComesToTheChosenOption()
{
    QFETCH(const QString, title);
    QFETCH(const QString, chosen);
    m_port.stored.proxy = QStringLiteral("none");
    m_port.stored.renewAhead = false;
    m_port.facts.place = SecretPlace::SessionOnly;
    m_dialog = std::make_unique<PreferencesDialog>(m_port);
    m_dialog->show();
    m_dialog->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    const QWidget &page = this->page(title);
    QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Tab); // from the list of pages
    const auto *focused = qobject_cast<QRadioButton *>(m_dialog->focusWidget());
    QVERIFY(focused);
    QCOMPARE(focused->text().remove(u'&'), chosen);
    QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Up); // from there to the one above, which a click chooses
    const auto *above = qobject_cast<QRadioButton *>(m_dialog->focusWidget());
    QVERIFY(above && above != focused && page.isAncestorOf(above));
}

void TstPreferences::theAuthorityIsNamedAndLetGo()
{
    m_port.stored.caFile = QStringLiteral("/etc/acme.pem");
    m_dialog = std::make_unique<PreferencesDialog>(m_port);
    m_dialog->show();
    const QWidget &network = page(QStringLiteral("Network"));
    QVERIFY(says(network, QStringLiteral("Acme Root CA")));
    QVERIFY(says(network, QStringLiteral("/etc/acme.pem")));
    buttonOf(network, QStringLiteral("Trust it no more"))->click();
    QCOMPARE(m_port.stored.caFile, QString());
    QVERIFY(says(network, QStringLiteral("Only those that this computer trusts")));
}

void TstPreferences::movingToAFileWantsAPassphraseTwice()
{
    m_port.facts.accounts = 2;
    const QWidget &keychain = page(QStringLiteral("Keychain"));
    QPushButton *move = buttonOf(keychain, QStringLiteral("Move all sign-ins there"));
    QVERIFY(!move->isEnabled());
    box<QRadioButton>(keychain, QStringLiteral("In an encrypted file"))->click();
    QVERIFY(!move->isEnabled());
    fieldOf(keychain, QStringLiteral("Passphrase"))->line().setText(QStringLiteral("correct horse"));
    QVERIFY(!move->isEnabled());
    fieldOf(keychain, QStringLiteral("Repeat it"))->line().setText(QStringLiteral("correct horse"));
    QVERIFY(move->isEnabled());
    move->click();
    QCOMPARE(m_port.moves, QList{SecretPlace::EncryptedFile});
    QCOMPARE(m_port.passphrase, core::Secret::fromText(QStringLiteral("correct horse")));
    QVERIFY(!move->isEnabled());
    m_port.facts.place = SecretPlace::EncryptedFile;
    m_port.move.finish(preferences::MoveOutcome{1, false});
    QTRY_VERIFY(said(keychain).contains(QStringLiteral("Moved")));
    QVERIFY(said(keychain).contains(QStringLiteral(": 1")));
    QVERIFY(!move->isEnabled());
    QCOMPARE(fieldOf(keychain, QStringLiteral("Passphrase"))->line().text(), QString());
}

void TstPreferences::movingToTheSessionIsAskedAbout()
{
    m_port.facts.accounts = 3;
    m_dialog = std::make_unique<PreferencesDialog>(m_port);
    m_dialog->show();
    const QWidget &keychain = page(QStringLiteral("Keychain"));
    box<QRadioButton>(keychain, QStringLiteral("For this session only"))->click();
    buttonOf(keychain, QStringLiteral("Move all sign-ins there"))->click();
    QVERIFY(m_port.moves.isEmpty());
    QDialog *question = questionOver(keychain);
    QVERIFY(question && says(*question, QStringLiteral("3 accounts")));
    question->reject();
    QVERIFY(m_port.moves.isEmpty());
    buttonOf(keychain, QStringLiteral("Move all sign-ins there"))->click();
    questionOver(keychain)->accept();
    QCOMPARE(m_port.moves, QList{SecretPlace::SessionOnly});
}

void TstPreferences::aMoveThatFailsLeavesAllAsItWas()
{
    const QWidget &keychain = page(QStringLiteral("Keychain"));
    box<QRadioButton>(keychain, QStringLiteral("For this session only"))->click();
    buttonOf(keychain, QStringLiteral("Move all sign-ins there"))->click();
    m_port.move.finish(Error{ErrorKind::Storage, QStringLiteral("keychain_locked"), {}});
    QTRY_VERIFY(said(keychain).contains(QStringLiteral("keychain is locked")));
    QVERIFY(box<QRadioButton>(keychain, QStringLiteral("In this computer's keychain"))->isChecked());
}

void TstPreferences::theHistoryIsClearedWhenAsked()
{
    const QWidget &privacy = page(QStringLiteral("Privacy"));
    buttonOf(privacy, QStringLiteral("Clear the history…"))->click();
    questionOver(privacy)->reject();
    QCOMPARE(m_port.clearings, 0);
    buttonOf(privacy, QStringLiteral("Clear the history…"))->click();
    questionOver(privacy)->accept();
    QCOMPARE(m_port.clearings, 1);
    QTRY_VERIFY(said(privacy).contains(QStringLiteral("cleared")));
}

void TstPreferences::everyControlHasAName()
{
    for (int page = 0; page < m_dialog->pageCount(); ++page) {
        m_dialog->showPage(page);
        QCOMPARE(namelessIn(*m_dialog), QString());
    }
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstPreferences;
KEYTURN_TEST(TstPreferences)
#include "tst_preferences.moc"
