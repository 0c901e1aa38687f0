// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/sessions/sessionview.h"

#include "ui/sessions/sessiondelegate.h"
#include "ui/sessions/sessionlistmodel.h"
#include "ui/sessions/sessionrows.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>

namespace keyturn::ui::sessions {

namespace {

QByteArray keyOf(const QModelIndex &index)
{
    return index.data(SessionListModel::KeyRole).toByteArray();
}

bool isHeading(const QModelIndex &index)
{
    return index.data(SessionListModel::HeadingRole).toBool();
}

} // namespace

SessionView::SessionView(SessionRows &rows, QWidget *parent) : QTableView(parent), m_rows(rows)
{
    setModel(&rows);
    auto *delegate = new SessionDelegate(this);
    setItemDelegate(delegate);
    setAccessibleName(tr("Sessions"));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setWordWrap(false);
    setEditTriggers(NoEditTriggers);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    horizontalHeader()->hide();
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setMinimumSectionSize(1);
    verticalHeader()->hide();
    verticalHeader()->setMinimumSectionSize(1);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    connect(delegate, &SessionDelegate::actionClicked, this, &SessionView::actionRequested);
    connect(&rows, &QAbstractItemModel::modelAboutToBeReset, this, &SessionView::remember);
    connect(&rows, &QAbstractItemModel::modelReset, this, &SessionView::restore);
    connect(&rows, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex &first, const QModelIndex &last) {
        if (first == last)
            fitRow(first.row()); // a failure's sentence makes it higher
        else
            fit();
    });
    fit();
}

QList<model::SessionId> SessionView::chosen() const
{
    QList<model::SessionId> found;
    const QModelIndexList indexes = selectionModel()->selectedIndexes();
    for (const QModelIndex &index : indexes) {
        const auto state = static_cast<RowState>(index.data(SessionListModel::StateRole).toInt());
        const model::SessionId id(index.data(SessionListModel::IdRole).toString());
        const bool canEnd = !index.data(SessionListModel::CurrentRole).toBool() && !index.data(SessionListModel::EndedRole).toBool()
            && (state == RowState::Idle || state == RowState::Failed);
        if (canEnd && !id.isEmpty())
            found += id;
    }
    return found;
}

void SessionView::keyPressEvent(QKeyEvent *event)
{
    const bool plain = (event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == Qt::NoModifier;
    switch (event->key()) {
    case Qt::Key_Delete:
        return Q_EMIT endRequested();
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return act(currentIndex());
    case Qt::Key_F2:
        return Q_EMIT renameRequested(currentIndex());
    case Qt::Key_F10:
        if (event->modifiers() == Qt::ShiftModifier) // the menu key alone is Qt's on X11, and many keyboards lack it
            return openMenuAtCurrent();
        break;
    case Qt::Key_Home:
    case Qt::Key_End: // of a table they mean its row
        if (plain && m_rows.rowCount() > 0)
            return goTo(event->key() == Qt::Key_Home ? besideHeadings(0, 1) : besideHeadings(m_rows.rowCount() - 1, -1),
                        event->modifiers().testFlag(Qt::ShiftModifier));
        break;
    case Qt::Key_Escape:
        event->ignore();
        return;
    default:
        if (plain && !event->text().isEmpty() && event->text().at(0).isLetterOrNumber())
            return Q_EMIT typed(event->text());
    }
    QTableView::keyPressEvent(event);
}

/// Nothing that cannot be taken back: that is Del's and the button's.
void SessionView::act(const QModelIndex &index)
{
    if (static_cast<RowState>(index.data(SessionListModel::StateRole).toInt()) == RowState::Waiting)
        Q_EMIT actionRequested(index); // undo
    else if (index.isValid())
        Q_EMIT detailsRequested(index);
}

int SessionView::besideHeadings(int row, int step) const
{
    const int last = m_rows.rowCount() - 1;
    for (const int way : {step, -step}) {
        for (int here = row; here >= 0 && here <= last; here += way) {
            if (!isHeading(m_rows.index(here, 0)))
                return here;
        }
    }
    return row;
}

QModelIndex SessionView::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    const QModelIndex to = QTableView::moveCursor(action, modifiers);
    if (!to.isValid())
        return to;
    const bool goesUp = action == MoveUp || action == MovePageUp || action == MovePrevious;
    const int row = besideHeadings(to.row(), goesUp ? -1 : 1);
    if (besideHeadings(0, 1) == row)
        scrollToTop(); // with the heading above it
    return m_rows.index(row, 0);
}

/// A heading is nothing to choose, nor to go on from.
void SessionView::mousePressEvent(QMouseEvent *event)
{
    if (isHeading(indexAt(event->pos())))
        return event->accept();
    QTableView::mousePressEvent(event);
}

