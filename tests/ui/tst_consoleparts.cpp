// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "fakeconsole.h"
#include "support/registry.h"
#include "ui/console/bodyeditor.h"
#include "ui/console/consolewords.h"
#include "ui/console/formfields.h"
#include "ui/console/jsonmistake.h"
#include "ui/console/timingview.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

namespace keyturn::ui::tests {

using console::BodyKind;
using console::JsonMistake;
using console::Pair;
using console::PairsTable;
using keyturn::console::FormField;

namespace {

const QString bigNumbers = QStringLiteral("{\"z\":12345678901234567890,\"a\":[1,2]}");

} // namespace

/// What the request console is put together from.
class TstConsoleParts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aMistakeInJsonIsFound_data();
    void aMistakeInJsonIsFound();
    void whatIsJsonHasNoMistake_data();
    void whatIsJsonHasNoMistake();
    void formattingChangesNothingElse();
    void fieldsComeBackAsTheyWere_data();
    void fieldsComeBackAsTheyWere();
    void rowsAreAddedAndRemoved();
    void pastedLinesBecomeRows();
    void phasesFollowEachOther();
    void aConnectionThatStoodNeedsNone();
    void whenTlsBeganMayBeUnknown();
    void aStatusHasItsWord();
};

void TstConsoleParts::aMistakeInJsonIsFound_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("words");
    QTest::newRow("a comma too many") << QStringLiteral("{\n  \"a\": 1,\n}") << 3 << 1 << QStringLiteral("is too many");
    QTest::newRow("no comma") << QStringLiteral("{\"a\": 1 \"b\": 2}") << 1 << 9 << QStringLiteral("comma is missing");
    QTest::newRow("an open text") << QStringLiteral("[\"öä") << 1 << 5 << QStringLiteral("ends too early");
    QTest::newRow("no quotation marks") << QStringLiteral("{\"a\": yes}") << 1 << 7 << QStringLiteral("quotation marks");
    QTest::newRow("two values") << QStringLiteral("1, 2") << 1 << 2 << QStringLiteral("cannot stand here");
    QTest::newRow("no colon") << QStringLiteral("{\"a\" 1}") << 1 << 6 << QStringLiteral("colon is missing");
    QTest::newRow("a leading zero") << QStringLiteral("{\"a\": 01}") << 1 << 8 << QStringLiteral("no number");
    QTest::newRow("more behind") << QStringLiteral("{} x") << 1 << 4 << QStringLiteral("more behind the end");
}

void TstConsoleParts::aMistakeInJsonIsFound()
{
    QFETCH(const QString, text);
    const std::optional<JsonMistake> mistake = JsonMistake::in(text);
    QVERIFY(mistake);
    QFETCH(const QString, words);
    QVERIFY2(mistake->sentence.contains(words), qPrintable(mistake->sentence));
    QTEST(mistake->line, "line");
    QTEST(mistake->column, "column");
}

void TstConsoleParts::whatIsJsonHasNoMistake_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"", "  \n", "{}", "[1, 2]", "\"text\"", "12", "null", " { \"a\" : [ ] } "})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void TstConsoleParts::whatIsJsonHasNoMistake()
{
    QFETCH(const QString, text);
    QVERIFY(!JsonMistake::in(text));
}

void TstConsoleParts::formattingChangesNothingElse()
{
    FakeClock clock;
    console::BodyEditor editor(clock);
    console::Draft draft;
    draft.kind = BodyKind::Text;
    draft.contentType = "application/json";
    draft.text = bigNumbers.toUtf8();
    editor.setDraft(draft);
    for (auto *button : editor.findChildren<QPushButton *>()) {
        if (button->text() == QLatin1String("&Format"))
            button->click();
    }
    auto *text = editor.findChild<QPlainTextEdit *>();
    QTRY_VERIFY(text->toPlainText().contains(u'\n'));
    QCOMPARE(QString(text->toPlainText()).remove(u'\n').remove(u' '), bigNumbers);
    text->undo();
    QCOMPARE(text->toPlainText(), bigNumbers);
}

void TstConsoleParts::fieldsComeBackAsTheyWere_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<FormField>("field");
    QTest::newRow("a form's @") << int(BodyKind::Form) << FormField{QStringLiteral("a"), QStringLiteral("@b"), false};
    QTest::newRow("text") << int(BodyKind::Multipart) << FormField{QStringLiteral("a"), QStringLiteral("b"), false};
    QTest::newRow("a text that begins with @") << int(BodyKind::Multipart) << FormField{QStringLiteral("a"), QStringLiteral("@b"), false};
    QTest::newRow("a file") << int(BodyKind::Multipart) << FormField{QStringLiteral("a"), QStringLiteral("/tmp/b"), true};
}

