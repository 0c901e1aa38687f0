// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeprofiles.h"
#include "lookup.h"
#include "support/registry.h"
#include "ui/profiles/editordialog.h"
#include "ui/profiles/jsonedit.h"
#include "ui/signin/formfield.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

namespace keyturn::ui::tests {

using composition::CheckStep;
using composition::Consent;
using profiles::Draft;
using profiles::EditorDialog;

/// The editor of profiles, with the real reader behind it.
class TstEditorDialog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aGoodTextCanBeSaved();
    void whileTypingItIsJudged();
    void theLineOfAProblemIsMarkedAndGoneTo();
    void hostileTextIsJudgedAndNotSaved_data();
    void hostileTextIsJudgedAndNotSaved();
    void tooMuchIsNotPasted();
    void theFieldsAreInStepWithTheText();
    void aNewLineGoesOnWhereTheLastOneBegan();
    void tabLeavesTheText();
    void whereTokensWouldGoElsewhereItAsks();
    void anotherProfilesPlaceIsTakenByConsentOnly();
    void unsavedChangesAreAskedAbout();
    void theCheckShowsARowForEachStep();
    void theCheckCanBeStopped();
    void closingEndsTheCheck();
    void everyControlHasAName();

private:
    void open(const Draft &draft)
    {
        m_dialog = std::make_unique<EditorDialog>(*m_port, draft);
        m_dialog->show();
        m_dialog->activateWindow(); // or its shortcuts are not heard
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    }
    [[nodiscard]] profiles::JsonEdit &edit() const { return *m_dialog->findChild<profiles::JsonEdit *>(); }
    [[nodiscard]] QPushButton *save() const { return buttonOf(*m_dialog, QStringLiteral("Save")); }
    [[nodiscard]] bool says(const QString &words) const { return tests::says(*m_dialog, words); }

    std::unique_ptr<FakeProfiles> m_port;
    std::unique_ptr<EditorDialog> m_dialog;
};

void TstEditorDialog::init()
{
    m_dialog.reset();
    m_port = std::make_unique<FakeProfiles>();
    open({QStringLiteral("Edit Acme"), {}, acmeText(), model::ProfileId(QStringLiteral("acme")), false});
}

void TstEditorDialog::aGoodTextCanBeSaved()
{
    QSignalSpy saved(m_dialog.get(), &EditorDialog::saved);
    QVERIFY(says(QStringLiteral("This is a profile.")));
    QTest::keyClick(m_dialog.get(), Qt::Key_S, Qt::ControlModifier);
    QCOMPARE(saved.size(), 1);
    QCOMPARE(m_port->kept.at(QStringLiteral("acme")).text, acmeText());
    QVERIFY(!m_dialog->isVisible());
}

void TstEditorDialog::whileTypingItIsJudged()
{
    QTest::keyClicks(&edit(), QStringLiteral("x"));
    QTRY_VERIFY(says(QStringLiteral("Line 1, column")));
    QVERIFY(!save()->isEnabled());
    QVERIFY(!buttonOf(*m_dialog, QStringLiteral("Check against the backend"))->isEnabled());
    edit().undo();
    QTRY_VERIFY(says(QStringLiteral("This is a profile.")));
    QVERIFY(save()->isEnabled());
    QCOMPARE(edit().toPlainText(), acmeText());
}

void TstEditorDialog::theLineOfAProblemIsMarkedAndGoneTo()
{
    open({QStringLiteral("Edit"), {}, acmeText().replace(QStringLiteral("https://id"), QStringLiteral("ftp://id")), {}, false});
    QVERIFY(says(QStringLiteral("Line 9, column")));
    QVERIFY(says(QStringLiteral("/providers/0/issuer: ")));
    QVERIFY(edit().extraSelections().size() >= 2);
    QCOMPARE(edit().extraSelections().first().cursor.blockNumber(), 8);
    QTest::keyClick(&edit(), Qt::Key_F8);
    QCOMPARE(edit().textCursor().selectedText(), QStringLiteral("\"ftp://id.acme.example\""));
    QVERIFY(edit().hasFocus() || !m_dialog->isActiveWindow());
}

