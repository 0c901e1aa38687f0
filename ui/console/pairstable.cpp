// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/console/pairstable.h"

#include "ui/common/tone.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QScopedValueRollback>

namespace keyturn::ui::console {

using common::grid;

namespace {

enum Column { Name, Value };

/// A screen reader has something to say of an empty one too.
class Cell final : public QTableWidgetItem
{
public:
    using QTableWidgetItem::QTableWidgetItem;
    [[nodiscard]] QVariant data(int role) const override
    {
        if (role != Qt::AccessibleTextRole)
            return QTableWidgetItem::data(role);
        return text().isEmpty() ? PairsTable::tr("empty") : text();
    }
};

} // namespace

PairsTable::PairsTable(const QString &name, const QString &nameTitle, const QString &valueTitle, QChar separator, QWidget *parent)
    : QTableWidget(0, 2, parent), m_separator(separator)
{
    setAccessibleName(name);
    setHorizontalHeaderLabels({nameTitle, valueTitle});
    horizontalHeader()->setSectionResizeMode(Name, QHeaderView::Interactive);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    horizontalHeader()->resizeSection(Name, 18 * grid);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + grid);
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setTabKeyNavigation(false); // Tab leaves it, as it leaves every field
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::SelectedClicked | QAbstractItemView::EditKeyPressed
                    | QAbstractItemView::AnyKeyPressed);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    keepEmptyRow();
    connect(this, &QTableWidget::itemChanged, this, [this] {
        if (m_filling)
            return;
        keepEmptyRow();
        Q_EMIT changed();
    });
}

QSize PairsTable::minimumSizeHint() const
{
    return {20 * grid, 3 * verticalHeader()->defaultSectionSize() + grid};
}

void PairsTable::putRow(int row, const Pair &pair)
{
    const QScopedValueRollback<bool> filling(m_filling, true);
    setItem(row, Name, new Cell(pair.name));
    setItem(row, Value, new Cell(pair.value));
}

void PairsTable::keepEmptyRow()
{
    const int last = rowCount() - 1;
    if (last >= 0 && item(last, Name)->text().isEmpty() && item(last, Value)->text().isEmpty())
        return;
    setRowCount(last + 2);
    putRow(last + 1, {});
}

QList<Pair> PairsTable::pairs() const
{
    QList<Pair> pairs;
    for (int row = 0; row < rowCount(); ++row) {
        const Pair pair{item(row, Name)->text(), item(row, Value)->text()};
        if (!pair.name.isEmpty() || !pair.value.isEmpty())
            pairs += pair;
    }
    return pairs;
}

void PairsTable::setPairs(const QList<Pair> &pairs)
{
    setRowCount(0);
    setRowCount(int(pairs.size()));
    for (int row = 0; row < pairs.size(); ++row)
        putRow(row, pairs.at(row));
    keepEmptyRow();
    setCurrentCell(0, Name, QItemSelectionModel::NoUpdate);
    Q_EMIT changed();
}

void PairsTable::append(const Pair &pair)
{
    QList<Pair> all = pairs();
    all += pair;
    setPairs(all);
    setCurrentCell(int(all.size()) - 1, Value);
}

void PairsTable::finishEditing()
{
    for (auto *editor : viewport()->findChildren<QLineEdit *>(QString(), Qt::FindDirectChildrenOnly)) {
        commitData(editor);
        closeEditor(editor, QAbstractItemDelegate::NoHint);
    }
}

void PairsTable::goToValueOf(const QString &name)
{
    for (int row = 0; row < rowCount(); ++row) {
        if (item(row, Name)->text().compare(name, Qt::CaseInsensitive) != 0)
            continue;
        setCurrentCell(row, Value);
        break;
    }
    setFocus(Qt::OtherFocusReason);
}

/// An empty one tells how to begin.
void PairsTable::paintEvent(QPaintEvent *event)
{
    QTableWidget::paintEvent(event);
    if (rowCount() > 1 || state() == EditingState)
        return;
    QPainter painter(viewport());
    painter.setPen(common::toneColour(palette(), common::Tone::Muted, palette().color(QPalette::AlternateBase)));
    const QRect place = viewport()->rect().adjusted(grid, grid / 2, -grid, 0);
    const QString hint = tr("Type to add one; whole lines can be pasted");
    painter.drawText(place, int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft)) | Qt::AlignTop | Qt::TextWordWrap, hint);
}

void PairsTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Paste)) {
        const QString text = QGuiApplication::clipboard()->text();
        if (text.contains(u'\n') || (text.contains(m_separator) && currentColumn() == Name))
            return pasteLines(text);
        if (currentItem())
            currentItem()->setText(text);
        return;
    }
    if (event->key() == Qt::Key_Delete && currentRow() >= 0 && currentRow() < rowCount() - 1) {
        removeRow(currentRow());
        Q_EMIT changed();
        return;
    }
    if (event->matches(QKeySequence::Copy) && currentItem()) {
        QGuiApplication::clipboard()->setText(currentItem()->text());
        return;
    }
    // Return edits; with Ctrl it is the page's, which sends.
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && !event->modifiers().testFlag(Qt::ControlModifier) && currentItem()) {
        editItem(currentItem());
        return;
    }
    QTableWidget::keyPressEvent(event);
}

void PairsTable::pasteLines(const QString &text)
{
    QList<Pair> all = pairs();
    for (const QString &line : text.split(u'\n', Qt::SkipEmptyParts)) {
        const qsizetype place = line.indexOf(m_separator);
        if (place > 0)
            all += {line.left(place).trimmed(), line.mid(place + 1).trimmed()};
    }
    setPairs(all);
}

} // namespace keyturn::ui::console
