// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/console/bodyview.h"

#include "ui/common/jsoncolours.h"
#include "ui/common/tone.h"
#include "ui/console/bodyaccessible.h"
#include "ui/console/bodytext.h"

#include <QAccessible>
#include <QFontDatabase>
#include <QPainter>
#include <QScrollBar>
#include <QTextLayout>

#include <algorithm>

namespace keyturn::ui::console {

using common::grid;

namespace {

constexpr int margin = grid;
constexpr int caretWidth = 2;

QTextOption optionOfCode(const QFontMetrics &metrics)
{
    QTextOption option;
    option.setTextDirection(Qt::LeftToRight); // as code is written in every language
    option.setWrapMode(QTextOption::NoWrap);
    option.setTabStopDistance(4 * metrics.horizontalAdvance(u' '));
    return option;
}

/// What of the selection from @p begin to @p end lies in @p line, as columns; empty where nothing does.
std::pair<int, int> partIn(qsizetype line, BodyView::Place begin, BodyView::Place end, int length)
{
    if (line < begin.line || line > end.line)
        return {0, 0};
    return {line == begin.line ? begin.column : 0, line == end.line ? end.column : length};
}

} // namespace

BodyView::BodyView(QWidget *parent) : QAbstractScrollArea(parent)
{
    QAccessible::installFactory(&BodyAccessible::create); // which Qt does once, however often it is told
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setLayoutDirection(Qt::LeftToRight);
    setMinimumHeight(6 * grid);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setBackgroundRole(QPalette::Base);
    dress();
}

BodyView::~BodyView() = default;

void BodyView::dress()
{
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(parentWidget() ? parentWidget()->font().pointSizeF() : fixed.pointSizeF()); // as large as what stands around it
    viewport()->setFont(fixed);
}

void BodyView::setDocument(const BodyDocument &document)
{
    m_document = document;
    m_matches.clear();
    m_anchor = m_cursor = {};
    m_widest = 0;
    horizontalScrollBar()->setValue(0);
    verticalScrollBar()->setValue(0);
    fitScrollBars();
    layOut();
    tellCursor(-1);
}

int BodyView::lineHeight() const
{
    return std::max(viewport()->fontMetrics().lineSpacing(), 1);
}

qsizetype BodyView::firstLine() const
{
    return verticalScrollBar()->value();
}

qsizetype BodyView::linesInSight() const
{
    return std::max(1, (viewport()->height() - margin) / lineHeight());
}

int BodyView::lengthOf(qsizetype line) const
{
    return int(m_document.line(line).size());
}

void BodyView::fitScrollBars()
{
    verticalScrollBar()->setPageStep(int(linesInSight()));
    verticalScrollBar()->setRange(0, int(std::max<qsizetype>(0, m_document.lineCount() - linesInSight())));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(viewport()->fontMetrics().averageCharWidth() * 4);
    horizontalScrollBar()->setRange(0, std::max(0, m_widest + 2 * margin + caretWidth - viewport()->width()));
}

/// The lines that can be seen from where it is scrolled to, and no others.
void BodyView::layOut()
{
    m_rows.clear();
    const common::JsonColours colours(palette());
    const QTextOption option = optionOfCode(viewport()->fontMetrics());
    const qsizetype end = std::min<qsizetype>(m_document.lineCount(), firstLine() + linesInSight() + 2);
    for (qsizetype line = firstLine(); line < end; ++line) {
        const QString text = shown(m_document.line(line));
        auto row = std::make_unique<QTextLayout>(text, viewport()->font(), viewport());
        row->setTextOption(option);
        if (m_document.kind() == BodyDocument::Kind::Json)
            row->setFormats(colours.of(text, false));
        row->beginLayout();
        row->createLine().setPosition({});
        row->endLayout();
        m_widest = std::max(m_widest, int(row->lineAt(0).naturalTextWidth()) + 1);
        m_rows.push_back(std::move(row));
        ++m_laidOut;
    }
    fitScrollBars();
    viewport()->update();
}

void BodyView::scrollContentsBy(int, int dy)
{
    if (dy != 0)
        layOut();
    viewport()->update();
}

void BodyView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    fitScrollBars();
    layOut();
}

void BodyView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        dress();
        m_widest = 0;
    }
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) {
        fitScrollBars();
        layOut();
    }
}

