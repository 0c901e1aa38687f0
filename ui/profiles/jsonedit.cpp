// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/profiles/jsonedit.h"

#include "model/profilereader.h"
#include "ui/common/jsonhighlighter.h"
#include "ui/common/tone.h"

#include <QFontDatabase>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>

namespace keyturn::ui::profiles {

using common::grid;
using common::Tone;
using composition::ProfileProblem;
using composition::TextSpan;

namespace {
constexpr int indentation = 4;
}

JsonEdit::JsonEdit(QWidget *parent)
    : QPlainTextEdit(parent), m_highlighter(new common::JsonHighlighter(document(), palette())), m_gutter(new QWidget(this))
{
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(font().pointSizeF()); // as large as what stands around it
    setFont(fixed);
    setLayoutDirection(Qt::LeftToRight); // JSON is written from left to right in every language
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setTabStopDistance(indentation * fontMetrics().horizontalAdvance(u' '));
    document()->setDocumentMargin(grid);
    m_gutter->installEventFilter(this);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &JsonEdit::layOut);
    connect(this, &QPlainTextEdit::cursorPositionChanged, m_gutter, qOverload<>(&QWidget::update));
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &rect, int dy) {
        if (dy != 0)
            m_gutter->scroll(0, dy);
        else
            m_gutter->update(0, rect.y(), m_gutter->width(), rect.height());
    });
    layOut();
}

void JsonEdit::setProblems(const QList<ProfileProblem> &problems)
{
    m_problems = problems;
    showMarks();
}

void JsonEdit::showMarks()
{
    QList<QTextEdit::ExtraSelection> marks;
    const QColor ground = palette().color(QPalette::Base);
    const QColor warning = common::toneColour(palette(), Tone::Warning, ground);
    const auto length = qsizetype(document()->characterCount() - 1);
    for (const ProfileProblem &problem : std::as_const(m_problems)) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(document());
        mark.cursor.setPosition(static_cast<int>(qMin(problem.span.start, length)));
        if (&problem == &m_problems.constFirst()) {
            QTextEdit::ExtraSelection line = mark;
            line.format.setBackground(common::mixed(warning, ground, 0.14));
            line.format.setProperty(QTextFormat::FullWidthSelection, true);
            marks += line;
        }
        mark.cursor.setPosition(static_cast<int>(qMin(problem.span.start + problem.span.length, length)), QTextCursor::KeepAnchor);
        mark.format.setUnderlineColor(warning);
        mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        marks += mark;
    }
    setExtraSelections(marks);
    m_gutter->update();
}

void JsonEdit::goTo(const TextSpan &span)
{
    const auto length = qsizetype(document()->characterCount() - 1);
    QTextCursor cursor(document());
    cursor.setPosition(static_cast<int>(qMin(span.start, length)));
    cursor.setPosition(static_cast<int>(qMin(span.start + span.length, length)), QTextCursor::KeepAnchor);
    setTextCursor(cursor);
    centerCursor();
    setFocus(Qt::ShortcutFocusReason);
}

void JsonEdit::exchange(const TextSpan &span, const QString &text)
{
    QTextCursor cursor(document());
    cursor.setPosition(static_cast<int>(span.start));
    cursor.setPosition(static_cast<int>(span.start + span.length), QTextCursor::KeepAnchor);
    cursor.insertText(text);
}

void JsonEdit::insertFromMimeData(const QMimeData *source)
{
    if (source->text().size() + document()->characterCount() > model::maxProfileBytes)
        Q_EMIT tooMuchPasted();
    else
        QPlainTextEdit::insertFromMimeData(source);
}

void JsonEdit::keyPressEvent(QKeyEvent *event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!isReturn || (event->modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier) {
        QPlainTextEdit::keyPressEvent(event);
        return;
    }
    // The new line begins where this one does, one step further in behind an open bracket.
    QTextCursor cursor = textCursor();
    const QString before = cursor.block().text().left(cursor.positionInBlock());
    qsizetype spaces = 0;
    while (spaces < before.size() && before.at(spaces) == u' ')
        ++spaces;
    const QString trimmed = before.trimmed();
    if (trimmed.endsWith(u'{') || trimmed.endsWith(u'['))
        spaces += indentation;
    cursor.insertText(u'\n' + QString(spaces, u' '));
    setTextCursor(cursor);
    ensureCursorVisible();
}

int JsonEdit::gutterWidth() const
{
    const auto digits = qMax(qsizetype(3), QString::number(blockCount()).size());
    return static_cast<int>(digits) * fontMetrics().horizontalAdvance(u'9') + 3 * grid;
}

void JsonEdit::layOut()
{
    setViewportMargins(gutterWidth(), 0, 0, 0);
    const QRect inner = contentsRect();
    m_gutter->setGeometry(inner.left(), inner.top(), gutterWidth(), inner.height());
}

void JsonEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    layOut();
}

void JsonEdit::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        m_highlighter->setPalette(palette());
        showMarks();
    }
}

bool JsonEdit::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_gutter && event->type() == QEvent::Paint)
        paintGutter();
    return QPlainTextEdit::eventFilter(watched, event);
}

void JsonEdit::paintGutter()
{
    QPainter painter(m_gutter);
    const QColor ground = palette().color(QPalette::Base);
    painter.fillRect(m_gutter->rect(), ground);
    painter.setFont(font());
    const QColor quiet = common::toneColour(palette(), Tone::Muted, ground);
    const QColor warning = common::toneColour(palette(), Tone::Warning, ground);
    QTextBlock block = firstVisibleBlock();
    for (double top = blockBoundingGeometry(block).translated(contentOffset()).top(); block.isValid() && top <= m_gutter->height();
         top += blockBoundingRect(block).height(), block = block.next()) {
        const int number = block.blockNumber() + 1;
        const bool isAmiss =
            std::any_of(m_problems.begin(), m_problems.end(), [number](const ProfileProblem &problem) { return problem.line == number; });
        painter.setPen(isAmiss ? warning : quiet);
        painter.drawText(QRectF(0, top, m_gutter->width() - 2 * grid, fontMetrics().height()), Qt::AlignRight | Qt::AlignAbsolute,
                         QString::number(number));
        if (block == textCursor().block() || isAmiss)
            painter.fillRect(QRectF(m_gutter->width() - grid, top, 2, blockBoundingRect(block).height()),
                             isAmiss ? warning : common::hairlineColour(palette()));
    }
}

} // namespace keyturn::ui::profiles
