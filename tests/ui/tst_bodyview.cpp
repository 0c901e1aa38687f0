// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "support/registry.h"
#include "ui/console/bodytext.h"
#include "ui/console/bodyview.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QScrollBar>
#include <QTest>

namespace keyturn::ui::tests {

using console::BodyDocument;
using console::BodyView;
using Place = console::BodyView::Place;

/// A body that is read, selected and copied.
class TstBodyView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void onlyLinesInSightAreTouched();
    void keysMoveTheCursorAndSelect();
    void theMouseSelectsAWord();
    void aSelectionIsCopiedAsItIs();
    void muchIsCopiedAsItIsToo();
    void nothingTurnsTheDirection();
    void aMatchIsSelectedAndBroughtIntoSight();
    void aScreenReaderHasTheLine();

private:
    void fill(const QByteArray &body, const QByteArray &contentType = "text/plain");
    void press(int key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(m_view.get(), Qt::Key(key), modifiers); }

    std::unique_ptr<BodyView> m_view;
};

void TstBodyView::init()
{
    m_view = std::make_unique<BodyView>();
    m_view->resize(400, 200);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    m_view->setFocus();
}

void TstBodyView::fill(const QByteArray &body, const QByteArray &contentType)
{
    const auto made = BodyDocument::make(core::Secret(body), contentType);
    QTRY_VERIFY(made.isFinished());
    m_view->setDocument(*made.result());
}

void TstBodyView::onlyLinesInSightAreTouched()
{
    QByteArray body;
    for (int i = 0; i < 200'000; ++i)
        body += "line " + QByteArray::number(i) + '\n';
    const quint64 before = m_view->linesLaidOut();
    fill(body);
    QVERIFY(m_view->document().lineCount() >= 200'000);
    m_view->grab();
    QVERIFY2(m_view->linesLaidOut() - before < 100, qPrintable(QString::number(m_view->linesLaidOut() - before)));
    const quint64 shown = m_view->linesLaidOut();
    m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum());
    m_view->grab();
    QVERIFY2(m_view->linesLaidOut() - shown < 100, qPrintable(QString::number(m_view->linesLaidOut() - shown)));
    press(Qt::Key_End, Qt::ControlModifier);
    QVERIFY(m_view->cursor().line >= 199'999);
}

void TstBodyView::keysMoveTheCursorAndSelect()
{
    fill("first\nsecond\nthird");
    press(Qt::Key_Down);
    QCOMPARE(m_view->cursor(), (Place{1, 0}));
    press(Qt::Key_End);
    QCOMPARE(m_view->cursor(), (Place{1, 6}));
    press(Qt::Key_Right);
    QCOMPARE(m_view->cursor(), (Place{2, 0}));
    press(Qt::Key_Left);
    QCOMPARE(m_view->cursor(), (Place{1, 6}));
    press(Qt::Key_Home, Qt::ShiftModifier);
    QCOMPARE(m_view->selectedText(), QStringLiteral("second"));
    press(Qt::Key_Up);
    QCOMPARE(m_view->cursor(), (Place{0, 0}));
    QVERIFY(!m_view->hasSelection());
    press(Qt::Key_Up);
    QCOMPARE(m_view->cursor(), (Place{0, 0}));
    press(Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(m_view->selectedText(), QStringLiteral("first\nsecond\nthird"));
}

void TstBodyView::theMouseSelectsAWord()
{
    fill("alpha beta\ngamma");
    const QPoint inFirst(30, 10);
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, inFirst);
    QCOMPARE(m_view->selectedText(), QStringLiteral("alpha"));
    QCOMPARE(console::wordAround(QStringLiteral("a-b c"), 1), (std::pair<int, int>{0, 3}));
    QCOMPARE(console::wordAround(QString(), 0), (std::pair<int, int>{0, 0}));
}

void TstBodyView::aSelectionIsCopiedAsItIs()
{
    const QByteArray controls = "a\x1b\xE2\x80\xAE"
                                "b\nsecond";
    fill(controls);
    press(Qt::Key_A, Qt::ControlModifier);
    press(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromUtf8(controls));
}

void TstBodyView::muchIsCopiedAsItIsToo()
{
    QByteArray body;
    for (int i = 0; i < 6000; ++i)
        body += QByteArray::number(i) + '\n';
    body.chop(1);
    fill(body);
    m_view->selectAll();
    m_view->copy();
    QTRY_COMPARE(QGuiApplication::clipboard()->text().size(), body.size());
}

void TstBodyView::nothingTurnsTheDirection()
{
    const QString turned = console::shown(QStringLiteral("a\u202Eb\u2067c\u0001d\te"));
    QCOMPARE(turned, QStringLiteral("a\uFFFDb\uFFFDc\u2401d\te"));
}

void TstBodyView::aMatchIsSelectedAndBroughtIntoSight()
{
    QByteArray body;
    for (int i = 0; i < 500; ++i)
        body += i == 400 ? "here it is\n" : "nothing\n";
    fill(body);
    m_view->setMatches({{400, 5, 2}});
    m_view->showMatch(0);
    QCOMPARE(m_view->selectedText(), QStringLiteral("it"));
    const int first = m_view->verticalScrollBar()->value();
    QVERIFY2(first > 300 && first <= 400, qPrintable(QString::number(first)));
}

void TstBodyView::aScreenReaderHasTheLine()
{
    fill("first\nsecond");
    press(Qt::Key_Down);
    press(Qt::Key_Right);
    QAccessibleInterface *seen = QAccessible::queryAccessibleInterface(m_view.get());
    QVERIFY(seen && seen->textInterface());
    QCOMPARE(seen->text(QAccessible::Value), QStringLiteral("second"));
    QCOMPARE(seen->textInterface()->cursorPosition(), 1);
    QCOMPARE(seen->textInterface()->text(0, 3), QStringLiteral("sec"));
    QVERIFY(seen->state().readOnly);
}

} // namespace keyturn::ui::tests

using keyturn::ui::tests::TstBodyView;
KEYTURN_TEST(TstBodyView)
#include "tst_bodyview.moc"
