// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/rowground.h"

#include "ui/common/tone.h"

#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QPainter>
#include <QScrollBar>
#include <QStyle>
#include <QWidget>

namespace keyturn::ui::common {

namespace {
constexpr double radius = 6.0;
}

QColor paintRowGround(QPainter &painter, const QStyleOptionViewItem &option)
{
    // What the rows stand on is the viewport's ground; a view's own role is that of the window around it where nobody said otherwise.
    const auto *view = qobject_cast<const QAbstractScrollArea *>(option.widget);
    const QPalette::ColorRole role = view ? view->viewport()->backgroundRole() : QPalette::Base;
    QColor ground = option.palette.color(QPalette::Active, role);
    const QRectF plate = QRectF(option.rect).adjusted(grid, 1, -grid, -1);
    const bool chosen = option.state.testFlag(QStyle::State_Selected);
    if (chosen)
        ground = chosenColour(option.palette, ground);
    else if (option.state.testFlag(QStyle::State_MouseOver))
        ground = hoverColour(option.palette, ground);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(plate, radius, radius);
    // After a click as well: who goes on by the keyboard from there sees where they are.
    if (option.state.testFlag(QStyle::State_HasFocus))
        paintFocusRing(painter, plate, option.palette);
    return ground;
}

void paintFocusRing(QPainter &painter, const QRectF &rect, const QPalette &palette)
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(toneColour(palette, Tone::Accent), 2));
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius - 1, radius - 1);
}

int rowWidth(const QStyleOptionViewItem &option)
{
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    return view ? view->contentsRect().width() - view->verticalScrollBar()->sizeHint().width() : option.rect.width();
}

} // namespace keyturn::ui::common