void SessionView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->pos());
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    option.rect = visualRect(index);
    const bool onButton = index.isValid() && SessionDelegate::buttonRect(option, index).contains(event->pos());
    QTableView::mouseDoubleClickEvent(event);
    if (event->button() == Qt::LeftButton && index.isValid() && !isHeading(index) && !onButton)
        Q_EMIT detailsRequested(index);
}

/// As far as @p row, all of them where @p extends.
void SessionView::goTo(int row, bool extends)
{
    const QModelIndex to = m_rows.index(row, 0);
    const QModelIndex from = currentIndex();
    if (!extends || !from.isValid())
        return setCurrentIndex(to);
    selectionModel()->select(QItemSelection(row < from.row() ? to : from, row < from.row() ? from : to), QItemSelectionModel::Select);
    selectionModel()->setCurrentIndex(to, QItemSelectionModel::NoUpdate);
    scrollTo(to);
}

void SessionView::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() != QContextMenuEvent::Mouse)
        return openMenuAtCurrent();
    if (const QModelIndex index = indexAt(event->pos()); index.isValid())
        Q_EMIT menuRequested(index, event->globalPos());
}

void SessionView::openMenuAtCurrent()
{
    if (!currentIndex().isValid())
        return;
    scrollTo(currentIndex());
    Q_EMIT menuRequested(currentIndex(), viewport()->mapToGlobal(visualRect(currentIndex()).center()));
}

void SessionView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    Q_EMIT choiceChanged();
}

void SessionView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fit();
}

void SessionView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fit();
}

void SessionView::remember()
{
    m_before = {};
    const QModelIndexList indexes = selectionModel()->selectedIndexes();
    for (const QModelIndex &index : indexes)
        m_before.chosen.insert(keyOf(index));
    m_before.current = keyOf(currentIndex());
    m_before.row = currentIndex().row();
    const QModelIndex top = indexAt(QPoint(1, 1));
    // At its very beginning it stays there: what is new comes into view.
    if (top.isValid() && verticalScrollBar()->value() > 0) {
        m_before.top = keyOf(top);
        m_before.offset = -visualRect(top).top();
    }
}

void SessionView::restore()
{
    m_unusual.clear(); // all are as high as most again
    fit();
    if (m_before.chosen.isEmpty() && m_before.current.isEmpty() && m_before.top.isEmpty())
        return;
    QItemSelection chosen;
    QModelIndex current;
    QModelIndex top;
    int first = -1; // of a range of chosen rows that follow each other
    const int rows = m_rows.rowCount();
    for (int row = 0; row <= rows; ++row) {
        const QModelIndex index = m_rows.index(row, 0);
        const QByteArray key = row < rows ? keyOf(index) : QByteArray();
        // What has ended meanwhile lies elsewhere; who works through a list stays where they were.
        const bool isOver = index.data(SessionListModel::EndedRole).toBool();
        const bool isChosen = !key.isEmpty() && !isOver && m_before.chosen.contains(key);
        if (isChosen && first < 0)
            first = row;
        if (!isChosen && first >= 0)
            chosen.select(m_rows.index(std::exchange(first, -1), 0), m_rows.index(row - 1, 0));
        if (!key.isEmpty() && !isOver && key == m_before.current)
            current = index;
        if (!key.isEmpty() && key == m_before.top)
            top = index;
    }
    if (!current.isValid() && m_before.row >= 0 && rows > 0)
        current = m_rows.index(besideHeadings(qBound(0, m_before.row, rows - 1), 1), 0);
    if (current.isValid())
        selectionModel()->setCurrentIndex(current, QItemSelectionModel::NoUpdate);
    selectionModel()->select(chosen, QItemSelectionModel::ClearAndSelect);
    if (top.isValid())
        verticalScrollBar()->setValue(verticalHeader()->sectionPosition(top.row()) + m_before.offset);
}

void SessionView::fit()
{
    const int height = SessionDelegate::usualHeight(font(), viewport()->width());
    if (height != m_height) {
        m_height = height;
        verticalHeader()->setDefaultSectionSize(height);
        m_unusual.clear();
    }
    const QList<int> before = std::exchange(m_unusual, {});
    QSet<int> rows(before.begin(), before.end());
    for (const int row : m_rows.unusualRows())
        rows.insert(row);
    for (const int row : std::as_const(rows))
        fitRow(row);
}

void SessionView::fitRow(int row)
{
    if (row >= m_rows.rowCount())
        return;
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    const int height = itemDelegate()->sizeHint(option, m_rows.index(row, 0)).height();
    if (rowHeight(row) != height)
        setRowHeight(row, height);
    if (height != m_height && !m_unusual.contains(row))
        m_unusual += row;
}

} // namespace keyturn::ui::sessions
