// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
//
// What is done in a BodyView with keys and mouse.
#include "core/async.h"
#include "ui/common/icon.h"
#include "ui/common/tone.h"
#include "ui/console/bodytext.h"
#include "ui/console/bodyview.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QScrollBar>
#include <QTextLayout>
#include <QThread>

#include <algorithm>

namespace keyturn::ui::console {

using common::grid;

namespace {
/// So many are copied at once; putting more together is work for a thread.
constexpr qsizetype mostCopiedAtOnce = 5000;
} // namespace

BodyView::Place BodyView::placeAt(QPoint position) const
{
    if (m_rows.empty())
        return {};
    const int row = std::clamp((position.y() - grid / 2) / lineHeight(), 0, int(m_rows.size()) - 1);
    const qreal x = position.x() - grid + horizontalScrollBar()->value();
    return {firstLine() + row, m_rows.at(std::size_t(row))->lineAt(0).xToCursor(x)};
}

void BodyView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        setCursor(placeAt(event->pos()), event->modifiers().testFlag(Qt::ShiftModifier));
}

void BodyView::mouseMoveEvent(QMouseEvent *event)
{
    if (!event->buttons().testFlag(Qt::LeftButton))
        return;
    // Past the edge it scrolls on by a line for each movement.
    Place place = placeAt(event->pos());
    if (event->pos().y() < 0)
        --place.line;
    else if (event->pos().y() > viewport()->height())
        place.line = firstLine() + linesInSight();
    setCursor(place, true);
}

void BodyView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || m_document.lineCount() == 0)
        return;
    const Place place = placeAt(event->pos());
    const auto [begin, end] = wordAround(m_document.line(place.line), place.column);
    setCursor({place.line, begin}, false);
    setCursor({place.line, end}, true);
}

void BodyView::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(common::icon(QStringLiteral("copy")), tr("&Copy"), this, &BodyView::copy)->setEnabled(hasSelection());
    menu->addAction(tr("Select &all"), this, &BodyView::selectAll)->setEnabled(m_document.lineCount() > 0);
    menu->popup(event->globalPos());
}

void BodyView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void BodyView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

/// Where the cursor goes by a key; @p known tells whether the key is one that moves it.
BodyView::Place BodyView::moved(const QKeyEvent &event, bool &known) const
{
    const bool far = event.modifiers().testFlag(Qt::ControlModifier);
    const qsizetype last = std::max<qsizetype>(m_document.lineCount() - 1, 0);
    const Place now = m_cursor;
    known = true;
    switch (event.key()) {
    case Qt::Key_Up:
        return {now.line - 1, now.column};
    case Qt::Key_Down:
        return {now.line + 1, now.column};
    case Qt::Key_PageUp:
        return {now.line - linesInSight(), now.column};
    case Qt::Key_PageDown:
        return {now.line + linesInSight(), now.column};
    case Qt::Key_Home:
        return {far ? 0 : now.line, 0};
    case Qt::Key_End:
        return {far ? last : now.line, BodyDocument::longestLine};
    case Qt::Key_Left:
        return now.column > 0 || now.line == 0 ? Place{now.line, now.column - 1} : Place{now.line - 1, BodyDocument::longestLine};
    case Qt::Key_Right:
        return now.column < lengthOf(now.line) || now.line == last ? Place{now.line, now.column + 1} : Place{now.line + 1, 0};
    default:
        known = false;
        return now;
    }
}

void BodyView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        return copy();
    if (event->matches(QKeySequence::SelectAll))
        return selectAll();
    if (event->key() == Qt::Key_F3)
        return event->modifiers().testFlag(Qt::ShiftModifier) ? Q_EMIT previousWanted() : Q_EMIT nextWanted();
    bool known = false;
    if (m_document.lineCount() > 0) {
        const Place place = moved(*event, known);
        if (known)
            return setCursor(place, event->modifiers().testFlag(Qt::ShiftModifier));
    }
    QAbstractScrollArea::keyPressEvent(event);
}

void BodyView::selectAll()
{
    if (m_document.lineCount() == 0)
        return;
    m_anchor = {};
    m_cursor = {m_document.lineCount() - 1, lengthOf(m_document.lineCount() - 1)};
    viewport()->update(); // and stays where it is scrolled to
}

void BodyView::copy()
{
    if (!hasSelection())
        return;
    const Place from = std::min(m_anchor, m_cursor);
    const Place to = std::max(m_anchor, m_cursor);
    if (to.line - from.line <= mostCopiedAtOnce) {
        QGuiApplication::clipboard()->setText(textBetween(m_document, from, to));
        return;
    }
    const core::Promise<QString> promise;
    QThread *thread = QThread::create([promise, from, to, document = m_document] { promise.finish(textBetween(document, from, to)); });
    connect(thread, &QThread::finished, thread, &QObject::deleteLater);
    core::whenDone(promise.future(), this, [](const core::Result<QString> &text) {
        if (text.ok())
            QGuiApplication::clipboard()->setText(*text);
    });
    thread->start();
}

} // namespace keyturn::ui::console
