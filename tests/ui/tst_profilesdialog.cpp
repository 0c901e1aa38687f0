// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeprofiles.h"
#include "lookup.h"
#include "support/registry.h"
#include "ui/profiles/addressdialog.h"
#include "ui/profiles/clientdialog.h"
#include "ui/profiles/editordialog.h"
#include "ui/profiles/jsonedit.h"
#include "ui/profiles/profilesdialog.h"

#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
#include <QListView>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace keyturn::ui::tests {

using composition::Consent;
using profiles::EditorDialog;
using profiles::ProfilesDialog;
using storage::ProfileOrigin;

/// The list of profiles and what its buttons do.
class TstProfilesDialog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void theListTellsWhereAProfileIsFromAndWhatItLacks();
    void theDetailsTellWhoUsesIt();
    void aGoodFileIsAdded();
    void aBadFileIsOfferedToTheEditor();
    void hostileFilesAreSaidAndNotKept_data();
    void hostileFilesAreSaidAndNotKept();
    void aFileThatTakesAnothersPlaceIsAskedAbout();
    void filesCanBeDropped();
    void aPatternIsCopiedUnderAnIdOfItsOwn();
    void whatIsEditedIsListedAnew();
    void aBrokenFileIsShownAndCanBeMended();
    void onlyOnesOwnCanBeRemoved();
    void oneThatAccountsUseIsNotRemoved();
    void exportWritesItAsItStands();
    void theClientIdIsReachedFromHere();
    void theKeyboardGoesRoundInOrder();
    void everyControlHasAName();

private:
    [[nodiscard]] QListView &list() const { return *m_dialog->findChild<QListView *>(); }
    [[nodiscard]] QPushButton *button(const QString &text) const { return buttonOf(*m_dialog, text); }
    [[nodiscard]] QAction *action(const QString &text) const
    {
        for (QAction *one : button(QStringLiteral("More"))->menu()->actions()) {
            if (one->text().remove(u'&') == text)
                return one;
        }
        return nullptr;
    }
    [[nodiscard]] bool says(const QString &words) const { return tests::says(*m_dialog, words); }
    [[nodiscard]] QStringList names() const
    {
        QStringList found;
        for (int row = 0; row < list().model()->rowCount(); ++row)
            found += list().model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
        return found;
    }
    [[nodiscard]] EditorDialog *editor() const { return m_dialog->findChild<EditorDialog *>(); }
    QString file(const QByteArray &bytes, const QString &name = QStringLiteral("one.json"))
    {
        QFile written(m_folder.filePath(name));
        if (!written.open(QIODevice::WriteOnly) || written.write(bytes) != bytes.size())
            qFatal("%s cannot be written", qPrintable(written.fileName()));
        return written.fileName();
    }

    QTemporaryDir m_folder;
    std::unique_ptr<FakeProfiles> m_port;
    std::unique_ptr<ProfilesDialog> m_dialog;
};

void TstProfilesDialog::init()
{
    m_dialog.reset();
    m_port = std::make_unique<FakeProfiles>();
    m_dialog = std::make_unique<ProfilesDialog>(*m_port);
    m_dialog->show();
}

void TstProfilesDialog::theListTellsWhereAProfileIsFromAndWhatItLacks()
{
    QCOMPARE(names(), (QStringList{QStringLiteral("Acme, Needs a client id"), QStringLiteral("Built, Needs a client id")}));
    m_port->known.insert(QStringLiteral("acme"), {{QStringLiteral("x"), {}}, composition::ClientOrigin::Own, {}});
    m_dialog = std::make_unique<ProfilesDialog>(*m_port);
    QCOMPARE(names(), (QStringList{QStringLiteral("Acme, Your own"), QStringLiteral("Built, Built in")}));
    QVERIFY(says(QStringLiteral("Your own: /profiles/acme.json")));
    list().setCurrentIndex(list().model()->index(1, 0));
    QVERIFY(says(QStringLiteral("Came with the program")));
}

void TstProfilesDialog::theDetailsTellWhoUsesIt()
{
    QVERIFY(says(QStringLiteral("None yet")));
    m_port->put(acmeText(), ProfileOrigin::Own,
                {QStringLiteral("Ada"), QStringLiteral("<b>Grace</b>\n\u202e"), QStringLiteral("C"), QStringLiteral("D")});
    m_dialog = std::make_unique<ProfilesDialog>(*m_port);
    QVERIFY(says(QStringLiteral("Ada, <b>Grace</b>, C and 1 more")));
}

void TstProfilesDialog::aGoodFileIsAdded()
{
    QSignalSpy changed(m_dialog.get(), &ProfilesDialog::changed);
    m_dialog->addFile(file(acmeText(QStringLiteral("new")).toUtf8()));
    QCOMPARE(changed.size(), 1);
    QVERIFY(m_port->kept.contains(QStringLiteral("new")));
    QCOMPARE(list().currentIndex().row(), 2);
}

