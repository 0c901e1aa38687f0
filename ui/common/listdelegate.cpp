// SPDX-FileCopyrightText: 2026 The Keyturn founders
// SPDX-License-Identifier: Apache-2.0
#include "ui/common/listdelegate.h"

#include "ui/common/icon.h"
#include "ui/common/rowground.h"
#include "ui/common/tone.h"

#include <QPainter>

namespace keyturn::ui::common {

namespace {
constexpr int iconSide = 18;
}

void ListDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const QColor ground = paintRowGround(*painter, option);
    const QColor ink = toneColour(option.palette, Tone::Normal, ground);
    QRect inner = option.rect.adjusted(2 * grid, 0, -2 * grid, 0);
    if (const QString name = index.data(IconNameRole).toString(); !name.isEmpty()) {
        const QRect icon(inner.left(), inner.center().y() - iconSide / 2, iconSide, iconSide);
        const qreal ratio = painter->device()->devicePixelRatioF();
        painter->drawPixmap(QStyle::visualRect(option.direction, option.rect, icon).topLeft(), iconPixmap(name, ink, iconSide, ratio));
        inner.setLeft(icon.right() + 1 + grid);
    }
    painter->setPen(ink);
    painter->setFont(option.font);
    painter->drawText(QStyle::visualRect(option.direction, option.rect, inner),
                      int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)) | Qt::TextSingleLine,
                      option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, inner.width()));
    painter->restore();
}

QSize ListDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int icon = index.data(IconNameRole).toString().isEmpty() ? 0 : iconSide + grid;
    return {option.fontMetrics.horizontalAdvance(index.data().toString()) + icon + 4 * grid, option.fontMetrics.height() + 2 * grid};
}

} // namespace keyturn::ui::common