void TstConsoleParts::fieldsComeBackAsTheyWere()
{
    QFETCH(const int, kind);
    QFETCH(const FormField, field);
    QCOMPARE(console::fieldsOf(console::pairsOf(QList<FormField>{field}, BodyKind(kind)), BodyKind(kind)), QList<FormField>{field});
}

void TstConsoleParts::rowsAreAddedAndRemoved()
{
    PairsTable table(QStringLiteral("Headers"), QStringLiteral("Header"), QStringLiteral("Value"), u':');
    QCOMPARE(table.rowCount(), 1);
    table.item(0, 0)->setText(QStringLiteral("Accept"));
    QCOMPARE(table.rowCount(), 2);
    table.setPairs({{QStringLiteral("A"), QStringLiteral("1")}, {QStringLiteral("A"), QStringLiteral("2")}});
    QCOMPARE(table.rowCount(), 3);
    table.setCurrentCell(0, 1);
    QTest::keyClick(&table, Qt::Key_Delete);
    QCOMPARE(table.pairs(), (QList<Pair>{{QStringLiteral("A"), QStringLiteral("2")}}));
    table.setCurrentCell(1, 0);
    QTest::keyClick(&table, Qt::Key_Delete); // the one to go on in stays
    QCOMPARE(table.rowCount(), 2);
}

void TstConsoleParts::pastedLinesBecomeRows()
{
    PairsTable table(QStringLiteral("Headers"), QStringLiteral("Header"), QStringLiteral("Value"), u':');
    table.setCurrentCell(0, 0);
    QGuiApplication::clipboard()->setText(QStringLiteral("Accept: text/plain\nX-Time: 12:30\n"));
    QTest::keySequence(&table, QKeySequence::Paste);
    QCOMPARE(table.pairs(),
             (QList<Pair>{{QStringLiteral("Accept"), QStringLiteral("text/plain")}, {QStringLiteral("X-Time"), QStringLiteral("12:30")}}));
}

void TstConsoleParts::phasesFollowEachOther()
{
    FakeClock clock;
    const FakeConsole port(clock);
    const QList<console::Phase> phases = console::phasesOf(port.answer(200, "x"));
    QCOMPARE(phases.size(), 6);
    QCOMPARE(phases.at(1).name, QStringLiteral("Connecting"));
    QCOMPARE(phases.at(1).end - phases.at(1).begin, std::chrono::milliseconds(11));
    QCOMPARE(phases.at(2).name, QStringLiteral("TLS"));
    QCOMPARE(phases.at(2).end - phases.at(2).begin, std::chrono::milliseconds(22));
    for (qsizetype i = 1; i < phases.size(); ++i)
        QVERIFY2(phases.at(i).begin >= phases.at(i - 1).end, qPrintable(phases.at(i).name));
    QCOMPARE(phases.last().end, std::chrono::milliseconds(84));
}

void TstConsoleParts::aConnectionThatStoodNeedsNone()
{
    FakeClock clock;
    console::Answer answer = FakeConsole(clock).answer(200, "x");
    auto &timing = answer.timing;
    timing.lookup = timing.connecting = timing.connected = timing.encrypted = std::chrono::milliseconds(-1);
    const QList<console::Phase> phases = console::phasesOf(answer);
    QVERIFY(!phases.at(0).happened && !phases.at(1).happened && !phases.at(2).happened);
    QCOMPARE(phases.at(3).begin, std::chrono::milliseconds(0));
    QCOMPARE(phases.at(3).end, answer.timing.sent);
}

void TstConsoleParts::whenTlsBeganMayBeUnknown()
{
    FakeClock clock;
    console::Answer answer = FakeConsole(clock).answer(200, "x");
    answer.timing.connected = std::chrono::milliseconds(-1);
    const QList<console::Phase> phases = console::phasesOf(answer);
    QCOMPARE(phases.size(), 5);
    QCOMPARE(phases.at(1).name, QStringLiteral("Connecting and TLS"));
    QCOMPARE(phases.at(1).end - phases.at(1).begin, std::chrono::milliseconds(33));
}

void TstConsoleParts::aStatusHasItsWord()
{
    console::Answer answer;
    answer.status = 404;
    QCOMPARE(console::ConsoleWords::status(answer), QStringLiteral("404 Not Found"));
    answer.reason = "Nope\r\nX: y";
    QCOMPARE(console::ConsoleWords::status(answer), QStringLiteral("404 Nope X: y"));
    answer.reason.clear();
    answer.status = 299;
    QCOMPARE(console::ConsoleWords::status(answer), QStringLiteral("299"));
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstConsoleParts;
KEYTURN_TEST(TstConsoleParts)
#include "tst_consoleparts.moc"