void TstProfilesDialog::aBadFileIsOfferedToTheEditor()
{
    m_dialog->addFile(file(acmeText().replace(QStringLiteral("issuer"), QStringLiteral("isuer")).toUtf8()));
    QVERIFY(says(QStringLiteral("one.json is not a profile yet. Line")));
    QVERIFY(m_port->consents.isEmpty());
    button(QStringLiteral("Mend it…"))->click();
    QVERIFY(editor() && tests::says(*editor(), QStringLiteral("/providers/0/")));
}

void TstProfilesDialog::hostileFilesAreSaidAndNotKept_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("ten megabytes") << QByteArray(10'000'000, ' ') << "longer than a profile may be";
    QTest::newRow("binary") << QByteArray("\x7f\x45LF\0\0\0", 7) << "This file is no text";
    QTest::newRow("deep JSON") << QByteArray("[").repeated(100'000) << "this is not JSON yet";
    QTest::newRow("HTML") << QByteArray("<html></html>") << "this is not JSON yet";
    QTest::newRow("nothing") << QByteArray() << "this is not JSON yet";
}

void TstProfilesDialog::hostileFilesAreSaidAndNotKept()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, sentence);
    m_dialog->addFile(file(bytes));
    QVERIFY(says(sentence));
    QVERIFY(m_port->consents.isEmpty());
    m_dialog->addFile(m_folder.filePath(QStringLiteral("nowhere.json")));
    QVERIFY(says(QStringLiteral("This file cannot be read (")));
    m_dialog->addFile(m_folder.path());
    QVERIFY(says(QStringLiteral("This file cannot be read (")));
}

void TstProfilesDialog::aFileThatTakesAnothersPlaceIsAskedAbout()
{
    const QByteArray other = acmeText().replace(QStringLiteral("\"Acme\",\n    \"prov"), QStringLiteral("\"Other\",\n    \"prov")).toUtf8();
    m_dialog->addFile(file(other));
    QDialog *question = questionOver(*m_dialog);
    QVERIFY(question && tests::says(*question, QStringLiteral("Take the place of Acme?")));
    question->reject();
    QCOMPARE(m_port->kept.at(QStringLiteral("acme")).text, acmeText());
    m_port->refusal = core::Error{core::ErrorKind::Configuration, QStringLiteral("profile_would_change"), QStringLiteral("ada@acme.example")};
    m_dialog->addFile(file(other));
    questionOver(*m_dialog)->accept();
    QCOMPARE(m_port->kept.at(QStringLiteral("acme")).text, acmeText());
    QTRY_VERIFY(questionOver(*m_dialog) && tests::says(*questionOver(*m_dialog), QStringLiteral("ada@acme.example")));
    questionOver(*m_dialog)->accept();
    QCOMPARE(m_port->kept.at(QStringLiteral("acme")).text.toUtf8(), other);
    QCOMPARE(m_port->consents, (QList<Consent>{Consent::NotAsked, Consent::Given}));
}

void TstProfilesDialog::filesCanBeDropped()
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file(acmeText(QStringLiteral("one")).toUtf8(), QStringLiteral("one.json"))),
                  QUrl::fromLocalFile(file(acmeText(QStringLiteral("two")).toUtf8(), QStringLiteral("two.json"))),
                  QUrl(QStringLiteral("https://acme.example/profile.json"))});
    QDragEnterEvent over(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_dialog.get(), &over);
    QVERIFY(over.isAccepted());
    QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_dialog.get(), &drop);
    QVERIFY(m_port->kept.contains(QStringLiteral("one")) && m_port->kept.contains(QStringLiteral("two")));
    QMimeData text;
    text.setText(QStringLiteral("{}"));
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &text, Qt::LeftButton, Qt::NoModifier);
    enter.ignore();
    QCoreApplication::sendEvent(m_dialog.get(), &enter);
    QVERIFY(!enter.isAccepted());
}

void TstProfilesDialog::aPatternIsCopiedUnderAnIdOfItsOwn()
{
    m_port->put(acmeText(QStringLiteral("acme-copy")), ProfileOrigin::Own);
    m_dialog = std::make_unique<ProfilesDialog>(*m_port);
    m_dialog->show();
    const QList<QAction *> patterns = button(QStringLiteral("New"))->menu()->actions();
    QCOMPARE(patterns.size(), 3);
    patterns.first()->trigger();
    QVERIFY(editor());
    const QString text = editor()->findChild<profiles::JsonEdit *>()->toPlainText();
    QVERIFY2(text.contains(QStringLiteral("\"id\": \"acme-copy-2\"")) && text.contains(QStringLiteral("\"Acme (copy)\"")), qPrintable(text));
    buttonOf(*editor(), QStringLiteral("Save"))->click();
    QVERIFY(m_port->kept.contains(QStringLiteral("acme-copy-2")));
    QCOMPARE(list().currentIndex().data().toString(), QStringLiteral("Acme (copy)"));
}