void BodyView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::Text));
    const int left = margin - horizontalScrollBar()->value();
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        paintRow(painter, firstLine() + qsizetype(i), *m_rows.at(i), QPointF(left, margin / 2 + int(i) * lineHeight()));
    if (hasFocus())
        paintCaret(painter);
}

void BodyView::paintRow(QPainter &painter, qsizetype line, const QTextLayout &row, QPointF position) const
{
    QList<QTextLayout::FormatRange> marks;
    const int length = int(row.text().size());
    QTextCharFormat found;
    found.setBackground(common::mixed(palette().color(QPalette::Highlight), palette().color(QPalette::Base), 0.3));
    // One that began in the line before goes on here where that was too long.
    auto match = std::lower_bound(m_matches.begin(), m_matches.end(), line - 1, [](const Match &one, qsizetype wanted) { return one.line < wanted; });
    for (; match != m_matches.end() && match->line <= line; ++match) {
        if (match->line == line)
            marks.append({match->column, std::min(match->length, length - match->column), found});
        else if (const int rest = match->column + match->length - BodyDocument::longestLine; rest > 0 && m_document.isContinuation(line))
            marks.append({0, std::min(rest, length), found});
    }
    if (hasSelection()) {
        QTextCharFormat chosen;
        chosen.setBackground(palette().color(QPalette::Active, QPalette::Highlight));
        chosen.setForeground(palette().color(QPalette::Active, QPalette::HighlightedText));
        const auto [begin, end] = partIn(line, std::min(m_anchor, m_cursor), std::max(m_anchor, m_cursor), length);
        if (end > begin)
            marks.append({begin, end - begin, chosen});
    }
    row.draw(&painter, position, marks);
}

void BodyView::paintCaret(QPainter &painter)
{
    const qsizetype row = m_cursor.line - firstLine();
    if (row < 0 || row >= qsizetype(m_rows.size()))
        return;
    const QPointF position(margin - horizontalScrollBar()->value(), margin / 2 + int(row) * lineHeight());
    painter.setPen(common::toneColour(palette(), common::Tone::Accent));
    m_rows.at(std::size_t(row))->drawCursor(&painter, position, m_cursor.column, caretWidth);
}

void BodyView::setMatches(const QList<Match> &matches)
{
    m_matches = matches;
    viewport()->update();
}

void BodyView::showMatch(qsizetype index)
{
    const Match match = m_matches.at(index);
    setCursor({match.line, match.column}, false);
    setCursor({match.line, std::min(match.column + match.length, lengthOf(match.line))}, true);
}

void BodyView::setCursor(Place place, bool selects)
{
    if (m_document.lineCount() == 0)
        return;
    const qsizetype before = m_cursor.line;
    place.line = std::clamp<qsizetype>(place.line, 0, m_document.lineCount() - 1);
    place.column = std::clamp(place.column, 0, lengthOf(place.line));
    m_cursor = place;
    if (!selects)
        m_anchor = place;
    bringIntoSight(place);
    viewport()->update();
    tellCursor(before);
}

void BodyView::bringIntoSight(Place place)
{
    if (place.line < firstLine())
        verticalScrollBar()->setValue(int(place.line));
    else if (place.line >= firstLine() + linesInSight())
        verticalScrollBar()->setValue(int(place.line - linesInSight() + 1));
    const qsizetype row = place.line - firstLine();
    if (row < 0 || row >= qsizetype(m_rows.size()))
        return;
    const int x = int(m_rows.at(std::size_t(row))->lineAt(0).cursorToX(place.column));
    QScrollBar *bar = horizontalScrollBar();
    if (x < bar->value())
        bar->setValue(std::max(0, x - 4 * margin));
    else if (x + 2 * margin > bar->value() + viewport()->width())
        bar->setValue(x + 4 * margin - viewport()->width());
}

QString BodyView::currentLine() const
{
    return m_cursor.line < m_document.lineCount() ? shown(m_document.line(m_cursor.line)) : QString();
}

QString BodyView::selectedText() const
{
    return textBetween(m_document, std::min(m_anchor, m_cursor), std::max(m_anchor, m_cursor));
}

void BodyView::tellCursor(qsizetype lineBefore)
{
    if (!QAccessible::isActive())
        return;
    if (lineBefore != m_cursor.line) {
        QAccessibleTextUpdateEvent other(this, 0, {}, currentLine());
        QAccessible::updateAccessibility(&other);
    }
    QAccessibleTextCursorEvent moved(this, m_cursor.column);
    QAccessible::updateAccessibility(&moved);
}

} // namespace keyturn::ui::console