void TstEditorDialog::hostileTextIsJudgedAndNotSaved_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("deep JSON") << QString(100'000, u'[') << "this is not JSON yet";
    QTest::newRow("HTML") << "<!DOCTYPE html><b>Hello</b>"
                          << "this is not JSON yet";
    QTest::newRow("nothing") << ""
                             << "this is not JSON yet";
    QTest::newRow("longer than a profile may be") << QString(300'000, u' ') << "longer than a profile may be (256 kB)";
    QTest::newRow("a name that writes backwards") << acmeText().replace(QStringLiteral("\"Acme\""), QStringLiteral("\"\u202eAcme\"")) << "Line 3";
}

void TstEditorDialog::hostileTextIsJudgedAndNotSaved()
{
    QFETCH(const QString, text);
    QFETCH(const QString, sentence);
    open({QStringLiteral("Edit"), {}, text, {}, true});
    QVERIFY(says(sentence));
    QVERIFY(!save()->isEnabled());
    QTest::keyClick(m_dialog.get(), Qt::Key_S, Qt::ControlModifier);
    QVERIFY(m_port->consents.isEmpty());
    QTest::keyClick(m_dialog.get(), Qt::Key_F8); // goes somewhere, whatever it is
}

void TstEditorDialog::tooMuchIsNotPasted()
{
    QGuiApplication::clipboard()->setText(QString(10'000'000, u'x'));
    edit().paste();
    QVERIFY(says(QStringLiteral("so it was not pasted")));
    QCOMPARE(edit().toPlainText(), acmeText());
    QGuiApplication::clipboard()->clear();
}

void TstEditorDialog::theFieldsAreInStepWithTheText()
{
    signin::FormField *name = fieldOf(*m_dialog, QStringLiteral("Name"));
    signin::FormField *client = fieldOf(*m_dialog, QStringLiteral("Client id"));
    QCOMPARE(name->line().text(), QStringLiteral("Acme"));
    QVERIFY(!fieldOf(*m_dialog, QStringLiteral("Address"))->isVisible()); // it has none
    client->line().selectAll();
    QTest::keyClicks(&client->line(), QStringLiteral("a\"b"));
    QCOMPARE(edit().toPlainText(), acmeText().replace(QStringLiteral("{client:acme}"), QStringLiteral("a\\\"b")));
    edit().selectAll();
    edit().insertPlainText(acmeText().replace(QStringLiteral("\"Acme\",\n    \"prov"), QStringLiteral("\"Other\",\n    \"prov")));
    QTRY_COMPARE(name->line().text(), QStringLiteral("Other"));
    QTest::keyClicks(&edit(), QStringLiteral("oops"));
    QTRY_VERIFY(!name->isEnabled());
    QCOMPARE(name->line().text(), QStringLiteral("Other"));
    while (edit().document()->isUndoAvailable())
        edit().undo();
    QCOMPARE(edit().toPlainText(), acmeText());
}

void TstEditorDialog::aNewLineGoesOnWhereTheLastOneBegan()
{
    open({QStringLiteral("Edit"), {}, QStringLiteral("  {"), {}, false});
    edit().moveCursor(QTextCursor::End);
    QTest::keyClick(&edit(), Qt::Key_Return);
    QCOMPARE(edit().toPlainText(), QStringLiteral("  {\n      "));
    QTest::keyClicks(&edit(), QStringLiteral("1"));
    QTest::keyClick(&edit(), Qt::Key_Return);
    QCOMPARE(edit().toPlainText(), QStringLiteral("  {\n      1\n      "));
}

void TstEditorDialog::tabLeavesTheText()
{
    QVERIFY(edit().tabChangesFocus());
    QVERIFY(!edit().accessibleName().isEmpty());
    QCOMPARE(edit().layoutDirection(), Qt::LeftToRight);
}

void TstEditorDialog::whereTokensWouldGoElsewhereItAsks()
{
    m_port->refusal = core::Error{core::ErrorKind::Configuration, QStringLiteral("profile_would_change"), QStringLiteral("ada@acme.example")};
    save()->click();
    QDialog *question = questionOver(*m_dialog);
    QVERIFY(question);
    QVERIFY(tests::says(*question, QStringLiteral("ada@acme.example signed in by")));
    question->reject();
    QCOMPARE(m_port->consents, QList<Consent>{Consent::NotAsked});
    QVERIFY(m_dialog->isVisible());
    save()->click();
    questionOver(*m_dialog)->accept();
    QCOMPARE(m_port->consents.last(), Consent::Given);
    QVERIFY(!m_dialog->isVisible());
}

void TstEditorDialog::anotherProfilesPlaceIsTakenByConsentOnly()
{
    open({QStringLiteral("New"), {}, acmeText(), {}, true});
    save()->click();
    QDialog *question = questionOver(*m_dialog);
    QVERIFY(question && tests::says(*question, QStringLiteral("It would be gone.")));
    QVERIFY(m_port->consents.isEmpty());
    question->accept();
    QCOMPARE(m_port->consents.size(), 1);
}

void TstEditorDialog::unsavedChangesAreAskedAbout()
{
    m_dialog->reject();
    QVERIFY(!m_dialog->isVisible()); // nothing was changed
    m_dialog->show();
    QTest::keyClicks(&edit(), QStringLiteral(" "));
    m_dialog->close();
    QVERIFY(m_dialog->isVisible());
    questionOver(*m_dialog)->reject();
    QVERIFY(m_dialog->isVisible());
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    questionOver(*m_dialog)->accept();
    QVERIFY(!m_dialog->isVisible());
    open({QStringLiteral("New"), {}, acmeText(), {}, true});
    m_dialog->reject();
    QVERIFY(questionOver(*m_dialog)); // it was never kept
}

void TstEditorDialog::theCheckShowsARowForEachStep()
{
    buttonOf(*m_dialog, QStringLiteral("Check against the backend"))->click();
    QVERIFY(m_port->trial);
    QVERIFY(says(QStringLiteral("Asking Acme")));
    Q_EMIT m_port->trial->stepDone(CheckStep::works(QStringLiteral("address"), QStringLiteral("/baseUrl")));
    Q_EMIT m_port->trial->stepDone(CheckStep::fails(QStringLiteral("client_id"), QStringLiteral("/providers/0/clientId"),
                                                    QStringLiteral("client_id_missing"), QStringLiteral("acme")));
    Q_EMIT m_port->trial->stepDone(
        CheckStep::unclear(QStringLiteral("sign_out"), {}, QStringLiteral("answers_anybody"), QStringLiteral("<b>\u202e\nstatus 200")));
    Q_EMIT m_port->trial->finished();
    QVERIFY(says(QStringLiteral("Works: 1. Fails: 1. Cannot be told: 1.")));
    QVERIFY(says(QStringLiteral("The address answers")));
    QVERIFY(says(QStringLiteral("Client id…")));
    for (const QLabel *label : m_dialog->findChildren<QLabel *>())
        QVERIFY(!label->text().contains(QChar(0x202e)));
    buttonOf(*m_dialog, QStringLiteral("/providers/0/clientId"))->click();
    QCOMPARE(edit().textCursor().selectedText(), QStringLiteral("\"{client:acme}\""));
    QVERIFY(buttonOf(*m_dialog, QStringLiteral("Check against the backend"))->isEnabled());
}

void TstEditorDialog::theCheckCanBeStopped()
{
    buttonOf(*m_dialog, QStringLiteral("Check against the backend"))->click();
    QVERIFY(!buttonOf(*m_dialog, QStringLiteral("Check against the backend"))->isEnabled());
    buttonOf(*m_dialog, QStringLiteral("Stop"))->click();
    QVERIFY(says(QStringLiteral("Stopped. Works: 0.")));
    QTRY_COMPARE(m_port->running, 0);
    QVERIFY(buttonOf(*m_dialog, QStringLiteral("Check against the backend"))->isEnabled());
}

void TstEditorDialog::closingEndsTheCheck()
{
    buttonOf(*m_dialog, QStringLiteral("Check against the backend"))->click();
    QCOMPARE(m_port->running, 1);
    m_dialog.reset();
    QCOMPARE(m_port->running, 0);
}

void TstEditorDialog::everyControlHasAName()
{
    QCOMPARE(namelessIn(*m_dialog), QString());
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstEditorDialog;
KEYTURN_TEST(TstEditorDialog)
#include "tst_editordialog.moc"