void TstProfilesDialog::whatIsEditedIsListedAnew()
{
    list().setCurrentIndex(list().model()->index(1, 0));
    button(QStringLiteral("Edit…"))->click();
    QVERIFY(editor() && tests::says(*editor(), QStringLiteral("This one is not your own.")));
    buttonOf(*editor(), QStringLiteral("Save"))->click();
    QVERIFY(m_port->kept.at(QStringLiteral("built")).origin == ProfileOrigin::Own);
    QVERIFY(says(QStringLiteral("Your own: /profiles/built.json")));
}

void TstProfilesDialog::aBrokenFileIsShownAndCanBeMended()
{
    const QString path = file("{\"id\": 1}", QStringLiteral("broken.json"));
    m_port->brokenFiles = {{path, {core::ErrorKind::Configuration, QStringLiteral("profile_invalid"), QStringLiteral("/id: expected a text")}}};
    m_dialog = std::make_unique<ProfilesDialog>(*m_port);
    m_dialog->show();
    QCOMPARE(names().last(), QStringLiteral("broken.json, Cannot be used"));
    list().setCurrentIndex(list().model()->index(2, 0));
    QVERIFY(says(QStringLiteral("/id: expected a text")));
    QVERIFY(!action(QStringLiteral("Export…"))->isEnabled() && action(QStringLiteral("Remove…"))->isEnabled());
    button(QStringLiteral("Edit…"))->click();
    QCOMPARE(editor()->findChild<profiles::JsonEdit *>()->toPlainText(), QStringLiteral("{\"id\": 1}"));
}

void TstProfilesDialog::onlyOnesOwnCanBeRemoved()
{
    action(QStringLiteral("Remove…"))->trigger();
    questionOver(*m_dialog)->reject();
    QVERIFY(m_port->kept.contains(QStringLiteral("acme")));
    action(QStringLiteral("Remove…"))->trigger();
    QTRY_VERIFY(questionOver(*m_dialog));
    questionOver(*m_dialog)->accept();
    QVERIFY(!m_port->kept.contains(QStringLiteral("acme")));
    QCOMPARE(list().currentIndex().data().toString(), QStringLiteral("Built"));
    QVERIFY(!action(QStringLiteral("Remove…"))->isEnabled());
}

void TstProfilesDialog::oneThatAccountsUseIsNotRemoved()
{
    m_port->put(acmeText(), ProfileOrigin::Own, {QStringLiteral("ada@acme.example")});
    m_dialog = std::make_unique<ProfilesDialog>(*m_port);
    m_dialog->show();
    action(QStringLiteral("Remove…"))->trigger();
    QVERIFY(!questionOver(*m_dialog));
    QVERIFY(says(QStringLiteral("Accounts use this profile (ada@acme.example). Sign them out first.")));
    QVERIFY(m_port->kept.contains(QStringLiteral("acme")));
}

void TstProfilesDialog::exportWritesItAsItStands()
{
    action(QStringLiteral("Export…"))->trigger();
    auto *dialog = m_dialog->findChild<QFileDialog *>();
    QVERIFY(dialog);
    const QString path = m_folder.filePath(QStringLiteral("out.json"));
    Q_EMIT dialog->fileSelected(path);
    QFile written(path);
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(QString::fromUtf8(written.readAll()), acmeText());
    Q_EMIT dialog->fileSelected(m_folder.filePath(QStringLiteral("no/folder.json")));
    QVERIFY(says(QStringLiteral("The file could not be written")));
}

void TstProfilesDialog::theClientIdIsReachedFromHere()
{
    button(QStringLiteral("Client id…"))->click();
    auto *dialog = m_dialog->findChild<profiles::ClientDialog *>();
    QVERIFY(dialog && dialog->isVisible());
}

void TstProfilesDialog::theKeyboardGoesRoundInOrder()
{
    QStringList found;
    QWidget *at = &list();
    do {
        at = at->nextInFocusChain();
        if (auto *one = qobject_cast<QPushButton *>(at); one && one->isVisible())
            found += one->text().remove(u'&');
    } while (at != &list() && found.size() < 20);
    QCOMPARE(found.join(u'|'), QStringLiteral("Edit…|Client id…|More|Add from file…|Add by address…|New|Close"));
}

void TstProfilesDialog::everyControlHasAName()
{
    QCOMPARE(namelessIn(*m_dialog), QString());
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstProfilesDialog;
KEYTURN_TEST(TstProfilesDialog)
#include "tst_profilesdialog.moc"
